import resource
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_pipeline.domain.errors import CannotOpenError
from desktop_pipeline.exchange.reading.files import read_tables
from desktop_pipeline.exchange.tables import Table

LONGEST_SECONDS = 10
MOST_MEMORY_KB = 600 * 1024
NOTHING = "nothing to import"
DAMAGED = "damaged"
PROTECTED = "password protected"

# What data/README.md expects: the rows of all tables together, or words of the sentence
EXPECTED: dict[str, int | str] = {
    "poi/poc-xmlbomb.xlsx": "entity declarations",
    "poi/poc-shared-strings.xlsx": DAMAGED,
    "poi/xxe_in_schema.xlsx": 1,
    "poi/xlsx-corrupted.xlsx": DAMAGED,
    "poi/clusterfuzz-testcase-minimized-POIXSSFFuzzer-5089447305609216.xlsx": DAMAGED,
    "poi/protected_passtika.xlsx": PROTECTED,
    "poi/58616.xlsx": PROTECTED,
    "calamine/pass_protected.xlsx": PROTECTED,
    "calamine/pass_protected.ods": PROTECTED,
    "calamine/issue_174.xlsx": 1,
    "sheetjs/large_strings.xlsx": 9998 + 25 + 17618,
    "poi/SampleSS.strict.xlsx": 2 + 4,
    "calamine/minimal_package.xlsx": 193,
    "calamine/too_small.xls": "not a spreadsheet",
    "poi/duplicate-filename.xlsx": DAMAGED,
    "sheetjs/crlf_crlf.csv": 2,
    "poi/TwoSheetsOneHidden.xlsx": NOTHING,
    "poi/SimpleMacro.xlsm": NOTHING,
    "calamine/empty_sheet.xlsx": NOTHING,
    "calamine/inventory-table.xlsx": 4,
    "poi/unicodeSheetName.xlsx": 8,
}


def try_reading(path: Path) -> tuple[Table, ...] | str:
    """The tables or the sentence; anything else that is raised fails the test. Too slow or too large fails too."""
    started = time.perf_counter()
    try:
        outcome: tuple[Table, ...] | str = read_tables(path)
    except CannotOpenError as error:
        outcome = str(error)
    assert time.perf_counter() - started < LONGEST_SECONDS
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < MOST_MEMORY_KB
    return outcome


@pytest.mark.parametrize(
    "folder", ["hostile/calamine", "hostile/poi", "hostile/sheetjs", "encodings/csvkit", "encodings/messytables"]
)
def test_every_strange_file_gives_tables_or_one_sentence(data_folder: Path, folder: str) -> None:
    paths = sorted((data_folder / folder).iterdir())
    assert paths
    for path in paths:
        outcome = try_reading(path)
        if isinstance(outcome, str):
            assert path.name in outcome
            assert outcome.endswith(".")
            assert "\n" not in outcome
        else:
            assert any(table.rows for table in outcome)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_hostile_file_gets_what_is_expected_of_it(data_folder: Path, name: str) -> None:
    outcome, expected = try_reading(data_folder / "hostile" / name), EXPECTED[name]
    if isinstance(outcome, str):
        assert isinstance(expected, str)
        assert expected in outcome
    else:
        assert sum(len(table.rows) for table in outcome) == expected


def test_cells_whose_formula_failed_say_so(data_folder: Path) -> None:
    (table,) = read_tables(data_folder / "hostile/calamine/errors.xlsx")
    texts = {*table.headers, *(cell for row in table.rows for cell in row.cells)}
    assert {"#DIV/0!", "#NAME?", "#REF!", "#VALUE!"} <= texts


def test_a_table_that_starts_far_from_the_corner_keeps_its_place(data_folder: Path) -> None:
    (table,) = read_tables(data_folder / "hostile/poi/xxe_in_schema.xlsx")
    assert table.header_row == 9
    assert table.headers[:3] == ("", "", "/Test/Test")


# --- bombs made here

SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TEXT = '<c r="%s" t="inlineStr"><is><t>%s</t></is></c>'
WriteRaw = Callable[[Iterator[bytes] | bytes], Path]


@pytest.fixture
def write_raw(tmp_path: Path) -> WriteRaw:
    """A workbook whose only sheet is the given XML."""

    def write(sheet: Iterator[bytes] | bytes) -> Path:
        path = tmp_path / "bomb.xlsx"
        types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
        parts = {
            "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{types}.worksheet+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        }
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in parts.items():
                archive.writestr(name, text)
            with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
                for block in [sheet] if isinstance(sheet, bytes) else sheet:
                    part.write(block)
        return path

    return write


def row(number: int, *cells: str) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def test_the_plain_workbook_under_the_bombs_opens(write_raw: WriteRaw) -> None:
    sheet = SHEET % (row(1, TEXT % ("A1", "Deal name"), TEXT % ("B1", "Amount")) + row(2, TEXT % ("A2", "A")))
    (table,) = read_tables(write_raw(sheet.encode()))
    assert (table.headers, table.rows[0].cells) == (("Deal name", "Amount"), ("A", None))


@pytest.mark.parametrize("quote", ['"', "'"])
def test_two_cells_in_far_corners_make_no_huge_grid(write_raw: WriteRaw, quote: str) -> None:
    sheet = SHEET % (row(1, TEXT % ("A1", "a")) + row(1048576, TEXT % ("XFD1048576", "b")))
    outcome = try_reading(write_raw(sheet.replace('"', quote).encode()))
    assert outcome == "“bomb.xlsx” is too large to read safely."


def test_far_cells_that_only_have_a_format_do_no_harm(write_raw: WriteRaw) -> None:
    rows = row(1, TEXT % ("A1", "Deal name")) + row(2, TEXT % ("A2", "A")) + row(1048576, '<c r="XFD1048576" s="1"/>')
    outcome = try_reading(write_raw((SHEET % rows).encode()))
    assert not isinstance(outcome, str)
    assert len(outcome[0].rows) == 1


def test_the_claimed_size_of_a_sheet_is_not_believed(write_raw: WriteRaw) -> None:
    rows = row(1, TEXT % ("A1", "Deal name")) + row(2, TEXT % ("A2", "A"))
    sheet = (SHEET % rows).replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')
    assert not isinstance(try_reading(write_raw(sheet.encode())), str)


def test_a_file_that_unpacks_to_hundreds_of_megabytes_is_refused(write_raw: WriteRaw) -> None:
    block = b"<row><c t='inlineStr'><is><t>" + b"A" * 1000 + b"</t></is></c></row>"
    head, tail = (SHEET.encode()).split(b"%s")

    def unpack() -> Iterator[bytes]:
        yield head
        for _ in range(100):
            yield block * 1000
        yield tail

    assert try_reading(write_raw(unpack())) == "“bomb.xlsx” is too large to read safely."


def test_many_parts_that_are_harmless_one_by_one_are_refused_together(write_raw: WriteRaw) -> None:
    path = write_raw((SHEET % row(1, TEXT % ("A1", "a"))).encode())
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number in range(6):
            archive.writestr(f"xl/media/{number}.png", bytes(60 << 20))
    assert try_reading(path) == "“bomb.xlsx” is too large to read safely."


def test_a_text_of_millions_of_empty_cells_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.csv"
    path.write_bytes(b"Deal name,Amount\n" + b"," * 5_000_000)
    assert try_reading(path) == "“bomb.csv” is too large to read safely."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_entities_are_never_expanded(write_raw: WriteRaw, encoding: str) -> None:
    head = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    sheet = head + SHEET % row(1, TEXT % ("A1", "&x;"))
    outcome = try_reading(write_raw(sheet.encode(encoding)))
    assert isinstance(outcome, str)
    assert "entity declarations" in outcome


def test_damaged_bytes_anywhere_give_no_traceback(write_raw: WriteRaw, tmp_path: Path) -> None:
    rows = row(1, TEXT % ("A1", "Deal name"), TEXT % ("B1", "Amount")) + row(2, TEXT % ("A2", "A"))
    whole = write_raw((SHEET % rows).encode()).read_bytes()
    for seed in range(60):
        place, length = seed * len(whole) // 60, seed % 7 + 1
        damaged = tmp_path / "damaged.xlsx"
        damaged.write_bytes(whole[:place] + bytes(length) + whole[place + length :])
        outcome = try_reading(damaged)
        assert not isinstance(outcome, str) or "\n" not in outcome
