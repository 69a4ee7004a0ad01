"""Registers of what the files name: each thing once, told from what the workspace already has."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from desktop_pipeline.domain.names import name_key
from desktop_pipeline.exchange.names import person_keys
from desktop_pipeline.exchange.records import KnownRow, NewName, PersonFields, Planned

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

F = TypeVar("F", bound="DataclassInstance")


class Register(Generic[F]):
    """Rows by key.

    `renames`: a file's spelling of a name replaces the known one; `only_fills`: nothing that is known is replaced.
    """

    def __init__(self, known: Mapping[str, KnownRow[F]], *, renames: bool = False, only_fills: bool = False) -> None:
        self._known = known
        self._given: dict[str, F] = {}
        self._renames = renames
        self._only_fills = only_fills

    def __contains__(self, key: str) -> bool:
        return key in self._known or key in self._given

    def __getitem__(self, key: str) -> F:
        return self._given[key] if key in self._given else self._known[key].fields

    def mention(self, key: str, row: F) -> None:
        """A name met in passing: it is created where nothing tells more of it."""
        if key not in self._known:
            self._given.setdefault(key, row)

    def take(self, key: str, row: F) -> list[str]:
        """A row of a table; the names of fields in which it contradicts an earlier row, which stays."""
        earlier = self._given.get(key)
        if earlier is None:
            self._given[key] = row
            return []
        self._given[key] = _fill(earlier, row)
        return [name for name, value in _told(row) if name != "name" and getattr(self._given[key], name) != value]

    def planned(self) -> tuple[Planned[F], ...]:
        """What is new or told differently from what the workspace has."""
        rows = []
        for key, row in self._given.items():
            known = self._known.get(key)
            if known is None:
                rows.append(Planned(key, None, row))
            elif changed := self._changes(row, known.fields):
                rows.append(Planned(key, known.id, row, changed))
        return tuple(rows)

    def created(self) -> int:
        return sum(key not in self._known for key in self._given)

    def _changes(self, row: F, known: F) -> tuple[str, ...]:
        return tuple(
            name
            for name, value in _told(row)
            if getattr(known, name) != value
            and (name != "name" or self._renames)
            and not (self._only_fills and getattr(known, name) is not None)
        )


def _told(row: "DataclassInstance") -> Iterator[tuple[str, object]]:
    """The fields that have a value."""
    for field in fields(row):
        value = getattr(row, field.name)
        if value is not None:
            yield field.name, value


def _fill(row: F, other: F) -> F:
    """The row with what only the other tells."""
    missing = {name: value for name, value in _told(other) if getattr(row, name) is None}
    return replace(row, **missing) if missing else row


class PersonRegister:
    """People, found by their address, else by name and organisation."""

    def __init__(self, known: Mapping[str, KnownRow[PersonFields]]) -> None:
        self._rows: Register[PersonFields] = Register(
            {_keys_of(row.fields)[0]: row for row in dict.fromkeys(known.values())}, only_fills=True
        )
        self._main = {key: _keys_of(row.fields)[0] for key, row in known.items()}

    def meet(self, person: PersonFields) -> str:
        """The person's key; somebody of the same name and organisation but with another address is another person."""
        keys = _keys_of(person)
        main = next((self._main[key] for key in keys if key in self._main), None)
        if (
            main is not None
            and person.email
            and (self._rows[main].email or person.email).casefold() != person.email.casefold()
        ):
            main = None
        if main is None:
            main = keys[0]
        self._rows.take(main, person)
        for key in keys:
            self._main.setdefault(key, main)
        return main

    def planned(self) -> tuple[Planned[PersonFields], ...]:
        return self._rows.planned()

    def created(self) -> int:
        return self._rows.created()


def _keys_of(person: PersonFields) -> tuple[str, ...]:
    return person_keys(person.name, person.organisation, person.email)


class NameRegister:
    """Sources, labels, reasons or pipelines: names and nothing else."""

    def __init__(self, known: frozenset[str]) -> None:
        self._known = known
        self._new: dict[str, NewName] = {}

    def meet(self, name: str) -> str:
        """The name's key."""
        key = name_key(name)
        if key not in self._known and key not in self._new:
            self._new[key] = NewName(key, name)
        return key

    def new(self) -> tuple[NewName, ...]:
        return tuple(self._new.values())
