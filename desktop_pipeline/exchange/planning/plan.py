"""Plans an import: tables in, everything that would be created or changed out; nothing is written here."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from desktop_pipeline.exchange.known import Known, KnownPast
from desktop_pipeline.exchange.options import ImportOptions
from desktop_pipeline.exchange.own_export import find_shape
from desktop_pipeline.exchange.planning.blanks_below import ask_about_blanks
from desktop_pipeline.exchange.planning.colleagues import list_colleagues, tell_colleagues
from desktop_pipeline.exchange.planning.deal_parts import hang_parts
from desktop_pipeline.exchange.planning.deal_rows import DealTable
from desktop_pipeline.exchange.planning.draft import PlanDraft
from desktop_pipeline.exchange.planning.hanging_rows import DealIndex, list_ours, take_hanging
from desktop_pipeline.exchange.planning.history import take_histories
from desktop_pipeline.exchange.planning.knowing import (
    ask_about_pairs,
    ask_about_the_rest,
    list_overlong,
    recognise_all,
)
from desktop_pipeline.exchange.planning.own_edits import edit_related
from desktop_pipeline.exchange.planning.own_lines import list_lined, take_lines
from desktop_pipeline.exchange.planning.own_rows import OwnExport, is_lines, leave_out_ours
from desktop_pipeline.exchange.planning.related import take_related
from desktop_pipeline.exchange.planning.repeats import ask_about_repeats
from desktop_pipeline.exchange.planning.sections import ask_about_sections
from desktop_pipeline.exchange.planning.taking import Taking
from desktop_pipeline.exchange.planning.visits import continue_pasts
from desktop_pipeline.exchange.reading.colours import ROW_COLOUR
from desktop_pipeline.exchange.reading.currencies_shown import SHOWN_CURRENCY
from desktop_pipeline.exchange.records import REASON, Counts, ImportPlan, PlannedDeal, Target
from desktop_pipeline.exchange.tables import Table
from desktop_pipeline.exchange.understanding.columns import Kind, Preset, Recognised, check_mapping, choose_preset

# Names in tables of their own are told first: their spelling and their completeness rule what the deals mention
_ORDER = (Kind.OWNERS, Kind.PRODUCTS, Kind.ORGANISATIONS, Kind.PEOPLE)
_DEALS = frozenset((Kind.DEALS, Kind.LEADS))
_NO_PRESET = "none"
_ASKED = 20
# Fields that columns may go to and that nothing is made of
_OF_CONTACTS = frozenset(("owner", "owner_id", "label", "created", "our_id"))
_NOT_KEPT: Mapping[Kind, frozenset[str]] = {
    Kind.DEALS: frozenset(("forecast", "our_id")),
    Kind.ORGANISATIONS: _OF_CONTACTS,
    Kind.PEOPLE: _OF_CONTACTS | {"address", "street", "city", "region", "postcode", "country"},
    Kind.PRODUCTS: frozenset(("external_id",)),
    Kind.ACTIVITIES: frozenset(("external_id", "our_deal")),
}


def plan_import(
    tables: Sequence[Table],
    options: ImportOptions,
    known: Known,
    read_pasts: Callable[[], Mapping[int, KnownPast]] = dict,
    now: datetime | None = None,
) -> ImportPlan:
    """What importing these tables together would do; `read_pasts` is asked where they tell visits of known deals.

    `now`: visits dated later come about with the import.

    Raises CannotOpenError where no table is recognised, InvalidError for a mapping that names what is not there.
    """
    check_mapping(tables, options.mapping)
    tables = leave_out_ours(tables)
    preset = choose_preset(tables, options.preset)
    tables, understood = _recognise(tables, options, preset, known)
    draft = PlanDraft(options, known, has_owner_table=any(found.kind is Kind.OWNERS for found in understood))
    own = OwnExport(draft)
    own.check_lines(tables)
    whole, understood = own.settle(understood)
    draft.expect(understood)
    draft.lined = list_lined(tables, known.mark)
    for kind in _ORDER:
        for found in understood:
            if found.kind is kind:
                take_related(found, draft)
    told = [DealTable(found, draft, own.table_of(found)) for found in understood if found.kind in _DEALS]
    edits = edit_related(own, draft)
    deal_tables = take_histories(understood, told, draft)
    taking = Taking(draft)
    deals = continue_pasts(taking.take(deal_tables), read_pasts, known.deals, now)
    for table, taken in zip(deal_tables, taking.by_table, strict=True):
        hang_parts(table, taken, draft)
    ours = list_ours(deal_tables, taking.by_table)
    _hang(understood, deals, ours, draft)
    lines = take_lines(tables, ours, deals, draft)
    ask_about_pairs(whole, draft)
    list_overlong(whole, draft)
    ask_about_blanks(whole, draft)
    ask_about_sections(whole, draft)
    ask_about_repeats([table for table in told if table in deal_tables])
    ask_about_the_rest([table for table in tables if not is_lines(table)], whole, draft)
    plan = _finish(tables, whole, deal_tables, deals, taking, draft)
    return replace(plan, differences=tuple(own.differences), edits=edits, lines=lines)


def _recognise(
    tables: Sequence[Table], options: ImportOptions, preset: Preset | None, known: Known
) -> tuple[Sequence[Table], list[Recognised]]:
    """The tables, told what names of colleagues stand above their rows, and those of them that are understood."""
    understood = recognise_all([table for table in tables if not is_lines(table)], options, preset, known)
    names = list_colleagues(understood, known)
    told = {id(found.table): tell_colleagues(found, names) for found in understood}
    if all(found.table is told[id(found.table)] for found in understood):
        return tables, understood
    tables = [told.get(id(table), table) for table in tables]
    return tables, recognise_all([table for table in tables if not is_lines(table)], options, preset, known)


def _hang(
    understood: Sequence[Recognised],
    deals: Sequence[PlannedDeal],
    ours: Mapping[tuple[str, str], Target],
    draft: PlanDraft,
) -> None:
    hanging = [found for found in understood if found.kind in {Kind.ACTIVITIES, Kind.NOTES}]
    if hanging:
        take_hanging(hanging, DealIndex(_list_deals(deals, draft.known), ours), draft)


def _list_deals(deals: Sequence[PlannedDeal], known: Known) -> Iterator[tuple[Target, str, str | None, str | None]]:
    met = set()
    for place, deal in enumerate(deals):
        met.add(deal.known_id)
        target = Target(deal=place) if deal.known_id is None else Target(deal_id=deal.known_id)
        yield target, deal.fields.title, deal.fields.organisation, deal.fields.external_id
    for deal_id, fields in known.deals.items():
        if deal_id not in met:
            yield Target(deal_id=deal_id), fields.title, fields.organisation, fields.external_id


def _finish(
    tables: Sequence[Table],
    understood: Sequence[Recognised],
    deal_tables: Sequence[DealTable],
    deals: tuple[PlannedDeal, ...],
    taking: Taking,
    draft: PlanDraft,
) -> ImportPlan:
    _ask_about_doubtful(understood[0].table.file, draft)
    stages = draft.stages.new_stages()
    activities, notes, new_fields = draft.hanging.activities(), draft.hanging.notes(), draft.own_fields.new()
    first = next((found.table for found in understood if found.kind in _DEALS), understood[0].table)
    preset = next((found.preset for found in understood if found.kind in _DEALS and found.preset), None)
    preset = preset or next((found.preset for found in understood if found.preset), None)
    told: Counter[str] = Counter()
    for table in deal_tables:
        told.update(table.sums)
    created = {
        "organisations": draft.organisations.created(),
        "people": draft.people.created(),
        "owners": draft.owners.created(),
        "products": draft.products.created(),
        "stages": len(stages),
        "sources": len(draft.sources.new()),
        "labels": len(draft.labels.new()),
    }
    further = {
        "reasons": len(draft.reasons.new()),
        "pipelines": len(draft.pipelines.new()),
        "activities": len(activities),
        "notes": len(notes),
        "fields": len(new_fields),
    }
    return ImportPlan(
        files=tuple(dict.fromkeys(table.file for table in tables)),
        sheet=first.sheet,
        header_row=first.header_row,
        preset=preset.key if preset else _NO_PRESET,
        preset_name=preset.name if preset else "",
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
        created=created | {name: count for name, count in further.items() if count},
        problems=draft.notes.problems(),
        questions=draft.notes.questions(),
        unused_columns=_list_unused(understood),
        activities=activities,
        notes=notes,
        new_fields=new_fields,
        values=draft.own_fields.values(),
        likenesses=tuple(taking.likenesses),
        understood=tuple(understood),
        told=told,
        left=_subtract(told, deals),
        joined=draft.organisations.joined(),
    )


def _ask_about_doubtful(file: str, draft: PlanDraft) -> None:
    """Names that may be either of two others are never joined with one of them."""
    doubtful = list(draft.organisations.doubtful().items())
    for name, others in doubtful[:_ASKED]:
        draft.notes.ask(file, "", f"is “{name}” the same as {' or '.join(others)}?", "one of its own")
    if len(doubtful) > _ASKED:
        rest = len(doubtful) - _ASKED
        draft.notes.ask(file, "", f"{rest} more names may be one of several others. Are they?", "each one of its own")


def _subtract(told: Mapping[str, int], deals: Sequence[PlannedDeal]) -> dict[str, int]:
    """What is in the value columns and in no deal that is taken."""
    left = Counter(told)
    for deal in deals:
        fields = deal.fields
        if fields.value is not None and fields.currency is not None:
            left[fields.currency] -= fields.value
    return {currency: minor for currency, minor in left.items() if minor}


def _count(deals: Sequence[PlannedDeal], *, rows: int) -> Counts:
    new = sum(deal.known_id is None for deal in deals)
    updated = sum(bool(deal.changed) for deal in deals)
    return Counts(rows, new, updated, len(deals) - new - updated, rows - len(deals))


def _list_unused(understood: Sequence[Recognised]) -> tuple[tuple[str, str], ...]:
    """File and header of each filled column that nothing is made of, but for those that were left out on purpose."""
    unused = []
    for found in understood:
        shape = find_shape(found.table.headers)
        ours = {REASON, ROW_COLOUR, SHOWN_CURRENCY} | (shape.headers if shape is not None else set())
        left = _NOT_KEPT.get(found.kind, frozenset())
        used = {index for field in found.columns if field not in left for index in found.indexes(field)}
        used |= {found.table.parted.column} if found.table.parted is not None else set()
        for index, header in enumerate(found.table.headers):
            if header.strip() and index not in used and header not in ours:
                unused.append((found.table.file, header))
    return tuple(dict.fromkeys(unused))
