"""What the panel writes: each field of the shown deal through its action, from what was typed or chosen."""

from datetime import date

from desktop_pipeline.actions.deals import delete_deals, move_deals, reopen_deal, win_deals
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.notes import add_note
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

    def keep_person(self, text: str) -> None:
        """By name; one that is new is made."""
        edit_deal(self._session.workspace, self.deal_id, at=self._session.now(), person=text)

    def keep_owner(self, owner_id: int | None) -> None:
        """One of the team, or nobody."""
        edit_deal(self._session.workspace, self.deal_id, at=self._session.now(), owner_id=owner_id)

    def keep_source(self, source_id: int | None) -> None:
        """One of the owner's list, or none."""
        edit_deal(self._session.workspace, self.deal_id, at=self._session.now(), source_id=source_id)

    def keep_close(self, day: date | None) -> None:
        """The day the deal is expected to close."""
        edit_deal(self._session.workspace, self.deal_id, at=self._session.now(), expected_close_on=day)

    def move(self, stage_id: int) -> None:
        """To the top of a stage."""
        move_deals(self._session.workspace, [self.deal_id], stage_id, after=None, at=self._session.now())

    def win(self) -> None:
        """Close as won, now."""
        win_deals(self._session.workspace, [self.deal_id], at=self._session.now())

    def reopen(self) -> None:
        """Back to the stage it was closed from."""
        reopen_deal(self._session.workspace, self.deal_id, at=self._session.now())

    def delete(self) -> None:
        """Into the bin."""
        delete_deals(self._session.workspace, [self.deal_id], at=self._session.now())

    def note(self, text: str) -> None:
        """A note on the timeline."""
        add_note(self._session.workspace, self.deal_id, text, at=self._session.now())
