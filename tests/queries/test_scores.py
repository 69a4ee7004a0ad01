"""Scores as they are read from a file: which facts hold, the order on board and table, the best fifth."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import pytest

from desktop_pipeline.actions import Workspace
from desktop_pipeline.actions.activities import finish_activity, plan_activity
from desktop_pipeline.actions.answers import set_answer
from desktop_pipeline.actions.deals import lose_deals, move_deals, win_deals
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.notes import add_note
from desktop_pipeline.actions.organisations import edit_organisation
from desktop_pipeline.actions.sample_company import make_sample_company
from desktop_pipeline.actions.score_rules import add_rule
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.scores import AMOUNTS, Condition, Operator, ScoreField
from desktop_pipeline.queries.board_cards import CardField, CardQuestion, Order
from desktop_pipeline.queries.board_filter import Attention, BoardFilter
from desktop_pipeline.queries.board_lanes import stage_lane
from desktop_pipeline.queries.board_order import find_row, list_lane, read_lane
from desktop_pipeline.queries.deal_question import DealQuestion, Sort, SortKey
from desktop_pipeline.queries.deals_table import read_ids, read_lines, sum_deals
from desktop_pipeline.queries.ideal_profile import read_profile
from desktop_pipeline.queries.scores import read_all_scores, read_best_fifth, read_score, read_scores
from desktop_pipeline.storage.tables import (
    DealLabel,
    DealPerson,
    Label,
    LineItem,
    Organisation,
    Person,
    Product,
    Source,
)
from tests.workspaces import Desk

BY_SCORE = DealQuestion(sorts=(Sort(SortKey.SCORE, descending=True),))


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    workspace = make_sample_company(tmp_path_factory.mktemp("scores") / "company.pipeline", today=date(2026, 6, 9))
    yield workspace
    workspace.close()


def points(desk: Desk, deal_id: int) -> int:
    return read_scores(desk.workspace, [deal_id], today=desk.workspace.today())[deal_id]


def test_without_rules_there_is_no_score(desk: Desk) -> None:
    deal = desk.deal()
    today = desk.workspace.today()
    assert read_scores(desk.workspace, [deal], today=today) == {}
    assert read_score(desk.workspace, deal, today=today) is None
    assert read_best_fifth(desk.workspace, today=today) == frozenset()


def tell_everything(desk: Desk) -> tuple[int, dict[ScoreField, str]]:
    """A deal of which every rule holds, and what each has to look for."""
    deal = desk.deal("Oak table", value=500_000, organisation="Petrel House")
    organisation = desk.id_of("organisation", "Petrel House")
    with desk.journal.change("Facts") as draft:
        source, label = draft.insert(Source, name="Referral"), draft.insert(Label, name="Tender")
        product = draft.insert(Product, name="Desk", name_key="desk")
        person = draft.insert(Person, name="Ines", organisation=organisation)
        draft.update(Organisation, organisation, industry="Culture", country="Ireland", size=40)
        draft.insert(LineItem, deal=deal, product=product)
        draft.insert(DealPerson, deal=deal, person=person, role="decides")
        draft.insert(DealLabel, deal=deal, label=label)
    today = desk.workspace.today()
    edit_deal(desk.workspace, deal, at=desk.later(), source_id=source)
    add_note(desk.workspace, deal, "Called back.", at=desk.later())
    for topic, state in (("budget", "yes"), ("authority", "no"), ("need", "partly"), ("timeline", "yes")):
        set_answer(desk.workspace, deal, topic, state, on=today)
    call = plan_activity(desk.workspace, kind="call", subject="", at=desk.now, deal_id=deal, due_on=today)
    finish_activity(desk.workspace, call, at=desk.later())
    for number in range(6):
        # Who bought was always of this one's industry, country and size; who did not was of none that is known.
        lost = desk.deal(f"Lost {number}", organisation=f"Elsewhere {number}")
        lose_deals(desk.workspace, [lost], reason_id=desk.reason(), note="", at=desk.later())
        won = desk.deal(f"Earlier {number}", organisation="Petrel House")
        win_deals(desk.workspace, [won], at=desk.later())
    move_deals(desk.workspace, [deal], desk.stages()[1], after=None, at=desk.later())
    return deal, {
        ScoreField.VALUE: "500000",
        ScoreField.SIZE: "40",
        ScoreField.SOURCE: str(source),
        ScoreField.LABEL: str(label),
        ScoreField.PRODUCT: str(product),
        ScoreField.INDUSTRY: "culture",
        ScoreField.COUNTRY: "IRELAND",
        ScoreField.ROLE: "decides",
        ScoreField.BUDGET: "yes",
        ScoreField.AUTHORITY: "no",
        ScoreField.NEED: "partly",
        ScoreField.TIMELINE: "yes",
        ScoreField.ACTIVITY: "call",
    }


@pytest.mark.parametrize("field", list(ScoreField))
def test_each_rule_holds_for_its_deal_and_for_no_other(desk: Desk, field: ScoreField) -> None:
    """Of the four questions two are answered with yes and one partly: 16 × 2.5 ÷ 4."""
    other = desk.deal("Other", value=None, organisation="Elsewhere")
    deal, values = tell_everything(desk)
    operator = Operator.AT_LEAST if field in AMOUNTS else Operator.IS
    add_rule(desk.workspace, Condition(field, operator, values.get(field, "")), 16)
    assert points(desk, deal) == (10 if field is ScoreField.BANT else 16)
    assert points(desk, other) == (16 if field is ScoreField.ALWAYS else 0)


def test_a_customer_like_those_who_bought_has_the_share_of_the_traits_it_has(desk: Desk) -> None:
    """The profile tells buyers by industry, country and size: one of the three is a third of the points."""
    add_rule(desk.workspace, Condition(ScoreField.IDEAL), 30)
    tell_everything(desk)
    deal = desk.deal("Another", organisation="Osprey Lane")
    edit_organisation(desk.workspace, desk.id_of("organisation", "Osprey Lane"), industry="CULTURE", size=400)
    assert points(desk, deal) == 10
    edit_organisation(desk.workspace, desk.id_of("organisation", "Osprey Lane"), country="Ireland", size=49)
    assert points(desk, deal) == 30
    assert read_profile(desk.workspace, today=desk.workspace.today()).traits == {
        *(("industry", "culture"), ("country", "ireland"), ("size", "1"))
    }


def test_fewer_than_five_closed_deals_of_a_kind_say_nothing_of_it(desk: Desk) -> None:
    for number in range(4):
        win_deals(desk.workspace, [desk.deal(organisation="Petrel House")], at=desk.later())
        lost = desk.deal(organisation=f"Elsewhere {number}")
        lose_deals(desk.workspace, [lost], reason_id=desk.reason(), note="", at=desk.later())
    edit_organisation(desk.workspace, desk.id_of("organisation", "Petrel House"), industry="Culture")
    assert read_profile(desk.workspace, today=desk.workspace.today()).traits == frozenset()


def test_a_move_back_and_what_a_file_tells_are_no_moves_on(desk: Desk) -> None:
    add_rule(desk.workspace, Condition(ScoreField.MOVED_ON), 10)
    deal = desk.deal(stage=2)
    move_deals(desk.workspace, [deal], desk.stages()[0], after=None, at=desk.later())
    assert points(desk, deal) == 0


def test_what_was_done_counts_half_a_month_later(desk: Desk) -> None:
    add_rule(desk.workspace, Condition(ScoreField.NOTE), 20)
    deal = desk.deal()
    add_note(desk.workspace, deal, "Called back.", at=desk.later())
    assert points(desk, deal) == 20
    desk.later(days=30)
    assert points(desk, deal) == 10


def test_values_are_compared_in_the_base_currency_and_without_a_rate_they_hold_for_nothing(desk: Desk) -> None:
    add_rule(desk.workspace, Condition(ScoreField.VALUE, Operator.AT_LEAST, "100000"), 10)
    deal = desk.deal(value=100_000)
    assert points(desk, deal) == 10
    edit_deal(desk.workspace, deal, at=desk.later(), value=Money(900_000, "CHF"))
    assert points(desk, deal) == 0


def test_somebody_who_left_decides_no_more(desk: Desk) -> None:
    add_rule(desk.workspace, Condition(ScoreField.ROLE, value="decides"), 10)
    deal = desk.deal(organisation="Petrel House")
    with desk.journal.change("A person") as draft:
        person = draft.insert(Person, name="Ines", organisation=desk.id_of("organisation", "Petrel House"))
        draft.insert(DealPerson, deal=deal, person=person, role="decides")
    assert points(desk, deal) == 10
    with desk.journal.change("Left") as draft:
        draft.update(Person, person, left_on=desk.workspace.today())
    assert points(desk, deal) == 0


def test_a_closed_deal_has_no_score(desk: Desk) -> None:
    add_rule(desk.workspace, Condition(ScoreField.ALWAYS), 10)
    deal = desk.deal()
    win_deals(desk.workspace, [deal], at=desk.later())
    assert read_scores(desk.workspace, [deal], today=desk.workspace.today()) == {}
    assert read_all_scores(desk.workspace, today=desk.workspace.today()) == {}


def test_one_some_and_all_are_scored_alike(company: Workspace) -> None:
    today = date(2026, 6, 9)
    everything = read_all_scores(company, today=today)
    assert len(everything) == 34
    assert len(set(everything.values())) > 10
    assert read_scores(company, list(everything), today=today) == everything
    for deal_id, points_of in everything.items():
        score = read_score(company, deal_id, today=today)
        assert score is not None
        assert score.points == points_of == sum(reason.points for reason in score.reasons)


def test_the_board_sorts_a_stage_by_score_page_by_page(company: Workspace) -> None:
    today = date(2026, 6, 9)
    fields = frozenset({CardField.SCORE})
    question = CardQuestion(today, company.now(), Order.SCORE, fields)
    pipeline = int(company.value("select id from pipeline"))
    for (stage_id,) in company.rows("select id from stage where is_open"):
        lane, wanted = stage_lane(stage_id), BoardFilter(pipeline)
        cards = [
            card
            for offset in range(0, 9, 3)
            for card in read_lane(company, wanted, lane, question, offset=offset, limit=3)
        ]
        assert [card.deal_id for card in cards] == list_lane(company, wanted, lane, question)
        assert all(above.score >= below.score for above, below in pairwise(cards) if above.score and below.score)
        assert [find_row(company, wanted, lane, question, card.deal_id) for card in cards] == list(range(len(cards)))
        assert {card.score for card in cards} <= set(read_all_scores(company, today=today).values())


def test_a_deal_that_comes_into_a_stage_stands_above_those_that_score_no_better(company: Workspace) -> None:
    question = CardQuestion(date(2026, 6, 9), company.now(), Order.SCORE)
    pipeline = int(company.value("select id from pipeline"))
    scores = read_all_scores(company, today=question.today)
    first, second = (
        int(row[0]) for row in company.rows("select id from stage where is_open order by position limit 2")
    )
    for deal_id in list_lane(company, BoardFilter(pipeline), stage_lane(first), question):
        row = find_row(company, BoardFilter(pipeline), stage_lane(second), question, deal_id, enters=True)
        there = list_lane(company, BoardFilter(pipeline), stage_lane(second), question)
        assert all(scores[each] > scores[deal_id] for each in there[:row])
        assert all(scores[each] <= scores[deal_id] for each in there[row:])


def test_cards_have_a_score_only_where_it_is_shown(company: Workspace) -> None:
    question = CardQuestion(date(2026, 6, 9), company.now())
    pipeline, stage = company.row("select pipeline_id, id from stage where is_open order by position limit 1") or (0, 0)
    cards = read_lane(company, BoardFilter(pipeline), stage_lane(stage), question, offset=0, limit=9)
    assert {card.score for card in cards} == {None}


def test_the_table_sorts_by_score_and_deals_without_one_stand_last(company: Workspace) -> None:
    today = company.today()
    scores = read_all_scores(company, today=today)
    everything = DealQuestion(status=None, sorts=BY_SCORE.sorts)
    ids = list(read_ids(company, everything))
    told = [scores[deal_id] for deal_id in ids[: len(scores)]]
    assert told == sorted(scores.values(), reverse=True)
    assert not scores.keys() & set(ids[len(scores) :])
    upwards = DealQuestion(sorts=(Sort(SortKey.SCORE),))
    assert [scores[deal_id] for deal_id in read_ids(company, upwards)] == sorted(scores.values())
    lines = read_lines(company, ids[:5], today=today, now=company.now())
    assert [line.score for line in lines] == told[:5]


def test_board_and_table_show_the_same_best_fifth(company: Workspace) -> None:
    today = company.today()
    best = read_best_fifth(company, today=today)
    assert 0 < len(best) <= 7
    question = DealQuestion(best_fifth=True, sorts=BY_SCORE.sorts)
    assert frozenset(read_ids(company, question)) == best
    assert sum_deals(company, question, today=today).deals == len(best)
    pipeline = int(company.value("select id from pipeline"))
    wanted = BoardFilter(pipeline, attention=frozenset({Attention.BEST}))
    cards = CardQuestion(today, company.now())
    shown = [
        deal_id
        for (stage_id,) in company.rows("select id from stage where is_open")
        for deal_id in list_lane(company, wanted, stage_lane(stage_id), cards)
    ]
    assert frozenset(shown) == best
