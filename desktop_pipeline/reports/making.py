"""What a report is made with, and the frame that all kinds share."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from desktop_pipeline.actions import Workspace
from desktop_pipeline.queries.company import read_company
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.reports.asked import ReportAsked
from desktop_pipeline.reports.content import Company
from desktop_pipeline.reports.kinds.pipeline import Printed, name_filters
from desktop_pipeline.reports.spans import Span
from desktop_pipeline.reports.words import Words


def _never(_done: int, _total: int) -> None:
    """Nobody waits."""


@dataclass(frozen=True, eq=False, slots=True)
class Making:
    """A report under work, safe on a worker; `by` is who asked for it, and `report` hears how far it is.

    `report(done, total)` may raise to give the work up. `is_workbook`: its tables go into a workbook, which has room
    for every line.
    """

    workspace: Workspace
    figures: Figures
    asked: ReportAsked
    words: Words
    by: str | None = None
    report: Callable[[int, int], None] = _never
    is_workbook: bool = False

    @property
    def today(self) -> date:
        """The local date it is made on."""
        return self.workspace.today()

    @property
    def span(self) -> Span:
        """The dates it tells of."""
        return self.asked.find_span(self.today)

    def company(self) -> Company:
        """Whose report it is."""
        with self.workspace.reading() as view:
            card = read_company(view)
        return Company(card.name, card.logo)

    def printed(self) -> Printed:
        """When, by whom, from which file and filtered to what it is printed."""
        printed = Printed(self.workspace.now(), self.today, self.workspace.path, by=self.by)
        return name_filters(printed, self.asked.selection, self.figures.history().names, self.words)
