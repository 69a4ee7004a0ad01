"""A review walked through by its keys: every decision is saved, leads on to the next deal, and can be taken back."""

from datetime import timedelta
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions.activities import plan_activity
from desktop_pipeline.actions.cadence_rules import add_ready_cadence
from desktop_pipeline.actions.criteria import add_criterion
from desktop_pipeline.actions.deal_people import add_person
from desktop_pipeline.actions.deals import delete_deals, lose_deals, move_deals
from desktop_pipeline.actions.people import edit_person
from desktop_pipeline.domain.reviews import Decision
from desktop_pipeline.ui.acts.gate_dialog import GateDialog
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.words import ElidedWords
from tests.test_accessibility import nameless
from tests.ui.review.conftest import TODAY, Room

K = Qt.Key
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def test_before_the_first_deal_it_says_what_moved_and_how_many_need_a_decision(room: Room) -> None:
    opening = room.page.opening
    assert opening.heading.text() == "What moved since Tue 2 Jun"
    assert opening.sentence.text().startswith("4 deals need a decision, together €45,300")
    assert room.page.toolbar.detail.text() == "Weekly review, Tuesday 9 June, 4 deals need a decision"
    assert room.counted[-1] == 4
    assert room.counts[-1][:2] == ["4 open deals", "€45,300"]


def test_enter_begins_with_the_first_deal_and_nothing_chosen(room: Room) -> None:
    room.begin()
    assert room.title == room.titles[0]
    assert room.page.walk.pad.chosen is None
    assert room.page.walk.deal.head.place.text() == "1 of 4"
    assert not room.page.toolbar.switch.isVisible()
    assert room.page.toolbar.pause.isVisible()


def test_a_deal_is_kept_with_a_next_step_by_two_keys(room: Room) -> None:
    room.begin()
    room.go_to("Nursery furniture")
    first, second = room.title, room.titles[room.titles.index("Nursery furniture") + 1]
    room.keys(K.Key_1, K.Key_Return)
    line = room.line(first)
    assert line.decision is Decision.KEEP
    assert line.act.day == TODAY + timedelta(days=7)
    assert room.number("select count(*) from activity where deal_id = ? and done_at is null", room.deals[first]) == 1
    assert room.title == second
    assert room.page.walk.summary.kept.value == "1"
    assert room.page.walk.summary.left.value == "3"
    assert room.counted[-1] == 3


def test_a_step_that_is_late_gets_a_new_day_and_no_second_one_beside_it(room: Room) -> None:
    room.begin()
    room.go_to("Reading nook")
    room.keys(K.Key_1)
    assert "3 d late, and gets a new day" in room.page.walk.pad.keep.detail.text()
    room.keys(K.Key_Return)
    assert room.line("Reading nook").act.text == "Cover cloth"
    days = list(room.workspace.rows("select due_on from activity where subject = 'Cover cloth'"))
    assert days == [((TODAY + timedelta(days=7)).isoformat(),)]


def test_a_step_that_is_planned_already_stays_as_it_is(room: Room) -> None:
    room.begin()
    room.go_to("Nursery furniture")
    plan_activity(
        room.workspace,
        kind="visit",
        subject="Sign the order",
        at=room.session.now(),
        due_on=TODAY + timedelta(days=2),
        deal_id=room.deals["Nursery furniture"],
    )
    room.settle()
    room.keys(K.Key_1)
    assert "planned already, for Thu 11 Jun" in room.page.walk.pad.keep.detail.text()
    room.keys(K.Key_Return)
    assert room.line("Nursery furniture").act.text == "Sign the order"
    assert room.number("select count(*) from activity where deal_id = ?", room.deals["Nursery furniture"]) == 1


def test_the_number_once_more_leads_into_the_fields_where_numbers_are_typed(room: Room) -> None:
    room.begin()
    first = room.title
    room.keys(K.Key_1, K.Key_1)
    assert room.page.walk.pad.keep.subject.hasFocus()
    room.write("Send 3 samples of 2 colours")
    room.keys(K.Key_Return)
    assert room.line(first).act.text == "Send 3 samples of 2 colours"
    assert room.line(first).decision is Decision.KEEP


def test_a_time_that_is_none_is_refused_in_words_and_nothing_is_saved(room: Room) -> None:
    room.begin()
    room.keys(K.Key_1)
    room.page.walk.pad.keep.time.setText("25:70")
    room.keys(K.Key_Return)
    assert room.page.walk.pad.refusal.isVisible()
    assert room.review.counts.decided == 0


def test_arrows_choose_as_numbers_do(room: Room) -> None:
    room.begin()
    room.go_to("Hotel lobby desk")
    pad = room.page.walk.pad
    room.keys(K.Key_Right)
    seen = [pad.chosen]
    for key in (K.Key_Right, K.Key_Down, K.Key_Left, K.Key_Up):
        room.keys(key)
        seen.append(pad.chosen)
    around = [Decision.KEEP, Decision.RE_ENGAGE, Decision.LOST, Decision.MOVE_BACK, Decision.KEEP]
    assert seen == around


def test_without_a_choice_enter_says_what_to_press(room: Room) -> None:
    room.begin()
    room.keys(K.Key_Return)
    assert "number from 1 to 5" in room.page.walk.pad.refusal.text()
    assert room.review.counts.decided == 0


def test_a_deal_is_closed_as_lost_with_the_number_of_its_reason(room: Room) -> None:
    room.begin()
    first = room.title
    room.keys(K.Key_4)
    assert room.page.walk.pad.lost.reasons.hasFocus()
    room.keys(K.Key_2, K.Key_Return)
    line = room.line(first)
    assert line.decision is Decision.LOST
    assert line.act.name == "Chose another"
    assert room.number("select status from deal where id = ?", line.deal_id) == "lost"


def test_a_reason_that_wants_a_note_asks_for_it(room: Room) -> None:
    room.begin()
    first = room.title
    room.keys(K.Key_4, K.Key_9, K.Key_Return)
    pad = room.page.walk.pad
    assert pad.refusal.text() == "This reason needs a short note."
    assert pad.lost.note.hasFocus()
    room.write("They moved away")
    room.keys(K.Key_Return)
    assert room.line(first).act.text == "They moved away"


def test_without_a_reason_nothing_is_lost(room: Room) -> None:
    room.begin()
    room.keys(K.Key_4, K.Key_Return)
    assert room.page.walk.pad.refusal.text() == "Choose why the deal was lost."
    assert room.review.counts.decided == 0


def test_escape_leads_from_the_fields_back_to_the_choices(room: Room) -> None:
    room.begin()
    room.keys(K.Key_4, K.Key_Escape, K.Key_1)
    assert room.page.is_walking
    assert room.page.walk.pad.chosen is Decision.KEEP


def test_a_deal_goes_back_a_stage(room: Room) -> None:
    room.begin()
    room.go_to("Hotel lobby desk")
    assert room.page.walk.pad.cards.cards[2].choice.name == "Back to Meeting"
    room.keys(K.Key_3, K.Key_Return)
    assert room.line("Hotel lobby desk").act.name == "Meeting"
    assert (
        room.number(
            "select s.name from deal d join stage s on s.id = d.stage_id where d.id = ?", room.deals["Hotel lobby desk"]
        )
        == "Meeting"
    )


def test_from_the_first_stage_no_deal_goes_back(room: Room) -> None:
    room.begin()
    room.go_to("Reading nook")
    room.keys(K.Key_3)
    assert room.page.walk.pad.chosen is None
    assert not room.page.walk.pad.cards.cards[2].isEnabled()


def test_re_engaging_plans_the_touches_of_a_cadence(room: Room) -> None:
    add_ready_cadence(room.workspace, "re_engage")
    room.begin()
    first = room.title
    room.keys(K.Key_2)
    block = room.page.walk.pad.re_engage
    assert "proposes closing as “No answer”" in block.detail.text()
    assert block.cells[0].text.text() == "Ask whether it is still wanted"
    room.keys(K.Key_Return)
    assert room.line(first).decision is Decision.RE_ENGAGE
    assert room.number("select count(*) from enrolment where deal_id = ?", room.deals[first]) == 1


def test_where_no_cadence_is_there_the_ready_made_one_is_a_press_away(room: Room) -> None:
    room.begin()
    room.keys(K.Key_2, K.Key_Return)
    pad = room.page.walk.pad
    assert "no cadence" in pad.refusal.text()
    pad.re_engage.add_ready.click()
    room.settle()
    room.keys(K.Key_2, K.Key_Return)
    assert room.review.counts.of(Decision.RE_ENGAGE) == 1


def test_a_deal_is_snoozed_with_its_reason(room: Room) -> None:
    room.begin()
    first = room.title
    room.keys(K.Key_5, K.Key_Return)
    assert "Say why" in room.page.walk.pad.refusal.text()
    room.write("Back from leave in July")
    room.keys(K.Key_Return)
    line = room.line(first)
    assert line.decision is Decision.SNOOZE
    assert line.act.text == "Back from leave in July"
    assert line.act.day == TODAY + timedelta(days=14)


def test_a_deal_is_won_by_w(room: Room) -> None:
    room.begin()
    first = room.title
    room.keys(K.Key_W, K.Key_Return)
    assert room.line(first).decision is Decision.WON
    assert room.number("select status from deal where id = ?", room.deals[first]) == "won"


def test_a_gate_asks_why_before_a_deal_is_won_past_it(room: Room) -> None:
    with room.workspace.journal.change("Required") as draft:
        draft.execute(
            "update criterion set is_required = 1 where stage_id = (select stage_id from deal where id = ?)",
            (room.deals["Hotel lobby desk"],),
        )
    room.begin()
    room.go_to("Hotel lobby desk")
    room.keys(K.Key_W, K.Key_Return)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, GateDialog)
    assert room.line("Hotel lobby desk").decision is None
    dialog.why.setText("They signed at the fair")
    dialog.pass_anyway.click()
    room.settle()
    assert room.line("Hotel lobby desk").decision is Decision.WON
    assert room.title != "Hotel lobby desk"


def test_s_passes_a_deal_over(room: Room) -> None:
    room.begin()
    first = room.title
    room.keys(K.Key_S)
    assert room.line(first).decision is Decision.SKIPPED
    assert room.title != first


def test_undo_takes_back_the_decision_with_what_it_did_and_steps_back(room: Room) -> None:
    room.begin()
    first = room.title
    room.keys(K.Key_1, K.Key_Return)
    assert room.title != first
    room.page.walk.pad.undo.click()
    room.settle()
    assert room.title == first
    assert room.line(first).decision is None
    assert room.number("select count(*) from activity where subject <> 'Cover cloth'") == 0
    room.keys(K.Key_S)
    assert room.line(first).decision is Decision.SKIPPED


def test_a_note_stays_with_its_deal_whichever_way_it_is_left(room: Room) -> None:
    room.begin()
    first, second = room.titles[:2]
    room.keys(K.Key_N)
    room.write("Said in the meeting: 2 more seats")
    room.keys(K.Key_Return, K.Key_1, K.Key_Return)
    assert room.line(first).note == "Said in the meeting: 2 more seats"
    room.keys(K.Key_N)
    room.write("Half a sentence")
    room.keys(K.Key_Escape, K.Key_Escape)
    assert not room.page.is_walking
    assert room.line(second).note == "Half a sentence"
    assert room.line(second).decision is None


def test_a_note_that_is_left_for_another_deal_is_kept_with_its_own(room: Room) -> None:
    room.begin()
    first, second = room.titles[:2]
    room.keys(K.Key_N)
    room.write("Ask about the shelf")
    room.keys(K.Key_PageDown)
    assert room.title == second
    assert room.page.walk.deal.note.text() == ""
    assert [room.line(first).note, room.line(second).note] == ["Ask about the shelf", ""]


def test_escape_pauses_and_enter_goes_on_where_it_was_left(room: Room) -> None:
    room.begin()
    room.keys(K.Key_1, K.Key_Return)
    there = room.title
    room.keys(K.Key_Escape)
    assert "1 of 4 deals are decided" in room.page.opening.paused.text
    room.keys(K.Key_Return)
    assert room.title == there


def test_keys_that_come_while_the_deal_is_read_are_not_lost(room: Room) -> None:
    room.begin()
    first = room.title
    focus = QApplication.focusWidget()
    assert focus is not None
    for key in (K.Key_1, K.Key_Return, K.Key_S, K.Key_S):
        QTest.keyClick(room.page.walk, key)
    room.settle()
    room.wait(lambda: room.review.counts.decided == 3)
    assert room.line(first).decision is Decision.KEEP


def test_keys_that_came_for_one_deal_do_nothing_to_the_next(room: Room) -> None:
    room.begin()
    third = room.titles[2]
    for key in (K.Key_PageDown, K.Key_S, K.Key_PageDown):
        QTest.keyClick(room.page.walk, key)
    room.settle()
    assert room.title == third
    assert room.review.counts.decided == 0


def test_page_down_looks_ahead_and_a_decided_deal_can_be_decided_again(room: Room) -> None:
    room.begin()
    first, second = room.titles[:2]
    room.keys(K.Key_S, K.Key_PageUp)
    assert room.title == first
    pad = room.page.walk.pad
    assert pad.again.isVisible()
    room.keys(K.Key_1)
    assert pad.chosen is None
    pad.again.click()
    room.settle()
    room.keys(K.Key_1, K.Key_Return)
    assert room.line(first).decision is Decision.KEEP
    assert room.title == second


def test_a_deal_that_was_closed_elsewhere_says_so_and_can_only_be_skipped(room: Room) -> None:
    room.begin()
    first = room.title
    reason = room.number("select min(id) from reason where reason_group <> 'won'")
    assert isinstance(reason, int)
    lose_deals(room.workspace, [room.deals[first]], reason_id=reason, note="x", at=room.session.now())
    room.settle()
    room.keys(K.Key_1)
    assert room.page.walk.pad.chosen is None
    assert "closed meanwhile" in room.page.walk.pad.hint.text()
    room.keys(K.Key_S)
    assert room.line(first).decision is Decision.SKIPPED


def test_a_deal_that_went_into_the_bin_is_passed_by(room: Room) -> None:
    room.begin()
    first, second, third = room.titles[:3]
    delete_deals(room.workspace, [room.deals[second]], at=room.session.now())
    room.settle()
    room.go_to(first)
    room.keys(K.Key_S)
    assert room.title == third


def test_what_others_wrote_is_shown_as_they_wrote_it(room: Room) -> None:
    room.begin()
    room.go_to("Oak & ash <b>table</b>")
    assert room.title == "Oak & ash <b>table</b>"
    row = room.titles.index("Oak & ash <b>table</b>")
    queue = room.page.walk.queue.list.queue
    tip = str(queue.data(queue.index(row), Qt.ItemDataRole.ToolTipRole))
    assert "&lt;b&gt;" in tip


def test_o_opens_the_deal_and_its_title_too(room: Room) -> None:
    room.begin()
    deal = room.deals[room.title]
    room.keys(K.Key_O)
    room.page.walk.deal.head.title.click()
    assert room.opened == [deal, deal]


def test_a_question_of_qualification_is_answered_in_place(room: Room) -> None:
    room.begin()
    room.page.walk.deal.answers.answered.emit("budget", "yes", "€30k, said Odile")
    room.settle()
    assert room.page.walk.deal.answers.cells[0].line is not None
    assert room.page.walk.deal.answers.cells[0].line.evidence == "€30k, said Odile"


@pytest.mark.parametrize(("width", "height"), [(1024, 640), (1280, 800), (1440, 900)])
def test_everything_that_is_pressed_is_in_sight_in_every_size(room: Room, width: int, height: int) -> None:
    room.window.resize(width, height)
    room.begin()
    walk = room.page.walk
    for button in (walk.pad.save, walk.pad.skip, walk.pad.undo, *walk.pad.cards.cards):
        place = button.mapTo(room.window, button.rect().bottomRight())
        assert room.window.rect().contains(place)
    assert walk.tabs.isVisible() is (width < 1180)
    if walk.tabs.isVisible():
        walk.tabs.choose(1)
        assert walk.summary.isVisible()
    assert walk.summary.left.value == "4"


def test_why_a_deal_is_here_is_seen_at_once_with_large_text_in_the_smallest_window(
    room: Room, theme: Theme, qapp: QApplication, qtbot: QtBot
) -> None:
    theme.apply(qapp, text_percent=130)
    try:
        room.window.resize(1024, 640)
        room.begin()
        walk, deal = room.page.walk, room.page.walk.deal
        assert deal.verticalScrollBar().value() == 0

        def shows_the_first_reason() -> bool:
            first = deal.why._rows[0]
            return deal.viewport().rect().contains(first.rect().translated(first.mapTo(deal.viewport(), QPoint(0, 0))))

        # The rows may have come just now, and have their places with the next turn.
        qtbot.waitUntil(shows_the_first_reason)
        assert deal.verticalScrollBar().value() == 0
        assert not walk.pad.stack.isVisible()
        room.keys(K.Key_1)
        assert walk.pad.stack.isVisible()
        assert room.window.rect().contains(walk.pad.save.mapTo(room.window, walk.pad.save.rect().bottomRight()))
    finally:
        theme.apply(qapp, text_percent=100)


def test_whatever_takes_the_keys_has_a_name(room: Room) -> None:
    room.begin()
    for key in (K.Key_1, K.Key_2, K.Key_4, K.Key_5, K.Key_W):
        room.page.walk.focus_walk()
        room.keys(key)
        assert nameless(room.page) == []


def test_what_is_dialled_is_shown_before_it_is_handed_on(room: Room) -> None:
    person = add_person(room.workspace, room.deals["Hotel lobby desk"], "Odile")
    edit_person(room.workspace, person, phone="+33 1 23")
    room.begin()
    room.go_to("Hotel lobby desk")
    menu = room.page.walk.deal.happened.ask_call()
    assert room.urls == []
    menu.actions()[0].trigger()
    assert [url.toString() for url in room.urls] == ["tel:+33123"]
    menu.close()


def test_moves_and_the_sentence_that_a_gate_was_passed_with_are_told_in_words(room: Room) -> None:
    deal, workspace = room.deals["Hotel lobby desk"], room.workspace
    rows = workspace.rows("select id, name from stage order by position")
    here = workspace.value("select stage_id from deal where id = ?", (deal,))
    stage_id, name = next(after for before, after in pairwise(rows) if before[0] == here)
    add_criterion(workspace, here, kind="tick", text="Budget is confirmed", is_required=True)
    move_deals(workspace, [deal], stage_id, after=None, at=room.session.now(), why="Known for years")
    room.begin()
    room.go_to("Hotel lobby desk")
    told = [words.text() for words in room.page.walk.deal.happened.findChildren(ElidedWords)]
    assert f"Moved to {name}" in told
    assert "Passed anyway: Known for years" in told
