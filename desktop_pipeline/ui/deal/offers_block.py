"""The offers of a deal: number, state with its dates, what it comes to, and what can be done with it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.offers import OfferState
from desktop_pipeline.queries.deal import DealView
from desktop_pipeline.queries.offers import OfferRow, read_offers
from desktop_pipeline.ui.deal.row_pieces import Choice, LinkField, make_more
from desktop_pipeline.ui.deal.sections import Block
from desktop_pipeline.ui.deal.surroundings import Surroundings
from desktop_pipeline.ui.offers.offer_acts import OfferActs
from desktop_pipeline.ui.offers.offer_words import word_standing
from desktop_pipeline.ui.widgets.field import PAD
from desktop_pipeline.ui.widgets.words import FewLines, Words, set_tooltip


class OfferLine(LinkField):
    """The number of an offer: Enter opens it, P shows it as printed, S marks it as sent, Delete deletes a draft."""

    def __init__(self, block: "OffersBlock", around: Surroundings, row: OfferRow, standing: str) -> None:
        super().__init__(
            around.theme, block.tr("Offer"), around.note, lambda: block.open_offer(row, self), style="strong"
        )
        self._block = block
        self.row = row
        self.offer(lambda: block.choices(row, self))
        self.set_icon("file-text")
        self.show_value(row.number)
        self.setAccessibleName(f"{block.tr('Offer')}: {row.number}, {standing}, {around.formats.money(row.gross)}")
        keys = self.tr("Enter opens it, P shows it as it is printed, the menu key tells what else can be done")
        self.setAccessibleDescription(keys)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        key = event.key() if is_plain else None
        if key == Qt.Key.Key_P:
            self._block.preview_asked.emit(self.row.offer_id)
        elif key == Qt.Key.Key_S and self.row.state is OfferState.DRAFT:
            self._block.send(self.row, self)
        elif key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace} and self.row.state is OfferState.DRAFT:
            self._block.delete(self.row, self)
        else:
            super().keyPressEvent(event)


class OffersBlock(Block):
    """Signals: `preview_asked(offer id)`; `won(deal id)` when an accepted offer is to win its deal."""

    preview_asked = Signal(int)
    won = Signal(int)

    def __init__(self, around: Surroundings, home: QWidget) -> None:
        """`home` is what dialogs open over."""
        super().__init__(
            around,
            QCoreApplication.translate("DealPanel", "Offers"),
            add=QCoreApplication.translate("DealPanel", "Make an offer"),
        )
        self._view: DealView | None = None
        self._asked_at = ""
        self.offers: Sequence[OfferRow] = ()
        self.acts = OfferActs(around.session, around.theme, around.formats, around.note, home)
        self.acts.preview_asked.connect(self.preview_asked)
        self.acts.won.connect(self.won)
        self.acts.ended.connect(lambda: self.give_keys(self._asked_at))
        assert self.add_button is not None
        self.add_button.clicked.connect(self.make_offer)

    def show_deal(self, view: DealView) -> None:
        """Show a deal's offers."""
        self._view = view
        session = self._around.session
        self.offers = offers = read_offers(session.workspace, view.deal_id)
        self.show_rows((view.deal_id, offers, session.today()), lambda: self._make_rows(offers))

    def make_offer(self) -> None:
        """Make a draft from the deal's products, and open it."""
        if self._view is not None and self.add_button is not None and not self._around.is_read_only:
            self._asked_at = ""
            self.acts.make(self._view.deal_id, self.add_button)

    def open_offer(self, row: OfferRow, place: QWidget) -> None:
        """Open a draft; what was sent is shown as it was printed."""
        if row.state is OfferState.DRAFT and not self._around.is_read_only:
            self._asked_at = f"offer:{row.offer_id}"
            self.acts.edit(row.offer_id, place)
        else:
            self.preview_asked.emit(row.offer_id)

    def send(self, row: OfferRow, place: QWidget) -> None:
        """Mark a draft as sent today."""
        if not self._around.is_read_only:
            self.acts.send(row, self._around.session.today(), place)

    def delete(self, row: OfferRow, place: QWidget) -> None:
        if not self._around.is_read_only:
            self.acts.delete(row, place)

    def choices(self, row: OfferRow, place: QWidget) -> list[Choice]:
        """What can be done with an offer."""
        tr, number = self.tr, row.offer_id
        show: Choice = (tr("Preview and print…"), "printer", "ink2", partial(self.preview_asked.emit, number))
        if self._around.is_read_only:
            return [show]
        if row.state is OfferState.DRAFT:
            return [
                (tr("Edit…"), "pencil", "ink2", lambda: self.open_offer(row, place)),
                show,
                None,
                (tr("Mark as sent"), "mail", "ink2", lambda: self.send(row, place)),
                (tr("Sent on another day…"), "calendar", "ink2", lambda: self.acts.ask_sent_on(row, place)),
                None,
                (tr("Delete the draft"), "trash-2", "red", lambda: self.delete(row, place)),
            ]
        if row.state is OfferState.SENT:
            return [
                show,
                None,
                (tr("Accepted…"), "circle-check", "green", partial(self._ask, row, OfferState.ACCEPTED)),
                (tr("Declined…"), "circle-x", "ink2", partial(self._ask, row, OfferState.DECLINED)),
            ]
        return [
            show,
            None,
            (tr("Take the answer back"), "undo-2", "ink2", lambda: self.acts.withdraw(row, place)),
        ]

    def _ask(self, row: OfferRow, answer: OfferState) -> None:
        self._asked_at = f"offer:{row.offer_id}"
        place = self.named(self._asked_at)
        if place is not None:
            can_win = self._view is not None and self._view.status is DealStatus.OPEN
            self.acts.ask_answer(row, answer, place, can_win=can_win)

    def _make_rows(self, offers: Sequence[OfferRow]) -> None:
        if not offers:
            self.add_empty(self.tr("No offers yet."))
        for row in offers:
            self._rows.addLayout(self._make_row(row))

    def _make_row(self, row: OfferRow) -> QVBoxLayout:
        standing = word_standing(row, self._formats, self._around.session.today())
        name = self.keep(f"offer:{row.offer_id}", OfferLine(self, self._around, row, standing.words))
        more = make_more(
            self._theme, self.tr("More about {name}").format(name=row.number), lambda: self.choices(row, name)
        )
        first = QHBoxLayout()
        first.setSpacing(2)
        first.addWidget(name, 1)
        first.addWidget(self._make_total(row))
        first.addWidget(self.keep(f"more:{row.offer_id}", more))
        below = FewLines(self._theme, standing.words, "caption", standing.role)
        below.setContentsMargins(PAD, 0, PAD, 0)
        lines = QVBoxLayout()
        lines.setContentsMargins(0, 2, 0, 4)
        lines.setSpacing(0)
        lines.addLayout(first)
        lines.addWidget(below)
        return lines

    def _make_total(self, row: OfferRow) -> Words:
        total = Words(self._theme, self._formats.money(row.gross), "value")
        if row.gross != row.net:
            words = self.tr("{net} and taxes").format(net=self._formats.money(row.net))
            set_tooltip(total, words)
        return total
