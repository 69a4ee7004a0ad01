import time
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from desktop_pipeline.domain.errors import CannotOpenError
from desktop_pipeline.exchange.tables import Table
from tests.exchange.found import read_tables
from tests.memory import peak_of_children

LONGEST_SECONDS = 10
MOST_MEGABYTES = 600


Outcome = tuple[Table, ...] | str
TryReading = Callable[[Path], Outcome]


def read_measured(path: Path) -> tuple[Outcome, float, float]:
    """The tables or the sentence, the seconds it took, and the most megabytes a reading process has held so far."""
    started = time.perf_counter()
    try:
        outcome: Outcome = read_tables(path)
    except CannotOpenError as error:
        outcome = str(error)
    return outcome, time.perf_counter() - started, peak_of_children()


@pytest.fixture(scope="module")
def small_process() -> Iterator[ProcessPoolExecutor]:
    """A process of its own: what a reading process holds begins, for getrusage, with the peak of whoever started it."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        yield pool


@pytest.fixture
def try_reading(small_process: ProcessPoolExecutor) -> TryReading:
    """The tables or the sentence; anything else that is raised fails the test. Too slow or too large fails too."""

    def read(path: Path) -> Outcome:
        outcome, seconds, memory = small_process.submit(read_measured, path).result()
        assert seconds < LONGEST_SECONDS
        assert memory < MOST_MEGABYTES
        return outcome

    return read


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
def test_two_cells_in_far_corners_make_no_huge_grid(write_raw: WriteRaw, quote: str, try_reading: TryReading) -> None:
    sheet = SHEET % (row(1, TEXT % ("A1", "a")) + row(1048576, TEXT % ("XFD1048576", "b")))
    outcome = try_reading(write_raw(sheet.replace('"', quote).encode()))
    assert outcome == "“bomb.xlsx” is too large to read safely."


@pytest.mark.parametrize("first", ["A1", "A1215752191", "ZZZZ1"])
@pytest.mark.parametrize("last", ["ZZZZ1", "A1215752191"])
def test_a_cell_beyond_all_rows_and_columns_is_refused_before_any_is_looked_at(
    write_raw: WriteRaw, first: str, last: str
) -> None:
    cells = (row(int(place.lstrip("AZ")), TEXT % (place, "Deal name")) for place in (first, last))
    path = write_raw((SHEET % "".join(cells)).encode())
    tracemalloc.start()
    try:
        with pytest.raises(CannotOpenError, match="is too large to read safely"):
            read_tables(path)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 10 << 20


def test_far_cells_that_only_have_a_format_do_no_harm(write_raw: WriteRaw, try_reading: TryReading) -> None:
    rows = row(1, TEXT % ("A1", "Deal name")) + row(2, TEXT % ("A2", "A")) + row(1048576, '<c r="XFD1048576" s="1"/>')
    outcome = try_reading(write_raw((SHEET % rows).encode()))
    assert not isinstance(outcome, str)
    assert len(outcome[0].rows) == 1


def test_the_claimed_size_of_a_sheet_is_not_believed(write_raw: WriteRaw, try_reading: TryReading) -> None:
    rows = row(1, TEXT % ("A1", "Deal name")) + row(2, TEXT % ("A2", "A"))
    sheet = (SHEET % rows).replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')
    assert not isinstance(try_reading(write_raw(sheet.encode())), str)


def test_a_file_that_unpacks_to_hundreds_of_megabytes_is_refused(write_raw: WriteRaw, try_reading: TryReading) -> None:
    block = b"<row><c t='inlineStr'><is><t>" + b"A" * 1000 + b"</t></is></c></row>"
    head, tail = (SHEET.encode()).split(b"%s")

    def unpack() -> Iterator[bytes]:
        yield head
        for _ in range(100):
            yield block * 1000
        yield tail

    assert try_reading(write_raw(unpack())) == "“bomb.xlsx” is too large to read safely."


def test_many_parts_that_are_harmless_one_by_one_are_refused_together(
    write_raw: WriteRaw, try_reading: TryReading
) -> None:
    path = write_raw((SHEET % row(1, TEXT % ("A1", "a"))).encode())
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number in range(6):
            archive.writestr(f"xl/media/{number}.png", bytes(60 << 20))
    assert try_reading(path) == "“bomb.xlsx” is too large to read safely."


def test_a_text_of_millions_of_empty_cells_is_refused(tmp_path: Path, try_reading: TryReading) -> None:
    path = tmp_path / "bomb.csv"
    path.write_bytes(b"Deal name,Amount\n" + b"," * 5_000_000)
    assert try_reading(path) == "“bomb.csv” is too large to read safely."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_entities_are_never_expanded(write_raw: WriteRaw, encoding: str, try_reading: TryReading) -> None:
    head = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    sheet = head + SHEET % row(1, TEXT % ("A1", "&x;"))
    outcome = try_reading(write_raw(sheet.encode(encoding)))
    assert isinstance(outcome, str)
    assert "entity declarations" in outcome


def test_damaged_bytes_anywhere_give_no_traceback(write_raw: WriteRaw, tmp_path: Path, try_reading: TryReading) -> None:
    rows = row(1, TEXT % ("A1", "Deal name"), TEXT % ("B1", "Amount")) + row(2, TEXT % ("A2", "A"))
    whole = write_raw((SHEET % rows).encode()).read_bytes()
    for seed in range(60):
        place, length = seed * len(whole) // 60, seed % 7 + 1
        damaged = tmp_path / "damaged.xlsx"
        damaged.write_bytes(whole[:place] + bytes(length) + whole[place + length :])
        outcome = try_reading(damaged)
        assert not isinstance(outcome, str) or "\n" not in outcome
