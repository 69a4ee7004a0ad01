"""Replies and messages of other networks join the timeline, count as a touch, and end cadences."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desktop_pipeline.actions.cadence_rules import add_ready_cadences
from desktop_pipeline.actions.cadences import start_cadence
from desktop_pipeline.actions.mail import log_reply, read_mail_file
from desktop_pipeline.domain.errors import NotFoundError
from desktop_pipeline.domain.messages import Direction, IncomingMail, MailFile, State
from tests.mail_people import add_person, read_messages, read_person_messages
from tests.workspaces import Desk, read_content


def reply(desk: Desk, **changed: object) -> IncomingMail:
    mail = IncomingMail(
        message_id="r1@weiss.example",
        sender_name="Jonas Weiß",
        sender="Jonas@Weiss.example",
        recipients=("ann@shop.example",),
        subject="Re: News",
        text="Yes, next week.",
        at=desk.now,
        files=(MailFile("plan.pdf", 12),),
    )
    return replace(mail, **changed)  # type: ignore[arg-type] # a test names only what matters


def enrol(desk: Desk, deal: int) -> None:
    add_ready_cadences(desk.workspace)
    start_cadence(desk.workspace, 1, [deal], at=desk.now)
    assert desk.workspace.value("select count(*) from activity where done_at is null") > 0


def running(desk: Desk) -> list[tuple[object, ...]]:
    return desk.workspace.rows("select state, ended_by from enrolment")


def test_a_reply_joins_the_timeline_and_ends_what_waited_for_it(desk: Desk) -> None:
    deal = desk.deal()
    person = add_person(desk, "Jonas Weiß", deal)
    enrol(desk, deal)
    before = read_content(desk.workspace)
    logged = log_reply(desk.workspace, deal, reply(desk, at=desk.later()), at=desk.now)
    assert (logged.is_new, logged.direction, logged.person_id, logged.ended) == (True, Direction.IN, person, 1)
    (kept,) = read_messages(desk.workspace, deal)
    assert (kept.state, kept.text, kept.person_name) == (State.RECEIVED, "Yes, next week.", "Jonas Weiß")
    assert kept.files == (MailFile("plan.pdf", 12),)
    assert read_person_messages(desk.workspace, person) == [kept]
    assert running(desk) == [("ended", "reply")]
    assert desk.workspace.value("select count(*) from activity where done_at is null") == 0
    after = read_content(desk.workspace)
    desk.journal.undo()
    assert read_content(desk.workspace) == before
    desk.journal.redo()
    assert read_content(desk.workspace) == after
    assert desk.faults() == []


def test_the_same_file_twice_is_one_message(desk: Desk) -> None:
    deal, other = desk.deal(), desk.deal("Other")
    first = log_reply(desk.workspace, deal, reply(desk), at=desk.now)
    before = read_content(desk.workspace)
    for target in (deal, other):
        again = log_reply(desk.workspace, target, reply(desk), at=desk.later())
        assert (again.is_new, again.row_id, again.deal_id, again.deal_title) == (False, first.row_id, deal, "Oak table")
    assert read_content(desk.workspace) == before


def test_a_reply_from_before_the_cadence_ends_nothing(desk: Desk) -> None:
    deal = desk.deal()
    enrol(desk, deal)
    logged = log_reply(desk.workspace, deal, reply(desk, at=desk.now - timedelta(days=3)), at=desk.later())
    assert logged.ended == 0
    assert running(desk) == [("running", None)]


def test_what_we_wrote_ourselves_is_a_done_e_mail_and_no_reply(desk: Desk) -> None:
    deal = desk.deal()
    person = add_person(desk, "Jonas Weiß", deal)
    enrol(desk, deal)
    own = reply(desk, sender="ann@shop.example", recipients=("x@y.example", "JONAS@weiss.example"))
    logged = log_reply(desk.workspace, deal, own, at=desk.now, own_addresses=["Ann@Shop.example"])
    assert (logged.direction, logged.person_id, logged.ended) == (Direction.OUT, person, 0)
    assert running(desk) == [("running", None)]
    sql = "select kind, subject, person_id from activity where done_at is not null"
    assert desk.workspace.rows(sql) == [("email", "Re: News", person)]


def test_an_instant_that_is_missing_or_still_to_come_is_now(desk: Desk) -> None:
    deal = desk.deal()
    for number, told in enumerate((None, desk.now + timedelta(days=400))):
        log_reply(desk.workspace, deal, reply(desk, message_id=f"{number}@x", at=told), at=desk.now)
    assert [row.at for row in read_messages(desk.workspace, deal)] == [desk.now] * 2


def test_a_server_whose_clock_is_minutes_ahead_is_believed(desk: Desk) -> None:
    deal, ahead = desk.deal(), desk.now + timedelta(minutes=5)
    log_reply(desk.workspace, deal, reply(desk, at=ahead), at=desk.now)
    log_reply(desk.workspace, deal, reply(desk, message_id="r2@x", at=ahead + timedelta(seconds=1)), at=desk.now)
    assert {row.at for row in read_messages(desk.workspace, deal)} == {ahead, desk.now}


def test_it_says_which_of_ours_it_answers(desk: Desk) -> None:
    deal = desk.deal()
    own = reply(desk, message_id="ours@shop.example", sender="ann@shop.example")
    log_reply(desk.workspace, deal, own, at=desk.now, own_addresses=["ann@shop.example"])
    log_reply(desk.workspace, deal, reply(desk, answers=("else@x", "ours@shop.example")), at=desk.later())
    assert {row.in_reply_to for row in read_messages(desk.workspace, deal)} == {None, "ours@shop.example"}


def test_a_further_address_tells_who_wrote_and_the_deal_s_own_come_first(desk: Desk) -> None:
    deal = desk.deal()
    add_person(desk, "Somebody Else", email="shared@x.example")
    person = add_person(desk, "Jonas Weiß", deal)
    with desk.journal.change("Address") as draft:
        draft.execute(
            "insert into contact_point (person_id, kind, label, value, position) values (?, 'email', '', ?, 0)",
            (person, "Shared@X.example"),
        )
    assert log_reply(desk.workspace, deal, reply(desk, sender="shared@x.example"), at=desk.now).person_id == person
    unknown = reply(desk, message_id="2@x", sender="new@x.example")
    assert log_reply(desk.workspace, deal, unknown, at=desk.now).person_id is None


def test_a_file_is_read_and_logged(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "reply.eml"
    path.write_bytes(b"From: jonas@weiss.example\nSubject: Hi\nMessage-ID: <1@w>\n\nWords\n")
    logged = log_reply(desk.workspace, desk.deal(), read_mail_file(path), at=desk.now)
    assert logged.is_new
    with pytest.raises(NotFoundError):
        log_reply(desk.workspace, 99, read_mail_file(path), at=desk.now)
