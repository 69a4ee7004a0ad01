from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from desktop_pipeline.domain.ordering import SPARE, STEP, find_neighbourhood, rank_between, ranks_between, spread

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


@given(ranks, st.integers(0, 200), st.integers(1, 60), st.integers(1, 4))
def test_several_ranks_lie_strictly_between_and_as_far_apart_as_asked(
    before: int, gap: int, count: int, spare: int
) -> None:
    found = ranks_between(before, before + gap, count, spare=spare)
    assert (found is None) == (gap < (count + 1) * spare)
    if found is not None:
        edges = [before, *found, before + gap]
        assert len(found) == count
        assert all(lower - upper >= spare for upper, lower in pairwise(edges))


@given(st.one_of(st.none(), ranks), st.integers(1, 9))
def test_beyond_an_end_there_is_room_for_any_number(edge: int | None, count: int) -> None:
    below, above = ranks_between(edge, None, count), ranks_between(None, edge, count)
    assert below is not None
    assert above is not None
    for found in (below, above):
        assert len(found) == count
        assert all(after - before == STEP for before, after in pairwise(found))
    assert edge is None or (above[-1], below[0]) == (edge - STEP, edge + STEP)


gaps = st.lists(st.sampled_from([0, 1, 7, SPARE, 3 * SPARE, STEP]), min_size=1, max_size=7)


@given(gaps, gaps, st.integers(0, 3), st.integers(1, 4))
def test_the_neighbourhood_has_room_and_none_of_fewer_ranks_has(
    up_gaps: list[int], down_gaps: list[int], gap: int, count: int
) -> None:
    above = [-sum(up_gaps[:place]) for place in range(len(up_gaps))]
    below = [gap + sum(down_gaps[:place]) for place in range(len(down_gaps))]

    def has_room(up: int, down: int) -> bool:
        return below[down] - above[up] >= (up + down + count + 1) * SPARE

    enough = [(up, down) for up in range(len(above)) for down in range(len(below)) if has_room(up, down)]
    found = find_neighbourhood(above, below, count)
    assert (found is None) == (not enough)
    if found is not None:
        assert found in enough
        assert sum(found) == min(map(sum, enough))


def test_room_that_only_the_outermost_ranks_have_is_found() -> None:
    assert find_neighbourhood([0], [2 * SPARE], 1) == (0, 0)
    assert find_neighbourhood([0], [2 * SPARE - 1], 1) is None
    assert find_neighbourhood([0, -SPARE - 1], [1, SPARE, 4 * SPARE - 1], 1) == (1, 2)
    assert find_neighbourhood([0, -SPARE - 1], [1, SPARE, 4 * SPARE - 1], 2) is None
