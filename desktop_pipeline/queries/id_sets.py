"""Sets of ids that deals are filtered by, as conditions in SQL; one of them may ask for deals that have none."""

from collections.abc import Iterable, Mapping

from desktop_pipeline.domain.names import name_key
from desktop_pipeline.storage.database import Value

# Stands in a set of ids for the deals that have none, as metrics.history.UNKNOWN does in a selection of figures.
NONE = -1

# How a person types it, where nothing bears that name.
_NONE_WORD = "none"

# The condition that one of some ids is had, and the one that none is, by what the ids are of; for deals `d`.
_CONDITIONS: Mapping[str, tuple[str, str]] = {
    "owner": ("d.owner_id in ({marks})", "d.owner_id is null"),
    "stage": ("d.stage_id in ({marks})", "d.stage_id is null"),
    "source": ("d.source_id in ({marks})", "d.source_id is null"),
    "product": (
        "d.id in (select li.deal_id from line_item li where li.product_id in ({marks}))",
        # As in the figures: a line in words of its own is a product too.
        "not exists (select 1 from line_item li where li.deal_id = d.id)",
    ),
    "label": (
        "d.id in (select dl.deal_id from deal_label dl where dl.label_id in ({marks}))",
        "not exists (select 1 from deal_label dl where dl.deal_id = d.id)",
    ),
}


def is_none(word: str) -> bool:
    """Whether the word asks for what has none."""
    return name_key(word) == _NONE_WORD


def build_set_conditions(sets: Iterable[tuple[str, frozenset[int]]]) -> list[tuple[str, list[Value]]]:
    """A condition for each set that asks for something, with what is bound to it; of one set any id fits."""
    found: list[tuple[str, list[Value]]] = []
    for what, ids in sets:
        if not ids:
            continue
        had, lacking = _CONDITIONS[what]
        named = sorted(ids - {NONE})
        parts = [had.format(marks=", ".join("?" * len(named)))] if named else []
        parts += [lacking] if NONE in ids else []
        found.append((f"({' or '.join(parts)})" if len(parts) > 1 else parts[0], [*named]))
    return found
