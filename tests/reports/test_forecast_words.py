from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from desktop_pipeline.actions.deals import win_deals
from desktop_pipeline.domain.forecasts import write_forecast
from desktop_pipeline.domain.periods import Period
from desktop_pipeline.domain.stages import ForecastCategory
from desktop_pipeline.metrics.ahead.backtest import Backtest, Calibrated, Errors, PastMonth
from desktop_pipeline.metrics.ahead.forecast import Due
from desktop_pipeline.metrics.ahead.simulation import Band
from desktop_pipeline.metrics.ahead.what_if import AS_IT_IS, WhatIf
from desktop_pipeline.metrics.ahead.what_it_takes import Needs, Question
from desktop_pipeline.metrics.rates import rate_of
from desktop_pipeline.metrics.selection import EVERYTHING
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.forecasts import KeptRow
from desktop_pipeline.reports.ahead.forecast_findings import (
    ForecastFindings,
    Takes,
    find_takes,
    gather_forecast,
    keep_as,
    list_due_ids,
    simulate_again,
)
from desktop_pipeline.reports.ahead.forecast_kept import gather_since, say_since
from desktop_pipeline.reports.ahead.forecast_past import past_sheet, say_calibration_answer, say_past_answer
from desktop_pipeline.reports.ahead.forecast_takes import say_pace, say_short, say_stages, say_takes, say_working
from desktop_pipeline.reports.ahead.forecast_words import (
    make_tiles,
    name_category,
    name_period,
    name_place,
    say_chance,
    say_months_answer,
)
from desktop_pipeline.storage.workspace import Workspace
from tests.made_once import sample_company
from tests.reports.companies import make_words

TODAY = date(2026, 6, 9)
NOW = datetime(2026, 6, 9, 8, 42, tzinfo=UTC)
WORDS = make_words()
SUMMER = Period(date(2026, 7, 1), date(2026, 10, 1))


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Workspace]:
    with sample_company(tmp_path / "sample.pipeline", today=TODAY, clock=lambda: NOW) as workspace:
        yield workspace


@pytest.fixture
def findings(company: Workspace) -> ForecastFindings:
    return gather_forecast(Figures(company), company, TODAY, EVERYTHING)


def takes(
    *, short: int = 19_000_00, new_deals: int = 9, start_by: date = date(2026, 8, 20), weeks: float = 9.0
) -> Takes:
    question = Question(135_000_00, SUMMER, 0.8, 13_700_00, 0.23, 41.0)
    needs = Needs(135_000_00 - short, short, -(-short // 13_700_00), new_deals, start_by, weeks)
    return Takes(question, needs, ())


def past(*actual: int) -> Backtest:
    months = tuple(
        PastMonth(date(2026, month, 1), won, 90, Band(50, 100, 150), 80) for month, won in enumerate(actual, 1)
    )
    inside = rate_of(sum(month.is_inside for month in months), len(months))
    return Backtest(months, Errors(0.4, -0.3), Errors(0.2, 0.04), Errors(0.3, 0.0), inside, 0.14, 115, ())


def test_what_it_takes_is_said_as_a_person_would() -> None:
    one = takes()
    assert say_short(one, "EUR", WORDS) == "Today’s deals: 80\N{NO-BREAK SPACE}% sure of €116k, €19k short."
    assert say_takes(one, WORDS) == "9 new deals, 2 more wins"
    assert say_pace(one, TODAY, WORDS) == "Bring them in by Thu 20 Aug, about one a week."
    assert say_working(one, "EUR", WORDS) == (
        "€19k is 2 average wins. About 1 new deal in 4 is won. Wed 30 Sept less 41 days is Thu 20 Aug."
    )


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (takes(short=0), "Nothing new has to come in for it."),
        (takes(start_by=date(2026, 6, 1)), "Deals of the usual length had to begin by Mon 1 Jun."),
        (takes(start_by=date(2026, 6, 19), weeks=1.4), "Bring them in by Fri 19 Jun."),
        (takes(new_deals=3), "Bring them in by Thu 20 Aug, one every 3 weeks."),
        (takes(new_deals=36), "Bring them in by Thu 20 Aug, about 4 a week."),
    ],
)
def test_the_pace_fits_the_time_there_is(one: Takes, said: str) -> None:
    assert say_pace(one, TODAY, WORDS) == said


def test_enough_is_enough() -> None:
    assert say_takes(takes(short=0), WORDS) == "Today’s deals are enough"
    assert say_short(takes(short=0), "EUR", WORDS).endswith("sure of €135k.")
    assert say_stages(takes(short=0), WORDS) == ""


def test_what_it_takes_goes_by_the_companys_own_past(findings: ForecastFindings) -> None:
    found = find_takes(findings, findings.outlook, AS_IT_IS, findings.following, 135_000_00, 0.8)
    assert found is not None
    assert found.question.period == SUMMER
    assert found.needs.wins == -(-found.needs.short // found.question.deal_size)
    deals = [stage.deals for stage in found.stages]
    assert deals == sorted(deals, key=lambda count: -(count or 0))
    assert deals[0] == found.needs.new_deals
    better = find_takes(findings, findings.outlook, WhatIf(win_rate=1.5), findings.following, 135_000_00, 0.8)
    assert better is not None
    assert better.needs.new_deals < found.needs.new_deals
    assert all((stage.deals or 0) >= better.needs.wins for stage in better.stages)


def test_a_period_beyond_the_months_ahead_has_no_answer(findings: ForecastFindings) -> None:
    far = Period(date(2028, 1, 1), date(2028, 4, 1))
    assert find_takes(findings, findings.outlook, AS_IT_IS, far, 100, 0.8) is None


def test_trying_nothing_out_is_the_outlook_itself(findings: ForecastFindings) -> None:
    assert simulate_again(findings, AS_IT_IS) is findings.outlook
    assert simulate_again(findings, WhatIf(size=2)).band(0).p50 > findings.outlook.band(0).p50


def test_the_committed_tile_lists_exactly_the_deals_it_adds_up(findings: ForecastFindings) -> None:
    found = findings.sum_of(ForecastCategory.COMMIT)
    assert len(list_due_ids(findings, ForecastCategory.COMMIT)) == found.deals == 2
    tiles = make_tiles(findings, findings.outlook, WORDS, with_new=True)
    assert [tile.value for tile in tiles[:4]] == ["€120,000", "€101,000", "€24,300", "€6,200"]
    assert tiles[2].note == "2 deals due by end of June"
    assert "49 of 64 working days" in tiles[1].how


def test_the_answer_tells_what_is_in_no_bar(findings: ForecastFindings) -> None:
    said = say_months_answer(findings, WORDS)
    assert "Not in the bars: 2 deals past the date they were to close" in said
    few = replace(findings, book=replace(findings.book, targets=()))
    assert "target" not in say_months_answer(few, WORDS)


def test_places_periods_categories_and_chances_have_names() -> None:
    assert name_place(date(2026, 7, 1), WORDS) == "July 2026"
    assert name_place(Due.UNDATED, WORDS) == "Without a date"
    assert name_period(SUMMER, WORDS) == "July to September"
    assert name_period(Period(date(2026, 11, 1), date(2027, 2, 1)), WORDS) == "November 2026 to January 2027"
    assert name_period(Period(date(2026, 6, 1), date(2026, 7, 1)), WORDS) == "June"
    assert name_category(None, WORDS) == "–"
    chances = [say_chance(chance, WORDS).replace("\N{NO-BREAK SPACE}", " ") for chance in (0, 0.004, 0.5, 0.996, 1)]
    assert chances == ["0 %", "under 1 %", "50 %", "over 99 %", "100 %"]


def test_earlier_forecasts_are_held_against_the_naive_line_whichever_is_better() -> None:
    lead, rest = say_past_answer(past(100, 120, 40), WORDS)
    assert lead == "2 of 3 months ended inside the range,"
    assert "4\N{NO-BREAK SPACE}% too high" in rest
    assert "the mean of the last 3 months by 30" in rest
    worse = replace(past(100), simulated=Errors(0.5, None))
    assert "was better" in say_past_answer(worse, WORDS)[1]
    sheet = past_sheet(past(100, 40), "EUR", WORDS)
    assert [row.cells[-1] for row in sheet.rows] == ["yes", "no"]
    assert len(sheet.notes) == 3


def test_calls_that_did_not_come_true_are_named() -> None:
    agrees = Calibrated(0.7, 0.8, 0.75, rate_of(30, 40))
    misses = Calibrated(0.8, 0.9, 0.85, rate_of(13, 25))
    few = Calibrated(0.1, 0.2, 0.15, rate_of(3, 3))
    assert say_calibration_answer(replace(past(1), calibration=(agrees, few)), WORDS).startswith(
        "Every group was won as often"
    )
    said = say_calibration_answer(replace(past(1), calibration=(agrees, misses)), WORDS)
    assert said.startswith("Called 85\N{NO-BREAK SPACE}% on average: 13 of 25 were won, 52")
    assert "No deal was open" in say_calibration_answer(replace(past(1), brier=None), WORDS)


def test_a_kept_forecast_knows_later_what_came(company: Workspace, findings: ForecastFindings) -> None:
    row = KeptRow(1, NOW, "ann", TODAY, "", write_forecast(keep_as(findings)))
    committed = list_due_ids(findings, ForecastCategory.COMMIT)
    win_deals(company, [committed[0]], at=NOW)
    since = gather_since(Figures(company), company, row, date(2026, 7, 2))
    june = since.months[0]
    assert june.is_over
    assert june.won == 14_600_00 + 14_700_00
    said = say_since(since, WORDS)
    assert "months that are over ended in the range" in said
    assert "1 won" in said
    narrowed = replace(row, document=write_forecast(keep_as(findings, ["Amara Eze"])))
    assert gather_since(Figures(company), company, narrowed, TODAY).months[0].won is None
