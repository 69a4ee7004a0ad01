"""The printed forecast: its story, people's calls beside the stages', what it hangs on, and thin data."""

from datetime import timedelta

import pytest

from desktop_pipeline.actions.deals import win_deals
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.forecasts import keep_forecast
from desktop_pipeline.actions.targets import set_target
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.targets import Target, TargetMeasure, TargetScope, TargetSpan
from desktop_pipeline.metrics.selection import EVERYTHING, Selection
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.reports.ahead.forecast_findings import gather_forecast, keep_as
from desktop_pipeline.reports.asked import ReportAsked, ReportKind
from desktop_pipeline.reports.content import ReportContent, SectionName
from desktop_pipeline.reports.kinds.forecast import make_forecast
from desktop_pipeline.reports.making import Making
from desktop_pipeline.reports.spans import SpanName
from tests.reports.makings import WORDS, figures_of, make, notes_of, plain, rows_of, table_of, tell, titles_of
from tests.workspaces import Desk, desk

__all__ = ["desk"]


def report(desk: Desk, span: SpanName = SpanName.TWELVE_MONTHS, selection: Selection = EVERYTHING) -> ReportContent:
    return make(desk.workspace, ReportKind.FORECAST, span, selection=selection)


def set_month(desk: Desk, amount: int, months_on: int = 0) -> None:
    first = desk.now.date().replace(day=1, month=desk.now.month + months_on)
    target = Target(TargetScope.COMPANY, None, TargetSpan.MONTH, first, TargetMeasure.MONEY, amount, "EUR")
    set_target(desk.workspace, target)


def test_an_empty_company_has_a_forecast_of_nothing(desk: Desk) -> None:
    content = report(desk)
    assert content.subtitle == "January to June, as of 5 Jan 2026, prepared by Ann"
    assert tell(content) == (
        "Nothing is won in January to March so far. Nothing that is open or usually comes is likely to add to January"
        " to March."
    )
    assert titles_of(content) == ["Forecast", "How the numbers are made"]
    rows = rows_of(table_of(content, "Forecast"))
    assert {row["Weighted"] for row in rows.values()} == {"€0"}


def test_one_deal_carries_all_of_it(desk: Desk) -> None:
    deal = desk.deal("Oak table", value=100_000, expected_close_on=desk.now.date() + timedelta(days=20))
    edit_deal(desk.workspace, deal, at=desk.later(), probability=0.5)
    content = report(desk)
    assert "100 % of what is weighted hangs on “Oak table”." in tell(content)
    rows = rows_of(table_of(content, "The deals it hangs on"))
    assert (rows["Oak table"]["Weighted"], rows["Oak table"]["Share"]) == ("€500", "100 %")


def test_a_call_by_hand_stands_beside_that_of_the_stage(desk: Desk) -> None:
    due = desk.now.date() + timedelta(days=20)
    deal = desk.deal("Oak table", value=100_000, expected_close_on=due)
    desk.deal("Bench", value=50_000, expected_close_on=due)
    before = rows_of(table_of(report(desk), "How firmly it is counted on"))
    assert before["Weighted"]["Deals"] == before["Weighted"]["Deals, by stage alone"] == "2"
    assert "Called otherwise than by their stage" not in titles_of(report(desk))
    edit_deal(desk.workspace, deal, at=desk.later(), forecast_category="commit")
    content = report(desk)
    firm = rows_of(table_of(content, "How firmly it is counted on"))
    assert (firm["Committed"]["Value"], firm["Committed"]["Set by hand"]) == ("€1,000", "1")
    assert firm["Committed"]["Deals, by stage alone"] == "0"
    assert firm["Weighted"]["Value, by stage alone"] == "€1,500"
    assert firm["All"]["Value"] == firm["All"]["Value, by stage alone"] == "€1,500"
    called = rows_of(table_of(content, "Called otherwise than by their stage"))["Oak table"]
    assert (called["Counts as"], called["By its stage"]) == ("Committed", "Weighted")


def test_overdue_and_undated_deals_stand_apart_with_all_they_are_worth(desk: Desk) -> None:
    for number in range(25):
        desk.deal(f"Late {number}", value=100_000, expected_close_on=desk.now.date() + timedelta(days=1 + number % 3))
    desk.deal("Whenever", value=None)
    desk.later(days=30)
    content = report(desk)
    overdue = table_of(content, "Deals closing: Overdue")
    assert overdue.lines[-1].cells[0] == "25 deals"
    assert overdue.lines[-1].cells[-1] == "€25,000"
    assert len(overdue.lines) == 21
    assert overdue.caption == "the longest past first; 20 of 25 deals shown"
    assert table_of(content, "Deals closing: Without a date").lines[-1].cells[-1] == "–"
    assert rows_of(table_of(content, "Not in any month"))["Overdue"]["Value"] == "€25,000"
    assert "25 open deals are past the date they were to close." in tell(content)


def test_deals_without_a_value_are_counted_and_named_as_left_out(desk: Desk) -> None:
    desk.deal("Unknown", value=None, expected_close_on=desk.now.date() + timedelta(days=20))
    content = report(desk)
    row = rows_of(table_of(content, "How firmly it is counted on"))["All"]
    assert (row["Deals"], row["Value"], row["Weighted"]) == ("1", "–", "–")
    assert notes_of(content)["Left out"] == "1 deal has no value and is left out of the sums."
    assert "The deals it hangs on" not in titles_of(content)


def test_the_story_and_what_it_takes_speak_of_the_target(desk: Desk) -> None:
    deals = [desk.deal(f"Deal {number}", value=100_000) for number in range(6)]
    win_deals(desk.workspace, deals, at=desk.later(days=10))
    set_month(desk, 500_000)
    set_month(desk, 900_000, months_on=1)
    content = report(desk)
    assert tell(content).startswith("The target of €5,000 for January is reached: €6,000 is won.")
    assert figures_of(content)["Target, January"] == "€5,000"
    assert "Deals each stage needs for it" in titles_of(content)
    needs = table_of(content, "Deals each stage needs for it")
    assert [column.head for column in needs.columns] == ["Stage", "February"]
    assert needs.lines[-1].cells[0] == "Wins of average size"
    # In a workbook they are numbers.
    assert all(isinstance(line.values[1], int | None) for line in needs.lines)
    assert needs.lines[-1].values == ("Wins of average size", int(needs.lines[-1].cells[1]))


def test_targets_of_money_are_amounts_and_where_counts_stand_beside_them_words(desk: Desk) -> None:
    set_month(desk, 500_000)
    (line,) = table_of(report(desk), "Targets that run now").lines
    assert (line.cells[2], line.values[2]) == ("€5,000", Money(500_000, "EUR"))
    first = desk.now.date().replace(day=1)
    set_target(
        desk.workspace, Target(TargetScope.COMPANY, None, TargetSpan.MONTH, first, TargetMeasure.COUNT, 3, "EUR")
    )
    lines = table_of(report(desk), "Targets that run now").lines
    assert {line.values[2] for line in lines} == {"€5,000", "3"}


def test_without_a_target_nothing_is_said_of_one(desk: Desk) -> None:
    content = report(desk)
    assert "What it takes" not in titles_of(content)
    assert [figure.note for figure in content.figures if figure.label.startswith("Target")] == ["none is set"]


def test_a_kept_forecast_is_held_against_what_came(desk: Desk) -> None:
    deal = desk.deal("Oak table", value=100_000, expected_close_on=desk.now.date() + timedelta(days=10))
    ahead = gather_forecast(Figures(desk.workspace), desk.workspace, desk.now.date(), EVERYTHING)
    keep_forecast(desk.workspace, keep_as(ahead), as_of=desk.now.date(), at=desk.now, note="January round")
    desk.later(days=5)
    win_deals(desk.workspace, [deal], at=desk.now)
    desk.later(days=40)
    content = report(desk)
    notes = next(section for section in content.sections if section.title == "Kept forecasts")
    assert [(note.term, note.text[:13]) for note in notes.notes] == [("5 Jan 2026, ann", "January round")]  # type: ignore[union-attr]
    months = rows_of(table_of(content, "Months then and now"))
    assert months["January 2026"]["Won by now"] == "€1,000"
    # Of another filter it tells nothing.
    ann = Selection(owner=desk.id_of("owner", "Ann"))
    assert "Kept forecasts" not in titles_of(report(desk, selection=ann))


def test_a_forecast_of_a_past_day_knows_nothing_of_what_came(desk: Desk) -> None:
    desk.deal("Oak table", value=100_000, expected_close_on=desk.now.date() + timedelta(days=40))
    desk.later(days=31)
    desk.deal("Later", value=900_000, expected_close_on=desk.now.date() + timedelta(days=20))
    content = report(desk, SpanName.LAST_MONTH)
    assert content.subtitle.startswith("February to July, as of 31 Jan 2026")
    assert rows_of(table_of(content, "How firmly it is counted on"))["All"]["Value"] == "€1,000"


def test_the_look_back_is_not_worked_out_where_it_is_left_out(desk: Desk) -> None:
    desk.deal("Oak table", value=100_000)
    desk.later(days=70)
    assert "How good were earlier forecasts?" in titles_of(report(desk))
    without = make(desk.workspace, ReportKind.FORECAST, left_out=frozenset({SectionName.PAST}))
    assert "How good were earlier forecasts?" not in titles_of(without)
    assert "Earlier forecasts" not in notes_of(without)


def test_it_can_be_given_up_while_it_is_made(desk: Desk) -> None:
    class GivenUpError(Exception):
        pass

    told = []

    def report_to(done: int, total: int) -> None:
        told.append((done, total))
        if done == 2:
            raise GivenUpError

    asked = ReportAsked(ReportKind.FORECAST)
    making = Making(desk.workspace, Figures(desk.workspace), asked, WORDS, report=report_to)
    with pytest.raises(GivenUpError):
        make_forecast(making)
    assert told == [(1, 4), (2, 4)]


def test_the_share_of_a_carrier_is_that_of_the_screen(desk: Desk) -> None:
    due = desk.now.date() + timedelta(days=20)
    for number, value in enumerate((700_000, 200_000, 100_000)):
        desk.deal(f"Deal {number}", value=value, expected_close_on=due)
    ahead = gather_forecast(Figures(desk.workspace), desk.workspace, desk.now.date(), EVERYTHING)
    rows = rows_of(table_of(report(desk), "The deals it hangs on"))
    assert [rows["Deal 0"]["Share"]] == [plain(WORDS.formats.percent(one.share)) for one in ahead.forecast.carriers]
