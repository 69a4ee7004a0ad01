import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline.domain.hygiene import NextStep, Pace
from desktop_pipeline.domain.money import Money
from desktop_pipeline.queries.board_cards import DealCard, PlacedCard
from desktop_pipeline.ui.board.card_face import CardFace, CardState
from desktop_pipeline.ui.board.payload import MIME, Payload
from desktop_pipeline.ui.board.stage_cards import FIRST_PAGE, PAGE, CardRole, StageCards
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme
from tests.painted_texts import read_texts

ROOT = QModelIndex()


def card(deal_id: int, title: str = "") -> DealCard:
    return DealCard(
        deal_id=deal_id,
        stage_id=1,
        title=title or f"Deal {deal_id}",
        organisation=None,
        value=Money(deal_id * 100, "EUR"),
        owner=None,
        days_in_stage=3,
        pace=Pace.USUAL,
        next_step=NextStep.NONE,
        next_kind=None,
        next_due_on=None,
        next_due_at=None,
        labels=(),
    )


class Shelf:
    """Stands for the query: pages of whatever is on it."""

    def __init__(self, cards: Sequence[DealCard]) -> None:
        self.cards = list(cards)
        self.reads: list[tuple[int, int]] = []

    def read(self, offset: int, limit: int) -> list[DealCard]:
        self.reads.append((offset, limit))
        return self.cards[offset : offset + limit]


def open_model(shelf: Shelf) -> tuple[StageCards, QAbstractItemModelTester]:
    model = StageCards(shelf.read, lambda shown: f"card of {shown.title}", Payload())
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.refresh(len(shelf.cards))
    return model, tester


def test_a_stage_is_read_page_by_page(qapp: QApplication) -> None:
    shelf = Shelf([card(number) for number in range(1, 251)])
    # Without the tester, which itself fetches all there is.
    model = StageCards(shelf.read, lambda shown: shown.title, Payload())
    model.refresh(250)
    assert (model.rowCount(), model.total) == (FIRST_PAGE, 250)
    while model.canFetchMore(ROOT):
        model.fetchMore(ROOT)
    assert model.loaded_ids == list(range(1, 251))
    assert [limit for _offset, limit in shelf.reads] == [FIRST_PAGE] + [PAGE] * math.ceil((250 - FIRST_PAGE) / PAGE)


def test_fewer_rows_than_promised_end_the_reading(qapp: QApplication) -> None:
    shelf = Shelf([card(number) for number in range(1, FIRST_PAGE + 51)])
    model = StageCards(shelf.read, lambda shown: shown.title, Payload())
    model.refresh(FIRST_PAGE + 50)
    del shelf.cards[FIRST_PAGE:]
    model.fetchMore(ROOT)
    assert not model.canFetchMore(ROOT)


def test_a_card_answers_for_the_eye_and_for_the_ear(qapp: QApplication) -> None:
    model, _tester = open_model(Shelf([card(5, "Clinic")]))
    index = model.index(0)
    assert index.data() == "Clinic"
    assert index.data(CardRole) == card(5, "Clinic")
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "card of Clinic"


def test_the_model_takes_no_drop_of_its_own(qapp: QApplication) -> None:
    model, _tester = open_model(Shelf([card(5), card(6)]))
    mime = model.mimeData([model.index(1), model.index(0)])
    assert mime.formats() == [MIME]
    assert not model.canDropMimeData(mime, Qt.DropAction.MoveAction, 0, 0, ROOT)
    assert not model.dropMimeData(mime, Qt.DropAction.MoveAction, 0, 0, ROOT)
    assert model.loaded_ids == [5, 6]


def test_a_change_of_one_card_touches_one_row(qapp: QApplication) -> None:
    shelf = Shelf([card(number) for number in range(1, 6)])
    model, _tester = open_model(shelf)
    seen: list[int] = []
    model.dataChanged.connect(lambda first, last: seen.extend((first.row(), last.row())))
    shelf.cards[2] = replace(shelf.cards[2], title="Renamed")
    model.refresh(5)
    assert seen == [2, 2]


def test_what_stays_keeps_its_persistent_index(qapp: QApplication) -> None:
    shelf = Shelf([card(number) for number in range(1, 8)])
    model, _tester = open_model(shelf)
    kept = QPersistentModelIndex(model.index(5))
    shelf.cards = [card(99), shelf.cards[5], shelf.cards[0], shelf.cards[3]]
    model.refresh(4)
    assert (kept.row(), kept.data()) == (1, "Deal 6")


def test_another_filter_reads_the_first_page_only(qapp: QApplication) -> None:
    shelf = Shelf([card(number) for number in range(1, 151)])
    model = StageCards(shelf.read, lambda shown: shown.title, Payload())
    model.refresh(150)
    model.fetchMore(ROOT)
    model.start_again(150)
    assert model.loaded_ids == list(range(1, FIRST_PAGE + 1))
    assert shelf.reads[-1] == (0, FIRST_PAGE)


def test_a_deal_that_comes_moves_or_goes_is_followed_without_reading(qapp: QApplication) -> None:
    shelf = Shelf([card(number) for number in range(1, 6)])
    model, _tester = open_model(shelf)
    kept = QPersistentModelIndex(model.index(3))
    shelf.reads.clear()
    model.follow(6, {4, 9}, [PlacedCard(card(4), 0), PlacedCard(card(9), 3)])
    assert model.loaded_ids == [4, 1, 2, 9, 3, 5]
    assert kept.row() == 0
    model.follow(5, {9}, [])
    assert (model.loaded_ids, model.total) == ([4, 1, 2, 3, 5], 5)
    assert shelf.reads == []


def test_a_deal_that_comes_below_the_loaded_rows_is_read_with_its_page(qapp: QApplication) -> None:
    shelf = Shelf([card(number) for number in range(1, 151)])
    model = StageCards(shelf.read, lambda shown: shown.title, Payload())
    model.refresh(150)
    shelf.cards.insert(100, card(999))
    model.follow(151, {999}, [PlacedCard(card(999), 100)])
    assert 999 not in model.loaded_ids
    while model.canFetchMore(ROOT):
        model.fetchMore(ROOT)
    assert model.loaded_ids == [each.deal_id for each in shelf.cards]


def test_an_emptied_stage_has_no_rows(qapp: QApplication) -> None:
    shelf = Shelf([card(1), card(2)])
    model, _tester = open_model(shelf)
    shelf.cards.clear()
    model.refresh(0)
    assert model.rowCount() == 0


@pytest.mark.usefixtures("qapp")
class TestAnyChange:
    @given(st.lists(st.lists(st.integers(1, 12), unique=True), min_size=1, max_size=6))
    def test_ends_with_the_rows_as_they_are_read(self, orders: list[list[int]]) -> None:
        shelf = Shelf([])
        model, _tester = open_model(shelf)
        for turn, order in enumerate(orders):
            shelf.cards = [card(number, f"{number} in turn {turn}") for number in order]
            model.refresh(len(order))
            assert [row.title for row in model.loaded] == [row.title for row in shelf.cards]


class _LowCard(QWidget):
    """The words of one card alone, beside its value `beside`."""

    def __init__(self, face: CardFace, shown: DealCard) -> None:
        super().__init__()
        self.beside = ""
        self._face, self._card = face, shown
        self.resize(216, 72)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._face.paint_words(QPainter(self), self._card, QRectF(self.rect()), CardState(beside=self.beside))


def test_of_a_name_without_room_a_low_card_leaves_no_lone_ellipsis(
    theme: Theme, formats: Formats, qtbot: QtBot
) -> None:
    face = CardFace(theme, formats, lambda: date(2026, 6, 9))
    face.compact = True
    low = _LowCard(face, replace(card(1), organisation="Tern Museum"))
    qtbot.addWidget(low)
    seen: list[list[str]] = []
    for length in range(4, 34):
        low.beside = "f" * length
        seen.append([text.text for text in read_texts(low)])
    assert any("Tern Museum" in texts for texts in seen)
    assert any(text.startswith("Ter") and text.endswith("…") for texts in seen for text in texts)
    assert not any(text.strip() in {"…", "T…"} for texts in seen for text in texts)
