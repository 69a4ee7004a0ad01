"""The segmented control: a few choices side by side, one of them taken (28 high, 22 when small)."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QRadioButton, QSizePolicy, QWidget

from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.theme import FontStyle, Theme
from desktop_pipeline.ui.widgets.painting import CENTRE, draw_focus_ring, draw_text, fill, text_width

_CHEVRON, _BEFORE_CHEVRON = 12, 4


class Segmented(QWidget):
    """Choices by their words; `chosen(index)` when the user takes another one.

    Screen readers find a radio button for each choice; the control has the keys for all of them. Where the last one
    `opens_menu` it bears the chevron of one.
    """

    chosen = Signal(int)

    def __init__(self, theme: Theme, choices: Sequence[str], *, small: bool = False, opens_menu: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._choices = tuple(choices)
        self._small = small
        self._opens_menu = opens_menu
        self._current = 0
        self._parts: list[_Part] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._tell()
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    @property
    def current(self) -> int:
        """Index of the choice that is taken."""
        return self._current

    @property
    def choices(self) -> tuple[str, ...]:
        """The words of all choices."""
        return self._choices

    def choose(self, index: int) -> None:
        """Take a choice; tells `chosen` when it is another one."""
        if index == self._current or not 0 <= index < len(self._choices):
            return
        self._current = index
        self._tell()
        self.update()
        self.chosen.emit(index)

    def reword(self, choices: Sequence[str]) -> None:
        """Say the same choices in other words, with their counts say."""
        self._choices = tuple(choices)
        self._tell()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(sum(self._widths())), self._theme.size(22 if self._small else 28))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        outline = QPainterPath()
        outline.addRoundedRect(body, 6, 6)
        painter.fillPath(outline, theme.color("surface"))
        left = 0.0
        for index, (choice, width) in enumerate(zip(self._choices, self._widths(), strict=True)):
            part = QRectF(left, 0, width, self.height())
            taken = index == self._current
            if taken:
                painter.save()
                painter.setClipPath(outline)
                fill(painter, part, theme.color("hover"))
                painter.restore()
            role = "ink" if taken else "ink2"
            words = part
            if self._is_menu(index):
                side = theme.size(_CHEVRON)
                words = part.adjusted(0, 0, -side - _BEFORE_CHEVRON, 0)
                chevron = icon_pixmap(theme, "chevron-down", side, role, self.devicePixelRatioF())
                across = words.center().x() + text_width(theme, self._style(taken=taken), choice) / 2 + _BEFORE_CHEVRON
                painter.drawPixmap(QPointF(round(across), round((self.height() - side) / 2)), chevron)
            draw_text(painter, theme, self._style(taken=taken), theme.color(role), words, choice, CENTRE)
            left += width
        painter.setPen(QPen(theme.color("line2"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline)
        if self.hasFocus():
            draw_focus_ring(painter, theme, body.adjusted(1.5, 1.5, -1.5, -1.5), 5)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        left = 0.0
        for index, width in enumerate(self._widths()):
            if left <= event.position().x() < left + width:
                self.choose(index)
            left += width

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.choose(self._current + step)

    def _style(self, *, taken: bool) -> FontStyle:
        return "secondary_strong" if taken else "secondary"

    def _is_menu(self, index: int) -> bool:
        return self._opens_menu and index == len(self._choices) - 1

    def _widths(self) -> list[float]:
        return [
            round(text_width(self._theme, "secondary_strong", choice))
            + 22
            + (self._theme.size(_CHEVRON) + _BEFORE_CHEVRON if self._is_menu(index) else 0)
            for index, choice in enumerate(self._choices)
        ]

    def _tell(self) -> None:
        self.setAccessibleName(self._choices[self._current] if self._choices else "")
        if len(self._parts) != len(self._choices):
            for part in self._parts:
                part.deleteLater()
            self._parts = [self._make_part(index) for index in range(len(self._choices))]
        for index, (part, words) in enumerate(zip(self._parts, self._choices, strict=True)):
            part.setAccessibleName(words)
            part.setChecked(index == self._current)
        self._place()

    def _make_part(self, index: int) -> "_Part":
        part = _Part(self)
        part.clicked.connect(lambda: self.choose(index))
        part.show()
        return part

    def _place(self) -> None:
        left = 0
        for part, width in zip(self._parts, self._widths(), strict=True):
            part.setGeometry(QRect(left, 0, round(width), self.height()))
            left += round(width)


class _Part(QRadioButton):
    """One choice as screen readers find and press it; the control paints it and has mouse and keys."""

    def __init__(self, control: Segmented) -> None:
        super().__init__(control)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Nothing: it is painted already."""
