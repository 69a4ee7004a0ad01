"""Sums over single deals, to hold what the program tells of many against."""

from dataclasses import dataclass

import numpy as np

from desktop_pipeline.metrics.ahead.outlook import Outlook
from desktop_pipeline.metrics.changing.movement import Bar, Moves
from desktop_pipeline.metrics.history import NO_VALUE


@dataclass(frozen=True, slots=True)
class MovedDeal:
    """What one deal adds to a bar, in minor units of the base currency; None where no value of it is known."""

    deal_id: int
    value: int | None


def list_moved(moves: Moves, bar: Bar) -> tuple[MovedDeal, ...]:
    """The deals of a bar with what each adds to it, the largest first."""
    rows = np.flatnonzero(moves.is_in(bar))
    added: dict[int, int | None] = {}
    for deal, amount in zip(moves.deal[rows].tolist(), moves.amount[rows].tolist(), strict=True):
        known = added.get(deal)
        added[deal] = known if amount == NO_VALUE else (known or 0) + amount
    moved = [MovedDeal(int(moves.ids[deal]), value) for deal, value in added.items()]
    return tuple(sorted(moved, key=lambda each: (each.value is None, -(each.value or 0), each.deal_id)))


def expect_open(outlook: Outlook, place: int) -> int:
    """The mean of what open deals bring in a month."""
    known = outlook.landing.amount != NO_VALUE
    return round(float(outlook.landing.amount[known] @ outlook.landing.by_month[known, place]))
