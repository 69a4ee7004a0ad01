"""Where deals stand within their stage: a move names its neighbour and writes one rank."""

import json
from collections.abc import Sequence

from desktop_pipeline.domain.errors import NotFoundError
from desktop_pipeline.domain.ordering import SPARE, STEP, find_neighbourhood, rank_between, ranks_between, spread
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import Deal

_STANDING = "stage_id = ? and status = 'open' and deleted_at is null"
# So many on either side of a gap are looked at before the whole stage is spread.
_NEIGHBOURS = 128


def rank_on_top(draft: Draft, stage_id: int) -> int:
    """A rank above every open deal of the stage."""
    top = draft.value(f"select min(rank) from deal where {_STANDING}", (stage_id,))  # noqa: S608 - our own text
    rank = rank_between(None, None if top is None else int(top))
    assert rank is not None, "there is always room at the top"
    return rank


def place_deals(draft: Draft, deal_ids: Sequence[int], stage_id: int, after: int | None) -> None:
    """Puts deals into the stage, in their order, right below `after` (None: at the top)."""
    if after is not None and after in deal_ids:
        after = _deal_above(draft, deal_ids, stage_id, after)
    elif after is not None:
        _require_standing(draft, stage_id, after)
    moving = list(deal_ids)
    above = None if after is None else _rank_of(draft, after)
    below = _list_below(draft, (), stage_id, after, above, 1)
    while moving and below and below[0][0] == moving[0]:
        after, above = moving.pop(0), below[0][1]  # it stands there already
        below = _list_below(draft, (), stage_id, after, above, 1)
    if not moving:
        return
    # Many at once leave room between them, so that the next drop there need not make it.
    spare = SPARE if len(moving) > 1 else 1
    ranks = ranks_between(above, below[0][1] if below else None, len(moving), spare=spare)
    if ranks is not None:
        _write(draft, moving, ranks, stage_id)
        return
    assert after is not None, "there is always room at the top"
    assert above is not None
    _make_room(draft, moving, stage_id, after, above)


def _rank_of(draft: Draft, deal_id: int) -> int:
    return int(draft.value("select rank from deal where id = ?", (deal_id,)))


def _require_standing(draft: Draft, stage_id: int, deal_id: int) -> None:
    sql = f"select 1 from deal where {_STANDING} and id = ?"  # noqa: S608 - our own text
    if draft.value(sql, (stage_id, deal_id)) is None:
        message = "The deal above that place is no longer in the stage. Nothing was moved."
        raise NotFoundError(message)


def _make_room(draft: Draft, moving: Sequence[int], stage_id: int, after: int, above: int) -> None:
    """Moves the fewest neighbours of a gap apart, and the deals into it."""
    upper = _list_above(draft, moving, stage_id, after, above, _NEIGHBOURS + 1)
    lower = _list_below(draft, moving, stage_id, after, above, _NEIGHBOURS + 1)
    count = len(moving)
    beyond = (len(upper) + len(lower) + count + 1) * STEP
    highs, lows = ([rank for _, rank in rows] for rows in (upper, lower))
    if len(upper) <= _NEIGHBOURS:
        highs.append(highs[-1] - beyond)
    if len(lower) <= _NEIGHBOURS:
        lows.append((lows or highs[:1])[-1] + beyond)
    found = find_neighbourhood(highs, lows, count)
    if found is None:
        _spread_whole(draft, moving, stage_id, after)
        return
    up, down = found
    ids = [*(row[0] for row in upper[:up][::-1]), *moving, *(row[0] for row in lower[:down])]
    ranks = ranks_between(highs[up], lows[down], len(ids))
    assert ranks is not None, "a neighbourhood is found by its room"
    _write(draft, ids, ranks, stage_id)


def _spread_whole(draft: Draft, moving: Sequence[int], stage_id: int, after: int) -> None:
    """Every deal of a stage where hundreds stand too close."""
    rows = draft.rows(f"select id from deal where {_STANDING} order by rank, id", (stage_id,))  # noqa: S608 - our own text
    there = set(moving)
    ids = [row[0] for row in rows if row[0] not in there]
    place = ids.index(after) + 1
    fresh = spread([*ids[:place], *moving, *ids[place:]])
    _write(draft, list(fresh), list(fresh.values()), stage_id)


def _write(draft: Draft, deal_ids: Sequence[int], ranks: Sequence[int], stage_id: int) -> None:
    for deal_id, rank in zip(deal_ids, ranks, strict=True):
        draft.update(Deal, deal_id, stage=stage_id, rank=rank)


def _list_below(
    draft: Draft, moving: Sequence[int], stage_id: int, after: int | None, above: int | None, most: int
) -> list[tuple[int, int]]:
    """Ids and ranks of those below `after` (None: from the topmost on) that do not move, the nearest first."""
    where = "" if after is None else " and (rank, id) > (?, ?)"
    return _list_near(draft, moving, f"{_STANDING}{where} order by rank, id", stage_id, _pair(above, after), most)


def _list_above(
    draft: Draft, moving: Sequence[int], stage_id: int, after: int, above: int, most: int
) -> list[tuple[int, int]]:
    """`after` itself and those above it, the nearest first."""
    where = f"{_STANDING} and (rank, id) <= (?, ?) order by rank desc, id desc"
    return _list_near(draft, moving, where, stage_id, _pair(above, after), most)


def _list_near(
    draft: Draft, moving: Sequence[int], where: str, stage_id: int, edge: tuple[int, ...], most: int
) -> list[tuple[int, int]]:
    away = set(moving)
    rows = draft.rows(
        f"select id, rank from deal where {where} limit ?",  # noqa: S608 - our own text
        (stage_id, *edge, most + len(away)),
    )
    return [(int(deal_id), int(rank)) for deal_id, rank in rows if deal_id not in away][:most]


def _pair(rank: int | None, deal_id: int | None) -> tuple[int, ...]:
    return () if rank is None or deal_id is None else (rank, deal_id)


def _deal_above(draft: Draft, deal_ids: Sequence[int], stage_id: int, after: int) -> int | None:
    """The nearest deal above one of those that move, that stays where it is."""
    found = draft.value(
        f"select id from deal where {_STANDING}"  # noqa: S608 - our own text
        f" and (rank, id) < (select rank, id from deal where {_STANDING} and id = ?)"
        " and id not in (select value from json_each(?)) order by rank desc, id desc limit 1",
        (stage_id, stage_id, after, json.dumps(list(deal_ids))),
    )
    return None if found is None else int(found)
