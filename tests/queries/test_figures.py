"""What the figures keep between two questions, and what names are found by."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desktop_pipeline.queries.board_filter import BoardFilter
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.lists import read_organisation_names
from desktop_pipeline.storage.tables import Organisation
from tests.workspaces import Desk, make_desk

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


def test_ids_of_lists_take_half_a_width_for_each_event(desk: Desk) -> None:
    desk.deal("Oak table")
    events = Figures(desk.workspace).history().events
    columns = (events.stage, events.from_stage, events.owner, events.reason)
    assert [column.itemsize for column in columns] == [4, 4, 4, 4]
    assert events.stage.tolist() == [desk.stages()[0]]
    assert (events.from_stage.tolist(), events.reason.tolist()) == ([-1], [-1])


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
