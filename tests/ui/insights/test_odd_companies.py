"""The Overview of companies that are not as one expects: it is right or says why not, and never fails."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desktop_pipeline.actions.deals import lose_deals, move_deals, win_deals
from desktop_pipeline.actions.stages import add_stage, remove_stage
from desktop_pipeline.reports.spans import SpanName
from desktop_pipeline.ui.charts.mark_chart import MarkChart
from tests.ui.insights.rooms import Open, Room
from tests.workspaces import Desk, make_desk

if TYPE_CHECKING:
    from collections.abc import Callable


def one_deal(desk: Desk) -> None:
    desk.deal("Only")


def all_open(desk: Desk) -> None:
    for number in range(12):
        desk.deal(f"Open {number}", stage=number % len(desk.stages()))


def all_lost(desk: Desk) -> None:
    deals = [desk.deal(f"Lost {number}") for number in range(12)]
    lose_deals(desk.workspace, deals, reason_id=desk.reason(), at=desk.later(days=4))


def no_values(desk: Desk) -> None:
    deals = [desk.deal(f"Worth {number}", value=None) for number in range(12)]
    win_deals(desk.workspace, deals[:6], at=desk.later(days=4))


def one_stage(desk: Desk) -> None:
    first, *others = desk.stages()
    for stage in others:
        remove_stage(desk.workspace, stage, move_deals_to=first, at=desk.now)
    deals = [desk.deal(f"Deal {number}") for number in range(8)]
    win_deals(desk.workspace, deals[:3], at=desk.later(days=4))


def thirty_stages(desk: Desk) -> None:
    pipeline = desk.workspace.value("select id from pipeline")
    for number in range(30 - len(desk.stages())):
        add_stage(desk.workspace, pipeline, f"Step {number} of a very long way to the customer's signature")
    for number in range(30):
        desk.deal(f"Deal {number}", stage=number)


def stage_removed(desk: Desk) -> None:
    first, second, third, *_others = desk.stages()
    deals = [desk.deal(f"Deal {number}") for number in range(8)]
    move_deals(desk.workspace, deals, second, after=None, at=desk.later(days=2))
    move_deals(desk.workspace, deals[:5], third, after=None, at=desk.later(days=2))
    remove_stage(desk.workspace, second, move_deals_to=first, at=desk.later(days=2))


COMPANIES = (one_deal, all_open, all_lost, no_values, one_stage, thirty_stages, stage_removed)


@pytest.fixture(params=COMPANIES, ids=lambda make: make.__name__)
def odd(request: pytest.FixtureRequest, tmp_path: Path, open_page: Open) -> Room:
    desk = make_desk(tmp_path)
    make: Callable[[Desk], None] = request.param
    make(desk)
    desk.later(days=1)
    return open_page(desk.workspace)


def test_every_page_answers_for_every_period(odd: Room) -> None:
    odd.page.resize(976, 542)
    for key in odd.page._entries:
        odd.page.go(key)
        odd.settle()
        for name in (SpanName.THIS_MONTH, SpanName.LAST_YEAR, SpanName.ALL):
            odd.page.choose(name)
            odd.settle()
            assert odd.page.question is not None
            for panel in odd.page.page.panels:
                panel.grab()
                has_chart = not panel.is_empty and panel.findChildren(MarkChart)
                assert panel.sheet is not None or not has_chart, panel.title


def test_a_removed_stage_is_told_as_such(tmp_path: Path, open_page: Open) -> None:
    desk = make_desk(tmp_path)
    stage_removed(desk)
    room = open_page(desk.workspace)
    names = [row.name for row in room.overview_page.stops.chart.rows]
    assert sum(name.endswith("(removed)") for name in names) == 1


def test_of_thirty_stages_those_without_room_are_in_the_table(tmp_path: Path, open_page: Open) -> None:
    desk = make_desk(tmp_path)
    thirty_stages(desk)
    page = open_page(desk.workspace).overview_page
    assert len(page.stops.chart.shown) < 31
    assert page.stops.sheet is not None
    assert len(page.stops.sheet.rows) == 30
    assert "more in the table" in page.stops.answer
    assert "more in the table" in page.days.answer


def test_deals_without_values_are_counted_instead_of_summed(tmp_path: Path, open_page: Open) -> None:
    desk = make_desk(tmp_path)
    no_values(desk)
    page = open_page(desk.workspace).overview_page
    assert page.won.chart.picture.by_count
    assert "what they are worth is not known" in page.won.answer


def test_where_nothing_is_drawn_nothing_explains_it(tmp_path: Path, open_page: Open) -> None:
    page = open_page(make_desk(tmp_path).workspace).overview_page
    assert page.days.is_empty
    assert not page.days.legend.isVisible()
    assert page.won.is_empty
    assert page.won._caption.text() == ""
