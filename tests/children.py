"""Programs at work beside the test, each forked from one that has loaded everything: loading takes a child longest."""

import importlib
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import TextIO

FORKING = multiprocessing.get_context("forkserver")
_LOADED = ("desktop_pipeline.__main__", "tests.commands_loaded")
FORKING.set_forkserver_preload(
    [*_LOADED, *(f"tests.reliability.{name}" for name in ("kills", "care_kills", "full_disk"))]
)


@contextmanager
def start_child(module: str, function: str, *arguments: object) -> Iterator[tuple[BaseProcess, TextIO]]:
    """A process of its own that calls the function, and all that it says; waits for its end."""
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
