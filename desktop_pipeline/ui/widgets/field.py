"""A field of a deal: its value as text, which a click, Enter or F2 opens for editing, and what is typed is kept."""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.theme import FontStyle, Theme
from desktop_pipeline.ui.widgets.avatar import AVATAR, paint_avatar
from desktop_pipeline.ui.widgets.breaking import break_lines
from desktop_pipeline.ui.widgets.error_note import ErrorNote
from desktop_pipeline.ui.widgets.painting import LEFT, RIGHT, draw_focus_ring, draw_text, text_width
from desktop_pipeline.ui.widgets.words import set_plain, set_tooltip

PAD = 5
MOST_LINES = 3
_ICON = 13
_GAP = 7
_LOWEST = 24
_NARROWEST = 44
Editor = TypeVar("Editor", bound=QWidget)


class Field(QAbstractButton):
    """Looks like text until the mouse or the keys are on it; `open_editor` is what the kinds of fields differ in."""

    def __init__(
        self, theme: Theme, name: str, note: ErrorNote, *, style: FontStyle = "body", role: str = "ink"
    ) -> None:
        super().__init__()
        self._theme = theme
        self._name = name
        self._note = note
        self._style: FontStyle = style
        self._role = role
        self._icon_name: str | None = None
        self._person: str | None = None
        self._align = LEFT
        self._narrowest = _NARROWEST
        self._most_lines = 1
        self._stands_high = False
        self._lines = [""]
        self._is_empty = True
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.clicked.connect(self.open_editor)
        theme.changed.connect(self._break_value)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    def set_icon(self, name: str) -> None:
        """Show an icon before the text."""
        self._icon_name = name
        self.updateGeometry()

    @property
    def lead(self) -> int:
        """How much room the icon or the initials take before the text."""
        return self._lead()

    def align_right(self) -> None:
        """The text stands at the right edge."""
        self._align = RIGHT

    def show_value(self, text: str, *, is_empty: bool = False, person: str | None = None) -> None:
        """Show a value, or in a paler ink the words for none; `person` puts their initials before it."""
        self._is_empty = is_empty
        self._person = person
        set_plain(self, text)
        self.setAccessibleName(f"{self._name}: {text}")
        self.setAccessibleDescription(self.tr("Enter edits"))
        set_tooltip(self, f"{self._name}: {text}")
        self._break_value()
        self.updateGeometry()
        self.update()

    def open_editor(self) -> None:
        """Let the user change the value."""

    def attempt(self, act: Callable[[], object]) -> bool:
        """Do it; where it is refused say why below the field and return False."""
        try:
            act()
        except PipelineError as error:
            self._note.speak(str(error), self)
            return False
        self._note.hide()
        return True

    def sizeHint(self) -> QSize:
        width = 2 * PAD + self._lead() + text_width(self._theme, self._style, self.text())
        further = (len(self._lines) - 1) * self._theme.line(self._style)
        return QSize(round(width) + 1, max(_LOWEST, self._theme.line(self._style)) + further)

    def keep_width(self, pixels: int) -> None:
        """Where the room is short the field stays as wide as it needs, up to this."""
        self._narrowest = pixels
        self.updateGeometry()

    def stand_high(self) -> None:
        """The text stands at the upper edge, close to what it belongs to; where it is clicked stays as high."""
        self._stands_high = True

    def take_lines(self, most: int) -> None:
        """Where the value is too long for one line it goes over up to so many."""
        self._most_lines = most
        self._break_value()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._break_value()

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), self._theme.size(self._narrowest)), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # a key of what the field stands in
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2}:
            self.open_editor()
        elif event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            # A button would move the focus: in the header these keys step from deal to deal.
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect())
        if self.isEnabled() and (self.underMouse() or self.isDown()):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("hover"))
            painter.drawRoundedRect(body, 4, 4)
        left = self._paint_lead(painter)
        role = "ink3" if self._is_empty else self._role
        is_middle = len(self._lines) == 1 and not self._stands_high
        step = self.height() if is_middle else theme.line(self._style)
        top = 0 if self._stands_high else (self.height() - len(self._lines) * step) / 2
        for place, text in enumerate(self._lines):
            box = QRectF(left, top + place * step, self.width() - PAD - left, step)
            draw_text(painter, theme, self._style, theme.color(role), box, text, self._align)
        if self.hasFocus():
            draw_focus_ring(painter, theme, body.adjusted(2, 2, -2, -2), 3)

    def _break_value(self) -> None:
        before = len(self._lines)
        room = self.width() - 2 * PAD - self._lead()
        fits = self._most_lines == 1 or text_width(self._theme, self._style, self.text()) <= room
        self._lines = (
            [self.text()] if fits else break_lines(self._theme, self._style, self.text(), room, self._most_lines)
        )
        if len(self._lines) != before:
            self.updateGeometry()

    def _lead(self) -> int:
        if self._person is not None:
            return self._theme.size(AVATAR) + _GAP
        return self._theme.size(_ICON) + _GAP if self._icon_name else 0

    def _paint_lead(self, painter: QPainter) -> float:
        middle = self.height() / 2
        if self._person is not None:
            side = self._theme.size(AVATAR)
            paint_avatar(painter, self._theme, QRectF(PAD, round(middle - side / 2), side, side), self._person)
        elif self._icon_name:
            side = self._theme.size(_ICON)
            drawing = icon_pixmap(self._theme, self._icon_name, side, "ink2", self.devicePixelRatioF())
            painter.drawPixmap(QPointF(PAD, round(middle - side / 2)), drawing)
        return PAD + self._lead()


class TypedField(Field, Generic[Editor]):
    """Hands what was typed to `keep`, which refuses by a PipelineError; then the editor stays and says why."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        note: ErrorNote,
        keep: Callable[[str], object],
        read: Callable[[Editor], str],
        *,
        style: FontStyle = "body",
        role: str = "ink",
    ) -> None:
        """`read` is how the text is got out of an editor."""
        super().__init__(theme, name, note, style=style, role=role)
        self._keep = keep
        self._read = read
        self._typed = ""
        self._is_keeping = False
        self._editor: Editor | None = None

    @property
    def editor(self) -> Editor | None:
        """What is typed into, while it is open."""
        return self._editor

    def finish(self) -> None:
        """Another deal is about to be shown: keep what was typed, or drop it where it is refused."""
        editor = self._editor
        if editor is not None and not self.attempt(lambda: self._keep(self._read(editor))):
            self.give_up()
        self._close_editor()

    def give_up(self) -> None:
        """Leave the value as it was."""
        self._note.hide()
        had_focus = self._editor is not None and self._editor.hasFocus()
        self._close_editor()
        if had_focus:
            self.setFocus()

    def _on_kept(self, step: int) -> None:
        editor = self._editor
        if editor is None or self._is_keeping:
            return
        had_focus = editor.hasFocus()
        # Keeping it may make the row anew: the editor that goes must not keep it a second time.
        self._is_keeping = True
        try:
            is_kept = self.attempt(lambda: self._keep(self._read(editor)))
        finally:
            self._is_keeping = False
        if not is_kept:
            return
        self._close_editor()
        if had_focus:
            self.setFocus()
        if step:
            self.focusNextPrevChild(step > 0)

    def _close_editor(self) -> None:
        editor, self._editor = self._editor, None
        if editor is not None:
            editor.hide()
            editor.deleteLater()
