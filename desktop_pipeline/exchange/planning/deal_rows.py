"""Tables of deals: each row becomes a deal, refers to what it names by key, and lists what could not be taken."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple, TypeVar

from desktop_pipeline.domain.deals import LONGEST_TITLE, DealStatus
from desktop_pipeline.domain.names import name_key, product_key
from desktop_pipeline.exchange.planning.draft import PlanDraft
from desktop_pipeline.exchange.records import DealFields, OrganisationFields, OwnerFields, PersonFields, ProductFields
from desktop_pipeline.exchange.tables import is_blank
from desktop_pipeline.exchange.understanding.columns import Recognised
from desktop_pipeline.exchange.understanding.currencies import ASSUMED
from desktop_pipeline.exchange.understanding.values import ColumnReader
from desktop_pipeline.exchange.unreadable import UnreadableError

UNTITLED = "no title, organisation or person"
_NAMING = ("title", "product", "organisation", "person", "email", "external_id")
_DATES = ("created", "closed", "close", "expected_close", "last_touch")
_LISTED = re.compile(r"\s*[;\n|]\s*")
_LISTED_WITH_COMMAS = re.compile(r"\s*[,;\n|]\s*")
# Our fields under the column that tells them, where the two have different names
_TOLD_BY = {
    "product": ("products",),
    "label": ("labels",),
    "value": ("value", "currency"),
    "close": ("closed", "expected"),
    "expected_close": ("expected",),
    "email": ("person",),
    "stage": ("stage", "status"),
    "status": ("stage", "status"),
}


T = TypeVar("T")


class DealRow(NamedTuple):
    """A row that is taken: its position in the reader's table and the deal it tells."""

    position: int
    fields: DealFields


class DealTable:
    """One table of deals, read. `told`: fields that a column tells; `count`: its rows, also those not taken."""

    def __init__(self, recognised: Recognised, draft: PlanDraft) -> None:
        self.count = len(recognised.table.rows)
        whole = ColumnReader(recognised, draft.notes)
        kept = _keep_rows(whole, draft)
        self.reader = whole if len(kept.table.rows) == self.count else ColumnReader(kept, draft.notes)
        columns = _Columns(self.reader, draft)
        deals = (columns.make_deal(index) for index in range(len(self.reader.rows)))
        self.rows = [DealRow(index, deal) for index, deal in enumerate(deals) if deal is not None]
        self.told = frozenset(field for column in recognised.columns for field in _TOLD_BY.get(column, (column,)))


def _keep_rows(reader: ColumnReader, draft: PlanDraft) -> Recognised:
    """Without the rows that name nothing, which are listed, and those whose stage the user said to ignore.

    They go first, so that nothing they mention is created.
    """
    columns = [reader.cells(field) for field in _NAMING if reader.has(field)]
    named = list(zip(*columns, strict=True)) or [()] * len(reader.rows)
    ignored = draft.stages.ignored_rows(reader)
    kept = []
    for index, cells in enumerate(named):
        if ignored[index]:
            continue
        if all(map(is_blank, cells)):
            reader.fault(index, None, UNTITLED)
        else:
            kept.append(reader.rows[index])
    table = reader.recognised.table
    return replace(reader.recognised, table=replace(table, rows=tuple(kept)))


class _Columns:
    """All columns of a table of deals, read and turned into keys."""

    def __init__(self, reader: ColumnReader, draft: PlanDraft) -> None:
        self._reader = reader
        self._draft = draft
        self._dates = _DateColumns(reader, draft)
        self._pipelines = _map(reader.texts("pipeline"), draft.pipelines.meet)
        self._standings = draft.stages.read(reader, self._pipelines)
        self._organisations = _map(reader.texts("organisation"), self._meet_organisation)
        self._people = self._read_people()
        self._owners = self._read_owners()
        self._products = _map(reader.texts("product"), self._meet_products)
        self._sources = _map(reader.texts("source"), draft.sources.meet)
        self._reasons = _map(reader.texts("lost_reason"), draft.reasons.meet)
        self._labels = _map(reader.texts("label"), self._meet_labels)
        self._probabilities = reader.shares("probability")
        self._ids = reader.texts("external_id")
        self._titles = reader.texts("title")
        self._money = self._read_money()

    def make_deal(self, index: int) -> DealFields | None:
        """The deal of one row; None, and listed, where it names nothing that can be read."""
        title = self._title(index)
        if title is None:
            self._reader.fault(index, None, UNTITLED)
            return None
        standing = self._standings[index]
        is_open = standing.status is DealStatus.OPEN
        if is_open and standing.stage is None and self._reader.has("stage"):
            self._reader.fault(index, "stage", "no stage")
        expected, closed = self._dates.settle(index, is_open=is_open)
        value, currency = self._money[index]
        person = self._people[index]
        return DealFields(
            title=title,
            organisation=self._organisations[index],
            person=person[0] if person else None,
            owner=self._owners[index],
            products=self._products[index] or (),
            source=self._sources[index],
            labels=self._labels[index] or (),
            value=value,
            currency=currency,
            status=standing.status,
            pipeline=self._pipelines[index],
            stage=standing.stage,
            created=self._dates.created[index],
            closed=closed,
            expected=expected,
            last_touch=self._dates.last_touch[index],
            lost_reason=self._reasons[index] if standing.status is DealStatus.LOST else None,
            probability=self._probabilities[index] if is_open else None,
            external_id=self._ids[index],
        )

    def _title(self, index: int) -> str | None:
        """The file's title; else product and organisation, else the id, else the person's name (CLI.md, import)."""
        title = self._titles[index]
        if title is not None and len(title) > LONGEST_TITLE:
            self._reader.fault(index, "title", f"longer than {LONGEST_TITLE} characters")
            title = None
        if title:
            return title
        organisation, person = self._organisations[index], self._people[index]
        named = [self._draft.products[key].name for key in self._products[index] or ()]
        if organisation:
            named.append(self._draft.organisations[organisation].name)
        made = ", ".join(named) or self._ids[index] or (person[1] if person else None)
        return made[:LONGEST_TITLE] if made else None

    def _meet_organisation(self, name: str) -> str:
        key = name_key(name)
        self._draft.organisations.mention(key, OrganisationFields(name))
        return key

    def _meet_products(self, text: str) -> tuple[str, ...]:
        """The products of a cell; commas part them only where every part is known, for names may have commas."""
        register = self._draft.products
        names = [name for name in _LISTED.split(text) if name]
        if len(names) == 1 and product_key(text) not in register:
            parts = [name for name in _LISTED_WITH_COMMAS.split(text) if name]
            names = parts if all(product_key(part) in register for part in parts) else names
        for name in names:
            register.mention(product_key(name), ProductFields(name))
        return tuple(dict.fromkeys(map(product_key, names)))

    def _meet_labels(self, text: str) -> tuple[str, ...]:
        names = [name for name in _LISTED_WITH_COMMAS.split(text) if name]
        return tuple(dict.fromkeys(map(self._draft.labels.meet, names)))

    def _read_people(self) -> list[tuple[str, str] | None]:
        """Key and name of each row's person; an address alone stands for its person."""
        reader = self._reader
        columns = (reader.texts("person"), reader.addresses("email"), reader.texts("phone"), self._organisations)
        seen: dict[tuple[str | None, ...], tuple[str, str] | None] = {}
        people = []
        for told in zip(*columns, strict=True):
            if told not in seen:
                name, email, phone, organisation = told
                person = PersonFields(name or email or "", organisation, email, phone)
                seen[told] = (self._draft.people.meet(person), person.name) if person.name else None
            people.append(seen[told])
        return people

    def _read_owners(self) -> list[str | None]:
        """Owners by key; where the owners are a complete list, a name outside it is listed and left empty."""
        register = self._draft.owners
        owners: list[str | None] = []
        for index, name in enumerate(self._reader.texts("owner")):
            key = name_key(name) if name else None
            if name and key and key not in register:
                if self._draft.owners_are_complete:
                    self._reader.fault(index, "owner", "unknown owner")
                    key = None
                else:
                    register.mention(key, OwnerFields(name))
            elif name and key:
                register.mention(key, OwnerFields(name))
            owners.append(key)
        return owners

    def _read_money(self) -> list[tuple[int | None, str | None]]:
        reader, rule = self._reader, self._draft.currency
        amounts, stated = reader.amounts("value"), reader.currencies("currency")
        if rule.usual is None and any(
            amount and not amount.currency and not own for amount, own in zip(amounts, stated, strict=True)
        ):
            reader.ask("value", "which currency?", ASSUMED)
        has_own = [not is_blank(cell) for cell in reader.cells("currency")]
        money: list[tuple[int | None, str | None]] = []
        for index, amount in enumerate(amounts):
            settled: tuple[int | None, str | None] = (None, stated[index])
            if amount is not None and has_own[index] and stated[index] is None and amount.currency is None:
                reader.fault(index, "value", "its currency cannot be read")
            elif amount is not None:
                try:
                    settled = rule.settle(amount, stated[index])
                except UnreadableError as error:
                    reader.fault(index, "value", str(error))
            money.append(settled)
        return money


class _DateColumns:
    """The dates of a table of deals; one column of close dates means the plan of open deals, the outcome of others."""

    def __init__(self, reader: ColumnReader, draft: PlanDraft) -> None:
        self._reader = reader
        dates = reader.dates(_DATES, draft.options.zone)
        self.created: Sequence[date | None] = dates["created"]
        self.last_touch: Sequence[date | None] = dates["last_touch"]
        self._closed, self._close, self._expected = dates["closed"], dates["close"], dates["expected_close"]
        self._columns = [field for field in ("closed", "close") if reader.has(field)]
        self._cells = [reader.cells(field) for field in self._columns]

    def settle(self, index: int, *, is_open: bool) -> tuple[date | None, date | None]:
        """The expected date and the outcome's; an outcome keeps its status though the file names no date for it."""
        if is_open:
            if self._closed[index]:
                self._reader.fault(index, "closed", "the deal is open, yet it has a closing date")
            return self._expected[index] or self._close[index], None
        closed = self._closed[index] or self._close[index]
        if closed is None:
            self._tell_missing(index)
        elif (created := self.created[index]) and closed < created:
            field = "closed" if self._closed[index] else "close"
            self._reader.fault(index, field, "closed before it was created")
        return self._expected[index], closed

    def _tell_missing(self, index: int) -> None:
        if not self._columns:
            self._reader.ask("status", "when were the won and lost deals closed?", "not known")
        elif all(is_blank(cells[index]) for cells in self._cells):
            self._reader.fault(index, self._columns[0], "no close date")


def _map(texts: Sequence[str | None], read: Callable[[str], T]) -> list[T | None]:
    seen = {text: read(text) for text in dict.fromkeys(texts) if text is not None}
    return [None if text is None else seen[text] for text in texts]
