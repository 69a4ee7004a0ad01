"""A person as a card that address books read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CardPoint:
    """An e-mail address, number or link, with what it is for in the owner's words, which may be empty."""

    value: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says; the first e-mail and phone are the main ones. `uid` stays the same from file to file."""

    uid: str
    name: str
    organisation: str = ""
    job_title: str = ""
    emails: tuple[CardPoint, ...] = ()
    phones: tuple[CardPoint, ...] = ()
    links: tuple[CardPoint, ...] = ()
    address: str = ""


def make_card_uid(workspace_mark: int, person_id: int) -> str:
    """Of one person in one workspace, and of nobody else in the world; the mark is when the workspace began."""
    return f"person-{person_id}-{workspace_mark:x}@desktop-pipeline"


def part_name(name: str) -> tuple[str, str]:
    """Family and given name as most names are written: the last word is the family's; `Marchetti, Odile` says so."""
    family, comma, given = (part.strip() for part in name.partition(","))
    if comma:
        return family, given
    given, _space, family = name.strip().rpartition(" ")
    return (family, given.strip()) if given else ("", family)
