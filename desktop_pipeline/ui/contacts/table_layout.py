"""How wide the columns of a list were made and in which order they were put: as it is kept between two starts."""

from collections.abc import Mapping
from dataclasses import dataclass, field

_WIDEST = 1200
_NARROWEST = 48


@dataclass(frozen=True, slots=True)
class ListLayout:
    """Widths at 100 % text size by the names of the columns, and these names in their order; empty: as usual."""

    widths: Mapping[str, int] = field(default_factory=dict)
    order: tuple[str, ...] = ()

    def to_document(self) -> dict[str, object]:
        """Plain values for a file."""
        return {"widths": dict(self.widths), "order": list(self.order)}


def read_layout(document: object) -> ListLayout:
    """The layout that a document tells; what makes no sense in it is left out."""
    if not isinstance(document, dict):
        return ListLayout()
    widths, order = document.get("widths"), document.get("order")
    return ListLayout(
        {
            str(key): max(_NARROWEST, min(_WIDEST, width))
            for key, width in (widths.items() if isinstance(widths, dict) else ())
            if type(width) is int
        },
        tuple(dict.fromkeys(str(key) for key in order)) if isinstance(order, list) else (),
    )
