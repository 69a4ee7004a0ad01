"""What a report consists of: plain data that any painter can lay out on a screen or on paper."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop_pipeline.domain.money import Money
from desktop_pipeline.reports.answers import WonMonth
from desktop_pipeline.reports.figures import Figure
from desktop_pipeline.reports.tables.sheets import CellKind, CellValue

if TYPE_CHECKING:
    from desktop_pipeline.reports.ahead.forecast_findings import ForecastFindings


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
    SOURCES = "sources"
    TARGETS = "targets"
    KEPT = "kept"
    DEALS = "deals"
    LOST = "lost"
    PROFILES = "profiles"
    ACTIVITIES = "activities"
    FACTS = "facts"
    PEOPLE = "people"
    ORGANISATIONS = "organisations"
    LINES = "lines"
    NOTES = "notes"
    SUMS = "sums"
    PLANNED = "planned"
    DONE = "done"
    KINDS = "kinds"
    VISITS = "visits"
    ANSWERS = "answers"
    CRITERIA = "criteria"
    OBJECTIONS = "objections"
    STORY = "story"
    CATEGORIES = "categories"
    CALLS = "calls"
    CARRIERS = "carriers"
    APART = "apart"
    TAKES = "takes"
    PAST = "past"
    LOST_AT = "lost_at"
    SIZES = "sizes"
    INDUSTRIES = "industries"
    LABELS = "labels"
    CYCLE = "cycle"
    COMPETITORS = "competitors"
    TEAM = "team"
    LOOK_AT = "look_at"
    PASSED = "passed"
    MOVED = "moved"
    DECISIONS = "decisions"
    HOW = "how"


@dataclass(frozen=True, slots=True)
class Column:
    """Head of a column; numbers stand right and stay whole, text takes up to three lines where the page is too narrow.

    `kind` is what the lines' `values` hold. `is_wrapped` text may take six lines; of `is_whole` text nothing is cut,
    nor of what stands below it. `has_mark` is the column of the stage's mark, usually the first.
    """

    head: str
    is_number: bool = True
    kind: CellKind = CellKind.TEXT
    is_wrapped: bool = False
    has_mark: bool = False
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class StageMark:
    """The mark before a stage's name: position from 0 of `count`."""

    position: int
    count: int


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table, a text for each column; the total is set bold.

    `values` are the same as numbers and days where they are known, for a workbook. `below` stands quiet below the first
    text.
    """

    cells: tuple[str, ...]
    is_total: bool = False
    mark: StageMark | None = None
    values: tuple[CellValue | Money, ...] = ()
    below: str = ""


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


@dataclass(frozen=True, slots=True)
class Fact:
    """A term and what stands for it; `is_strong` sets it bold."""

    term: str
    text: str
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Terms with what stands for them, in columns beside each other."""

    name: str
    title: str
    facts: tuple[Fact, ...]
    columns: int = 2
    is_half: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """Paragraphs of running text, a customer's or the owner's; without a title they follow what came before."""

    name: str
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BarRow:
    """A named bar and what is said at its end; `value` is in any unit that all rows share, None where unknown."""

    name: str
    value: float | None
    said: str
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars below each other."""

    name: str
    title: str
    caption: str
    rows: tuple[BarRow, ...]
    is_half: bool = False


@dataclass(frozen=True, slots=True)
class RangeRow:
    """A share with its likely range, from 0 to 1; no `share` where too few stand behind it."""

    name: str
    share: float | None
    low: float | None
    high: float | None
    said: str


@dataclass(frozen=True, slots=True)
class RangeChart:
    """Shares below each other on one scale, and the average of all as a line."""

    name: str
    title: str
    caption: str
    rows: tuple[RangeRow, ...]
    average: float | None = None
    is_half: bool = False


@dataclass(frozen=True, slots=True)
class PageOpening:
    """Begins a page of its own: title, subtitle, a sentence or two, figures."""

    name: str
    title: str
    subtitle: str
    story: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The top of a letter: who writes, to whom, number, dates and the like at the right, and its title below."""

    name: str
    title: str
    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Signatures:
    """Lines to sign on, beside each other, with what belongs on each below it."""

    name: str
    title: str
    labels: tuple[str, ...]


Section = (
    Table
    | StopChart
    | MonthsChart
    | WonChart
    | Notes
    | Facts
    | Passage
    | BarChart
    | RangeChart
    | PageOpening
    | Letterhead
    | Signatures
)


@dataclass(frozen=True, slots=True)
class Company:
    """Whose report it is; the logo is a PNG."""

    name: str = ""
    logo: bytes | None = None


@dataclass(frozen=True, slots=True)
class ReportContent:
    """A whole report; head and foot stand on every page, and what is empty of them takes no room.

    `author` goes into the file's properties.
    """

    file: str
    title: str
    subject: str
    subtitle: str
    story: tuple[str, ...]
    figures: tuple[Figure, ...]
    sections: tuple[Section, ...]
    printed: str
    filters: str
    author: str = ""
    company: Company = Company()

    def without(self, names: frozenset[str]) -> "ReportContent":
        """The report with some sections left out."""
        return replace(self, sections=tuple(section for section in self.sections if section.name not in names))
