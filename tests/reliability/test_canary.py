"""One company whose every name is markup, a formula and a template goes through every screen, report and export."""

import csv
import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QLineEdit, QWidget

from desktop_pipeline.app import make_window
from desktop_pipeline.metrics.telling.parts import Part, PartKind
from desktop_pipeline.queries.board_cards import CardField
from desktop_pipeline.queries.board_lanes import Axis
from desktop_pipeline.queries.contact import PersonView
from desktop_pipeline.reports.asked import ReportAsked, ReportKind
from desktop_pipeline.storage.workspace import open_workspace
from desktop_pipeline.ui.board.board_keys import Ask
from desktop_pipeline.ui.board.board_page import BoardPage
from desktop_pipeline.ui.board.stage_column import BoardColumn
from desktop_pipeline.ui.contacts.contacts_page import ContactsPage
from desktop_pipeline.ui.deal.panel import DealPanel
from desktop_pipeline.ui.deals.deals_page import DealsPage
from desktop_pipeline.ui.insights.insights_page import InsightsPage
from desktop_pipeline.ui.insights.pages import list_pages
from desktop_pipeline.ui.insights.panel import Panel
from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.main_window import MainWindow
from desktop_pipeline.ui.preferences import PreferenceFile, Preferences
from desktop_pipeline.ui.reports.headless import print_report
from desktop_pipeline.ui.settings.settings_page import SettingsPage
from desktop_pipeline.ui.workspace_page import WorkspacePage
from tests.program import run_program
from tests.reliability.canary_company import CANARY, PICTURE, Canary, make_canary_company
from tests.reliability.canary_eyes import (
    PICTURE_COLOUR,
    draws_picture,
    find_faults,
    read_texts,
    sweep_tooltips,
    visible_windows,
)

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]


class Visitor:
    """Goes through the window of the canary company."""

    def __init__(self, window: MainWindow, canary: Canary) -> None:
        self.window = window
        self.ids = canary.ids
        self.path = canary.desk.path

    @property
    def page(self) -> WorkspacePage:
        assert self.window.page is not None
        return self.window.page

    def settle(self, seconds: float = 0.25) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end or not self.window.tasks.is_idle:
            QApplication.processEvents()
            time.sleep(0.005)

    def go(self, key: str) -> None:
        self.page.go_to(key)
        self.settle()

    def tidy_up(self) -> None:
        for shown in visible_windows(self.window):
            shown.close()
        self.page.close_panel()
        self.settle(0.05)


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Visitor]:
    folder = tmp_path_factory.mktemp("canary")
    # A relative address is looked for in the folder that the program works in.
    before = Path.cwd()
    os.chdir(folder)
    picture = QImage(64, 64, QImage.Format.Format_RGB32)
    picture.fill(PICTURE_COLOUR)
    assert picture.save(PICTURE)
    canary = make_canary_company(folder)
    canary.desk.workspace.close()
    preferences = PreferenceFile(folder / "settings")
    preferences.keep(Preferences(theme="light", user_name=CANARY))
    window = make_window(qapp, preferences)
    window.resize(1440, 900)
    window.show()
    clock = canary.desk.clock
    window.enter(open_workspace(canary.desk.path, clock=clock, who=CANARY))
    made = Visitor(window, canary)
    made.settle()
    yield made
    QApplication.clipboard().clear()
    window.leave()
    window.close()
    window.deleteLater()
    QApplication.processEvents()
    os.chdir(before)


def test_the_eyes_see_a_label_that_draws_the_picture(visitor: Visitor) -> None:
    label = QLabel(f"{CANARY} and more")
    label.show()
    assert list(find_faults(label))
    assert draws_picture(label)
    label.setTextFormat(Qt.TextFormat.PlainText)
    assert not list(find_faults(label))
    assert not draws_picture(label)
    label.close()


def test_the_eyes_see_a_tooltip_below_what_lies_over_it(visitor: Visitor) -> None:
    window = QWidget()
    window.resize(200, 100)
    row = QHBoxLayout(window)
    row.addWidget(QLabel("All of it is covered by this"))
    window.show()
    assert not list(sweep_tooltips(window))
    window.setToolTip(CANARY)
    assert any("<b>x" in tip for tip in sweep_tooltips(window))
    window.close()


def column(on: Visitor) -> BoardColumn:
    on.go("board")
    return on.page.board.canvas.columns[0]


def visit_board(on: Visitor, act: Callable[[BoardPage, BoardColumn], object]) -> None:
    first = column(on)
    on.page.board.focus_row(first, 0)
    act(on.page.board, first)


def visit_people(on: Visitor, act: Callable[[ContactsPage, PersonView], object]) -> None:
    on.page.screens.open_person(on.ids["person"])
    on.settle()
    page = on.page.screens.screen("contacts").widget
    assert isinstance(page, ContactsPage)
    assert isinstance(page.panel.view, PersonView)
    act(page, page.panel.view)


def visit_settings(on: Visitor, section: str) -> None:
    on.go("settings")
    page = on.page.screens.screen("settings").widget
    assert isinstance(page, SettingsPage)
    page.go_to(section)


def visit_deals(on: Visitor, act: Callable[[DealsPage], object]) -> None:
    on.go("deals")
    page = on.page.screens.screen("deals").widget
    assert isinstance(page, DealsPage)
    page.view.selectAll()
    act(page)


def visit_palette(on: Visitor, text: str) -> None:
    on.go("board")
    on.window.open_palette()
    for field in on.page.findChildren(QLineEdit):
        if field.isVisible() and "Palette" in type(field.window()).__name__ + type(field.parent()).__name__:
            field.setText(text)
    on.settle()


def say(on: Visitor, act: Callable[[WorkspacePage], object]) -> None:
    """The toast of what was done, and of what was undone."""
    on.go("board")
    act(on.page)
    on.settle()


def visit_panel(on: Visitor, deal: str) -> DealPanel:
    on.go("board")
    on.page.open_deal(on.ids[deal])
    return on.page.panel


def visit_report(on: Visitor) -> None:
    on.go("insights")
    on.window.print_report()
    on.settle(0.6)


def visit_figures(on: Visitor, key: str) -> InsightTools:
    on.go("insights")
    page = on.page.findChild(InsightsPage)
    assert page is not None
    page.go(key)
    on.settle(0.5)
    return page.tools


def show_tables(on: Visitor) -> None:
    visit_figures(on, "overview")
    for panel in on.page.findChildren(Panel):
        panel.show_table()


def show_won(board: BoardPage, _column: BoardColumn) -> None:
    board.choose_axis(Axis.STAGE)
    board.unfold_won(unfolded=True)


def show_all(board: BoardPage, _column: BoardColumn) -> None:
    for shown in frozenset(CardField) - board.looks.fields:
        board.look(board.looks.turn(shown))


def show_view(board: BoardPage, view_id: int) -> None:
    board.show_question({"text": CANARY}, view_id)
    board.views.open_menu(SPOT)


SPOT = QPoint(200, 200)
PAGES = tuple(entry.key for entry in list_pages())
SECTIONS = (
    *("you", "pipelines", "team", "sources", "products", "reasons", "labels", "competitors", "activities"),
    *("fields", "currencies", "calendar", "backups"),
)
VISITS: dict[str, Callable[[Visitor], object]] = {
    "board": lambda on: on.go("board"),
    "board by month": lambda on: visit_board(on, lambda board, _: board.choose_axis(Axis.MONTH)),
    "board with won": lambda on: visit_board(on, show_won),
    "board with all on the cards": lambda on: visit_board(on, show_all),
    "board folded": lambda on: visit_board(on, lambda board, first: board.look(board.looks.fold([first.lane.number]))),
    "board unfolded": lambda on: visit_board(on, lambda board, _: board.look(board.looks.fold([]))),
    "pipelines": lambda on: visit_board(on, lambda board, _: board.toolbar.title.open_menu()),
    "saved views": lambda on: visit_board(on, lambda board, _: board.views.open_menu(SPOT)),
    "saved view": lambda on: visit_board(on, lambda board, _: show_view(board, on.ids["view"])),
    "stage menu": lambda on: visit_board(on, lambda board, first: board.commands.open_menu(first, SPOT)),
    "owners": lambda on: visit_board(on, lambda board, _: board.toolbar.owners.open_menu()),
    "products": lambda on: visit_board(on, lambda board, _: board.toolbar.products.open_menu()),
    "lost": lambda on: visit_board(on, lambda board, _: board.commands.ask_reason([on.ids["deal"]])),
    "quick add": lambda on: visit_board(on, lambda board, _: board.new_deal(known=CANARY)),
    "deals": lambda on: visit_deals(on, lambda _: None),
    "columns": lambda on: visit_deals(on, lambda page: page.columns.open_menu(SPOT)),
    "many deals": lambda on: visit_deals(on, lambda page: page.edit_many()),
    "person": lambda on: visit_people(on, lambda _page, _person: None),
    "person's menu": lambda on: visit_people(on, lambda page, _: page.panel.open_menu()),
    "merge": lambda on: visit_people(
        on, lambda page, _: page.acts.ask_merge(page.subject, (on.ids["person"], on.ids["other_person"]))
    ),
    "duplicates": lambda on: visit_people(on, lambda page, _: page.acts.show_duplicates(page.subject)),
    "left": lambda on: visit_people(on, lambda page, person: page.acts.ask_left(person)),
    "erase": lambda on: visit_people(on, lambda page, person: page.acts.ask_erase(person)),
    "organisation": lambda on: on.page.screens.open_organisation(on.ids["organisation"]),
    "activities": lambda on: on.go("activities"),
    "insights": lambda on: on.go("insights"),
    **{f"insights: {key}": lambda on, key=key: visit_figures(on, key) for key in PAGES},  # type: ignore[misc]
    "insights' deals": lambda on: visit_figures(on, "overview").open_deals(Part(PartKind.CLOSED), "Closed"),
    "insights' tables": show_tables,
    "bin": lambda on: on.go("bin"),
    "history": lambda on: on.page.show_history(),
    "panel": lambda on: visit_panel(on, "deal"),
    "lost deal's panel": lambda on: visit_panel(on, "lost"),
    "panel's menu": lambda on: visit_panel(on, "deal").header.open_menu(),
    "deal's window": lambda on: on.page.open_window(on.ids["deal"]),
    "palette": lambda on: visit_palette(on, "x"),
    "report": visit_report,
    "restore": lambda on: on.window.care.show_restore(),
    "toast of a move": lambda on: visit_board(on, lambda board, _: board.act(Ask.SEND_RIGHT)),
    "toast of an undo": lambda on: say(on, lambda page: page.undo()),
    "toast of a win": lambda on: visit_board(on, lambda board, _: board.act(Ask.WIN)),
    "toast of another undo": lambda on: say(on, lambda page: page.undo()),
    **{f"settings: {key}": lambda on, key=key: visit_settings(on, key) for key in SECTIONS},  # type: ignore[misc]
}


@pytest.mark.parametrize("name", VISITS)
def test_shown_as_typed(visitor: Visitor, name: str) -> None:
    VISITS[name](visitor)
    visitor.settle()
    windows = visible_windows()
    faults = [fault for shown in windows for fault in find_faults(shown)]
    tips = [tip for shown in windows for tip in sweep_tooltips(shown) if "<b>x" in tip]
    pictures = [shown for shown in windows if draws_picture(shown)]
    said = any(CANARY in text for shown in windows for text in read_texts(shown))
    visitor.tidy_up()
    assert faults == []
    assert tips == []
    assert pictures == []
    assert said


def test_the_clipboard_has_text_and_no_markup(visitor: Visitor) -> None:
    visit_deals(visitor, lambda page: page.view.copy_selection())
    mime = QApplication.clipboard().mimeData()
    cells = [cell for line in mime.text().splitlines() for cell in line.split("\t")]
    assert CANARY in cells
    assert "<b>x" not in mime.html()
    assert "&lt;b&gt;x" in mime.html()


def test_the_report_prints_it_as_typed(visitor: Visitor, tmp_path: Path) -> None:
    out = tmp_path / "canary.pdf"
    with open_workspace(visitor.path, read_only=True) as workspace:
        print_report(workspace, out, ReportAsked(ReportKind.PIPELINE))
    pages = PdfReader(out).pages
    assert "<b>x</b>" in "".join(page.extract_text() for page in pages).replace("\n", "")
    assert not any(page.images for page in pages)


def test_an_export_is_text_in_every_cell_and_comes_back_unchanged(tmp_path: Path) -> None:
    formula = f"={CANARY}"
    canary = make_canary_company(tmp_path, text=formula)
    canary.desk.workspace.close()
    run = run_program("export", canary.desk.path, "--all", tmp_path / "out")
    assert (run.code, run.errors) == (0, "")
    tables = list((tmp_path / "out").glob("*.csv"))
    with_it = 0
    for table in tables:
        with table.open(encoding="utf-8-sig", newline="") as stream:
            cells = [cell for row in csv.reader(stream) for cell in row]
        assert not [cell for cell in cells if cell[:1] in {"=", "+", "@", "\t", "\r"}]
        with_it += any(CANARY in cell for cell in cells)
    assert with_it > 10
    documents = [path.read_text(encoding="utf-8") for path in (tmp_path / "out").glob("*.json")]
    assert sum(json.dumps(formula, ensure_ascii=False) in document for document in documents) > 10
