"""Printing on a printer that writes into a file, as a computer without a printer can."""

import tempfile
from pathlib import Path

import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QPageLayout, QPageRanges, QPageSize
from PySide6.QtPrintSupport import QPrinter

from desktop_pipeline.domain.errors import RefusedError
from desktop_pipeline.ui.reports.pages import finish
from desktop_pipeline.ui.reports.printing import list_pages, printing
from desktop_pipeline.ui.reports.sheet import page_layout
from tests.ui.reports.contents import FORMATS, deal_table, every_section, make_content
from tests.ui.reports.paper import Paper, check_paper, read_paper

pytestmark = pytest.mark.usefixtures("qapp")


def make_printer(path: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setPageLayout(page_layout("A4"))
    return printer


def print_on(printer: QPrinter, rows: int = 150) -> Paper:
    finish(printing(printer, make_content(deal_table(rows)), FORMATS))
    return read_paper(Path(printer.outputFileName()))


def test_all_pages_arrive_as_they_are_in_the_file(tmp_path: Path) -> None:
    printer = make_printer(tmp_path / "p.pdf")
    assert finish(printing(printer, make_content(*every_section()), FORMATS)) == 3
    printed = check_paper(tmp_path / "p.pdf")
    assert len(printed.pages) == 3


def test_a_computer_without_room_for_drafts_prints_nothing_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(RefusedError, match="folder for passing files"):
        print_on(make_printer(tmp_path / "p.pdf"))
    assert not (tmp_path / "p.pdf").exists()


def test_only_the_pages_that_were_asked_for_are_printed_with_their_own_numbers(tmp_path: Path) -> None:
    printer = make_printer(tmp_path / "p.pdf")
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 3)
    paper = print_on(printer)
    assert [page.find("^Page ")[0].words for page in paper.pages] == ["Page 2 of 6", "Page 3 of 6"]


@pytest.mark.parametrize(("asked", "pages"), [("1,3-4", [1, 3, 4]), ("5", [5]), ("4-99", [4, 5])])
def test_ranges_may_have_gaps(tmp_path: Path, asked: str, pages: list[int]) -> None:
    printer = make_printer(tmp_path / "p.pdf")
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setPageRanges(QPageRanges.fromString(asked))
    assert list_pages(printer, 5) == pages


def test_the_last_page_may_come_first(tmp_path: Path) -> None:
    printer = make_printer(tmp_path / "p.pdf")
    printer.setPageOrder(QPrinter.PageOrder.LastPageFirst)
    paper = print_on(printer)
    assert paper.pages[0].find("^Page 6 of 6$")
    assert paper.pages[-1].find("^Page 1 of 6$")


def test_a_page_that_is_not_there_is_one_plain_sentence(tmp_path: Path) -> None:
    printer = make_printer(tmp_path / "p.pdf")
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setPageRanges(QPageRanges.fromString("7-9"))
    with pytest.raises(RefusedError, match="no such page"):
        print_on(printer, 20)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.qt_log_ignore("Returned false", extend=True)
def test_a_printer_that_cannot_be_opened_is_one_plain_sentence(tmp_path: Path) -> None:
    printer = make_printer(tmp_path / "nowhere" / "p.pdf")
    with pytest.raises(RefusedError, match="printer did not answer"):
        print_on(printer)


@pytest.mark.parametrize("size", [QSizeF(62, 100), QSizeF(105, 148), QSizeF(420, 297), QSizeF(841, 1189)])
def test_the_paper_of_the_printer_is_what_it_is_laid_out_for(tmp_path: Path, size: QSizeF) -> None:
    """From a label to a poster: smaller than a page can be, everything is printed smaller."""
    printer = make_printer(tmp_path / "p.pdf")
    layout = printer.pageLayout()
    layout.setPageSize(QPageSize(size, QPageSize.Unit.Millimeter))
    layout.setUnits(QPageLayout.Unit.Point)
    assert printer.setPageLayout(layout)
    paper = print_on(printer, 40)
    assert len(paper.find("^Deal no")) == 40
    for page in paper.pages:
        assert round(page.width / 72 * 25.4) == round(size.width())
        for text in page.texts:
            assert 0 < text.left < text.right < page.width
            assert 0 < text.top < text.bottom < page.height


def test_printing_that_is_given_up_leaves_no_whole_job(tmp_path: Path) -> None:
    printer = make_printer(tmp_path / "p.pdf")
    work = printing(printer, make_content(deal_table(400)), FORMATS)
    for _step in range(20):
        next(work)
    work.close()
    assert printer.printerState() in {QPrinter.PrinterState.Aborted, QPrinter.PrinterState.Idle}
