"""The saved views, in their order."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from desktop_pipeline.storage.database import Reader


@dataclass(frozen=True, slots=True)
class SavedViewRow:
    """A question that is kept under a name; `screen` is one of actions.views.SCREENS."""

    view_id: int
    name: str
    screen: str
    question: Mapping[str, object]


def read_views(reader: Reader) -> list[SavedViewRow]:
    """All saved views; a question that cannot be read asks for everything."""
    rows = reader.rows("select id, name, screen, question from saved_view order by position, id")
    return [SavedViewRow(row_id, name, screen, _read_question(text)) for row_id, name, screen, text in rows]


def read_view(reader: Reader, view_id: int) -> SavedViewRow | None:
    """One saved view, or None where it is gone."""
    return next((view for view in read_views(reader) if view.view_id == view_id), None)


def _read_question(text: str) -> Mapping[str, object]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}
