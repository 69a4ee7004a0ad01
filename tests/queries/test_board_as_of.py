"""The board of a past day is the one that was seen on that day, and tells what became of each deal since."""

import random
from datetime import date, timedelta
from pathlib import Path

from desktop_pipeline.actions.deals import (
    create_deal,
    delete_deals,
    lose_deals,
    move_deals,
    reopen_deal,
    restore_deals,
    win_deals,
)
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.pipelines import add_pipeline
from desktop_pipeline.domain.money import Money
from desktop_pipeline.queries.board import read_board
from desktop_pipeline.queries.board_as_of import PastBoard, PastCard, read_past_board, read_past_cards
from desktop_pipeline.queries.board_cards import CardQuestion
from desktop_pipeline.queries.board_filter import BoardFilter, CloseSpan
from desktop_pipeline.queries.board_order import read_lane
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.past_deals import NOT_KNOWN, Since
from tests.workspaces import Desk, import_file, make_desk

Seen = dict[str, dict[int, tuple[object, ...]]]


def _pipeline(desk: Desk) -> int:
    return int(desk.workspace.value("select min(id) from pipeline"))


def _past(desk: Desk, day: date, **narrow: object) -> PastBoard:
    board_filter = BoardFilter(_pipeline(desk), **narrow)  # type: ignore[arg-type]
    return read_past_board(Figures(desk.workspace), desk.workspace, board_filter, day, desk.workspace.today())


def _cards(desk: Desk, board: PastBoard) -> dict[int, PastCard]:
    found = [
        card for column in board.columns for card in read_past_cards(desk.workspace, board, column, offset=0, limit=500)
    ]
    return {card.deal_id: card for card in found}


def _tell_past(desk: Desk, board: PastBoard) -> Seen:
    told: Seen = {}
    for column in board.columns:
        cards = read_past_cards(desk.workspace, board, column, offset=0, limit=500)
        told[column.name] = {
            card.deal_id: (card.value, card.owner, card.days_in_stage, card.expected_close_on) for card in cards
        }
    return told


def _tell_today(desk: Desk) -> tuple[Seen, int]:
    """The board as its own page reads it, and the sum of its columns."""
    workspace, today = desk.workspace, desk.workspace.today()
    board_filter = BoardFilter(_pipeline(desk))
    board = read_board(workspace, board_filter, today=today)
    question = CardQuestion(today, desk.now)
    told: Seen = {}
    for column in board.columns:
        cards = read_lane(workspace, board_filter, column.lane, question, offset=0, limit=500)
        told[column.name] = {
            card.deal_id: (card.value, card.owner, card.days_in_stage, card.expected_close_on) for card in cards
        }
    return told, sum(column.value for column in board.columns)


def _do_something(desk: Desk, chance: random.Random) -> None:
    workspace, stages = desk.workspace, desk.stages()
    of = {
        status: [row[0] for row in workspace.rows(f"select id from deal where {where} order by id")]  # noqa: S608 - ours
        for status, where in (
            ("open", "status = 'open' and deleted_at is null"),
            ("closed", "status <> 'open' and deleted_at is null"),
            ("binned", "deleted_at is not null"),
        )
    }
    acts = ["create", *(["move", "win", "lose", "delete", "edit", "edit"] if of["open"] else [])]
    act = chance.choice([*acts, *(["reopen"] if of["closed"] else []), *(["restore"] if of["binned"] else [])])
    at = desk.later(minutes=chance.randint(1, 300))
    value = chance.choice((None, Money(chance.randint(0, 10**6), "EUR")))
    if act == "create":
        create_deal(workspace, title=f"Deal {at}", stage_id=chance.choice(stages), at=at, value=value)
    elif act == "move":
        move_deals(workspace, [chance.choice(of["open"])], chance.choice(stages), after=None, at=at)
    elif act == "win":
        win_deals(workspace, [chance.choice(of["open"])], at=at)
    elif act == "lose":
        lose_deals(workspace, [chance.choice(of["open"])], reason_id=desk.reason(), at=at)
    elif act == "delete":
        delete_deals(workspace, [chance.choice(of["open"])], at=at)
    elif act == "edit":
        close = chance.choice((None, at.date() + timedelta(days=chance.randint(-20, 60))))
        owner = desk.id_of("owner", chance.choice(("Ann", "Ben", "Cay")))
        edit_deal(workspace, chance.choice(of["open"]), at=at, value=value, owner_id=owner, expected_close_on=close)
    elif act == "reopen":
        reopen_deal(workspace, chance.choice(of["closed"]), at=at)
    else:
        restore_deals(workspace, [chance.choice(of["binned"])], at=at)


def test_the_board_of_a_day_is_the_one_that_was_seen_in_the_evening_of_that_day(desk: Desk) -> None:
    chance = random.Random(5)
    seen: dict[date, tuple[Seen, int]] = {}
    for _day in range(25):
        for _act in range(4):
            _do_something(desk, chance)
        seen[desk.workspace.today()] = _tell_today(desk)
        desk.clock.now = desk.clock.now.replace(hour=6) + timedelta(days=1)
    assert len(seen) >= 25
    for day, (columns, value) in seen.items():
        board = _past(desk, day)
        assert _tell_past(desk, board) == columns
        assert sum(column.value for column in board.columns) == value


def test_each_card_tells_what_became_of_it_since(desk: Desk) -> None:
    workspace = desk.workspace
    first, second, third = desk.stages()[:3]
    same, on, back, won, lost, gone, away = (
        desk.deal(title, stage=1) for title in ("Same", "On", "Back", "Won", "Lost", "Gone", "Away")
    )
    other = add_pipeline(workspace, "Partners")
    monday = workspace.today()
    desk.later(days=3)
    move_deals(workspace, [on], third, after=None, at=desk.now)
    move_deals(workspace, [back], first, after=None, at=desk.now)
    win_deals(workspace, [won], at=desk.now)
    lose_deals(workspace, [lost], reason_id=desk.reason(), at=desk.now)
    delete_deals(workspace, [gone], at=desk.now)
    talking = int(workspace.value("select id from stage where pipeline_id = ?", (other,)))
    move_deals(workspace, [away], talking, after=None, at=desk.now)
    edit_deal(workspace, same, at=desk.now, value=Money(5, "EUR"), owner_id=desk.id_of("owner", "Ben"))
    create_deal(workspace, title="New", stage_id=first, at=desk.now)
    board = _past(desk, monday)
    cards = _cards(desk, board)
    assert {deal_id: card.since for deal_id, card in cards.items()} == {
        same: Since.SAME,
        on: Since.FORWARD,
        back: Since.BACK,
        won: Since.WON,
        lost: Since.LOST,
        gone: Since.DELETED,
        away: Since.ELSEWHERE,
    }
    names: dict[int, str] = dict(workspace.rows("select id, name from stage"))
    assert (cards[on].now_in, cards[back].now_in, cards[away].now_in) == (names[third], names[first], "Partners")
    assert cards[won].changed_on == cards[lost].changed_on == monday + timedelta(days=3)
    assert (cards[same].value, cards[same].now_valued, cards[same].now_value) == (
        Money(120_000, "EUR"),
        True,
        Money(5, "EUR"),
    )
    assert (cards[same].owner, cards[same].now_owned, cards[same].now_owner) == (None, True, "Ben")
    assert {card.stage for card in cards.values()} == {names[second]}
    assert (board.deals, board.value, board.came, board.revalued) == (7, 7 * 120_000, 1, 1)
    assert board.since[Since.WON] == board.since[Since.LOST] == board.since[Since.DELETED] == 1


def test_filters_ask_for_owner_value_and_close_of_then_and_for_texts_of_now(desk: Desk) -> None:
    ann, ben = desk.id_of("owner", "Ann"), desk.id_of("owner", "Ben")
    monday = desk.workspace.today()
    oak = desk.deal("Oak", value=100, owner_id=ann, expected_close_on=monday - timedelta(days=1))
    elm = desk.deal("Elm", value=900, owner_id=ben, expected_close_on=monday + timedelta(days=40))
    ash = desk.deal("Ash", value=None)
    desk.later(days=2)
    for deal_id in (oak, elm, ash):
        edit_deal(desk.workspace, deal_id, at=desk.now, value=Money(500, "EUR"), owner_id=ann, expected_close_on=None)
    edit_deal(desk.workspace, ash, at=desk.now, title="Ash and oak")

    def shown(**narrow: object) -> set[int]:
        return set(_cards(desk, _past(desk, monday, **narrow)))

    assert shown() == {oak, elm, ash}
    assert shown(owner_ids=frozenset({ben})) == {elm}
    assert shown(least=200) == {elm}
    assert shown(most=200) == {oak}
    assert shown(closes=CloseSpan.OVERDUE) == {oak}
    assert shown(closes=CloseSpan.NEXT_MONTH) == {elm}
    assert shown(closes=CloseSpan.NO_DATE) == {ash}
    assert shown(closes=CloseSpan.RANGE, closes_from=monday) == {elm}
    assert shown(closes=CloseSpan.RANGE, closes_until=monday) == {oak}
    assert shown(text="oak") == {oak, ash}


def test_deals_whose_stage_no_file_tells_stand_apart(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, template="five")
    sheet = tmp_path / "deals.csv"
    sheet.write_text("Deal name,Stage,Created,Value\nOak,Proposal,2025-11-03,500\nElm,Proposal,,70\n", encoding="utf-8")
    import_file(desk.workspace, sheet)
    board = _past(desk, date(2025, 12, 1))
    (apart,) = (column for column in board.columns if column.stage_id == NOT_KNOWN)
    cards = read_past_cards(desk.workspace, board, apart, offset=0, limit=10)
    # What else the file tells is known from the import on.
    assert [(card.deal_id, card.value, card.now_valued) for card in cards] == [(1, None, True), (2, None, True)]
    assert (board.not_placed, board.of_unknown_age, board.begins_on, board.value) == (2, 1, date(2025, 11, 3), None)
    assert board.since[Since.SAME] == 2
    today = _past(desk, desk.workspace.today())
    assert today.not_placed == 0
    desk.workspace.close()


def test_before_anything_is_on_record_the_board_is_empty(desk: Desk) -> None:
    assert _past(desk, date(2020, 1, 1)).begins_on is None
    desk.deal()
    board = _past(desk, date(2020, 1, 1))
    assert (board.deals, board.value, board.came, board.begins_on) == (0, 0, 1, desk.workspace.today())
    assert [column.name for column in board.columns] == [
        str(name) for (name,) in desk.workspace.rows("select name from stage where is_open order by position")
    ]
