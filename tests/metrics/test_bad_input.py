"""Histories as they come: empty, lopsided, out of order. Every figure is given or said to be unknown."""

import json
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.domain.periods import Period
from desktop_pipeline.domain.targets import Target, TargetMeasure, TargetScope, TargetSpan
from desktop_pipeline.metrics.closing.breakdown import Breakdown
from desktop_pipeline.metrics.history import UNKNOWN, History, Stages
from desktop_pipeline.metrics.moment import look
from desktop_pipeline.metrics.population import Why
from desktop_pipeline.metrics.telling.asked import Asked
from desktop_pipeline.metrics.telling.document import Json
from desktop_pipeline.metrics.telling.everything import Everything, work_out_everything
from desktop_pipeline.metrics.telling.whole_document import to_whole_document
from tests.metrics.histories import (
    ANN,
    STAGES,
    YEAR,
    Happening,
    N,
    P,
    Q,
    Story,
    at,
    created,
    deal,
    history_of,
    lost,
    moved,
    period,
    reopened,
    valued,
    won,
)

TARGET = Target(TargetScope.COMPANY, None, TargetSpan.YEAR, date(2024, 1, 1), TargetMeasure.MONEY, 100_000, "EUR")


def work_out_all(history: History, asked_for: Period = YEAR, day: str = "2024-12-31") -> Everything:
    """Everything, of which the JSON holds no number that is none, no share beyond 0 to 1, and no negative count."""
    everything = work_out_everything(Asked(look(history, at(day)), asked_for), (TARGET,), range(5), ())
    document = to_whole_document(everything)
    json.dumps(document, allow_nan=False)
    _check(document)
    return everything


def _check(json_object: Json, path: str = "") -> None:
    if isinstance(json_object, dict):
        for name, inside in json_object.items():
            _check(inside, f"{path}.{name}")
    elif isinstance(json_object, list):
        for inside in json_object:
            _check(inside, path)
    name = path.rpartition(".")[2]
    if isinstance(json_object, int | float):
        if name in {"n", "deals", "reached", "advanced", "dropped", "undecided", "active", "won", "lost", "median"}:
            assert json_object >= 0, path
        if name in {"value", "low", "high", "so_far", "probability", "next", "regression_rate", "skip_rate", "brier"}:
            assert 0 <= json_object <= 1, path


def _of_stages(count: int) -> Stages:
    return replace(
        STAGES,
        ids=np.arange(1, count + 1),
        pipeline=np.ones(count, dtype=np.int64),
        position=np.arange(count),
        probability=np.linspace(0.1, 0.9, count),
        is_open=np.ones(count, dtype=np.bool_),
        archived=np.zeros(count, dtype=np.bool_),
        names=tuple(f"Stage {number}" for number in range(count)),
        slow_limit=np.full(count, 14),
        stale_limit=np.full(count, 30),
        milestone=np.zeros(count, dtype=np.int8),
        category=np.zeros(count, dtype=np.int8),
    )


def test_no_deals() -> None:
    everything = work_out_all(history_of())
    assert everything.overview.active.deals == 0
    assert everything.overview.active.value == 0
    assert everything.overview.win_rate.value is None
    assert everything.overview.hygiene.health is None
    assert everything.backtest.months == ()
    assert everything.targets[0].attainment == 0


def test_one_deal() -> None:
    overview = work_out_all(history_of(deal(1, created("2024-05-01", value=100), won("2024-06-01")))).overview
    assert (overview.won.deals, overview.won.value, overview.cycle.won.median) == (1, 100, 31.0)
    assert overview.bottleneck.time is None
    assert overview.bottleneck.conversion is None


@pytest.mark.parametrize("outcome", [None, won("2024-06-01"), lost("2024-06-01")])
def test_all_deals_are_alike(outcome: Happening | None) -> None:
    past = (created("2024-05-01", value=100, owner=ANN), *([outcome] if outcome else []))
    overview = work_out_all(history_of(*(deal(n, *past) for n in range(1, 60)))).overview
    expected = {None: None, EventKind.WON: 1.0, EventKind.LOST: 0.0}[outcome.kind if outcome else None]
    assert overview.win_rate.value == expected
    # Who was won has passed every stage; who was lost has passed none.
    assert overview.conversion.steps[0].resolved.value == expected


@pytest.mark.parametrize("count", [1, 30])
def test_a_pipeline_of_one_stage_and_of_thirty(count: int) -> None:
    through = [moved(f"2024-02-{number:02}", number) for number in range(2, min(count, 28) + 1)]
    history = history_of(
        *(deal(n, created("2024-02-01", 1, value=9), *through, won("2024-04-01")) for n in range(1, 4)),
        deal(4, created("2024-02-01", 1), lost("2024-02-09")),
        stages=_of_stages(count),
    )
    overview = work_out_all(history).overview
    assert [step.advanced for step in overview.conversion.steps] == [3] * count
    assert overview.conversion.steps[0].resolved.value == 0.75


def test_no_dates() -> None:
    """A file that tells outcomes without any date: each deal is there, and in no period."""
    stories = [
        Story(n, (Happening("2024-05-01", EventKind.CREATED, stands_in=True), won("2024-05-01")), created_known=False)
        for n in (1, 2)
    ]
    history = history_of(*stories)
    undated = np.where(history.events.kind == EventKind.WON, np.iinfo(np.int32).min, history.events.day)
    history = replace(history, events=replace(history.events, day=undated.astype(np.int32)))
    overview = work_out_all(history).overview
    assert overview.won.deals == 0
    assert {reason.why: reason.deals for reason in overview.left_out}[Why.CLOSING_UNKNOWN] == 2


def test_no_values() -> None:
    history = history_of(deal(1, created("2024-05-01")), deal(2, created("2024-05-01"), won("2024-06-01")))
    overview = work_out_all(history).overview
    assert (overview.active.value, overview.active.weighted, overview.won.value) == (None, None, None)
    assert (overview.deal_size.mean, overview.velocity.per_day) == (None, None)


def test_closes_before_creations() -> None:
    history = history_of(
        deal(1, Happening("2024-05-01", EventKind.CREATED, stage=Q, value=5), won("2024-02-01")),
        deal(2, created("2024-05-01", value=5), won("2024-05-11")),
    )
    overview = work_out_all(history).overview
    assert overview.win_rate.n == 2
    assert overview.cycle.won.n == 1
    assert {reason.why: reason.deals for reason in overview.left_out}[Why.CLOSED_BEFORE_CREATED] == 1


def test_three_currencies_of_which_one_has_no_rate() -> None:
    history = history_of(
        deal(1, created("2024-05-01", value=100_00)),
        deal(2, created("2024-05-01", value=100_00, currency="CHF")),
        deal(3, created("2024-05-01", value=100, currency="JPY")),
        rates=(("JPY", "2024-01-01", "0.006"),),
    )
    everything = work_out_all(history)
    assert everything.overview.active.value == 100_00 + 60
    assert everything.movement.closing.value == 100_00 + 60
    assert everything.forecast.undated.value == 100_00 + 60
    assert [(reason.why, reason.currency) for reason in everything.overview.left_out] == [(Why.NO_RATE, "CHF")]


def test_a_period_still_to_come() -> None:
    history = history_of(deal(1, created("2024-05-01", value=5)), deal(2, created("2024-05-01"), won("2024-06-01")))
    everything = work_out_all(history, period("2025-06-01", "2025-12-01"))
    assert everything.overview.won.deals == 0
    assert everything.overview.active.deals == 1
    assert everything.movement.opening.value == everything.movement.closing.value == 5


def test_a_period_before_the_first_deal() -> None:
    everything = work_out_all(history_of(deal(1, created("2024-05-01", value=5))), period("1990-01-01", "1990-02-01"))
    assert everything.movement.opening.value == 0
    assert everything.overview.leads.created == 0


def test_a_stage_deleted_last_year_stays_in_the_history() -> None:
    archived = replace(STAGES, archived=STAGES.ids == P)
    history = history_of(
        *(deal(n, created("2024-02-01"), moved("2024-03-01", P), lost("2024-04-01")) for n in range(1, 4)),
        deal(4, created("2024-02-01"), moved("2024-03-01", P), moved("2024-03-09", N)),
        stages=archived,
    )
    steps = {step.stage_id: step for step in work_out_all(history).overview.conversion.steps}
    assert (steps[P].reached, steps[P].advanced, steps[P].archived) == (4, 1, True)


def test_a_clock_set_back() -> None:
    """Events in the order of their instants, though entered in another: a deal won before it moved is won no more."""
    history = history_of(
        deal(
            1,
            created("2024-05-01T12:00:00", value=5),
            won("2024-05-01T12:00:01"),
            reopened("2024-05-01T12:00:01", P),
            moved("2024-05-01T12:00:01", Q),
            valued("2024-05-01T11:59:00", 7),
        )
    )
    overview = work_out_all(history).overview
    assert overview.active.deals == 1
    assert all(days.finished.mean is None or days.finished.mean >= 0 for days in overview.speed.stages)


def test_dates_of_far_centuries() -> None:
    history = history_of(
        deal(1, created("1901-01-01", value=5), won("2199-12-31")), deal(2, created("2150-01-01", value=5))
    )
    assert work_out_all(history).overview.active.deals == 1
    always = work_out_all(history, period("1900-01-01", "2201-01-01"), "2200-12-31").overview
    assert (always.won.deals, always.active.deals) == (1, 1)
    assert always.cycle.won.median == (date(2199, 12, 31) - date(1901, 1, 1)) / timedelta(days=1)


def test_very_large_values_add_up_exactly() -> None:
    largest = 9_007_199_254_740_993
    history = history_of(*(deal(n, created("2024-05-01", value=largest), won("2024-06-01")) for n in (1, 2, 3)))
    assert work_out_all(history).overview.won.value == 3 * largest


def test_deals_in_no_stage_and_of_nobody() -> None:
    everything = work_out_all(history_of(deal(1, created("2024-05-01", UNKNOWN, value=5))))
    assert everything.overview.active.weighted is None
    assert everything.overview.hygiene.deals == 1
    owners = {row.key: row.active for row in everything.overview.by[Breakdown.OWNER]}
    assert owners[UNKNOWN] == 1
