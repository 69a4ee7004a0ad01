"""Every figure can be asked as of any past instant (METRICS §0)."""

from datetime import date, datetime

import numpy as np

from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.metrics.days import AsOf, day_number, microseconds
from desktop_pipeline.metrics.history import NO_VALUE, UNKNOWN
from desktop_pipeline.metrics.selection import Selection
from desktop_pipeline.metrics.snapshot import Status, replay
from tests.metrics.histories import (
    AFTER,
    ANN,
    BEN,
    OTHER_P,
    OTHER_Q,
    PRICE,
    STAGES,
    UTC,
    YEAR,
    YEAR_END,
    Happening,
    N,
    P,
    Q,
    at,
    created,
    deal,
    history_of,
    lost,
    moved,
    owned,
    reopened,
    stage_probabilities,
    valued,
    won,
    work_out,
)


def _row(stage: int) -> int:
    return int(STAGES.rows_by_id()[stage])


def test_last_months_report_does_not_change_when_a_deal_is_reopened_today() -> None:
    before = deal(1, created("2024-01-01", value=500), won("2024-03-01"))
    after = deal(1, *before.events, reopened("2024-04-10", P))
    was, still = (work_out(history_of(story), at("2024-03-31"), YEAR) for story in (before, after))
    assert was == still
    now = work_out(history_of(after), at("2024-04-10"), YEAR)
    assert (now.won.deals, now.active.deals, now.win_rate.n) == (0, 1, 0)


def test_what_happens_at_the_very_instant_has_happened() -> None:
    history = history_of(deal(1, created("2024-01-01")))
    instant, day = microseconds(datetime(2024, 1, 1, tzinfo=UTC)), day_number(date(2024, 1, 1))
    assert replay(history, AsOf(instant, day)).exists.all()
    assert not replay(history, AsOf(instant - 1, day)).exists.any()


def test_days_that_a_deal_was_won_before_it_was_reopened_count() -> None:
    history = history_of(deal(1, created("2024-01-01"), won("2024-01-11"), reopened("2024-01-31"), won("2024-02-10")))
    assert work_out(history, YEAR_END, YEAR).cycle.won.mean == 40


def test_the_stage_that_a_deal_of_unknown_stage_moved_from_is_its_entry() -> None:
    move = Happening("2024-02-01", EventKind.MOVED, stage=N, from_stage=P)
    snapshot = replay(history_of(deal(1, created("2024-01-01", UNKNOWN), move)), YEAR_END)
    assert (snapshot.entry[0], snapshot.high_water[0]) == (_row(P), _row(N))


def test_a_reopened_and_lost_deal_counts_once_by_its_last_outcome() -> None:
    history = history_of(deal(1, created("2024-01-01"), won("2024-02-01"), reopened("2024-03-01"), lost("2024-05-01")))
    overview = work_out(history, YEAR_END, YEAR)
    assert (overview.won.deals, overview.win_rate.value, overview.win_rate.n) == (0, 0.0, 1)
    assert [month.first_day.month for month in overview.won.by_month if month.lost] == [5]


def test_a_deleted_deal_is_gone_until_it_is_restored() -> None:
    history = history_of(
        deal(
            1,
            created("2024-01-01", value=700),
            Happening("2024-02-01", EventKind.DELETED),
            Happening("2024-03-01", EventKind.RESTORED),
        )
    )
    counts = [work_out(history, at(day), YEAR).active.deals for day in ("2024-01-31", "2024-02-01", "2024-03-01")]
    assert counts == [1, 0, 1]


def test_a_deleted_win_is_no_win() -> None:
    history = history_of(
        deal(1, created("2024-01-01"), won("2024-02-01"), Happening("2024-03-01", EventKind.DELETED)),
    )
    assert work_out(history, YEAR_END, YEAR).won.deals == 0


def test_a_deal_does_not_exist_before_its_creation() -> None:
    history = history_of(deal(1, created("2024-05-01")))
    assert not replay(history, at("2024-04-30")).exists.any()
    assert replay(history, at("2024-05-01")).exists.all()


def test_a_change_of_pipeline_takes_the_deal_to_the_other_pipelines_figures() -> None:
    history = history_of(
        deal(
            1,
            created("2024-01-01", N),
            Happening("2024-03-01", EventKind.PIPELINE, stage=OTHER_Q),
            moved("2024-04-01", OTHER_P),
            lost("2024-05-01"),
            pipeline=2,
        )
    )
    early, late = (work_out(history, at(day), YEAR, Selection(pipeline=1)) for day in ("2024-02-01", "2024-03-01"))
    assert (early.active.deals, late.active.deals) == (1, 0)
    chances = stage_probabilities(history, YEAR_END)
    assert chances[N] == 0.8
    assert chances[OTHER_P] < 0.6
    assert replay(history, YEAR_END).entry.tolist() == [_row(OTHER_Q)]


def test_moving_back_does_not_lower_the_high_water_mark() -> None:
    snapshot = replay(
        history_of(deal(1, created("2024-01-01"), moved("2024-02-01", N), moved("2024-03-01", P))), YEAR_END
    )
    assert (snapshot.stage[0], snapshot.entry[0], snapshot.high_water[0]) == (_row(P), _row(Q), _row(N))


def test_after_sale_stages_are_no_open_stages() -> None:
    snapshot = replay(
        history_of(deal(1, created("2024-01-01", P), won("2024-02-01"), moved("2024-03-01", AFTER))), YEAR_END
    )
    assert snapshot.status[0] == Status.WON
    assert snapshot.high_water[0] == _row(P)


def test_value_and_owner_of_a_closed_deal_are_those_at_its_close() -> None:
    history = history_of(
        deal(
            1,
            created("2024-01-01", value=100, owner=ANN),
            valued("2024-02-01", 300),
            won("2024-03-01"),
            valued("2024-04-01", 900),
            owned("2024-04-01", BEN),
        )
    )
    overview = work_out(history, YEAR_END, YEAR)
    assert overview.won.value == 300
    assert work_out(history, YEAR_END, YEAR, Selection(owner=ANN)).won.deals == 1
    assert work_out(history, YEAR_END, YEAR, Selection(owner=BEN)).won.deals == 0


def test_owner_of_an_open_deal_is_the_one_of_that_day() -> None:
    history = history_of(deal(1, created("2024-01-01", owner=ANN), owned("2024-04-01", BEN)))
    by_day = [
        work_out(history, at(day), YEAR, Selection(owner=BEN)).active.deals for day in ("2024-03-31", "2024-04-01")
    ]
    assert by_day == [0, 1]


def test_a_value_that_became_unknown_is_not_the_earlier_one() -> None:
    snapshot = replay(history_of(deal(1, created("2024-01-01", value=100), valued("2024-02-01", None))), YEAR_END)
    assert snapshot.value.tolist() == [NO_VALUE]


def test_an_import_of_creation_and_outcome_alone_has_no_stages() -> None:
    history = history_of(deal(1, created("2024-01-01", UNKNOWN), won("2024-02-01")))
    snapshot = replay(history, YEAR_END)
    assert (snapshot.stage[0], snapshot.entry[0], snapshot.high_water[0]) == (UNKNOWN, UNKNOWN, UNKNOWN)
    assert stage_probabilities(history, YEAR_END)[Q] == 0.2


def test_an_outcome_on_the_day_of_creation_closes_the_deal() -> None:
    overview = work_out(history_of(deal(1, created("2024-01-01"), won("2024-01-01"))), YEAR_END, YEAR)
    assert (overview.active.deals, overview.won.deals, overview.cycle.won.mean) == (0, 1, 0)


def test_the_reason_that_counts_is_that_of_the_last_loss() -> None:
    history = history_of(
        deal(1, created("2024-01-01"), lost("2024-02-01", 8), reopened("2024-03-01"), lost("2024-04-01", PRICE))
    )
    assert work_out(history, YEAR_END, YEAR).win_rate.n == 1
    assert work_out(history, at("2024-02-15"), YEAR).win_rate.n == 0


def test_an_open_deal_is_valued_at_the_rate_of_the_as_of_day_and_a_won_one_at_that_of_its_close() -> None:
    history = history_of(
        deal(1, created("2024-01-01", value=100_00, currency="CHF")),
        deal(2, created("2024-01-01", value=100_00, currency="CHF"), won("2024-02-15")),
        rates=(("CHF", "2024-01-01", "1.00"), ("CHF", "2024-02-15", "1.10"), ("CHF", "2024-03-01", "1.20")),
    )
    overview = work_out(history, YEAR_END, YEAR)
    assert (overview.active.value, overview.won.value) == (120_00, 110_00)
    assert work_out(history, at("2024-01-31"), YEAR).active.value == 200_00


def test_replay_of_nothing_is_empty() -> None:
    assert replay(history_of(), YEAR_END).exists.size == 0
    assert np.all(replay(history_of(deal(1)), YEAR_END).exists == [False])
