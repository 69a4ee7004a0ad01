"""Working days, the fiscal year and holidays."""

from datetime import date

from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop_pipeline.actions import Change
from desktop_pipeline.actions.workspace_settings import (
    add_holiday,
    edit_holiday,
    remove_holiday,
    set_fiscal_start,
    set_working_days,
)
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.queries.settings import HolidayRow, read_holidays, read_workspace_settings
from desktop_pipeline.ui.formats import Formats, to_qdate
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.typed import read_day
from desktop_pipeline.ui.widgets.error_note import ErrorNote
from desktop_pipeline.ui.widgets.lines import Column, Line, ListSpec, RowAct
from desktop_pipeline.ui.widgets.list_section import ListSection
from desktop_pipeline.ui.widgets.saved_fields import SavedChoice, attempt
from desktop_pipeline.ui.widgets.words import Words

_WEEK = range(1, 8)
_MONTHS = range(1, 13)


class CalendarSection(QWidget):
    """Saves a tick at once; the holidays are a list like the others."""

    def __init__(self, session: Session, theme: Theme, formats: Formats) -> None:
        super().__init__()
        self._session = session
        self._formats = formats
        self.note = ErrorNote(theme, self)
        self.days = {day: QCheckBox(formats.locale.standaloneDayName(day)) for day in _WEEK}
        for box in self.days.values():
            box.clicked.connect(self._keep_days)
            box.setEnabled(not session.workspace.is_read_only)
        long = QLocale.FormatType.LongFormat
        months = [(str(month), formats.locale.standaloneMonthName(month, long)) for month in _MONTHS]
        self.start = SavedChoice(
            self.tr("The fiscal year begins in"),
            self.note,
            months,
            lambda key: set_fiscal_start(session.workspace, int(key)),
        )
        self.start.setEnabled(not session.workspace.is_read_only)
        self.holidays = ListSection(session, theme, make_holidays(session, formats), heading=False)
        self._arrange(theme)
        session.changed.connect(self._on_changed)

    def focus_list(self) -> None:
        """Gives the keys to the first day."""
        self.days[1].setFocus()

    def add_new(self) -> None:
        """Gives the keys to the field that adds a holiday."""
        self.holidays.add_new()

    def refresh(self) -> None:
        """Reads what is kept again."""
        kept = read_workspace_settings(self._session.workspace)
        for day, box in self.days.items():
            box.setChecked(day in kept.working_days)
        self.start.show_value(str(kept.fiscal_start))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _on_changed(self, change: Change) -> None:
        if self.isVisible() and change.touches("setting"):
            self.refresh()

    def _keep_days(self) -> None:
        chosen = [day for day, box in self.days.items() if box.isChecked()]
        if not attempt(lambda: set_working_days(self._session.workspace, chosen), self.note, self.days[1]):
            self.refresh()

    def _arrange(self, theme: Theme) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(Words(theme, self.tr("Working days and holidays"), "section"))
        advice = self.tr("Pace against a target counts working days; planned steps keep off the others.")
        layout.addWidget(Words(theme, advice, "secondary", "ink2", wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        for place, box in enumerate(self.days.values()):
            grid.addWidget(box, place // 4, place % 4)
        grid.setColumnStretch(4, 1)
        layout.addLayout(grid)
        row = QHBoxLayout()
        row.addWidget(Words(theme, self.tr("The fiscal year begins in"), "body", "ink2"))
        row.addWidget(self.start)
        row.addStretch(1)
        layout.addLayout(row)
        layout.addSpacing(8)
        layout.addWidget(self.holidays)
        layout.addStretch(1)


def make_holidays(session: Session, formats: Formats) -> ListSpec:
    """Days on which nobody works, typed as “25 Dec Christmas”."""
    workspace = session.workspace

    def find(row_id: int) -> HolidayRow:
        return next(row for row in read_holidays(workspace) if row.holiday_id == row_id)

    def to_day(text: str) -> date:
        day = read_day(text, session.today(), formats)
        if day is None:
            message = QCoreApplication.translate("Settings", "Type a date, such as 25 Dec.")
            raise InvalidError(message)
        return day

    def add(text: str) -> int:
        words = text.split()
        for count in range(len(words), 0, -1):
            try:
                day = to_day(" ".join(words[:count]))
            except InvalidError:
                continue
            return add_holiday(workspace, day, " ".join(words[count:]))
        return add_holiday(workspace, to_day(text))

    def show(row: HolidayRow) -> Line:
        day = formats.locale.toString(to_qdate(row.day), "ddd d MMM yyyy")
        typed = formats.locale.toString(to_qdate(row.day), "d MMM yyyy")
        return Line(row.holiday_id, (day, row.name), (typed, row.name))

    def say(text: str) -> str:
        return QCoreApplication.translate("Settings", text)

    return ListSpec(
        title=say("Holidays"),
        advice="",
        columns=(
            Column(
                say("Day"),
                lambda row_id, text: edit_holiday(workspace, row_id, day=to_day(text), name=find(row_id).name),
                width=160,
            ),
            Column(
                say("Name"),
                lambda row_id, text: edit_holiday(workspace, row_id, day=find(row_id).day, name=text),
            ),
        ),
        read=lambda: [show(row) for row in read_holidays(workspace)],
        tables=frozenset(("holiday",)),
        adding=say("Add a holiday: 25 Dec Christmas, Enter"),
        add=add,
        acts=lambda _line: [RowAct(say("Delete"), lambda row_id: remove_holiday(workspace, row_id))],
    )
