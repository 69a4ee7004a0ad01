"""The review in all its states: before, on the way, at the end, and those of before."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop_pipeline.domain.reviews import Decision
from desktop_pipeline.ui.review.past_page import PastReviewsPage
from desktop_pipeline.ui.review.review_page import ReviewPage

if TYPE_CHECKING:
    from tests.gallery import Stage

Shots = Iterator[tuple[str, QWidget]]
_CHOICES = (
    (Qt.Key.Key_1, "keep"),
    (Qt.Key.Key_2, "re-engage"),
    (Qt.Key.Key_3, "back"),
    (Qt.Key.Key_4, "lost"),
    (Qt.Key.Key_5, "snooze"),
    (Qt.Key.Key_W, "won"),
)


def shoot_review(stage: "Stage") -> Shots:
    """Before the first deal, at a deal with each choice, paused, at the end, and afterwards."""
    stage.enter()
    stage.page.go_to("review")
    page = stage.page.screens.screen("review").widget
    assert isinstance(page, ReviewPage)
    stage.wait(lambda: page.planned is not None)
    yield "review-before", stage.window
    page.open_rules()
    yield from stage.dialog("review-rules")
    page.begin()
    walk = page.walk
    stage.wait(lambda: not walk.is_reading)
    yield "review-deal", stage.window
    for key, name in _CHOICES:
        walk.focus_walk()
        QTest.keyClick(walk, key)
        stage.settle()
        if walk.pad.chosen is not None:
            yield f"review-{name}", stage.window
    _decide(stage, page)
    walk.focus_walk()
    walk.pad.choose(Decision.RE_ENGAGE)
    walk.focus_walk()
    stage.settle()
    yield "review-half-way", stage.window
    page.pause()
    stage.settle()
    yield "review-paused", stage.window
    page.end()
    stage.settle()
    yield "review-end", stage.window
    page.closing.submit()
    stage.wait(lambda: page.review is not None and page.review.finished_at is not None)
    yield "review-over", stage.window
    stage.page.go_to("past reviews")
    past = stage.page.screens.screen("past reviews").widget
    assert isinstance(past, PastReviewsPage)
    stage.wait(lambda: bool(past.rows))
    yield "review-past", stage.window


def _decide(stage: "Stage", page: ReviewPage) -> None:
    """Three deals, each in another way."""
    walk = page.walk
    for decision in (Decision.KEEP, Decision.MOVE_BACK, Decision.LOST):
        stage.wait(lambda: not walk.is_reading)
        walk.pad.choose(decision)
        if decision is Decision.LOST:
            walk.pad.lost.reasons.choose(1)
        walk.deal.note.setText("Said in the meeting" if decision is Decision.KEEP else "")
        walk.save()
        if walk.pad.refusal.text():
            walk.skip()
        stage.settle()
    stage.wait(lambda: not walk.is_reading)
