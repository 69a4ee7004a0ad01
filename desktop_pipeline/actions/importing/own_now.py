"""Rows of the workspace as an export would write them now: what our own export is compared with."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from desktop_pipeline.actions.exporting.deals_out import read_deals, read_own_values
from desktop_pipeline.actions.exporting.own_values import read_own_columns
from desktop_pipeline.actions.exporting.related_out import Which, read_first_instant, read_rows
from desktop_pipeline.actions.exporting.rows import deal_cells, related_cells
from desktop_pipeline.exchange.own_export import DEALS, SHAPES
from desktop_pipeline.exchange.own_records import OwnNow
from desktop_pipeline.exchange.states import make_mark
from desktop_pipeline.storage.workspace import View

if TYPE_CHECKING:
    from desktop_pipeline.exchange.tables import Cell

_WHAT = {"Organisations": "organisation", "People": "person", "Activities": "activity"}


def read_mark(view: View) -> str:
    """What stands for this workspace in its own exports."""
    return make_mark(read_first_instant(view))


def read_now(view: View, table: str, ids: Sequence[int]) -> Mapping[int, OwnNow]:
    """Rows of one of our tables by their ids, without those that are gone."""
    shape = next(shape for shape in SHAPES if shape.name == table)
    own = read_own_columns(view, shape)
    kinds = {column.key: column.kind for column in own.columns}

    def make(cells: Sequence[object], kept: Mapping[int, str]) -> OwnNow:
        told = dict(zip(shape.keys, cells, strict=True))
        told |= dict(zip((column.key for column in own.columns), own.values(kept), strict=True))
        return OwnNow(cast("dict[str, Cell]", told), kinds)

    unique = sorted(set(ids))
    if shape is DEALS:
        return {deal.deal_id: make(deal_cells(deal), deal.custom) for deal in read_deals(view, unique)}
    if table not in _WHAT:
        return {}
    what = _WHAT[table]
    kept = read_own_values(view, what, (json.dumps(unique),)) if own.fields else {}
    to_cells: Callable[..., Sequence[object]] = related_cells(view, what)
    return {row[0]: make(to_cells(row), kept.get(row[0], {})) for row in read_rows(view, what, Which(ids=unique))}
