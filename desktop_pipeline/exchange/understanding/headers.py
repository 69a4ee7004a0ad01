"""Headers to fields: what was said, a product's own headers, the alias tables, then near spellings."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from desktop_pipeline.domain.blanks import BLANKS
from desktop_pipeline.exchange.understanding.kinds import AMOUNTS, CUSTOM, FIELDS, IGNORE, OPEN_FIELDS, SEVERAL, Kind
from desktop_pipeline.exchange.understanding.looks import Looks
from desktop_pipeline.exchange.understanding.presets import Preset
from desktop_pipeline.exchange.understanding.ratings import rates_deals
from desktop_pipeline.exchange.understanding.vocabulary import full_key, normalise_header, plain_key, vocabulary

# “Amount (converted)” is the amount once more, in another currency; a product's own aliases may still name it
_DERIVED = frozenset(("converted", "weighted", "formatted", "konvertiert", "convertido", "converti"))
# “Date entered "Proposal (Sales)"”: the stage, and the pipeline in brackets behind it
_ENTERED = re.compile(r"date (?P<way>entered|exited) [\"“”']?(?P<stage>.+?)[\"“”']?", re.IGNORECASE)
_ENTERED_INTERNAL = re.compile(r"hs_(?:v2_)?date_(?P<way>entered|exited)_(?P<stage>.+?)(?:_\d{5,})?", re.IGNORECASE)
_PIPELINE = re.compile(rf"{BLANKS}\([^()]*\)\s*$")
# “Deal - Floor area” is a field named Floor area
_SUBJECT = re.compile(r"^(?:deal|person|organi[sz]ation|lead) - ", re.IGNORECASE)
# A spelling this near, of a word this long that begins alike, is the same word mistyped
_NEAR = 88
_LONG_ENOUGH = 5
_SEVERAL_STAGES = 3
_NAMES = frozenset(("title", "product", "organisation", "person", "first_name", "last_name"))
# How a column is found that stands in two others
PARTED = "parted"
# … and one of ratings in words
RATING = "rating"
# “Fee %” is no fee, though “Fee (incl. 19 % VAT)” is one
_SHARE = re.compile(r"(?:^|[^\d\s])\s*%")
_GROSS = frozenset(("gross", "incl", "inc", "including", "brutto", "bruttó", "inkl", "ttc", "bruto", "lordo"))
# So common that they say little of what stands below them
VAGUE = frozenset(("name", "title", "id", "status", "date", "value", "type", "deal", "number", "label", "size", "user"))


@dataclass(slots=True)
class HeaderMatch:
    """Each field's column by header. `more`: further columns of fields that take several; `how`: by column, why."""

    columns: dict[str, int] = field(default_factory=dict)
    more: dict[str, tuple[int, ...]] = field(default_factory=dict)
    how: dict[int, str] = field(default_factory=dict)

    def give(self, name: str, index: int, how: str) -> None:
        if name not in self.columns:
            self.columns[name] = index
        else:
            self.more[name] = (*self.more.get(name, ()), index)
        self.how[index] = how

    def free(self, indexes: Iterable[int]) -> list[int]:
        return [index for index in indexes if index not in self.how]


def match_headers(
    headers: Sequence[str],
    kind: Kind,
    preset: Preset | None,
    said: Mapping[int, str],
    looks: Looks | None = None,
) -> HeaderMatch:
    """Each field's column: the one that was said, else the one with the field's earliest alias, then the first.

    `looks`: what the columns hold; a header that they contradict is no alias.
    """
    match = HeaderMatch()
    _take_said(headers, kind, said, match)
    match.how.update({index: PARTED for index in (looks.parted if looks else ()) if index not in match.how})
    indexes = [index for index, header in enumerate(headers) if index not in match.how and header.strip()]
    if kind is Kind.DEALS:
        _take_entered(headers, indexes, preset, match)
        if preset is None and looks is not None:
            _take_dated_stages(headers, match.free(indexes), looks, match)
    own = preset.aliases.get(kind, {}) if preset else {}
    _take_aliases(headers, match.free(indexes), own, match, "preset")
    aliases = vocabulary().fields[kind]
    _take_aliases(headers, match.free(indexes), aliases, match, "alias", looks)
    return match


def match_further(headers: Sequence[str], kind: Kind, looks: Looks, match: HeaderMatch) -> None:
    """Headers that say little alone, as “Total” or “Date”, where the cells bear them out; then first words of two."""
    free = match.free(index for index, header in enumerate(headers) if header.strip())
    for name, keys in vocabulary().further.get(kind, {}).items():
        if name == "last_name" and "first_name" not in match.columns:
            # “Last” alone is a time
            continue
        if name in match.columns or (name == "person" and "title" not in match.columns and not _names_people(match)):
            continue
        could = [index for index in free if not (name in AMOUNTS and _SHARE.search(headers[index]))]
        for key in keys:
            fitting = [index for index in match.free(could) if key in _further_keys(headers[index])]
            fitting.sort(key=lambda index: _has_taxes(headers[index]))
            index = next((each for each in fitting if looks.bear_out(name, each)), None)
            if index is not None:
                match.give(name, index, "further")
                break
    halves = {index: header.split("/", 1) for index, header in enumerate(headers) if "/" in header}
    for half in range(2):
        parted = [halves[index][half].strip() if index in halves else "" for index in range(len(headers))]
        _take_aliases(parted, match.free(halves), vocabulary().fields[kind], match, "near", looks)


def _further_keys(header: str) -> set[str]:
    """“Opportunity / Close” says as much as “Close” alone."""
    _group, slash, own = header.rpartition(" / ")
    return {full_key(header), *_plain_keys(header), *((full_key(own),) if slash else ())}


def match_ratings(headers: Sequence[str], looks: Looks, match: HeaderMatch) -> None:
    """Columns that rate a deal in words become labels: how likely “hot” is, nobody said."""
    for index in match.free(index for index, header in enumerate(headers) if header.strip()):
        if rates_deals(headers[index]) and looks.are_ratings(index):
            match.give("label", index, RATING)


def _names_people(match: HeaderMatch) -> bool:
    """Whether a column called “Name” can only be that of people: it stands beside their addresses."""
    return not {"person", "first_name", "last_name"} & set(match.columns) and bool(
        {"email", "phone"} & set(match.columns)
    )


def match_near(headers: Sequence[str], indexes: Iterable[int], kind: Kind, match: HeaderMatch, looks: Looks) -> None:
    """Headers that are nearly an alias, for fields that nothing else was found for."""
    for field_name in FIELDS[kind]:
        if field_name in match.columns:
            continue
        aliases = [key for key in vocabulary().fields[kind].get(field_name, ()) if len(key) >= _LONG_ENOUGH]
        for index in match.free(indexes):
            key = normalise_header(headers[index])
            alike = [alias for alias in aliases if alias[:1] == key[:1]]
            if looks.doubt(field_name, index):
                continue
            if len(key) >= _LONG_ENOUGH and process.extractOne(key, alike, scorer=fuzz.ratio, score_cutoff=_NEAR):
                match.give(field_name, index, "near")
                break


def _take_said(headers: Sequence[str], kind: Kind, said: Mapping[int, str], match: HeaderMatch) -> None:
    for index, name in said.items():
        if name == IGNORE:
            match.how[index] = "left out"
        elif name == CUSTOM:
            match.give(f"{CUSTOM}:{_SUBJECT.sub('', headers[index].strip()) or index + 1}", index, "said")
        elif name in FIELDS[kind] or name.startswith(OPEN_FIELDS):
            match.give(name, index, "said")


def _take_entered(headers: Sequence[str], indexes: Sequence[int], preset: Preset | None, match: HeaderMatch) -> None:
    for index in indexes:
        header = headers[index].strip()
        found = _ENTERED.fullmatch(header) or (_ENTERED_INTERNAL.fullmatch(header) if preset else None)
        if found:
            stage = _PIPELINE.sub("", found["stage"]).strip() or found["stage"]
            name = preset.stage_names.get(stage.casefold(), stage) if preset else stage
            match.give(f"{found['way'].lower()}:{name}", index, "preset" if preset else "alias")


def _take_dated_stages(headers: Sequence[str], indexes: Sequence[int], looks: Looks, match: HeaderMatch) -> None:
    """Columns that are called as stages and outcomes, and tell the days on which a deal came there."""
    words = vocabulary()
    keys = {index: normalise_header(headers[index]) for index in indexes}
    stages = words.fields[Kind.DEALS]["stage"]
    dated = [
        index
        for index, key in keys.items()
        if (key in words.stages or key in words.leanings or key in words.outcomes) and looks.are_dates(index)
    ]
    if len(dated) < _SEVERAL_STAGES or not set(stages).isdisjoint(keys.values()):
        return
    for index in dated:
        # What a word stands for is settled where all stages are
        match.give(f"entered:{headers[index].strip()}", index, "alias")


def title_by_description(headers: Sequence[str], looks: Looks, match: HeaderMatch) -> None:
    """Where nothing else names a deal beside its customer, its description does, if it is as short as a name."""
    index = match.columns.get("note")
    told = set(match.columns)
    if index is None or match.how.get(index) != "alias" or {"title", "product"} & told:
        return
    if not {"organisation", "person"} & told:
        return
    descriptions = vocabulary().further[Kind.DEALS]["title"]
    if normalise_header(headers[index]) in descriptions and looks.may_name(index) and looks.are_short(index):
        main, *rest = match.more.pop("note", ()) or (None,)
        del match.columns["note"]
        if main is not None:
            match.columns["note"] = main
            if rest:
                match.more["note"] = tuple(rest)
        match.columns["title"] = index
        match.how[index] = "further"


def match_titles(headers: Sequence[str], looks: Looks, match: HeaderMatch) -> None:
    """Deals of which no column is known to say what they are: the first of different words does."""
    if _NAMES.isdisjoint(match.columns):
        free = match.free(index for index, header in enumerate(headers) if header.strip())
        index = next((index for index in free if looks.may_name(index)), None)
        if index is not None:
            match.give("title", index, "content")


def _take_aliases(
    headers: Sequence[str],
    indexes: Sequence[int],
    aliases: Mapping[str, tuple[str, ...]],
    match: HeaderMatch,
    how: str,
    looks: Looks | None = None,
) -> None:
    by_key: dict[str, list[int]] = {}
    for index in sorted(indexes, key=lambda index: _has_taxes(headers[index])):
        for key in header_keys(headers[index]):
            by_key.setdefault(key, []).append(index)
    for name, keys in aliases.items():
        for key in keys:
            for index in by_key.get(key, ()):
                if name == IGNORE:
                    match.how.setdefault(index, "left out")
                elif (
                    index not in match.how
                    and (name not in match.columns or name in SEVERAL)
                    and not (name in AMOUNTS and _SHARE.search(headers[index]))
                    and (looks is None or not _contradict(looks, name, index, key, aliases))
                ):
                    match.give(name, index, how)


def _contradict(looks: Looks, name: str, index: int, key: str, aliases: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether the cells of a column rule a field out; “Kans” over numbers is a chance, not the name of a deal."""
    if looks.forbid(name, index):
        return True
    if name == "title" and key in aliases.get("probability", ()):
        return looks.are_numbers(index) or looks.are_ratings(index)
    if name == "title":
        # Deals may well be called A, B and C, but not hot and cold
        return looks.are_truths(index) or (looks.are_ratings(index) and not looks.are_letters(index))
    return name == "probability" and looks.are_ratings(index)


def _has_taxes(header: str) -> bool:
    """Whether an amount is told with its taxes: beside the one without them it is not what a deal is worth."""
    return not _GROSS.isdisjoint(full_key(header).split())


def header_keys(header: str) -> tuple[str, ...]:
    """The keys under which a header is looked up: whole, then without its brackets unless they change its meaning."""
    whole, bare = full_key(header), normalise_header(header)
    hint = whole.removeprefix(bare).split()
    if not bare or _DERIVED.intersection(hint):
        return (whole,)
    return tuple(dict.fromkeys((whole, bare, *_plain_keys(header))))


def _plain_keys(header: str) -> tuple[str, ...]:
    """The keys without a unit and words of taxes: “Preis netto (€)” is a price; “Quote #” is the number of one."""
    if "#" in header:
        return (full_key(header.replace("#", " no ")),)
    bare = plain_key(header)
    return (bare,) if bare else ()
