"""What is counted, how many, and a remark: a line each between hairlines."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.transfer.report_words import CountLine
from desktop_pipeline.ui.widgets.painting import RIGHT, draw_hairline, draw_text, text_width
from desktop_pipeline.ui.widgets.words import set_tooltip

_ROW = 34
_NUMBER_RIGHT = 240
_NARROWEST_REMARK = 60


class Counts(QWidget):
    """`number_right` is where the numbers end, at 100 % text."""

    def __init__(self, theme: Theme, formats: Formats, *, number_right: int = _NUMBER_RIGHT) -> None:
        super().__init__()
        self._theme = theme
        self._formats = formats
        self._number_right = number_right
        self.lines: tuple[CountLine, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_lines(self, lines: Sequence[CountLine]) -> None:
        self.lines = tuple(lines)
        said = [f"{line.name} {self._formats.number(line.count)}, {line.remark}".rstrip(" ,") for line in lines]
        self.setAccessibleName(", ".join(said))
        set_tooltip(self, "\n".join(said))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, len(self.lines) * self._theme.size(_ROW))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        height = theme.size(_ROW)
        longest = max((text_width(theme, "body", line.name) for line in self.lines), default=0.0)
        number_right = min(max(theme.size(self._number_right), round(longest) + 60), self.width())
        for index, line in enumerate(self.lines):
            top = index * height
            draw_hairline(painter, theme.color("line"), QPointF(0, top + 0.5), QPointF(self.width(), top + 0.5))
            number = self._formats.number(line.count)
            taken = theme.metrics("strong").horizontalAdvance(number) + 12
            name = QRectF(0, top, number_right - taken, height)
            draw_text(painter, theme, "body", theme.color("ink"), name, line.name)
            draw_text(painter, theme, "strong", theme.color("ink"), QRectF(0, top, number_right, height), number, RIGHT)
            remark = QRectF(number_right + 16, top, self.width() - number_right - 16, height)
            if line.remark and remark.width() > _NARROWEST_REMARK:
                draw_text(painter, theme, "body", theme.color("ink2"), remark, line.remark)
