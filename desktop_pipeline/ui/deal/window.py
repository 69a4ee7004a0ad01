"""A deal in a window of its own; several can be open at once."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from desktop_pipeline.actions import Change
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.ui.change_words import say_done
from desktop_pipeline.ui.deal.sheet import DealSheet
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.long_work import LongWork
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.toast import Toast

_USUAL = QSize(860, 820)
_LEAST = QSize(480, 480)
_WIDE_FROM = 680


class DealWindow(DealSheet):
    """Follows its deal, undoes by itself, and closes when the deal is gone. Signals: `closed(deal_id)`."""

    closed = Signal(int)

    def __init__(
        self,
        session: Session,
        theme: Theme,
        formats: Formats,
        likelihood: Callable[[int], float | None],
        deal_id: int,
        tasks: Tasks,
    ) -> None:
        super().__init__(session, theme, formats, likelihood, None, is_window=True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._opened = deal_id
        self.long_work = LongWork(session, tasks, theme, self)
        self.toast = Toast(theme, self)
        self.toast.undo_wanted.connect(self.undo)
        self.toast.redo_wanted.connect(self.redo)
        self.said.connect(self._on_said)
        self.gone.connect(self.close)
        session.changed.connect(self._on_done)
        for keys, act in (
            (QKeySequence.StandardKey.Undo, self.undo),
            (QKeySequence.StandardKey.Redo, self.redo),
            (QKeySequence.StandardKey.Close, self.close),
            (QKeySequence.StandardKey.Print, self.ask_print),
            ("Ctrl+Shift+M", self.ask_write),
        ):
            QShortcut(keys, self, act)
        self.setMinimumSize(_LEAST)
        room = QApplication.primaryScreen().availableGeometry().size()
        self.resize(_USUAL.scaled(room, Qt.AspectRatioMode.KeepAspectRatio) if _exceeds(_USUAL, room) else _USUAL)

    def is_wide(self) -> bool:
        return self.width() >= self._theme.size(_WIDE_FROM)

    def show_deal(self, deal_id: int) -> bool:
        """Show the deal; False where it is not there."""
        is_there = self.read(deal_id)
        if is_there:
            self._name_window()
        return is_there

    def undo(self) -> None:
        """Take back the last change and say which."""
        self._go(self._session.undo, self.tr("Undone: {label}"), is_large=self._session.has_large_undo)

    def redo(self) -> None:
        """Do the last undone change again and say which."""
        self._go(self._session.redo, self.tr("Done again: {label}"), is_large=self._session.has_large_redo)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.finish_editors()
        self._view = None  # what changes from now on is no longer followed
        super().closeEvent(event)
        self.closed.emit(self._opened)

    def _on_done(self, change: Change) -> None:
        if self._view is None:
            return
        self._name_window()
        if change.kind == "do" and self.isActiveWindow():
            self.toast.show_text(say_done(change.label), undo=True)
        elif change.kind != "do":
            self.toast.withdraw_undo()

    def _on_said(self, text: str, detail: str, undo: bool) -> None:  # noqa: FBT001 - as the signal hands it over
        self.toast.show_text(text, detail, undo=undo)

    def _name_window(self) -> None:
        if self._view is not None:
            # Qt would replace a title's own “[*]” by the sign of an unsaved document.
            self.setWindowTitle(self._view.title.replace("[*]", "[*][*]"))

    def _go(self, go: Callable[[], Change], words: str, *, is_large: bool) -> None:
        def tell(change: Change) -> None:
            # A deal that came with what was undone has closed its window.
            if self._view is not None:
                self.toast.show_text(words.format(label=change.label), redo=change.kind == "undo")

        def refuse(error: PipelineError) -> None:
            self.toast.show_text(str(error))

        self.long_work.attempt(self.tr("Working on a large change…"), go, tell, refuse, is_large=is_large)


class DealWindows(QObject):
    """The windows that are open, one for a deal. Signals: those of the sheet; `write_asked` with the window as well."""

    person_opened = Signal(int)
    organisation_opened = Signal(int)
    report_asked = Signal(object)
    write_asked = Signal(int, list, object)
    mail_asked = Signal(int, object)
    mails_dropped = Signal(int, list)

    def __init__(
        self,
        session: Session,
        theme: Theme,
        formats: Formats,
        likelihood: Callable[[int], float | None],
        parent: QObject,
        tasks: Tasks,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._tasks = tasks
        self._theme = theme
        self._formats = formats
        self._likelihood = likelihood
        self._open: dict[int, DealWindow] = {}
        self._usual: Mapping[int, int] = {}

    @property
    def windows(self) -> dict[int, DealWindow]:
        """Those that are open, by their deals."""
        return dict(self._open)

    def open(self, deal_id: int) -> DealWindow | None:
        """Show a deal in its window, made or brought to the front; None where there is no such deal."""
        known = self._open.get(deal_id)
        if known is not None:
            known.raise_()
            known.activateWindow()
            return known
        window = DealWindow(self._session, self._theme, self._formats, self._likelihood, deal_id, self._tasks)
        if not window.show_deal(deal_id):
            window.close()
            return None
        self._open[deal_id] = window
        window.show_usual(self._usual)
        window.closed.connect(self._on_closed)
        window.person_opened.connect(self.person_opened)
        window.organisation_opened.connect(self.organisation_opened)
        window.report_asked.connect(self.report_asked)
        window.write_asked.connect(lambda deal, people: self.write_asked.emit(deal, people, window))
        window.mail_asked.connect(lambda activity: self.mail_asked.emit(activity, window))
        window.mails_dropped.connect(self.mails_dropped)
        window.deal_opened.connect(self.open)
        window.show()
        window.header.title.setFocus()
        return window

    def update_likelihood(self) -> None:
        """Ask again how likely the deals are to be won."""
        for window in self._open.values():
            window.update_likelihood()

    def show_usual(self, usual: Mapping[int, int]) -> None:
        """How many days deals usually stay in each stage, by its id, for all windows."""
        self._usual = usual
        for window in self._open.values():
            window.show_usual(usual)

    def close_all(self) -> None:
        """The workspace is being closed."""
        for window in list(self._open.values()):
            window.close()

    def _on_closed(self, deal_id: int) -> None:
        self._open.pop(deal_id, None)


def _exceeds(size: QSize, room: QSize) -> bool:
    return size.width() > room.width() or size.height() > room.height()
