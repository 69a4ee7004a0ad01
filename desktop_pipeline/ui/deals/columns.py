"""The columns of the table of deals: heads, words, widths, and how a cell is edited."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from functools import partial

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.domain.custom_fields import FieldKind
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.queries.deal_question import SortKey
from desktop_pipeline.queries.deals_table import DealLine
from desktop_pipeline.queries.settings import FieldRow
from desktop_pipeline.ui.deals.own_cells import OwnField
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.widgets.kept_words import say_kept

_WHILE_OPEN = frozenset({None, DealStatus.OPEN})


class Editing(Enum):
    """How a cell is edited."""

    NONE = auto()
    TEXT = auto()
    MONEY = auto()
    PERCENT = auto()
    DAY = auto()
    OWNER = auto()
    SOURCE = auto()
    STAGE = auto()
    CHOICE = auto()
    CHOICES = auto()


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column; `width` in pixels at 100 % text size, `is_right` for numbers."""

    key: str
    head: str
    say: Callable[[DealLine], str]
    width: int
    sort: SortKey | None = None
    editing: Editing = Editing.NONE
    is_right: bool = False
    # In the tables of which statuses it stands where nobody chose the columns; None is the table of all.
    usual_in: frozenset[DealStatus | None] = frozenset({None, *DealStatus})
    # Behind the head: that the deals are ordered by it, and which way.
    mark: str = ""
    # Outside of the program: a day with its year, money without an ellipsis; None where the words shown do.
    tell: Callable[[DealLine], str] | None = None
    copied_head: str = ""
    # What a cell says where its words find no room: half an amount would be another amount.
    brief: Callable[[DealLine], str] | None = None
    # The owner's own field that it shows.
    own: OwnField | None = None

    def copy(self, line: DealLine) -> str:
        """The words for a spreadsheet, which this program's import reads back."""
        return (self.tell or self.say)(line)


def make_columns(
    formats: Formats, today: Callable[[], date], custom: Sequence[tuple[FieldRow, Mapping[int, str]]]
) -> list[TableColumn]:
    """All columns there are, the owner's own fields last, each with the names of its choices."""
    own = (_custom_column(field, choices, formats, today) for field, choices in custom)
    return [*_columns(formats, today), *own]


def _columns(formats: Formats, today: Callable[[], date]) -> list[TableColumn]:
    def head(text: str) -> str:
        return QCoreApplication.translate("DealColumns", text)

    def day(value: date | None) -> str:
        return "" if value is None else formats.day(value, today())

    def step(line: DealLine) -> str:
        if line.status is not DealStatus.OPEN:
            return ""
        return formats.next_step(line.next_step, line.next_kind, line.next_due_on, line.next_due_at, today=today())

    def likely(line: DealLine) -> str:
        share = line.probability if line.probability is not None else line.stage_probability
        return "" if share is None or line.status is not DealStatus.OPEN else formats.percent(share)

    def iso(value: date | None) -> str:
        return "" if value is None else value.isoformat()

    def in_stage(line: DealLine) -> str:
        return "" if line.days_in_stage is None else formats.days(line.days_in_stage)

    def score(line: DealLine) -> str:
        return "" if line.score is None else formats.number(line.score)

    def short(line: DealLine) -> str:
        return "" if line.value is None else formats.short_money(line.value.minor, line.value.currency)

    key, edit = SortKey, Editing
    shown = (
        TableColumn("title", head("Deal"), lambda line: line.title, 240, key.TITLE, edit.TEXT),
        TableColumn(
            "organisation", head("Organisation"), lambda line: line.organisation or "", 180, key.ORGANISATION, edit.TEXT
        ),
        TableColumn("stage", head("Stage"), lambda line: line.stage or "", 130, key.STAGE, edit.STAGE),
        TableColumn(
            "value",
            head("Value"),
            lambda line: formats.money(line.value),
            100,
            key.VALUE,
            edit.MONEY,
            is_right=True,
            tell=lambda line: formats.plain_money(line.value),
            brief=short,
        ),
        TableColumn("owner", head("Owner"), lambda line: line.owner or "", 130, key.OWNER, edit.OWNER),
        TableColumn(
            "next_step",
            head("Next step"),
            step,
            140,
            key.NEXT_STEP,
            usual_in=_WHILE_OPEN,
            copied_head=head("Shown as next"),
        ),
        TableColumn(
            "expected_close",
            head("Expected close"),
            lambda line: day(line.expected_close_on),
            120,
            key.EXPECTED_CLOSE,
            edit.DAY,
            usual_in=_WHILE_OPEN,
            tell=lambda line: iso(line.expected_close_on),
        ),
        TableColumn(
            "days_in_stage",
            head("In stage"),
            in_stage,
            84,
            key.DAYS_IN_STAGE,
            is_right=True,
            usual_in=_WHILE_OPEN,
        ),
    )
    further = partial(TableColumn, usual_in=frozenset[DealStatus | None]())
    others = (
        further("person", head("Person"), lambda line: line.person or "", 140, key.PERSON, edit.TEXT),
        further("status", head("Status"), lambda line: say_status(line.status), 80, key.STATUS, edit.NONE),
        further("probability", head("Likely"), likely, 76, key.PROBABILITY, edit.PERCENT, is_right=True),
        further("score", head("Score"), score, 70, key.SCORE, edit.NONE, is_right=True),
        further("source", head("Source"), lambda line: line.source or "", 120, key.SOURCE, edit.SOURCE),
        further("products", head("Products"), lambda line: ", ".join(line.products), 160, None, edit.NONE),
        further("labels", head("Labels"), lambda line: ", ".join(line.labels), 130, None, edit.NONE),
        further(
            "created",
            head("Created"),
            lambda line: day(line.created_on),
            110,
            key.CREATED,
            edit.NONE,
            tell=lambda line: iso(line.created_on),
        ),
        TableColumn(
            "closed",
            head("Closed"),
            lambda line: day(line.closed_on),
            110,
            key.CLOSED,
            usual_in=frozenset({DealStatus.WON, DealStatus.LOST}),
            tell=lambda line: iso(line.closed_on),
        ),
        further(
            "last_touch",
            head("Last contact"),
            lambda line: day(line.touched_on),
            110,
            key.LAST_TOUCH,
            edit.NONE,
            tell=lambda line: iso(line.touched_on),
        ),
        TableColumn(
            "reason",
            head("Lost reason"),
            lambda line: line.reason or "",
            150,
            key.REASON,
            usual_in=frozenset({DealStatus.LOST}),
        ),
    )
    return [*shown, *others]


def say_status(status: DealStatus) -> str:
    """The word for a status."""
    return {
        DealStatus.OPEN: QCoreApplication.translate("DealColumns", "Open"),
        DealStatus.WON: QCoreApplication.translate("DealColumns", "Won"),
        DealStatus.LOST: QCoreApplication.translate("DealColumns", "Lost"),
    }[status]


def _custom_column(
    field: FieldRow, choices: Mapping[int, str], formats: Formats, today: Callable[[], date]
) -> TableColumn:
    own = OwnField(field.field_id, field.kind, choices)

    def say(line: DealLine) -> str:
        return say_kept(field.kind, own.read(line), choices, formats, today())

    return TableColumn(
        f"custom {field.field_id}",
        field.name,
        say,
        120,
        editing=_EDITINGS.get(field.kind, Editing.TEXT),
        is_right=field.kind in {FieldKind.NUMBER, FieldKind.MONEY},
        usual_in=frozenset(),
        own=own,
    )


_EDITINGS = {
    FieldKind.DATE: Editing.DAY,
    FieldKind.CHOICE: Editing.CHOICE,
    FieldKind.YES_NO: Editing.CHOICE,
    FieldKind.CHOICES: Editing.CHOICES,
}
