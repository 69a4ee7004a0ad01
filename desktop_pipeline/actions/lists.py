"""Keeping the owner's lists: add, rename, merge, archive, order, delete; what is in use is never deleted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from desktop_pipeline.actions.deals import shorten
from desktop_pipeline.domain.deals import DealStatus, ReasonGroup
from desktop_pipeline.domain.errors import InvalidError, NotFoundError, RefusedError
from desktop_pipeline.domain.lists import OwnedList, User, check_order, clean_name, say_uses
from desktop_pipeline.domain.names import fold, name_key
from desktop_pipeline.storage.change import Change
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.list_uses import REFERENCES, TABLES, Reference, count_uses
from desktop_pipeline.storage.tables import (
    ActivityKind,
    Competitor,
    DealCompetitor,
    DealLabel,
    Label,
    Owner,
    Product,
    Reason,
    ScoreRule,
    Source,
    Table,
    Target,
)
from desktop_pipeline.storage.workspace import Workspace

_MODELS: dict[OwnedList, type[Table]] = {
    OwnedList.OWNERS: Owner,
    OwnedList.SOURCES: Source,
    OwnedList.LABELS: Label,
    OwnedList.PRODUCTS: Product,
    OwnedList.REASONS: Reason,
    OwnedList.COMPETITORS: Competitor,
    OwnedList.KINDS: ActivityKind,
}
_LINKS: dict[str, type[Table]] = {
    "deal_label": DealLabel,
    "deal_competitor": DealCompetitor,
    "target": Target,
    "score_rule": ScoreRule,
}
_ORDERED = frozenset((OwnedList.REASONS, OwnedList.KINDS))
# Quick entries and imports know these by their keys.
BUILT_IN_KINDS = frozenset(("call", "email", "meeting", "visit", "task"))
_NOT_LETTER = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A row of a list as it stands; `side` tells reasons for winning from those for losing."""

    row_id: int
    name: str
    is_active: bool
    side: DealStatus | None
    key: str


def add_to_list(workspace: Workspace, owned: OwnedList, name: str, *, group: ReasonGroup | None = None) -> int:
    """Adds a name to a list and returns its id; reasons need their group. Raises InvalidError."""
    cleaned = clean_name(name, owned.value)
    with workspace.journal.change(f"Add {owned.value} “{shorten(cleaned)}”") as draft:
        side = _side_of(group or ReasonGroup.WE_LOST) if owned is OwnedList.REASONS else None
        _require_free(draft, owned, cleaned, side)
        columns: dict[str, object] = {"name": cleaned}
        if owned is OwnedList.PRODUCTS:
            columns["name_key"] = owned.key_of(cleaned)
        elif owned is OwnedList.REASONS:
            columns["reason_group"] = (group or ReasonGroup.WE_LOST).value
        elif owned is OwnedList.KINDS:
            columns |= {"key": _make_key(draft, cleaned), "icon": "calendar-check"}
        if owned in _ORDERED:
            columns["position"] = _next_position(draft, owned)
        return draft.insert(_MODELS[owned], **columns)


def rename_in_list(workspace: Workspace, owned: OwnedList, row_id: int, name: str) -> Change | None:
    """Gives a row another name, everywhere it is used; raises InvalidError for one that is taken."""
    cleaned = clean_name(name, owned.value)
    with workspace.journal.change("Rename") as draft:
        row = read_listed_row(draft, owned, row_id)
        draft.label = f"Rename {owned.value} “{shorten(row.name)}” to “{shorten(cleaned)}”"
        _require_free(draft, owned, cleaned, row.side, but=row_id)
        if cleaned != row.name:
            key = {"name_key": owned.key_of(cleaned)} if owned is OwnedList.PRODUCTS else {}
            draft.update(_MODELS[owned], row_id, name=cleaned, **key)
            if owned is OwnedList.OWNERS:
                _follow_manager(draft, row.name, cleaned)
    return draft.result


def merge_in_list(workspace: Workspace, owned: OwnedList, row_id: int, into_id: int) -> Change | None:
    """Everything that used a row uses the other one from now on, history too, and the row is gone.

    Raises InvalidError for a row with itself, and for a reason for winning with one for losing.
    """
    with workspace.journal.change("Merge") as draft:
        row, into = read_listed_row(draft, owned, row_id), read_listed_row(draft, owned, into_id)
        draft.label = f"Merge {owned.value} “{shorten(row.name)}” into “{shorten(into.name)}”"
        if row_id == into_id:
            message = f"Choose another {owned.value} to merge “{shorten(row.name)}” into."
            raise InvalidError(message)
        if row.side != into.side:
            message = "A reason for winning and one for losing cannot become one."
            raise InvalidError(message)
        if not into.is_active:
            message = f"“{shorten(into.name)}” is archived. Bring it back first."
            raise InvalidError(message)
        _refuse_built_in(owned, row, "merged into another")
        old, new = (row.key, into.key) if owned is OwnedList.KINDS else (row_id, into_id)
        for reference in REFERENCES[owned]:
            _follow(draft, reference, old, new)
        if owned is OwnedList.OWNERS:
            _follow_manager(draft, row.name, into.name)
        draft.delete(_MODELS[owned], row_id)
    return draft.result


def archive_in_list(workspace: Workspace, owned: OwnedList, row_id: int) -> Change | None:
    """Offers a row no longer; what uses it keeps it. Raises RefusedError for the last one that is needed."""
    with workspace.journal.change("Archive") as draft:
        row = read_listed_row(draft, owned, row_id)
        draft.label = f"Archive {owned.value} “{shorten(row.name)}”"
        if row.is_active:
            _refuse_last(draft, owned, row)
            draft.update(_MODELS[owned], row_id, is_active=False)
    return draft.result


def unarchive_in_list(workspace: Workspace, owned: OwnedList, row_id: int) -> Change | None:
    """Offers an archived row again."""
    with workspace.journal.change("Bring back") as draft:
        row = read_listed_row(draft, owned, row_id)
        draft.label = f"Bring back {owned.value} “{shorten(row.name)}”"
        if not row.is_active:
            draft.update(_MODELS[owned], row_id, is_active=True)
    return draft.result


def reorder_list(workspace: Workspace, owned: OwnedList, ids: Sequence[int]) -> Change | None:
    """Puts reasons or kinds of activities, those in use, into this order; other lists stand by name.

    Raises InvalidError where the ids are not those of one side of the list.
    """
    if owned not in _ORDERED:
        message = f"The {owned.plural} stand by name."
        raise InvalidError(message)
    with workspace.journal.change(f"Reorder {owned.plural}") as draft:
        rows = [row for row in _read_rows(draft, owned) if row.is_active]
        side = next((row.side for row in rows if row.row_id in ids), None)
        check_order(ids, [row.row_id for row in rows if row.side == side], owned.plural)
        _write_order(draft, owned, ids)
    return draft.result


def delete_from_list(workspace: Workspace, owned: OwnedList, row_id: int) -> Change | None:
    """Removes a row that nothing uses; raises RefusedError naming what does."""
    with workspace.journal.change("Delete") as draft:
        row = read_listed_row(draft, owned, row_id)
        draft.label = f"Delete {owned.value} “{shorten(row.name)}”"
        _refuse_built_in(owned, row, "deleted")
        uses = count_uses(draft, owned).get(row.key if owned is OwnedList.KINDS else row_id)
        if uses:
            joined = "is named in" if all(use.user is User.PAST_DEAL for use in uses) else "is in use by"
            message = f"“{shorten(row.name)}” {joined} {say_uses(uses)}; archive it instead."
            raise RefusedError(message)
        if row.is_active:
            _refuse_last(draft, owned, row)
        draft.delete(_MODELS[owned], row_id)
    return draft.result


def read_listed_row(draft: Draft, owned: OwnedList, row_id: int) -> ListedRow:
    """One row of a list; raises NotFoundError where it is gone."""
    for row in _read_rows(draft, owned, row_id):
        return row
    message = f"There is no {owned.value} number {row_id}."
    raise NotFoundError(message)


def _read_rows(draft: Draft, owned: OwnedList, row_id: int | None = None) -> list[ListedRow]:
    side = "reason_group" if owned is OwnedList.REASONS else "''"
    key = "key" if owned is OwnedList.KINDS else "''"
    table = TABLES[owned]
    # Names of tables and columns are our own.
    sql = f"select id, name, is_active, {side}, {key} from {table} where ? is null or id = ? order by id"  # noqa: S608
    return [
        ListedRow(found, name, bool(active), _side_of(ReasonGroup(group)) if group else None, key)
        for found, name, active, group, key in draft.rows(sql, (row_id, row_id))
    ]


def _side_of(group: ReasonGroup) -> DealStatus:
    return DealStatus.WON if group is ReasonGroup.WON else DealStatus.LOST


def _require_free(
    draft: Draft, owned: OwnedList, name: str, side: DealStatus | None, *, but: int | None = None
) -> None:
    key = owned.key_of(name)
    for row in _read_rows(draft, owned):
        if row.row_id != but and row.side == side and owned.key_of(row.name) == key:
            advice = "Merge the two instead." if but is not None else "Choose another name."
            state = f"There is a {owned.value} “{shorten(row.name)}” already."
            if owned is OwnedList.OWNERS:
                state = f"There is an owner “{shorten(row.name)}” already."
            message = f"{state} {advice}" if row.is_active else f"“{shorten(row.name)}” is archived. Bring it back."
            raise InvalidError(message)


def _make_key(draft: Draft, name: str) -> str:
    taken = {row[0] for row in draft.rows("select key from activity_kind")}
    base = _NOT_LETTER.sub("-", fold(name)).strip("-")[:40] or "kind"
    key, number = base, 2
    while key in taken:
        key, number = f"{base}-{number}", number + 1
    return key


def _next_position(draft: Draft, owned: OwnedList) -> int:
    return int(draft.value(f"select coalesce(max(position) + 1, 0) from {TABLES[owned]}"))  # noqa: S608 - our own name


def _follow(draft: Draft, reference: Reference, old: int | str, new: int | str) -> None:
    table, column = reference.table, reference.column
    if reference.once is not None:
        # What bears both keeps the other one.
        sql = (
            f"select id from {table} where {column} = ? and {reference.only} and {reference.once} in"  # noqa: S608 - our own names
            f" (select {reference.once} from {table} where {column} = ?)"
        )
        for (link_id,) in draft.rows(sql, (old, new)):
            draft.delete(_LINKS[table], int(link_id))
    draft.execute(
        f"update {table} set {column} = ? where {column} = ? and {reference.only}",  # noqa: S608 - likewise
        (new, old),
    )


def _follow_manager(draft: Draft, old: str, new: str) -> None:
    for owner_id, manager in draft.rows("select id, manager from owner where manager is not null"):
        if name_key(manager) == name_key(old):
            draft.update(Owner, owner_id, manager=new)


def _refuse_built_in(owned: OwnedList, row: ListedRow, done: str) -> None:
    if owned is OwnedList.KINDS and row.key in BUILT_IN_KINDS:
        message = f"“{shorten(row.name)}” is known to every workspace and cannot be {done}; archive it instead."
        raise RefusedError(message)


def _refuse_last(draft: Draft, owned: OwnedList, row: ListedRow) -> None:
    is_needed = row.side is DealStatus.LOST if owned is OwnedList.REASONS else owned is OwnedList.KINDS
    others = [
        other
        for other in _read_rows(draft, owned)
        if other.is_active and other.side == row.side and other.row_id != row.row_id
    ]
    if is_needed and not others:
        what = "reason for losing" if owned is OwnedList.REASONS else owned.value
        message = f"“{shorten(row.name)}” is the last {what}. Add another one first."
        raise RefusedError(message)


def _write_order(draft: Draft, owned: OwnedList, ids: Sequence[int]) -> None:
    # The places these rows have among the others stay theirs; only who stands where changes.
    rows: dict[int, int] = dict(draft.rows(f"select id, position from {TABLES[owned]} order by position, id"))  # noqa: S608 - our own name
    everyone = list(rows)
    places = iter(ids)
    wanted = [next(places) if row_id in set(ids) else row_id for row_id in everyone]
    for position, row_id in enumerate(wanted):
        if rows[row_id] != position:
            draft.update(_MODELS[owned], row_id, position=position)
