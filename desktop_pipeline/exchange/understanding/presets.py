"""Products whose exports are known: told by their headers, each with its words and habits (import_presets.json)."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from types import MappingProxyType
from typing import TypedDict

from desktop_pipeline import paths
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.names import name_key
from desktop_pipeline.exchange.tables import Table, show
from desktop_pipeline.exchange.understanding.kinds import Kind
from desktop_pipeline.exchange.understanding.vocabulary import full_key, normalise_header

AUTO = "auto"
NONE = "none"
_ROWS_LOOKED_AT = 20


@dataclass(frozen=True, slots=True)
class Signature:
    """What a header row must have: `all_of` and one of `any_of` by key, `exact` as written, some that start so.

    `cells`: what the cells below a header must look like.
    """

    all_of: frozenset[str] = frozenset()
    any_of: frozenset[str] = frozenset()
    exact: frozenset[str] = frozenset()
    starts: tuple[str, ...] = ()
    least: int = 2
    cells: tuple[tuple[str, re.Pattern[str]], ...] = ()


@dataclass(frozen=True, slots=True)
class KindRule:
    """The kind of a table of the product that has all of one set of headers and one of another."""

    kind: Kind
    all_of: frozenset[str]
    any_of: frozenset[str]


@dataclass(frozen=True, slots=True)
class Preset:
    """One product's exports.

    `aliases`: by kind and field the product's own headers, before the general ones. `stages`: those it comes with, in
    order. `stage_names`: internal value → name. `statuses`: word → open, won, lost or ignore. `guard`: characters put
    before risky cells. `html`: fields that hold HTML. `separators`: what parts the values of a cell, by field.
    `is_utc`: instants without a zone are UTC. `is_ours`: our own export, whose cells are taken as they are.
    """

    key: str
    name: str
    signatures: tuple[Signature, ...]
    kinds: tuple[KindRule, ...]
    aliases: Mapping[Kind, Mapping[str, tuple[str, ...]]]
    stages: tuple[str, ...] = ()
    stage_names: Mapping[str, str] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)
    guard: str = ""
    html: frozenset[str] = frozenset()
    separators: Mapping[str, str] = field(default_factory=dict)
    is_utc: bool = False
    is_ours: bool = False

    def order(self) -> tuple[str, ...]:
        """Keys of its open stages in their order."""
        return tuple(map(name_key, self.stages))


class _SignatureJson(TypedDict, total=False):
    all: list[str]
    any: list[str]
    exact: list[str]
    starts: list[str]
    least: int
    cells: dict[str, str]


class _KindJson(TypedDict, total=False):
    kind: str
    all: list[str]
    any: list[str]


class _PresetJson(TypedDict, total=False):
    name: str
    like: str
    signatures: list[_SignatureJson]
    kinds: list[_KindJson]
    fields: dict[str, dict[str, list[str]]]
    stages: list[str]
    stage_names: dict[str, str]
    statuses: dict[str, str]
    guard: str
    html: list[str]
    separators: dict[str, str]
    is_utc: bool
    is_ours: bool


@cache
def presets() -> Mapping[str, Preset]:
    """The shipped presets by key, in the order in which they are offered."""
    told: dict[str, _PresetJson] = json.loads(paths.resource("import_presets.json").read_text(encoding="utf-8"))
    read: dict[str, Preset] = {}
    for key, preset in told.items():
        # Another shape of the same product's files says only what is different in it
        base: _PresetJson = told[preset["like"]] if "like" in preset else {}
        read[key] = _read_preset(key, {**base, **preset})
    return MappingProxyType(read)


def _read_preset(key: str, told: _PresetJson) -> Preset:
    return Preset(
        key=key,
        name=told["name"],
        signatures=tuple(map(_read_signature, told["signatures"])),
        kinds=tuple(
            KindRule(Kind(rule["kind"]), _keys(tuple(rule.get("all", ()))), _keys(tuple(rule.get("any", ()))))
            for rule in told.get("kinds", ())
        ),
        aliases=MappingProxyType(
            {
                Kind(kind): {field: tuple(map(full_key, headers)) for field, headers in fields.items()}
                for kind, fields in told.get("fields", {}).items()
            }
        ),
        stages=tuple(told.get("stages", ())),
        stage_names={name_key(value): name for value, name in told.get("stage_names", {}).items()},
        statuses={normalise_header(word): status for word, status in told.get("statuses", {}).items()},
        guard=told.get("guard", ""),
        html=frozenset(told.get("html", ())),
        separators=told.get("separators", {}),
        is_utc=told.get("is_utc", False),
        is_ours=told.get("is_ours", False),
    )


def _read_signature(told: _SignatureJson) -> Signature:
    return Signature(
        all_of=_keys(tuple(told.get("all", ()))),
        any_of=_keys(tuple(told.get("any", ()))),
        exact=frozenset(told.get("exact", ())),
        starts=tuple(told.get("starts", ())),
        least=told.get("least", 2),
        cells=tuple((full_key(header), re.compile(shape)) for header, shape in told.get("cells", {}).items()),
    )


@lru_cache(maxsize=64)
def _keys(headers: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(full_key, headers))


def preset_of(table: Table) -> Preset | None:
    """The product that a table comes from, by its headers; of several that fit the one that knows most of them."""
    fitting = [preset for preset in presets().values() if any(_bears(table, sign) for sign in preset.signatures)]
    keys = _keys(table.headers)
    return max(fitting, key=lambda preset: len(keys & _known_headers(preset.key)), default=None)


def choose_preset(tables: Sequence[Table], said: str = AUTO) -> Preset | None:
    """The product that an import's files come from: the one that was said, else that of the most telling table.

    Raises InvalidError for the key of a preset that there is not.
    """
    if said != AUTO:
        return find_preset(said)
    found = [(len(table.headers), preset) for table in tables if (preset := preset_of(table)) is not None]
    return max(found, key=lambda pair: pair[0], default=(0, None))[1]


def find_preset(key: str) -> Preset | None:
    """The preset of that key, None for “none”; raises InvalidError where there is no such preset."""
    if key == NONE:
        return None
    preset = presets().get(key.lower())
    if preset is None:
        message = f"There is no preset “{key}”. There are: {', '.join((AUTO, NONE, *presets()))}."
        raise InvalidError(message)
    return preset


def kind_by_preset(preset: Preset, table: Table) -> Kind | None:
    keys = _keys(table.headers) | {normalise_header(header) for header in table.headers}
    for rule in preset.kinds:
        if rule.all_of <= keys and (not rule.any_of or rule.any_of & keys):
            return rule.kind
    return None


@cache
def _known_headers(key: str) -> frozenset[str]:
    preset = presets()[key]
    named = {alias for fields in preset.aliases.values() for aliases in fields.values() for alias in aliases}
    return frozenset(named).union(*(sign.all_of | sign.any_of for sign in preset.signatures))


def _bears(table: Table, sign: Signature) -> bool:
    raw = [header.strip().lstrip("\ufeff") for header in table.headers]
    keys = _keys(tuple(raw))
    if sign.starts and sum(header.lower().startswith(sign.starts) for header in raw) < sign.least:
        return False
    return (
        sign.all_of <= keys
        and (not sign.any_of or bool(sign.any_of & keys))
        and sign.exact <= set(raw)
        and all(_cells_look_so(table, key, shape) for key, shape in sign.cells)
    )


def _cells_look_so(table: Table, key: str, shape: re.Pattern[str]) -> bool:
    """Whether every filled cell among the first below that header has the shape."""
    index = next((index for index, header in enumerate(table.headers) if full_key(header) == key), None)
    if index is None:
        return False
    cells = [show(row.cells[index]) for row in table.rows[:_ROWS_LOOKED_AT] if index < len(row.cells)]
    filled = [cell for cell in cells if cell.strip()]
    return bool(filled) and all(shape.match(cell) for cell in filled)
