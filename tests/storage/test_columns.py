"""The columns that metrics read are kept current from change to change, equal to those of a file read anew."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from desktop_pipeline.actions.activities import delete_activities, finish_activity, move_activities, plan_activity
from desktop_pipeline.actions.company import edit_company
from desktop_pipeline.actions.currencies import add_currency, add_rate
from desktop_pipeline.actions.deal_marks import add_competitor, add_label, remove_label
from desktop_pipeline.actions.deals import (
    delete_deals,
    lose_deals,
    move_deals,
    reopen_deal,
    restore_deals,
    win_deals,
)
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.later_deals import start_later_deal
from desktop_pipeline.actions.line_items import add_line, remove_line
from desktop_pipeline.actions.lists import add_to_list, merge_in_list, rename_in_list
from desktop_pipeline.actions.notes import add_note, delete_note
from desktop_pipeline.actions.organisations import edit_organisation
from desktop_pipeline.actions.pipelines import add_pipeline
from desktop_pipeline.actions.relations import RelationKind, relate_deals, unrelate_deals
from desktop_pipeline.actions.snoozing import snooze_deals, wake_deal
from desktop_pipeline.actions.stages import edit_stage, remove_stage, reorder_stages
from desktop_pipeline.actions.workspace_settings import set_time_zone
from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.domain.lists import OwnedList
from desktop_pipeline.domain.milestones import Milestone
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.stages import ForecastCategory
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.storage.column_tables import key_texts
from desktop_pipeline.storage.tables import Deal, HistoryEvent, Message, MilestoneMark
from tests.histories_alike import find_difference
from tests.workspaces import MONDAY, Desk, import_file, make_desk, write_sheet


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path, zone="Europe/Berlin")
    for number in range(6):
        made.deal(f"Deal {number}", stage=number % 3, organisation=f"Acme {number % 2}", source_id=None)
    yield made
    made.workspace.close()


def change_deals(desk: Desk, deals: list[int]) -> Iterator[Callable[[], object]]:
    workspace, stages = desk.workspace, desk.stages()
    yield lambda: desk.deal("New", organisation="Brand new", owner_id=2)
    yield lambda: move_deals(workspace, deals[:2], stages[3], after=None, at=desk.later())
    yield lambda: win_deals(workspace, deals[:1], at=desk.later())
    yield lambda: lose_deals(workspace, deals[1:2], reason_id=desk.reason(), note="", at=desk.later())
    yield lambda: reopen_deal(workspace, deals[1], at=desk.later())
    yield lambda: delete_deals(workspace, deals[2:3], at=desk.later())
    yield lambda: restore_deals(workspace, deals[2:3], at=desk.later())
    yield lambda: edit_deal(workspace, deals[3], at=desk.later(), value=Money(5, "CHF"), probability=0.3)
    yield lambda: edit_deal(workspace, deals[3], at=desk.later(), forecast_category=ForecastCategory.COMMIT.value)
    yield lambda: edit_deal(workspace, deals[3], at=desk.later(), organisation="Other", owner_id=3)
    yield lambda: edit_deal(workspace, deals[3], at=desk.later(), expected_close_on=date(2026, 8, 1))
    yield lambda: add_label(workspace, deals[0], "hot")
    yield lambda: add_label(workspace, deals[1], "key")
    yield lambda: remove_label(workspace, deals[0], "hot")
    yield lambda: add_competitor(workspace, deals[1], "Rival")
    yield lambda: add_line(workspace, deals[4], "Saw", at=desk.later())
    yield lambda: add_line(workspace, deals[0], "Lathe", at=desk.later(), quantity=Decimal(3))
    yield lambda: remove_line(workspace, 1, at=desk.later())
    yield lambda: relate_deals(workspace, deals[5], deals[0], RelationKind.REFERRAL)
    yield lambda: relate_deals(workspace, deals[4], deals[0], RelationKind.UPSELL)
    yield lambda: relate_deals(workspace, deals[4], deals[0], RelationKind.REFERRAL)
    yield lambda: unrelate_deals(workspace, 1)
    yield lambda: start_later_deal(workspace, deals[0], RelationKind.REFERRAL, at=desk.later(), person="Ida Berg")
    yield lambda: _mark(desk, deals[5])
    yield lambda: _tell_late(desk, deals[0])


def change_the_rest(desk: Desk, deals: list[int]) -> Iterator[Callable[[], object]]:
    workspace, stages = desk.workspace, desk.stages()
    yield lambda: plan_activity(
        workspace, kind="call", subject="", at=desk.now, deal_id=deals[0], due_on=date(2026, 2, 1)
    )
    yield lambda: plan_activity(workspace, kind="meeting", subject="", at=desk.now)
    yield lambda: finish_activity(workspace, 1, at=desk.later(hours=20))
    yield lambda: move_activities(workspace, [2], date(2026, 3, 1))
    yield lambda: add_note(workspace, deals[0], "Spoke to her", at=desk.later())
    yield lambda: add_note(workspace, deals[0], "Again", at=desk.later())
    yield lambda: delete_note(workspace, 1)
    yield lambda: snooze_deals(workspace, [deals[2]], until=date(2026, 1, 20), why="On leave", at=desk.later())
    yield lambda: snooze_deals(workspace, [deals[2]], until=date(2026, 1, 25), why="Again", at=desk.later())
    yield lambda: wake_deal(workspace, deals[2], at=desk.later())
    yield lambda: _reply(desk, deals[0])
    yield lambda: _reply(desk, None)
    yield lambda: delete_activities(workspace, [1])
    yield lambda: edit_organisation(workspace, 1, industry="Timber", country="Peru", size=40)
    yield lambda: edit_organisation(workspace, 2, industry="Aviation")
    yield lambda: edit_organisation(workspace, 1, industry=None, size=None)
    yield lambda: add_to_list(workspace, OwnedList.OWNERS, "Dee")
    yield lambda: rename_in_list(workspace, OwnedList.OWNERS, 1, "Anna")
    yield lambda: merge_in_list(workspace, OwnedList.OWNERS, 2, 3)
    yield lambda: add_currency(workspace, "CHF")
    francs = workspace.value("select id from currency where code = 'CHF'")
    yield lambda: add_rate(workspace, francs, from_on=date(2026, 1, 1), rate=Decimal("1.04"))
    yield lambda: edit_stage(workspace, stages[1], probability=0.9, milestone=Milestone.SQL, slow_limit=3)
    yield lambda: reorder_stages(workspace, 1, [stages[1], stages[0], *stages[2:]])
    yield lambda: remove_stage(workspace, stages[2], move_deals_to=stages[0], at=desk.later())
    yield lambda: add_pipeline(workspace, "Second", template="simple")
    yield lambda: set_time_zone(workspace, "America/Lima")

    yield lambda: import_file(workspace, write_sheet(desk.path.with_name("deals.csv"), 4, stages=["Proposal"]))


def _tell_late(desk: Desk, deal: int) -> None:
    """An event that stands between two that were entered before it."""
    with desk.journal.change("Late") as draft:
        at = MONDAY + timedelta(minutes=5)
        draft.insert(
            HistoryEvent, deal=deal, kind=EventKind.VALUE.value, at=at, recorded_at=desk.now, value=7, currency="EUR"
        )


def _reply(desk: Desk, deal: int | None) -> None:
    with desk.journal.change("Reply") as draft:
        draft.insert(Message, deal=deal, direction="in", state="received", at=desk.later(), who="ann")


def _mark(desk: Desk, deal: int) -> None:
    with desk.journal.change("Mark") as draft:
        draft.insert(MilestoneMark, deal=deal, milestone=Milestone.SQL.value, on=date(2026, 1, 4), rule="by hand")


@pytest.mark.parametrize("acts", [change_deals, change_the_rest])
def test_after_every_change_and_its_undo_the_columns_are_those_of_the_file(
    desk: Desk, acts: Callable[[Desk, list[int]], Iterator[Callable[[], object]]]
) -> None:
    kept = Figures(desk.workspace)
    kept.history()
    desk.journal.announce = kept.forget
    deals = [row[0] for row in desk.workspace.rows("select id from deal order by id")]
    for number, act in enumerate(acts(desk, deals)):
        act()
        for step in (lambda: None, desk.journal.undo, desk.journal.redo):
            step()
            anew = Figures(desk.workspace).history()
            assert find_difference(kept.history(), anew) is None, f"act {number}"


def test_what_metrics_do_not_read_leaves_history_and_moments_as_they_are(desk: Desk) -> None:
    figures = Figures(desk.workspace)
    desk.journal.announce = figures.forget
    history, before = figures.history(), figures.moment(date(2026, 1, 4))
    edit_company(desk.workspace, name="Oak & Sons")
    assert figures.moment(date(2026, 1, 4)) is before
    assert figures.history() is history
    add_note(desk.workspace, 1, "Called", at=desk.later())
    assert figures.moment(date(2026, 1, 4)) is not before


def test_only_the_touched_rows_are_read(desk: Desk) -> None:
    figures = Figures(desk.workspace)
    figures.history()
    desk.journal.announce = figures.forget
    # What no change tells of is not looked at: that is how the test can see what was read.
    with desk.journal.change("Two") as draft:
        draft.update(Deal, 1, forecast_category="commit")
    unseen = figures.history().deals.category.tolist()
    desk.journal.announce = lambda _change: None
    with desk.journal.change("Another") as draft:
        draft.update(Deal, 2, forecast_category="commit")
    desk.journal.announce = figures.forget
    add_note(desk.workspace, 3, "Called", at=desk.later())
    assert figures.history().deals.category.tolist() == unseen == [0, -1, -1, -1, -1, -1]


def test_changes_that_touch_everything_read_everything(desk: Desk) -> None:
    figures = Figures(desk.workspace)
    figures.history()
    desk.journal.announce = lambda _change: None
    desk.deal("Untold")
    figures.forget()
    assert figures.history().deals.ids.size == 7


def test_an_industry_keeps_its_key_when_others_come(desk: Desk) -> None:
    figures = Figures(desk.workspace)
    desk.journal.announce = figures.forget
    edit_organisation(desk.workspace, 1, industry="Metal")
    (metal,) = figures.history().names.industries
    edit_organisation(desk.workspace, 2, industry="Aviation")
    history = figures.history()
    assert sorted(history.names.industries.values()) == ["Aviation", "Metal"]
    assert history.names.industries[metal] == "Metal"
    assert (history.deals.industry == metal).sum() == (history.deals.organisation == 1).sum() > 0


def test_two_industries_never_share_a_key() -> None:
    # These two have the same checksum.
    keys = key_texts(("plumless", "buckeroo", "Metal"))
    assert len(set(keys.values())) == 3
    assert all(0 <= key < 2**31 for key in keys.values())
