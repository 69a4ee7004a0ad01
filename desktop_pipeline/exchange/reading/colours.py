"""Rows that are painted, told to them as a column where no other says how deals stand."""

from collections.abc import Mapping
from itertools import pairwise

from desktop_pipeline.exchange.reading.further_columns import add_column
from desktop_pipeline.exchange.tables import Table, numbers_of
from desktop_pipeline.exchange.understanding.columns import normalise_header, vocabulary
from desktop_pipeline.exchange.understanding.kinds import Kind

ROW_COLOUR = "Row colour"
_TWO = 2
_MOST = 5
_ENOUGH_FOR_STRIPES = 6
_MOSTLY = 0.8


def tell_colours(table: Table, colours: Mapping[int, str]) -> Table:
    """The table with a further column for the colours of its rows, by number; stripes and one colour tell nothing."""
    said = [colours.get(number) for number in numbers_of(table.rows)] if colours else []
    painted = [colour for colour in said if colour is not None]
    kinds = set(said)
    if len(painted) < _TWO or not _TWO <= len(kinds) <= _MOST + 1 or _has_standing(table) or _is_striped(said):
        return table
    return add_column(table, ROW_COLOUR, said)


def _has_standing(table: Table) -> bool:
    words = vocabulary()
    fields, further = words.fields[Kind.DEALS], words.further[Kind.DEALS]
    known = {
        *(
            key
            for name in ("stage", "status", "is_won", "is_lost", "won_at", "lost_at")
            for key in fields.get(name, ())
        ),
        *further.get("status", ()),
        *words.outcomes,
        *words.leanings,
    }
    return not known.isdisjoint(map(normalise_header, table.headers))


def _is_striped(said: list[str | None]) -> bool:
    """Whether two colours, or one and none, take turns: that is for the eye."""
    changes = sum(one != other for one, other in pairwise(said))
    return len(set(said)) == _TWO and len(said) >= _ENOUGH_FOR_STRIPES and changes >= _MOSTLY * (len(said) - 1)
