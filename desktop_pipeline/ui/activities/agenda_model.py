"""The rows of the list: headings and activities, read by pages when they are looked at."""

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from datetime import date

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QStringListModel, Qt

from desktop_pipeline.queries.activities import ActivityRow, read_activities
from desktop_pipeline.queries.agenda import Agenda, AgendaSection
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.widgets.activity_words import name_group, name_kind, tell_activity, word_repeat
from desktop_pipeline.ui.widgets.words import as_tooltip

_PAGE = 100
_MOST_PAGES = 20
_ROLES = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}
_NOTHING = Agenda((), (), (), 0)

Index = QModelIndex | QPersistentModelIndex


class AgendaModel(QStringListModel):
    """All ids are known from the start, so the scroll bar tells the truth; the rest comes by the page.

    Qt counts the rows: a view that lays them out asks for each how many there are, which takes long in Python.
    """

    def __init__(self, session: Session, formats: Formats) -> None:
        super().__init__()
        self._session = session
        self._formats = formats
        self._agenda = _NOTHING
        self._holidays: Mapping[date, str] = {}
        # The row at which each section's heading stands
        self._starts: list[int] = []
        self._count = 0
        self._rows: dict[int, int] = {}
        self._pages: OrderedDict[int, dict[int, ActivityRow]] = OrderedDict()

    @property
    def agenda(self) -> Agenda:
        """What is listed."""
        return self._agenda

    def show_agenda(self, agenda: Agenda, holidays: Mapping[date, str]) -> None:
        """List something else; days that are holidays bear their names."""
        self._agenda = agenda
        self._holidays = holidays
        self._starts = []
        self._rows = {}
        self._pages.clear()
        row = place = 0
        for section in agenda.sections:
            self._starts.append(row)
            for offset in range(section.count):
                self._rows[agenda.ids[place + offset]] = row + 1 + offset
            place += section.count
            row += section.count + 1
        self._count = row
        self.setStringList([""] * row)

    def read_again(self) -> None:
        """Read the rows in sight again when they are next painted."""
        self._pages.clear()
        if self._count:
            self.dataChanged.emit(self.index(0), self.index(self._count - 1))

    def section(self, row: int) -> AgendaSection | None:
        """The section whose heading stands in this row, or None for an activity's row."""
        place = bisect_right(self._starts, row) - 1
        if place < 0 or row >= self._count or self._starts[place] != row:
            return None
        return self._agenda.sections[place]

    def activity_id(self, row: int) -> int | None:
        """The id of the activity in a row, None for a heading."""
        if not 0 <= row < self._count or self.section(row) is not None:
            return None
        return self._agenda.ids[self._place(row)]

    def ids_in(self, rows: Iterable[int]) -> list[int]:
        """The ids of the activities in these rows; headings have none."""
        heads = set(self._starts)
        listed = (row for row in rows if 0 <= row < self._count and row not in heads)
        return [self._agenda.ids[row - bisect_right(self._starts, row)] for row in listed]

    def activity(self, row: int) -> ActivityRow | None:
        """The activity in a row, None for a heading or where it has gone meanwhile."""
        activity_id = self.activity_id(row)
        if activity_id is None:
            return None
        return self._page(self._place(row) // _PAGE).get(activity_id)

    def row_of(self, activity_id: int) -> int | None:
        """The row in which an activity stands."""
        return self._rows.get(activity_id)

    def nearest(self, row: int) -> int | None:
        """The row of the activity at a row, else of the next one below, else of the last."""
        for candidate in (row, row + 1, row - 1, row - 2):
            if self.activity_id(candidate) is not None:
                return candidate
        return None if not self._agenda.ids else self._count - 1 if row > 0 else 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.section(index.row()) is not None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        section = self.section(index.row())
        if section is not None:
            return self._heading(section, role)
        activity = self.activity(index.row()) if role in _ROLES else None
        return None if activity is None else self._words(activity, role)

    def _words(self, activity: ActivityRow, role: int) -> str:
        if role == Qt.ItemDataRole.DisplayRole:
            return activity.subject
        if role == Qt.ItemDataRole.ToolTipRole:
            today = self._session.today()
            again = word_repeat(activity.repeat, self._formats, today=today) if activity.repeat else ""
            parts = [
                f"{name_kind(activity.kind)}: {activity.subject}",
                again,
                activity.result or "",
                activity.note or "",
            ]
            return as_tooltip("\n".join(part for part in parts if part))
        session = self._session
        return tell_activity(activity, self._formats, today=session.today(), now=session.now())

    def _heading(self, section: AgendaSection, role: int) -> str | None:
        name = name_group(section.group, section.day, self._formats, today=self._session.today())
        holiday = None if section.day is None or section.group is None else self._holidays.get(section.day)
        if holiday:
            name = self.tr("{day}, {holiday}").format(day=name, holiday=holiday)
        if role == Qt.ItemDataRole.DisplayRole:
            return name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{name}, {self._formats.number(section.count)}"
        return None

    def _place(self, row: int) -> int:
        return row - bisect_right(self._starts, row)

    def _page(self, number: int) -> dict[int, ActivityRow]:
        known = self._pages.get(number)
        if known is None:
            ids = self._agenda.ids[number * _PAGE : (number + 1) * _PAGE]
            rows = read_activities(self._session.workspace, ids)
            known = self._pages[number] = {row.activity_id: row for row in rows}
            if len(self._pages) > _MOST_PAGES:
                self._pages.popitem(last=False)
        return known
