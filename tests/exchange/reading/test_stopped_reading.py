"""A reading process that ends too early: whether the file or the system is told to be the cause."""

import os
import signal
import sys
from multiprocessing.connection import Connection

import pytest

from desktop_pipeline.exchange.reading.workbooks import Reading
from desktop_pipeline.exchange.unreadable import UnreadableFileError


@pytest.mark.skipif(sys.platform == "win32", reason="there are no signals")
@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM"])
def test_a_reading_that_the_system_ends_says_nothing_bad_of_the_file(name: str) -> None:
    with pytest.raises(UnreadableFileError, match=r"^was not read to its end: the system stopped the reading"):
        Reading(end_by, (int(signal.Signals[name]),)).read(lambda _rows: None)


def test_a_reading_that_breaks_by_itself_does() -> None:
    with pytest.raises(UnreadableFileError, match=r"^is damaged"):
        Reading(end_with, (3,)).read(lambda _rows: None)


def test_a_pipe_that_says_early_that_its_other_end_is_gone_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows, where asking whether something has come fails once the sender has ended."""

    def break_off(_connection: Connection, _seconds: float = 0) -> bool:
        raise BrokenPipeError(109, "The pipe has been ended")

    monkeypatch.setattr(Connection, "poll", break_off)
    assert Reading(say_what_it_is, ()).read(lambda _rows: None).kind == "text"
    with pytest.raises(UnreadableFileError, match=r"^is damaged"):
        Reading(end_with, (3,)).read(lambda _rows: None)


def say_what_it_is(connection: Connection) -> None:
    connection.send(("kind", "text"))
    connection.send(("end",))


def end_by(number: int, _connection: Connection) -> None:
    os.kill(os.getpid(), number)


def end_with(code: int, _connection: Connection) -> None:
    os._exit(code)
