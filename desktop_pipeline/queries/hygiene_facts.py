"""What stands against open deals today and the history does not tell: contacts, likenesses, criteria (METRICS §15)."""

# ruff: noqa: S608 - the text is our own

from datetime import timedelta
from typing import TYPE_CHECKING

from desktop_pipeline.domain.qualification import STALE_AFTER
from desktop_pipeline.domain.roles import Role
from desktop_pipeline.queries.gate_progress import MET
from desktop_pipeline.queries.kept_apart import read_kept_apart
from desktop_pipeline.storage.workspace import View

if TYPE_CHECKING:
    from desktop_pipeline.metrics.changing.hygiene import Facts


def read_hygiene_facts(view: View) -> "Facts":
    """Open deals without their decision-maker, like another one, or past a stage with a required criterion open."""
    from desktop_pipeline.metrics.changing.hygiene import Facts  # noqa: PLC0415 - numpy comes after first paint

    since = view.today() - timedelta(days=STALE_AFTER)
    return Facts(
        decision_maker_left=frozenset(deal_id for (deal_id,) in view.rows(_LEFT, (Role.DECIDES.value,))),
        duplicate=_find_alike(view),
        criterion_unmet=frozenset(deal_id for (deal_id,) in view.rows(_UNMET, (since.isoformat(),))),
    )


def _find_alike(view: View) -> frozenset[int]:
    """Of the same organisation, with the same title, not told to follow from one another, and not told apart."""
    alike = [set(map(int, deals.split(","))) for (deals,) in view.rows(_ALIKE)]
    related: dict[int, set[int]] = {}
    for deal_id, earlier in view.rows("select deal_id, earlier_id from deal_relation"):
        related.setdefault(deal_id, set()).add(earlier)
        related.setdefault(earlier, set()).add(deal_id)
    for first, second in read_kept_apart(view, "deal"):
        related.setdefault(first, set()).add(second)
        related.setdefault(second, set()).add(first)
    return frozenset(
        deal_id for deals in alike for deal_id in deals if len(deals) > 1 + len(deals & related.get(deal_id, set()))
    )


_OPEN = "d.status = 'open' and d.deleted_at is null"
# Where somebody else decides by now, nobody is missing.
_LEFT = f"""
    select d.id from deal d join deal_person dp on dp.deal_id = d.id join person p on p.id = dp.person_id
    where {_OPEN} and fold(dp.role) = ?1
    group by d.id having count(*) = count(p.left_on)
"""
# Grouped by the engine: tens of thousands of titles as our own texts would leave holes in the memory for good.
_ALIKE = f"""
    select group_concat(d.id) from deal d where {_OPEN} and d.organisation_id is not null
    group by d.organisation_id, fold(d.title) having count(*) > 1
"""
# A deal that came in further down never left the stages before.
_UNMET = f"""
    select distinct d.id from criterion c join stage left_stage on left_stage.id = c.stage_id
    join stage s on s.pipeline_id = left_stage.pipeline_id and s.position > left_stage.position and s.is_open
    join deal d on d.stage_id = s.id
    where c.is_required and not c.is_archived and {_OPEN} and not ({MET}) and exists (
        select 1 from history_event e join stage was on was.id in (e.from_stage_id, e.to_stage_id)
        where e.deal_id = d.id and was.pipeline_id = s.pipeline_id and was.is_open
        and was.position <= left_stage.position)
"""
