"""What an import knows of the workspace and what it plans: frozen plain data, related by keys."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, NamedTuple, TypeVar

from desktop_pipeline.domain.deals import DealStatus


@dataclass(frozen=True, slots=True)
class OrganisationFields:
    """An organisation as a file tells it; its key is `domain.names.name_key(name)`."""

    name: str
    industry: str | None = None
    country: str | None = None
    size: int | None = None
    website: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class PersonFields:
    """Somebody at a customer; `organisation` is a key. The key is the first of `exchange.names.person_keys`."""

    name: str
    organisation: str | None = None
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class OwnerFields:
    """A person on the team; the key is `domain.names.name_key(name)`."""

    name: str
    manager: str | None = None
    region: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class ProductFields:
    """A product with its list price in minor units; the key is `domain.names.product_key(name)`."""

    name: str
    category: str | None = None
    price: int | None = None
    currency: str | None = None


class DealFields(NamedTuple):
    """A deal; organisation, person, owner, products, source, labels, lost reason, pipeline and stage are keys.

    `pipeline` None is the default one. `value` is in minor units of `currency`. `stage` is None where the file names
    none, and for won and lost deals. `closed` is the outcome's date and None where the file has none.
    """

    title: str
    organisation: str | None = None
    person: str | None = None
    owner: str | None = None
    products: tuple[str, ...] = ()
    source: str | None = None
    labels: tuple[str, ...] = ()
    value: int | None = None
    currency: str | None = None
    status: DealStatus = DealStatus.OPEN
    pipeline: str | None = None
    stage: str | None = None
    created: date | None = None
    closed: date | None = None
    expected: date | None = None
    last_touch: date | None = None
    lost_reason: str | None = None
    probability: float | None = None
    external_id: str | None = None


F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class KnownRow(Generic[F]):
    """A row that the workspace has."""

    id: int
    fields: F


@dataclass(frozen=True, slots=True)
class Planned(Generic[F]):
    """A row to create (`known_id` None) or to update in the fields named by `changed`."""

    key: str
    known_id: int | None
    fields: F
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedDeal:
    """A deal of the file: new (`known_id` None), changed in the fields of `changed`, or as it was (none changed)."""

    file: str
    row: int
    known_id: int | None
    fields: DealFields
    changed: tuple[str, ...] = ()
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class NewName:
    """A source, label, reason, pipeline or stage to create; `pipeline` is the key of a stage's pipeline."""

    key: str
    name: str
    pipeline: str | None = None


@dataclass(frozen=True, slots=True)
class KnownStage:
    """An open stage of the workspace, with its pipeline's name."""

    name: str
    pipeline: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the workspace has, by key. People stand under each of their `person_keys`.

    `owners_are_complete`: a name that is not among the owners is a mistake, not a new owner. `stage_orders`: stage
    names of the templates, in their order. The default pipeline is the first of `pipelines`.
    """

    organisations: Mapping[str, KnownRow[OrganisationFields]] = field(default_factory=dict)
    people: Mapping[str, KnownRow[PersonFields]] = field(default_factory=dict)
    owners: Mapping[str, KnownRow[OwnerFields]] = field(default_factory=dict)
    products: Mapping[str, KnownRow[ProductFields]] = field(default_factory=dict)
    deals: Mapping[int, DealFields] = field(default_factory=dict)
    sources: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    reasons: frozenset[str] = frozenset()
    pipelines: tuple[str, ...] = ()
    stages: tuple[KnownStage, ...] = ()
    stage_orders: tuple[tuple[str, ...], ...] = ()
    base_currency: str | None = None
    owners_are_complete: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a row that was not taken; the row is numbered as a spreadsheet shows it."""

    file: str
    sheet: str | None
    row: int
    column: str
    value: str
    problem: str


@dataclass(frozen=True, slots=True)
class Question:
    """Something the file leaves open, and what was assumed."""

    file: str
    column: str
    question: str
    assumed: str


@dataclass(frozen=True, slots=True)
class Counts:
    """Deals of the file: rows = new + updated + unchanged + skipped."""

    rows: int
    new: int
    updated: int
    unchanged: int
    skipped: int


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """Everything an import would do, in the order to do it; rows refer to each other by key.

    `header_row` and `sheet` are those of the first table of deals, else of the first table.
    """

    files: tuple[str, ...]
    sheet: str | None
    header_row: int
    preset: str
    organisations: tuple[Planned[OrganisationFields], ...]
    people: tuple[Planned[PersonFields], ...]
    owners: tuple[Planned[OwnerFields], ...]
    products: tuple[Planned[ProductFields], ...]
    sources: tuple[NewName, ...]
    labels: tuple[NewName, ...]
    reasons: tuple[NewName, ...]
    pipelines: tuple[NewName, ...]
    stages: tuple[NewName, ...]
    deals: tuple[PlannedDeal, ...]
    counts: Counts
    created: Mapping[str, int]
    problems: tuple[Problem, ...]
    questions: tuple[Question, ...]
    unused_columns: tuple[tuple[str, str], ...]
