"""A paragraph whose first words are strong, the others plain."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_pipeline.ui.theme import FontStyle, Theme

_NARROWEST = 120


class LeadWords(QWidget):
    """Plain text over as many lines as it takes; `lead` is strong, `rest` is not."""

    def __init__(self, theme: Theme, style: FontStyle = "secondary") -> None:
        super().__init__()
        self._theme = theme
        self._style: FontStyle = style
        self._lead = ""
        self._rest = ""
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    @property
    def text(self) -> str:
        """All of it."""
        return f"{self._lead} {self._rest}".strip()

    def say(self, lead: str, rest: str = "") -> None:
        """Show these words."""
        self._lead, self._rest = lead, rest
        self.setAccessibleName(self.text)
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._theme.line(self._style) * len(self._lay_out(width)[1])

    def sizeHint(self) -> QSize:
        width = self.width() if self.width() > self._theme.size(_NARROWEST) else self._theme.size(360)
        return QSize(self._theme.size(_NARROWEST), self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.size(_NARROWEST), self._theme.line(self._style))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self._theme.color("ink"))
        layout, tops = self._lay_out(self.width())
        for number in range(len(tops)):
            layout.lineAt(number).draw(painter, QPointF(0, 0))

    def _lay_out(self, width: int) -> tuple[QTextLayout, list[float]]:
        layout = QTextLayout(self.text.replace("\n", "\u2028"), self._theme.font(self._style))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        layout.setTextOption(option)
        layout.setFormats([self._strong()] if self._lead else [])
        height = self._theme.line(self._style)
        tops: list[float] = []
        layout.beginLayout()
        line = layout.createLine()
        while line.isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, len(tops) * height + (height - line.height()) / 2))
            tops.append(line.y())
            line = layout.createLine()
        layout.endLayout()
        return layout, tops

    def _strong(self) -> QTextLayout.FormatRange:
        strong = QTextLayout.FormatRange()
        strong.start = 0
        strong.length = len(self._lead)
        look = QTextCharFormat()
        look.setFontWeight(QFont.Weight.DemiBold)
        strong.format = look
        return strong
