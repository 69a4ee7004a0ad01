from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from desktop_pipeline.domain.errors import CannotOpenError
from desktop_pipeline.exchange.known import Known
from desktop_pipeline.exchange.options import ImportOptions
from desktop_pipeline.exchange.planning.plan import plan_import
from desktop_pipeline.exchange.records import Problem
from desktop_pipeline.exchange.tables import Row, Table
from desktop_pipeline.exchange.writing.problems import write_problems
from tests.exchange.found import read_tables

FORMULAS = ("=1+1", "+49 30 1", "-x", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")')


def make_table(sheet: str | None, *rows: tuple[object, ...], headers: tuple[str, ...] = ("Deal", "Created")) -> Table:
    numbered = tuple(Row(number, row) for number, row in enumerate(rows, start=2))  # type: ignore[arg-type]
    return Table("my:deals.csv", sheet, 1, headers, numbered)


def note(table: Table, row: int, column: str = "Created", text: str = "not a date") -> Problem:
    return Problem(table.file, table.sheet, row, column, "", text)


def test_rows_not_taken_are_written_as_they_were_with_their_reasons(tmp_path: Path) -> None:
    table = make_table(None, ("A", "31.02.2020"), ("B", date(2020, 1, 2)), ("C",), ("fine", "2020-01-01"))
    out = tmp_path / "problems.xlsx"
    wrong = [note(table, 2), note(table, 2, "Deal", "odd"), note(table, 3), note(table, 4, "", "no title")]
    assert write_problems(out, [table], wrong) == 3
    (sheet,) = load_workbook(out).worksheets
    assert sheet.title == "my deals"
    rows = [tuple(cell.value for cell in row) for row in sheet.iter_rows()]
    assert rows[0] == ("Deal", "Created", "Not taken")
    assert rows[1] == ("A", "31.02.2020", "Created: not a date; Deal: odd")
    assert rows[2][1].date() == date(2020, 1, 2)
    assert rows[3] == ("C", None, "no title")
    assert [path.name for path in tmp_path.iterdir()] == ["problems.xlsx"]


def test_the_rows_can_be_read_as_they_stand(tmp_path: Path) -> None:
    table = make_table(None, ("A deal with a name of some length", "31.02.2020"), ("B", "32.01.2020"))
    write_problems(tmp_path / "out.xlsx", [table], [note(table, 2), note(table, 3)])
    (sheet,) = load_workbook(tmp_path / "out.xlsx").worksheets
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("A2", "A1:C3", "$1:$1")
    assert all(cell.font.bold for cell in sheet[1])
    assert sheet["C1"].fill.fgColor.rgb != sheet["A1"].fill.fgColor.rgb
    assert sheet.column_dimensions["A"].width > len("A deal with a name of some length")
    assert sheet["C2"].alignment.wrap_text
    assert sheet.row_dimensions[2].height is None
    many = [note(table, 2, "Created", f"is wrong in its way number {number}") for number in range(4)]
    write_problems(tmp_path / "many.xlsx", [table], many)
    (sheet,) = load_workbook(tmp_path / "many.xlsx").worksheets
    assert sheet.row_dimensions[2].height == 3 * 15
    assert {cell.alignment.vertical for cell in sheet[2]} == {"top"}


def test_no_cell_becomes_a_formula_and_each_comes_back_as_it_was(tmp_path: Path) -> None:
    table = make_table(None, *((text, None) for text in FORMULAS), headers=("=A1", "Created"))
    write_problems(tmp_path / "out.xlsx", [table], [note(table, number) for number in range(2, 8)])
    (sheet,) = load_workbook(tmp_path / "out.xlsx").worksheets
    cells = [row[0] for row in sheet.iter_rows()]
    assert [cell.data_type for cell in cells] == ["s"] * 7
    assert [cell.value for cell in cells] == ["=A1", *FORMULAS]
    assert all(cell.quotePrefix for cell in cells)


def test_what_a_workbook_cannot_hold_does_not_stop_it(tmp_path: Path) -> None:
    tables = [
        make_table("Deals [1/2]: *all*", ("a\0b\x0bc", "x" * 40_000)),
        make_table("deals  1 2    all", ("A",)),
        make_table("x" * 40, ("A",)),
        make_table("X" * 40, ("A",)),
    ]
    write_problems(tmp_path / "out.xlsx", tables, [note(table, 2) for table in tables])
    sheets = load_workbook(tmp_path / "out.xlsx").worksheets
    assert sheets[0].title == "Deals  1 2    all"
    assert len({sheet.title.casefold() for sheet in sheets}) == 4
    assert all(len(sheet.title) <= 31 for sheet in sheets)
    assert sheets[0]["A2"].value == "abc"
    assert len(sheets[0]["B2"].value) == 32_767


def test_without_problems_there_is_still_a_workbook_that_opens(tmp_path: Path) -> None:
    assert write_problems(tmp_path / "out.xlsx", [make_table(None, ("A",))], []) == 0
    assert load_workbook(tmp_path / "out.xlsx").sheetnames == ["Not taken"]


def test_the_written_rows_can_be_corrected_and_imported(tmp_path: Path, write_text: Callable[..., Path]) -> None:
    tables = read_tables(write_text("Deal name,Stage,Amount\nA,New,-5\nB,New,6\n"))
    plan = plan_import(tables, ImportOptions(currency="EUR"), Known())
    write_problems(tmp_path / "out.xlsx", tables, plan.problems)
    again = plan_import(read_tables(tmp_path / "out.xlsx"), ImportOptions(currency="EUR"), Known())
    assert [deal.fields.title for deal in again.deals] == ["A"]
    assert again.unused_columns == ()


def test_a_place_that_cannot_be_written_is_said_in_one_sentence(tmp_path: Path) -> None:
    table = make_table(None, ("A",))
    with pytest.raises(CannotOpenError, match=r"“out.xlsx” cannot be written: "):
        write_problems(tmp_path / "none" / "out.xlsx", [table], [note(table, 2)])
