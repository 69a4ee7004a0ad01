"""A deal's value shared out among its products, to the last minor unit (METRICS §3)."""

from dataclasses import dataclass

import numpy as np

from desktop_pipeline.metrics.history import NO_VALUE, Deals, Flags, Int32s, Int64s

_SAFE = 2.0**62


@dataclass(frozen=True, eq=False)
class ProductShares:
    """One row a deal and product; `amount` is the product's part of the deal's value, NO_VALUE if unknown."""

    deal: Int64s
    product: Int32s
    amount: Int64s


def share_out(deals: Deals, chosen: Flags, amounts: Int64s) -> ProductShares:
    """Split by line amounts; evenly among the lines where an amount is unknown or they add up to nothing."""
    lines = np.flatnonzero(chosen[deals.line_deal])
    return _share(deals, lines, deals.line_deal[lines].astype(np.int64), amounts)


def take_part(deals: Deals, rows: Int64s, amounts: Int64s, product: int) -> Int64s:
    """The product's part of each amount; `rows` are the deals they belong to, and a deal may come several times."""
    order = np.argsort(deals.line_deal, kind="stable")
    line_deal = deals.line_deal[order]
    first, past = (np.searchsorted(line_deal, rows, side=side) for side in ("left", "right"))
    count = past - first
    amount_of_line = np.repeat(np.arange(rows.size), count)
    lines = order[np.arange(amount_of_line.size) - np.repeat(np.cumsum(count) - count - first, count)]
    shares = _share(deals, lines, amount_of_line, amounts)
    own = shares.product == product
    part = np.full(rows.size, NO_VALUE, dtype=np.int64)
    part[shares.deal[own]] = shares.amount[own]
    return part


def _share(deals: Deals, lines: Int64s, deal: Int64s, amounts: Int64s) -> ProductShares:
    if np.any(deal[1:] < deal[:-1]):
        order = np.argsort(deal, kind="stable")
        lines, deal = lines[order], deal[order]
    product = deals.line_product[lines]
    share = amounts[deal]
    of_several = np.zeros(lines.size, dtype=np.bool_)
    repeated = deal[1:] == deal[:-1]
    of_several[1:] = repeated
    of_several[:-1] |= repeated
    several = np.flatnonzero(of_several)
    if not several.size:
        return ProductShares(deal, product, share)
    share[several] = _split(deal[several], share[several], deals.line_amount[lines[several]])
    return _merge(deal, product, share)


def _split(deal: Int64s, value: Int64s, line_amount: Int64s) -> Int64s:
    """Cumulative rounding down: the parts of a deal add up to its value."""
    first = np.flatnonzero(np.diff(deal, prepend=-1))
    group = np.cumsum(np.diff(deal, prepend=-1) != 0) - 1
    usable = np.minimum.reduceat(line_amount, first) >= 0
    weight = np.where(usable[group], line_amount, 1)
    usable &= np.add.reduceat(weight.astype(np.float64), first) > 0
    weight = np.where(usable[group], weight, 1)
    known = value != NO_VALUE
    largest = float(np.abs(np.where(known, value, 0)).max()) * float(weight.sum(dtype=np.float64))
    exact = np.int64 if largest < _SAFE else object
    weight = weight.astype(exact)
    running = np.cumsum(weight)
    before = (running - weight)[first][group]
    total = np.add.reduceat(weight, first)[group]
    worth = np.where(known, value, 0).astype(exact)
    part = worth * (running - before) // total - worth * (running - weight - before) // total
    return np.where(known, part.astype(np.int64), NO_VALUE)


def _merge(deal: Int64s, product: Int32s, share: Int64s) -> ProductShares:
    """One row where a deal has several lines of one product."""
    order = np.lexsort((product, deal))
    deal, product, share = deal[order], product[order], share[order]
    new = np.ones(deal.size, dtype=np.bool_)
    new[1:] = (deal[1:] != deal[:-1]) | (product[1:] != product[:-1])
    first = np.flatnonzero(new)
    known = share[first] != NO_VALUE
    summed = np.add.reduceat(np.where(share == NO_VALUE, 0, share), first)
    return ProductShares(deal[first], product[first], np.where(known, summed, NO_VALUE))
