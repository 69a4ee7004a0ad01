"""The screens of a workspace besides the board: each is made when it is first seen, and connected to the others."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.ui.deal_asks import DealAsks
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.preferences import PreferenceFile
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme

if TYPE_CHECKING:
    from desktop_pipeline.queries.contact_standing import Subject
    from desktop_pipeline.ui.acts.deal_acts import DealActs
    from desktop_pipeline.ui.contacts.contacts_page import ContactsPage
    from desktop_pipeline.ui.deals.deals_page import DealsPage
    from desktop_pipeline.ui.insights.insights_page import InsightsPage
    from desktop_pipeline.ui.settings.settings_page import SettingsPage


class Page(Protocol):
    """What the window asks of every screen."""

    def focus_page(self) -> None:
        """Give the keys to what the screen is about."""

    def find(self) -> None:
        """Give the keys to its filter."""

    def new(self) -> None:
        """Begin something new of what it shows."""


@dataclass(slots=True)
class Screen:
    """A screen that was made; `counts` is what the status line says while it is shown."""

    widget: QWidget
    page: Page | None
    counts: list[str] = field(default_factory=list)


def load_insights() -> "type[InsightsPage]":
    """A hundred modules and numpy take up to 0.4 s: let a worker ask for them before the window does."""
    import desktop_pipeline.ui.insights.overview_page  # noqa: F401, PLC0415 - what it shows first
    from desktop_pipeline.ui.insights.insights_page import InsightsPage  # noqa: PLC0415 - never before the board

    return InsightsPage


def load_printing() -> None:
    """The preview and all kinds of reports take up to 0.3 s: likewise."""
    import desktop_pipeline.ui.window_printing  # noqa: F401, PLC0415 - never before the board


class Screens(QObject):
    """Makes screens and passes on what they ask for.

    Signals: `deal_opened(id)`; `went_to(key)` when one screen leads to another; `said(sentence)`;
    `counts_changed(key, texts)`; `due_counted(number)`; `print_asked()`; `deal_wanted(person, organisation)`;
    `new_deal_asked()`; `search_asked()`; `write_asked()` to write to those who are selected; `people_write_asked(ids)`;
    `deal_write_asked(id)` to the person of a deal; `review_counted(number)`; `undo_asked()`;
    `report_asked(ReportAsked)`; `mail_asked(id)` for the e-mail that an activity is;
    `settings_made(SettingsPage)`, to which the window connects what it keeps itself.
    """

    deal_opened = Signal(int)
    went_to = Signal(str)
    said = Signal(str)
    counts_changed = Signal(str, list)
    due_counted = Signal(int)
    print_asked = Signal()
    settings_made = Signal(object)
    new_deal_asked = Signal()
    search_asked = Signal()
    deal_wanted = Signal(object, object)
    write_asked = Signal()
    mail_asked = Signal(int)
    people_write_asked = Signal(list)
    review_counted = Signal(int)
    undo_asked = Signal()
    report_asked = Signal(object)
    deal_write_asked = Signal(int)

    def __init__(
        self,
        session: Session,
        tasks: Tasks,
        figures: Figures,
        theme: Theme,
        formats: Formats,
        preferences: PreferenceFile,
        acts: Callable[[], "DealActs"],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._tasks = tasks
        self._figures = figures
        self._theme = theme
        self._formats = formats
        self._preferences = preferences
        self._home = parent
        self._made: dict[str, Screen] = {}
        self.acts = acts
        self._asks = DealAsks(session, theme, formats, acts, parent)
        self._asks.said.connect(self.said)
        self._asks.write_asked.connect(self.write_asked)
        self._asks.ended.connect(self._give_keys_back)
        self._makers: dict[str, Callable[[], Screen]] = {
            "deals": self._make_deals,
            "contacts": self._make_contacts,
            "activities": self._make_activities,
            "insights": self._make_insights,
            "settings": self._make_settings,
            "bin": self._make_bin,
            "past board": self._make_past_board,
            "hygiene": self._make_clean_up,
            "data quality": self._make_data,
            "review": self._make_review,
            "past reviews": self._make_past_reviews,
        }

    def screen(self, key: str) -> Screen:
        """The screen of that key, made where it was not yet."""
        if key not in self._made:
            self._made[key] = self._makers[key]()
        return self._made[key]

    def counts(self, key: str) -> list[str]:
        """What the status line says while that screen is shown."""
        return self._made[key].counts if key in self._made else []

    def open_person(self, person_id: int) -> None:
        """Shows a person among the contacts."""
        self.went_to.emit("contacts")
        self._contacts().open_person(person_id)

    def open_organisation(self, organisation_id: int) -> None:
        """Shows an organisation among the contacts."""
        self.went_to.emit("contacts")
        self._contacts().open_organisation(organisation_id)

    def look_back(self, pipeline_id: int, question: Mapping[str, object]) -> None:
        """Shows the board of a pipeline as it stood, filtered as a kept question says."""
        from desktop_pipeline.ui.board.past_page import PastPage  # noqa: PLC0415

        page = self.screen("past board").widget
        assert isinstance(page, PastPage)
        page.look(pipeline_id, question)

    def open_stage(self, stage_id: int) -> None:
        """Shows the settings of a stage."""
        self.went_to.emit("settings")
        self._settings().show_stage(stage_id)

    def open_settings(self, section: str) -> None:
        """Shows a section of the settings."""
        self.went_to.emit("settings")
        self._settings().go_to(section)

    def show_deals(self, kept: Mapping[str, object], view_id: int | None = None) -> None:
        """Shows in the table of deals what a saved view asks for."""
        from desktop_pipeline.queries.kept_question import read_question  # noqa: PLC0415

        self.deals_page().show_question(read_question(kept), view_id)

    def show_contacts(self, kept: Mapping[str, object], view_id: int) -> None:
        """Shows among the contacts what a saved view asks for."""
        self._contacts().show_question(kept, view_id)

    def deals_page(self) -> "DealsPage":
        """The table of deals."""
        from desktop_pipeline.ui.deals.deals_page import DealsPage  # noqa: PLC0415

        page = self.screen("deals").widget
        assert isinstance(page, DealsPage)
        return page

    def _keep(self, key: str, widget: QWidget, page: Page | None, counted: SignalInstance | None = None) -> Screen:
        screen = Screen(widget, page)

        def count(texts: list[str]) -> None:
            screen.counts = texts
            self.counts_changed.emit(key, texts)

        if counted is not None:
            counted.connect(count)
        return screen

    def _make_deals(self) -> Screen:
        from desktop_pipeline.ui.deals.deals_page import DealsPage  # noqa: PLC0415 - made when first seen
        from desktop_pipeline.ui.deals.table_layout import TableLayout, read_layout  # noqa: PLC0415

        page = DealsPage(self._session, self._tasks, self._theme, self._formats, self._home)
        page.columns.show_layout(read_layout(self._preferences.now.deals_table))

        def keep_layout(layout: TableLayout) -> None:
            self._preferences.keep(replace(self._preferences.now, deals_table=layout.to_document()))

        page.columns.changed.connect(keep_layout)
        page.new_asked.connect(self.new_deal_asked)
        page.asked.connect(lambda what, ids: self._asks.ask(what, ids, page.view.place_below()))
        page.move_asked.connect(lambda ids, stage_id: self.acts().move(ids, stage_id))
        page.edit_asked.connect(lambda ids, wish: self.acts().edit(ids, wish))
        page.deal_opened.connect(self.deal_opened)
        page.said.connect(self.said)
        return self._keep("deals", page, page, page.counts_changed)

    def _make_contacts(self) -> Screen:
        from desktop_pipeline.ui.contacts.contacts_page import ContactsPage  # noqa: PLC0415

        page = ContactsPage(self._session, self._tasks, self._theme, self._formats, self._home)
        page.show_layout(self._preferences.now.contacts_tables)
        page.layout_changed.connect(
            lambda kept: self._preferences.keep(replace(self._preferences.now, contacts_tables=kept))
        )
        page.deal_wanted.connect(self.deal_wanted)
        page.write_asked.connect(self.write_asked)
        page.deal_opened.connect(self.deal_opened)
        page.said.connect(self.said)
        return self._keep("contacts", page, page, page.counts_changed)

    def _make_activities(self) -> Screen:
        from desktop_pipeline.ui.activities.activities_page import ActivitiesPage  # noqa: PLC0415
        from desktop_pipeline.ui.widgets.search_field import SearchField  # noqa: PLC0415

        page = ActivitiesPage(self._session, self._tasks, self._theme, self._formats, self._home)
        page.due_counted.connect(self.due_counted)
        search = SearchField(self._theme)
        search.clicked.connect(self.search_asked)
        page.toolbar.search_slot.addWidget(search)
        page.deal_opened.connect(self.deal_opened)
        page.person_opened.connect(self.open_person)
        page.organisation_opened.connect(self.open_organisation)
        page.write_asked.connect(self.mail_asked)
        page.side.proposals.close_asked.connect(lambda deal, reason: self.acts().lose([deal], reason=reason))
        page.side.proposals.said.connect(lambda text, _detail, _undo: self.said.emit(text))
        page.said.connect(self.said)
        return self._keep("activities", page, page, page.counts_changed)

    def _make_insights(self) -> Screen:
        page = load_insights()(self._session, self._figures, self._tasks, self._theme, self._formats, self._home)
        page.print_asked.connect(self.print_asked)
        page.deal_opened.connect(self.deal_opened)
        page.said.connect(self.said)
        page.deal_wanted.connect(self.deal_wanted)
        page.people_write_asked.connect(self.people_write_asked)
        return self._keep("insights", page, None, page.counts_changed)

    def _make_settings(self) -> Screen:
        from desktop_pipeline.ui.settings.settings_page import SettingsPage  # noqa: PLC0415

        page = SettingsPage(
            self._session,
            self._tasks,
            self._theme,
            self._formats,
            self._home,
            preferences=self._preferences.now,
        )
        page.said.connect(self.said)
        self._add_mail_sections(page)
        self.settings_made.emit(page)
        return self._keep("settings", page, page)

    def _add_mail_sections(self, page: "SettingsPage") -> None:
        session, tasks, theme, formats = self._session, self._tasks, self._theme, self._formats
        folder = self._preferences.folder

        def make_account() -> QWidget:
            from desktop_pipeline.ui.settings.account_section import AccountSection  # noqa: PLC0415 - when first seen

            return AccountSection(tasks, theme, folder)

        def make_templates() -> QWidget:
            from desktop_pipeline.ui.settings.templates_section import TemplatesSection  # noqa: PLC0415 - likewise

            return TemplatesSection(session, theme, formats, folder)

        page.add_section("templates", make_templates)
        page.add_section("mail", make_account)

    def _make_bin(self) -> Screen:
        from desktop_pipeline.ui.care.bin_page import BinPage  # noqa: PLC0415

        page = BinPage(self._session, self._tasks, self._theme, self._formats, self._home)
        page.said.connect(self.said)
        page.new_asked.connect(self.new_deal_asked)
        return self._keep("bin", page, page, page.counts_changed)

    def _make_past_board(self) -> Screen:
        # Figures of a past day: numpy comes with it, never before the board.
        from desktop_pipeline.ui.board.past_page import PastPage  # noqa: PLC0415

        page = PastPage(self._session, self._tasks, self._figures, self._theme, self._formats, self._home)
        page.deal_opened.connect(self.deal_opened)
        page.said.connect(self.said)
        page.left.connect(lambda: self.went_to.emit("board"))
        return self._keep("past board", page, page, page.counts_changed)

    def _make_review(self) -> Screen:
        from desktop_pipeline.ui.review.review_page import ReviewPage  # noqa: PLC0415

        page = ReviewPage(self._session, self._tasks, self._figures, self._theme, self._formats, self._home)
        page.due_counted.connect(self.review_counted)
        page.deal_opened.connect(self.deal_opened)
        page.write_asked.connect(self.deal_write_asked)
        page.undo_asked.connect(self.undo_asked)
        page.report_asked.connect(self.report_asked)
        page.went_to.connect(self.went_to)
        page.said.connect(self.said)
        return self._keep("review", page, page, page.counts_changed)

    def _make_past_reviews(self) -> Screen:
        from desktop_pipeline.ui.review.past_page import PastReviewsPage  # noqa: PLC0415

        page = PastReviewsPage(self._session, self._tasks, self._theme, self._formats, self._home)
        page.deal_opened.connect(self.deal_opened)
        page.report_asked.connect(self.report_asked)
        page.went_to.connect(self.went_to)
        page.said.connect(self.said)
        return self._keep("past reviews", page, page, page.counts_changed)

    def _make_clean_up(self) -> Screen:
        # Figures: numpy comes with it, never before the board.
        from desktop_pipeline.ui.hygiene.clean_page import CleanPage  # noqa: PLC0415

        page = CleanPage(self._session, self._figures, self._tasks, self._theme, self._formats, self._home)
        page.lost_asked.connect(lambda ids: self.acts().lose(ids))
        page.re_engage_asked.connect(self._asks.re_engage)
        page.proposals.close_asked.connect(lambda deal, reason: self.acts().lose([deal], reason=reason))
        page.proposals.said.connect(lambda text, _detail, _undo: self.said.emit(text))
        page.deal_opened.connect(self.deal_opened)
        page.said.connect(self.said)
        page.went_to.connect(self.went_to)
        return self._keep("hygiene", page, page, page.counts_changed)

    def _make_data(self) -> Screen:
        from desktop_pipeline.ui.contacts.contact_acts import ContactActs  # noqa: PLC0415
        from desktop_pipeline.ui.hygiene.data_page import DataPage  # noqa: PLC0415

        page = DataPage(self._session, self._figures, self._tasks, self._theme, self._formats, self._home)
        contacts = ContactActs(self._session, self._tasks, self._theme, self._formats, page)
        contacts.said.connect(self.said)
        page.merge_asked.connect(contacts.ask_merge)
        page.lost_asked.connect(lambda ids: self.acts().lose(ids))
        page.delete_asked.connect(lambda ids: self.acts().delete(ids))
        page.rates_asked.connect(lambda: self.open_settings("currencies"))
        page.contact_opened.connect(self._open_contact)
        page.deal_opened.connect(self.deal_opened)
        page.said.connect(self.said)
        page.went_to.connect(self.went_to)
        return self._keep("data quality", page, page, page.counts_changed)

    def _open_contact(self, subject: "Subject", row_id: int) -> None:
        from desktop_pipeline.queries.contact_standing import Subject  # noqa: PLC0415 - not before the board

        (self.open_person if subject is Subject.PEOPLE else self.open_organisation)(row_id)

    def _contacts(self) -> "ContactsPage":
        from desktop_pipeline.ui.contacts.contacts_page import ContactsPage  # noqa: PLC0415

        page = self.screen("contacts").widget
        assert isinstance(page, ContactsPage)
        return page

    def _settings(self) -> "SettingsPage":
        from desktop_pipeline.ui.settings.settings_page import SettingsPage  # noqa: PLC0415

        page = self.screen("settings").widget
        assert isinstance(page, SettingsPage)
        return page

    def _give_keys_back(self) -> None:
        for key in ("deals", "hygiene"):
            screen = self._made.get(key)
            if screen is not None and screen.page is not None and screen.widget.isVisible():
                screen.page.focus_page()
