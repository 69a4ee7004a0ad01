"""People: found by their addresses, else by name and organisation; of several it may be, nobody is chosen."""

from collections.abc import Mapping

from desktop_pipeline.domain.contacts import email_key
from desktop_pipeline.domain.names import name_key
from desktop_pipeline.exchange.known import KnownRow
from desktop_pipeline.exchange.names import main_person_key
from desktop_pipeline.exchange.planning.register import Register
from desktop_pipeline.exchange.records import SEVERAL_PEOPLE, PersonFields, Planned


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
        for key, row in rows.items():
            self._index(key, row.fields)

    def __getitem__(self, key: str) -> PersonFields:
        return self._rows[key]

    def known_id(self, key: str) -> int | None:
        return self._rows.known_id(key)

    def meet(self, person: PersonFields) -> str:
        """The person's key; somebody of the same name and organisation but with another address is another person.

        Raises SeveralPeopleError.
        """
        key = self._find(person)
        if key is None:
            key = _main_key(person)
        self._rows.add(key, person)
        self._index(key, self._rows[key])
        return key

    def take(self, person: PersonFields) -> tuple[str, list[str]]:
        """A row of a table of people: the key, and the fields in which it contradicts an earlier row.

        Raises SeveralPeopleError.
        """
        key = self._find(person) or _main_key(person)
        faults = self._rows.take(key, person)
        self._index(key, self._rows[key])
        return key, [field for field in faults if field not in {"organisation", "email"}]

    def find(self, name: str | None, email: str | None, organisation: str | None) -> str | None:
        """Somebody who is known or stands in the files; nobody is made. Raises SeveralPeopleError."""
        return self._find(PersonFields(name or "", organisation, email)) if name or email else None

    def planned(self) -> tuple[Planned[PersonFields], ...]:
        return self._rows.planned()

    def created(self) -> int:
        return self._rows.created()

    def _find(self, person: PersonFields) -> str | None:
        for address in (person.email, *person.emails) if person.email or person.emails else ():
            key = self._by_email.get(email_key(address) or "")
            if key is not None:
                return key
        name = name_key(person.name)
        fitting = list(self._by_name.get((name, person.organisation), ()))
        if not fitting and person.organisation is not None:
            fitting = list(self._by_name.get((name, None), ()))
        elif not fitting:
            fitting = list(self._anywhere.get(name, ()))
        if person.email:
            fitting = [key for key in fitting if self._rows[key].email is None]
        if len(fitting) > 1:
            raise SeveralPeopleError
        return fitting[0] if fitting else None

    def _index(self, key: str, person: PersonFields) -> None:
        for address in (person.email, *person.emails):
            if address and (email := email_key(address)):
                self._by_email.setdefault(email, key)
        name = name_key(person.name)
        for keys in (
            self._by_name.setdefault((name, person.organisation), []),
            self._anywhere.setdefault(name, []),
        ):
            if key not in keys:
                keys.append(key)


def _main_key(person: PersonFields) -> str:
    return main_person_key(person.name, person.organisation, person.email)
