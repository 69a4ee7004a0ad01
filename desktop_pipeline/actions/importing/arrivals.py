"""The rows of an import as they will arrive, each cell with what is to say about it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from desktop_pipeline.actions.importing.outlook import CellNote, FieldDifference, Likeness, RowOutlook
from desktop_pipeline.domain.money import Money, to_major
from desktop_pipeline.domain.names import name_key
from desktop_pipeline.exchange.known import Known
from desktop_pipeline.exchange.options import CellPlace, RowPlace
from desktop_pipeline.exchange.records import NOT_TAKEN, DealFields, ImportPlan, PlannedDeal, Problem, RowTaken
from desktop_pipeline.exchange.tables import Row, Table, show
from desktop_pipeline.exchange.understanding.columns import Recognised
from desktop_pipeline.exchange.understanding.kinds import Kind

_DEALS = frozenset((Kind.DEALS.value, Kind.LEADS.value))
_GROUPED = re.compile(r"[.,][0-9]{1,3}\b")
_Place = tuple[str, str | None, int]


def describe_rows(plan: ImportPlan, known: Known, *, most: int, only_problems: bool) -> tuple[RowOutlook, ...]:
    """The first rows of all tables together, or the first of those that have a problem."""
    deals = {(deal.file, deal.sheet, deal.row): deal for deal in plan.deals}
    problems: dict[_Place, list[Problem]] = {}
    for problem in plan.problems:
        problems.setdefault((problem.file, problem.sheet, problem.row), []).append(problem)
    alike = {(row.file, row.sheet, row.row): row for row in plan.likenesses}
    names = _Names(plan, known)
    rows: list[RowOutlook] = []
    for found, row in _choose(plan, problems if only_problems else None):
        if len(rows) >= most:
            break
        place = (found.table.file, found.table.sheet, row.number)
        described = _describe(found, row, deals.get(place), problems.get(place, []), names)
        hints = tuple(_list_hints(found, row, described, alike.get(place)))
        rows.append(replace(described, notes=(*described.notes, *hints)) if hints else described)
    return tuple(rows)


def describe_likenesses(plan: ImportPlan) -> tuple[Likeness, ...]:
    """Rows that the workspace seems to have already, in the order of the files."""
    return tuple(
        Likeness(
            RowPlace(row.file, row.sheet, row.row), row.title, row.why, row.difference, row.deal_id, row.take, row.value
        )
        for row in plan.likenesses
    )


def describe_differences(plan: ImportPlan) -> tuple[FieldDifference, ...]:
    """What was changed in our own export, cell by cell."""
    return tuple(
        FieldDifference(
            each.place,
            each.row_id,
            each.title,
            each.field,
            each.old,
            each.new,
            each.is_conflict,
            each.is_taken,
            each.table,
        )
        for each in plan.differences
    )


def _choose(plan: ImportPlan, among: Mapping[_Place, object] | None) -> Iterator[tuple[Recognised, Row]]:
    for found in plan.understood:
        table = found.table
        for row in table.rows:
            if among is None or (table.file, table.sheet, row.number) in among:
                yield found, row


class _Names:
    """What keys stand for, to be shown."""

    def __init__(self, plan: ImportPlan, known: Known) -> None:
        self._known = known
        self.organisations = {row.key: row.fields.name for row in plan.organisations}
        self.people = {row.key: row.fields.name for row in plan.people}
        self.owners = {row.key: row.fields.name for row in plan.owners}
        self.products = {row.key: row.fields.name for row in plan.products}
        words = (*plan.sources, *plan.labels, *plan.reasons, *plan.pipelines, *plan.stages)
        self.words = {word.key: word.name for word in words}
        self.stages = {name_key(stage.name): stage.name for stage in known.stages}

    def organisation(self, key: str) -> str:
        row = self._known.organisations.get(key)
        return self.organisations.get(key) or (row.fields.name if row else key)

    def person(self, key: str) -> str:
        row = self._known.people.get(key)
        return self.people.get(key) or (row.fields.name if row else key)

    def owner(self, key: str) -> str:
        row = self._known.owners.get(key)
        return self.owners.get(key) or (row.fields.name if row else key)

    def product(self, key: str) -> str:
        row = self._known.products.get(key)
        return self.products.get(key) or (row.fields.name if row else key)

    def stage(self, key: str) -> str:
        return self.stages.get(key) or self.word(key)

    def word(self, key: str) -> str:
        return self.words.get(key) or self._known.spellings.get(key, key)


def _describe(
    found: Recognised, row: Row, deal: PlannedDeal | None, problems: list[Problem], names: _Names
) -> RowOutlook:
    table = found.table
    place = RowPlace(table.file, table.sheet, row.number)
    notes = tuple(_to_note(found, row, problem) for problem in problems)
    typed = _list_typed(found, row)
    if deal is None:
        # Other kinds of rows are shown as they were typed; of deals only what is not taken
        refused = found.kind == Kind.DEALS or any(
            not problem.column or problem.problem in NOT_TAKEN for problem in problems
        )
        return RowOutlook(place, typed, None, "", notes, is_taken=not refused, kind=found.kind.value)
    fields = deal.fields
    days = _list_days(fields, found)
    money = None if fields.value is None or fields.currency is None else Money(fields.value, fields.currency)
    texts = dict.fromkeys(found.columns, "") | _list_texts(fields, names, typed)
    texts |= {field: day.isoformat() for field, day in days.items()}
    stage = names.stage(fields.stage) if fields.stage else None
    return RowOutlook(
        place, texts, stage, fields.status.value, notes, is_taken=True, kind=found.kind.value, money=money, days=days
    )


def _list_typed(found: Recognised, row: Row) -> dict[str, str]:
    """What stands in the row, by field."""
    return {field: show(row.cells[index]) for field, index in found.columns.items() if index < len(row.cells)}


def _list_hints(found: Recognised, cells: Row, row: RowOutlook, alike: RowTaken | None) -> Iterator[CellNote]:
    """What is worth a look though nothing is wrong: a title made up, a number read by its own marks, a likely twin."""
    table = found.table

    def hint(field: str, words: str, typed: str) -> CellNote:
        index = found.columns.get(field)
        place = None if index is None else CellPlace(row.place.file, row.place.sheet, row.place.row, table.left + index)
        return CellNote(place, field, "hint", words, typed)

    typed = _list_typed(found, cells) if row.kind in _DEALS and row.is_taken else None
    if alike is not None:
        yield hint("title", "in your file already", row.texts.get("title", ""))
    if typed is not None and "title" in found.columns and not typed.get("title", "").strip():
        yield hint("title", "no title, another name used", "")
    habit = found.amount_habits.get("value")
    if typed is not None and row.money is not None and habit is not None:
        text = typed.get("value", "").strip()
        if habit.unit.factor > 1 or (habit.both and _GROUPED.search(text)):
            yield hint("value", f"was “{text}”", text)


def _list_texts(fields: DealFields, names: _Names, typed: Mapping[str, str]) -> dict[str, str]:
    told: dict[str, str | None] = {
        "title": fields.title,
        "organisation": fields.organisation and names.organisation(fields.organisation),
        "person": fields.person and names.person(fields.person),
        "owner": fields.owner and names.owner(fields.owner),
        "value": None
        if fields.value is None or fields.currency is None
        else f"{to_major(fields.value, fields.currency)} {fields.currency}",
        "currency": fields.currency,
        "stage": fields.stage and names.stage(fields.stage),
        "status": fields.status.value,
        "pipeline": fields.pipeline and names.word(fields.pipeline),
        "source": fields.source and names.word(fields.source),
        "lost_reason": fields.lost_reason and names.word(fields.lost_reason),
        "label": ", ".join(map(names.word, fields.labels)),
        "product": ", ".join(map(names.product, fields.products)),
        "probability": None if fields.probability is None else f"{fields.probability:.0%}",
        "external_id": fields.external_id,
    }
    rest = {field: text for field, text in typed.items() if field not in told and field not in _DAYS}
    return rest | {field: text or "" for field, text in told.items()}


_DAYS = frozenset(("created", "closed", "close", "expected_close", "last_touch", "won_at", "lost_at"))


def _list_days(fields: DealFields, found: Recognised) -> dict[str, date]:
    told = {
        "created": fields.created,
        "closed": fields.closed,
        "expected_close": fields.expected,
        "last_touch": fields.last_touch,
    }
    if "close" in found.columns:
        told["close"] = fields.closed or fields.expected
    return {field: day for field, day in told.items() if day is not None}


def _to_note(found: Recognised, row: Row, problem: Problem) -> CellNote:
    index = _find_column(found.table, found.columns, problem.column)
    field = next((field for field, column in found.columns.items() if column == index), "")
    table = found.table
    place = None if index is None else CellPlace(table.file, table.sheet, row.number, table.left + index)
    return CellNote(place, field, "problem", problem.problem, problem.value)


def _find_column(table: Table, columns: Mapping[str, int], header: str) -> int | None:
    if not header:
        return None
    used = [index for index in columns.values() if index < len(table.headers) and table.headers[index] == header]
    return used[0] if used else next((index for index, name in enumerate(table.headers) if name == header), None)
