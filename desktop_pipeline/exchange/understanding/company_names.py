"""Organisations written in two ways: which names are the same one, by legal form and web domain, where that is sure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from desktop_pipeline.domain.names import fold, name_key

_MARKS = str.maketrans(dict.fromkeys(",;:'’\"()-–/&", " "))
_SHORTENED = re.compile(r"\b(?:[a-z]\.){2,}|\b[a-z](?:/[a-z])+\b")
_SP_ZOO = re.compile(r"\bsp\.?\s*z\.?\s*o\.?\s*o\b\.?")
_FORMS: dict[str, str] = {
    form: form
    for form in (
        *(
            "gmbh",
            "ag",
            "kg",
            "ug",
            "ohg",
            "ek",
            "mbh",
            "se",
            "sa",
            "sarl",
            "sas",
            "srl",
            "spa",
            "sl",
            "slu",
            "bv",
            "nv",
        ),
        *("oy", "oyj", "ab", "as", "aps", "asa", "ltd", "llc", "llp", "lp", "plc", "inc", "corp", "co", "pty", "pte"),
        *("ou", "uab", "sia", "ooo", "kft", "zrt", "sro", "doo", "dd", "ad", "spzoo", "kk", "nyrt", "bvba", "sprl"),
        *("cv", "vof", "eirl", "eurl", "snc", "scs", "lda", "ltda", "sca"),
    )
}
# Written in full
_FORMS |= {"limited": "ltd", "incorporated": "inc", "corporation": "corp", "company": "co", "osauhing": "ou"}
# Forms that stand before the name as well, in these capitals
_LEADING = frozenset(("OÜ", "UAB", "SIA", "AS", "AB", "ООО"))
_TELLING = 3
# Addresses that many organisations share say nothing
_SHARED_SITES = frozenset(
    (
        *("facebook.com", "linkedin.com", "instagram.com", "twitter.com", "x.com", "youtube.com", "google.com"),
        *("wordpress.com", "github.com"),
    )
)


class SplitName(NamedTuple):
    """A name without its legal form, folded, and the form."""

    bare: str
    form: str


def split_name(name: str) -> SplitName:
    """The words of a name in their order, and the legal form behind or before them: “Acme Ltd.” is “acme” and “ltd”."""
    # Nearly every name is plain words, and an import has many thousand names
    text = fold(name)
    if "sp" in text:
        text = _SP_ZOO.sub("spzoo", text)
    if "." in text or "/" in text:
        text = _SHORTENED.sub(lambda match: match[0].replace(".", "").replace("/", ""), text)
    words = text.replace("&", " and ").translate(_MARKS).split()
    if "." in text:
        words = [bare for word in words if (bare := word.strip("."))]
    form: list[str] = []
    while len(words) > 1 and (words[-1] in _FORMS or (form and words[-1] == "and")):
        word = words.pop()
        form.insert(0, _FORMS.get(word, ""))
    first = name.split(maxsplit=1)[0] if name.split() else ""
    if not form and len(words) > 1 and first in _LEADING:
        form.append(_FORMS.get(words.pop(0), first.casefold()))
    return SplitName(" ".join(words), " ".join(filter(None, form)))


class CompanyNames:
    """All names of an import and of the workspace together, by key, and which of them is meant by each.

    `known` go before the files' own. A name that could be either of two is left as it is and stands in `doubtful`.
    """

    def __init__(self, known: Mapping[str, str], domains: Mapping[str, str]) -> None:
        self._names = dict(known)
        self._known = frozenset(known)
        self._domains: dict[str, dict[str, None]] = {}
        for key, domain in domains.items():
            self._tell_domain(key, domain)
        self._places: dict[str, int] = {}
        self._meant: dict[str, str] | None = None
        self._apart: set[str] = set()
        self.doubtful: dict[str, tuple[str, ...]] = {}

    def expect(self, named: Iterable[tuple[str, str | None]], *, are_apart: bool = False) -> None:
        """Names with their domains, before any of them is resolved; `are_apart`: none of these means another one."""
        for name, domain in named:
            key = name_key(name)
            self._names.setdefault(key, name)
            if are_apart:
                self._apart.add(key)
            if domain:
                self._tell_domain(key, domain)
        self._meant = None

    def _tell_domain(self, key: str, domain: str) -> None:
        if domain not in _SHARED_SITES:
            self._domains.setdefault(key, {}).setdefault(domain)

    def resolve(self, key: str) -> str:
        """The key of the organisation that a name means; its own where no other is certain."""
        if self._meant is None:
            self._meant = self._resolve_all()
        return self._meant.get(key, key)

    def joined(self, keys: Iterable[str]) -> int:
        """How many of these names mean one that is written in another way."""
        return sum(self.resolve(key) != key for key in keys)

    def _resolve_all(self) -> dict[str, str]:
        self._places = {key: place for place, key in enumerate(self._names)}
        groups: dict[str, dict[str, list[str]]] = {}
        for key, name in self._names.items():
            bare, form = split_name(name)
            if len(bare) >= _TELLING:
                groups.setdefault(bare, {}).setdefault(form, []).append(key)
        meant: dict[str, str] = {}
        self.doubtful = {}
        for forms in groups.values():
            if sum(map(len, forms.values())) > 1:
                self._resolve_group(forms, meant)
        self._join_by_domain(meant)
        self.doubtful = {key: others for key, others in self.doubtful.items() if key not in meant}
        return meant

    def _resolve_group(self, forms: Mapping[str, list[str]], meant: dict[str, str]) -> None:
        if len([form for form in forms if form]) <= 1:
            self._point([key for keys in forms.values() for key in keys], meant)
            return
        for form, keys in forms.items():
            self._point(keys, meant)
            if not form:
                others = tuple(self._names[others[0]] for other, others in forms.items() if other)
                self.doubtful.update({key: others for key in keys if key not in self._known})

    def _point(self, keys: list[str], meant: dict[str, str]) -> None:
        """All mean the one that the workspace has, else the first; nobody knows which of several that it has."""
        known = [key for key in keys if key in self._known]
        if len(known) <= 1 and len(self._apart.intersection(keys)) <= 1:
            one = known[0] if known else keys[0] if len(keys) == 1 else min(keys, key=self._places.__getitem__)
            meant.update({key: one for key in keys if key != one})

    def _join_by_domain(self, meant: dict[str, str]) -> None:
        """Names that begin alike and have the same web domain are one.

        It is all of them or none: what one import makes apart the next one knows, and may not take for anything else.
        """
        circles: dict[str, dict[str, None]] = {}
        for keys in self._list_alike(meant):
            circle = {each: None for key in keys for each in circles.get(key, (key,))}
            circles.update(dict.fromkeys(circle, circle))
        apart = {meant.get(key, key) for key in self._apart}
        joined: dict[str, str] = {}
        for circle in {id(each): each for each in circles.values()}.values():
            known = [key for key in circle if key in self._known]
            if len(known) <= 1 and len(apart.intersection(circle)) <= 1:
                one = known[0] if known else next(iter(circle))
                joined.update({key: one for key in circle if key != one})
        meant.update({key: joined[target] for key, target in meant.items() if target in joined})
        meant.update(joined)

    def _list_alike(self, meant: Mapping[str, str]) -> Iterator[list[str]]:
        """Groups of keys that have a domain and the first word of their names in common."""
        by_domain: dict[str, dict[str, None]] = {}
        for key, domains in self._domains.items():
            for domain in domains:
                by_domain.setdefault(domain, {}).setdefault(meant.get(key, key))
        for keys in by_domain.values():
            if len(keys) > 1:
                by_word: dict[str, list[str]] = {}
                for key in keys:
                    by_word.setdefault(_first_word(self._names[key]), []).append(key)
                yield from (group for group in by_word.values() if len(group) > 1)


def _first_word(name: str) -> str:
    return split_name(name).bare.partition(" ")[0]
