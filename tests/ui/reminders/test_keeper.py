"""When reminders come: the clock passes, is set anew, sleeps; activities are done, moved and put off."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions.activities import edit_activity, finish_activity, move_activities, plan_activity
from desktop_pipeline.actions.deals import delete_deals, move_deals
from desktop_pipeline.actions.workspace_settings import set_time_zone
from desktop_pipeline.domain.reminders import DueReminders, Snooze
from desktop_pipeline.ui.reminders.reminder_file import ReminderFile
from desktop_pipeline.ui.reminders.reminder_keeper import ReminderKeeper
from desktop_pipeline.ui.session import Session
from tests.ui.reminders.conftest import remind
from tests.workspaces import Desk


class Ear:
    """Hears a keeper, which begins anew with each start of the program."""

    def __init__(self, session: Session, settings: Path) -> None:
        self.session = session
        self.settings = settings
        self.heard: list[tuple[int, int]] = []
        self.start()

    def start(self) -> None:
        self.keeper = ReminderKeeper(self.session, ReminderFile(self.settings))
        self.keeper.came.connect(self._hear)
        self.keeper.start()

    def start_again(self) -> None:
        self.keeper.stop()
        self.start()

    def _hear(self, due: DueReminders) -> None:
        self.heard.append((len(due.now), len(due.missed)))


@pytest.fixture
def ear(session: Session, settings: Path, qtbot: QtBot) -> Iterator[Ear]:
    made = Ear(session, settings)
    yield made
    made.keeper.stop()


def test_a_reminder_comes_at_its_time_and_once(desk: Desk, ear: Ear) -> None:
    activity = remind(desk, "Call Ines", minutes=5)
    desk.later(minutes=4)
    ear.keeper.look()
    assert ear.heard == []
    desk.later(minutes=1)
    ear.keeper.look()
    ear.keeper.look()
    assert ear.heard == [(1, 0)]
    assert ear.keeper.shown_ids == [activity]
    ear.start_again()
    assert ear.heard == [(1, 0)]


def test_the_clock_is_looked_at_by_itself(desk: Desk, ear: Ear, qtbot: QtBot) -> None:
    remind(desk, "Call Ines", milliseconds=200)
    desk.later(seconds=1)
    qtbot.waitUntil(lambda: ear.heard == [(1, 0)])


def test_what_was_missed_is_told_once_and_together(desk: Desk, ear: Ear) -> None:
    for hours in range(40):
        remind(desk, f"Call {hours}", hours=hours)
    ear.keeper.stop()
    desk.later(days=3)
    ear.heard.clear()
    ear.start()
    assert ear.heard == [(0, 39)]
    ear.start_again()
    assert ear.heard == [(0, 39)]


def test_a_reminder_in_the_past_is_told_as_missed(desk: Desk, ear: Ear) -> None:
    remind(desk, "Call Ines", days=-400)
    assert ear.heard == [(0, 1)]
    assert len(ear.keeper.missed_ids) == 1


def test_one_that_is_done_moved_or_thrown_away_is_no_longer_shown(desk: Desk, ear: Ear) -> None:
    done, moved, kept = (remind(desk, subject, minutes=0) for subject in ("Done", "Moved", "Kept"))
    assert ear.keeper.shown_ids == [done, moved, kept]
    finish_activity(desk.workspace, done, at=desk.now)
    move_activities(desk.workspace, [moved], (desk.now + timedelta(days=1)).date())
    assert ear.keeper.shown_ids == [kept]
    ear.heard.clear()
    desk.later(days=1)
    ear.keeper.look()
    assert ear.heard == [(1, 0)]


def test_one_whose_deal_went_is_hidden_once_the_board_is_painted(desk: Desk, ear: Ear, qtbot: QtBot) -> None:
    deal = desk.deal()
    activity = plan_activity(
        desk.workspace,
        kind="call",
        subject="Call Ines",
        at=desk.now,
        deal_id=deal,
        due_at=desk.now + timedelta(minutes=15),
        remind_before=15,
        owner_id=1,
    )
    assert ear.keeper.shown_ids == [activity]
    delete_deals(desk.workspace, [deal], at=desk.now)
    assert ear.keeper.shown_ids == [activity]
    assert 0 < ear.keeper.wait_ms <= 50
    qtbot.waitUntil(lambda: ear.keeper.shown_ids == [])


def test_after_a_deal_moved_the_clock_goes_on(desk: Desk, ear: Ear, qtbot: QtBot) -> None:
    deal = desk.deal()
    remind(desk, "Call Ines", minutes=5)
    waited = ear.keeper.wait_ms
    move_deals(desk.workspace, [deal], desk.stages()[1], after=None, at=desk.now)
    assert ear.keeper.wait_ms < waited
    qtbot.waitUntil(lambda: ear.keeper.wait_ms == waited)
    assert ear.heard == []


def test_one_that_is_put_off_comes_again_also_after_a_restart(desk: Desk, ear: Ear) -> None:
    remind(desk, "Call Ines", minutes=0)
    ear.keeper.snooze(Snooze.TEN_MINUTES)
    assert ear.keeper.shown_ids == []
    desk.later(minutes=9)
    ear.start_again()
    assert ear.heard == [(1, 0)]
    desk.later(minutes=1)
    ear.keeper.look()
    assert ear.heard == [(1, 0), (1, 0)]


def test_one_that_is_put_off_until_tomorrow_comes_at_nine(desk: Desk, ear: Ear) -> None:
    desk.later(hours=7)
    remind(desk, "Call Ines", minutes=0)
    ear.keeper.snooze(Snooze.TOMORROW)
    desk.clock.now = desk.now.replace(day=6, hour=8, minute=59)
    ear.keeper.look()
    assert ear.keeper.shown_ids == []
    desk.later(minutes=1)
    ear.keeper.look()
    assert len(ear.keeper.shown_ids) == 1


def test_a_clock_set_back_a_year_tells_nothing_twice(desk: Desk, ear: Ear) -> None:
    remind(desk, "Call Ines", minutes=0)
    desk.clock.now -= timedelta(days=365)
    ear.keeper.look()
    ear.start_again()
    assert ear.heard == [(1, 0)]
    desk.clock.now += timedelta(days=365)
    ear.keeper.look()
    assert ear.heard == [(1, 0)]


def test_another_time_zone_moves_what_has_no_time_of_day(desk: Desk, ear: Ear) -> None:
    """Nine in the morning of the sixth comes earlier in Auckland than here."""
    activity = remind(desk, "Order oak", minutes=600)
    edit_activity(desk.workspace, activity, due_on=desk.now.date() + timedelta(days=1), remind_before=0)
    desk.later(hours=13)
    ear.keeper.look()
    assert ear.heard == []
    set_time_zone(desk.workspace, "Pacific/Auckland")
    assert len(ear.keeper.shown_ids) == 1


def test_reminders_of_others_are_theirs(desk: Desk, ear: Ear) -> None:
    desk.journal.who = "Ben"
    remind(desk, "Ann’s call", minutes=0)
    assert ear.heard == []
    desk.journal.who = "a visitor"
    ear.start_again()
    assert ear.heard == [(1, 0)]


def test_a_thousand_weeks_ahead_is_no_timer_too_long(desk: Desk, ear: Ear) -> None:
    remind(desk, "Centenary", weeks=4_000)
    assert ear.heard == []
    assert 0 < ear.keeper.wait_ms <= 60_000


def test_a_file_of_told_ones_that_is_nonsense_is_as_if_there_were_none(desk: Desk, settings: Path, ear: Ear) -> None:
    remind(desk, "Call Ines", minutes=0)
    ear.keeper.stop()
    for content in ("[" * 100_000, "{", '{"files": 7, "choices": []}', '{"files": {"x": {"told": {"1": "soon"}}}}'):
        (settings / "reminders.json").write_text(content, encoding="utf-8")
        ear.heard.clear()
        ear.start()
        assert ear.heard == [(1, 0)]
        ear.keeper.stop()
    ear.start()


def test_where_the_settings_cannot_be_written_it_is_told_once_a_run(
    desk: Desk, session: Session, tmp_path: Path
) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder should be", encoding="utf-8")
    ear = Ear(session, blocked)
    remind(desk, "Call Ines", minutes=0)
    ear.keeper.look()
    assert ear.heard == [(1, 0)]
    ear.keeper.stop()
