"""Deals that follow from earlier ones: a repeat, more of the same customer, a recommendation, another try."""

from enum import StrEnum

from desktop_pipeline.actions.deals import shorten
from desktop_pipeline.actions.records import read_deal_row
from desktop_pipeline.domain.errors import InvalidError, NotFoundError
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.tables import DealRelation
from desktop_pipeline.storage.workspace import Workspace


class RelationKind(StrEnum):
    """How a deal follows from an earlier one."""

    REPEAT = "repeat"
    UPSELL = "upsell"
    REFERRAL = "referral"
    RETRY = "retry"


def relate_deals(workspace: Workspace, deal_id: int, earlier_id: int, kind: RelationKind) -> Change | None:
    """Says that a deal follows from an earlier one; said again it changes the kind. Raises InvalidError."""
    with workspace.journal.change("Related deal") as draft:
        deal, earlier = read_deal_row(draft, deal_id), read_deal_row(draft, earlier_id)
        if deal_id == earlier_id:
            message = "A deal cannot follow from itself."
            raise InvalidError(message)
        sql = "select id from deal_relation where deal_id = ? and earlier_id = ?"
        if draft.value(sql, (earlier_id, deal_id)) is not None:
            message = f"“{earlier.title}” follows from this deal already."
            raise InvalidError(message)
        what = "another try" if kind is RelationKind.RETRY else f"a {kind.value}"
        draft.label = f"“{shorten(deal.title)}” is {what} of “{shorten(earlier.title)}”"
        found = draft.value(sql, (deal_id, earlier_id))
        if found is None:
            draft.insert(DealRelation, deal=deal_id, earlier=earlier_id, kind=kind.value)
        else:
            draft.update(DealRelation, int(found), kind=kind.value)
    return draft.result


def unrelate_deals(workspace: Workspace, relation_id: int) -> Change | None:
    """Takes a relation away; both deals stay."""
    with workspace.journal.change("Related deal") as draft:
        found = draft.row(
            "select d.title from deal_relation r join deal d on d.id = r.deal_id where r.id = ?", (relation_id,)
        )
        if found is None:
            message = "These deals are not related any more."
            raise NotFoundError(message)
        draft.label = f"Take a related deal off “{shorten(found[0])}”"
        draft.delete(DealRelation, relation_id)
    return draft.result
