"""The proxy style over Fusion (check boxes, ticks, focus rings, crosses) and the small style sheet of the window."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QProxyStyle, QStyle, QStyleOption, QWidget

from desktop_pipeline import paths

if TYPE_CHECKING:
    from desktop_pipeline.ui.theme import Theme

# Of a check box and of a ring, at the usual size of text; they grow with it.
_SIDE = 14
# The property of a list of which one row is taken: rings stand before its rows.
RINGS = "rings"
_ROW_CHECK = QStyle.PrimitiveElement.PE_IndicatorItemViewItemCheck
_HEIGHTS = (12, _SIDE, 20, 22, 24, 26, 28, 30)


def fill_sheet(roles: dict[str, str], chevron: str, size: Callable[[int], int]) -> str:
    """The style sheet (resources/style/window.qss) with colours, scaled heights and the combo box's arrow filled in.

    Its rules select by properties: primary, flat, small on buttons; nav on tool buttons.
    """
    sheet = paths.resource("style", "window.qss").read_text(encoding="utf-8")
    heights = {f"h{height}": f"{size(height)}px" for height in _HEIGHTS}
    fonts = {f"f{pixels}": f"{size(pixels)}px" for pixels in (11, 12)}
    return sheet % {**roles, **heights, **fonts, "chevron": chevron}


class PipelineStyle(QProxyStyle):
    """Fusion with outlines that stay visible in the dark."""

    def __init__(self, theme: "Theme") -> None:
        super().__init__("Fusion")
        self._theme = theme
        self._own = {
            QStyle.PrimitiveElement.PE_IndicatorCheckBox: self._paint_check_box,
            QStyle.PrimitiveElement.PE_IndicatorRadioButton: self._paint_radio_button,
            QStyle.PrimitiveElement.PE_IndicatorMenuCheckMark: self._paint_menu_tick,
            QStyle.PrimitiveElement.PE_FrameFocusRect: self._paint_focus,
        }

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        paint = self._own.get(element)
        if element is _ROW_CHECK and widget is not None and widget.property(RINGS):
            paint = self._paint_radio_button
        if paint is None:
            super().drawPrimitive(element, option, painter, widget)
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint(option, painter)
        painter.restore()

    def standardIcon(
        self,
        standard: QStyle.StandardPixmap,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> QIcon:
        if standard is not QStyle.StandardPixmap.SP_LineEditClearButton:
            return super().standardIcon(standard, option, widget)
        from desktop_pipeline.ui.icons import icon  # noqa: PLC0415 - the icons know the theme, and that this style

        return icon(self._theme, "x")

    def _paint_check_box(self, option: QStyleOption, painter: QPainter) -> None:
        box = QRectF(option.rect).adjusted(0.75, 0.75, -0.75, -0.75)
        self._paint_outline(option, painter, filled=_is_on(option) or _is_mixed(option))
        painter.drawRoundedRect(box, 4, 4)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(_tick_pen(self._theme, "onAccent"))
        middle, grown = box.center(), option.rect.height() / _SIDE
        if _is_mixed(option):
            painter.drawLine(QPointF(middle.x() - 3 * grown, middle.y()), QPointF(middle.x() + 3 * grown, middle.y()))
        elif _is_on(option):
            painter.drawPolyline(_place_tick(middle, grown))

    def _paint_menu_tick(self, option: QStyleOption, painter: QPainter) -> None:
        if _is_on(option):
            enabled = bool(option.state & QStyle.StateFlag.State_Enabled)
            painter.setPen(_tick_pen(self._theme, "accent" if enabled else "control"))
            painter.drawPolyline(_place_tick(QRectF(option.rect).center()))

    def _paint_radio_button(self, option: QStyleOption, painter: QPainter) -> None:
        ring = QRectF(option.rect).adjusted(0.75, 0.75, -0.75, -0.75)
        self._paint_outline(option, painter, filled=_is_on(option))
        painter.drawEllipse(ring)
        if _is_on(option):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("onAccent"))
            dot = 2.6 * option.rect.height() / _SIDE
            painter.drawEllipse(ring.center(), dot, dot)

    def _paint_outline(self, option: QStyleOption, painter: QPainter, *, filled: bool) -> None:
        enabled = bool(option.state & QStyle.StateFlag.State_Enabled)
        outline = "accentFill" if filled else "control"
        painter.setPen(QPen(self._theme.color(outline if enabled else "line2"), 1.5))
        painter.setBrush(self._theme.color(("accentFill" if enabled else "line2") if filled else "surface"))

    def _paint_focus(self, option: QStyleOption, painter: QPainter) -> None:
        painter.setPen(QPen(self._theme.color("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), 4, 4)


def _is_on(option: QStyleOption) -> bool:
    return bool(option.state & QStyle.StateFlag.State_On)


def _is_mixed(option: QStyleOption) -> bool:
    return bool(option.state & QStyle.StateFlag.State_NoChange)


def _tick_pen(theme: "Theme", role: str) -> QPen:
    return QPen(theme.color(role), 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def _place_tick(middle: QPointF, grown: float = 1.0) -> QPolygonF:
    return QPolygonF([middle + point * grown for point in (QPointF(-3.2, 0.2), QPointF(-1, 2.6), QPointF(3.4, -2.4))])
