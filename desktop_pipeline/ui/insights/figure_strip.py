"""The strip of figures: label, value, change in words, and a small line of where it came from."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QToolTip, QWidget

from desktop_pipeline.reports.figures import Change, Figure, FigureName
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painted_button import PaintedButton
from desktop_pipeline.ui.widgets.painting import draw_focus_ring, draw_hairline, draw_text

HEIGHT = 92
_PAD = 15
_LABEL_TOP, _VALUE_TOP, _CHANGE_TOP = 10, 29, 65
_TRIANGLE = 10
_LINE_WIDTH, _LINE_HEIGHT = 46, 20
_LEAST_LINE = 28
_FEWEST_POINTS = 3
_NARROWEST, _FOLDED = 132, 4

Trend = Sequence[float | None]


class FigureStrip(QWidget):
    """One surface with a tile for each figure, hairlines between; two rows of them where the room is short.

    Signals: `part_asked(Part, title, how, Period or None)` when a tile is opened.
    """

    part_asked = Signal(object, str, str, object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._tiles: list[FigureTile] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self._columns = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._dress()
        theme.changed.connect(self._dress)

    @property
    def tiles(self) -> tuple["FigureTile", ...]:
        """The tiles in their order."""
        return tuple(self._tiles)

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """Show these; the small lines stay until new ones come."""
        while len(self._tiles) < len(figures):
            tile = FigureTile(self._theme)
            tile.clicked.connect(lambda _=False, tile=tile: self._open(tile))
            self._tiles.append(tile)
            self._columns = 0
        self._arrange()
        for tile, figure in zip(self._tiles, figures, strict=True):
            tile.show_figure(figure)

    def show_trends(self, trends: Mapping[FigureName, Trend]) -> None:
        """Show how each came to where it is."""
        for tile in self._tiles:
            if tile.figure is not None:
                tile.show_trend(trends.get(tile.figure.name, ()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("line"), 1))
        painter.setBrush(self._theme.color("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
        high = self._theme.size(HEIGHT)
        for row in range(1, self._rows()):
            y = row * high + 0.5
            draw_hairline(painter, self._theme.color("line"), QPointF(1, y), QPointF(self.width() - 1, y))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        columns = len(self._tiles) if self.width() >= len(self._tiles) * self._theme.size(_NARROWEST) else _FOLDED
        if columns == self._columns or not self._tiles:
            return
        self._columns = columns
        for place, tile in enumerate(self._tiles):
            row, column = divmod(place, columns)
            self._grid.addWidget(tile, row, column)
            tile.stand(is_first=column == 0)
        for column in range(len(self._tiles)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self._dress()

    def _rows(self) -> int:
        return -(-len(self._tiles) // self._columns) if self._columns else 1

    def _open(self, tile: "FigureTile") -> None:
        if tile.figure is not None and tile.figure.part is not None:
            figure = tile.figure
            self.part_asked.emit(figure.part, figure.label, f"{figure.definition} {figure.how}", figure.period)

    def _dress(self) -> None:
        self.setFixedHeight(self._rows() * self._theme.size(HEIGHT))
        self.update()


class FigureTile(PaintedButton):
    """One figure; hovering tells what it means and how it was worked out, pressing opens its deals."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._is_first = True
        self._trend: Trend = ()
        self.figure: Figure | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    def stand(self, *, is_first: bool) -> None:
        """Whether it is the first of its row."""
        self._is_first = is_first
        self.update()

    @property
    def trend(self) -> Trend:
        """The points of the small line."""
        return self._trend

    def show_figure(self, figure: Figure) -> None:
        """Show another figure or the same one changed."""
        self.figure = figure
        said = [figure.label, " ".join(part for part in (figure.value, figure.note) if part), figure.change.text]
        self.setAccessibleName(", ".join(part for part in said if part))
        self.setAccessibleDescription(f"{figure.definition} {figure.how}")
        self.update()

    def show_trend(self, points: Trend) -> None:
        """Show the small line; points that are not known are skipped."""
        self._trend = tuple(points)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(150, self._theme.size(HEIGHT))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self.figure is not None:
            # Both are our own words and numbers; nothing a user typed.
            QToolTip.showText(
                event.globalPos(), f"{self.figure.label}\n{self.figure.definition}\n{self.figure.how}", self
            )
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, figure = self._theme, self.figure
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._is_first:
            draw_hairline(painter, theme.color("line"), QPointF(0.5, 1), QPointF(0.5, self.height() - 1))
        if figure is None:
            return
        if self.underMouse() and figure.part is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("inset"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(3, 3, -3, -3), 7, 7)
        room = self.width() - _PAD - 8
        label = QRectF(_PAD, theme.size(_LABEL_TOP), room, theme.line("secondary"))
        draw_text(painter, theme, "secondary", theme.color("ink2"), label, figure.label)
        value = QRectF(_PAD, theme.size(_VALUE_TOP), room, theme.line("heading"))
        taken = draw_text(painter, theme, "heading", theme.color("ink"), value, figure.short)
        if figure.note:
            # Set on the value's own line: their lower edges meet.
            note = QRectF(_PAD + taken + 5, value.top() + theme.size(5), room - taken - 5, theme.line("secondary"))
            draw_text(painter, theme, "secondary", theme.color("ink3"), note, figure.note)
        change = QRectF(_PAD, theme.size(_CHANGE_TOP), room, theme.line("caption"))
        change_width = self._paint_change(painter, figure.change, change)
        self._paint_trend(painter, change_width)
        if self.hasFocus():
            draw_focus_ring(painter, theme, QRectF(self.rect()).adjusted(4, 4, -4, -4), 8)

    def _paint_change(self, painter: QPainter, change: Change, place: QRectF) -> float:
        theme = self._theme
        role = "ink3" if change.is_better is None else "green" if change.is_better else "red"
        colour = theme.color(role)
        left = 0.0
        if change.direction:
            middle, half = place.center().y(), 4
            up = -1 if change.direction > 0 else 1
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            tip = QPointF(place.left() + _TRIANGLE / 2, middle + up * half)
            feet = (QPointF(place.left(), middle - up * half), QPointF(place.left() + _TRIANGLE, middle - up * half))
            painter.drawPolygon(QPolygonF([tip, *feet]))
            left = _TRIANGLE + 4.0
        return left + draw_text(painter, theme, "caption", colour, place.adjusted(left, 0, 0, 0), change.short)

    def _paint_trend(self, painter: QPainter, change_width: float) -> None:
        known = [(place, value) for place, value in enumerate(self._trend) if value is not None]
        width = min(_LINE_WIDTH, self.width() - 14 - (_PAD + change_width + 6))
        if len(known) < _FEWEST_POINTS or width < _LEAST_LINE:
            return
        left = self.width() - 14 - width
        theme = self._theme
        middle = theme.size(_CHANGE_TOP) + theme.line("caption") / 2 - 3
        low, high = min(value for _place, value in known), max(value for _place, value in known)
        spread = (high - low) or 1
        flat = high == low
        step = (width - 4) / max(1, len(self._trend) - 1)
        points = [
            QPointF(
                left + place * step,
                middle if flat else middle + _LINE_HEIGHT / 2 - 2 - (value - low) / spread * (_LINE_HEIGHT - 4),
            )
            for place, value in known
        ]
        painter.setPen(QPen(theme.color("ink3"), 1.3))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))
        if known[-1][0] == len(self._trend) - 1:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
            painter.drawEllipse(points[-1], 2.2, 2.2)
