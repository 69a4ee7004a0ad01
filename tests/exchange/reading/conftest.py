"""The strange files of others, each read once in a process that measures."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

import desktop_pipeline
from tests.exchange.reading.strange import Read, Told


@pytest.fixture(scope="session")
def strange_files(data_folder: Path) -> Mapping[str, Told]:
    """Every file of `hostile/` and `encodings/` by its place in the folder of real data."""
    paths = sorted(path for folder in ("hostile", "encodings") for path in (data_folder / folder).glob("*/*"))
    source = Path(desktop_pipeline.__file__).parent.parent
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("measured.py"))],
        input="".join(f"{path}\n" for path in paths),
        env={**os.environ, "PYTHONPATH": str(source)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stderr == ""
    told = [json.loads(line) for line in done.stdout.splitlines()]
    return {path.relative_to(data_folder).as_posix(): each for path, each in zip(paths, told, strict=True)}


@pytest.fixture
def read(strange_files: Mapping[str, Told]) -> Read:
    """What came of the file at a place in the folder of real data."""
    return strange_files.__getitem__
