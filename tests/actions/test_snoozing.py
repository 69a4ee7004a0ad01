from datetime import date, timedelta
from typing import TYPE_CHECKING

import apsw
import pytest

from desktop_pipeline.actions.deals import lose_deals, reopen_deal
from desktop_pipeline.actions.notes import add_note
from desktop_pipeline.actions.snoozing import snooze_deals, wake_deal, wake_deals
from desktop_pipeline.actions.stages import edit_stage
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.metrics.changing.hygiene import Flag
from desktop_pipeline.queries.board_filter import Attention, BoardFilter, find_condition
from desktop_pipeline.queries.figures import Figures
from tests.workspaces import Desk, read_content

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop_pipeline.storage.change import Change


def stale_by_figures(desk: Desk) -> set[int]:
    moment = Figures(desk.workspace).moment(desk.workspace.today())
    return set(moment.history.deals.ids[moment.flagged.by_flag[Flag.STALE]].tolist())


def stale_on_board(desk: Desk) -> set[int]:
    wanted = BoardFilter(pipeline_id=1, attention=frozenset({Attention.STALE}))
    condition, bound = find_condition(desk.workspace, wanted, desk.workspace.today())
    return {row[0] for row in desk.workspace.rows(f"select d.id from deal d where {condition}", bound)}  # noqa: S608 - our own


def days_on(desk: Desk, days: int) -> date:
    return desk.workspace.today() + timedelta(days=days)


def test_board_and_figures_agree_on_who_is_left_alone_day_by_day(desk: Desk) -> None:
    edit_stage(desk.workspace, desk.stages()[1], stale_limit=5)
    slow, quick, touched, woken, plain = (desk.deal(f"Deal {number}", stage=number == 1) for number in range(5))
    desk.later(days=31)
    for deal in (slow, touched, woken):
        snooze_deals(desk.workspace, [deal], until=days_on(desk, 10), why="On leave", at=desk.now)
    snooze_deals(desk.workspace, [quick], until=days_on(desk, 5), why="On leave", at=desk.now)
    wanted = {1: {plain}, 3: {plain, woken}, 5: {plain, woken, quick}, 10: {plain, woken, quick, slow}}
    seen = {}
    for day in range(1, 13):
        desk.later(days=1)
        if day == 2:
            add_note(desk.workspace, touched, "They called.", at=desk.now)
        if day == 3:
            wake_deal(desk.workspace, woken, at=desk.now)
        assert stale_on_board(desk) == stale_by_figures(desk), day
        seen[day] = stale_on_board(desk)
    assert {day: seen[day] for day in wanted} == wanted
    assert touched not in seen[12]


def test_ten_times_as_many_deals_are_asked_for_with_as_many_questions(desk: Desk) -> None:
    deals = [desk.deal(f"Deal {number}") for number in range(33)]
    writer, numbers = desk.workspace._writer, []
    assert writer is not None
    for some in (deals[:3], deals[3:]):
        asked: list[str] = []
        writer.trace_v2(apsw.SQLITE_TRACE_STMT, lambda told: asked.append(told["sql"]))  # noqa: B023 - until it is off
        snooze_deals(desk.workspace, some, until=days_on(desk, 5), why="On leave", at=desk.now)
        wake_deals(desk.workspace, some, at=desk.now)
        writer.trace_v2(0, None)
        numbers.append(sum(sql.startswith("select") for sql in asked))
    assert numbers[0] == numbers[1]


def test_the_past_keeps_who_was_left_alone_then(desk: Desk) -> None:
    deal = desk.deal()
    desk.later(days=40)
    snooze_deals(desk.workspace, [deal], until=days_on(desk, 9), why="On leave", at=desk.now)
    asleep = desk.workspace.today()
    desk.later(days=2)
    wake_deal(desk.workspace, deal, at=desk.now)
    figures = Figures(desk.workspace)
    flags = [figures.moment(asleep + timedelta(days=days)).flagged.by_flag[Flag.STALE].any() for days in (-1, 0, 1, 2)]
    assert flags == [True, False, False, True]


def test_each_step_is_one_change_and_undo_is_exact(desk: Desk) -> None:
    deals = [desk.deal("One"), desk.deal("Two")]
    states, labels = [read_content(desk.workspace)], []
    acts: tuple[Callable[[], Change | None], ...] = (
        lambda: snooze_deals(desk.workspace, deals, until=days_on(desk, 7), why="On leave", at=desk.now),
        lambda: snooze_deals(desk.workspace, [deals[0]], until=days_on(desk, 9), why="Longer", at=desk.later()),
        lambda: wake_deal(desk.workspace, deals[0], at=desk.later()),
    )
    for act in acts:
        change = act()
        assert change is not None
        labels.append(change.label)
        states.append(read_content(desk.workspace))
    assert labels == ["Snooze 2 deals until 12 January 2026", "Snooze “One” until 14 January 2026", "Wake “One”"]
    running = "select count(*) from deal_snooze where ended_at is null"
    assert desk.workspace.value(running) == 1
    for state in states[-2::-1]:
        desk.journal.undo()
        assert read_content(desk.workspace) == state
    for state in states[1:]:
        desk.journal.redo()
        assert read_content(desk.workspace) == state
    assert desk.faults() == []


def test_what_cannot_be_is_refused_in_words_and_changes_nothing(desk: Desk) -> None:
    deal, closed = desk.deal("Open"), desk.deal("Closed")
    lose_deals(desk.workspace, [closed], reason_id=desk.reason(), at=desk.now)
    before = read_content(desk.workspace)
    with pytest.raises(InvalidError, match="Say why"):
        snooze_deals(desk.workspace, [deal], until=days_on(desk, 7), why=" ", at=desk.now)
    with pytest.raises(InvalidError, match="30 days at most"):
        snooze_deals(desk.workspace, [deal], until=days_on(desk, 31), why="Long", at=desk.now)
    with pytest.raises(InvalidError, match="Only open deals are snoozed"):
        snooze_deals(desk.workspace, [deal, closed], until=days_on(desk, 7), why="Both", at=desk.now)
    with pytest.raises(InvalidError, match="“Open” is not snoozed"):
        wake_deal(desk.workspace, deal, at=desk.now)
    assert read_content(desk.workspace) == before


def test_a_snooze_past_its_day_cannot_be_woken(desk: Desk) -> None:
    deal = desk.deal()
    snooze_deals(desk.workspace, [deal], until=days_on(desk, 3), why="On leave", at=desk.now)
    desk.later(days=3)
    with pytest.raises(InvalidError, match="is not snoozed"):
        wake_deal(desk.workspace, deal, at=desk.now)


def test_a_deal_that_was_lost_and_is_open_again_is_judged_by_its_reopening(desk: Desk) -> None:
    deal = desk.deal()
    snooze_deals(desk.workspace, [deal], until=days_on(desk, 30), why="On leave", at=desk.now)
    lose_deals(desk.workspace, [deal], reason_id=desk.reason(), at=desk.later(days=2))
    reopen_deal(desk.workspace, deal, at=desk.later(days=2))
    desk.later(days=30)
    assert stale_by_figures(desk) == stale_on_board(desk) == set()
    desk.later(days=1)
    assert stale_by_figures(desk) == stale_on_board(desk) == {deal}
