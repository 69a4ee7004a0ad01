"""Where the deals of an import stand: a bar for each stage, then the won and the lost."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_pipeline.actions.importing.reports import ImportReport
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.names import name_key
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import RIGHT, draw_text, text_width
from desktop_pipeline.ui.widgets.stage_mark import MARK, paint_lost_mark, paint_stage_mark, paint_won_mark

_HEAD = 30
_ROW = 26
_BAR = 7
_WIDEST_NAME = 110
_BETWEEN = 12
_BAR_ROLES = {DealStatus.OPEN: "bar", DealStatus.WON: "greenMark", DealStatus.LOST: "line2"}


@dataclass(frozen=True, slots=True)
class WhereLine:
    """One bar; `position` is the stage's place among `count` in its pipeline, `values` the sum by currency."""

    name: str
    status: DealStatus
    deals: int
    position: int = 0
    count: int = 0
    values: Mapping[str, int] = field(default_factory=dict)


class WhereBars(QWidget):
    """Painted; the longest bar fills the room."""

    def __init__(self, theme: Theme, formats: Formats, *, with_sums: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._formats = formats
        self._with_sums = with_sums
        self._title = ""
        self.lines: tuple[WhereLine, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    def show_lines(self, title: str, lines: Sequence[WhereLine]) -> None:
        """Show these, in this order."""
        self._title = title
        self.lines = tuple(lines)
        said = ", ".join(f"{line.name} {self._formats.number(line.deals)} {self._sum(line)}".strip() for line in lines)
        self.setAccessibleName(f"{title}: {said}")
        # Shown before it stands anywhere, it would be a window of its own and take the keys.
        if not lines or self.parentWidget() is not None:
            self.setVisible(bool(lines))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(230, self._theme.size(_HEAD) + len(self.lines) * self._theme.size(_ROW))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        head = QRectF(0, 0, self.width(), theme.line("secondary"))
        draw_text(painter, theme, "secondary", theme.color("ink3"), head, self._title)
        named = min(_WIDEST_NAME, max((text_width(theme, "body", line.name) for line in self.lines), default=0.0))
        mark = theme.size(MARK)
        left = mark + 8 + named + 12
        numbers = max((text_width(theme, "body", self._formats.number(line.deals)) for line in self.lines), default=0.0)
        most = max((line.deals for line in self.lines), default=1)
        sums = max((text_width(theme, "body", self._sum(line)) for line in self.lines), default=0.0)
        sums = sums + _BETWEEN if sums > 1 else 0.0
        room = max(8.0, self.width() - left - numbers - sums - 10)
        row = theme.size(_ROW)
        for index, line in enumerate(self.lines):
            top = theme.size(_HEAD) + index * row
            middle = top + row / 2
            self._paint_mark(painter, line, QRectF(0, round(middle - mark / 2), mark, mark))
            draw_text(painter, theme, "body", theme.color("ink"), QRectF(mark + 8, top, named, row), line.name)
            width = max(2.0, room * line.deals / most)
            painter.fillRect(
                QRectF(left, round(middle - _BAR / 2), round(width), _BAR), theme.color(_BAR_ROLES[line.status])
            )
            number = QRectF(left + round(width) + 8, top, numbers + 2, row)
            draw_text(painter, theme, "body", theme.color("ink2"), number, self._formats.number(line.deals))
            if sums:
                box = QRectF(self.width() - sums, top, sums, row)
                draw_text(painter, theme, "body", theme.color("ink"), box, self._sum(line), RIGHT)

    def _sum(self, line: WhereLine) -> str:
        if not self._with_sums:
            return ""
        return " + ".join(self._formats.minor(minor, code) for code, minor in sorted(line.values.items()))

    def _paint_mark(self, painter: QPainter, line: WhereLine, box: QRectF) -> None:
        if line.status is DealStatus.WON:
            paint_won_mark(painter, self._theme, box)
        elif line.status is DealStatus.LOST:
            paint_lost_mark(painter, self._theme, box)
        else:
            paint_stage_mark(painter, self._theme, box, line.position, line.count)


def arrange_lines(report: ImportReport, pipelines: Sequence[Sequence[str]], won: str, lost: str) -> list[WhereLine]:
    """The stages in their order, pipeline by pipeline, then won and lost; one whose stage is gone stands last."""
    # A file may write a stage in its own way: the workspace's name is shown.
    places = {
        name_key(name): (order, name, place, len(names))
        for order, names in reversed(list(enumerate(pipelines)))
        for place, name in enumerate(names)
    }
    open_lines = []
    for where in report.where:
        if where.status is DealStatus.OPEN:
            found = places.get(name_key(where.stage or ""), (len(pipelines), where.stage or "", 0, 0))
            order, name, place, count = found
            open_lines.append((order, place, WhereLine(name, where.status, where.deals, place, count, where.values)))
    open_lines.sort(key=lambda line: line[:2])
    closed = []
    for name, status in ((won, DealStatus.WON), (lost, DealStatus.LOST)):
        of_status = [where for where in report.where if where.status is status]
        worth: Counter[str] = Counter()
        for where in of_status:
            worth.update(where.values)
        if of_status:
            closed.append(WhereLine(name, status, sum(where.deals for where in of_status), values=worth))
    return [*(line for _order, _place, line in open_lines), *closed]
