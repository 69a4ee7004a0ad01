"""Rows that were pasted: kept in a file like any other, and tables found in them with or without a header."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal

from desktop_pipeline.exchange.reading.headers import is_value
from desktop_pipeline.exchange.reading.layout import Sheet
from desktop_pipeline.exchange.tables import Cell, Row, Table, show
from desktop_pipeline.exchange.understanding.columns import count_known, normalise_header
from desktop_pipeline.exchange.understanding.company_names import split_name
from desktop_pipeline.exchange.understanding.contents import Shape, shape_of
from desktop_pipeline.exchange.understanding.headers import match_headers
from desktop_pipeline.exchange.understanding.kinds import AMOUNTS, Kind, is_date

MAGIC = b'{"desktop pipeline": "pasted rows", '
Holding = Literal["deals", "people", "organisations"]
_HEADER_WITHIN = 5
_LOOKED_AT = 300
_TWO = 2
_KINDS: Mapping[Holding, Kind] = {
    "deals": Kind.DEALS,
    "people": Kind.PEOPLE,
    "organisations": Kind.ORGANISATIONS,
}
_FIRST: Mapping[Holding, str] = {"deals": "Deal name", "people": "Full name", "organisations": "Organisation name"}
_BY_SHAPE: Mapping[Holding, Mapping[Shape, str]] = {
    "deals": {
        Shape.EMAIL: "Email",
        Shape.PHONE: "Phone",
        Shape.MONEY: "Value",
        Shape.DATE: "Expected close date",
        Shape.PERCENT: "Probability",
    },
    "people": {Shape.EMAIL: "Email", Shape.PHONE: "Phone"},
    "organisations": {Shape.EMAIL: "Email", Shape.PHONE: "Phone", Shape.LINK: "Website"},
}
_IN_WORDS = frozenset((Shape.TEXT, Shape.CHOICE, Shape.LINK))


@dataclass(frozen=True, slots=True)
class Pasted:
    """What a clipboard held, what the rows are where they were pasted, and the heads of the columns shown there."""

    text: str
    html: str
    holding: Holding = "deals"
    heads: tuple[str, ...] = ()


def write_pasted(path: Path, pasted: Pasted) -> None:
    """Keeps it as a file that `read_book` reads."""
    told = {"desktop pipeline": "pasted rows", **asdict(pasted)}
    path.write_bytes(json.dumps(told).encode())


def read_place(path: Path) -> tuple[Holding, tuple[str, ...]]:
    """What the rows are where they were pasted, and the heads shown there; ValueError for what was never so kept."""
    told = json.loads(path.read_bytes())
    holding: Holding = next((known for known in _KINDS if known == told.get("holding")), "deals")
    heads = told.get("heads")
    return holding, tuple(map(str, heads)) if isinstance(heads, list) else ()


def find_pasted(
    file: str, rows: Sequence[Row], holding: Holding, heads: Sequence[str], top: int | None
) -> tuple[Table, ...]:
    """The tables in pasted rows; `top` is the header's row where somebody said it, 0 for none.

    Without a header the columns are called as those are that were shown, where they fit, else by what they hold.
    """
    known = frozenset(map(normalise_header, heads))
    sheet = Sheet(file, None, rows, (), known)
    if top or (top is None and _has_header(rows, known)):
        return tuple(sheet.find_tables(top))
    return tuple(_name_columns(table, holding, heads) for table in sheet.find_tables(0))


def _has_header(rows: Sequence[Row], known: frozenset[str]) -> bool:
    """Whether one of the first rows names columns, or the first is of texts over values."""
    for row in rows[:_HEADER_WITHIN]:
        texts = [cell for cell in row.cells if isinstance(cell, str)]
        count = count_known(texts, known)
        if (count >= _TWO and 2 * count >= len(texts)) or (count and count == len(texts) and row is rows[0]):
            return True
    if not rows or len(rows) < _TWO or any(is_value(cell) for cell in rows[0].cells if cell is not None):
        return False
    below = rows[1:_LOOKED_AT]
    columns = (_column(below, index) for index, cell in enumerate(rows[0].cells) if cell is not None)
    return any(values and all(map(is_value, values)) for values in columns)


def _column(rows: Sequence[Row], column: int) -> list[Cell]:
    return [row.cells[column] for row in rows if column < len(row.cells) and row.cells[column] is not None]


def _name_columns(table: Table, holding: Holding, heads: Sequence[str]) -> Table:
    columns = [_column(table.rows[:_LOOKED_AT], index) for index in range(len(table.headers))]
    if len(heads) == len(columns) and table.left == 0 and _fits(columns, heads, holding):
        return replace(table, headers=tuple(heads), are_heads_guessed=True)
    headers = list(table.headers)
    given: set[str] = set()
    for index, name in _guess_names(columns, holding):
        if name not in given:
            headers[index] = name
            given.add(name)
    return replace(table, headers=tuple(headers), are_heads_guessed=True)


def _guess_names(columns: Sequence[Sequence[Cell]], holding: Holding) -> Iterator[tuple[int, str]]:
    """What columns are called by what they hold, the surest first."""
    shapes, known = [shape_of(cells) for cells in columns], _BY_SHAPE[holding]
    yield from ((index, known[shape]) for index, shape in enumerate(shapes) if shape in known)
    texts = [index for index, shape in enumerate(shapes) if shape in _IN_WORDS and shape not in known]
    if holding == "deals":
        if len(texts) > 1 and (companies := [index for index in texts if _are_companies(columns[index])]):
            yield companies[0], "Organisation name"
            texts.remove(companies[0])
        numbers = [index for index, shape in enumerate(shapes) if shape is Shape.NUMBER]
        if len(numbers) == 1 and not _are_counted(columns[numbers[0]]):
            yield numbers[0], "Value"
    if texts:
        yield texts[0], _FIRST[holding]


def _are_companies(cells: Sequence[Cell]) -> bool:
    """Whether half of the names bear a legal form, as in “North Lane Ltd”."""
    return 2 * sum(bool(split_name(str(cell)).form) for cell in cells) >= len(cells)


def _are_counted(cells: Sequence[Cell]) -> bool:
    """Whether they count the rows: 1, 2, 3."""
    return [show(cell).strip() for cell in cells] == [str(number) for number in range(1, len(cells) + 1)]


def _fits(columns: Sequence[Sequence[Cell]], heads: Sequence[str], holding: Holding) -> bool:
    """Whether what stands in the columns can be what these heads say."""
    for name, index in match_headers(heads, _KINDS[holding], None, {}).columns.items():
        shape = shape_of(columns[index])
        if shape is Shape.EMPTY:
            continue
        is_text = shape in {Shape.TEXT, Shape.CHOICE}
        if name in AMOUNTS and shape not in {Shape.MONEY, Shape.NUMBER}:
            return False
        if is_date(name) and shape is not Shape.DATE:
            return False
        if name == "email" and shape is not Shape.EMAIL:
            return False
        if name in {"title", "name", "organisation", "owner", "stage", "person"} and not is_text:
            return False
    return True
