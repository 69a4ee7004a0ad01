"""The toast: what just happened, with Undo, Redo or what else can be done; for six seconds, longer under the mouse."""

import math
from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QEnterEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QPixmapCache
from PySide6.QtWidgets import QWidget

from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.key_hint import hint_width, paint_key_hint
from desktop_pipeline.ui.widgets.motion import is_animated, make_slide
from desktop_pipeline.ui.widgets.painting import draw_text, text_width
from desktop_pipeline.ui.widgets.words import set_tooltip

STAYS_MS = 6000
# Whatever it tells of is painted first: over a board it would have all columns below it painted once more.
_SOON_MS = 30
HEIGHT = 40
_PAD = 14
_SHADOW = 16
_FOOT = 24
_WIDEST = 840


class _Said(NamedTuple):
    """A sentence and a quieter one, with Undo, Redo or something else to do."""

    text: str = ""
    detail: str = ""
    undo: bool = False
    redo: bool = False
    offer: tuple[str, Callable[[], object]] | None = None


class Toast(QWidget):
    """Lies over the bottom of its parent; `undo_wanted` when Undo is clicked, `redo_wanted` when Redo is."""

    undo_wanted = Signal()
    redo_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._home = parent
        self._theme = theme
        self._said = self._shown = _Said()
        self._beside = (0, 0)
        # Painted once: what moves below it would have it painted with every frame.
        self._picture: QPixmap | None = None
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._appear)
        self._clock = QTimer(self, singleShot=True, interval=STAYS_MS)
        self._clock.timeout.connect(self.hide)
        self._slide = make_slide(self, b"pos")
        parent.installEventFilter(self)
        theme.changed.connect(self._on_theme_changed)
        self.hide()

    @property
    def text(self) -> str:
        """What it says now, or said last."""
        return f"{self._said.text} {self._said.detail}".strip()

    def show_text(
        self,
        text: str,
        detail: str = "",
        *,
        undo: bool = False,
        redo: bool = False,
        offer: tuple[str, Callable[[], object]] | None = None,
    ) -> None:
        """Say a sentence, and a quieter one; with Undo where it can be taken back, or with something else to do.

        `redo`: it was taken back and can be done again.

        What says more of what is to be said soon is said then.
        """
        self._say(_Said(text, detail, undo, redo, offer))
        if not self._soon.isActive():
            self._appear()

    def show_soon(self, text: str, *, undo: bool = False) -> None:
        """Say a sentence once what is going on is over, unless that says more by then: so it is said once."""
        self._say(_Said(text, undo=undo))
        self._soon.start()

    def _say(self, said: _Said) -> None:
        self._said = said
        self.setAccessibleName(self.text)

    def _appear(self) -> None:
        self._shown, self._picture = self._said, None
        # Where it is too long for one line, its end is told there.
        set_tooltip(self, self.text)
        end = self._place()
        self.raise_()
        self.show()
        if is_animated(self._theme, self):
            self._slide.setStartValue(end + QPoint(0, 12))
            self._slide.setEndValue(end)
            self._slide.start()
        self._clock.start()

    def withdraw_undo(self) -> None:
        """The change that it would take back was taken back elsewhere: it offers that no longer."""
        if self._said.undo:
            self._soon.stop()
            self.hide()

    def keep_within(self, left: int, right: int) -> None:
        """Stand in the middle of what is left between so much of the parent on its left and on its right."""
        if (left, right) != self._beside:
            self._beside = (left, right)
            self._place()

    @property
    def offers_undo(self) -> bool:
        """Whether Undo stands on it."""
        return self._said.undo

    def body(self) -> QRectF:
        """The visible toast, 40 high, without the room for its shadow."""
        return QRectF(self.rect()).adjusted(_SHADOW, _SHADOW, -_SHADOW, -_SHADOW)

    def undo_rect(self) -> QRectF:
        """Where a click takes the change back."""
        body = self.body()
        width = self._undo_width() - 20
        return QRectF(body.right() - _PAD - width, body.top(), width, body.height())

    def sizeHint(self) -> QSize:
        return QSize(round(self._content_width()) + 2 * _SHADOW, self._theme.size(HEIGHT) + 2 * _SHADOW)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._home:
            self._place()
        return False

    def enterEvent(self, event: QEnterEvent) -> None:
        self._clock.stop()

    def leaveEvent(self, event: QEvent) -> None:
        self._clock.start()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        shown = self._shown
        # What it offers is past once something else is about to be said.
        if self._soon.isActive() or not self._offers(shown):
            return
        if not self.undo_rect().contains(event.position()):
            return
        self.hide()
        if shown.offer is not None:
            shown.offer[1]()
        else:
            (self.undo_wanted if shown.undo else self.redo_wanted).emit()

    def _offers(self, said: _Said) -> bool:
        return said.undo or said.redo or said.offer is not None

    def hideEvent(self, event: QEvent) -> None:
        self._clock.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        size = self.size() * self.devicePixelRatioF()
        if self._picture is None or self._picture.size() != size:
            self._picture = QPixmap(size)
            self._picture.setDevicePixelRatio(self.devicePixelRatioF())
            self._picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._picture)
            self._paint(painter)
            painter.end()
        QPainter(self).drawPixmap(0, 0, self._picture)

    def _paint(self, painter: QPainter) -> None:
        theme = self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = self.body()
        paint_shadow(painter, body, 8, depth=_SHADOW)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("ink"))
        painter.drawRoundedRect(body, 8, 8)
        left, room = body.left() + _PAD, body.right() - _PAD - self._undo_width()
        text, detail = self._shown.text, self._shown.detail
        box = QRectF(left, body.top(), room - left, body.height())
        left += draw_text(painter, theme, "body", theme.color("surface"), box, text)
        if detail and left + 12 < room:
            pale = QColor(theme.color("surface"))
            pale.setAlphaF(0.65)
            draw_text(
                painter, theme, "body", pale, QRectF(left + 12, body.top(), room - left - 12, body.height()), detail
            )
        if self._offers(self._shown):
            self._paint_undo(painter)

    def _paint_undo(self, painter: QPainter) -> None:
        # Dark on light and light on dark: the link takes the other theme's accent, which is made for that ground.
        theme = self._theme
        spot = self.undo_rect()
        link = QColor(theme.tokens.accentLine)
        offer = self._shown.offer
        width = draw_text(painter, theme, "strong", link, spot, offer[0] if offer else self._word())
        if offer:
            return
        outline = QColor(theme.color("surface"))
        outline.setAlphaF(0.35)
        paint_key_hint(painter, theme, spot.left() + width + 7, spot.center().y(), self._keys(), (outline, link))

    def _word(self) -> str:
        return self.tr("Undo") if self._shown.undo else self.tr("Redo")

    def _keys(self) -> tuple[str, ...]:
        return (self.tr("Ctrl"), "Z") if self._shown.undo else (self.tr("Ctrl"), self.tr("Shift"), "Z")

    def _undo_width(self) -> float:
        if self._shown.offer:
            return 20 + text_width(self._theme, "strong", self._shown.offer[0])
        if not self._offers(self._shown):
            return 0
        return 20 + text_width(self._theme, "strong", self._word()) + 7 + hint_width(self._theme, self._keys())

    def _content_width(self) -> float:
        text, detail = self._shown.text, self._shown.detail
        width = 2 * _PAD + text_width(self._theme, "body", text) + self._undo_width()
        return width + (12 + text_width(self._theme, "body", detail) if detail else 0)

    def _on_theme_changed(self) -> None:
        self._picture = None
        self._place()

    def _place(self) -> QPoint:
        home = self._home
        size = self.sizeHint()
        left, right = self._beside
        room = home.width() - left - right
        width = min(size.width(), self._theme.size(_WIDEST) + 2 * _SHADOW, room - 2 * _FOOT + 2 * _SHADOW)
        self._slide.stop()
        self.setGeometry(
            left + (room - width) // 2, home.height() - size.height() - _FOOT + _SHADOW, width, size.height()
        )
        return self.pos()


def paint_shadow(painter: QPainter, body: QRectF, radius: float, *, depth: int) -> None:
    """A soft shadow below a raised thing; no graphics effect.

    Its many pale layers cost a millisecond: they are painted once for a height and kept, and stretched in the middle.
    """
    ratio = painter.device().devicePixelRatioF()
    wide = round(body.width()) + 2 * depth
    end = min(wide // 2, depth + math.ceil(radius) + 2)
    pixmap = _find_shadow(QSize(2 * end + wide % 2, round(body.height()) + 2 * depth), radius, depth, ratio)
    place, height = QPointF(body.left() - depth, body.top() - depth), pixmap.height() / ratio
    for left, width, start, taken in (
        (0, end, 0, end),
        (end, wide - 2 * end, end - 1, 1),
        (wide - end, end, pixmap.width() / ratio - end, end),
    ):
        if width:
            source = QRectF(start * ratio, 0, taken * ratio, pixmap.height())
            painter.drawPixmap(QRectF(place.x() + left, place.y(), width, height), pixmap, source)


def _find_shadow(size: QSize, radius: float, depth: int, ratio: float) -> QPixmap:
    key = f"shadow/{size.width()}/{size.height()}/{radius}/{depth}/{ratio}"
    pixmap = QPixmap()
    if not QPixmapCache.find(key, pixmap):
        pixmap = QPixmap(size * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        layers = QPainter(pixmap)
        layers.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner = QRectF(depth, depth, size.width() - 2 * depth, size.height() - 2 * depth)
        _paint_layers(layers, inner, radius, depth)
        layers.end()
        QPixmapCache.insert(key, pixmap)
    return pixmap


def _paint_layers(painter: QPainter, body: QRectF, radius: float, depth: int) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    for step in range(depth, 0, -2):
        shade = QColor(0, 0, 0)
        shade.setAlphaF(0.16 / depth * 2 * (1 - step / (depth + 2)) + 0.008)
        painter.setBrush(shade)
        spread = step * 0.8
        painter.drawRoundedRect(
            body.adjusted(-spread, -spread * 0.5, spread, spread + depth * 0.2), radius + spread, radius + spread
        )
