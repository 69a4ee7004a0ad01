"""Moving open deals back by one stage, each from where it stands, as one change."""

from collections.abc import Sequence
from datetime import datetime

from desktop_pipeline.actions.deals import move_within, name_deals, shorten
from desktop_pipeline.actions.records import DealRow, read_deal_rows, read_stage_row
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.workspace import Workspace


def move_back(workspace: Workspace, deal_ids: Sequence[int], *, at: datetime) -> Change | None:
    """Deals that stand in their first stage already stay; raises InvalidError where all do, or one is closed."""
    with workspace.journal.change("Move") as draft:
        deals = read_deal_rows(draft, deal_ids)
        before = _read_stages_before(draft)
        by_stage: dict[int, list[DealRow]] = {}
        for deal in deals:
            if deal.stage_id in before:
                by_stage.setdefault(before[deal.stage_id][0], []).append(deal)
        moved = [deal for some in by_stage.values() for deal in some]
        if not moved:
            message = (
                f"“{shorten(deals[0].title)}” stands in its first stage already."
                if len(deals) == 1
                else "These deals stand in their first stage already."
            )
            raise InvalidError(message)
        for stage_id, some in by_stage.items():
            move_within(draft, workspace, some, read_stage_row(draft, stage_id), after=None, at=at, why=None)
        where = f"to {before[moved[0].stage_id or 0][1]}" if len(by_stage) == 1 else "back by one stage"
        draft.label = f"Move {name_deals(moved)} {where}"
    return draft.result


def _read_stages_before(draft: Draft) -> dict[int, tuple[int, str]]:
    """For each stage id and name of the open one before it in its pipeline; the first ones are absent."""
    before: dict[int, tuple[int, str]] = {}
    last: dict[int, tuple[int, str]] = {}
    for stage_id, pipeline_id, name in draft.rows(
        "select id, pipeline_id, name from stage where is_open and not is_archived order by pipeline_id, position, id"
    ):
        if pipeline_id in last:
            before[stage_id] = last[pipeline_id]
        last[pipeline_id] = (stage_id, name)
    return before
