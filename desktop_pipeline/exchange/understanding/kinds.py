"""What the rows of a table can be, and which of our fields their columns can go to."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Kind(StrEnum):
    """What the rows of a table are. Of kinds that a table fits equally well the earlier is taken."""

    DEALS = "deals"
    LEADS = "leads"
    ORGANISATIONS = "organisations"
    PRODUCTS = "products"
    OWNERS = "owners"
    PEOPLE = "people"
    ACTIVITIES = "activities"
    NOTES = "notes"
    HISTORY = "history"


_DEAL = (
    "title", "value", "currency", "stage", "status", "probability", "expected_close", "close", "closed", "won_at",
    "lost_at", "created", "owner", "organisation", "organisation_domain", "organisation_address", "person",
    "first_name", "last_name", "email", "other_email", "phone", "other_phone", "job_title", "source", "lost_reason",
    "next_step", "next_on", "last_touch", "stage_since", "product", "label", "pipeline", "note", "forecast", "is_won",
    "is_lost", "is_closed", "is_active", "colour", "organisation_id", "person_id", "owner_id", "external_id", "our_id",
)  # fmt: skip
_LEAD = (
    "title", "value", "currency", "status", "probability", "expected_close", "created", "owner", "organisation",
    "organisation_domain", "organisation_address", "person", "first_name", "last_name", "email", "other_email",
    "phone", "other_phone", "job_title", "source", "next_step", "next_on", "last_touch", "stage_since", "label",
    "note", "organisation_id", "person_id", "owner_id", "external_id",
)  # fmt: skip
_PERSON = (
    "name", "first_name", "last_name", "email", "other_email", "phone", "other_phone", "job_title", "organisation",
    "organisation_domain", "owner", "address", "street", "city", "region", "postcode", "country", "note", "label",
    "created", "organisation_id", "owner_id", "external_id", "our_id",
)  # fmt: skip
_ORGANISATION = (
    "name", "industry", "country", "size", "website", "domain", "email", "phone", "address", "street", "city",
    "region", "postcode", "owner", "note", "label", "created", "owner_id", "external_id", "our_id",
)  # fmt: skip
_ACTIVITY = (
    "subject", "kind", "due_on", "due_time", "is_done", "done_on", "note", "owner", "deal", "person", "email",
    "organisation", "deal_id", "person_id", "organisation_id", "owner_id", "external_id", "our_deal",
)  # fmt: skip

# In the order in which a person is offered them
FIELDS: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        Kind.DEALS: _DEAL,
        Kind.LEADS: _LEAD,
        Kind.ORGANISATIONS: _ORGANISATION,
        Kind.PRODUCTS: ("name", "category", "price", "currency", "external_id"),
        Kind.OWNERS: ("name", "manager", "region", "email", "external_id"),
        Kind.PEOPLE: _PERSON,
        Kind.ACTIVITIES: _ACTIVITY,
        Kind.NOTES: (
            "text",
            "at",
            "who",
            "deal",
            "person",
            "email",
            "organisation",
            "deal_id",
            "person_id",
            "organisation_id",
        ),
        Kind.HISTORY: (
            "deal",
            "stage",
            "from_stage",
            "at",
            *(field for field in _DEAL if field not in {"stage", "our_id"}),
        ),
    }
)

# “ignore” leaves a column out, “custom” makes a field of the owner's own of it
IGNORE = "ignore"
CUSTOM = "custom"
# Fields that name a thing of their own behind the colon: `custom:Floor area`, `entered:Proposal`
OPEN_FIELDS = ("custom:", "entered:", "exited:")

DATES = frozenset(
    [
        "expected_close",
        "close",
        "closed",
        "won_at",
        "lost_at",
        "created",
        "next_on",
        "last_touch",
        "stage_since",
        "due_on",
        "done_on",
        "at",
    ]
)
AMOUNTS = frozenset(("value", "price"))
NUMBERS = frozenset(("size",))
LONG_TEXTS = frozenset(("note", "text"))
# Fields that several columns of one table may go to together
SEVERAL = frozenset(("other_email", "other_phone", "label", "note", "address"))


def is_date(field: str) -> bool:
    return field in DATES or field.startswith(("entered:", "exited:"))


def is_field(field: str) -> bool:
    """Whether a column can go there at all, whatever its table holds."""
    return (
        field in {IGNORE, CUSTOM}
        or any(field.startswith(start) and len(field) > len(start) for start in OPEN_FIELDS)
        or any(field in fields for fields in FIELDS.values())
    )
