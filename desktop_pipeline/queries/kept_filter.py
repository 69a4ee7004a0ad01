"""The filter of a board as a saved view keeps it."""

from collections.abc import Mapping
from datetime import date

from desktop_pipeline.domain.money import LARGEST_MINOR
from desktop_pipeline.queries.board_filter import Attention, BoardFilter, CloseSpan


def read_board_filter(question: Mapping[str, object], pipeline_id: int) -> BoardFilter:
    """What a question asks of that pipeline; what cannot be understood in it asks for nothing."""
    text, attention = question.get("text"), question.get("attention")
    named = attention if isinstance(attention, list) else []
    return BoardFilter(
        pipeline_id,
        owner_ids=_read_ids(question.get("owners")),
        product_ids=_read_ids(question.get("products")),
        # Half a character cannot be asked for.
        text=text.encode("utf-8", "ignore").decode().strip() if isinstance(text, str) else "",
        source_ids=_read_ids(question.get("sources")),
        label_ids=_read_ids(question.get("labels")),
        least=_read_number(question.get("least")),
        most=_read_number(question.get("most")),
        closes=next((span for span in CloseSpan if span.value == question.get("closes")), None),
        closes_from=_read_day(question.get("closes_from")),
        closes_until=_read_day(question.get("closes_until")),
        attention=frozenset(each for each in Attention if each.value in named),
    )


def _read_ids(kept: object) -> frozenset[int]:
    return frozenset(each for each in kept if type(each) is int) if isinstance(kept, list) else frozenset()


def _read_number(kept: object) -> int | None:
    return kept if type(kept) is int and 0 <= kept <= LARGEST_MINOR else None


def _read_day(kept: object) -> date | None:
    try:
        return date.fromisoformat(kept) if isinstance(kept, str) else None
    except ValueError:
        return None
