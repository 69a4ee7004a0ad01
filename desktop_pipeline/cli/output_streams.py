"""Where a command prints: into narrow terminals, into pipes that are closed early, or where nobody listens at all."""

import io
import os
import sys
from typing import TextIO


class _PatientFile(io.FileIO):
    """Leads nowhere once its reader has gone (`| head`) or its disk is full: the command does its work to the end."""

    lost: OSError | None = None

    def write(self, data: "io.ReadableBuffer", /) -> int:  # type: ignore[name-defined]  # known to the stubs alone
        try:
            return super().write(data)
        except OSError as error:
            self.lost = error
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self.fileno())
            os.close(nowhere)
            return len(memoryview(data))


def settle_streams(*, is_json: bool) -> None:
    """Makes the streams take whatever is printed; JSON is UTF-8 everywhere."""
    sys.stdout, sys.stderr = _settle(sys.stdout, sys.__stdout__), _settle(sys.stderr, sys.__stderr__)
    if is_json and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")


def end_output() -> None:
    """Raises OSError where something could not be printed; a reader that has gone had what it wanted."""
    sys.stdout.flush()
    raw = getattr(getattr(sys.stdout, "buffer", None), "raw", None)
    if isinstance(raw, _PatientFile) and raw.lost is not None and not isinstance(raw.lost, BrokenPipeError):
        raise raw.lost


def _settle(stream: TextIO | None, own: TextIO | None) -> TextIO:
    if stream is None:  # closed at the start (`>&-`, a scheduler)
        return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 - it lives as long as the program
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    if stream is own and not stream.isatty():
        stream.flush()
        file = _PatientFile(stream.fileno(), "w", closefd=False)
        stream = io.TextIOWrapper(io.BufferedWriter(file), encoding=stream.encoding, errors=stream.errors)
    # What a terminal cannot show becomes a question mark
    stream.reconfigure(errors="replace")
    return stream
