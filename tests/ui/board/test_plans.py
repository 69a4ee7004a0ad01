"""What the engine goes through for one deal: never all of them, in files of any size."""

import re

import apsw
import apsw.ext

from desktop_pipeline.actions.deals import move_deals, win_deals
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.notes import add_note
from desktop_pipeline.queries.board_gates import judge_move
from tests.gallery import Stage

# The rows of one deal are found by its id or by what hangs on it; these go through whole tables, or all open deals.
_WHOLE = re.compile(r"SCAN (d|deal|e|history_event)\b|INDEX deal_status")


def find_whole(connection: apsw.Connection, sql: str) -> list[str]:
    """The steps of a statement's plan that go through all deals or all history."""
    steps: list[str] = []

    def collect(step: "apsw.ext.QueryPlan | None") -> None:
        if step is not None:
            steps.append(step.detail)
            for inner in step.sub or ():
                collect(inner)

    collect(apsw.ext.query_info(connection, sql, explain_query_plan=True).query_plan)
    return [step for step in steps if _WHOLE.search(step)]


def test_what_follows_one_deal_asks_for_named_rows_by_their_ids(stage: Stage) -> None:
    workspace, board = stage.workspace, stage.page.board
    cards = [card for column in board.canvas.columns[:-1] for card in column.list.cards.loaded_ids[:2]]
    stages = [column.stage_id for column in board.canvas.columns]
    asked: set[str] = set()
    assert workspace._writer is not None
    connections = (workspace._connection, workspace._writer)
    for connection in connections:
        connection.trace_v2(apsw.SQLITE_TRACE_STMT, lambda told: asked.add(told["sql"]))
    stage.page.panel.show_deal(cards[1])
    stage.settle()
    judge_move(workspace, cards[:1], stages[-1])
    move_deals(workspace, cards[:1], stages[-1], after=None, at=stage.clock())
    edit_deal(workspace, cards[1], title="Larger oak table", at=stage.clock())
    add_note(workspace, cards[1], "They asked for oak.", at=stage.clock())
    win_deals(workspace, cards[2:3], at=stage.clock(), why="Agreed on the phone")
    stage.settle()
    for connection in connections:
        connection.trace_v2(0, None)
    # What may be proposed is asked for this deal alone.
    assert [sql for sql in asked if "e.close_on <= ?" in sql and "json_each(?" not in sql] == []
    named = sorted(sql for sql in asked if "json_each(?" in sql)
    assert len(named) > 5
    assert {sql: whole for sql in named if (whole := find_whole(workspace._connection, sql))} == {}
