"""What was done in a period: by whom, of which kind, for which deals; counted and listed alike."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from desktop_pipeline.actions.activities import finish_activity, plan_activity
from desktop_pipeline.actions.deal_marks import add_label
from desktop_pipeline.actions.deals import delete_deals
from desktop_pipeline.actions.line_items import add_line
from desktop_pipeline.domain.periods import Period
from desktop_pipeline.metrics.people.activity_counts import count_activities
from desktop_pipeline.metrics.selection import EVERYTHING, Selection
from desktop_pipeline.queries.agenda import AgendaFilter
from desktop_pipeline.queries.done_activities import read_done_ids
from desktop_pipeline.queries.figures import Figures
from tests.workspaces import Desk, make_desk

JANUARY = Period(date(2026, 1, 1), date(2026, 2, 1))
EVERYBODY = AgendaFilter()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path, zone="Pacific/Auckland")
    with made.workspace:
        yield made


def do(desk: Desk, deal_id: int | None = None, *, at: datetime | None = None, kind: str = "call") -> int:
    owner = desk.id_of("owner", "Ann")
    planned = plan_activity(desk.workspace, kind=kind, subject="", at=desk.now, deal_id=deal_id, owner_id=owner)
    finish_activity(desk.workspace, planned, at=at or desk.now)
    return planned


def list_done(desk: Desk, selection: Selection = EVERYTHING, agenda: AgendaFilter = EVERYBODY) -> list[int]:
    ids = read_done_ids(desk.workspace, JANUARY, agenda, selection)
    moment = Figures(desk.workspace).moment(desk.workspace.today())
    counts = count_activities(moment, JANUARY, selection)
    if agenda == EVERYBODY:
        assert sum(counts.done.values()) == sum(counts.done_by_month.values()) == len(ids)
    return ids


def test_days_are_those_of_the_workspaces_zone(desk: Desk) -> None:
    # Midnight in Auckland is eleven in the morning of the day before in UTC.
    midnight = datetime(2026, 1, 31, 11, tzinfo=UTC)
    desk.clock.now = midnight + timedelta(days=2)
    inside = do(desk, at=midnight - timedelta(microseconds=1))
    do(desk, at=midnight)
    assert list_done(desk) == [inside]


def test_the_newest_stand_first_and_only_what_was_asked_for(desk: Desk) -> None:
    first, second = do(desk), do(desk, at=desk.later(), kind="email")
    assert list_done(desk) == [second, first]
    assert list_done(desk, agenda=AgendaFilter(kinds=frozenset({"call"}))) == [first]
    assert list_done(desk, agenda=AgendaFilter(owner_ids=frozenset({desk.id_of("owner", "Ben")}))) == []


def test_deals_are_chosen_by_what_they_have_or_lack(desk: Desk) -> None:
    with desk.journal.change("Source", sealed=True) as draft:
        draft.execute("insert into source (name, is_active) values ('By post', 1)")
    plain, full = desk.deal("Oak"), desk.deal("Elm", source_id=desk.id_of("source", "By post"))
    add_line(desk.workspace, full, "Table", at=desk.later())
    add_label(desk.workspace, full, "Hot")
    lacking, having, _of_none = do(desk, plain), do(desk, full), do(desk)
    for name, row_id in (
        ("source", desk.id_of("source", "By post")),
        ("product", desk.id_of("product", "Table")),
        ("label", desk.id_of("label", "Hot")),
    ):
        assert list_done(desk, Selection(**{name: row_id})) == [having], name
        assert list_done(desk, Selection(**{name: -1})) == [lacking], name
    assert list_done(desk, Selection(pipeline=1)) == [having, lacking]


def test_what_was_done_for_a_deal_in_the_bin_is_not_listed(desk: Desk) -> None:
    deal = desk.deal("Oak")
    do(desk, deal)
    kept = do(desk)
    delete_deals(desk.workspace, [deal], at=desk.later())
    assert read_done_ids(desk.workspace, JANUARY, EVERYBODY, EVERYTHING) == [kept]
