"""The figures of each owner, source, product, industry and label (METRICS §3, §16)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from desktop_pipeline.metrics.history import NO_VALUE, UNKNOWN, Flags, History, Int32s, Int64s
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.population import Population
from desktop_pipeline.metrics.product_lines import share_out
from desktop_pipeline.metrics.rates import Rate, rate_of
from desktop_pipeline.metrics.selection import Selection, select
from desktop_pipeline.metrics.snapshot import Snapshot
from desktop_pipeline.metrics.sums import add_up_by_group, mean_of, total_or_unknown


class Breakdown(StrEnum):
    """What figures are broken down by."""

    OWNER = "owner"
    SOURCE = "source"
    PRODUCT = "product"
    INDUSTRY = "industry"
    LABEL = "label"
    SIZE_BAND = "size_band"  # of the organisation; no filter by it


@dataclass(frozen=True, slots=True)
class Row:
    """One owner, source, …; `key` is UNKNOWN and `name` None for the deals that have none."""

    key: int
    name: str | None
    active: int
    won: int
    lost: int
    win_rate: Rate
    won_value: int | None
    mean_size: int | None
    cycle_mean: float | None


@dataclass(frozen=True, eq=False)
class _Belonging:
    """One row a deal and what it belongs to."""

    deal: Int64s
    key: Int32s
    amount: Int64s


def break_down(
    history: History, snapshot: Snapshot, population: Population, selection: Selection
) -> dict[Breakdown, tuple[Row, ...]]:
    """A row for each name, also without deals, in order of name; under a filter only the one filtered for.

    Bands of size stand in their own order.
    """
    counted = population.active | population.won | population.lost
    deals, names = history.deals, history.names
    rows = np.flatnonzero(counted)
    amount = population.amount[rows]
    by_product = _by_product(history, population, counted, selection)
    found = {
        by: _rows_of(population, belonging, called, wanted)
        for by, belonging, called, wanted in (
            (
                Breakdown.OWNER,
                _Belonging(rows, snapshot.owner[rows].astype(np.int64), amount),
                names.owners,
                selection.owner,
            ),
            (Breakdown.SOURCE, _Belonging(rows, deals.source[rows], amount), names.sources, selection.source),
            (Breakdown.PRODUCT, by_product, names.products, selection.product),
            (Breakdown.INDUSTRY, _Belonging(rows, deals.industry[rows], amount), names.industries, selection.industry),
            (Breakdown.LABEL, _by_label(history, population, counted), names.labels, selection.label),
            (Breakdown.SIZE_BAND, _Belonging(rows, deals.size_band[rows], amount), names.size_bands, None),
        )
    }
    bands = sorted(found[Breakdown.SIZE_BAND], key=lambda row: (row.name is None, row.key))
    return found | {Breakdown.SIZE_BAND: tuple(bands)}


def flags_of_row(moment: Moment, by: Breakdown, key: int) -> Flags:
    """All deals of one owner, source, …; UNKNOWN asks for those that have none."""
    if by is Breakdown.SIZE_BAND:
        in_band: Flags = moment.history.deals.size_band == key
        return moment.snapshot.exists & in_band
    return select(moment.history, moment.snapshot, Selection(**{by.value: key}))


def _by_product(history: History, population: Population, counted: Flags, selection: Selection) -> _Belonging:
    if selection.product is not None:
        # The amounts are the product's parts already.
        rows = np.flatnonzero(counted)
        return _Belonging(rows, np.full(rows.size, selection.product, dtype=np.int64), population.amount[rows])
    shares = share_out(history.deals, counted, population.amount)
    return _with_those_without(population, counted, _Belonging(shares.deal, shares.product, shares.amount))


def _by_label(history: History, population: Population, counted: Flags) -> _Belonging:
    labelled = np.flatnonzero(counted[history.deals.label_deal])
    deal = history.deals.label_deal[labelled].astype(np.int64)
    belonging = _Belonging(deal, history.deals.label[labelled], population.amount[deal])
    return _with_those_without(population, counted, belonging)


def _with_those_without(population: Population, counted: Flags, belonging: _Belonging) -> _Belonging:
    without = counted.copy()
    without[belonging.deal] = False
    rows = np.flatnonzero(without)
    return _Belonging(
        np.concatenate((belonging.deal, rows)),
        np.concatenate((belonging.key, np.full(rows.size, UNKNOWN, dtype=np.int64))),
        np.concatenate((belonging.amount, population.amount[rows])),
    )


def _rows_of(
    population: Population, belonging: _Belonging, names: Mapping[int, str], wanted: int | None
) -> tuple[Row, ...]:
    keys = np.array(sorted(names), dtype=np.int64)
    count = keys.size + 1
    # The last group takes what has no name.
    group = np.searchsorted(keys, belonging.key).astype(np.int64)
    group[np.append(keys, UNKNOWN)[group] != belonging.key] = keys.size
    deal = belonging.deal
    won, lost = population.won[deal], population.lost[deal]
    valued = won & (belonging.amount != NO_VALUE)
    timed = won & (population.days[deal] >= 0)
    columns = zip(
        [*keys.tolist(), UNKNOWN],
        _count(group[population.active[deal]], count),
        _count(group[won], count),
        _count(group[lost], count),
        _count(group[valued], count),
        add_up_by_group(group[valued], belonging.amount[valued], count),
        _count(group[timed], count),
        add_up_by_group(group[timed], population.days[deal[timed]], count),
        strict=True,
    )
    rows = [
        Row(
            key=key,
            name=names.get(key),
            active=active,
            won=n_won,
            lost=n_lost,
            win_rate=rate_of(n_won, n_won + n_lost),
            won_value=total_or_unknown(value, n_valued, n_won),
            mean_size=mean_of(value, n_valued),
            cycle_mean=days / n_timed if n_timed else None,
        )
        for key, active, n_won, n_lost, n_valued, value, n_timed, days in columns
        if wanted in (None, key)
    ]
    shown = [row for row in rows if row.name is not None or row.active or row.won or row.lost]
    return tuple(sorted(shown, key=lambda row: (row.name is None, (row.name or "").casefold(), row.key)))


def _count(groups: Int64s, count: int) -> list[int]:
    return [int(number) for number in np.bincount(groups, minlength=count)]
