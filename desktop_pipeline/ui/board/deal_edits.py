"""Small popovers over the focused card for what the selected deals have in common: owner, labels, date, value."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu

from desktop_pipeline.actions.bulk import BulkEdit
from desktop_pipeline.actions.edits import DealEdit
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.queries.board_cards import CardQuestion, DealCard, read_chosen
from desktop_pipeline.queries.lists import read_labels, read_owners
from desktop_pipeline.ui.board.card_words import count_deals
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.typed import plain_amount, read_amount
from desktop_pipeline.ui.widgets.chip_menu import ChipMenu
from desktop_pipeline.ui.widgets.day_popup import DayPopup
from desktop_pipeline.ui.widgets.name_popover import NamePopover

if TYPE_CHECKING:
    from desktop_pipeline.ui.acts.deal_acts import DealActs
    from desktop_pipeline.ui.board.board_page import BoardPage
    from desktop_pipeline.ui.widgets.activity_planner import ActivityPlanner

# Of more deals the first ones tell what they have in common.
_MOST_LOOKED_AT = 500


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One line of a menu: words, key and act, or what fills the menu below it; without words it divides."""

    words: str = ""
    key: str = ""
    act: Callable[[], object] = lambda: None
    fill: Callable[[QMenu], object] | None = None


class DealEdits(QObject):
    """Each keeps what is chosen as one change; closing gives the keys back to the board."""

    def __init__(self, page: "BoardPage", session: Session, theme: Theme, formats: Formats, acts: "DealActs") -> None:
        super().__init__(page)
        self._page = page
        self._session = session
        self._theme = theme
        self._formats = formats
        self._acts = acts

    def ask_owner(self, ids: Sequence[int], place: QPoint) -> ChipMenu:
        """Who holds the deals."""
        nobody = (0, self.tr("Nobody"))
        choices = [*((owner.row_id, owner.name) for owner in read_owners(self._session.workspace)), nobody]
        names = {card.owner for card in self._look_at(ids)}
        taken = frozenset(row_id for row_id, name in choices if names == {name if row_id else None})
        menu = ChipMenu(self._theme, choices, taken, self._page, picks_one=True)

        def keep(owner_id: int) -> None:
            menu.close()
            self._edit(ids, DealEdit(owner_id=owner_id or None))

        menu.toggled.connect(keep)
        self._open(menu, place)
        return menu

    def ask_labels(self, ids: Sequence[int], place: QPoint) -> ChipMenu:
        """What the deals are marked with; ticked is what all of them have."""
        labels = read_labels(self._session.workspace)
        marks = [set(card.labels) for card in self._look_at(ids)]
        common = set.intersection(*marks) if marks else set()
        choices = [(label.row_id, label.name) for label in labels]
        names = dict(choices)
        taken = {label.row_id for label in labels if label.name in common}
        menu = ChipMenu(self._theme, choices, frozenset(taken), self._page, adding=self.tr("New label…"))

        def turn(label_id: int) -> None:
            if not label_id:
                menu.close()
                self._ask_new_label(ids, place)
            elif label_id in taken:
                taken.discard(label_id)
                self._acts.edit(ids, BulkEdit(remove_label=label_id))
            else:
                taken.add(label_id)
                self._acts.edit(ids, BulkEdit(add_label=names[label_id]))

        menu.toggled.connect(turn)
        self._open(menu, place)
        return menu

    def ask_close(self, ids: Sequence[int], place: QPoint) -> DayPopup:
        """When the deals are expected to close."""
        days = {card.expected_close_on for card in self._look_at(ids)}
        chosen = next(iter(days)) if len(days) == 1 else None
        popup = DayPopup(self._theme, self._formats, chosen, self._session.today(), self.tr("No date"), self._page)
        popup.taken.connect(lambda day: self._edit(ids, DealEdit(expected_close_on=day)))
        self._open(popup, place)
        return popup

    def ask_value(self, ids: Sequence[int], place: QPoint) -> NamePopover:
        """What the deals are worth, in the currency that they have in common; nothing typed: not known."""
        cards = self._look_at(ids)
        values = {card.value for card in cards}
        common = next(iter(values)) if len(values) == 1 else None
        currencies = {value.currency for value in values if value is not None}
        base = self._session.workspace.base_currency
        currency = next(iter(currencies)) if len(currencies) == 1 else base

        def keep(text: str) -> None:
            value = read_amount(text, currency, self._formats)
            if not self._edit(ids, DealEdit(value=value)):
                raise PipelineError(self.tr("The value was not changed."))

        title = self.tr("Value in {currency}").format(currency=currency)
        popover = NamePopover(
            self._theme, title, plain_amount(common, self._formats), keep, self._page, self._name(cards, len(ids))
        )
        self._open(popover, place)
        return popover

    def ask_activity(self, ids: Sequence[int], place: QPoint) -> "ActivityPlanner":
        """What is to be done next, on each of the deals."""
        from desktop_pipeline.queries.plan_targets import PlanTarget, read_plan_target  # noqa: PLC0415 - when planned
        from desktop_pipeline.ui.widgets.activity_planner import ActivityPlanner  # noqa: PLC0415 - likewise

        if len(ids) == 1:
            target = read_plan_target(self._session.workspace, deal_id=ids[0])
        else:
            target = PlanTarget(deal_ids=tuple(ids), name=count_deals(len(ids)))
        planner = ActivityPlanner(self._session, self._theme, self._formats, target, self._page)
        planner.closed.connect(self._page.focus_board)
        planner.open_at(place)
        return planner

    def open_more(self, place: QPoint, entries: Sequence[MenuEntry]) -> QMenu:
        """A menu of these entries."""
        menu = QMenu(self._page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for entry in entries:
            if not entry.words:
                menu.addSeparator()
            elif entry.fill is not None:
                entry.fill(menu.addMenu(entry.words))
            else:
                menu.addAction(f"{entry.words}\t{entry.key}").triggered.connect(lambda _=False, act=entry.act: act())
        menu.popup(place)
        return menu

    def _ask_new_label(self, ids: Sequence[int], place: QPoint) -> None:
        def keep(name: str) -> None:
            if not self._acts.edit(ids, BulkEdit(add_label=name)):
                raise PipelineError(self.tr("The label was not added."))

        self._open(NamePopover(self._theme, self.tr("New label"), "", keep, self._page), place)

    def _open(self, popup: "ChipMenu | DayPopup | NamePopover", place: QPoint) -> None:
        popup.destroyed.connect(self._give_back)
        popup.open_at(place)

    def _give_back(self) -> None:
        if self._page.isVisible():
            self._page.focus_board()

    def _edit(self, ids: Sequence[int], fields: DealEdit) -> bool:
        return self._acts.edit(ids, BulkEdit(fields))

    def _look_at(self, ids: Sequence[int]) -> list[DealCard]:
        question = CardQuestion(self._session.today(), self._session.now())
        return read_chosen(self._session.workspace, ids[:_MOST_LOOKED_AT], question)

    def _name(self, cards: Sequence[DealCard], count: int) -> str:
        return cards[0].title if len(cards) == count == 1 else count_deals(count)
