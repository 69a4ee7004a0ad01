"""The least that a drop on a painted board can take: two plain lists with the same cards and the same delegate."""

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QWidget

from desktop_pipeline.actions import Workspace, open_workspace
from desktop_pipeline.app import make_application
from desktop_pipeline.domain.hygiene import Pace
from desktop_pipeline.queries.board import read_board
from desktop_pipeline.queries.board_cards import CardQuestion, DealCard
from desktop_pipeline.queries.board_filter import BoardFilter
from desktop_pipeline.queries.board_lanes import stage_lane
from desktop_pipeline.queries.board_order import read_lane
from desktop_pipeline.queries.lists import read_pipelines
from desktop_pipeline.ui.board.card_delegate import CardDelegate
from desktop_pipeline.ui.board.card_face import CardFace
from desktop_pipeline.ui.board.stage_cards import CardRole
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme
from tests.bench.children.windows import WINDOW, Watch, pass_time, process_events, time_until_painted

_MOVES = 5
_CARDS = 50
# As the program's drops do, each begins after a while in which nothing was done.
_PAUSE_SECONDS = 0.15
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class PlainCards(QAbstractListModel):
    """A list of cards in memory."""

    def __init__(self, cards: list[DealCard]) -> None:
        super().__init__()
        self.cards = cards

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.cards)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return self.cards[index.row()] if role == CardRole else None

    def take(self, row: int) -> DealCard:
        """Removes a row."""
        self.beginRemoveRows(QModelIndex(), row, row)
        card = self.cards.pop(row)
        self.endRemoveRows()
        return card

    def put(self, row: int, card: DealCard) -> None:
        """Inserts a row."""
        self.beginInsertRows(QModelIndex(), row, row)
        self.cards.insert(row, card)
        self.endInsertRows()


def read_columns(workspace: Workspace) -> list[list[DealCard]]:
    """The first cards of every column."""
    board_filter = BoardFilter(read_pipelines(workspace)[0].row_id)
    today, now = workspace.today(), workspace.now()
    board = read_board(workspace, board_filter, today=today)
    return [
        read_lane(
            workspace, board_filter, stage_lane(column.stage_id), CardQuestion(today, now), offset=0, limit=_CARDS
        )
        for column in board.columns
    ]


def show_lists(models: list[PlainCards], delegate: CardDelegate) -> tuple[QWidget, list[QListView]]:
    """A window as large as the program's, with a list for each column."""
    window = QWidget()
    layout = QHBoxLayout(window)
    views = []
    for model in models:
        view = QListView()
        view.setModel(model)
        view.setItemDelegate(delegate)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setUniformItemSizes(True)
        layout.addWidget(view)
        views.append(view)
    window.resize(WINDOW)
    window.show()
    process_events()
    return window, views


def move_cards(models: list[PlainCards], views: list[QListView]) -> Iterator[float]:
    """Takes the first card of one list after the other into the next one, where it shows its new age."""
    for move in range(_MOVES):
        start, end = models[move % len(models)], models[(move + 1) % len(models)]
        watch = Watch([views[models.index(model)].viewport() for model in (start, end)])

        def drop(start: PlainCards = start, end: PlainCards = end) -> None:
            moved = replace(start.take(0), stage_id=end.cards[0].stage_id, days_in_stage=0, pace=Pace.USUAL)
            end.put(2, moved)

        pass_time(_PAUSE_SECONDS)
        yield time_until_painted(drop, watch)


app = make_application()
theme = Theme(parent=app)
theme.apply(app, "light")
with open_workspace(Path(sys.argv[1]), read_only=True) as workspace:
    formats = Formats(zone=workspace.zone)
    models = [PlainCards(cards) for cards in read_columns(workspace)]
    delegate = CardDelegate(CardFace(theme, formats, workspace.today))
    window, views = show_lists(models, delegate)
    print(json.dumps({"drop": list(move_cards(models, views))}), flush=True)
    window.close()
