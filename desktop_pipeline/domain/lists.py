"""The lists an owner keeps, how their names are kept, and how it is said what uses them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.names import name_key, product_key, tidy

LONGEST_NAME = 200


class OwnedList(StrEnum):
    """A list of names that deals and their like refer to; the value is the word for one of them."""

    OWNERS = "owner"
    SOURCES = "source"
    LABELS = "label"
    PRODUCTS = "product"
    REASONS = "reason"
    COMPETITORS = "competitor"
    KINDS = "kind of activity"

    @property
    def plural(self) -> str:
        """The word for several."""
        return "kinds of activities" if self is OwnedList.KINDS else f"{self.value}s"

    @property
    def key_of(self) -> Callable[[str], str]:
        """The key by which two names of the list are the same."""
        return product_key if self is OwnedList.PRODUCTS else name_key


class User(StrEnum):
    """What refers to a name of a list."""

    DEAL = "deal"
    PAST_DEAL = "past deal"  # its history names it, the deal itself need not
    PRODUCT_LINE = "product line"
    ACTIVITY = "activity"
    PLANNED_ACTIVITY = "planned activity"
    CRITERION = "criterion"
    CHECKLIST = "checklist"
    ORGANISATION = "organisation"
    PERSON = "person"
    TARGET = "target"
    SCORE_RULE = "score rule"
    CADENCE = "cadence"
    STARTED_CADENCE = "started cadence"
    REVIEW = "review"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class Use:
    """How many of one kind refer to a name."""

    user: User
    count: int


_WORDS = {
    User.DEAL: ("deal", "deals"),
    User.PAST_DEAL: ("the history of 1 deal", "the history of {count} deals"),
    User.PRODUCT_LINE: ("product line", "product lines"),
    User.ACTIVITY: ("activity", "activities"),
    User.PLANNED_ACTIVITY: ("planned activity", "planned activities"),
    User.CRITERION: ("exit criterion", "exit criteria"),
    User.CHECKLIST: ("line of a checklist", "lines of a checklist"),
    User.ORGANISATION: ("organisation", "organisations"),
    User.PERSON: ("person", "people"),
    User.TARGET: ("target", "targets"),
    User.SCORE_RULE: ("score rule", "score rules"),
    User.CADENCE: ("cadence", "cadences"),
    User.STARTED_CADENCE: ("started cadence", "started cadences"),
    User.REVIEW: ("review", "reviews"),
    User.MESSAGE: ("message", "messages"),
}


def say_uses(uses: Sequence[Use]) -> str:
    """What uses a name, as in a sentence: “12 deals and 3 activities”. A history is said only where no deal is."""
    live = [use for use in uses if use.user is not User.PAST_DEAL]
    parts = [_say_use(use) for use in live or uses]
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def clean_name(name: str, what: str) -> str:
    """A name as it is kept: one line; raises InvalidError when nothing is left or it is too long."""
    cleaned = tidy(name)
    if not cleaned:
        message = f"Type a name for the {what}."
        raise InvalidError(message)
    if len(cleaned) > LONGEST_NAME:
        message = f"A name can have {LONGEST_NAME} characters at most; this one has {len(cleaned)}."
        raise InvalidError(message)
    return cleaned


def check_order(ids: Sequence[int], there: Sequence[int], what: str) -> None:
    """A new order names all of them, each once; raises InvalidError."""
    if sorted(ids) != sorted(there):
        message = f"The {what} have changed meanwhile. Their order was left as it is."
        raise InvalidError(message)


def _say_use(use: Use) -> str:
    one, several = _WORDS[use.user]
    if use.user is User.PAST_DEAL:
        return one if use.count == 1 else several.format(count=use.count)
    return f"{use.count} {one if use.count == 1 else several}"
