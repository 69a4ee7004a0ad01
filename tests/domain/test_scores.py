"""The score of a deal: what decays, what adds up, and who is among the best (METRICS §14)."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.qualification import Answer, State, Topic
from desktop_pipeline.domain.scores import (
    Condition,
    Operator,
    ScoreFacts,
    ScoreField,
    ScorePart,
    ScoreRule,
    answered_share,
    check_condition,
    check_points,
    decay,
    find_best_fifth,
    holds,
    read_points,
    score_deal,
)
from tests.lengths import MANY

TODAY = date(2026, 6, 9)
CALL = (ScoreField.ACTIVITY, "call")


def rule(field: ScoreField, points: int, value: str = "", operator: Operator = Operator.IS) -> ScoreRule:
    return ScoreRule(1, Condition(field, operator, value), points)


def calls(*days_ago: int) -> ScoreFacts:
    return ScoreFacts(events={CALL: [TODAY - timedelta(days=days) for days in days_ago]})


@pytest.mark.parametrize(("days", "left"), [(0, 10.0), (15, 7.1), (30, 5.0), (60, 2.5), (90, 1.2)])
def test_ten_points_are_half_after_thirty_days(days: int, left: float) -> None:
    """The worked example: 10 → 7.1 after 15 d, 5.0 after 30 d, 1.2 after 90 d."""
    assert decay(10, days) == pytest.approx(left, abs=0.051)
    assert decay(10, 15) == pytest.approx(7.0710678)
    assert decay(10, 90) == pytest.approx(1.25)


def test_what_a_clock_set_back_puts_into_the_future_counts_whole_and_not_more() -> None:
    assert decay(10, -5) == 10


def test_each_time_something_happened_counts() -> None:
    (reason,) = score_deal([rule(ScoreField.ACTIVITY, 10, "call")], calls(0, 30), TODAY).reasons
    assert (reason.points, reason.times, reason.last) == (15, 2, TODAY)


def test_fit_and_behaviour_bring_fifty_at_most_and_say_what_was_cut() -> None:
    rules = [rule(ScoreField.ALWAYS, 40), rule(ScoreField.ALWAYS, 30), rule(ScoreField.ACTIVITY, 20, "call")]
    score = score_deal(rules, calls(0, 0, 0), TODAY)
    assert (score.fit, score.behaviour, score.points) == (50, 50, 100)
    cut = [(reason.part, reason.points) for reason in score.reasons if reason.rule is None]
    assert cut == [(ScorePart.FIT, -20), (ScorePart.BEHAVIOUR, -10)]


def test_a_part_is_never_below_nothing() -> None:
    score = score_deal([rule(ScoreField.ALWAYS, -12)], ScoreFacts(), TODAY)
    assert score.points == 0
    assert [reason.points for reason in score.reasons] == [-12, 12]


def test_a_deal_of_which_no_rule_holds_has_no_points_and_no_reasons() -> None:
    score = score_deal([rule(ScoreField.SOURCE, 10, "3")], ScoreFacts(), TODAY)
    assert (score.points, score.reasons) == (0, ())


_POINTS = st.integers(-50, 50).filter(bool)
_RULES = st.lists(
    st.one_of(
        st.builds(rule, st.just(ScoreField.ALWAYS), _POINTS),
        st.builds(rule, st.just(ScoreField.BANT), _POINTS),
        st.builds(rule, st.just(ScoreField.ACTIVITY), _POINTS, st.just("call")),
        st.builds(rule, st.just(ScoreField.NOTE), _POINTS),
    ),
    max_size=9,
)
_DAYS = st.lists(st.integers(0, 400).map(lambda days: TODAY - timedelta(days=days)), max_size=6)
_ANSWERS = st.dictionaries(st.sampled_from(list(Topic)), st.sampled_from(list(State)))


@settings(max_examples=2 * MANY, deadline=None)
@given(rules=_RULES, called=_DAYS, noted=_DAYS, answers=_ANSWERS)
def test_every_part_adds_up_to_the_score(
    rules: Sequence[ScoreRule], called: list[date], noted: list[date], answers: dict[Topic, State]
) -> None:
    facts = ScoreFacts(
        answers={topic: Answer(state, "", TODAY) for topic, state in answers.items()},
        events={CALL: called, (ScoreField.NOTE, ""): noted},
    )
    score = score_deal(rules, facts, TODAY)
    for part, points in ((ScorePart.FIT, score.fit), (ScorePart.BEHAVIOUR, score.behaviour)):
        reasons = [reason for reason in score.reasons if reason.part is part]
        assert sum(reason.points for reason in reasons) == points
        assert 0 <= points <= 50
        assert all(abs(reason.points - reason.exact) < 1 for reason in reasons)
    assert score.points == sum(reason.points for reason in score.reasons)
    turned = score_deal(rules[::-1], facts, TODAY)
    assert (turned.fit, turned.behaviour) == (score.fit, score.behaviour)


def test_three_yes_and_a_partly_are_seven_eighths_of_the_questions() -> None:
    answers = {topic: Answer(State.YES, "", TODAY) for topic in Topic}
    answers[Topic.BUDGET] = Answer(State.PARTLY, "", TODAY)
    assert answered_share(answers, TODAY) == pytest.approx(7 / 8)
    (reason,) = score_deal([rule(ScoreField.BANT, 16)], ScoreFacts(answers=answers), TODAY).reasons
    assert reason.points == 14


def test_an_answer_older_than_sixty_days_counts_no_more() -> None:
    old = {Topic.NEED: Answer(State.YES, "", TODAY - timedelta(days=61))}
    young = {Topic.NEED: Answer(State.YES, "", TODAY - timedelta(days=60))}
    assert (answered_share(old, TODAY), answered_share(young, TODAY)) == (0.0, 0.25)


def test_amounts_are_compared_and_an_unknown_one_holds_for_nothing() -> None:
    least = Condition(ScoreField.VALUE, Operator.AT_LEAST, "100")
    most = Condition(ScoreField.VALUE, Operator.AT_MOST, "100")
    exactly = ScoreFacts(amounts={ScoreField.VALUE: 100})
    below = ScoreFacts(amounts={ScoreField.VALUE: 99})
    assert [holds(least, exactly), holds(most, exactly), holds(least, below), holds(most, below)] == [
        *(True, True, False, True)
    ]
    assert not holds(least, ScoreFacts())
    assert not holds(most, ScoreFacts())


def test_names_are_the_same_whatever_their_case() -> None:
    facts = ScoreFacts(holds=frozenset({(ScoreField.INDUSTRY, "food and drink")}))
    assert holds(Condition(ScoreField.INDUSTRY, value="Food and  Drink"), facts)
    assert not holds(Condition(ScoreField.INDUSTRY, value="Drink"), facts)


def test_no_more_than_a_fifth_are_the_best() -> None:
    assert find_best_fifth({deal: deal for deal in range(1, 11)}) == {9, 10}
    assert find_best_fifth({}) == frozenset()
    assert find_best_fifth({7: 60}) == {7}
    assert find_best_fifth({7: 0}) == frozenset()


def test_of_equal_deals_all_or_none_are_the_best() -> None:
    assert find_best_fifth(dict.fromkeys(range(10), 50)) == frozenset()
    assert find_best_fifth({1: 90, 2: 80, 3: 80, 4: 10, 5: 10, 6: 10, 7: 10, 8: 10, 9: 10, 10: 10}) == {1}


@settings(max_examples=MANY, deadline=None)
@given(st.dictionaries(st.integers(1, 99), st.integers(0, 100), max_size=40))
def test_whoever_is_best_scores_better_than_whoever_is_not(scores: dict[int, int]) -> None:
    best = find_best_fifth(scores)
    assert len(best) <= -(-len(scores) // 5)
    rest = [points for deal, points in scores.items() if deal not in best]
    assert all(scores[deal] > max(rest, default=-1) for deal in best)


@pytest.mark.parametrize(("typed", "points"), [("12", 12), ("+12", 12), ("−6", -6), (" -6 ", -6), ("50", 50)])
def test_points_are_read_with_either_sign(typed: str, points: int) -> None:
    assert read_points(typed) == points


@pytest.mark.parametrize("typed", ["", "0", "51", "−51", "many", "1.5"])
def test_what_is_no_number_of_points_is_refused(typed: str) -> None:
    with pytest.raises(InvalidError):
        read_points(typed)


@pytest.mark.parametrize(
    "condition",
    [
        Condition(ScoreField.SOURCE),
        Condition(ScoreField.INDUSTRY, value="  "),
        Condition(ScoreField.VALUE, value="100"),
        Condition(ScoreField.VALUE, Operator.AT_LEAST, "many"),
        Condition(ScoreField.VALUE, Operator.AT_LEAST, "9" * 30),
        Condition(ScoreField.BUDGET, value="perhaps"),
    ],
)
def test_a_condition_that_says_nothing_is_refused(condition: Condition) -> None:
    with pytest.raises(InvalidError):
        check_condition(condition)


def test_a_condition_is_kept_as_short_as_it_can_be() -> None:
    assert check_condition(Condition(ScoreField.ALWAYS, Operator.AT_MOST, "7")) == Condition(ScoreField.ALWAYS)
    assert check_condition(Condition(ScoreField.SIZE, Operator.AT_MOST, " 007 ")).value == "7"
    assert check_points(-50) == -50
