"""Finds the open deals of a board while somebody types: their texts are folded once, and again after a change."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from desktop_pipeline.domain.names import fold
from desktop_pipeline.storage.database import Value
from desktop_pipeline.storage.workspace import View

# In one stage and one currency: the currency, how many deals, their sum in minor units, how many have no value.
StageSum: TypeAlias = tuple[str, int, int, int]
_Words: TypeAlias = tuple[str, ...]
_Rows: TypeAlias = Sequence[int]
_MOST_KEPT = 16


@dataclass(frozen=True, slots=True)
class Found:
    """The deals whose texts hold every word: ids by stage in the order of the board, and their sums."""

    ids: dict[int, list[int]]
    sums: dict[int, list[StageSum]]


@dataclass(slots=True)
class _Column:
    """The deals of one stage in the order of the board, part by part; `texts` hold title and organisation, folded."""

    ids: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    currencies: list[str] = field(default_factory=list)
    values: list[int | None] = field(default_factory=list)

    def add_up(self, rows: _Rows) -> list[StageSum]:
        """The sums of some of its deals."""
        values: dict[str, list[int | None]] = {}
        for row in rows:
            values.setdefault(self.currencies[row], []).append(self.values[row])
        return [(currency, len(some), sum(filter(None, some)), some.count(None)) for currency, some in values.items()]


class BoardTexts:
    """The texts of open deals, and the last answers: each key typed or taken back changes the words a little only."""

    def __init__(self, columns: dict[int, _Column]) -> None:
        self._columns = columns
        self._rows: dict[_Words, dict[int, _Rows]] = {
            (): {stage_id: range(len(column.ids)) for stage_id, column in columns.items()}
        }
        self._found: dict[_Words, Found] = {}

    def find(self, text: str) -> Found:
        """The deals whose title or organisation holds each word of the text."""
        words = tuple(map(fold, text.split()))
        found = self._found.get(words)
        if found is None:
            if len(self._found) >= _MOST_KEPT:
                oldest = next(iter(self._found))
                del self._found[oldest], self._rows[oldest]
            rows = self._rows[words] = self._match(words)
            columns = self._columns
            found = self._found[words] = Found(
                {stage_id: [columns[stage_id].ids[row] for row in some] for stage_id, some in rows.items()},
                {stage_id: columns[stage_id].add_up(some) for stage_id, some in rows.items()},
            )
        return found

    def _match(self, words: _Words) -> dict[int, _Rows]:
        rows = dict(self._narrowest(words))
        for stage_id, column in self._columns.items():
            texts = column.texts
            for word in words:
                rows[stage_id] = [row for row in rows[stage_id] if word in texts[row]]
        return rows

    def _narrowest(self, words: _Words) -> dict[int, _Rows]:
        """An earlier answer that holds all that these words can find: their beginnings found them too."""
        wider = [rows for known, rows in self._rows.items() if all(any(old in word for word in words) for old in known)]
        return min(wider, key=lambda rows: sum(map(len, rows.values())))


def read_texts(view: View, where: str, parameters: Sequence[Value]) -> BoardTexts:
    """The texts of the deals `d` under a condition, read again only after a change."""
    question = (where, *parameters)
    return view.keep("board texts", question, lambda: BoardTexts(_read_columns(view, where, parameters)))


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
