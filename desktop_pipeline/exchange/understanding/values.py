"""The columns of a table as typed values: each read whole, each cell that cannot be read left empty and noted."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, tzinfo
from functools import partial
from typing import TypeVar

from desktop_pipeline.domain.names import name_key, tidy
from desktop_pipeline.exchange.options import DateOrder
from desktop_pipeline.exchange.tables import Cell, is_blank, show
from desktop_pipeline.exchange.understanding.amounts import (
    Amount,
    AmountHabit,
    are_shares,
    in_unit,
    mix_shares,
    read_amount,
    read_share,
    read_whole,
)
from desktop_pipeline.exchange.understanding.cells import NO_VALUES, or_unknown, read_column, read_truth
from desktop_pipeline.exchange.understanding.contents import ADDRESS
from desktop_pipeline.exchange.understanding.currencies import is_shared, read_currency
from desktop_pipeline.exchange.understanding.dates import read_date, read_instant
from desktop_pipeline.exchange.understanding.kinds import LONG_TEXTS, Kind
from desktop_pipeline.exchange.understanding.notes import Notes
from desktop_pipeline.exchange.understanding.periods import are_weeks, find_period_end
from desktop_pipeline.exchange.understanding.presets import Preset
from desktop_pipeline.exchange.understanding.ratings import name_rating, rates_deals
from desktop_pipeline.exchange.understanding.recognised import Recognised
from desktop_pipeline.exchange.understanding.texts import (
    are_turned,
    hold_one_each,
    holds_numbers,
    part_contact,
    read_line,
    read_long,
    split_values,
    take_address,
    take_first_person,
    texts_of,
    turn,
    unguard,
)
from desktop_pipeline.exchange.understanding.vocabulary import normalise_header, vocabulary
from desktop_pipeline.exchange.unreadable import UnreadableError

_PLANS = frozenset(("expected_close", "close"))
_NAMES = frozenset(("person", "name", "owner", "who", "manager"))
# A person's name may stand in two columns, an address in several
_ADDRESS_PARTS = ("address", "street", "postcode", "city", "region")

_MORE_THAN_A_NAME = re.compile(r"[;|\n(\[{<]")

T = TypeVar("T")


class ColumnReader:
    """Reads the columns of one recognised table by our field names; a field without a column is None in every row."""

    def __init__(self, recognised: Recognised, notes: Notes) -> None:
        self.recognised = recognised
        self.table = recognised.table
        self.columns = recognised.columns
        self.rows = recognised.table.rows
        self._preset = recognised.preset
        self._notes = notes
        self._is_date_asked = False
        self._is_period_asked = False
        self._are_several_asked = False
        self._words = {
            (field, name_key(word)): meant for (field, word), meant in recognised.options.words.items() if word
        }

    def cells(self, field: str) -> Sequence[Cell]:
        """The cells as they are in the table."""
        return self.recognised.column(self.columns.get(field))

    def different(self, field: str) -> Sequence[Cell]:
        """Each different cell of the field's main column once."""
        return self.recognised.different(self.columns[field]) if field in self.columns else ()

    def has(self, field: str) -> bool:
        return field in self.columns

    def texts(self, field: str) -> Sequence[str | None]:
        """Texts as they are kept: words as the user said they are meant, people's names first name first.

        A person's name is put together from first and last name, an address from its parts, where only those are told.
        """
        if field in LONG_TEXTS:
            return self._read_joined(field)
        if field == "address":
            return self._join_address()
        if field not in {"person", "name"} or not ({"first_name", "last_name"} & set(self.columns)):
            return self._read(field, self._text_parser(field))
        whole = self._read(field, self._text_parser(field))
        firsts, lasts = self._read("first_name", read_line), self._read("last_name", read_line)
        return [
            name or " ".join(part for part in (first, last) if part) or None
            for name, first, last in zip(whole, firsts, lasts, strict=True)
        ]

    def keys(self, field: str, meet: Callable[[str], T]) -> list[T | None]:
        """The texts of a field without further ado, as what `meet` makes of each different one."""
        parse = self._text_parser(field)

        def read(cell: Cell) -> T | None:
            text = parse(cell)
            return meet(text) if text else None

        return [*self._read(field, read)]

    def several(self, field: str) -> Sequence[tuple[str, ...]]:
        """All values of each row, the primary first: of several in a cell and of all columns that go to the field."""
        columns = [self._read_several(field, index) for index in self.recognised.indexes(field)]
        if not columns:
            return [()] * len(self.rows)
        if len(columns) == 1:
            return columns[0]
        return [tuple(dict.fromkeys(value for values in row for value in values)) for row in zip(*columns, strict=True)]

    def meant(self, field: str, word: str) -> str | None:
        """What the user said a word of that field means: a name, None for nothing; else the word."""
        return self._words.get((field, name_key(word)), word) or None

    def addresses(self, field: str) -> Sequence[str | None]:
        """E-mail addresses; of several in a cell the first. Some products put them in brackets behind the name."""
        written = self._read(field, or_unknown(self._read_address))
        if field != "email" or "@" not in texts_of(self.different("person")):
            return written
        behind = self._read("person", self._read_beside)
        return [own or other for own, other in zip(written, behind, strict=True)]

    def numbers_beside(self) -> Sequence[tuple[str, ...]]:
        """Telephone numbers that stand in the cell of a person or of an address; empty where there are none."""
        fields = [] if self._preset else [each for each in ("person", "email") if self._holds_numbers(each)]
        columns = [self._read(each, lambda cell: part_contact(take_first_person(show(cell))).phones) for each in fields]
        return [tuple(phone for phones in row if phones for phone in phones) for row in zip(*columns, strict=True)]

    def all_addresses(self, field: str) -> Sequence[tuple[str, ...]]:
        """Every e-mail address of each row, the primary first; what is no address is left out without a word."""
        return [tuple(filter(ADDRESS.fullmatch, values)) for values in self.several(field)]

    def amounts(self, field: str) -> Sequence[Amount | None]:
        habit = self.recognised.amount_habits.get(field, AmountHabit("."))
        header = self.table.headers[self.columns[field]] if field in self.columns else ""
        if habit.both:
            question = f"both “{habit.both[0]}” and “{habit.both[1]}” are found: is each read by its own marks?"
            self.ask(field, question, "yes", subject="decimal mark", key=header)
        elif habit.example is not None:
            assumed = "yes" if habit.mark not in habit.example else "no"
            question = f"is “{habit.example}” more than a thousand?"
            self.ask(field, question, assumed, subject="decimal mark", key=header, example=habit.example)
        unit = habit.unit._replace(currency=None, sign=None) if self.has("currency") else habit.unit

        def read(cell: Cell) -> Amount:
            return in_unit(read_amount(cell, mark=habit.mark, by_itself=habit.both is not None), unit)

        return self._read(field, or_unknown(read))

    def currencies(self, field: str) -> Sequence[str | None]:
        """None as well for a sign that several currencies share: which of them is asked beside the amount."""
        return self._read(field, lambda cell: None if is_shared(show(cell).strip()) else read_currency(cell))

    def whole_numbers(self, field: str) -> Sequence[int | None]:
        habit = self.recognised.amount_habits.get(field, AmountHabit("."))
        return self._read(field, or_unknown(partial(read_whole, mark=habit.mark)))

    def shares(self, field: str) -> Sequence[float | None]:
        cells = [cell for cell in self.different(field) if not is_blank(cell)]
        as_shares = are_shares(cells)
        are_mixed = not as_shares and mix_shares(cells)
        return self._read(field, or_unknown(partial(read_share, as_shares=as_shares, are_mixed=are_mixed)))

    def truths(self, field: str) -> Sequence[bool | None]:
        def read(cell: Cell) -> bool | None:
            is_open = vocabulary().outcomes.get(normalise_header(show(cell))) == "open"
            return None if is_open else read_truth(cell, tells_done=True)

        return self._read(field, or_unknown(read))

    def dates(self, fields: Iterable[str], zone: tzinfo) -> dict[str, Sequence[date | None]]:
        """Several columns of dates at once; the order of day and month is asked once for a table."""
        return {field: self._read_days(field, zone) for field in fields}

    def instants(self, field: str, zone: tzinfo) -> Sequence[datetime | None]:
        """A column of instants, in UTC; a day without a time begins in `zone`."""
        return self._read_moments(field, partial(read_instant, zone=zone, is_utc=self._is_utc()))

    def quietly(self) -> "ColumnReader":
        """The same columns, read without noting problems: for what only looks at them."""
        return ColumnReader(self.recognised, Notes())

    def fault(self, index: int, field: str | None, text: str) -> None:
        """Notes a problem with a cell of the row at that index, or with the whole row."""
        self._fault_at(index, self.columns.get(field) if field is not None else None, text)

    def ask(
        self,
        field: str,
        question: str,
        assumed: str,
        *,
        subject: str = "",
        key: str = "",
        example: str = "",
        choices: tuple[str, ...] = (),
    ) -> None:
        column = self.columns.get(field)
        header = "" if column is None else self.table.headers[column]
        self._notes.ask(
            *(self.table.file, header, question, assumed), subject=subject, key=key, example=example, choices=choices
        )

    def _fault_at(self, index: int, column: int | None, text: str) -> None:
        row = self.rows[index]
        cell = row.cells[column] if column is not None and column < len(row.cells) else None
        self._notes.problem(self.table, row.number, column, show(cell), text)

    def _read_days(self, field: str, zone: tzinfo) -> Sequence[date | None]:
        read = partial(read_date, zone=zone, is_utc=self._is_utc())
        return self._read_moments(field, self._or_period_end(read, field) if field in _PLANS else read)

    def _or_period_end(self, read: Callable[..., date], field: str) -> Callable[..., date]:
        """A plan for a year, a quarter, a month or a week is one for its last day; that is told."""
        counts_weeks = are_weeks(self.different(field))

        def read_plan(cell: Cell, *, order: DateOrder) -> date:
            try:
                return read(cell, order=order)
            except UnreadableError:
                end = find_period_end(cell, counts_weeks=counts_weeks)
                if end is None:
                    raise
                if not self._is_period_asked:
                    self._is_period_asked = True
                    self.ask(field, f"“{tidy(show(cell))}” names no day. Is its last one meant?", "yes")
                return end

        return read_plan

    def _is_guarded(self) -> bool:
        return self._preset is not None and bool(self._preset.guard)

    def _is_utc(self) -> bool:
        return self._preset is not None and self._preset.is_utc

    def _read_moments(self, field: str, parse: Callable[..., T]) -> Sequence[T | None]:
        reading = self.recognised.date_readings.get(field)
        if reading is None:
            return [None] * len(self.rows)
        if reading.is_asked and not self._is_date_asked:
            self._is_date_asked = True
            header = self.table.headers[self.columns[field]]
            self.ask(field, "day or month first?", reading.habit.order, subject="date order", key=header)
        columns = [
            self._read(field, or_unknown(partial(parse, order=reading.habit.order)), index=index)
            for index in self.recognised.indexes(field)
        ]
        return columns[0] if len(columns) == 1 else [_first(row) for row in zip(*columns, strict=True)]

    def _text_parser(self, field: str) -> Callable[[Cell], str | None]:
        words = {word: meant for (name, word), meant in self._words.items() if name == field}
        is_turned = field in _NAMES and are_turned(self.different(field))
        is_person = field in {"person", "name"} and self._holds_more_than_names(field)
        is_colleague = field == "owner" and "@" in texts_of(self.different(field))
        # “Doe, Jane” beside “Jane Doe” is the same name
        has_commas = field in _NAMES and "," in texts_of(self.different(field))
        commas = {name_key(show(cell)) for cell in self.different(field)} if has_commas else set()

        def parse(cell: Cell) -> str | None:
            text = read_line(cell)
            if text is None:
                return None
            if words and (meant := words.get(name_key(text))) is not None:
                return meant or None
            if is_person:
                text = self._take_first(field, cell, text)
                text = take_address(text)[0] if "@" in text else text
                if self._preset is None and ("@" in text or holds_numbers(text)):
                    text = part_contact(text).name or text
            if is_colleague:
                text = take_address(text)[0]
            return turn(text) if is_turned or (commas and name_key(turn(text)) in commas) else text

        return parse if words or is_turned or is_person or is_colleague or commas else read_line

    def _take_first(self, field: str, cell: Cell, text: str) -> str:
        """The first of several people in a cell; lines part them unless one is a name's part: “Jane” above “Doe”."""
        is_company = self.recognised.kind is Kind.ORGANISATIONS
        first = "" if is_company else tidy(_first_of(cell, self._preset))
        first = first if " " in first else _first_of(text, self._preset)
        if first != text and not is_company:
            self._ask_about_several(field, cell)
        return first or text

    def _ask_about_several(self, field: str, cell: Cell) -> None:
        """Of several people in a cell the first is taken; that is told once."""
        if self._preset is not None or self._are_several_asked or not isinstance(cell, str):
            return
        if sum(bool(part_contact(each).name) for each in split_values(cell, field, None)) > 1:
            self._are_several_asked = True
            self.ask(field, f"“{tidy(cell)}” names several people. Is the first one meant?", "yes")

    def _holds_more_than_names(self, field: str) -> bool:
        written = texts_of(self.different(field))
        if self._preset is not None and self._preset.separators:
            return True
        return bool("@" in written or _MORE_THAN_A_NAME.search(written)) or self._holds_numbers(field)

    def _holds_numbers(self, field: str) -> bool:
        return self._preset is None and self.has(field) and holds_numbers(texts_of(self.different(field)))

    def _read_several(self, field: str, index: int) -> list[tuple[str, ...]]:
        cells = self.recognised.column(index)
        texts = [cell for cell in self.recognised.different(index) if cell is not None]
        header = self.table.headers[index] if index < len(self.table.headers) else ""
        rated = header if field == "label" and rates_deals(header) else ""
        is_plain = not self._words and not rated and not self._is_guarded() and NO_VALUES.isdisjoint(texts)
        if is_plain and hold_one_each(texts, field, self._preset):
            each: dict[Cell, tuple[str, ...]] = {cell: (cell,) for cell in texts if isinstance(cell, str)}
            each[None] = ()
            return list(map(each.__getitem__, cells))
        split = partial(self._split, field=field, rated=rated)
        return [values or () for values in self._read(field, split, index=index)]

    def _split(self, cell: Cell, *, field: str, rated: str) -> tuple[str, ...]:
        values = split_values(show(cell), field, self._preset)
        if rated:
            values = tuple(name_rating(rated, value) for value in values)
        if not self._words:
            return values
        return tuple(meant for value in values if (meant := self.meant(field, value)))

    def _read_joined(self, field: str) -> Sequence[str | None]:
        is_html = self._preset is not None and field in self._preset.html
        columns = [
            self._read(field, partial(read_long, is_html=is_html), index=index)
            for index in self.recognised.indexes(field)
        ]
        if not columns:
            return [None] * len(self.rows)
        return (
            columns[0]
            if len(columns) == 1
            else ["\n\n".join(filter(None, row)) or None for row in zip(*columns, strict=True)]
        )

    def _join_address(self) -> Sequence[str | None]:
        columns = [
            self._read(part, read_line, index=index)
            for part in _ADDRESS_PARTS
            for index in self.recognised.indexes(part)
        ]
        if not columns:
            return [None] * len(self.rows)
        return [", ".join(part for part in row if part) or None for row in zip(*columns, strict=True)]

    def _read_beside(self, cell: Cell) -> str | None:
        """The address that stands in the cell of a person's name."""
        behind = take_address(_first_of(cell, self._preset))[1]
        if behind is None and self._preset is None:
            behind = next(iter(part_contact(take_first_person(show(cell))).mails), None)
        return behind

    def _read_address(self, cell: Cell) -> str | None:
        text = show(cell)
        if ADDRESS.fullmatch(text):
            return text
        for part in split_values(text, "email", self._preset):
            if ADDRESS.fullmatch(part):
                return part
        if self._preset is None and part_contact(text).phones:
            return None
        message = "not an e-mail address"
        raise UnreadableError(message)

    def _read(self, field: str, parse: Callable[[Cell], T], *, index: int | None = None) -> Sequence[T | None]:
        if field not in self.columns:
            return [None] * len(self.rows)
        column = self.columns[field] if index is None else index
        cells = self.recognised.column(column)
        if self._is_guarded():
            cells = [unguard(cell, self._preset) for cell in cells]
            values, faults = read_column(cells, parse)
        else:
            values, faults = read_column(cells, parse, self.recognised.different(column))
        for row, text in faults:
            self._fault_at(row, column, text)
        return values


def _first_of(cell: Cell, preset: Preset | None) -> str:
    text = show(cell)
    if not _MORE_THAN_A_NAME.search(text) and not (preset and preset.separators):
        return text
    return next(iter(split_values(text, "person", preset)), text)


def _first(values: Iterable[T | None]) -> T | None:
    return next((value for value in values if value is not None), None)
