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
    above = None if after is None else _rank_of(draft, after)
    for deal_id in deal_ids:
        below_id, below = _find_below(draft, stage_id, after, above)
        if below_id == deal_id:
            after, above = deal_id, below  # it stands there already
            continue
        rank = rank_between(above, below)
        if rank is None:
            _make_room(draft, stage_id)
            above = None if after is None else _rank_of(draft, after)
            rank = rank_between(above, _find_below(draft, stage_id, after, above)[1])
        draft.update(Deal, deal_id, stage=stage_id, rank=rank)
        after, above = deal_id, rank


def _rank_of(draft: Draft, deal_id: int) -> int:
    return int(draft.value("select rank from deal where id = ?", (deal_id,)))


def _find_below(
    draft: Draft, stage_id: int, after: int | None, above: int | None
) -> tuple[int, int] | tuple[None, None]:
    """Id and rank of the deal that stands below `after`, which has the rank `above` (None: of the topmost one)."""
    below = "" if after is None else " and (rank, id) > (?, ?)"
    found = draft.row(
        f"select id, rank from deal where {_STANDING}{below} order by rank, id limit 1",  # noqa: S608 - our own text
        (stage_id,) if after is None else (stage_id, above, after),
    )
    return (None, None) if found is None else (int(found[0]), int(found[1]))


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
