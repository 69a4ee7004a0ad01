"""Which columns a user sees, in which order and how wide: as it is kept between two starts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.ui.deals.columns import TableColumn

_WIDEST = 1200
_NARROWEST = 48
_CLOSED = frozenset({DealStatus.WON, DealStatus.LOST})


@dataclass(frozen=True, slots=True)
class TableLayout:
    """Keys of the shown columns in their order, and the widths that were changed by hand.

    Won and lost deals have no next step but a day on which they closed: their columns are chosen for themselves.
    """

    shown: tuple[str, ...] = ()
    shown_closed: tuple[str, ...] = ()
    widths: Mapping[str, int] = field(default_factory=dict)

    def order(self, columns: Sequence[TableColumn], status: DealStatus | None) -> list[TableColumn]:
        """The columns of a table, those that are gone left out; the usual ones where nothing was chosen."""
        there = {column.key: column for column in columns}
        kept = self.shown_closed if status in _CLOSED else self.shown
        chosen = [there[key] for key in kept if key in there]
        return chosen or [column for column in columns if status in column.usual_in]

    def choose(self, keys: Sequence[str], status: DealStatus | None) -> "TableLayout":
        """The same with these columns in the table of that status; none for the usual ones."""
        return replace(self, shown_closed=tuple(keys)) if status in _CLOSED else replace(self, shown=tuple(keys))

    def width(self, column: TableColumn) -> int:
        """The width of a column at 100 % text size."""
        return max(_NARROWEST, min(_WIDEST, self.widths.get(column.key, column.width)))

    def to_document(self) -> dict[str, object]:
        """Plain values for a file."""
        return {"shown": list(self.shown), "shown_closed": list(self.shown_closed), "widths": dict(self.widths)}


def read_layout(document: Mapping[str, object]) -> TableLayout:
    """The layout that a document tells; what makes no sense in it is left out."""
    widths = document.get("widths")
    return TableLayout(
        _read_keys(document.get("shown")),
        _read_keys(document.get("shown_closed")),
        {str(key): width for key, width in widths.items() if type(width) is int} if isinstance(widths, dict) else {},
    )


def _read_keys(kept: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(key) for key in kept)) if isinstance(kept, list) else ()
