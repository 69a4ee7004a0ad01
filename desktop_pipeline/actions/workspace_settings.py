"""What is set for the whole workspace: time zone, working days, holidays, fiscal year, how soon leads are answered."""

from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from desktop_pipeline.domain.after_sale import check_churn_months
from desktop_pipeline.domain.errors import InvalidError, NotFoundError
from desktop_pipeline.domain.leads_clock import check_target
from desktop_pipeline.domain.lists import LONGEST_NAME
from desktop_pipeline.domain.names import tidy
from desktop_pipeline.domain.periods import check_zone, local_day
from desktop_pipeline.domain.working_days import check_fiscal_start, check_working_days
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.instants import from_microseconds
from desktop_pipeline.storage.tables import Activity, Holiday, Recurrence
from desktop_pipeline.storage.workspace import Workspace, write_setting


def set_time_zone(workspace: Workspace, zone: str) -> Change | None:
    """The zone that local days are counted in; raises InvalidError for one that does not exist.

    What is planned for a time of day stays at that instant, on the day that it falls on there.
    """
    known = check_zone(zone)
    with workspace.journal.change(f"Change the time zone to {zone}") as draft:
        write_setting(draft, "time_zone", zone)
        _move_days(draft, known)
    workspace.refresh()
    return draft.result


def set_working_days(workspace: Workspace, days: Iterable[int]) -> Change | None:
    """The days of the week, 1 for Monday, that are worked on; raises InvalidError for none."""
    chosen = check_working_days(days)
    return _set(workspace, "working_days", "".join(map(str, sorted(chosen))), "Change the working days")


def set_fiscal_start(workspace: Workspace, month: int) -> Change | None:
    """The month the fiscal year begins with; raises InvalidError."""
    return _set(workspace, "fiscal_year_start", str(check_fiscal_start(month)), "Change the fiscal year")


def set_response_target(workspace: Workspace, minutes: int) -> Change | None:
    """Within how many minutes a new lead is to be answered; raises InvalidError."""
    value = str(check_target(minutes))
    return _set(workspace, "response_target", value, "Change how soon new leads are to be answered")


def set_churn_months(workspace: Workspace, months: int) -> Change | None:
    """After how many months without a win a customer counts as gone (METRICS §16); raises InvalidError."""
    return _set(workspace, "churn_months", str(check_churn_months(months)), "Change when a customer counts as gone")


def add_holiday(workspace: Workspace, day: date, name: str = "") -> int:
    """Adds a day on which nobody works; raises InvalidError for one that is there already."""
    cleaned = _clean_holiday(name)
    with workspace.journal.change(f"Add holiday {day.isoformat()}") as draft:
        _require_free_day(draft, day)
        return draft.insert(Holiday, day=day, name=cleaned)


def edit_holiday(workspace: Workspace, holiday_id: int, *, day: date, name: str) -> Change | None:
    """Changes day and name of a holiday; raises InvalidError for a day that another one has."""
    cleaned = _clean_holiday(name)
    with workspace.journal.change(f"Edit holiday {day.isoformat()}") as draft:
        _require_holiday(draft, holiday_id)
        _require_free_day(draft, day, but=holiday_id)
        draft.update(Holiday, holiday_id, day=day, name=cleaned)
    return draft.result


def remove_holiday(workspace: Workspace, holiday_id: int) -> Change | None:
    """The day is worked on again."""
    with workspace.journal.change("Delete holiday") as draft:
        draft.label = f"Delete holiday {_require_holiday(draft, holiday_id)}"
        draft.delete(Holiday, holiday_id)
    return draft.result


def _set(workspace: Workspace, key: str, value: str, label: str) -> Change | None:
    with workspace.journal.change(label) as draft:
        write_setting(draft, key, value)
    return draft.result


def _move_days(draft: Draft, zone: ZoneInfo) -> None:
    sql = (
        "select a.id, a.due_on, a.due_at, r.id, r.anchor_on from activity a"
        " left join recurrence r on r.activity_id = a.id where a.due_at is not null order by a.id"
    )
    for activity_id, due_on, due_at, series_id, anchor_on in draft.rows(sql):
        day = local_day(from_microseconds(due_at), zone)
        if due_on is None or day.isoformat() == due_on:
            continue
        draft.update(Activity, activity_id, due_on=day)
        if series_id is not None:
            # The days of a series are counted from its anchor, which goes along.
            moved = day - date.fromisoformat(due_on)
            draft.update(Recurrence, series_id, anchor_on=date.fromisoformat(anchor_on) + moved)


def _clean_holiday(name: str) -> str:
    cleaned = tidy(name)
    if len(cleaned) > LONGEST_NAME:
        message = f"A name can have {LONGEST_NAME} characters at most; this one has {len(cleaned)}."
        raise InvalidError(message)
    return cleaned


def _require_holiday(draft: Draft, holiday_id: int) -> str:
    day = draft.value("select day from holiday where id = ?", (holiday_id,))
    if day is None:
        message = f"There is no holiday number {holiday_id}."
        raise NotFoundError(message)
    return str(day)


def _require_free_day(draft: Draft, day: date, *, but: int | None = None) -> None:
    found = draft.value("select id from holiday where day = ?", (day.isoformat(),))
    if found is not None and found != but:
        message = f"{day.isoformat()} is a holiday already."
        raise InvalidError(message)
