"""Sheets in words and as workbooks."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from desktop_pipeline.domain.errors import RefusedError
from desktop_pipeline.reports.tables.sheet_workbook import write_sheets
from desktop_pipeline.reports.tables.sheets import CellKind, Sheet, SheetColumn, SheetRow, say_cell, say_rows
from tests.reports.companies import make_words

WORDS = make_words()
ODD = Sheet(
    "=1+1: what/why?",
    (
        SheetColumn("Name"),
        SheetColumn("Name"),
        SheetColumn("", CellKind.MONEY),
        SheetColumn("Share", CellKind.SHARE),
        SheetColumn("Day", CellKind.DAY),
    ),
    (SheetRow(("=cmd|'/c'!A1", "x", 123_456, 0.5, date(2026, 6, 9))), SheetRow(("", None, None, None, None))),
    "EUR",
    ("A note.",),
)


@pytest.mark.parametrize(
    ("value", "kind", "said"),
    [
        ("Proposal", CellKind.TEXT, "Proposal"),
        (None, CellKind.TEXT, ""),
        (None, CellKind.MONEY, "–"),
        (1_234_500, CellKind.MONEY, "€12,345"),
        (0.583, CellKind.SHARE, "58\N{NO-BREAK SPACE}%"),
        (1234, CellKind.COUNT, "1,234"),
        (12.4, CellKind.DAYS, "12"),
        (2.25, CellKind.NUMBER, "2.25"),
        (date(2026, 6, 9), CellKind.DAY, "9 Jun 2026"),
    ],
)
def test_a_cell_is_read_by_its_kind(value: str | float | date | None, kind: CellKind, said: str) -> None:
    assert say_cell(value, kind, "EUR", WORDS) == said


def test_every_row_has_a_text_for_each_column() -> None:
    assert {len(row) for row in say_rows(ODD, WORDS)} == {5}


def test_a_workbook_takes_any_title_and_head_and_runs_nothing(tmp_path: Path) -> None:
    out = write_sheets(tmp_path / "odd.xlsx", "Odd", (("As of", "9 Jun 2026"),), (ODD, ODD), WORDS)
    book = load_workbook(out)
    first, second = (name for name in book.sheetnames if name not in {"Summary", "Lists"})
    assert first != second
    rows = list(book[first].values)
    assert len(set(rows[0])) == len(rows[0])
    assert rows[1][0] == "=cmd|'/c'!A1"
    assert book[first]["A2"].data_type == "s"
    assert rows[1][2] == 1234.56
    assert rows[2][2] is None


def test_a_workbook_never_takes_the_place_of_a_workspace(tmp_path: Path) -> None:
    path = tmp_path / "mine.xlsx"
    path.write_bytes(b"SQLite format 3\0 and more")
    with pytest.raises(RefusedError):
        write_sheets(path, "x", (), (ODD,), WORDS)
    assert path.read_bytes().startswith(b"SQLite")
