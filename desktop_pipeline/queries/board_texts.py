"""Finds the open deals of a board while somebody types: their texts are folded once, and again after a change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from operator import itemgetter
from typing import TypeAlias, TypeVar

from desktop_pipeline.domain.money import convert
from desktop_pipeline.domain.names import fold
from desktop_pipeline.queries.deal_sums import DealSums
from desktop_pipeline.queries.rates import read_rates
from desktop_pipeline.storage.database import Value
from desktop_pipeline.storage.workspace import View

_Words: TypeAlias = tuple[str, ...]
_Rows: TypeAlias = Sequence[int]
_Kept = TypeVar("_Kept")
_MOST_KEPT = 16


@dataclass(slots=True)
class _Column:
    """The deals of one stage in the order of the board, part by part; `texts` hold title and organisation, folded."""

    currency: str
    rates: Mapping[str, Decimal]
    ids: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    # Minor units of the base currency, 0 where `are_valued` says that there is no such value.
    amounts: list[int] = field(default_factory=list)
    are_valued: list[bool] = field(default_factory=list)
    # Rows of values in a currency without a rate.
    without_rate: set[int] = field(default_factory=set)

    def add(self, deal_id: int, text: str, currency: str, value: int | None) -> None:
        """Puts a deal below the others."""
        amount = value
        if value is not None and currency != self.currency:
            rate = self.rates.get(currency)
            amount = None if rate is None else convert(value, rate, currency, self.currency)
            if rate is None:
                self.without_rate.add(len(self.ids))
        self.ids.append(deal_id)
        self.texts.append(text)
        self.amounts.append(amount or 0)
        self.are_valued.append(amount is not None)

    def add_up(self, rows: _Rows) -> DealSums:
        """The sums of some of its deals."""
        valued = sum(_pick(self.are_valued, rows))
        without_rate = len(self.without_rate.intersection(rows)) if self.without_rate else 0
        return DealSums(len(rows), sum(_pick(self.amounts, rows)), len(rows) - valued - without_rate, without_rate)


@dataclass(frozen=True, slots=True)
class Found:
    """The deals whose texts hold every word, by stage: which, in the order of the board, and their sums."""

    sums: dict[int, DealSums]
    _rows: dict[int, _Rows]
    _columns: dict[int, _Column]

    def page(self, stage_id: int, offset: int, limit: int) -> list[int]:
        """The ids of some of the deals of a stage."""
        column = self._columns.get(stage_id)
        return [] if column is None else [column.ids[row] for row in self._rows[stage_id][offset : offset + limit]]

    def ids(self) -> list[int]:
        """The ids of all of them."""
        return [column.ids[row] for stage_id, column in self._columns.items() for row in self._rows[stage_id]]


class BoardTexts:
    """The texts of open deals, and the last answers: each key typed or taken back changes the words a little only."""

    def __init__(self, columns: dict[int, _Column]) -> None:
        self._columns = columns
        self._rows: dict[_Words, dict[int, _Rows]] = {
            (): {stage_id: range(len(column.ids)) for stage_id, column in columns.items()}
        }
        self._found: dict[_Words, Found] = {}

    def find(self, text: str) -> Found:
        """The deals whose title or organisation holds each word of the text."""
        words = tuple(map(fold, text.split()))
        found = self._found.get(words)
        if found is None:
            if len(self._found) >= _MOST_KEPT:
                oldest = next(iter(self._found))
                del self._found[oldest], self._rows[oldest]
            rows = self._rows[words] = self._match(words)
            sums = {stage_id: self._columns[stage_id].add_up(some) for stage_id, some in rows.items()}
            found = self._found[words] = Found(sums, rows, self._columns)
        return found

    def _match(self, words: _Words) -> dict[int, _Rows]:
        rows = dict(self._narrowest(words))
        for stage_id, column in self._columns.items():
            texts = column.texts
            for word in words:
                rows[stage_id] = [row for row in rows[stage_id] if word in texts[row]]
        return rows

    def _narrowest(self, words: _Words) -> dict[int, _Rows]:
        """An earlier answer that holds all that these words can find: their beginnings found them too."""
        wider = [rows for known, rows in self._rows.items() if all(any(old in word for word in words) for old in known)]
        return min(wider, key=lambda rows: sum(map(len, rows.values())))


def read_texts(view: View, where: str, parameters: Sequence[Value], today: date, *, name: str) -> BoardTexts:
    """The texts of the deals `d` under a condition, kept under that name and read again only after a change."""
    question = (where, *parameters, today)
    return view.keep(name, question, lambda: BoardTexts(_read_columns(view, where, parameters, today)))


def _pick(values: Sequence[_Kept], rows: _Rows) -> Sequence[_Kept]:
    """The values of some rows; a whole range of them, and any other, without a step of Python's for each."""
    if isinstance(rows, range) or not rows:
        return values[rows.start : rows.stop] if isinstance(rows, range) else ()
    return itemgetter(*rows)(values) if len(rows) > 1 else (values[rows[0]],)


def _read_columns(view: View, where: str, parameters: Sequence[Value], today: date) -> dict[int, _Column]:
    rates = read_rates(view, view.base_currency, today)
    organisations = {row_id: fold(name) for row_id, name in view.rows("select id, name from organisation")}
    # Read in the order of the file and sorted here: SQLite would look every deal up by an index, and sort the titles.
    rows = view.rows(
        "select d.stage_id, d.rank, d.id, d.currency, d.value, d.title, d.organisation_id"  # noqa: S608 - our own text
        f" from deal d not indexed where {where}",
        parameters,
    )
    rows.sort()
    columns: dict[int, _Column] = {}
    for stage_id, _rank, deal_id, currency, value, title, organisation in rows:
        column = columns.get(stage_id)
        if column is None:
            column = columns[stage_id] = _Column(view.base_currency, rates)
        # No word holds a line break: each is found in the title or in the organisation, never across.
        text = f"{fold(title)}\n{organisations.get(organisation, '')}"
        column.add(deal_id, text, currency, value)
    return columns
