"""What can be set for a stage, and within which bounds."""

from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.names import brief

# In the order of the theme's group colours.
STAGE_COLOURS = ("blue", "red", "green", "amber", "grey")
LONGEST_LIMIT = 3650
MOST_DEALS = 100_000
LONGEST_TEXT = 5000


def check_days(days: int, *, least: int = 1) -> int:
    """A limit in days; raises InvalidError."""
    if not least <= days <= LONGEST_LIMIT:
        message = f"Use a number of days from {least} to {LONGEST_LIMIT}."
        raise InvalidError(message)
    return days


def check_deal_limits(too_few: int | None, too_many: int | None) -> None:
    """Numbers of deals between which a stage is healthy; None: no such limit. Raises InvalidError."""
    for limit in (too_few, too_many):
        if limit is not None and not 0 <= limit <= MOST_DEALS:
            message = f"Use a number of deals from 0 to {MOST_DEALS}."
            raise InvalidError(message)
    if too_few is not None and too_many is not None and too_few > too_many:
        message = "Too few must be a smaller number than too many."
        raise InvalidError(message)


def check_colour(colour: str | None) -> str | None:
    """One of STAGE_COLOURS, or None for the usual one; raises InvalidError."""
    if colour is not None and colour not in STAGE_COLOURS:
        message = f"There is no colour “{brief(colour)}”. There are: {', '.join(STAGE_COLOURS)}."
        raise InvalidError(message)
    return colour


def check_text(text: str) -> str:
    """A definition or guidance; raises InvalidError where it is too long."""
    if len(text) > LONGEST_TEXT:
        message = f"Use {LONGEST_TEXT} characters at most; this text has {len(text)}."
        raise InvalidError(message)
    return text
