"""What ends cadences: each ends with its open activities, within the change that is the cause."""

from collections.abc import Iterable
from datetime import datetime

from desktop_pipeline.domain.cadences import MEETING_KINDS, EndedBy, State, why_closing_ends
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import Activity, Enrolment

# A finished one that will still propose to close the deal has not come to its end either.
_LIVE = "(state = 'running' or (state = 'finished' and close_on is not null))"


def end_enrolments(draft: Draft, deal_ids: Iterable[int], by: EndedBy, *, at: datetime) -> list[int]:
    """Ends the cadences that deals go through, with what is still planned of them; returns the ended ones."""
    return _end_where(draft, "deal_id = ?", deal_ids, by, at)


def end_for_people(draft: Draft, person_ids: Iterable[int], by: EndedBy, *, at: datetime) -> list[int]:
    """Ends the cadences that address people, by themselves or for a deal, as `end_enrolments` does."""
    return _end_where(draft, "person_id = ?", person_ids, by, at)


def end_closed(draft: Draft, deal_id: int, status: DealStatus, reason_id: int | None, *, at: datetime) -> list[int]:
    """Ends the cadences of a deal that is won, or lost for a reason, as `end_enrolments` does."""
    reason = None if reason_id is None else draft.value("select name from reason where id = ?", (reason_id,))
    return end_enrolments(draft, [deal_id], why_closing_ends(status, reason), at=at)


def note_planned(draft: Draft, activity_id: int, *, at: datetime) -> None:
    """Ends what a meeting that is planned, or done, makes needless; another kind of activity ends nothing.

    A meeting that a cadence itself proposed is one of its touches and does not end it. One for a deal ends the
    cadences of that deal and those of the person without a deal, and leaves other deals of the person alone.
    """
    row = draft.row("select kind, deal_id, person_id from activity where id = ?", (activity_id,))
    if row is None or row[0] not in MEETING_KINDS or list_enrolments(draft, [activity_id]):
        return
    _kind, deal_id, person_id = row
    if deal_id is not None:
        end_enrolments(draft, [deal_id], EndedBy.MEETING, at=at)
    if person_id is not None:
        where = "person_id = ?" if deal_id is None else "person_id = ? and deal_id is null"
        _end_where(draft, where, [person_id], EndedBy.MEETING, at)


def note_done(draft: Draft, activity_id: int, *, at: datetime) -> None:
    """Brings cadences up to an activity that was done, or is to be done again."""
    note_planned(draft, activity_id, at=at)
    settle_enrolments(draft, list_enrolments(draft, [activity_id]), at=at)


def end_enrolment_within(draft: Draft, enrolment_id: int, by: EndedBy, *, at: datetime) -> None:
    """Ends one of them, with what is still planned of it."""
    for (activity_id,) in draft.rows(
        "select a.id from enrolment_step s join activity a on a.id = s.activity_id"
        " where s.enrolment_id = ? and a.done_at is null order by a.id",
        (enrolment_id,),
    ):
        draft.delete(Activity, activity_id)
    draft.update(Enrolment, enrolment_id, state=State.ENDED.value, ended_at=at, ended_by=by.value)


def list_enrolments(draft: Draft, activity_ids: Iterable[int]) -> list[int]:
    """The cadences that activities are touches of; to be asked before an activity is deleted."""
    found: list[int] = []
    for activity_id in activity_ids:
        found += [
            int(row[0])
            for row in draft.rows("select enrolment_id from enrolment_step where activity_id = ?", (activity_id,))
        ]
    return list(dict.fromkeys(found))


def settle_enrolments(draft: Draft, enrolment_ids: Iterable[int], *, at: datetime) -> None:
    """A cadence is finished when nothing of it is left to be done, and runs again when something is."""
    for enrolment_id in enrolment_ids:
        state = draft.value("select state from enrolment where id = ?", (enrolment_id,))
        is_left = draft.value(
            "select 1 from enrolment_step s join activity a on a.id = s.activity_id"
            " where s.enrolment_id = ? and a.done_at is null",
            (enrolment_id,),
        )
        if state == State.RUNNING and is_left is None:
            draft.update(Enrolment, enrolment_id, state=State.FINISHED.value, ended_at=at)
        elif state == State.FINISHED and is_left is not None:
            draft.update(Enrolment, enrolment_id, state=State.RUNNING.value, ended_at=None)


def _end_where(draft: Draft, where: str, row_ids: Iterable[int], by: EndedBy, at: datetime) -> list[int]:
    ended: list[int] = []
    for row_id in dict.fromkeys(row_ids):
        # The condition is one of our own.
        sql = f"select id from enrolment where {where} and {_LIVE} order by id"  # noqa: S608
        for (enrolment_id,) in draft.rows(sql, (row_id,)):
            end_enrolment_within(draft, enrolment_id, by, at=at)
            ended.append(enrolment_id)
    return ended
