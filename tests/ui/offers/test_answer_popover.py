from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.offers import OfferState
from desktop_pipeline.ui.offers.answer_popover import AnswerPopover
from tests.ui.offers.conftest import Counter
from tests.workspaces import read_content

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def ask(counter: Counter, offer: int, answer: OfferState = OfferState.ACCEPTED) -> AnswerPopover:
    line = counter.line(offer)
    return counter.block.acts.ask_answer(line.row, answer, line, can_win=True)


def test_it_is_asked_for_the_day_and_what_was_said(counter: Counter) -> None:
    offer = counter.send(days_ago=9)
    popover = ask(counter, offer, OfferState.DECLINED)
    assert popover.title.text() == "O-2026-001 was declined"
    assert popover.wins.isHidden()
    popover.note.setPlainText("Too dear")
    popover.when.choose(1)
    QTest.keyClick(popover.note, Qt.Key.Key_Return)
    row = counter.line(offer).row
    assert (row.state, row.decided_on, row.note) == (OfferState.DECLINED, date(2026, 6, 8), "Too dear")
    assert counter.world.view().status is DealStatus.OPEN


def test_another_day_is_picked_from_a_calendar(counter: Counter) -> None:
    popover = ask(counter, counter.send(days_ago=9))
    popover.when.choose(2)
    assert (popover.day, popover.when.taken) == (date(2026, 6, 9), 0)
    popover._take_day(date(2026, 6, 3))
    assert (popover.day, popover.when.taken, popover.when.text(2)) == (date(2026, 6, 3), 2, "Wed 3 Jun")
    popover._take_day(None)
    assert popover.day == date(2026, 6, 3)
    popover.close()


def test_a_day_before_it_was_sent_is_refused_and_nothing_happens(counter: Counter) -> None:
    offer = counter.send()
    before = read_content(counter.world.workspace)
    popover = ask(counter, offer)
    popover.when.choose(1)
    popover.submit()
    assert popover.error == "Offer O-2026-001 was sent on 2026-06-09; choose that day or a later one."
    popover.when.choose(0)
    assert popover.error == ""
    QTest.keyClick(popover.note, Qt.Key.Key_Escape)
    assert read_content(counter.world.workspace) == before


def test_the_deal_stays_open_where_that_is_wished(counter: Counter) -> None:
    offer = counter.send()
    popover = ask(counter, offer)
    popover.wins.setChecked(False)
    popover.keep.click()
    assert counter.state(offer) == "accepted"
    assert counter.world.view().status is DealStatus.OPEN


def test_tab_goes_from_the_note_to_the_button(counter: Counter) -> None:
    popover = ask(counter, counter.send())
    stops: list[QWidget] = [popover.note, popover.when, popover.wins, popover.leave, popover.keep]
    met: list[QWidget] = []
    stop: QWidget | None = popover.note
    while stop is not None and stop not in met:
        met.append(stop)
        stop = stop.nextInFocusChain()
    assert [stop for stop in met if stop in stops] == stops
    popover.close()
