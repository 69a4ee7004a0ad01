"""Rows of deals that hold nothing but the name of a colleague: the deals below them are theirs."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from desktop_pipeline.domain.names import name_key
from desktop_pipeline.exchange.known import Known
from desktop_pipeline.exchange.own_export import find_shape
from desktop_pipeline.exchange.reading.bands import say_below
from desktop_pipeline.exchange.reading.further_columns import add_column
from desktop_pipeline.exchange.tables import PassedRow, Table, few_filled, is_blank, keep_rows, show
from desktop_pipeline.exchange.understanding.columns import Kind, Recognised

_HEADER = "Owner"
_NARROW = 2


def list_colleagues(understood: Sequence[Recognised], known: Known) -> set[str]:
    """The keys of the team's names: those of the workspace, and of the columns that tell owners."""
    names = set(known.owners)
    for found in understood:
        index = found.columns.get("name" if found.kind is Kind.OWNERS else "owner")
        if index is not None:
            names |= {name_key(show(cell)) for cell in found.different(index) if not is_blank(cell)}
    return names


def tell_colleagues(found: Recognised, names: Collection[str]) -> Table:
    """The table with such rows told to those below, where it begins with one; else the same. `names`: keys of the team.

    A lead may bear the name of a colleague, so that one row in the midst says nothing.
    """
    table = found.table
    is_theirs = found.kind is not Kind.DEALS or {"owner", "owner_id"} & set(found.columns)
    if not names or is_theirs or len(table.headers) <= _NARROW or find_shape(table.headers) is not None:
        return table
    lone = few_filled(table.rows, 1)
    if not lone or lone[0] != 0:
        return table
    texts = {
        index: next(show(cell).strip() for cell in table.rows[index].cells if not is_blank(cell)) for index in lone
    }
    bands = {index: text for index, text in texts.items() if name_key(text) in names}
    if 0 not in bands or len(bands) == len(table.rows):
        return table
    by_number = {table.rows[index].number: text for index, text in bands.items()}
    passed = sorted((*table.passed, *(PassedRow(number, "title", text) for number, text in by_number.items())))
    kept = keep_rows(table.rows, [index not in bands for index in range(len(table.rows))])
    told = replace(table, rows=kept, passed=tuple(passed))
    return add_column(told, _HEADER, say_below(told, by_number))
