from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_pipeline.actions.criteria import add_criterion
from desktop_pipeline.actions.deals import create_deal, delete_deals, reopen_deal, restore_deals, win_deals
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.snoozing import snooze_deals, wake_deal
from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.domain.money import Money
from desktop_pipeline.queries.timeline import EntryKind, TimelineEntry
from desktop_pipeline.storage.tables import Activity
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.widgets.timeline_words import word_entry
from desktop_pipeline.ui.widgets.words import Words
from tests.ui.deal.conftest import NOW, World


def headlines(world: World) -> list[str]:
    return [line.headline for line in world.panel.story.timeline.lines]


def test_the_timeline_tells_everything_newest_first(world: World) -> None:
    assert headlines(world) == [
        "Note by Amara",
        "E-mail",
        "Moved from Qualified to Meeting",
        "Call",
        "Moved from Lead In to Qualified",
        "Created in Lead In",
    ]
    assert world.panel.story.timeline.lines[0].detail == "Wants oak fronts.\nUp to €38k."
    assert world.panel.story.timeline.lines[0].when == "Today 09:12"


@pytest.mark.parametrize(
    ("index", "shown"),
    [
        (1, ["Note by Amara"]),
        (2, ["Call"]),
        (3, ["E-mail"]),
        (4, ["Moved from Qualified to Meeting", "Moved from Lead In to Qualified", "Created in Lead In"]),
    ],
)
def test_the_filter_shows_one_kind(world: World, index: int, shown: list[str]) -> None:
    world.panel.story.filter.choose(index)
    assert headlines(world) == shown


def test_a_snooze_and_its_waking_are_told_with_their_reason(world: World) -> None:
    deal, today = world.deal_id, NOW.date()
    for days, why in ((20, "Their board meets"), (30, "It meets later")):
        world.clock.now += timedelta(minutes=1)
        snooze_deals(world.workspace, [deal], until=today + timedelta(days=days), why=why, at=world.clock())
    world.clock.now += timedelta(minutes=1)
    wake_deal(world.workspace, deal, at=world.clock())
    world.panel.story.filter.choose(4)
    lines = world.panel.story.timeline.lines[:4]
    assert [(line.headline, line.detail) for line in lines[:3]] == [
        ("Woken before Thu 9 Jul", ""),
        ("Snoozed until Thu 9 Jul", "It meets later"),
        ("Snoozed until Mon 29 Jun", "Their board meets"),
    ]
    assert world.workspace.journal.who in lines[1].when
    assert lines[3].headline == "Moved from Qualified to Meeting"
    world.session.undo()
    assert headlines(world)[0] == "Snoozed until Thu 9 Jul"


def test_a_gate_that_was_passed_stands_below_its_move_with_what_was_open_and_the_sentence(world: World) -> None:
    deal = world.deal_id
    stage = world.workspace.value("select stage_id from deal where id = ?", (deal,))
    for text in ("Budget is confirmed", "Room is <b>measured</b>"):
        add_criterion(world.workspace, stage, kind="tick", text=text, is_required=True)
    win_deals(world.workspace, [deal], at=NOW, why="Signed at the fair")
    world.panel.story.filter.choose(4)
    won, passed, *_before = world.panel.story.timeline.lines
    assert won.headline == "Won"
    assert passed.headline == "Passed anyway without: Budget is confirmed, Room is <b>measured</b>"
    assert passed.detail == "Signed at the fair"
    assert world.workspace.journal.who in passed.when
    world.session.undo()
    assert not [line for line in headlines(world) if line.startswith("Passed anyway")]


def test_every_change_has_its_words(world: World) -> None:
    at, deal = NOW, world.deal_id
    edit_deal(world.workspace, deal, at=at, value=Money(100_000, "EUR"))
    edit_deal(world.workspace, deal, at=at, value=None)
    edit_deal(world.workspace, deal, at=at, expected_close_on=date(2026, 10, 2))
    edit_deal(world.workspace, deal, at=at, expected_close_on=None)
    edit_deal(world.workspace, deal, at=at, owner_id=2)
    edit_deal(world.workspace, deal, at=at, owner_id=None)
    edit_deal(world.workspace, deal, at=at, probability=0.5)
    edit_deal(world.workspace, deal, at=at, probability=None)
    win_deals(world.workspace, [deal], at=at)
    reopen_deal(world.workspace, deal, at=at)
    delete_deals(world.workspace, [deal], at=at)
    restore_deals(world.workspace, [deal], at=at)
    world.panel.show_deal(deal)
    world.panel.story.filter.choose(4)
    assert headlines(world)[:12] == [
        "Taken out of the bin",
        "Put into the bin",
        "Reopened in Meeting",
        "Won",
        "Probability as the stage has it",
        "Probability 50\N{NO-BREAK SPACE}%",
        "No owner any more",
        "Owner from Amara Eze to Kenji <i>Mori</i>",
        "Close date taken out",
        "Close date from Fri 18 Sept to Fri 2 Oct",
        "Value taken out",
        "Value from €34,500 to €1,000",
    ]


def test_what_a_spreadsheet_told_is_marked_and_not_given_a_time(formats: Formats) -> None:
    at = datetime(2026, 6, 9, 0, 0, tzinfo=UTC)
    entry = TimelineEntry(kind=EntryKind.CHANGE, at=at, event=EventKind.CREATED, is_inferred=True)
    line = word_entry(entry, formats, ZoneInfo("UTC"), date(2026, 6, 9))
    assert (line.headline, line.when, line.detail) == ("Created", "Tue 9 Jun", "From the spreadsheet")
    unknown = TimelineEntry(kind=EntryKind.CHANGE, at=at, event=EventKind.LOST, is_inferred=True, is_dated=False)
    assert word_entry(unknown, formats, ZoneInfo("UTC"), date(2026, 6, 9)).when == "date not known"


def test_enter_keeps_a_note_and_undo_takes_it_back(world: World) -> None:
    note = world.panel.story.note
    before = world.content()
    QTest.keyClicks(note, "First line")
    QTest.keyClick(note, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(note, "<b>second</b>")
    low = note.height()
    QTest.keyClick(note, Qt.Key.Key_Return)
    assert world.view().timeline[0].text == "First line\n<b>second</b>"
    assert world.panel.story.timeline.lines[0].detail == "First line\n<b>second</b>"
    assert note.toPlainText() == ""
    assert note.height() < low
    world.session.undo()
    assert world.content() == before


def test_an_empty_note_is_refused_in_words(world: World) -> None:
    before = world.content()
    QTest.keyClicks(world.panel.story.note, "   ")
    QTest.keyClick(world.panel.story.note, Qt.Key.Key_Return)
    assert world.panel.error == "Write something first."
    assert world.content() == before


def test_esc_leaves_the_note_field_and_what_was_begun_waits_on_its_deal(world: World) -> None:
    second = create_deal(world.workspace, title="Other", stage_id=world.stages["Lead In"], at=NOW)
    note = world.panel.story.note
    note.setFocus()
    QTest.keyClicks(note, "Begun")
    QTest.keyClick(note, Qt.Key.Key_Escape)
    assert world.panel.deal_id == world.deal_id
    assert world.panel.header.title.hasFocus()
    world.panel.show_deal(second)
    assert note.toPlainText() == ""
    world.panel.show_deal(world.deal_id)
    assert note.toPlainText() == "Begun"


def test_the_timeline_is_as_high_as_its_lines(world: World) -> None:
    timeline = world.panel.story.timeline
    low = timeline.height()
    QTest.keyClicks(world.panel.story.note, "word " * 80)
    QTest.keyClick(world.panel.story.note, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert timeline.height() > low + 4 * 17
    world.panel.story.filter.choose(2)
    assert timeline.height() < low


def test_the_next_step_says_what_and_when(world: World) -> None:
    box = world.panel.story.next_step
    assert box.text == "Call Ines about the budget, Thu 11 Jun, in 2 d"
    world.clock.now = NOW + timedelta(days=5)
    world.panel.show_deal(world.deal_id)
    assert box.text == "Call Ines about the budget, Thu 11 Jun, 3 d late"


def test_without_a_next_step_the_panel_offers_to_plan_one(world: World) -> None:
    second = create_deal(world.workspace, title="Other", stage_id=world.stages["Lead In"], at=NOW)
    world.panel.show_deal(second)
    section = world.panel.story.next_step
    assert section.boxes == []
    assert section.plan_button.isVisible()
    with world.workspace.journal.change("Plan") as draft:
        draft.insert(Activity, deal=second, kind="visit", subject="", due_on=date(2026, 6, 9))
    assert not section.plan_button.isVisible()
    assert section.text == "Visit, Tue 9 Jun, today"


def test_products_add_up_and_say_where_the_value_differs(world: World) -> None:
    products = world.panel.products
    words = [label.text() for label in products.findChildren(Words)]
    assert words[-2:] == ["Total", "€34,500"]
    edit_deal(world.workspace, world.deal_id, at=NOW, value=Money(100, "EUR"))
    QApplication.sendPostedEvents(None, 52)
    words = [label.text() for label in products.findChildren(Words)]
    assert words[-1] == "The value is set by hand; the products add up to €34,500."
