"""Exporting: the people's workbook (.xlsx) or one table (.csv), of the deals that were asked for."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from desktop_pipeline.actions.exporting.deals_out import read_all_ids, read_deals
from desktop_pipeline.actions.exporting.gathering import Gathering
from desktop_pipeline.actions.exporting.own_values import OwnColumns, list_choices, read_own_columns
from desktop_pipeline.actions.exporting.related_out import (
    ALL,
    Which,
    count_rows,
    read_first_instant,
    read_lists,
    read_position,
)
from desktop_pipeline.actions.exporting.rows import (
    STATUSES,
    StateWriter,
    deal_cells,
    related_rows,
)
from desktop_pipeline.actions.outputs import check_may_replace
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.exchange.own_export import (
    ACTIVITIES,
    DEALS,
    LINES,
    ORGANISATIONS,
    PEOPLE,
    OwnShape,
)
from desktop_pipeline.exchange.states import make_mark
from desktop_pipeline.exchange.writing.out_tables import KeyFigures, OutBook, OutRow, OutTable, Summary, Trouble
from desktop_pipeline.storage.workspace import View, Workspace

if TYPE_CHECKING:
    # numpy is for whoever asks for figures.
    from desktop_pipeline.metrics.selection import Selection

WORKBOOK, CSV = ".xlsx", ".csv"
What = Literal["deals", "organisations", "people"]
Asked = Callable[[View], Sequence[int]] | None
_NOTHING = OwnColumns((), ())


@dataclass(frozen=True, slots=True)
class Choice:
    """What is exported: `asked` finds the ids of deals in their order, None asks for all of them.

    `what` is the table of a CSV, and with `ids` the only one whose rows were picked. `columns` are keys of the deals'
    columns, none for all of them. `words` say the filter to a person; `selection` is as much
    of it as a figure can be asked for, and `is_wider` says that it is not all of it.
    """

    asked: Asked = None
    what: What = "deals"
    ids: tuple[int, ...] | None = None
    columns: tuple[str, ...] = ()
    words: str = "all"
    selection: "Selection | None" = None
    is_wider: bool = False


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: rows of the main table, and the cells that could not be written as they are."""

    path: Path
    rows: int
    troubles: tuple[Trouble, ...]


def export(
    workspace: Workspace,
    out: Path,
    choice: Choice = Choice(),
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    tell_figures: Callable[[], KeyFigures | None] = lambda: None,
) -> Exported:
    """Writes a .xlsx or .csv, whole or not at all; what `progress` raises ends it without a trace.

    `tell_figures` is asked for what stands on the first sheet of a workbook beside the sums of its rows.
    Raises InvalidError for another kind of file, RefusedError where a workspace would be replaced, CannotOpenError
    where the file cannot be written.
    """
    kind = out.suffix.lower()
    if kind not in {WORKBOOK, CSV}:
        message = f"“{out.name}” is neither a .xlsx nor a .csv. Choose one of these endings."
        raise InvalidError(message)
    check_may_replace(out, (workspace.path,))
    with workspace.reading() as view:
        if kind == CSV:
            from desktop_pipeline.exchange.writing.csv_file import write_csv  # noqa: PLC0415 - what is needed

            table = _Exporter(view, choice).main_table()
            return Exported(out, table.count, write_csv(out, table, progress))
        from desktop_pipeline.exchange.writing.workbook import write_workbook  # noqa: PLC0415 - openpyxl

        book = make_book(view, choice)
        summarise = book.summarise

        def add_figures() -> Summary:
            key, summary = tell_figures(), summarise()
            # Where the figures are of just these deals, their own tables say the same once more.
            return replace(summary, key=key, blocks=summary.blocks if key is None or choice.is_wider else ())

        book = replace(book, summarise=add_figures)
        rows = next(table.count for table in book.tables if table.name.lower() == choice.what)
        return Exported(out, rows, write_workbook(out, book, progress))


class _Exporter:
    """Puts the tables of one export together from a steady view."""

    def __init__(self, view: View, choice: Choice) -> None:
        self._view = view
        self._choice = choice
        self._today = view.today()
        self._mark = make_mark(read_first_instant(view))
        self._gathering = Gathering(view, self._today)
        self._own: dict[str, OwnColumns] = {}

    def main_table(self) -> OutTable:
        """The one table of a CSV."""
        if self._choice.what == "deals":
            return self._deals(self._find())
        shape = ORGANISATIONS if self._choice.what == "organisations" else PEOPLE
        return self._related(shape, Which(ids=self._choice.ids) if self._choice.ids is not None else ALL)

    def book(self) -> OutBook:
        """Everything of a workbook: of some deals, what hangs on them; of some contacts, these alone."""
        choice = self._choice
        if choice.what == "deals":
            deal_ids = self._find()
            which = ALL if choice.asked is None else Which(deals=deal_ids)
            tables = [self._deals(deal_ids)]
            tables += [self._related(shape, which) for shape in (ORGANISATIONS, PEOPLE, ACTIVITIES, LINES)]
        else:
            tables = [self.main_table()]
        lists = {"Statuses": STATUSES, **read_lists(self._view)}
        for own in self._own.values():
            lists |= list_choices(own.fields)
        title = self._view.path.stem
        return OutBook(
            tables=tuple(tables),
            summarise=lambda: self._gathering.summarise(title, choice.words, with_deals=choice.what == "deals"),
            lists={name: names for name, names in lists.items() if names},
            properties={
                "Desktop Pipeline workspace": self._mark,
                "Desktop Pipeline change": str(read_position(self._view)),
            },
        )

    def _find(self) -> Sequence[int]:
        asked = self._choice.asked
        return read_all_ids(self._view) if asked is None else asked(self._view)

    def _own_columns(self, shape: OwnShape) -> OwnColumns:
        if shape.name not in self._own:
            self._own[shape.name] = read_own_columns(self._view, shape) if shape.subject else _NOTHING
        return self._own[shape.name]

    def _deals(self, deal_ids: Sequence[int]) -> OutTable:
        own = self._own_columns(DEALS)
        writer = StateWriter(self._mark, DEALS, own)

        def read() -> Iterator[OutRow]:
            for deal in self._gathering.pass_by(read_deals(self._view, deal_ids)):
                yield writer.finish(deal.deal_id, deal_cells(deal), own.values(deal.custom))

        table = OutTable(DEALS.name, (*DEALS.columns, *own.columns, *DEALS.hidden), read(), len(deal_ids))
        return _choose_columns(table, self._choice.columns)

    def _related(self, shape: OwnShape, which: Which) -> OutTable:
        what = _RELATED[shape.name]
        own = self._own_columns(shape)
        writer = StateWriter(self._mark, shape, own)
        columns = (*shape.columns, *own.columns, *shape.hidden)
        rows = related_rows(self._view, what, which, own, writer)
        return OutTable(shape.name, columns, rows, count_rows(self._view, what, which))


def make_book(view: View, choice: Choice) -> OutBook:
    """The tables of a workbook, whose rows are read as they are written."""
    return _Exporter(view, choice).book()


_RELATED = {
    ORGANISATIONS.name: "organisation",
    PEOPLE.name: "person",
    ACTIVITIES.name: "activity",
    LINES.name: "line",
}


def _choose_columns(table: OutTable, keys: Sequence[str]) -> OutTable:
    """Only these columns, in our order; title, ids and what an amount needs always stay."""
    if not keys:
        return table
    wanted = {"title", *keys, *(column.key for column in DEALS.hidden), *({"currency"} if "value" in keys else ())}
    known = {column.key for column in table.columns}
    strange = [key for key in keys if key not in known]
    if strange:
        message = f"There is no column “{strange[0]}”. There are: {', '.join(sorted(known))}."
        raise InvalidError(message)
    places = [place for place, column in enumerate(table.columns) if column.key in wanted]
    return replace(
        table,
        columns=tuple(table.columns[place] for place in places),
        rows=(tuple(row[place] for place in places) for row in table.rows),
    )
