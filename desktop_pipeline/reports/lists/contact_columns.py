"""The columns of printed lists of people and organisations: heads, words and values."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from desktop_pipeline.domain.hygiene import NextStep
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.roles import Role
from desktop_pipeline.queries.contact_reach import Reach
from desktop_pipeline.queries.contact_standing import DealsSum, Standing, Subject
from desktop_pipeline.queries.contacts import Order, OrganisationLine, PersonLine
from desktop_pipeline.reports.content import Column, Line
from desktop_pipeline.reports.lists.activity_words import say_step
from desktop_pipeline.reports.said_values import DASH
from desktop_pipeline.reports.tables.sheets import CellKind, CellValue
from desktop_pipeline.reports.words import Words

EMAIL, PHONE = "email", "phone"
_UPRIGHT = {
    Subject.PEOPLE: (Order.NAME, Order.ORGANISATION, PHONE, EMAIL, Order.LAST_CONTACT),
    Subject.ORGANISATIONS: (
        *(Order.NAME, Order.PEOPLE, PHONE, Order.OPEN, Order.WON, Order.NEXT_STEP, Order.LAST_CONTACT),
    ),
}
_WIDE = {
    Subject.PEOPLE: (
        *(Order.NAME, Order.ORGANISATION, Order.WORK, Order.ROLE, PHONE, EMAIL, Order.OPEN, Order.NEXT_STEP),
        Order.LAST_CONTACT,
    ),
    Subject.ORGANISATIONS: (
        *(Order.NAME, Order.INDUSTRY, Order.PEOPLE, PHONE, EMAIL, Order.OPEN, Order.WON, Order.NEXT_STEP),
        Order.LAST_CONTACT,
    ),
}
# Long names go on in the next line: paper has no tooltip for what is cut.
_WRAPPED = frozenset((Order.NAME.value, Order.ORGANISATION.value, EMAIL))


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the list, and how they are reached."""

    line: PersonLine | OrganisationLine
    reach: Reach

    @property
    def standing(self) -> Standing:
        """How things stand with them."""
        return self.line.standing


@dataclass(frozen=True, slots=True)
class ContactColumn:
    """One column: what a cell holds; what it says goes by its kind."""

    key: str
    head: str
    tell: Callable[[Listed], CellValue | Money]
    kind: CellKind = CellKind.TEXT

    @property
    def column(self) -> Column:
        """As a table has it."""
        is_number = self.kind is not CellKind.TEXT
        return Column(self.head, is_number=is_number, kind=self.kind, is_wrapped=self.key in _WRAPPED)


def usual_keys(subject: Subject, *, is_wide: bool) -> tuple[str, ...]:
    """What is told where no columns are named: what a page upright, or lying, has room for."""
    return (_WIDE if is_wide else _UPRIGHT)[subject]


def choose_columns(subject: Subject, keys: Sequence[str], words: Words, today: date) -> list[ContactColumn]:
    """The columns of these keys (`Order` values, `email`, `phone`), the name first."""
    known = {column.key: column for column in _columns(subject, words, today)}
    return [known[key] for key in dict.fromkeys((Order.NAME.value, *keys)) if key in known]


def line_of(listed: Listed, columns: Sequence[ContactColumn], words: Words) -> Line:
    """Somebody as one row."""
    values = tuple(column.tell(listed) for column in columns)
    cells = (_say(listed, column, value, words) for column, value in zip(columns, values, strict=True))
    return Line(tuple(cells), values=values, below=_say_below(listed, columns))


def _say_below(listed: Listed, columns: Sequence[ContactColumn]) -> str:
    """What somebody does, below the name, where that has no column of its own."""
    keys, line = {column.key for column in columns}, listed.line
    if isinstance(line, PersonLine):
        return "" if Order.WORK in keys else line.job_title or ""
    return "" if Order.INDUSTRY in keys else line.industry or ""


def _say(listed: Listed, column: ContactColumn, value: CellValue | Money, words: Words) -> str:
    if isinstance(value, Money):
        return words.formats.minor(value.minor, value.currency)
    if column.key in {Order.OPEN, Order.WON}:
        # Deals of which no value is known are there all the same.
        return DASH if _sum_of(listed, column.key).deals else ""
    if value is None:
        return ""
    if isinstance(value, date):
        return words.full_day(value)
    return value if isinstance(value, str) else words.formats.number(round(value))


def _sum_of(listed: Listed, key: str) -> DealsSum:
    return listed.standing.won if key == Order.WON else listed.standing.open


def _columns(subject: Subject, words: Words, today: date) -> list[ContactColumn]:
    def head(text: str) -> str:
        return words.translate("Contacts", text)

    def step(listed: Listed) -> str:
        standing = listed.standing
        if standing.state is None:
            return ""
        # Only who has an open deal lacks a step.
        kind = None if standing.state is NextStep.NONE else standing.next_kind
        return say_step(standing.state, kind, standing.next_due_on, today=today, words=words)

    shared = [
        ContactColumn(Order.NAME, head("Name"), lambda listed: _name(listed, words)),
        ContactColumn(PHONE, head("Phone"), lambda listed: listed.reach.phone),
        ContactColumn(EMAIL, head("E-mail"), lambda listed: listed.reach.email),
        ContactColumn(Order.OPEN, head("Open deals"), lambda listed: listed.standing.open.value, CellKind.MONEY),
        ContactColumn(Order.WON, head("Won so far"), lambda listed: listed.standing.won.value, CellKind.MONEY),
        ContactColumn(Order.NEXT_STEP, head("Next step"), step),
        ContactColumn(
            Order.LAST_CONTACT, head("Last contact"), lambda listed: listed.standing.last_contact, CellKind.DAY
        ),
    ]
    return [*shared, *(_of_people(words) if subject is Subject.PEOPLE else _of_organisations(words))]


def _of_people(words: Words) -> list[ContactColumn]:
    def head(text: str) -> str:
        return words.translate("Contacts", text)

    def of(read: Callable[[PersonLine], str | None]) -> Callable[[Listed], str | None]:
        return lambda listed: read(listed.line) if isinstance(listed.line, PersonLine) else None

    return [
        ContactColumn(Order.ORGANISATION, head("Organisation"), of(lambda person: person.organisation)),
        ContactColumn(Order.WORK, head("Works as"), of(lambda person: person.job_title)),
        ContactColumn(Order.ROLE, head("In the deal"), of(lambda person: say_role(person.role, words))),
    ]


def _of_organisations(words: Words) -> list[ContactColumn]:
    def head(text: str) -> str:
        return words.translate("Contacts", text)

    def industry(listed: Listed) -> str | None:
        return listed.line.industry if isinstance(listed.line, OrganisationLine) else None

    def people(listed: Listed) -> int | None:
        return listed.line.people if isinstance(listed.line, OrganisationLine) else None

    return [
        ContactColumn(Order.INDUSTRY, head("Industry"), industry),
        ContactColumn(Order.PEOPLE, head("People"), people, CellKind.COUNT),
    ]


def say_role(role: str, words: Words) -> str:
    """The word for a known part in a deal; the owner's own words stay."""
    translate = words.translate
    known = {
        Role.DECIDES.value: translate("DealPanel", "decides"),
        Role.CHAMPION.value: translate("DealPanel", "champion"),
        Role.RECOMMENDS.value: translate("DealPanel", "recommends"),
        Role.USES.value: translate("DealPanel", "uses it"),
        Role.PAYS.value: translate("DealPanel", "pays"),
        Role.BLOCKS.value: translate("DealPanel", "blocks"),
    }
    return known.get(role, role)


def _name(listed: Listed, words: Words) -> str:
    if isinstance(listed.line, PersonLine) and listed.line.has_left:
        return words.translate("Report", "{name} (has left)").format(name=listed.line.name)
    return listed.line.name
