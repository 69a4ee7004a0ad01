"""What those who bought in the last 12 months have in common: the profile of the ideal customer (METRICS §14)."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from desktop_pipeline.domain.deals import ReasonGroup
from desktop_pipeline.domain.names import name_key
from desktop_pipeline.domain.periods import start_of_day, trailing_year
from desktop_pipeline.storage.instants import to_microseconds
from desktop_pipeline.storage.workspace import View

# Below so many closed deals a value says nothing (METRICS §0).
_FEWEST = 5
# Where a band of sizes ends, as in the figures.
_BANDS = (10, 50, 250, 1000)


@dataclass(frozen=True, slots=True)
class IdealProfile:
    """Industries, countries and bands of size, by what they are and their key, that buy more often than others do."""

    traits: frozenset[tuple[str, str]]

    def likeness(self, industry: str | None, country: str | None, size: int | None) -> float:
        """How many of the traits that tell buyers apart an organisation has, from 0 to 1."""
        told = {kind for kind, _key in self.traits}
        return len(self.traits & {*_list_traits(industry, country, size)}) / len(told) if told else 0.0


def read_profile(view: View, *, today: date) -> IdealProfile:
    """From the deals that were closed in the 12 months that end today.

    Kept until another deal is closed or reopened, or an organisation is told apart otherwise: every card that is read
    asks for it.
    """
    period = trailing_year(today)
    start, end = (to_microseconds(start_of_day(day, view.zone)) for day in (period.start, period.end))

    def find_state() -> tuple[object, ...]:
        return start, *(view.row(_STATE, (start, end, start, end)) or ())

    state = view.keep("state of the profile", start, find_state)
    return view.keep_while("ideal profile", state, lambda: _read_profile(view, start, end))


def _read_profile(view: View, start: int, end: int) -> IdealProfile:
    from desktop_pipeline.metrics.rates import wilson  # noqa: PLC0415 - only where a rule asks for it

    won: Counter[tuple[str, str]] = Counter()
    closed: Counter[tuple[str, str]] = Counter()
    all_won = all_closed = 0
    for industry, country, size, wins, deals in view.rows(_CLOSED, (start, end, ReasonGroup.NOT_REAL.value)):
        all_won, all_closed = all_won + wins, all_closed + deals
        for trait in _list_traits(industry, country, size):
            won[trait] += wins
            closed[trait] += deals
    if not all_won:
        return IdealProfile(frozenset())
    overall = all_won / all_closed
    sure = (trait for trait, deals in closed.items() if deals >= _FEWEST and wilson(won[trait], deals)[0] > overall)
    return IdealProfile(frozenset(sure))


def _list_traits(industry: str | None, country: str | None, size: int | None) -> Iterator[tuple[str, str]]:
    if industry:
        yield "industry", name_key(industry)
    if country:
        yield "country", name_key(country)
    if size is not None:
        yield "size", str(bisect_right(_BANDS, size))


# Answered from one index, and from the small table.
_STATE = """
    select (select count(*) from deal where status = 'won' and closed_at >= ? and closed_at < ?),
           (select count(*) from deal where status = 'lost' and closed_at >= ? and closed_at < ?),
           count(*), sum(length(industry)), sum(length(country)), sum(size) from organisation
"""
_CLOSED = """
    select o.industry, o.country, o.size, sum(d.status = 'won'), count(*)
    from deal d left join organisation o on o.id = d.organisation_id left join reason r on r.id = d.reason_id
    where d.status in ('won', 'lost') and d.deleted_at is null and d.closed_at >= ? and d.closed_at < ?
          and coalesce(r.reason_group, '') <> ?
    group by o.industry, o.country, o.size
"""
