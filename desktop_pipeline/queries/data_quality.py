"""What is amiss with the data itself: twins, gaps, days out of order, values out of range."""

# ruff: noqa: S608 - the text is our own

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from desktop_pipeline.domain.periods import start_of_day
from desktop_pipeline.queries.contact_standing import Subject
from desktop_pipeline.queries.duplicates import MOST_PAIRS, SuspectedPair, read_duplicates
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.kept_apart import read_kept_apart
from desktop_pipeline.storage.database import Value
from desktop_pipeline.storage.instants import to_microseconds
from desktop_pipeline.storage.workspace import View


class Issue(StrEnum):
    """One kind of trouble, in the order in which they are told."""

    SAME_DEALS = "same_deals"
    SAME_PEOPLE = "same_people"
    SAME_ORGANISATIONS = "same_organisations"
    NO_VALUE = "no_value"
    NO_CLOSE = "no_close"
    NO_SOURCE = "no_source"
    NO_ORGANISATION = "no_organisation"
    NO_OWNER = "no_owner"
    NO_REASON = "no_reason"
    NO_CREATION = "no_creation"
    NO_CLOSING = "no_closing"
    CLOSED_BEFORE_CREATED = "closed_before_created"
    CLOSE_BEFORE_CREATED = "close_before_created"
    CREATED_AHEAD = "created_ahead"
    CLOSED_AHEAD = "closed_ahead"
    CLOSE_PAST = "close_past"
    CLOSE_FAR = "close_far"
    VALUE_LARGE = "value_large"
    VALUE_NOTHING = "value_nothing"
    NO_RATE = "no_rate"


PAIRS = (Issue.SAME_DEALS, Issue.SAME_PEOPLE, Issue.SAME_ORGANISATIONS)
# An expected close so many days ahead is a slip of the key rather than a plan.
FAR_AHEAD = 3 * 366


@dataclass(frozen=True, slots=True)
class Twins:
    """The suspected pairs: they cost most to find, and stand until a name, an address or a title changes."""

    deals: tuple[SuspectedPair, ...] = ()
    people: tuple[SuspectedPair, ...] = ()
    organisations: tuple[SuspectedPair, ...] = ()

    def of(self, issue: Issue) -> tuple[SuspectedPair, ...]:
        """The pairs of one kind."""
        return {
            Issue.SAME_DEALS: self.deals,
            Issue.SAME_PEOPLE: self.people,
            Issue.SAME_ORGANISATIONS: self.organisations,
        }[issue]


@dataclass(frozen=True, slots=True)
class DataQuality:
    """The deals of each kind of trouble by their ids, and the suspected pairs."""

    twins: Twins = field(default_factory=Twins)
    deals: Mapping[Issue, tuple[int, ...]] = field(default_factory=dict)

    def count(self, issue: Issue) -> int:
        """How many rows stand under it."""
        return len(self.twins.of(issue)) if issue in PAIRS else len(self.deals.get(issue, ()))

    @property
    def issues(self) -> tuple[Issue, ...]:
        """Those that there are."""
        return tuple(issue for issue in Issue if self.count(issue))

    @property
    def total(self) -> int:
        return sum(self.count(issue) for issue in Issue)


def read_quality(view: View, figures: Figures, *, today: date, twins: Twins | None = None) -> DataQuality:
    """Safe on a worker thread; the pairs are looked for anew unless they are given."""
    found: dict[Issue, tuple[int, ...]] = {}
    for issue, (condition, values) in _conditions(view, today).items():
        rows = view.rows(f"select d.id from deal d where d.deleted_at is null and {condition} order by d.id", values)
        found[issue] = tuple(int(row[0]) for row in rows)
    found |= _measure(figures, today)
    return DataQuality(twins or read_twins(view), found)


def read_twins(view: View) -> Twins:
    """Everything that may be there twice."""
    return Twins(
        tuple(read_alike_deals(view)),
        tuple(read_duplicates(view, Subject.PEOPLE)),
        tuple(read_duplicates(view, Subject.ORGANISATIONS)),
    )


def read_alike_deals(view: View) -> list[SuspectedPair]:
    """Open deals of one organisation or one person with titles that are alike, the most alike first.

    Deals that are told to follow from one another, and those that were told apart, are none.
    """
    # rapidfuzz is loaded when somebody looks for duplicates.
    from desktop_pipeline.exchange.duplicates import find_alike_titles  # noqa: PLC0415

    titles: dict[int, str] = {}
    details: dict[int, str] = {}
    groups: dict[tuple[str, int], list[tuple[int, str]]] = {}
    for deal_id, title, organisation_id, organisation, stage, owner in view.rows(_OPEN_DEALS):
        titles[deal_id] = title
        details[deal_id] = " · ".join(part for part in (organisation, stage, owner) if part)
        if organisation_id is not None:
            groups.setdefault(("organisation", organisation_id), []).append((deal_id, title))
    for deal_id, person_id in view.rows("select deal_id, person_id from deal_person order by id"):
        if deal_id in titles:
            groups.setdefault(("person", person_id), []).append((deal_id, titles[deal_id]))
    apart = read_kept_apart(view, "deal")
    for deal_id, earlier in view.rows("select deal_id, earlier_id from deal_relation"):
        apart.add((min(deal_id, earlier), max(deal_id, earlier)))
    alike = find_alike_titles(group for group in groups.values() if len(group) > 1)
    found = [(pair, score) for pair, score in alike.items() if pair not in apart]
    found.sort(key=lambda each: (-each[1], each[0]))
    return [
        SuspectedPair(first, second, titles[first], titles[second], details[first], details[second], ("title",), score)
        for (first, second), score in found[:MOST_PAIRS]
    ]


_OPEN_DEALS = """
    select d.id, d.title, d.organisation_id, o.name, s.name, w.name from deal d
    left join organisation o on o.id = d.organisation_id left join stage s on s.id = d.stage_id
    left join owner w on w.id = d.owner_id
    where d.status = 'open' and d.deleted_at is null order by d.id
"""


def _conditions(view: View, today: date) -> dict[Issue, tuple[str, tuple[Value, ...]]]:
    """What holds for the deals of each kind; a loss that is no real deal lacks nothing."""
    tomorrow = to_microseconds(start_of_day(today + timedelta(days=1), view.zone))
    opened, somebody = "d.status = 'open'", "select 1 from deal_person dp where dp.deal_id = d.id"
    real = "not exists (select 1 from reason r where r.id = d.reason_id and r.reason_group = 'not_real')"
    return {
        Issue.NO_CLOSE: (f"{opened} and d.expected_close_on is null", ()),
        Issue.NO_SOURCE: (f"d.source_id is null and {real}", ()),
        Issue.NO_ORGANISATION: (
            f"{opened} and d.organisation_id is null and not exists ({somebody})",
            (),
        ),
        Issue.NO_OWNER: (f"{opened} and d.owner_id is null", ()),
        Issue.NO_REASON: ("d.status = 'lost' and d.reason_id is null", ()),
        Issue.NO_CREATION: ("d.created_at is null", ()),
        Issue.CREATED_AHEAD: ("d.created_at >= ?", (tomorrow,)),
        Issue.CLOSED_AHEAD: ("d.closed_at >= ?", (tomorrow,)),
        Issue.CLOSE_FAR: (
            f"{opened} and d.expected_close_on > ?",
            ((today + timedelta(days=FAR_AHEAD)).isoformat(),),
        ),
        Issue.VALUE_NOTHING: ("d.value = 0 and d.status <> 'lost'", ()),
    }


def _measure(figures: Figures, today: date) -> dict[Issue, tuple[int, ...]]:
    """What the history tells: days out of order, values out of range, currencies without a rate."""
    import numpy as np  # noqa: PLC0415 - after first paint

    from desktop_pipeline.metrics.changing.hygiene import Flag  # noqa: PLC0415
    from desktop_pipeline.metrics.history import NO_DAY, NO_VALUE  # noqa: PLC0415
    from desktop_pipeline.metrics.snapshot import Status  # noqa: PLC0415

    moment = figures.moment(today)
    snapshot, flagged = moment.snapshot, moment.flagged.by_flag
    is_open = snapshot.exists & (snapshot.status == Status.OPEN)
    dated = snapshot.exists & (snapshot.created_day != NO_DAY)
    before = dated & is_open & (snapshot.expected != NO_DAY) & (snapshot.expected < snapshot.created_day)
    closed_before = dated & ~is_open & (snapshot.closed_day != NO_DAY) & (snapshot.closed_day < snapshot.created_day)
    undated = snapshot.exists & ~is_open & ~snapshot.not_real & (snapshot.closed_day == NO_DAY)
    unlost = snapshot.exists & (snapshot.status != Status.LOST)
    found = {
        Issue.NO_VALUE: unlost & (snapshot.value == NO_VALUE),
        Issue.NO_CLOSING: undated,
        Issue.CLOSED_BEFORE_CREATED: closed_before,
        Issue.CLOSE_BEFORE_CREATED: before,
        Issue.CLOSE_PAST: flagged[Flag.CLOSE_PAST] & ~before,
        Issue.VALUE_LARGE: flagged[Flag.VALUE_LARGE],
        Issue.NO_RATE: moment.amounts.no_rate & unlost,
    }
    ids = moment.history.deals.ids
    return {issue: tuple(ids[np.flatnonzero(deals)].tolist()) for issue, deals in found.items()}
