"""The clock of a new lead on its card, in its panel and among what is to be done today."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, QSize
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions import Workspace
from desktop_pipeline.actions.activities import finish_activity, plan_activity
from desktop_pipeline.queries.board_cards import DealCard
from desktop_pipeline.ui.board.card_delegate import CardDelegate
from desktop_pipeline.ui.board.card_face import CardFace, CardState
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.lead_clock import timer_of
from tests.made_once import new_workspace
from tests.ui.board.conftest import NOW, World
from tests.workspaces import Clock

Show = Callable[[Workspace], World]


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def workspace(tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    workspace = new_workspace(tmp_path / "joinery.pipeline", template="five", clock=clock)
    with workspace.journal.change("Team") as draft:
        draft.execute("insert into owner (name, is_active) values ('Amara Eke', 1), ('Kenji Mori', 1)")
    yield workspace
    workspace.close()


def card(world: World, title: str = "Kitchen fronts") -> DealCard:
    cards = (card for column in world.page.canvas.columns for card in column.list.cards.loaded)
    return next(card for card in cards if card.title == title)


def spoken(world: World, title: str = "Kitchen fronts") -> str:
    found = card(world, title)
    return world.column(0).list.cards._describe(found)


def test_a_card_tells_how_long_its_lead_waits_until_somebody_called(world: World, clock: Clock) -> None:
    clock.pass_by(minutes=24)
    assert "waiting 24 min for the first contact" in spoken(world)
    clock.pass_by(minutes=41)
    assert "waiting 1 h 5 min for the first contact, the target of 1 h has passed" in spoken(world)
    activity = plan_activity(
        world.workspace, kind="call", subject="Call", at=clock(), deal_id=world.deal("Kitchen fronts")
    )
    assert card(world).clock is not None
    finish_activity(world.workspace, activity, at=clock())
    assert card(world).clock is None
    assert "waiting" not in spoken(world)
    world.session.undo()
    assert card(world).clock is not None


def test_the_timer_paints_the_card_anew_when_a_minute_has_passed(world: World, clock: Clock, qtbot: QtBot) -> None:
    world.page.canvas.columns[0].list.viewport().repaint()
    delegate, shown = world.page.delegate, card(world)
    size = QSize(231, delegate.row_height())
    before = delegate.picture(shown, size, CardState(), 1.0).toImage()
    clock.pass_by(seconds=20)
    assert delegate.picture(shown, size, CardState(), 1.0).toImage() == before
    clock.pass_by(minutes=7)
    with qtbot.waitSignal(timer_of(world.session).ticked, timeout=1000):
        timer_of(world.session).timer.timeout.emit()
    assert delegate.picture(shown, size, CardState(), 1.0).toImage() != before


def test_a_late_clock_is_red_and_one_in_time_petrol(theme: Theme, formats: Formats, world: World, clock: Clock) -> None:
    delegate = CardDelegate(CardFace(theme, formats, lambda: clock().date()), clock)

    def colours() -> set[str]:
        pixmap = delegate.picture(card(world), QSize(231, delegate.row_height()), CardState(), 1.0)
        row = delegate.card_rect(QRectF(pixmap.rect()))
        image = pixmap.toImage()
        right = range(round(row.right()) - 70, round(row.right()) - 8)
        line = range(round(row.top()) + 24, round(row.top()) + 44)
        return {image.pixelColor(x, y).name() for x in right for y in line}

    early = colours()
    clock.pass_by(hours=2)
    late = colours()
    red, petrol = theme.color("red").name(), theme.color("accent").name()
    assert petrol in early
    assert red not in early
    assert red in late
    assert petrol not in late


def test_spans_of_time_are_said_in_short(formats: Formats) -> None:
    minutes = (0, 1, 59, 60, 65, 359, 361, 1439, 1440, 4 * 1440)
    assert [formats.span(timedelta(minutes=each)) for each in minutes] == [
        *("0 min", "1 min", "59 min", "1 h", "1 h 5 min", "5 h 59 min", "6 h", "23 h", "1 d", "4 d")
    ]
    assert formats.span(timedelta(minutes=-3)) == "0 min"
