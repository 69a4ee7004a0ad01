"""Finds the open deals of a board while somebody types: their texts are folded once, and again after a change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress

from desktop_pipeline.domain.names import fold
from desktop_pipeline.storage.database import Value
from desktop_pipeline.storage.workspace import View


@dataclass(frozen=True, slots=True)
class StageSum:
    """What stands in a stage in one currency: how many deals, their sum in minor units, how many have no value."""

    currency: str
    deals: int
    value: int
    without_value: int


@dataclass(frozen=True, slots=True)
class Found:
    """The deals whose texts hold every word: ids by stage in the order of the board, and their sums."""

    ids: dict[int, list[int]]
    sums: dict[int, list[StageSum]]


@dataclass(slots=True)
class _Column:
    """The deals of one stage in the order of the board, part by part; `texts` hold title and organisation, folded."""

    ids: list[int] = field(default_factory=list)
    currencies: list[str] = field(default_factory=list)
    values: list[int | None] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


def find_by_text(view: View, where: str, parameters: Sequence[Value], text: str) -> Found:
    """Those of the deals `d` under a condition whose title or organisation holds each word of the text."""
    question = (where, *parameters)
    words = tuple(map(fold, text.split()))

    def read() -> dict[int, _Column]:
        return _read_columns(view, where, parameters)

    return view.keep("board found", (question, words), lambda: _match(view.keep("board texts", question, read), words))


def _read_columns(view: View, where: str, parameters: Sequence[Value]) -> dict[int, _Column]:
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
            column = columns[stage_id] = _Column()
        column.ids.append(deal_id)
        column.currencies.append(currency)
        column.values.append(value)
        # No word holds a line break: each is found in the title or in the organisation, never across.
        column.texts.append(f"{fold(title)}\n{organisations.get(organisation, '')}")
    return columns


def _match(columns: Mapping[int, _Column], words: Sequence[str]) -> Found:
    ids: dict[int, list[int]] = {}
    sums: dict[int, list[StageSum]] = {}
    for stage_id, column in columns.items():
        # Whole columns at a time, which runs in C: at 50,000 deals a loop would be felt at every key.
        shown = [words[0] in text for text in column.texts]
        for word in words[1:]:
            shown = [held and word in text for held, text in zip(shown, column.texts, strict=True)]
        ids[stage_id] = list(compress(column.ids, shown))
        currencies = list(compress(column.currencies, shown))
        values = list(compress(column.values, shown))
        sums[stage_id] = [
            _add_up(currency, list(compress(values, map(currency.__eq__, currencies)))) for currency in set(currencies)
        ]
    return Found(ids, sums)


def _add_up(currency: str, values: Sequence[int | None]) -> StageSum:
    return StageSum(currency, len(values), sum(filter(None, values)), values.count(None))
