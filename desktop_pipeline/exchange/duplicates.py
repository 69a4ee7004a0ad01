"""Contacts that may be the same: by e-mail, phone and domain for sure, by name as far as letters tell."""

import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz, process

from desktop_pipeline.domain.names import fold

# Names this alike are shown; “Copperline Clinic” and “Copperline Clinics” are 97.
_ALIKE = 88
# A word that so many names share says nothing: “group”, “services”.
_MOST_WITH_WORD = 400
_RARE_WORDS = 2
# Names are compared where words of theirs begin alike.
_BEGINNING = 3
# A number or address that more share is a switchboard, not one contact.
_MOST_SHARING = 12
# So many deals of one organisation are compared with each other.
_MOST_ALIKE = 200
_NUMBERS = re.compile(r"\d+")
# Legal forms stand in names or do not.
_FORMS = frozenset(
    (
        *("ltd", "limited", "llc", "llp", "plc", "inc", "incorporated", "corp", "corporation", "co", "company"),
        *("gmbh", "ag", "kg", "ug", "ohg", "mbh", "se", "sa", "sarl", "sas", "srl", "spa", "sl", "bv", "nv", "oy"),
        *("ab", "as", "aps", "the", "and", "und"),
    )
)


class Likeness(StrEnum):
    """Why two contacts may be the same, the surest first."""

    EMAIL = "email"
    PHONE = "phone"
    DOMAIN = "domain"
    NAME = "name"


_OFFICE = frozenset((Likeness.PHONE, Likeness.DOMAIN))
_A_LITTLE = 60


@dataclass(frozen=True, slots=True)
class Contact:
    """What two contacts are compared by: keys of e-mails and phones, domains, and `home` (a person's organisation)."""

    row_id: int
    name: str
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    home: int | None = None


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Two contacts that may be the same, why, and how alike their names are from 0 to 100."""

    first_id: int
    second_id: int
    reasons: tuple[Likeness, ...]
    alike: int


def find_duplicates(
    contacts: Sequence[Contact],
    limit: int = 200,
    distinct: Container[tuple[int, int]] = (),
    breathe: Callable[[], None] = lambda: None,
) -> list[Suspicion]:
    """Suspected duplicates, the surest first, without the pairs (lower id first) that are known to be `distinct`.

    A shared e-mail always counts; a shared phone or domain, which a whole office can have, only with a name that is
    at least a little alike; names alone from 88 of 100 on. Two people of one name at different organisations count
    only where something else is shared. `breathe` is called for each name; what it raises ends the search.
    """
    known = {contact.row_id: contact for contact in contacts}
    keys = {contact.row_id: normalise(contact.name) for contact in contacts}
    reasons: dict[tuple[int, int], set[Likeness]] = {}
    for likeness, groups in (
        (Likeness.EMAIL, _group(contacts, lambda contact: contact.emails)),
        (Likeness.PHONE, _group(contacts, lambda contact: contact.phones)),
        (Likeness.DOMAIN, _group(contacts, lambda contact: contact.domains)),
    ):
        for pair in _pairs(groups):
            reasons.setdefault(pair, set()).add(likeness)
    names = _match_names(keys, breathe)
    for pair in names:
        reasons.setdefault(pair, set()).add(Likeness.NAME)
    found = []
    for (first, second), shared in reasons.items():
        alike = names.get((first, second)) or round(fuzz.token_sort_ratio(keys[first], keys[second]))
        if (first, second) not in distinct and _counts(shared, alike, known[first], known[second]):
            found.append(Suspicion(first, second, tuple(like for like in Likeness if like in shared), alike))
    found.sort(key=lambda each: (-_weigh(each), each.first_id, each.second_id))
    return found[:limit]


def find_alike_titles(deals: Iterable[Sequence[tuple[int, str]]]) -> dict[tuple[int, int], int]:
    """Pairs of ids (the lower first) whose titles are alike from 88 of 100 on, within each of these groups of deals.

    Titles that differ in a number, as “Phase 1” and “Phase 2” do, mean different deals.
    """
    found: dict[tuple[int, int], int] = {}
    for group in deals:
        keys = [(deal_id, normalise(title), _NUMBERS.findall(title)) for deal_id, title in group[:_MOST_ALIKE]]
        for place, (one, title, numbers) in enumerate(keys):
            for other, other_title, other_numbers in keys[place + 1 :]:
                alike = round(fuzz.token_sort_ratio(title, other_title))
                if alike >= _ALIKE and numbers == other_numbers:
                    found[min(one, other), max(one, other)] = alike
    return found


def normalise(name: str) -> str:
    """A name without accents, signs and legal forms, its words in order."""
    words = "".join(letter if letter.isalnum() else " " for letter in fold(name).replace("&", " and ")).split()
    telling = [word for word in words if word not in _FORMS] or words
    return " ".join(sorted(telling))


def _counts(shared: set[Likeness], alike: int, first: Contact, second: Contact) -> bool:
    if Likeness.EMAIL in shared:
        return True
    if shared & _OFFICE:
        return alike >= _A_LITTLE
    return first.home is None or second.home is None or first.home == second.home


def _weigh(suspicion: Suspicion) -> int:
    sure = {Likeness.EMAIL: 300, Likeness.PHONE: 150, Likeness.DOMAIN: 120, Likeness.NAME: 0}
    return suspicion.alike + sum(sure[likeness] for likeness in suspicion.reasons)


def _group(contacts: Iterable[Contact], read: Callable[[Contact], Iterable[str]]) -> Iterator[list[int]]:
    groups: dict[str, list[int]] = {}
    for contact in contacts:
        for key in dict.fromkeys(read(contact)):
            groups.setdefault(key, []).append(contact.row_id)
    return iter(groups.values())


def _pairs(groups: Iterable[list[int]]) -> Iterator[tuple[int, int]]:
    for group in groups:
        if len(group) <= _MOST_SHARING:
            for place, first in enumerate(group):
                for second in group[place + 1 :]:
                    yield (min(first, second), max(first, second))


def _match_names(keys: dict[int, str], breathe: Callable[[], None]) -> dict[tuple[int, int], int]:
    """Pairs of names that are alike, compared only where they share a rare beginning of a word."""
    blocks: dict[str, list[int]] = {}
    for row_id, key in keys.items():
        for word in dict.fromkeys(key.split()):
            blocks.setdefault(word[:_BEGINNING], []).append(row_id)
    found: dict[tuple[int, int], int] = {}
    for row_id, key in keys.items():
        breathe()
        if not key:
            continue
        sizes = sorted((len(blocks[word[:_BEGINNING]]), word[:_BEGINNING]) for word in key.split())
        words = [word for size, word in sizes if 1 < size <= _MOST_WITH_WORD][:_RARE_WORDS]
        others = {other: keys[other] for word in words for other in blocks[word] if other != row_id}
        for _name, score, other in process.extract(
            key, others, scorer=fuzz.token_sort_ratio, score_cutoff=_ALIKE, limit=5
        ):
            found[min(row_id, other), max(row_id, other)] = round(score)
    return found
