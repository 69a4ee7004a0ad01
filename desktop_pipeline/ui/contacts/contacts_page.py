"""Contacts: the lists of people and organisations with the panel beside them."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from desktop_pipeline.actions import Change
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.queries.contact import PersonView
from desktop_pipeline.queries.contact_standing import Subject
from desktop_pipeline.queries.contacts import Order, count_contacts, list_contacts, read_roles
from desktop_pipeline.queries.kept_contacts import read_contacts_question, write_contacts_question
from desktop_pipeline.queries.lists import read_owners
from desktop_pipeline.ui.cadences.cadence_acts import CadenceActs
from desktop_pipeline.ui.contacts.asks import Ask
from desktop_pipeline.ui.contacts.contact_acts import ContactActs
from desktop_pipeline.ui.contacts.contact_model import ContactModel
from desktop_pipeline.ui.contacts.contact_panel import ContactPanel, open_outside
from desktop_pipeline.ui.contacts.contact_table import ContactTable
from desktop_pipeline.ui.contacts.contact_words import ContactWords
from desktop_pipeline.ui.contacts.list_menu import make_menu
from desktop_pipeline.ui.contacts.new_line import NewLine, Typed
from desktop_pipeline.ui.contacts.reading import read_contact, read_lines, read_target
from desktop_pipeline.ui.contacts.table_layout import ListLayout, read_layout
from desktop_pipeline.ui.contacts.toolbar import SUBJECTS, ContactsToolbar
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.activity_acts import ActivityActs
from desktop_pipeline.ui.widgets.empty_ground import EmptyGround
from desktop_pipeline.ui.widgets.empty_state import EmptyState
from desktop_pipeline.ui.widgets.ground import lay_ground
from desktop_pipeline.ui.widgets.saved_views import SavedViews, ViewedScreen

_NARROW = 1100
_LOW = 720
_TABLES = (
    *("person", "organisation", "deal", "deal_person", "activity", "contact_point", "contact_note"),
    *("owner", "stage", "source", "currency_rate", "setting", "custom_field", "custom_choice", "custom_value"),
    *("history_event", "reason"),
)


class ContactsPage(QWidget):
    """The page of one workspace's people and organisations.

    Signals: `deal_opened(id)`; `deal_wanted(person name or None, organisation name or None)` for a new deal with them;
    `counts_changed(texts)` for the status line; `said(sentence)` for the toast; `layout_changed(document)` when columns
    were sized or moved by hand; `write_asked()` to write to those who are selected.
    """

    deal_opened = Signal(int)
    deal_wanted = Signal(object, object)
    write_asked = Signal()
    counts_changed = Signal(list)
    said = Signal(str)
    layout_changed = Signal(object)

    def __init__(
        self,
        session: Session,
        tasks: Tasks,
        theme: Theme,
        formats: Formats,
        parent: QWidget | None = None,
        *,
        opens: Callable[[str], object] = open_outside,
    ) -> None:
        """`opens` hands an address (tel:, mailto:, https:) to the program the system has for it."""
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._formats = formats
        self._is_stale = True
        self.words = ContactWords(formats, lambda: session.workspace.zone, session.today)
        self.toolbar = ContactsToolbar(theme)
        self.tables = {subject: self._make_table(subject) for subject in SUBJECTS}
        self._layouts: dict[Subject, ListLayout] = {}
        self._orders: dict[Subject, tuple[Order, bool]] = dict.fromkeys(SUBJECTS, (Order.NAME, False))
        self.new_line = NewLine(theme)
        self.empty = EmptyState(theme, "users", "", "")
        self._nobody = EmptyGround(theme, self.empty)
        self.stack = QStackedWidget()
        self.panel = ContactPanel(session, theme, self.words, opens=opens)
        self.acts = ContactActs(session, tasks, theme, formats, self)
        self.cadences = CadenceActs(session, theme, formats, self)
        self.cadences.said.connect(lambda text, _detail, _undo: self.said.emit(text))
        self.cadences.ended.connect(self.focus_page)
        self.activities = ActivityActs(session, theme, formats, self)
        self.activities.said.connect(self.said)
        self.activities.ended.connect(self.focus_page)
        viewed = ViewedScreen("people", self, self._keep_question, self.show_question, self.focus_page)
        self.views = SavedViews(viewed, session, theme, self.said.emit)
        self._lay_out()
        self._connect()

    @property
    def subject(self) -> Subject:
        """Whose list is shown."""
        return self.toolbar.subject

    @property
    def order(self) -> tuple[Order, bool]:
        """What the list that is shown is ordered by, and whether it is the other way round."""
        return self._orders[self.subject]

    @property
    def table(self) -> ContactTable:
        """The list that is shown."""
        return self.tables[self.subject]

    def focus_page(self) -> None:
        """Give the keys to the list."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def find(self) -> None:  # type: ignore[override] # what every page calls it; Qt's own finds windows by number
        """Give the keys to the filter."""
        self.toolbar.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.toolbar.field.selectAll()

    def new(self) -> None:
        """Open the line for a new person or organisation."""
        if not self._session.workspace.is_read_only:
            self.new_line.begin(self.subject)

    def open_person(self, person_id: int) -> None:
        """Show a person, whatever is filtered."""
        self._open(Subject.PEOPLE, person_id)

    def open_organisation(self, organisation_id: int) -> None:
        """Show an organisation, whatever is filtered."""
        self._open(Subject.ORGANISATIONS, organisation_id)

    def show_question(self, question: Mapping[str, object], view_id: int | None = None) -> None:
        """Show what a saved view asks for."""
        if self._is_stale:
            self.reload()
        subject, wanted = read_contacts_question(question)
        self.toolbar.subjects.choose(SUBJECTS.index(subject))
        self.toolbar.show_filter(wanted)
        self.views.current = view_id

    def _keep_question(self) -> dict[str, object]:
        return write_contacts_question(self.subject, self.toolbar.read_filter())

    def show_layout(self, kept: Mapping[str, object]) -> None:
        """Size and order the columns of both lists as they were kept."""
        for subject, table in self.tables.items():
            self._layouts[subject] = read_layout(kept.get(subject.value))
            table.show_layout(self._layouts[subject])

    def reload(self) -> None:
        """Read everything that is shown."""
        self._is_stale = False
        workspace = self._session.workspace
        counts = {subject: count_contacts(workspace, subject) for subject in SUBJECTS}
        people, organisations = (self._formats.number(counts[subject]) for subject in SUBJECTS)
        self.toolbar.show_lists(read_owners(workspace), read_roles(workspace), (people, organisations))
        self.toolbar.new_button.setEnabled(not workspace.is_read_only)
        self._show_list()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self.reload()
            if self.table.current_id() is None and self.table.contacts.ids:
                self.table.pick(self.table.contacts.ids[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() == "/":
            self.find()
        elif event.key() == Qt.Key.Key_N and not event.modifiers():
            self.new()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        window = self.window().size()
        narrow = window.width() < self._theme.size(_NARROW)
        self.toolbar.arrange(small=narrow or window.height() < _LOW, narrow=narrow, room=event.size().width())

    def _open(self, subject: Subject, row_id: int) -> None:
        if self._is_stale:
            self.reload()
        self.toolbar.subjects.choose(SUBJECTS.index(subject))
        if not self.table.pick(row_id):
            self.toolbar.clear_filters()
            self._show_list()
            self.table.pick(row_id)
        self.focus_page()

    def _show_list(self) -> None:
        workspace, subject, table = self._session.workspace, self.subject, self.table
        wanted = self.toolbar.read_filter()
        order, descending = self._orders[subject]
        ids = list_contacts(workspace, subject, wanted, order, descending=descending, today=self._session.today())
        current, row = table.current_id(), table.currentIndex().row()
        table.contacts.show_ids(ids)
        if ids and not table.pick_again(current):
            # Whoever stood there is gone: the next one takes the place.
            table.pick(ids[max(0, min(row, len(ids) - 1))])
        self.stack.setCurrentWidget(table if ids else self._nobody)
        if not ids:
            self._say_empty()
        self._show_panel()
        self.counts_changed.emit([self.words.say_counts(subject, len(ids), count_contacts(workspace, subject))])

    def _show_panel(self) -> None:
        row_id = self.table.current_id()
        self.panel.show_contact(None if row_id is None else read_contact(self._session, self.subject, row_id))
        # Beside an empty list it would be an empty surface.
        self.panel.setVisible(bool(self.table.contacts.ids))

    def _say_empty(self) -> None:
        people = self.subject is Subject.PEOPLE
        if self.toolbar.read_filter().is_set:
            missing = self.tr("Nobody matches this") if people else self.tr("No organisation matches this")
            self.empty.show_words(missing, "", icon="search", action=self.tr("Clear filters"))
        elif people:
            self.empty.show_words(self.tr("No people yet"), self.tr("Add the first:"), key="N", icon="users")
        else:
            self.empty.show_words(
                self.tr("No organisations yet"), self.tr("Add the first:"), key="N", icon="building-2"
            )

    def _make_table(self, subject: Subject) -> ContactTable:
        model = ContactModel(subject, lambda ids: read_lines(self._session, subject, ids), self.words)
        table = ContactTable(self._theme, self.words, model)
        name = (
            QCoreApplication.translate("Contacts", "People")
            if subject is Subject.PEOPLE
            else QCoreApplication.translate("Contacts", "Organisations")
        )
        table.setAccessibleName(name)
        table.picked.connect(lambda _row_id: self._show_panel() if self.subject is subject else None)
        table.opened.connect(self._on_opened)
        table.asked.connect(self._on_asked)
        table.layout_changed.connect(lambda layout: self._keep_layout(subject, layout))
        table.order_chosen.connect(lambda order, descending: self._on_order(subject, order, descending=descending))
        return table

    def _keep_layout(self, subject: Subject, layout: ListLayout) -> None:
        self._layouts[subject] = layout
        self.layout_changed.emit({subject.value: each.to_document() for subject, each in self._layouts.items()})

    def open_menu(self) -> QMenu:
        """What can be done with those who are selected, each with its key."""
        menu = make_menu(
            self.subject,
            len(self.table.selected_ids()),
            writes=not self._session.workspace.is_read_only,
            act=self._on_asked,
            parent=self,
        )
        menu.popup(self.table.menu_place())
        return menu

    def _on_order(self, subject: Subject, order: Order, *, descending: bool) -> None:
        self._orders[subject] = (order, descending)
        self._show_list()

    def _on_opened(self, _row_id: int) -> None:
        """Enter: their furthest open deal; without one a person leads to their organisation."""
        view = self.panel.view
        if view is None:
            return
        if view.open_deals:
            self.deal_opened.emit(view.open_deals[0].deal_id)
        elif isinstance(view, PersonView) and view.organisation_id is not None:
            self.open_organisation(view.organisation_id)

    def _on_asked(self, ask: Ask) -> None:
        is_writable = not self._session.workspace.is_read_only
        match ask:
            case Ask.FIND:
                self.find()
            case Ask.MENU:
                self.open_menu()
            case Ask.EXPORT if isinstance(self.panel.view, PersonView):
                self.acts.ask_export(self.panel.view)
            case Ask.CARDS if self.subject is Subject.PEOPLE:
                self.acts.ask_cards(self._list_meant())
            case Ask.CADENCE:
                self._start_cadence()
            case Ask.ACTIVITY:
                self._plan()
            case _ if is_writable:
                self._change(ask)

    def _plan(self) -> None:
        """An activity for whoever has the keys, also without any deal."""
        row_id = self.table.current_id()
        if row_id is not None:
            self.activities.plan(self.table.menu_place(), read_target(self._session, self.subject, row_id))

    def _start_cadence(self) -> None:
        if self.subject is Subject.PEOPLE:
            self.cadences.start_for_people(self._list_meant(), self.table.menu_place())

    def _list_meant(self) -> list[int]:
        """Those who are selected, else the one who has the keys."""
        current = self.table.current_id()
        return self.table.selected_ids() or ([] if current is None else [current])

    def _change(self, ask: Ask) -> None:
        view, meant = self.panel.view, self._list_meant()
        match ask:
            case Ask.NEW:
                self.new()
            case Ask.WRITE:
                self.write_asked.emit()
            case Ask.EDIT_NAME:
                self.panel.edit_name()
            case Ask.DELETE if meant:
                self.acts.delete(self.subject, meant)
            case Ask.ORGANISATION if meant and self.subject is Subject.PEOPLE:
                popup = self.acts.ask_organisation(meant, self.table.menu_place())
                popup.closed.connect(self.focus_page)
            case Ask.MERGE:
                self.acts.merge(self.subject, meant, self.table.current_id())
            case Ask.DEAL if view is not None:
                person = view.name if isinstance(view, PersonView) else None
                self.deal_wanted.emit(person, view.organisation if isinstance(view, PersonView) else view.name)
            case _ if isinstance(view, PersonView):
                self.acts.change_person(ask, view)

    def _on_unfiltered(self) -> None:
        self.toolbar.clear_filters()
        self._show_list()
        self.focus_page()

    def _on_typed(self, typed: Typed) -> None:
        try:
            row_id = self.acts.create(self.subject, typed)
        except PipelineError as error:
            self.new_line.refuse(str(error))
            return
        self.new_line.field.clear()
        if not self.table.pick(row_id):
            self.toolbar.clear_filters()
            self._show_list()
            self.table.pick(row_id)

    def _on_changed(self, change: Change) -> None:
        if not any(change.touches(table) for table in _TABLES):
            return
        if self.isVisible():
            self.reload()
        else:
            self._is_stale = True

    def _on_subject(self) -> None:
        self.new_line.hide()
        self._show_list()

    def _lay_out(self) -> None:
        for widget in (*self.tables.values(), self._nobody):
            self.stack.addWidget(widget)
        lists = QVBoxLayout()
        lists.setSpacing(0)
        lists.addWidget(self.new_line)
        lists.addWidget(self.stack, 1)
        beside = QHBoxLayout()
        beside.setSpacing(0)
        beside.addLayout(lists, 1)
        beside.addWidget(self.panel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.toolbar)
        layout.addLayout(beside, 1)
        self._dress()

    def _dress(self) -> None:
        lay_ground(self._theme, self)

    def _connect(self) -> None:
        self._session.changed.connect(self._on_changed)
        self._theme.changed.connect(self._dress)
        self.toolbar.filter_changed.connect(self._show_list)
        self.toolbar.subject_chosen.connect(self._on_subject)
        self.toolbar.new_wanted.connect(self.new)
        self.toolbar.views_wanted.connect(self.views.open_menu)
        self.toolbar.duplicates_wanted.connect(lambda: self.acts.show_duplicates(self.subject))
        self.toolbar.left.connect(self.focus_page)
        self.empty.acted.connect(self._on_unfiltered)
        self.new_line.typed.connect(self._on_typed)
        self.new_line.closed.connect(self.focus_page)
        self.panel.deal_opened.connect(self.deal_opened)
        self.panel.person_opened.connect(self.open_person)
        self.panel.asked.connect(self._on_asked)
        self.panel.left.connect(self.focus_page)
        self.acts.said.connect(self.said)
