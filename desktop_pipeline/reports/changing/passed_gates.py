"""The gates that were passed anyway in a period: which deal, what was open, and the sentence that was given for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from desktop_pipeline.actions import Workspace
from desktop_pipeline.domain.periods import Period, local_day
from desktop_pipeline.metrics.telling.asked import Asked
from desktop_pipeline.queries.passed_gates import PassedGate, read_passed_gates
from desktop_pipeline.reports.content import Column, Line, SectionName, Table
from desktop_pipeline.reports.said_values import DASH
from desktop_pipeline.reports.tables.sheets import CellKind
from desktop_pipeline.reports.words import Words

MOST = 10


@dataclass(frozen=True, slots=True)
class PassedGates:
    """Those of a period, newest first; `zone` tells on which day each was."""

    every: tuple[PassedGate, ...]
    as_of: date
    zone: ZoneInfo


def find_passed_gates(workspace: Workspace, asked: Asked, period: Period, as_of: date) -> PassedGates:
    """Safe on a worker thread."""
    with workspace.reading() as view:
        return PassedGates(read_passed_gates(view, asked, period), as_of, view.zone)


def passed_gates_table(passed: PassedGates, words: Words) -> Table:
    """The newest of them, and how many there are in all."""
    translate = words.translate
    shown = passed.every[:MOST]
    columns = (
        Column(translate("Report", "Day"), kind=CellKind.DAY),
        Column(translate("Report", "Deal"), is_number=False),
        Column(translate("Report", "To"), is_number=False),
        Column(translate("Report", "What was open"), is_number=False, is_wrapped=True),
        Column(translate("Report", "Why it was let pass"), is_number=False, is_wrapped=True),
        Column(translate("Report", "Who"), is_number=False),
    )
    title = translate("Report", "Gates passed anyway")
    return Table(SectionName.PASSED, title, _say_caption(passed.every, words), columns, _lines(shown, passed, words))


def _say_caption(every: Sequence[PassedGate], words: Words) -> str:
    said = words.translate("Report", "in the period, though something required was open; newest first")
    if len(every) > MOST:
        said += "; " + words.translate("Report", "{shown} of {count} shown").format(
            shown=words.formats.number(MOST), count=words.formats.number(len(every))
        )
    return said


def _lines(shown: Sequence[PassedGate], passed: PassedGates, words: Words) -> tuple[Line, ...]:
    lines = []
    for gate in shown:
        day, stage = local_day(gate.at, passed.zone), gate.stage or words.translate("Report", "Won")
        texts = (gate.title, stage, "; ".join(gate.missing) or DASH, gate.why, gate.who)
        lines.append(Line((words.formats.day(day, passed.as_of), *texts), values=(day, *texts)))
    return tuple(lines)
