"""Small painted pieces of the panel's head: where the deal stands, the line between facts, labels."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.queries.deal import DealView
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import CENTRE, draw_hairline, draw_text, text_width
from desktop_pipeline.ui.widgets.stage_mark import MARK, paint_lost_mark, paint_stage_mark, paint_won_mark

ROW = 24


class Mark(QWidget):
    """How far along the deal is, or how it ended."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._view: DealView | None = None
        self._fit()
        theme.changed.connect(self._fit)

    def show_deal(self, view: DealView) -> None:
        """Show where a deal stands."""
        self._view = view
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._view is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self._view.status is DealStatus.WON:
            paint_won_mark(painter, self._theme, box)
        elif self._view.status is DealStatus.LOST:
            paint_lost_mark(painter, self._theme, box)
        else:
            paint_stage_mark(painter, self._theme, box, self._view.stage_position, len(self._view.visits))

    def _fit(self) -> None:
        side = self._theme.size(MARK)
        self.setFixedSize(side, side)
        self.update()


class Divider(QWidget):
    """The short upright line between two facts; `after` it there is more room before what has no room of its own."""

    def __init__(self, theme: Theme, *, after: int = 0) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedSize(3 + after, ROW)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        middle = self.height() / 2
        painter = QPainter(self)
        draw_hairline(painter, self._theme.color("line2"), QPointF(1.5, middle - 7), QPointF(1.5, middle + 7))


class Labels(QWidget):
    """The deal's labels, 16 high each; those that do not fit are counted."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._names: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def is_filled(self) -> bool:
        """Whether there is any."""
        return bool(self._names)

    def show_labels(self, names: tuple[str, ...]) -> None:
        self._names = names
        self.setAccessibleName(self.tr("Labels: {names}").format(names=", ".join(names)))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        between = 6 * max(0, len(self._names) - 1)
        return QSize(round(sum(map(self._width, self._names))) + between, ROW)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = theme.size(16)
        left = 0.0
        for index, name in enumerate(self._names):
            rest = len(self._names) - index - 1
            room = self.width() - left - (self._width(f"+{rest}") + 6 if rest else 0)
            if self._width(name) > room:
                more = QRectF(left, 0, self.width() - left, self.height())
                draw_text(painter, theme, "badge", theme.color("ink3"), more, f"+{rest + 1}")
                return
            box = QRectF(left + 0.5, round((self.height() - height) / 2) + 0.5, self._width(name) - 1, height - 1)
            painter.setPen(QPen(theme.color("line2"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 4, 4)
            draw_text(painter, theme, "badge", theme.color("ink2"), box, name, CENTRE)
            left += self._width(name) + 6

    def _width(self, name: str) -> float:
        return round(text_width(self._theme, "badge", name)) + 12
