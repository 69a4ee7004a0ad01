"""The parent's side of reading a workbook: starts the reading process, bounds its time, puts its rows together."""

import multiprocessing
import pickle
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from desktop_pipeline.exchange.reading.encodings import Spelling
from desktop_pipeline.exchange.reading.packing import Packed, Unpacking
from desktop_pipeline.exchange.tables import Cell, PassedRow, Rows, SheetShape
from desktop_pipeline.exchange.unreadable import UnreadableFileError, damaged, protected, stopped, too_large

_LONGEST_SILENCE = 8.0
_LONGEST_READ = 60.0
ROWS_A_MESSAGE = 4000
# As many bytes of messages become rows while the reading process still holds the same; a sheet of 100,000 rows does
_HELD_TWICE = 24 << 20
# How often a reader who was told to stop is heard, in seconds
_BREATH = 0.1

# How a process ends that is refused memory: SIGABRT, or what Windows calls a fast failure
_OUT_OF_MEMORY = {-6, 0xC0000409}
# SIGKILL and SIGTERM, which come from the system or from somebody: never from a file
_STOPPED = {-9, -15}

Merge = tuple[tuple[int, int], tuple[int, int]]


class NoSuchSheetError(ValueError):
    """The workbook has no sheet of the `name` asked for; `names` are those it has."""

    def __init__(self, name: str, names: Sequence[str]) -> None:
        super().__init__()
        self.name = name
        self.names = names


@dataclass(slots=True)
class Sheet:
    """A worksheet; its rows where it was taken, and the rectangles of its merged cells (counted from 0).

    `colours`: what rows are painted in, `currencies`: what their numbers are shown in, by their numbers.
    """

    shape: SheetShape
    rows: Rows = field(default_factory=lambda: Rows([], []))
    merges: Sequence[Merge] = ()
    colours: Mapping[int, str] = field(default_factory=dict)
    currencies: Mapping[int, str] = field(default_factory=dict)


@dataclass(slots=True)
class Workbook:
    """What the reading process told of a file; `spelling` and `passed` of one that is a text."""

    kind: str = ""
    sheets: list[Sheet] = field(default_factory=list)
    spelling: Spelling | None = None
    passed: tuple[PassedRow, ...] = ()


class Reading:
    """A reading process under way: `read` tells what it reads, `stop` ends it at any time.

    It calls the target with these arguments and the end of a pipe.
    """

    def __init__(self, target: Callable[..., None], arguments: tuple[object, ...]) -> None:
        context = multiprocessing.get_context("spawn")
        self._receiver, sender = context.Pipe(duplex=False)
        self._process = context.Process(target=target, args=(*arguments, sender), daemon=True)
        self._process.start()
        sender.close()
        self._is_stopped = False

    def read(self, progress: Callable[[int], None]) -> Workbook:
        """The file, once; `progress` is told of rows several times a second, and what it raises ends the reading.

        Raises UnreadableFileError.
        """
        assembly = _Assembly()
        try:
            late = _receive(self._receiver, assembly, progress)  # type: ignore[arg-type,unused-ignore] # Windows has its own kind
            if not assembly.is_whole:
                self._process.join(_BREATH)
            ended = self._process.exitcode
        finally:
            self.stop()
        while late:
            assembly.take(late.popleft())
        if not assembly.is_whole:
            raise _explain_end(ended)
        return assembly.workbook

    def stop(self) -> None:
        if not self._is_stopped:
            self._is_stopped = True
            self._receiver.close()
            self._process.kill()
            self._process.join()
            self._process.close()


def begin_workbook(path: Path, wanted: Sequence[str] | None) -> Reading:
    """Of the worksheets of a file those that are `wanted` (None: that are visible) come with rows."""
    return Reading(_read_in_child, (str(path), wanted))


def read_cards(path: Path, encoding: str | None, progress: Callable[[int], None]) -> Workbook:
    """The cards of a vCard file as two sheets, of people and of companies, whose rows are numbered as their cards.

    As `Reading.read` otherwise.
    """
    return Reading(_read_cards_in_child, (str(path), encoding)).read(progress)


def read_clipboard(path: Path, progress: Callable[[int], None]) -> Workbook:
    """What was kept of a clipboard as one sheet; as `Reading.read` otherwise."""
    return Reading(_read_clipboard_in_child, (str(path),)).read(progress)


def _read_in_child(path: str, wanted: Sequence[str] | None, connection: Connection) -> None:
    from desktop_pipeline.exchange.reading import reader_child  # noqa: PLC0415 - only the child loads the reader

    reader_child.read_workbook(path, wanted, connection)


def _read_cards_in_child(path: str, encoding: str | None, connection: Connection) -> None:
    from desktop_pipeline.exchange.reading import vcards  # noqa: PLC0415 - only the child loads the reader

    vcards.read_cards(path, encoding, connection)


def _read_clipboard_in_child(path: str, connection: Connection) -> None:
    from desktop_pipeline.exchange.reading import clipboards  # noqa: PLC0415 - only the child loads the reader

    clipboards.send_rows(path, connection)


class _Assembly:
    """Puts together what the reading process sends."""

    def __init__(self) -> None:
        self.workbook = Workbook()
        self.is_whole = False
        self._numbers: list[int] = []
        self._columns: list[list[Cell]] = []
        self._unpackings: list[Unpacking] = []
        self._left = 0

    def take(self, message: bytes) -> None:
        kind, *told = pickle.loads(message)  # noqa: S301 - from our own process, as multiprocessing itself does it
        match kind:
            case "kind":
                self.workbook.kind = told[0]
            case "sheet":
                name, height, width, is_hidden, is_taken, self._left, merges = told
                shape = SheetShape(name, height, width, is_hidden, is_taken)
                self._numbers, self._columns, self._unpackings = [], [], []
                self.workbook.sheets.append(Sheet(shape, Rows(self._numbers, self._columns), merges))
            case "rows":
                self._take_rows(*told)
            case "colours":
                self.workbook.sheets[-1].colours = told[0]
            case "currencies":
                self.workbook.sheets[-1].currencies = told[0]
            case "text":
                encoding, others = told
                self.workbook.spelling = Spelling(encoding, others)
            case "passed":
                self.workbook.passed = tuple(map(PassedRow._make, told[0]))
            case "end":
                self.is_whole = True
            case _:
                raise _explain(kind, told)

    def _take_rows(self, numbers: Sequence[int], columns: Sequence[Packed]) -> None:
        if not self._columns:
            self._columns.extend([] for _ in range(self._left + len(columns)))
            self._unpackings = [Unpacking() for _ in columns]
        self._numbers.extend(numbers)
        for lead in self._columns[: self._left]:
            lead.extend((None,) * len(numbers))
        for column, packed, unpacking in zip(self._columns[self._left :], columns, self._unpackings, strict=True):
            column.extend(unpacking.unpack(packed))


def _receive(receiver: Connection, assembly: _Assembly, progress: Callable[[int], None]) -> deque[bytes]:
    """All messages; those beyond what both processes can hold at once are left for when the other one has ended."""
    late: deque[bytes] = deque()
    deadline = time.monotonic() + _LONGEST_READ
    received = 0
    messages = 0
    while True:
        _await(receiver, deadline, partial(progress, messages * ROWS_A_MESSAGE))
        try:
            message = receiver.recv_bytes()
        except (EOFError, OSError):
            # Ended, in the middle of a message perhaps: what arrived tells whether it was the end
            return late
        received += len(message)
        messages += 1
        if received > _HELD_TWICE:
            late.append(message)
        else:
            assembly.take(message)
            if assembly.is_whole:
                return late


def _await(receiver: Connection, deadline: float, breathe: Callable[[], None]) -> None:
    """Waits for the next message, and breathes meanwhile."""
    silent_until = min(time.monotonic() + _LONGEST_SILENCE, deadline)
    while True:
        breathe()
        try:
            if receiver.poll(_BREATH):
                return
        except OSError:
            # Windows says already here that the other end is gone; what reads next will hear it too
            return
        if time.monotonic() > silent_until:
            message = "takes too long to read"
            raise UnreadableFileError(message)


def _explain_end(code: int | None) -> UnreadableFileError:
    if code in _OUT_OF_MEMORY:
        return too_large()
    return stopped() if code in _STOPPED else damaged()


def _explain(kind: str, told: Sequence[object]) -> ValueError:
    match kind, *told:
        case "refused", str(why):
            return UnreadableFileError(why)
        case "no sheet", str(name), [*names]:
            return NoSuchSheetError(name, list(map(str, names)))
        case "protected", *_:
            return protected()
        case _:
            return damaged()
