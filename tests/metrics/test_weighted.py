"""What open deals weigh: in the Overview and on the board (METRICS §1)."""

from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.metrics.history import UNKNOWN
from desktop_pipeline.metrics.moment import look
from desktop_pipeline.metrics.selection import Selection
from desktop_pipeline.metrics.weighted import chance_of_deal, weighted_by_stage
from tests.metrics.histories import (
    ANN,
    BEN,
    OTHER_P,
    OTHER_Q,
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
    stage_probabilities,
    won,
    work_out,
)

OPEN = (
    deal(1, created("2024-01-01", Q, value=1000, owner=ANN)),
    deal(2, created("2024-01-01", P, value=3000, owner=BEN)),
    deal(3, created("2024-01-01", P, value=500, probability=0.9, owner=BEN)),
    deal(4, created("2024-01-01", N, owner=ANN)),
)


def test_without_history_the_set_probability_weighs() -> None:
    history = history_of(*OPEN)
    assert work_out(history, YEAR_END, YEAR).active.weighted == 200 + 1500 + 450
    assert weighted_by_stage(look(history, YEAR_END)) == {Q: 200, P: 1950}


def test_history_moves_the_weight_and_set_only_does_not_hear_it() -> None:
    history = history_of(*OPEN, *(deal(n, created("2024-01-01", P), lost("2024-02-01")) for n in range(5, 10)))
    assert stage_probabilities(history, YEAR_END)[P] == 0.25
    assert stage_probabilities(history, YEAR_END, set_only=True)[P] == 0.5
    assert work_out(history, YEAR_END, YEAR).active.weighted == 200 + 750 + 450
    assert work_out(history, YEAR_END, YEAR, set_only=True).active.weighted == 200 + 1500 + 450
    assert weighted_by_stage(look(history, YEAR_END, set_only=True))[P] == 1950


def test_a_probability_set_by_hand_is_kept_until_it_is_cleared() -> None:
    history = history_of(
        deal(
            1,
            created("2024-01-01", Q, value=1000),
            Happening("2024-02-01", EventKind.PROBABILITY, probability=0.7),
            moved("2024-03-01", P),
            Happening("2024-04-01", EventKind.PROBABILITY),
        )
    )
    by_day = [work_out(history, at(day), YEAR).active.weighted for day in ("2024-01-31", "2024-03-01", "2024-04-01")]
    assert by_day == [200, 700, 500]


def test_the_stages_of_two_pipelines_do_not_mix() -> None:
    history = history_of(
        deal(1, created("2024-01-01", OTHER_Q, value=100), pipeline=2),
        deal(2, created("2024-01-01", OTHER_Q), won("2024-02-01"), pipeline=2),
    )
    chances = stage_probabilities(history, YEAR_END)
    assert (chances[Q], chances[P], chances[N]) == (0.2, 0.5, 0.8)
    assert chances[OTHER_P] == 4 / 6
    assert set(chances) == {Q, P, N, OTHER_Q, OTHER_P}


def test_the_chance_of_one_deal_is_its_own_else_its_stages_else_unknown() -> None:
    history = history_of(*OPEN, deal(5, created("2024-01-01", UNKNOWN)))
    moment = look(history, YEAR_END)
    assert [chance_of_deal(moment, number) for number in (1, 3, 5, 6)] == [0.2, 0.9, None, None]


def test_the_board_weighs_only_the_deals_it_names() -> None:
    history = history_of(*OPEN)
    assert weighted_by_stage(look(history, YEAR_END), only=[1, 3]) == {Q: 200, P: 450}
    assert weighted_by_stage(look(history, YEAR_END), only=[]) == {}


def test_the_board_under_a_filter_weighs_its_deals_by_the_whole_companys_chances() -> None:
    history = history_of(*OPEN)
    moment = look(history, YEAR_END)
    assert weighted_by_stage(moment, Selection(owner=ANN)) == {Q: 200}
    assert weighted_by_stage(moment, Selection(owner=BEN)) == {P: 1950}
