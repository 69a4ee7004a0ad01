"""What stands against a deal, in words: short for a filter, with its numbers on the deal's row."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.metrics.changing.cleaning import DealToClean
from desktop_pipeline.metrics.changing.hygiene import Flag
from desktop_pipeline.queries.cleaning import Snooze
from desktop_pipeline.queries.deals_table import DealLine
from desktop_pipeline.ui.formats import Formats

if TYPE_CHECKING:
    from collections.abc import Callable


def _tr(text: str) -> str:
    return QCoreApplication.translate("Hygiene", text)


def name_flag(flag: Flag) -> str:
    """What is amiss, for the filter."""
    return {
        Flag.STALE: _tr("No touch for too long"),
        Flag.NO_NEXT_STEP: _tr("No next step"),
        Flag.NEXT_STEP_LATE: _tr("Next step late"),
        Flag.CLOSE_PAST: _tr("Close date past"),
        Flag.CLOSE_PUSHED: _tr("Pushed 3 times or more"),
        Flag.LONG_IN_STAGE: _tr("Long in the stage"),
        Flag.VALUE_MISSING: _tr("No value"),
        Flag.VALUE_LARGE: _tr("Value far above usual"),
        Flag.DECISION_MAKER_LEFT: _tr("Decision-maker left"),
        Flag.DUPLICATE: _tr("Suspected duplicate"),
        Flag.CRITERION_UNMET: _tr("Criterion unmet"),
    }[flag]


def say_reasons(deal: DealToClean, line: DealLine, formats: Formats, today: date) -> list[str]:
    """Each flag of a deal with its number, in the order of METRICS §15."""
    return [_say(flag, deal, line, formats, today) for flag in deal.flags]


def say_asleep(snooze: Snooze, formats: Formats, today: date) -> str:
    """`Asleep until Thu 18 Jun: waiting for their board`."""
    return _tr("Asleep until {day}: {why}").format(day=formats.day(snooze.until, today), why=snooze.why)


def say_together(reasons: list[str]) -> str:
    """One line of them: only its first word begins with a capital."""
    return ", ".join(reason if place == 0 else reason[:1].lower() + reason[1:] for place, reason in enumerate(reasons))


def _say(flag: Flag, deal: DealToClean, line: DealLine, formats: Formats, today: date) -> str:
    counted: dict[Flag, tuple[int | None, Callable[[str], str]]] = {
        Flag.STALE: (
            _days_since(deal.touched_on, today),
            lambda days: _tr("No touch for {days} d").format(days=days),
        ),
        Flag.NEXT_STEP_LATE: (
            _days_since(line.next_due_on, today),
            lambda days: _tr("Next step {days} d late").format(days=days),
        ),
        Flag.CLOSE_PAST: (
            _days_since(line.expected_close_on, today),
            lambda days: _tr("Close {days} d past").format(days=days),
        ),
        Flag.CLOSE_PUSHED: (deal.pushes, lambda times: _tr("Pushed {times} times").format(times=times)),
        Flag.LONG_IN_STAGE: (line.days_in_stage, lambda days: _tr("Long in the stage: {days} d").format(days=days)),
    }
    number, words = counted.get(flag, (None, str))
    return words(formats.number(number)) if number is not None and number > 0 else name_flag(flag)


def _days_since(day: date | None, today: date) -> int | None:
    return None if day is None else (today - day).days
