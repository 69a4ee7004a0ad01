"""The stages of a pipeline: add, edit, order, remove, restore; the past of deals that stood in them stays."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict, Unpack

from desktop_pipeline.actions.deals import shorten
from desktop_pipeline.actions.records import settle_instant
from desktop_pipeline.domain.deals import EventKind, check_probability
from desktop_pipeline.domain.errors import InvalidError, NotFoundError, RefusedError
from desktop_pipeline.domain.lists import check_order, clean_name
from desktop_pipeline.domain.milestones import Milestone
from desktop_pipeline.domain.names import clean_text, name_key
from desktop_pipeline.domain.ordering import STEP
from desktop_pipeline.domain.stage_settings import check_colour, check_days, check_deal_limits, check_text
from desktop_pipeline.domain.stages import DEFAULT_SLOW_LIMIT, DEFAULT_STALE_LIMIT, ForecastCategory
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.instants import from_microseconds, to_microseconds
from desktop_pipeline.storage.tables import Stage
from desktop_pipeline.storage.workspace import Workspace

_USUAL_PROBABILITY = 0.5


class StageEdit(TypedDict, total=False):
    """What can be set for a stage; `probability` is a share, limits are days, too few and too many are deals."""

    name: str
    definition: str
    guidance: str
    probability: float
    slow_limit: int
    stale_limit: int
    milestone: Milestone
    forecast_category: ForecastCategory
    colour: str | None
    too_few: int | None
    too_many: int | None


@dataclass(frozen=True, slots=True)
class StandingStage:
    """A stage as it stands, archived ones included."""

    stage_id: int
    pipeline_id: int
    name: str
    is_open: bool
    is_archived: bool
    position: int
    too_few: int | None
    too_many: int | None


def add_stage(
    workspace: Workspace, pipeline_id: int, name: str, *, after: int | None = None, is_open: bool = True
) -> int:
    """Adds a stage behind the stage `after` (None: behind all of its kind) and returns its id; raises InvalidError.

    One that is not open holds won deals after the sale.
    """
    cleaned = clean_name(name, "stage")
    with workspace.journal.change(f"Add stage “{shorten(cleaned)}”") as draft:
        _require_pipeline(draft, pipeline_id)
        stages = read_standing_stages(draft, pipeline_id)
        _require_free(stages, cleaned)
        order = [stage.stage_id for stage in stages if stage.is_open == is_open]
        stage_id = draft.insert(
            Stage,
            pipeline=pipeline_id,
            name=cleaned,
            position=len(stages),
            is_open=is_open,
            probability=_guess_probability(draft, stages, after) if is_open else 1.0,
            slow_limit=DEFAULT_SLOW_LIMIT if is_open else DEFAULT_STALE_LIMIT,
            stale_limit=DEFAULT_STALE_LIMIT,
        )
        place = order.index(after) + 1 if after in order else len(order)
        order.insert(place, stage_id)
        _write_order(draft, read_standing_stages(draft, pipeline_id), order)
    return stage_id


def rename_stage(workspace: Workspace, stage_id: int, name: str) -> Change | None:
    """Gives a stage another name; its deals and their past bear it from now on. Raises InvalidError."""
    return edit_stage(workspace, stage_id, name=name)


def edit_stage(workspace: Workspace, stage_id: int, **fields: Unpack[StageEdit]) -> Change | None:
    """Changes the given settings of a stage as one change; raises InvalidError."""
    with workspace.journal.change("Edit stage") as draft:
        stage = read_standing_stage(draft, stage_id)
        draft.label = f"Edit stage “{shorten(stage.name)}”"
        columns: dict[str, object] = {}
        if "name" in fields:
            name = clean_name(fields["name"], "stage")
            _require_free(read_standing_stages(draft, stage.pipeline_id), name, but=stage_id)
            columns["name"] = name
            if list(fields) == ["name"]:
                draft.label = f"Rename stage “{shorten(stage.name)}” to “{shorten(name)}”"
        columns |= _check_numbers(fields, stage) | _check_words(fields)
        if columns:
            draft.update(Stage, stage_id, **columns)
    return draft.result


def reorder_stages(workspace: Workspace, pipeline_id: int, ids: Sequence[int]) -> Change | None:
    """Puts the open stages in use, or the after-sale ones, into this order; raises InvalidError for other ids."""
    with workspace.journal.change("Reorder stages") as draft:
        _require_pipeline(draft, pipeline_id)
        stages = read_standing_stages(draft, pipeline_id)
        is_open = any(stage.stage_id in ids and stage.is_open for stage in stages)
        there = [stage for stage in stages if stage.is_open == is_open and not stage.is_archived]
        check_order(ids, [stage.stage_id for stage in there], "stages")
        _write_order(draft, stages, ids)
    return draft.result


def remove_stage(workspace: Workspace, stage_id: int, *, move_deals_to: int | None, at: datetime) -> Change | None:
    """Archives a stage after its open deals, those in the bin too, have moved to the end of another one.

    An after-sale stage may let go of its deals (None): they stay won. Raises RefusedError for the last open stage of a
    pipeline and while deals stand in it and nothing says where they go.
    """
    with workspace.journal.change("Remove stage") as draft:
        stage = read_standing_stage(draft, stage_id)
        draft.label = f"Remove stage “{shorten(stage.name)}”"
        if stage.is_archived:
            message = f"The stage “{shorten(stage.name)}” is removed already."
            raise InvalidError(message)
        if stage.is_open:
            _require_another(draft, stage)
        target = None if move_deals_to is None else _read_target(draft, stage, move_deals_to)
        if stage.is_open:
            move_all_deals(draft, workspace, stage, target, at)
        else:
            draft.execute(
                "update deal set after_sale_stage_id = ? where after_sale_stage_id = ?",
                (target.stage_id if target else None, stage_id),
            )
        draft.update(Stage, stage_id, is_archived=True)
    return draft.result


def restore_stage(workspace: Workspace, stage_id: int) -> Change | None:
    """Brings a removed stage back, where it stood; raises InvalidError where its name is taken by now."""
    with workspace.journal.change("Bring back stage") as draft:
        stage = read_standing_stage(draft, stage_id)
        draft.label = f"Bring back stage “{shorten(stage.name)}”"
        if stage.is_archived:
            _require_free(read_standing_stages(draft, stage.pipeline_id), stage.name, but=stage_id)
            draft.update(Stage, stage_id, is_archived=False)
    return draft.result


def move_all_deals(
    draft: Draft, workspace: Workspace, stage: StandingStage, target: StandingStage | None, at: datetime
) -> int:
    """Moves every open deal of a stage, in its order, to the end of another one, as moving them one by one would.

    Returns how many there were; raises RefusedError where there are some and no target.
    """
    count, last = draft.row(
        "select count(distinct d.id), max(h.at) from deal d left join history_event h on h.deal_id = d.id"
        " where d.stage_id = ? and d.status = 'open'",
        (stage.stage_id,),
    ) or (0, None)
    if not count:
        return 0
    if target is None:
        deals = "1 deal stands" if count == 1 else f"{count} deals stand"
        message = f"{deals} in “{shorten(stage.name)}”. Say where to move {'it' if count == 1 else 'them'} first."
        raise RefusedError(message)
    changes_pipeline = stage.pipeline_id != target.pipeline_id
    kind = EventKind.PIPELINE if changes_pipeline else EventKind.MOVED
    settle_instant(workspace, at, from_microseconds(last or 0))
    # Fifty thousand rows: one statement each for the history and for the deals.
    draft.execute(
        "insert into history_event (deal_id, kind, at, recorded_at, from_stage_id, to_stage_id, is_inferred, is_dated)"
        " select id, ?, max(?, coalesce((select max(at) from history_event h where h.deal_id = deal.id), 0)), ?, ?, ?,"
        " 0, 1 from deal where stage_id = ? and status = 'open' order by rank, id",
        (
            kind.value,
            to_microseconds(at),
            to_microseconds(workspace.now()),
            stage.stage_id,
            target.stage_id,
            stage.stage_id,
        ),
    )
    below = draft.value(
        "select max(rank) from deal where stage_id = ? and status = 'open' and deleted_at is null", (target.stage_id,)
    )
    # The first one to arrive in an empty stage stands at rank 0, as elsewhere.
    first = 0 if below is None else int(below) + STEP
    draft.execute(
        "update deal set stage_id = ?, pipeline_id = ?, rank = ? + (placed.place - 1) * ? from"
        " (select id as placed_id, row_number() over (order by rank, id) as place from deal"
        " where stage_id = ? and status = 'open') as placed where deal.id = placed.placed_id",
        (target.stage_id, target.pipeline_id, first, STEP, stage.stage_id),
    )
    return int(count)


def read_standing_stage(draft: Draft, stage_id: int) -> StandingStage:
    """A stage, archived or not; raises NotFoundError where there is none."""
    found = draft.row(f"{_SELECT} where id = ?", (stage_id,))
    if found is None:
        message = f"There is no stage number {stage_id}."
        raise NotFoundError(message)
    return _to_stage(found)


def read_standing_stages(draft: Draft, pipeline_id: int) -> list[StandingStage]:
    """All stages of a pipeline, the open ones first, archived ones where they stood."""
    sql = f"{_SELECT} where pipeline_id = ? order by not is_open, position, id"
    return [_to_stage(row) for row in draft.rows(sql, (pipeline_id,))]


_SELECT = "select id, pipeline_id, name, is_open, is_archived, position, too_few, too_many from stage"


def _to_stage(row: Sequence[object]) -> StandingStage:
    stage_id, pipeline_id, name, is_open, is_archived, position, too_few, too_many = row
    return StandingStage(
        stage_id=int(str(stage_id)),
        pipeline_id=int(str(pipeline_id)),
        name=str(name),
        is_open=bool(is_open),
        is_archived=bool(is_archived),
        position=int(str(position)),
        too_few=None if too_few is None else int(str(too_few)),
        too_many=None if too_many is None else int(str(too_many)),
    )


def _check_numbers(fields: StageEdit, stage: StandingStage) -> dict[str, object]:
    columns: dict[str, object] = {}
    if "probability" in fields:
        columns["probability"] = check_probability(fields["probability"])
    if "slow_limit" in fields:
        columns["slow_limit"] = check_days(fields["slow_limit"])
    if "stale_limit" in fields:
        columns["stale_limit"] = check_days(fields["stale_limit"])
    if "too_few" in fields or "too_many" in fields:
        limits = (fields.get("too_few", stage.too_few), fields.get("too_many", stage.too_many))
        check_deal_limits(*limits)
        columns["too_few"], columns["too_many"] = limits
    return columns


def _check_words(fields: StageEdit) -> dict[str, object]:
    columns: dict[str, object] = {}
    if "definition" in fields:
        columns["definition"] = check_text(clean_text(fields["definition"]))
    if "guidance" in fields:
        columns["guidance"] = check_text(clean_text(fields["guidance"]))
    if "milestone" in fields:
        columns["milestone"] = Milestone(fields["milestone"]).value
    if "forecast_category" in fields:
        columns["forecast_category"] = ForecastCategory(fields["forecast_category"]).value
    if "colour" in fields:
        columns["colour"] = check_colour(fields["colour"])
    return columns


def _require_pipeline(draft: Draft, pipeline_id: int) -> None:
    if draft.value("select 1 from pipeline where id = ?", (pipeline_id,)) is None:
        message = f"There is no pipeline number {pipeline_id}."
        raise NotFoundError(message)


def _require_free(stages: Sequence[StandingStage], name: str, *, but: int | None = None) -> None:
    for stage in stages:
        if stage.stage_id != but and not stage.is_archived and name_key(stage.name) == name_key(name):
            message = f"The pipeline has a stage “{shorten(stage.name)}” already. Choose another name."
            raise InvalidError(message)


def _require_another(draft: Draft, stage: StandingStage) -> None:
    others = read_standing_stages(draft, stage.pipeline_id)
    if not any(other.is_open and not other.is_archived and other.stage_id != stage.stage_id for other in others):
        message = f"“{shorten(stage.name)}” is the last open stage. Add another one first, or archive the pipeline."
        raise RefusedError(message)


def _read_target(draft: Draft, stage: StandingStage, target_id: int) -> StandingStage:
    target = read_standing_stage(draft, target_id)
    if target.is_archived or target.is_open != stage.is_open or target_id == stage.stage_id:
        message = f"Deals of “{shorten(stage.name)}” cannot move to “{shorten(target.name)}”. Choose another stage."
        raise InvalidError(message)
    return target


def _guess_probability(draft: Draft, stages: Sequence[StandingStage], after: int | None) -> float:
    """Between its neighbours: a new stage is as likely as the place it gets."""
    rows = draft.rows(
        "select id, probability from stage where pipeline_id = ? and is_open and not is_archived order by position, id",
        (stages[0].pipeline_id,) if stages else (0,),
    )
    shares = {int(row[0]): float(row[1]) for row in rows}
    if not shares:
        return _USUAL_PROBABILITY
    ids = list(shares)
    place = ids.index(after) + 1 if after in shares else len(ids)
    before = shares[ids[place - 1]]
    behind = shares[ids[place]] if place < len(ids) else 1.0
    return round((before + behind) / 2, 2)


def _write_order(draft: Draft, stages: Sequence[StandingStage], ids: Sequence[int]) -> None:
    """The named ones in this order, each archived one behind the stage it stood behind; the other kind as it was."""
    wanted = set(ids)
    section = [stage for stage in stages if stage.stage_id in wanted or _is_beside(stage, stages, wanted)]
    followers: dict[int | None, list[int]] = {}
    before: int | None = None
    for stage in section:
        if stage.stage_id in wanted:
            before = stage.stage_id
        else:
            followers.setdefault(before, []).append(stage.stage_id)
    order = followers.get(None, [])[:]
    for stage_id in ids:
        order += [stage_id, *followers.get(stage_id, [])]
    rest = [stage for stage in stages if stage.stage_id not in order]
    is_open = any(stage.is_open for stage in section)
    whole = [*order, *(stage.stage_id for stage in rest)] if is_open else [*(stage.stage_id for stage in rest), *order]
    positions = {stage.stage_id: stage.position for stage in stages}
    for position, stage_id in enumerate(whole):
        if positions[stage_id] != position:
            draft.update(Stage, stage_id, position=position)


def _is_beside(stage: StandingStage, stages: Sequence[StandingStage], wanted: set[int]) -> bool:
    is_open = next((other.is_open for other in stages if other.stage_id in wanted), True)
    return stage.is_open == is_open and stage.is_archived
