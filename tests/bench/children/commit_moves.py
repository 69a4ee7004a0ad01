"""Moves deals of a workspace one by one, each followed by one fsync of 4 KiB beside the file."""

import json
import os
import sys
from pathlib import Path
from time import perf_counter

from desktop_pipeline.actions import Workspace, open_workspace
from desktop_pipeline.actions.deals import move_deals

_PAGE = b"\0" * 4096


def time_move(workspace: Workspace, deal_id: int, stage_id: int) -> float:
    """Milliseconds until the move is safely on the disk."""
    started = perf_counter()
    assert move_deals(workspace, [deal_id], stage_id, after=None, at=workspace.now())
    return (perf_counter() - started) * 1e3


def time_fsync(file: int) -> float:
    """Milliseconds to append a page to a file and have it on the disk."""
    started = perf_counter()
    os.write(file, _PAGE)
    os.fsync(file)
    return (perf_counter() - started) * 1e3


def list_moves(workspace: Workspace, count: int) -> list[tuple[int, int]]:
    """Deals from all over the stages, each with the stage after its own."""
    stages = [row[0] for row in workspace.rows("select id from stage where is_open order by position")]
    deals = workspace.rows(
        "select id, stage_id from deal where status = 'open' and deleted_at is null and stage_id <> ? order by id",
        (stages[-1],),
    )
    step = len(deals) // count
    return [(deal_id, stages[stages.index(stage_id) + 1]) for deal_id, stage_id in deals[::step][:count]]


def measure(path: Path, count: int) -> dict[str, list[float]]:
    """The moves, each to the top of the next stage, by turns with the pages."""
    commits, fsyncs = [], []
    page_file = path.with_suffix(".page")
    file = os.open(page_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    with open_workspace(path) as workspace:
        workspace.journal.lengthen_log()  # as the window does when it is idle after the start
        for deal_id, stage_id in list_moves(workspace, count):
            commits.append(time_move(workspace, deal_id, stage_id))
            fsyncs.append(time_fsync(file))
    os.close(file)
    return {"commit": commits, "fsync": fsyncs}


print(json.dumps(measure(Path(sys.argv[1]), int(sys.argv[2]))), flush=True)
