"""How keys are named here: what is written as Ctrl+K in our texts is ⌘K on a Mac."""

import re
import sys

from PySide6.QtCore import QTranslator

# There the system hides the program by ⌘H
HISTORY_KEY = "Ctrl+Y" if sys.platform == "darwin" else "Ctrl+H"
_OF_MAC = {"Ctrl+Shift+": "⇧⌘", "Ctrl+": "⌘", "Ctrl": "⌘", "Alt+": "⌥", "Alt": "⌥", "Del": "⌫", "Shift+": "⇧"}
_KEYS = r"\b(?:Ctrl\+Shift\+|(?:Ctrl|Alt|Shift)\+|(?:Ctrl|Alt|Del)\b)"


class MacKeys(QTranslator):
    """Install it on the application before the window is made."""

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's name
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        # Qt reads its own names of keys again.
        return source if context == "QShortcut" else _name_for_mac(source)


def name_keys(text: str) -> str:
    """A text that tells of keys and is not translated, in the words of this system."""
    return _name_for_mac(text) if sys.platform == "darwin" else text


def _name_for_mac(text: str) -> str:
    return re.sub(_KEYS, lambda found: _OF_MAC[found[0]], text)
