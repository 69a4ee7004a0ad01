"""What an import knows of the workspace that it comes into: frozen plain data, related by keys."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Generic, NamedTuple, TypeVar

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.names import name_key
from desktop_pipeline.exchange.own_records import OwnNow, export_nothing
from desktop_pipeline.exchange.records import (
    DealFields,
    FieldKey,
    OrganisationFields,
    OwnerFields,
    PersonFields,
    ProductFields,
)

F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class KnownRow(Generic[F]):
    """A row that the workspace has."""

    id: int
    fields: F


@dataclass(frozen=True, slots=True)
class KnownField:
    """A field of the owner's own that the workspace has; `choices` are ids by the name's key."""

    id: int
    name: str
    kind: str
    choices: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KnownAttached:
    """What hangs on known rows already, read only for an import that brings such things.

    A target is (deal, id), (person, id), (organisation, id) or (nobody, 0). `activities` are targets with the subject's
    key and the day (none as well where a file may have told none), `notes` with the text, `values` JSON by field id and
    row id. `today`: nothing is kept as done later.
    """

    activities: frozenset[tuple[str, int, str, str | None]] = frozenset()
    notes: frozenset[tuple[str, int, str]] = frozenset()
    values: Mapping[tuple[int, int], str] = field(default_factory=dict)
    today: date = date.max


@dataclass(frozen=True, slots=True)
class KnownStage:
    """An open stage of the workspace, with its pipeline's name."""

    name: str
    pipeline: str


class KnownPast(NamedTuple):
    """How far a deal's past is known: `is_own`, what was done here; `until`, the last visit that a file told.

    `outcomes`: each that it had, with its instant. `stood`: by the instant of each import where it brought the deal to
    at that very instant, for want of a day before it: a status and a stage's key.
    """

    is_own: bool
    until: datetime | None
    outcomes: frozenset[tuple[DealStatus, datetime]] = frozenset()
    stood: Mapping[datetime, frozenset[tuple[DealStatus, str | None]]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Known:
    """What the workspace has, by key. People stand under each of their `person_keys`.

    `people_of_deals`: the main keys of all people, of deals that have several. `owners_are_complete`: a name that is
    not among the owners is a mistake, not a new owner. `stage_orders`: stage names of the templates, in their order.
    The default pipeline is the first of `pipelines`. `spellings`: names of
    sources, labels and reasons by key. `activity_kinds`: keys by the name's key. `attached` is asked for only where
    files bring activities, notes or values of own fields.
    """

    organisations: Mapping[str, KnownRow[OrganisationFields]] = field(default_factory=dict)
    people: Mapping[str, KnownRow[PersonFields]] = field(default_factory=dict)
    owners: Mapping[str, KnownRow[OwnerFields]] = field(default_factory=dict)
    products: Mapping[str, KnownRow[ProductFields]] = field(default_factory=dict)
    deals: Mapping[int, DealFields] = field(default_factory=dict)
    people_of_deals: Mapping[int, frozenset[str]] = field(default_factory=dict)
    sources: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    reasons: frozenset[str] = frozenset()
    pipelines: tuple[str, ...] = ()
    stages: tuple[KnownStage, ...] = ()
    stage_orders: tuple[tuple[str, ...], ...] = ()
    base_currency: str | None = None
    owners_are_complete: bool = False
    spellings: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[FieldKey, KnownField] = field(default_factory=dict)
    activity_kinds: Mapping[str, str] = field(default_factory=dict)
    attached: Callable[[], KnownAttached] = KnownAttached
    mark: str = ""
    exported: Callable[[str, Sequence[int]], Mapping[int, OwnNow]] = export_nothing

    def own_field(self, subject: str, name: str) -> KnownField | None:
        """The field of the owner's own of that name."""
        return self.fields.get(FieldKey(subject, name_key(name)))
