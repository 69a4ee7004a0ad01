"""Which columns a user sees, in which order and how wide: as it is kept between two starts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from desktop_pipeline.ui.deals.columns import TableColumn

_WIDEST = 1200
_NARROWEST = 48


@dataclass(frozen=True, slots=True)
class TableLayout:
    """Keys of the shown columns in their order, and the widths that were changed by hand."""

    shown: tuple[str, ...] = ()
    widths: Mapping[str, int] = field(default_factory=dict)

    def order(self, columns: Sequence[TableColumn]) -> list[TableColumn]:
        """The columns that are shown, those that are gone left out; the usual ones where nothing was chosen."""
        there = {column.key: column for column in columns}
        chosen = [there[key] for key in self.shown if key in there]
        return chosen or [column for column in columns if column.is_usual]

    def width(self, column: TableColumn) -> int:
        """The width of a column at 100 % text size."""
        return max(_NARROWEST, min(_WIDEST, self.widths.get(column.key, column.width)))

    def to_document(self) -> dict[str, object]:
        """Plain values for a file."""
        return {"shown": list(self.shown), "widths": dict(self.widths)}


def read_layout(document: Mapping[str, object]) -> TableLayout:
    """The layout that a document tells; what makes no sense in it is left out."""
    shown, widths = document.get("shown"), document.get("widths")
    return TableLayout(
        tuple(dict.fromkeys(str(key) for key in shown)) if isinstance(shown, list) else (),
        {str(key): width for key, width in widths.items() if type(width) is int} if isinstance(widths, dict) else {},
    )
