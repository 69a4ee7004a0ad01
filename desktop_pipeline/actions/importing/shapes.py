"""The files and tables of an import as its wizard shows them: shapes, columns with samples, where each goes."""

from collections.abc import Iterable, Sequence

from desktop_pipeline.actions.importing.field_words import name_field
from desktop_pipeline.actions.importing.outlook import (
    Choice,
    ColumnOutlook,
    FileShape,
    Passed,
    SheetShape,
    TableOutlook,
)
from desktop_pipeline.exchange.tables import Book, Table, is_blank, show
from desktop_pipeline.exchange.understanding.columns import Recognised
from desktop_pipeline.exchange.understanding.kinds import CUSTOM, FIELDS, Kind
from desktop_pipeline.exchange.understanding.presets import presets

_SAMPLES = 3
_LOOKED_AT = 200
_WITH_OWN_FIELDS = frozenset((Kind.DEALS, Kind.LEADS, Kind.PEOPLE, Kind.ORGANISATIONS))


def describe_files(books: Iterable[Book]) -> tuple[FileShape, ...]:
    """Each file with its sheets."""
    return tuple(
        FileShape(
            book.file, book.kind, book.encoding, book.separator, tuple(SheetShape(*sheet) for sheet in book.sheets)
        )
        for book in books
    )


def describe_fields() -> dict[str, tuple[Choice, ...]]:
    """What columns of each kind of table may go to, in the order in which it is offered."""
    return {
        kind.value: tuple(
            Choice(field, name_field(field)) for field in (*fields, *([CUSTOM] if kind in _WITH_OWN_FIELDS else ()))
        )
        for kind, fields in FIELDS.items()
    }


def describe_presets() -> tuple[Choice, ...]:
    """The presets that a person may choose from."""
    return tuple(Choice(preset.key, preset.name) for preset in presets().values())


def describe_tables(tables: Sequence[Table], recognised: Iterable[Recognised]) -> tuple[TableOutlook, ...]:
    """Each table with its columns; one that is not taken has no kind."""
    understood = {found.table.place: found for found in recognised}
    return tuple(_describe_table(table, understood.get(table.place)) for table in tables)


def _describe_table(table: Table, found: Recognised | None) -> TableOutlook:
    table = table if found is None else found.table
    if found is not None and found.guesses:
        columns = tuple(
            ColumnOutlook(each.index, each.header, each.samples, each.field, each.confidence, each.note, each.is_empty)
            for each in found.guesses
        )
    else:
        columns = tuple(_describe_column(table, index, header) for index, header in enumerate(table.headers))
    return TableOutlook(
        place=table.place,
        kind=found.kind.value if found else "",
        rows=len(table.rows),
        columns=columns,
        passed=tuple(Passed(*row) for row in table.passed),
    )


def _describe_column(table: Table, index: int, header: str) -> ColumnOutlook:
    """A column of a table that is not taken."""
    samples = _sample(table, index)
    return ColumnOutlook(index, header, samples, "", "none", "", not samples)


def _sample(table: Table, index: int) -> tuple[str, ...]:
    """The first different values of a column; nothing only where it is empty to the end."""
    found: dict[str, None] = {}
    for number, row in enumerate(table.rows):
        if len(found) == _SAMPLES or (found and number >= _LOOKED_AT):
            break
        if index < len(row.cells) and not is_blank(row.cells[index]):
            found.setdefault(show(row.cells[index]).strip())
    return tuple(found)
