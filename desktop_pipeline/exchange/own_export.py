"""The shape of our own export: its tables with their columns, as it is written and as an import knows it again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from desktop_pipeline.exchange.states import plain_day, plain_number, plain_text
from desktop_pipeline.exchange.tables import Cell
from desktop_pipeline.exchange.writing.out_tables import ColumnKind, OutColumn

SUMMARY = "Summary"
STATE = "our_state"
ID = "our_id"
STATE_HEADER = "As exported (do not change)"
OWN_FIELD = " (own field)"
# Beside what hangs on a deal: two deals may have one title and one organisation
OF_DEAL = "our_deal"

_PLAIN: Mapping[ColumnKind, Callable[[Cell], str]] = MappingProxyType(
    {"number": plain_number, "money": plain_number, "share": plain_number, "day": plain_day}
)


@dataclass(frozen=True, slots=True)
class OwnShape:
    """One of our tables: its name, the header of its ids, its columns but for own fields, and those only shown.

    `subject` is whose own fields it has, empty for none. `hangs`: its rows are of deals, and tell the id of theirs.
    """

    name: str
    id_header: str
    columns: tuple[OutColumn, ...]
    shown: frozenset[str] = frozenset()
    subject: str = ""
    hangs: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """The fields in the order of a row's state."""
        return tuple(column.key for column in self.columns)

    @property
    def headers(self) -> frozenset[str]:
        """What stands above our own columns."""
        return frozenset(column.header for column in (*self.columns, *self.hidden))

    def bare_header(self, header: str) -> str:
        """The name of an own field without what tells it from a column of ours."""
        return header.removesuffix(OWN_FIELD)

    @property
    def hidden(self) -> tuple[OutColumn, ...]:
        of_deal = (OutColumn(OF_DEAL, "ID of the deal (do not change)", "hidden"),) if self.hangs else ()
        return OutColumn(ID, self.id_header, "hidden"), OutColumn(STATE, STATE_HEADER, "hidden"), *of_deal


DEALS = OwnShape(
    "Deals",
    "Deal ID (do not change)",
    (
        OutColumn("title", "Title"),
        OutColumn("organisation", "Organisation"),
        OutColumn("person", "Person"),
        OutColumn("pipeline", "Pipeline", choices="Pipelines"),
        OutColumn("stage", "Stage", choices="Stages"),
        OutColumn("status", "Status", choices="Statuses"),
        OutColumn("value", "Value", "money"),
        OutColumn("currency", "Currency", choices="Currencies"),
        OutColumn("probability", "Probability", "share"),
        OutColumn("expected_close", "Expected close", "day"),
        OutColumn("owner", "Owner", choices="Owners"),
        OutColumn("source", "Source", choices="Sources"),
        OutColumn("label", "Labels"),
        OutColumn("product", "Products"),
        OutColumn("created", "Created", "day"),
        OutColumn("closed", "Closed", "day"),
        OutColumn("lost_reason", "Lost reason", choices="Lost reasons"),
        OutColumn("next_step", "Next step"),
        OutColumn("next_on", "Next step on", "day"),
        OutColumn("last_touch", "Last touch", "day"),
        OutColumn("external_id", "External ID"),
    ),
    frozenset(("next_step", "next_on")),
    "deal",
)
ORGANISATIONS = OwnShape(
    "Organisations",
    "Organisation ID (do not change)",
    (
        OutColumn("name", "Name"),
        OutColumn("industry", "Industry"),
        OutColumn("size", "Employees", "number"),
        OutColumn("country", "Country"),
        OutColumn("website", "Website"),
        OutColumn("address", "Address"),
        OutColumn("email", "E-mail"),
        OutColumn("phone", "Phone"),
        OutColumn("open_deals", "Open deals", "number"),
    ),
    frozenset(("open_deals",)),
    "organisation",
)
PEOPLE = OwnShape(
    "People",
    "Person ID (do not change)",
    (
        OutColumn("name", "Name"),
        OutColumn("organisation", "Organisation"),
        OutColumn("job_title", "Job title"),
        OutColumn("email", "E-mail"),
        OutColumn("phone", "Phone"),
        OutColumn("other_email", "Other e-mails"),
        OutColumn("other_phone", "Other phones"),
    ),
    frozenset(("other_email", "other_phone")),
    "person",
)
ACTIVITIES = OwnShape(
    "Activities",
    "Activity ID (do not change)",
    (
        OutColumn("subject", "Subject"),
        OutColumn("kind", "Kind", choices="Activity kinds"),
        OutColumn("due_on", "Due on", "day"),
        OutColumn("due_time", "Due time"),
        OutColumn("is_done", "Done", "truth"),
        OutColumn("done_on", "Done on", "day"),
        OutColumn("deal", "Deal"),
        OutColumn("organisation", "Organisation"),
        OutColumn("person", "Person"),
        OutColumn("owner", "Owner", choices="Owners"),
        OutColumn("result", "Result", "long"),
        OutColumn("note", "Note", "long"),
    ),
    frozenset(("due_time", "is_done", "done_on", "deal", "organisation", "person", "result", "kind")),
    hangs=True,
)
LINES = OwnShape(
    "Products",
    "Line ID (do not change)",
    (
        OutColumn("deal", "Deal"),
        OutColumn("organisation", "Organisation"),
        OutColumn("product", "Product"),
        OutColumn("quantity", "Quantity", "number"),
        OutColumn("price", "Price", "money"),
        OutColumn("discount", "Discount", "share"),
        OutColumn("amount", "Amount", "money"),
        OutColumn("currency", "Currency"),
    ),
    frozenset(("deal", "organisation", "product", "quantity", "price", "currency", "discount", "amount")),
    hangs=True,
)
SHAPES = (DEALS, ORGANISATIONS, PEOPLE, ACTIVITIES, LINES)


def plain(kind: ColumnKind, cell: Cell) -> str:
    """A cell of a column of that kind, as it is compared and digested."""
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    return _PLAIN.get(kind, plain_text)(cell)


def own_header(name: str, shape: OwnShape) -> str:
    """The header of an own field; where a column of ours has that name, it says what it is."""
    taken = {column.header.casefold() for column in (*shape.columns, *shape.hidden)}
    return f"{name}{OWN_FIELD}" if name.casefold() in taken else name


def find_shape(headers: Sequence[str]) -> OwnShape | None:
    """Which of our tables has these headers, told by the header of its ids."""
    there = {header.strip().casefold() for header in headers}
    return next((shape for shape in SHAPES if shape.id_header.casefold() in there), None)
