"""Texts as they may stand in the cell of a spreadsheet: none that a program could take for a formula."""

_RISKY = ("=", "+", "-", "@", "\t", "\r")
_GUARD = "'"


def guard(text: str) -> str:
    """An apostrophe before what begins like a formula, or like a text that is guarded already."""
    return _GUARD + text if text.lstrip(_GUARD).startswith(_RISKY) else text
