"""What those who bought in the last 12 months have in common: the profile of the ideal customer (METRICS §14)."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from desktop_pipeline.domain.deals import ReasonGroup
from desktop_pipeline.domain.names import name_key
from desktop_pipeline.domain.periods import start_of_day, trailing_year
from desktop_pipeline.storage.closed_values import HAS_CLOSING_DAY
from desktop_pipeline.storage.database import Row
from desktop_pipeline.storage.instants import to_microseconds
from desktop_pipeline.storage.workspace import View

# Below so many closed deals a value says nothing (METRICS §0).
_FEWEST = 5
# Of fewer deals than these the profile is made while a card is painted.
_MANY = 5000
# Where a band of sizes ends, as in the figures.
_BANDS = (10, 50, 250, 1000)


class IdealProfile(NamedTuple):
    """Industries, countries and bands of size, by what they are and their key, that buy more often than others do."""

    traits: frozenset[tuple[str, str]]

    def likeness(self, industry: str | None, country: str | None, size: int | None) -> float:
        """How many of the traits that tell buyers apart an organisation has, from 0 to 1."""
        told = {kind for kind, _key in self.traits}
        return len(self.traits & {*_list_traits(industry, country, size)}) / len(told) if told else 0.0


class KnownProfile(NamedTuple):
    """The profile of the deals that were closed from one instant to another, and what it was made of.

    The state is another one where a deal was closed or reopened, or an organisation is told apart otherwise.
    """

    profile: IdealProfile
    start: int
    end: int
    state: Row


def read_profile(view: View, *, today: date) -> IdealProfile:
    """From the deals that were closed in the 12 months that end today.

    Kept until anybody commits: every card that is read asks for it.
    """
    return _read_known(view, today).profile


def _read_known(view: View, today: date) -> KnownProfile:
    period = trailing_year(today)
    start, end = (to_microseconds(start_of_day(day, view.zone)) for day in (period.start, period.end))

    def work_out() -> KnownProfile:
        return KnownProfile(_read_profile(view, start, end), start, end, _read_state(view, start, end))

    return view.keep(_KEPT, start, work_out)


def takes_long(view: View) -> bool:
    """Whether the next who asks for it waits for longer than for a page of cards: all deals are gone through."""
    return view.recall(_KEPT, view.version) is None and (view.value("select max(id) from deal") or 0) > _MANY


def carry_profile(view: View, since: int) -> None:
    """What is known of it at a version of the file holds on: no deal was closed or reopened, no organisation changed.

    To ask for its state after each drop would cost more the more there is in the file.
    """
    view.carry(_KEPT, since)


def recheck_profile(view: View, since: int) -> None:
    """It holds on where the same deals are closed as before, and organisations are told apart as before.

    Of deals that are closed nothing else may have changed.
    """
    known = view.recall(_KEPT, since)
    if isinstance(known, KnownProfile) and known.state == _read_state(view, known.start, known.end):
        view.carry(_KEPT, since)
    else:
        view.forget(_KEPT)


def forget_profile(view: View) -> None:
    """It may be another one now."""
    view.forget(_KEPT)


def hand_profile(view: View) -> KnownProfile | None:
    """What is known of it without looking."""
    known = view.recall(_KEPT, view.version)
    return known if isinstance(known, KnownProfile) else None


def take_profile(view: View, known: KnownProfile | None) -> None:
    """Lets a view know it as somebody else has read it from the same rows, until anybody commits."""
    if known is not None:
        view.keep(_KEPT, known.start, lambda: known)


def _read_state(view: View, start: int, end: int) -> Row:
    return view.row(_STATE, (start, end, start, end)) or ()


def _read_profile(view: View, start: int, end: int) -> IdealProfile:
    from desktop_pipeline.metrics.wilson import wilson  # noqa: PLC0415 - only where a rule asks for it

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


_KEPT = "ideal profile"
# From one index, and from the small table whole: two names may be equally long.
_STATE = """
    select (select json_array(count(*), sum(id), sum(closed_at / 1000000)) from deal
             where status = 'won' and closed_at >= ? and closed_at < ?),
           (select json_array(count(*), sum(id), sum(closed_at / 1000000)) from deal
             where status = 'lost' and closed_at >= ? and closed_at < ?),
           (select group_concat(json_array(id, industry, country, size)) from organisation)
"""
# In the order of the file: to look up each closed deal by an index takes half as long again.
_CLOSED = f"""
    select o.industry, o.country, o.size, sum(d.status = 'won'), count(*)
    from deal d not indexed left join organisation o on o.id = d.organisation_id
    left join reason r on r.id = d.reason_id
    where d.status in ('won', 'lost') and d.deleted_at is null and d.closed_at >= ? and d.closed_at < ?
          and coalesce(r.reason_group, '') <> ? and {HAS_CLOSING_DAY}
    group by o.industry, o.country, o.size
"""  # noqa: S608 - our own text
