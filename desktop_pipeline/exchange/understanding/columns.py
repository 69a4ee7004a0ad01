"""Which column holds what: by what the user said, by a product's own headers, by alias tables, by likeness."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.exchange.known import Known
from desktop_pipeline.exchange.options import ImportOptions
from desktop_pipeline.exchange.tables import Rows, Table
from desktop_pipeline.exchange.understanding.guesses import guess_columns, match_contents
from desktop_pipeline.exchange.understanding.headers import (
    HeaderMatch,
    match_further,
    match_headers,
    match_near,
    match_ratings,
    match_titles,
    title_by_description,
)
from desktop_pipeline.exchange.understanding.kinds import CUSTOM, FIELDS, IGNORE, OPEN_FIELDS, Kind, is_field
from desktop_pipeline.exchange.understanding.looks import Looks
from desktop_pipeline.exchange.understanding.presets import (
    AUTO,
    Preset,
    choose_preset,
    find_preset,
    kind_by_preset,
    preset_of,
)
from desktop_pipeline.exchange.understanding.recognised import ColumnGuess, Confidence, Recognised
from desktop_pipeline.exchange.understanding.vocabulary import count_known, normalise_header, vocabulary

__all__ = [
    "ColumnGuess",
    "Confidence",
    "Kind",
    "Preset",
    "Recognised",
    "check_mapping",
    "choose_preset",
    "count_known",
    "lies_on_its_side",
    "misunderstood",
    "normalise_header",
    "recognise",
    "said_columns",
    "title_alone",
    "vocabulary",
]

# What a table must have, one of each group, to be taken for a table of this kind
_SIGNATURES: Mapping[Kind, tuple[frozenset[str], ...]] = MappingProxyType(
    {
        Kind.DEALS: (
            frozenset(
                [
                    "title",
                    "value",
                    "stage",
                    "status",
                    "expected_close",
                    "closed",
                    "close",
                    "lost_reason",
                    "won_at",
                    "lost_at",
                    "is_won",
                ]
            ),
        ),
        Kind.LEADS: (frozenset(("title",)),),
        Kind.ORGANISATIONS: (frozenset(("name",)),),
        Kind.PRODUCTS: (frozenset(("name",)), frozenset(("category", "price"))),
        Kind.OWNERS: (frozenset(("name",)), frozenset(("manager", "region", "email"))),
        Kind.PEOPLE: (
            frozenset(("name", "first_name", "last_name")),
            frozenset(("email", "other_email", "phone", "other_phone", "job_title", "first_name")),
        ),
        Kind.ACTIVITIES: (frozenset(("subject",)), frozenset(("due_on", "is_done", "kind", "done_on"))),
        Kind.NOTES: (frozenset(("text",)), frozenset(("deal", "person", "organisation", "who", "at", "deal_id"))),
        Kind.HISTORY: (frozenset(("stage",)), frozenset(("at",)), frozenset(("deal", "external_id", "title"))),
    }
)
# What hardly any other kind of table has: it counts double
_TELLING: Mapping[Kind, frozenset[str]] = MappingProxyType(
    {
        Kind.DEALS: frozenset(
            ["title", "value", "stage", "expected_close", "close", "closed", "lost_reason", "probability", "won_at"]
        ),
        Kind.LEADS: frozenset(("title",)),
        Kind.ORGANISATIONS: frozenset(("industry", "size", "country", "domain")),
        Kind.PRODUCTS: frozenset(("category", "price")),
        Kind.OWNERS: frozenset(("manager", "region")),
        Kind.PEOPLE: frozenset(("first_name", "last_name", "job_title", "email", "other_email", "other_phone")),
        Kind.ACTIVITIES: frozenset(("subject", "due_on", "due_time", "is_done", "kind")),
        Kind.NOTES: frozenset(("text",)),
        Kind.HISTORY: frozenset(("at", "deal")),
    }
)
# Of a deal's columns, a mere “name” proves nothing: every kind of table may have one
_VAGUE_TITLES = frozenset(("name", "title"))
_VAGUE = _VAGUE_TITLES | {"status", "date", "type", "time", "id"}
# A list of people may have a status too
_MORE_THAN_A_STATUS = frozenset(("value", "stage", "close", "expected_close", "closed", "probability", "lost_reason"))


def recognise(
    table: Table,
    options: ImportOptions,
    *,
    preset: Preset | None = None,
    known: Known | None = None,
) -> Recognised | None:
    """The kind of a table and its columns; what `options` say goes before every guess. None: unknown, or left out.

    `preset` is what the import as a whole was chosen to be; where the table alone tells another product, that one.
    """
    preset = preset_of(table) or preset if options.preset == AUTO else find_preset(options.preset)
    said = said_columns(table, options)
    if not said and table.place not in options.kinds and lies_on_its_side(table):
        return None
    looks = Looks(table)
    kind, match = _choose_kind(table, options, preset, said, looks)
    if preset is None and kind in _MAY_BE_DEALS and table.place not in options.kinds:
        kind, match = _prefer_deals(table, kind, match, said, looks)
    if kind is None:
        return None
    found = Recognised(table, kind, {}, preset, options=options)
    if preset is None:
        # Of a known product's file the rest are fields of its owner's own
        if kind in _DEALS:
            match_ratings(table.headers, looks, match)
        match_further(table.headers, kind, looks, match)
        match_near(table.headers, range(len(table.headers)), kind, match, looks)
        _name_people(table.headers, kind, match, looks)
        if kind is Kind.DEALS and "title" not in match.columns:
            # “Name” was that of a person
            match_further(table.headers, kind, looks, match)
        if kind is Kind.DEALS:
            title_by_description(table.headers, looks, match)
        match_contents(found, match, known)
        if kind is Kind.DEALS:
            match_titles(table.headers, looks, match)
    found = replace(found, columns=MappingProxyType(match.columns), more=MappingProxyType(match.more))
    return found.with_guesses(guess_columns(found, match, known))


def said_columns(table: Table, options: ImportOptions) -> dict[int, str]:
    """What the user said of a table's columns, by index; one table's own columns go before the headers of all."""
    by_key = {normalise_header(header): meant for header, meant in options.mapping.items()}
    said = {
        index: field_named(options.mapping.get(header, by_key.get(normalise_header(header), "")))
        for index, header in enumerate(table.headers)
        if header in options.mapping or normalise_header(header) in by_key
    }
    own = options.columns.get(table.place, {})
    return said | {index: field_named(meant) for index, meant in own.items() if index < len(table.headers)}


def field_named(text: str) -> str:
    """The field that was written: “external id” is `external_id`; what stands behind a colon keeps its letters."""
    start, colon, name = text.strip().partition(":")
    key = start.strip().lower().replace(" ", "_").replace("-", "_")
    return f"{key}:{name.strip()}" if colon else key


def _prefer_deals(
    table: Table, kind: Kind | None, match: HeaderMatch, said: Mapping[int, str], looks: Looks
) -> tuple[Kind | None, HeaderMatch]:
    """Customers with what they are quoted are deals, also where only such words say so that say little alone."""
    deals = match_headers(table.headers, Kind.DEALS, None, said, looks)
    match_further(table.headers, Kind.DEALS, looks, deals)
    is_named = bool({"title", "organisation", "person", "first_name", "last_name"} & set(deals.columns))
    is_strange = 2 * len(match.how) < sum(map(bool, table.headers))
    are_bills = any(word in normalise_header(header) for header in table.headers for word in _BILLS)
    is_worth = "value" in deals.columns and not are_bills and (kind not in _MERE_LISTS or is_strange)
    return (Kind.DEALS, deals) if is_named and is_worth else (kind, match)


def _name_people(headers: Sequence[str], kind: Kind, match: HeaderMatch, looks: Looks) -> None:
    """In a table of deals “Name” beside a first name is the last one, beside a last one the first if it is one.

    Beside addresses alone it is that of a person.
    """
    if kind is not Kind.DEALS:
        return
    names = {*vocabulary().further[kind]["person"], *vocabulary().fields[Kind.PEOPLE]["last_name"]}
    if "first_name" in match.columns and not {"last_name", "person"} & set(match.columns):
        alone = match.free(index for index, header in enumerate(headers) if normalise_header(header) in names)
        if alone:
            match.give("last_name", alone[0], "further")
    index = match.columns.get("title")
    if index is None or match.how.get(index) != "alias":
        return
    is_name = normalise_header(headers[index]) in names
    has_first, has_last = (name in match.columns for name in ("first_name", "last_name"))
    has_person = "person" in match.columns or has_last
    if is_name and has_first and not has_person:
        match.columns["last_name"] = match.columns.pop("title")
        match.how[index] = "further"
        return
    if is_name and has_last and not (has_first or "person" in match.columns) and looks.are_first_names(index):
        match.columns["first_name"] = match.columns.pop("title")
        match.how[index] = "further"
        return
    has_address = not {"email", "phone"}.isdisjoint(match.columns)
    if is_name and has_address and not (has_first or has_person or "stage" in match.columns):
        match.columns["person"] = match.columns.pop("title")
        match.how[index] = "further"


def _choose_kind(
    table: Table, options: ImportOptions, preset: Preset | None, said: Mapping[int, str], looks: Looks
) -> tuple[Kind | None, HeaderMatch]:
    named = options.kinds.get(table.place)
    if named == IGNORE:
        return None, HeaderMatch()
    if named is None and table.file in options.histories:
        named = Kind.HISTORY
    kind = Kind(named) if named else kind_by_preset(preset, table) if preset else None
    if kind is not None:
        return kind, match_headers(table.headers, kind, preset, said, looks)
    best: tuple[Kind | None, HeaderMatch] = (None, HeaderMatch())
    best_score = 0
    forced = {name for name in said.values() if name not in {IGNORE, CUSTOM} and not name.startswith(OPEN_FIELDS)}
    for kind in Kind:
        match = match_headers(table.headers, kind, preset, said, looks)
        if kind is Kind.HISTORY and not _tells_changes(table, match):
            continue
        score = _score(kind, match, table.headers) + 3 * len(forced.intersection(FIELDS[kind]))
        if score > best_score and _fits(kind, match.columns, table.headers, set(said)):
            best, best_score = (kind, match), score
    return best


def _score(kind: Kind, match: HeaderMatch, headers: Sequence[str]) -> int:
    telling = _TELLING[kind]
    vague = {name for name, index in match.columns.items() if normalise_header(headers[index]) in _VAGUE}
    score = sum(1 + (name in telling and name not in vague) for name in match.columns)
    # A deal may name its person in parts; that alone makes no table of deals of a list of people
    return score - sum(name in match.columns for name in ("first_name", "last_name")) if kind in _DEALS else score


def _tells_changes(table: Table, match: HeaderMatch) -> bool:
    """Whether rows are changes of stage: they come from one into another, or a deal has several."""
    if "from_stage" in match.columns:
        return True
    index = next((match.columns[name] for name in ("deal", "external_id", "title") if name in match.columns), None)
    if index is None:
        return False
    if isinstance(table.rows, Rows):
        deals = table.rows.columns[index] if index < len(table.rows.columns) else ()
    else:
        deals = [row.cells[index] for row in table.rows if index < len(row.cells)]
    return len(set(deals)) < len(deals)


# As many fields a deal may have that are told below each other
_FEWEST_FIELDS, _MOST_FIELDS = 3, 60
_HALF = 0.5
_DEALS = frozenset((Kind.DEALS, Kind.LEADS))
# What a table of deals in its owner's words may be taken for
_MERE_LISTS = frozenset((Kind.ORGANISATIONS, Kind.PRODUCTS, Kind.OWNERS))
# What is billed is no deal any more
_BILLS = ("invoice", "rechnung", "facture", "factura", "fatura", "fattura", "factuur", "faktur")
_MAY_BE_DEALS = _MERE_LISTS | {None, Kind.PEOPLE, Kind.NOTES}


def misunderstood(found: Recognised, mapping: Mapping[str, str]) -> tuple[str, ...]:
    """The headers nobody knows, where they are more than half of all and no user said what the table holds."""
    said = said_columns(found.table, replace(found.options, mapping=mapping))
    if found.preset or any(name != IGNORE for name in said.values()) or found.table.place in found.options.kinds:
        return ()
    headers = {index: header for index, header in enumerate(found.table.headers) if header.strip()}
    understood = set(found.columns.values()) | set(said) | {index for more in found.more.values() for index in more}
    strange = tuple(header for index, header in headers.items() if index not in understood)
    return strange if 2 * len(strange) > len(headers) else ()


def lies_on_its_side(table: Table) -> bool:
    """Whether the fields stand below each other, with a deal in each column."""
    if not _FEWEST_FIELDS <= len(table.rows) <= _MOST_FIELDS or count_known(table.headers[1:]):
        return False
    names = [row.cells[0] for row in table.rows if row.cells and isinstance(row.cells[0], str)]
    known = count_known(names)
    if known < _FEWEST_FIELDS or known <= _HALF * len(table.rows):
        return False
    # Deals may be called “Website” and “E-mail”: what stands below each other is of one kind then
    looks = Looks(table)
    return not any(looks.are_numbers(index) or looks.are_dates(index) for index in range(1, len(table.headers)))


def title_alone(table: Table) -> str | None:
    """The header that would be a deal's title if anything else said that the rows are deals."""
    index = match_headers(table.headers, Kind.DEALS, None, {}).columns.get("title")
    return None if index is None else table.headers[index]


def check_mapping(tables: Sequence[Table], mapping: Mapping[str, str]) -> None:
    """Raises InvalidError for a header that no table has or a field that there is not."""
    headers = {normalise_header(header): header for table in tables for header in table.headers if header.strip()}
    for header, meant in mapping.items():
        if normalise_header(header) not in headers:
            message = f"There is no column “{header}”. There are: {', '.join(headers.values())}."
            raise InvalidError(message)
        if not is_field(field_named(meant)):
            fields = sorted({name for of_kind in FIELDS.values() for name in of_kind} | {IGNORE, CUSTOM})
            message = f"There is no field “{meant}”. There are: {', '.join(fields)}."
            raise InvalidError(message)


def _fits(kind: Kind, columns: Mapping[str, int], headers: Sequence[str], said: set[int]) -> bool:
    # The day on which a row came to a stage says that it is there as well as a word does
    proof = {"stage" if name.startswith("entered:") else name for name in columns}
    title = columns.get("title")
    if kind in _DEALS and title is not None and title not in said and normalise_header(headers[title]) in _VAGUE_TITLES:
        others = proof & {"organisation", "person", "owner", "product", "created", "probability", "next_step"}
        if kind is Kind.LEADS or not others or {"first_name", "last_name"} & proof:
            proof.discard("title")
        if "email" in proof and not proof & _MORE_THAN_A_STATUS:
            return False
    return all(proof & group for group in _SIGNATURES[kind])
