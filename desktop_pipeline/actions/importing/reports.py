"""What an import did, or would do, in numbers."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.names import name_key
from desktop_pipeline.exchange.known import Known
from desktop_pipeline.exchange.records import ImportPlan, Problem, Question
from desktop_pipeline.exchange.understanding.kinds import Kind

__all__ = ["ImportReport", "PassedLine", "Problem", "Sums", "Where", "make_report", "report_nothing"]


@dataclass(frozen=True, slots=True)
class Where:
    """How many deals of the file stand in a stage, or are won or lost (`stage` is None), and their sum by currency."""

    stage: str | None
    status: DealStatus
    deals: int
    values: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PassedLine:
    """A row of a file that is no row of its table: a title, a repeated header, a total, a footer."""

    file: str
    sheet: str | None
    row: int
    why: str
    text: str


@dataclass(frozen=True, slots=True)
class Sums:
    """The proof by sums: what the value column adds up to and what the deals do, in minor units by currency.

    `left` is the value of rows that were not taken: told = taken + left. `unread`: cells whose amount could not be
    taken (below zero, no number, no certain currency); they are in none of the sums.
    """

    told: Mapping[str, int]
    taken: Mapping[str, int]
    left: Mapping[str, int]
    unread: int = 0


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do (`change` is None); the counts are those of CLI.md.

    `unused_columns`: file and header of columns that no field was found for. `joined`: organisations written two ways.
    `problem_rows`: in how many rows something was not taken. `hidden`: file and name of hidden sheets that
    hold rows and were left out. `unmet`: words of which it was said what they mean, and that no row says.
    """

    files: tuple[str, ...]
    preset: str
    sheet: str | None
    header_row: int
    rows: int
    new: int
    updated: int
    unchanged: int
    skipped: int
    problems: tuple[Problem, ...]
    created: Mapping[str, int]
    questions: tuple[Question, ...]
    unused_columns: tuple[tuple[str, str], ...]
    where: tuple[Where, ...]
    open_deals: int
    values: tuple[Money, ...]
    change: int | None
    seconds: float
    joined: int = 0
    sums: Sums | None = None
    passed: tuple[PassedLine, ...] = ()
    problem_rows: int = 0
    hidden: tuple[tuple[str, str], ...] = ()
    unmet: tuple[str, ...] = ()


def make_report(plan: ImportPlan, known: Known, change: int | None, seconds: float) -> ImportReport:
    """The plan in numbers; `change` is the journal's entry, None where nothing was written."""
    names = {name_key(stage.name): stage.name for stage in known.stages}
    names |= {stage.key: stage.name for stage in plan.stages}
    counted: Counter[tuple[str | None, DealStatus]] = Counter()
    worth: defaultdict[tuple[str | None, DealStatus], Counter[str]] = defaultdict(Counter)
    for deal in plan.deals:
        fields = deal.fields
        place = (fields.stage, fields.status)
        counted[place] += 1
        if fields.value is not None and fields.currency is not None:
            worth[place][fields.currency] += fields.value
    sums = Sums(dict(plan.told), _add_up(worth.values()), dict(plan.left), _count_unread(plan))
    return ImportReport(
        files=plan.files,
        preset=plan.preset,
        sheet=plan.sheet,
        header_row=plan.header_row,
        rows=plan.counts.rows,
        new=plan.counts.new,
        updated=plan.counts.updated,
        unchanged=plan.counts.unchanged,
        skipped=plan.counts.skipped,
        problems=plan.problems,
        created=plan.created,
        questions=plan.questions,
        unused_columns=plan.unused_columns,
        where=tuple(
            Where(None if stage is None else names.get(stage, stage), status, deals, worth.get((stage, status), {}))
            for (stage, status), deals in counted.items()
        ),
        open_deals=sum(deals for (_stage, status), deals in counted.items() if status is DealStatus.OPEN),
        values=tuple(Money(minor, currency) for currency, minor in sorted(sums.taken.items())),
        change=change,
        seconds=seconds,
        joined=plan.joined,
        sums=sums,
        passed=tuple(
            PassedLine(found.table.file, found.table.sheet, row.number, row.why, row.text)
            for found in plan.understood
            for row in found.table.passed
        ),
        problem_rows=len({(problem.file, problem.sheet, problem.row) for problem in plan.problems}),
    )


def report_nothing(files: tuple[str, ...], seconds: float) -> ImportReport:
    """Of files of which nothing is understood yet."""
    return ImportReport(
        files=files,
        preset="none",
        sheet=None,
        header_row=0,
        rows=0,
        new=0,
        updated=0,
        unchanged=0,
        skipped=0,
        problems=(),
        created={},
        questions=(),
        unused_columns=(),
        where=(),
        open_deals=0,
        values=(),
        change=None,
        seconds=seconds,
        sums=Sums({}, {}, {}),
    )


def _count_unread(plan: ImportPlan) -> int:
    columns = {
        (found.table.file, found.table.sheet, found.table.headers[index])
        for found in plan.understood
        if found.kind in {Kind.DEALS, Kind.LEADS}
        for index in found.indexes("value")
    }
    return len(
        {
            (problem.file, problem.sheet, problem.row)
            for problem in plan.problems
            if (problem.file, problem.sheet, problem.column) in columns
        }
    )


def _add_up(sums: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Several sums by currency as one."""
    values: Counter[str] = Counter()
    for each in sums:
        values.update(each)
    return dict(values)
