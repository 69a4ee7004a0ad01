"""A question about deals as plain values, the way a saved view keeps it."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.queries.deal_question import DealQuestion, GroupKey, Sort, SortKey

_ID_SETS = ("owner_ids", "stage_ids", "source_ids", "product_ids", "label_ids")
_NUMBERS = ("pipeline_id", "value_from", "value_to")
_LARGEST = 2**63 - 1
_DAYS = ("closes_from", "closes_to")


def write_question(question: DealQuestion) -> dict[str, object]:
    """Plain values that JSON can keep; what asks for nothing is left out."""
    document: dict[str, object] = {
        "status": question.status.value if question.status is not None else None,
        "sorts": [[sort.key.value, sort.descending] for sort in question.sorts],
    }
    document |= {name: sorted(getattr(question, name)) for name in _ID_SETS if getattr(question, name)}
    document |= {name: getattr(question, name) for name in _NUMBERS if getattr(question, name) is not None}
    document |= {name: day.isoformat() for name in _DAYS if (day := getattr(question, name)) is not None}
    if question.text:
        document["text"] = question.text
    if question.without_step:
        document["without_step"] = True
    if question.best_fifth:
        document["best_fifth"] = True
    if question.group is not None:
        document["group"] = question.group.value
    return document


def read_question(document: Mapping[str, object]) -> DealQuestion:
    """The question that a document keeps; what makes no sense in it asks for nothing."""
    question = DealQuestion(
        text=_read_text(document.get("text")),
        without_step=document.get("without_step") is True,
        best_fifth=document.get("best_fifth") is True,
    )
    with suppress(ValueError):
        status = document.get("status", "open")
        question = replace(question, status=None if status is None else DealStatus(str(status)))
    with suppress(ValueError):
        group = document.get("group")
        question = replace(question, group=None if group is None else GroupKey(str(group)))
    sets = {name: _read_ids(document.get(name)) for name in _ID_SETS}
    numbers = {name: value for name in _NUMBERS if _is_number(value := document.get(name))}
    days = {name: day for name in _DAYS if (day := _read_day(document.get(name))) is not None}
    return replace(question, sorts=_read_sorts(document.get("sorts")), **sets, **numbers, **days)  # type: ignore[arg-type] # by the names above


def _read_ids(kept: object) -> frozenset[int]:
    return frozenset(each for each in kept if _is_number(each)) if isinstance(kept, list) else frozenset()


def _read_text(kept: object) -> str:
    # Half a character cannot be asked for.
    return kept.encode("utf-8", "ignore").decode() if isinstance(kept, str) else ""


def _is_number(kept: object) -> bool:
    # `True` is an int to Python, and what has more than 64 bits no number to the engine.
    return type(kept) is int and abs(kept) <= _LARGEST


def _read_day(kept: object) -> date | None:
    try:
        return date.fromisoformat(kept) if isinstance(kept, str) else None
    except ValueError:
        return None


def _read_sorts(kept: object) -> tuple[Sort, ...]:
    sorts = []
    for pair in kept if isinstance(kept, list) else ():
        if isinstance(pair, list) and len(pair) == len(("key", "descending")):
            with suppress(ValueError):
                sorts.append(Sort(SortKey(str(pair[0])), bool(pair[1])))
    return tuple(sorts)
