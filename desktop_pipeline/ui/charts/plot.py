"""Bars, bands and lines of a chart with axes, drawn by pyqtgraph: the same on the screen and, as vectors, on paper."""

from collections.abc import Callable, Sequence
from functools import cache
from math import nan
from types import ModuleType

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import (
    QGraphicsEllipseItem,
    QGraphicsItem,
    QGraphicsPolygonItem,
    QGraphicsRectItem,
    QGraphicsScene,
    QStyleOptionGraphicsItem,
    QWidget,
)

Numbers = Sequence[float | None]  # of what is not known nothing is drawn
DrawBar = Callable[[QPainter, QRectF], None]


@cache
def load_pyqtgraph() -> ModuleType:
    """It takes up to 0.3 s: let a worker ask for it before the window does."""
    import pyqtgraph  # noqa: PLC0415 - not on the way to the first paint

    # A scene owns what is in it: nothing is left to be put away at the end.
    pyqtgraph.setConfigOptions(antialias=True, exitCleanup=False)
    return pyqtgraph  # type: ignore[no-any-return] # it is untyped


class Plot:
    """What is drawn by numbers: x from 0 to `right`, y from `bottom` to `top`; what lies beyond is drawn at the edge.

    A view's unit is one of the painter's, not of the numbers: so pens are as wide as they say, dots round and widths
    the same in a window, a preview and on a page.
    """

    def __init__(self, area: QRectF, room: QRectF, right: float, top: float, bottom: float = 0) -> None:
        """`area` is painted; in its `room` the numbers lie."""
        self._graph = load_pyqtgraph()
        self._area, self._room = area, room
        self._right, self._top, self._bottom = right, top, bottom
        self._scene = self._graph.GraphicsScene()
        self._scene.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self._view = self._graph.ViewBox(enableMouse=False, enableMenu=False, invertY=True)
        self._scene.addItem(self._view)
        self._view.setGeometry(area)
        self._view.setRange(area, padding=0)

    @property
    def middles(self) -> list[float]:
        """Where months lie that are 1 wide."""
        return [place + 0.5 for place in range(round(self._right))]

    def render(self, painter: QPainter) -> None:
        """Draw into the area."""
        # pyqtgraph leaves the brush as it finds it: what was painted before would fill its lines.
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._scene.render(painter, self._area, self._area)

    def rules(self, ys: Sequence[float], pen: QPen) -> None:
        """Lines from side to side."""
        # On a screen a line of one pixel lies in the middle of a pixel.
        levels = [round(self._y(y)) + 0.5 if pen.widthF() == 1 else self._y(y) for y in ys for _end in (0, 1)]
        self._curve([self._room.left(), self._room.right()] * len(ys), levels, pen, "pairs")

    def bars(
        self,
        xs: Sequence[float],
        tops: Numbers,
        width: float,
        fill: QColor | DrawBar,
        feet: Numbers | None = None,
        *,
        gap: float = 0.0,
    ) -> None:
        """Bars around their x from the feet to the tops, so many of the painter's units wide, with a gap below."""
        bars = [
            QRectF(x - width / 2, head, width, foot - head - min(gap, (foot - head) / 2))
            for x, foot, head in self._place(xs, [0] * len(xs) if feet is None else feet, tops)
        ]
        if not isinstance(fill, QColor):
            for bar in bars:
                self._add(_DrawnBar(bar, fill))
        elif bars:
            lefts, heads, feet = zip(*((bar.left(), bar.top(), bar.bottom()) for bar in bars), strict=True)
            self._add(self._graph.BarGraphItem(x0=lefts, width=width, y0=heads, y1=feet, pen=None, brush=fill))

    def band(self, xs: Sequence[float], lows: Numbers, highs: Numbers, fill: QColor, *, alone: float = 0.0) -> None:
        """What lies between two lines; of one point it has no width of its own, it is drawn `alone` wide."""
        points = self._place(xs, lows, highs)
        if len(points) == 1:
            self.bars(xs, highs, alone, fill, lows)
        elif points:
            places, feet, heads = (list(each) for each in zip(*points, strict=True))
            low, high = (self._graph.PlotCurveItem(places, edge) for edge in (feet, heads))
            self._add(self._graph.FillBetweenItem(low, high, brush=fill))

    def line(self, xs: Sequence[float], ys: Numbers, pen: QPen) -> None:
        """A line through the points."""
        points = self._place(xs, ys)
        self._curve([x for x, _y in points], [y for _x, y in points], pen)

    def steps(self, ys: Numbers, pen: QPen) -> None:
        """A level from 0 to 1, one from 1 to 2, and so on; where there is none the line is broken."""
        ends = [self._x(place + side) for place in range(len(ys)) for side in (0, 1)]
        levels = [nan if y is None else self._y(y) for y in ys for _side in (0, 1)]
        self._curve(ends, levels, pen, "finite")

    def dots(
        self, xs: Sequence[float], ys: Numbers, radius: float, pen: QPen, fill: QColor, *, pointed: bool = False
    ) -> None:
        """Round, or pointed up and down; not pyqtgraph's own, which reach a page as pictures."""
        for x, y in self._place(xs, ys):
            box = QRectF(x - radius, y - radius, 2 * radius, 2 * radius)
            dot = QGraphicsPolygonItem(_diamond_in(box)) if pointed else QGraphicsEllipseItem(box)
            dot.setPen(pen)
            dot.setBrush(QBrush(fill))
            self._add(dot)

    def _curve(self, xs: list[float], ys: list[float], pen: QPen, connect: str = "all") -> None:
        curve = self._graph.PlotCurveItem(xs, ys, pen=pen, connect=connect)
        curve.setSegmentedLineMode("off")
        self._add(curve)

    def _add(self, drawn: QGraphicsItem) -> None:
        self._view.addItem(drawn, ignoreBounds=True)
        # A band would go behind all others.
        drawn.setZValue(len(self._view.addedItems))

    def _place(self, xs: Sequence[float], *ys: Numbers) -> list[tuple[float, ...]]:
        """Points in the painter's units, without those of which something is not known."""
        points = [
            (self._x(x), *(self._y(y) for y in column if y is not None)) for x, *column in zip(xs, *ys, strict=True)
        ]
        return [point for point in points if len(point) > len(ys)]

    def _x(self, x: float) -> float:
        return self._room.left() + min(x, self._right) / self._right * self._room.width()

    def _y(self, y: float) -> float:
        share = (min(y, self._top) - self._bottom) / (self._top - self._bottom)
        return self._room.bottom() - share * self._room.height()


KeepPlot = Callable[[Callable[[], Plot]], Plot]


def make_plot(make: Callable[[], Plot]) -> Plot:
    """Keeps none: on paper a plot is drawn once."""
    return make()


def dashed_pen(colour: QColor, width: float, dash: float, gap: float) -> QPen:
    """Dashes and gaps are as many times as long as it is wide."""
    pen = QPen(colour, width, c=Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([dash, gap])
    return pen


class _DrawnBar(QGraphicsRectItem):
    def __init__(self, place: QRectF, draw: DrawBar) -> None:
        super().__init__(place)
        self._draw = draw

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        self._draw(painter, self.rect())


def _diamond_in(box: QRectF) -> QPolygonF:
    x, y = box.center().x(), box.center().y()
    return QPolygonF([QPointF(x, box.top()), QPointF(box.right(), y), QPointF(x, box.bottom()), QPointF(box.left(), y)])
