"""The tables of a report as a workbook: each a sheet, numbers as numbers, names as they were typed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from desktop_pipeline.actions.deals import create_deal
from desktop_pipeline.domain.errors import RefusedError
from desktop_pipeline.domain.money import Money
from desktop_pipeline.queries.deal_question import DealQuestion, GroupKey
from desktop_pipeline.reports.asked import ReportAsked, ReportKind
from desktop_pipeline.reports.content import (
    BarChart,
    BarRow,
    Column,
    Fact,
    Facts,
    Line,
    Note,
    Notes,
    PageOpening,
    RangeChart,
    RangeRow,
    ReportContent,
    Section,
    Table,
)
from desktop_pipeline.reports.tables.report_workbook import write_report, write_report_tables
from desktop_pipeline.reports.tables.sheets import CellKind
from tests.reports.asking import CANARY, HEBREW, WORD, WORDS
from tests.workspaces import Desk, make_desk

EVERY = ReportAsked(ReportKind.DEALS, deals=DealQuestion(status=None))
LISTED = ("title", "value", "expected_close", "days_in_stage", "probability")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    with made.workspace:
        yield made


def make_content(*sections: Section) -> ReportContent:
    return ReportContent(
        "Alder",
        "Deals",
        "Deals, today",
        "As of today",
        ("One.", "Two."),
        (),
        sections,
        "Printed today",
        "Filter: none.",
    )


def read(path: Path) -> dict[str, list[tuple[object, ...]]]:
    book = load_workbook(path)
    return {name: [tuple(cell.value for cell in row) for row in book[name].iter_rows()] for name in book.sheetnames}


def sheet_of(path: Path, name: str) -> Worksheet:
    found = load_workbook(path)[name]
    assert isinstance(found, Worksheet)
    return found


def test_the_deals_of_a_list_are_rows_with_numbers_and_days(desk: Desk, tmp_path: Path) -> None:
    closing = datetime(2026, 3, 1).date()  # noqa: DTZ001 - a day has no zone
    desk.deal("Oak", value=120_050, expected_close_on=closing)
    stage = desk.stages()[0]
    create_deal(desk.workspace, title="Fir", stage_id=stage, at=desk.now, value=Money(700, "JPY"))
    desk.deal("Elm", value=None)
    out = tmp_path / "deals.xlsx"
    write_report_tables(desk.workspace, out, replace(EVERY, columns=LISTED))
    rows = read(out)["Deals"]
    assert rows[0] == ("Deal", "Value", "Expected close", "In stage", "Likely", "Currency code")
    assert [(row[0], row[1], row[2], row[3], row[5]) for row in rows[1:]] == [
        ("Elm", None, None, 0, None),
        ("Fir", 700, None, 0, "JPY"),
        ("Oak", 1200.5, datetime(2026, 3, 1), 0, "EUR"),  # noqa: DTZ001 - as the library reads a day
    ]
    assert all(isinstance(row[4], float) for row in rows[1:])
    assert [cell.number_format for cell in sheet_of(out, "Deals")["B"]][2:] == [
        "#,##0 [$JPY]_W_)",
        "#,##0.00 [$EUR]_W_)",
    ]


def test_groups_are_one_sheet_with_a_column_that_names_them(desk: Desk, tmp_path: Path) -> None:
    names = [row[0] for row in desk.workspace.rows("select name from stage where is_open order by position")]
    for title, stage in (("Oak", 0), ("Elm", 2), ("Ash", 2)):
        desk.deal(title, stage=stage)
    out = tmp_path / "deals.xlsx"
    write_report_tables(desk.workspace, out, replace(EVERY, deals=DealQuestion(group=GroupKey.STAGE)))
    rows = read(out)["Deals"]
    place = rows[0].index("Group")
    assert [(row[0], row[place]) for row in rows[1:]] == [("Oak", names[0]), ("Ash", names[2]), ("Elm", names[2])]
    assert read(out)["Sums"][1:] == [("EUR", 3, 0, 3600, 3600)]


def test_names_of_others_never_become_formulas(desk: Desk, tmp_path: Path) -> None:
    for title in ("=1+1", CANARY, HEBREW, WORD):
        desk.deal(title)
    out = tmp_path / "deals.xlsx"
    write_report_tables(desk.workspace, out, EVERY)
    cells = list(sheet_of(out, "Deals")["A"])[1:]
    assert [cell.value for cell in cells] == [WORD, HEBREW, CANARY, "=1+1"]
    assert {cell.data_type for cell in cells} == {"s"}


def test_the_first_sheet_says_what_the_report_says_around_its_tables(tmp_path: Path) -> None:
    out = tmp_path / "r.xlsx"
    notes = Notes("how", "How the numbers are made", (Note("Value", "As entered."),))
    write_report(out, make_content(notes), WORDS)
    first = read(out)["Summary"]
    told = {(row[0], row[1]) for row in first if any(row)}
    assert {(None, "Filter: none."), ("Value", "As entered."), (None, "One."), (None, "Two.")} <= told


def test_every_table_is_a_sheet_and_facts_and_shares_are_too(tmp_path: Path) -> None:
    head = (Column("Name", is_number=False), Column("Deals", kind=CellKind.COUNT))
    table = Table("a", "By owner", "", head, (Line(("Ann", "3"), values=("Ann", 3)), Line(("All", "3"), is_total=True)))
    said = Table("b", "By owner", "", (Column("Only said"),), (Line(("1 of 2",)),))
    facts = Facts("c", "The deal", (Fact("Owner", "Ann"),))
    shares = RangeChart(
        "d", "Win rate", "", (RangeRow("Ann", 0.5, 0.25, 0.75, "50 %"), RangeRow("Ben", None, None, None, "1 of 2"))
    )
    out = tmp_path / "r.xlsx"
    write_report(out, make_content(table, said, facts, PageOpening("p", "Ann", ""), table, shares), WORDS)
    found = read(out)
    assert list(found) == ["Summary", "By owner", "By owner 2", "The deal", "Ann By owner", "Ann Win rate"]
    assert found["By owner"] == [("Name", "Deals"), ("Ann", 3)]
    assert found["By owner 2"] == [("Only said",), ("1 of 2",)]
    assert found["The deal"][1] == ("Owner", "Ann")
    assert found["Ann Win rate"][1:] == [("Ann", 0.5, 0.25, 0.75, "50 %"), ("Ben", None, None, None, "1 of 2")]


def test_what_stands_below_a_name_has_a_column_of_its_own(tmp_path: Path) -> None:
    out = tmp_path / "r.xlsx"
    head = (Column("Name", is_number=False),)
    lines = (Line(("Ines",), values=("Ines",), below="Head of projects"), Line(("Jo",), values=("Jo",)))
    write_report(out, make_content(Table("p", "People", "", head, lines)), WORDS)
    assert read(out)["People"] == [("Name", "Below the name"), ("Ines", "Head of projects"), ("Jo", None)]


def test_a_chart_of_counts_is_a_table_of_numbers(tmp_path: Path) -> None:
    out = tmp_path / "r.xlsx"
    counts = BarChart("k", "What was done", "", (BarRow("Call", 1200.0, "1,200"), BarRow("Visit", 3.0, "3")))
    worth = BarChart("w", "Worth", "", (BarRow("Ann", 120000.0, "€1,200"),))
    write_report(out, make_content(counts, worth), WORDS)
    assert read(out)["What was done"][1:] == [("Call", 1200), ("Visit", 3)]
    assert read(out)["Worth"][1:] == [("Ann", "€1,200")]


def test_money_is_shown_in_the_currency_of_its_column_or_of_its_row(tmp_path: Path) -> None:
    heads = ("Value", "In EUR", "Either")
    pounds = Line(("£1", "€1.20", "€2"), values=(Money(100, "GBP"), Money(120, "EUR"), Money(200, "EUR")))
    francs = Line(("CHF 1", "€1", "CHF 3"), values=(Money(100, "CHF"), Money(100, "EUR"), Money(300, "CHF")))
    table = Table("s", "Sums", "", tuple(Column(head, kind=CellKind.MONEY) for head in heads), (pounds, francs))
    out = tmp_path / "r.xlsx"
    write_report(out, make_content(table), WORDS)
    assert read(out)["Sums"][1:] == [(1, 1.2, 2, "GBP"), (1, 1, 3, "CHF")]
    value, in_base, either = (sheet_of(out, "Sums").cell(2, place).number_format for place in (1, 2, 3))
    assert (value, in_base) == ("#,##0.00 [$GBP]_W_)", "#,##0.00 [$EUR]_W_)")
    # In no currency of its own and not always in that of its row, it is a mere number.
    assert either == "General_W_)"


def test_a_long_title_ends_with_a_whole_word_on_its_sheet(tmp_path: Path) -> None:
    out = tmp_path / "r.xlsx"
    titles = ("Win rate by size of the customer", "Win rate by size of the customer, again", "x" * 40, "y" * 31)
    tables = (Table("t", title, "", (Column("Name"),), (Line(("a",)),)) for title in titles)
    write_report(out, make_content(*tables), WORDS)
    first = "Win rate by size of the…"
    assert list(read(out)) == ["Summary", first, f"{first} 2", "x" * 30 + "…", "y" * 31]


def test_days_and_ratios_are_not_shown_to_the_last_of_their_places(tmp_path: Path) -> None:
    columns = (
        Column("Mean days", kind=CellKind.DAYS),
        Column("Coverage", kind=CellKind.NUMBER),
        Column("Quantity", kind=CellKind.NUMBER),
    )
    lines = (Line(("44", "1.33", "3"), values=(43.8333333333, 4 / 3, 3)), Line(("6", "2", "4"), values=(6, 2.0, 4.0)))
    out = tmp_path / "r.xlsx"
    write_report(out, make_content(Table("t", "Pace", "", columns, lines)), WORDS)
    shown = [[cell.number_format for cell in row] for row in sheet_of(out, "Pace").iter_rows(min_row=2)]
    assert shown == [["#,##0_W_)", "#,##0.00_W_)", "General_W_)"]] * 2


def test_what_cannot_be_written_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="cannot be written"):
        write_report_tables(desk.workspace, tmp_path / "no" / "r.xlsx", EVERY)
    with pytest.raises(RefusedError, match="name of a workspace"):
        write_report_tables(desk.workspace, desk.path, EVERY)
    assert not (tmp_path / "no").exists()
