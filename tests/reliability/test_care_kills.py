from pathlib import Path

import pytest

from tests.reliability.care_kills import KINDS, run_kills


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_program_killed_while_it_cares_loses_no_file_and_no_backup(kind: str, tmp_path: Path, long_run: bool) -> None:
    tally = run_kills(kind, 50 if long_run else 6, tmp_path)
    print(f"{kind}: {tally}")
    assert tally.faults == []
    assert tally.announced
