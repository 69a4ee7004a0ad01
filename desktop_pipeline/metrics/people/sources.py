"""What each source brings: leads, qualified leads, wins, and how soon its leads are answered (METRICS §16)."""

from dataclasses import dataclass

import numpy as np

from desktop_pipeline.domain.periods import Period
from desktop_pipeline.metrics.history import NO_VALUE, UNKNOWN, Flags, Int64s
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.people.leads import flags_became_mql, flags_created, flags_qualified
from desktop_pipeline.metrics.people.response import Response, measure_response
from desktop_pipeline.metrics.population import Population
from desktop_pipeline.metrics.rates import Rate, rate_of
from desktop_pipeline.metrics.sums import add_up_by_group, total_or_unknown


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source; `source` is UNKNOWN and `name` None for deals that have none.

    Each figure belongs to the period by its own date: the creation, the day of becoming MQL or SQL, the close.
    """

    source: int
    name: str | None
    leads: int
    mql: int
    sql: int
    won: int
    lost: int
    won_value: int | None
    response: Response

    @property
    def win_rate(self) -> Rate:
        """METRICS §3 over the deals of this source."""
        return rate_of(self.won, self.won + self.lost)


def measure_sources(
    moment: Moment, population: Population, period: Period, *, only: int | None = None, now: int | None = None
) -> tuple[SourceLine, ...]:
    """A line for each source, also without deals, in order of name, or `only` the one that is filtered for."""
    chosen, source = population.whose, moment.history.deals.source
    leads = flags_created(moment, chosen, period)
    keys = np.append(UNKNOWN, np.array(sorted(moment.history.names.sources), dtype=np.int64))
    place = np.searchsorted(keys, source)
    valued = population.won & (population.amount != NO_VALUE)
    columns = zip(
        keys.tolist(),
        _count(place[leads], keys.size),
        _count(place[flags_became_mql(moment, chosen, period)], keys.size),
        _count(place[flags_qualified(moment, chosen, period)], keys.size),
        _count(place[population.won], keys.size),
        _count(place[population.lost], keys.size),
        _count(place[valued], keys.size),
        add_up_by_group(place[valued], population.amount[valued], keys.size),
        _respond(moment, leads, place, keys.size, moment.as_of.at if now is None else min(now, moment.as_of.at)),
        strict=True,
    )
    names = moment.history.names.sources
    lines = [
        SourceLine(key, names.get(key), created, mql, sql, won, lost, total_or_unknown(value, n_valued, won), response)
        for key, created, mql, sql, won, lost, n_valued, value, response in columns
    ]
    shown = [line for line in lines if only in (None, line.source) and (line.name is not None or _has_deals(line))]
    return tuple(sorted(shown, key=lambda line: (line.name is None, (line.name or "").casefold(), line.source)))


def _respond(moment: Moment, leads: Flags, place: Int64s, count: int, now: int) -> list[Response]:
    rows = np.flatnonzero(leads)
    rows = rows[np.argsort(place[rows], kind="stable")]
    ends = np.cumsum(np.bincount(place[rows], minlength=count)).tolist()
    parts = [rows[start:end] for start, end in zip([0, *ends[:-1]], ends, strict=True)]
    return [measure_response(moment.contacts.of(part), now) for part in parts]


def _has_deals(line: SourceLine) -> bool:
    return any((line.leads, line.mql, line.sql, line.won, line.lost))


def _count(groups: Int64s, count: int) -> list[int]:
    return [int(number) for number in np.bincount(groups, minlength=count)]
