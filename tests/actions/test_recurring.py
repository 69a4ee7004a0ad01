from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from desktop_pipeline.actions.activities import (
    delete_activities,
    edit_activity,
    finish_activity,
    move_activities,
    move_late,
    plan_activity,
    plan_for_deals,
    reopen_activity,
)
from desktop_pipeline.actions.deals import lose_deals, win_deals
from desktop_pipeline.actions.erasing import erase_person
from desktop_pipeline.actions.people import create_person
from desktop_pipeline.actions.recurring import set_repeat, skip_activity
from desktop_pipeline.actions.workspace_settings import add_holiday, set_time_zone
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.recurring import Repeat, Unit
from desktop_pipeline.queries.activities import ActivityRow, read_activity, read_open_activities
from desktop_pipeline.storage.instants import to_microseconds
from tests.workspaces import Desk, make_desk, read_content

# A Monday; the clock of a desk stands at 9:00 of it.
TODAY = date(2026, 1, 5)
WEEKLY = Repeat(1, Unit.WEEK)


def plan(desk: Desk, repeat: Repeat | None = WEEKLY, **fields: object) -> int:
    given = {"kind": "call", "subject": "Ask about stock", "at": desk.now, "due_on": TODAY, "repeat": repeat, **fields}
    return plan_activity(desk.workspace, **given)  # type: ignore[arg-type]


def row(desk: Desk, activity_id: int) -> ActivityRow:
    found = read_activity(desk.workspace, activity_id)
    assert found is not None
    return found


def step(desk: Desk, deal_id: int) -> ActivityRow:
    (found,) = read_open_activities(desk.workspace, deal_id=deal_id)
    return found


def test_finishing_plans_the_next_time_in_the_same_change(desk: Desk) -> None:
    deal = desk.deal()
    first = plan(desk, deal_id=deal, duration=20, remind_before=15, note="bring samples", owner_id=2)
    before = read_content(desk.workspace)
    finish_activity(desk.workspace, first, at=desk.now, result="Reached", note="wants oak")
    after = read_content(desk.workspace)
    following = step(desk, deal)
    assert (following.due_on, following.repeat, following.owner_id) == (date(2026, 1, 12), WEEKLY, 2)
    assert (following.duration, following.remind_before, following.note) == (20, 15, "bring samples")
    assert (row(desk, first).note, row(desk, first).repeat) == ("wants oak", None)
    desk.journal.undo()
    assert read_content(desk.workspace) == before
    desk.journal.redo()
    assert read_content(desk.workspace) == after
    assert desk.faults() == []


def test_what_is_done_late_skips_the_times_that_are_over(desk: Desk) -> None:
    deal = desk.deal()
    first = plan(desk, deal_id=deal)
    finish_activity(desk.workspace, first, at=desk.later(days=16))
    assert step(desk, deal).due_on == date(2026, 1, 26)


def test_the_time_of_day_stays_over_the_change_of_clocks(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, zone="Europe/Berlin")
    deal = desk.deal()
    nine = datetime(2026, 3, 23, 8, 0, tzinfo=UTC)
    first = plan(desk, deal_id=deal, due_on=None, due_at=nine)
    desk.later(days=77)
    finish_activity(desk.workspace, first, at=desk.now)
    assert step(desk, deal).due_at == datetime(2026, 3, 30, 7, 0, tzinfo=UTC)
    desk.workspace.close()


def test_the_thirty_first_stays_the_last_of_the_month_time_after_time(desk: Desk) -> None:
    deal = desk.deal()
    plan(desk, Repeat(1, Unit.MONTH), deal_id=deal, due_on=date(2026, 1, 31))
    days = []
    for _month in range(4):
        current = step(desk, deal)
        assert current.due_on is not None
        days.append(current.due_on.isoformat())
        desk.clock.now = datetime.combine(current.due_on, datetime.min.time(), UTC)
        finish_activity(desk.workspace, current.activity_id, at=desk.now)
    assert days == ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]


def test_a_working_day_that_is_a_holiday_is_left_out(desk: Desk) -> None:
    add_holiday(desk.workspace, date(2026, 1, 6), "Epiphany")
    deal = desk.deal()
    first = plan(desk, Repeat(1, Unit.WORKING_DAY), deal_id=deal)
    finish_activity(desk.workspace, first, at=desk.now)
    assert step(desk, deal).due_on == date(2026, 1, 7)


def test_one_that_was_moved_comes_back_to_the_days_of_its_series(desk: Desk) -> None:
    deal = desk.deal()
    first = plan(desk, deal_id=deal)
    finish_activity(desk.workspace, first, at=desk.now)
    second = step(desk, deal).activity_id
    for moved in (date(2026, 1, 9), date(2026, 1, 14)):
        move_activities(desk.workspace, [second], moved)
    desk.later(days=9)
    finish_activity(desk.workspace, second, at=desk.now)
    assert step(desk, deal).due_on == date(2026, 1, 19)


def test_a_second_time_that_is_done_before_its_day_does_not_come_again_on_it(desk: Desk) -> None:
    deal = desk.deal()
    finish_activity(desk.workspace, plan(desk, deal_id=deal), at=desk.now)
    second = step(desk, deal).activity_id
    move_activities(desk.workspace, [second], date(2026, 1, 9))
    finish_activity(desk.workspace, second, at=desk.later(days=4))
    assert step(desk, deal).due_on == date(2026, 1, 19)


def test_a_series_ends_with_its_last_day_and_with_a_lost_deal_but_not_with_a_won_one(desk: Desk) -> None:
    ended, lost, won = (desk.deal(title) for title in ("Ended", "Lost", "Won"))
    last = plan(desk, Repeat(1, Unit.WEEK, date(2026, 1, 11)), deal_id=ended)
    finish_activity(desk.workspace, last, at=desk.now)
    assert read_open_activities(desk.workspace, deal_id=ended) == []
    after_loss, after_sale = plan(desk, deal_id=lost), plan(desk, deal_id=won)
    lose_deals(desk.workspace, [lost], reason_id=desk.reason(), note="", at=desk.now)
    win_deals(desk.workspace, [won], at=desk.now)
    finish_activity(desk.workspace, after_loss, at=desk.now)
    finish_activity(desk.workspace, after_sale, at=desk.now)
    assert read_open_activities(desk.workspace, deal_id=lost) == []
    assert date(2026, 1, 12) in [each.due_on for each in read_open_activities(desk.workspace, deal_id=won)]
    assert desk.workspace.value("select count(*) from recurrence") == 1


def test_skipping_moves_it_to_its_next_day_and_leaves_no_touch(desk: Desk) -> None:
    activity = plan(desk, due_on=None, due_at=desk.now)
    skip_activity(desk.workspace, activity)
    found = row(desk, activity)
    assert (found.due_on, found.due_at, found.done_at) == (date(2026, 1, 12), desk.now.replace(day=12), None)
    entry = desk.journal.next_undo()
    assert entry is not None
    assert entry.label == "Skip “Ask about stock” once"
    desk.journal.undo()
    assert row(desk, activity).due_on == TODAY


def test_the_last_time_and_what_never_comes_again_cannot_be_skipped(desk: Desk) -> None:
    last = plan(desk, Repeat(1, Unit.WEEK, TODAY))
    single = plan(desk, None)
    before = read_content(desk.workspace)
    with pytest.raises(InvalidError, match="last time"):
        skip_activity(desk.workspace, last)
    with pytest.raises(InvalidError, match="does not come again"):
        skip_activity(desk.workspace, single)
    assert read_content(desk.workspace) == before


def test_one_whose_day_an_import_took_away_can_be_skipped_and_finished(desk: Desk) -> None:
    deal = desk.deal()
    activity = plan(desk, deal_id=deal)
    with desk.journal.change("Import") as draft:
        draft.execute("update activity set due_on = null, due_at = null where id = ?", (activity,))
    skip_activity(desk.workspace, activity)
    assert row(desk, activity).due_on == date(2026, 1, 12)
    desk.journal.undo()
    finish_activity(desk.workspace, activity, at=desk.now)
    assert step(desk, deal).due_on == date(2026, 1, 12)


def test_it_can_be_told_to_come_again_more_often_or_no_longer(desk: Desk) -> None:
    activity = plan(desk, None)
    set_repeat(desk.workspace, activity, Repeat(2, Unit.DAY))
    assert row(desk, activity).repeat == Repeat(2, Unit.DAY)
    set_repeat(desk.workspace, activity, WEEKLY)
    assert row(desk, activity).repeat == WEEKLY
    entry = desk.journal.next_undo()
    assert entry is not None
    assert entry.label == "Change the series of “Ask about stock”"
    set_repeat(desk.workspace, activity, None)
    assert row(desk, activity).repeat is None
    assert desk.workspace.value("select count(*) from recurrence") == 0


def test_what_comes_again_needs_a_day_and_keeps_it(desk: Desk) -> None:
    with pytest.raises(InvalidError, match="needs a day"):
        plan(desk, due_on=None)
    activity = plan(desk)
    before = read_content(desk.workspace)
    with pytest.raises(InvalidError, match="needs a day"):
        move_activities(desk.workspace, [activity], None)
    with pytest.raises(InvalidError, match="needs a day"):
        edit_activity(desk.workspace, activity, due_on=None)
    assert read_content(desk.workspace) == before
    edit_activity(desk.workspace, activity, due_on=None, repeat=None)
    assert row(desk, activity).due_on is None


def test_one_that_is_done_is_not_made_to_repeat(desk: Desk) -> None:
    activity = plan(desk, None)
    finish_activity(desk.workspace, activity, at=desk.now)
    with pytest.raises(InvalidError, match="done already"):
        set_repeat(desk.workspace, activity, WEEKLY)


def test_reopening_and_finishing_again_plans_no_second_next_one(desk: Desk) -> None:
    deal = desk.deal()
    first = plan(desk, deal_id=deal)
    finish_activity(desk.workspace, first, at=desk.now)
    reopen_activity(desk.workspace, first)
    finish_activity(desk.workspace, first, at=desk.now)
    assert step(desk, deal).due_on == date(2026, 1, 12)


def test_deleting_ends_the_series_and_undo_brings_it_back(desk: Desk) -> None:
    activity = plan(desk)
    before = read_content(desk.workspace)
    delete_activities(desk.workspace, [activity])
    assert desk.workspace.value("select count(*) from recurrence") == 0
    desk.journal.undo()
    assert read_content(desk.workspace) == before
    assert desk.faults() == []


def test_several_deals_get_a_series_each(desk: Desk) -> None:
    deals = [desk.deal("One"), desk.deal("Two")]
    plan_for_deals(
        desk.workspace, deals, kind="call", subject="Call", at=desk.now, due_on=TODAY, remind_before=0, repeat=WEEKLY
    )
    assert [(step(desk, deal).repeat, step(desk, deal).remind_before) for deal in deals] == [(WEEKLY, 0)] * 2


def test_a_person_who_is_erased_leaves_no_series(desk: Desk) -> None:
    person = create_person(desk.workspace, name="Ines Vidal")
    plan(desk, person_id=person)
    erase_person(desk.workspace, person)
    assert desk.workspace.value("select count(*) from recurrence") == 0
    assert desk.faults() == []


def test_late_ones_are_moved_together_and_times_that_are_over_go(desk: Desk) -> None:
    timed = plan(desk, None, due_on=None, due_at=desk.now.replace(day=2, hour=8))
    later_today = plan(desk, None, due_on=None, due_at=desk.now.replace(day=2, hour=15))
    untimed = plan(desk, None, due_on=date(2025, 12, 30))
    before = read_content(desk.workspace)
    move_late(desk.workspace, [timed, later_today, untimed], TODAY, now=desk.now)
    assert [row(desk, each).due_on for each in (timed, later_today, untimed)] == [TODAY] * 3
    assert [row(desk, each).due_at for each in (timed, later_today)] == [None, desk.now.replace(hour=15)]
    desk.journal.undo()
    assert read_content(desk.workspace) == before
    move_late(desk.workspace, [timed], date(2026, 1, 7), now=desk.now)
    assert row(desk, timed).due_at == desk.now.replace(day=7, hour=8)
    with pytest.raises(InvalidError, match="still be late"):
        move_late(desk.workspace, [untimed], date(2026, 1, 4), now=desk.now)


def test_a_reminder_can_come_at_the_very_time_but_not_after_it(desk: Desk) -> None:
    activity = plan(desk, None, remind_before=0)
    assert row(desk, activity).remind_before == 0
    for wrong in (-1, 60 * 24 * 29):
        with pytest.raises(InvalidError, match="28 days"):
            edit_activity(desk.workspace, activity, remind_before=wrong)


def test_another_time_zone_moves_a_time_of_day_to_the_day_it_falls_on_there(desk: Desk) -> None:
    late = plan(desk, due_at=datetime(2026, 1, 5, 23, 30, tzinfo=UTC))
    noon, some_time = plan(desk, due_at=datetime(2026, 1, 5, 12, tzinfo=UTC)), plan(desk)
    before = read_content(desk.workspace)
    set_time_zone(desk.workspace, "Europe/Berlin")
    assert [row(desk, each).due_on for each in (late, noon, some_time)] == [date(2026, 1, 6), TODAY, TODAY]
    finish_activity(desk.workspace, late, at=desk.now)
    # Half past midnight, seven nights on: not six, and not eight.
    assert desk.workspace.value("select max(due_at) from activity") == to_microseconds(
        datetime(2026, 1, 12, 23, 30, tzinfo=UTC)
    )
    desk.journal.undo()
    desk.journal.undo()
    assert read_content(desk.workspace) == before
