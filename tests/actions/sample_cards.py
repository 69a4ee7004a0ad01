"""The day on which tests look at the sample company, and its cards."""

from datetime import UTC, date, datetime

from desktop_pipeline.actions import Workspace
from desktop_pipeline.queries.board import read_board
from desktop_pipeline.queries.board_cards import CardQuestion, DealCard
from desktop_pipeline.queries.board_filter import BoardFilter
from desktop_pipeline.queries.board_lanes import stage_lane
from desktop_pipeline.queries.board_order import read_lane

TODAY = date(2026, 6, 9)  # the Tuesday of the pictures
MORNING = datetime(2026, 6, 9, 10, 15, tzinfo=UTC)


def read_all_cards(workspace: Workspace) -> dict[str, list[DealCard]]:
    board_filter = BoardFilter(1)
    board = read_board(workspace, board_filter, today=TODAY)
    question = CardQuestion(TODAY, MORNING)
    return {
        column.name: read_lane(workspace, board_filter, stage_lane(column.stage_id), question, offset=0, limit=100)
        for column in board.columns
    }
