"""Renders every screen on the sample company: `python -m tests.gallery OUT`, light and dark, large and small."""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QWidget

from desktop_pipeline.actions.sample_company import make_sample_company
from desktop_pipeline.app import make_application, make_doors, make_window
from desktop_pipeline.domain.periods import trailing_year
from desktop_pipeline.ui.board.board_keys import Ask
from desktop_pipeline.ui.preferences import PreferenceFile, Preferences
from desktop_pipeline.ui.reports.headless import print_report
from desktop_pipeline.ui.workspace_page import WorkspacePage

NOW = datetime(2026, 6, 9, 10, 25, tzinfo=UTC)
SIZES = ((1440, 900), (1024, 640))
THEMES = ("light", "dark")
_DEALS = """Deal name,Organisation,Owner,Stage,Amount,Created,Close date
Loft bookcases,Petrel House,Amara Eze,Lead In,7400,2026-05-04,
Reception desk,Marlow Fern Hotel,Kenji Morita,Proposal,"12,900",2026-04-02,
Stair rail,Petrel House,Nobody,Meeting,3100,31.02.2026,
Counter,Saffra Foods,Amara Eze,Won,5200,2026-01-12,2026-03-03
Panels,Saffra Foods,Amara Eze,Lost,-900,2026-01-12,2026-03-03
"""


class Stage:
    """The window of one theme and size, on a sample company of its own."""

    def __init__(self, app: QApplication, folder: Path, theme: str, size: tuple[int, int]) -> None:
        self.app = app
        preferences = PreferenceFile(folder)
        preferences.keep(Preferences(theme=theme, user_name="Amara Eze"))
        self.window = make_window(app, preferences)
        self.doors = make_doors(preferences)
        self.folder = folder
        self.window.resize(*size)
        self.window.show()
        self.settle()

    @property
    def page(self) -> WorkspacePage:
        assert self.window.page is not None
        return self.window.page

    def enter(self) -> None:
        today = NOW.date()
        path = self.folder / "Alder Row Joinery.pipeline"
        self.window.enter(make_sample_company(path, today=today, clock=lambda: NOW))
        self.settle()

    def settle(self, seconds: float = 0.35) -> None:
        """Lets work on other threads and every slide come to its end."""
        end = time.monotonic() + seconds
        while time.monotonic() < end or not self.window.tasks.is_idle:
            self.app.processEvents()
            time.sleep(0.005)

    def close(self) -> None:
        self.window.close()
        self.window.deleteLater()
        self.app.processEvents()


def shots(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """Every state of every screen, by name, in the order a visitor would meet them."""
    window = stage.window
    window.show_start()
    stage.settle()
    yield "start", window
    stage.enter()
    page, board = stage.page, stage.page.board
    yield "board", window
    first = board.canvas.columns[0].list.cards.loaded_ids[0]
    board.act(Ask.SEND_RIGHT)
    stage.settle()
    yield "board-moved", window
    page.undo()
    board.new_deal()
    stage.settle()
    yield "board-quick-add", window
    board.focus_board()
    board.toolbar.field.setText("kitchen")
    stage.settle()
    yield "board-filtered", window
    board.toolbar.field.setText("no such deal anywhere")
    stage.settle()
    yield "board-nothing-found", window
    board.toolbar.field.clear()
    stage.settle()
    dialog = board.commands.ask_reason([first])
    stage.settle()
    yield "lost-dialog", dialog
    dialog.reject()
    page.open_deal(board.canvas.columns[2].list.cards.loaded_ids[0])
    stage.settle()
    yield "deal", window
    page.close_panel()
    page.go_to("insights")
    stage.settle()
    yield "insights", window
    page.go_to("board")
    yield from _import_shots(stage)
    window.print_report()
    stage.settle(0.8)
    yield "report-preview", _newest_dialog(stage.app, window)
    for shown in _dialogs(stage.app, window):
        shown.close()
    window.close_file()
    stage.settle()
    yield "start-recent", window


def _import_shots(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    deals = stage.folder / "deals.csv"
    deals.write_text(_DEALS, encoding="utf-8")
    stage.window.import_files([deals])
    stage.settle(0.8)
    yield "import-result", _newest_dialog(stage.app, stage.window)
    for shown in _dialogs(stage.app, stage.window):
        shown.close()
    stage.settle()


def _dialogs(app: QApplication, window: QWidget) -> list[QWidget]:
    return [widget for widget in app.topLevelWidgets() if widget.isVisible() and widget is not window]


def _newest_dialog(app: QApplication, window: QWidget) -> QWidget:
    shown = _dialogs(app, window)
    return shown[-1] if shown else window


@contextmanager
def open_stage(app: QApplication, theme: str, size: tuple[int, int]) -> Iterator[Stage]:
    """A window in that look, gone again at the end."""
    with tempfile.TemporaryDirectory() as name:
        stage = Stage(app, Path(name), theme, size)
        try:
            yield stage
        finally:
            stage.close()


def render(app: QApplication, out: Path, *, say: Callable[[str], object] = print) -> list[Path]:
    """Writes every picture and returns their paths."""
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for theme in THEMES:
        for size in SIZES:
            with open_stage(app, theme, size) as stage:
                for name, widget in shots(stage):
                    path = out / f"{name}-{theme}-{size[0]}x{size[1]}.png"
                    assert widget.grab().save(str(path))
                    written.append(path)
                    say(path.name)
    with open_stage(app, "light", SIZES[0]) as stage:
        stage.enter()
        assert stage.window.session is not None
        path = out / "report.pdf"
        today = date(2026, 6, 9)
        print_report(stage.window.session.workspace, path, as_of=today, period=trailing_year(today), paper="A4")
        written.append(path)
    return written


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    options = parser.parse_args(arguments)
    app = make_application()
    render(app, options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
