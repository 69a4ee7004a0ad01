"""Tables that no owner would make and every importer must stand, as texts and as workbooks with right checksums."""

import csv
import io
import random
import zipfile
from collections.abc import Callable, Mapping, Sequence
from xml.sax.saxutils import escape

from desktop_pipeline.exchange.understanding.kinds import Kind
from desktop_pipeline.exchange.understanding.vocabulary import vocabulary

Chance = random.Random
Grid = list[list[str]]

LONGEST_CELL = 32_767
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PLAIN = {
    "title": ("Oak table", "Total refit", "Loft", "Counter", "שולחן", "🦜"),
    "value": ("1200", "1,234", "1.234,56", "€ 12", "12k", "(40)", "-5", "1e3", "99999999999999999999", "0.001"),
    "currency": ("EUR", "usd", "€", "XXX", "JPY", "BTC"),
    "stage": ("Lead In", "Meeting", "Won", "Lost", "Proposal", "Gewonnen", "cerrada", "In Verhandlung"),
    "status": ("open", "won", "lost", "deleted", "gewonnen", "ongoing"),
    "probability": ("50", "0.5", "50 %", "150", "-1", "0,4", "hot", "B", "mittel", "★★"),
    "pipeline": ("Sales", "Other", "Pipeline 2"),
    "owner": ("Ann", "Ben", "Cay", "Nobody", "ann@acme.example"),
    "organisation": (
        "Acme",
        "ACME Ltd.",
        "Acme GmbH",
        "Beta & Co",
        "acme",
        "Acme / Jo Day",
        "KSB\nFrau Ott",
        "Al @ Fox",
    ),
    "email": ("a@b.example", "a@b.example; c@d.example", "not mail", "A@B.EXAMPLE"),
    "phone": ("+44 20 7946 0018", "0664/1234", "x"),
    "external_id": ("1", "1.0", "A-1", "0006g00000ABCDE", "1"),
}
_DATES = (
    *("2026-01-05", "05/06/2026", "31.02.2026", "1/2/03", "2026-13-01", "0000-00-00", "9999-12-31", "1899-12-31"),
    *(
        "44561",
        "60",
        "0",
        "-1",
        "2958466",
        "today",
        "5 Jan 2026",
        "2026-01-05T09:00:00Z",
        "2026-03-29 02:30",
        "１２/３/２６",
    ),
)
_DATED = ("close", "created", "due", "on", "at", "touch", "time")
_HOSTILE = (
    *("", " ", "\u00a0", "\ufeff", "null", "NaN", "inf", "-inf", "#REF!", "#N/A", "TRUE", "'", "''", '"', '""', "\t"),
    *("=1+1", "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\r\n", "\x00", "\x01\x02", "\x7f", "\x85", "\u2028"),
    *("\u202eevil\u202c", "שלום", "مرحبا", "🦜" * 3, "Z\u0351\u036b\u0343algo", "\U0001d74a", "\ufffe", "e\u0301"),
    *("<b>x</b><img src=x.png>", "{{7*7}}", "'; drop table deal; --", "../../etc/passwd", "%s%n", "A" * 300),
    *("Total", "Subtotal", "Grand total", "Summe", "1" * 400, "0" * 50, "١٢٣", "1" * 18 + ".5", "1e308", "1e-308"),
    *("https://x.example/?a=1&b=2", "_x0000_", "_x000D_", "a\nb\nc", "a;b,c|d\te", "(no value)", "-", "–", "n/a"),
)


def known_headers(kind: Kind) -> list[str]:
    """Every header that is known for a kind of table, in all languages."""
    return [alias for aliases in vocabulary().fields[kind].values() for alias in aliases]


def make_value(chance: Chance, header: str) -> str:
    """What a cell under that header may hold, sane or not."""
    draw = chance.random()
    if draw < 0.12:
        return chance.choice(_HOSTILE)
    if draw < 0.125:
        return chance.choice("aé🦜\n,") * chance.choice((LONGEST_CELL, LONGEST_CELL + 1, 100_000))
    for field, values in _PLAIN.items():
        if field in header or header in vocabulary().fields[Kind.DEALS].get(field, ()):
            return chance.choice(values)
    if any(word in header for word in _DATED):
        return chance.choice(_DATES)
    return chance.choice((*_DATES, *(value for values in _PLAIN.values() for value in values)))


def make_grid(chance: Chance) -> Grid:
    """A table with its header, or what passes for one."""
    kind = chance.choice((Kind.DEALS, Kind.DEALS, *Kind))
    known = known_headers(kind)
    width = chance.choice((1, 2, 3, 5, 8, 8, 15, 15, 60, 500))
    headers = [chance.choice(known) if chance.random() < 0.85 else chance.choice(_HOSTILE) for _ in range(width)]
    if chance.random() < 0.7:
        headers[0] = chance.choice(vocabulary().fields[kind].get("title", known[:5]))
    height = chance.choice((0, 1, 1, 2, 5, 20, 20, 60)) if width < 100 else chance.choice((0, 1, 5))
    rows = [[make_value(chance, header) for header in headers] for _ in range(height)]
    grid = [headers, *rows]
    for twist in chance.sample(_TWISTS, chance.choice((0, 0, 1, 2))):
        twist(chance, grid)
    return grid


def _repeat_headers(chance: Chance, grid: Grid) -> None:
    if grid:
        grid[0] = [chance.choice(grid[0]) for _ in grid[0]]


def _blank_headers(chance: Chance, grid: Grid) -> None:
    if grid:
        grid[0] = [header if chance.random() < 0.5 else "" for header in grid[0]]


def _fray(chance: Chance, grid: Grid) -> None:
    for row in grid:
        if chance.random() < 0.3:
            row[chance.randrange(len(row) + 1) :] = ["more"] * chance.randrange(4)


def _add_titles(chance: Chance, grid: Grid) -> None:
    grid[:0] = [[chance.choice(("Report", "", "as of 1.2.2026"))] for _ in range(chance.randrange(1, 30))]


def _add_totals(chance: Chance, grid: Grid) -> None:
    grid.insert(chance.randrange(len(grid) + 1), ["Total", *map(str, range(len(grid[-1]) if grid else 3))])


def _repeat_head_below(chance: Chance, grid: Grid) -> None:
    grid.insert(chance.randrange(len(grid) + 1), list(grid[0]) if grid else [])


def _shuffle_columns(chance: Chance, grid: Grid) -> None:
    order = list(range(max(map(len, grid), default=0)))
    chance.shuffle(order)
    grid[:] = [[row[place] for place in order if place < len(row)] for row in grid]


def _part_blocks(chance: Chance, grid: Grid) -> None:
    for row in grid:
        row.insert(len(row) // 2, "")
    grid.insert(len(grid) // 2, [""])


def _drop_header(_chance: Chance, grid: Grid) -> None:
    del grid[:1]


_TWISTS: Sequence[Callable[[Chance, Grid], None]] = (
    _repeat_headers,
    _blank_headers,
    _fray,
    _add_titles,
    _add_totals,
    _repeat_head_below,
    _shuffle_columns,
    _part_blocks,
    _drop_header,
)


def write_csv(chance: Chance, grid: Grid) -> bytes:
    """The table as a text in some spelling."""
    stream = io.StringIO(newline="")
    if chance.random() < 0.1:
        stream.write(chance.choice(("sep=;\n", "sep=\n", "sep=ab\n", "sep=\t\r\n")))
    writer = csv.writer(
        stream,
        delimiter=chance.choice(",,;;\t|:"),
        quotechar=chance.choice('"""\''),
        quoting=chance.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC)),
        lineterminator=chance.choice(("\n", "\r\n", "\r", "\n\n")),
    )
    writer.writerows(grid)
    text = stream.getvalue()
    if chance.random() < 0.15:
        place = chance.randrange(len(text) + 1)
        text = text[:place] + chance.choice(('"', '"\n', "\n", "\0", ",,,,", "\r", "\x1a")) + text[place:]
    encoding = chance.choice(("utf-8", "utf-8", "utf-8-sig", "cp1252", "cp1251", "shift_jis", "utf-16", "utf-16-le"))
    return text.encode(encoding, chance.choice(("replace", "ignore")))


def write_xlsx(chance: Chance, grid: Grid) -> bytes:
    """The table as a workbook whose cells are of any type and whose texts are shared or not."""
    shared: dict[str, int] = {}
    # Of its own, so that what is typed stays as it was
    looks = random.Random(len(grid))
    sheet = f'<worksheet xmlns="{MAIN}"><dimension ref="A1:ZZ99"/><sheetData>'
    for number, row in enumerate(grid, start=1):
        # A row may be painted, as owners do it
        paint = looks.choice((0, 0, 3, 4, 5))
        cells = "".join(
            _write_cell(chance, f"{letters(place)}{number}", text, shared, paint) for place, text in enumerate(row)
        )
        sheet += f'<row r="{number}">{cells}</row>'
    top, column = looks.randrange(1, 9), letters(looks.randrange(4))
    merges = (f"A{len(grid) + 2}:B{len(grid) + 3}", f"{column}{top}:{column}{top + looks.randrange(1, 9)}")
    sheet += f"</sheetData><mergeCells>{''.join(map(_write_merge, merges))}</mergeCells></worksheet>"
    strings = "".join(f"<si><t>{escape(text)}</t></si>" for text in shared)
    second = f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>'
    return zip_parts(
        {
            "xl/worksheets/sheet1.xml": sheet,
            "xl/worksheets/sheet2.xml": second,
            "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}" count="9" uniqueCount="9">{strings}</sst>',
            **PLAIN_PARTS,
        }
    )


def _write_merge(reference: str) -> str:
    return f'<mergeCell ref="{reference}"/>'


def _write_cell(chance: Chance, place: str, text: str, shared: dict[str, int], paint: int) -> str:
    clean = "".join(character for character in text if character >= " " or character in "\t\n\r").strip("\ufffe")
    as_number = _is_number(clean)
    if as_number and chance.random() < 0.8:
        style = chance.choice((paint, paint, 1, 2))
        return f'<c r="{place}" s="{style}"><v>{clean}</v></c>'
    if chance.random() < 0.02:
        return f'<c r="{place}" t="str"><f>SUM(A1:A2)</f><v>{escape(clean)}</v></c>'
    if chance.random() < 0.5:
        return f'<c r="{place}" s="{paint}" t="s"><v>{shared.setdefault(clean, len(shared))}</v></c>'
    return f'<c r="{place}" s="{paint}" t="inlineStr"><is><t>{escape(clean)}</t></is></c>'


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return text.isascii() and text.strip() == text and "_" not in text


def letters(place: int) -> str:
    """The name of a column by its index."""
    name = ""
    place += 1
    while place:
        place, digit = divmod(place - 1, 26)
        name = chr(65 + digit) + name
    return name


def zip_parts(parts: Mapping[str, str | bytes]) -> bytes:
    """An archive with right checksums."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content.encode("utf-8", "replace") if isinstance(content, str) else content)
    return stream.getvalue()


_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FILLS = [
    f'<fill><patternFill patternType="solid"><fgColor {colour}/></patternFill></fill>'
    for colour in ('indexed="99"', 'rgb="FF92D050"', 'theme="5" tint="-0.2"')
]
PLAIN_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPES}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookPr date1904="0"/><sheets>'
    '<sheet name="Deals" sheetId="1" r:id="rId1"/><sheet name="More" sheetId="2" r:id="rId2"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{OFFICE}/worksheet" Target="worksheets/sheet2.xml"/>'
    f'<Relationship Id="rId3" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    f'<Relationship Id="rId4" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="dd.mm.yyyy"/>'
    f'</numFmts><fills>{"".join(_FILLS)}</fills><cellXfs count="6"><xf numFmtId="0"/><xf numFmtId="164"/>'
    '<xf numFmtId="46"/><xf fillId="1"/><xf fillId="2"/><xf fillId="9"/></cellXfs></styleSheet>',
}
