"""Round choices of which one is taken, side by side and on further lines where the room is short."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import draw_focus_ring, draw_text, text_width

_HEIGHT = 26
_PAD = 10
_ICON = 13
_GAP = 6
_BETWEEN = 6
_LINE = 6


class ChoiceChips(QWidget):
    """One stop for Tab; ← and → take another choice. Signals: `chosen(index)` by click, arrow or Space."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._name = name
        self._choices: tuple[tuple[str, str], ...] = ()
        self._taken: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._tell()
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    @property
    def taken(self) -> int | None:
        """Index of the choice that is taken."""
        return self._taken

    def text(self, index: int) -> str:
        """The words of a choice."""
        return self._choices[index][0]

    def set_choices(self, choices: Sequence[tuple[str, str]], taken: int | None) -> None:
        """Words and icon (or none) of each choice."""
        self._choices = tuple(choices)
        self._taken = taken
        self._tell()
        self.updateGeometry()
        self.update()

    def rename(self, index: int, text: str) -> None:
        """Say something else on one choice."""
        choices = list(self._choices)
        choices[index] = (text, choices[index][1])
        self.set_choices(choices, self._taken)

    def take(self, index: int | None) -> None:
        """Take a choice without telling anybody."""
        self._taken = index
        self._tell()
        self.update()

    def choose(self, index: int) -> None:
        """Take a choice as a click does."""
        if 0 <= index < len(self._choices):
            self.take(index)
            self.chosen.emit(index)

    def place(self, index: int) -> QRect:
        """Where a choice stands."""
        return self._places(self.width())[index]

    def sizeHint(self) -> QSize:
        width = self.width() if self.width() > self._theme.size(120) else self._theme.size(380)
        return QSize(self._theme.size(200), self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.size(120), self._theme.size(_HEIGHT))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        places = self._places(width)
        return places[-1].bottom() + 1 if places else self._theme.size(_HEIGHT)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = event.position().toPoint()
        for index, place in enumerate(self._places(self.width())):
            if place.contains(spot):
                self.choose(index)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is not None:
            start = -1 if self._taken is None and step > 0 else self._taken or 0
            self.choose(max(0, min(start + step, len(self._choices) - 1)))
        elif event.key() == Qt.Key.Key_Space:
            self.choose(self._taken or 0)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index, place in enumerate(self._places(self.width())):
            self._paint_choice(painter, index, QRectF(place))

    def _paint_choice(self, painter: QPainter, index: int, place: QRectF) -> None:
        theme = self._theme
        text, icon = self._choices[index]
        taken = index == self._taken
        body = place.adjusted(0.5, 0.5, -0.5, -0.5)
        radius = body.height() / 2
        painter.setPen(QPen(theme.color("accentLine" if taken else "line2"), 1))
        painter.setBrush(theme.color("accentSoft" if taken else "surface"))
        painter.drawRoundedRect(body, radius, radius)
        role = "accent" if taken else "ink2"
        if not self.isEnabled():
            role = "control"
        left = body.left() + _PAD
        if icon:
            side = theme.size(_ICON)
            drawing = icon_pixmap(theme, icon, side, role, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(left, round(body.center().y() - side / 2)), drawing)
            left += side + _GAP
        box = QRectF(left, body.top(), body.right() - left, body.height())
        draw_text(painter, theme, "secondary_medium" if taken else "secondary", theme.color(role), box, text)
        if self.hasFocus() and (taken or (self._taken is None and index == 0)):
            draw_focus_ring(painter, theme, body.adjusted(1.5, 1.5, -1.5, -1.5), radius - 1.5)

    def _places(self, width: int) -> list[QRect]:
        theme = self._theme
        places = []
        left = top = 0
        height = theme.size(_HEIGHT)
        for text, icon in self._choices:
            wide = (
                2 * _PAD
                + round(text_width(theme, "secondary_medium", text))
                + (theme.size(_ICON) + _GAP if icon else 0)
            )
            wide = min(wide, max(width, 1))
            if left and left + wide > width:
                left, top = 0, top + height + _LINE
            places.append(QRect(left, top, wide, height))
            left += wide + _BETWEEN
        return places

    def _tell(self) -> None:
        taken = "" if self._taken is None else self._choices[self._taken][0]
        self.setAccessibleName(f"{self._name}: {taken}" if taken else self._name)
