"""Open activities that are to be reminded of."""

# ruff: noqa: S608 - the condition is our own text; what comes from outside is bound

from datetime import date

from desktop_pipeline.domain.names import fold
from desktop_pipeline.domain.reminders import Reminder, find_instant
from desktop_pipeline.queries.activities import SHOWN
from desktop_pipeline.storage.instants import from_microseconds
from desktop_pipeline.storage.workspace import View


def read_reminders(view: View, *, who: str) -> list[Reminder]:
    """The reminders of whoever is at this computer: of what they own and of what nobody does.

    Somebody who is not one of the team hears of all.
    """
    rows = view.rows(
        "select a.id, a.due_on, a.due_at, a.remind_before from activity a left join deal d on d.id = a.deal_id"
        " left join person p on p.id = a.person_id left join organisation o on o.id = a.organisation_id"
        f" where a.done_at is null and a.due_on is not null and a.remind_before is not null and {SHOWN}"
        " and (a.owner_id is null or a.owner_id in (select id from owner where fold(name) = ?1)"
        " or not exists (select 1 from owner where fold(name) = ?1))",
        (fold(who),),
    )
    found = []
    for row_id, due_on, due_at, remind_before in rows:
        instant = None if due_at is None else from_microseconds(due_at)
        at = find_instant(date.fromisoformat(due_on), instant, remind_before, view.zone)
        if at is not None:
            found.append(Reminder(row_id, at))
    return found
