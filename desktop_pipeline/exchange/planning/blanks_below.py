"""Sheets that name a customer once, in the first of its rows: whose the rows below it are is asked, never assumed."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from desktop_pipeline.domain.names import tidy
from desktop_pipeline.exchange.planning.draft import PlanDraft
from desktop_pipeline.exchange.tables import Cell, Row, Table, is_blank, show
from desktop_pipeline.exchange.understanding.columns import Recognised

SUBJECT = "blanks below"
_FEWEST = 3
_HALF = 0.5


def fill_below(tables: Sequence[Table], headers: Collection[str]) -> list[Table]:
    """The tables with each blank cell below these headers saying what the one above it says."""
    return [_fill(table, headers) if not set(headers).isdisjoint(table.headers) else table for table in tables]


def ask_about_blanks(understood: Sequence[Recognised], draft: PlanDraft) -> None:
    """Whether rows without a customer are of the one named above them."""
    for found in understood:
        index = found.columns.get("organisation", found.columns.get("person"))
        if index is None or found.preset is not None or "title" not in found.columns:
            continue
        header = found.table.headers[index]
        if header in draft.options.filled_below or _is_said_once(found, index):
            words = f"do rows without “{tidy(header)}” belong to the one above them?"
            assumed = "yes" if header in draft.options.filled_below else "no"
            draft.notes.ask(found.table.file, header, words, assumed, subject=SUBJECT, key=header)


def _is_said_once(found: Recognised, index: int) -> bool:
    """Whether the column is the first, and each of its names stands once, above rows of deals that have none."""
    cells = found.column(index)
    titles = found.column(found.columns["title"])
    names = [show(cell).strip() for cell in cells if not is_blank(cell)]
    if len(cells) < _FEWEST or index != 0 or is_blank(cells[0]) or len(names) > len(cells) - 1:
        return False
    are_all_called = not any(is_blank(title) for title in titles)
    return are_all_called and len(set(names)) == len(names) and len(cells) - len(names) > _HALF * len(names)


def _fill(table: Table, headers: Collection[str]) -> Table:
    columns = [index for index, header in enumerate(table.headers) if header in headers]
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
