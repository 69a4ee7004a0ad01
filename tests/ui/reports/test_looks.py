"""What a report looks like: the same each time, and as clear without colours as with them."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QFontDatabase, QImage
from PySide6.QtWidgets import QApplication

from desktop_pipeline import paths
from desktop_pipeline.reports.content import BarChart, Company, StopChart, StopRow
from desktop_pipeline.ui.reports.blocks import Block
from desktop_pipeline.ui.reports.charts import StopBlock
from desktop_pipeline.ui.reports.images import picture_of
from desktop_pipeline.ui.reports.lettering import paper_font
from desktop_pipeline.ui.reports.pages import Pages
from desktop_pipeline.ui.reports.pdf import write_pdf
from desktop_pipeline.ui.reports.row_charts import BarsPart, RangesPart
from desktop_pipeline.ui.reports.sheet import TWIP
from desktop_pipeline.ui.theme import Theme
from tests.ui.reports.contents import (
    FORMATS,
    bars,
    deal_table,
    every_section,
    lay_out_on,
    make_content,
    make_png,
    ranges,
)
from tests.ui.reports.paper import read_paper

pytestmark = pytest.mark.usefixtures("qapp")
_DOTS = 144
# How much darker an edge must be than the paper, of 255: a pale grey line of half a point is there at all.
_SEEN = 20


def test_two_runs_of_one_report_carry_the_same_text_and_drawing(tmp_path: Path) -> None:
    content = make_content(*every_section(), company=Company("Alder Row Joinery", make_png(600, 200)))
    for name in ("first.pdf", "second.pdf"):
        write_pdf(tmp_path / name, content, FORMATS)
    first, second = read_paper(tmp_path / "first.pdf"), read_paper(tmp_path / "second.pdf")
    assert [page.drawing for page in first.pages] == [page.drawing for page in second.pages]
    assert first == second


def test_title_and_author_are_in_the_files_properties(tmp_path: Path) -> None:
    write_pdf(tmp_path / "r.pdf", make_content(), FORMATS)
    paper = read_paper(tmp_path / "r.pdf")
    assert (paper.title, paper.author) == ("Deals", "Amara Eze")
    write_pdf(tmp_path / "r.pdf", replace(make_content(), title="", author=""), FORMATS)
    paper = read_paper(tmp_path / "r.pdf")
    assert (paper.title, paper.author) == ("Deals, all", "Alder Row Joinery")


def stops() -> StopChart:
    rows = (
        StopRow("Lead In", 90, 60, 9, "90", "61 %"),
        StopRow("Meeting", 60, 30, 9, "60", "50 %", is_marked=True),
        StopRow("Won", 30, 30, None, "30", ""),
    )
    return StopChart("stops", "Where deals stop", "128 deals", rows, "Meeting is the narrowest step.", "And so on.")


def grey(pages: Pages, number: int = 1) -> QImage:
    return picture_of(pages, number, _DOTS).convertToFormat(QImage.Format.Format_Grayscale8)


def across(image: QImage, left: float, right: float, height: float) -> list[int]:
    """The greys on a level line, in twips."""
    scale = _DOTS / 72 / TWIP
    return [
        image.pixelColor(x, round(height * scale)).lightness() for x in range(round(left * scale), round(right * scale))
    ]


def down(image: QImage, x: float, top: float, bottom: float) -> list[int]:
    """The greys on an upright line, in twips."""
    scale = _DOTS / 72 / TWIP
    return [image.pixelColor(round(x * scale), y).lightness() for y in range(round(top * scale), round(bottom * scale))]


def find_block(pages: Pages, kind: type[StopBlock | BarsPart | RangesPart]) -> tuple[Block, float]:
    """The first block of that kind on the first page, and where its rows begin."""
    placed = next(placed for placed in pages.placed[0] if isinstance(placed.block, kind))
    block = placed.block
    assert isinstance(block, StopBlock | BarsPart | RangesPart)
    return block, placed.top + block.heading.height + 8 * TWIP


def middle(top: float, row: int) -> float:
    return top + (row + 0.5) * 18.5 * TWIP


def test_what_moved_on_is_undecided_or_was_lost_differs_without_colours() -> None:
    pages = lay_out_on(make_content(stops()))
    _block, top = find_block(pages, StopBlock)
    sheet, image = pages.sheet, grey(pages)
    line = across(image, sheet.left, sheet.right, middle(top, 0) - 3 * TWIP)
    # The first long stretch of one dark grey is the bar; letters are narrow.
    first = next(place for place in range(len(line)) if line[place] < 140 and len(set(line[place : place + 30])) == 1)
    full = next(place for place in range(first, len(line)) if line[place] > 160) - first
    striped = line[first + full : first + round(full * 69 / 60)]
    empty = line[first + round(full * 69 / 60) + 4 : first + round(full * 90 / 60) - 4]
    assert max(striped) - min(striped) > 60
    assert min(empty) > 245
    assert min(line[first + round(full * 90 / 60) - 4 :][:8]) < 220


@pytest.mark.parametrize(("chart", "kind"), [(bars(6), BarsPart), (stops(), StopBlock)], ids=["bars", "stops"])
def test_the_marked_row_is_the_darkest_in_greyscale(
    chart: StopChart | BarChart, kind: type[BarsPart | StopBlock]
) -> None:
    pages = lay_out_on(make_content(chart))
    _block, top = find_block(pages, kind)
    image, sheet = grey(pages), pages.sheet
    begin = sheet.left + 70 * TWIP
    plain, marked = (min(across(image, begin, begin + 40 * TWIP, middle(top, row))) for row in (0, 1))
    assert marked < 45
    assert plain > marked + 40


def test_a_likely_range_is_a_line_with_ends_and_the_average_is_dotted() -> None:
    pages = lay_out_on(make_content(ranges(6)))
    block, top = find_block(pages, RangesPart)
    assert isinstance(block, RangesPart)
    image, sheet = grey(pages), pages.sheet
    names, said = block.columns
    left, right = sheet.left + names + 8 * TWIP, sheet.right - said - 8 * TWIP
    unit = (right - left) / block.top
    whisker = across(image, left + 0.21 * unit, left + 0.37 * unit, middle(top, 1))
    assert sum(shade < 140 for shade in whisker) > 0.9 * len(whisker)
    end = down(image, left + 0.2 * unit, middle(top, 1) - 2 * TWIP, middle(top, 1) + 2 * TWIP)
    assert max(end) < 235
    average = down(image, left + 0.33 * unit, middle(top, 0) - 8 * TWIP, middle(top, 0) + 8 * TWIP)
    assert min(average) < 120
    assert max(average) > 220


def test_no_ground_is_filled_and_lines_are_seen(tmp_path: Path) -> None:
    """Most of a page of a table stays paper: no shaded rows, no boxes."""
    image = grey(lay_out_on(make_content(deal_table(60))), 2)
    found = [
        image.pixelColor(x, y).lightness() for y in range(0, image.height(), 3) for x in range(0, image.width(), 3)
    ]
    assert sum(shade > 250 for shade in found) / len(found) > 0.85
    assert any(130 < shade < 255 - _SEEN for shade in found)


def test_the_fonts_of_paper_never_stand_in_for_those_of_the_screen(qapp: QApplication) -> None:
    for file in ("InterPaper-Regular.ttf", "InterPaper-SemiBold.ttf"):
        loaded = QFontDatabase.addApplicationFont(str(paths.resource("fonts", file)))
        assert "Inter" not in QFontDatabase.applicationFontFamilies(loaded)
    paper_font(10, 600)
    # Of Inter Paper's tabular hyphen it would be eight pixels and more.
    assert Theme("light").metrics("strong").horizontalAdvance("-") < 7
