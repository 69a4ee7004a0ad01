"""The words that files use for our fields, for outcomes and for months, in several languages."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from desktop_pipeline import paths
from desktop_pipeline.exchange.understanding.kinds import Kind

_SPACING = re.compile(r"[-_.:/,;\s\u00a0\u202f\u200d]+")
_LONGEST = 200
# What a header says is said long before; a file may hold a quarter of a million letters in one
_LOOKED_AT = 400
_BRACKETS = re.compile(r"[()\[\]\"“”„«»'’?]+")
# What a header may say of its amounts beside what they are
_UNITS = frozenset(
    (
        *(
            "€",
            "$",
            "£",
            "eur",
            "euro",
            "usd",
            "gbp",
            "chf",
            "kr",
            "sek",
            "nok",
            "dkk",
            "zł",
            "pln",
            "kč",
            "czk",
            "r$",
            "k€",
            "t€",
        ),
        *(
            "k",
            "teur",
            "keur",
            "tkr",
            "tsd",
            "tys",
            "tis",
            "in",
            "netto",
            "brutto",
            "net",
            "gross",
            "ht",
            "ttc",
            "vat",
            "mwst",
        ),
        *(
            "ust",
            "btw",
            "iva",
            "dph",
            "moms",
            "excl",
            "incl",
            "exkl",
            "inkl",
            "zzgl",
            "ex",
            "inc",
            "plus",
            "hors",
            "taxe",
        ),
        *(
            "taxes",
            "bez",
            "s",
            "h.t",
            "£k",
            "$k",
            "000",
            "vč",
            "sin",
            "con",
            "senza",
            "sem",
            "com",
            "tva",
            "imponibile",
            "zonder",
            "met",
        ),
    )
)
# Japanese and Chinese keyboards have brackets and colons of their own
_MARKS = str.maketrans("（）：／", "():/", "*%#\ufeff\u200b\u200d")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The alias tables of all languages together; keys are normalised.

    `fields`: of each kind each field's aliases, the most telling first. `outcomes`: word → open, won or lost.
    `truths`: yes and no; `dones`: whether something is done; `unknowns`: that nothing is known yet.
    `stages`: keys of what stages are often called; `leanings`: words that may well mean an outcome, `leaning_parts`:
    those that do so among others. `further`: aliases that say little alone. `rating_headers`: keys of headers over what
    a deal is rated as; `temperatures`: words as “hot” that speak for themselves; `grades`: words as “high” that do not.
    """

    fields: Mapping[Kind, Mapping[str, tuple[str, ...]]]
    outcomes: Mapping[str, str]
    truths: Mapping[str, bool]
    dones: Mapping[str, bool]
    months: Mapping[str, int]
    known: frozenset[str]
    unknowns: frozenset[str]
    stages: frozenset[str]
    leanings: frozenset[str]
    leaning_parts: frozenset[str]
    further: Mapping[Kind, Mapping[str, tuple[str, ...]]]
    rating_headers: frozenset[str]
    temperatures: frozenset[str]
    grades: frozenset[str]


def normalise_header(header: str) -> str:
    """The key of a header: lower-case, no `*`, nothing from a bracket on, marks and spaces as one space."""
    bare = header[:_LOOKED_AT].translate(_MARKS).lower()
    before_bracket = bare.partition("(")[0]
    return _SPACING.sub(" ", before_bracket if before_bracket.strip() else bare).strip()


def full_key(header: str) -> str:
    """The key of a header with what stands in its brackets: “Email (Home)” → “email home”."""
    bare = header[:_LOOKED_AT].translate(_MARKS).lower()
    return _SPACING.sub(" ", _BRACKETS.sub(" ", bare)).strip()


def plain_key(header: str) -> str:
    """The key of a header without what it says of the unit or of taxes; “Net” alone stays what it is."""
    words = full_key(header).split()
    return " ".join(word for word in words if word not in _UNITS) or " ".join(words)


@cache
def vocabulary() -> Vocabulary:
    """The shipped alias tables (resources/import_aliases.json)."""
    languages = json.loads(paths.resource("import_aliases.json").read_text(encoding="utf-8")).values()
    # A mere “?” is as good as any of them
    unknowns = {"", *(word.casefold().strip("?.!") for language in languages for word in language.get("unknowns", ()))}
    fields: dict[Kind, dict[str, tuple[str, ...]]] = {kind: {} for kind in Kind}
    stages, leanings, leaning_parts = (
        frozenset(normalise_header(word) for language in languages for word in language.get(key, ()))
        for key in ("stages", "leanings", "leaning_parts")
    )
    rating_headers, temperatures, grades = (
        frozenset(read(word) for language in languages for word in language.get("ratings", {}).get(key, ()))
        for key, read in (("headers", normalise_header), ("temperatures", str.casefold), ("grades", str.casefold))
    )
    further: dict[Kind, dict[str, tuple[str, ...]]] = {kind: {} for kind in Kind}
    outcomes: dict[str, str] = {}
    truths: dict[str, bool] = {}
    dones: dict[str, bool] = {}
    months: dict[str, int] = {}
    for language in languages:
        for kind in Kind:
            for told, of_kind in ((language["fields"], fields[kind]), (language.get("further", {}), further[kind])):
                for field, aliases in told.get(kind, {}).items():
                    keys = tuple(full_key(alias) for alias in aliases)
                    of_kind[field] = tuple(dict.fromkeys(of_kind.get(field, ()) + keys))
        for outcome, words in language.get("outcomes", {}).items():
            for word in words:
                outcomes.setdefault(normalise_header(word), outcome)
        truths = _read_truths(language.get("truths", {})) | truths
        dones = _read_truths(language.get("dones", {})) | dones
        for number, names in enumerate(language.get("months", ()), start=1):
            for name in [names] if isinstance(names, str) else names:
                months.setdefault(name, number)
    known = frozenset(key for of_kind in fields.values() for keys in of_kind.values() for key in keys)
    return Vocabulary(
        *(fields, outcomes, truths, dones, months, known, frozenset(unknowns), stages, leanings),
        *(leaning_parts, further),
        *(rating_headers, temperatures, grades),
    )


def _read_truths(told: Mapping[str, Sequence[str]]) -> dict[str, bool]:
    return {word.casefold(): truth == "yes" for truth, words in told.items() for word in words}


def count_known(headers: Iterable[str], named: frozenset[str] = frozenset()) -> int:
    """How many different cells of a row are known as headers; `named` are further keys."""
    keys = {normalise_header(header): header for header in headers if len(header) <= _LONGEST}
    known = vocabulary().known
    return sum(
        key in known or key in named or full_key(header) in known or plain_key(header) in known
        for key, header in keys.items()
    )
