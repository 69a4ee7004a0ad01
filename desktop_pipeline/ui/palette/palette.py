"""The palette over the window: one field, what it finds below, and the keys for it at the foot."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.queries.search import SearchResult, read_recent_deals, search
from desktop_pipeline.queries.search_words import split_words
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.palette.commands import PaletteCommand, find_commands
from desktop_pipeline.ui.palette.row_list import ROW, RowList
from desktop_pipeline.ui.palette.rows import PaletteRow, list_commands, list_found, list_recent
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.empty_state import EmptyState
from desktop_pipeline.ui.widgets.key_hint import hint_width, paint_key_hint
from desktop_pipeline.ui.widgets.painting import draw_hairline, draw_text, text_width

WIDTH = 640
_TOP = 112
_FIELD = 48
_FOOT = 34
_MOST_ROWS = 14
_RADIUS = 12
_SHADOW = 14
_COMMANDS_BESIDE = 5
_MOST_RECENT = 8
_SCRIM = 46
_Key = Qt.Key


class Palette(QWidget):
    """Lies over its parent while it is open; a click beside it or Esc closes it.

    Signals: `deal_opened(id)`, `person_opened(id)`, `organisation_opened(id)`, `activity_opened(id)`;
    `new_deal_wanted(organisation)`; `board_wanted(organisation)`: the board with this organisation only;
    `orphaned()` when it closes and nobody has the keys.
    """

    deal_opened = Signal(int)
    person_opened = Signal(int)
    organisation_opened = Signal(int)
    activity_opened = Signal(int)
    new_deal_wanted = Signal(str)
    board_wanted = Signal(str)
    orphaned = Signal()

    def __init__(
        self,
        session: Session,
        theme: Theme,
        formats: Formats,
        commands: Callable[[], Sequence[PaletteCommand]],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._home = parent
        self._session = session
        self._theme = theme
        self._formats = formats
        self._ask_commands = commands
        self._commands: Sequence[PaletteCommand] = ()
        self._recent: list[int] = []
        self._came_from: QWidget | None = None
        self.field = QLineEdit(maxLength=1000)
        self.field.setFrame(False)
        self.field.setProperty("bare", True)
        self.field.setStyleSheet("QLineEdit { border: none; background: transparent; padding: 0; }")
        self.field.setPlaceholderText(self.tr("Search everything, or > for commands"))
        self.field.setAccessibleName(self.tr("Search everything"))
        self.list = RowList(theme)
        self.nothing = EmptyState(theme, "search", "", "")
        self.panel = _Panel(theme, self.field, self.list, self.nothing)
        self.panel.setParent(self)
        self.field.textChanged.connect(self._on_text)
        self.field.installEventFilter(self)
        self.list.clicked.connect(self._on_clicked)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        parent.installEventFilter(self)
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    def open(self, text: str = "") -> None:
        """Shows the palette with the keys in its field; `>` opens it for commands only."""
        if not self.isVisible():
            self._came_from = self.window().focusWidget()
        self._commands = self._ask_commands()
        # The rows are laid out in the room there is.
        self.setGeometry(self._home.rect())
        if self.field.text() == text:
            self._on_text(text)
        self.field.setText(text)
        self.raise_()
        self.show()
        # The style sheet sets heights of its own when it is first shown.
        self._place()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_palette(self) -> None:
        """Hides it and gives the keys back."""
        if not self.isVisible():
            return
        self.hide()
        came_from, self._came_from = self._came_from, None
        # What had the keys may be gone meanwhile: an editor that was closed, a row that was read anew.
        if came_from is not None and isValid(came_from) and came_from.isVisible():
            came_from.setFocus(Qt.FocusReason.PopupFocusReason)
        else:
            self.orphaned.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._home and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._home.rect())
            self._place()
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._take_key(event)
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.panel.geometry().contains(event.position().toPoint()):
            self.close_palette()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(0, 0, 0, _SCRIM))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 4))
        body = QRectF(self.panel.geometry())
        for step in range(_SHADOW):
            painter.drawRoundedRect(body.adjusted(-step, 6 - step, step, 6 + step), _RADIUS + step, _RADIUS + step)

    def _dress(self) -> None:
        font = QFont(self._theme.font("heading"))
        font.setWeight(QFont.Weight.Normal)
        self.field.setFont(font)
        self._place()

    def _place(self) -> None:
        theme = self._theme
        room = self.rect()
        width = min(theme.size(WIDTH), room.width() - 32)
        top = min(_TOP, room.height() // 8)
        most = min(theme.size(ROW) * _MOST_ROWS, room.height() - top - theme.size(_FIELD + _FOOT) - 32)
        self.panel.place((room.width() - width) // 2, top, width, most)
        self.update()

    def _take_key(self, event: QKeyEvent) -> bool:
        key, held = event.key(), event.modifiers()
        row = self.list.current_row()
        if key in {_Key.Key_Return, _Key.Key_Enter}:
            if held & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
                kind = "new deal" if held & Qt.KeyboardModifier.ControlModifier else "only"
                rows = self.list.shown.rows
                row = next((known for known in rows if known.target and known.target[0] == kind), None)
            self._choose(row)
        elif key in {_Key.Key_Down, _Key.Key_Up}:
            self.list.step(1 if key == _Key.Key_Down else -1)
        elif key in {_Key.Key_PageDown, _Key.Key_PageUp}:
            for _ in range(5):
                self.list.step(1 if key == _Key.Key_PageDown else -1)
        elif key in {_Key.Key_Tab, _Key.Key_Backtab}:
            text = self.field.text()
            self.field.setText(text[1:].lstrip() if text.startswith(">") else f">{text}")
        elif key == _Key.Key_Escape:
            self.close_palette()
        else:
            return False
        return True

    def _on_text(self, text: str) -> None:
        try:
            rows = self._list_rows(text)
        except PipelineError as error:
            rows = []
            self.nothing.show_words(self.tr("The search cannot be done"), str(error))
        else:
            self._tell_nothing(text)
        self.list.show_rows(rows)
        self.list.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        self._place()

    def _list_rows(self, text: str) -> list[PaletteRow]:
        if text.startswith(">"):
            return list_commands(find_commands(self._commands, text[1:]), split_words(text[1:]))
        workspace = self._session.workspace
        self.panel.hint = self.tr("in everything")
        if not text.strip():
            return list_recent(read_recent_deals(workspace, self._recent), self._formats)
        result = search(workspace, text)
        found = self._list_found(result)
        if result.is_near and found:
            self.panel.hint = self.tr("nothing exact; nearly the same")
        usable = [command for command in find_commands(self._commands, text) if command.enabled]
        return [*found, *list_commands(usable[:_COMMANDS_BESIDE], split_words(text))]

    def _list_found(self, result: SearchResult) -> list[PaletteRow]:
        may_write = not self._session.workspace.is_read_only
        return list_found(result, self._formats, self._session.today(), may_write=may_write)

    def _tell_nothing(self, text: str) -> None:
        if text.startswith(">"):
            self.panel.hint = self.tr("commands only")
            self.nothing.show_words(self.tr("No command is called that"), self.tr("Tab searches everything instead"))
        elif text.strip():
            advice = self.tr("Try the beginning of one word. The bin is not searched.")
            self.nothing.show_words(self.tr("Nothing found"), advice)
        else:
            self.nothing.show_words(self.tr("No deals yet"), self.tr("Type > to see every command"))

    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        row = self.list.current_row() if current.isValid() else None
        self.field.setAccessibleDescription(row.spoken() if row is not None else self.nothing.accessibleName())

    def _on_clicked(self, index: QModelIndex) -> None:
        self._choose(self.list.shown.rows[index.row()])

    def _choose(self, row: PaletteRow | None) -> None:
        if row is None or row.is_heading or not row.enabled:
            return
        self.close_palette()
        if row.act is not None:
            row.act()
        if row.target is None:
            return
        kind, subject = row.target
        if kind == "deal" and isinstance(subject, int):
            self._recent = [subject, *(known for known in self._recent if known != subject)][:_MOST_RECENT]
        signals = {
            "deal": self.deal_opened,
            "person": self.person_opened,
            "organisation": self.organisation_opened,
            "activity": self.activity_opened,
            "new deal": self.new_deal_wanted,
            "only": self.board_wanted,
        }
        signals[kind].emit(subject)


class _Panel(QFrame):
    """The box itself: the field with its icon, the list, the foot with the keys."""

    def __init__(self, theme: Theme, field: QLineEdit, rows: RowList, nothing: QWidget) -> None:
        super().__init__()
        self._theme = theme
        self._field = field
        self._rows = rows
        self._hint = ""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._layout = QVBoxLayout(self)
        self._layout.setSpacing(0)
        self._layout.addWidget(field)
        self._layout.addWidget(rows)
        margin = QVBoxLayout()
        margin.setContentsMargins(12, 12, 12, 12)
        margin.addWidget(nothing)
        self._layout.addLayout(margin)
        self._layout.addStretch(1)

    @property
    def hint(self) -> str:
        """What stands at the right of the field: where is looked."""
        return self._hint

    @hint.setter
    def hint(self, text: str) -> None:
        self._hint = text
        self.update()

    def place(self, left: int, top: int, width: int, most: int) -> None:
        """Takes the room that its lines need, `most` pixels for them at most."""
        theme = self._theme
        field, foot = theme.size(_FIELD), theme.size(_FOOT)
        beside = round(text_width(theme, "caption", self._hint)) + 32
        self._layout.setContentsMargins(1, 0, 1, foot)
        self._field.setFixedHeight(field)
        self._field.setTextMargins(24 + theme.size(16), 0, beside, 0)
        inside = min(self._rows.content_height() + 8, most) if self._rows.shown.rows else theme.size(65) + 24
        self._rows.setFixedHeight(max(theme.size(ROW), inside))
        self.setGeometry(left, top, width, field + max(theme.size(ROW), inside) + foot)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.size(WIDTH), self._theme.size(_FIELD + _FOOT + ROW))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(theme.color("line2"), 1))
        painter.setBrush(theme.color("surface"))
        painter.drawRoundedRect(box, _RADIUS, _RADIUS)
        field, foot = theme.size(_FIELD), self.height() - theme.size(_FOOT)
        for height in (field - 0.5, foot + 0.5):
            line = QPointF(1, height), QPointF(self.width() - 1, height)
            draw_hairline(painter, theme.color("line"), *line)
        size = theme.size(16)
        glass = icon_pixmap(theme, "search", size, "ink2", self.devicePixelRatioF())
        painter.drawPixmap(QPointF(16, round((field - size) / 2)), glass)
        width = text_width(theme, "caption", self._hint)
        room = QRectF(self.width() - 16 - width, 0, width, field)
        draw_text(painter, theme, "caption", theme.color("ink2"), room, self._hint)
        self._paint_foot(painter, foot)

    def _paint_foot(self, painter: QPainter, top: int) -> None:
        theme = self._theme
        left, middle = 16.0, (top + self.height()) / 2
        for keys, word in (
            (("↑", "↓"), self.tr("choose")),
            (("Enter",), self.tr("open")),
            ((">",), self.tr("commands only")),
            (("Esc",), self.tr("close")),
        ):
            paint_key_hint(painter, theme, left, middle, keys, (theme.color("line2"), theme.color("ink2")))
            left += hint_width(theme, keys) + 6
            room = QRectF(left, top, self.width() - left, self.height() - top)
            left += draw_text(painter, theme, "caption", theme.color("ink2"), room, word) + 16
