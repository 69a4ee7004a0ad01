"""Blocks of a report beside and below each other, however many rows they have."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from desktop_pipeline.reports.content import (
    Column,
    Line,
    ReportContent,
    Section,
    SectionName,
    StageMark,
    StopChart,
    StopRow,
    Table,
)
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.reports.charts import Beside, StopBlock, cut_stops
from desktop_pipeline.ui.reports.columns import measure_columns, place_columns
from desktop_pipeline.ui.reports.lettering import break_lines, width_of
from desktop_pipeline.ui.reports.pages import Placed, finish, lay_out
from desktop_pipeline.ui.reports.sheet import TWIP, Paper, Sheet, page_layout, sheet_of
from desktop_pipeline.ui.reports.tables import TablePart, TablePlan, plan_tables
from desktop_pipeline.ui.theme import Theme
from tests.reports.companies import ENGLISH

pytestmark = pytest.mark.usefixtures("qapp")
EVERY_SHEET = pytest.mark.parametrize(("paper", "landscape"), [(p, side) for p in ("A4", "Letter") for side in (0, 1)])


def make_content(*sections: Section) -> ReportContent:
    return ReportContent("file", "Pipeline report", "Subject", "Subtitle", ("One.",), (), sections, "Printed", "All")


def stops(count: int) -> StopChart:
    rows = tuple(
        StopRow(f"Stage {n} with a name", 90 - n, 60 - n, 5, str(90 - n), "61 %", is_marked=n == 1)
        for n in range(count)
    )
    return StopChart(SectionName.STOPS, "Where deals stop", "caption", rows, "Strong words", "and the rest of it")


def stages(count: int, *, value: str = "€101,000") -> Table:
    heads = ("Stage", "Deals", "Value", "Weighted", "Slow")
    columns = tuple(Column(head, is_number=head != "Stage") for head in heads)
    lines = tuple(
        Line((f"Stage {n} with a name", "9", value, value, "1"), mark=StageMark(n, count)) for n in range(count)
    )
    return Table(SectionName.STAGES, "Pipeline by stage", "caption", columns, lines, is_half=True)


def place(sheet: Sheet, *sections: Section) -> tuple[tuple[Placed, ...], ...]:
    return finish(lay_out(make_content(*sections), sheet, Formats(ENGLISH))).placed


def plan_one(table: Table, sheet: Sheet) -> TablePlan:
    (plan,) = finish(plan_tables(table, sheet, Theme("light")))
    return plan


def sheet_for(paper: Paper, landscape: int) -> Sheet:
    return sheet_of(page_layout(paper, landscape=bool(landscape)))


@EVERY_SHEET
@pytest.mark.parametrize("count", [1, 5, 12, 30])
def test_however_many_stages_there_are_nothing_leaves_the_page(paper: Paper, landscape: int, count: int) -> None:
    sheet = sheet_for(paper, landscape)
    for page in place(sheet, stops(count), stages(count)):
        assert max(placed.top + placed.block.height for placed in page) <= sheet.body_bottom + 1


def test_two_halves_stand_beside_each_other_in_halves_of_the_page() -> None:
    sheet = sheet_for("A4", 0)
    pair = place(sheet, stops(5), stages(5))[0][-1].block
    assert isinstance(pair, Beside)
    assert isinstance(pair.first, StopBlock)
    assert isinstance(pair.second, TablePart)
    assert pair.first.sheet.right < pair.second.plan.sheet.left
    assert pair.lefts == (sheet.left, pair.second.plan.sheet.left)
    assert pair.second.plan.sheet.right == sheet.right


def test_a_half_without_its_like_takes_the_whole_width() -> None:
    sheet = sheet_for("A4", 0)
    (page,) = place(sheet, stages(5))
    table = page[-1].block
    assert isinstance(table, TablePart)
    assert table.plan.sheet.text_width == sheet.text_width


@pytest.mark.parametrize("value", ["€1", "€101,000", "€1,101,000,000"])
def test_columns_of_a_half_end_at_its_edge(value: str) -> None:
    half = sheet_for("A4", 0).halves()[1]
    places = plan_one(stages(5, value=value), half).places
    begin, width = places[-1]
    assert begin + width == pytest.approx(half.right, abs=1)
    ends = [left + wide for left, wide in places]
    assert all(end <= left for end, (left, _wide) in zip(ends, places[1:], strict=False))


def test_the_marked_stage_is_seen_without_colours() -> None:
    """Its bar is the only one in ink: darkest in greyscale."""
    sheet = sheet_for("A4", 0)
    (block,) = cut_stops(stops(3), sheet)
    scale = 0.1
    image = QImage(round(sheet.width * scale), round(block.height * scale), QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    painter.scale(scale, scale)
    block.paint(painter, sheet.left, 0)
    painter.end()
    names = QRectF(sheet.left, 0, 130 * TWIP, block.height)
    first, marked, last = (
        darkest(image, QRectF(names.right(), top, 20 * TWIP, 4 * TWIP), scale) for top in middles(block)
    )
    assert marked < min(first, last) - 30


def middles(block: StopBlock) -> list[float]:
    rows = len(block.chart.rows)
    high = (block.height - block._around()) / rows
    head = block._around() - len(block.remark) * 10.5 * TWIP - 8 * TWIP
    return [head + (number + 0.5) * high - 2 * TWIP for number in range(rows)]


def darkest(image: QImage, area: QRectF, scale: float) -> int:
    columns = range(round(area.left() * scale), round(area.right() * scale))
    rows = range(round(area.top() * scale), round(area.bottom() * scale))
    return min(image.pixelColor(x, y).lightness() for x in columns for y in rows)


def test_a_section_that_is_not_ticked_leaves_its_neighbour_the_page() -> None:
    content = make_content(stops(5), stages(5)).without(frozenset({SectionName.STOPS}))
    assert content == replace(make_content(stages(5)))


def test_a_day_is_broken_only_where_it_finds_no_room_in_one_line() -> None:
    step, day = "E-mail, Thu 11 Jun", width_of("table", "Thu 11 Jun") + 2 * TWIP
    assert break_lines("table", step, day) == ("E-mail,", "Thu 11 Jun")
    assert " ".join(break_lines("table", step, day * 0.7)) == step, "no word is broken for it"
    assert break_lines("table", step, day * 3) == (step,)


def test_a_table_of_many_columns_breaks_its_heads_and_stays_on_the_page() -> None:
    heads = ["Owner", *("Mean days to won", "Win rate, low", "Won value, before") * 4]
    columns = tuple(Column(head, is_number=head != "Owner") for head in heads)
    table = Table("people", "People", "", columns, (Line(("Jörg Hallström", *("45", "17 %", "€130,697") * 4)),))
    sheet = sheet_for("A4", 0)
    (page,) = place(sheet, table)
    part = page[-1].block
    assert isinstance(part, TablePart)
    begin, width = part.plan.places[-1]
    assert begin + width <= sheet.right + 1
    assert max(len(head) for head in part.plan.heads) > 1
    assert part.plan.head_height > plan_one(stages(1), sheet).head_height


def test_a_word_that_stands_in_one_row_of_many_is_not_broken() -> None:
    columns = (Column("Criterion", is_number=False, is_wrapped=True), Column("Due", is_number=False))
    long = "The organisation exists and is not a customer or an open deal already (Lead Generation)"
    lines = tuple(Line((long, "required" if row == 6 else "")) for row in range(7))
    table = Table(SectionName.CRITERIA, "Open exit criteria", "", columns, lines)
    sheet = Sheet(5_200, 12_000)
    (_left, _wide), (_edge, width) = plan_one(table, sheet).places
    assert width >= width_of("table", "required")


def test_columns_that_do_not_fit_beside_each_other_go_below_with_the_names_again() -> None:
    columns = (Column("Owner", is_number=False), *(Column(f"Sum {number}") for number in range(20)))
    table = Table("people", "People", "", columns, (Line(("Jörg Hallström", *(f"€{n},130,697" for n in range(20)))),))
    sheet = sheet_for("A4", 0)
    parts = [placed.block for page in place(sheet, table) for placed in page if isinstance(placed.block, TablePart)]
    assert len(parts) > 1
    assert [head.head for part in parts for head in part.plan.table.columns[1:]] == [
        f"Sum {number}" for number in range(20)
    ]
    for part in parts:
        assert part.rows[0].line.cells[0] == "Jörg Hallström"
        begin, width = part.plan.places[-1]
        assert begin + width <= sheet.right + 1


def test_words_of_a_narrow_column_stay_whole_while_longer_texts_can_give_way() -> None:
    heads = ("Activity", "Kind", "Deal", "With", "Owner", "Result", "Done")
    columns = tuple(Column(head, is_number=False, is_wrapped=head in {"Activity", "Deal", "Result"}) for head in heads)
    result = "The board decides on the budget in June; the rooms must be ready before winter."
    lines = tuple(
        Line(
            (
                "Floor 2: measurements and next steps",
                "Meeting",
                "The kitchen pass and its counters",
                name,
                "Nadia Ferreira",
                result,
                day,
            )
        )
        for name, day in (("Clement Vandermeers", "30 Sept 2026"), ("Isla Nightingale", "2 Oct 2026"))
    )
    table = Table("done", "Done", "", columns, lines)
    sheet = sheet_of(page_layout("A4"))
    taken = [width for _left, width in place_columns(table, sheet, finish(measure_columns(table)))]
    for column, head in enumerate(heads):
        words = {word for line in lines for word in line.cells[column].split()}
        widest = max(width_of("table", word) for word in words)
        assert widest <= taken[column], head
