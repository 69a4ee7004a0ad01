"""How many deals, people or organisations each saved view shows."""

# ruff: noqa: S608 - the conditions are put together from our own text; what a user typed is always bound

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from desktop_pipeline.queries.board_filter import find_condition
from desktop_pipeline.queries.contacts import Order, list_contacts, read_roles
from desktop_pipeline.queries.deal_question import build_conditions
from desktop_pipeline.queries.id_sets import NONE
from desktop_pipeline.queries.kept_contacts import read_contacts_question
from desktop_pipeline.queries.kept_filter import read_board_filter
from desktop_pipeline.queries.kept_question import read_question
from desktop_pipeline.queries.lists import (
    Named,
    read_labels,
    read_owners,
    read_pipelines,
    read_products,
    read_sources,
)
from desktop_pipeline.queries.views import SavedViewRow
from desktop_pipeline.storage.database import Value
from desktop_pipeline.storage.workspace import View


def count_view(view: View, saved: SavedViewRow, *, today: date) -> int | None:
    """What a saved view shows, counted; None for one of something else or of a pipeline that is gone."""
    if saved.screen == "people":
        return _count_contacts(view, saved, today)
    condition = _find(view, saved, today)
    if condition is None:
        return None
    where, bound = condition
    return int(view.value(f"select count(*) from deal d where {where}", bound))


def _find(view: View, saved: SavedViewRow, today: date) -> tuple[str, Sequence[Value]] | None:
    if saved.screen == "deals":
        return build_conditions(view, read_question(saved.question))
    pipeline = saved.question.get("pipeline")
    if saved.screen != "board" or type(pipeline) is not int or pipeline not in _ids(read_pipelines(view)):
        return None
    asked = read_board_filter(saved.question, pipeline)
    # Who or what is gone is filtered by no more, as on the board.
    asked = asked._replace(
        owner_ids=asked.owner_ids & _offered(read_owners(view)),
        source_ids=asked.source_ids & _offered(read_sources(view)),
        label_ids=asked.label_ids & _offered(read_labels(view)),
        product_ids=asked.product_ids & _offered(read_products(view)),
    )
    return find_condition(view, asked, today)


def _count_contacts(view: View, saved: SavedViewRow, today: date) -> int:
    subject, wanted = read_contacts_question(saved.question)
    # Likewise as their screen does.
    wanted = replace(
        wanted, owner_ids=wanted.owner_ids & _offered(read_owners(view)), roles=wanted.roles & set(read_roles(view))
    )
    return len(list_contacts(view, subject, wanted, Order.NAME, descending=False, today=today))


def _ids(rows: Iterable[Named]) -> frozenset[int]:
    return frozenset(row.row_id for row in rows)


def _offered(rows: Iterable[Named]) -> frozenset[int]:
    """What a screen offers to filter by: with a list goes the line for those that have none."""
    ids = _ids(rows)
    return ids | {NONE} if ids else ids
