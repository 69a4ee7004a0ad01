"""Filters: which deals a figure stands on (METRICS §0)."""

from dataclasses import dataclass

import numpy as np

from desktop_pipeline.metrics.history import Flags, History, Int64s
from desktop_pipeline.metrics.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Selection:
    """Ids to keep to, or None for all; UNKNOWN asks for the deals that have none."""

    pipeline: int | None = None
    owner: int | None = None
    source: int | None = None
    product: int | None = None
    label: int | None = None
    industry: int | None = None


EVERYTHING = Selection()


def select(history: History, snapshot: Snapshot, selection: Selection) -> Flags:
    """Deals that exist and pass the filters; the owner of a closed deal is the one at its close."""
    deals = history.deals
    chosen = snapshot.exists.copy()
    for wanted, column in (
        (selection.pipeline, snapshot.pipeline),
        (selection.owner, snapshot.owner),
        (selection.source, deals.source),
        (selection.industry, deals.industry),
    ):
        if wanted is not None:
            chosen &= column == wanted
    for wanted, rows, values in (
        (selection.product, deals.line_deal, deals.line_product),
        (selection.label, deals.label_deal, deals.label),
    ):
        if wanted is not None:
            chosen &= _having(rows.astype(np.int64), values == wanted, deals.ids.size, none=wanted < 0)
    return chosen


def _having(rows: Int64s, matches: Flags, deals: int, *, none: bool) -> Flags:
    having = np.zeros(deals, dtype=np.bool_)
    if none:
        having[rows] = True
        return ~having
    having[rows[matches]] = True
    return having
