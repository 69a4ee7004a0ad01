"""What changes mean for a review that was read before: the deals of which its lines are to be read again."""

import json
from collections.abc import Iterable

from desktop_pipeline.queries.reviews import ReviewView, count_lines
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.workspace import View

# A name of any of these may be on every line.
_ON_EVERY_LINE = ("stage", "pipeline", "owner")
_ON_A_LINE = ("deal", "review_deal", "organisation")
_MOST = 500


def find_touched_deals(view: View, known: ReviewView, changes: Iterable[Change]) -> set[int] | None:
    """The deals whose lines may be other ones since; None where the review is better read as a whole."""
    touched: dict[str, set[int]] = {table: set() for table in _ON_A_LINE}
    for change in changes:
        ids = change.touched.ids_by_table
        if ids is None or any(change.touches(table) for table in _ON_EVERY_LINE):
            return None
        for table in _ON_A_LINE:
            touched[table] |= ids.get(table, frozenset())
    if sum(map(len, touched.values())) > _MOST or count_lines(view, known.review_id) != len(known.lines):
        return None
    found = view.rows(
        "select deal_id from review_deal where id in (select value from json_each(?))"
        " union select id from deal where organisation_id in (select value from json_each(?))",
        (json.dumps(sorted(touched["review_deal"])), json.dumps(sorted(touched["organisation"]))),
    )
    return touched["deal"] | {int(deal_id) for (deal_id,) in found}
