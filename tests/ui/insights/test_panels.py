"""What every panel offers: its table, its working, pictures and workbooks; and the deals behind a figure."""

from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QTest

from desktop_pipeline.actions.deals import delete_deals
from desktop_pipeline.metrics.telling.parts import Part, PartKind
from desktop_pipeline.reports.tables.sheets import CellKind, Sheet, SheetColumn, SheetRow, say_rows
from desktop_pipeline.ui.insights.behind_dialog import BehindDialog
from desktop_pipeline.ui.insights.panel import Panel
from desktop_pipeline.ui.insights.sheet_dialog import SheetDialog
from desktop_pipeline.ui.insights.sheet_table import SheetTable
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.link_button import LinkButton
from tests.reports.companies import make_words
from tests.ui.insights.rooms import NOW, Room

MENU = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # a menu without a window system


def sheet_of(panel: Panel) -> Sheet:
    assert panel.sheet is not None
    return panel.sheet


def open_behind(room: Room, part: Part, title: str = "Deals") -> BehindDialog:
    room.page.tools.open_deals(part, title)
    room.settle()
    return room.page.window().findChildren(BehindDialog)[-1]


def links_of(dialog: BehindDialog) -> list[str]:
    return [link.accessibleName() for link in dialog.findChildren(LinkButton) if not link.isHidden()]


@MENU
def test_the_menu_of_a_panel_offers_everything_and_what_is_not_there_is_grey(company: Room) -> None:
    panel = company.overview_page.win_rate
    menu = panel.open_menu()
    assert [action.text() for action in menu.actions() if not action.isSeparator()] == [
        "Show as table",
        "How is this worked out?",
        "Copy picture",
        "Copy table",
        "Save as PNG…",
        "Save as SVG…",
        "Save as Excel…",
        "Save all tables of the page as Excel…",
    ]
    assert all(action.isEnabled() for action in menu.actions())
    menu.close()
    panel.show_empty("Nothing.")
    menu = panel.open_menu()
    grey = [action.text() for action in menu.actions() if not action.isEnabled()]
    assert grey == ["Copy picture", "Save as PNG…", "Save as SVG…"]
    menu.close()


@MENU
def test_the_working_of_a_panel_holds_its_own_numbers(company: Room) -> None:
    popover = company.overview_page.win_rate.explain()
    assert "30 ÷ (30 + 105)" in popover.texts[0]
    popover.close()


def test_show_as_table_holds_every_row_and_enter_opens_its_deals(company: Room) -> None:
    panel = company.overview_page.stops
    dialog = panel.show_table()
    assert isinstance(dialog, SheetDialog)
    assert dialog.table.rows_model.rowCount() == len(sheet_of(panel).rows)
    assert not dialog.table.horizontalScrollBar().maximum(), "there is room for every column"
    dialog.table.setCurrentIndex(dialog.table.rows_model.index(2, 0))
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    company.settle()
    behind = company.page.window().findChildren(BehindDialog)[-1]
    assert behind.windowTitle() == "Where deals stop: Meeting"
    assert behind.behind is not None
    assert len(behind.behind.ids) == sheet_of(panel).rows[2].cells[1]
    dialog.close()


def test_the_table_sorts_by_a_click_with_unknown_last(theme: Theme) -> None:
    sheet = Sheet(
        "Sums",
        (SheetColumn("Name"), SheetColumn("Sum", CellKind.MONEY)),
        (SheetRow(("b", 100)), SheetRow(("a", None)), SheetRow(("c", 300))),
        "EUR",
    )
    table = SheetTable(theme, make_words())
    table.show_sheet(sheet)
    for order, names in ((Qt.SortOrder.AscendingOrder, "bca"), (Qt.SortOrder.DescendingOrder, "cba")):
        table.sortByColumn(1, order)
        assert "".join(str(row.cells[0]) for row in table.rows_model.rows) == names
    table.show_sheet(sheet)
    assert "".join(str(row.cells[0]) for row in table.rows_model.rows) == "cba"


def test_the_clipboard_gets_the_table_as_it_is_read(company: Room) -> None:
    panel = company.overview_page.reasons
    panel.copy_table()
    mime = QGuiApplication.clipboard().mimeData()
    lines = [line.split("\t") for line in mime.text().rstrip("\n").split("\n")]
    assert lines[0] == [column.head for column in sheet_of(panel).columns]
    assert [line[0] for line in lines[1:]] == [row[0] for row in say_rows(sheet_of(panel), make_words())]
    assert mime.html().startswith("<table>")


def test_the_clipboard_gets_the_picture_twice_as_fine_and_without_the_menu(company: Room) -> None:
    panel = company.overview_page.won
    panel.sharing.copy_picture()
    image = QGuiApplication.clipboard().image()
    assert (image.width(), image.height()) == (panel.width() * 2, panel.height() * 2)
    assert panel.more.isVisible()


def test_a_picture_is_saved_whole(company: Room, tmp_path: Path) -> None:
    panel = company.overview_page.days
    panel.sharing.save_picture(tmp_path / "days.png", "png")
    image = QImage(str(tmp_path / "days.png"))
    assert (image.width(), image.height()) == (panel.width() * 2, panel.height() * 2)
    panel.sharing.save_picture(tmp_path / "days.svg", "svg")
    text = (tmp_path / "days.svg").read_text(encoding="utf-8")
    assert "Days in each stage" in text
    assert ">Negotiation</text>" in text
    assert QSvgRenderer(str(tmp_path / "days.svg")).isValid()


def test_a_drawing_can_be_read_whatever_stands_in_a_name(company: Room, tmp_path: Path) -> None:
    panel = company.overview_page.days
    panel.show_answer("Nord\x01 & <b>Süd</b>\uffff \N{PARTY POPPER}")
    panel.sharing.save_picture(tmp_path / "days.svg", "svg")
    said = [part.text for part in fromstring((tmp_path / "days.svg").read_bytes()).iter() if part.text]
    assert "Nord\ufffd & <b>Süd</b>\ufffd \N{PARTY POPPER}" in "".join(said)


def test_a_picture_never_takes_the_place_of_a_workspace(company: Room) -> None:
    said: list[str] = []
    company.page.said.connect(said.append)
    path = company.session.path
    before = path.read_bytes()[:100]
    company.overview_page.days.sharing.save_picture(path, "png")
    assert path.read_bytes()[:100] == before
    assert said[-1].endswith("Nothing was written; choose another name.")


def test_a_workbook_holds_the_numbers_of_the_table_and_what_was_asked(company: Room, tmp_path: Path) -> None:
    panel = company.overview_page.win_rate
    out = tmp_path / "rates.xlsx"
    panel.sharing.save_workbook(out, panel.title, [sheet_of(panel)])
    company.settle()
    book = load_workbook(out)
    assert book.sheetnames[:2] == ["Summary", "Win rate Source"]
    rows = list(book["Win rate Source"].values)
    sheet = sheet_of(panel)
    assert rows[0] == tuple(column.head for column in sheet.columns)
    for written, row in zip(rows[1:], sheet.rows, strict=True):
        for value, cell, column in zip(written, row.cells, sheet.columns, strict=True):
            if isinstance(cell, int | float):
                expected = cell / 100 if column.kind is CellKind.MONEY else cell
                assert value == pytest.approx(expected)
            else:
                assert value == cell
    words = [row[:2] for row in book["Summary"].iter_rows(values_only=True)]
    assert ("As of", "9 Jun 2026") in words


def test_every_sheet_of_the_page_can_be_written_together(company: Room, tmp_path: Path) -> None:
    page = company.overview_page
    page.stops.save_page()
    chooser = page.stops.sharing.chooser
    assert chooser is not None
    # By the name of the page, not of the panel whose menu was opened.
    assert [Path(name).name for name in chooser.selectedFiles()] == ["company Overview.xlsx"]
    chooser.fileSelected.emit(str(tmp_path / "all"))
    chooser.close()
    company.settle()
    book = load_workbook(tmp_path / "all.xlsx")
    assert "Overview" in {cell for row in book["Summary"].iter_rows(values_only=True) for cell in row}
    assert len([name for name in book.sheetnames if name not in {"Summary", "Lists"}]) == len(page.sheets)


def test_a_row_of_the_deals_behind_opens_its_deal(company: Room) -> None:
    opened: list[int] = []
    company.page.deal_opened.connect(opened.append)
    dialog = open_behind(company, Part(PartKind.ACTIVE))
    assert dialog.behind is not None
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    assert opened == [dialog.behind.ids[0]]


def test_what_was_left_out_is_told_with_its_reason_and_opens(company: Room) -> None:
    dialog = open_behind(company, Part(PartKind.LOST))
    reasons = links_of(dialog)
    assert "1 deal in CHF is left out of the sums: no exchange rate." in reasons
    link = next(link for link in dialog.findChildren(LinkButton) if "CHF" in link.accessibleName())
    QTest.mouseClick(link, Qt.MouseButton.LeftButton)
    assert dialog.model.rowCount() == 1
    assert dialog.said.text() == "1 deal in CHF is left out of the sums: no exchange rate."
    (back,) = [link for link in dialog.findChildren(LinkButton) if not link.isHidden()]
    QTest.mouseClick(back, Qt.MouseButton.LeftButton)
    assert dialog.model.rowCount() == 105
    assert links_of(dialog) == reasons


def test_the_deals_behind_add_up_to_the_figure_and_go_out_as_a_table(company: Room, tmp_path: Path) -> None:
    question = company.page.question
    assert question is not None
    won = company.figures.overview(question.as_of, question.span.period, question.selection).won
    assert won.value is not None
    dialog = open_behind(company, Part(PartKind.WON), "Win rate: won")
    amount = company.page.tools.formats.minor(won.value, "EUR")
    assert dialog.said.text() == f"{won.deals} deals, worth {amount} together"
    dialog.copy.click()
    company.settle()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert (len(lines), lines[0].split("\t")[:3]) == (1 + won.deals, ["Deal", "Organisation", "Stands at"])
    dialog.save.click()
    company.settle()
    chooser = dialog.sharing.chooser
    assert chooser is not None
    chooser.fileSelected.emit(str(tmp_path / "won.xlsx"))
    chooser.close()
    company.settle()
    rows = list(load_workbook(tmp_path / "won.xlsx").worksheets[1].values)
    assert sum(row[4] for row in rows[1:] if isinstance(row[4], int | float)) == pytest.approx(won.value / 100)
    # Who closes it before the table is read waits for it no more.
    QGuiApplication.clipboard().setText("before")
    dialog.copy.click()
    dialog.close()
    company.settle()
    assert QGuiApplication.clipboard().text() == "before"
    # A list that a panel knows by its ids adds up as well.
    assert dialog.behind is not None
    listed = company.figures.list_deals(question.as_of, question.selection, dialog.behind.ids)
    assert listed.total == won.value


def test_a_deal_that_was_deleted_since_is_told_so(company: Room) -> None:
    question = company.page.question
    assert question is not None
    dialog = open_behind(company, Part(PartKind.ACTIVE))
    assert dialog.behind is not None
    delete_deals(company.session.workspace, [dialog.behind.ids[0]], at=NOW)
    dialog.model.show_deals(dialog.behind.ids)
    assert dialog.model.index(0, 0).data() == "Deleted since"
    company.settle()


def test_a_list_that_is_closed_before_it_is_filled_is_not_filled(company: Room) -> None:
    company.page.tools.open_deals(Part(PartKind.ACTIVE), "Active")
    dialog = company.page.window().findChildren(BehindDialog)[-1]
    dialog.close()
    company.settle()
    company.qtbot.wait(20)
    assert company.tasks.is_idle


def test_a_caption_says_less_rather_than_half_a_word(company: Room) -> None:
    panel = company.overview_page.win_rate
    panel.show_caption("from the day a stage was reached", "12 months")
    caption = panel._caption
    caption.resize(400, 20)
    assert (caption.text(), caption.toolTip()) == ("from the day a stage was reached", "")
    caption.resize(80, 20)
    assert caption.text() == "12 months"
    assert "from the day" in caption.toolTip()


def test_the_stops_say_whose_losses_they_count_and_the_reasons_count_all_of_the_period(company: Room) -> None:
    stops = company.overview_page.stops
    assert "43 of 104 that came and went in this time" in stops._answer.text()
    assert "came before and were lost since" in stops.how
    assert company.overview_page.reasons._caption.text().startswith("105")
