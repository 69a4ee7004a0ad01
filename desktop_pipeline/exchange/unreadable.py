"""The one error of reading a cell."""


class UnreadableError(ValueError):
    """A cell cannot be read as what its column holds; `str()` is the reason, as in “not a date”."""
