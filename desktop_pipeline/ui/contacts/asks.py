"""What can be asked for people and organisations, by a key in their list or a line of a menu."""

from enum import Enum, auto


class Ask(Enum):
    """What is to be done with those who are selected, or with the one whose panel is shown."""

    FIND = auto()
    NEW = auto()
    MENU = auto()
    EDIT_NAME = auto()
    ACTIVITY = auto()
    WRITE = auto()
    ORGANISATION = auto()
    CADENCE = auto()
    DEAL = auto()
    MERGE = auto()
    DELETE = auto()
    LEFT = auto()
    BACK = auto()
    CARDS = auto()
    EXPORT = auto()
    ERASE = auto()


# So many are merged into one.
MERGED = 2
# What writes nothing into the file.
READS_ONLY = frozenset({Ask.FIND, Ask.MENU, Ask.CARDS, Ask.EXPORT})
