"""The points of all open deals at once: the sums of `domain.scores` without the reasons, for an order by score.

A test holds the two to the same answers.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from desktop_pipeline.domain.money import convert
from desktop_pipeline.domain.names import name_key
from desktop_pipeline.domain.periods import local_day
from desktop_pipeline.domain.qualification import Answer, State, Topic
from desktop_pipeline.domain.scores import (
    AMOUNTS,
    TOPICS,
    ScoreFacts,
    ScoreField,
    ScoreRule,
    answered_share,
    decay,
    holds,
    sum_part,
)
from desktop_pipeline.queries.rates import read_rates
from desktop_pipeline.queries.score_facts import ANSWERS, EVENTS, QUARTER, SIZES, TEXTS, VALUES, Deals, read_likenesses
from desktop_pipeline.storage.instants import from_microseconds
from desktop_pipeline.storage.workspace import View

_Sums = dict[int, float]


def sum_scores(
    view: View, rules: Collection[ScoreRule], deal_ids: Collection[int] | None, today: date
) -> dict[int, int]:
    """The points of those deals that are open, or of all open ones where none are named."""
    deals = Deals(view, deal_ids)
    always = float(sum(rule.points for rule in rules if rule.condition.field is ScoreField.ALWAYS))
    ids = [int(deal_id) for (deal_id,) in deals.rows("select d.id {deals} where {open}")]
    fit: _Sums = dict.fromkeys(ids, always)
    behaviour: _Sums = dict.fromkeys(ids, 0.0)
    by_field: dict[ScoreField, list[ScoreRule]] = defaultdict(list)
    for rule in rules:
        by_field[rule.condition.field].append(rule)
    for field, those in by_field.items():
        if field in TEXTS:
            _add_texts(deals, field, those, fit)
        elif field in AMOUNTS:
            _add_amounts(deals, field, those, today, fit)
        elif field in EVENTS:
            _add_events(deals, field, those, today, behaviour)
    _add_answers(deals, by_field, today, fit)
    if ScoreField.IDEAL in by_field:
        points = sum(rule.points for rule in by_field[ScoreField.IDEAL])
        for deal_id, likeness in read_likenesses(deals, today):
            fit[deal_id] += points * likeness
    return {deal_id: sum_part(fit[deal_id]) + sum_part(behaviour[deal_id]) for deal_id in ids}


def _add_texts(deals: Deals, field: ScoreField, rules: Iterable[ScoreRule], fit: _Sums) -> None:
    points: dict[str, int] = defaultdict(int)
    for rule in rules:
        points[name_key(rule.condition.value)] += rule.points
    # Two people of one part are one reason.
    seen: set[tuple[int, str]] = set()
    for deal_id, text in deals.rows(TEXTS[field]):
        key = name_key(str(text))
        if key in points and (deal_id, key) not in seen:
            seen.add((deal_id, key))
            fit[deal_id] += points[key]


def _add_amounts(deals: Deals, field: ScoreField, rules: Collection[ScoreRule], today: date, fit: _Sums) -> None:
    def give(deal_id: int, amount: int) -> None:
        facts = ScoreFacts(amounts={field: amount})
        fit[deal_id] += sum(rule.points for rule in rules if holds(rule.condition, facts))

    if field is ScoreField.SIZE:
        for deal_id, size in deals.rows(SIZES):
            give(deal_id, size)
        return
    base = deals.view.base_currency
    rates = read_rates(deals.view, base, today)
    for deal_id, value, currency in deals.rows(VALUES):
        if currency in rates:
            give(deal_id, value if currency == base else convert(value, rates[currency], currency, base))


def _add_answers(deals: Deals, by_field: dict[ScoreField, list[ScoreRule]], today: date, fit: _Sums) -> None:
    shares = sum(rule.points for rule in by_field.get(ScoreField.BANT, ()))
    single: dict[tuple[str, str], int] = defaultdict(int)
    for field, topic in TOPICS.items():
        for rule in by_field.get(field, ()):
            single[topic.value, rule.condition.value] += rule.points
    if not shares and not single:
        return
    known: dict[tuple[str, str | None], float] = {}
    for deal_id, topic, state, _evidence, answered_on in deals.rows(ANSWERS):
        if (state, answered_on) not in known:
            day = None if answered_on is None else date.fromisoformat(answered_on)
            known[state, answered_on] = answered_share({Topic.NEED: Answer(State(state), "", day)}, today)
        fit[deal_id] += shares * known[state, answered_on] + single.get((topic, state), 0)


def _add_events(deals: Deals, field: ScoreField, rules: Iterable[ScoreRule], today: date, behaviour: _Sums) -> None:
    points: dict[str, int] = defaultdict(int)
    for rule in rules:
        points[rule.condition.value] += rule.points
    left: dict[int, float] = {}
    zone = deals.view.zone
    for deal_id, kind, at in deals.rows(EVENTS[field]):
        if kind in points:
            quarter = at // QUARTER
            if quarter not in left:
                left[quarter] = decay(1, (today - local_day(from_microseconds(at), zone)).days)
            behaviour[deal_id] += points[kind] * left[quarter]
