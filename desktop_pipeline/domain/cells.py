"""Texts as they may stand in the cell of a spreadsheet: none that a program could take for a formula."""

_RISKY = ("=", "+", "-", "@", "\t", "\r")
_GUARD = "'"


def guard(text: str) -> str:
    """An apostrophe before what begins like a formula, or like a text that is guarded already."""
    return _GUARD + text if text.lstrip(_GUARD).startswith(_RISKY) else text


def unguard(text: str) -> str:
    """The text that was guarded; any other as it is."""
    return text[len(_GUARD) :] if text.startswith(_GUARD) and text.lstrip(_GUARD).startswith(_RISKY) else text


def is_risky(text: str) -> bool:
    """Whether a spreadsheet program could take the text for something else than a text."""
    return text.startswith((*_RISKY, _GUARD))
