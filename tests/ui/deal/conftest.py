from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions import Workspace
from desktop_pipeline.actions.deals import create_deal, move_deals
from desktop_pipeline.actions.notes import add_note
from desktop_pipeline.domain.money import Money
from desktop_pipeline.queries.deal import DealView, read_deal
from desktop_pipeline.queries.lists import read_stages
from desktop_pipeline.storage.tables import Activity, DealLabel, Label, LineItem, Owner, Product, Source
from desktop_pipeline.ui.deal.panel import DealPanel
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.motion import SLIDE_MS
from desktop_pipeline.ui.widgets.text_field import TextField
from tests.made_once import new_workspace
from tests.workspaces import Clock

NOW = datetime(2026, 6, 9, 9, 12, tzinfo=UTC)


@dataclass
class World:
    panel: DealPanel
    window: QWidget
    home: QWidget
    session: Session
    clock: Clock
    deal_id: int
    stages: dict[str, int]
    chances: dict[int, float] = field(default_factory=dict)

    @property
    def workspace(self) -> Workspace:
        return self.session.workspace

    def view(self, deal_id: int | None = None) -> DealView:
        view = read_deal(self.workspace, deal_id or self.deal_id, today=self.session.today())
        assert view is not None
        return view

    def type_into(self, typed: TextField, text: str, key: Qt.Key | None = Qt.Key.Key_Return) -> None:
        """As a person does: Enter on the field, the text over what stood there, and the key that leaves it."""
        typed.setFocus()
        QTest.keyClick(typed, Qt.Key.Key_Return)
        assert typed.editor is not None
        typed.editor.selectAll()
        # keyClicks knows no € sign: the text arrives as a paste does.
        typed.editor.insert(text)
        if key is not None:
            assert typed.editor is not None
            QTest.keyClick(typed.editor, key)

    def content(self) -> list[tuple[object, ...]]:
        """Everything that an edit of a deal could touch."""
        rows: list[tuple[object, ...]] = []
        for table in ("deal", "history_event", "organisation", "person", "deal_person", "note"):
            # The names are our own.
            rows += self.workspace.rows(f"select '{table}', * from {table} order by id")  # noqa: S608
        return rows


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def workspace(tmp_path: Path, clock: Clock) -> Iterator[Workspace]:
    workspace = new_workspace(
        tmp_path / "joinery.pipeline", template="meeting", owner="Amara Eze", clock=clock, who="Amara"
    )
    yield workspace
    workspace.close()


@pytest.fixture
def world(workspace: Workspace, clock: Clock, theme: Theme, formats: Formats, qtbot: QtBot) -> Iterator[World]:
    stages = {stage.name: stage.row_id for stage in read_stages(workspace, 1)}
    deal_id = fill(workspace, stages)
    session = Session(workspace)
    window = QWidget()
    qtbot.addWidget(window)
    home = QWidget(window)
    chances: dict[int, float] = {}
    panel = DealPanel(session, theme, formats, chances.get, home)
    world = World(panel, window, home, session, clock, deal_id, stages, chances)
    show_window(world, qtbot, 1440, 900)
    panel.show_deal(deal_id)
    panel._slide.setCurrentTime(SLIDE_MS)
    yield world
    window.close()


def show_window(world: World, qtbot: QtBot, width: int, height: int) -> None:
    world.window.resize(width, height)
    world.home.setGeometry(168, 26, width - 168, height - 50)
    world.window.show()
    world.window.activateWindow()
    qtbot.waitExposed(world.window)
    qtbot.waitUntil(lambda: QApplication.activeWindow() is world.window)


def fill(workspace: Workspace, stages: dict[str, int]) -> int:
    """The deal of the picture, in Meeting for eleven days."""
    deal_id = create_deal(
        workspace,
        title="Clinic refurbishment, phase 2",
        stage_id=stages["Lead In"],
        at=NOW - timedelta(days=28),
        organisation="Copperline Clinics",
        person="Ines Calloway",
        value=Money(3_450_000, "EUR"),
        owner_id=1,
        expected_close_on=date(2026, 9, 18),
    )
    move_deals(workspace, [deal_id], stages["Qualified"], after=None, at=NOW - timedelta(days=22))
    move_deals(workspace, [deal_id], stages["Meeting"], after=None, at=NOW - timedelta(days=11))
    with workspace.journal.change("Lists", sealed=True) as draft:
        draft.insert(Owner, name="Kenji <i>Mori</i>")
        draft.insert(Source, name="Referral")
        draft.insert(DealLabel, deal=deal_id, label=draft.insert(Label, name="Priority"))
        for name, quantity, amount in (("Treatment-room unit", 8, 1_960_000), ("Fitting, days", 6, 1_490_000)):
            product = draft.insert(Product, name=name, name_key=name.casefold())
            draft.insert(LineItem, deal=deal_id, product=product, quantity=quantity, amount=amount)
        draft.insert(
            Activity, deal=deal_id, kind="call", subject="Call Ines about the budget", due_on=date(2026, 6, 11)
        )
        draft.insert(Activity, deal=deal_id, kind="call", subject="First talk", done_at=NOW - timedelta(days=14))
        draft.insert(Activity, deal=deal_id, kind="email", subject="Measurements", done_at=NOW - timedelta(days=4))
    add_note(workspace, deal_id, "Wants oak fronts.\nUp to €38k.", at=NOW)
    return deal_id
