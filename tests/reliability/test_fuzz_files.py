"""Fuzzed spreadsheets: whatever a file holds, a sentence or an import that is whole and can be taken back."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

# Not from fuzz_files: who imports it gives up the network for good.
ROOT = Path(__file__).resolve().parents[2]
OFTEN = 36
_PORTION = 500
_PORTIONS = 10


def run_files(count: int, first: int) -> tuple[Counter[str], list[str]]:
    """What came of each file, and what was wrong; a program that died goes on behind the file it died of."""
    came: Counter[str] = Counter()
    faults: list[str] = []
    number, end = first, first + count
    while number < end:
        command = [sys.executable, "-W", "error", "-m", "tests.reliability.fuzz_files", str(end - number), str(number)]
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
        last = number
        for line in ended.stdout.splitlines():
            if line.startswith("begin "):
                last = int(line.removeprefix("begin "))
            else:
                told = json.loads(line)
                came[told["came"].partition(",")[0]] += 1
                faults += [f"file {told['number']} ({told['how']}): {fault}" for fault in told["faults"]]
        if ended.returncode not in {0, 1}:
            faults.append(f"file {last}: the program died ({ended.returncode}): {ended.stderr[-2000:]}")
        elif ended.stderr:
            faults.append(f"before file {last}: {ended.stderr[-2000:]}")
        number = last + 1
    return came, faults


@pytest.mark.slow
@pytest.mark.parametrize(
    "portion", [pytest.param(0), *(pytest.param(part, marks=pytest.mark.long) for part in range(1, _PORTIONS))]
)
def test_a_fuzzed_file_gets_a_sentence_or_a_whole_import(portion: int, long_run: bool) -> None:
    count = _PORTION if long_run else OFTEN
    came, faults = run_files(count, portion * _PORTION)
    print(dict(came))
    assert faults == []
    assert came.total() == count
    assert came["written"] > count / 10
    assert came["refused"] > count / 20
    assert came["cancelled"]


def test_the_reading_process_may_not_ask_for_the_network(local_network: None) -> None:
    code = "import socket, tests.reliability.fuzz_files; socket.create_connection(('127.0.0.1', 9))"
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "something asked for the network" in ended.stderr
