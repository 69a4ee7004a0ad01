"""Sheets that name a customer or a colleague once, above their rows: whose those are is asked, never assumed."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from desktop_pipeline.domain.names import tidy
from desktop_pipeline.exchange.planning.draft import PlanDraft
from desktop_pipeline.exchange.tables import Cell, Row, Table, is_blank, show
from desktop_pipeline.exchange.understanding.columns import Recognised, normalise_header

SUBJECT = "blanks below"
_NAMES = ("organisation", "person", "owner")
_FEWEST = 3
_HALF = 0.5


def fill_below(tables: Sequence[Table], headers: Collection[str]) -> list[Table]:
    """The tables with each blank cell below these headers saying what the one above it says."""
    keys = set(map(normalise_header, headers))
    return [_fill(table, keys) if keys & set(map(normalise_header, table.headers)) else table for table in tables]


def ask_about_blanks(understood: Sequence[Recognised], draft: PlanDraft) -> None:
    """Whether rows without a customer, or a colleague, are of the one named above them."""
    keys = set(map(normalise_header, draft.options.filled_below))
    for found in understood:
        if found.preset is not None or "title" not in found.columns:
            continue
        for index in (found.columns[name] for name in _NAMES if name in found.columns):
            header = found.table.headers[index]
            is_filled = normalise_header(header) in keys
            if is_filled or _is_said_once(found, index):
                words = f"do rows without “{tidy(header)}” belong to the one above them?"
                assumed = "yes" if is_filled else "no"
                draft.notes.ask(found.table.file, header, words, assumed, subject=SUBJECT, key=header)


def _is_said_once(found: Recognised, index: int) -> bool:
    """Whether the column is the first, and each of its names stands once, above rows of deals that have none."""
    cells = found.column(index)
    if index != 0 or len(cells) < _FEWEST or is_blank(cells[0]):
        return False
    titles = found.column(found.columns["title"])
    names = [show(cell).strip() for cell in cells if not is_blank(cell)]
    # The row of the name itself may be that of its sum
    are_all_called = not any(is_blank(title) and is_blank(name) for title, name in zip(titles, cells, strict=True))
    return are_all_called and len(set(names)) == len(names) and len(cells) - len(names) > _HALF * len(names)


def _fill(table: Table, keys: Collection[str]) -> Table:
    columns = [index for index, header in enumerate(table.headers) if normalise_header(header) in keys]
    above: dict[int, Cell] = {}
    rows = []
    for row in table.rows:
        cells = [*row.cells, *[None] * (max(columns) + 1 - len(row.cells))]
        for index in columns:
            if is_blank(cells[index]):
                cells[index] = above.get(index)
            above[index] = cells[index]
        rows.append(Row(row.number, tuple(cells)))
    return replace(table, rows=tuple(rows))
