"""What a report consists of: plain data that any painter can lay out on a screen or on paper."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop_pipeline.reports.answers import WonMonth
from desktop_pipeline.reports.figures import Figure

if TYPE_CHECKING:
    from desktop_pipeline.reports.forecast_findings import ForecastFindings


class SectionName(StrEnum):
    """Parts that a reader can leave out."""

    STOPS = "stops"
    STAGES = "stages"
    MONTHS = "months"
    FORECAST = "forecast"
    STEPS = "steps"
    REASONS = "reasons"
    WON = "won"
    OWNERS = "owners"
    PRODUCTS = "products"
    HOW = "how"


@dataclass(frozen=True, slots=True)
class Column:
    """Head of a column; numbers stand right."""

    head: str
    is_number: bool = True


@dataclass(frozen=True, slots=True)
class StageMark:
    """The mark before a stage's name: position from 0 of `count`."""

    position: int
    count: int


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table, a text for each column; the total is set bold."""

    cells: tuple[str, ...]
    is_total: bool = False
    mark: StageMark | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Lines under their heads; an empty one says so in `caption`.

    What is half as wide as the page stands beside what came before it, where that is too.
    """

    name: str  # a SectionName, or the title of a table of a page
    title: str
    caption: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    is_half: bool = False


@dataclass(frozen=True, slots=True)
class StopRow:
    """A stage's bar: the deals that reached it, those of them that moved on, and those that are undecided.

    `count` and `share` say the first and the resolved conversion; `undecided` is None for the row of the won deals.
    """

    name: str
    reached: int
    advanced: int
    undecided: int | None
    count: str
    share: str
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class StopChart:
    """Where the deals of a pipeline stop, and a remark below whose first words are strong; half as wide as the page."""

    name: str
    title: str
    caption: str
    rows: tuple[StopRow, ...]
    lead: str
    remark: str
    is_half: bool = True


@dataclass(frozen=True, slots=True)
class MonthsChart:
    """What each month could bring; so many months ahead."""

    name: str
    title: str
    caption: str
    findings: "ForecastFindings"
    months: int


@dataclass(frozen=True, slots=True)
class WonChart:
    """Bars of what was won each month, in minor units of the currency; half as wide as the page."""

    name: str
    title: str
    caption: str
    months: tuple[WonMonth, ...]
    currency: str
    is_half: bool = True


@dataclass(frozen=True, slots=True)
class Note:
    """A term and what it means here."""

    term: str
    text: str


@dataclass(frozen=True, slots=True)
class Notes:
    """How the numbers are made."""

    name: str
    title: str
    notes: tuple[Note, ...]


Section = Table | StopChart | MonthsChart | WonChart | Notes


@dataclass(frozen=True, slots=True)
class ReportContent:
    """A whole report; head and foot stand on every page."""

    file: str
    title: str
    subject: str
    subtitle: str
    story: tuple[str, ...]
    figures: tuple[Figure, ...]
    sections: tuple[Section, ...]
    printed: str
    filters: str

    def without(self, names: frozenset[str]) -> "ReportContent":
        """The report with some sections left out."""
        return replace(self, sections=tuple(section for section in self.sections if section.name not in names))
