"""What files tell and what an import plans of it: frozen plain data, related by keys."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.money import Money
from desktop_pipeline.exchange.options import Take
from desktop_pipeline.exchange.own_records import OwnDifference, OwnEdit

if TYPE_CHECKING:
    from desktop_pipeline.exchange.understanding.columns import Recognised


# Heads the column of reasons in a file of rows that were not taken; nothing is made of it when it comes back
REASON = "Not taken"
# What is wrong with a cell so that its whole row is not taken
NO_NAME, NO_SUBJECT, NO_TEXT = "no name", "no subject", "no text"
SEVERAL_PEOPLE = "several people have this name"
SEVERAL_DEALS = "several deals have this name"
NOBODY = "no deal, person or organisation of this name"
NOT_TAKEN = frozenset((NO_NAME, NO_SUBJECT, NO_TEXT, SEVERAL_PEOPLE, SEVERAL_DEALS, NOBODY))


@dataclass(frozen=True, slots=True)
class OrganisationFields:
    """An organisation as a file tells it; its key is `domain.names.name_key(name)`."""

    name: str
    industry: str | None = None
    country: str | None = None
    size: int | None = None
    website: str | None = None
    address: str | None = None
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class PersonFields:
    """Somebody at a customer; `organisation` is a key. The key is the first of `exchange.names.person_keys`.

    `emails` and `phones` are further ones.
    """

    name: str
    organisation: str | None = None
    email: str | None = None
    phone: str | None = None
    job_title: str | None = None
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()


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


class Visit(NamedTuple):
    """Something that a file dates in a deal's past: the stage (a key) that it came into, or its outcome (None).

    `left` is the stage it came from, where that is told; `value` what the deal was worth from then on, in minor units
    of `currency`, where it is told with the visit.
    """

    at: datetime
    stage: str | None
    status: DealStatus = DealStatus.OPEN
    left: str | None = None
    value: int | None = None
    currency: str | None = None


class DealFields(NamedTuple):
    """A deal; organisation, person, owner, products, source, labels, lost reason, pipeline and stage are keys.

    `pipeline` None is the default one. `value` is in minor units of `currency`. `stage` is None where the file names
    none, and for won and lost deals. `closed` is the outcome's date and None where the file has none. `visits` are in
    the order in which they happened.
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
    visits: tuple[Visit, ...] = ()


F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class Planned(Generic[F]):
    """A row to create (`known_id` None) or to update in the fields named by `changed`."""

    key: str
    known_id: int | None
    fields: F
    changed: tuple[str, ...] = ()


class PlannedDeal(NamedTuple):
    """A deal of the file: new (`known_id` None), changed in the fields of `changed`, or as it was (none changed).

    `is_exact`: of our own export, where what has no value any more is emptied.
    """

    file: str
    row: int
    known_id: int | None
    fields: DealFields
    changed: tuple[str, ...] = ()
    sheet: str | None = None
    is_exact: bool = False


class Target(NamedTuple):
    """What something hangs on: a deal of the plan by its position or one of the workspace by its id, or keys."""

    deal: int | None = None
    deal_id: int | None = None
    person: str | None = None
    organisation: str | None = None


class PlannedLine(NamedTuple):
    """A product on a new deal, which is told by its position in the plan; `discount` is a percentage.

    `product` is a key; money is in minor units of the deal's currency.
    """

    deal: int
    product: str
    quantity: Decimal
    price: int | None
    discount: Decimal | None
    amount: int | None


@dataclass(frozen=True, slots=True)
class PlannedActivity:
    """Something to do or done; `kind` is a key of the workspace, `owner` a key. Done without a day: at the import."""

    target: Target
    subject: str
    kind: str
    due_on: date | None = None
    due_time: time | None = None
    is_done: bool = False
    done_on: date | None = None
    note: str | None = None
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class PlannedNote:
    """A written note on a deal, a person or an organisation, by whom and of which day."""

    target: Target
    text: str
    at: date | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True)
class FieldKey:
    """A field of the owner's own: whose it is (deal, person, organisation) and its name's key."""

    subject: str
    key: str


@dataclass(frozen=True, slots=True)
class NewField:
    """A field of the owner's own to make; `kind` is a domain.custom_fields.FieldKind."""

    field: FieldKey
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class PlannedValue:
    """What a field of the owner's own is to hold for its target: JSON, as it is kept."""

    field: FieldKey
    target: Target
    value: str


class RowTaken(NamedTuple):
    """A row of the file that a known deal seems to tell already, as a person decides about it.

    `value`: the row's own where it is quite another one; `difference` does not tell it.
    """

    file: str
    sheet: str | None
    row: int
    title: str
    why: str
    difference: str
    deal_id: int
    take: Take
    value: Money | None = None


@dataclass(frozen=True, slots=True)
class NewName:
    """A source, label, reason, pipeline or stage to create; `pipeline` is the key of a stage's pipeline."""

    key: str
    name: str
    pipeline: str | None = None


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
    """Something the file leaves open, and what was assumed.

    `subject` and `key` say which of the options an answer goes to: `date order` and `decimal mark` (key: header),
    `currency`, `outcome` and `near stage` (key: the word), `stage order`, `table kind`, `blanks below`, `sections` and
    `free texts` (key: header). `choices`: the answers where they are not fixed. `example`: a number of the column that
    reads two ways.
    """

    file: str
    column: str
    question: str
    assumed: str
    subject: str = ""
    key: str = ""
    choices: tuple[str, ...] = ()
    example: str = ""


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

    `header_row` and `sheet` are those of the first table of deals, else of the first table. `understood`: the tables
    that are taken. `told` and `left`: what the value columns add up to in all, and in the rows that are not taken, in
    minor units by currency. `joined`: organisations that the files write in two ways.
    """

    files: tuple[str, ...]
    sheet: str | None
    header_row: int
    preset: str
    preset_name: str
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
    activities: tuple[PlannedActivity, ...] = ()
    notes: tuple[PlannedNote, ...] = ()
    new_fields: tuple[NewField, ...] = ()
    values: tuple[PlannedValue, ...] = ()
    lines: tuple[PlannedLine, ...] = ()
    likenesses: tuple[RowTaken, ...] = ()
    understood: tuple["Recognised", ...] = ()
    told: Mapping[str, int] = field(default_factory=dict)
    left: Mapping[str, int] = field(default_factory=dict)
    joined: int = 0
    differences: tuple[OwnDifference, ...] = ()
    edits: tuple[OwnEdit, ...] = ()
