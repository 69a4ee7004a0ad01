"""What a report consists of: plain data that any painter can lay out on a screen or on paper."""

from dataclasses import dataclass, replace
from enum import StrEnum

from desktop_pipeline.reports.answers import WonMonth
from desktop_pipeline.reports.figures import Figure


class SectionName(StrEnum):
    """Parts that a reader can leave out."""

    STAGES = "stages"
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
    """Lines under their heads; an empty one says so in `caption`."""

    name: SectionName
    title: str
    caption: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class WonChart:
    """Bars of what was won each month, in minor units of the currency."""

    name: SectionName
    title: str
    caption: str
    months: tuple[WonMonth, ...]
    currency: str


@dataclass(frozen=True, slots=True)
class Note:
    """A term and what it means here."""

    term: str
    text: str


@dataclass(frozen=True, slots=True)
class Notes:
    """How the numbers are made."""

    name: SectionName
    title: str
    notes: tuple[Note, ...]


Section = Table | WonChart | Notes


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

    def without(self, names: frozenset[SectionName]) -> "ReportContent":
        """The report with some sections left out."""
        return replace(self, sections=tuple(section for section in self.sections if section.name not in names))
