"""A card for each template: its name and purpose, a small drawing of the board it makes, its stages."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QRadioButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_pipeline.domain.stages import PipelineTemplate
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import RIGHT, draw_focus_ring, draw_text, text_width
from desktop_pipeline.ui.widgets.stage_mark import paint_stage_mark
from desktop_pipeline.ui.widgets.words import Words

_PAD = 16
_RING = 15
_HEAD = 20
_BOARD = 82
_MARK = 10
# How many cards the drawing shows in its first and its last column.
_FULLEST, _EMPTIEST = 5, 2


class TemplateCard(QRadioButton):
    """One of a group; arrows go from card to card."""

    def __init__(self, theme: Theme, template: PipelineTemplate) -> None:
        super().__init__()
        self._theme = theme
        self.template = template
        names = ", ".join(stage.name for stage in template.stages)
        self._count = self.tr("{count} stages").format(count=len(template.stages))
        self.setAccessibleName(f"{template.name}, {self._count}")
        self.setAccessibleDescription(f"{template.description} {names}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._purpose = Words(theme, template.description, "body", "ink2", wrap=True)
        self._purpose.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setSpacing(0)
        layout.addWidget(self._purpose)
        layout.addSpacing(10)
        layout.addWidget(_MiniBoard(theme, len(template.stages), self))
        layout.addSpacing(10)
        layout.addWidget(Words(theme, names, "caption", "ink2", wrap=True))
        after = ", ".join(template.after_sale)
        said = self.tr("after the sale: {stages}").format(stages=after) if after else self.tr("nothing after the sale")
        layout.addSpacing(4)
        layout.addWidget(Words(theme, said, "caption", "ink3", wrap=True))
        layout.addStretch(1)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._dress()
        theme.changed.connect(self._dress)

    def purpose_height(self, width: int) -> int:
        """How high the words of its purpose are on a card of that width."""
        return self._purpose.heightForWidth(width - 2 * _PAD)

    def level(self, height: int) -> None:
        """Give the words of its purpose that height, so that the drawings of all cards stand on one line."""
        self._purpose.setFixedHeight(height)

    def sizeHint(self) -> QSize:
        layout = self.layout()
        assert layout is not None
        return layout.sizeHint()

    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        assert layout is not None
        return layout.minimumSize()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        assert layout is not None
        return layout.totalHeightForWidth(width)

    def hitButton(self, position: QPoint) -> bool:  # noqa: N802 - Qt's name
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        thick = 2.0 if self.isChecked() and not self.hasFocus() else 1.0
        body = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        outline = "accent" if self.isChecked() else "control" if self.underMouse() else "line2"
        painter.setPen(QPen(theme.color(outline), thick))
        painter.setBrush(theme.color("surface"))
        painter.drawRoundedRect(body.adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2), 10, 10)
        if self.hasFocus():
            draw_focus_ring(painter, theme, body.adjusted(-1, -1, 1, 1), 11)
        line = theme.size(_HEAD)
        ring = QRectF(_PAD + 0.75, _PAD + (line - _RING) / 2 + 0.75, _RING - 1.5, _RING - 1.5)
        painter.setPen(QPen(theme.color("accent" if self.isChecked() else "control"), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(ring)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
            painter.drawEllipse(ring.center(), 3.6, 3.6)
        width = text_width(theme, "secondary", self._count)
        right = self.width() - _PAD
        spot = QRectF(right - width, _PAD, width, line)
        draw_text(painter, theme, "secondary", theme.color("ink3"), spot, self._count, RIGHT)
        left = _PAD + _RING + 8
        box = QRectF(left, _PAD, right - width - 8 - left, line)
        draw_text(painter, theme, "section", theme.color("ink"), box, self.template.name)

    def _dress(self) -> None:
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(_PAD, _PAD + self._theme.size(_HEAD) + 4, _PAD, _PAD - 2)
        self.update()


class _MiniBoard(QWidget):
    """Columns with fewer cards the further they are; tinted on the chosen card."""

    def __init__(self, theme: Theme, stages: int, card: QRadioButton) -> None:
        super().__init__()
        self._theme = theme
        self._stages = stages
        self._card = card
        self.setFixedHeight(_BOARD)
        card.toggled.connect(self.update)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("canvas"))
        painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        gap, side = 5.0, 8.0
        width = (self.width() - 2 * side - gap * (self._stages - 1)) / self._stages
        painter.setBrush(theme.color("surface"))
        for place in range(self._stages):
            left = side + place * (width + gap)
            paint_stage_mark(painter, theme, QRectF(left, 8, _MARK, _MARK), place, self._stages)
            painter.setPen(QPen(theme.color("accentLine" if self._card.isChecked() else "line2"), 1))
            painter.setBrush(theme.color("surface"))
            for row in range(self._cards(place)):
                bar = QRectF(round(left) + 0.5, 25.5 + row * 11, round(width) - 1, 7)
                painter.drawRoundedRect(bar, 1.5, 1.5)

    def _cards(self, place: int) -> int:
        last = self._stages - 1
        return round(_FULLEST - (_FULLEST - _EMPTIEST) * place / last) if last else _FULLEST
