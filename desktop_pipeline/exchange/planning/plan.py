"""Plans an import: tables in, everything that would be created or changed out; nothing is written here."""

from collections.abc import Mapping, Sequence
from typing import NoReturn

from desktop_pipeline.domain.errors import CannotOpenError
from desktop_pipeline.exchange.options import ImportOptions
from desktop_pipeline.exchange.planning.deal_rows import DealTable
from desktop_pipeline.exchange.planning.draft import PlanDraft
from desktop_pipeline.exchange.planning.matching import AmbiguousError, Matcher
from desktop_pipeline.exchange.planning.related import take_related
from desktop_pipeline.exchange.records import Counts, ImportPlan, Known, PlannedDeal
from desktop_pipeline.exchange.tables import Table
from desktop_pipeline.exchange.understanding.columns import (
    Kind,
    Recognised,
    check_mapping,
    misunderstood,
    recognise,
    title_alone,
)

# Names in tables of their own are told first: their spelling and their completeness rule what the deals mention
_ORDER = (Kind.OWNERS, Kind.PRODUCTS, Kind.ORGANISATIONS)
_NO_PRESET = "none"
_SHOWN = 8


def plan_import(tables: Sequence[Table], options: ImportOptions, known: Known) -> ImportPlan:
    """What importing these tables together would do.

    Raises CannotOpenError where no table is recognised, InvalidError for a mapping that names what is not there.
    """
    check_mapping(tables, options.mapping)
    recognised = _recognise_all(tables, options.mapping)
    draft = PlanDraft(options, known, has_owner_table=any(found.kind is Kind.OWNERS for found in recognised))
    for kind in _ORDER:
        for found in recognised:
            if found.kind is kind:
                take_related(found, draft)
    deal_tables = [DealTable(found, draft) for found in recognised if found.kind is Kind.DEALS]
    deals = _match(deal_tables, draft)
    _ask_about_the_rest(tables, recognised, draft)
    first = next((found.table for found in recognised if found.kind is Kind.DEALS), recognised[0].table)
    stages = draft.stages.new_stages()
    return ImportPlan(
        files=tuple(dict.fromkeys(table.file for table in tables)),
        sheet=first.sheet,
        header_row=first.header_row,
        preset=_NO_PRESET,
        organisations=draft.organisations.planned(),
        people=draft.people.planned(),
        owners=draft.owners.planned(),
        products=draft.products.planned(),
        sources=draft.sources.new(),
        labels=draft.labels.new(),
        reasons=draft.reasons.new(),
        pipelines=draft.pipelines.new(),
        stages=stages,
        deals=deals,
        counts=_count(deals, rows=sum(table.count for table in deal_tables)),
        created={
            "organisations": draft.organisations.created(),
            "people": draft.people.created(),
            "owners": draft.owners.created(),
            "products": draft.products.created(),
            "stages": len(stages),
            "sources": len(draft.sources.new()),
            "labels": len(draft.labels.new()),
        },
        problems=draft.notes.problems(),
        questions=draft.notes.questions(),
        unused_columns=_unused(recognised),
    )


def _recognise_all(tables: Sequence[Table], mapping: Mapping[str, str]) -> list[Recognised]:
    found = [recognised for table in tables if (recognised := recognise(table, mapping)) is not None]
    # Of a table of deals whatever is understood is worth having; a list of names may be deals in unknown words.
    strange = {
        id(recognised): headers
        for recognised in found
        if recognised.kind not in {Kind.DEALS, Kind.PEOPLE} and recognised.table.rows
        if (headers := misunderstood(recognised, mapping))
    }
    clear = [recognised for recognised in found if id(recognised) not in strange]
    if not any(recognised.kind is not Kind.PEOPLE for recognised in clear):
        _refuse(tables, clear, [header for headers in strange.values() for header in headers])
    return clear


def _refuse(tables: Sequence[Table], found: Sequence[Recognised], strange: Sequence[str]) -> NoReturn:
    names = ", ".join(dict.fromkeys(f"“{table.file}”" for table in tables))
    title = next((header for table in tables if (header := title_alone(table)) is not None), None)
    if strange:
        shown = ", ".join(f"“{header}”" for header in strange[:_SHOWN]) + (
            " and others" if len(strange) > _SHOWN else ""
        )
        message = (
            f"These columns of {names} are not known: {shown}. Say what they hold, as in --map “{strange[0]}=title”."
        )
    elif found:
        message = f"{names} holds a list of people. Deals, organisations, products and owners can be imported."
    elif title is not None:
        message = (
            f"{names} has a title column but no stage, value or date beside it that says its rows are deals."
            f" If they are, say so with --map “{title}=title”."
        )
    else:
        message = f"No column of {names} is known. Say what they hold, as in --map “Header=title”."
    raise CannotOpenError(message)


def _match(deal_tables: Sequence[DealTable], draft: PlanDraft) -> tuple[PlannedDeal, ...]:
    matcher = Matcher(draft.options.match, draft.known.deals)
    matcher.expect(row.fields for table in deal_tables for row in table.rows)
    deals = []
    for table in deal_tables:
        for row in table.rows:
            try:
                known_id, changed = matcher.find(row.fields, told=table.told)
            except AmbiguousError as error:
                table.reader.fault(row.position, error.field, str(error))
                continue
            number, source = table.reader.rows[row.position].number, table.reader.table
            deals.append(PlannedDeal(source.file, number, known_id, row.fields, changed, source.sheet))
    return tuple(deals)


def _ask_about_the_rest(tables: Sequence[Table], recognised: Sequence[Recognised], draft: PlanDraft) -> None:
    """Tables that are not imported are never passed over in silence."""
    taken = {id(found.table) for found in recognised if found.kind is not Kind.PEOPLE}
    for table in tables:
        if id(table) not in taken and table.rows:
            name = f"{table.file}, {table.sheet}" if table.sheet else table.file
            draft.notes.ask(table.file, "", f"what does “{name}” hold?", "nothing to import")


def _count(deals: Sequence[PlannedDeal], *, rows: int) -> Counts:
    new = sum(deal.known_id is None for deal in deals)
    updated = sum(bool(deal.changed) for deal in deals)
    return Counts(rows, new, updated, len(deals) - new - updated, rows - len(deals))


def _unused(recognised: Sequence[Recognised]) -> tuple[tuple[str, str], ...]:
    """File and header of each column that no field was found for."""
    return tuple(
        (found.table.file, header)
        for found in recognised
        for index, header in enumerate(found.table.headers)
        if header.strip() and index not in found.columns.values()
    )
