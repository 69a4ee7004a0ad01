"""Which day a review is next, in what order deals come, and when a decision counts as kept."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.review_texts import (
    read_act,
    read_opening,
    read_rules,
    read_standing,
    read_why,
    reword_act,
    write_act,
    write_opening,
    write_rules,
    write_standing,
    write_why,
)
from desktop_pipeline.domain.reviews import (
    LONGEST_NOTE,
    Act,
    Cause,
    ClosedLine,
    Decision,
    Kept,
    MovedLine,
    Opening,
    QueuedDeal,
    Rhythm,
    Rules,
    Since,
    Standing,
    WhyLine,
    check_rules,
    clean_note,
    count_decisions,
    find_former_day,
    find_next_day,
    guess_minutes,
    judge_kept,
    order_queue,
)

WEEK = frozenset((1, 2, 3, 4, 5))
TUESDAY = date(2026, 6, 9)
OPEN = Since(DealStatus.OPEN)
DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))


def queued(deal_id: int, cause: Cause, *, weight: float = 0.0, value: int | None = None) -> QueuedDeal:
    return QueuedDeal(
        deal_id, f"Deal {deal_id}", None, None, None, 1, "Lead", 0, 5, None, value, weight, (WhyLine(cause),)
    )


@pytest.mark.parametrize(
    ("rhythm", "held_on", "next_on"),
    [
        (Rhythm.DAILY, TUESDAY, date(2026, 6, 10)),
        (Rhythm.DAILY, date(2026, 6, 12), date(2026, 6, 15)),  # from Friday to Monday
        (Rhythm.WEEKLY, TUESDAY, date(2026, 6, 16)),
        (Rhythm.TWO_WEEKLY, TUESDAY, date(2026, 6, 23)),
        (Rhythm.MONTHLY, date(2026, 1, 30), date(2026, 3, 2)),  # 28 February is a Saturday
    ],
)
def test_the_next_review_falls_on_a_working_day(rhythm: Rhythm, held_on: date, next_on: date) -> None:
    assert find_next_day(rhythm, held_on, WEEK, ()) == next_on


def test_a_holiday_puts_the_next_review_off() -> None:
    assert find_next_day(Rhythm.WEEKLY, TUESDAY, WEEK, {date(2026, 6, 16)}) == date(2026, 6, 17)


def test_where_a_whole_year_is_free_the_review_keeps_its_day() -> None:
    free = {TUESDAY + timedelta(days=days) for days in range(800)}
    assert find_next_day(Rhythm.WEEKLY, TUESDAY, WEEK, free) == date(2026, 6, 16)


@given(st.sampled_from(Rhythm), DAYS)
def test_a_first_review_looks_back_over_one_turn_at_most(rhythm: Rhythm, day: date) -> None:
    former = find_former_day(rhythm, day)
    assert former < day
    assert find_next_day(rhythm, former, frozenset(range(1, 8)), ()) <= day


def test_the_gravest_cause_comes_first_and_then_the_larger_weight() -> None:
    deals = [
        queued(1, Cause.BIGGEST, weight=900),
        queued(2, Cause.STALE, weight=1),
        queued(3, Cause.STALE, weight=5),
        queued(4, Cause.CLOSE_PROPOSED),
        queued(5, Cause.STALE, weight=1, value=7),
    ]
    assert [deal.deal_id for deal in order_queue(deals)] == [4, 3, 5, 2, 1]


def test_rules_need_a_cause_and_a_sensible_number() -> None:
    with pytest.raises(InvalidError, match="at least one reason"):
        check_rules(Rules(frozenset()))
    for biggest in (0, 51, -3):
        with pytest.raises(InvalidError, match="1 to 50"):
            check_rules(Rules(biggest=biggest))
    assert check_rules(Rules(frozenset({Cause.DUE}), 50)).biggest == 50


def test_a_note_is_trimmed_and_has_an_end() -> None:
    assert clean_note("  said \n") == "said"
    with pytest.raises(InvalidError, match="4,000"):
        clean_note("a" * (LONGEST_NOTE + 1))


def test_decisions_are_counted_with_what_is_left() -> None:
    counts = count_decisions([Decision.KEEP, None, Decision.KEEP, Decision.LOST, None])
    assert (counts.of(Decision.KEEP), counts.of(Decision.WON), counts.decided, counts.left, counts.deals) == (
        *(2, 0, 3),
        *(2, 5),
    )


@pytest.mark.parametrize(("left", "minutes"), [(0, 0), (1, 1), (2, 2), (8, 7), (60, 50)])
def test_the_time_left_is_guessed_in_whole_minutes(left: int, minutes: int) -> None:
    assert guess_minutes(left) == minutes


STEP = Act(1, kind="call", day=date(2026, 6, 12))
PLAN = Act(1, name="Re-engage", day=date(2026, 6, 23))
ASLEEP = Act(1, text="On leave", day=date(2026, 6, 20))


@pytest.mark.parametrize(
    ("decision", "act", "since", "today", "kept"),
    [
        (Decision.KEEP, STEP, replace(OPEN, is_step_there=True), date(2026, 6, 12), Kept.NOT_YET),
        (Decision.KEEP, STEP, replace(OPEN, is_step_there=True), date(2026, 6, 13), Kept.NO),
        (Decision.KEEP, STEP, replace(OPEN, step_done_on=date(2026, 6, 12)), date(2026, 6, 30), Kept.YES),
        (Decision.KEEP, STEP, replace(OPEN, step_done_on=date(2026, 6, 13)), date(2026, 6, 30), Kept.NO),
        (Decision.KEEP, STEP, OPEN, date(2026, 6, 30), Kept.UNKNOWN),
        (Decision.KEEP, STEP, Since(DealStatus.WON, closed_on=date(2026, 6, 11)), date(2026, 6, 30), Kept.YES),
        (Decision.KEEP, Act(1), replace(OPEN, is_step_there=True), date(2030, 1, 1), Kept.NOT_YET),
        (Decision.RE_ENGAGE, PLAN, OPEN, date(2026, 6, 23), Kept.NOT_YET),
        (Decision.RE_ENGAGE, PLAN, OPEN, date(2026, 6, 24), Kept.NO),
        (Decision.RE_ENGAGE, PLAN, replace(OPEN, replied_on=date(2026, 6, 23)), date(2026, 7, 1), Kept.YES),
        (Decision.RE_ENGAGE, PLAN, replace(OPEN, replied_on=date(2026, 6, 24)), date(2026, 7, 1), Kept.NO),
        (Decision.RE_ENGAGE, PLAN, Since(DealStatus.LOST), date(2026, 7, 1), Kept.YES),
        (Decision.MOVE_BACK, Act(2, name="Lead"), OPEN, date(2026, 7, 1), Kept.NOT_YET),
        (Decision.MOVE_BACK, Act(2, name="Lead"), replace(OPEN, moved_on=True), date(2026, 7, 1), Kept.YES),
        (Decision.MOVE_BACK, Act(2), replace(OPEN, touched_on=date(2026, 6, 10)), date(2026, 7, 1), Kept.YES),
        (Decision.SNOOZE, ASLEEP, OPEN, date(2026, 6, 27), Kept.NOT_YET),
        (Decision.SNOOZE, ASLEEP, OPEN, date(2026, 6, 28), Kept.NO),
        (Decision.SNOOZE, ASLEEP, replace(OPEN, touched_on=date(2026, 6, 27)), date(2026, 7, 9), Kept.YES),
        (Decision.LOST, Act(3, name="Price"), Since(DealStatus.LOST), date(2026, 7, 1), Kept.YES),
        (Decision.LOST, Act(3, name="Price"), OPEN, date(2026, 7, 1), Kept.NO),
        (Decision.WON, Act(), Since(DealStatus.WON), date(2026, 7, 1), Kept.YES),
        (Decision.WON, Act(), replace(OPEN, is_deleted=True), date(2026, 7, 1), Kept.UNKNOWN),
        (Decision.SKIPPED, Act(), OPEN, date(2026, 7, 1), Kept.UNKNOWN),
    ],
)
def test_a_decision_is_kept_or_not(decision: Decision, act: Act, since: Since, today: date, kept: Kept) -> None:
    assert judge_kept(decision, act, since, today) is kept


WHOLE = st.integers(-(2**53), 2**53)
STANDINGS = st.builds(Standing, *(WHOLE,) * 4)
CLOSED = st.builds(ClosedLine, WHOLE, st.none() | WHOLE, st.none() | DAYS)
TEXTS = st.text(max_size=20)
OPENINGS = st.builds(
    Opening,
    st.just("EUR"),
    STANDINGS,
    st.lists(st.builds(MovedLine, TEXTS, WHOLE, WHOLE), max_size=3).map(tuple),
    st.lists(CLOSED, max_size=3).map(tuple),
    st.lists(CLOSED, max_size=3).map(tuple),
)
NUMBERS = st.none() | st.integers(0, 9999)
WHY = st.builds(
    WhyLine,
    st.sampled_from(Cause),
    NUMBERS,
    NUMBERS,
    NUMBERS,
    st.none() | DAYS,
    st.none() | DAYS,
    st.none() | st.just(2.5),
)
ACTS = st.builds(Act, st.none() | st.integers(1, 2**40), TEXTS, TEXTS, TEXTS, st.none() | DAYS)
RULES = st.builds(Rules, st.frozensets(st.sampled_from(Cause), min_size=1), st.integers(1, 50))


@given(OPENINGS, STANDINGS, st.lists(WHY, max_size=4).map(tuple), ACTS, RULES)
def test_what_is_kept_is_read_as_it_was_written(
    opening: Opening, standing: Standing, why: tuple[WhyLine, ...], act: Act, rules: Rules
) -> None:
    assert read_opening(write_opening(opening)) == opening
    assert read_standing(write_standing(standing)) == standing
    assert read_why(write_why(why)) == why
    assert read_act(write_act(act)) == act
    assert read_rules(write_rules(rules)) == rules


@pytest.mark.parametrize(
    "text", ["", "null", "7", "[[]]", '{"causes": 3, "biggest": "x"}', "[" * 100_000, '{"day": "9"}']
)
def test_what_makes_no_sense_says_nothing(text: str) -> None:
    assert read_rules(text) == Rules()
    assert read_why(text) == ()
    assert read_act(text) == Act()
    assert read_opening(text).standing == Standing(0, 0, 0, 0)


def test_a_cause_of_a_newer_program_is_passed_over() -> None:
    assert read_why('[{"cause":"moon"},{"cause":"stale","days":3}]') == (WhyLine(Cause.STALE, days=3),)


def test_the_words_of_an_act_can_be_worded_anew_whatever_stands_in_them() -> None:
    act = Act(4, kind="call", text='Ring "O\'Hara"\nat nine', day=TUESDAY)
    reworded = read_act(reword_act(write_act(act), lambda text: text.replace('"O\'Hara"\n', "[erased] ")))
    assert reworded == replace(act, text="Ring [erased] at nine")
    assert reword_act(write_act(act), str) == write_act(act)
