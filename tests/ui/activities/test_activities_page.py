from datetime import UTC, date, timedelta

import pytest
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions import Workspace, open_workspace
from desktop_pipeline.actions.activities import finish_activity
from desktop_pipeline.actions.deals import win_deals
from desktop_pipeline.actions.lists import add_to_list, archive_in_list
from desktop_pipeline.domain.lists import OwnedList
from desktop_pipeline.queries.activities import read_next_activity, read_open_activities
from desktop_pipeline.queries.id_sets import NONE
from desktop_pipeline.queries.plan_targets import PlanTarget
from desktop_pipeline.storage.tables import Activity
from desktop_pipeline.ui.activities.activities_page import ActivitiesPage
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.activity_planner import ActivityPlanner
from desktop_pipeline.ui.widgets.day_popup import DayPopup
from tests.ui.activities.conftest import NOW, TODAY, World
from tests.workspaces import read_content

# Offscreen there is no window manager to raise a popup or lend it the keyboard.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
_SHIFT = Qt.KeyboardModifier.ShiftModifier


def type_text(widget: QWidget, text: str) -> None:
    QTest.keyClicks(widget, text)


def test_today_shows_what_is_late_due_and_coming(world: World) -> None:
    assert world.lines() == [
        "# Late",
        "Call about the cover cloth",
        "# Today",
        "Brass edges, price and date",
        "Order oak",
        "# Tomorrow",
        "Sign the order",
    ]
    assert world.page.heading.text() == "Tuesday 9 June"
    assert "value × how likely" in world.page.sentence.toolTip()
    assert world.page.sentence.text() == "1 late, 2 today, what matters most first. 2 calls take about 30 min together."


def test_the_arrows_go_through_all_sections_and_over_the_headings(world: World) -> None:
    assert world.current() == "Call about the cover cloth"
    seen = [world.current()]
    for _press in range(4):
        world.press(Qt.Key.Key_Down)
        seen.append(world.current())
    assert seen == [
        "Call about the cover cloth",
        "Brass edges, price and date",
        "Order oak",
        "Sign the order",
        "Sign the order",
    ]
    world.press(Qt.Key.Key_Up)
    assert world.current() == "Order oak"


def test_space_finishes_asks_how_it_went_and_what_comes_next(world: World) -> None:
    activity = world.at("Call about the cover cloth")
    world.press(Qt.Key.Key_Space)
    QTest.keyClick(world.finisher.results, Qt.Key.Key_2)
    assert world.finisher.result == "No answer"
    QTest.keyClick(world.finisher.results, Qt.Key.Key_Return)
    done = world.row(activity)
    assert (done.done_at, done.result) == (NOW, "No answer")
    assert "# Late" not in world.lines()
    # Nobody was reached: the same is proposed again for tomorrow
    planner = world.planner
    assert planner.title.text() == "What is next?"
    assert planner.subject.text() == "Call about the cover cloth"
    assert planner.day == TODAY + timedelta(days=1)
    QTest.keyClick(planner.subject, Qt.Key.Key_Return)
    step = read_next_activity(world.workspace, world.deals["Reading nook"])
    assert step is not None
    assert (step.subject, step.due_on, step.owner) == ("Call about the cover cloth", date(2026, 6, 10), "Amara Eze")
    assert world.page.acts.popover is None
    assert world.said == []


def test_escape_leaves_a_deal_without_a_next_step_and_reminds_of_it_quietly(world: World) -> None:
    world.at("Call about the cover cloth")
    world.press(Qt.Key.Key_Return)
    QTest.keyClick(world.finisher, Qt.Key.Key_Return)
    QTest.keyClick(world.planner.subject, Qt.Key.Key_Escape)
    assert world.said == ["“Reading nook” has no next step now."]
    assert "Reading nook" in [row.link.accessibleName().removeprefix("Open ") for row in world.page.side.rows]


def test_escape_in_the_finisher_leaves_it_open(world: World) -> None:
    activity = world.at("Call about the cover cloth")
    before = read_content(world.workspace)
    world.press(Qt.Key.Key_Space)
    QTest.keyClick(world.finisher.results, Qt.Key.Key_Escape)
    assert world.page.acts.popover is None
    assert world.row(activity).done_at is None
    assert read_content(world.workspace) == before


def test_the_note_goes_with_it_and_yesterday_is_a_choice(world: World) -> None:
    activity = world.at("Brass edges, price and date")
    world.press(Qt.Key.Key_Space)
    type_text(world.finisher.note, "Wants 2 samples")
    world.finisher.when.choose(1)
    QTest.keyClick(world.finisher.note, Qt.Key.Key_Return)
    done = world.row(activity)
    assert done.note == "Wants 2 samples"
    assert done.done_at is not None
    assert done.done_at.date() == date(2026, 6, 8)


def test_a_task_of_ones_own_asks_for_nothing_next(world: World) -> None:
    world.at("Order oak")
    world.press(Qt.Key.Key_Space)
    QTest.keyClick(world.finisher, Qt.Key.Key_Return)
    assert world.page.acts.popover is None
    assert "Order oak" not in world.lines()


def test_a_won_deal_is_not_asked_for_a_next_step(world: World) -> None:
    win_deals(world.workspace, [world.deals["Reading nook"]], at=NOW)
    world.at("Call about the cover cloth")
    world.press(Qt.Key.Key_Space)
    QTest.keyClick(world.finisher, Qt.Key.Key_Return)
    assert world.page.acts.popover is None


def test_the_keys_stay_in_place_when_their_activity_goes(world: World) -> None:
    world.at("Brass edges, price and date")
    world.press(Qt.Key.Key_Delete)
    assert world.current() == "Order oak"
    world.session.undo()
    assert "Brass edges, price and date" in world.lines()
    assert world.current() == "Order oak"


def test_m_moves_to_a_day_and_keeps_the_time(world: World) -> None:
    activity = world.at("Brass edges, price and date")
    world.press(Qt.Key.Key_M)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, DayPopup)
    popup.field.setText("2026-06-11")
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    moved = world.row(activity)
    assert (moved.due_on, moved.due_at) == (date(2026, 6, 11), NOW.replace(day=11, hour=10, minute=30))


def test_t_puts_all_that_is_selected_off_until_tomorrow_in_one_change(world: World) -> None:
    world.at("Call about the cover cloth")
    world.press(Qt.Key.Key_Down, _SHIFT)
    world.press(Qt.Key.Key_Down, _SHIFT)
    world.press(Qt.Key.Key_T)
    assert world.session.undo_label == "Move 3 activities to 10 June 2026"
    assert world.lines()[0] == "# Tomorrow"
    world.session.undo()
    assert world.lines()[0] == "# Late"


def test_e_edits_everything_in_one_popover(world: World) -> None:
    activity = world.at("Brass edges, price and date")
    world.press(Qt.Key.Key_E)
    assert world.planner.title.text() == "Edit the activity"
    planner = world.planner
    assert (planner.subject.text(), planner.time.text(), planner.day) == ("Brass edges, price and date", "10:30", TODAY)
    assert planner.owner.currentText() == "Kenji Morita"
    planner.kinds.choose(3)
    planner.subject.setText("Brass edges")
    planner.time.setText("14")
    planner.length.setText("1 h 20")
    planner.note.setText("<b>& samples</b>")
    planner.owner.setCurrentText("Nobody")
    QTest.keyClick(planner.note, Qt.Key.Key_Return)
    row = world.row(activity)
    assert (row.kind.key, row.subject, row.duration, row.note, row.owner) == (
        "visit",
        "Brass edges",
        80,
        "<b>& samples</b>",
        None,
    )
    assert row.due_at == NOW.replace(hour=14, minute=0)


def test_editing_without_a_change_leaves_no_trace(world: World) -> None:
    world.at("Brass edges, price and date")
    label = world.session.undo_label
    world.press(Qt.Key.Key_F2)
    QTest.keyClick(world.planner.subject, Qt.Key.Key_Return)
    assert world.session.undo_label == label


def test_a_time_in_the_figures_of_the_locale_stays_as_it_is(world: World, theme: Theme) -> None:
    row = world.row(world.at("Brass edges, price and date"))
    planner = ActivityPlanner(
        world.session, theme, Formats(QLocale("ar_EG"), UTC), PlanTarget(), world.window, activity=row
    )
    planner.note.setText("Samples")
    assert planner.time.text() == "١٠:٣٠"
    planner.submit()
    assert (planner.isVisible(), world.row(row.activity_id).due_at) == (False, row.due_at)
    assert world.row(row.activity_id).note == "Samples"


def test_nobody_is_named_in_the_place_of_an_owner_who_has_left(world: World) -> None:
    deal = world.deals["Hotel lobby desk"]
    add_to_list(world.workspace, OwnedList.OWNERS, "Aaron Ash")
    archive_in_list(world.workspace, OwnedList.OWNERS, 2)
    world.page.acts.plan_for_deal(deal, QPoint(0, 0))
    assert world.planner.owner.currentText() == "Amara Eze"
    world.planner.close()
    world.workspace.journal.who = "somebody"
    world.page.acts.plan_for_deal(deal, QPoint(0, 0))
    assert world.planner.owner.currentText() == "The deal’s owner"
    world.planner.submit()
    planned = world.workspace.value("select owner_id from activity where deal_id = ? order by id desc", (deal,))
    assert planned == 2


def test_o_opens_the_deal_and_a_click_on_its_name_too(world: World) -> None:
    world.at("Brass edges, price and date")
    world.press(Qt.Key.Key_O)
    rect = world.view.visualRect(world.page.agenda.index(1))
    QTest.mouseClick(
        world.view.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        QPoint(round(rect.width() * 0.56), rect.center().y()),
    )
    assert world.opened == [world.deals["Hotel lobby desk"], world.deals["Reading nook"]]


def test_a_click_on_the_ring_finishes(world: World) -> None:
    rect = world.view.visualRect(world.page.agenda.index(3))
    spot = QPoint(rect.left() + 14, rect.center().y())
    QTest.mouseClick(world.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    assert world.finisher.title.text() == "Brass edges, price and date"


def test_a_plans_something_new_for_the_deal_that_is_named(world: World) -> None:
    world.press(Qt.Key.Key_A)
    planner = world.planner
    planner.deal.setText("workbench")
    planner.subject.setText("Which vice?")
    planner.days.choose(2)
    QTest.keyClick(planner.subject, Qt.Key.Key_Return)
    (step,) = read_open_activities(world.workspace, deal_id=world.deals["Workbench set"])
    assert (step.subject, step.due_on, step.kind.key) == ("Which vice?", date(2026, 6, 12), "call")


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("deal", "No such deal", "There is no open deal “No such deal”. Choose one from the list."),
        ("time", "soon", "“soon” is not a time of day. Type it like 15:30."),
        ("length", "a while", "“a while” is not a length of time. Type minutes such as 45, or 1 h 30."),
        ("subject", "x" * 900, "A subject can have 500 characters at most; this one has 900."),
    ],
)
def test_what_cannot_be_planned_is_said_and_the_planner_stays(
    world: World, field: str, typed: str, sentence: str
) -> None:
    before = read_content(world.workspace)
    world.press(Qt.Key.Key_A)
    planner = world.planner
    line = {"deal": planner.deal, "time": planner.time, "length": planner.length, "subject": planner.subject}[field]
    line.setText(typed)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert planner.isVisible()
    assert planner.error == sentence
    assert read_content(world.workspace) == before


def test_a_day_without_a_year_we_live_in_is_refused_in_the_planner(world: World) -> None:
    world.press(Qt.Key.Key_A)
    world.planner.pick_day().taken.emit(date(9999, 12, 31))
    QTest.keyClick(world.planner.subject, Qt.Key.Key_Return)
    assert world.planner.error == "The year 9999 is too far away. Choose a day from 1900 to 2200."


def test_deals_without_a_next_step_have_a_button_that_plans_one(world: World) -> None:
    (row,) = world.page.side.rows
    assert row.plan.accessibleName() == "Plan for Workbench set"
    QTest.mouseClick(row.plan, Qt.MouseButton.LeftButton)
    assert world.planner.detail.text() == "Workbench set"
    QTest.keyClick(world.planner.subject, Qt.Key.Key_Return)
    assert world.page.side.rows == []
    assert world.page.side.none.isVisible()


def test_the_day_shows_what_has_a_time_and_where_the_day_is(world: World) -> None:
    world.plan("Also at ten", 0, (10, 40))
    world.plan("Early", 0, (6, 15))
    hours = world.page.side.hours
    assert [(block.activity.subject, block.start, block.lane.count) for block in hours.blocks] == [
        ("Early", 375, 1),
        ("Brass edges, price and date", 630, 2),
        ("Also at ten", 640, 2),
    ]
    assert world.page.side.now.text() == "now 08:42"
    first, second = hours.place(hours.blocks[1]), hours.place(hours.blocks[2])
    assert not first.intersects(second)
    QTest.mouseClick(hours, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, second.center().toPoint())
    assert world.current() == "Also at ten"


def test_minutes_that_pass_make_what_had_a_time_late(world: World) -> None:
    world.clock.now = NOW + timedelta(hours=3)
    world.page._clock.timeout.emit()
    assert world.lines()[:3] == ["# Late", "Brass edges, price and date", "Call about the cover cloth"]
    assert world.page.side.now.text() == "now 11:42"


def test_the_week_and_all_go_by_days(world: World) -> None:
    world.plan("Far", 40)
    world.plan("Next year", 400)
    world.plan("Some day", None)
    world.page.toolbar.span.choose(1)
    assert world.page.heading.text() == "Tue 9 Jun to Mon 15 Jun"
    assert world.page.sentence.toolTip() == "By day and time; what has no time stands below."
    assert "Far" not in world.lines()
    world.page.toolbar.span.choose(2)
    far = ["# Sunday 19 July", "Far", "# Wednesday 14 July 2027", "Next year"]
    assert world.lines()[-6:] == [*far, "# No date", "Some day"]


def test_owners_and_kinds_are_filters_and_the_empty_list_says_what_to_do(world: World) -> None:
    toolbar = world.page.toolbar
    toolbar.owners.take(frozenset({2}))
    assert world.lines() == ["# Today", "Brass edges, price and date"]
    assert world.page.side.title.text() == "Kenji Morita’s day"
    toolbar.owners.take(frozenset({NONE}))
    assert toolbar.owners.text() == "No owner"
    assert world.page.side.title.text() == "What nobody has taken"
    toolbar.owners.take(frozenset({2}))
    toolbar.kinds.take(frozenset({1}))
    assert world.lines() == []
    assert world.page.empty.isVisible()
    assert world.page.empty.accessibleName() == "Nothing due for this filter."
    for span, said in ((3, "Nothing done for this filter."), (2, "Nothing planned for this filter.")):
        toolbar.span.choose(span)
        assert world.lines() == []
        assert world.page.empty.accessibleName() == said
    toolbar.span.choose(0)
    assert world.lines() == []
    assert world.page.empty.action is not None
    world.page.empty.action.click()
    assert not toolbar.is_filtered
    assert world.view.isVisible()
    assert world.view.hasFocus()
    for subject in ("Call about the cover cloth", "Brass edges, price and date", "Order oak", "Sign the order"):
        world.at(subject)
        world.press(Qt.Key.Key_Delete)
    assert world.page.empty.accessibleName() == "Nothing due. Look further ahead, or plan something with A"
    assert world.page.sentence.text() == "Nothing is late and nothing is due."


def test_with_nothing_left_the_key_still_plans(world: World) -> None:
    world.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    world.press(Qt.Key.Key_Delete)
    assert world.session.undo_label == "Delete 4 activities"
    assert world.page.toolbar.new_button.hasFocus()
    QTest.keyClick(world.page.toolbar.new_button, Qt.Key.Key_A)
    assert world.planner.title.text() == "New activity"


def test_every_row_is_read_as_a_sentence(world: World) -> None:
    agenda = world.page.agenda
    told = [agenda.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(4)]
    when = "Tue 9 Jun, 10:30, today."
    assert told == [
        "Late, 1",
        "Call, Call about the cover cloth, Reading nook, Lead In, €5,400, owner Amara Eze, Thu 28 May, 12 d late.",
        "Today, 2",
        f"Call, Brass edges, price and date, Hotel lobby desk, Proposal, €27,300, owner Kenji Morita, {when}",
    ]


def test_what_others_typed_is_shown_as_typed(world: World) -> None:
    text = "<b>{{7*7}}</b> & 🪑 مكتب"
    activity = world.plan(text, 0)
    row = world.page.agenda.row_of(activity)
    assert row is not None
    index = world.page.agenda.index(row)
    assert index.data() == text
    assert "&lt;b&gt;" in index.data(Qt.ItemDataRole.ToolTipRole)
    world.window.grab()


def test_the_model_keeps_the_rules_of_models(world: World) -> None:
    tester = QAbstractItemModelTester(world.page.agenda, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for number in range(250):
        world.plan(f"Call {number}", number % 9 - 4)
    world.page.toolbar.span.choose(2)
    world.page.agenda.index(240).data()
    world.session.undo()
    assert tester.model() is world.page.agenda


def test_a_long_list_reads_only_the_pages_that_are_looked_at(world: World) -> None:
    with world.workspace.journal.change("Many") as draft:
        rows = [("call", f"s{number}", TODAY.isoformat()) for number in range(5_000)]
        draft.insert_rows(Activity, ("kind", "subject", "due_on"), rows)
    QApplication.processEvents()
    world.window.grab()
    assert len(world.page.agenda._pages) <= 2
    world.press(Qt.Key.Key_End)
    assert world.current() == "Sign the order"
    world.view.scrollTo(world.page.agenda.index(2_500), QAbstractItemView.ScrollHint.PositionAtCenter)
    world.window.grab()
    assert len(world.page.agenda._pages) <= 6


def test_a_hidden_page_counts_and_reads_again_when_it_is_shown(world: World, qtbot: QtBot) -> None:
    counts: list[int] = []
    world.page.due_counted.connect(counts.append)
    world.window.hide()
    world.plan("While hidden", 0)
    assert counts[-1] == 4
    assert "While hidden" not in world.lines()
    world.window.show()
    qtbot.waitExposed(world.window)
    assert "While hidden" in world.lines()


def test_the_menu_shows_every_key(world: World) -> None:
    world.at("Order oak")
    menu = world.page.menu_at(QPoint(200, 200))
    texts = [action.text() for action in menu.actions()]
    assert texts[0] == "Done…\tSpace"
    assert len(texts) == 7
    assert not menu.actions()[4].isEnabled()  # no deal
    menu.close()


def test_a_file_that_is_only_read_offers_no_change(
    workspace: Workspace, theme: Theme, formats: Formats, qtbot: QtBot, world: World
) -> None:
    with open_workspace(world.workspace.path, read_only=True, clock=world.clock) as reader:
        session, tasks = Session(reader), Tasks()
        page = ActivitiesPage(session, tasks, theme, formats)
        qtbot.addWidget(page)
        said: list[str] = []
        page.said.connect(said.append)
        page.resize(1272, 800)
        page.show()
        page.focus_page()
        for key in (Qt.Key.Key_Space, Qt.Key.Key_E, Qt.Key.Key_M, Qt.Key.Key_T, Qt.Key.Key_Delete, Qt.Key.Key_A):
            QTest.keyClick(page.list, key)
        assert page.acts.popover is None
        assert set(said) == {"This file is open for reading only."}
        assert not page.toolbar.new_button.isEnabled()
        assert not page.side.rows[0].plan.isEnabled()
        page.close()
        tasks.stop()


def test_what_was_done_stands_newest_first_with_its_result_and_can_be_done_again(world: World) -> None:
    first, second = world.at("Order oak"), world.at("Brass edges, price and date")
    finish_activity(world.workspace, first, at=NOW - timedelta(days=1), result="Came on Monday")
    finish_activity(world.workspace, second, at=NOW, result="Agreed")
    world.page.toolbar.span.choose(3)
    assert world.lines() == ["# Today", "Brass edges, price and date", "# Monday 8 June", "Order oak"]
    assert world.page.heading.text() == "What was done"
    world.at("Order oak")
    current = world.view.currentIndex()
    said = str(current.data(Qt.ItemDataRole.AccessibleTextRole))
    assert said.endswith("Came on Monday.")
    assert "done" in said
    world.press(Qt.Key.Key_T)
    assert world.said == ["It is done already. Space opens it again."]
    assert world.row(first).done_at is not None
    world.press(Qt.Key.Key_Space)
    assert world.row(first).done_at is None
    assert world.lines() == ["# Today", "Brass edges, price and date"]
    world.session.undo()
    assert world.row(first).result == "Came on Monday"
    assert len(world.lines()) == 4
    menu = world.page.menu_at(QPoint())
    offered = [action.text().partition("\t")[0] for action in menu.actions() if action.isEnabled()]
    menu.close()
    assert offered == ["To be done again", "Open the deal", "New activity…", "Delete"]


def test_where_nothing_was_done_it_says_so(world: World) -> None:
    world.page.toolbar.span.choose(3)
    assert "Nothing done yet" in world.page.empty.accessibleName()


def test_the_heading_stays_where_it_is_from_one_span_to_the_next(world: World) -> None:
    page, places = world.page, []
    for span in range(4):
        page.toolbar.span.choose(span)
        QApplication.processEvents()
        places.append(page.heading.mapTo(page, page.heading.rect().center()).y())
    assert len(set(places)) == 1


def test_in_a_large_file_a_worker_reads_the_screen_and_the_keys_stay(world: World, qtbot: QtBot) -> None:
    page = world.page
    page.reader.most_at_once = 0
    world.at("Call about the cover cloth")
    before = world.lines()
    planned = world.plan("Ring the mill", 0, (16, 0))
    assert world.lines() == before, "the window did not read it itself"
    qtbot.waitUntil(lambda: world.lines() != before)
    assert "Ring the mill" in world.lines()
    assert world.current() == "Call about the cover cloth"
    assert planned in [block.activity.activity_id for block in page.side.hours.blocks]
    large = world.lines()
    page.reader.most_at_once = 1_000_000
    page.refresh()
    assert world.lines() == large


def test_in_a_large_file_a_changed_row_is_not_shown_as_before(world: World, qtbot: QtBot) -> None:
    page = world.page
    page.reader.most_at_once = 0
    activity = world.at("Call about the cover cloth")
    finish_activity(world.workspace, activity, at=world.session.now())
    current = page.list.current()
    assert current is None or current.done_at is not None
    qtbot.waitUntil(lambda: "Call about the cover cloth" not in world.lines())


def test_in_a_large_file_what_is_reminded_of_is_found_once_it_is_read(world: World, qtbot: QtBot) -> None:
    far = world.plan("Look at it again next year", 400)
    assert "Look at it again next year" not in world.lines()
    world.page.reader.most_at_once = 0
    world.page.show_activity(far)
    qtbot.waitUntil(lambda: world.current() == "Look at it again next year")


def test_everything_is_taken_without_its_headings_and_stays_taken_through_a_change(world: World) -> None:
    world.view.selectAll()
    taken = world.view.taken_ids()
    assert taken == list(world.page.agenda.agenda.ids)
    world.plan("Ring the mill", 0, (16, 0))
    assert world.view.taken_ids() == [each for each in world.page.agenda.agenda.ids if each in set(taken)]
    assert len(world.page.agenda.agenda.ids) == len(taken) + 1


def test_a_day_that_is_fuller_than_words_find_room_is_drawn_and_can_be_clicked(world: World, qtbot: QtBot) -> None:
    with world.workspace.journal.change("A full day") as draft:
        for _number in range(200):
            draft.insert(Activity, kind="call", subject="Call", due_on=TODAY, due_at=NOW, duration=60)
    hours = world.page.side.hours
    (full,) = [block for block in hours.blocks[:1] if block.lane.count >= 200]
    hours.grab()
    assert hours.place(full).width() < 2
    with qtbot.waitSignal(hours.chosen) as chosen:
        QTest.mouseClick(hours, Qt.MouseButton.LeftButton, pos=hours.place(full).center().toPoint())
    assert chosen.args[0] in {block.activity.activity_id for block in hours.blocks}
    assert hours.accessibleDescription().endswith("more")
