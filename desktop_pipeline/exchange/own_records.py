"""What an import learns of our own export: rows as they are now, changed cells, and fields to change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from desktop_pipeline.exchange.options import RowPlace
from desktop_pipeline.exchange.tables import Cell
from desktop_pipeline.exchange.writing.out_tables import ColumnKind


@dataclass(frozen=True, slots=True)
class OwnNow:
    """A row of the workspace as an export would write it now: cells by our fields, and the kinds of own fields."""

    cells: Mapping[str, Cell]
    kinds: Mapping[str, ColumnKind]


class OwnDifference(NamedTuple):
    """A cell of our own export that a person has changed; `table` is which of ours, `old` what is here now.

    `is_conflict`: it has changed here as well since; such a cell is taken only where somebody said so.
    """

    place: RowPlace
    table: str
    row_id: int
    title: str
    field: str
    old: str
    new: str
    is_conflict: bool
    is_taken: bool


@dataclass(frozen=True, slots=True)
class OwnEdit:
    """A field of a known organisation, person or activity to change; `value` None empties it.

    A person's organisation and an activity's owner are keys, days are in ISO.
    """

    table: str
    row_id: int
    field: str
    value: str | int | None


def export_nothing(_table: str, _ids: Sequence[int]) -> Mapping[int, OwnNow]:
    """Of a workspace that has exported nothing."""
    return {}
