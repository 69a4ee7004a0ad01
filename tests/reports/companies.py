"""Workspaces whose figures a test knows: so many deals won and lost by whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLocale

from desktop_pipeline.actions.deals import lose_deals, win_deals
from desktop_pipeline.metrics.selection import EVERYTHING, Selection
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.reports.gathering import ReportFindings, gather_findings, gather_report
from desktop_pipeline.reports.spans import SpanName, find_span
from desktop_pipeline.reports.words import Words
from desktop_pipeline.ui.formats import Formats
from tests.workspaces import Desk, make_desk

ENGLISH = QLocale("en_GB")


@dataclass(frozen=True)
class Record:
    """What one owner closed."""

    won: int
    lost: int


def make_words() -> Words:
    return Words(Formats(ENGLISH))


def make_company(folder: Path, records: Sequence[tuple[str, Record]], *, open_deals: int = 0) -> Desk:
    """A workspace in which these owners closed so many deals of €1,000, ten days after creation."""
    desk = make_desk(folder)
    with desk.journal.change("Owners", sealed=True) as draft:
        for name, _record in records:
            draft.execute("insert or ignore into owner (name, is_active) values (?, 1)", (name,))
    for number in range(open_deals):
        desk.deal(f"Open {number}", value=250_000)
    deals = {
        name: [
            desk.deal(f"{name} {number}", value=100_000, owner_id=desk.id_of("owner", name))
            for number in range(record.won + record.lost)
        ]
        for name, record in records
    }
    now = desk.later(days=10)
    for name, record in records:
        won, lost = deals[name][: record.won], deals[name][record.won :]
        if won:
            win_deals(desk.workspace, won, at=now)
        if lost:
            lose_deals(desk.workspace, lost, reason_id=desk.reason(), at=now)
    desk.later(days=1)
    return desk


def find_out(desk: Desk, name: SpanName = SpanName.TWELVE_MONTHS, selection: Selection = EVERYTHING) -> ReportFindings:
    """The figures as screen and paper ask for them."""
    figures = Figures(desk.workspace)
    base = gather_findings(figures, find_span(name, desk.clock().date()), selection)
    return gather_report(figures, desk.workspace, base)
