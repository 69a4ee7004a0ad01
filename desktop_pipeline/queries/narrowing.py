"""How much of what lists are filtered by a figure can be asked for."""

from collections.abc import Collection
from dataclasses import dataclass

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.metrics.selection import Selection
from desktop_pipeline.queries.board_filter import BoardFilter
from desktop_pipeline.queries.deal_question import DealQuestion


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A selection for figures; `is_wider` where the filter lets fewer deals through than it."""

    selection: Selection
    is_wider: bool


def narrow(asked: DealQuestion | BoardFilter) -> Narrowed:
    """One owner, source, product or label at most, and the pipeline; figures are of open and closed deals alike."""
    sets = (asked.owner_ids, asked.source_ids, asked.product_ids, asked.label_ids)
    selection = Selection(
        pipeline=asked.pipeline_id,
        owner=_only(asked.owner_ids),
        source=_only(asked.source_ids),
        product=_only(asked.product_ids),
        label=_only(asked.label_ids),
    )
    return Narrowed(selection, is_wider=any(len(ids) > 1 for ids in sets) or asked != _plain(asked))


def _only(ids: Collection[int]) -> int | None:
    return next(iter(ids)) if len(ids) == 1 else None


def _plain(asked: DealQuestion | BoardFilter) -> DealQuestion | BoardFilter:
    """The same without what no figure can be asked for; that only open deals are listed does not count."""
    if isinstance(asked, BoardFilter):
        return BoardFilter(
            asked.pipeline_id,
            owner_ids=asked.owner_ids,
            product_ids=asked.product_ids,
            source_ids=asked.source_ids,
            label_ids=asked.label_ids,
        )
    return DealQuestion(
        status=None if asked.status is None else DealStatus.OPEN,
        pipeline_id=asked.pipeline_id,
        owner_ids=asked.owner_ids,
        source_ids=asked.source_ids,
        product_ids=asked.product_ids,
        label_ids=asked.label_ids,
        sorts=asked.sorts,
        group=asked.group,
    )
