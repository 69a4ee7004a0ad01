"""The printed win/loss analysis: never more than the sample bears, and no section about nothing."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from desktop_pipeline.actions.currencies import add_currency, add_rate
from desktop_pipeline.actions.deal_marks import add_competitor
from desktop_pipeline.actions.deals import create_deal, lose_deals, move_deals, win_deals
from desktop_pipeline.domain.money import Money
from desktop_pipeline.metrics.population import LeftOut, Why
from desktop_pipeline.reports.asked import ReportKind
from desktop_pipeline.reports.content import BarChart, Passage, RangeChart, ReportContent, SectionName
from desktop_pipeline.reports.numbers_words import join_left_out
from desktop_pipeline.reports.spans import SpanName
from tests.reports.companies import Record, make_company
from tests.reports.makings import figures_of, make, notes_of, plain, rows_of, table_of, tell, titles_of
from tests.workspaces import Desk, desk

__all__ = ["desk"]


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Desk]:
    made = make_company(tmp_path, [("Ann", Record(6, 4)), ("Ben", Record(1, 2))], open_deals=3)
    with made.workspace:
        yield made


def report(desk: Desk, span: SpanName = SpanName.TWELVE_MONTHS) -> ReportContent:
    return make(desk.workspace, ReportKind.WIN_LOSS, span)


def test_an_empty_company_closed_nothing(desk: Desk) -> None:
    content = report(desk)
    assert tell(content) == "No deal was closed in the period (6 Jan 2025 to 5 Jan 2026)."
    assert figures_of(content) == {
        "Win rate": "–",
        "Win rate by value": "–",
        "Won": "€0",
        "Lost": "€0",
        "Average deal": "–",
        "Cycle length": "–",
    }
    assert titles_of(content) == ["How the numbers are made"]


def test_open_deals_alone_are_neither_won_nor_lost(desk: Desk) -> None:
    desk.deal("Oak table")
    assert tell(report(desk)).startswith("No deal was closed")
    assert "Where deals were lost" not in titles_of(report(desk))


def test_one_deal_is_told_by_its_count(desk: Desk) -> None:
    win_deals(desk.workspace, [desk.deal("Oak table", value=100_000)], at=desk.later(days=3))
    content = report(desk)
    assert tell(content) == "Of 1 deal closed (9 Jan 2025 to 8 Jan 2026), 1 was won, worth €1,000."
    assert "%" not in " ".join(figures_of(content).values())
    assert figures_of(content)["Win rate"] == "1 of 1"
    months = table_of(content, "Month by month")
    assert [line.cells[:4] for line in months.lines] == [
        ("January 2026, in part", "1", "0", "1 of 1"),
        ("All", "1", "0", "1 of 1"),
    ]


def test_ranges_stand_where_five_were_closed_and_counts_below(company: Desk) -> None:
    content = report(company)
    chart = next(section for section in content.sections if isinstance(section, RangeChart))
    ann, ben = chart.rows
    assert (ann.name, ann.share, plain(ann.said)) == ("Ann", 0.6, "60 %, 6 of 10 (31 to 83 %)")
    assert (ben.name, ben.share, ben.low, ben.high, ben.said) == ("Ben", None, None, None, "1 of 3")
    assert chart.average == pytest.approx(7 / 13)


def test_what_nothing_tells_apart_has_no_chart(company: Desk) -> None:
    assert {title for title in titles_of(report(company)) if title.startswith("Win rate by")} == {
        "Win rate by owner",
        "Win rate by owner, in numbers",
    }


def test_a_change_of_the_win_rate_is_claimed_only_where_the_ranges_lie_apart(company: Desk) -> None:
    company.later(days=31)
    even = [company.deal(f"Even {number}") for number in range(6)]
    lose_deals(company.workspace, even[:3], reason_id=company.reason(), at=company.later())
    win_deals(company.workspace, even[3:], at=company.later())
    assert "a difference that chance explains." in tell(report(company, SpanName.THIS_MONTH))
    better = [company.deal(f"Better {number}") for number in range(60)]
    win_deals(company.workspace, better, at=company.later())
    assert "That is more than before, 54 % (29 to 77 %)." in tell(report(company, SpanName.THIS_MONTH))


def test_reasons_tell_value_and_the_stage_where_they_end(company: Desk) -> None:
    far = company.deal("Far", value=300_000)
    move_deals(company.workspace, [far], company.stages()[3], after=None, at=company.later())
    lose_deals(company.workspace, [far], reason_id=company.reason("No decision"), at=company.later())
    content = report(company)
    rows = rows_of(table_of(content, "Why deals were lost, in numbers"))
    assert (rows["No decision"]["Value"], rows["No decision"]["Most often ends in"]) == ("€3,000", "Negotiation")
    assert rows["Price"]["Most often ends in"] == "Lead Generation"
    stages = rows_of(table_of(content, "Where deals were lost"))
    assert {name: row["Deals"] for name, row in stages.items()} == {
        "Lead Generation": "6",
        "Negotiation": "1",
        "All": "7",
    }
    chart = next(section for section in content.sections if isinstance(section, BarChart))
    assert [(row.name, row.value, plain(row.said)) for row in chart.rows] == [
        ("Price", 6, "6, 86 %"),
        ("No decision", 1, "1, 14 %"),
    ]


def test_nobody_is_named_as_losing_more_than_chance_allows(company: Desk) -> None:
    said = next(section for section in report(company).sections if isinstance(section, Passage))
    assert said.name == SectionName.PROFILES
    assert said.paragraphs == ("Profiles are compared from 10 losses on, where others lost deals too.",)


def test_who_loses_where_others_do_not_is_named_with_counts(tmp_path: Path) -> None:
    desk = make_company(tmp_path, [("Ann", Record(0, 30)), ("Ben", Record(1, 0))])
    with desk.workspace:
        ben = desk.id_of("owner", "Ben")
        deals = [desk.deal(f"Late {number}", owner_id=ben) for number in range(20)]
        move_deals(desk.workspace, deals, desk.stages()[2], after=None, at=desk.later())
        lose_deals(desk.workspace, deals, reason_id=desk.reason(), at=desk.later(days=1))
        said = next(section for section in report(desk).sections if isinstance(section, Passage))
    assert "Ben loses at Proposal more often than the rest of the team, 20 of 20." in said.paragraphs
    assert len(said.paragraphs) == 4


def test_competitors_are_told_where_any_is_kept(company: Desk) -> None:
    assert "Against whom" not in titles_of(report(company))
    deal = company.deal("Contested", value=300_000)
    add_competitor(company.workspace, deal, "Rival & Sons")
    lose_deals(company.workspace, [deal], reason_id=company.reason("Chose another"), at=company.later())
    row = rows_of(table_of(report(company), "Against whom"))["Rival & Sons"]
    assert (row["Won"], row["Lost"], row["Win rate"], row["Lost value"]) == ("0", "1", "0 of 1", "€3,000")


def test_unknown_values_are_dashes_and_named(desk: Desk) -> None:
    win_deals(desk.workspace, [desk.deal("Unknown", value=None)], at=desk.later(days=2))
    content = report(desk)
    assert figures_of(content)["Won"] == "–"
    assert notes_of(content)["Left out"] == "1 deal has no value and is left out of the sums."
    assert table_of(content, "Month by month").lines[-1].cells[-1] == "–"


def test_currencies_are_never_added_as_if_they_were_one(desk: Desk) -> None:
    franc, pound = add_currency(desk.workspace, "CHF"), add_currency(desk.workspace, "GBP")
    add_rate(desk.workspace, franc, from_on=date(2025, 1, 1), rate=Decimal("1.05"))
    assert pound
    deals = [
        create_deal(desk.workspace, title=code, stage_id=desk.stages()[0], at=desk.now, value=Money(100_000, code))
        for code in ("EUR", "CHF", "GBP")
    ]
    win_deals(desk.workspace, deals, at=desk.later(days=2))
    content = report(desk)
    assert figures_of(content)["Won"] == "€2,050"
    notes = notes_of(content)
    assert "1 deal in GBP is left out of the sums: no exchange rate." in notes["Left out"]
    assert notes["Currencies"].startswith("Sums are in EUR; CHF, GBP at your own dated rates")


def test_in_one_currency_nothing_is_said_of_rates(company: Desk) -> None:
    assert "Currencies" not in notes_of(report(company))


def test_why_deals_are_left_out_is_told_once_for_all_figures() -> None:
    of_figures = (LeftOut(Why.NO_VALUE, 3), LeftOut(Why.NO_RATE, 1, "CHF"))
    of_people = (LeftOut(Why.NO_VALUE, 2), LeftOut(Why.NO_RATE, 4, "GBP"), LeftOut(Why.NO_OWNER, 1))
    assert join_left_out(of_figures, of_people) == (*of_figures, *of_people[1:])
