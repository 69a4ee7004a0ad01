"""Columns that date a stage, as “Date entered Proposal”: they tell the visits of the deals in their rows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import NamedTuple

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.names import name_key
from desktop_pipeline.exchange.planning.deal_rows import DealRow, DealTable
from desktop_pipeline.exchange.planning.draft import PlanDraft
from desktop_pipeline.exchange.planning.visits import Told, fold, settle
from desktop_pipeline.exchange.tables import Row
from desktop_pipeline.exchange.understanding.cells import read_column
from desktop_pipeline.exchange.understanding.dates import infer_order, read_instant
from desktop_pipeline.exchange.understanding.stage_words import Standing
from desktop_pipeline.exchange.understanding.values import ColumnReader

ENTERED = "entered:"
EXITED = "exited:"
# When an open deal came into the stage it stands in
SINCE = "stage_since"


class _Column(NamedTuple):
    """A column of instants; `word` is the stage it dates."""

    field: str
    word: str
    instants: Sequence[datetime | None]


def dates_stages(table: DealTable) -> bool:
    """Whether any column of the table dates a stage."""
    return any(field.startswith(ENTERED) or field == SINCE for field in table.reader.columns)


def tell_entered(table: DealTable, draft: PlanDraft) -> None:
    """Gives the deals of a table the visits that its columns date."""
    reader = table.reader
    entered = [_read(reader, field, draft) for field in reader.columns if field.startswith(ENTERED)]
    exited = {name_key(column.word): column.instants for column in _list_exits(reader, draft)}
    since = _read(reader, SINCE, draft).instants if reader.has(SINCE) else None
    standings = _read_standings(table, entered, draft)
    order = _order_words(entered, draft)
    zone = draft.options.zone
    is_placed = bool({"stage", "status"} & table.told)
    for place, row in enumerate(table.rows):
        index, fields = row
        dated = sorted(
            (at, order[name_key(column.word)], number)
            for number, column in enumerate(entered)
            if (at := column.instants[index]) is not None
        )
        steps = []
        before: str | None = None
        for at, _rank, number in dated:
            key = name_key(entered[number].word)
            standing = standings[(key, fields.pipeline)]
            left = before if before and _is_left(exited.get(before), index, at) else None
            left_stage = standings[(before, fields.pipeline)].stage if left and before else None
            steps.append(Told(at, standing, None, None, number, left_stage))
            before = key
        if since is not None and fields.status is DealStatus.OPEN and fields.stage is not None:
            steps = _add_since(steps, since[index], fields.stage)
        visits, faults = fold(steps, is_whole=False)
        for number, text in faults:
            reader.fault(index, entered[number].field, text)
        settled = settle(fields, visits, zone, is_placed=is_placed, is_begun=False)
        for text in settled.faults:
            reader.fault(index, None, text)
        table.rows[place] = DealRow(index, settled.fields)


def _add_since(steps: list[Told], at: datetime | None, stage: str) -> list[Told]:
    """The last stage change of an open deal is its coming into its stage, where no column of its own dates that."""
    if at is None or any(step.at > at for step in steps) or (steps and steps[-1].standing.stage == stage):
        return steps
    return [*steps, Told(at, Standing(DealStatus.OPEN, stage), None, None, 0)]


def _read(reader: ColumnReader, field: str, draft: PlanDraft) -> _Column:
    cells = reader.cells(field)
    header = reader.table.headers[reader.columns[field]]
    habit = infer_order(cells)
    order = draft.options.date_orders.get(header, habit.order)
    if habit.is_needed and not habit.is_proved and header not in draft.options.date_orders:
        reader.ask(field, "day or month first?", order)
    instants, faults = read_column(cells, partial(read_instant, order=order, zone=draft.options.zone))
    for index, text in faults:
        reader.fault(index, field, text)
    return _Column(field, field.partition(":")[2].strip(), instants)


def _list_exits(reader: ColumnReader, draft: PlanDraft) -> list[_Column]:
    return [_read(reader, field, draft) for field in reader.columns if field.startswith(EXITED)]


def _is_left(exits: Sequence[datetime | None] | None, index: int, at: datetime) -> bool:
    return exits is not None and exits[index] == at


def _read_standings(
    table: DealTable, entered: Sequence[_Column], draft: PlanDraft
) -> Mapping[tuple[str, str | None], Standing]:
    """What each column's word means in each pipeline; a word that dates no deal there is not asked, nothing is made."""
    met: dict[tuple[str, str | None], str] = {}
    for row in table.rows:
        for column in entered:
            if column.instants[row.position] is not None:
                met.setdefault((name_key(column.word), row.fields.pipeline), column.word)
    recognised = table.reader.recognised
    draft.stages.note_columns(recognised.table.headers)
    words = replace(recognised.table, headers=("",), rows=tuple(Row(0, (word,)) for word in met.values()))
    reader = ColumnReader(replace(recognised, table=words, columns={"stage": 0}), draft.notes)
    return dict(zip(met, draft.stages.read(reader, [pipeline for _key, pipeline in met]), strict=True))


def _order_words(entered: Sequence[_Column], draft: PlanDraft) -> dict[str, int]:
    """The order of stages dated at one instant: the user's, the workspace's, else that of the columns."""
    told = [*map(name_key, draft.options.stage_order), *(name_key(stage.name) for stage in draft.known.stages)]
    keys = [name_key(column.word) for column in entered]
    return {key: told.index(key) if key in told else len(told) + place for place, key in enumerate(keys)}
