"""Tables of deals: each row becomes a deal, refers to what it names by key, and lists what could not be taken."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import count, islice, repeat
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from desktop_pipeline.domain.blanks import BLANKS
from desktop_pipeline.domain.deals import LONGEST_TITLE, DealStatus
from desktop_pipeline.domain.names import name_key, product_key, tidy
from desktop_pipeline.exchange.planning.contact_cells import check_digits, check_line, first_of, read_mails, read_phones
from desktop_pipeline.exchange.planning.deal_dates import DateColumns
from desktop_pipeline.exchange.planning.deal_money import read_money
from desktop_pipeline.exchange.planning.draft import PlanDraft
from desktop_pipeline.exchange.records import SEVERAL_PEOPLE, DealFields, OwnerFields, PersonFields, ProductFields
from desktop_pipeline.exchange.tables import is_blank, keep_rows, numbers_of, show
from desktop_pipeline.exchange.understanding.columns import Kind, Recognised
from desktop_pipeline.exchange.understanding.notes import Notes
from desktop_pipeline.exchange.understanding.ratings import is_chance
from desktop_pipeline.exchange.understanding.stage_meanings import reason_of
from desktop_pipeline.exchange.understanding.values import ColumnReader

if TYPE_CHECKING:
    from desktop_pipeline.exchange.planning.own_rows import OwnTable

UNTITLED = "no title, organisation or person"
# Columns of which one at least says which deal a row is
NAMING = ("title", "product", "organisation", "person", "first_name", "last_name", "email", "external_id")
_PORTION = 4_000
_COMMA = re.compile(rf"{BLANKS},\s*")
# Our fields under the column that tells them, where the two have different names
TOLD_BY = {
    "product": ("products",),
    "label": ("labels",),
    "value": ("value", "currency"),
    "close": ("closed", "expected"),
    "expected_close": ("expected",),
    "won_at": ("closed", "status", "stage"),
    "lost_at": ("closed", "status", "stage"),
    **dict.fromkeys(("email", "first_name", "last_name", "person_id"), ("person",)),
    **dict.fromkeys(("stage", "status", "colour"), ("stage", "status")),
    **dict.fromkeys(("is_won", "is_lost", "is_closed", "is_active"), ("stage", "status")),
    "organisation_id": ("organisation",),
    "owner_id": ("owner",),
}


T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


class DealRow(NamedTuple):
    """A row that is taken: its position in the reader's table and the deal it tells."""

    position: int
    fields: DealFields


class DealTable:
    """One table of deals or leads, read. `told`: fields that a column tells; `count`: its rows, also those not taken.

    `sums`: what its value column adds up to over all its rows, in minor units by currency.
    """

    def __init__(self, recognised: Recognised, draft: PlanDraft, own: "OwnTable | None" = None) -> None:
        self.own = own
        self.count = len(recognised.table.rows)
        whole = ColumnReader(recognised, draft.notes)
        kept = _keep_rows(whole, draft)
        self.reader = whole if kept is recognised else ColumnReader(kept, draft.notes)
        columns = _Columns(self.reader, draft)
        deals = columns.make_deals()
        self.rows = [DealRow(index, deal) for index, deal in enumerate(deals) if deal is not None]
        self.count -= columns.only_people
        # Colours tell nothing before somebody says what they mean
        silent = {"colour"} if not draft.options.stage_words else frozenset[str]()
        self.told = frozenset(
            field for column in recognised.columns if column not in silent for field in TOLD_BY.get(column, (column,))
        )
        self.sums = Counter[str]()
        _add_up(self.sums, columns.money)
        if self.reader is not whole:
            self._add_dropped(recognised, draft)
        if own is not None:
            self.count += len(own.untouched) + own.refused
            known = (draft.known.deals.get(deal_id) for deal_id in own.untouched.values())
            _add_up(self.sums, [(deal.value, deal.currency) for deal in known if deal is not None])

    def _add_dropped(self, recognised: Recognised, draft: PlanDraft) -> None:
        """The value of rows that were not even read; what is wrong in them is nobody's concern."""
        numbers = set(numbers_of(self.reader.rows))
        silent = ColumnReader(recognised, Notes())
        money = read_money(silent, draft, silently=True)
        _add_up(
            self.sums,
            [pair for number, pair in zip(numbers_of(silent.rows), money, strict=True) if number not in numbers],
        )


def _add_up(sums: "Counter[str]", money: Sequence[tuple[int | None, str | None]]) -> None:
    for value, currency in money:
        if value is not None and currency is not None:
            sums[currency] += value


def _keep_rows(reader: ColumnReader, draft: PlanDraft) -> Recognised:
    """Without the rows that name nothing, which are listed, and those whose stage the user said to ignore.

    They go first, so that nothing they mention is created.
    """
    nameless: Sequence[int] = range(len(reader.rows))
    for field in NAMING:
        # Nearly every row is named by its first column
        if nameless and reader.has(field):
            cells = reader.cells(field)
            nameless = [index for index in nameless if (cell := cells[index]) is None or is_blank(cell)]
    ignored = draft.stages.ignored_rows(reader)
    for index in nameless:
        if not ignored[index]:
            reader.fault(index, None, UNTITLED)
    if not nameless and not any(ignored):
        return reader.recognised
    kept = [not out for out in ignored]
    for index in nameless:
        kept[index] = False
    table = reader.recognised.table
    return replace(reader.recognised, table=replace(table, rows=keep_rows(table.rows, kept)))


class _Columns:
    """All columns of a table of deals, read and turned into keys."""

    def __init__(self, reader: ColumnReader, draft: PlanDraft) -> None:
        self._reader = reader
        self._draft = draft
        self._dates = DateColumns(reader, draft)
        self._pipelines = reader.keys("pipeline", draft.pipelines.meet)
        self._standings = draft.stages.read(reader, self._pipelines)
        self._organisations = self._read_organisations()
        self._people = self._read_people()
        self._owners = self._read_owners()
        self._products = _map(self._list_products(), self._meet_products)
        self._sources = reader.keys("source", draft.sources.meet)
        self._reasons = self._read_reasons()
        self._labels = _map(reader.several("label"), self._meet_labels)
        self._ask_about_guesses()
        self._probabilities = reader.shares("probability")
        self._ids = check_digits(reader, "external_id", reader.texts("external_id"))
        self._titles = reader.texts("title")
        self.money = read_money(reader, draft)
        self.only_people = 0
        self._skips_lone = reader.recognised.kind is Kind.LEADS and draft.options.leads == "people"

    def _read_organisations(self) -> list[str | None]:
        reader, draft = self._reader, self._draft
        names = reader.keys("organisation", draft.organisations.meet)
        self._tell_more(names)
        if not reader.has("organisation_id"):
            return names
        numbered = _map(reader.texts("organisation_id"), lambda number: draft.find_numbered("organisation", number))
        return [own or other for own, other in zip(names, numbered, strict=True)]

    def _read_reasons(self) -> list[str | None]:
        """Why deals were lost; where no column tells it, what stands behind the word that says so."""
        reader, meet = self._reader, self._draft.reasons.meet
        field = next((name for name in ("stage", "status") if reader.has(name)), None)
        if reader.has("lost_reason") or field is None or reader.recognised.preset is not None:
            return reader.keys("lost_reason", meet)
        words = reader.texts(field)
        reasons = {word: reason for word in dict.fromkeys(words) if word and (reason := reason_of(word, None))}
        for word, reason in islice(reasons.items(), 1):
            reader.ask(field, f"is “{reason}” in “{word}” why the deal was lost?", "yes")
        return [meet(reasons[word]) if word in reasons else None for word in words]

    def _tell_more(self, names: Sequence[str | None]) -> None:
        """What the rows say of new organisations beside their names; of known ones a row of a deal changes nothing."""
        reader, draft = self._reader, self._draft
        if not (reader.has("organisation_domain") or reader.has("organisation_address")):
            return
        sites, places = (
            check_line(reader, field, reader.texts(field)) for field in ("organisation_domain", "organisation_address")
        )
        for key, site, place in dict.fromkeys(zip(names, sites, places, strict=True)):
            if key is not None and draft.organisations.known_id(key) is None:
                draft.organisations.fill(key, site, place)

    def make_deals(self) -> list[DealFields | None]:
        """The deal of each row; None, and listed, where it names nothing that can be read."""
        titles = self._list_titles()
        statuses = [standing.status for standing in self._standings]
        if self._reader.has("stage"):
            for index, standing in enumerate(self._standings):
                if standing.stage is None and standing.status is DealStatus.OPEN and titles[index] is not None:
                    self._reader.fault(index, "stage", "no stage")
        expected, closed = self._dates.settle(statuses, titles)
        lost = zip(statuses, self._reasons, strict=True)
        still_open = zip(statuses, self._probabilities, strict=True)
        told: Mapping[str, Iterable[object]] = {
            "title": titles,
            "organisation": self._organisations,
            "person": [person[0] or None if person else None for person in self._people],
            "owner": self._owners,
            "products": [products or () for products in self._products],
            "source": self._sources,
            "labels": [labels or () for labels in self._labels],
            "value": [value for value, _currency in self.money],
            "currency": [currency for _value, currency in self.money],
            "status": statuses,
            "pipeline": self._pipelines,
            "stage": [standing.stage for standing in self._standings],
            "created": self._dates.created,
            "closed": closed,
            "expected": expected,
            "last_touch": self._dates.last_touch,
            "lost_reason": [reason if status is DealStatus.LOST else None for status, reason in lost],
            "probability": [chance if status is DealStatus.OPEN else None for status, chance in still_open],
            "external_id": self._ids,
            "visits": repeat((), len(titles)),
        }
        rows = zip(*(told[field] for field in DealFields._fields), strict=True)
        return [None if row[0] is None else DealFields._make(row) for row in rows]

    def _list_titles(self) -> list[str | None]:
        """Each row's title, None where it makes no deal: nothing names it, which is listed, or it is a person only.

        A lead without an organisation is a person only, where that was chosen.
        """
        titles: list[str | None] = []
        for index, own in enumerate(self._titles):
            if self._skips_lone and self._organisations[index] is None and self._people[index]:
                self.only_people += 1
                titles.append(None)
                continue
            title = own if own and len(own) <= LONGEST_TITLE else self._title(index)
            if title is None:
                self._reader.fault(index, None, UNTITLED)
            titles.append(title)
        return titles

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

    def _meet_products(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        """The products of a cell; commas part them only where every part is known, for names may have commas."""
        register = self._draft.products
        names: list[str] = []
        for text in texts:
            parts = [name for name in _COMMA.split(text) if name]
            names += parts if all(product_key(part) in register for part in parts) else [text]
        for name in names:
            register.mention(product_key(name), ProductFields(name))
        return tuple(dict.fromkeys(map(product_key, names)))

    def _meet_labels(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        names = [name for text in texts for name in _COMMA.split(text) if name]
        return tuple(dict.fromkeys(map(self._draft.labels.meet, names)))

    def _list_products(self) -> Sequence[tuple[str, ...]]:
        """The products of each row, but for deals of which a table of its own has them with quantity and price."""
        products = self._reader.several("product")
        lined = self._draft.lined
        if not lined or not self._reader.has("our_id"):
            return products
        file, ids = self._reader.table.file, self._reader.texts("our_id")
        return [() if (file, own) in lined else each for each, own in zip(products, ids, strict=True)]

    def _ask_about_guesses(self) -> None:
        """Whether a column names the deals that no header says to, and words where a probability would are labels."""
        found = self._reader.recognised
        for guess in found.guesses:
            if guess.field == "title" and guess.confidence == "check":
                words = f"is “{tidy(guess.header)}” what the deals are called?"
                self._draft.notes.ask(found.table.file, guess.header, words, "yes")
        sure = {guess.index for guess in found.guesses if guess.confidence == "sure"}
        for index in found.indexes("label"):
            header = found.table.headers[index]
            word = next((show(cell) for cell in found.column(index) if not is_blank(cell)), "")
            if index not in sure and is_chance(header):
                words = f"“{tidy(word)}” is no probability. Is it a label?"
                self._draft.notes.ask(found.table.file, header, words, "yes")

    def _read_people(self) -> list[tuple[str, str] | None]:
        """Key and name of each row's person; an address alone stands for its person."""
        reader = self._reader
        if not any(map(reader.has, ("person", "first_name", "last_name", "email", "person_id"))):
            return [None] * len(reader.rows)
        columns = (reader.texts("person"), read_mails(reader), read_phones(reader), self._organisations)
        jobs, numbers = reader.texts("job_title"), reader.texts("person_id")
        rows = zip(*columns, jobs, numbers, strict=True)
        places: defaultdict[_Told, int] = defaultdict(count().__next__)
        told: list[int] = []
        # By portions: a hundred thousand at once are one step in which no window turns
        while len(told) < len(reader.rows):
            told.extend(map(places.__getitem__, islice(rows, _PORTION)))
        met = self._meet(list(places))
        people = list(map(met.__getitem__, told))
        if any(found and not found[0] for found in met):
            for index, found in enumerate(people):
                if found and not found[0]:
                    reader.fault(index, "person", SEVERAL_PEOPLE)
        return people

    def _meet(self, told: Sequence["_Told"]) -> list[tuple[str, str] | None]:
        """Key (empty where several may be meant) and name of the person that each of different rows tells."""
        draft = self._draft
        met: list[tuple[str, str] | None] = [None] * len(told)
        places, people = [], []
        for place, (name, mails, phones, organisation, job, number) in enumerate(told):
            known = draft.find_numbered("person", number) if number else None
            if known is not None:
                met[place] = known, draft.people[known].name
            elif name or mails:
                mail, phone = first_of(mails), first_of(phones)
                places.append(place)
                people.append(PersonFields(name or mails[0], organisation, mail, phone, job, mails[1:], phones[1:]))
        for place, person, key in zip(places, people, draft.people.meet_all(people), strict=True):
            met[place] = key or "", person.name
        return met

    def _read_owners(self) -> list[str | None]:
        """Owners by key; where the owners are a complete list, a name outside it is listed and left empty."""
        register = self._draft.owners
        owners: list[str | None] = []
        keys: dict[tuple[str | None, str | None], str | None] = {}
        unknown: set[str] = set()
        told = zip(self._reader.texts("owner"), self._reader.texts("owner_id"), strict=True)
        for index, (name, number) in enumerate(told):
            if (name, number) not in keys:
                key = name_key(name) if name else self._draft.find_numbered("owner", number)
                if name and key and key not in register and self._draft.owners_are_complete:
                    unknown.add(name)
                    key = None
                elif name and key:
                    register.mention(key, OwnerFields(name))
                keys[(name, number)] = key
            if name in unknown:
                self._reader.fault(index, "owner", "unknown owner")
            owners.append(keys[(name, number)])
        return owners


# What a row tells of its person: name, addresses, numbers, organisation, job title, the file's own number
_Told = tuple[str | None, tuple[str, ...], tuple[str, ...], str | None, str | None, str | None]


def _map(values: Sequence[K | None], read: Callable[[K], T]) -> list[T | None]:
    """Each value read once; nothing and an empty list stay nothing."""
    seen = {value: read(value) if value else None for value in dict.fromkeys(values)}
    return list(map(seen.__getitem__, values))
