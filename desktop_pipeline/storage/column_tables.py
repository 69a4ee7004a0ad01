"""Tables of the file as numpy columns by id: read whole, or brought up to date row by row after a change."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from json import dumps
from typing import Any, TypeAlias
from zlib import crc32
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.domain.stages import ForecastCategory
from desktop_pipeline.metrics.days import day_number
from desktop_pipeline.metrics.history import NO_DAY, NO_VALUE, UNKNOWN, Flags, Floats, Int8s, Int32s, Int64s, Integers
from desktop_pipeline.storage.database import Reader, Row

Column: TypeAlias = npt.NDArray[Any]
Maker: TypeAlias = Callable[[Sequence[Any]], Column]

_KEYS = 2**31 - 1
_NARROW = np.iinfo(np.int16)
_DAY = 86_400_000_000
_QUARTER = 900_000_000  # time zones change their offset on quarters of an hour
_CATEGORIES = {category.value: place for place, category in enumerate(ForecastCategory)}
# Employees of an organisation, as official statistics band them.
_SIZES = (10, 50, 250, 1000)
SIZE_BANDS = ("0–9", "10–49", "50–249", "250–999", "1000+")


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows of a table in their order: ids, and the other columns by name."""

    ids: Int32s
    columns: Mapping[str, Column]

    def __getitem__(self, name: str) -> Column:
        return self.columns[name]


@dataclass(frozen=True)
class TableReader:
    """How a table is read: the SQL of each column by name with what makes an array of it, and the rows' order."""

    source: str
    columns: Mapping[str, tuple[str, Maker]]
    # What rows are ordered by before their id: columns above.
    order: tuple[str, ...] = ()
    # Those that number a short list: they take half the width where all their numbers fit in it.
    small: tuple[str, ...] = ()
    finish: Callable[[dict[str, Column]], None] = lambda _columns: None

    def read(self, reader: Reader, only: Collection[int] | None = None) -> Rows:
        """All rows, made portion by portion, or those with some ids.

        As rows of Python numbers, half a million events would take ten times the memory of their columns.
        """
        expressions = ["t.id", *(sql for sql, _make in self.columns.values())]
        order = ", ".join([*(self.columns[name][0] for name in self.order), "t.id"])
        where = "" if only is None else " where t.id in (select value from json_each(?))"
        # All of it is our own text.
        sql = f"select {', '.join(expressions)} from {self.source}{where} order by {order}"  # noqa: S608
        if only is None:
            total = int(reader.value(f"select count(*) from {self.source.split()[0]}"))  # noqa: S608
            ids, *columns = self._fill(reader.portions(sql), total)
        else:
            ids, *columns = self._make(reader.rows(sql, (dumps(sorted(only)),)))
        named = dict(zip(self.columns, columns, strict=True))
        named.update((name, _narrow(named[name])) for name in self.small)
        self.finish(named)
        return Rows(ids, named)

    def _fill(self, portions: Iterator[list[Row]], total: int) -> list[Column]:
        whole: list[Column] = []
        filled = 0
        for rows in portions:
            parts = self._make(rows)
            whole = whole or [np.empty(total, part.dtype) for part in parts]
            for column, part in zip(whole, parts, strict=True):
                column[filled : filled + len(rows)] = part
            filled += len(rows)
        return whole

    def _make(self, rows: list[Row]) -> list[Column]:
        makers = [make_ids, *(make for _sql, make in self.columns.values())]
        return [make(column) for make, column in zip(makers, transpose(rows, len(makers)), strict=True)]

    def update(self, known: Rows, fresh: Rows, touched: Collection[int]) -> Rows:
        """The known rows without those touched, and with what the file now holds of these, all in their order."""
        ids, columns = known.ids, dict(known.columns)
        gone = np.isin(ids, np.array(sorted(touched), dtype=np.int64))
        if gone.any():
            ids, columns = ids[~gone], {name: column[~gone] for name, column in columns.items()}
        if fresh.ids.size:
            keys = [columns[name] for name in self.order] + [ids]
            wanted = zip(*(fresh[name].tolist() for name in self.order), fresh.ids.tolist(), strict=True)
            places = [_find_place(keys, values) for values in wanted]
            ids = np.insert(ids, places, fresh.ids)
            columns = {name: _insert(column, places, fresh[name]) for name, column in columns.items()}
        return Rows(ids, columns)


def _narrow(column: Column) -> Column:
    if column.min(initial=0) < _NARROW.min or column.max(initial=0) > _NARROW.max:
        return column
    return column.astype(np.int16)


def _insert(column: Column, places: list[int], fresh: Column) -> Column:
    return np.insert(column.astype(np.promote_types(column.dtype, fresh.dtype), copy=False), places, fresh)


def _find_place(keys: list[Column], values: tuple[int, ...]) -> int:
    """Where a row belongs among rows that are ordered by several keys."""
    start, end = 0, keys[0].size
    for key, value in zip(keys, values, strict=True):
        among = key[start:end]
        start, end = start + int(np.searchsorted(among, value)), start + int(np.searchsorted(among, value, "right"))
    return start


class Lexicon:
    """Texts as numbers, in the order in which they were first seen."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def make(self, texts: Sequence[str | None]) -> Int32s:
        """The number of each text, UNKNOWN for None."""
        numbers = self.numbers
        for text in set(texts).difference(numbers):
            if text is not None:
                numbers[text] = len(numbers)
        return np.array([UNKNOWN if text is None else numbers[text] for text in texts], dtype=np.int32)

    def translate(self, column: Integers, keys: Mapping[str, int]) -> Integers:
        """The same column by other numbers; UNKNOWN stays, and so is a text that has none."""
        table = _narrow(np.array([*(keys.get(text, UNKNOWN) for text in self.numbers), UNKNOWN], dtype=np.int32))
        return table[column]


def key_texts(texts: Iterable[str]) -> dict[str, int]:
    """A number for each text, the same whatever others there are, so that a filter by it keeps its meaning.

    It has 31 bits, as much as a signal of Qt takes; of two texts with the same one the later takes the next.
    """
    keys: dict[str, int] = {}
    taken: set[int] = set()
    for text in sorted(texts):
        key = crc32(text.encode()) & _KEYS
        while key in taken:
            key = (key + 1) & _KEYS
        taken.add(key)
        keys[text] = key
    return keys


class Lexicons:
    """The texts of columns that repeat few of them."""

    def __init__(self) -> None:
        self.industries = Lexicon()
        self.countries = Lexicon()
        self.currencies = Lexicon()
        self.kinds = Lexicon()


def list_tables(lexicons: Lexicons, zone: ZoneInfo) -> dict[str, TableReader]:
    """The tables that metrics read row by row, by name."""
    days = _Days().make
    deal = ("t.deal_id", make_ids)
    return {
        "deal": TableReader(
            "deal t left join organisation o on o.id = t.organisation_id",
            {
                "pipeline": ("t.pipeline_id", make_ids),
                "source": ("t.source_id", make_ids),
                "organisation": ("t.organisation_id", make_ids),
                "created_known": ("t.created_at is not null", make_truths),
                "category": ("t.forecast_category", _make_categories),
                "touched_day": ("t.last_touch_on", days),
                "industry": ("o.industry", lexicons.industries.make),
                "country": ("o.country", lexicons.countries.make),
                "size_band": ("o.size", _make_size_bands),
            },
            small=("pipeline", "source", "size_band"),
        ),
        "line_item": TableReader(
            "line_item t",
            {"deal": deal, "product": ("t.product_id", make_ids), "amount": ("t.amount", make_amounts)},
            small=("product",),
        ),
        "deal_label": TableReader("deal_label t", {"deal": deal, "label": ("t.label_id", make_ids)}, small=("label",)),
        "deal_competitor": TableReader(
            "deal_competitor t", {"deal": deal, "competitor": ("t.competitor_id", make_ids)}
        ),
        "deal_relation": TableReader(
            "deal_relation t",
            {
                "deal": deal,
                "earlier": ("t.earlier_id", make_ids),
                "is_referral": ("t.kind = 'referral'", make_truths),
            },
        ),
        "milestone_mark": TableReader(
            "milestone_mark t",
            {"deal": deal, "day": ("t.passed_on", days), "is_sql": ("t.milestone = 'sql'", make_truths)},
        ),
        "activity": TableReader(
            "activity t",
            {
                "deal": ("t.deal_id", make_ids),
                "kind": ("t.kind", lexicons.kinds.make),
                "owner": ("t.owner_id", make_ids),
                "created": ("t.created_at", make_amounts),
                "due_day": ("t.due_on", days),
                "done": ("t.done_at", make_amounts),
            },
            small=("kind", "owner"),
            finish=partial(_add_local_days, zone=zone, instant="done", day="done_day"),
        ),
        "note": TableReader(
            "note t",
            {"deal": deal, "at": ("t.at", make_whole)},
            finish=partial(_add_local_days, zone=zone, instant="at", day="day"),
        ),
        "message": TableReader(
            "message t",
            {
                "deal": ("t.deal_id", make_ids),
                "at": ("t.at", make_whole),
                "came_in": ("t.direction = 'in'", make_truths),
            },
            finish=partial(_add_local_days, zone=zone, instant="at", day="day"),
        ),
        "deal_snooze": TableReader(
            "deal_snooze t",
            {
                "deal": deal,
                "at": ("t.at", make_whole),
                "until": ("t.until", days),
                "ended": ("t.ended_at", make_amounts),
            },
            finish=partial(_add_local_days, zone=zone, instant="at", day="day"),
        ),
        "history_event": _events(lexicons, days, zone),
    }


def _events(lexicons: Lexicons, days: Maker, zone: ZoneInfo) -> TableReader:
    outcomes = f"({EventKind.WON.value}, {EventKind.LOST.value})"
    return TableReader(
        "history_event t",
        {
            "deal": ("t.deal_id", make_ids),
            "kind": ("t.kind", lambda kinds: np.array(kinds, dtype=np.int8)),
            "at": ("t.at", make_whole),
            "stage": ("t.to_stage_id", make_ids),
            "from_stage": ("t.from_stage_id", make_ids),
            "value": ("t.value", make_amounts),
            "currency": ("t.currency", lexicons.currencies.make),
            "owner": ("t.owner_id", make_ids),
            "probability": ("t.probability", _make_shares),
            "expected": ("t.expected_close_on", days),
            "reason": ("t.reason_id", make_ids),
            "inferred": ("t.is_inferred", make_truths),
            # What a file tells without a date is entered at the very instant of its import.
            "stands_in": ("not t.is_dated or (t.is_inferred and t.at = t.recorded_at)", make_truths),
            # An outcome that a file dates nowhere belongs to no period.
            "dateless": (f"not t.is_dated and t.kind in {outcomes}", make_truths),
        },
        order=("deal", "at"),
        small=("stage", "from_stage", "currency", "owner", "reason"),
        finish=partial(_add_event_days, zone=zone),
    )


def _add_event_days(columns: dict[str, Column], zone: ZoneInfo) -> None:
    columns["day"] = np.where(columns.pop("dateless"), NO_DAY, to_local_days(columns["at"], zone)).astype(np.int32)


def _add_local_days(columns: dict[str, Column], zone: ZoneInfo, instant: str, day: str) -> None:
    known = columns[instant] != NO_VALUE
    columns[day] = np.full(known.size, NO_DAY, dtype=np.int32)
    columns[day][known] = to_local_days(columns[instant][known], zone)


def to_local_days(instants: Int64s, zone: ZoneInfo) -> Int32s:
    """Local days since 1970-01-01 of UTC microseconds: a zone's offset is asked once for each quarter of an hour."""
    quarters, position = np.unique(instants // _QUARTER, return_inverse=True)
    offsets = np.fromiter(
        (_offset(int(quarter) * _QUARTER, zone) for quarter in quarters), dtype=np.int64, count=quarters.size
    )
    days: Int32s = ((instants + offsets[position]) // _DAY).astype(np.int32)
    return days


def _offset(microseconds: int, zone: ZoneInfo) -> int:
    offset = datetime.fromtimestamp(microseconds // 1_000_000, UTC).astimezone(zone).utcoffset()
    return 0 if offset is None else round(offset.total_seconds() * 1_000_000)


class _Days:
    """Days as numbers; few differ, so that each is read once."""

    def __init__(self) -> None:
        self._known: dict[str | None, int] = {None: NO_DAY}

    def make(self, texts: Sequence[str | None]) -> Int32s:
        for text in set(texts).difference(self._known):
            self._known[text] = day_number(date.fromisoformat(str(text)))
        return np.array([self._known[text] for text in texts], dtype=np.int32)


def transpose(rows: Sequence[Row], columns: int) -> list[list[Any]]:
    """Rows as columns, also where there are none."""
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(columns)]


def make_whole(values: object) -> Int64s:
    """Whole numbers that are always there."""
    return np.array(values, dtype=np.int64)


def make_amounts(values: Sequence[int | None]) -> Int64s:
    """Money or instants, NO_VALUE for None."""
    return make_whole([NO_VALUE if amount is None else amount for amount in values])


def make_truths(values: Sequence[int]) -> Flags:
    """Yes or no."""
    return np.array(values, dtype=np.bool_)


def make_ids(values: Sequence[int | None]) -> Int32s:
    """Ids, which count up from 1, UNKNOWN for None; half the width does: raises OverflowError for one beyond."""
    return np.array([UNKNOWN if value is None else value for value in values], dtype=np.int32)


def _make_shares(shares: Sequence[float | None]) -> Floats:
    return np.array([np.nan if share is None else share for share in shares], dtype=np.float64)


def _make_categories(words: Sequence[str | None]) -> Int8s:
    return np.array([UNKNOWN if word is None else _CATEGORIES[word] for word in words], dtype=np.int8)


def _make_size_bands(sizes: Sequence[int | None]) -> Int32s:
    known = make_whole([UNKNOWN if size is None else size for size in sizes])
    return np.where(known < 0, UNKNOWN, np.searchsorted(_SIZES, known, side="right")).astype(np.int32)
