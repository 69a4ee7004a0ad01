from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from desktop_pipeline.actions.activities import (
    delete_activities,
    edit_activity,
    finish_activity,
    move_activities,
    plan_activity,
    reopen_activity,
)
from desktop_pipeline.actions.deals import delete_deals
from desktop_pipeline.domain.errors import InvalidError, NotFoundError
from desktop_pipeline.queries.activities import read_activity
from tests.workspaces import MONDAY, Desk, make_desk, read_content

DUE = date(2026, 1, 7)


def plan(desk: Desk, about: str = "Call Ines", **fields: object) -> int:
    given = {"kind": "call", "subject": about, "at": desk.now, "due_on": DUE, **fields}
    return plan_activity(desk.workspace, **given)  # type: ignore[arg-type]


def columns(desk: Desk, activity_id: int, names: str) -> tuple[object, ...]:
    found = desk.workspace.row(f"select {names} from activity where id = ?", (activity_id,))  # noqa: S608 - our own
    assert found is not None
    return found


def test_a_plan_takes_the_deals_owner_and_says_what_it_is_for(desk: Desk) -> None:
    deal = desk.deal("Oak table", owner_id=desk.id_of("owner", "Ben"))
    activity = plan(desk, deal_id=deal, duration=20, note=" bring\nsamples ")
    row = read_activity(desk.workspace, activity)
    assert row is not None
    assert (row.subject, row.owner, row.deal, row.due_on, row.due_at, row.duration, row.note) == (
        "Call Ines",
        "Ben",
        "Oak table",
        DUE,
        None,
        20,
        "bring\nsamples",
    )
    entry = desk.journal.next_undo()
    assert entry is not None
    assert entry.label == "Plan “Call Ines” for “Oak table”"


def test_a_task_belongs_to_nobody_and_takes_its_kinds_name(desk: Desk) -> None:
    activity = plan(desk, "  ", kind="task", due_on=None)
    assert columns(desk, activity, "deal_id, owner_id, subject, due_on") == (None, None, "Task", None)


def test_a_time_of_day_decides_the_day_in_the_workspaces_zone(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, zone="Pacific/Auckland")
    evening = datetime(2026, 1, 6, 20, 0, tzinfo=UTC)
    activity = plan(desk, due_on=date(2026, 1, 6), due_at=evening)
    assert columns(desk, activity, "due_on") == ("2026-01-07",)
    desk.workspace.close()


def test_moving_over_the_change_of_clocks_keeps_nine_o_clock(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, zone="Europe/Berlin")
    activity = plan(desk, due_on=None, due_at=datetime(2026, 3, 28, 8, 0, tzinfo=UTC))
    move_activities(desk.workspace, [activity], date(2026, 3, 30))
    row = read_activity(desk.workspace, activity)
    assert row is not None
    assert row.due_at == datetime(2026, 3, 30, 7, 0, tzinfo=UTC)
    assert row.due_on == date(2026, 3, 30)
    desk.workspace.close()


def test_finishing_keeps_result_note_and_instant_and_writes_no_event(desk: Desk) -> None:
    deal = desk.deal()
    activity = plan(desk, deal_id=deal)
    events = desk.events(deal)
    done = desk.later()
    change = finish_activity(desk.workspace, activity, at=done, result=" Reached ", note="Wants\noak")
    assert change is not None
    assert change.label == "Finish “Call Ines”"
    assert change.touches("activity")
    row = read_activity(desk.workspace, activity)
    assert row is not None
    assert (row.done_at, row.result, row.note) == (done, "Reached", "Wants\noak")
    assert desk.events(deal) == events


def test_what_is_done_cannot_be_done_again_nor_tomorrow(desk: Desk) -> None:
    activity = plan(desk)
    with pytest.raises(InvalidError, match="was done before now"):
        finish_activity(desk.workspace, activity, at=desk.now + timedelta(days=1))
    with pytest.raises(InvalidError, match="The year 1 is too far away"):
        finish_activity(desk.workspace, activity, at=datetime(1, 1, 1, tzinfo=UTC))
    finish_activity(desk.workspace, activity, at=desk.now)
    with pytest.raises(InvalidError, match="is done already"):
        finish_activity(desk.workspace, activity, at=desk.now)


def test_reopening_takes_the_result_away(desk: Desk) -> None:
    activity = plan(desk)
    with pytest.raises(InvalidError, match="is not done yet"):
        reopen_activity(desk.workspace, activity)
    finish_activity(desk.workspace, activity, at=desk.now, result="Reached")
    reopen_activity(desk.workspace, activity)
    assert columns(desk, activity, "done_at, result") == (None, None)


def test_labels_are_sentences(desk: Desk) -> None:
    first, second = plan(desk), plan(desk, "Send the drawing")
    labels = []
    acts: tuple[Callable[[], object], ...] = (
        lambda: move_activities(desk.workspace, [first], date(2026, 1, 9)),
        lambda: move_activities(desk.workspace, [first], None),
        lambda: move_activities(desk.workspace, [first, second], date(2026, 1, 6)),
        lambda: edit_activity(desk.workspace, first, subject="Call Bea", kind="meeting"),
        lambda: delete_activities(desk.workspace, [first]),
        lambda: delete_activities(desk.workspace, [second]),
    )
    for act in acts:
        act()
        entry = desk.journal.next_undo()
        assert entry is not None
        labels.append(entry.label)
    assert labels == [
        "Move “Call Ines” to 9 January 2026",
        "Move “Call Ines” to no date",
        "Move 2 activities to 6 January 2026",
        "Edit “Call Bea”",
        "Delete “Call Bea”",
        "Delete “Send the drawing”",
    ]


def test_an_edit_that_changes_nothing_leaves_no_trace(desk: Desk) -> None:
    activity = plan(desk)
    assert edit_activity(desk.workspace, activity, subject="Call Ines", kind="call", due_on=DUE) is None


def test_a_subject_that_is_emptied_becomes_the_word_for_its_kind(desk: Desk) -> None:
    activity = plan(desk, kind="email")
    edit_activity(desk.workspace, activity, subject=" ")
    assert columns(desk, activity, "kind, subject") == ("email", "E-mail")


def test_a_kind_no_longer_used_may_stay_but_not_be_chosen(desk: Desk) -> None:
    activity = plan(desk)
    with desk.journal.change("Retire") as draft:
        draft.execute("update activity_kind set is_active = 0 where key = 'call'")
    edit_activity(desk.workspace, activity, kind="call", subject="Ring Ines")
    assert columns(desk, activity, "kind, subject") == ("call", "Ring Ines")
    with pytest.raises(NotFoundError, match=r"There is no kind “call” of activity\. There are email, meeting"):
        plan(desk)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"kind": "'; drop table deal; --"}, "There is no kind"),
        ({"deal_id": 99}, "There is no deal number 99"),
        ({"person_id": 99}, "There is no person number 99"),
        ({"owner_id": 99}, "There is no owner number 99"),
        ({"due_on": date(1, 1, 1)}, "The year 1 is too far away"),
        ({"due_on": date(9999, 12, 31)}, "The year 9999 is too far away"),
        ({"due_at": datetime(9999, 12, 31, 23, 59, tzinfo=UTC)}, "The year 9999 is too far away"),
        ({"duration": 0}, "A length is from 1 minute"),
        ({"subject": "x" * 10_000}, "500 characters at most"),
    ],
)
def test_what_cannot_be_planned_is_refused_in_words_and_changes_nothing(
    desk: Desk, fields: dict[str, object], sentence: str
) -> None:
    before = read_content(desk.workspace)
    with pytest.raises(InvalidError, match=sentence):
        plan(desk, "x", **fields)
    assert read_content(desk.workspace) == before


def test_nothing_is_planned_for_a_deal_in_the_bin(desk: Desk) -> None:
    deal = desk.deal()
    delete_deals(desk.workspace, [deal], at=desk.now)
    with pytest.raises(NotFoundError, match="in the bin"):
        plan(desk, deal_id=deal)


@pytest.mark.parametrize("text", ["🪑 chair", "مكتب جديد", "<b>&amp;</b>", "{{7*7}}", "Robert'); drop table deal;--"])
def test_what_is_typed_is_kept_as_typed(desk: Desk, text: str) -> None:
    activity = plan(desk, text, note=text)
    finish_activity(desk.workspace, activity, at=desk.now, result=text)
    assert columns(desk, activity, "subject, note, result") == (text, text, text)


@pytest.mark.parametrize(
    "act",
    [
        lambda desk, _one, _two: plan(desk),
        lambda desk, one, _two: finish_activity(desk.workspace, one, at=desk.now, result="Reached", note="n"),
        lambda desk, one, _two: edit_activity(desk.workspace, one, due_at=MONDAY + timedelta(days=9)),
        lambda desk, one, two: move_activities(desk.workspace, [one, two], date(2026, 2, 1)),
        lambda desk, one, _two: edit_activity(
            desk.workspace, one, kind="visit", subject="s", due_on=None, duration=5, owner_id=1, note="n"
        ),
        lambda desk, one, two: delete_activities(desk.workspace, [one, two]),
    ],
)
def test_undo_restores_everything_and_redo_does_it_again(desk: Desk, act: Callable[[Desk, int, int], object]) -> None:
    deal = desk.deal()
    one, two = plan(desk, deal_id=deal), plan(desk, "Visit", kind="visit", due_at=MONDAY, deal_id=deal)
    before = read_content(desk.workspace)
    act(desk, one, two)
    after = read_content(desk.workspace)
    assert after != before
    desk.journal.undo()
    assert read_content(desk.workspace) == before
    desk.journal.redo()
    assert read_content(desk.workspace) == after
    assert desk.faults() == []


def test_choosing_none_is_refused(desk: Desk) -> None:
    with pytest.raises(NotFoundError, match="Choose an activity first"):
        delete_activities(desk.workspace, [])
    with pytest.raises(NotFoundError, match="There is no activity number 7"):
        move_activities(desk.workspace, [7], DUE)
