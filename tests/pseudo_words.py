"""A language nobody speaks: every text of ours two fifths longer, with accents, between brackets that show a cut."""

import re

from PySide6.QtCore import QTranslator

OPENING, CLOSING = "[", "]"
_LONGER = 0.4
_ACCENTS = str.maketrans("aceinouyACEINOUY", "àćéíñöúýÀĆÉÍÑÖÚÝ")
# Places for values, counts, mnemonics, markup and what stands behind a tab (the keys of a menu) stay as they are.
_KEPT = re.compile(r"\{[^{}]*\}|%L?n|%\d|&&|&(?=\w)|<[^<>]*>|\(\*[^()]*\)|\t.*")


class PseudoTranslator(QTranslator):
    """Install it on the application before the window is made."""

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's name
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        # Qt's own texts (key names, its dialogs) are read again by Qt.
        return source if context[:1] == "Q" and context[1:2].isupper() else lengthen(source)


def lengthen(text: str) -> str:
    """The text in that language: “Board” is “[Bööàrd]”, and places for values are kept."""
    if not any(letter.isalpha() for letter in _KEPT.sub("", text)):
        return text
    parts, start, due = [], 0, 0.0
    for kept in (*_KEPT.finditer(text), None):
        plain = text[start : kept.start() if kept else len(text)]
        for letter in plain:
            parts.append(letter)
            due += _LONGER if not letter.isspace() else 0
            if due >= 1 and letter.isalpha():
                parts.append(letter)
                due -= 1
        if kept is not None:
            parts.append(kept.group())
            start = kept.end()
    longer = [part if _KEPT.fullmatch(part) else part.translate(_ACCENTS) for part in parts]
    whole, tab, keys = "".join(longer).partition("\t")
    return f"{OPENING}{whole}{CLOSING}{tab}{keys}"
