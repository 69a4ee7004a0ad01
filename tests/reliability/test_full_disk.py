"""A disk that is full at any point of a change of many rows: all of it is there, or a sentence and none of it."""

from collections import Counter
from pathlib import Path

import pytest

from tests.reliability.full_disk import run_limited
from tests.reliability.kills import digest, prepare, take_turn
from tests.workspaces import copy_file, open_desk, read_content

# What these changes write into the log, in bytes; room for up to twice as much is given.
LOG = 100_000


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["bulk-edit", "merge-people", "merge-organisations"])
def test_a_change_on_a_full_disk_is_whole_or_refused_and_goes_on_after(
    kind: str, tmp_path: Path, long_run: bool
) -> None:
    trial = prepare(kind, tmp_path / "start")
    ends: Counter[str] = Counter()
    points = 20 if long_run else 4
    for point in range(points):
        path = copy_file(trial.folder / trial.file, tmp_path / f"{point}.pipeline")
        limit = LOG * (point * 2 + 1) // points
        is_done = run_limited(kind, path, limit)
        ends["done" if is_done else "refused"] += 1
        with open_desk(path) as desk:
            assert desk.faults() == []
            assert digest(read_content(desk.workspace)) == trial.state(int(is_done)), limit
            if not is_done:
                take_turn(kind, desk, 0)
                assert digest(read_content(desk.workspace)) == trial.state(1)
    print(kind, dict(ends))
    assert ends["refused"]
    assert ends["done"]
