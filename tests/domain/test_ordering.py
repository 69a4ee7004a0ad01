from hypothesis import given
from hypothesis import strategies as st

from desktop_pipeline.domain.ordering import STEP, rank_between, spread

ranks = st.integers(-(2**40), 2**40)


def test_the_first_deal_of_a_stage_has_rank_nought() -> None:
    assert rank_between(None, None) == 0


@given(ranks)
def test_there_is_always_room_at_both_ends(rank: int) -> None:
    above, below = rank_between(None, rank), rank_between(rank, None)
    assert above is not None
    assert below is not None
    assert above < rank < below


@given(ranks, st.integers(2, 2**40))
def test_between_two_ranks_with_room_lies_a_third(before: int, gap: int) -> None:
    middle = rank_between(before, before + gap)
    assert middle is not None
    assert before < middle < before + gap


@given(ranks, st.integers(0, 1))
def test_neighbours_without_room_say_so(before: int, gap: int) -> None:
    assert rank_between(before, before + gap) is None


@given(st.lists(st.integers(1), unique=True))
def test_spreading_keeps_the_order_with_even_room(ids: list[int]) -> None:
    fresh = spread(ids)
    assert sorted(ids, key=fresh.__getitem__) == ids
    assert [fresh[deal_id] for deal_id in ids] == [STEP * place for place in range(len(ids))]
