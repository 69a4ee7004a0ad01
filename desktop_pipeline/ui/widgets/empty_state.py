"""What stands where nothing is: an icon, one bold line what is missing, one line what to do."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.key_hint import hint_width, paint_key_hint
from desktop_pipeline.ui.widgets.link_button import LinkButton
from desktop_pipeline.ui.widgets.painting import dashed_pen, draw_text, text_width
from desktop_pipeline.ui.widgets.words import set_tooltip

_ICON = 16
_BESIDE_ICON = 14 + 12
_RIGHT = 10
_BEFORE_ACTION = 8


class EmptyState(QWidget):
    """A dashed outline with the words; `key` is shown as a key hint behind the second line.

    Signals: `acted()` when the words behind the second line are pressed, where there are any.
    """

    acted = Signal()

    def __init__(self, theme: Theme, icon: str, missing: str, advice: str, *, key: str | None = None) -> None:
        super().__init__()
        self._theme = theme
        self._icon = icon
        self._words = (missing, advice)
        self._key = key
        self.action: LinkButton | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_words(missing, advice, key=key)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)
        theme.changed.connect(self._place_action)

    def show_words(
        self, missing: str, advice: str, *, key: str | None = None, icon: str | None = None, action: str = ""
    ) -> None:
        """Say something else, with another icon where one is given, and with words to press."""
        self._icon = icon or self._icon
        self._words = (missing, advice)
        self._key = key
        ending = "" if missing.endswith((".", "?")) else "."
        said = " ".join((f"{missing}{ending}", advice, key or "")).strip()
        self.setAccessibleName(said)
        # In a narrow column the lines end in “…”.
        set_tooltip(self, said)
        self._offer(action)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_action()

    def _offer(self, action: str) -> None:
        if self.action is not None and self.action.text() != action:
            self.action.hide()
            self.action.deleteLater()
            self.action = None
        if self.action is None and action:
            self.action = LinkButton(self._theme, action)
            self.action.setParent(self)
            self.action.clicked.connect(self.acted)
            self.action.show()
        self._place_action()

    def _place_action(self) -> None:
        if self.action is None:
            return
        advice = self._words[1]
        before = text_width(self._theme, "secondary", advice) + _BEFORE_ACTION if advice else 0
        wanted, room = self.action.sizeHint(), self.width() - self._left() - _RIGHT
        width = min(wanted.width(), room)
        second = self.height() / 2 + self._theme.size(18) / 2
        # Its words stand on the line of the advice; it may reach beyond it, to be hit more easily.
        self.action.setGeometry(
            round(self._left() + min(before, room - width)), round(second - wanted.height() / 2), width, wanted.height()
        )

    def _left(self) -> int:
        return self._theme.size(_ICON) + _BESIDE_ICON

    def sizeHint(self) -> QSize:
        return QSize(216, self._theme.size(65))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(dashed_pen(theme.color("line2")))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        middle = self.height() / 2
        side = theme.size(_ICON)
        drawing = icon_pixmap(theme, self._icon, side, "ink3", self.devicePixelRatioF())
        painter.drawPixmap(QPointF(14, round(middle - side / 2)), drawing)
        left, line = float(self._left()), theme.size(18)
        right = self.width() - _RIGHT
        missing, advice = self._words
        stands_alone = self.action is None and not advice and not self._key
        first = QRectF(left, middle - (line / 2 if stands_alone else line), right - left, line)
        second = first.translated(0, line)
        draw_text(painter, theme, "strong", theme.color("ink"), first, missing)
        keys = (self._key,) if self._key else ()
        room = right - left - (hint_width(theme, keys) + 5 if keys else 0)
        if self.action is not None:
            room = self.action.x() - left - _BEFORE_ACTION
        second.setWidth(min(room, text_width(theme, "secondary", advice)))
        draw_text(painter, theme, "secondary", theme.color("ink2"), second, advice)
        if keys:
            colours = (theme.color("line2"), theme.color("ink3"))
            paint_key_hint(painter, theme, second.right() + 5, second.center().y(), keys, colours)
