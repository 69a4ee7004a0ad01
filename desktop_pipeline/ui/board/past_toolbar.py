"""The toolbar of the board as it stood: which pipeline, as of which day, filtered how, and the way back to today."""

from datetime import date, timedelta

from PySide6.QtCore import QPoint, QPointF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QWidget

from desktop_pipeline.ui.board.filters import BoardFilters
from desktop_pipeline.ui.board.pipeline_title import PipelineTitle
from desktop_pipeline.ui.board.toolbar import HEIGHT, SMALL_HEIGHT
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.chip import Chip
from desktop_pipeline.ui.widgets.day_popup import DayPopup
from desktop_pipeline.ui.widgets.divider import Divider
from desktop_pipeline.ui.widgets.icon_button import IconButton
from desktop_pipeline.ui.widgets.painting import draw_hairline

_FIELD = 176
_LEAST_FIELD = 112
_GAP = 8
# At both ends, and the divider.
_MARGINS = 39
_WEEK = timedelta(weeks=1)


class PastToolbar(QWidget):
    """Signals: `day_chosen(date)`, never today or later; `back_wanted()`."""

    day_chosen = Signal(object)
    back_wanted = Signal()

    def __init__(self, theme: Theme, formats: Formats, session: Session) -> None:
        super().__init__()
        self._theme = theme
        self._formats = formats
        self._session = session
        self._day = session.today()
        self._is_small = False
        self.title = PipelineTitle(theme)
        self.chip = Chip(theme, "", "history")
        self.earlier = IconButton(theme, "chevron-left", self.tr("A week earlier"))
        self.later = IconButton(theme, "chevron-right", self.tr("A week later"))
        self.filters = BoardFilters(theme, formats, session, self)
        self.field = self.filters.field
        self.back = ActionButton(theme, self.tr("Back to today"), icon="undo-2", keys=(self.tr("Esc"),))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 14, 1)
        layout.setSpacing(_GAP)
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        beginning: tuple[QWidget, ...] = (self.title, self.chip, self.earlier, self.later, Divider(theme))
        for widget in (*beginning, *self.filters.chips):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addWidget(self.field)
        layout.addWidget(self.back)
        self._dress()
        self.chip.clicked.connect(self.open_days)
        self.chip.clear_wanted.connect(self.back_wanted)
        self.earlier.clicked.connect(lambda: self._choose(self._day - _WEEK))
        self.later.clicked.connect(lambda: self._choose(self._day + _WEEK))
        self.back.clicked.connect(self.back_wanted)
        self.filters.changed.connect(self._show_set)
        theme.changed.connect(self._dress)

    def show_day(self, day: date) -> None:
        """Name the day that is looked at."""
        self._day = day
        named = self._formats.day(day, self._session.today())
        self.chip.show_value(named, is_set=True)
        self.chip.setAccessibleName(self.tr("As of {day}").format(day=named))
        self.later.setEnabled(day + _WEEK < self._session.today())

    def fit(self, *, small: bool) -> None:
        """44 high in a small window, else 48."""
        self._is_small = small
        self.setFixedHeight(self._theme.size(SMALL_HEIGHT if small else HEIGHT))

    def open_days(self) -> DayPopup:
        """A calendar below the chip."""
        today, back = self._session.today(), self.tr("Back to today")
        popup = DayPopup(
            self._theme, self._formats, self._day, today, back, self.chip, is_past=True, is_none_today=True
        )
        popup.taken.connect(self._choose)
        popup.open_at(self.chip.mapToGlobal(QPoint(0, self.chip.height() + 4)))
        return popup

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_set()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        bottom = self.height() - 0.5
        draw_hairline(painter, self._theme.color("line"), QPointF(0, bottom), QPointF(self.width(), bottom))

    def _choose(self, day: date | None) -> None:
        if day is None or day >= self._session.today():
            self.back_wanted.emit()
        else:
            self.day_chosen.emit(day)

    def _dress(self) -> None:
        self.fit(small=self._is_small)
        self._show_set()

    def _show_set(self) -> None:
        """Owners can be chosen here; of the others those that came along from the board."""
        for chip in self.filters.chips:
            chip.setVisible(chip is self.filters.owners or chip.is_set)
        self._fit()

    def _fit(self) -> None:
        """What is wanted least goes first where there is no room."""
        weeks, owners, field = (self.earlier, self.later), self.filters.owners, self._theme.size(_FIELD)
        for button in weeks:
            button.show()
        room = self.width() - _MARGINS
        if self._find_width(field) > room and not owners.is_set:
            owners.hide()
        if self._find_width(field) > room:
            field = self._theme.size(_LEAST_FIELD)
        if self._find_width(field) > room:
            for button in weeks:
                button.hide()
        self.field.setFixedWidth(field)

    def _find_width(self, field: int) -> int:
        """How wide all that is shown wants to be, with a field of that width."""
        chips = [chip for chip in self.filters.chips if not chip.isHidden()]
        others = (self.title, self.chip, self.earlier, self.later, self.back)
        shown = [*chips, *(widget for widget in others if not widget.isHidden())]
        return field + sum(widget.sizeHint().width() + _GAP for widget in shown)
