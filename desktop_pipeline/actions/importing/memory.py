"""What was said of files of one shape, remembered in the workspace for the next file of that shape."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import cast

from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.money import check_currency
from desktop_pipeline.exchange.options import DateOrder, DecimalMark, ImportOptions, Leads, TablePlace
from desktop_pipeline.exchange.tables import Table
from desktop_pipeline.exchange.understanding.columns import normalise_header
from desktop_pipeline.exchange.understanding.kinds import IGNORE, Kind
from desktop_pipeline.exchange.understanding.presets import NONE, presets
from desktop_pipeline.storage.database import Reader
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.workspace import View, write_setting

_KEY = "import_memory"
_MOST = 60
_PARTS = 3  # field, word and what is meant


@dataclass(slots=True)
class _Said:
    """What was said of one table, as it is kept: plain JSON."""

    kind: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    stage_words: dict[str, str] = field(default_factory=dict)
    words: list[list[str]] = field(default_factory=list)
    date_orders: dict[str, str] = field(default_factory=dict)
    decimal_marks: dict[str, str] = field(default_factory=dict)
    stage_order: list[str] = field(default_factory=list)
    filled_below: list[str] = field(default_factory=list)
    currency: str = ""
    leads: str = ""
    preset: str = ""


def sign(table: Table) -> str:
    """The signature of a table's shape: its headers, whatever their order and spelling."""
    headers = sorted({normalise_header(header) for header in table.headers if header.strip()})
    return hashlib.sha256("\n".join(headers).encode()).hexdigest()[:16]


def recall(view: View, tables: Iterable[Table], options: ImportOptions) -> ImportOptions:
    """The options with what was said before of tables of the same shape, where nothing is said now."""
    memory = _read(view)
    if not memory:
        return options
    settled = options
    for table in tables:
        told = memory.get(sign(table))
        if told is not None:
            settled = _add(settled, options, table, _to_said(told))
    return settled


def remember(draft: Draft, tables: Sequence[Table], options: ImportOptions) -> None:
    """Keeps what was said, under the shape of each table; nothing where nothing was said."""
    memory = _read(draft)
    before = dict(memory)
    for table in tables:
        said = _gather(table, options)
        if said is not None:
            key = sign(table)
            memory.pop(key, None)
            memory[key] = said
    kept = dict(list(memory.items())[-_MOST:])
    if kept != before:
        write_setting(draft, _KEY, json.dumps(kept, ensure_ascii=False, sort_keys=False))


def _read(reader: Reader) -> dict[str, dict[str, object]]:
    try:
        memory = json.loads(reader.setting(_KEY, "{}"))
    except ValueError:
        return {}
    if not isinstance(memory, dict):
        return {}
    return {key: told for key, told in memory.items() if isinstance(told, dict)}


def _to_said(told: Mapping[str, object]) -> _Said:
    """What can be used of what is kept; a workspace from elsewhere may hold anything."""
    said = _Said()
    for name in _Said.__slots__:
        value, usual = told.get(name), getattr(said, name)
        if isinstance(value, dict) and isinstance(usual, dict):
            setattr(said, name, {key: text for key, text in value.items() if isinstance(text, str)})
        elif isinstance(value, str) and isinstance(usual, str):
            setattr(said, name, value)
        elif isinstance(value, list) and name in {"stage_order", "filled_below"}:
            setattr(said, name, [text for text in value if isinstance(text, str)])
        elif isinstance(value, list) and name == "words":
            said.words = [each for each in value if isinstance(each, list) and len(each) == _PARTS]
    said.kind = said.kind if said.kind in {*Kind, IGNORE} else ""
    said.preset = said.preset if said.preset in {*presets(), NONE} else ""
    with suppress(InvalidError):
        said.currency = check_currency(said.currency)
        return said
    said.currency = ""
    return said


def _add(settled: ImportOptions, now: ImportOptions, table: Table, said: _Said) -> ImportOptions:
    place = table.place
    named = {normalise_header(header) for header in now.mapping}
    keys = [normalise_header(header) for header in table.headers]
    columns = {
        index: str(said.fields[key]) for index, key in enumerate(keys) if key in said.fields and key not in named
    }
    words = {(str(each[0]), str(each[1])): str(each[2]) for each in said.words}
    orders = cast("dict[str, DateOrder]", {k: v for k, v in said.date_orders.items() if v in {"day", "month"}})
    marks = cast("dict[str, DecimalMark]", {k: v for k, v in said.decimal_marks.items() if v in {".", ","}})
    return replace(
        settled,
        columns={**settled.columns, **_under(place, columns, now.columns)},
        kinds={**({place: said.kind} if said.kind else {}), **settled.kinds},
        stage_words={**said.stage_words, **settled.stage_words},
        words={**words, **settled.words},
        date_orders={**orders, **settled.date_orders},
        decimal_marks={**marks, **settled.decimal_marks},
        stage_order=settled.stage_order or tuple(said.stage_order),
        filled_below=settled.filled_below | set(said.filled_below),
        currency=settled.currency or said.currency or None,
        leads=cast("Leads", said.leads) if said.leads in {"deals", "people"} else settled.leads,
        preset=said.preset if said.preset and settled.preset == "auto" else settled.preset,
    )


def _under(
    place: TablePlace, before: Mapping[int, str], now: Mapping[TablePlace, Mapping[int, str]]
) -> dict[TablePlace, Mapping[int, str]]:
    together = {**before, **now.get(place, {})}
    return {place: together} if together else {}


def _gather(table: Table, options: ImportOptions) -> dict[str, object] | None:
    """What was said that concerns a table; None where that is nothing."""
    by_key = {normalise_header(header): meant for header, meant in options.mapping.items()}
    own = options.columns.get(table.place, {})
    fields = {}
    headers = set()
    for index, header in enumerate(table.headers):
        key = normalise_header(header)
        headers.add(header)
        meant = own.get(index, by_key.get(key))
        if meant is not None and key:
            fields[key] = meant
    usual = ImportOptions()
    said: dict[str, object] = {
        "kind": options.kinds.get(table.place, ""),
        "fields": fields,
        "stage_words": dict(options.stage_words),
        "words": [[*pair, meant] for pair, meant in options.words.items()],
        "date_orders": {header: order for header, order in options.date_orders.items() if header in headers},
        "decimal_marks": {header: mark for header, mark in options.decimal_marks.items() if header in headers},
        "stage_order": list(options.stage_order),
        "filled_below": sorted(options.filled_below & headers),
        "currency": options.currency or "",
        "leads": "" if options.leads == usual.leads else options.leads,
        "preset": "" if options.preset == usual.preset else options.preset,
    }
    return {name: value for name, value in said.items() if value} or None
