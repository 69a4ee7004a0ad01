from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from threading import Thread

import pytest

from desktop_pipeline.domain.errors import CannotOpenError
from desktop_pipeline.exchange.tables import Table
from tests.exchange.found import read_tables

WriteText = Callable[..., Path]
WriteBook = Callable[..., Path]
HEADER = "Deal name,Account name,Amount"


def cells(table: Table) -> list[tuple[object, ...]]:
    return [row.cells for row in table.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_a_name_with_an_umlaut_survives_every_encoding(write_text: WriteText, encoding: str) -> None:
    (table,) = read_tables(write_text(f"{HEADER}\nBüro,Müller & Söhne,5\n", encoding=encoding))
    assert table.headers == ("Deal name", "Account name", "Amount")
    assert cells(table) == [("Büro", "Müller & Söhne", "5")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(write_text: WriteText, delimiter: str) -> None:
    text = f"{HEADER}\nA,Acme,10\nB,Bolt,20\n".replace(",", delimiter)
    (table,) = read_tables(write_text(text))
    assert cells(table) == [("A", "Acme", "10"), ("B", "Bolt", "20")]


def test_commas_inside_amounts_do_not_make_a_comma_the_delimiter(write_text: WriteText) -> None:
    (table,) = read_tables(write_text("Deal name;Amount\nA;1.234,50\nB;99,90\nC;1,00\n"))
    assert cells(table)[0] == ("A", "1.234,50")


def test_excels_own_first_line_declares_the_delimiter(write_text: WriteText) -> None:
    (table,) = read_tables(write_text("sep=;\nDeal name;Amount\nA;1\n"))
    assert (table.header_row, table.rows[0].number, cells(table)) == (2, 3, [("A", "1")])


def test_lines_may_end_with_a_carriage_return_alone(write_text: WriteText) -> None:
    (table,) = read_tables(write_text(f'{HEADER}\rA,"Acme\rParis",1\rB,Bolt,2\r'))
    assert cells(table) == [("A", "Acme\rParis", "1"), ("B", "Bolt", "2")]


def test_nul_bytes_are_dropped(write_text: WriteText) -> None:
    (table,) = read_tables(write_text(f"{HEADER}\nA\0,Acme,1\n"))
    assert cells(table) == [("A", "Acme", "1")]


def test_titles_and_blank_rows_above_the_header_are_passed_over_and_rows_keep_their_numbers(
    write_text: WriteText,
) -> None:
    (table,) = read_tables(write_text(f"Open deals\n\nmade today,,\n{HEADER}\n\nA,Acme,1\n,,\nB,Bolt,2\n"))
    assert table.header_row == 4
    assert [row.number for row in table.rows] == [6, 8]


def test_a_header_the_user_names_is_looked_for_too(write_text: WriteText) -> None:
    text = "Report,2024\nZwischenstand,vorläufig\nVorgang,Kunde\nA,Acme\n"
    assert read_tables(write_text(text), named=("Vorgang", "Kunde"))[0].header_row == 3


def test_a_quotation_mark_that_is_never_closed_is_refused_and_swallows_nothing(write_text: WriteText) -> None:
    path = write_text(f'{HEADER}\n"A,Acme,1\nB,Bolt,2\n')
    with pytest.raises(CannotOpenError, match=r"“deals.csv” has a quotation mark that is never closed"):
        read_tables(path)


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "a.csv", "There is nothing to import in “a.csv”."),
        (b"\n\n , \n", "a.csv", "There is nothing to import in “a.csv”."),
        (b"Deal name,Amount\n", "a.csv", "There is nothing to import in “a.csv”."),
        (b"%PDF-1.7\nrest", "a.csv", "“a.csv” is not a spreadsheet."),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "a.csv", "“a.csv” is not a spreadsheet."),
        (b"SQLite format 3\0" + bytes(84), "a.pipeline", "“a.pipeline” is not a spreadsheet."),
        (b"<!DOCTYPE html><html><table>", "a.xls", "“a.xls” is a web page, not a spreadsheet."),
        (b"just words", "a.xlsx", "“a.xlsx” is not a spreadsheet, whatever its name says, or it is damaged."),
        (b"PK\x03\x04cut", "a.xlsx", "“a.xlsx” is damaged and cannot be read."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "a.xls", "“a.xls” is damaged and cannot be read."),
    ],
)
def test_what_is_no_spreadsheet_gets_one_sentence(tmp_path: Path, content: bytes, name: str, sentence: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(CannotOpenError) as caught:
        read_tables(tmp_path / name)
    assert str(caught.value) == sentence
    assert caught.value.exit_code == 3


def test_a_folder_and_an_absent_file_get_one_sentence_too(tmp_path: Path) -> None:
    with pytest.raises(CannotOpenError, match="is a folder, not a file"):
        read_tables(tmp_path)
    with pytest.raises(CannotOpenError, match=r"There is no file “none.csv”"):
        read_tables(tmp_path / "none.csv")


def test_a_workbook_keeps_its_types(write_book: WriteBook) -> None:
    made = datetime(2024, 5, 6, 7, 8)  # noqa: DTZ001 - cells know no time zone
    rows = [["Deal name", "Amount", "Created", "Close date"], ["A", 12.5, made, date(2024, 6, 1)], ["B", True, None, 3]]
    (table,) = read_tables(write_book({"Deals": rows}))
    assert table.sheet == "Deals"
    assert cells(table) == [("A", 12.5, made, date(2024, 6, 1)), ("B", True, None, 3.0)]


def test_every_visible_sheet_is_a_table_and_hidden_ones_only_when_asked_for(write_book: WriteBook) -> None:
    rows = [["Deal name", "Amount"], ["A", 1]]
    path = write_book({"One": rows, "Secret": rows, "Empty": [], "Two": rows}, hidden=["Secret"])
    assert [table.sheet for table in read_tables(path)] == ["One", "Two"]
    assert [table.sheet for table in read_tables(path, sheet="secret")] == ["Secret"]


def test_a_sheet_that_is_not_there_is_said_with_those_that_are(write_book: WriteBook) -> None:
    path = write_book({"One": [["a"]], "Two": [["b"]]})
    with pytest.raises(CannotOpenError, match=r"There is no sheet “Three” in “deals.xlsx”. There are: One, Two."):
        read_tables(path, sheet="Three")


def test_a_workbook_is_known_by_what_it_holds_not_by_its_name(write_book: WriteBook, tmp_path: Path) -> None:
    path = write_book({"Deals": [["Deal name", "Amount"], ["A", 1]]}).rename(tmp_path / "deals.csv")
    assert cells(read_tables(path)[0]) == [("A", 1.0)]


def test_a_workbook_can_be_read_from_a_worker_thread(write_book: WriteBook) -> None:
    path = write_book({"Deals": [["Deal name", "Amount"], ["A", 1]]})
    found: list[Table] = []
    worker = Thread(target=lambda: found.extend(read_tables(path)))
    worker.start()
    worker.join()
    assert [table.sheet for table in found] == ["Deals"]


def test_a_text_file_has_no_sheets_to_choose_from(write_text: WriteText) -> None:
    with pytest.raises(CannotOpenError, match=r"There is no sheet “Deals” in “deals\.csv”\. It has no sheets\."):
        read_tables(write_text("Deal name,Stage\nA,New\n"), sheet="Deals")
