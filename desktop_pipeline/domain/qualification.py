"""Qualification: what is known about budget, authority, need and timeline of a deal."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.names import brief, clean_text, name_key

LONGEST_EVIDENCE = 4_000
# Days after which an answer is asked again: people change their minds and their jobs.
STALE_AFTER = 60
# The lost reason that a deal is closed with when it turns out not to be one.
NOT_A_FIT = name_key("Not a fit")


class Topic(StrEnum):
    """The four things that make a deal one."""

    BUDGET = "budget"
    AUTHORITY = "authority"
    NEED = "need"
    TIMELINE = "timeline"


class State(StrEnum):
    """How far a topic is answered."""

    UNKNOWN = "unknown"
    NO = "no"
    PARTLY = "partly"
    YES = "yes"


class Answer(NamedTuple):
    """What is known about a topic, and since when."""

    state: State
    evidence: str = ""
    answered_on: date | None = None

    def is_stale(self, today: date) -> bool:
        """Whether it is to be asked again: answered more than 60 days ago, or nobody knows when."""
        if self.state is State.UNKNOWN:
            return False
        return self.answered_on is None or (today - self.answered_on).days > STALE_AFTER

    def is_confirmed(self, today: date) -> bool:
        """Whether it is a yes that still counts."""
        return self.state is State.YES and not self.is_stale(today)


def clean_evidence(text: str) -> str:
    """The evidence trimmed; raises InvalidError where it is very long."""
    cleaned = clean_text(text)
    if len(cleaned) > LONGEST_EVIDENCE:
        message = f"Evidence can have {LONGEST_EVIDENCE:,} characters at most; this one has {len(cleaned):,}."
        raise InvalidError(message)
    return cleaned


def check_topic(topic: str) -> Topic:
    """The topic of that name; raises InvalidError."""
    try:
        return Topic(topic)
    except ValueError:
        message = f"There is no topic “{brief(topic)}”. There are: {', '.join(Topic)}."
        raise InvalidError(message) from None


def check_state(state: str) -> State:
    """The state of that name; raises InvalidError."""
    try:
        return State(state)
    except ValueError:
        message = f"“{brief(state)}” is no answer. There are: {', '.join(State)}."
        raise InvalidError(message) from None
