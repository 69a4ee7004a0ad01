"""The order of deals within a stage: ranks between neighbours, so that a move writes one row."""

from collections.abc import Sequence

STEP = 1 << 20
# What is left between ranks that had to be moved apart, so that the next drop there finds room.
SPARE = 1 << 10


def rank_between(before: int | None, after: int | None) -> int | None:
    """A rank strictly between two neighbours (None: no neighbour there); None when there is no room left."""
    ranks = ranks_between(before, after, 1)
    return None if ranks is None else ranks[0]


def ranks_between(before: int | None, after: int | None, count: int, *, spare: int = 1) -> list[int] | None:
    """Rising ranks strictly between two neighbours, evenly, `spare` apart at least; None when there is no room."""
    if before is not None and after is not None:
        room = after - before
        if room < (count + 1) * spare:
            return None
        return [before + place * room // (count + 1) for place in range(1, count + 1)]
    first = 0 if after is None else after - count * STEP
    if before is not None:
        first = before + STEP
    return [first + place * STEP for place in range(count)]


def find_neighbourhood(above: Sequence[int], below: Sequence[int], count: int) -> tuple[int, int] | None:
    """How many of the ranks above and below a gap must move for `count` more to get room there: the fewest.

    Both start at the gap and lead away from it. None where these do not suffice and there may be more beyond them.
    """
    for moved in range(len(above) + len(below) - 1):
        room, up = max(
            (below[moved - up] - above[up], up)
            for up in range(max(0, moved - len(below) + 1), min(moved, len(above) - 1) + 1)
        )
        if room >= (moved + count + 1) * SPARE:
            return up, moved - up
    return None


def spread(ids: Sequence[int]) -> dict[int, int]:
    """Fresh ranks with even room between them, in the given order."""
    return {deal_id: position * STEP for position, deal_id in enumerate(ids)}
