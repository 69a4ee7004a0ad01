"""Statements for single rows, put together once for each set of columns: that took longer than the disk."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from desktop_pipeline.storage.database import Value
from desktop_pipeline.storage.outline import name_of

if TYPE_CHECKING:
    from desktop_pipeline.storage.tables import Table

# How each column's field stores what it is given.
_Converters: TypeAlias = tuple[Callable[[object], Value], ...]


def make_insert(table: "type[Table]", values: Mapping[str, object]) -> tuple[str, tuple[Value, ...]]:
    """Adds a row; columns that are not named get their field's default."""
    sql, defaults, converters = _insert(table, tuple(values))
    return sql, (*defaults, *_convert(converters, values.values()))


def make_update(table: "type[Table]", row_id: int, values: Mapping[str, object]) -> tuple[str, tuple[Value, ...]]:
    """Changes the named columns of a row."""
    sql, converters = _update(table, tuple(values))
    return sql, (*_convert(converters, values.values()), row_id)


# Names of tables and columns are those of our own models, so nothing that was typed gets into a statement.


@cache
def _insert(table: "type[Table]", names: tuple[str, ...]) -> tuple[str, tuple[Value, ...], _Converters]:
    # None of our defaults is worked out anew for each row.
    left_out = {name: value for name, value in _read_defaults(table).items() if name not in names}
    columns, converters = _read_fields(table, (*left_out, *names))
    marks = ", ".join("?" * len(columns))
    sql = f"insert into {name_of(table)} ({', '.join(columns)}) values ({marks})"  # noqa: S608
    defaults = tuple(_convert(converters[: len(left_out)], left_out.values()))
    return sql, defaults, converters[len(left_out) :]


@cache
def _update(table: "type[Table]", names: tuple[str, ...]) -> tuple[str, _Converters]:
    columns, converters = _read_fields(table, names)
    settings = ", ".join(f"{column} = ?" for column in columns)
    return f"update {name_of(table)} set {settings} where id = ?", converters  # noqa: S608


def _read_defaults(table: "type[Table]") -> dict[str, object]:
    return dict(table._meta.get_default_dict())  # type: ignore[no-untyped-call] # noqa: SLF001 - peewee has no types


def _read_fields(table: "type[Table]", names: tuple[str, ...]) -> tuple[list[str], _Converters]:
    fields = [table._meta.combined[name] for name in names]  # noqa: SLF001 - likewise
    return [str(field.column_name) for field in fields], tuple(field.db_value for field in fields)


def _convert(converters: _Converters, values: Iterable[object]) -> list[Value]:
    # What is unknown stays so in every column.
    return [None if value is None else convert(value) for convert, value in zip(converters, values, strict=True)]
