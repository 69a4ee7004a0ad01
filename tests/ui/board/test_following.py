"""Whatever happens to deals, the board shows what the file says, though it reads only what was touched."""

import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions import Workspace, open_workspace
from desktop_pipeline.actions.activities import plan_activity
from desktop_pipeline.actions.deals import create_deal, delete_deals, lose_deals, move_deals, reopen_deal, win_deals
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.notes import add_note
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.domain.hygiene import NextStep
from desktop_pipeline.domain.money import Money
from desktop_pipeline.queries.board import read_board
from desktop_pipeline.queries.board_cards import CardQuestion
from desktop_pipeline.queries.board_order import read_lane
from desktop_pipeline.queries.lists import read_lost_reasons, read_pipelines, read_stages
from desktop_pipeline.storage.tables import Currency, CurrencyRate
from desktop_pipeline.ui.board.stage_cards import FIRST_PAGE
from desktop_pipeline.ui.board.stage_column import BoardColumn
from tests.ui.board.conftest import NOW, World

_STEPS = 25
Show = Callable[[Workspace], World]


@pytest.fixture
def many(workspace: Workspace) -> Workspace:
    """More deals in the first stage than are read at once, in three currencies, one of them without a rate."""
    stages = read_stages(workspace, read_pipelines(workspace)[0].row_id)
    with workspace.journal.change("Rates") as draft:
        known = dict(draft.rows("select code, id from currency"))
        for code in ("GBP", "CHF"):
            if code not in known:
                known[code] = draft.insert(Currency, code=code)
        draft.insert(CurrencyRate, currency=known["GBP"], from_on=NOW.date(), rate="1.17")
    values = (None, Money(12_345, "EUR"), Money(77_77, "GBP"), Money(900, "CHF"))
    for number in range(FIRST_PAGE + 30):
        stage = stages[0 if number < FIRST_PAGE + 20 else number % 5]
        create_deal(workspace, title=f"Deal {number}", stage_id=stage.row_id, at=NOW, value=values[number % 4])
    return workspace


@pytest.mark.parametrize("text", ["", "1", "deal 2"])
@pytest.mark.parametrize("seed", range(3))
def test_the_board_is_as_if_it_were_read_anew_after_each_change(
    many: Workspace, show_board: Show, seed: int, text: str
) -> None:
    world = show_board(many)
    world.page.toolbar.field.setText(text)
    world.page.toolbar.filter_changed.emit()
    chance = random.Random(seed)
    ids = [int(row[0]) for row in many.rows("select id from deal")]
    for _ in range(_STEPS):
        _change_something(world, chance, ids)
        _check(world)


def test_a_filter_reads_the_cards_in_sight_and_the_others_when_they_are_scrolled_to(
    many: Workspace, show_board: Show, qtbot: QtBot
) -> None:
    world = show_board(many)
    column, cards = world.column(0), world.column(0).list.cards
    world.page.toolbar.field.setText("deal")
    world.page.toolbar.filter_changed.emit()
    assert cards.rowCount() == column.cards_in_sight < FIRST_PAGE < cards.total
    last = column.list.visualRect(cards.index(cards.rowCount() - 1))
    # No card is missing where the eye is.
    assert last.bottom() >= column.list.viewport().height() - 1
    while cards.rowCount() < cards.total:
        qtbot.waitUntil(partial(_scroll_for_more, column, cards.rowCount()))
    _check(world)


def test_a_drop_paints_no_column_but_the_two(world: World, qtbot: QtBot) -> None:
    world.page.focus_board()
    # The weighted sums and how many deals move on come a moment after the first paint.
    qtbot.waitUntil(lambda: all(column.header.weighted_text() for column in _filled(world)) and world.tasks.is_idle)
    QApplication.processEvents()
    painted = _Painted()
    for column in world.page.canvas.columns:
        column.header.installEventFilter(painted)
        column.list.viewport().installEventFilter(painted)
    assert move_deals(world.workspace, [world.deal("Meeting pods")], world.column(1).stage_id, after=None, at=NOW)
    qtbot.waitUntil(lambda: len(painted.widgets) >= 4)
    touched = {part for place in (0, 1) for part in (world.column(place).header, world.column(place).list.viewport())}
    assert painted.widgets == touched


def _scroll_for_more(column: BoardColumn, count: int) -> bool:
    # The bar grows a moment after the rows came.
    bar = column.list.verticalScrollBar()
    bar.setValue(bar.maximum())
    return column.list.cards.rowCount() > count


def _filled(world: World) -> list[BoardColumn]:
    return [column for column in world.page.canvas.columns if column.list.cards.total]


class _Painted(QObject):
    """Keeps which of the watched widgets were painted."""

    def __init__(self) -> None:
        super().__init__()
        self.widgets: set[QObject] = set()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.widgets.add(watched)
        return False


def _change_something(world: World, chance: random.Random, ids: list[int]) -> None:
    workspace, now = world.workspace, world.session.now()
    some = chance.sample(ids, chance.choice((1, 1, 1, 2, 3)))
    stages = [column.stage_id for column in world.page.canvas.columns]
    # A closed deal cannot be moved, and there may be nothing to undo.
    acts: tuple[Callable[[], object], ...] = (
        lambda: move_deals(workspace, some, chance.choice(stages), after=None, at=now),
        lambda: move_deals(workspace, some[:1], chance.choice(stages), after=_neighbour(world, chance), at=now),
        lambda: edit_deal(workspace, some[0], at=now, value=chance.choice((None, Money(5, "GBP"), Money(7, "EUR")))),
        lambda: edit_deal(workspace, some[0], at=now, title=f"Deal {chance.randrange(99)}"),
        lambda: plan_activity(
            workspace,
            kind="call",
            subject="Call",
            at=now,
            deal_id=some[0],
            due_on=now.date() + timedelta(days=some[0] % 9),
        ),
        lambda: add_note(workspace, some[0], "They rang back", at=now),
        lambda: win_deals(workspace, some, at=now),
        lambda: lose_deals(workspace, some, reason_id=read_lost_reasons(workspace)[0].reason_id, at=now),
        lambda: reopen_deal(workspace, some[0], at=now),
        lambda: delete_deals(workspace, some, at=now),
        world.session.undo,
        world.session.undo,
        world.session.redo,
    )
    try:
        chance.choice(acts)()
    except PipelineError:
        return


def _neighbour(world: World, chance: random.Random) -> int | None:
    loaded = chance.choice(world.page.canvas.columns).list.cards.loaded_ids
    return chance.choice(loaded) if loaded else None


def _check(world: World) -> None:
    page, now, today = world.page, world.session.now(), world.session.today()
    fresh = read_board(world.workspace, page.filter(), today=today)
    assert page.board == fresh
    for shown, column in zip(page.canvas.columns, fresh.columns, strict=True):
        cards = shown.list.cards
        assert (shown.shown, cards.total) == (column, column.deals)
        question = CardQuestion(today, now, page.looks.order_of(shown.lane), page.looks.fields)
        first = read_lane(world.workspace, page.filter(), shown.lane, question, offset=0, limit=len(cards.loaded))
        assert list(cards.loaded) == first
        assert cards.rowCount() >= min(column.deals, 1)


def test_cards_follow_the_day_on_a_computer_that_is_never_turned_off(filled: Workspace, show_board: Show) -> None:
    world = show_board(filled)
    plan_activity(filled, subject="Ring", kind="call", deal_id=world.deal("Meeting pods"), due_on=NOW.date(), at=NOW)
    card = world.column(0).list.cards.loaded[0]
    assert (card.title, card.days_in_stage, card.next_step) == ("Meeting pods", 0, NextStep.TODAY)
    filled.now = lambda: NOW + timedelta(days=1)
    world.session.look()
    card = world.column(0).list.cards.loaded[0]
    assert (card.title, card.days_in_stage, card.next_step) == ("Meeting pods", 1, NextStep.LATE)


@pytest.fixture
def reader(filled: Workspace) -> Iterator[Workspace]:
    """The same file, open to read only."""
    with open_workspace(filled.path, read_only=True, clock=lambda: NOW) as opened:
        yield opened


def test_a_board_that_is_only_read_follows_who_writes(filled: Workspace, reader: Workspace, show_board: Show) -> None:
    world = show_board(reader)
    assert world.titles(1) == ["Showroom fit-out", "Standing desks"]
    delete_deals(filled, [world.deal("Standing desks")], at=NOW)
    world.session.look()
    assert world.titles(1) == ["Showroom fit-out"]
