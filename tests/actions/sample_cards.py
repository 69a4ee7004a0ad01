"""The day on which tests look at the sample company, and its cards."""

from datetime import UTC, date, datetime

from desktop_pipeline.actions import Workspace
from desktop_pipeline.queries.board import read_board
from desktop_pipeline.queries.board_cards import DealCard, read_cards
from desktop_pipeline.queries.board_filter import BoardFilter

TODAY = date(2026, 6, 9)  # the Tuesday of the pictures
MORNING = datetime(2026, 6, 9, 10, 15, tzinfo=UTC)


def read_all_cards(workspace: Workspace) -> dict[str, list[DealCard]]:
    board_filter = BoardFilter(1)
    board = read_board(workspace, board_filter, today=TODAY)
    return {
        column.name: read_cards(workspace, board_filter, column.stage_id, today=TODAY, now=MORNING, offset=0, limit=100)
        for column in board.columns
    }
