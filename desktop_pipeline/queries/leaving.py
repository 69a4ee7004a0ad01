"""What it means for open deals that somebody left: which they are, and where each could go back to."""

from dataclasses import dataclass

from desktop_pipeline.domain.milestones import Milestone
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.names import fold
from desktop_pipeline.storage.workspace import View

# “Qualified”, “Qualification”, “Qualifizierung”, “Qualificazione”: the word is the same in most languages.
_WORD = "qualif"


@dataclass(frozen=True, slots=True)
class LeftDeal:
    """An open deal on which the person who left has a part.

    `back_to` is the stage of qualification of its pipeline, None where the deal stands there or before.
    """

    deal_id: int
    title: str
    value: Money | None
    role: str
    stage: str
    back_to: int | None
    back_to_name: str | None


def read_left_deals(view: View, person_id: int) -> list[LeftDeal]:
    """The open deals of a person, the furthest first."""
    rows = view.rows(
        "select d.id, d.title, d.value, d.currency, dp.role, d.pipeline_id, s.name, s.position from deal_person dp"
        " join deal d on d.id = dp.deal_id join stage s on s.id = d.stage_id"
        " where dp.person_id = ? and d.status = 'open' and d.deleted_at is null order by s.position desc, d.id",
        (person_id,),
    )
    found = []
    for deal_id, title, value, currency, role, pipeline_id, stage, position in rows:
        target = find_qualification(view, pipeline_id)
        is_behind = target is not None and target[2] < position
        found.append(
            LeftDeal(
                deal_id,
                title,
                None if value is None else Money(value, currency),
                role,
                stage,
                target[0] if is_behind and target else None,
                target[1] if is_behind and target else None,
            )
        )
    return found


def find_qualification(view: View, pipeline_id: int) -> tuple[int, str, int] | None:
    """Id, name and position of the stage in which deals are qualified; None for a pipeline without stages.

    It is the one named so, else the one that carries the milestone SQL, else the first.
    """
    stages = view.rows(
        "select id, name, position, milestone from stage where pipeline_id = ? and is_open and not is_archived"
        " order by position, id",
        (pipeline_id,),
    )
    named = [stage for stage in stages if _WORD in fold(stage[1])]
    marked = [stage for stage in stages if stage[3] == Milestone.SQL]
    chosen = next(iter((*named, *marked, *stages)), None)
    return None if chosen is None else (int(chosen[0]), str(chosen[1]), int(chosen[2]))
