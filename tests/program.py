"""The installed program as another process, the way a person at a terminal uses it."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Run:
    """How a command ended and what it said."""

    code: int
    output: str
    errors: str


def run_program(*arguments: object, folder: Path | None = None, environment: dict[str, str] | None = None) -> Run:
    """Runs `desktop-pipeline` with these arguments."""
    ended = subprocess.run(
        [sys.executable, "-m", "desktop_pipeline", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=folder,
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONWARNINGS": "error", **(environment or {})},
        timeout=240,
        check=False,
    )
    return Run(ended.returncode, ended.stdout, ended.stderr)
