"""The milestones of a deal on its way through the stages (METRICS §10)."""

from enum import StrEnum


class Milestone(StrEnum):
    """What a deal has passed when it first reaches a stage or beyond."""

    NONE = "none"
    MQL = "mql"
    SQL = "sql"
