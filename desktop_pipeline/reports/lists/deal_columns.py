"""The columns of a printed list of deals, by the keys that the table on screen has: heads, words and values."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from desktop_pipeline.domain.custom_fields import FieldSubject
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.money import Money
from desktop_pipeline.queries.deals_table import DealLine
from desktop_pipeline.queries.settings import FieldRow, read_choice_rows, read_field_rows
from desktop_pipeline.reports.content import Column, Line, StageMark
from desktop_pipeline.reports.lists.activity_words import say_step
from desktop_pipeline.reports.lists.filter_words import name_status
from desktop_pipeline.reports.lists.kept_words import CELL_KINDS, say_kept, tell_kept
from desktop_pipeline.reports.said_values import DASH
from desktop_pipeline.reports.tables.sheets import CellKind, CellValue
from desktop_pipeline.reports.words import Words
from desktop_pipeline.storage.workspace import View

TITLE, VALUE = "title", "value"
_USUAL = {
    None: (TITLE, "organisation", "status", "stage", VALUE, "owner", "expected_close", "closed"),
    DealStatus.OPEN: (TITLE, "organisation", "stage", VALUE, "owner", "next_step", "expected_close", "days_in_stage"),
    DealStatus.WON: (TITLE, "organisation", VALUE, "owner", "source", "created", "closed"),
    DealStatus.LOST: (TITLE, "organisation", "stage", VALUE, "owner", "reason", "created", "closed"),
}
# Long names go on in the next line: paper has no tooltip for what is cut.
_WRAPPED = frozenset((TITLE, "organisation"))
_STAGE = "stage"


@dataclass(frozen=True, slots=True)
class DealColumn:
    """One column: what a cell holds, and how it is said where that is not by its kind."""

    key: str
    head: str
    tell: Callable[[DealLine], CellValue | Money]
    kind: CellKind = CellKind.TEXT
    say: Callable[[DealLine], str] | None = None

    @property
    def column(self) -> Column:
        """As a table has it."""
        return Column(
            self.head,
            is_number=self.kind is not CellKind.TEXT,
            kind=self.kind,
            is_wrapped=self.key in _WRAPPED,
            has_mark=self.key == _STAGE,
        )


def usual_keys(status: DealStatus | None) -> tuple[str, ...]:
    """What is told of deals of one status, or of all, where no columns are named."""
    return _USUAL[status]


def choose_columns(view: View, keys: Sequence[str], words: Words, today: date) -> list[DealColumn]:
    """The columns of these keys in their order, the title first; one that is not there (any more) is left out."""
    known = {column.key: column for column in (*_columns(words, today), *_own_columns(view, words))}
    wanted = dict.fromkeys((TITLE, *keys))
    return [known[key] for key in wanted if key in known]


def name_heads(words: Words) -> dict[str, str]:
    """The heads of what deals can be sorted by, by the keys of their orders."""
    return {column.key: column.head for column in _columns(words, date.min)}


def line_of(deal: DealLine, columns: Sequence[DealColumn], words: Words, *, with_marks: bool) -> Line:
    """A deal as one row; `with_marks` the mark of its stage stands before the name, where the page is wide enough."""
    values = tuple(column.tell(deal) for column in columns)
    cells = tuple(
        _say(value, column.kind, words) if column.say is None else column.say(deal)
        for column, value in zip(columns, values, strict=True)
    )
    mark = None
    in_stage = deal.status is DealStatus.OPEN and deal.stage is not None
    if with_marks and in_stage and any(column.key == _STAGE for column in columns):
        mark = StageMark(deal.stage_position, deal.stage_count)
    return Line(cells, mark=mark, values=values)


def _say(value: CellValue | Money, kind: CellKind, words: Words) -> str:
    if isinstance(value, Money):
        return words.formats.minor(value.minor, value.currency)
    if value is None:
        return DASH if kind is CellKind.MONEY else ""
    if isinstance(value, date):
        return words.full_day(value)
    if isinstance(value, str):
        return value
    return words.formats.percent(value) if kind is CellKind.SHARE else words.formats.number(round(value))


def _columns(words: Words, today: date) -> list[DealColumn]:
    def head(text: str) -> str:
        return words.translate("DealColumns", text)

    def step(line: DealLine) -> str:
        if line.status is not DealStatus.OPEN:
            return ""
        return say_step(line.next_step, line.next_kind, line.next_due_on, today=today, words=words)

    def likely(line: DealLine) -> float | None:
        share = line.probability if line.probability is not None else line.stage_probability
        return share if line.status is DealStatus.OPEN else None

    kind = CellKind
    return [
        DealColumn(TITLE, head("Deal"), lambda line: line.title),
        DealColumn("organisation", head("Organisation"), lambda line: line.organisation),
        DealColumn(_STAGE, head("Stage"), lambda line: line.stage),
        DealColumn(VALUE, head("Value"), lambda line: line.value, kind.MONEY),
        DealColumn("owner", head("Owner"), lambda line: line.owner),
        DealColumn("next_step", head("Next step"), step),
        DealColumn("expected_close", head("Expected close"), lambda line: line.expected_close_on, kind.DAY),
        DealColumn(
            "days_in_stage",
            head("In stage"),
            lambda line: line.days_in_stage,
            kind.DAYS,
            lambda line: "" if line.days_in_stage is None else _say_days(line.days_in_stage, words),
        ),
        DealColumn("person", head("Person"), lambda line: line.person),
        DealColumn("status", head("Status"), lambda line: name_status(line.status, words)),
        DealColumn("probability", head("Likely"), likely, kind.SHARE),
        DealColumn("score", head("Score"), lambda line: line.score, kind.COUNT),
        DealColumn("source", head("Source"), lambda line: line.source),
        DealColumn("products", head("Products"), lambda line: ", ".join(line.products)),
        DealColumn("labels", head("Labels"), lambda line: ", ".join(line.labels)),
        DealColumn("created", head("Created"), lambda line: line.created_on, kind.DAY),
        DealColumn("closed", head("Closed"), lambda line: line.closed_on, kind.DAY),
        DealColumn("last_touch", head("Last contact"), lambda line: line.touched_on, kind.DAY),
        DealColumn("reason", head("Lost reason"), lambda line: line.reason),
    ]


def _say_days(days: int, words: Words) -> str:
    return words.translate("Formats", "{count} d").format(count=words.formats.number(days))


def _own_columns(view: View, words: Words) -> list[DealColumn]:
    fields = [field for field in read_field_rows(view, FieldSubject.DEAL) if not field.is_archived]
    return [_own_column(view, field, words) for field in fields]


def _own_column(view: View, field: FieldRow, words: Words) -> DealColumn:
    choices = {choice.choice_id: choice.name for choice in read_choice_rows(view, field.field_id)}
    return DealColumn(
        f"custom {field.field_id}",
        field.name,
        lambda line: tell_kept(field.kind, line.custom.get(field.field_id), choices, words),
        CELL_KINDS.get(field.kind, CellKind.TEXT),
        lambda line: say_kept(field.kind, line.custom.get(field.field_id), choices, words),
    )
