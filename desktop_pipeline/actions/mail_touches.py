"""What a message means for the deal: an activity that was done, or a reply that ends what waited for one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from desktop_pipeline.actions.cadence_ends import end_enrolments, end_for_people, note_done
from desktop_pipeline.actions.recurring import plan_next_within
from desktop_pipeline.domain.activities import clean_subject
from desktop_pipeline.domain.cadences import EndedBy
from desktop_pipeline.domain.periods import local_day
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.instants import to_microseconds
from desktop_pipeline.storage.tables import Activity
from desktop_pipeline.storage.workspace import Workspace

_LONGEST_SUBJECT = 300


@dataclass(frozen=True, slots=True)
class Touch:
    """A message that we wrote; `activity_id` is the planned activity that it does, where there is one."""

    kind: str
    subject: str
    at: datetime
    deal_id: int | None = None
    person_id: int | None = None
    organisation_id: int | None = None
    activity_id: int | None = None


def write_touch(draft: Draft, workspace: Workspace, touch: Touch) -> int:
    """Finishes the planned activity that the message does, else adds one that is done; returns its id."""
    subject = clean_subject(touch.subject[:_LONGEST_SUBJECT], "E-mail")
    planned = draft.value("select id from activity where id = ? and done_at is null", (touch.activity_id,))
    if planned is None:
        stands_alone = touch.deal_id is None and touch.person_id is None
        activity_id = draft.insert(
            Activity,
            deal=touch.deal_id,
            person=touch.person_id,
            organisation=touch.organisation_id if stands_alone else None,
            owner=_find_owner(draft, touch.deal_id),
            kind=touch.kind,
            subject=subject,
            done_at=touch.at,
            created_at=touch.at,
        )
    else:
        activity_id = int(planned)
        draft.update(Activity, activity_id, done_at=touch.at, result=f"Sent: {subject}")
        plan_next_within(draft, workspace, activity_id, done_on=local_day(touch.at, workspace.zone))
    note_done(draft, activity_id, at=touch.at)
    return activity_id


def end_by_reply(
    draft: Draft, workspace: Workspace, deal_ids: Iterable[int], person_ids: Iterable[int], *, at: datetime
) -> int:
    """Ends the cadences that somebody answered; those that began after the reply go on. Returns how many ended."""
    ended: set[int] = set()
    for column, row_ids, end in (("deal_id", deal_ids, end_enrolments), ("person_id", person_ids, end_for_people)):
        answered = [row_id for row_id in row_ids if _has_begun(draft, column, row_id, at)]
        ended.update(end(draft, answered, EndedBy.REPLY, at=workspace.now()))
    return len(ended)


def _has_begun(draft: Draft, column: str, row_id: int, at: datetime) -> bool:
    # The column is one of our own names.
    sql = f"select 1 from enrolment where {column} = ? and ended_by is null and started_at <= ?"  # noqa: S608
    return draft.value(sql, (row_id, to_microseconds(at))) is not None


def _find_owner(draft: Draft, deal_id: int | None) -> int | None:
    found = draft.value("select owner_id from deal where id = ?", (deal_id,))
    return None if found is None else int(found)
