"""A file that is there whole or not at all, written beside the window, and the folder that its parts wait in."""

import os
import secrets
import threading
from collections.abc import Generator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.domain.errors import RefusedError

_WAIT_SECONDS = 0.004


def storing(path: Path, content: bytes) -> Generator[None, None, None]:
    """Writes the file while others turn, replacing one of that name.

    Raises RefusedError where it cannot be written; then, and where it is given up, nothing is left behind and an older
    file stays.
    """
    # Beside the target, so that taking its place is one step of the file system.
    draft = path.with_name(f".{os.getpid()}-{secrets.token_hex(4)}.new")
    storage = _Storage(draft, content)
    storage.start()
    try:
        # However quick the disk is, there is a moment to give it up; a slow one must not keep the window.
        yield
        while storage.is_alive():
            storage.join(_WAIT_SECONDS)
            yield
        if not storage.is_done:
            raise cannot_write(path, storage.error) from storage.error
        draft.replace(path)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        storage.join()
        with suppress(OSError):
            draft.unlink()


class _Storage(threading.Thread):
    """Writes a file and waits until the disk has it."""

    def __init__(self, path: Path, content: bytes) -> None:
        super().__init__(name="report-file")
        self._path = path
        self._content = content
        self.is_done = False
        self.error: OSError | None = None

    def run(self) -> None:
        try:
            with self._path.open("xb") as stream:
                stream.write(self._content)
                stream.flush()
                os.fsync(stream.fileno())
            self.is_done = True
        except OSError as error:
            self.error = error


def cannot_write(path: Path, error: OSError | None) -> RefusedError:
    """What is said of a file that could not be written."""
    reason = f" ({error.strerror})" if error is not None and error.strerror else ""
    sentence = QCoreApplication.translate(
        "Report", "“{file}” could not be written{reason}. Choose another folder or name; nothing was changed."
    )
    return RefusedError(sentence.format(file=path, reason=reason))


def make_draft_folder() -> TemporaryDirectory[str]:
    """A folder for what is on its way to a file or a printer; raises RefusedError where this computer gives none."""
    try:
        return TemporaryDirectory(prefix="desktop-pipeline-draft-", ignore_cleanup_errors=True)
    except OSError as error:
        reason = f" ({error.strerror})" if error.strerror else ""
        sentence = QCoreApplication.translate(
            "Report",
            "The computer’s folder for passing files cannot be written to{reason}. Nothing was changed; save the report"
            " as PDF.",
        )
        raise RefusedError(sentence.format(reason=reason)) from error
