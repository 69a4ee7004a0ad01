"""Making the sample company: a believable workshop's workspace to look around in, the same for the same arguments."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from random import Random

from desktop_pipeline.actions.collecting import without_collecting
from desktop_pipeline.actions.records import DEAL_COLUMNS, EVENT_COLUMNS
from desktop_pipeline.actions.sample_after_sale import write_after_sale
from desktop_pipeline.actions.sample_board import Board
from desktop_pipeline.actions.sample_book import Book, read_book
from desktop_pipeline.actions.sample_cadences import write_cadences
from desktop_pipeline.actions.sample_contacts import write_contacts, write_errands
from desktop_pipeline.actions.sample_detail import Detail
from desktop_pipeline.actions.sample_fields import write_fields, write_values
from desktop_pipeline.actions.sample_forecast import write_expectations
from desktop_pipeline.actions.sample_gates import write_gates
from desktop_pipeline.actions.sample_habits import write_habits
from desktop_pipeline.actions.sample_hygiene import write_snoozes
from desktop_pipeline.actions.sample_insights import write_marks_of_hand, write_score_rules
from desktop_pipeline.actions.sample_lists import Cast, write_lists
from desktop_pipeline.actions.sample_mail import write_mail
from desktop_pipeline.actions.sample_marks import write_marks
from desktop_pipeline.actions.sample_offers import write_card, write_offers
from desktop_pipeline.actions.sample_past import Past
from desktop_pipeline.actions.sample_recurring import write_series
from desktop_pipeline.actions.sample_reviews import write_reviews
from desktop_pipeline.actions.sample_tale import OPEN_STATUS, WON_STATUS, Diary, Tale
from desktop_pipeline.actions.workspaces import make_workspace
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.ordering import spread
from desktop_pipeline.storage.database import Value
from desktop_pipeline.storage.draft import Draft
from desktop_pipeline.storage.tables import (
    Activity,
    Deal,
    DealLabel,
    DealPerson,
    HistoryEvent,
    LineItem,
    Note,
    Table,
)
from desktop_pipeline.storage.workspace import Workspace, open_workspace, read_clock, remove_workspace

OPEN_DEALS = 34
CLOSED_DEALS = 260
_MADE_AT = time(10, 42)
_LARGEST_BIN = 5
_DEALS_PER_BINNED = 60
_FOLLOWED_UP = 4


def make_sample_company(
    path: Path,
    *,
    today: date,
    open_deals: int = OPEN_DEALS,
    closed_deals: int = CLOSED_DEALS,
    seed: int = 1,
    clock: Callable[[], datetime] = read_clock,
    who: str | None = None,
) -> Workspace:
    """Makes the workspace of the sample company and opens it for `who`, by `clock`.

    The company itself knows only `today`: equal arguments give equal rows. Deals in the bin come on top of the
    numbers asked for. Raises RefusedError where the file is there already, InvalidError for a number below 0.
    """
    if open_deals < 0 or closed_deals < 0:
        message = "A sample company cannot have fewer than 0 deals."
        raise InvalidError(message)
    book = read_book()
    made_at = datetime.combine(today, _MADE_AT, UTC)
    with make_workspace(path, template="meeting", clock=lambda: made_at, who=book.owners[0].name) as workspace:
        try:
            _write_company(workspace, book, today, (open_deals, closed_deals), Random(seed))  # noqa: S311 - nothing secret
        except BaseException:
            # Without its company it would look like a workspace that somebody has begun.
            workspace.close()
            remove_workspace(path)
            raise
    return open_workspace(path, clock=clock, who=who)


def _write_company(workspace: Workspace, book: Book, today: date, deals: tuple[int, int], random: Random) -> None:
    """All that the company is, as one change; `random` is drawn by a seed, so that equal arguments tell the same."""
    open_deals, closed_deals = deals
    with workspace.journal.change("Sample company", sealed=True) as draft, without_collecting():
        cast = write_lists(draft, book, today=today, deals=open_deals + closed_deals)
        fields = write_fields(draft, book)
        diary = Diary(today, random)
        write_habits(draft, book, cast, today)
        write_contacts(draft, book, cast, diary)
        detail = Detail(book, cast, diary)
        board = Board(book, cast, diary, detail)
        past = Past(book, cast, diary, detail).tell(closed_deals)
        standing = board.tell(open_deals)
        binned = board.tell_bin(min(_LARGEST_BIN, (open_deals + closed_deals) // _DEALS_PER_BINNED))
        _follow_up(past, cast)
        known = [
            (deal_id, tale) for deal_id, tale in _write_deals(draft, cast, [*past, *standing, *binned]) if tale.is_rich
        ]
        write_gates(draft, book, cast, diary, known, fields)
        write_values(draft, book, cast, diary, known, fields)
        write_marks(draft, cast, diary, known)
        write_score_rules(draft, cast)
        write_marks_of_hand(draft, cast, diary, known)
        write_errands(draft, book, cast, diary)
        write_series(draft, today)
        write_expectations(draft, cast, today)
        write_card(draft, book)
        write_offers(draft, book, diary, known)
        write_mail(draft)
        write_after_sale(draft, cast, diary, known)
        write_cadences(draft, today=today)
        write_snoozes(draft, diary, known, book.owners[0].name)
        write_reviews(draft, workspace, book.owners[0].name, today)


def _write_deals(draft: Draft, cast: Cast, tales: Sequence[Tale]) -> list[tuple[int, Tale]]:
    """All deals with their ids, which follow the order in which they came into being."""
    first = draft.next_id(Deal)
    numbered = list(enumerate(sorted(tales, key=lambda tale: tale.created_at), first))
    _set_ranks(tales)
    draft.insert_rows(Deal, _DEAL, (_to_row(deal_id, tale, cast.pipeline) for deal_id, tale in numbered))
    draft.insert_rows(HistoryEvent, _EVENT, ((deal_id, *event) for deal_id, tale in numbered for event in tale.events))
    draft.insert_rows(
        DealLabel, ("deal_id", "label_id"), ((deal_id, label) for deal_id, tale in numbered for label in tale.labels)
    )
    hanging: Iterable[tuple[type[Table], tuple[str, ...], str]] = (
        (LineItem, ("product_id", "quantity", "price", "discount", "amount", "position"), "lines"),
        (DealPerson, ("person_id", "role"), "people"),
        (Activity, _ACTIVITY, "activities"),
        (Note, ("text", "at", "author"), "notes"),
    )
    for table, columns, name in hanging:
        rows = ((deal_id, *row) for deal_id, tale in numbered for row in getattr(tale, name))
        draft.insert_rows(table, ("deal_id", *columns), rows)
    return numbered


def _follow_up(past: Sequence[Tale], cast: Cast) -> None:
    """The latest wins stand in the stage after the sale."""
    won = sorted((tale for tale in past if tale.status == WON_STATUS), key=lambda tale: tale.closed_at or 0)
    for tale in won[-_FOLLOWED_UP:]:
        tale.after_sale = cast.after_sale


def _set_ranks(tales: Sequence[Tale]) -> None:
    """The order of the open deals in which they were told is the order of their column."""
    columns: dict[int, list[Tale]] = {}
    for tale in tales:
        if tale.status == OPEN_STATUS:
            columns.setdefault(tale.stage, []).append(tale)
    for standing in columns.values():
        for place, rank in spread(range(len(standing))).items():
            standing[place].rank = rank


def _to_row(deal_id: int, tale: Tale, pipeline: int) -> tuple[Value, ...]:
    return (
        deal_id,
        pipeline,
        tale.stage,
        tale.status,
        tale.title,
        tale.organisation,
        tale.owner,
        tale.source,
        tale.value,
        tale.currency,
        tale.probability,
        tale.expected,
        tale.created_at,
        tale.closed_at,
        tale.reason,
        tale.reason_note,
        tale.rank,
        tale.deleted_at,
        tale.is_by_hand,
        tale.after_sale,
    )


_DEAL = (*DEAL_COLUMNS, "reason_note", "rank", "deleted_at", "is_value_by_hand", "after_sale_stage_id")
_EVENT = (*EVENT_COLUMNS, "note", "is_inferred", "is_dated")
_ACTIVITY = (
    "person_id",
    "owner_id",
    "kind",
    "subject",
    "due_on",
    "due_at",
    "done_at",
    "result",
    "duration",
    "note",
    "remind_before",
)
