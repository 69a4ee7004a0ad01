"""Activities in the calendars of other programs: what they show, and a folder that is kept up to date."""

import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import vobject

from desktop_pipeline.actions.activities import delete_activities, edit_activity, finish_activity, plan_activity
from desktop_pipeline.actions.calendars import (
    choose_calendar_folder,
    keep_folder,
    read_calendar_folder,
    save_calendar,
)
from desktop_pipeline.actions.deals import delete_deals
from desktop_pipeline.actions.lists import rename_in_list
from desktop_pipeline.domain.calendars import Calendar
from desktop_pipeline.domain.errors import CannotOpenError, RefusedError
from desktop_pipeline.domain.lists import OwnedList
from desktop_pipeline.queries.calendars import read_calendar_names, read_calendars
from tests.workspaces import Desk


def calendars_of(desk: Desk) -> list[Calendar]:
    today = desk.workspace.today()
    calendars = read_calendars(desk.workspace, "Everybody", today=today)
    names = read_calendar_names(desk.workspace, "Everybody", today=today)
    assert names == [(calendar.key, calendar.name) for calendar in calendars]
    return calendars


def plan(desk: Desk, subject: str = "Call back", owner: str = "Ann", deal_id: int | None = None) -> int:
    owner_id = desk.id_of("owner", owner)
    on = date(2026, 1, 7)
    return plan_activity(
        desk.workspace, kind="call", subject=subject, at=desk.now, due_on=on, owner_id=owner_id, deal_id=deal_id
    )


def read_files(folder: Path) -> dict[str, dict[str, str]]:
    """Of each file the subjects by their uid."""
    return {
        path.name: {
            event.uid.value: event.summary.value
            for event in vobject.readOne(path.read_text(encoding="utf-8")).contents.get("vevent", [])
        }
        for path in folder.iterdir()
    }


def test_each_owner_has_a_calendar_and_everybody_one(desk: Desk) -> None:
    plan(desk)
    plan(desk, "Visit the site", "Ben")
    plan_activity(desk.workspace, kind="task", subject="Someday", at=desk.now)
    plan_activity(desk.workspace, kind="task", subject="Post", at=desk.now, due_on=date(2026, 1, 8))
    calendars = calendars_of(desk)
    told = {calendar.name: [event.summary for event in calendar.events] for calendar in calendars}
    assert told == {
        "Everybody": ["Call back", "Visit the site", "Post"],
        "Ann": ["Call back"],
        "Ben": ["Visit the site"],
    }
    assert len({calendar.key for calendar in calendars}) == 3


def test_a_time_is_an_instant_and_what_was_done_long_ago_is_left_out(desk: Desk) -> None:
    at = datetime(2026, 1, 7, 14, 30, tzinfo=UTC)
    activity = plan_activity(
        desk.workspace, kind="call", subject="Call", at=desk.now, due_at=at, duration=45, remind_before=15
    )
    (event,) = calendars_of(desk)[0].events
    assert (event.begins, event.minutes, event.remind_before, event.is_done) == (at, 45, 15, False)
    finish_activity(desk.workspace, activity, at=desk.now)
    assert calendars_of(desk)[0].events[0].is_done
    desk.later(days=100)
    assert calendars_of(desk)[0].events == ()


def test_a_deal_in_the_bin_is_in_no_calendar(desk: Desk) -> None:
    deal = desk.deal()
    plan(desk, deal_id=deal)
    assert len(calendars_of(desk)[0].events) == 1
    delete_deals(desk.workspace, [deal], at=desk.now)
    assert calendars_of(desk)[0].events == ()


def test_a_subscribed_folder_follows_without_a_second_event(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "calendars"
    folder.mkdir()
    first = plan(desk)
    keep_folder(folder, "Sales", calendars_of(desk), now=desk.now)
    (uid,) = read_files(folder)["Sales, Everybody.ics"]
    edit_activity(desk.workspace, first, subject="Call again", due_on=date(2026, 1, 9))
    kept = keep_folder(folder, "Sales", calendars_of(desk), now=desk.later())
    assert sorted(path.name for path in kept.written) == ["Sales, Ann.ics", "Sales, Everybody.ics"]
    assert read_files(folder) == {
        "Sales, Everybody.ics": {uid: "Call again"},
        "Sales, Ann.ics": {uid: "Call again"},
    }
    assert keep_folder(folder, "Sales", calendars_of(desk), now=desk.later()).written == ()
    desk.journal.undo()
    keep_folder(folder, "Sales", calendars_of(desk), now=desk.later())
    assert read_files(folder)["Sales, Everybody.ics"] == {uid: "Call back"}
    delete_activities(desk.workspace, [first])
    kept = keep_folder(folder, "Sales", calendars_of(desk), now=desk.later())
    assert [path.name for path in kept.removed] == ["Sales, Ann.ics"]
    assert read_files(folder) == {"Sales, Everybody.ics": {}}


def test_a_renamed_owner_keeps_the_file_that_programs_read(desk: Desk, tmp_path: Path) -> None:
    plan(desk)
    keep_folder(tmp_path, "Sales", calendars_of(desk), now=desk.now)
    before = sorted(path.name for path in tmp_path.glob("*.ics"))
    rename_in_list(desk.workspace, OwnedList.OWNERS, desk.id_of("owner", "Ann"), "Ann/Lee")
    keep_folder(tmp_path, "Sales", calendars_of(desk), now=desk.now)
    assert sorted(path.name for path in tmp_path.glob("*.ics")) == before
    assert "X-WR-CALNAME:Ann/Lee" in (tmp_path / "Sales, Ann.ics").read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform != "linux", reason="Windows itself needs no likeness")
def test_a_calendar_that_another_program_holds_open_is_said(desk: Desk, tmp_path: Path) -> None:
    from tests.like_windows import kept_in_place  # noqa: PLC0415 - of Linux alone

    activity = plan(desk)
    keep_folder(tmp_path, "Sales", calendars_of(desk), now=desk.now)
    delete_activities(desk.workspace, [activity])
    said = pytest.raises(CannotOpenError, match=r"Ann[.]ics” cannot be removed")
    with (tmp_path / "Sales, Ann.ics").open(), kept_in_place(), said:
        keep_folder(tmp_path, "Sales", calendars_of(desk), now=desk.now)


def test_files_of_others_in_the_folder_stay(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "calendars"
    folder.mkdir()
    mine = folder / "Sales, Everybody.ics"
    mine.write_text("my own notes", encoding="utf-8")
    plan(desk)
    keep_folder(folder, "Sales", calendars_of(desk), now=desk.now)
    keep_folder(folder, "Sales", [Calendar("another-everybody", "Everybody", ())], now=desk.now)
    assert mine.read_text(encoding="utf-8") == "my own notes"
    assert sorted(path.name for path in folder.iterdir()) == [
        "Sales, Ann.ics",
        "Sales, Everybody 2.ics",
        "Sales, Everybody 3.ics",
        "Sales, Everybody.ics",
    ]


def test_a_folder_that_is_gone_is_said(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(CannotOpenError, match="The folder “gone” is not there"):
        keep_folder(tmp_path / "gone", "Sales", calendars_of(desk), now=desk.now)


def test_a_calendar_never_replaces_a_workspace(desk: Desk) -> None:
    with pytest.raises(RefusedError):
        save_calendar(desk.path, calendars_of(desk)[0], now=desk.now)


def test_the_folder_is_a_choice_of_this_computer(desk: Desk, tmp_path: Path) -> None:
    settings = tmp_path / "settings"
    assert read_calendar_folder(settings, desk.path) is None
    choose_calendar_folder(settings, desk.path, tmp_path)
    assert read_calendar_folder(settings, desk.path) == tmp_path
    assert read_calendar_folder(settings, tmp_path / "other.pipeline") is None
    choose_calendar_folder(settings, desk.path, None)
    assert read_calendar_folder(settings, desk.path) is None
    (settings / "calendars.json").write_text("[broken", encoding="utf-8")
    assert read_calendar_folder(settings, desk.path) is None
