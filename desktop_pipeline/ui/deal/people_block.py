"""The people at the customer's side of a deal, each with their part in it, and ways to reach them."""

import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, Qt, QUrl, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_pipeline.actions.deal_people import add_person, make_main, remove_person, set_role
from desktop_pipeline.domain.names import fold
from desktop_pipeline.domain.roles import Role
from desktop_pipeline.queries.deal import DealView
from desktop_pipeline.queries.deal_parts import DealPersonView, find_person_names
from desktop_pipeline.queries.lists import Named
from desktop_pipeline.ui.deal.row_pieces import Choice, LinkField, make_more, show_menu
from desktop_pipeline.ui.deal.sections import Block
from desktop_pipeline.ui.deal.surroundings import Surroundings
from desktop_pipeline.ui.widgets.avatar import Avatar
from desktop_pipeline.ui.widgets.field import PAD
from desktop_pipeline.ui.widgets.icon_button import IconButton
from desktop_pipeline.ui.widgets.name_popup import NamePopup
from desktop_pipeline.ui.widgets.words import ElidedWords

_AVATAR = 24


class PeopleBlock(Block):
    """Signals: `person_opened(id)`; `write_asked(id)`."""

    person_opened = Signal(int)
    write_asked = Signal(int)

    def __init__(self, around: Surroundings) -> None:
        super().__init__(
            around,
            QCoreApplication.translate("DealPanel", "Contacts"),
            add=QCoreApplication.translate("DealPanel", "Add a person"),
        )
        self._view: DealView | None = None
        self.popup: NamePopup | None = None
        assert self.add_button is not None
        self.add_button.clicked.connect(self.ask_person)

    def show_deal(self, view: DealView) -> None:
        """Show a deal's people."""
        self._view = view
        self.show_rows((view.deal_id, view.people), lambda: self._make_rows(view.people))

    def ask_person(self) -> None:
        """Let a person be named who joins the deal."""
        view = self._view
        if view is None or self.add_button is None:
            return
        names: list[str] = []

        def find(text: str) -> list[Named]:
            names[:] = find_person_names(self._around.session.workspace, text, view.organisation_id)
            return [Named(place, name) for place, name in enumerate(names, start=1)]

        place = self.add_button
        self.popup = NamePopup(self._theme, self.tr("Add a person"), find, place, new=self.tr("Add “{text}”"))
        self.popup.taken.connect(lambda chosen: self._add(view, names[chosen - 1]))
        self.popup.named.connect(lambda name: self._add(view, name))
        self.open_popup(self.popup, place)

    def _add(self, view: DealView, name: str) -> None:
        workspace = self._around.session.workspace
        assert self.add_button is not None
        self._around.attempt(lambda: add_person(workspace, view.deal_id, name), self.add_button)

    def _make_rows(self, people: Sequence[DealPersonView]) -> None:
        if not people:
            self.add_empty(self.tr("Nobody yet."))
        for person in people:
            self._rows.addLayout(self._make_row(person, is_main=person is people[0]))

    def _make_row(self, person: DealPersonView, *, is_main: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(PAD, 3, 0, 0)
        row.setSpacing(2)
        row.addWidget(Avatar(self._theme, person.name, size=_AVATAR), 0, Qt.AlignmentFlag.AlignTop)
        name = ElidedWords(self._theme, person.name, "body", "ink3" if person.has_left else "ink")
        name.setContentsMargins(PAD, 0, 0, 0)
        first = QHBoxLayout()
        first.setSpacing(2)
        first.addWidget(name, 1)
        for key, icon_name, address, open_menu in (
            ("call", "phone", person.phone, self._ask_call),
            ("mail", "mail", person.email, self._ask_mail),
        ):
            if address:
                first.addWidget(self._make_reach(key, icon_name, person, address, open_menu))
        more = make_more(
            self._theme,
            self.tr("More about {name}").format(name=person.name),
            lambda: self._choices(person, is_main=is_main),
        )
        first.addWidget(self.keep(f"more:{person.person_id}", more))
        # The role has the whole line below the buttons, or its end is cut off.
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addLayout(first)
        words.addWidget(self._make_role(person, is_main=is_main))
        row.addLayout(words, 1)
        return row

    def _make_role(self, person: DealPersonView, *, is_main: bool) -> LinkField:
        field = LinkField(
            self._theme,
            self.tr("Role of {name}").format(name=person.name),
            self._around.note,
            lambda: self._ask_role(person, field),
            style="caption",
            role="ink3",
        )
        field.stand_high()
        parts = [person.job_title or "", word_role(person.role), self.tr("has left") if person.has_left else ""]
        text = ", ".join(part for part in parts if part)
        field.show_value(text or self.tr("No role yet"), is_empty=not text)
        field.setEnabled(not self._around.is_read_only)
        field.offer(lambda: self._choices(person, is_main=is_main))
        return self.keep(f"role:{person.person_id}", field)

    def _make_reach(
        self, key: str, icon_name: str, person: DealPersonView, address: str, ask: Callable[[QWidget, str], object]
    ) -> IconButton:
        text = self.tr("Call {name}: {address}") if key == "call" else self.tr("Write to {name}: {address}")
        button = IconButton(self._theme, icon_name, text.format(name=person.name, address=address))
        button.clicked.connect(lambda: ask(button, address))
        return self.keep(f"{key}:{person.person_id}", button)

    def _ask_role(self, person: DealPersonView, field: QWidget) -> None:
        known = list(Role)

        def find(text: str) -> list[Named]:
            rows = [Named(place, word_role(role)) for place, role in enumerate(known, start=1)]
            return [row for row in rows if fold(text) in fold(row.name)]

        popup = NamePopup(
            self._theme, self.tr("Role of {name}").format(name=person.name), find, field, new=self.tr("Role “{text}”")
        )
        popup.taken.connect(lambda chosen: self._set_role(person, known[chosen - 1].value, field))
        popup.named.connect(lambda role: self._set_role(person, role, field))
        self.open_popup(popup, field)
        self.popup = popup

    def _set_role(self, person: DealPersonView, role: str, place: QWidget) -> None:
        view, workspace = self._view, self._around.session.workspace
        if view is not None:
            self._around.attempt(lambda: set_role(workspace, view.deal_id, person.person_id, role), place)

    def _choices(self, person: DealPersonView, *, is_main: bool) -> list[Choice]:
        view, workspace = self._view, self._around.session.workspace
        assert view is not None
        deal_id, person_id = view.deal_id, person.person_id
        choices: list[Choice] = [
            (
                self.tr("Open {name}").format(name=person.name),
                "user",
                "ink2",
                lambda: self.person_opened.emit(person_id),
            )
        ]
        if self._around.is_read_only:
            return choices
        if person.email:
            words = self.tr("Write an e-mail…")
            choices.append((words, "mail", "ink2", lambda: self.write_asked.emit(person_id)))
        if not is_main:
            choices.append(
                (
                    self.tr("Make the main person"),
                    "chevron-up",
                    "ink2",
                    lambda: self._around.attempt(lambda: make_main(workspace, deal_id, person_id), self),
                )
            )
        if person.role:
            choices.append((self.tr("Take the role away"), "x", "ink2", lambda: self._set_role(person, "", self)))
        choices += [
            None,
            (
                self.tr("Remove from this deal"),
                "trash-2",
                "red",
                lambda: self._around.attempt(lambda: remove_person(workspace, deal_id, person_id), self),
            ),
        ]
        return choices

    def _ask_call(self, button: QWidget, number: str) -> None:
        # The menu shows what will be dialled before anything is handed to the system.
        dialled = re.sub(r"[^\d+*#]", "", number)
        url = QUrl(f"tel:{dialled}".replace("#", "%23"))
        self._ask_reach(button, self.tr("Call {address}").format(address=number), "phone", url, number)

    def _ask_mail(self, button: QWidget, address: str) -> None:
        url = QUrl()
        url.setScheme("mailto")
        url.setPath(address)
        self._ask_reach(button, self.tr("Write to {address}").format(address=address), "mail", url, address)

    def _ask_reach(self, button: QWidget, words: str, icon_name: str, url: QUrl, address: str) -> None:
        copy = QGuiApplication.clipboard().setText
        show_menu(
            self._theme,
            button,
            [
                (words, icon_name, "ink2", lambda: self._around.open_url(url)),
                (self.tr("Copy"), "clipboard-check", "ink2", lambda: copy(address)),
            ],
        )


def word_role(role: str) -> str:
    """The word for a known role; the owner's own words stay."""
    words = {
        Role.DECIDES: QCoreApplication.translate("DealPanel", "decides"),
        Role.CHAMPION: QCoreApplication.translate("DealPanel", "champion"),
        Role.RECOMMENDS: QCoreApplication.translate("DealPanel", "recommends"),
        Role.USES: QCoreApplication.translate("DealPanel", "uses it"),
        Role.PAYS: QCoreApplication.translate("DealPanel", "pays"),
        Role.BLOCKS: QCoreApplication.translate("DealPanel", "blocks"),
    }
    return words.get(Role(role), role) if role in {known.value for known in Role} else role
