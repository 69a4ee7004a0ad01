"""Words over many rows: bands across a sheet, names of sheets and titles of tables, told to each row as a column."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from desktop_pipeline.exchange.reading.boards import is_stage
from desktop_pipeline.exchange.reading.further_columns import add_column
from desktop_pipeline.exchange.reading.headers import name_column
from desktop_pipeline.exchange.tables import Cell, Row, Table, few_filled, numbers_of, show
from desktop_pipeline.exchange.understanding.columns import normalise_header, vocabulary
from desktop_pipeline.exchange.understanding.kinds import Kind
from desktop_pipeline.exchange.understanding.looks import TICKS
from desktop_pipeline.exchange.understanding.periods import find_period_end

_WIDE = 3
_LONGEST = 60
_TWO = 2
_LOOKED_AT = 200
_HALF = 0.5
_EMPTY_BOXES = frozenset("☐")
_CHECKS = frozenset("✓✔☑")
_CROSSES = frozenset("✗✘☒")
_STAGE, _STATUS = "Stage", "Status"
# The columns that tell rows what stands above them, or how their sheet is called, where nobody knows what that is
BAND, SHEET = "Section", "Sheet"
# “Salesperson: Ann Baker”, “Stage: Prospecting (3 records)”
_LABELLED = re.compile(r"(?P<label>[^:：=]{2,40}?)\s*[:：=]\s*(?P<name>[^\s:：=].*?)\s*(?:\(\s*\d+[^()]*\))?")
_LABELS = ("owner", "organisation", "person", "stage", "status", "pipeline", "product", "source", "label")
# The line of a group in a summary report
_GROUP = re.compile(
    r".*\(\s*\d+\s+(?:records?|items?|rows?|Datensätze?|Einträge|enregistrements?|registros?|record)\s*\)"
)
_PERIOD = re.compile(
    r"(?:19|20)\d\d|(?:q|t)[1-4]|[1-4]\.?\s?(?:quartal|quarter|kwartaal|trimestre|kvartal|kwartał)"
    r"|(?:kw|cw|week|wk|vecka|semaine|týden)\.?\s?\d{1,2}",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:(?<![\s./'-])[\s./'-]+)?(?:(?:19|20)?\d\d)$")


def find_groups(rows: Sequence[Row]) -> list[int]:
    """The lines of groups in a summary report, that say how many rows follow."""
    lone = few_filled(rows, 1)
    return [index for index in lone if (text := _only_text(rows[index])) is not None and _GROUP.fullmatch(text)]


def find_bands(rows: Sequence[Row], usual: int, merged: Collection[int], passed: Collection[int]) -> dict[int, str]:
    """The rows that are a band over those below them, by index: a month or an outcome, merged across, or a heading.

    A row that only names a customer is none of these, unless it says that this is one.
    """
    lone = _list_lone(rows, passed)
    grouped = {index: text for index, text in lone.items() if _GROUP.fullmatch(text) and _part_label(text)}
    if usual < _WIDE:
        return grouped
    lone = {index: text for index, text in lone.items() if len(text) <= _LONGEST and not _GROUP.fullmatch(text)}
    certain = {index for index, text in lone.items() if _is_heading(text) or rows[index].number in merged}
    labelled = {index for index, text in lone.items() if _part_label(text)}
    # A deal may be called “Hotel: new bathrooms”
    if next((index for index in range(len(rows)) if index not in passed), None) in certain | labelled | set(grouped):
        certain |= labelled
    loud = {index for index, text in lone.items() if text.isupper() and len(text) > _TWO}
    if len(loud) >= _TWO and _are_heads(rows, lone, loud):
        certain |= loud
    certain |= set(grouped)
    # Something stands below the first of them
    if len(certain) == len(rows):
        return {}
    return {index: (grouped.get(index) or lone[index]).rstrip(" :") for index in sorted(certain)}


def find_heads_of_sums(rows: Sequence[Row], totals: Collection[int], passed: Collection[int]) -> dict[int, str]:
    """Rows of one name that each begin a block of rows, the first as the last of which a total ends, by index."""
    lone = {index: text for index, text in _list_lone(rows, passed).items() if len(text) <= _LONGEST}
    starts = sorted(lone)
    if len(starts) < _TWO or any(index not in passed for index in range(starts[0])):
        return {}
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        block = range(start + 1, end)
        last = next((index for index in reversed(block) if index in totals or index not in passed), None)
        if last not in totals or all(index in passed for index in block):
            return {}
    return lone


def _list_lone(rows: Sequence[Row], passed: Collection[int]) -> dict[int, str]:
    """The rows that hold one text and nothing else, by index."""
    return {
        index: text
        for index in few_filled(rows, 1)
        if index not in passed and (text := _only_text(rows[index])) is not None
    }


def tell_bands(table: Table, bands: Mapping[int, str]) -> Table:
    """The table with a further column that tells each row its band; `bands` are by the numbers of their rows.

    Bands that say what they are, as “Owner: Ann”, have a column of that name.
    """
    if not bands or not table.rows:
        return table
    labelled: dict[str, dict[int, str]] = {}
    plain: dict[int, str] = {}
    for number, text in bands.items():
        label, name = _part_label(text) or ("", "")
        if label:
            labelled.setdefault(label, {})[number] = name
        else:
            plain[number] = text
    for label, names in labelled.items():
        fields = _list_fields(label)
        if not any(fields & _list_fields(header) for header in table.headers):
            table = add_column(table, label, say_below(table, names))
    return _tell_plain(table, plain) if plain else table


def _tell_plain(table: Table, bands: Mapping[int, str]) -> Table:
    said = say_below(table, bands)
    outcomes = {band: _outcome_in(band) for band in bands.values()}
    if _has_stage(table) or any(find_period_end(band) or _is_period(band) for band in bands.values()):
        return add_column(table, BAND, said)
    if all(outcomes.values()):
        return add_column(table, _STATUS, [None if band is None else outcomes[band] for band in said])
    if _are_ends(outcomes) or all(is_stage(normalise_header(band)) for band in outcomes):
        return add_column(table, _STAGE, [None if band is None else outcomes[band] or band for band in said])
    return add_column(table, BAND, said)


def _are_ends(outcomes: Mapping[str, str | None]) -> bool:
    """Whether one of the bands is an outcome, or several name different ones: “Open Systems” is a customer.

    `outcomes`: the word for one in each band.
    """
    known = vocabulary().outcomes
    met = {known[normalise_header(word)] for word in outcomes.values() if word}
    return len(met) > 1 or any(_without_year(band) in known for band in outcomes)


def say_below(table: Table, bands: Mapping[int, str]) -> list[str | None]:
    """For each row the last band above it."""
    said: list[str | None] = []
    starts = sorted(bands)
    place, current = 0, None
    for number in numbers_of(table.rows):
        while place < len(starts) and starts[place] < number:
            current = bands[starts[place]]
            place += 1
        said.append(current)
    return said


def _part_label(text: str) -> tuple[str, str] | None:
    """What a band says it tells, and the name; None where it says nothing of the kind."""
    match = _LABELLED.fullmatch(text)
    if match is None or not _list_fields(match["label"]):
        return None
    return match["label"].strip(" -–•*"), match["name"]


def _list_fields(header: str) -> set[str]:
    """Which of the fields that stand above rows a header may name."""
    fields, further = vocabulary().fields[Kind.DEALS], vocabulary().further[Kind.DEALS]
    keys = {normalise_header(header.strip(" -–•*"))}
    return {name for name in _LABELS if keys & {*fields.get(name, ()), *further.get(name, ())}}


def tell_sheets(tables: Sequence[Table]) -> tuple[Table, ...]:
    """Tables of the same columns, with a further one that tells the sheet, or the title, that rows stand under."""
    told = list(tables)
    for group in _group_alike(tables):
        names = [tables[place].sheet for place in group]
        labels = names if len(set(names)) == len(names) else [_title_of(tables[place]) for place in group]
        if None in labels or len(set(labels)) < len(labels):
            continue
        for place, label in zip(group, _as_stages(labels, [tables[each] for each in group]), strict=True):
            header, text = label
            told[place] = add_column(tables[place], header, [text] * len(tables[place].rows))
    return tuple(told)


def tell_ticks(table: Table) -> Table:
    """A table that ticks off the stages a deal has passed, with a further column that tells the last of them.

    An outcome goes before stages, wherever its column stands.
    """
    words = vocabulary()
    named = {column: header.strip().rstrip(" ?") for column, header in enumerate(table.headers) if header}
    keys = {column: normalise_header(name) for column, name in named.items()}
    stages = [
        column for column, key in keys.items() if key in words.outcomes or key in words.stages or key in words.leanings
    ]
    if len(stages) < _WIDE or _has_stage(table):
        return table
    told = [row.cells[column] for row in table.rows for column in stages if column < len(row.cells)]
    has_checks = any(_sign_in(cell) in _CHECKS for cell in told)
    ticks = {column: _ticks_in(table.rows, column, has_checks=has_checks) for column in stages}
    signs = {column: said for column, said in ticks.items() if said is not None}
    if len(signs) < len(stages):
        return table
    by_rank = sorted(stages, key=lambda column: keys[column] in words.outcomes)
    said: list[str | None] = []
    for row in table.rows:
        ticked = [
            column for column in by_rank if column < len(row.cells) and _sign_in(row.cells[column]) in signs[column]
        ]
        said.append(named[ticked[-1]] if ticked else None)
    return add_column(table, _STAGE, said)


def _ticks_in(rows: Sequence[Row], column: int, *, has_checks: bool) -> Collection[str] | None:
    """What stands for yes in a column of ticks, or of yes and no; None for any other column.

    `has_checks`: whether any column of them has a “✓”.
    """
    met = {_sign_in(row.cells[column]) if column < len(row.cells) else "" for row in rows}
    signs = met - {""}
    truths = vocabulary().truths
    if not signs <= TICKS | {sign for sign in truths if not sign.isdigit()}:
        return None
    said_no = {sign for sign in signs if truths.get(sign) is False} | signs & _EMPTY_BOXES
    # A cross beside a tick says no, and so does one in every row; alone it is a tick
    if not signs.isdisjoint(_CHECKS) or (has_checks and met == signs):
        said_no |= signs & _CROSSES
    return signs - said_no


def _sign_in(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell.strip().casefold()
    return "" if cell is None else show(cell).casefold()


def name_apart(tables: Sequence[Table]) -> tuple[Table, ...]:
    """Tables that share rows of a sheet, under sheets of their own: a row's number alone tells only one of them."""
    taken: dict[str | None, set[int]] = {}
    apart = []
    for table in tables:
        rows = set(numbers_of(table.rows))
        met = taken.setdefault(table.sheet, set())
        if rows.isdisjoint(met):
            apart.append(table)
        else:
            name = _title_of(table) or name_column(table.left)
            apart.append(replace(table, sheet=f"{table.sheet} · {name}" if table.sheet else name))
        met |= rows
    return tuple(apart)


def _as_stages(labels: Sequence[str | None], tables: Sequence[Table]) -> list[tuple[str, str]]:
    """What to call the column and what it says: where one of them names an outcome, all tell where deals are."""
    texts = [label or "" for label in labels]
    meant = [_outcome_in(text) for text in texts]
    if any(meant) and not any(map(_has_stage, tables)):
        if all(meant):
            return [(_STATUS, word or "") for word in meant]
        return [(_STAGE, word or text) for word, text in zip(meant, texts, strict=True)]
    return [(SHEET, text) for text in texts]


def _outcome_in(label: str) -> str | None:
    """“WON JOBS” names an outcome, and so does “Verloren 2024”."""
    outcomes = vocabulary().outcomes
    if normalise_header(label) in outcomes:
        return label
    return next((word for word in label.split() if normalise_header(word) in outcomes), None)


def _has_stage(table: Table) -> bool:
    aliases = vocabulary().fields[Kind.DEALS]
    keys = {normalise_header(header) for header in table.headers}
    return not keys.isdisjoint((*aliases["stage"], *aliases["status"]))


def _group_alike(tables: Sequence[Table]) -> Iterable[list[int]]:
    groups: list[tuple[set[str], list[int]]] = []
    for place, table in enumerate(tables):
        keys = {normalise_header(header) for header in table.headers if header}
        if len(keys) < _TWO or not table.rows or table.are_heads_guessed:
            continue
        for common, places in groups:
            if len(common & keys) >= max(_TWO, _HALF * max(len(common), len(keys))):
                places.append(place)
                break
        else:
            groups.append((keys, [place]))
    return [places for _keys, places in groups if len(places) >= _TWO]


def _title_of(table: Table) -> str | None:
    titles = [row.text for row in table.passed if row.why == "title" and row.number < table.header_row]
    return titles[-1] if titles else None


def _only_text(row: Row) -> str | None:
    filled = [cell for cell in row.cells if cell is not None]
    return show(filled[0]).strip() if len(filled) == 1 and not isinstance(filled[0], float) else None


def _is_heading(text: str) -> bool:
    bare = text.strip(" :-–•*")
    is_outcome = _without_year(bare) in vocabulary().outcomes
    return (text.endswith(":") and len(text) > _WIDE) or _is_period(bare) or is_outcome


def _is_period(text: str) -> bool:
    is_month = _without_year(text) in vocabulary().months
    return is_month or _PERIOD.fullmatch(text) is not None or find_period_end(text) is not None


def _without_year(text: str) -> str:
    return normalise_header(_YEAR.sub("", text) or text)


def _are_heads(rows: Sequence[Row], lone: Collection[int], loud: Collection[int]) -> bool:
    """Whether lines in capitals are bands: the sheet begins with one, rows follow each, and no row is written so.

    “IBM” alone may well be a customer.
    """
    return (
        min(loud) == 0
        and not any(index + 1 in lone or index + 1 == len(rows) for index in loud)
        and (not _are_others_loud(rows, loud))
    )


def _are_others_loud(rows: Sequence[Row], loud: Collection[int]) -> bool:
    column = next(place for place, cell in enumerate(rows[min(loud)].cells) if cell is not None)
    others = (row.cells[column] for index, row in enumerate(rows[:_LOOKED_AT]) if index not in loud)
    return any(isinstance(cell, str) and cell.isupper() and len(cell) > _TWO for cell in others)
