"""What the figures keep between two questions, and what names are found by."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.metrics.changing.hygiene import Flag
from desktop_pipeline.metrics.selection import Selection
from desktop_pipeline.metrics.telling.parts import Part, PartKind
from desktop_pipeline.queries.board_filter import BoardFilter
from desktop_pipeline.queries.figures import Figures, LeftOutIds
from desktop_pipeline.queries.lists import read_organisation_names
from desktop_pipeline.storage.tables import Deal, KeptApart, Organisation, Owner
from tests.histories_alike import find_difference
from tests.workspaces import YEAR, Desk, make_desk

if TYPE_CHECKING:
    from desktop_pipeline.metrics.history import History


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path, template="simple")
    yield made
    made.workspace.close()


def test_figures_are_loaded_only_until_something_changes(desk: Desk) -> None:
    figures = Figures(desk.workspace)
    assert not figures.is_loaded
    figures.chance(1, date(2026, 6, 9))
    assert figures.is_loaded
    figures.forget()
    assert not figures.is_loaded
    figures.history()
    assert figures.is_loaded


def test_a_chance_is_told_at_once_where_it_is_known_and_never_waited_for(desk: Desk) -> None:
    figures, deal, today = Figures(desk.workspace), desk.deal("Oak table"), desk.workspace.today()
    assert figures.chance_at_hand(deal, today) is None
    known = figures.chance(deal, today)
    assert known is not None
    with figures._turn:  # somebody reads the file, or looks at another day
        assert figures.chance_at_hand(deal, today) == known
    figures.forget()
    assert figures.chance_at_hand(deal, today) is None


def test_ids_of_lists_take_two_bytes_an_event_until_one_does_not_fit(desk: Desk) -> None:
    figures, first = Figures(desk.workspace), desk.deal("Oak table")
    desk.journal.announce = figures.forget
    events = figures.history().events
    columns = (events.stage, events.from_stage, events.owner, events.reason)
    assert [column.itemsize for column in columns] == [2, 2, 2, 2]
    assert events.stage.tolist() == [desk.stages()[0]]
    assert (events.from_stage.tolist(), events.reason.tolist()) == ([-1], [-1])
    with desk.journal.change("An owner after forty thousand others") as draft:
        draft.insert(Owner, id=40_001, name="Zoe")
    edit_deal(desk.workspace, first, owner_id=40_001, at=desk.later())
    owners = figures.history().events.owner
    assert (owners.itemsize, owners.tolist()[-1]) == (4, 40_001)
    assert find_difference(figures.history(), Figures(desk.workspace).history()) is None


def test_light_figures_keep_what_is_asked_of_today_and_tell_the_rest_anew(desk: Desk) -> None:
    figures, deal, today = Figures(desk.workspace), desk.deal("Oak table"), desk.workspace.today()
    assert figures.is_light
    usual, earlier = figures.usual_days(today), figures.moment(today - timedelta(days=9))
    known, weighted = figures.chance(deal, today), figures.weighted_by_stage(BoardFilter(1), today)
    assert not figures.is_light
    assert "passages" in vars(figures.moment(today))
    figures.lighten(today)
    assert figures.is_light
    light = figures.moment_at_hand(today)
    assert light is not None
    assert {"amounts", "chances"} <= vars(light).keys()
    assert "passages" not in vars(light)
    assert figures.chance_at_hand(deal, today) == known
    assert figures.weighted_by_stage(BoardFilter(1), today) == weighted
    assert figures.usual_days(today) == usual
    assert figures.moment(today - timedelta(days=9)) is not earlier


def test_an_organisation_is_found_whatever_its_capitals_and_accents(desk: Desk) -> None:
    with desk.workspace.journal.change("Organisations") as draft:
        for name in ("MÜLLER AG", "Acme"):
            draft.insert(Organisation, name=name, name_key=name.casefold())
    for typed in ("mül", "MULLER", "ller a"):
        assert read_organisation_names(desk.workspace, typed) == ["MÜLLER AG"]


class Overtaken(Figures):
    """Right after it has given a history, somebody makes deals and another thread loads the newer one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.workspace)
        self._desk = desk
        self._is_overtaken = False

    def history(self) -> "History":
        history = super().history()
        if not self._is_overtaken:
            self._is_overtaken = True
            for _ in range(3):
                self._desk.deal()
            self.forget()
            super().history()
        return history


def test_a_sum_is_of_one_state_though_another_thread_loads_a_newer_one(desk: Desk) -> None:
    figures, today = Overtaken(desk), date(2026, 6, 9)
    desk.deal()
    (alone,) = figures.weighted_by_stage(BoardFilter(1), today).values()
    (all_four,) = figures.weighted_by_stage(BoardFilter(1), today).values()
    assert all_four == 4 * alone > 0


def test_what_the_history_does_not_hold_is_asked_again_after_any_change(desk: Desk) -> None:
    figures, today = Figures(desk.workspace), desk.workspace.today()
    desk.journal.announce = figures.forget
    desk.deal("Oak table", organisation="Acme")
    desk.deal("Oak chair", organisation="Acme")

    def alike() -> int:
        lines = figures.overview(today, YEAR).hygiene.lines
        return next(line.deals for line in lines if line.flag is Flag.DUPLICATE)

    assert alike() == 0
    with desk.journal.change("Rename") as draft:
        draft.update(Deal, 2, title="oak TABLE")
    assert alike() == 2
    history = figures.history()
    with desk.journal.change("Tell apart") as draft:
        draft.insert(KeptApart, subject="deal", first_id=1, second_id=2)
    assert alike() == 0
    assert figures.history() is history


def test_flags_of_an_earlier_day_leave_out_what_is_known_of_today_only(desk: Desk) -> None:
    figures = Figures(desk.workspace)
    desk.deal("Oak table")
    earlier = figures.overview(date(2026, 1, 4), YEAR).hygiene
    assert Flag.DUPLICATE in earlier.not_judged
    assert figures.overview(desk.workspace.today(), YEAR).hygiene.not_judged == ()


def test_the_ids_behind_a_figure_and_those_left_out(desk: Desk) -> None:
    figures, today = Figures(desk.workspace), desk.workspace.today()
    known, unknown = desk.deal("Oak table"), desk.deal("Elm table", value=None)
    behind = figures.deals_behind(today, YEAR, Selection(), Part(PartKind.ACTIVE))
    assert behind.ids == (known, unknown)
    assert behind.left_out == (LeftOutIds("no value", (unknown,)),)


def test_no_more_days_are_kept_than_a_page_asks_for(desk: Desk) -> None:
    figures = Figures(desk.workspace)
    first = figures.moment(date(2026, 1, 5))
    for day in range(1, 16):
        figures.moment(date(2025, 1, day))
    assert figures.moment(date(2026, 1, 5)) is first
    for day in range(1, 17):
        figures.moment(date(2025, 2, day))
    assert figures.moment(date(2026, 1, 5)) is not first
