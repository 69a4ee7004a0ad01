"""How a review begins, for whom, by which rules, how it ends, and what the past ones tell."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions import open_workspace
from desktop_pipeline.actions.activities import finish_activity
from desktop_pipeline.domain.reviews import Cause, Decision, Kept, ReviewState, Rhythm
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.forecasts import read_forecasts
from desktop_pipeline.queries.reviews import read_review, read_review_rules, read_rhythm
from desktop_pipeline.reports.asked import ReportKind
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.review.past_page import PastReviewsPage
from desktop_pipeline.ui.review.review_page import ReviewPage
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from tests.ui.review.conftest import TODAY, Room
from tests.workspaces import read_open_review

K = Qt.Key
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def walk_to_the_end(room: Room) -> None:
    """The first is kept, the others are skipped."""
    room.begin()
    room.keys(K.Key_1, K.Key_Return, K.Key_S, K.Key_S, K.Key_S)
    assert room.page.stack.currentWidget() is room.page.closing


def finish(room: Room) -> int:
    review_id = room.review.review_id
    room.page.closing.submit()
    room.wait(lambda: room.page.review is not None and room.page.review.finished_at is not None)
    return review_id


def test_after_the_last_deal_enter_finishes_with_forecast_figures_and_the_next_date(room: Room) -> None:
    walk_to_the_end(room)
    review_id = room.review.review_id
    room.page.closing.note.setPlainText("A calm week")
    room.page.closing.focus_page()
    room.keys(K.Key_Return)
    room.wait(lambda: room.page.review is not None and room.page.review.finished_at is not None)
    over = read_review(room.workspace, review_id)
    assert over is not None
    assert over.state is ReviewState.FINISHED
    assert over.next_on == TODAY + timedelta(days=7)
    assert over.note == "A calm week"
    assert over.closing is not None
    assert over.closing.value == 4_530_000
    assert over.forecast_id in [row.forecast_id for row in read_forecasts(room.workspace)]
    assert "The next one is on Tue 16 Jun." in room.page.closing.sentence.text()


def test_enter_after_the_end_asks_for_the_minutes_of_this_review(room: Room) -> None:
    walk_to_the_end(room)
    review_id = finish(room)
    room.page.focus_page()
    room.keys(K.Key_Return)
    assert [(asked.kind, asked.ids) for asked in room.reports] == [(ReportKind.REVIEW, (review_id,))]


def test_all_of_the_end_is_seen_with_large_text_in_the_smallest_window(
    room: Room, theme: Theme, qapp: QApplication
) -> None:
    theme.apply(qapp, text_percent=130)
    try:
        # What the window itself leaves of 1024 × 640.
        room.window.resize(976, 582)
        walk_to_the_end(room)
        closing = room.page.closing
        asked = (closing.heading, closing.note, closing.next_day, closing.forecast, closing.finish, closing.back)
        # The figures before and after come a moment later, and are given their room then.
        room.wait(lambda: bool(closing.steps.value))
        room.settle()
        for _ in range(5):
            qapp.processEvents()
        for widget in asked:
            assert widget.visibleRegion().boundingRect() == widget.rect(), widget
    finally:
        theme.apply(qapp, text_percent=100)


def test_the_end_can_be_left_for_the_deals_again(room: Room) -> None:
    walk_to_the_end(room)
    room.keys(K.Key_Escape)
    assert room.page.is_walking


def test_a_next_date_that_is_past_is_refused_in_words(room: Room) -> None:
    walk_to_the_end(room)
    room.page.closing._take_day(TODAY - timedelta(days=1))
    room.page.closing.submit()
    room.wait(room.page.closing.refusal.isVisible)
    assert "after today" in room.page.closing.refusal.text()
    assert read_open_review(room.workspace) is not None


def test_undoing_the_end_goes_back_to_the_review_that_runs(room: Room) -> None:
    walk_to_the_end(room)
    finish(room)
    room.session.undo()
    room.settle()
    assert room.review.counts.left == 0
    assert room.page.stack.currentWidget() is room.page.opening
    assert room.page.opening.start.text() == "To the end"


def test_a_review_that_is_cut_short_keeps_what_was_decided(room: Room) -> None:
    room.begin()
    first = room.title
    room.keys(K.Key_1, K.Key_Return, K.Key_Escape)
    review_id = room.review.review_id
    room.page.opening.finish.click()
    room.settle()
    assert "3 of 4 deals are not decided" in room.page.closing.sentence.text()
    assert finish(room) == review_id
    over = read_review(room.workspace, review_id)
    assert over is not None
    assert [line.decision for line in over.lines if line.title == first] == [Decision.KEEP]
    assert over.counts.left == 3


def test_a_review_is_given_up_and_a_new_one_can_begin(room: Room) -> None:
    room.begin()
    room.keys(K.Key_S, K.Key_Escape)
    room.page.opening.drop.click()
    room.settle()
    assert read_open_review(room.workspace) is None
    assert room.page.opening.start.text() == "Start the review"
    assert room.page.opening.start.isEnabled()


def test_undoing_the_start_leads_back_to_before(room: Room) -> None:
    room.begin()
    room.session.undo()
    room.settle()
    assert not room.page.is_walking
    assert room.page.opening.start.text() == "Start the review"


def test_coaching_holds_the_deals_of_one_owner_beside_everybodys(room: Room) -> None:
    room.begin()
    room.keys(K.Key_Escape)
    room.page.toolbar.owner.choose(2)
    room.settle()
    assert room.page.opening.sentence.text().startswith("1 deal needs a decision")
    room.page.begin()
    room.settle()
    assert room.titles == ["Hotel lobby desk"]
    room.page.toolbar.owner.choose(None)
    room.settle()
    assert "0 of 4 deals are decided" in room.page.opening.paused.text


def test_rules_say_which_deals_come_in_and_how_often(room: Room) -> None:
    popover = room.page.open_rules()
    for box in popover.boxes.values():
        box.setChecked(False)
    popover.submit()
    assert "at least one reason" in popover.error
    popover.boxes[Cause.LATE_STEP].setChecked(True)
    popover.rhythm.setCurrentIndex(list(Rhythm).index(Rhythm.TWO_WEEKLY))
    popover.submit()
    room.settle()
    assert read_review_rules(room.workspace).causes == {Cause.LATE_STEP}
    assert read_rhythm(room.workspace) is Rhythm.TWO_WEEKLY
    assert room.page.toolbar.detail.text().startswith("Two-weekly review, ")
    planned = room.page.planned
    assert planned is not None
    assert [deal.title for deal in planned.plan.queue] == ["Reading nook"]


def test_where_every_deal_is_looked_after_there_is_nothing_to_start(room: Room) -> None:
    popover = room.page.open_rules()
    for cause, box in popover.boxes.items():
        box.setChecked(cause is Cause.DUPLICATE)
    popover.submit()
    room.settle()
    assert room.page.opening.sentence.text().startswith("No deal needs a decision")
    assert not room.page.opening.start.isEnabled()
    room.page.focus_page()
    QTest.keyClick(room.page.opening, K.Key_Return)
    assert read_open_review(room.workspace) is None


def test_the_switch_leads_to_its_sister_screens(room: Room) -> None:
    switch = room.page.toolbar.switch
    switch.segments.choose(1)
    switch.segments.choose(3)
    assert room.went == ["hygiene", "past reviews"]
    assert switch.segments.choices[switch.segments.current] == "Review"


@pytest.fixture
def reading(room: Room, theme: Theme, formats: Formats, qtbot: QtBot) -> Iterator[ReviewPage]:
    """The page of the same file, with a review that runs, opened for reading only."""
    room.begin()
    room.keys(K.Key_1, K.Key_Return)
    workspace = open_workspace(room.workspace.path, read_only=True, clock=room.clock)
    session, tasks = Session(workspace), Tasks()
    window = QWidget()
    qtbot.addWidget(window)
    page = ReviewPage(session, tasks, Figures(workspace), theme, formats)
    QVBoxLayout(window).addWidget(page)
    window.resize(1440, 900)
    window.show()
    page.begin()
    qtbot.waitUntil(lambda: tasks.is_idle and not page.walk.is_reading)
    yield page
    tasks.stop()
    workspace.close()


def test_a_file_for_reading_only_shows_the_review_and_decides_nothing(reading: ReviewPage) -> None:
    pad = reading.walk.pad
    assert pad.hint.text() == "the file is open for reading only"
    assert not any(card.isEnabled() for card in pad.cards.cards)
    assert not pad.skip.isEnabled()
    pad.take_key(K.Key_1)
    assert pad.chosen is None


@pytest.fixture
def past(room: Room, theme: Theme, formats: Formats, qtbot: QtBot) -> Iterator[PastReviewsPage]:
    page = PastReviewsPage(room.session, room.tasks, theme, formats)
    qtbot.addWidget(page)
    page.resize(1200, 800)
    yield page
    room.tasks.stop()


def test_past_reviews_tell_whether_each_decision_was_kept(room: Room, past: PastReviewsPage) -> None:
    walk_to_the_end(room)
    first = room.titles[0]
    finish(room)
    past.show()
    room.wait(lambda: bool(past.rows))
    assert [(row.kept.line.title, row.kept.kept) for row in past.rows] == [(first, Kept.NOT_YET)]
    step = room.number("select max(id) from activity where deal_id = ?", room.deals[first])
    assert isinstance(step, int)
    finish_activity(room.workspace, step, at=room.session.now(), result="Reached")
    room.settle()
    assert past.rows[0].kept.kept is Kept.YES
    assert "Kept so far: 1 of 1 decision." in past.sentence.text()
    asked: list[object] = []
    past.report_asked.connect(asked.append)
    past.minutes.click()
    assert len(asked) == 1


def test_without_a_past_review_the_screen_says_how_to_begin_one(room: Room, past: PastReviewsPage) -> None:
    past.show()
    assert past.empty.isVisible()
    assert not past.minutes.isEnabled()
    assert not past.list.isVisible()
