"""A small calendar with a field to type a date into, and a way to have none."""

from datetime import date

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.ui.deal.typed import read_day
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.icons import icon
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.words import Words


class DayPopup(QFrame):
    """Closes by itself once a day is taken. Signals: `taken(date or None)`."""

    taken = Signal(object)

    def __init__(  # noqa: PLR0913 - a calendar and what it starts from
        self, theme: Theme, formats: Formats, chosen: date | None, today: date, none: str, parent: QWidget
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._formats = formats
        self._today = today
        shown = formats.locale.toString(_to_qdate(chosen), "d MMM yyyy") if chosen else ""
        self.field = QLineEdit(shown, placeholderText=self.tr("Type a date, such as 18 Sep"))
        self.field.setAccessibleName(self.tr("Date"))
        self.field.selectAll()
        self._error = Words(theme, style="secondary", role="red", wrap=True)
        self._error.hide()
        self.calendar = _make_calendar(theme, formats, chosen or today)
        clear = QPushButton(none)
        clear.setProperty("flat", True)  # noqa: FBT003
        now = QPushButton(self.tr("Today"))
        now.setProperty("flat", True)  # noqa: FBT003
        foot = QHBoxLayout()
        foot.addWidget(now)
        foot.addStretch()
        foot.addWidget(clear)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        layout.addWidget(self.field)
        layout.addWidget(self._error)
        layout.addWidget(self.calendar)
        layout.addLayout(foot)
        self.field.returnPressed.connect(self._on_typed)
        self.field.textEdited.connect(self._error.hide)
        self.calendar.clicked.connect(self._on_day)
        self.calendar.activated.connect(self._on_day)
        clear.clicked.connect(lambda: self._take(None))
        now.clicked.connect(lambda: self._take(today))

    @property
    def error(self) -> str:
        """Why what was typed is no date; empty while nothing is wrong."""
        return "" if self._error.isHidden() else self._error.text()

    def open_at(self, place: QPoint) -> None:
        """Show with the top left corner there, moved so that it stays on the screen."""
        self.adjustSize()
        screen = QGuiApplication.screenAt(place) or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        self.move(
            max(room.left(), min(place.x(), room.right() - self.width())),
            max(room.top(), min(place.y(), room.bottom() - self.height())),
        )
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _on_typed(self) -> None:
        try:
            day = read_day(self.field.text(), self._today, self._formats)
        except PipelineError as error:
            self._error.show_words(str(error))
            self._error.show()
            self.adjustSize()
            return
        self._take(day)

    def _on_day(self, day: QDate) -> None:
        self._take(date(day.year(), day.month(), day.day()))

    def _take(self, day: date | None) -> None:
        self.close()
        self.taken.emit(day)


def _make_calendar(theme: Theme, formats: Formats, shown: date) -> QCalendarWidget:
    calendar = QCalendarWidget()
    calendar.setLocale(formats.locale)
    calendar.setGridVisible(False)
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.ShortDayNames)
    calendar.setFirstDayOfWeek(formats.locale.firstDayOfWeek())
    calendar.setSelectedDate(_to_qdate(shown))
    plain, head = QTextCharFormat(), QTextCharFormat()
    plain.setForeground(theme.color("ink"))
    head.setForeground(theme.color("ink3"))
    for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        # Red is for what is late (DESIGN §2): a weekend is not.
        calendar.setWeekdayTextFormat(day, plain)
    calendar.setHeaderTextFormat(head)
    for name, drawing in (("qt_calendar_prevmonth", "chevron-up"), ("qt_calendar_nextmonth", "chevron-down")):
        button = calendar.findChild(QToolButton, name)
        if button is not None:
            button.setIcon(icon(theme, drawing))
    table = calendar.findChild(QTableView)
    if table is not None:
        table.setFrameShape(QFrame.Shape.NoFrame)
    return calendar


def _to_qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
