"""The scroll bar of a column: thin, on the margin beside the cards, there while the mouse is in the column."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollBar, QStyle, QStyleOptionSlider

from desktop_pipeline.ui.theme import Theme

_THUMB = 4


class ThinBar(QScrollBar):
    """Follows the list's own bar, which stays hidden so that cards keep their width."""

    def __init__(self, theme: Theme, inner: QScrollBar) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._theme = theme
        self._inner = inner
        self._hovered = False
        inner.rangeChanged.connect(self._follow)
        inner.valueChanged.connect(self.setValue)
        self.valueChanged.connect(inner.setValue)
        self.hide()

    def show_when(self, *, hovered: bool) -> None:
        """Be there while the mouse is in the column and there is something to scroll."""
        self._hovered = hovered
        self._follow()

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        control, part = QStyle.ComplexControl.CC_ScrollBar, QStyle.SubControl.SC_ScrollBarSlider
        thumb = QRectF(self.style().subControlRect(control, option, part, self))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("control" if self.underMouse() else "line2"))
        painter.drawRoundedRect(QRectF(self.width() - _THUMB, thumb.top(), _THUMB, thumb.height()), 2, 2)

    def _follow(self) -> None:
        inner = self._inner
        self.setRange(inner.minimum(), inner.maximum())
        self.setPageStep(inner.pageStep())
        self.setSingleStep(inner.singleStep())
        self.setValue(inner.value())
        self.setVisible(self._hovered and inner.maximum() > inner.minimum())
