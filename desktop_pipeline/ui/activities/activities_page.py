"""The Activities screen: the list beside the day, everything in it done from the keyboard."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop_pipeline.actions import Change
from desktop_pipeline.queries.activities import read_kinds
from desktop_pipeline.queries.activities_screen import AgendaRead, Asked
from desktop_pipeline.queries.agenda import Agenda, AgendaSpan, count_due
from desktop_pipeline.queries.lists import read_owners
from desktop_pipeline.ui.activities.agenda_delegate import AgendaDelegate
from desktop_pipeline.ui.activities.agenda_head import AgendaHead
from desktop_pipeline.ui.activities.agenda_list import AgendaList, Ask
from desktop_pipeline.ui.activities.agenda_menu import make_menu
from desktop_pipeline.ui.activities.agenda_model import AgendaModel
from desktop_pipeline.ui.activities.agenda_reader import AgendaReader
from desktop_pipeline.ui.activities.call_walk import CallWalk
from desktop_pipeline.ui.activities.late_mover import LateMover
from desktop_pipeline.ui.activities.side_column import FEW, SideColumn
from desktop_pipeline.ui.activities.toolbar import ActivitiesToolbar
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.activity_acts import ActivityActs
from desktop_pipeline.ui.widgets.activity_planner import WIDTH
from desktop_pipeline.ui.widgets.empty_state import EmptyState
from desktop_pipeline.ui.widgets.ground import lay_ground

_MARGIN = 20
_SIDE_WIDTH, _SIDE_NARROW = 332, 236
_NARROW_BELOW = 1180
_SMALL_BELOW = 720
_MANY = 500
_MINUTE_MS = 60_000
# A change of any of these may be seen here.
_TABLES = (
    *("activity", "deal", "milestone_mark", "stage", "person", "organisation", "owner", "activity_kind"),
    *("currency_rate", "setting", "recurrence", "holiday", "enrolment", "cadence", "reason", "retry"),
)


class ActivitiesPage(QWidget):
    """What is to be done.

    Signals: `deal_opened(id)`, `person_opened(id)`, `organisation_opened(id)`, `said(sentence)` for the toast,
    `counts_changed(texts)` for the status line, `due_counted(number)` for the navigation,
    `write_asked(id)` for the e-mail that an activity is.
    """

    deal_opened = Signal(int)
    person_opened = Signal(int)
    organisation_opened = Signal(int)
    said = Signal(str)
    counts_changed = Signal(list)
    due_counted = Signal(int)
    write_asked = Signal(int)

    def __init__(
        self, session: Session, tasks: Tasks, theme: Theme, formats: Formats, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._formats = formats
        self._shows_all_deals = False
        self.reader = AgendaReader(session, tasks, lambda error: self.said.emit(str(error)))
        self.toolbar = ActivitiesToolbar(theme)
        self.head = AgendaHead(theme, formats)
        self.heading, self.sentence = self.head.heading, self.head.sentence
        self.agenda = AgendaModel(session, formats)
        self._delegate = AgendaDelegate(session, theme, formats, self.agenda)
        self.list = AgendaList(self.agenda, self._delegate)
        self.empty = EmptyState(theme, "calendar-check", "", "")
        self.side = SideColumn(session, theme, formats)
        self.acts = ActivityActs(session, theme, formats, self, tasks=tasks)
        self.calls = CallWalk(session, theme, formats, self.acts, self._find_place)
        # Minutes pass: what was due at a time is late, and the day goes on.
        self._clock = QTimer(self, interval=_MINUTE_MS)
        self._clock.timeout.connect(self._on_minute)
        self._arrange()
        self._dress()
        self._connect()

    def focus_page(self) -> None:
        """Give the keys to the list, or where there is none to the button that plans something."""
        if not self.agenda.agenda.ids:
            self.toolbar.new_button.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if not self.list.currentIndex().isValid():
            self.list.point_at(self.agenda.nearest(0))
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def find(self) -> None:  # type: ignore[override] # Qt's finds a widget by its window
        """Give the keys to the filters."""
        self.toolbar.span.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def new(self) -> None:
        """Plan something new."""
        button = self.toolbar.new_button
        self.acts.plan(button.mapToGlobal(QPoint(button.width() - self._theme.size(WIDTH), button.height() + 6)))

    def show_activity(self, activity_id: int, *, finish: bool = False) -> None:
        """Gives the keys to an activity, wherever it is listed, and asks how it went where it is to be finished."""
        if self.agenda.row_of(activity_id) is None:
            self.toolbar.clear_filters()
            self.toolbar.look_at(AgendaSpan.ALL)
            self.refresh(lambda: self._go_to_shown(activity_id, finish=finish))
        else:
            self._go_to_shown(activity_id, finish=finish)

    def _go_to_shown(self, activity_id: int, *, finish: bool) -> None:
        row = self.agenda.row_of(activity_id)
        if row is None:
            self.said.emit(self.tr("This activity is not there any more."))
            return
        self.list.point_at(row)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        if finish:
            self.acts.finish(activity_id, self.list.place_below())

    def act(self, ask: Ask) -> None:
        """Do what a key or the menu asks for with the activity that has the keys, or with those selected."""
        whole = {Ask.NEW: self.new, Ask.CALLS: self.make_calls, Ask.MOVE_LATE: self.move_late}.get(ask)
        if whole is not None:
            whole()
            return
        activity = self.list.current()
        if activity is None:
            return
        place = self.list.place_below()
        if ask is Ask.OPEN_DEAL:
            self._open(activity.deal_id, activity.person_id, activity.organisation_id)
        elif self._session.workspace.is_read_only:
            self.said.emit(self.tr("This file is open for reading only."))
        elif ask is Ask.DELETE:
            self.acts.delete(self.list.taken_ids())
        elif activity.done_at is None:
            self._act_on_open(ask, activity.activity_id, place)
        elif ask is Ask.FINISH:
            self.acts.reopen(activity.activity_id)
        else:
            self.said.emit(self.tr("It is done already. Space opens it again."))

    def _act_on_open(self, ask: Ask, activity_id: int, place: QPoint) -> None:
        if ask is Ask.FINISH:
            self.acts.finish(activity_id, place)
        elif ask is Ask.EDIT:
            self.acts.edit(activity_id, place)
        elif ask is Ask.MOVE:
            self.acts.move(self.list.taken_ids(), place)
        elif ask is Ask.TOMORROW:
            self.acts.move_to_tomorrow(self.list.taken_ids())
        elif ask is Ask.WRITE:
            self.write_asked.emit(activity_id)
        elif ask is Ask.SKIP:
            self.acts.skip(activity_id)
        elif ask is Ask.REPEAT_NO_LONGER:
            self.acts.repeat_no_longer(activity_id)

    def make_calls(self) -> None:
        """Goes through the calls that are late or due today, one after the other."""
        if self._session.workspace.is_read_only:
            self.said.emit(self.tr("This file is open for reading only."))
        elif not self.agenda.agenda.call_ids:
            self.said.emit(self.tr("No call is late or due today."))
        else:
            self.calls.start(self.agenda.agenda.call_ids, self)

    def move_late(self) -> None:
        """Asks for the day to which all that is late is moved."""
        late = self.agenda.agenda.late_ids
        if not late:
            self.said.emit(self.tr("Nothing is late."))
            return
        mover = LateMover(self._session, self._theme, self._formats, self.acts, late, self)
        button = self.head.late
        self.acts.show(mover, button.mapToGlobal(QPoint(button.width() - mover.width(), button.height() + 6)))

    def refresh(self, then: Callable[[], object] = lambda: None) -> None:
        """Read everything again; the keys stay with their activity, or with its place where it has gone.

        In a large file a worker reads it; `then` is done when it is shown.
        """
        session = self._session
        self.toolbar.set_choices(read_owners(session.workspace), read_kinds(session.workspace))
        most = _MANY if self._shows_all_deals else FEW
        asked = Asked(self.toolbar.read_filter(), most, session.chances, session.today(), session.now())

        def show(read: AgendaRead) -> None:
            self._show(read)
            then()

        self.reader.read(asked, show)

    def _show(self, read: AgendaRead) -> None:
        asked, agenda, today = read.asked, read.agenda, read.asked.today
        writes = not self._session.workspace.is_read_only
        row = max(0, self.list.currentIndex().row())
        current, taken = self.agenda.activity_id(row), self.list.taken_ids()
        scrolled = self.list.verticalScrollBar().value()
        self.agenda.show_agenda(agenda, read.holidays)
        self.list.verticalScrollBar().setValue(scrolled)
        kept = self.agenda.row_of(current) if current is not None else None
        self.list.point_at(kept if kept is not None else self.agenda.nearest(row))
        if kept is not None and len(taken) > 1:
            self.list.select_ids(taken)
        self.head.show_agenda(agenda, asked.agenda_filter.span, today, read.holidays.get(today), writes=writes)
        self.counts_changed.emit([self._count_words(len(agenda.ids))])
        self.due_counted.emit(read.due.late + read.due.today)
        self.side.show_title(asked.agenda_filter.owner_ids, self.toolbar.owners.text())
        self.side.show_read(read.side, can_plan=writes)
        self._show_empty(agenda)

    def menu_at(self, place: QPoint) -> QMenu:
        """What can be done with the activity that has the keys."""
        menu = make_menu(
            self.list.current(),
            several=len(self.list.taken_ids()) > 1,
            writes=not self._session.workspace.is_read_only,
            act=self.act,
            parent=self,
        )
        menu.popup(place)
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # From the toolbar and the right column too, where nothing else takes the letter.
        if event.key() == Qt.Key.Key_A and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.new()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # The days and hours went on while it was hidden.
        self.reader.weigh_again()
        self.refresh()
        self._clock.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._clock.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.side.x() - 1, self.side.y(), 1, self.side.height(), self._theme.color("line"))

    def _connect(self) -> None:
        self.toolbar.changed.connect(self.refresh)
        self.toolbar.new_wanted.connect(self.new)
        self.empty.acted.connect(self._on_unfiltered)
        self.list.asked.connect(self.act)
        self.list.menu_wanted.connect(self.menu_at)
        self.head.calls_wanted.connect(self.make_calls)
        self.head.move_wanted.connect(self.move_late)
        self.calls.said.connect(self.said)
        self.side.plan_wanted.connect(self._plan_for)
        self.side.deal_opened.connect(self.deal_opened)
        self.side.all_wanted.connect(self._show_all_deals)
        self.side.retries.said.connect(self.said)
        self.side.hours.chosen.connect(self._go_to)
        self.acts.said.connect(self.said)
        self.acts.ended.connect(self._on_ended)
        self._session.changed.connect(self._on_changed)
        self._session.chances_found.connect(self._on_chances_found)
        self._theme.changed.connect(self._dress)

    def _arrange(self) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(_MARGIN - 3, 14, _MARGIN - 3, 8)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addSpacing(8)
        told = QVBoxLayout()
        told.setContentsMargins(3, 0, 3, 0)
        told.addWidget(self.empty)
        column.addLayout(told)
        column.addWidget(self.list, 1)
        self._foot = QWidget()
        column.addWidget(self._foot, 1)
        body = QHBoxLayout()
        body.setSpacing(1)
        body.addLayout(column, 1)
        body.addWidget(self.side)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.toolbar)
        page.addLayout(body, 1)
        self.side.setFixedWidth(self._theme.size(_SIDE_WIDTH))
        self.setAccessibleName(self.tr("Activities"))
        self.list.setAccessibleName(self.tr("Activities"))

    def _fit(self) -> None:
        """Take the measures that the window and the text size ask for."""
        window = self.window()
        self.toolbar.arrange(small=window.height() < _SMALL_BELOW)
        self.side.setFixedWidth(self._theme.size(_SIDE_NARROW if window.width() < _NARROW_BELOW else _SIDE_WIDTH))

    def _dress(self) -> None:
        lay_ground(self._theme, self)
        self._fit()
        self.list.doItemsLayout()

    def _on_changed(self, change: Change) -> None:
        if not any(change.touches(table) for table in _TABLES):
            return
        if self.isVisible():
            # Until a worker has read them again the rows in sight are not those of before.
            self.agenda.read_again()
            self.refresh()
        else:
            self._count()

    def _on_chances_found(self) -> None:
        if self.isVisible():
            self.refresh()

    def _on_minute(self) -> None:
        self.side.tell_now()
        if self.acts.popover is None:
            self.refresh()

    def _on_ended(self) -> None:
        if self.isVisible():
            self.focus_page()

    def _count_words(self, count: int) -> str:
        if count == 1:
            return self.tr("1 activity")
        return QCoreApplication.translate("ActivitiesPage", "%Ln activities", None, count)

    def _count(self) -> None:
        counts = count_due(self._session.workspace, today=self._session.today(), now=self._session.now())
        self.due_counted.emit(counts.late + counts.today)

    def _show_empty(self, agenda: Agenda) -> None:
        is_empty = not agenda.ids
        had_keys = self.list.hasFocus()
        self.empty.setVisible(is_empty)
        self._foot.setVisible(is_empty)
        self.list.setVisible(not is_empty)
        self.toolbar.new_button.setEnabled(not self._session.workspace.is_read_only)
        if not is_empty:
            return
        if had_keys:
            self.focus_page()
        if self.toolbar.is_filtered:
            said = {
                AgendaSpan.DONE: self.tr("Nothing done for this filter"),
                AgendaSpan.ALL: self.tr("Nothing planned for this filter"),
            }.get(self.toolbar.read_filter().span, self.tr("Nothing due for this filter"))
            self.empty.show_words(said, "", action=self.tr("Clear filters"))
        elif self.toolbar.read_filter().span is AgendaSpan.DONE:
            self.empty.show_words(self.tr("Nothing done yet"), self.tr("What you finish is kept here."))
        elif self.toolbar.read_filter().span is AgendaSpan.ALL:
            self.empty.show_words(self.tr("Nothing planned"), self.tr("Plan the next step of a deal with"), key="A")
        else:
            self.empty.show_words(
                self.tr("Nothing due"), self.tr("Look further ahead, or plan something with"), key="A"
            )

    def _on_unfiltered(self) -> None:
        self.toolbar.clear_filters()
        self.refresh(self.focus_page)

    def _show_all_deals(self) -> None:
        self._shows_all_deals = True
        self.refresh()

    def _plan_for(self, deal_id: int, button: QWidget) -> None:
        self.acts.plan_for_deal(deal_id, button.mapToGlobal(QPoint(button.width() - self._theme.size(WIDTH), 32)))

    def _find_place(self, activity_id: int) -> QPoint:
        self.list.point_at(self.agenda.row_of(activity_id))
        return self.list.place_below()

    def _go_to(self, activity_id: int) -> None:
        row = self.agenda.row_of(activity_id)
        if row is not None:
            self.list.point_at(row)
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, deal_id: int | None, person_id: int | None, organisation_id: int | None) -> None:
        if deal_id is not None:
            self.deal_opened.emit(deal_id)
        elif person_id is not None:
            self.person_opened.emit(person_id)
        elif organisation_id is not None:
            self.organisation_opened.emit(organisation_id)
