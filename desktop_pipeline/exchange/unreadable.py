"""The two errors of reading: of a cell, and of a whole file."""


class UnreadableError(ValueError):
    """A cell cannot be read as what its column holds; `str()` is the reason, as in “not a date”."""


class UnreadableFileError(ValueError):
    """A file is not opened or makes no sense; `str()` says why, to stand behind its name."""


def protected() -> UnreadableFileError:
    """Nobody but its owner can read it."""
    return UnreadableFileError("is password protected. Save it without a password and try again")


def damaged() -> UnreadableFileError:
    """It is not what it should be."""
    return UnreadableFileError("is damaged and cannot be read")


def too_large() -> UnreadableFileError:
    """It would take more memory or time than a spreadsheet may."""
    return UnreadableFileError("is too large to read safely")


def stopped() -> UnreadableFileError:
    """Nothing is wrong with it, as far as anybody knows."""
    return UnreadableFileError(
        "was not read to its end: the system stopped the reading, perhaps for want of memory. Try again"
    )
