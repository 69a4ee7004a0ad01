"""What stands against open deals today, read from the file (METRICS §15)."""

from datetime import date

from desktop_pipeline.actions.criteria import add_criterion, tick_criterion
from desktop_pipeline.actions.deal_people import add_person
from desktop_pipeline.actions.deals import move_deals, win_deals
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.leaving import mark_left
from desktop_pipeline.actions.relations import RelationKind, relate_deals
from desktop_pipeline.domain.gates import CriterionKind
from desktop_pipeline.queries.hygiene_facts import read_hygiene_facts
from tests.workspaces import Desk


def test_a_deal_misses_its_decision_maker_until_somebody_else_decides(desk: Desk) -> None:
    first, second, third = (desk.deal(title) for title in ("Table", "Chair", "Bench"))
    nora = add_person(desk.workspace, first, "Nora", role="decides")
    add_person(desk.workspace, second, "Nils", role="champion")
    won = desk.deal("Shelf")
    for deal_id in (third, won):
        add_person(desk.workspace, deal_id, "Olga", role="Decides")
    olga = desk.id_of("person", "Olga")
    win_deals(desk.workspace, [won], at=desk.later())
    assert read_hygiene_facts(desk.workspace).decision_maker_left == frozenset()
    for person in (nora, olga, desk.id_of("person", "Nils")):
        mark_left(desk.workspace, person, left_on=date(2026, 1, 5), at=desk.later())
    assert read_hygiene_facts(desk.workspace).decision_maker_left == {first, third}
    add_person(desk.workspace, first, "Ivo", role="decides")
    assert read_hygiene_facts(desk.workspace).decision_maker_left == {third}


def test_open_deals_of_one_organisation_with_one_title_are_suspected_unless_one_follows_from_the_other(
    desk: Desk,
) -> None:
    oak, also_oak, other_house, chair, closed = (
        desk.deal(title, organisation=house)
        for title, house in (
            ("Oak table", "Alder"),
            ("OAK TABLE", "Alder"),
            ("Oak table", "Birch"),
            ("Chair", "Alder"),
            ("Chair", "Alder"),
        )
    )
    desk.deal("Oak table")
    win_deals(desk.workspace, [closed], at=desk.later())
    assert read_hygiene_facts(desk.workspace).duplicate == {oak, also_oak}
    relate_deals(desk.workspace, also_oak, oak, RelationKind.REPEAT)
    assert read_hygiene_facts(desk.workspace).duplicate == frozenset()
    edit_deal(desk.workspace, other_house, at=desk.later(), organisation="Alder")
    assert read_hygiene_facts(desk.workspace).duplicate == {oak, also_oak, other_house}
    assert chair not in read_hygiene_facts(desk.workspace).duplicate


def test_a_required_criterion_counts_once_its_stage_is_left(desk: Desk) -> None:
    first = desk.stages()[0]
    moved, stays, came_in_later, ticked = (
        desk.deal(title, stage=stage) for title, stage in (("A", 0), ("B", 0), ("C", 2), ("D", 0))
    )
    move_deals(desk.workspace, [moved, ticked], desk.stages()[1], after=None, at=desk.later())
    add_criterion(desk.workspace, first, kind=CriterionKind.TICK, text="Reminds", is_required=False)
    assert read_hygiene_facts(desk.workspace).criterion_unmet == frozenset()
    required = add_criterion(desk.workspace, first, kind=CriterionKind.TICK, text="Need written down", is_required=True)
    tick_criterion(desk.workspace, ticked, required, at=desk.later())
    assert read_hygiene_facts(desk.workspace).criterion_unmet == {moved}
    assert not {stays, came_in_later} & read_hygiene_facts(desk.workspace).criterion_unmet
