"""The strip of the Forecast's figures: label, value and what stands behind; a tile opens its deals."""

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QToolTip, QWidget

from desktop_pipeline.reports.ahead.forecast_words import Tile
from desktop_pipeline.ui.theme import FontStyle, Theme
from desktop_pipeline.ui.widgets.painted_button import PaintedButton
from desktop_pipeline.ui.widgets.painting import draw_focus_ring, draw_hairline, draw_text, text_width
from desktop_pipeline.ui.widgets.words import as_tooltip, set_plain

_HEIGHT = 84
_PAD, _RIGHT = 15, 6
_LABEL_TOP, _VALUE_TOP, _NOTE_TOP = 10, 29, 58
_NARROWEST_TILE = 168


class TileStrip(QWidget):
    """One surface, hairlines between; half of the tiles below where the room is short. `tile_opened(Tile)`."""

    tile_opened = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows = 1
        # Only ever grows while a slider is dragged, so that nothing jumps.
        self._least = 0
        self.tiles: list[TileButton] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._measure_again)

    def show_tiles(self, tiles: Sequence[Tile]) -> None:
        while len(self.tiles) < len(tiles):
            button = TileButton(self._theme)
            button.clicked.connect(lambda _=False, button=button: self._open(button))
            self.tiles.append(button)
        for button, tile in zip(self.tiles, tiles, strict=True):
            button.show_tile(tile)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._rows * self._theme.size(_HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("line"), 1))
        painter.setBrush(self._theme.color("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
        for row in range(1, self._rows):
            y = row * self._theme.size(_HEIGHT) + 0.5
            draw_hairline(painter, self._theme.color("line"), QPointF(1, y), QPointF(self.width() - 1, y))

    def _measure_again(self) -> None:
        self._least = 0
        self._arrange()

    def _open(self, button: "TileButton") -> None:
        if button.opens and button.tile is not None:
            self.tile_opened.emit(button.tile)

    def _arrange(self) -> None:
        if not self.tiles:
            return
        self._least = max(self._least, *(button.least_width() for button in self.tiles))
        count = len(self.tiles)
        in_a_row = next((fit for fit in (count, count // 2, count // 3) if fit * self._least <= self.width()), 2)
        self._rows = -(-len(self.tiles) // in_a_row)
        for place, button in enumerate(self.tiles):
            button.is_first = place % in_a_row == 0
            self._grid.addWidget(button, place // in_a_row, place % in_a_row)
        for column in range(len(self.tiles)):
            self._grid.setColumnStretch(column, 1 if column < in_a_row else 0)
        self.setFixedHeight(self._rows * self._theme.size(_HEIGHT))
        self.update()


class TileButton(PaintedButton):
    """One figure; hovering tells how it was worked out."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.tile: Tile | None = None
        self.is_first = False
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    @property
    def opens(self) -> bool:
        """Whether there are deals behind it."""
        return self.tile is not None and (self.tile.part is not None or self.tile.category is not None)

    def show_tile(self, tile: Tile) -> None:
        """Show another figure or the same one changed."""
        if tile == self.tile:
            return
        self.tile = tile
        set_plain(self, tile.value)
        self.setAccessibleName(", ".join(part for part in (tile.label, tile.value, tile.note) if part))
        self.setAccessibleDescription(tile.how)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if self.opens else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if self.opens else Qt.CursorShape.ArrowCursor)
        self.update()

    def least_width(self) -> int:
        """So that nothing of it is cut."""
        if self.tile is None:
            return 0
        texts: tuple[tuple[FontStyle, str], ...] = (
            ("secondary", self.tile.label),
            ("heading", self.tile.value),
            ("caption", self.tile.note),
        )
        return ceil(max(text_width(self._theme, style, text) for style, text in texts)) + _PAD + _RIGHT

    def sizeHint(self) -> QSize:
        return QSize(self._theme.size(_NARROWEST_TILE), self._theme.size(_HEIGHT))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self.tile is not None:
            said = as_tooltip(f"{self.tile.label}\n{self.tile.how}").replace("\n", "<br>")
            QToolTip.showText(event.globalPos(), said, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, tile = self._theme, self.tile
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.is_first:
            draw_hairline(painter, theme.color("line"), QPointF(0.5, 1), QPointF(0.5, self.height() - 1))
        if tile is None:
            return
        room = self.width() - _PAD - _RIGHT
        label = QRectF(_PAD, theme.size(_LABEL_TOP), room, theme.line("secondary"))
        draw_text(painter, theme, "secondary", theme.color("ink2"), label, tile.label)
        value = QRectF(_PAD, theme.size(_VALUE_TOP), room, theme.line("heading"))
        taken = draw_text(painter, theme, "heading", theme.color(tile.tone), value, tile.value)
        if self.opens and self.underMouse():
            under = value.bottom() - 1.5
            draw_hairline(painter, theme.color("ink3"), QPointF(_PAD, under), QPointF(_PAD + taken, under))
        note = QRectF(_PAD, theme.size(_NOTE_TOP), room, theme.line("caption"))
        draw_text(painter, theme, "caption", theme.color("ink3"), note, tile.note)
        if self.hasFocus():
            draw_focus_ring(painter, theme, QRectF(self.rect()).adjusted(4, 4, -4, -4), 6)
