"""Figures of random histories against a slow recount, and what must hold of all of them."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_pipeline.domain.deals import EventKind, ReasonGroup
from desktop_pipeline.metrics.closing.breakdown import Breakdown
from desktop_pipeline.metrics.history import UNKNOWN
from desktop_pipeline.metrics.moment import look
from desktop_pipeline.metrics.telling.overview import Overview
from desktop_pipeline.metrics.weighted import weighted_by_stage
from tests.lengths import MANY
from tests.metrics.histories import (
    ANN,
    BEN,
    CALL,
    CAY,
    DUPLICATE,
    LATHE,
    OTHER_P,
    OTHER_Q,
    PRICE,
    SAW,
    STAGES,
    TASK,
    Doing,
    Happening,
    N,
    P,
    Q,
    Story,
    at,
    history_of,
    lost,
    period,
    work_out,
)
from tests.metrics.teller import Teller, companies_of

FIRST = date(2024, 1, 1)
PERIOD = period("2024-02-01", "2024-08-01")
RATES = (("CHF", "2024-03-01", "1.07"), ("CHF", "2024-06-01", "0.93"))
ALWAYS = at("2025-12-31")
# The first pipeline has both milestones, the other one only SQL, at its second stage.
QUALIFYING = replace(STAGES, milestone=np.array([1, 2, 0, 0, 0, 2], dtype=np.int8))

dates = st.integers(0, 300).map(lambda days: (FIRST + timedelta(days=days)).isoformat())

CURRENCIES = ("EUR", "EUR", "CHF", "JPY")
OWNERS = (UNKNOWN, ANN, BEN, CAY)
KNOWN_OR_NOT = (UNKNOWN, 1, 2)
_KINDS = [kind for kind in EventKind if kind is not EventKind.CREATED]


def tell_date(told: Teller) -> str:
    return (FIRST + timedelta(days=told.number(301))).isoformat()


def tell_date_or_none(told: Teller) -> str | None:
    return tell_date(told) if told.number(2) else None


def tell_happening(told: Teller) -> Happening:
    kind = told.choose(_KINDS)
    return Happening(
        on=tell_date(told),
        kind=kind,
        stage=_tell_stage(told, kind),
        value=told.amount(0, 10**7) if kind is EventKind.VALUE else None,
        currency=told.choose(CURRENCIES),
        owner=told.choose(OWNERS) if kind is EventKind.OWNER else UNKNOWN,
        probability=told.choose((None, 0.0, 1.0, told.number(256) / 255)) if kind is EventKind.PROBABILITY else None,
        reason=told.choose((PRICE, DUPLICATE)) if kind is EventKind.LOST else UNKNOWN,
    )


def _tell_stage(told: Teller, kind: EventKind) -> int:
    if kind is EventKind.PIPELINE:
        return told.choose((Q, OTHER_Q, OTHER_P))
    return told.choose((Q, P, N)) if kind in {EventKind.MOVED, EventKind.REOPENED} else UNKNOWN


def tell_doing(told: Teller) -> Doing:
    planned, done = tell_date(told), tell_date_or_none(told)
    return Doing(
        told.choose((CALL, TASK)),
        created=planned if done is None else min(planned, done),
        due=tell_date_or_none(told),
        done=done,
        owner=told.choose(OWNERS),
    )


def tell_story(told: Teller) -> Story:
    opening = Happening(
        tell_date(told),
        EventKind.CREATED,
        stage=told.choose((UNKNOWN, Q, P)),
        value=told.amount(0, 10**7),
        currency=told.choose(CURRENCIES),
        owner=told.choose(OWNERS),
    )
    return Story(
        0,
        (opening, *told.times(6, tell_happening)),
        source=told.choose(KNOWN_OR_NOT),
        industry=told.choose(KNOWN_OR_NOT),
        products=told.times(3, lambda told: (told.choose((SAW, LATHE)), told.amount(0, 10**7))),
        labels=told.some((1, 2)),
        created_known=told.choose((True, False)),
        organisation=told.choose(KNOWN_OR_NOT),
        size_band=told.choose((UNKNOWN, 0, 1)),
        competitors=told.some((1, 2)),
        sql=tell_date_or_none(told),
        doings=told.times(2, tell_doing),
        notes=told.times(1, tell_date),
    )


companies = companies_of(tell_story)


def _overview(company: tuple[Story, ...], day: str = "2025-12-31") -> Overview:
    return work_out(history_of(*company, rates=RATES, stages=QUALIFYING), at(day), PERIOD)


def _state(story: Story, until: str) -> tuple[bool, EventKind | None, str, int]:
    """Whether it exists, its outcome or None, the outcome's day and reason, read event by event."""
    there, gone, outcome, closed_on, reason = False, False, None, "", UNKNOWN
    for event in sorted(story.events, key=lambda event: event.on):
        if event.on > until:
            break
        if event.kind in {EventKind.WON, EventKind.LOST}:
            there, outcome, closed_on, reason = True, event.kind, event.on, event.reason
        elif event.kind is EventKind.REOPENED:
            there, outcome = True, None
        elif event.kind is EventKind.CREATED:
            there = True
        elif event.kind in {EventKind.DELETED, EventKind.RESTORED}:
            gone = event.kind is EventKind.DELETED
    return there and not gone, outcome, closed_on, reason


@given(company=companies, day=dates)
@settings(max_examples=MANY, deadline=None)
def test_counts_agree_with_a_recount_event_by_event(company: tuple[Story, ...], day: str) -> None:
    states = [_state(story, day) for story in company]
    closed = [
        outcome
        for there, outcome, on, reason in states
        if there and outcome and PERIOD.start.isoformat() <= on < PERIOD.end.isoformat() and reason != DUPLICATE
    ]
    overview = _overview(company, day)
    assert overview.active.deals == sum(there and outcome is None for there, outcome, _, _ in states)
    assert overview.won.deals == closed.count(EventKind.WON)
    assert overview.win_rate.n == len(closed)


@given(company=companies, day=dates)
@settings(max_examples=MANY, deadline=None)
def test_figures_as_of_a_day_are_those_of_the_history_cut_there(company: tuple[Story, ...], day: str) -> None:
    assert _overview(company, day) == _overview(tuple(_cut(story, day) for story in company), day)


def _cut(story: Story, day: str) -> Story:
    """The story as it was told at the end of a day."""
    return replace(
        story,
        events=tuple(event for event in story.events if event.on <= day),
        doings=tuple(
            replace(doing, done=doing.done if doing.done and doing.done <= day else None)
            for doing in story.doings
            if doing.created and doing.created <= day
        ),
        notes=tuple(note for note in story.notes if note <= day),
        sql=story.sql if story.sql and story.sql <= day else None,
    )


@given(company=companies)
@settings(max_examples=MANY, deadline=None)
def test_parts_add_up_to_the_whole(company: tuple[Story, ...]) -> None:
    overview = _overview(company)
    for by in (Breakdown.OWNER, Breakdown.SOURCE, Breakdown.INDUSTRY, Breakdown.SIZE_BAND):
        rows = overview.by[by]
        assert sum(row.active for row in rows) == overview.active.deals
        assert sum(row.won for row in rows) == overview.won.deals
        assert sum(row.won + row.lost for row in rows) == overview.win_rate.n
        assert sum(row.won_value or 0 for row in rows) == (overview.won.value or 0)
    assert sum(row.won_value or 0 for row in overview.by[Breakdown.PRODUCT]) == (overview.won.value or 0)
    assert sum(month.won for month in overview.won.by_month) == overview.won.deals
    assert sum(month.value or 0 for month in overview.won.by_month) == (overview.won.value or 0)
    reasons = overview.lost_reasons
    assert sum(line.deals for line in reasons.stages) == reasons.lost == overview.win_rate.n - overview.won.deals
    assert sum(line.deals for line in reasons.groups if line.group is not ReasonGroup.NOT_REAL) == reasons.lost
    assert sum(line.value or 0 for line in reasons.stages) == (reasons.value or 0)
    assert sum(line.deals for line in overview.won_reasons) == overview.won.deals
    for step in overview.conversion.steps:
        assert step.reached == step.advanced + step.dropped + step.undecided
    leads = overview.leads
    assert leads.became_sql == sum(month.deals for month in leads.months)
    assert overview.hygiene.deals == overview.active.deals >= overview.hygiene.sound_deals


@given(company=companies)
@settings(max_examples=60, deadline=None)
def test_the_stages_of_the_board_weigh_what_the_overview_says(company: tuple[Story, ...]) -> None:
    moment = look(history_of(*company, rates=RATES), ALWAYS)
    by_stage = weighted_by_stage(moment)
    # Each stage is rounded to the cent for itself; hand-set probabilities without a stage stand outside all of them.
    snapshot = moment.snapshot
    if (snapshot.stage[snapshot.exists] >= 0).all():
        assert abs(sum(by_stage.values()) - (_overview(company).active.weighted or 0)) <= len(by_stage)


@given(company=companies, data=st.data())
@settings(max_examples=MANY, deadline=None)
def test_the_order_of_the_deals_changes_nothing(company: tuple[Story, ...], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(company))
    renumbered = tuple(replace(story, id=number) for number, story in enumerate(shuffled, 1))
    assert _overview(renumbered) == _overview(company)


@given(company=companies, day=st.integers(0, 300))
@settings(max_examples=MANY, deadline=None)
def test_one_more_lost_deal_never_raises_a_win_rate(company: tuple[Story, ...], day: int) -> None:
    on = (FIRST + timedelta(days=day)).isoformat()
    loser = Story(99, (Happening("2024-01-01", EventKind.CREATED, stage=Q, value=5), lost(on)))
    before, after = _overview(company).win_rate, _overview((*company, loser)).win_rate
    assert (after.value or 0) <= (before.value or 0)
    assert after.n >= before.n


@given(company=companies)
@settings(max_examples=MANY, deadline=None)
def test_one_more_lost_deal_never_raises_what_passes_a_stage(company: tuple[Story, ...]) -> None:
    loser = Story(99, (Happening("2024-02-01", EventKind.CREATED, stage=Q), lost("2024-02-03")))
    before, after = _overview(company).conversion, _overview((*company, loser)).conversion
    for step, with_loser in zip(before.steps, after.steps, strict=True):
        assert (with_loser.resolved.value or 0) <= (step.resolved.value or 0)


@given(company=companies)
@settings(max_examples=60, deadline=None)
def test_no_stretch_of_days_is_negative(company: tuple[Story, ...]) -> None:
    cycle = _overview(company).cycle
    for days in (cycle.won.p25, cycle.lost.p25, cycle.kaplan_meier_median):
        assert days is None or days >= 0
