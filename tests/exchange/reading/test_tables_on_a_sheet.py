import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from desktop_pipeline.domain.errors import CannotOpenError
from desktop_pipeline.exchange.options import ReadingChoices
from desktop_pipeline.exchange.reading.files import read_book
from desktop_pipeline.exchange.tables import Table

Rows = Sequence[Sequence[object]]
ReadSheet = Callable[..., tuple[Table, ...]]
DEALS = ["Deal name", "Account name", "Amount", "Stage"]


@pytest.fixture
def read_sheet(tmp_path: Path) -> ReadSheet:
    """The tables of a sheet of those rows, with those cells merged."""

    def read(rows: Rows, *merged: str, top: int | None = None) -> tuple[Table, ...]:
        workbook = Workbook()
        sheet = workbook.active
        sheet.title = "Deals"
        for row in rows:
            sheet.append(list(row))
        for cells in merged:
            sheet.merge_cells(cells)
        path = tmp_path / "deals.xlsx"
        workbook.save(path)
        return read_book(path, ReadingChoices(tops={} if top is None else {"Deals": top})).tables

    return read


def shape(table: Table) -> tuple[int, int, tuple[str, ...], list[int]]:
    return table.header_row, table.left, table.headers, [row.number for row in table.rows]


def test_the_header_stands_below_a_title_and_blank_rows(read_sheet: ReadSheet) -> None:
    (table,) = read_sheet([["Open deals"], [], ["as of", "1 May"], [], DEALS, [], ["A", "Acme", 1, "New"]])
    assert shape(table) == (5, 0, tuple(DEALS), [7])
    assert [(row.number, row.why, row.text) for row in table.passed] == [
        (1, "title", "Open deals"),
        (3, "title", "as of · 1 May"),
    ]


def test_a_header_merged_over_two_rows_is_one_header(read_sheet: ReadSheet) -> None:
    rows = [["Deal name", "Customer", None, "Amount"], [None, "Account name", "City", None], ["A", "Acme", "Bonn", 1]]
    (table,) = read_sheet(rows, "A1:A2", "B1:C1", "D1:D2")
    assert shape(table) == (2, 0, ("Deal name", "Account name", "City", "Amount"), [3])
    assert table.passed == ()


def test_names_that_stand_twice_get_the_group_above_them(read_sheet: ReadSheet) -> None:
    rows = [["Deal name", "Q1", None, "Q2", None], [None, "Amount", "Stage", "Amount", "Stage"], ["A", 1, "x", 2, "y"]]
    (table,) = read_sheet(rows, "A1:A2", "B1:C1", "D1:E1")
    assert table.headers == ("Deal name", "Q1 Amount", "Q1 Stage", "Q2 Amount", "Q2 Stage")


def test_of_merged_cells_of_the_data_the_first_counts_for_words_in_every_row(tmp_path: Path) -> None:
    workbook = Workbook()
    for row in (DEALS, ["A", "Acme", 1, "New"], ["B", "Hidden", 2, "New"], ["C", "Bolt", 3, "New"]):
        workbook.active.append(row)
    workbook.save(tmp_path / "whole.xlsx")
    # Other programs leave values in the cells that a merged one covers
    with zipfile.ZipFile(tmp_path / "whole.xlsx") as whole, zipfile.ZipFile(tmp_path / "deals.xlsx", "w") as merged:
        for name in whole.namelist():
            cells = b'</sheetData><mergeCells count="2"><mergeCell ref="B2:B3"/><mergeCell ref="C2:C3"/></mergeCells>'
            merged.writestr(name, whole.read(name).replace(b"</sheetData>", cells))
    (table,) = read_book(tmp_path / "deals.xlsx").tables
    assert [row.cells[1:3] for row in table.rows] == [("Acme", 1), ("Acme", None), ("Bolt", 3)]


def test_tables_side_by_side_with_names_in_common_are_two(read_sheet: ReadSheet) -> None:
    rows = [["Deal name", "Amount", None, "Deal name", "Amount"], ["A", 1, None, "X", 7], ["B", 2, None, "Y", 8]]
    left, right = read_sheet(rows)
    assert shape(left) == (1, 0, ("Deal name", "Amount"), [2, 3])
    assert shape(right) == (1, 3, ("Deal name", "Amount"), [2, 3])
    assert right.rows[0].cells == ("X", 7)
    assert right.place == ("deals.xlsx", "Deals · D", 1, 3)


def test_tables_side_by_side_on_rows_of_their_own_are_two(read_sheet: ReadSheet) -> None:
    rows = [[*DEALS, None, None, None], ["A", "Acme", 1, "New"], ["B", "Bolt", 2, "New", None, "Owner", "Region"]]
    rows += [["C", "Cord", 3, "Won", None, "Ada", "North"], ["D", "Dorn", 4, "Won", None, "Ben", "South"]]
    left, right = read_sheet(rows)
    assert shape(left) == (1, 0, tuple(DEALS), [2, 3, 4, 5])
    assert shape(right) == (3, 5, ("Owner", "Region"), [4, 5])


def test_a_short_list_beside_a_long_table_is_one_of_its_own(read_sheet: ReadSheet) -> None:
    rows: list[list[object]] = [[*DEALS, None, "Sales rep", "Region"]]
    rows += [[f"Deal {number}", "Acme", number, "New"] for number in range(20)]
    rows[1] += [None, "Ada", "North"]
    rows[2] += [None, "Ben", "South"]
    left, right = read_sheet(rows)
    assert len(left.rows) == 20
    assert [row.cells for row in right.rows] == [("Ada", "North"), ("Ben", "South")]


def test_a_blank_column_for_spacing_parts_no_table(read_sheet: ReadSheet) -> None:
    rows = [["Deal name", "Account name", None, "Amount", "Stage"], ["A", "Acme", None, 1, "New"]]
    rows += [["B", "Bolt", None, None, "New"], ["C", "Cord", None, 3, "Won"]]
    (table,) = read_sheet(rows)
    assert shape(table) == (1, 0, ("Deal name", "Account name", "", "Amount", "Stage"), [2, 3, 4])


def test_tables_below_each_other_are_two(read_sheet: ReadSheet) -> None:
    rows = [["Deals"], DEALS, ["A", "Acme", 1, "New"], ["B", "Bolt", 2, "New"], [], ["Products"], ["Product", "Price"]]
    first, second = read_sheet([*rows, ["Desk", 100], ["Chair", 50]])
    assert shape(first) == (2, 0, tuple(DEALS), [3, 4])
    assert shape(second) == (7, 0, ("Product", "Price"), [8, 9])
    assert [row.text for row in second.passed] == ["Products"]


def test_blank_rows_between_groups_part_no_table(read_sheet: ReadSheet) -> None:
    rows = [DEALS, ["A", "Acme", 1, "New"], [], ["B", "Bolt", None, "Won"], ["C", "Cord", 3, "Won"], [], ["D"]]
    (table,) = read_sheet(rows)
    assert shape(table) == (1, 0, tuple(DEALS), [2, 4, 5, 7])


def test_a_word_among_amounts_below_a_gap_starts_no_table(read_sheet: ReadSheet) -> None:
    rows = [DEALS, ["A", "Acme", 1, "New"], ["B", "Bolt", 2, "Won"], [], ["C", "Cord", "to be agreed", "New"]]
    (table,) = read_sheet([*rows, ["D", "Dorn", 4, "Won"], ["E", "Eden", 5, "Won"]])
    assert [row.number for row in table.rows] == [2, 3, 5, 6, 7]


def test_the_header_once_more_below_a_gap_goes_on_with_its_table(read_sheet: ReadSheet) -> None:
    rows = [DEALS, ["A", "Acme", 1, "New"], ["B", "Bolt", 2, "New"], [], DEALS, ["C", "Cord", 3, "Won"]]
    (table,) = read_sheet(rows)
    assert [row.number for row in table.rows] == [2, 3, 6]
    assert table.passed == ((5, "repeated header", "Deal name · Account name · Amount · Stage"),)


def test_a_table_that_starts_in_the_middle_of_a_sheet_knows_where(read_sheet: ReadSheet) -> None:
    (table,) = read_sheet([[], [], [None, None, *DEALS], [None, None, "A", "Acme", 1, "New"]])
    assert shape(table) == (3, 2, tuple(DEALS), [4])
    assert table.rows[0].cells == ("A", "Acme", 1, "New")


def test_values_from_the_first_row_on_are_all_taken(read_sheet: ReadSheet) -> None:
    (table,) = read_sheet([[1, 10.5], [2, 11.5], [3, 12.5]])
    assert shape(table) == (0, 0, ("A", "B"), [1, 2, 3])


def test_another_header_row_can_be_chosen(read_sheet: ReadSheet) -> None:
    rows = [DEALS, ["Vorgang", "Kunde", "Betrag", "Phase"], ["A", "Acme", 1, "New"]]
    (table,) = read_sheet(rows, top=2)
    assert shape(table) == (2, 0, ("Vorgang", "Kunde", "Betrag", "Phase"), [3])
    (bare,) = read_sheet(rows, top=0)
    assert shape(bare) == (0, 0, ("A", "B", "C", "D"), [1, 2, 3])


@pytest.mark.parametrize(("columns", "named"), [(16_385, 2), (5_000, 5_000)])
def test_a_table_wider_than_any_sheet_is_refused(tmp_path: Path, columns: int, named: int) -> None:
    headers = [*DEALS[:2], *(f"Column {number}" if number < named else "" for number in range(2, columns - 1)), "Last"]
    path = tmp_path / "wide.csv"
    path.write_text("\n".join(",".join(row) for row in (headers, ["A"] * columns)), encoding="utf-8")
    with pytest.raises(CannotOpenError) as caught:
        read_book(path)
    assert str(caught.value) == "“wide.csv” is too large to read safely."


def test_sheets_can_be_chosen_and_tell_their_sizes(tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.active.title = "One"
    for name, state in {"One": "visible", "Two": "visible", "Old": "hidden", "Secret": "veryHidden"}.items():
        sheet = workbook["One"] if name == "One" else workbook.create_sheet(name)
        sheet.sheet_state = state
        sheet.append(DEALS)
        sheet.append([name, "Acme", 1, "New"])
    chart_sheet = workbook.create_chartsheet("Chart")
    assert chart_sheet is not None
    path = tmp_path / "deals.xlsx"
    workbook.save(path)
    book = read_book(path, ReadingChoices(sheets=("two", "Secret")))
    assert book.sheets == (
        *(("One", 2, 4, False, False), ("Two", 2, 4, False, True)),
        *(("Old", 2, 4, True, False), ("Secret", 2, 4, True, True)),
    )
    assert [table.rows[0].cells[0] for table in book.tables] == ["Two", "Secret"]
