"""How a person likes to see a pipeline's board: what stands on the cards, their height, the order, what is folded."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Self, TypeVar

from desktop_pipeline.queries.board_cards import CardField, Order
from desktop_pipeline.queries.board_lanes import Axis, Lane, LaneKind


class Density(StrEnum):
    """How high the cards are; AUTOMATIC makes them compact in a low window."""

    AUTOMATIC = "automatic"
    COMFORTABLE = "comfortable"
    COMPACT = "compact"


USUAL_FIELDS = frozenset(CardField) - {CardField.PRODUCTS, CardField.CLOSE, CardField.SOURCE}
_Word = TypeVar("_Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class BoardLooks:
    """`orders` and `collapsed` are by the id of the stage; months have one order for all of them."""

    axis: Axis = Axis.STAGE
    density: Density = Density.AUTOMATIC
    fields: frozenset[CardField] = USUAL_FIELDS
    orders: Mapping[int, Order] = field(default_factory=dict)
    month_order: Order = Order.CLOSE
    collapsed: frozenset[int] = frozenset()
    shows_won: bool = False

    def order_of(self, lane: Lane) -> Order:
        """How the deals of a lane are sorted."""
        if lane.kind is LaneKind.STAGE:
            return self.orders.get(lane.number, Order.HAND)
        return self.month_order if lane.kind is LaneKind.MONTH else Order.WON

    def sort(self, lane: Lane, order: Order) -> Self:
        """With a lane sorted so."""
        if lane.kind is LaneKind.MONTH:
            return replace(self, month_order=order)
        return replace(self, orders={**self.orders, lane.number: order})

    def fold(self, stage_ids: Iterable[int]) -> Self:
        """With exactly these stages folded to strips."""
        return replace(self, collapsed=frozenset(stage_ids))

    def turn(self, shown: CardField) -> Self:
        """With a field put on the cards, or taken off."""
        return replace(self, fields=self.fields ^ {shown})

    def resize(self, density: Density) -> Self:
        """With cards of that height."""
        return replace(self, density=density)

    def to_document(self) -> dict[str, object]:
        """As it is kept."""
        return {
            "axis": self.axis.value,
            "density": self.density.value,
            "fields": sorted(each.value for each in self.fields),
            "orders": {str(stage_id): order.value for stage_id, order in sorted(self.orders.items())},
            "month_order": self.month_order.value,
            "collapsed": sorted(self.collapsed),
            "shows_won": self.shows_won,
        }

    @classmethod
    def from_document(cls, document: object) -> Self:
        """From what was kept; what cannot be understood is as at the first time."""
        usual = cls()
        if not isinstance(document, Mapping):
            return usual
        fields, orders, collapsed = (document.get(key) for key in ("fields", "orders", "collapsed"))
        return cls(
            axis=_read_word(Axis, document.get("axis")) or usual.axis,
            density=_read_word(Density, document.get("density")) or usual.density,
            fields=frozenset(filter(None, (_read_word(CardField, each) for each in fields)))
            if isinstance(fields, list)
            else usual.fields,
            orders=_read_orders(orders),
            month_order=_read_word(Order, document.get("month_order")) or usual.month_order,
            collapsed=frozenset(each for each in collapsed if type(each) is int)
            if isinstance(collapsed, list)
            else usual.collapsed,
            shows_won=document.get("shows_won") is True,
        )


def _read_word(kind: type[_Word], word: object) -> _Word | None:
    return next((each for each in kind if each.value == word), None)


def _read_orders(document: object) -> dict[int, Order]:
    if not isinstance(document, Mapping):
        return {}
    read = {key: _read_word(Order, word) for key, word in document.items()}
    return {int(key): order for key, order in read.items() if order is not None and key.isdecimal()}


class PipelineLooks:
    """The looks of each pipeline by its id; one that was never looked at differently has the usual ones."""

    def __init__(self) -> None:
        self._looks: dict[int, BoardLooks] = {}

    def of(self, pipeline_id: int) -> BoardLooks:
        return self._looks.get(pipeline_id, _USUAL)

    def keep(self, pipeline_id: int, looks: BoardLooks) -> BoardLooks:
        """Looks so from now on; returns how it was before."""
        before, self._looks[pipeline_id] = self.of(pipeline_id), looks
        return before

    def read(self, document: object) -> None:
        """Takes what was remembered, where anything of it can be understood."""
        if isinstance(document, Mapping):
            known = {key: each for key, each in document.items() if isinstance(key, str) and key.isdecimal()}
            self._looks = {int(key): BoardLooks.from_document(each) for key, each in known.items()} or self._looks

    def to_document(self) -> dict[str, dict[str, object]]:
        """As it is kept."""
        return {str(pipeline_id): looks.to_document() for pipeline_id, looks in self._looks.items()}


_USUAL = BoardLooks()
