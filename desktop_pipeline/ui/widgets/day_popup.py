"""A small calendar with a field to type a date into, and a way to have none."""

from datetime import date

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.ui.formats import Formats, to_qdate
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.typed import read_day, read_past_day
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.icon_button import IconButton
from desktop_pipeline.ui.widgets.month_grid import MonthGrid
from desktop_pipeline.ui.widgets.popups import show_on_screen
from desktop_pipeline.ui.widgets.words import Words


class DayPopup(QWidget):
    """Closes by itself once a day is taken; `is_past` asks for one that has been. Signals: `taken(date or None)`.

    `is_none_today`: what stands for no day is today itself, which then needs no button of its own.
    """

    taken = Signal(object)

    def __init__(
        self,
        theme: Theme,
        formats: Formats,
        chosen: date | None,
        today: date,
        none: str,
        parent: QWidget,
        *,
        is_past: bool = False,
        is_none_today: bool = False,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._theme = theme
        self._formats = formats
        self._today = today
        self._read = read_past_day if is_past else read_day
        shown = formats.locale.toString(to_qdate(chosen), "d MMM yyyy") if chosen else ""
        self.field = QLineEdit(shown, placeholderText=self.tr("Type a date, such as 18 Sep"))
        self.field.setAccessibleName(self.tr("Date"))
        self.field.selectAll()
        self._error = Words(theme, style="secondary", role="red", wrap=True)
        self._error.hide()
        self.month = MonthGrid(theme, formats, chosen, today)
        self._title = Words(theme, "", "strong")
        self.now = ActionButton(theme, self.tr("Today"), role="ink2", flat=True)
        self.clear = ActionButton(theme, none, role="ink2", flat=True)
        self._arrange()
        self.now.setVisible(not is_none_today)
        self._name_month()
        self.field.returnPressed.connect(self._on_typed)
        self.field.textEdited.connect(self._error.hide)
        self.month.taken.connect(self._take)
        self.month.month_changed.connect(self._name_month)

    @property
    def error(self) -> str:
        """Why what was typed is no date; empty while nothing is wrong."""
        return "" if self._error.isHidden() else self._error.text()

    def open_at(self, place: QPoint) -> None:
        """Show with the top left corner there, moved so that it stays on the screen."""
        show_on_screen(self, place)
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(self._theme.color("line2"), 1))
        painter.setBrush(self._theme.color("surface"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _on_typed(self) -> None:
        try:
            day = self._read(self.field.text(), self._today, self._formats)
        except PipelineError as error:
            self._error.show_words(str(error))
            self._error.show()
            self.adjustSize()
            return
        self._take(day)

    def _name_month(self) -> None:
        self._title.show_words(self._formats.month(self.month.day, with_year=True))

    def _arrange(self) -> None:
        theme = self._theme
        back = IconButton(theme, "chevron-up", self.tr("Month before"))
        on = IconButton(theme, "chevron-down", self.tr("Month after"))
        back.clicked.connect(lambda: self.month.turn(-1))
        on.clicked.connect(lambda: self.month.turn(1))
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 0, 0)
        head.addWidget(self._title, 1)
        head.addWidget(back)
        head.addWidget(on)
        self.now.clicked.connect(lambda: self._take(self._today))
        self.clear.clicked.connect(lambda: self._take(None))
        foot = QHBoxLayout()
        foot.addWidget(self.now)
        foot.addStretch(1)
        foot.addWidget(self.clear)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(9, 9, 9, 7)
        layout.setSpacing(6)
        layout.addWidget(self.field)
        layout.addWidget(self._error)
        layout.addLayout(head)
        layout.addWidget(self.month)
        layout.addLayout(foot)

    def _take(self, day: date | None) -> None:
        self.close()
        self.taken.emit(day)
