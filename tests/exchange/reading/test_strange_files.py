"""Each file of `hostile/` and `encodings/` gets what its README says of it: the right rows, or one sentence."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import pytest

from desktop_pipeline.exchange.options import ReadingChoices
from desktop_pipeline.exchange.reading.files import read_book
from desktop_pipeline.exchange.reading.workbooks import begin_workbook
from tests.exchange.reading.strange import Read, Told

LONGEST_SECONDS = 10
MOST_MEMORY = 600
NOTHING = "There is nothing to import in “{}”."
DAMAGED = "“{}” is damaged and cannot be read."
PROTECTED = "“{}” is password protected. Save it without a password and try again."
NO_SPREADSHEET = "“{}” is not a spreadsheet, whatever its name says, or it is damaged."
ENTITIES = "“{}” holds entity declarations, which no spreadsheet program writes, and is not opened."

# (sheet, number of the header row, first column, headers it begins with, rows)
Shape = tuple[str | None, int, int, tuple[str, ...], int]
CUT = "clusterfuzz-testcase-minimized-POIXSSFFuzzer-5089447305609216.xlsx"

HOSTILE: Mapping[str, str | list[Shape]] = {
    "poi/poc-xmlbomb.xlsx": ENTITIES,
    "poi/poc-shared-strings.xlsx": DAMAGED,
    "poi/xxe_in_schema.xlsx": [("Sheet1", 9, 2, ("/Test/Test", "Column1", "Column2"), 1)],
    "poi/xlsx-corrupted.xlsx": DAMAGED,
    f"poi/{CUT}": DAMAGED,
    "poi/protected_passtika.xlsx": PROTECTED,
    "poi/58616.xlsx": PROTECTED,
    "calamine/pass_protected.xlsx": PROTECTED,
    "calamine/pass_protected.ods": PROTECTED,
    "calamine/issue_174.xlsx": [("Sheet1", 1, 0, ("Your Ref #", "Contact Name", "Contact Number"), 1)],
    "sheetjs/large_strings.xlsx": [
        ("Large Strings", 1, 0, ("a", "a"), 9998),
        ("Simple", 1, 0, ("a", "a", "aa", "aa", "aaa", "aaa"), 25),
        ("longwordslist", 1, 0, ("abandonment", "abandonment"), 17618),
    ],
    "poi/SampleSS.strict.xlsx": [
        ("First Sheet", 1, 0, ("Test spreadsheet", ""), 2),
        ("Sheet Number 2", 6, 0, ("cb=1", "cb=10", "cb=2", "cb=sum"), 1),
    ],
    "calamine/minimal_package.xlsx": [("Sheet1", 3, 0, ("BKG_NUM", "BKG_DT", "BKG_TM"), 193)],
    "calamine/date_iso.xlsx": [("Sheet", 1, 0, ("2021-01-01",), 5)],
    "calamine/too_small.xls": NO_SPREADSHEET,
    "poi/link-external-workbook-b.xlsx": [("Sheet0", 0, 0, ("A",), 1)],
    "poi/link-external-workbook-a.xlsx": [("Sheet0", 0, 0, ("A", "B"), 1)],
    "calamine/errors.xlsx": [("Feuil1", 1, 0, ("#DIV/0!",), 6)],
    "sheetjs/1904_1904.xlsx": [("Sheet1", 0, 0, ("A", "B", "C", "D"), 5)],
    "poi/DateFormatTests.xlsx": [
        ("Flags", 1, 0, ("Flag Name", "Value", "Description"), 3),
        ("Tests", 1, 0, ("Result (expected)", "Format", "Value", "Categories"), 45),
    ],
    "poi/NumberFormatApproxTests.xlsx": [
        ("Flags", 1, 0, ("Flag Name", "Value", "Description"), 3),
        ("Tests", 1, 0, ("Result (expected)", "Format", "Value", "Categories"), 248),
    ],
    "sheetjs/DataTypesFormats.xlsx": [("Sheet1", 1, 0, ("Date", "2020-07-23"), 5)],
    "poi/duplicate-filename.xlsx": DAMAGED,
    "poi/noSharedStringTable.xlsx": [("Sheet1", 0, 0, ("A", "B"), 1)],
    "poi/InlineStrings.xlsx": [("Sheet1", 1, 0, ("Numbers", "Strings", "Inline Strings", "Formulas"), 6)],
    "poi/NewlineInFormulas.xlsx": [("Sheet1", 0, 0, ("A", "B"), 10)],
    "calamine/encoded_entities.xlsx": NOTHING,
    "sheetjs/crlf_crlf.csv": [(None, 1, 0, ("Normal", "abc\ndef"), 2)],
    "poi/TwoSheetsOneHidden.xlsx": NOTHING,
    "calamine/any_sheets.xlsx": [("Visible", 0, 0, ("A", "B"), 3)],
    "poi/unicodeSheetName.xlsx": [("Sheet・1", 0, 0, ("A",), 9)],
    "poi/54084 - Greek - beyond BMP.xlsx": NOTHING,
    "sheetjs/sushi.xlsx": NOTHING,
    "poi/SimpleMacro.xlsm": NOTHING,
    "poi/workbookProtection-workbook_password-2013.xlsx": NOTHING,
    "poi/simple-monthly-budget.xlsx": [
        ("Simple Monthly Budget", 4, 1, ("Item", "Amount"), 3),
        ("Simple Monthly Budget", 10, 1, ("Item", "Amount"), 13),
        ("Simple Monthly Budget", 8, 4, ("Total Monthly Income", "Total Monthly Expenses", "Balance"), 1),
    ],
    "poi/TablesWithDifferentHeaders.xlsx": [
        ("IntHeaders", 1, 0, ("12", "34"), 1),
        ("FloatHeaders", 1, 0, ("12.34", "34.56"), 1),
        ("NoExplicitHeaders", 1, 0, ("Column1", "Column2"), 2),
    ],
    "calamine/header-row.xlsx": [("Sheet1", 9, 0, ("Columns", "Column A", "Column B", "Column C"), 1)],
    "calamine/merged_range.xlsx": [
        ("Sheet1", 1, 0, ("A1", "B1", "C1", "", "E1"), 2),
        ("Sheet2", 1, 0, ("A1", "B1", "C1", "", "E1"), 2),
    ],
    "calamine/empty_sheet.xlsx": NOTHING,
    "calamine/inventory-table.xlsx": [("Sheet1", 1, 0, ("Item", "Type", "Quantity"), 4)],
}

WORKBOOK = ("text", "date", "integer", "boolean", "float", "datetime", "empty_column")
# The encoding and the separator of each text, then its only table
ENCODINGS: Mapping[str, tuple[str, str, Shape] | str] = {
    "csvkit/Datagov_FY10_EDU_recp_by_State.csv": ("utf-8", ",", (None, 3, 0, ("State Name",), 53)),
    "csvkit/FY09_EDU_Recipients_by_State.csv": ("utf-8", ",", (None, 1, 0, ("State Name",), 52)),
    "csvkit/bad.csv": ("utf-8", ",", (None, 1, 0, ("column_a", "column_b", "column_c"), 3)),
    "csvkit/bad_skip_lines.csv": ("utf-8", ",", (None, 4, 0, ("column_a", "column_b", "column_c"), 3)),
    "csvkit/blanks.csv": ("utf-8", ",", (None, 1, 0, ("a", "b", "c", "d", "e", "f"), 1)),
    "csvkit/date_like_number.csv": ("utf-8", ",", (None, 1, 0, ("a",), 1)),
    "csvkit/ks_1033_data.csv": ("utf-8", ",", (None, 1, 0, ("state", "county", "fips"), 1575)),
    "csvkit/mac_newlines.csv": ("utf-8", ",", (None, 1, 0, ("a", "b", "c"), 2)),
    "csvkit/null_byte.csv": ("utf-8", ",", (None, 1, 0, ("a", "b", "c"), 1)),
    "csvkit/sniff_limit.csv": ("utf-8", ";", (None, 1, 0, ("a", "b", "c"), 1)),
    "csvkit/test_date_format.csv": ("utf-8", ",", (None, 1, 0, ("a",), 2)),
    "csvkit/test_empty_columns.csv": ("utf-8", ",", (None, 1, 0, ("a", "b", "c"), 2)),
    "csvkit/test_empty_columns_long_row.csv": NOTHING,
    "csvkit/test_empty_columns_short_row.csv": NOTHING,
    "csvkit/test_header_newline.csv": ("utf-8", ",", (None, 1, 0, ("start \t\n\x0b\x0c\r end", "b", "c"), 1)),
    "csvkit/test_latin1.csv": ("cp1252", ",", (None, 1, 0, ("a", "b", "c"), 2)),
    "csvkit/test_locale.csv": ("utf-8", ",", (None, 1, 0, ("a", "b", "c"), 1)),
    "csvkit/test_no_leading_zeroes.csv": ("utf-8", ",", (None, 1, 0, ("a", "b", "c"), 1)),
    "csvkit/test_numeric_date_format.csv": ("utf-8", ",", (None, 1, 0, ("a",), 2)),
    "csvkit/test_precision.csv": ("utf-8", ",", (None, 1, 0, ("a",), 1)),
    "csvkit/test_skip_lines.csv": ("utf-8", ",", (None, 4, 0, ("a", "b", "c"), 1)),
    "csvkit/test_utf16_big.csv": ("utf-16", ",", (None, 1, 0, ("a", "b", "c"), 2)),
    "csvkit/test_utf16_little.csv": ("utf-16", ",", (None, 1, 0, ("a", "b", "c"), 2)),
    "csvkit/test_utf8.csv": ("utf-8", ",", (None, 1, 0, ("foo", "bar", "baz"), 2)),
    "csvkit/test_utf8_bom.csv": ("utf-8-sig", ",", (None, 1, 0, ("foo", "bar", "baz"), 2)),
    "messytables/begrotingsanalyse-2011.csv": ("utf-8", ",", (None, 4, 0, ("", "", "provincie"), 39)),
    "messytables/complex.csv": ("utf-8", ",", (None, 1, 0, ("date", "another date", "temperature", "place"), 3)),
    "messytables/excel_pasting.csv": ("utf-8", ",", (None, 4, 0, ("Year", "2000", "2001"), 13)),
    "messytables/null.csv": ("utf-8", ",", (None, 1, 0, ("1", "null", "0", "0"), 9)),
    "messytables/simple.psv": ("utf-8", "|", (None, 1, 0, ("Year", "New dwellings"), 28)),
    "messytables/simple.ssv": ("utf-8", ";", (None, 1, 0, ("date", "temperature", "place"), 6)),
    "messytables/simple.unknown": NOTHING,
    "messytables/skip_initials.csv": ("utf-8", ",", (None, 1, 0, ("field1", "field2"), 2)),
    "messytables/small.csv": NOTHING,
    "messytables/spanish_chars.csv": ("cp1252", ",", (None, 1, 0, ("GF_ID", "FN_ID", "SF_ID"), 114)),
    "messytables/utf8bom.csv": NOTHING,
}
BOOKS: Mapping[str, list[Shape]] = {
    "csvkit/sheets.xlsx": [("data", 1, 0, WORKBOOK, 5), ("ʤ", 1, 0, ("a", "b", "c"), 1)],
    "csvkit/test.xls": [("testfixed_converted.csv", 1, 0, WORKBOOK, 5)],
    "csvkit/test.xlsx": [("Sheet1", 1, 0, WORKBOOK, 5)],
    "csvkit/test_skip_lines.xls": [("testfixed_converted.csv", 4, 0, WORKBOOK, 5)],
    "csvkit/test_skip_lines.xlsx": [("Sheet1", 4, 0, WORKBOOK, 5)],
    "messytables/blank_line.ods": [("Sheet1", 1, 0, ("Name", "Age", "When"), 3)],
    "messytables/ods_formats.ods": [("Sheet1", 1, 0, ("Date", "Time", "Boolean", "Float"), 5)],
}


def check(told: Told, name: str, expected: str | list[Shape]) -> None:
    if isinstance(expected, str):
        assert told["sentence"] == expected.format(Path(name).name)
        return
    assert "sentence" not in told
    found = [
        (table["sheet"], table["top"], table["left"], tuple(table["headers"][: len(shape[3])]), table["count"])
        for table, shape in zip(told["tables"], expected, strict=True)
    ]
    assert found == expected


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile(read: Read, name: str) -> None:
    check(read(f"hostile/{name}"), name, HOSTILE[name])


@pytest.mark.parametrize("name", ENCODINGS)
def test_oddly_written(read: Read, name: str) -> None:
    told, expected = read(f"encodings/{name}"), ENCODINGS[name]
    if isinstance(expected, str):
        check(told, name, expected)
    else:
        assert (told["encoding"], told["separator"]) == expected[:2]
        check(told, name, [expected[2]])


@pytest.mark.parametrize("name", BOOKS)
def test_a_workbook_among_the_oddly_written(read: Read, name: str) -> None:
    told = read(f"encodings/{name}")
    assert told["kind"] == Path(name).suffix[1:]
    check(told, name, BOOKS[name])


def test_no_strange_file_is_left_out(strange_files: Mapping[str, object]) -> None:
    named = {f"hostile/{name}" for name in HOSTILE} | {f"encodings/{name}" for name in (*ENCODINGS, *BOOKS)}
    assert named == set(strange_files)


def test_every_strange_file_takes_less_than_ten_seconds(strange_files: Mapping[str, Told]) -> None:
    slow = {name: told["seconds"] for name, told in strange_files.items() if told["seconds"] > LONGEST_SECONDS}
    assert slow == {}


def test_no_strange_file_takes_more_than_600_mb_over_both_processes(strange_files: Mapping[str, Told]) -> None:
    assert max(told["own"] + told["reader"] for told in strange_files.values()) < MOST_MEMORY


# --- what the shape alone does not show


def test_the_text_of_a_lone_cell_arrives_as_it_is(data_folder: Path) -> None:
    for name, text in {
        "sheetjs/sushi.xlsx": "🍣",
        "poi/54084 - Greek - beyond BMP.xlsx": "".join(map(chr, range(0x1D74A, 0x1D76F + 1))),
        "calamine/encoded_entities.xlsx": "&",
        "poi/workbookProtection-workbook_password-2013.xlsx": "testcontent",
    }.items():
        sheet, *_rest = begin_workbook(data_folder / "hostile" / name, None).read(lambda _rows: None).sheets
        shown = "".join(str(cell) for cell in sheet.rows[0].cells if cell is not None)
        assert shown[:30] == text[:30]


def test_a_macro_is_never_run_and_its_workbook_known_by_what_it_holds(data_folder: Path) -> None:
    book = begin_workbook(data_folder / "hostile/poi/SimpleMacro.xlsm", None).read(lambda _rows: None)
    assert book.kind == "xlsm"


def test_hidden_sheets_are_marked_and_taken_only_when_chosen(read: Read, data_folder: Path) -> None:
    # name, rows, columns, is hidden, is taken; a chart sheet is no sheet of cells
    assert read("hostile/calamine/any_sheets.xlsx")["sheets"] == [
        ["Visible", 5, 2, False, True],
        ["Hidden", 0, 0, True, False],
        ["VeryHidden", 0, 0, True, False],
    ]
    assert read("hostile/poi/TwoSheetsOneHidden.xlsx")["sheets"] == [
        ["Sheet1", 1, 1, True, False],
        ["Sheet2", 1, 1, False, True],
    ]
    path = data_folder / "hostile/poi/TwoSheetsOneHidden.xlsx"
    hidden, visible = begin_workbook(path, ["sheet1"]).read(lambda _rows: None).sheets
    assert [row.cells for row in hidden.rows] == [("Sheet1A1",)]
    assert visible.rows == []


def test_dates_of_the_1904_system_are_not_four_years_off(data_folder: Path) -> None:
    (table,) = read_book(data_folder / "hostile/sheetjs/1904_1904.xlsx").tables
    assert [row.cells[1] for row in table.rows] == [
        *(date(1904, 1, 2), date(1904, 1, 12), date(1904, 4, 21), date(1907, 1, 16), date(1934, 6, 3)),
    ]


def test_dates_are_dates_whatever_they_look_like(data_folder: Path) -> None:
    _flags, tests = read_book(data_folder / "hostile/poi/DateFormatTests.xlsx").tables
    assert {type(row.cells[2]) for row in tests.rows if row.cells[3] == "Date"} == {date, datetime}
    assert tests.rows[0].cells[2] == datetime(1952, 10, 11, 14, 35, 27)  # noqa: DTZ001 - cells know no time zone


def test_each_error_cell_says_what_failed(read: Read) -> None:
    (table,) = read("hostile/calamine/errors.xlsx")["tables"]
    shown = [*table["headers"], *(row[1] for row in table["rows"])]
    assert {"#DIV/0!", "#NAME?", "#REF!", "#VALUE!"} <= set(shown)
    assert all(str(text).startswith("#") for text in shown)


def test_a_link_to_another_workbook_gives_the_value_it_had(read: Read) -> None:
    (table,) = read("hostile/poi/link-external-workbook-b.xlsx")["tables"]
    assert table["rows"] == [[1, "30"]]


def test_line_breaks_in_quotes_do_not_end_a_record(read: Read) -> None:
    (table,) = read("hostile/sheetjs/crlf_crlf.csv")["tables"]
    assert [row[1:] for row in table["rows"]] == [["Formula", "abc\r\ndef"], ["Test", ""]]


def test_rows_keep_the_numbers_that_a_spreadsheet_shows(data_folder: Path) -> None:
    (table,) = read_book(data_folder / "hostile/poi/xxe_in_schema.xlsx").tables
    assert [row.number for row in table.rows] == [10]


def test_footers_and_titles_are_listed(read: Read) -> None:
    (table,) = read("encodings/messytables/excel_pasting.csv")["tables"]
    assert [(number, why) for number, why, _text in table["passed"]] == [
        *((1, "title"), (2, "title"), (18, "total"), (20, "footer"), (21, "footer"))
    ]


def test_letters_of_every_encoding_arrive(read: Read) -> None:
    for name in ("test_utf16_big.csv", "test_utf16_little.csv", "test_utf8.csv", "test_utf8_bom.csv"):
        (table,) = read(f"encodings/csvkit/{name}")["tables"]
        assert table["rows"][1] == [3, "4", "5", "ʤ"]
    (latin,) = read("encodings/csvkit/test_latin1.csv")["tables"]
    assert latin["rows"][1] == [3, "4", "5", "©"]
    (spanish,) = read("encodings/messytables/spanish_chars.csv")["tables"]
    assert spanish["headers"][-1] == "Descripción"


def test_carriage_returns_alone_end_lines_and_nul_bytes_are_dropped(read: Read) -> None:
    (mac,) = read("encodings/csvkit/mac_newlines.csv")["tables"]
    assert mac["rows"] == [[2, "1", "2", "3"], [3, "Once upon\ra time", "5", "6"]]
    (nul,) = read("encodings/csvkit/null_byte.csv")["tables"]
    assert nul["rows"] == [[2, "", "2", "3"]]


def test_another_encoding_can_be_chosen(data_folder: Path) -> None:
    path = data_folder / "encodings/csvkit/test_latin1.csv"
    assert "cp1250" in read_book(path).other_encodings
    (table,) = read_book(path, ReadingChoices(encoding="cp1251")).tables
    assert table.rows[1].cells == ("4", "5", "©")


def test_times_and_truth_values_of_an_ods_arrive(read: Read) -> None:
    (table,) = read("encodings/messytables/ods_formats.ods")["tables"]
    assert table["rows"][0][1:5] == ["2014-11-11", "11:12:12", "TRUE", "11.11"]
