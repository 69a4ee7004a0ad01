"""The switch of the review stays where it is, whichever of its places is shown."""

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline.ui.hygiene.toolbar import HygieneToolbar
from desktop_pipeline.ui.review.toolbar import ReviewToolbar
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.review_switch import ReviewPlace, name_review


def show(bar: QWidget, width: int, qtbot: QtBot) -> None:
    qtbot.addWidget(bar)
    bar.resize(width, bar.height())
    bar.show()
    QApplication.processEvents()


def test_title_and_switch_stand_at_the_same_place_in_every_toolbar(theme: Theme, qtbot: QtBot) -> None:
    review = ReviewToolbar(theme)
    review.say(name_review(), "Weekly review, Tuesday 9 June")
    review.show_walk(walking=False, has_sheet=False)
    bars: list[ReviewToolbar | HygieneToolbar] = [
        review,
        HygieneToolbar(theme, ReviewPlace.CLEAN_UP),
        HygieneToolbar(theme, ReviewPlace.DATA),
    ]
    for bar in bars:
        show(bar, 1200, qtbot)
    assert {bar.title.text() for bar in bars} == {"Review"}
    assert len({bar.switch.x() for bar in bars}) == 1


def test_where_the_room_is_short_the_title_goes_and_comes_back(theme: Theme, qtbot: QtBot) -> None:
    bar = HygieneToolbar(theme, ReviewPlace.CLEAN_UP)
    show(bar, 1200, qtbot)
    assert bar.title.isVisible()
    bar.resize(560, bar.height())
    assert not bar.title.isVisible()
    bar.resize(1200, bar.height())
    assert bar.title.isVisible()
