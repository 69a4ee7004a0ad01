"""Texts as a workbook can hold them: what XML forbids or is too long is told, never dropped in silence."""

import re

from desktop_pipeline.exchange.writing.out_tables import LONGEST_CELL

TOO_LONG = f"longer than {LONGEST_CELL:,} characters, cut"
FORBIDDEN = "characters that no workbook can hold, each replaced"
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)|\r")
_REPLACED = "\ufffd"
_CUT = "…"


def fit_text(text: str) -> tuple[str, str]:
    """The text as a cell can hold it, and what had to be done to it; nothing for nearly every text."""
    trouble = ""
    if not text.isprintable() and _FORBIDDEN.search(text):
        text, trouble = _FORBIDDEN.sub(_REPLACED, text), FORBIDDEN
    # Spreadsheet programs count in UTF-16
    if len(text) > LONGEST_CELL // 2 and _measure(text) > LONGEST_CELL:
        return _cut(text), TOO_LONG
    return text, trouble


def escape_text(text: str) -> str:
    """The text as it stands in the file: a carriage return, and what would be read as an escape, are escaped."""
    if "\r" in text or "_x" in text:
        return _ESCAPE.sub(lambda found: "_x000D_" if found[0] == "\r" else "_x005F_", text)
    return text


def _measure(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def _cut(text: str) -> str:
    room = LONGEST_CELL - len(_CUT)
    units = 0
    for place, character in enumerate(text):
        units += 2 if character > "\uffff" else 1
        if units > room:
            return text[:place] + _CUT
    return text
