"""A field of several lines: shown whole, opened by click, Enter or F2 into an editor that grows."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QWidget

from desktop_pipeline.ui.theme import FontStyle, Theme
from desktop_pipeline.ui.widgets.error_note import ErrorNote
from desktop_pipeline.ui.widgets.field import PAD, TypedField
from desktop_pipeline.ui.widgets.note_field import NoteField
from desktop_pipeline.ui.widgets.painting import draw_focus_ring

_MOST_LINES = 12
_AROUND = 6


class LongEditor(NoteField):
    """Enter keeps, Shift+Enter begins a line, Tab keeps and goes on, Esc gives up. Signals: `kept(step)`, `left`."""

    kept = Signal(int)

    def __init__(self, theme: Theme, name: str, text: str, parent: QWidget) -> None:
        super().__init__(theme)
        self.setParent(parent)
        self.setPlaceholderText("")
        self.setAccessibleName(name)
        self.setPlainText(text)
        self.selectAll()
        self.written.connect(lambda _text: self.kept.emit(0))

    def focusNextPrevChild(self, next_: bool) -> bool:  # noqa: FBT001 - Qt's signature
        self.kept.emit(1 if next_ else -1)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            self.kept.emit(1 if event.key() == Qt.Key.Key_Tab else -1)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in {Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason}:
            self.kept.emit(0)


class LongField(TypedField[LongEditor]):
    """At rest up to twelve lines of the text are shown."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        note: ErrorNote,
        keep: Callable[[str], object],
        *,
        style: FontStyle = "body",
        role: str = "ink",
        empty_role: str = "ink3",
    ) -> None:
        super().__init__(theme, name, note, keep, LongEditor.toPlainText, style=style, role=role)
        self._layout = QTextLayout()
        self._empty_role = empty_role
        theme.changed.connect(self._lay_out)

    def show_text(self, text: str, none: str) -> None:
        """Show a text, or the words for none."""
        self._typed = text
        self.show_value(text or none, is_empty=not text)
        self.setToolTip("")
        self._lay_out()

    def open_editor(self) -> None:
        home = self.parentWidget()
        if self._editor is not None or home is None:
            return
        self._note.hide()
        self._editor = editor = LongEditor(self._theme, self._name, self._typed, home)
        place = self.geometry().adjusted(-4, -4, 4, 4)
        editor.setGeometry(place.intersected(home.rect().adjusted(0, -4, 0, 4)))
        editor.kept.connect(self._on_kept)
        editor.left.connect(self.give_up)
        editor.textChanged.connect(self._note.hide)
        editor.show()
        editor.raise_()
        editor.setFocus()

    def sizeHint(self) -> QSize:
        return QSize(120, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isEnabled() and self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("hover"))
            painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        painter.setPen(theme.color(self._empty_role if self._is_empty else self._role))
        self._layout.draw(painter, QPointF(PAD, _AROUND / 2))
        if self.hasFocus():
            draw_focus_ring(painter, theme, QRectF(self.rect()).adjusted(2, 2, -2, -2), 3)

    def _lay_out(self) -> None:
        """Break the text into lines of the field's width; what is beyond the twelfth is read in the editor."""
        layout = QTextLayout(self.text().replace("\n", "\N{LINE SEPARATOR}"), self._theme.font(self._style))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        height, step = 0, self._theme.line(self._style)
        layout.beginLayout()
        for _line in range(_MOST_LINES):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(max(20, self.width() - 2 * PAD))
            line.setPosition(QPointF(0, height))
            height += step
        layout.endLayout()
        self._layout = layout
        self.setFixedHeight(height + _AROUND)
        self.update()
