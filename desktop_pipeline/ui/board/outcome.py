"""How a deal leaves the board."""

from enum import Enum


class Outcome(Enum):
    """What a drop on a zone does, and the key for it."""

    WON = "won"
    LOST = "lost"
    DELETED = "deleted"
