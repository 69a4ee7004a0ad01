"""Which deals an export has: those of the board's filter, of the table's question, of a selection, or all."""

from array import array
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from desktop_pipeline.queries.board_filter import BoardFilter, find_condition
from desktop_pipeline.queries.deal_question import DealQuestion
from desktop_pipeline.queries.deals_table import read_ids
from desktop_pipeline.storage.workspace import View


def find_deals(view: View, asked: DealQuestion | BoardFilter, *, today: date) -> Sequence[int]:
    """Ids of the deals that are asked for, in the order in which they are shown."""
    if isinstance(asked, DealQuestion):
        return read_ids(view, replace(asked, group=None) if asked.group and asked.sorts else asked)
    where, bound = find_condition(view, asked, today)
    # The condition is our own text, what somebody typed is bound.
    order = "s.position, d.rank, d.id"
    sql = f"select d.id from deal d left join stage s on s.id = d.stage_id where {where} order by {order}"  # noqa: S608
    return array("q", (row[0] for row in view.rows(sql, bound)))
