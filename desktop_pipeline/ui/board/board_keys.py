"""The keys of the board: what is asked when one is pressed while a column has the focus."""

from enum import Enum, auto

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_PLAIN = Qt.KeyboardModifier.NoModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class Ask(Enum):
    """What a key asks the board to do with the focused or selected deals, or with the column that has the keys."""

    OPEN = auto()
    FOCUS_LEFT = auto()
    FOCUS_RIGHT = auto()
    SEND_LEFT = auto()
    SEND_RIGHT = auto()
    RAISE = auto()
    LOWER = auto()
    NEW = auto()
    WIN = auto()
    LOSE = auto()
    NOT_A_FIT = auto()
    DELETE = auto()
    CLEAR = auto()
    COLLAPSE = auto()
    EXPAND = auto()
    FILTER = auto()
    SELECT_ALL = auto()
    OWNER = auto()
    LABELS = auto()
    CLOSE_DATE = auto()
    VALUE = auto()
    ACTIVITY = auto()
    CADENCE = auto()
    WRITE = auto()
    COLUMN_LEFT = auto()
    COLUMN_RIGHT = auto()
    # Without a key of their own: from menus.
    PIPELINE = auto()
    RENAME_STAGE = auto()
    ADD_STAGE = auto()
    EDIT_STAGE = auto()
    REMOVE_STAGE = auto()
    SAVE_VIEW = auto()


_KEYS: dict[tuple[int, Qt.KeyboardModifier], Ask] = {
    (Qt.Key.Key_Return, _PLAIN): Ask.OPEN,
    (Qt.Key.Key_Enter, _PLAIN): Ask.OPEN,
    (Qt.Key.Key_Left, _PLAIN): Ask.FOCUS_LEFT,
    (Qt.Key.Key_Right, _PLAIN): Ask.FOCUS_RIGHT,
    (Qt.Key.Key_Left, _CTRL): Ask.SEND_LEFT,
    (Qt.Key.Key_Right, _CTRL): Ask.SEND_RIGHT,
    (Qt.Key.Key_Left, _CTRL_SHIFT): Ask.COLUMN_LEFT,
    (Qt.Key.Key_Right, _CTRL_SHIFT): Ask.COLUMN_RIGHT,
    (Qt.Key.Key_Up, _CTRL): Ask.RAISE,
    (Qt.Key.Key_Down, _CTRL): Ask.LOWER,
    (Qt.Key.Key_A, _CTRL): Ask.SELECT_ALL,
    (Qt.Key.Key_N, _PLAIN): Ask.NEW,
    (Qt.Key.Key_W, _PLAIN): Ask.WIN,
    (Qt.Key.Key_L, _PLAIN): Ask.LOSE,
    (Qt.Key.Key_X, _PLAIN): Ask.NOT_A_FIT,
    (Qt.Key.Key_O, _PLAIN): Ask.OWNER,
    (Qt.Key.Key_T, _PLAIN): Ask.LABELS,
    (Qt.Key.Key_D, _PLAIN): Ask.CLOSE_DATE,
    (Qt.Key.Key_A, _PLAIN): Ask.ACTIVITY,
    (Qt.Key.Key_C, _PLAIN): Ask.CADENCE,
    (Qt.Key.Key_F2, _PLAIN): Ask.VALUE,
    (Qt.Key.Key_Delete, _PLAIN): Ask.DELETE,
    (Qt.Key.Key_Backspace, _PLAIN): Ask.DELETE,  # a Mac calls it “delete”
    (Qt.Key.Key_Escape, _PLAIN): Ask.CLEAR,
    (Qt.Key.Key_BracketLeft, _PLAIN): Ask.COLLAPSE,
    (Qt.Key.Key_BracketRight, _PLAIN): Ask.EXPAND,
    (Qt.Key.Key_Slash, _PLAIN): Ask.FILTER,
}
# Typed with Shift, AltGr or on the number block on some keyboards: the sign counts, not the way to it.
_SIGNS = {"[": Ask.COLLAPSE, "]": Ask.EXPAND, "/": Ask.FILTER}


def find_ask(event: QKeyEvent) -> Ask | None:
    """What the key asks, or None where it means nothing to the board."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return _KEYS.get((event.key(), modifiers)) or _SIGNS.get(event.text())
