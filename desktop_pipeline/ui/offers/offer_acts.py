"""What is done with the offers of a deal: made, edited, shown as printed, sent, answered and deleted."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from desktop_pipeline.actions.offers import delete_offer, make_offer, send_offer, withdraw_answer
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.domain.offers import OfferState
from desktop_pipeline.queries.offers import OfferRow
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.day_popup import DayPopup
from desktop_pipeline.ui.widgets.error_note import ErrorNote

if TYPE_CHECKING:
    from desktop_pipeline.ui.offers.answer_popover import AnswerPopover
    from desktop_pipeline.ui.offers.offer_dialog import OfferDialog


class OfferActs(QObject):
    """A refusal is said below the place that it was asked at.

    Signals: `preview_asked(offer id)`; `won(deal id)` when an answer is to win its deal; `ended` when a dialog is gone.
    """

    preview_asked = Signal(int)
    won = Signal(int)
    ended = Signal()

    def __init__(self, session: Session, theme: Theme, formats: Formats, note: ErrorNote, home: QWidget) -> None:
        super().__init__(home)
        self._session = session
        self._theme = theme
        self._formats = formats
        self._note = note
        self._home = home
        self.dialog: OfferDialog | None = None
        self.popover: AnswerPopover | None = None

    def make(self, deal_id: int, place: QWidget) -> None:
        """Make a draft from the products of a deal, and open it."""
        session, made = self._session, list[int]()
        if self._attempt(lambda: made.append(make_offer(session.workspace, deal_id, on=session.today())), place):
            self.edit(made[0], place)

    def edit(self, offer_id: int, place: QWidget) -> None:
        """Open a draft."""
        self._attempt(lambda: self._open(offer_id), place)

    def send(self, row: OfferRow, on: date, place: QWidget) -> None:
        """Note that a draft was sent on a day."""
        self._attempt(lambda: send_offer(self._session.workspace, row.offer_id, on=on), place)

    def ask_sent_on(self, row: OfferRow, place: QWidget) -> DayPopup:
        """Let the day be chosen on which it was sent."""
        today = self._session.today()
        popup = DayPopup(self._theme, self._formats, today, today, self.tr("Cancel"), place, is_past=True)
        popup.taken.connect(lambda day: self.send(row, day, place) if day is not None else None)
        popup.open_at(place.mapToGlobal(QPoint(0, place.height() + 4)))
        return popup

    def ask_answer(self, row: OfferRow, answer: OfferState, place: QWidget, *, can_win: bool) -> "AnswerPopover":
        """Let be told when it was accepted or declined, and what was said; `can_win`: its deal is open."""
        from desktop_pipeline.ui.offers.answer_popover import AnswerPopover  # noqa: PLC0415 - when it is answered

        self.popover = popover = AnswerPopover(
            self._session, self._theme, self._formats, row, answer, place, can_win=can_win
        )
        popover.answered.connect(lambda wins: self.won.emit(row.deal_id) if wins else None)
        popover.closed.connect(self.ended)
        popover.open_at(place.mapToGlobal(QPoint(0, place.height() + 4)))
        return popover

    def withdraw(self, row: OfferRow, place: QWidget) -> None:
        """Let it wait for its answer again."""
        self._attempt(lambda: withdraw_answer(self._session.workspace, row.offer_id), place)

    def delete(self, row: OfferRow, place: QWidget) -> None:
        self._attempt(lambda: delete_offer(self._session.workspace, row.offer_id), place)

    def _open(self, offer_id: int) -> None:
        # Not needed for the panel to come up.
        from desktop_pipeline.ui.offers.offer_dialog import OfferDialog  # noqa: PLC0415

        self.dialog = dialog = OfferDialog(self._session, self._theme, self._formats, offer_id, self._home)
        dialog.preview_asked.connect(self.preview_asked)
        dialog.finished.connect(self._on_finished)
        dialog.open()

    def _on_finished(self) -> None:
        self.dialog = None
        self.ended.emit()

    def _attempt(self, act: Callable[[], object], place: QWidget) -> bool:
        try:
            act()
        except PipelineError as error:
            self._note.speak(str(error), place)
            return False
        self._note.hide()
        return True
