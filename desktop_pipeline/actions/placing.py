"""Where deals stand within their stage: a move names its neighbour and writes one rank."""

from collections.abc import Sequence

from desktop_pipeline.domain.errors import NotFoundError
from desktop_pipeline.domain.ordering import rank_between, spread
from desktop_pipeline.storage.journal import Draft
from desktop_pipeline.storage.tables import Deal

_STANDING = "stage_id = ? and status = 'open' and deleted_at is null"


def rank_on_top(draft: Draft, stage_id: int) -> int:
    """A rank above every open deal of the stage."""
    top = draft.value(f"select min(rank) from deal where {_STANDING}", (stage_id,))  # noqa: S608 - our own text
    rank = rank_between(None, None if top is None else int(top))
    return 0 if rank is None else rank


def place_deals(draft: Draft, deal_ids: Sequence[int], stage_id: int, after: int | None) -> None:
    """Puts deals into the stage, in their order, right below `after` (None: at the top)."""
    if after is not None and after in deal_ids:
        after = _deal_above(draft, deal_ids, stage_id, after)
    elif after is not None:
        _require_standing(draft, stage_id, after)
    for deal_id in deal_ids:
        if _first_below(draft, stage_id, after) == deal_id:
            after = deal_id  # it stands there already
            continue
        rank = _rank_below(draft, deal_id, stage_id, after)
        if rank is None:
            _make_room(draft, stage_id)
            rank = _rank_below(draft, deal_id, stage_id, after)
        draft.update(Deal, deal_id, stage=stage_id, rank=rank)
        after = deal_id


def _rank_below(draft: Draft, deal_id: int, stage_id: int, after: int | None) -> int | None:
    if after is None:
        below = draft.value(
            f"select min(rank) from deal where {_STANDING} and id <> ?",  # noqa: S608 - our own text
            (stage_id, deal_id),
        )
        return rank_between(None, below)
    rank = draft.value("select rank from deal where id = ?", (after,))
    below = draft.value(
        f"select rank from deal where {_STANDING} and id not in (?, ?) and (rank, id) > (?, ?)"  # noqa: S608 - our own text
        " order by rank, id limit 1",
        (stage_id, deal_id, after, rank, after),
    )
    return rank_between(int(rank), below)


def _first_below(draft: Draft, stage_id: int, after: int | None) -> int | None:
    below = "" if after is None else " and (rank, id) > (select rank, id from deal where id = ?)"
    found = draft.value(
        f"select id from deal where {_STANDING}{below} order by rank, id limit 1",  # noqa: S608 - our own text
        (stage_id,) if after is None else (stage_id, after),
    )
    return None if found is None else int(found)


def _require_standing(draft: Draft, stage_id: int, deal_id: int) -> None:
    sql = f"select 1 from deal where {_STANDING} and id = ?"  # noqa: S608 - our own text
    if draft.value(sql, (stage_id, deal_id)) is None:
        message = "The deal above that place is no longer in the stage. Nothing was moved."
        raise NotFoundError(message)


def _make_room(draft: Draft, stage_id: int) -> None:
    rows = draft.rows(f"select id from deal where {_STANDING} order by rank, id", (stage_id,))  # noqa: S608 - our own text
    for deal_id, rank in spread([row[0] for row in rows]).items():
        draft.update(Deal, deal_id, rank=rank)


def _deal_above(draft: Draft, deal_ids: Sequence[int], stage_id: int, after: int) -> int | None:
    rows = [
        row[0]
        for row in draft.rows(
            f"select id from deal where {_STANDING} order by rank, id",  # noqa: S608 - our own text
            (stage_id,),
        )
    ]
    above = [deal_id for deal_id in rows[: rows.index(after)] if deal_id not in deal_ids] if after in rows else []
    return above[-1] if above else None
