"""Programs at work beside the test, each forked from one that has loaded everything: loading takes a child longest."""

import importlib
import multiprocessing
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import IO

if sys.platform == "linux":
    FORKING = multiprocessing.get_context("forkserver")
    _LOADED = ("desktop_pipeline.__main__", "tests.commands_loaded")
    FORKING.set_forkserver_preload(
        [*_LOADED, *(f"tests.reliability.{name}" for name in ("kills", "care_kills", "full_disk"))]
    )
else:
    # Windows forks nothing, and a Mac breaks off what was forked after its frameworks were loaded.
    FORKING = multiprocessing.get_context("spawn")
# How a child ends that was killed
KILLED = 1 if sys.platform == "win32" else -9


class Started(subprocess.Popen[str]):
    """A child that was not forked, with the words of one that was."""

    @property
    def exitcode(self) -> int | None:
        return self.poll()


@contextmanager
def start_child(module: str, function: str, *arguments: object) -> Iterator[tuple[BaseProcess | Started, IO[str]]]:
    """A process of its own that calls the function, and all that it says; waits for its end."""
    if sys.platform != "linux":
        command = [sys.executable, "-m", __name__, module, function, pickle.dumps(arguments).hex()]
        own = {**os.environ, "PYTHONUTF8": "1"}
        with Started(
            command, env=own, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
        ) as begun:
            assert begun.stdout is not None
            yield begun, begun.stdout
        return
    receiver, sender = FORKING.Pipe(duplex=False)
    child = FORKING.Process(target=_call, args=(sender, module, function, arguments))
    child.start()
    sender.close()
    with open(os.dup(receiver.fileno()), encoding="utf-8") as words:  # noqa: PTH123 - a pipe, no path
        receiver.close()
        yield child, words
        child.join()


def _call(sender: Connection, module: str, function: str, arguments: tuple[object, ...]) -> None:
    for stream in (1, 2):
        os.dup2(sender.fileno(), stream)
    sender.close()
    act: Callable[..., int | None] = getattr(importlib.import_module(module), function)
    sys.exit(act(*arguments))


if __name__ == "__main__":
    _module, _function, _arguments = sys.argv[1:]
    sys.exit(getattr(importlib.import_module(_module), _function)(*pickle.loads(bytes.fromhex(_arguments))))  # noqa: S301 - our own
