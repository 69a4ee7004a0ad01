"""Where won deals stand after the sale; they enter no figure by it."""

from collections.abc import Sequence

from desktop_pipeline.actions.deals import name_deals, shorten
from desktop_pipeline.actions.records import read_deal_rows
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.errors import InvalidError, NotFoundError
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.tables import Deal
from desktop_pipeline.storage.workspace import Workspace


def place_after_sale(workspace: Workspace, deal_ids: Sequence[int], stage_id: int | None) -> Change | None:
    """Puts won deals into an after-sale stage of their pipeline, or into none; raises InvalidError for others."""
    with workspace.journal.change("After sale") as draft:
        deals = read_deal_rows(draft, deal_ids)
        for deal in deals:
            if deal.status is not DealStatus.WON:
                message = f"“{shorten(deal.title)}” is {deal.status}. Only won deals have a place after the sale."
                raise InvalidError(message)
        if stage_id is None:
            draft.label = f"Take {name_deals(deals)} out of after-sale"
        else:
            found = draft.row(
                "select name, pipeline_id from stage where id = ? and not is_open and not is_archived", (stage_id,)
            )
            if found is None:
                message = f"There is no after-sale stage number {stage_id}."
                raise NotFoundError(message)
            if any(deal.pipeline_id != found[1] for deal in deals):
                message = f"“{found[0]}” belongs to another pipeline."
                raise InvalidError(message)
            draft.label = f"Move {name_deals(deals)} to {found[0]}"
        for deal in deals:
            draft.update(Deal, deal.deal_id, after_sale_stage=stage_id)
    return draft.result
