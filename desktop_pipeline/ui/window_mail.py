"""E-mails of a window: whom the screen that is shown names, and what waits for an answer when a file is opened."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme

if TYPE_CHECKING:
    from desktop_pipeline.ui.mail.mail_acts import MailActs
    from desktop_pipeline.ui.workspace_page import WorkspacePage


class WindowMail(QObject):
    """Writes to those who are selected, or to everybody who is shown: a saved view is a segment."""

    def __init__(
        self, page: "WorkspacePage", session: Session, tasks: Tasks, theme: Theme, formats: Formats, settings: Path
    ) -> None:
        super().__init__(page)
        self._page = page
        self._session = session
        self._tasks = tasks
        self._theme = theme
        self._formats = formats
        self._settings = settings
        self._has_asked = False

    @cached_property
    def acts(self) -> "MailActs":
        """Made when somebody first writes."""
        from desktop_pipeline.ui.mail.mail_acts import MailActs  # noqa: PLC0415

        page = self._page
        acts = MailActs(self._session, self._tasks, self._theme, self._formats, self._settings, page)
        acts.said.connect(page.toast.show_text)
        acts.settings_asked.connect(lambda: page.screens.open_settings("mail"))
        acts.ended.connect(self._give_keys_back)
        return acts

    def write_selected(self) -> None:
        """To those whom the screen has selected, or to whom the activity with the keys goes."""
        page = self._page
        beside = page.deal_with_keys(QApplication.focusWidget())
        if beside is not None:
            self.acts.write(deal_ids=[beside])
        elif page.current == "contacts":
            self._write_to_people(chosen=True)
        elif page.current == "activities":
            self._write_for_activity()
        else:
            self._write_about(self._find_deals(chosen=True))

    def write_shown(self) -> None:
        """To everybody who is shown under the filter."""
        if self._page.current == "contacts":
            self._write_to_people(chosen=False)
        else:
            self._write_about(self._find_deals(chosen=False))

    def write_about(self, deal_id: int, person_ids: Sequence[int] = (), home: QWidget | None = None) -> None:
        """To the main person of a deal, or to some of its people about it."""
        self.acts.write(deal_ids=[deal_id], person_ids=person_ids, home=home)

    def write_people(self, person_ids: Sequence[int]) -> None:
        """To people, whatever it is about."""
        self.acts.write(person_ids=person_ids)

    def write_planned(self, activity_id: int, home: QWidget | None = None) -> None:
        """The e-mail that an activity is; sending it finishes the activity."""
        self.acts.write(activity_id=activity_id, home=home)

    def take_in(self, deal_id: int, paths: Sequence[Path]) -> None:
        """The files of e-mails that were dropped on a deal."""
        self.acts.take_in(deal_id, paths)

    def ask_at_start(self) -> None:
        """What became of e-mails that were on their way when the program ended last; once for a file.

        Later on those that are on their way are our own.
        """
        from desktop_pipeline.queries.mail_offers import has_open_questions  # noqa: PLC0415 - after the first paint

        if self._has_asked:
            return
        self._has_asked = True
        if has_open_questions(self._session.workspace):
            self.acts.settle_at_start()

    def _give_keys_back(self) -> None:
        """A deal beside the screen that had them has them again by itself."""
        page = self._page
        if page.deal_with_keys(page.window().focusWidget()) is None:
            page.focus_screen()

    def _write_about(self, deal_ids: Sequence[int]) -> None:
        if deal_ids:
            self.acts.write(deal_ids=deal_ids)
        else:
            self._page.toast.show_text(self.tr("Select deals or people first, or open one."))

    def _find_deals(self, *, chosen: bool) -> list[int]:
        from desktop_pipeline.queries.board import list_shown  # noqa: PLC0415 - when somebody writes
        from desktop_pipeline.ui.deals.deals_page import DealsPage  # noqa: PLC0415 - likewise
        from desktop_pipeline.ui.review.review_page import ReviewPage  # noqa: PLC0415 - likewise

        page = self._page
        if page.current == "deals":
            deals = page.screens.screen("deals").widget
            assert isinstance(deals, DealsPage)
            return deals.view.acting_ids() if chosen else list(deals.model.ids)
        if page.current == "review":
            review = page.screens.screen("review").widget
            assert isinstance(review, ReviewPage)
            return [] if review.deal_id is None else [review.deal_id]
        if page.current != "board":
            return []
        return page.board.acting_ids() if chosen else list_shown(self._session.workspace, page.board.filter())

    def _write_to_people(self, *, chosen: bool) -> None:
        from desktop_pipeline.queries.contact_standing import Subject  # noqa: PLC0415 - likewise
        from desktop_pipeline.ui.contacts.contacts_page import ContactsPage  # noqa: PLC0415 - likewise

        contacts = self._page.screens.screen("contacts").widget
        assert isinstance(contacts, ContactsPage)
        if contacts.subject is not Subject.PEOPLE:
            self._page.toast.show_text(self.tr("Select people to write to them."))
            return
        current = contacts.table.current_id()
        selected = contacts.table.selected_ids() or ([] if current is None else [current])
        ids = selected if chosen else list(contacts.table.contacts.ids)
        self.acts.write(person_ids=ids)

    def _write_for_activity(self) -> None:
        from desktop_pipeline.ui.activities.activities_page import ActivitiesPage  # noqa: PLC0415 - likewise

        activities = self._page.screens.screen("activities").widget
        assert isinstance(activities, ActivitiesPage)
        activity = activities.list.current()
        if activity is None:
            self._page.toast.show_text(self.tr("Select an activity first."))
        else:
            self.write_planned(activity.activity_id)
