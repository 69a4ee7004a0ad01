"""Renders every screen on the sample company: `python -m tests.gallery OUT`, light and dark, large and small."""

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TypeVar

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QAbstractAnimation, QPoint, QPropertyAnimation
from PySide6.QtWidgets import QApplication, QWidget

from desktop_pipeline.actions import Workspace
from desktop_pipeline.app import make_application, make_doors, make_window
from desktop_pipeline.reports.asked import ReportAsked, ReportKind
from desktop_pipeline.ui.preferences import PreferenceFile, Preferences
from desktop_pipeline.ui.reports.headless import print_report
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.workspace_page import WorkspacePage
from tests.gallery_shots import CHAPTERS, shoot_all
from tests.legibility import complain
from tests.made_once import sample_company
from tests.pseudo_words import PseudoTranslator

NOW = datetime(2026, 6, 9, 10, 25, tzinfo=UTC)
SIZES = ((1440, 900), (1024, 640))
THEMES = ("light", "dark")
_TURNS = 8
_Widget = TypeVar("_Widget", bound=QWidget)


@dataclass(frozen=True, slots=True)
class Look:
    """How the window is looked at; the scale of the screen is the process's, by QT_SCALE_FACTOR."""

    theme: str = "light"
    size: tuple[int, int] = SIZES[0]
    text_percent: int = 100
    is_pseudo: bool = False

    @property
    def name(self) -> str:
        """Short, for file names: “dark-1024x640-130-pseudo”."""
        parts = [self.theme, f"{self.size[0]}x{self.size[1]}"]
        parts += [str(self.text_percent)] if self.text_percent != 100 else []
        return "-".join(parts + ["pseudo"] * self.is_pseudo)


class Stage:
    """The window of one look, on a sample company of its own."""

    def __init__(self, app: QApplication, folder: Path, look: Look) -> None:
        self.app = app
        self.folder = folder
        self.translator = _find_translator()
        if look.is_pseudo:
            app.installTranslator(self.translator)
        preferences = PreferenceFile(folder)
        preferences.keep(Preferences(theme=look.theme, user_name="Amara Eze", text_percent=look.text_percent))
        self.window = make_window(app, preferences)
        self.doors = make_doors(preferences)
        self.window.resize(*look.size)
        self.window.show()
        self.settle()

    @property
    def page(self) -> WorkspacePage:
        assert self.window.page is not None
        return self.window.page

    @property
    def workspace(self) -> Workspace:
        assert self.window.session is not None
        return self.window.session.workspace

    @property
    def theme(self) -> Theme:
        return self.app.findChildren(Theme)[-1]

    def clock(self) -> datetime:
        return NOW

    def enter(self) -> None:
        """Opens the sample company as it was made; nothing is left of what was shown before."""
        path = self.folder / "Alder Row Joinery.pipeline"
        if path.exists():
            self.window.close_file()
            path.unlink()
            shutil.rmtree(path.with_name(f"{path.name}.backups"), ignore_errors=True)
        self.window.enter(sample_company(path, today=NOW.date(), clock=self.clock, who="Amara Eze"))
        self.settle()

    def find(self, kind: type[_Widget]) -> _Widget:
        """The one widget of that class in the page."""
        (found,) = self.page.findChildren(kind)
        return found

    def number(self, sql: str, *values: str | int) -> int:
        """A number from the open workspace."""
        return int(self.workspace.value(sql, values))

    def middle(self) -> QPoint:
        """A place on the screen, in the middle of the window."""
        return self.window.mapToGlobal(self.window.rect().center())

    def settle(self, seconds: float = 0.22) -> None:
        """Lets work on other threads and every slide come to its end."""
        end, turns = time.monotonic() + seconds, 0
        # On a busy computer the time may be over before what is laid out by turns was.
        while time.monotonic() < end or turns < _TURNS or not self.window.tasks.is_idle or self._is_sliding():
            self.app.processEvents()
            turns += 1
            time.sleep(0.005)

    def wait(self, until: Callable[[], bool], seconds: float = 6.0) -> None:
        """Lets the program live until something is so: what is read only when nothing else is going on."""
        end = time.monotonic() + seconds
        while not until():
            assert time.monotonic() < end, "it never came to be"
            self.settle(0.05)
        self.settle()

    def dialog(self, name: str, *, wait: float = 0.25) -> Iterator[tuple[str, QWidget]]:
        """The dialog that opens now, closed again afterwards."""
        self.settle(wait)
        yield name, self.newest_dialog()
        self.clear()

    def newest_dialog(self) -> QWidget:
        """What opened last over the window."""
        shown = self._others()
        assert shown, "nothing opened"
        return shown[-1]

    def clear(self) -> None:
        """Closes everything over the window."""
        for shown in self._others():
            shown.close()
        self.settle(0.05)

    def close(self) -> None:
        self.window.close()
        self.window.deleteLater()
        self.app.removeTranslator(self.translator)
        self.app.processEvents()

    def _is_sliding(self) -> bool:
        running = QAbstractAnimation.State.Running
        return any(slide.state() is running for slide in self.window.findChildren(QPropertyAnimation))

    def _others(self) -> list[QWidget]:
        return [widget for widget in self.app.topLevelWidgets() if widget.isVisible() and widget is not self.window]


@cache
def _find_translator() -> PseudoTranslator:
    """One for the process: if the collector ended it in the midst of a translation, Qt would wait for itself."""
    return PseudoTranslator()


@contextmanager
def open_stage(app: QApplication, look: Look) -> Iterator[Stage]:
    """A window in that look, gone again at the end."""
    with tempfile.TemporaryDirectory() as name:
        stage = Stage(app, Path(name), look)
        try:
            yield stage
        finally:
            stage.close()


def render(
    app: QApplication,
    out: Path,
    looks: Iterable[Look],
    chapters: Sequence[str] = (),
    *,
    say: Callable[[str], object] = print,
) -> dict[str, list[str]]:
    """Writes every picture; returns what is wrong with those on which something is, by their names."""
    out.mkdir(parents=True, exist_ok=True)
    complaints = {}
    for look in looks:
        with open_stage(app, look) as stage:
            for name, widget in shoot_all(stage, chapters):
                picture = f"{name}-{look.name}"
                assert widget.grab().save(str(out / f"{picture}.png"))
                wrong = complain(widget)
                if wrong:
                    complaints[picture] = wrong
                say("\n    ".join([picture, *wrong]))
    return complaints


def print_sample(app: QApplication, out: Path) -> Path:
    """The report of the sample company as a PDF."""
    with open_stage(app, Look()) as stage:
        stage.enter()
        path = out / "report.pdf"
        print_report(stage.workspace, path, ReportAsked(ReportKind.PIPELINE))
        return path


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--theme", action="append", choices=THEMES)
    parser.add_argument("--size", action="append", help="1440x900, say")
    parser.add_argument("--text", type=int, default=100, help="size of all text in per cent")
    parser.add_argument("--pseudo", action="store_true", help="in a language two fifths longer")
    parser.add_argument("--only", action="append", choices=tuple(CHAPTERS), help="these chapters")
    options = parser.parse_args(arguments)
    app = make_application()
    sizes = [_read_size(text) for text in options.size] if options.size else SIZES
    looks = [Look(theme, size, options.text, options.pseudo) for theme in options.theme or THEMES for size in sizes]
    complaints = render(app, options.out, looks, options.only or ())
    (options.out / "complaints.json").write_text(json.dumps(complaints, indent=1, ensure_ascii=False), "utf-8")
    if not options.only:
        print_sample(app, options.out)
    return 1 if complaints else 0


def _read_size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    return int(width), int(height)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
