"""What a deal and its history are (METRICS §0)."""

from enum import IntEnum, StrEnum

from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.names import tidy

LONGEST_TITLE = 500


class DealStatus(StrEnum):
    """A deal's status is its own, never a stage's."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"


class EventKind(IntEnum):
    """Kinds of history events; the numbers are stored."""

    CREATED = 1
    MOVED = 2
    WON = 3
    LOST = 4
    REOPENED = 5
    VALUE = 6
    EXPECTED_CLOSE = 7
    OWNER = 8
    PROBABILITY = 9
    PIPELINE = 10
    DELETED = 11
    RESTORED = 12


class ReasonGroup(StrEnum):
    """Groups of lost reasons (METRICS §5); won reasons have the group `won`."""

    WON = "won"
    WE_LOST = "we_lost"
    NO_DECISION = "no_decision"
    NOT_REAL = "not_real"


def clean_title(title: str) -> str:
    """The title as it is kept: one line, trimmed; raises InvalidError when nothing is left or it is too long."""
    cleaned = tidy(title)
    if not cleaned:
        message = "A deal needs a title."
        raise InvalidError(message)
    if len(cleaned) > LONGEST_TITLE:
        message = f"A title can have {LONGEST_TITLE} characters at most; this one has {len(cleaned)}."
        raise InvalidError(message)
    return cleaned


def check_loss(reason_id: int | None, note: str, *, needs_note: bool) -> None:
    """A loss has its reason wherever it is done from; “Other” needs a note. Raises InvalidError."""
    if reason_id is None:
        message = "Choose why the deal was lost."
        raise InvalidError(message)
    if needs_note and not note.strip():
        message = "This reason needs a short note."
        raise InvalidError(message)


def check_probability(probability: float | None) -> float | None:
    """A share from 0 to 1, or None for the stage's; raises InvalidError."""
    if probability is not None and not 0 <= probability <= 1:
        message = "A probability lies between 0 % and 100 %."
        raise InvalidError(message)
    return probability
