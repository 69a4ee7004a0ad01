"""Errors a person is told about: one plain sentence each, with the exit code of the command line (CLI.md)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_pipeline.domain.gates import Criterion


class PipelineError(Exception):
    """Something the user must hear; `str()` is the sentence, `exit_code` what a command ends with."""

    exit_code = 2


class CannotOpenError(PipelineError):
    """A file cannot be opened or read: damaged, locked, protected, not a spreadsheet."""

    exit_code = 3


class DamagedError(CannotOpenError):
    """A workspace of ours whose content no longer fits together: a backup may help, or a rescue."""


class ClosingError(CannotOpenError):
    """The workspace is being closed, so nothing of it is read any more."""


class NotWritableError(CannotOpenError):
    """The workspace can be read where it lies, but not written to: a read-only disk, folder or file."""


class LockedError(CannotOpenError):
    """The workspace is open elsewhere; carries who has it."""

    def __init__(self, sentence: str, holder: str, since: str) -> None:
        super().__init__(sentence)
        self.holder = holder
        self.since = since


class RefusedError(PipelineError):
    """The request is understood and declined: newer schema, would overwrite, a conflict in the journal."""

    exit_code = 4


class ConflictError(RefusedError):
    """A past change cannot be taken back because later changes stand on the same rows; `rows` names them."""

    def __init__(self, sentence: str, rows: tuple[str, ...]) -> None:
        super().__init__(sentence)
        self.rows = rows


class InvalidError(PipelineError):
    """A value or an act that cannot be: an empty title, an unknown stage, a loss without its reason."""

    exit_code = 2


class NotFoundError(InvalidError):
    """A row that is named does not exist (any more)."""


class GateError(PipelineError):
    """A forward move or a win is stopped by required exit criteria; nothing was changed.

    `missing` is what is open, by the deal's id, `titles` the names of these deals; each is worth a line to the user.
    """

    exit_code = 1

    def __init__(
        self, sentence: str, missing: "Mapping[int, tuple[Criterion, ...]]", titles: Mapping[int, str]
    ) -> None:
        super().__init__(sentence)
        self.missing = missing
        self.titles = titles
