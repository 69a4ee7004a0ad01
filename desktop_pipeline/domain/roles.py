"""What part a person has in a deal."""

from enum import StrEnum

from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.names import name_key, tidy

LONGEST_ROLE = 100


class Role(StrEnum):
    """The parts that have a name of their own; any other words are the owner's."""

    DECIDES = "decides"
    CHAMPION = "champion"
    RECOMMENDS = "recommends"
    USES = "uses it"
    PAYS = "pays"
    BLOCKS = "blocks"


def clean_role(text: str) -> str:
    """The role as it is kept: a known one in its own spelling; raises InvalidError where it is too long."""
    role = tidy(text)
    if len(role) > LONGEST_ROLE:
        message = f"A role can have {LONGEST_ROLE} characters at most."
        raise InvalidError(message)
    return next((known.value for known in Role if known.value == name_key(role)), role)
