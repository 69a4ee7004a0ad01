"""What the panel writes: each field of the shown deal through its action, from what was typed or chosen."""

from datetime import date

from desktop_pipeline.actions.custom_values import set_custom_value
from desktop_pipeline.actions.deal_marks import add_competitor, add_label, remove_competitor, remove_label
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.notes import add_note, delete_note, edit_note
from desktop_pipeline.domain.custom_fields import FieldSubject
from desktop_pipeline.queries.deal import DealView
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.typed import read_amount, read_percent


class DealEdits:
    """Every method raises PipelineError with a sentence where it is refused; then nothing was changed."""

    def __init__(self, session: Session, formats: Formats) -> None:
        self._session = session
        self._formats = formats
        self.deal_id = 0
        self._currency = ""

    def follow(self, view: DealView) -> None:
        """From now on this deal is meant."""
        self.deal_id = view.deal_id
        self._currency = view.currency

    def keep_title(self, text: str) -> None:
        """One line, not empty."""
        edit_deal(self._session.workspace, self.deal_id, at=self._session.now(), title=text)

    def keep_value(self, text: str) -> None:
        """In the deal's currency; nothing typed means not known."""
        value = read_amount(text, self._currency, self._formats)
        edit_deal(self._session.workspace, self.deal_id, at=self._session.now(), value=value)

    def keep_probability(self, text: str) -> None:
        """In percent; nothing typed means as the stage has it."""
        share = read_percent(text, self._formats)
        edit_deal(self._session.workspace, self.deal_id, at=self._session.now(), probability=share)

    def keep_organisation(self, text: str) -> None:
        """By name; one that is new is made."""
        edit_deal(self._session.workspace, self.deal_id, at=self._session.now(), organisation=text)

    def keep_currency(self, code: str) -> None:
        """The same figures in another currency."""
        edit_deal(self._session.workspace, self.deal_id, at=self._session.now(), currency=code)

    def keep_category(self, category: str | None) -> None:
        """A forecast category of the deal's own, or its stage's."""
        edit_deal(self._session.workspace, self.deal_id, at=self._session.now(), forecast_category=category)

    def turn_label(self, name: str, is_on: bool) -> None:  # noqa: FBT001 - what a tick hands over
        """Put a label on the deal, or take it off."""
        (add_label if is_on else remove_label)(self._session.workspace, self.deal_id, name)

    def turn_competitor(self, name: str, is_on: bool) -> None:  # noqa: FBT001 - likewise
        """Note a competitor, or take them off."""
        (add_competitor if is_on else remove_competitor)(self._session.workspace, self.deal_id, name)

    def keep_custom(self, field_id: int, value: object) -> None:
        """What one of the owner's own fields holds."""
        set_custom_value(self._session.workspace, field_id, FieldSubject.DEAL, self.deal_id, value)

    def keep_owner(self, owner_id: int | None) -> None:
        """One of the team, or nobody."""
        edit_deal(self._session.workspace, self.deal_id, at=self._session.now(), owner_id=owner_id)

    def keep_source(self, source_id: int | None) -> None:
        """One of the owner's list, or none."""
        edit_deal(self._session.workspace, self.deal_id, at=self._session.now(), source_id=source_id)

    def keep_close(self, day: date | None) -> None:
        """The day the deal is expected to close."""
        edit_deal(self._session.workspace, self.deal_id, at=self._session.now(), expected_close_on=day)

    def note(self, text: str) -> None:
        """A note on the timeline."""
        add_note(self._session.workspace, self.deal_id, text, at=self._session.now())

    def reword_note(self, note_id: int, text: str) -> None:
        """Word a note anew."""
        edit_note(self._session.workspace, note_id, text)

    def remove_note(self, note_id: int) -> None:
        """Take a note off the timeline."""
        delete_note(self._session.workspace, note_id)
