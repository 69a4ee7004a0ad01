"""People: found by their addresses, else by name and organisation; of several it may be, nobody is chosen."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from desktop_pipeline.domain.contacts import email_key
from desktop_pipeline.domain.names import name_key
from desktop_pipeline.exchange.known import KnownRow
from desktop_pipeline.exchange.names import main_person_key
from desktop_pipeline.exchange.planning.register import Register
from desktop_pipeline.exchange.records import SEVERAL_PEOPLE, PersonFields, Planned

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class SeveralPeopleError(ValueError):
    """A name that more than one person has, and nothing beside it says who is meant."""

    def __init__(self) -> None:
        super().__init__(SEVERAL_PEOPLE)


class PersonRegister:
    """People, each under one key."""

    def __init__(self, known: Mapping[str, KnownRow[PersonFields]]) -> None:
        rows = {_main_key(row.fields): row for row in dict.fromkeys(known.values())}
        self._rows: Register[PersonFields] = Register(rows, only_fills=True)
        self._by_email: dict[str, str] = {}
        self._by_name: dict[tuple[str, str | None], list[str]] = {}
        self._anywhere: dict[str, list[str]] = {}
        # Most files name everybody by an address, and then nobody is looked for by name
        self._unindexed: list[tuple[str, PersonFields]] = []
        # Of several who have an address it is whose main one it is, then who came first, as when they came
        oldest = sorted(rows.items(), key=lambda pair: pair[1].id)
        self._by_email.update(
            (address, key) for key, row in reversed(oldest) if (address := email_key(row.fields.email))
        )
        for key, row in oldest:
            self._index(key, row.fields, _list_addresses(row.fields))

    def __getitem__(self, key: str) -> PersonFields:
        return self._rows[key]

    def known_id(self, key: str) -> int | None:
        return self._rows.known_id(key)

    def meet(self, person: PersonFields) -> str:
        """The person's key; somebody of the same name and organisation but with another address is another person.

        Raises SeveralPeopleError.
        """
        addresses = _list_addresses(person)
        key = self._find(person, addresses) or _main_key(person)
        filled = self._rows.add(key, self._set_apart(key, person))
        self._index(key, filled, addresses if filled is person else _list_addresses(filled))
        return key

    def meet_all(self, people: Sequence[PersonFields]) -> list[str | None]:
        """The keys of these, as `meet` gives them one by one; None where several may be meant."""
        return self._meet_strangers(people) or _tell_all(people, self.meet)

    def take_all(self, people: Sequence[PersonFields]) -> list[tuple[str, list[str]] | None]:
        """The rows of a table of people: the key of each, and the fields in which it contradicts an earlier row.

        None where several may be meant.
        """
        return _tell_all(people, self._take)

    def _meet_strangers(self, people: Sequence[PersonFields]) -> list[str | None]:
        """The keys where nobody is known yet and each has one address of their own; none where it is not so."""
        addresses = [email_key(person.email) for person in people if not person.emails]
        if self._by_email or self._by_name or self._unindexed or len(addresses) < len(people):
            return []
        by_email = {address: _main_key(person) for address, person in zip(addresses, people, strict=True) if address}
        if len(by_email) < len(people) or len(set(by_email.values())) < len(people):
            return []
        self._by_email = by_email
        for key, person in zip(by_email.values(), people, strict=True):
            self._rows.add(key, person)
        self._unindexed += zip(by_email.values(), people, strict=True)
        return [*by_email.values()]

    def _take(self, person: PersonFields) -> tuple[str, list[str]]:
        key = self._find(person, _list_addresses(person)) or _main_key(person)
        faults = self._rows.take(key, self._set_apart(key, person))
        self._index(key, self._rows[key], _list_addresses(self._rows[key]))
        return key, [field for field in faults if field != "organisation"]

    def find(self, name: str | None, email: str | None, organisation: str | None) -> str | None:
        """Somebody who is known or stands in the files, who gets the address they lack; nobody is made.

        Raises SeveralPeopleError.
        """
        if not (name or email):
            return None
        person = PersonFields(name or "", organisation, email)
        key = self._find(person, _list_addresses(person))
        if key is not None and email and self._rows.held(key).email is None:
            # From here on whoever has this address is the same
            self._index(
                key, self._rows.add(key, PersonFields(self._rows[key].name, email=email)), (email_key(email) or "",)
            )
        return key

    def planned(self) -> tuple[Planned[PersonFields], ...]:
        return self._rows.planned()

    def created(self) -> int:
        return self._rows.created()

    def _find(self, person: PersonFields, addresses: Sequence[str]) -> str | None:
        name = name_key(person.name)
        for place, address in enumerate(addresses):
            key = self._by_email.get(address)
            # A further address may be that of a whole office
            if key is not None and (place == 0 or name_key(self._rows.held(key).name) == name):
                return key
        self._index_names()
        fitting = self._list_at(name, person.organisation)
        if not fitting:
            fitting = self._anywhere.get(name, []) if person.organisation is None else self._list_at(name, None)
        if person.email:
            fitting = [key for key in fitting if self._rows.held(key).email is None]
        if len(fitting) > 1:
            raise SeveralPeopleError
        return fitting[0] if fitting else None

    def _list_at(self, name: str, organisation: str | None) -> list[str]:
        """Who has this name at an organisation, or at none: whom an earlier row told of one has left this list."""
        fitting = self._by_name.get((name, organisation), [])
        if organisation is None:
            fitting = [key for key in fitting if self._rows.held(key).organisation is None]
        return fitting

    def _set_apart(self, key: str, person: PersonFields) -> PersonFields:
        """What a row tells of somebody beside their own address and number: another address is a further one."""
        if key not in self._rows:
            return person
        held = self._rows.held(key)
        own = email_key(held.email)
        if held.phone in person.phones:
            person = replace(person, phones=tuple(phone for phone in person.phones if phone != held.phone))
        if own is None or (email_key(person.email) in {None, own} and own not in map(email_key, person.emails)):
            return person
        emails = tuple(each for each in (person.email, *person.emails) if each and email_key(each) != own)
        return replace(person, email=None, emails=emails)

    def _index(self, key: str, person: PersonFields, addresses: Sequence[str]) -> None:
        for address in addresses:
            self._by_email.setdefault(address, key)
        self._unindexed.append((key, person))

    def _index_names(self) -> None:
        for key, person in self._unindexed:
            name = name_key(person.name)
            # Where the workspace has them, whatever the row tells of it
            _add(self._by_name, (name, self._rows.held(key).organisation), key)
            _add(self._anywhere, name, key)
        self._unindexed.clear()


def _tell_all(people: Sequence[PersonFields], tell: Callable[[PersonFields], T]) -> list[T | None]:
    """Each in turn; where several may be meant, once more when the others are told, as it will be the next time."""
    told: list[T | None] = [None] * len(people)
    places: Sequence[int] = range(len(people))
    while places:
        unsure = []
        for place in places:
            try:
                told[place] = tell(people[place])
            except SeveralPeopleError:
                unsure.append(place)
        places = unsure if len(unsure) < len(places) else ()
    return told


def _add(index: dict[K, list[str]], name: K, key: str) -> None:
    known = index.get(name)
    if known is None:
        index[name] = [key]
    elif key not in known:
        known.append(key)


def _list_addresses(person: PersonFields) -> Sequence[str]:
    if person.emails:
        return [address for each in (person.email, *person.emails) if (address := email_key(each))]
    address = email_key(person.email)
    return (address,) if address else ()


def _main_key(person: PersonFields) -> str:
    return main_person_key(person.name, person.organisation, person.email)
