"""What the panel writes: each field of the person or organisation shown, through its action, from what was typed."""

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.actions.contact_rows import ORGANISATION, PERSON, Kind
from desktop_pipeline.actions.custom_values import set_custom_value
from desktop_pipeline.actions.organisations import OrganisationEdit, delete_organisations, edit_organisation
from desktop_pipeline.actions.people import PersonEdit, delete_people, edit_person
from desktop_pipeline.actions.reaching import (
    add_contact_note,
    add_point,
    edit_contact_note,
    edit_point,
    remove_contact_note,
    remove_point,
)
from desktop_pipeline.domain.contacts import PointKind
from desktop_pipeline.domain.custom_fields import FieldSubject
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.queries.contact_standing import Subject
from desktop_pipeline.ui.session import Session


class ContactEdits:
    """Every method raises PipelineError with a sentence where it is refused; then nothing was changed."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.subject = Subject.PEOPLE
        self.row_id = 0

    def follow(self, subject: Subject, row_id: int) -> None:
        """From now on this person or organisation is meant."""
        self.subject = subject
        self.row_id = row_id

    @property
    def kind(self) -> Kind:
        """What the actions call it."""
        return PERSON if self.subject is Subject.PEOPLE else ORGANISATION

    def keep(self, name: str) -> Callable[[str], object]:
        """Keeps a line of text in that field."""

        def write(text: str) -> object:
            workspace = self._session.workspace
            if self.subject is Subject.PEOPLE:
                return edit_person(workspace, self.row_id, **cast("PersonEdit", {name: text}))
            value = _read_size(text) if name == "size" else text
            return edit_organisation(workspace, self.row_id, **cast("OrganisationEdit", {name: value}))

        return write

    def keep_source(self, source_id: int | None) -> None:
        """One of the owner's list, or none."""
        if self.subject is Subject.PEOPLE:
            edit_person(self._session.workspace, self.row_id, source_id=source_id)
        else:
            edit_organisation(self._session.workspace, self.row_id, source_id=source_id)

    def add_point(self, point: PointKind, text: str) -> None:
        """A further e-mail, phone or link; nothing typed adds none."""
        if text.strip():
            add_point(self._session.workspace, self.kind, self.row_id, point, text)

    def keep_point(self, point_id: int) -> Callable[[str], object]:
        """Another address or number; nothing typed takes it away."""
        return lambda text: edit_point(self._session.workspace, point_id, value=text)

    def keep_label(self, point_id: int) -> Callable[[str], object]:
        """What kind of address it is, in the owner's words."""
        return lambda text: edit_point(self._session.workspace, point_id, label=text)

    def keep_custom(self, field_id: int, value: object) -> None:
        """What one of the owner's own fields holds."""
        subject = FieldSubject.PERSON if self.subject is Subject.PEOPLE else FieldSubject.ORGANISATION
        set_custom_value(self._session.workspace, field_id, subject, self.row_id, value)

    def remove_point(self, point_id: int) -> None:
        """Takes a further address or number away."""
        remove_point(self._session.workspace, point_id)

    def reword_note(self, note_id: int, text: str) -> None:
        """Words a note anew."""
        edit_contact_note(self._session.workspace, note_id, text)

    def remove_note(self, note_id: int) -> None:
        """Takes a note away."""
        remove_contact_note(self._session.workspace, note_id)

    def note(self, text: str) -> None:
        """A note on them."""
        add_contact_note(self._session.workspace, self.kind, self.row_id, text, at=self._session.now())

    def delete(self, row_ids: list[int]) -> None:
        """Into the bin."""
        delete = delete_people if self.subject is Subject.PEOPLE else delete_organisations
        delete(self._session.workspace, row_ids, at=self._session.now())


def _read_size(text: str) -> int | None:
    bare = "".join(text.split()).replace(",", "").replace(".", "")
    if not bare:
        return None
    if not bare.isascii() or not bare.isdigit() or len(bare) > len("1000000000"):
        message = QCoreApplication.translate("Contacts", "“{text}” is not a number of people. Type one such as 40.")
        raise InvalidError(message.format(text=text.strip()[:40]))
    return int(bare)
