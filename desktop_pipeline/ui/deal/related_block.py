"""Deals that this one follows from, and those that follow from it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout

from desktop_pipeline.actions.relations import RelationKind, relate_deals, unrelate_deals
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.queries.deal import DealView
from desktop_pipeline.queries.deal_parts import RelatedDeal, find_deals
from desktop_pipeline.queries.lists import Named
from desktop_pipeline.ui.deal.row_pieces import Choice, LinkField, make_more, show_menu
from desktop_pipeline.ui.deal.sections import Block
from desktop_pipeline.ui.deal.surroundings import Surroundings
from desktop_pipeline.ui.widgets.field import PAD
from desktop_pipeline.ui.widgets.name_popup import NamePopup
from desktop_pipeline.ui.widgets.words import ElidedWords, Words


class RelatedBlock(Block):
    """Signals: `deal_opened(id)`."""

    deal_opened = Signal(int)

    def __init__(self, around: Surroundings) -> None:
        super().__init__(
            around,
            QCoreApplication.translate("DealPanel", "Related deals"),
            add=QCoreApplication.translate("DealPanel", "Name an earlier deal"),
        )
        self._view: DealView | None = None
        self.popup: NamePopup | None = None
        assert self.add_button is not None
        self.add_button.clicked.connect(self._ask_kind)

    def show_deal(self, view: DealView) -> None:
        """Show a deal's relations."""
        self._view = view
        self.show_rows((view.deal_id, view.related), lambda: self._make_rows(view.related))

    def ask_earlier(self, kind: RelationKind) -> None:
        """Let the earlier deal be found by typing."""
        view, workspace, place = self._view, self._around.session.workspace, self.add_button
        if view is None or place is None:
            return

        def find(text: str) -> list[Named]:
            return find_deals(workspace, text, but=view.deal_id)

        self.popup = NamePopup(self._theme, word_kind(kind, follows=False), find, place)
        self.popup.taken.connect(
            lambda earlier: self._around.attempt(lambda: relate_deals(workspace, view.deal_id, earlier, kind), place)
        )
        self.open_popup(self.popup, place)

    def _ask_kind(self) -> None:
        assert self.add_button is not None
        kinds = ((RelationKind.REPEAT, "refresh-cw"), (RelationKind.UPSELL, "plus"), (RelationKind.REFERRAL, "users"))
        choices: list[Choice] = [
            (f"{word_kind(kind, follows=False)}…", icon_name, "ink2", partial(self.ask_earlier, kind))
            for kind, icon_name in kinds
        ]
        show_menu(self._theme, self.add_button, choices)

    def _make_rows(self, related: Sequence[RelatedDeal]) -> None:
        if not related:
            self.add_empty(self.tr("None."))
        for relation in related:
            said = Words(
                self._theme, word_kind(RelationKind(relation.kind), follows=relation.follows), "caption", "ink3"
            )
            said.setContentsMargins(PAD, 4, 0, 0)
            self._rows.addWidget(said)
            self._rows.addLayout(self._make_row(relation))

    def _make_row(self, relation: RelatedDeal) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        title = LinkField(
            self._theme,
            self.tr("Related deal"),
            self._around.note,
            lambda: self.deal_opened.emit(relation.deal_id),
        )
        title.show_value(relation.title)
        row.addWidget(self.keep(f"related:{relation.relation_id}", title), 1)
        row.addWidget(ElidedWords(self._theme, self._about(relation), "secondary", "ink3"))
        more = make_more(
            self._theme,
            self.tr("More about {name}").format(name=relation.title),
            lambda: self._choices(relation),
        )
        if not self._around.is_read_only:
            title.offer(lambda: self._choices(relation))
        more.setEnabled(not self._around.is_read_only)
        row.addWidget(self.keep(f"more:{relation.relation_id}", more))
        return row

    def _choices(self, relation: RelatedDeal) -> list[Choice]:
        workspace = self._around.session.workspace
        return [
            (
                self.tr("No longer related"),
                "trash-2",
                "red",
                lambda: self._around.attempt(lambda: unrelate_deals(workspace, relation.relation_id), self),
            )
        ]

    def _about(self, relation: RelatedDeal) -> str:
        if relation.status is DealStatus.WON:
            return self.tr("won")
        if relation.status is DealStatus.LOST:
            return self.tr("lost")
        return "" if relation.value is None else self._formats.money(relation.value)


def word_kind(kind: RelationKind, *, follows: bool) -> str:
    """How the other deal stands to this one."""
    words = {
        (RelationKind.REPEAT, False): QCoreApplication.translate("DealPanel", "Repeat of"),
        (RelationKind.UPSELL, False): QCoreApplication.translate("DealPanel", "More for the customer of"),
        (RelationKind.REFERRAL, False): QCoreApplication.translate("DealPanel", "Recommended through"),
        (RelationKind.RETRY, False): QCoreApplication.translate("DealPanel", "Another try at"),
        (RelationKind.REPEAT, True): QCoreApplication.translate("DealPanel", "Repeated by"),
        (RelationKind.UPSELL, True): QCoreApplication.translate("DealPanel", "Led to more"),
        (RelationKind.RETRY, True): QCoreApplication.translate("DealPanel", "Tried again as"),
        (RelationKind.REFERRAL, True): QCoreApplication.translate("DealPanel", "Led by recommendation to"),
    }
    return words[kind, follows]
