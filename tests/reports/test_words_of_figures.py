"""What the figures and answers say, and what they must not say of small samples (METRICS §0)."""

from dataclasses import replace
from pathlib import Path

import pytest

from desktop_pipeline.metrics.closing.breakdown import Breakdown
from desktop_pipeline.metrics.population import LeftOut, Why
from desktop_pipeline.metrics.rates import rate_of
from desktop_pipeline.metrics.telling.overview import Overview
from desktop_pipeline.reports.answers import answer_win_rate, answer_won, months_to_show, say_left_out
from desktop_pipeline.reports.figures import Figure, FigureName, name_figures
from desktop_pipeline.reports.said_values import say_rate
from tests.reports.companies import Record, find_out, make_company, make_words

WORDS = make_words()


def figures_of(overview: Overview, before: Overview | None = None) -> dict[FigureName, Figure]:
    return {figure.name: figure for figure in name_figures(overview, before, WORDS)}


@pytest.fixture(scope="module")
def overview(tmp_path_factory: pytest.TempPathFactory) -> Overview:
    """6 won and 4 lost: the worked example of METRICS §3."""
    desk = make_company(tmp_path_factory.mktemp("ten"), [("Ann", Record(6, 4))], open_deals=5)
    with desk.workspace:
        return find_out(desk).base.overview


def test_below_five_closed_deals_there_are_counts_and_no_percentage(overview: Overview) -> None:
    few = figures_of(replace(overview, win_rate=rate_of(3, 4)))[FigureName.WIN_RATE]
    assert (few.value, few.note) == ("3 of 4", "won")
    assert "%" not in few.value + few.note + few.change.text + few.how


def test_below_thirty_the_percentage_comes_with_its_interval(overview: Overview) -> None:
    figure = figures_of(overview)[FigureName.WIN_RATE]
    assert (figure.value, figure.note, figure.change.text) == (
        "60\N{NO-BREAK SPACE}%",
        "6 of 10",
        "likely 31 to 83\N{NO-BREAK SPACE}%",
    )
    assert say_rate(overview.win_rate, WORDS) == "60\N{NO-BREAK SPACE}% (31 to 83\N{NO-BREAK SPACE}%)"


def test_no_closed_deal_is_no_rate_of_nought(overview: Overview) -> None:
    assert figures_of(replace(overview, win_rate=rate_of(0, 0)))[FigureName.WIN_RATE].value == "–"


@pytest.mark.parametrize(
    ("now", "then", "direction", "text"),
    [
        ((60, 100), (50, 100), 0, "was 50\N{NO-BREAK SPACE}%"),
        ((80, 100), (40, 100), 1, "40 points up"),
        ((40, 100), (80, 100), -1, "40 points down"),
        ((80, 100), (2, 3), 0, "was 2 of 3"),
    ],
)
def test_a_change_of_the_win_rate_is_claimed_only_where_the_intervals_lie_apart(
    overview: Overview, now: tuple[int, int], then: tuple[int, int], direction: int, text: str
) -> None:
    present, past = replace(overview, win_rate=rate_of(*now)), replace(overview, win_rate=rate_of(*then))
    change = figures_of(present, past)[FigureName.WIN_RATE].change
    assert (change.direction, change.text) == (direction, text)


def test_shorter_is_better_and_points_down(overview: Overview) -> None:
    longer = replace(overview, cycle=replace(overview.cycle, won=replace(overview.cycle.won, median=15.0)))
    change = figures_of(overview, longer)[FigureName.CYCLE].change
    assert (change.direction, change.is_better, change.short) == (-1, True, "5 d shorter")


def test_a_mean_of_few_deals_claims_no_change(overview: Overview) -> None:
    few = replace(overview, deal_size=replace(overview.deal_size, mean=900_00, n=4))
    change = figures_of(overview, few)[FigureName.AVERAGE].change
    assert (change.direction, change.text) == (0, "was €900")


def test_an_average_is_told_to_the_hundred_and_so_is_its_change(overview: Overview) -> None:
    now, then = (replace(overview, deal_size=replace(overview.deal_size, mean=mean)) for mean in (15_557_00, 14_588_00))
    figure = figures_of(now, then)[FigureName.AVERAGE]
    assert (figure.value, figure.short, figure.change.text) == ("€15,600", "€15,600", "€1,000 more")
    small = replace(overview, deal_size=replace(overview.deal_size, mean=449_00))
    assert figures_of(small, None)[FigureName.AVERAGE].value == "€449"


def test_more_open_value_is_better(overview: Overview) -> None:
    less = replace(overview, active=replace(overview.active, value=1_000_000, deals=4))
    figures = figures_of(overview, less)
    assert figures[FigureName.VALUE].change.text == "€2,500 more"
    assert (figures[FigureName.ACTIVE].change.text, figures[FigureName.ACTIVE].change.is_better) == ("1 more", True)


def test_every_figure_works_itself_out_with_its_own_numbers(overview: Overview) -> None:
    figures = figures_of(overview)
    assert "6 won ÷ (6 won + 4 lost)" in figures[FigureName.WIN_RATE].how
    assert "5 deals open" in figures[FigureName.ACTIVE].how
    assert "€12,500" in figures[FigureName.VALUE].how
    assert "the median is €1,000" in figures[FigureName.AVERAGE].how
    assert "Median of 6 deals won" in figures[FigureName.CYCLE].how


def test_unknown_values_are_a_dash_never_nought(overview: Overview) -> None:
    unvalued = replace(overview, active=replace(overview.active, value=None, weighted=None))
    figures = figures_of(unvalued)
    assert figures[FigureName.VALUE].value == figures[FigureName.WEIGHTED].value == "–"
    assert figures[FigureName.VALUE].change.text == "no values known"


def test_overlapping_ranges_are_never_ranked(tmp_path: Path) -> None:
    desk = make_company(tmp_path, [("Ann", Record(6, 4)), ("Ben", Record(4, 6))])
    with desk.workspace:
        answer = answer_win_rate(find_out(desk).base.overview, Breakdown.OWNER, WORDS)
    assert answer == "The ranges overlap: the differences could be chance."


def test_ranges_that_lie_apart_name_who_wins_more_often(tmp_path: Path) -> None:
    desk = make_company(tmp_path, [("Ann", Record(12, 0)), ("Ben", Record(1, 11)), ("Cay", Record(9, 3))])
    with desk.workspace:
        answer = answer_win_rate(find_out(desk).base.overview, Breakdown.OWNER, WORDS)
    assert answer == "Ann wins more often than 1 of the 2 others; the rest could be chance."


def test_the_chart_of_won_months_begins_with_the_first_close_and_marks_the_running_month(overview: Overview) -> None:
    months = months_to_show(overview)
    assert [(f"{month.first_day:%Y-%m}", month.deals, month.is_running) for month in months] == [("2026-01", 6, True)]
    assert answer_won(overview, WORDS) == "6 deals won, worth €6,000."


@pytest.mark.parametrize("why", list(Why))
def test_every_reason_to_leave_deals_out_has_its_sentence(overview: Overview, why: Why) -> None:
    currency = "CHF" if why is Why.NO_RATE else None
    one, many = say_left_out(
        replace(overview, left_out=(LeftOut(why, 1, currency), LeftOut(why, 2089, currency))), WORDS
    )
    assert one.startswith("1 ")
    assert many.startswith("2,089 ")
    assert "{" not in one + many
