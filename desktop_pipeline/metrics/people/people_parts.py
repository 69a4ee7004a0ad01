"""The deals behind the figures of leads, owners, customers and reasons, as a Part's key names them."""

from datetime import date

from desktop_pipeline.domain.deals import ReasonGroup
from desktop_pipeline.domain.periods import Period, add_months
from desktop_pipeline.metrics.closing.lost_reasons import flags_competitor, flags_group, flags_reason
from desktop_pipeline.metrics.closing.velocity import flags_recent_wins
from desktop_pipeline.metrics.history import Flags
from desktop_pipeline.metrics.people.customers import find_customers_left_out, flags_brought_by, flags_customer
from desktop_pipeline.metrics.people.ideal_customer import Attribute, flags_like
from desktop_pipeline.metrics.people.leads import Answer, flags_answered, flags_became_mql, flags_qualified
from desktop_pipeline.metrics.people.loss_profiles import flags_owner_lost_at
from desktop_pipeline.metrics.people.owners import (
    find_owners_left_out,
    flags_created_by,
    flags_done_by,
    flags_overdue_of,
    gather_team,
)
from desktop_pipeline.metrics.population import LeftOutDeals
from desktop_pipeline.metrics.stages.passages import Fate
from desktop_pipeline.metrics.telling.asked import Asked

Key = tuple[int | str, ...]


def lost_for_group(asked: Asked, key: Key) -> Flags:
    """(ReasonGroup), or none for the deals without a reason."""
    closed = asked.population.lost | asked.population.not_real
    return flags_group(asked.moment, closed, ReasonGroup(str(key[0])) if key else None)


def won_for(asked: Asked, key: Key) -> Flags:
    """(reason id)."""
    return flags_reason(asked.moment, asked.population.won, int(key[0]))


def lost_to(asked: Asked, key: Key) -> Flags:
    """(competitor id)."""
    return flags_competitor(asked.moment, asked.population.lost, int(key[0]))


def won_against(asked: Asked, key: Key) -> Flags:
    """(competitor id)."""
    return flags_competitor(asked.moment, asked.population.won, int(key[0]))


def qualified(asked: Asked, key: Key) -> Flags:
    """(first day of a month): the whole month, as its growth compares it, up to the end of the period."""
    first = date.fromisoformat(str(key[0]))
    return flags_qualified(asked.moment, asked.chosen, Period(first, min(add_months(first, 1), asked.period.end)))


def qualified_in(asked: Asked, key: Key) -> Flags:
    """(first day of a month): what of it lies in the period."""
    return qualified(asked, key) & flags_qualified(asked.moment, asked.chosen, asked.period)


def became_mql(asked: Asked, key: Key) -> Flags:
    """(passages.Fate), or none for all."""
    fate = Fate(int(key[0])) if key else None
    return flags_became_mql(asked.moment, asked.chosen, asked.period, fate=fate)


def became_sql(asked: Asked, _key: Key) -> Flags:
    """In the period."""
    return flags_qualified(asked.moment, asked.chosen, asked.period)


def answered(asked: Asked, key: Key) -> Flags:
    """(leads.Answer)."""
    return flags_answered(asked.moment, asked.chosen, asked.period, Answer(str(key[0])), now=asked.now)


def won_recently(asked: Asked, _key: Key) -> Flags:
    """What velocity is checked by."""
    return flags_recent_wins(asked.moment, asked.population)


def owner_created(asked: Asked, key: Key) -> Flags:
    """(owner id)."""
    return flags_created_by(asked.moment, asked.period, int(key[0]), asked.selection)


def owner_done(asked: Asked, key: Key) -> Flags:
    """(owner id): the deals for which something was done."""
    return flags_done_by(asked.moment, asked.period, int(key[0]), asked.selection)


def owner_overdue(asked: Asked, key: Key) -> Flags:
    """(owner id): the deals for which something is late."""
    return flags_overdue_of(asked.moment, int(key[0]), asked.selection)


def owner_pushed(asked: Asked, key: Key) -> Flags:
    """(owner id): what of theirs was due in the period when it began, and was pushed beyond it."""
    pushed: Flags = asked.pushed.pushed & (asked.pushed.owner == int(key[0]))
    return pushed


def owner_lost_at(asked: Asked, key: Key) -> Flags:
    """(owner id, stage id)."""
    team = gather_team(asked.moment, asked.period, asked.selection)
    return flags_owner_lost_at(asked.moment, team, int(key[0]), int(key[1]))


def customer(asked: Asked, key: Key) -> Flags:
    """(organisation id): the deals won with it, whenever that was."""
    return flags_customer(asked.moment, asked.population, int(key[0]))


def brought_by(asked: Asked, key: Key) -> Flags:
    """(organisation id): the deals that came by its recommendation."""
    return flags_brought_by(asked.moment, asked.population, int(key[0]))


def alike(asked: Asked, key: Key) -> Flags:
    """(ideal_customer.Attribute, key): the closed deals that have this value."""
    closed = asked.population.won | asked.population.lost
    return flags_like(asked.moment, closed, Attribute(str(key[0])), int(key[1]))


def left_out_of_owners(asked: Asked) -> tuple[LeftOutDeals, ...]:
    """What the page of owners leaves out."""
    return find_owners_left_out(asked.moment, asked.period, asked.selection)


def left_out_of_customers(asked: Asked) -> tuple[LeftOutDeals, ...]:
    """What the page of customers leaves out."""
    return find_customers_left_out(asked.moment, asked.population)
