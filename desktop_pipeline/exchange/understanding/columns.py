"""Which column holds what: headers under a normalised key, matched against the alias tables."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from desktop_pipeline import paths
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.exchange.tables import Table

_IGNORED = "ignore"
_SPACING = re.compile(r"[-_.:/,\s\u00a0\u200d]+")
_MARKS = str.maketrans("", "", "*%#\ufeff\u200d")


class Kind(StrEnum):
    """What the rows of a table are."""

    DEALS = "deals"
    ORGANISATIONS = "organisations"
    PRODUCTS = "products"
    OWNERS = "owners"
    PEOPLE = "people"


# What a table must have, one of each group, to be taken for a table of this kind; earlier kinds win ties
_SIGNATURES: Mapping[Kind, tuple[frozenset[str], ...]] = MappingProxyType(
    {
        Kind.DEALS: (
            frozenset(("title", "value", "stage", "status", "expected_close", "closed", "close", "lost_reason")),
        ),
        Kind.ORGANISATIONS: (frozenset(("name",)),),
        Kind.PRODUCTS: (frozenset(("name",)), frozenset(("category", "price"))),
        Kind.OWNERS: (frozenset(("name",)), frozenset(("manager", "region", "email"))),
        Kind.PEOPLE: (
            frozenset(("name", "first_name", "last_name")),
            frozenset(("email", "other_email", "phone", "other_phone", "job_title")),
        ),
    }
)
# Of a deal's columns, a mere “name” proves nothing: every kind of table may have one
_VAGUE_TITLES = frozenset(("name", "title"))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The alias tables of all languages together; keys are normalised."""

    fields: Mapping[Kind, Mapping[str, tuple[str, ...]]]
    outcomes: Mapping[str, str]
    months: Mapping[str, int]
    known: frozenset[str]


@dataclass(frozen=True, slots=True)
class Recognised:
    """A table with its kind and, by our field, the index of the column that holds it."""

    table: Table
    kind: Kind
    columns: Mapping[str, int]


def normalise_header(header: str) -> str:
    """The key of a header (IMPORT §9): lower-case, no `*`, nothing from a bracket on, marks and spaces as one space."""
    bare = header.translate(_MARKS).lower()
    before_bracket = bare.partition("(")[0]
    return _SPACING.sub(" ", before_bracket if before_bracket.strip() else bare).strip()


@cache
def vocabulary() -> Vocabulary:
    """The shipped alias tables (resources/import_aliases.json)."""
    languages = json.loads(paths.resource("import_aliases.json").read_text(encoding="utf-8")).values()
    fields: dict[Kind, dict[str, tuple[str, ...]]] = {kind: {} for kind in Kind}
    outcomes: dict[str, str] = {}
    months: dict[str, int] = {}
    for language in languages:
        for kind in Kind:
            for field, aliases in language["fields"].get(kind, {}).items():
                keys = tuple(normalise_header(alias) for alias in aliases)
                fields[kind][field] = fields[kind].get(field, ()) + keys
        for outcome, words in language["outcomes"].items():
            outcomes.update(dict.fromkeys(map(normalise_header, words), outcome))
        for number, month in enumerate(language["months"], start=1):
            months[month] = months[month[:3]] = number
    known = frozenset(key for of_kind in fields.values() for keys in of_kind.values() for key in keys)
    return Vocabulary(fields, outcomes, months, known)


def count_known(headers: Iterable[str], named: frozenset[str] = frozenset()) -> int:
    """How many different cells of a row are known as headers; `named` are further keys."""
    keys = {normalise_header(header) for header in headers}
    return len(keys & vocabulary().known) + len(keys & named)


def recognise(table: Table, mapping: Mapping[str, str]) -> Recognised | None:
    """The kind of a table and its columns; `mapping` (header → field) goes before every alias. None: unknown."""
    chosen = _apply_mapping(table.headers, mapping)
    best: Recognised | None = None
    best_score = 0
    for kind in Kind:
        columns = _match(table.headers, kind, chosen)
        forced = sum(field in vocabulary().fields[kind] for field in chosen.values())
        score = len(columns) + forced
        if score > best_score and _fits(kind, columns, table.headers, set(chosen)):
            best, best_score = Recognised(table, kind, MappingProxyType(columns)), score
    return best


def misunderstood(found: Recognised, mapping: Mapping[str, str]) -> tuple[str, ...]:
    """The headers nobody knows, where they are more than half of all and no user said what the table holds."""
    chosen = _apply_mapping(found.table.headers, mapping)
    if any(field != _IGNORED for field in chosen.values()):
        return ()
    headers = {index: header for index, header in enumerate(found.table.headers) if header.strip()}
    understood = set(found.columns.values()) | set(chosen)
    strange = tuple(header for index, header in headers.items() if index not in understood)
    return strange if 2 * len(strange) > len(headers) else ()


def title_alone(table: Table) -> str | None:
    """The header that would be a deal's title if anything else said that the rows are deals."""
    index = _match(table.headers, Kind.DEALS, {}).get("title")
    return None if index is None else table.headers[index]


def check_mapping(tables: Sequence[Table], mapping: Mapping[str, str]) -> None:
    """Raises InvalidError for a header that no table has or a field that there is not."""
    headers = {normalise_header(header): header for table in tables for header in table.headers if header.strip()}
    fields = {field for of_kind in vocabulary().fields.values() for field in of_kind} | {_IGNORED}
    for header, field in mapping.items():
        if normalise_header(header) not in headers:
            message = f"There is no column “{header}”. There are: {', '.join(headers.values())}."
            raise InvalidError(message)
        if field not in fields:
            message = f"There is no field “{field}”. There are: {', '.join(sorted(fields))}."
            raise InvalidError(message)


def _apply_mapping(headers: Sequence[str], mapping: Mapping[str, str]) -> dict[int, str]:
    by_key = {normalise_header(header): field for header, field in mapping.items()}
    return {
        index: mapping.get(header, by_key.get(normalise_header(header), ""))
        for index, header in enumerate(headers)
        if header in mapping or normalise_header(header) in by_key
    }


def _match(headers: Sequence[str], kind: Kind, chosen: Mapping[int, str]) -> dict[str, int]:
    """Each field's column: the one the user named, else the one with the field's earliest alias, then the first."""
    aliases = vocabulary().fields[kind]
    columns = {field: index for index, field in chosen.items() if field in aliases}
    first: dict[str, int] = {}
    for index, header in enumerate(headers):
        if index not in chosen:
            first.setdefault(normalise_header(header), index)
    for field, keys in aliases.items():
        if field not in columns:
            taken = set(columns.values())
            found = next((first[key] for key in keys if key in first and first[key] not in taken), None)
            if found is not None:
                columns[field] = found
    return columns


def _fits(kind: Kind, columns: Mapping[str, int], headers: Sequence[str], chosen: set[int]) -> bool:
    proof = set(columns)
    title = columns.get("title")
    if kind is Kind.DEALS and title is not None and title not in chosen:
        others = proof & {"organisation", "person", "owner", "product", "created", "probability", "next_step"}
        if normalise_header(headers[title]) in _VAGUE_TITLES and not others:
            proof.discard("title")
    return all(proof & group for group in _SIGNATURES[kind])
