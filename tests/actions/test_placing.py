from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_pipeline.actions.deals import create_deal, move_deals
from desktop_pipeline.domain.ordering import SPARE
from tests.workspaces import Desk, brief_desk, read_content

DEALS = 6
STAGES = 3

# Which deals (several, in any order), into which stage, below which of the deals that stand there (or at the top).
moves = st.tuples(
    st.lists(st.integers(0, DEALS - 1), min_size=1, max_size=3, unique=True),
    st.integers(0, STAGES - 1),
    st.integers(-1, DEALS - 1),
)


def squeeze(desk: Desk) -> None:
    """Puts ranks side by side, so that nearly every move finds no room."""
    with desk.journal.change("Squeeze") as draft:
        for rank, (deal,) in enumerate(draft.rows("select id from deal order by rank, id")):
            draft.execute("update deal set rank = ? where id = ?", (rank, deal))


def place(order: list[int], deals: list[int], after: int | None) -> list[int]:
    """What a person expects of a list: the deals, in their order, right below `after`."""
    above = order[: order.index(after) + 1] if after is not None else []
    top = [deal for deal in above if deal not in deals]
    rest = [deal for deal in order if deal not in deals and deal not in top]
    return [*top, *deals, *rest]


@settings(max_examples=30)
@given(st.lists(moves, min_size=1, max_size=12), st.booleans())
def test_any_sequence_of_moves_equals_that_of_a_list(sequence: list[tuple[list[int], int, int]], tight: bool) -> None:
    with brief_desk() as desk:
        stages = desk.stages()[:STAGES]
        deals = [desk.deal(f"Deal {number}") for number in range(DEALS)]
        model: dict[int, list[int]] = {stage: [] for stage in stages}
        model[stages[0]] = deals[::-1]
        for chosen, place_of_stage, place_above in sequence:
            if tight:
                squeeze(desk)
            stage = stages[place_of_stage]
            standing = model[stage]
            after = standing[place_above % len(standing)] if place_above >= 0 and standing else None
            moved = [deals[number] for number in chosen]
            expected = place(standing, moved, after)
            for other in stages:
                model[other] = [deal for deal in model[other] if deal not in moved]
            model[stage] = expected
            before = read_content(desk.workspace)
            change = move_deals(desk.workspace, moved, stage, after=after, at=desk.later())
            assert {stage: desk.order(stage) for stage in stages} == model
            if change is not None:
                after_move = read_content(desk.workspace)
                desk.journal.undo()
                assert read_content(desk.workspace) == before
                desk.journal.redo()
                assert read_content(desk.workspace) == after_move
        assert desk.faults() == []


def test_a_drop_in_its_own_place_changes_nothing(desk: Desk) -> None:
    a, b, c = (desk.deal(title) for title in "ABC")
    stage = desk.stages()[0]
    assert desk.order(stage) == [c, b, a]
    entries = desk.journal.entries()
    for moved, after in (([c], None), ([b], c), ([b], b), ([c], c), ([a], a), ([b, a], c), ([c, b, a], None)):
        assert move_deals(desk.workspace, moved, stage, after=after, at=desk.now) is None
    assert desk.journal.entries() == entries


def ranks(desk: Desk) -> dict[int, int]:
    """The rank of every deal."""
    return {int(deal): int(rank) for deal, rank in desk.workspace.rows("select id, rank from deal")}


def set_ranks(desk: Desk, fresh: dict[int, int]) -> None:
    """Puts deals where an older drop left them."""
    with desk.journal.change("Ranks") as draft:
        for deal, rank in fresh.items():
            draft.execute("update deal set rank = ? where id = ?", (rank, deal))


def test_a_move_between_two_deals_without_room_writes_the_fewest_others(desk: Desk) -> None:
    stage = desk.stages()[0]
    deals = [desk.deal(f"Deal {number}") for number in range(40)][::-1]
    last, middle = deals[-1], deals[20]
    set_ranks(desk, {deal: place << 20 for place, deal in enumerate(deals)} | {deals[21]: (20 << 20) + 1})
    before = ranks(desk)
    move_deals(desk.workspace, [last], stage, after=middle, at=desk.now)
    assert desk.order(stage) == [*deals[:21], last, *deals[21:-1]]
    after = ranks(desk)
    assert len({deal for deal in deals if before[deal] != after[deal]} - {last}) == 1
    desk.journal.undo()
    assert ranks(desk) == before


@pytest.mark.parametrize(("above", "aside"), [(0, slice(0, 1)), (1, slice(0, 2)), (4, slice(5, 7)), (5, slice(6, 7))])
def test_near_an_end_of_a_tight_stage_only_those_up_to_the_end_move_aside(desk: Desk, above: int, aside: slice) -> None:
    stage, elsewhere = desk.stages()[:2]
    deals = [desk.deal(f"Deal {number}") for number in range(7)][::-1]
    late = create_deal(desk.workspace, title="Late", stage_id=elsewhere, at=desk.now)
    squeeze(desk)
    before = ranks(desk)
    move_deals(desk.workspace, [late], stage, after=deals[above], at=desk.now)
    assert desk.order(stage) == [*deals[: above + 1], late, *deals[above + 1 :]]
    after = ranks(desk)
    assert [deal for deal in deals if before[deal] != after[deal]] == deals[aside]


def test_all_below_a_place_in_a_tight_stage_are_put_into_another_order_and_no_other_moves(desk: Desk) -> None:
    stage = desk.stages()[0]
    first, second, third, fourth = [desk.deal(f"Deal {number}") for number in range(4)][::-1]
    squeeze(desk)
    before = ranks(desk)
    move_deals(desk.workspace, [fourth, third], stage, after=second, at=desk.now)
    assert desk.order(stage) == [first, second, fourth, third]
    after = ranks(desk)
    assert {deal for deal in before if before[deal] != after[deal]} == {third, fourth}
    assert after[third] - after[fourth] >= SPARE


def test_a_stage_whose_ranks_all_touch_is_spread_as_a_whole(desk: Desk) -> None:
    stage = desk.stages()[0]
    deals = [desk.deal(f"Deal {number}") for number in range(300)][::-1]
    squeeze(desk)
    last = deals[-1]
    move_deals(desk.workspace, [last], stage, after=deals[149], at=desk.now)
    assert desk.order(stage) == [*deals[:150], last, *deals[150:-1]]
    found = sorted(ranks(desk).values())
    assert min(below - above for above, below in pairwise(found)) > 1000


def test_many_deals_dropped_at_once_keep_their_order_and_leave_room(desk: Desk) -> None:
    first, second = desk.stages()[:2]
    top, bottom = desk.deal("Top"), desk.deal("Bottom")
    move_deals(desk.workspace, [bottom], first, after=top, at=desk.now)
    others = [create_deal(desk.workspace, title=str(number), stage_id=second, at=desk.now) for number in range(200)]
    before = ranks(desk)
    move_deals(desk.workspace, others, first, after=top, at=desk.now)
    assert desk.order(first) == [top, *others, bottom]
    found = sorted(ranks(desk).values())
    assert min(below - above for above, below in pairwise(found)) >= 1000
    assert desk.faults() == []
    desk.journal.undo()
    assert ranks(desk) == before


def test_drops_into_the_same_gap_write_few_others(desk: Desk) -> None:
    first, second = desk.stages()[:2]
    standing = [desk.deal(f"Deal {number}") for number in range(60)][::-1]
    others = [create_deal(desk.workspace, title=str(number), stage_id=second, at=desk.now) for number in range(100)]
    written = 0
    for deal in others:
        before = ranks(desk)
        move_deals(desk.workspace, [deal], first, after=standing[30], at=desk.now)
        after = ranks(desk)
        written += sum(before[other] != after[other] for other in before if other != deal)
    assert desk.order(first) == [*standing[:31], *others[::-1], *standing[31:]]
    # A whole stage anew at every twentieth drop would be hundreds.
    assert written <= 12


def test_deals_of_one_rank_stand_by_id_and_can_still_be_parted(desk: Desk) -> None:
    stage = desk.stages()[0]
    deals = [desk.deal(f"Deal {number}") for number in range(4)]
    with desk.journal.change("As an old file has it") as draft:
        draft.execute("update deal set rank = 0")
    assert desk.order(stage) == deals
    assert move_deals(desk.workspace, [deals[1]], stage, after=deals[0], at=desk.now) is None
    move_deals(desk.workspace, [deals[3]], stage, after=deals[0], at=desk.now)
    assert desk.order(stage) == [deals[0], deals[3], deals[1], deals[2]]


def test_a_thousand_moves_into_the_same_gap_keep_their_order(desk: Desk) -> None:
    stage = desk.stages()[0]
    top, bottom = desk.deal("Top"), desk.deal("Bottom")
    move_deals(desk.workspace, [bottom], stage, after=top, at=desk.now)
    others = [
        create_deal(desk.workspace, title=str(number), stage_id=desk.stages()[1], at=desk.now) for number in range(120)
    ]
    for deal in others:
        move_deals(desk.workspace, [deal], stage, after=top, at=desk.now)
    assert desk.order(stage) == [top, *others[::-1], bottom]
