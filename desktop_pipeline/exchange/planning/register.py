"""Registers of what the files name: each thing once, told from what the workspace already has."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from desktop_pipeline.domain.contacts import site_domain
from desktop_pipeline.domain.names import name_key
from desktop_pipeline.exchange.known import KnownRow
from desktop_pipeline.exchange.records import NewName, OrganisationFields, Planned
from desktop_pipeline.exchange.understanding.company_names import CompanyNames

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

    def held(self, key: str) -> F:
        """All that the workspace and the files tell of a thing, the workspace first."""
        known, given = self._known.get(key), self._given.get(key)
        if known is None or given is None:
            return self[key]
        return _fill(known.fields, given)

    def known_id(self, key: str) -> int | None:
        """The id of a row that the workspace has."""
        known = self._known.get(key)
        return None if known is None else known.id

    def mention(self, key: str, row: F) -> None:
        """A name met in passing: it is created where nothing tells more of it."""
        if key not in self._known:
            self._given.setdefault(key, row)

    def add(self, key: str, row: F) -> F:
        """What a row tells of a thing beside what earlier ones did; all that is told of it by now."""
        earlier = self._given.get(key)
        filled = self._given[key] = row if earlier is None else _fill(earlier, row)
        return filled

    def take(self, key: str, row: F) -> list[str]:
        """A row of a table; the names of fields in which it contradicts an earlier row, which stays."""
        is_first = key not in self._given
        filled = self.add(key, row)
        if is_first:
            return []
        return [
            name
            for name, value in _told(row)
            if name != "name" and not isinstance(value, tuple) and getattr(filled, name) != value
        ]

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
            if _differs(value, getattr(known, name))
            and not _is_further(value, known, name)
            and (name != "name" or self._renames)
            and not (self._only_fills and not isinstance(value, tuple) and getattr(known, name) is not None)
        )


def _told(row: "DataclassInstance") -> Iterator[tuple[str, object]]:
    """The fields that have a value."""
    for field in fields(row):
        value = getattr(row, field.name)
        if value is not None and value != ():
            yield field.name, value


def _differs(value: object, known: object) -> bool:
    """Of several values of one field only those that are not there yet count."""
    if isinstance(value, tuple) and isinstance(known, tuple):
        return not {str(each).casefold() for each in value} <= {str(each).casefold() for each in known}
    return value != known


def _is_further(value: object, known: "DataclassInstance", name: str) -> bool:
    """Whether what a file has as somebody's address or number is a further one of theirs."""
    further = getattr(known, f"{name}s", ()) if getattr(known, name) is None else ()
    return str(value).casefold() in {str(each).casefold() for each in further}


def _fill(row: F, other: F) -> F:
    """The row with what only the other tells; fields of several values are put together."""
    missing: dict[str, object] = {}
    for name, value in _told(other):
        own = getattr(row, name)
        if isinstance(value, tuple):
            together = tuple(dict.fromkeys((*own, *value)))
            missing |= {name: together} if together != own else {}
        elif own is None:
            missing[name] = value
    return replace(row, **missing) if missing else row


class OrganisationRegister:
    """Organisations by name, whatever way it is written; what is unsure stays apart."""

    def __init__(self, known: Mapping[str, KnownRow[OrganisationFields]]) -> None:
        self._rows: Register[OrganisationFields] = Register(known)
        domains = {key: domain for key, row in known.items() if (domain := site_domain(row.fields.website))}
        self._names = CompanyNames({key: row.fields.name for key, row in known.items()}, domains)
        self._met: dict[str, None] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._rows

    def __getitem__(self, key: str) -> OrganisationFields:
        return self._rows[key]

    def expect(self, named: Iterable[tuple[str, str | None]], *, are_apart: bool = False) -> None:
        """All names of the files with their domains, before the first is met; `are_apart`: each is one of its own."""
        self._names.expect(named, are_apart=are_apart)

    def known_id(self, key: str) -> int | None:
        return self._rows.known_id(key)

    def meet(self, name: str) -> str:
        """The key of the organisation of that name, which is made where there is none."""
        key = self._find(name)
        if key not in self._rows:
            self._rows.mention(key, OrganisationFields(name))
        return key

    def take(self, row: OrganisationFields) -> tuple[str, list[str]]:
        """A row of a table of organisations: its key, and the fields in which it contradicts an earlier row."""
        key = self._find(row.name)
        return key, self._rows.take(key, row)

    def fill(self, key: str, website: str | None, address: str | None) -> None:
        """What is told of an organisation in passing, where nothing else is."""
        self._rows.take(key, OrganisationFields(self._rows[key].name, website=website, address=address))

    def joined(self) -> int:
        """How many names of the files are another spelling of an organisation that has a different one."""
        return self._names.joined(self._met)

    def doubtful(self) -> dict[str, tuple[str, ...]]:
        """Names of the files that may mean either of several others, which are told."""
        return {self._rows[key].name: others for key, others in self._names.doubtful.items() if key in self._met}

    def planned(self) -> tuple[Planned[OrganisationFields], ...]:
        return self._rows.planned()

    def created(self) -> int:
        return self._rows.created()

    def _find(self, name: str) -> str:
        key = name_key(name)
        self._met.setdefault(key)
        return self._names.resolve(key)


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
