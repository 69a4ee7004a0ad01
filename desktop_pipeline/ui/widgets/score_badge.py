"""The badge with a deal's score, and the star of the best fifth."""

from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_pipeline.domain.scores import GOOD, WEAK
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import CENTRE, draw_text, text_width

_WIDE, _HIGH = 22, 17
_SIDES = 8
_RADIUS = 4
_STAR = 10
_POINTS = 5


def badge_size(theme: Theme, points: int, *, is_best: bool) -> QSize:
    """The room of a badge, with the star where there is one."""
    words = text_width(theme, "caption_strong", str(points)) + _SIDES
    return QSize(round(max(theme.size(_WIDE), words)) + (_STAR + 3 if is_best else 0), theme.size(_HIGH))


def score_place(theme: Theme, points: int, row: QRectF, *, is_best: bool) -> QRectF:
    """Where a badge and its star stand: at the right of the row."""
    size = badge_size(theme, points, is_best=is_best)
    return QRectF(row.right() - size.width(), row.center().y() - size.height() / 2, size.width(), size.height())


def paint_score(painter: QPainter, theme: Theme, points: int, row: QRectF, *, is_best: bool = False) -> None:
    """The badge at the right of the row, the star before it.

    From 75 on it is filled in petrol, below 40 it is an outline only.
    """
    whole = score_place(theme, points, row, is_best=is_best)
    badge = whole.adjusted(_STAR + 3 if is_best else 0, 0, 0, 0)
    ink = "accent" if points >= GOOD else "ink2"
    if points < WEAK:
        painter.setPen(QPen(theme.color("line2"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(badge.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accentSoft" if points >= GOOD else "hover"))
        painter.drawRoundedRect(badge, _RADIUS, _RADIUS)
    draw_text(painter, theme, "caption_strong", theme.color(ink), badge, str(points), CENTRE)
    if is_best:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent"))
        painter.drawPolygon(_make_star(QPointF(whole.left() + _STAR / 2, whole.center().y())))


def _make_star(centre: QPointF) -> QPolygonF:
    far, near = _STAR / 2, _STAR / 4.6
    corners = []
    for place in range(2 * _POINTS):
        angle = pi * place / _POINTS - pi / 2
        reach = near if place % 2 else far
        corners.append(QPointF(centre.x() + reach * cos(angle), centre.y() + reach * sin(angle)))
    return QPolygonF(corners)


class ScoreBadge(QWidget):
    """The badge beside a heading."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._points = 0
        self._is_best = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    @property
    def points(self) -> int:
        return self._points

    def show_score(self, points: int, *, is_best: bool) -> None:
        self._points, self._is_best = points, is_best
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return badge_size(self._theme, self._points, is_best=self._is_best)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_score(painter, self._theme, self._points, QRectF(self.rect()), is_best=self._is_best)
