"""The composition root of the window: opens workspaces for it and sees that no error passes unsaid."""

import faulthandler
import gc
import locale
import os
import re
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from desktop_pipeline import __version__, paths
from desktop_pipeline.actions import Workspace, login_name, open_workspace, read_clock
from desktop_pipeline.domain.errors import CannotOpenError, PipelineError
from desktop_pipeline.ui.collecting import release_collection
from desktop_pipeline.ui.doors import Doors
from desktop_pipeline.ui.formats import usual_locale
from desktop_pipeline.ui.later import call_later
from desktop_pipeline.ui.main_window import MainWindow
from desktop_pipeline.ui.preferences import PreferenceFile
from desktop_pipeline.ui.theme import Theme, ThemeChoice, read_motion

if TYPE_CHECKING:
    import logging

    from desktop_pipeline.actions.exporting.export import Choice, Exported
    from desktop_pipeline.actions.importing.answers import ReadingChoices
    from desktop_pipeline.actions.importing.study import Study

_LOG_BYTES = 512 * 1024
_TURN_SECONDS = 0.0001
_SETTLED_MS = 500
# What PySide puts before the words of an error that leaves an override.
_FROM_OVERRIDE = re.compile(r"^Error calling Python override of [\w:]+\(\): ")


class Application(QApplication):
    """Signal: `file_asked(path)` when the Mac's Finder is asked to open a file with this program."""

    file_asked = Signal(object)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent):
            self.file_asked.emit(Path(event.file()))
            return True
        return super().event(event)


def run_window(arguments: Sequence[str]) -> int:
    """Opens the window, with the file that is named or the one that was open last; returns the exit code."""
    named, is_self_test = _read_arguments(arguments)
    if is_self_test:
        return run_self_test()
    app, _window = start_window(named)
    return app.exec()


def _read_arguments(arguments: Sequence[str]) -> tuple[Path | None, bool]:
    """The file that is named, and whether the program is to try itself; ends with a word on how it is called if not."""
    if not arguments:
        return None, False
    if len(arguments) == 1 and not arguments[0].startswith("-"):
        return Path(arguments[0]), False
    import argparse  # noqa: PLC0415 - the desktop starts the program without options

    parser = argparse.ArgumentParser(prog="desktop-pipeline", description="A sales pipeline in one file.")
    parser.add_argument("file", nargs="?", type=Path, help="the workspace to open")
    parser.add_argument("--self-test", action="store_true", help="open every screen offscreen, print a PDF, and say so")
    options = parser.parse_args(arguments)
    return options.file, options.self_test


def start_window(named: Path | None) -> tuple[Application, MainWindow]:
    """The program up to its first paint: the window, shown, with the named file or the one that was open last."""
    app = make_application()
    _watch_for_errors(paths.settings_folder() / "logs")
    window = make_window(app, PreferenceFile(paths.settings_folder()))
    app.file_asked.connect(window.open_file)
    open_first(window, named)
    window.show()
    call_later(window, window.ask_who, _SETTLED_MS)
    call_later(window, _collect_garbage, _SETTLED_MS)
    call_later(window, lambda: _hear_signals(window), _SETTLED_MS)
    return app, window


def run_self_test() -> int:
    """Opens every screen on a sample company without a display and prints a PDF; returns 0 when all of it worked."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    import tempfile  # noqa: PLC0415 - only then

    from desktop_pipeline.ui.self_test import walk_screens  # noqa: PLC0415 - only then

    app = make_application()
    release_collection()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        preferences = PreferenceFile(folder)
        window = make_window(app, preferences)
        for line in walk_screens(app, window, make_doors(preferences), folder):
            print(line)  # noqa: T201 - what the self-test tells
        window.close()
    return 0


def make_application() -> Application:
    """The application object, dressed in our own style."""
    QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    # While a worker thread runs, the window waits this long at each call that lets go of the interpreter, as painting
    # does fifty times for a board: with the usual 5 ms that would be a quarter of a second.
    sys.setswitchinterval(_TURN_SECONDS)
    app = Application(sys.argv[:1])
    # Qt has Python name months in the language of the system: our sentences are in one, and so is what is written down.
    for part in (locale.LC_TIME, locale.LC_NUMERIC):
        locale.setlocale(part, "C")
    if sys.platform == "darwin":
        from desktop_pipeline.ui.key_names import MacKeys  # noqa: PLC0415 - there only

        app.installTranslator(MacKeys(app))
        # Buttons and lists are else reached by the mouse alone
        app.styleHints().setTabFocusBehavior(Qt.TabFocusBehavior.TabFocusAllControls)
    app.setApplicationName("desktop-pipeline")
    app.setApplicationDisplayName("Desktop Pipeline")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("desktop-pipeline")
    QLocale.setDefault(usual_locale())
    return app


def make_window(app: QApplication, preferences: PreferenceFile) -> MainWindow:
    """The window with everything it is handed."""
    theme = Theme(parent=app)
    kept = preferences.now
    choice: ThemeChoice = "light" if kept.theme == "light" else "dark" if kept.theme == "dark" else "system"
    theme.apply(app, choice, text_percent=kept.text_percent)
    theme.motion = read_motion(kept.motion)
    return MainWindow(make_doors(preferences), preferences, theme)


def make_doors(preferences: PreferenceFile) -> Doors:
    """The functions that open, make and fill workspaces, in the user's name."""

    def who() -> str | None:
        return preferences.now.user_name or None

    def make_sample(path: Path) -> Workspace:
        from desktop_pipeline.actions.sample_company import make_sample_company  # noqa: PLC0415 - only when asked for

        return make_sample_company(path, today=read_clock().date(), who=who())

    def study(
        workspace: Workspace,
        files: Sequence[Path],
        choices: "Mapping[str, ReadingChoices]",
        progress: Callable[[int, int], None],
    ) -> "Study":
        from desktop_pipeline.actions.importing.study import Study  # noqa: PLC0415 - likewise

        return Study(workspace, files, choices, progress)

    def export(workspace: Workspace, out: Path, choice: "Choice", progress: Callable[[int, int], None]) -> "Exported":
        from desktop_pipeline.reports.tables.exporting import export_with_figures  # noqa: PLC0415 - likewise

        return export_with_figures(workspace, out, choice, progress)

    def make(path: Path, template: str | None, currency: str, owner: str | None, zone: str) -> Workspace:
        from desktop_pipeline.actions.workspaces import make_workspace  # noqa: PLC0415 - likewise

        return make_workspace(path, template=template, currency=currency, owner=owner, time_zone=zone, who=who())

    def look_at(path: Path) -> Workspace:
        from desktop_pipeline.actions.backups import open_backup  # noqa: PLC0415 - likewise

        return open_backup(path, clock=read_clock, who=who() or login_name())

    return Doors(
        open_backup=look_at,
        open=lambda path, read_only: open_workspace(path, read_only=read_only, who=who()),
        make=make,
        make_empty=lambda path, currency, zone: make(path, None, currency, None, zone),
        make_sample=make_sample,
        study=study,
        export=export,
    )


def open_first(window: MainWindow, named: Path | None) -> None:
    """The file of the command line, else the one that was open last and is still there."""
    if named is not None:
        window.open_file(named)
        return
    recent = window.recent_paths()
    if recent and recent[0].exists():
        window.open_file(recent[0])


def _collect_garbage() -> None:
    """Starts what `__main__` put off; what the program is made of stays for good and is not looked through again."""
    gc.freeze()
    release_collection()


def _hear_signals(window: MainWindow) -> None:
    from desktop_pipeline.ui.ending import end_by_signals  # noqa: PLC0415 - after the first paint

    end_by_signals(window, window.reminding.quit)


def _watch_for_errors(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        crash = (folder / "crash.log").open("a", encoding="utf-8")
        faulthandler.enable(crash)
    except OSError:
        # A full disk, or a home that may not be written to, is no reason not to open a file.
        if sys.stderr is not None:
            faulthandler.enable()
    tell = partial(_on_error, folder)
    sys.excepthook = tell
    threading.excepthook = lambda told: tell(told.exc_type, told.exc_value or told.exc_type(), told.exc_traceback)


@cache
def _open_log(folder: Path) -> "logging.Logger":
    import logging  # noqa: PLC0415 - most runs log nothing
    from logging.handlers import RotatingFileHandler  # noqa: PLC0415 - likewise

    handler: logging.Handler
    try:
        path = folder / "desktop-pipeline.log"
        handler = RotatingFileHandler(path, maxBytes=_LOG_BYTES, backupCount=2, encoding="utf-8")
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger = logging.getLogger("desktop_pipeline")
    logger.addHandler(handler)
    return logger


def _on_error(folder: Path, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """An error nobody expected: kept in the log and said, never swallowed."""
    _open_log(folder).critical("unexpected error", exc_info=(kind, error, trace))
    sys.__excepthook__(kind, error, trace)
    app = QApplication.instance()
    if not isinstance(app, QApplication) or threading.current_thread() is not threading.main_thread():
        return
    for window in app.topLevelWidgets():
        if isinstance(window, MainWindow):
            said = _FROM_OVERRIDE.sub("", str(error))
            if isinstance(error, CannotOpenError):
                # The file was taken away or damaged under us: what was saved before is more than we know.
                window.questions.tell_once(said)
            else:
                window.tell_unexpected(said if isinstance(error, PipelineError) else f"{kind.__name__}: {said}")
