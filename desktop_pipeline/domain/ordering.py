"""The order of deals within a stage: ranks between neighbours, so that a move writes one row."""

from collections.abc import Sequence

STEP = 1 << 20


def rank_between(before: int | None, after: int | None) -> int | None:
    """A rank strictly between two neighbours (None: no neighbour there); None when there is no room left."""
    if before is None:
        return 0 if after is None else after - STEP
    if after is None:
        return before + STEP
    middle = (before + after) // 2
    return middle if before < middle < after else None


def spread(ids: Sequence[int]) -> dict[int, int]:
    """Fresh ranks with even room between them, in the given order."""
    return {deal_id: position * STEP for position, deal_id in enumerate(ids)}
