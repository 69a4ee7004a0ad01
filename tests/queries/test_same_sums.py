"""Whoever adds up the same deals comes to the same cent: board, table, contacts, export and figures."""

from datetime import date
from decimal import Decimal

import pytest

from desktop_pipeline.actions.currencies import add_currency, add_rate
from desktop_pipeline.actions.deals import win_deals
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.exporting.deals_out import read_all_ids, read_deals
from desktop_pipeline.actions.exporting.gathering import Gathering
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.periods import Period
from desktop_pipeline.queries.board import follow_board, list_shown, read_board, read_won_columns
from desktop_pipeline.queries.board_cards import CardQuestion, DealCard
from desktop_pipeline.queries.board_filter import BoardFilter
from desktop_pipeline.queries.board_lanes import Axis, stage_lane
from desktop_pipeline.queries.board_order import read_lane
from desktop_pipeline.queries.contact import read_organisation
from desktop_pipeline.queries.contacts import read_organisations
from desktop_pipeline.queries.deal import read_deal
from desktop_pipeline.queries.deal_list import read_listed
from desktop_pipeline.queries.deal_question import DealQuestion, GroupKey
from desktop_pipeline.queries.deals_table import read_groups, read_ids, read_lines, sum_deals, sum_ids
from desktop_pipeline.queries.figures import Figures
from tests.workspaces import Desk, import_file

JANUARY = Period(date(2026, 1, 1), date(2026, 2, 1))


@pytest.fixture
def pipeline(desk: Desk) -> BoardFilter:
    """Two currencies beside the euro, whose values end on half cents and less; one has a rate from the 7th on."""
    rates = (
        ("CHF", date(2026, 1, 1), "1.0375"),
        ("CHF", date(2026, 1, 7), "0.9365"),
        ("JPY", date(2026, 1, 7), "0.006135"),
    )
    ids: dict[str, int] = {}
    for code, since, rate in rates:
        ids[code] = ids.get(code) or add_currency(desk.workspace, code)
        add_rate(desk.workspace, ids[code], from_on=since, rate=Decimal(rate))
    return BoardFilter(int(desk.workspace.value("select id from pipeline")))


def _deal(
    desk: Desk,
    minor: int,
    currency: str,
    *,
    stage: int = 0,
    organisation: str = "Talvik",
    close: date | None = date(2026, 1, 20),
) -> int:
    deal_id = desk.deal(f"{currency} {minor}", stage=stage, value=None, organisation=organisation)
    edit_deal(desk.workspace, deal_id, at=desk.now, value=Money(minor, currency), expected_close_on=close)
    return deal_id


def _fill(desk: Desk) -> list[int]:
    return [
        _deal(
            desk,
            100_01 + 7 * number,
            ("CHF", "JPY", "EUR")[number % 3],
            stage=number % 2,
            organisation=f"O{number % 4}",
            close=date(2026, 1, 20) if number % 5 else None,
        )
        for number in range(24)
    ]


def test_open_deals_come_to_the_same_wherever_they_are_added_up(desk: Desk, pipeline: BoardFilter) -> None:
    ids = _fill(desk)
    desk.later(days=3)
    workspace, today = desk.workspace, desk.workspace.today()
    active = Figures(workspace).overview(today, JANUARY).active
    assert active.value is not None
    boards = [
        read_board(workspace, asked, today=today, axis=axis)
        for asked in (pipeline, pipeline._replace(text="0"))
        for axis in Axis
    ]
    assert [sum(column.value for column in board.columns) for board in boards] == [active.value] * len(boards)
    question = DealQuestion()
    assert (
        sum_deals(workspace, question, today=today).value == sum_ids(workspace, ids, today=today).value == active.value
    )
    for key in (GroupKey.STAGE, GroupKey.ORGANISATION, GroupKey.STATUS):
        groups = read_groups(workspace, DealQuestion(group=key), today=today)
        assert sum(group.summed.value for group in groups) == active.value
    firms = [row[0] for row in workspace.rows("select id from organisation")]
    lines = read_organisations(workspace, firms, today=today, now=desk.now)
    assert sum(line.standing.open.in_base for line in lines) == active.value


def test_a_board_that_follows_a_change_has_the_sums_of_one_that_is_read(desk: Desk, pipeline: BoardFilter) -> None:
    ids = _fill(desk)
    desk.later(days=3)
    workspace, today = desk.workspace, desk.workspace.today()
    board = read_board(workspace, pipeline, today=today)
    question = CardQuestion(today, desk.now)

    def card(deal_id: int) -> list[DealCard]:
        found = read_lane(workspace, pipeline, stage_lane(desk.stages()[0]), question, offset=0, limit=50)
        return [each for each in found if each.deal_id == deal_id]

    gone = card(ids[0])
    edit_deal(workspace, ids[0], at=desk.later(), value=Money(33_33, "JPY"))
    followed = follow_board(workspace, pipeline, board, gone, card(ids[0]))
    assert gone
    assert followed.columns == read_board(workspace, pipeline, today=today).columns != board.columns


def test_what_was_won_is_worth_what_it_was_at_its_close_for_its_customer_too(desk: Desk, pipeline: BoardFilter) -> None:
    won = [_deal(desk, 100_01, "EUR"), _deal(desk, 77_77, "CHF"), _deal(desk, 500, "JPY")]
    win_deals(desk.workspace, won, at=desk.later())
    desk.later(days=3)
    for deal_id, value in zip(won, (Money(900_00, "EUR"), Money(1_00, "EUR"), Money(800, "JPY")), strict=True):
        edit_deal(desk.workspace, deal_id, at=desk.now, value=value)
    workspace, today = desk.workspace, desk.workspace.today()
    # 100.01 and 77.77 francs at 1.0375; nobody has said what a yen was on the 5th.
    expected = 100_01 + 80_69
    figure = Figures(workspace).overview(today, JANUARY).won
    assert (figure.deals, figure.value) == (3, expected)
    assert read_board(workspace, pipeline, today=today).won_value == expected
    lane, *_after_sale = read_won_columns(workspace, pipeline, today=today)
    assert (lane.value, lane.without_rate) == (expected, 1)
    talvik = desk.id_of("organisation", "Talvik")
    view = read_organisation(workspace, talvik, today=today, now=desk.now)
    assert view is not None
    assert (view.standing.won.value, view.standing.won.left_out) == (Money(expected, "EUR"), 1)
    assert {entry.value for entry in view.history} == {Money(100_01, "EUR"), Money(77_77, "CHF"), Money(500, "JPY")}
    gathering = Gathering(workspace, today)
    assert len(list(gathering.pass_by(read_deals(workspace, read_all_ids(workspace))))) == 3
    figures = {name: told for name, told, _currency in gathering.summarise("", "", with_deals=True).figures}
    assert figures["Won value (EUR)"] == expected / 100


def test_what_is_closed_is_summed_at_the_rate_of_its_day_in_the_table(desk: Desk, pipeline: BoardFilter) -> None:
    won, still_open = _deal(desk, 100_00, "CHF"), _deal(desk, 100_00, "CHF")
    win_deals(desk.workspace, [won], at=desk.later())
    desk.later(days=3)
    today = desk.workspace.today()
    assert pipeline
    assert sum_ids(desk.workspace, [won], today=today).value == 103_75
    assert sum_ids(desk.workspace, [won, still_open], today=today).value == 103_75 + 93_65
    groups = read_groups(desk.workspace, DealQuestion(status=None, group=GroupKey.STATUS), today=today)
    assert [(group.name, group.summed.value) for group in groups] == [("open", 93_65), ("won", 103_75)]


def test_nobody_says_when_a_deal_was_won_of_which_no_file_tells(desk: Desk, pipeline: BoardFilter) -> None:
    sheet = desk.path.with_name("old.csv")
    sheet.write_text("title,organisation,status,value\nOld,Talvik,Won,100\nGone,Talvik,Lost,70\n", encoding="utf-8")
    import_file(desk.workspace, sheet)
    workspace, today = desk.workspace, desk.workspace.today()
    question = DealQuestion(status=None)
    lines = read_lines(workspace, read_ids(workspace, question), today=today, now=desk.now)
    assert {(line.status, line.closed_on) for line in lines} == {(DealStatus.WON, None), (DealStatus.LOST, None)}
    assert [deal.closed_at for deal in read_listed(workspace, question)] == [None, None]
    panel = read_deal(workspace, int(workspace.value("select id from deal where title = 'Old'")), today=today)
    assert panel is not None
    assert panel.closed_at is None
    assert Figures(workspace).overview(today, JANUARY).won.deals == 0
    assert read_board(workspace, pipeline, today=today).won_deals == 0
    assert read_won_columns(workspace, pipeline, today=today)[0].deals == 0
    view = read_organisation(workspace, desk.id_of("organisation", "Talvik"), today=today, now=desk.now)
    assert view is not None
    assert (view.standing.won.value, view.standing.lost) == (Money(100_00, "EUR"), 1)
    assert [entry.is_dated for entry in view.history] == [False, False]
    assert list_shown(workspace, pipeline) == []
