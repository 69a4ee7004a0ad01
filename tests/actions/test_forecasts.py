from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_pipeline.actions.deals import delete_deals, lose_deals, win_deals
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.forecasts import delete_forecast, keep_forecast, note_forecast
from desktop_pipeline.domain.errors import InvalidError, NotFoundError
from desktop_pipeline.domain.forecasts import (
    LONGEST_NOTE,
    KeptDeal,
    KeptForecast,
    KeptMonth,
    read_forecast,
    write_forecast,
)
from desktop_pipeline.domain.stages import ForecastCategory
from desktop_pipeline.queries.forecasts import Came, follow_up, read_forecasts
from tests.workspaces import Desk, desk, read_content

__all__ = ["desk"]

JANUARY = KeptMonth(date(2026, 1, 1), 1_000, 2_000, 3_000, 4_000, 1_500, 4_500, 9_000, 5_000, 0.41)
FORECAST = KeptForecast("EUR", (JANUARY,), (), ("Ann", "<b>Müller & Söhne"))
AS_OF = date(2026, 1, 5)


def call(deal_id: int, closes: date | None = date(2026, 1, 20)) -> KeptDeal:
    return KeptDeal(deal_id, ForecastCategory.COMMIT, by_hand=True, expected_close_on=closes, value=120_000, chance=0.8)


def test_a_forecast_is_kept_as_it_was_and_comes_back_after_a_restart(desk: Desk) -> None:
    forecast = replace(FORECAST, deals=(call(7), replace(call(8), value=None, chance=None, expected_close_on=None)))
    forecast_id = keep_forecast(desk.workspace, forecast, as_of=AS_OF, at=desk.now, note="  Monday's call  ")
    desk.reopen_file()
    (row,) = read_forecasts(desk.workspace)
    assert (row.forecast_id, row.at, row.as_of) == (forecast_id, desk.now, AS_OF)
    assert (row.who, row.note, row.forecast) == ("ann", "Monday's call", forecast)


def test_the_newest_stands_first(desk: Desk) -> None:
    days = (AS_OF, date(2026, 3, 1), date(2026, 2, 1))
    for day in days:
        keep_forecast(desk.workspace, FORECAST, as_of=day, at=desk.later())
    assert [row.as_of for row in read_forecasts(desk.workspace)] == sorted(days, reverse=True)


def test_keeping_noting_and_deleting_are_undone_to_the_bit(desk: Desk) -> None:
    before = read_content(desk.workspace)
    forecast_id = keep_forecast(desk.workspace, FORECAST, as_of=AS_OF, at=desk.now)
    note_forecast(desk.workspace, forecast_id, "Too bold")
    delete_forecast(desk.workspace, forecast_id)
    assert read_forecasts(desk.workspace) == []
    for _ in range(3):
        desk.journal.undo()
    assert read_content(desk.workspace) == before


def test_a_note_of_any_length_is_not_kept_and_a_forecast_that_is_gone_is_named(desk: Desk) -> None:
    with pytest.raises(InvalidError, match=str(LONGEST_NOTE)):
        keep_forecast(desk.workspace, FORECAST, as_of=AS_OF, at=desk.now, note="x" * (LONGEST_NOTE + 1))
    with pytest.raises(NotFoundError, match="number 3"):
        note_forecast(desk.workspace, 3, "")
    assert read_forecasts(desk.workspace) == []


def test_each_deal_tells_what_became_of_it(desk: Desk) -> None:
    ids = [desk.deal(title, expected_close_on=date(2026, 1, 20)) for title in ("A", "B", "C", "D", "E", "F")]
    won, later, lost, slipped, still, gone = ids
    win_deals(desk.workspace, [won], at=desk.later(days=10))
    lose_deals(desk.workspace, [lost], reason_id=desk.reason(), note="", at=desk.now)
    edit_deal(desk.workspace, slipped, at=desk.now, expected_close_on=date(2026, 2, 3))
    delete_deals(desk.workspace, [gone], at=desk.now)
    win_deals(desk.workspace, [later], at=desk.later(days=30))
    since = follow_up(desk.workspace, [*map(call, ids), call(99)])
    assert [deal.came for deal in since] == [
        Came.WON,
        Came.WON_LATER,
        Came.LOST,
        Came.SLIPPED,
        Came.OPEN,
        Came.GONE,
        Came.GONE,
    ]
    assert [deal.title for deal in since] == ["A", "B", "C", "D", "E", None, None]
    assert since[0].closed_on == date(2026, 1, 15)
    assert since[3].expected_close_on == date(2026, 2, 3)
    assert still == since[4].kept.deal_id


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"version": 2}',
        '{"version": 1, "currency": "EUR", "months": [{}], "deals": [], "filters": []}',
        '{"version": 1, "currency": "EUR", "months": [], "deals": [{"id": "1"}], "filters": []}',
        '{"version": 1, "currency": "EUR", "months": 3, "deals": [], "filters": []}',
        write_forecast(FORECAST).replace('"won":1000', '"won":"1000"'),
        write_forecast(FORECAST).replace('"2026-01"', '"2026-13"'),
        "[" * 100_000,
    ],
)
def test_a_text_that_holds_no_forecast_is_none(text: str) -> None:
    assert read_forecast(text) is None


@given(
    st.builds(
        KeptForecast,
        st.sampled_from(("EUR", "JPY")),
        st.lists(st.just(JANUARY), max_size=3).map(tuple),
        st.lists(
            st.builds(
                KeptDeal,
                st.integers(1, 10**9),
                st.sampled_from(ForecastCategory),
                st.booleans(),
                st.none() | st.dates(),
                st.none() | st.integers(-(10**16), 10**16),
                st.none() | st.floats(0, 1),
            ),
            max_size=4,
        ).map(tuple),
        st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=3).map(tuple),
    )
)
def test_what_is_written_is_read_as_it_was(forecast: KeptForecast) -> None:
    assert read_forecast(write_forecast(forecast)) == forecast
