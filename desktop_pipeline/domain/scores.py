"""The score of an open deal, 0 to 100: how well it fits and what has happened lately, every part with its points.

METRICS §14.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from math import ceil, floor, fsum
from types import MappingProxyType
from typing import NamedTuple

from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.names import brief, name_key
from desktop_pipeline.domain.qualification import Answer, State, Topic

HALF_LIFE = 30  # days
MOST_OF_A_PART = 50
MOST_POINTS = 50
# From here on a deal looks good, below that one it does not.
GOOD, WEAK = 75, 40
_FIFTH = 5
_LARGEST = 2**63 - 1


class ScorePart(StrEnum):
    """What points are given for; each part brings 0 to 50."""

    FIT = "fit"
    BEHAVIOUR = "behaviour"


class ScoreField(StrEnum):
    """What a rule looks at."""

    ALWAYS = "always"
    VALUE = "value"
    SOURCE = "source"
    LABEL = "label"
    PRODUCT = "product"
    INDUSTRY = "industry"
    COUNTRY = "country"
    SIZE = "size"
    ROLE = "role"
    BOUGHT_BEFORE = "bought_before"
    IDEAL = "ideal_customer"
    BANT = "bant"
    BUDGET = "budget"
    AUTHORITY = "authority"
    NEED = "need"
    TIMELINE = "timeline"
    ACTIVITY = "activity"
    NOTE = "note"
    MOVED_ON = "moved_on"


class Operator(StrEnum):
    """How a rule compares."""

    IS = "is"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


BEHAVIOUR = frozenset({ScoreField.ACTIVITY, ScoreField.NOTE, ScoreField.MOVED_ON})
# Values of these are ids of the owner's lists, as text.
LISTED = frozenset({ScoreField.SOURCE, ScoreField.LABEL, ScoreField.PRODUCT})
# Of these a deal has a share, and the same share of the points.
SHARED = frozenset({ScoreField.BANT, ScoreField.IDEAL})
# Points for one deal hang on the outcomes of others.
OF_OTHERS = frozenset({ScoreField.BOUGHT_BEFORE, ScoreField.IDEAL})
AMOUNTS = frozenset({ScoreField.VALUE, ScoreField.SIZE})
TOPICS: Mapping[ScoreField, Topic] = {ScoreField(topic.value): topic for topic in Topic}
_BARE = frozenset(
    {
        *(ScoreField.ALWAYS, ScoreField.BOUGHT_BEFORE, ScoreField.IDEAL, ScoreField.BANT),
        *(ScoreField.NOTE, ScoreField.MOVED_ON),
    }
)
_ANSWERED = {State.YES: 1.0, State.PARTLY: 0.5}


class Condition(NamedTuple):
    """When a rule holds. `value` of an amount is a whole number: minor units of the base currency, or employees."""

    field: ScoreField
    operator: Operator = Operator.IS
    value: str = ""

    @property
    def part(self) -> ScorePart:
        """The part of the score that it counts for."""
        return ScorePart.BEHAVIOUR if self.field in BEHAVIOUR else ScorePart.FIT


class ScoreRule(NamedTuple):
    """Points for a condition; for something that happened, each time, and less with the days since."""

    rule_id: int
    condition: Condition
    points: int


class ScoreFacts(NamedTuple):
    """What is known of a deal: which conditions of equality hold, its amounts, its answers, and when what happened.

    `likeness` tells how much its customer is like those who bought, from 0 to 1.
    """

    holds: frozenset[tuple[ScoreField, str]] = frozenset()
    amounts: Mapping[ScoreField, int] = MappingProxyType({})
    answers: Mapping[Topic, Answer] = MappingProxyType({})
    events: Mapping[tuple[ScoreField, str], Sequence[date]] = MappingProxyType({})
    likeness: float = 0.0


class Reason(NamedTuple):
    """What a rule brings a deal: whole points as they are added up, and exactly; how often and when it last happened.

    `rule` is None for what a part has lost because it never counts more than 50 or less than 0.
    """

    part: ScorePart
    rule: ScoreRule | None
    points: int
    exact: float
    times: int = 0
    last: date | None = None


class Score(NamedTuple):
    """Its points are those of its reasons together."""

    fit: int
    behaviour: int
    reasons: tuple[Reason, ...]

    @property
    def points(self) -> int:
        """0 to 100."""
        return self.fit + self.behaviour


def decay(points: float, days: int) -> float:
    """What points for something that happened so many days ago are still worth: half of them every 30 days."""
    return points * float(0.5 ** (max(0, days) / HALF_LIFE))


def score_deal(rules: Iterable[ScoreRule], facts: ScoreFacts, today: date) -> Score:
    """The score of a deal with all its reasons, those of each part from the most points to the fewest."""
    found: dict[ScorePart, list[Reason]] = {part: [] for part in ScorePart}
    for rule in rules:
        reason = _judge(rule, facts, today)
        if reason is not None:
            found[reason.part].append(reason)
    fit, behaviour = (_round_part(part, reasons) for part, reasons in found.items())
    return Score(sum(reason.points for reason in fit), sum(reason.points for reason in behaviour), (*fit, *behaviour))


def find_best_fifth(scores: Mapping[int, int]) -> frozenset[int]:
    """The deals that no more than a fifth of all score as well as; of those that are equal all or none."""
    most = ceil(len(scores) / _FIFTH)
    ordered = sorted(scores.values(), reverse=True)
    if not ordered:
        return frozenset()
    # What just misses: whoever scores better than it is among the best.
    missing = ordered[most] if most < len(ordered) else 0
    return frozenset(deal for deal, points in scores.items() if points > max(missing, 0))


def check_condition(condition: Condition) -> Condition:
    """The condition as it is kept; raises InvalidError where it says nothing."""
    chosen, value = condition.field, condition.value.strip()
    if chosen in AMOUNTS:
        if not value.isdecimal() or int(value) > _LARGEST or condition.operator is Operator.IS:
            message = "Say at least or at most how much, such as “at least 10,000”."
            raise InvalidError(message)
        return Condition(chosen, condition.operator, str(int(value)))
    if chosen in _BARE:
        return Condition(chosen)
    if chosen in TOPICS and value not in set(State):
        message = f"An answer is one of {', '.join(State)}."
        raise InvalidError(message)
    if chosen in {ScoreField.INDUSTRY, ScoreField.COUNTRY}:
        from desktop_pipeline.domain.lists import clean_name  # noqa: PLC0415 - few rules look at names

        value = clean_name(value, chosen.value)
    if chosen is ScoreField.ROLE:
        from desktop_pipeline.domain.roles import clean_role  # noqa: PLC0415 - likewise

        value = clean_role(value)
    if not value:
        message = "Choose what the rule looks for."
        raise InvalidError(message)
    return Condition(chosen, Operator.IS, value)


def check_points(points: int) -> int:
    """Whole points from −50 to 50, never 0; raises InvalidError."""
    if points == 0 or abs(points) > MOST_POINTS:
        message = f"A rule gives or takes 1 to {MOST_POINTS} points."
        raise InvalidError(message)
    return points


def read_points(text: str) -> int:
    """`12`, `+12` or `−6` as points; raises InvalidError."""
    bare = text.strip().replace("\N{MINUS SIGN}", "-").replace(" ", "")
    try:
        return check_points(int(bare))
    except ValueError:
        message = f"“{brief(text)}” is no number of points. Type one such as 12 or −6."
        raise InvalidError(message) from None


def holds(condition: Condition, facts: ScoreFacts) -> bool:
    """Whether a condition about fit holds for a deal."""
    if condition.field in AMOUNTS:
        amount = facts.amounts.get(condition.field)
        if amount is None:
            return False
        limit = int(condition.value)
        return amount >= limit if condition.operator is Operator.AT_LEAST else amount <= limit
    return condition.field is ScoreField.ALWAYS or (condition.field, name_key(condition.value)) in facts.holds


def answered_share(answers: Mapping[Topic, Answer], today: date) -> float:
    """How much of budget, authority, need and timeline is answered with yes, partly counting half; old answers do not.

    From 0 to 1.
    """
    shares = [
        0.0 if answer.is_stale(today) else _ANSWERED.get(answer.state, 0.0)
        for answer in (answers[topic] for topic in Topic if topic in answers)
    ]
    return fsum(shares) / len(Topic)


def _judge(rule: ScoreRule, facts: ScoreFacts, today: date) -> Reason | None:
    condition = rule.condition
    if condition.part is ScorePart.BEHAVIOUR:
        days = facts.events.get((condition.field, condition.value), ())
        exact = fsum(decay(rule.points, (today - day).days) for day in days)
        return Reason(ScorePart.BEHAVIOUR, rule, 0, exact, len(days), max(days)) if days else None
    if condition.field in SHARED:
        share = facts.likeness if condition.field is ScoreField.IDEAL else answered_share(facts.answers, today)
        return Reason(ScorePart.FIT, rule, 0, rule.points * share) if share else None
    return Reason(ScorePart.FIT, rule, 0, float(rule.points)) if holds(condition, facts) else None


def _round_part(part: ScorePart, reasons: Collection[Reason]) -> list[Reason]:
    """Whole points that add up to the part's own: the largest remainders are rounded up."""
    whole = [floor(reason.exact) for reason in reasons]
    exact = fsum(reason.exact for reason in reasons)
    total = _round_half_up(exact)
    rests = sorted((floor(reason.exact) - reason.exact, place) for place, reason in enumerate(reasons))
    for _rest, place in rests[: total - sum(whole)]:
        whole[place] += 1
    rounded = [
        Reason(part, reason.rule, points, reason.exact, reason.times, reason.last)
        for reason, points in zip(reasons, whole, strict=True)
        if points
    ]
    rounded.sort(key=lambda reason: -reason.points)
    over = sum_part(exact) - total
    return [*rounded, Reason(part, None, over, float(over))] if over else rounded


def sum_part(exact: float) -> int:
    """What a part counts of all that its rules bring: a whole number from 0 to 50."""
    return min(max(_round_half_up(exact), 0), MOST_OF_A_PART)


def _round_half_up(exact: float) -> int:
    # What a computer makes of 0.1 must not decide.
    return floor(round(exact, 9) + 0.5)
