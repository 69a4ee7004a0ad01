"""The installed program as another process, the way a person at a terminal uses it."""

import os
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from desktop_pipeline.__main__ import main
from tests.children import FORKING

_PATIENCE = 240
_READ_AT_START = ("PYTHON", "LC_", "LANG")


@dataclass(frozen=True, slots=True)
class Run:
    """How a command ended and what it said."""

    code: int
    output: str
    errors: str


@contextmanager
def hearing(number: signal.Signals) -> Iterator[None]:
    """What is started meanwhile hears that signal, though this process be deaf to it.

    It may be: to SIGHUP under nohup, to SIGINT in the background of a shell.
    """
    handler = signal.signal(number, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(number, handler)


def run_program(
    *arguments: object, folder: Path | None = None, environment: dict[str, str] | None = None, afresh: bool = False
) -> Run:
    """Runs `desktop-pipeline` with these arguments, in a process forked from one that has loaded it.

    Started afresh by Python where that is asked for, or an environment is given that Python reads when it starts.
    """
    words, given = [*map(str, arguments)], environment or {}
    if not afresh and sys.platform == "linux" and not any(name.startswith(_READ_AT_START) for name in given):
        return _fork(words, folder, {**os.environ, **given})
    ended = subprocess.run(
        [sys.executable, "-m", "desktop_pipeline", *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=folder,
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONWARNINGS": "error", **given},
        timeout=_PATIENCE,
        check=False,
    )
    return Run(ended.returncode, ended.stdout, ended.stderr)


def _fork(words: Sequence[str], folder: Path | None, environment: Mapping[str, str]) -> Run:
    with TemporaryDirectory() as said:
        paths = [Path(said, stream) for stream in ("output", "errors")]
        child = FORKING.Process(target=_run_main, args=(words, folder, environment, paths))
        child.start()
        child.join(_PATIENCE)
        if child.exitcode is None:
            child.kill()
            message = f"still running after {_PATIENCE} s: {words}"
            raise TimeoutError(message)
        output, errors = (path.read_text("utf-8") if path.exists() else "" for path in paths)
        return Run(child.exitcode, output, errors)


def _run_main(words: Sequence[str], folder: Path | None, environment: Mapping[str, str], paths: Sequence[Path]) -> None:
    os.environ.clear()
    os.environ.update(environment)
    if sys.platform != "win32":
        time.tzset()
    for stream, path in ((sys.stdout, paths[0]), (sys.stderr, paths[1])):
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(file, stream.fileno())
        os.close(file)
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr] # a child has plain streams
    if folder is not None:
        os.chdir(folder)
    sys.argv = ["desktop-pipeline", *words]
    warnings.simplefilter("error")
    sys.exit(main())
