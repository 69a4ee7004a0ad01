"""Which tables of an import are understood; where none is, one sentence says what is missing."""

from collections.abc import Sequence

from desktop_pipeline.domain.errors import CannotOpenError
from desktop_pipeline.domain.names import tidy
from desktop_pipeline.exchange.known import Known
from desktop_pipeline.exchange.options import ImportOptions
from desktop_pipeline.exchange.planning.deal_rows import NAMING
from desktop_pipeline.exchange.planning.draft import PlanDraft
from desktop_pipeline.exchange.planning.history_columns import complete_columns
from desktop_pipeline.exchange.reading.pairs import ADDRESS
from desktop_pipeline.exchange.tables import Rows, Table, show, width_of
from desktop_pipeline.exchange.understanding.columns import (
    Kind,
    Preset,
    Recognised,
    lies_on_its_side,
    misunderstood,
    recognise,
    title_alone,
)
from desktop_pipeline.exchange.understanding.kinds import IGNORE

# A list of names may be deals in unknown words
_MERE_NAMES = frozenset((Kind.ORGANISATIONS, Kind.PRODUCTS, Kind.OWNERS))
_SHOWN = 8
OVERLONG = "more cells than columns: some may stand in the wrong one"


class NotUnderstoodError(CannotOpenError):
    """The files can be read, but no table of them is known: a person can still say what they hold."""


class OnItsSideError(NotUnderstoodError):
    """The fields of a deal stand below each other, not beside each other."""


def recognise_all(
    tables: Sequence[Table], options: ImportOptions, preset: Preset | None, known: Known
) -> list[Recognised]:
    """The tables that are understood; raises NotUnderstoodError where there is none."""
    found = [
        complete_columns(recognised) if recognised.kind is Kind.HISTORY else recognised
        for table in tables
        if (recognised := recognise(table, options, preset=preset, known=known)) is not None
    ]
    # Of a table of deals whatever is understood is worth having.
    strange = {
        id(recognised): headers
        for recognised in found
        if recognised.kind in _MERE_NAMES and recognised.table.rows
        if (headers := misunderstood(recognised, options.mapping))
    }
    clear = _without_summaries([recognised for recognised in found if id(recognised) not in strange])
    if not clear:
        raise _explain(tables, options, [header for headers in strange.values() for header in headers])
    return clear


def _without_summaries(found: Sequence[Recognised]) -> list[Recognised]:
    """Beside deals that have names a table of stages and sums alone only adds them up."""
    named = [each for each in found if each.kind is Kind.DEALS and not set(NAMING).isdisjoint(each.columns)]
    return [each for each in found if each.kind is not Kind.DEALS or not named or each in named]


def ask_about_the_rest(tables: Sequence[Table], understood: Sequence[Recognised], draft: PlanDraft) -> None:
    """Tables that are not imported are never passed over in silence, unless somebody left them out."""
    taken = {id(found.table) for found in understood}
    for table in tables:
        if id(table) not in taken and table.rows and draft.options.kinds.get(table.place) != IGNORE:
            name = f"{table.file}, {table.sheet}" if table.sheet else table.file
            words = f"what does “{name}” hold?"
            draft.notes.ask(table.file, "", words, "nothing to import", subject="table kind", key=table.sheet or "")


def list_overlong(understood: Sequence[Recognised], draft: PlanDraft) -> None:
    """Rows of a text with more cells than there are headers: a comma within a cell has made two of it, it seems."""
    for found in understood:
        rows, width = found.table.rows, len(found.table.headers)
        if isinstance(rows, Rows) or width_of(rows) <= width:
            continue
        for row in rows:
            beyond = [show(cell) for cell in row.cells[width:] if cell is not None]
            if beyond:
                draft.notes.problem(found.table, row.number, None, ", ".join(beyond), OVERLONG)


def ask_about_pairs(understood: Sequence[Recognised], draft: PlanDraft) -> None:
    """Whether a company and its contact were told apart rightly, by the first cell that has both."""
    for found in understood:
        parted = found.table.parted
        if parted is None:
            continue
        places = (parted.column, parted.company, parted.contact)
        rows = zip(*(map(show, found.column(place)) for place in places), strict=True)
        for cell, company, contact in rows:
            if company and contact and cell.strip() != company:
                what = "its address" if found.table.headers[parted.contact] == ADDRESS else "the contact"
                words = f"is “{tidy(company)}” the company and “{tidy(contact)}” {what} in “{tidy(cell)}”?"
                draft.notes.ask(found.table.file, tidy(found.table.headers[parted.column]), words, "yes")
                break


def _explain(tables: Sequence[Table], options: ImportOptions, strange: Sequence[str]) -> NotUnderstoodError:
    names = ", ".join(dict.fromkeys(f"“{table.file}”" for table in tables))
    if tables and all(options.kinds.get(table.place) == IGNORE for table in tables):
        return NotUnderstoodError(f"Every table of {names} is left out; there is nothing to import.")
    if tables and all(map(lies_on_its_side, tables)):
        return OnItsSideError(
            f"{names} has a deal in each column, its fields below each other. Turn the table in the spreadsheet"
            " (copy it, then Paste Special, Transpose) and import that."
        )
    if strange:
        shown = ", ".join(f"“{header}”" for header in strange[:_SHOWN])
        more = " and others" if len(strange) > _SHOWN else ""
        return NotUnderstoodError(
            f"These columns of {names} are not known: {shown}{more}."
            f" Say what they hold, as in --map “{strange[0]}=title”."
        )
    title = next((header for table in tables if (header := title_alone(table)) is not None), None)
    if title is not None:
        return NotUnderstoodError(
            f"{names} has a title column but no stage, value or date beside it that says its rows are deals."
            f" If they are, say so with --map “{title}=title”."
        )
    return NotUnderstoodError(f"No column of {names} is known. Say what they hold, as in --map “Header=title”.")
