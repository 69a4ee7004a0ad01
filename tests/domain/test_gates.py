"""Which exit criteria a move asks, and when each is met."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.gates import (
    AskedField,
    Criterion,
    CriterionKind,
    DealFacts,
    Passing,
    Verdict,
    check_asks_for,
    check_kind,
    check_why,
    clean_text,
    custom_field,
    is_met,
    judge,
    stages_passed,
)
from desktop_pipeline.domain.qualification import (
    LONGEST_EVIDENCE,
    STALE_AFTER,
    Answer,
    State,
    Topic,
    check_state,
    check_topic,
    clean_evidence,
)

TODAY = date(2026, 6, 9)
ORDER = (10, 20, 30, 40)


def tick(number: int, stage: int = 10, *, required: bool = True) -> Criterion:
    return Criterion(number, stage, CriterionKind.TICK, f"Criterion {number}", None, required)


def of_kind(kind: CriterionKind, asks_for: str) -> Criterion:
    return Criterion(1, 10, kind, "Criterion", asks_for)


def texts(criteria: Sequence[Criterion]) -> list[str]:
    return [criterion.text for criterion in criteria]


@pytest.mark.parametrize(
    ("start", "end", "asked"),
    [
        (10, 20, (10,)),
        (10, 40, (10, 20, 30)),
        (20, 30, (20,)),
        (20, 20, ()),
        (30, 10, ()),
        (40, 30, ()),
        (10, 99, ()),  # of another pipeline
        (99, 20, ()),
        (99, 98, ()),
        (20, None, (20,)),
        (99, None, (99,)),
    ],
)
def test_a_move_asks_what_it_passes(start: int, end: int | None, asked: tuple[int, ...]) -> None:
    assert stages_passed(ORDER, start, end) == asked


@given(
    order=st.lists(st.integers(1, 50), min_size=2, max_size=8, unique=True),
    data=st.data(),
)
def test_two_steps_ask_together_what_the_leap_asks_and_a_way_back_asks_nothing(
    order: list[int], data: st.DataObject
) -> None:
    a, b, c = sorted(data.draw(st.tuples(*[st.integers(0, len(order) - 1)] * 3)))
    leap = stages_passed(order, order[a], order[c])
    assert stages_passed(order, order[a], order[b]) + stages_passed(order, order[b], order[c]) == leap
    assert stages_passed(order, order[c], order[a]) == ()
    assert order[c] not in leap


@given(
    required=st.lists(st.booleans(), max_size=8),
    ticked=st.frozensets(st.integers(0, 7)),
    end=st.sampled_from([*ORDER, None]),
    start=st.sampled_from(ORDER),
)
def test_every_asked_criterion_is_met_reminds_or_stops(
    required: list[bool], ticked: frozenset[int], end: int | None, start: int
) -> None:
    criteria = [tick(place, ORDER[place % 4], required=flag) for place, flag in enumerate(required)]
    verdict = judge(ORDER, criteria, [Passing(7, start, end, DealFacts(ticked=ticked))], TODAY)[7]
    asked = [c for c in criteria if c.stage_id in stages_passed(ORDER, start, end)]
    told = [*verdict.missing, *verdict.reminders]
    assert {c.criterion_id for c in asked} == {c.criterion_id for c in told} | (
        {c.criterion_id for c in asked} & ticked
    )
    assert not {c.criterion_id for c in told} & ticked
    assert len(told) == len(set(told))
    assert all(c.is_required for c in verdict.missing)
    assert not any(c.is_required for c in verdict.reminders)


def test_each_deal_is_judged_by_its_own_facts_and_way() -> None:
    criteria = [tick(1), tick(2, required=False), tick(3, 20)]
    ready, bare = DealFacts(ticked=frozenset({1, 2})), DealFacts()
    passings = [
        Passing(1, 10, 20, ready),
        Passing(2, 10, 20, bare),
        Passing(3, 10, 30, ready),
        Passing(4, 20, 10, bare),
    ]
    verdicts = judge(ORDER, criteria, passings, TODAY)
    assert verdicts[1] == verdicts[4] == Verdict()
    assert texts(verdicts[2].missing) == ["Criterion 1"]
    assert texts(verdicts[2].reminders) == ["Criterion 2"]
    assert texts(verdicts[3].missing) == ["Criterion 3"]


def test_criteria_are_told_in_their_order() -> None:
    criteria = [tick(3), tick(1), tick(2, 20)]
    verdict = judge(ORDER, criteria, [Passing(1, 10, 30, DealFacts())], TODAY)[1]
    assert texts(verdict.missing) == ["Criterion 3", "Criterion 1", "Criterion 2"]


@pytest.mark.parametrize(
    ("criterion", "meets", "leaves"),
    [
        (tick(1), DealFacts(ticked=frozenset({1})), DealFacts(ticked=frozenset({2}))),
        (
            of_kind(CriterionKind.FIELD, "value"),
            DealFacts(filled=frozenset({"value"})),
            DealFacts(filled=frozenset({"owner"}), done=frozenset({"value"})),
        ),
        (
            of_kind(CriterionKind.ACTIVITY, "visit"),
            DealFacts(done=frozenset({"visit"})),
            DealFacts(done=frozenset({"call"}), filled=frozenset({"visit"})),
        ),
        (
            of_kind(CriterionKind.ANSWER, "need"),
            DealFacts(answers={"need": Answer(State.YES, "", TODAY)}),
            DealFacts(answers={"budget": Answer(State.YES, "", TODAY)}),
        ),
        (
            of_kind(CriterionKind.ANSWER, "need"),
            DealFacts(answers={"need": Answer(State.YES, "", TODAY)}),
            DealFacts(answers={"need": Answer(State.PARTLY, "", TODAY)}),
        ),
    ],
)
def test_a_criterion_is_met_by_what_it_asks_for(criterion: Criterion, meets: DealFacts, leaves: DealFacts) -> None:
    assert is_met(criterion, meets, TODAY)
    assert not is_met(criterion, leaves, TODAY)
    assert not is_met(criterion, DealFacts(), TODAY)


def test_an_answer_is_asked_again_after_sixty_days() -> None:
    assert STALE_AFTER == 60
    for state in (State.NO, State.PARTLY, State.YES):
        assert not Answer(state, "", TODAY - timedelta(days=60)).is_stale(TODAY)
        assert Answer(state, "", TODAY - timedelta(days=61)).is_stale(TODAY)
        assert Answer(state, "").is_stale(TODAY)
    assert not Answer(State.UNKNOWN).is_stale(TODAY)
    assert not Answer(State.UNKNOWN, "", TODAY - timedelta(days=900)).is_stale(TODAY)


def test_only_a_fresh_yes_confirms() -> None:
    assert Answer(State.YES, "", TODAY).is_confirmed(TODAY)
    assert not Answer(State.YES, "", TODAY - timedelta(days=61)).is_confirmed(TODAY)
    for state in (State.NO, State.PARTLY, State.UNKNOWN):
        assert not Answer(state, "", TODAY).is_confirmed(TODAY)


@pytest.mark.parametrize(
    ("kind", "asks_for", "kept"),
    [
        (CriterionKind.TICK, None, None),
        (CriterionKind.TICK, "value", None),
        (CriterionKind.ACTIVITY, "own kind", "own kind"),
        (CriterionKind.ANSWER, "budget", "budget"),
        (CriterionKind.FIELD, "custom:12", "custom:12"),
        *((CriterionKind.FIELD, field.value, field.value) for field in AskedField),
    ],
)
def test_what_a_criterion_asks_for_fits_its_kind(kind: CriterionKind, asks_for: str | None, kept: str | None) -> None:
    assert check_asks_for(kind, asks_for) == kept


@pytest.mark.parametrize(
    ("kind", "asks_for", "said"),
    [
        (CriterionKind.FIELD, None, r"^Choose the field that has to be filled\.$"),
        (CriterionKind.FIELD, "", r"^Choose the field"),
        (CriterionKind.ACTIVITY, None, r"^Choose the kind of activity that has to be done\.$"),
        (CriterionKind.ANSWER, "", r"^Choose what has to be answered: budget, authority, need or timeline\.$"),
        (
            CriterionKind.ANSWER,
            "weather",
            r"^There is no topic “weather”\. There are: budget, authority, need, timeline",
        ),
        (CriterionKind.FIELD, "weather", r"^There is no field “weather” to ask for\.$"),
        (CriterionKind.FIELD, "custom:0", r"^There is no field “custom:0”"),
    ],
)
def test_what_does_not_fit_is_refused(kind: CriterionKind, asks_for: str | None, said: str) -> None:
    with pytest.raises(InvalidError, match=said):
        check_asks_for(kind, asks_for)


@pytest.mark.parametrize(
    ("asks_for", "field_id"),
    [
        ("custom:7", 7),
        ("custom:120", 120),
        ("custom:0", None),
        ("custom:x7", None),
        ("custom:7x", None),
        ("xcustom:7", None),
        ("value", None),
        ("", None),
        (None, None),
    ],
)
def test_a_field_of_the_owners_own_is_known_by_its_id(asks_for: str | None, field_id: int | None) -> None:
    assert custom_field(asks_for) == field_id


def test_kinds_states_and_topics_are_known_by_their_names() -> None:
    for kind in CriterionKind:
        assert check_kind(kind.value) is kind
    for topic in Topic:
        assert check_topic(topic.value) is topic
    for state in State:
        assert check_state(state.value) is state
    with pytest.raises(
        InvalidError, match=r"^There is no kind “wish” of exit criterion\. There are: tick, field, activity, answer\.$"
    ):
        check_kind("wish")
    with pytest.raises(InvalidError, match=r"^“maybe” is no answer\. There are: unknown, no, partly, yes\.$"):
        check_state("maybe")


def test_a_criterion_is_one_line_and_not_too_long() -> None:
    assert clean_text("  Budget \n is  known ") == "Budget is known"
    assert clean_text("x" * 300) == "x" * 300
    with pytest.raises(InvalidError, match=r"^Say what has to be true, in a few words\.$"):
        clean_text(" \t")
    with pytest.raises(InvalidError, match=r"^A criterion can have 300 characters at most; this one has 301\.$"):
        clean_text("x" * 301)


def test_a_gate_is_passed_with_a_sentence_only() -> None:
    assert check_why(None) is None
    assert check_why("  Known \n for years ") == "Known for years"
    assert check_why("x" * 300) == "x" * 300
    with pytest.raises(InvalidError, match=r"^Say in a sentence why the criteria can be passed\.$"):
        check_why("  ")
    with pytest.raises(InvalidError, match=r"^The sentence can have 300 characters at most; this one has 301\.$"):
        check_why("x" * 301)


def test_evidence_keeps_its_lines_and_has_an_end() -> None:
    assert clean_evidence(" first\nsecond ") == "first\nsecond"
    assert clean_evidence("x" * LONGEST_EVIDENCE) == "x" * LONGEST_EVIDENCE
    with pytest.raises(InvalidError, match=r"4,000 characters at most; this one has 4,001"):
        clean_evidence("x" * (LONGEST_EVIDENCE + 1))


def test_what_files_hold_keeps_its_name() -> None:
    assert list(CriterionKind) == ["tick", "field", "activity", "answer"]
    assert list(AskedField) == ["value", "expected_close", "organisation", "person", "owner", "source", "product"]
    assert list(Topic) == ["budget", "authority", "need", "timeline"]
    assert list(State) == ["unknown", "no", "partly", "yes"]


def test_a_criterion_reminds_unless_it_is_required() -> None:
    criterion = Criterion(1, 10, CriterionKind.TICK, "Need known")
    assert judge(ORDER, [criterion], [Passing(1, 10, 20, DealFacts())], TODAY)[1] == Verdict(reminders=(criterion,))
