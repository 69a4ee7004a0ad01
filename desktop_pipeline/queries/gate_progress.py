"""How far deals are with the exit criteria of their stage: two numbers on each card, counted in the file.

The board needs them before its first paint and nothing else of the gates, which `queries.gates` reads with their
grounds. A test holds the two to the same answers.
"""

import json
from collections.abc import Sequence
from datetime import timedelta

from desktop_pipeline.domain.qualification import STALE_AFTER, State
from desktop_pipeline.storage.filled_fields import FILLED
from desktop_pipeline.storage.workspace import View


def count_progress(view: View, deal_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """How many exit criteria of its stage each deal has met, of how many; deals whose stage has none are left out."""
    if not deal_ids or not view.keep("has criteria", None, lambda: view.row(_ANY) is not None, of=_CRITERIA):
        return {}
    since = view.today() - timedelta(days=STALE_AFTER)
    rows = view.rows(_PROGRESS, (since.isoformat(), json.dumps(list(deal_ids))))
    return {deal_id: (met, asked) for deal_id, met, asked in rows}


_CRITERIA = frozenset(("criterion",))
_ANY = "select 1 from criterion where not is_archived"
_FIELDS = " ".join(f"when '{name}' then {filled}" for name, filled in FILLED.items())
# Whether deal `d` meets criterion `c`; bound as ?1 is the first day whose answers still count.
MET = f"""case c.kind
        when 'tick' then exists (select 1 from criterion_tick t where t.deal_id = d.id and t.criterion_id = c.id)
        when 'activity' then exists (
            select 1 from activity a where a.deal_id = d.id and a.kind = c.asks_for and a.done_at is not null)
        when 'answer' then exists (
            select 1 from answer a where a.deal_id = d.id and a.topic = c.asks_for and a.state = '{State.YES}'
            and a.answered_on >= ?1)
        when 'field' then case c.asks_for {_FIELDS} else exists (
            select 1 from custom_value v where v.deal_id = d.id and 'custom:' || v.field_id = c.asks_for) end
        end"""  # noqa: S608 - our own text
_PROGRESS = f"""
    select d.id, sum({MET}), count(*)
    from json_each(?2) named cross join deal d on d.id = named.value
    join criterion c on c.stage_id = d.stage_id and not c.is_archived group by named.key
"""  # noqa: S608 - our own text
