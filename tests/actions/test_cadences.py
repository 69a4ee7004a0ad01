from datetime import date, timedelta
from pathlib import Path

import pytest

from desktop_pipeline.actions.activities import (
    delete_activities,
    edit_activity,
    finish_activity,
    plan_activity,
    reopen_activity,
)
from desktop_pipeline.actions.cadence_rules import (
    add_cadence,
    add_ready_cadence,
    add_ready_cadences,
    add_step,
    edit_cadence,
    edit_step,
    remove_step,
)
from desktop_pipeline.actions.cadences import end_enrolment, put_off_closing, start_cadence, start_for_people
from desktop_pipeline.actions.deals import create_deal, delete_deals, lose_deals, move_deals, win_deals
from desktop_pipeline.actions.erasing import erase_person
from desktop_pipeline.actions.lists import delete_from_list
from desktop_pipeline.actions.merging import merge_people
from desktop_pipeline.actions.people import create_person, delete_people
from desktop_pipeline.actions.person_export import read_everything
from desktop_pipeline.domain.cadences import EndedBy, State
from desktop_pipeline.domain.errors import InvalidError, NotFoundError, RefusedError
from desktop_pipeline.domain.lists import OwnedList
from desktop_pipeline.queries.cadences import (
    EnrolmentRow,
    read_cadence,
    read_cadences,
    read_close_proposals,
    read_enrolments,
    read_person_enrolments,
)
from tests.workspaces import Desk, import_file, read_content


def ready(desk: Desk, key: str = "re_engage") -> int:
    return add_ready_cadence(desk.workspace, key)


def start(desk: Desk, deal: int, key: str = "re_engage") -> int:
    return start_cadence(desk.workspace, ready(desk, key), [deal], at=desk.now).enrolment_ids[0]


def only(desk: Desk, deal: int) -> EnrolmentRow:
    (row,) = read_enrolments(desk.workspace, deal)
    return row


def open_subjects(desk: Desk, deal: int) -> list[str]:
    sql = "select subject from activity where deal_id = ? and done_at is null order by due_on, id"
    return [row[0] for row in desk.workspace.rows(sql, (deal,))]


def activity_of(desk: Desk, deal: int, place: int) -> int:
    step = only(desk, deal).steps[place]
    assert step.activity_id is not None
    return step.activity_id


def plan_meeting(desk: Desk, deal_id: int, person_id: int | None = None) -> int:
    return plan_activity(
        desk.workspace, kind="meeting", subject="On site", at=desk.now, deal_id=deal_id, person_id=person_id
    )


def test_the_touches_become_planned_activities_of_the_deals_owner(desk: Desk) -> None:
    deal = desk.deal(owner_id=desk.id_of("owner", "Ben"), person="Ines Rey")
    enrolment = start(desk, deal)
    rows = desk.workspace.rows(
        "select a.kind, a.due_on, o.name, p.name from activity a join owner o on o.id = a.owner_id"
        " join person p on p.id = a.person_id where deal_id = ? order by a.id",
        (deal,),
    )
    # Monday 5 January; the 14th day after is a Monday too.
    assert rows == [
        ("email", "2026-01-05", "Ben", "Ines Rey"),
        ("call", "2026-01-12", "Ben", "Ines Rey"),
        ("email", "2026-01-19", "Ben", "Ines Rey"),
    ]
    row = only(desk, deal)
    assert (row.enrolment_id, row.state, row.done, row.close_on) == (enrolment, State.RUNNING, 0, date(2026, 1, 26))


def test_starting_for_several_is_one_change_that_undo_takes_back_exactly(desk: Desk) -> None:
    deals = [desk.deal("Oak table"), desk.deal("Bench")]
    cadence = ready(desk)
    before = read_content(desk.workspace)
    started = start_cadence(desk.workspace, cadence, deals, at=desk.now)
    assert started.change is not None
    assert started.change.label == "Start “Re-engage” for 2 deals"
    after = read_content(desk.workspace)
    desk.journal.undo()
    assert read_content(desk.workspace) == before
    desk.journal.redo()
    assert read_content(desk.workspace) == after


def test_a_deal_that_is_in_it_already_is_passed_over(desk: Desk) -> None:
    first, second = desk.deal("Oak table"), desk.deal("Bench")
    cadence = ready(desk)
    start_cadence(desk.workspace, cadence, [first], at=desk.now)
    started = start_cadence(desk.workspace, cadence, [first, second], at=desk.now)
    assert (len(started.enrolment_ids), started.already) == (1, 1)
    assert len(open_subjects(desk, first)) == 3
    with pytest.raises(InvalidError, match="All 2 deals are in the cadence “Re-engage” already"):
        start_cadence(desk.workspace, cadence, [first, second], at=desk.now)


def test_what_cannot_start_says_why_and_changes_nothing(desk: Desk) -> None:
    deal, lost = desk.deal("Oak table"), desk.deal("Bench")
    lose_deals(desk.workspace, [lost], reason_id=desk.reason(), at=desk.now)
    cadence, empty = ready(desk), add_cadence(desk.workspace, "Empty")
    before = read_content(desk.workspace)
    with pytest.raises(InvalidError, match="“Bench” is lost"):
        start_cadence(desk.workspace, cadence, [deal, lost], at=desk.now)
    with pytest.raises(InvalidError, match="“Empty” has no touches yet"):
        start_cadence(desk.workspace, empty, [deal], at=desk.now)
    with pytest.raises(NotFoundError, match="Choose a deal or a person"):
        start_cadence(desk.workspace, cadence, [], at=desk.now)
    assert read_content(desk.workspace) == before
    edit_cadence(desk.workspace, cadence, is_active=False)
    with pytest.raises(InvalidError, match="is used no more"):
        start_cadence(desk.workspace, cadence, [deal], at=desk.now)


def test_a_calendar_without_a_working_day_refuses_with_a_sentence(desk: Desk) -> None:
    deal, cadence = desk.deal(), ready(desk)
    with desk.journal.change("Holidays") as draft:
        for day in range(500):
            away = (desk.now + timedelta(days=day)).date().isoformat()
            draft.execute("insert into holiday (day, name) values (?, 'Away')", (away,))
    with pytest.raises(InvalidError, match="finds no day to work on within a year"):
        start_cadence(desk.workspace, cadence, [deal], at=desk.now)
    assert open_subjects(desk, deal) == []


@pytest.mark.parametrize(
    ("act", "by"),
    [
        (lambda desk, deal: win_deals(desk.workspace, [deal], at=desk.now), EndedBy.WON),
        (lambda desk, deal: lose_deals(desk.workspace, [deal], reason_id=desk.reason(), at=desk.now), EndedBy.LOST),
        (
            lambda desk, deal: lose_deals(desk.workspace, [deal], reason_id=desk.reason("Not a fit"), at=desk.now),
            EndedBy.NOT_A_FIT,
        ),
        (lambda desk, deal: delete_deals(desk.workspace, [deal], at=desk.now), EndedBy.DELETED),
        (lambda desk, deal: plan_meeting(desk, deal_id=deal), EndedBy.MEETING),
    ],
)
def test_a_cadence_ends_with_what_it_planned_and_undo_brings_both_back(desk: Desk, act: object, by: EndedBy) -> None:
    deal = desk.deal()
    start(desk, deal)
    finish_activity(desk.workspace, activity_of(desk, deal, 0), at=desk.now)
    before = read_content(desk.workspace)
    act(desk, deal)  # type: ignore[operator]
    row = only(desk, deal)
    assert (row.state, row.ended_by, row.ended_at, row.done) == (State.ENDED, by, desk.now, 1)
    assert not {"Call with something new", "Ask for a yes, a no, or a later date"} & set(open_subjects(desk, deal))
    desk.journal.undo()
    assert read_content(desk.workspace) == before
    assert only(desk, deal).state is State.RUNNING


def test_a_call_ends_nothing_and_a_meeting_of_the_cadence_itself_neither(desk: Desk) -> None:
    deal = desk.deal()
    cadence = add_cadence(desk.workspace, "Visits")
    add_step(desk.workspace, cadence, kind="meeting", subject="See them", after_days=0)
    add_step(desk.workspace, cadence, kind="call", subject="Call them", after_days=3)
    start_cadence(desk.workspace, cadence, [deal], at=desk.now)
    plan_activity(desk.workspace, kind="call", subject="Another", at=desk.now, deal_id=deal)
    finish_activity(desk.workspace, activity_of(desk, deal, 0), at=desk.now)
    assert only(desk, deal).state is State.RUNNING


def test_a_call_that_becomes_a_meeting_ends_it(desk: Desk) -> None:
    deal = desk.deal()
    start(desk, deal)
    other = plan_activity(desk.workspace, kind="call", subject="Talk", at=desk.now, deal_id=deal)
    edit_activity(desk.workspace, other, kind="meeting")
    assert only(desk, deal).ended_by is EndedBy.MEETING


def test_a_meeting_for_one_deal_leaves_another_deal_of_the_person_alone(desk: Desk) -> None:
    first, second = desk.deal("Oak table", person="Ines Rey"), desk.deal("Bench", person="Ines Rey")
    person = desk.id_of("person", "Ines Rey")
    cadence = ready(desk)
    start_cadence(desk.workspace, cadence, [first, second], at=desk.now)
    start_for_people(desk.workspace, cadence, [person], at=desk.now)
    plan_meeting(desk, deal_id=first, person_id=person)
    assert only(desk, first).ended_by is EndedBy.MEETING
    assert only(desk, second).state is State.RUNNING
    (alone,) = read_person_enrolments(desk.workspace, person)
    assert alone.ended_by is EndedBy.MEETING


def test_people_without_a_deal_get_their_touches_with_their_organisation(desk: Desk) -> None:
    person = create_person(desk.workspace, name="Ines Rey", organisation="Reyes")
    started = start_for_people(
        desk.workspace, ready(desk, "referral"), [person], at=desk.now, owner_id=desk.id_of("owner", "Cay")
    )
    assert started.change is not None
    assert started.change.label == "Start “Ask for a referral” for “Ines Rey”"
    found = desk.workspace.row(
        "select count(*), max(o.name), max(w.name) from activity a join organisation o on o.id = a.organisation_id"
        " join owner w on w.id = a.owner_id where a.person_id = ?",
        (person,),
    )
    assert found == (3, "Reyes", "Cay")


def test_it_is_finished_when_every_touch_is_done_and_runs_again_when_one_is_reopened(desk: Desk) -> None:
    deal = desk.deal()
    start(desk, deal)
    for place in range(3):
        assert only(desk, deal).state is State.RUNNING
        finish_activity(desk.workspace, activity_of(desk, deal, place), at=desk.later(days=1))
    assert (only(desk, deal).state, only(desk, deal).done) == (State.FINISHED, 3)
    reopen_activity(desk.workspace, activity_of(desk, deal, 2))
    assert only(desk, deal).state is State.RUNNING


def test_it_is_finished_when_the_rest_is_taken_away(desk: Desk) -> None:
    deal = desk.deal()
    start(desk, deal)
    finish_activity(desk.workspace, activity_of(desk, deal, 0), at=desk.now)
    delete_activities(desk.workspace, [activity_of(desk, deal, 1), activity_of(desk, deal, 2)])
    row = only(desk, deal)
    assert (row.state, row.done, [step.is_open for step in row.steps]) == (State.FINISHED, 1, [False] * 3)
    assert row.steps[1].subject == "Call with something new"


def test_stopping_by_hand_takes_what_is_planned_away_once(desk: Desk) -> None:
    deal = desk.deal()
    enrolment = start(desk, deal)
    change = end_enrolment(desk.workspace, enrolment, at=desk.now)
    assert change is not None
    assert change.label == "Stop “Re-engage”"
    assert open_subjects(desk, deal) == []
    with pytest.raises(InvalidError, match="is stopped already"):
        end_enrolment(desk.workspace, enrolment, at=desk.now)


def test_entering_a_stage_starts_what_the_stage_starts(desk: Desk) -> None:
    cadence = ready(desk)
    second = desk.stages()[1]
    edit_cadence(desk.workspace, cadence, stage_id=second)
    moved, born = desk.deal("Oak table"), desk.deal("Bench", stage=1)
    assert [only(desk, born).state, read_enrolments(desk.workspace, moved)] == [State.RUNNING, []]
    before = read_content(desk.workspace)
    move_deals(desk.workspace, [moved], second, after=None, at=desk.now, why="Because")
    assert only(desk, moved).cadence == "Re-engage"
    desk.journal.undo()
    assert read_content(desk.workspace) == before
    move_deals(desk.workspace, [born], desk.stages()[0], after=None, at=desk.now)
    move_deals(desk.workspace, [born], second, after=None, at=desk.now, why="Because")
    assert len(read_enrolments(desk.workspace, born)) == 1, "it is in it already"


def test_days_off_hinder_no_deal_from_entering_a_stage(desk: Desk) -> None:
    edit_cadence(desk.workspace, ready(desk), stage_id=desk.stages()[0])
    with desk.journal.change("Holidays") as draft:
        for day in range(500):
            away = (desk.now + timedelta(days=day)).date().isoformat()
            draft.execute("insert into holiday (day, name) values (?, 'Away')", (away,))
    deal = create_deal(desk.workspace, title="Oak", stage_id=desk.stages()[0], at=desk.now)
    assert [step.due_on for step in only(desk, deal).steps] == [date(2026, 1, day) for day in (5, 10, 19)]


def test_nothing_is_closed_but_closing_is_proposed_on_its_day(desk: Desk) -> None:
    deal = desk.deal("Oak table", organisation="Reyes")
    enrolment = start(desk, deal)
    finish_activity(desk.workspace, activity_of(desk, deal, 0), at=desk.now)
    assert read_close_proposals(desk.workspace, today=date(2026, 1, 25)) == ()
    (proposal,) = read_close_proposals(desk.workspace, today=date(2026, 1, 26))
    assert (proposal.deal_id, proposal.reason, proposal.done, proposal.touches) == (deal, "No answer", 1, 3)
    assert (proposal.title, proposal.organisation, proposal.cadence) == ("Oak table", "Reyes", "Re-engage")
    assert desk.row(deal, "status") == ("open",)
    put_off_closing(desk.workspace, enrolment, date(2026, 2, 2))
    assert read_close_proposals(desk.workspace, today=date(2026, 2, 1)) == ()
    assert len(read_close_proposals(desk.workspace, today=date(2026, 2, 2))) == 1
    put_off_closing(desk.workspace, enrolment, None)
    assert read_close_proposals(desk.workspace, today=date(2026, 3, 1)) == ()


def test_a_proposal_goes_with_the_deal_and_is_of_its_owner(desk: Desk) -> None:
    deal = desk.deal(owner_id=desk.id_of("owner", "Ben"))
    start(desk, deal)
    later, ben = date(2026, 3, 1), frozenset((desk.id_of("owner", "Ben"),))
    assert len(read_close_proposals(desk.workspace, today=later, owner_ids=ben)) == 1
    ann = frozenset((desk.id_of("owner", "Ann"),))
    assert read_close_proposals(desk.workspace, today=later, owner_ids=ann) == ()
    assert read_close_proposals(desk.workspace, today=later, deal_ids=[deal + 1]) == ()
    lose_deals(desk.workspace, [deal], reason_id=desk.reason(), at=desk.now)
    assert read_close_proposals(desk.workspace, today=later) == ()


def test_a_reply_after_the_last_touch_takes_the_proposal_away(desk: Desk) -> None:
    deal = desk.deal()
    start(desk, deal)
    for place in range(3):
        finish_activity(desk.workspace, activity_of(desk, deal, place), at=desk.now)
    plan_meeting(desk, deal_id=deal)
    assert only(desk, deal).ended_by is EndedBy.MEETING
    assert read_close_proposals(desk.workspace, today=date(2026, 3, 1)) == ()


def test_a_cadence_after_the_sale_starts_for_a_won_deal(desk: Desk) -> None:
    deal = desk.deal()
    win_deals(desk.workspace, [deal], at=desk.now, why="Because")
    start(desk, deal, "check_in")
    row = only(desk, deal)
    assert [step.due_on for step in row.steps] == [date(2026, 1, 12), date(2026, 2, 4), date(2026, 4, 6)]


def test_the_cadence_tells_how_many_are_in_it(desk: Desk) -> None:
    deals = [desk.deal("Oak table"), desk.deal("Bench")]
    cadence = ready(desk)
    start_cadence(desk.workspace, cadence, deals, at=desk.now)
    lose_deals(desk.workspace, deals[:1], reason_id=desk.reason(), at=desk.now)
    row = read_cadence(desk.workspace, cadence)
    assert row is not None
    assert row.running == 1
    assert desk.faults() == []


def test_a_person_in_the_bin_is_in_no_cadence_any_more(desk: Desk) -> None:
    person = create_person(desk.workspace, name="Ines Rey")
    start_for_people(desk.workspace, ready(desk), [person], at=desk.now)
    delete_people(desk.workspace, [person], at=desk.now)
    (row,) = read_person_enrolments(desk.workspace, person)
    assert row.ended_by is EndedBy.DELETED
    assert desk.workspace.value("select count(*) from activity") == 0


def test_merging_two_people_keeps_the_cadence(desk: Desk) -> None:
    kept, gone = (create_person(desk.workspace, name=name) for name in ("Ines Rey", "I. Rey"))
    start_for_people(desk.workspace, ready(desk), [gone], at=desk.now)
    merge_people(desk.workspace, kept, gone, taken=())
    (row,) = read_person_enrolments(desk.workspace, kept)
    assert row.state is State.RUNNING
    assert desk.faults() == []


def test_an_erased_person_leaves_no_cadence_and_no_name_in_one(desk: Desk) -> None:
    deal = desk.deal("Oak table", person="Ines Quintero")
    person = desk.id_of("person", "Ines Quintero")
    cadence = ready(desk)
    start_cadence(desk.workspace, cadence, [deal], at=desk.now)
    start_for_people(desk.workspace, cadence, [person], at=desk.now)
    edit_cadence(desk.workspace, cadence, purpose="As Ines Quintero wished")
    erase_person(desk.workspace, person)
    assert only(desk, deal).ended_by is EndedBy.DELETED
    assert desk.workspace.value("select count(*) from enrolment") == 1
    assert desk.workspace.value("select purpose from cadence") == "As [erased] wished"
    assert desk.faults() == []


def test_a_person_is_told_which_cadences_they_are_in(desk: Desk) -> None:
    person = create_person(desk.workspace, name="Ines Rey")
    start_for_people(desk.workspace, ready(desk), [person], at=desk.now)
    told = read_everything(desk.workspace, person)
    assert told["cadences"] == [
        {"cadence": "Re-engage", "started_on": "2026-01-05", "state": "running", "ended_by": None, "deal": None}
    ]


def test_a_reason_and_a_kind_that_a_cadence_names_are_in_use(desk: Desk) -> None:
    ready(desk)
    with pytest.raises(RefusedError, match="is in use by 1 cadence"):
        delete_from_list(desk.workspace, OwnedList.REASONS, desk.reason("No answer"))


def test_an_import_that_closes_a_deal_ends_its_cadence(desk: Desk, tmp_path: Path) -> None:
    sheet = tmp_path / "deals.csv"
    sheet.write_text("id,title,stage,status\nA1,Oak table,New,\n", encoding="utf-8")
    import_file(desk.workspace, sheet)
    deal = int(desk.workspace.value("select id from deal") or 0)
    assert read_enrolments(desk.workspace, deal) == []
    start(desk, deal)
    desk.later(days=1)
    sheet.write_text("id,title,stage,status\nA1,Oak table,New,Lost\n", encoding="utf-8")
    import_file(desk.workspace, sheet)
    assert desk.row(deal, "status") == ("lost",)
    assert only(desk, deal).ended_by is EndedBy.LOST
    assert open_subjects(desk, deal) == []


def test_the_ready_made_ones_bring_the_e_mail_templates_they_name(desk: Desk) -> None:
    with desk.journal.change("Without") as draft:
        draft.execute("delete from mail_template")
    cadence = read_cadence(desk.workspace, ready(desk))
    assert cadence is not None
    assert [step.template for step in cadence.steps] == ["Is it still wanted?", None, None]
    desk.journal.undo()
    assert desk.workspace.value("select count(*) from mail_template") == 0
    add_ready_cadences(desk.workspace)
    names = [step.template for row in read_cadences(desk.workspace) for step in row.steps if step.template]
    assert names.count("A reference that fits") == 2
    assert desk.workspace.value("select count(*) from mail_template") == 7


def test_two_started_from_one_shipped_cadence_have_their_own_names(desk: Desk) -> None:
    ready(desk)
    ready(desk)
    assert [row.name for row in read_cadences(desk.workspace)] == ["Re-engage", "Re-engage 2"]


def test_touches_that_were_planned_stay_when_the_cadence_is_edited(desk: Desk) -> None:
    deal, cadence = desk.deal(), ready(desk)
    start_cadence(desk.workspace, cadence, [deal], at=desk.now)
    first, second, _third = read_cadences(desk.workspace)[0].steps
    edit_step(desk.workspace, first.step_id, subject="Something else", after_days=9)
    remove_step(desk.workspace, second.step_id)
    assert open_subjects(desk, deal)[:2] == ["Ask whether it is still wanted", "Call with something new"]
    assert read_cadences(desk.workspace)[0].steps[0].subject == "Something else"
    assert len(only(desk, deal).steps) == 3
    assert desk.faults() == []


def test_merging_two_who_are_in_one_cadence_leaves_them_in_it_once(desk: Desk) -> None:
    kept, gone = (create_person(desk.workspace, name=name) for name in ("Ines Rey", "I. Rey"))
    started = start_for_people(desk.workspace, ready(desk), [gone, kept], at=desk.now)
    before = read_content(desk.workspace)
    merge_people(desk.workspace, kept, gone, taken=())
    rows = {row.enrolment_id: row.state for row in read_person_enrolments(desk.workspace, kept)}
    assert rows == dict(zip(started.enrolment_ids, (State.RUNNING, State.ENDED), strict=True))
    assert desk.workspace.value("select count(*) from activity where done_at is null") == 3
    desk.journal.undo()
    assert read_content(desk.workspace) == before
