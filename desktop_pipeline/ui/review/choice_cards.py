"""The choices for a deal: framed cards two by two, each with its number; the chosen one is tinted."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QRadioButton, QSizePolicy, QWidget

from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import CENTRE, draw_focus_ring, draw_text, text_width
from desktop_pipeline.ui.widgets.words import set_tooltip

_HIGH, _LOW = 50, 34
_KEY = 20
_ICON = 16
_PAD = 12
_GAP = 10
_COLUMNS = 2


@dataclass(frozen=True, slots=True)
class Choice:
    """What can be chosen: the key that does it, its icon, its name and what it means for this deal."""

    key: str
    icon: str
    name: str
    detail: str
    is_offered: bool = True


class ChoiceCard(QRadioButton):
    """One choice; which one is taken its owner says."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._choice = Choice("", "check", "", "")
        self._is_small = False
        # The owner takes and leaves choices: Qt would let none be left.
        self.setAutoExclusive(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    @property
    def choice(self) -> Choice:
        """What it stands for."""
        return self._choice

    def show_choice(self, choice: Choice) -> None:
        """Stand for another choice."""
        self._choice = choice
        self.setAccessibleName(f"{choice.key}, {choice.name}")
        self.setAccessibleDescription(choice.detail)
        set_tooltip(self, choice.detail if self._is_small else "")
        self.setEnabled(choice.is_offered)
        self.update()

    def shrink(self, *, small: bool) -> None:
        """Without its second line, which becomes a tooltip, for small windows."""
        if small != self._is_small:
            self._is_small = small
            set_tooltip(self, self._choice.detail if small else "")
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.size(240), self._theme.size(_LOW if self._is_small else _HIGH))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.size(120), self.sizeHint().height())

    def hitButton(self, position: QPoint) -> bool:  # noqa: N802 - Qt's name
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Arrows and Enter are the owner's.
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        taken = self.isChecked()
        body = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        hot = self.isEnabled() and (self.underMouse() or self.isDown())
        painter.setPen(QPen(theme.color("accentFill" if taken else "line2"), 2 if taken else 1))
        painter.setBrush(theme.color("accentSoft" if taken else "hover" if hot else "surface"))
        painter.drawRoundedRect(body if taken else body.adjusted(-0.5, -0.5, 0.5, 0.5), 8, 8)
        left = self._paint_key(painter, taken=taken)
        side = theme.size(_ICON)
        role = "control" if not self.isEnabled() else "accent" if taken else "ink2"
        drawing = icon_pixmap(theme, self._choice.icon, side, role, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(left, round((self.height() - side) / 2)), drawing)
        self._paint_words(painter, left + side + _GAP)
        if self.hasFocus() and not taken:
            draw_focus_ring(painter, theme, body.adjusted(1, 1, -1, -1), 7)

    def _paint_key(self, painter: QPainter, *, taken: bool) -> float:
        theme = self._theme
        side = theme.size(_KEY)
        box = QRectF(_PAD, round((self.height() - side) / 2), side, side)
        if taken:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accentFill"))
            painter.drawRoundedRect(box, 4, 4)
        else:
            painter.setPen(QPen(theme.color("line2"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        role = "onAccent" if taken else "ink2" if self.isEnabled() else "control"
        draw_text(painter, theme, "caption_medium", theme.color(role), box, self._choice.key, CENTRE)
        return box.right() + _GAP

    def _paint_words(self, painter: QPainter, left: float) -> None:
        theme, choice = self._theme, self._choice
        right = self.width() - _PAD
        first, second = theme.line("strong"), theme.line("caption")
        ink = theme.color("ink" if self.isEnabled() else "control")
        if self._is_small:
            box = QRectF(left, 0, right - left, self.height())
            draw_text(painter, theme, "strong", ink, box, choice.name)
            return
        top = round((self.height() - first - second) / 2)
        draw_text(painter, theme, "strong", ink, QRectF(left, top, right - left, first), choice.name)
        detail = QRectF(left, top + first, right - left, second)
        role = "ink2" if self.isEnabled() else "control"
        draw_text(painter, theme, "caption", theme.color(role), detail, choice.detail)

    def least_width(self) -> float:
        """How wide it must be for its name."""
        theme = self._theme
        return (
            2 * _PAD + theme.size(_KEY) + theme.size(_ICON) + 2 * _GAP + text_width(theme, "strong", self._choice.name)
        )


class ChoiceCards(QWidget):
    """Four cards; arrows go from one to the next. Signals: `chosen(index)` by click or arrow, never by `take`."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, count: int) -> None:
        super().__init__()
        self.cards = [ChoiceCard(theme, self) for _place in range(count)]
        self._taken: int | None = None
        # Whether an arrow chose, which may go on to the next card.
        self.is_stepping = False
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for place, card in enumerate(self.cards):
            layout.addWidget(card, place // _COLUMNS, place % _COLUMNS)
            card.clicked.connect(lambda _checked=False, place=place: self._on_clicked(place))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("What now?"))

    @property
    def taken(self) -> int | None:
        """Index of the card that is taken."""
        return self._taken

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """What there is to choose from."""
        for card, choice in zip(self.cards, choices, strict=True):
            card.show_choice(choice)

    def take(self, index: int | None) -> None:
        """Take a card, or none, without telling anybody."""
        self._taken = index
        for place, card in enumerate(self.cards):
            card.setChecked(place == index)

    def shrink(self, *, small: bool) -> None:
        """One line a card, for small windows."""
        for card in self.cards:
            card.shrink(small=small)

    def focus_card(self) -> None:
        """Give the keys to the card that is taken, or to the first."""
        self.cards[self._taken or 0].setFocus(Qt.FocusReason.OtherFocusReason)

    def step(self, key: int) -> bool:
        """Go to the card that an arrow leads to; whether there is one."""
        here = next((place for place, card in enumerate(self.cards) if card.hasFocus()), self._taken or 0)
        column, last = here % _COLUMNS, len(self.cards) - 1
        there = {
            Qt.Key.Key_Left: here - 1 if column else here,
            Qt.Key.Key_Right: here + 1 if column < _COLUMNS - 1 else here,
            Qt.Key.Key_Up: here - _COLUMNS,
            Qt.Key.Key_Down: here + _COLUMNS,
        }.get(Qt.Key(key), -1)
        if self._taken is None and there >= 0:
            # The first arrow takes the card that has the keys already.
            there = here
        if not 0 <= there <= last or not self.cards[there].isEnabled():
            return False
        self.take(there)
        self.focus_card()
        self.is_stepping = True
        self.chosen.emit(there)
        self.is_stepping = False
        return True

    def _on_clicked(self, place: int) -> None:
        self.take(place)
        self.cards[place].setFocus(Qt.FocusReason.MouseFocusReason)
        self.chosen.emit(place)
