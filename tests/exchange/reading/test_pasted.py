from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_pipeline.domain.cells import guard, unguard
from desktop_pipeline.domain.errors import CannotOpenError
from desktop_pipeline.exchange.options import ImportOptions, ReadingChoices
from desktop_pipeline.exchange.reading.clipboards import is_one_cell, read_rows
from desktop_pipeline.exchange.reading.files import NothingToImportError, read_book
from desktop_pipeline.exchange.reading.pasted import Holding, Pasted, write_pasted
from desktop_pipeline.exchange.tables import Table
from desktop_pipeline.exchange.understanding.columns import Kind, recognise

NAME = "Pasted rows"
SHOWN = ("Deal", "Organisation", "Stage", "Value", "Owner", "Next step", "Expected close", "In stage")
Paste = Callable[..., Table]


@pytest.fixture
def paste(tmp_path: Path) -> Paste:
    """Keeps what a clipboard held, reads it and gives the one table."""

    def read(
        text: str, html: str = "", holding: Holding = "deals", heads: tuple[str, ...] = (), top: int = -1
    ) -> Table:
        write_pasted(tmp_path / NAME, Pasted(text, html, holding, heads))
        choices = ReadingChoices(tops={} if top < 0 else {None: top})
        book = read_book(tmp_path / NAME, choices)
        assert (book.kind, book.encoding, book.separator) == ("pasted", None, None)
        (table,) = book.tables
        return table

    return read


def cells(text: str, html: str = "") -> list[tuple[object, ...]]:
    return [row.cells for row in read_rows(text, html)]


def kind_of(table: Table) -> Kind | None:
    found = recognise(table, ImportOptions())
    return None if found is None else found.kind


def test_rows_with_a_header_are_a_table_like_that_of_a_file(paste: Paste) -> None:
    table = paste("Deal name\tAmount\nLoft\t7400\nCounter\t5200\n")
    assert (table.file, table.header_row, table.headers) == (NAME, 1, ("Deal name", "Amount"))
    assert [(row.number, row.cells) for row in table.rows] == [(2, ("Loft", "7400")), (3, ("Counter", "5200"))]


def test_unknown_texts_over_numbers_are_a_header(paste: Paste) -> None:
    assert paste("Was\tWieviel\nLoft\t7400\nCounter\t5200\n").headers == ("Was", "Wieviel")


def test_rows_without_a_header_are_called_as_the_columns_that_were_shown(paste: Paste) -> None:
    text = "Loft\tPetrel\tMeeting\t€7,400\tAmara Eze\tCall\t2026-09-01\t11\n"
    table = paste(text, heads=SHOWN)
    assert (table.header_row, table.headers) == (0, SHOWN)
    assert [row.number for row in table.rows] == [1]
    assert kind_of(table) is Kind.DEALS


def test_columns_that_hold_something_else_than_those_shown_are_guessed_by_what_they_hold(paste: Paste) -> None:
    heads = ("Deal", "Organisation", "Stage", "Value")
    table = paste("a@x.example\tLoft\t€7,400\t2026-09-01\nb@x.example\tCounter\t€5,200\t2026-10-01", heads=heads)
    assert table.headers == ("Email", "Deal name", "Value", "Expected close date")


@pytest.mark.parametrize(
    ("holding", "text", "headers", "kind"),
    [
        ("deals", "Loft\t€7,400\nCounter\t€5,200", ("Deal name", "Value"), Kind.DEALS),
        ("deals", "Loft\nCounter", ("Deal name",), Kind.DEALS),
        ("deals", "Loft\t7400\nCounter\t£5,200.50", ("Deal name", "Value"), Kind.DEALS),
        ("deals", "1\tLoft\n2\tCounter", ("A", "Deal name"), Kind.DEALS),
        ("deals", "Loft\t3\t7400\nCounter\t1\t5200", ("Deal name", "B", "C"), Kind.DEALS),
        (
            "deals",
            "North Lane Ltd\tLoft\t7400\nMüller & Co. KG\tCounter\t5200",
            ("Organisation name", "Deal name", "Value"),
            Kind.DEALS,
        ),
        ("deals", "North Lane Ltd\nMüller & Co. KG", ("Deal name",), Kind.DEALS),
        ("people", "Anna Lee\ta@x.example\nBo Roe\tb@x.example", ("Full name", "Email"), Kind.PEOPLE),
        ("organisations", "Acme\twww.acme.example", ("Organisation name", "Website"), Kind.ORGANISATIONS),
    ],
)
def test_what_the_rows_are_without_a_header_is_what_stands_where_they_were_pasted(
    paste: Paste, holding: Holding, text: str, headers: tuple[str, ...], kind: Kind
) -> None:
    table = paste(text, holding=holding)
    assert table.headers == headers
    assert kind_of(table) is kind


def test_nothing_is_sure_of_columns_that_nobody_named(paste: Paste) -> None:
    found = recognise(paste("Loft\t€7,400.00\nCounter\t€5,200.00"), ImportOptions())
    assert found is not None
    assert [guess.confidence for guess in found.guesses] == ["likely", "likely"]


def test_which_row_is_the_header_can_be_said(paste: Paste) -> None:
    text = "Loft\tseven\nCounter\tfive\n"
    assert paste(text).header_row == 0
    assert paste(text, top=1).headers == ("Loft", "seven")
    assert len(paste("Deal name\tAmount\nLoft\t7400", top=0).rows) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\tb\r\nc\td\r\n", [("a", "b"), ("c", "d")]),
        ("a\tb\rc\td", [("a", "b"), ("c", "d")]),
        ('"two\nlines"\tb\n', [("two\nlines", "b")]),
        ('"a ""word"""\tb\n', [('a "word"', "b")]),
        ('"not closed\tb\nc\td', [('"not closed', "b"), ("c", "d")]),
        ('"Big" deal\t5\n"quoted"\t6', [('"Big" deal', "5"), ('"quoted"', "6")]),
        ("a\t\tc\n\n\td\n", [("a", None, "c"), (None, "d")]),
        ("Deal,Value\nLoft,7\n", [("Deal", "Value"), ("Loft", "7")]),
        ('Deal;Value\n"Loft; big";7\n', [("Deal", "Value"), ("Loft; big", "7")]),
        ("one\ntwo\n", [("one",), ("two",)]),
        ("one, two", [("one, two",)]),
        ("", []),
    ],
)
def test_text_is_parted_as_spreadsheet_programs_write_it(text: str, expected: list[tuple[object, ...]]) -> None:
    assert cells(text) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<table><tr><td>a<td>b<tr><td>c</table>", [("a", "b"), ("c",)]),
        ("<table><tr><th>x &amp; y</th><td> z\n z </td></tr></table>", [("x & y", "z z")]),
        ("<TABLE><TR><TD>one<br>two</TD><TD><p>p</p><p>q</p></TD></TR></TABLE>", [("one\ntwo", "p\nq")]),
        ("<table><tr><td colspan=2>a</td><td>b</td></tr></table>", [("a", None, "b")]),
        (
            "<table><tr><td rowspan=2>a<td>b</tr><tr><td>c</tr><tr><td>d<td>e</tr></table>",
            [("a", "b"), (None, "c"), ("d", "e")],
        ),
        ("<table><tr><td>a<table><tr><td>in<td>ner</table></td><td>b</td></tr></table>", [("a\ninner", "b")]),
        (
            '<style>td{}</style><table><tr><td>a<script>steal()</script><td><img src="http://x" onerror="x()">b',
            [("a", "b")],
        ),
        ("<table><tr><td colspan=999999999999999999999 rowspan=-1>a<td>b</table>", None),
        ("<p>no table</p>", [("t", "u")]),
        ("<table><tr><td>alone</td></tr></table>", [("t", "u")]),
        ("<![bogus[<table>", [("t", "u")]),
    ],
)
def test_a_table_of_html_is_read_for_its_texts_alone(html: str, expected: list[tuple[object, ...]] | None) -> None:
    found = cells("t\tu", html)
    if expected is None:
        assert (found[0][0], len(found[0])) == ("a", 1001)
    else:
        assert found == expected


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        *(("Loft", True), ("Loft, big", True), ("", True), ("Loft\r\n", True), ('"two\nlines"\r\n', True)),
        *(("a\tb", False), ("a\nb", False), ('"a\nb"\t"c"', False)),
    ],
)
def test_a_single_cell_is_no_rows(text: str, is_one: bool) -> None:
    assert is_one_cell(text) is is_one


@pytest.mark.parametrize("text", ["", "\n\t\n", "   "])
def test_blank_cells_are_nothing_to_import(paste: Paste, text: str) -> None:
    with pytest.raises(NothingToImportError):
        paste(text)


@pytest.mark.slow
def test_html_made_to_stall_readers_keeps_nobody_waiting(paste: Paste) -> None:
    try:
        table = paste("a\tb\nc\td", "<table>" + "<a" * 400_000)
    except CannotOpenError as error:
        assert str(error) == "“Pasted rows” takes too long to read."  # noqa: PT017 - older Pythons only
    else:
        # https://github.com/python/cpython/issues/135462
        assert len(table.rows) == 2


def test_more_cells_than_a_clipboard_holds_are_refused(paste: Paste) -> None:
    with pytest.raises(CannotOpenError, match="is too large to read safely"):
        paste("\t" * 3000 + "\n" + "a\n" * 3000)


@pytest.mark.parametrize("rest", [b"", b'"text": 5}', b'"text": "a", "html": []', b"\xff", b"[" * 100_000])
def test_a_file_that_only_begins_like_kept_rows_is_refused(tmp_path: Path, rest: bytes) -> None:
    path = tmp_path / "deals.csv"
    path.write_bytes(b'{"desktop pipeline": "pasted rows", ' + rest)
    with pytest.raises(CannotOpenError):
        read_book(path)


_CELL = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=30)


@given(
    table=st.lists(
        st.lists(_CELL.filter(lambda cell: cell.strip() and '""' not in cell), min_size=2, max_size=2),
        min_size=2,
        max_size=6,
    )
)
def test_cells_without_a_line_end_come_back_from_text(table: list[list[str]]) -> None:
    """As our own table of deals is copied."""
    text = "\n".join("\t".join(guard(cell) for cell in row) for row in table) + "\n"
    assert [[unguard(str(cell)) for cell in row] for row in cells(text)] == table
