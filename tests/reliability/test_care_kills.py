from pathlib import Path

import pytest

from tests.reliability.care_kills import KINDS, prepare_trial
from tests.reliability.killing import run_kills


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_program_killed_while_it_cares_loses_no_file_and_no_backup(kind: str, tmp_path: Path, long_run: bool) -> None:
    tally = run_kills(prepare_trial(kind, tmp_path / "start"), 50 if long_run else 4)
    print(f"{kind}: {tally}")
    assert tally.faults == []
    assert tally.announced
