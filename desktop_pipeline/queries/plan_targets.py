"""What an activity can be planned for: a deal, a person or an organisation, with the people it may be with."""

from dataclasses import dataclass

from desktop_pipeline.domain.names import fold
from desktop_pipeline.queries.lists import Named
from desktop_pipeline.storage.workspace import View

_MOST_OFFERED = 12


@dataclass(frozen=True, slots=True)
class PlanTarget:
    """What an activity is planned for, with who would do it and the people it may be with; nothing at all: a task.

    With `deal_ids` each of several deals gets one.
    """

    deal_id: int | None = None
    person_id: int | None = None
    organisation_id: int | None = None
    name: str = ""
    owner_id: int | None = None
    people: tuple[Named, ...] = ()
    deal_ids: tuple[int, ...] = ()


def read_plan_target(
    view: View, *, deal_id: int | None = None, person_id: int | None = None, organisation_id: int | None = None
) -> PlanTarget:
    """What a planner must know of the deal, the person or the organisation; one that is gone gives an empty target."""
    target = None
    if deal_id is not None:
        target = _target_deal(view, deal_id)
    elif person_id is not None:
        target = _target_person(view, person_id)
    elif organisation_id is not None:
        target = _target_organisation(view, organisation_id)
    return target or PlanTarget()


def _target_deal(view: View, deal_id: int) -> PlanTarget | None:
    row = view.row("select title, owner_id from deal where id = ? and deleted_at is null", (deal_id,))
    people = view.rows(
        "select p.id, p.name from deal_person dp join person p on p.id = dp.person_id"
        " where dp.deal_id = ? and p.deleted_at is null order by dp.id",
        (deal_id,),
    )
    named = tuple(Named(*person) for person in people)
    return PlanTarget(deal_id=deal_id, name=row[0], owner_id=row[1], people=named) if row else None


def _target_person(view: View, person_id: int) -> PlanTarget | None:
    row = view.row("select name, organisation_id from person where id = ? and deleted_at is null", (person_id,))
    if row is None:
        return None
    return PlanTarget(person_id=person_id, organisation_id=row[1], name=row[0], people=(Named(person_id, row[0]),))


def _target_organisation(view: View, organisation_id: int) -> PlanTarget | None:
    row = view.row("select name from organisation where id = ? and deleted_at is null", (organisation_id,))
    people = view.rows(
        "select id, name from person where organisation_id = ? and deleted_at is null order by name, id",
        (organisation_id,),
    )
    named = tuple(Named(*person) for person in people)
    return PlanTarget(organisation_id=organisation_id, name=row[0], people=named) if row else None


def find_open_deals(view: View, text: str) -> list[Named]:
    """Open deals whose title or organisation holds the text, whatever its accents, for choosing one by typing."""
    rows = view.rows(
        "select d.id, d.title from deal d left join organisation o on o.id = d.organisation_id"
        " where d.status = 'open' and d.deleted_at is null"
        " and (instr(fold(d.title), ?) or instr(fold(coalesce(o.name, '')), ?)) order by d.title, d.id limit ?",
        (fold(text), fold(text), _MOST_OFFERED),
    )
    return [Named(*row) for row in rows]
