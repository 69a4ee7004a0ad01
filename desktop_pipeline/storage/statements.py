"""Statements for single rows, put together once for each set of columns: that took longer than the disk."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from desktop_pipeline.storage.database import Value
from desktop_pipeline.storage.tables import Table, name_of


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with one mark for each column, and how each column's field stores what it is given."""

    sql: str
    converters: tuple[Callable[[object], Value], ...]

    def bind(self, values: Sequence[object]) -> tuple[Value, ...]:
        """The values as the file holds them."""
        return tuple(convert(value) for convert, value in zip(self.converters, values, strict=True))


def make_insert(table: type[Table], values: Mapping[str, object]) -> tuple[str, tuple[Value, ...]]:
    """Adds a row; columns that are not named get their field's default."""
    filled = {**_defaults(table), **values}
    statement = _insert(table, tuple(filled))
    return statement.sql, statement.bind(list(filled.values()))


def make_update(table: type[Table], row_id: int, values: Mapping[str, object]) -> tuple[str, tuple[Value, ...]]:
    """Changes the named columns of a row."""
    statement = _update(table, tuple(values))
    return statement.sql, (*statement.bind(list(values.values())), row_id)


# Names of tables and columns are those of our own models, so nothing that was typed gets into a statement.


@cache
def _insert(table: type[Table], names: tuple[str, ...]) -> Statement:
    columns, converters = _read_fields(table, names)
    marks = ", ".join("?" * len(columns))
    return Statement(f"insert into {name_of(table)} ({', '.join(columns)}) values ({marks})", converters)  # noqa: S608


@cache
def _update(table: type[Table], names: tuple[str, ...]) -> Statement:
    columns, converters = _read_fields(table, names)
    settings = ", ".join(f"{column} = ?" for column in columns)
    return Statement(f"update {name_of(table)} set {settings} where id = ?", converters)  # noqa: S608


@cache
def _defaults(table: type[Table]) -> dict[str, object]:
    # None of our defaults is worked out anew for each row.
    return dict(table._meta.get_default_dict())  # type: ignore[no-untyped-call] # noqa: SLF001 - peewee has no types


def _read_fields(table: type[Table], names: tuple[str, ...]) -> tuple[list[str], tuple[Callable[[object], Value], ...]]:
    fields = [table._meta.combined[name] for name in names]  # noqa: SLF001 - likewise
    return [str(field.column_name) for field in fields], tuple(field.db_value for field in fields)
