import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.names import tidy
from desktop_pipeline.queries.deal_question import DealQuestion, GroupKey, Sort, SortKey
from desktop_pipeline.queries.kept_question import read_question, write_question

ids = st.frozensets(st.integers(1, 99), max_size=3)
numbers = st.none() | st.integers(0, 10**12)
days = st.none() | st.dates(date(1900, 1, 1))
questions = st.builds(
    DealQuestion,
    status=st.none() | st.sampled_from(DealStatus),
    pipeline_id=numbers,
    owner_ids=ids,
    stage_ids=ids,
    source_ids=ids,
    product_ids=ids,
    label_ids=ids,
    text=st.text(max_size=20).map(tidy),
    value_from=numbers,
    value_to=numbers,
    closes_from=days,
    closes_to=days,
    without_step=st.booleans(),
    best_fifth=st.booleans(),
    sorts=st.lists(st.builds(Sort, st.sampled_from(SortKey), st.booleans()), max_size=3).map(tuple),
    group=st.none() | st.sampled_from(GroupKey),
)


@given(question=questions)
def test_a_question_comes_back_from_json_as_it_was(question: DealQuestion) -> None:
    assert read_question(json.loads(json.dumps(write_question(question)))) == question


@pytest.mark.parametrize(
    "broken",
    [
        {"status": "maybe"},
        {"sorts": [["gone", True], 5, ["value"]]},
        {"group": "weather", "owner_ids": ["x", None]},
        {"closes_from": "31.02.2026", "value_to": "much"},
        {"sorts": "value"},
    ],
)
def test_what_makes_no_sense_asks_for_what_is_usual(broken: dict[str, object]) -> None:
    assert read_question(broken) == DealQuestion()
