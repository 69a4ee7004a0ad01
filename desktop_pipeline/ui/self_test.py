"""The installed program's own smoke test: every screen on a sample company, a move with its undo, a printed page."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtWidgets import QApplication

from desktop_pipeline.reports.asked import ReportAsked, ReportKind
from desktop_pipeline.ui.board.board_keys import Ask
from desktop_pipeline.ui.doors import Doors
from desktop_pipeline.ui.main_window import MainWindow
from desktop_pipeline.ui.reports.headless import print_report

_PATIENCE_MS = 20_000


class SelfTestError(Exception):
    """A part of the installed program does not work."""


def walk_screens(app: QApplication, window: MainWindow, doors: Doors, folder: Path) -> Iterator[str]:
    """Says each step that worked; raises SelfTestError at the first that did not."""
    window.show()
    yield _see(app, window, "start page")
    window.enter(doors.make_sample(folder / "Sample.pipeline"))
    page, session = window.page, window.session
    if page is None or session is None:
        message = "the sample company did not open"
        raise SelfTestError(message)
    yield _see(app, window, "board")
    column = page.board.canvas.columns[0]
    deal_id = column.list.cards.loaded_ids[0]
    page.board.act(Ask.SEND_RIGHT)
    _require(column.list.cards.row_of(deal_id) is None, "a deal did not move")
    page.undo()
    _require(column.list.cards.row_of(deal_id) is not None, "a move was not undone")
    yield "move and undo"
    page.open_deal(deal_id)
    yield _see(app, window, "deal panel")
    for look in ("dark", "light"):
        window.choose_theme(look)
        yield _see(app, window, f"{look} theme")
    for key in ("deals", "contacts", "activities", "settings", "bin", "insights"):
        page.go_to(key)
        yield _see(app, window, key)
        _wait(app, window)
    window.open_palette()
    yield _see(app, window, "search")
    spreadsheet = folder / "deals.csv"
    spreadsheet.write_text("Deal name,Stage,Amount\nSelf-test,Lead In,12\n", encoding="utf-8")
    study = doors.study(session.workspace, [spreadsheet], {}, _tell_nobody)
    _require(study.write(study.recalled(), _tell_nobody).new == 1, "a spreadsheet was not imported")
    yield "import"
    out = folder / "report.pdf"
    pages = print_report(session.workspace, out, ReportAsked(ReportKind.PIPELINE))
    _require(pages > 0 and out.stat().st_size > 0, "the report was not printed")
    yield f"report of {pages} pages"


def _tell_nobody(_done: int, _total: int) -> None:
    """Nobody waits for the progress of a self-test."""


def _see(app: QApplication, window: MainWindow, what: str) -> str:
    app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 200)
    picture = window.grab().toImage()
    colours = {picture.pixel(x, y) for x in range(0, picture.width(), 40) for y in range(0, picture.height(), 40)}
    _require(len(colours) > 1, f"the {what} is blank")
    return what


def _wait(app: QApplication, window: MainWindow) -> None:
    deadline = QDeadlineTimer(_PATIENCE_MS)
    while not window.tasks.is_idle and not deadline.hasExpired():
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
    _require(window.tasks.is_idle, "the figures never came")


def _require(fact: object, otherwise: str) -> None:
    if not fact:
        raise SelfTestError(otherwise)
