"""What the rules of the score look at, read for many deals at once and only as far as the rules ask."""

import json
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from functools import cache
from itertools import chain

from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.domain.money import convert
from desktop_pipeline.domain.names import name_key
from desktop_pipeline.domain.periods import local_day
from desktop_pipeline.domain.qualification import Answer, Topic
from desktop_pipeline.domain.scores import TOPICS, ScoreFacts, ScoreField, ScoreRule
from desktop_pipeline.queries.ideal_profile import read_profile
from desktop_pipeline.queries.rates import read_rates
from desktop_pipeline.storage.database import Row
from desktop_pipeline.storage.instants import from_microseconds
from desktop_pipeline.storage.workspace import View

# Clocks of all zones differ by whole quarters of an hour: within one it is the same day everywhere.
QUARTER = 15 * 60 * 1_000_000


class _Known:
    def __init__(self) -> None:
        self.holds: set[tuple[ScoreField, str]] = set()
        self.amounts: dict[ScoreField, int] = {}
        self.answers: dict[Topic, Answer] = {}
        self.events: dict[tuple[ScoreField, str], list[date]] = {}
        self.likeness = 0.0


def read_facts(
    view: View, rules: Iterable[ScoreRule], deal_ids: Collection[int] | None, today: date
) -> Iterator[tuple[int, ScoreFacts]]:
    """What is known of those deals that are open, or of all open ones where none are named."""
    asked = frozenset(rule.condition.field for rule in rules)
    deals = Deals(view, deal_ids)
    known = {int(deal_id): _Known() for (deal_id,) in deals.rows("select d.id {deals} where {open}")}
    _read_fit(deals, asked, today, known)
    if asked & {ScoreField.BANT, *TOPICS}:
        _read_answers(deals, known)
    _read_events(deals, asked, known)
    for deal_id, one in known.items():
        yield deal_id, ScoreFacts(frozenset(one.holds), one.amounts, one.answers, one.events, one.likeness)


def _read_fit(deals: "Deals", asked: frozenset[ScoreField], today: date, known: dict[int, _Known]) -> None:
    for asked_field, sql in TEXTS.items():
        if asked_field in asked:
            for deal_id, text in deals.rows(sql):
                known[deal_id].holds.add((asked_field, name_key(str(text))))
    if ScoreField.SIZE in asked:
        for deal_id, size in deals.rows(SIZES):
            known[deal_id].amounts[ScoreField.SIZE] = size
    if ScoreField.IDEAL in asked:
        for deal_id, likeness in read_likenesses(deals, today):
            known[deal_id].likeness = likeness
    if ScoreField.VALUE in asked:
        _read_values(deals, today, known)


class Deals:
    """The open deals that are asked for, put into each question."""

    def __init__(self, view: View, deal_ids: Collection[int] | None) -> None:
        self.view = view
        self._bound = () if deal_ids is None else (json.dumps(list(deal_ids)),)
        self._named = (
            "from json_each(?) named cross join deal d on d.id = named.value" if self._bound else "from deal d"
        )

    def rows(self, sql: str) -> Iterable[Row]:
        """The rows of the answer, of which the first column is the deal's id."""
        filled = _fill(sql, self._named)
        if self._bound:
            return self.view.rows(filled, self._bound)
        return chain.from_iterable(self.view.portions(filled))


@cache
def _fill(sql: str, named: str) -> str:
    return sql.format(deals=named, open="d.status = 'open' and d.deleted_at is null")


def read_likenesses(deals: Deals, today: date) -> Iterator[tuple[int, float]]:
    """How much the customers of the deals are like those who bought; for each deal that has a customer."""
    profile = read_profile(deals.view, today=today)
    for deal_id, industry, country, size in deals.rows(_CUSTOMERS):
        yield deal_id, profile.likeness(industry, country, size)


def _read_values(deals: Deals, today: date, known: dict[int, _Known]) -> None:
    base = deals.view.base_currency
    rates = read_rates(deals.view, base, today)
    for deal_id, value, currency in deals.rows(VALUES):
        if currency in rates:
            known[deal_id].amounts[ScoreField.VALUE] = convert(value, rates[currency], currency, base)


def _read_answers(deals: Deals, known: dict[int, _Known]) -> None:
    from desktop_pipeline.storage.gate_facts import to_answer  # noqa: PLC0415 - the sums on cards need no reasons

    for deal_id, topic, *answer in deals.rows(ANSWERS):
        found, one = to_answer(answer), known[deal_id]
        one.answers[Topic(topic)] = found
        one.holds.add((ScoreField(topic), found.state.value))


def _read_events(deals: Deals, asked: frozenset[ScoreField], known: dict[int, _Known]) -> None:
    days: dict[int, date] = {}
    zone = deals.view.zone
    for asked_field, sql in EVENTS.items():
        if asked_field not in asked:
            continue
        for deal_id, kind, at in deals.rows(sql):
            quarter = at // QUARTER
            if quarter not in days:
                days[quarter] = local_day(from_microseconds(at), zone)
            known[deal_id].events.setdefault((asked_field, kind), []).append(days[quarter])


TEXTS = {
    ScoreField.SOURCE: "select d.id, d.source_id {deals} where {open} and d.source_id is not null",
    ScoreField.LABEL: "select d.id, l.label_id {deals} join deal_label l on l.deal_id = d.id where {open}",
    ScoreField.PRODUCT: "select d.id, li.product_id {deals} join line_item li on li.deal_id = d.id where {open}",
    ScoreField.INDUSTRY: "select d.id, o.industry {deals} join organisation o on o.id = d.organisation_id"
    " where {open} and o.industry is not null",
    ScoreField.COUNTRY: "select d.id, o.country {deals} join organisation o on o.id = d.organisation_id"
    " where {open} and o.country is not null",
    ScoreField.ROLE: "select d.id, dp.role {deals} join deal_person dp on dp.deal_id = d.id"
    " join person p on p.id = dp.person_id where {open} and dp.role <> '' and p.deleted_at is null"
    " and p.left_on is null",
    ScoreField.BOUGHT_BEFORE: "select d.id, '' {deals} where {open} and exists (select 1 from deal w"
    " where w.organisation_id = d.organisation_id and w.status = 'won' and w.deleted_at is null)",
}
_CUSTOMERS = (
    "select d.id, o.industry, o.country, o.size {deals} join organisation o on o.id = d.organisation_id where {open}"
)
SIZES = (
    "select d.id, o.size {deals} join organisation o on o.id = d.organisation_id where {open} and o.size is not null"
)
VALUES = "select d.id, d.value, d.currency {deals} where {open} and d.value is not null"
ANSWERS = (
    "select d.id, a.topic, a.state, a.evidence, a.answered_on {deals} join answer a on a.deal_id = d.id where {open}"
)
# On to a later stage of its pipeline, seen by the history itself: what a file is taken to tell is no deed.
EVENTS = {
    ScoreField.ACTIVITY: "select d.id, a.kind, a.done_at {deals} join activity a on a.deal_id = d.id"
    " where {open} and a.done_at is not null",
    ScoreField.NOTE: "select d.id, '', n.at {deals} join note n on n.deal_id = d.id where {open}",
    ScoreField.MOVED_ON: "select d.id, '', e.at {deals} join history_event e on e.deal_id = d.id"
    " join stage f on f.id = e.from_stage_id join stage t on t.id = e.to_stage_id"
    f" where {{open}} and e.kind = {EventKind.MOVED.value} and not e.is_inferred and t.position > f.position",
}
