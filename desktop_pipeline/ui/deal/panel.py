"""The deal panel: slides in over the right of the board and follows its deal."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMoveEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desktop_pipeline.ui.deal.grounds import EDGE, EdgeShadow
from desktop_pipeline.ui.deal.sheet import DealSheet
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.motion import is_animated, make_slide

WIDE = 728
NARROW = 480
WIDE_FROM = 1360


class DealPanel(DealSheet):
    """Lies over `parent`, as high as it.

    Signals beside the sheet's: `closed` when it is gone, `previous_asked` and `next_asked` (↑ and ↓ in its head).
    """

    closed = Signal()
    previous_asked = Signal()
    next_asked = Signal()

    def __init__(
        self,
        session: Session,
        theme: Theme,
        formats: Formats,
        likelihood: Callable[[int], float | None],
        parent: QWidget,
    ) -> None:
        super().__init__(session, theme, formats, likelihood, parent)
        self._home = parent
        self._shadow = EdgeShadow(parent)
        self._slide = make_slide(self, b"pos")
        self._slide.finished.connect(self._on_slid)
        self._home.installEventFilter(self)
        self.header.previous_asked.connect(self.previous_asked)
        self.header.next_asked.connect(self.next_asked)
        self.header.close_asked.connect(self.close_panel)
        self.gone.connect(self.close_panel)
        theme.changed.connect(self._on_theme_changed)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.hide()

    def show_deal(self, deal_id: int) -> None:
        """Show a deal, sliding in where the panel is closed; one that is not there closes the panel."""
        was_open = self._view is not None
        holder: QWidget | None = self.window().focusWidget()
        had_keys = holder is not None and self.isAncestorOf(holder)
        if not self.read(deal_id):
            self.close_panel()
        elif not was_open:
            self._slide_in()
            self.header.title.setFocus()
        elif holder is not None and had_keys and not (isValid(holder) and holder.isVisibleTo(self)):
            # What had them was the other deal's.
            self.header.title.setFocus()

    def close_panel(self) -> None:
        """Slide out; what is being typed is kept where it can be (a deal that is gone takes nothing any more)."""
        if self._view is None:
            return
        self.finish_editors()
        self._view = None
        self._note.hide()
        end = QPoint(self._home.width(), 0)
        if is_animated(self._theme, self) and self.isVisible():
            self._run_slide(self.pos(), end)
        else:
            self.hide()
        self.closed.emit()

    def is_wide(self) -> bool:
        # Larger text needs a larger window for two columns.
        return self.window().width() >= self._theme.size(WIDE_FROM)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._home and event.type() == QEvent.Type.Resize and self._view is not None:
            self._slide.stop()
            self._settle()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        else:
            super().keyPressEvent(event)

    def moveEvent(self, event: QMoveEvent) -> None:
        self._shadow.setGeometry(self.x() - EDGE, 0, EDGE, self.height())

    def showEvent(self, event: QEvent) -> None:
        self._shadow.show()
        self._shadow.raise_()

    def hideEvent(self, event: QEvent) -> None:
        self._shadow.hide()

    def _on_theme_changed(self) -> None:
        if self._view is not None:
            self._slide.stop()
            self._settle()

    def _settle(self) -> None:
        """Take the size that fits the window, at the right edge."""
        self.show_columns()
        width = min(self._theme.size(WIDE if self.is_wide() else NARROW), self._home.width())
        self.setGeometry(self._home.width() - width, 0, width, self._home.height())
        self.moveEvent(QMoveEvent(self.pos(), self.pos()))

    def _slide_in(self) -> None:
        self._slide.stop()
        self._settle()
        self.raise_()
        self.show()
        if is_animated(self._theme, self):
            self._run_slide(QPoint(self._home.width(), 0), self.pos())

    def _run_slide(self, start: QPoint, end: QPoint) -> None:
        self._slide.stop()
        self._slide.setStartValue(start)
        self._slide.setEndValue(end)
        self._slide.start()

    def _on_slid(self) -> None:
        if self._view is None:
            self.hide()
