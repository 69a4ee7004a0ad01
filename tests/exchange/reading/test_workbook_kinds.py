import struct
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook

from desktop_pipeline.domain.errors import CannotOpenError
from desktop_pipeline.exchange.reading.error_cells import find_in_xls
from desktop_pipeline.exchange.reading.files import read_book
from desktop_pipeline.exchange.reading.ole import read_workbook_stream

PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
    '<office:automatic-styles><style:style style:name="off" style:family="table">'
    '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
    "<office:body><office:spreadsheet>%s</office:spreadsheet></office:body></office:document-content>"
)


def write_ods(path: Path, tables: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", ODS % tables)
    return path


def ods_row(*texts: str, failed: str | None = None) -> str:
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>' for text in texts
    )
    if failed:
        cells += (
            '<table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error">'
            f"<text:p>{failed}</text:p></table:table-cell>"
        )
    return f"<table:table-row>{cells}</table:table-row>"


def record(kind: int, content: bytes) -> bytes:
    """A record of an .xlsb: kind and length in seven bits a byte."""
    head = bytes((kind,)) if kind < 128 else bytes((kind & 0x7F | 0x80, kind >> 7))
    return head + bytes((len(content),)) + content


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def write_xlsb(path: Path, last: tuple[int, int] = (2, 1)) -> Path:
    """A workbook of one sheet, whose last cell stands in that row and column."""

    def cell(kind: int, column: int, content: bytes) -> bytes:
        return record(kind, struct.pack("<II", column, 0) + content)

    rows: list[list[tuple[int, bytes]]] = [
        [(6, wide("Deal name")), (6, wide("Amount"))],
        [(6, wide("Büro")), (5, struct.pack("<d", 12.5))],
        [(6, wide("Küche")), (3, b"\x07")],
    ]
    sheet = record(129, b"") + record(148, struct.pack("<4I", 0, 2, 0, 1)) + record(145, b"")
    for number, cells in zip((0, 1, last[0]), rows, strict=True):
        sheet += record(0, struct.pack("<IIHBBBI", number, 0, 300, 0, 0, 0, 0))
        columns = (0, 1) if number < 2 else (0, last[1])
        sheet += b"".join(cell(kind, column, content) for column, (kind, content) in zip(columns, cells, strict=True))
    sheet += record(146, b"") + record(130, b"")
    bundle = record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("Deals"))
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.bin"/></Relationships>',
        "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.bin"/></Relationships>',
        "xl/workbook.bin": record(131, b"") + record(143, b"") + bundle + record(144, b"") + record(132, b""),
        "xl/worksheets/sheet1.bin": sheet,
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def test_an_xlsb_is_read_with_its_error_cells(tmp_path: Path) -> None:
    book = read_book(write_xlsb(tmp_path / "deals.xlsb"))
    assert (book.kind, book.sheets[0].name) == ("xlsb", "Deals")
    (table,) = book.tables
    assert table.headers == ("Deal name", "Amount")
    assert [row.cells for row in table.rows] == [("Büro", 12.5), ("Küche", "#DIV/0!")]


def test_an_xlsb_with_a_cell_in_the_far_corner_makes_no_huge_grid(tmp_path: Path) -> None:
    with pytest.raises(CannotOpenError) as caught:
        read_book(write_xlsb(tmp_path / "bomb.xlsb", (1_048_575, 16_383)))
    assert str(caught.value) == "“bomb.xlsb” is too large to read safely."


def test_an_ods_is_read_with_its_error_cells_and_without_its_hidden_sheet(tmp_path: Path) -> None:
    sheets = (
        f'<table:table table:name="Deals">{ods_row("Deal name", "Amount")}'
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
        f"{ods_row('A', failed='#DIV/0!')}{ods_row('B', failed='Err:502')}</table:table>"
        f'<table:table table:name="Old" table:style-name="off">{ods_row("Deal name")}{ods_row("C")}</table:table>'
    )
    book = read_book(write_ods(tmp_path / "deals.ods", sheets))
    assert book.kind == "ods"
    assert [(shape.name, shape.is_hidden, shape.is_taken) for shape in book.sheets] == [
        ("Deals", False, True),
        ("Old", True, False),
    ]
    (table,) = book.tables
    assert [(row.number, *row.cells) for row in table.rows] == [(4, "A", "#DIV/0!"), (5, "B", "Err:502")]


def test_an_ods_that_repeats_a_cell_a_billion_times_is_refused(tmp_path: Path) -> None:
    bomb = (
        '<table:table table:name="Deals"><table:table-row table:number-rows-repeated="1048576">'
        '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="1024">'
        "<text:p>1</text:p></table:table-cell></table:table-row></table:table>"
    )
    with pytest.raises(CannotOpenError) as caught:
        read_book(write_ods(tmp_path / "bomb.ods", bomb))
    assert str(caught.value) == "“bomb.ods” is too large to read safely."


def test_the_stream_of_an_xls_tells_its_error_cells() -> None:
    def xls(kind: int, content: bytes) -> bytes:
        return struct.pack("<HH", kind, len(content)) + content

    name = b"\x05\x00Deals"
    first = xls(0x0809, bytes(16))
    place = len(first) + 4 + 6 + len(name) + 4
    bundle = xls(0x0085, struct.pack("<IBB", place, 0, 0) + name)
    failed = xls(0x0205, struct.pack("<HHHBB", 4, 1, 0, 0x2A, 1)) + xls(0x0205, struct.pack("<HHHBB", 5, 1, 0, 1, 0))
    formula = xls(0x0006, struct.pack("<HHH", 6, 2, 0) + b"\x02\x00\x07\x00\x00\x00\xff\xff" + bytes(8))
    stream = first + bundle + xls(0x000A, b"") + xls(0x0809, bytes(16)) + failed + formula + xls(0x000A, b"")
    assert find_in_xls(stream) == {"Deals": [(4, 1, "#N/A"), (6, 2, "#DIV/0!")]}


@pytest.mark.parametrize("method", [0, 1], ids=["xor", "rc4"])
def test_a_scrambled_xls_is_said_to_be_protected(data_folder: Path, tmp_path: Path, method: int) -> None:
    content = bytearray((data_folder / "encodings/csvkit/test.xls").read_bytes())
    second = content.find(b"\x09\x08\x10\x00") + 4 + 16
    content[second : second + 2] = b"\x2f\x00"
    content[second + 4 : second + 6] = struct.pack("<H", method)
    path = tmp_path / "deals.xls"
    path.write_bytes(content)
    with pytest.raises(CannotOpenError, match="is password protected"):
        read_book(path)


def test_the_stream_of_an_xls_is_found(data_folder: Path) -> None:
    stream = read_workbook_stream(data_folder / "encodings/csvkit/test.xls")
    assert stream[:4] == b"\x09\x08\x10\x00"
    assert stream.rstrip(b"\0").endswith(b"\x0a")


def test_another_container_of_the_office_is_no_spreadsheet(data_folder: Path, tmp_path: Path) -> None:
    letters = (data_folder / "encodings/csvkit/test.xls").read_bytes()
    path = tmp_path / "letter.doc"
    path.write_bytes(
        letters.replace("Workbook".encode("utf-16-le"), "WordDocu".encode("utf-16-le"))
        + b"W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0"
    )
    with pytest.raises(CannotOpenError, match=r"“letter\.doc” is not a spreadsheet"):
        read_book(path)


def test_every_type_of_cell_arrives(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.active
    sheet.append(["Deal name", "When", "At", "For", "Won", "Share", "Before 1900"])
    moment = datetime(2026, 5, 4, 13, 30)  # noqa: DTZ001 - cells know no time zone
    sheet.append(["A", moment, time(9, 5), timedelta(hours=30, minutes=15), True, 0.25, "04.05.1899"])
    sheet.append(["B", date(2026, 2, 28), time(0), timedelta(minutes=5), False, 1, None])
    sheet["D2"].number_format = sheet["D3"].number_format = "[h]:mm:ss"
    path = tmp_path / "deals.xlsx"
    workbook.save(path)
    (table,) = read_book(path).tables
    assert [row.cells for row in table.rows] == [
        ("A", moment, "09:05:00", "30:15:00", True, 0.25, "04.05.1899"),
        ("B", date(2026, 2, 28), "00:00:00", "0:05:00", False, 1, None),
    ]


def test_dates_of_either_system_are_the_same_days(tmp_path: Path) -> None:
    days = [date(1904, 1, 2), date(1999, 12, 31), date(2026, 2, 28)]
    for name, epoch in {"1900.xlsx": datetime(1899, 12, 30), "1904.xlsx": datetime(1904, 1, 1)}.items():  # noqa: DTZ001
        workbook = Workbook()
        workbook.epoch = epoch
        workbook.active.append(["Deal name", "Close date"])
        for day in days:
            workbook.active.append(["A", day])
        workbook.save(tmp_path / name)
        (table,) = read_book(tmp_path / name).tables
        assert [row.cells[1] for row in table.rows] == days


def test_what_reading_is_told_to_stop_it_stops(tmp_path: Path) -> None:
    class EnoughError(Exception):
        pass

    def stop(_rows: int) -> None:
        raise EnoughError

    workbook = Workbook()
    workbook.active.append(["Deal name", "Amount"])
    workbook.save(tmp_path / "deals.xlsx")
    (tmp_path / "deals.csv").write_text("Deal name,Amount\n" + "A,1\n" * 3000, encoding="utf-8")
    for name in ("deals.xlsx", "deals.csv"):
        with pytest.raises(EnoughError):
            read_book(tmp_path / name, progress=stop)
