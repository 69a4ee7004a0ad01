"""When deals were closed and what they were worth then, however their value was edited since (METRICS §0)."""

# ruff: noqa: S608 - the texts are our own

from desktop_pipeline.domain.deals import EventKind

_OUTCOMES = f"({EventKind.WON.value}, {EventKind.LOST.value})"
_TELLING = f"({EventKind.CREATED.value}, {EventKind.VALUE.value})"

# Whether the day is known on which a deal `d` was closed: one that no file told stands at the import, and is none.
HAS_CLOSING_DAY = (
    "d.closed_at is not null and not exists (select 1 from history_event c where c.deal_id = d.id"
    f" and c.at = d.closed_at and c.kind in {_OUTCOMES} and not c.is_dated)"
)
CLOSED_AT = f"case when {HAS_CLOSING_DAY} then d.closed_at end"

# A file may date the close before the creation.
_UNTIL = (
    "(select max(c.at) from history_event c where c.deal_id = d.id"
    f" and c.kind in ({EventKind.CREATED.value}, {EventKind.WON.value}, {EventKind.LOST.value}))"
)
# Joined to deals `d`: for those whose value was edited after the close, the event `told` that told it last until then.
AT_CLOSE = (
    "left join history_event told on told.id = case when d.status <> 'open' and exists ("
    f"select 1 from history_event h where h.deal_id = d.id and h.kind = {EventKind.VALUE.value} and h.at > d.closed_at)"
    f" then (select h.id from history_event h where h.deal_id = d.id and h.kind in {_TELLING} and h.at <= {_UNTIL}"
    " order by h.at desc, h.id desc limit 1) end"
)
VALUE_AT_CLOSE = "case when told.id is null then d.value else told.value end"
CURRENCY_AT_CLOSE = "coalesce(told.currency, d.currency)"
