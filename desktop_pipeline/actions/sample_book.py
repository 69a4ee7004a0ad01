"""What the sample company is made of, as resources/sample_company.json tells: team, customers, products and deals."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from desktop_pipeline import paths
from desktop_pipeline.actions.sample_parts import (
    SampleAnswer,
    SampleCriterion,
    SampleDeal,
    SampleErrand,
    SampleField,
    SampleLine,
    SampleMoment,
    SampleObjection,
    SampleOffer,
    SampleOrganisation,
    SampleOwner,
    SamplePerson,
    SampleProduct,
    SampleStep,
    SampleStory,
    SampleTick,
    SampleWin,
    SampleYear,
    Shares,
)


@dataclass(frozen=True)
class Book:
    """Everything that resources/sample_company.json tells; money in minor units."""

    company: str
    card: Mapping[str, str]
    taxes: tuple[tuple[str, str], ...]  # name and percent
    lines_of_tax: Mapping[str, int]  # the place of a product's tax, where it is not the first
    offer_intro: str
    offer_terms: str
    offers: tuple[SampleOffer, ...]
    slow_limits: tuple[int, ...]
    deal_limits: tuple[tuple[int | None, int | None], ...]  # too few and too many deals in each stage
    criteria: tuple[tuple[SampleCriterion, ...], ...]  # of each stage
    owners: tuple[SampleOwner, ...]
    former_owner: str
    sources: tuple[str, ...]
    labels: tuple[str, ...]
    kinds: tuple[tuple[str, str, str], ...]  # key, name and icon of the company's own kinds of activities
    competitors: tuple[str, ...]
    stage_activities: tuple[tuple[int, str, str, int], ...]  # stage, kind, subject, days later
    custom_fields: tuple[SampleField, ...]
    put_away: frozenset[str]  # names of kinds, competitors, fields and choices that are used no more
    holidays: tuple[tuple[int, int, str], ...]  # month, day and name, each year
    currencies: tuple[str, ...]
    rates: tuple[tuple[str, int, str], ...]  # currency, in force since so many days, base units for one
    products: tuple[SampleProduct, ...]
    organisations: tuple[SampleOrganisation, ...]
    people: tuple[SamplePerson, ...]
    prefers: Mapping[str, str]
    left: tuple[tuple[str, int], ...]  # who works there no more since so many days
    points: tuple[tuple[str, str, str, str], ...]  # whose, kind, label and value
    contact_notes: tuple[tuple[str, int, str, str], ...]  # on whom, days ago, time and text
    custom_values: tuple[tuple[str, str, str], ...]  # of whom, field and value
    open_deals: tuple[SampleDeal, ...]
    errands: tuple[SampleErrand, ...]
    remembered: tuple[SampleWin, ...]
    titles: tuple[tuple[str, str], ...]  # a deal's title and its main product
    stage_days: tuple[int, ...]
    longest_stage_days: tuple[int, ...]
    open_by_stage: tuple[int, ...]
    open_by_owner: Shares
    open_by_source: Shares
    recent: SampleYear
    earlier: SampleYear
    won_by_source: Shares
    lost_by_source: Shares
    won_by_owner: Shares
    lost_by_owner: Shares
    lost_by_stage_and_reason: tuple[Shares, ...]
    not_real_reason: str
    lost_note: str
    done: tuple[tuple[tuple[str, str, str | None], ...], ...]  # kind, subject and result of what is done in each stage
    notes: tuple[str, ...]
    evidence: Mapping[str, list[str]]  # what customers say on each topic of qualification
    steps: tuple[tuple[str, str], ...]
    stems: tuple[str, ...]
    trades: tuple[tuple[str, str], ...]
    towns: tuple[tuple[str, str], ...]
    people_of: dict[str, list[SamplePerson]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for person in self.people:
            self.people_of.setdefault(person.organisation, []).append(person)


def read_book() -> Book:
    """Reads resources/sample_company.json."""
    told = json.loads(paths.resource("sample_company.json").read_text(encoding="utf-8"))
    return Book(
        company=told["company"],
        card=told["card"],
        taxes=_tuples(told["taxes"]),
        lines_of_tax=told["lines_of_tax"],
        offer_intro=told["offer_intro"],
        offer_terms=told["offer_terms"],
        offers=tuple(SampleOffer(*offer) for offer in told["offers"]),
        slow_limits=tuple(told["slow_limits"]),
        deal_limits=_tuples(told["deal_limits"]),
        criteria=tuple(tuple(SampleCriterion(*each) for each in stage) for stage in told["criteria"]),
        owners=tuple(SampleOwner(*owner) for owner in told["owners"]),
        former_owner=told["former_owner"],
        sources=tuple(told["sources"]),
        labels=tuple(told["labels"]),
        kinds=_tuples(told["kinds"]),
        competitors=tuple(told["competitors"]),
        stage_activities=_tuples(told["stage_activities"]),
        custom_fields=tuple(SampleField(*each[:3], *map(tuple, each[3:])) for each in told["custom_fields"]),
        put_away=frozenset(told["put_away"]),
        holidays=_tuples(told["holidays"]),
        currencies=tuple(told["currencies"]),
        rates=_tuples(told["rates"]),
        products=tuple(SampleProduct(name, category, price * 100) for name, category, price in told["products"]),
        organisations=tuple(SampleOrganisation(*organisation) for organisation in told["organisations"]),
        people=tuple(SamplePerson(*person) for person in told["people"]),
        prefers=told["prefers"],
        left=_tuples(told["left"]),
        points=_tuples(told["points"]),
        contact_notes=_tuples(told["contact_notes"]),
        custom_values=_tuples(told["custom_values"]),
        open_deals=tuple(_read_deal(deal) for deal in told["open_deals"]),
        errands=tuple(SampleErrand(*errand) for errand in told["errands"]),
        remembered=tuple(SampleWin(**{**win, "value": win["value"] * 100}) for win in told["remembered"]),
        titles=_tuples(told["titles"]),
        stage_days=tuple(told["stage_days"]),
        longest_stage_days=tuple(told["longest_stage_days"]),
        open_by_stage=tuple(told["open_by_stage"]),
        open_by_owner=told["open_by_owner"],
        open_by_source=told["open_by_source"],
        recent=_read_year(told["recent"]),
        earlier=_read_year(told["earlier"]),
        won_by_source=told["won_by_source"],
        lost_by_source=told["lost_by_source"],
        won_by_owner=told["won_by_owner"],
        lost_by_owner=told["lost_by_owner"],
        lost_by_stage_and_reason=tuple(told["lost_by_stage_and_reason"]),
        not_real_reason=told["not_real_reason"],
        lost_note=told["lost_note"],
        done=tuple(_tuples(stage) for stage in told["done"]),
        notes=tuple(told["notes"]),
        evidence=told["evidence"],
        steps=_tuples(told["steps"]),
        stems=tuple(told["stems"]),
        trades=_tuples(told["trades"]),
        towns=_tuples(told["towns"]),
    )


def _read_deal(told: Mapping[str, Any]) -> SampleDeal:
    was = told.get("was")
    return SampleDeal(
        title=told["title"],
        organisation=told["organisation"],
        value=told["value"] * 100,
        owner=told["owner"],
        source=told["source"],
        days=tuple(told["days"]),
        closes=tuple(told["closes"]),
        product=told["product"],
        currency=told.get("currency", "EUR"),
        labels=tuple(told.get("labels", ())),
        step=SampleStep(*told["step"]) if "step" in told else None,
        was=None if was is None else was * 100,
        was_owner=told.get("was_owner"),
        probability=told.get("probability"),
        people=tuple(told.get("people", ())),
        lines=tuple(_read_line(*line) for line in told.get("lines", ())),
        timeline=tuple(SampleMoment(*moment) for moment in told.get("timeline", ())),
        by_hand=told.get("by_hand", False),
        story=_read_story(told),
    )


def _read_line(product: str, quantity: float, price: int | None, discount: str | None = None) -> SampleLine:
    return SampleLine(product, quantity, None if price is None else price * 100, discount)


def _read_story(told: Mapping[str, Any]) -> SampleStory:
    follows, passed = told.get("follows"), told.get("passed")
    return SampleStory(
        ticks=tuple(SampleTick(*tick) for tick in told.get("ticks", ())),
        left_open=_tuples(told.get("left_open", [])),
        passed=(passed[0], tuple(passed[1])) if passed else None,
        answers=tuple(SampleAnswer(topic, *answer) for topic, answer in told.get("answers", {}).items()),
        custom=told.get("custom", {}),
        competitors=tuple(told.get("competitors", ())),
        follows=(follows[0], follows[1]) if follows else None,
        objections=tuple(SampleObjection(*objection) for objection in told.get("objections", ())),
        files=tuple(told.get("files", ())),
    )


def _read_year(told: Mapping[str, Any]) -> SampleYear:
    return SampleYear(
        outcomes={outcome: told[outcome] for outcome in ("won", "lost", "not_real")},
        won_by_month=tuple(told["won_by_month"]),
        won_value_by_month=tuple(value * 100 for value in told["won_value_by_month"]),
        lost_by_month=tuple(told["lost_by_month"]),
    )


def _tuples(rows: list[list[Any]]) -> tuple[tuple[Any, ...], ...]:
    return tuple(tuple(row) for row in rows)
