from pathlib import Path

import pytest

from tests.reliability.killing import run_kills
from tests.reliability.kills import KINDS, SHARE_INSIDE, prepare


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_killed_program_leaves_each_change_whole_or_not_at_all(kind: str, tmp_path: Path, long_run: bool) -> None:
    kills = 50 if long_run else 5
    tally = run_kills(prepare(kind, tmp_path / "start"), kills, inside=SHARE_INSIDE)
    print(f"{kind}: {tally}")
    assert tally.faults == []
    assert tally.kills >= kills
    assert tally.inside >= SHARE_INSIDE * kills
    assert tally.announced
