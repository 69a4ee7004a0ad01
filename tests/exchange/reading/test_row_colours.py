"""Rows that owners paint: told as a column where no other says how deals stand, and asked about."""

import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import PatternFill
from openpyxl.styles.colors import Color

from desktop_pipeline.exchange.known import Known
from desktop_pipeline.exchange.options import ImportOptions
from desktop_pipeline.exchange.planning.plan import plan_import
from desktop_pipeline.exchange.reading.files import read_book
from desktop_pipeline.exchange.reading.row_colours import find_colours, name_colour
from desktop_pipeline.exchange.records import ImportPlan

GREEN, RED, PALE = "FF92D050", "FFFF0000", "FFFFEB9C"
HEADS = ["Customer", "Job", "Quote £"]
JOBS = [["Hill", "Window", 3400], ["Patel", "Porch", 800], ["Jones", "Door", 1400], ["Khan", "Roof", 5200]]


def write_painted(
    path: Path,
    colours: Sequence[str | Color | None],
    heads: Sequence[str] = HEADS,
    rows: Sequence[Sequence[object]] = JOBS,
) -> Path:
    book = Workbook()
    book.active.append(list(heads))
    for row, colour in zip(rows, colours, strict=True):
        book.active.append(list(row))
        if colour is not None:
            for cell in book.active[book.active.max_row]:
                cell.fill = PatternFill("solid", fgColor=colour)
    book.save(path)
    return path


def plan_painted(path: Path, **options: object) -> ImportPlan:
    return plan_import(read_book(path).tables, replace(ImportOptions(), **options), Known(base_currency="EUR"))  # type: ignore[arg-type]


def told(plan: ImportPlan) -> list[tuple[str, str | None]]:
    return [(deal.fields.status.value, deal.fields.stage) for deal in plan.deals]


def colours_of(path: Path) -> list[object]:
    (table,) = read_book(path).tables
    return [row.cells[-1] for row in table.rows] if table.headers[-1] == "Row colour" else []


def test_painted_rows_are_open_until_somebody_says_what_the_colours_mean(tmp_path: Path) -> None:
    path = write_painted(tmp_path / "q.xlsx", [GREEN, RED, None, PALE])
    plan = plan_painted(path)
    assert told(plan) == [("open", None)] * 4
    assert [question.question for question in plan.questions if question.subject == "outcome"] == [
        f"rows painted {colour}: are they open, won or lost?" for colour in ("green", "red", "yellow")
    ]
    assert plan.stages == ()
    said = plan_painted(path, stage_words={"green": "won", "Red": "lost", "yellow": "Waiting"})
    assert told(said) == [("won", None), ("lost", None), ("open", None), ("open", "waiting")]
    assert [new.name for new in said.stages] == ["Waiting"]
    assert [deal.fields.title for deal in plan_painted(path, stage_words={"red": "ignore"}).deals] == [
        "Window", "Door", "Roof"
    ]  # fmt: skip


def test_colours_that_nobody_explained_change_no_deal(tmp_path: Path) -> None:
    path = write_painted(tmp_path / "q.xlsx", [GREEN, RED, None, GREEN])
    first = plan_painted(path, stage_words={"green": "won"})
    known = Known(
        organisations={}, deals={n: deal.fields for n, deal in enumerate(first.deals, 1)}, base_currency="EUR"
    )
    again = plan_import(read_book(path).tables, ImportOptions(match="title+org"), known)
    assert again.counts.new == 0
    assert not any("status" in deal.changed for deal in again.deals)


@pytest.mark.parametrize(
    "colours",
    [
        [None, None, None, GREEN],  # a slip
        [GREEN, GREEN, GREEN, GREEN],  # a taste
        ["FFD9D9D9", None, "FFF2F2F2", None],  # greys
    ],
)
def test_what_is_for_the_eye_is_no_column(tmp_path: Path, colours: list[str | None]) -> None:
    assert colours_of(write_painted(tmp_path / "q.xlsx", colours)) == []


def test_stripes_are_for_the_eye(tmp_path: Path) -> None:
    striped = write_painted(tmp_path / "s.xlsx", [GREEN, None] * 4, rows=JOBS * 2)
    assert colours_of(striped) == []


@pytest.mark.parametrize("header", ["Status", "Stage", "Won", "Stand", "Signed"])
def test_a_column_that_says_how_deals_stand_goes_before_colours(tmp_path: Path, header: str) -> None:
    rows = [[*row, "x"] for row in JOBS]
    path = write_painted(tmp_path / "q.xlsx", [GREEN, RED, None, GREEN], heads=[*HEADS, header], rows=rows)
    assert colours_of(path) == []


def test_a_row_is_painted_where_most_of_its_cells_are(tmp_path: Path) -> None:
    path = write_painted(tmp_path / "q.xlsx", [GREEN, RED, None, RED])
    book = Workbook()
    book.active.append(HEADS)
    for row in JOBS:
        book.active.append(row)
    for place in ("A2", "B2", "A3", "A4", "B4", "C4"):
        book.active[place].fill = PatternFill("solid", fgColor=GREEN if place != "C4" else RED)
    book.save(path)
    assert colours_of(path) == ["green", None, "green", None]


def test_colours_of_the_theme_and_of_old_palettes_have_names(tmp_path: Path) -> None:
    colours = [Color(theme=6, tint=0.6), Color(indexed=10), Color(theme=0), Color(rgb="FFC6EFCE")]
    assert colours_of(write_painted(tmp_path / "q.xlsx", colours)) == ["green", "red", None, "green"]


@pytest.mark.parametrize(
    ("rgb", "name"),
    [
        ("FFC7CE", "red"), ("C6EFCE", "green"), ("FFEB9C", "yellow"), ("FFC000", "orange"), ("00B050", "green"),
        ("00B0F0", "blue"), ("DDEBF7", "blue"), ("7030A0", "purple"), ("F4B084", "orange"), ("D9D9D9", None),
        ("FFFFFF", None), ("000000", None),
    ],
)  # fmt: skip
def test_colours_are_called_as_people_call_them(rgb: str, name: str | None) -> None:
    assert name_colour(rgb) == name


def test_styles_that_cannot_be_read_take_nothing_but_the_colours(tmp_path: Path) -> None:
    path = write_painted(tmp_path / "whole.xlsx", [GREEN, RED, None, GREEN])
    spoilt = tmp_path / "spoilt.xlsx"
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(spoilt, "w") as copy:
        for name in whole.namelist():
            copy.writestr(
                name, whole.read(name).replace(b"cellXfs", b"other") if "styles" in name else whole.read(name)
            )
    assert find_colours(spoilt, {"Sheet"}) == {}
    assert find_colours(path, {"Sheet"}) == {"Sheet": {2: "green", 3: "red", 5: "green"}}
