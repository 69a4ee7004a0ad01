from datetime import date
from pathlib import Path

import pytest

from desktop_pipeline.actions.contact_rows import ORGANISATION, PERSON
from desktop_pipeline.actions.currencies import add_currency
from desktop_pipeline.actions.deals import delete_deals, lose_deals, win_deals
from desktop_pipeline.actions.duplicates import mark_deals_distinct, mark_distinct
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.lists import add_to_list
from desktop_pipeline.actions.merging import merge_organisations
from desktop_pipeline.actions.people import create_person
from desktop_pipeline.actions.relations import RelationKind, relate_deals
from desktop_pipeline.domain.lists import OwnedList
from desktop_pipeline.domain.money import Money
from desktop_pipeline.metrics.changing.hygiene import Flag
from desktop_pipeline.queries.data_quality import DataQuality, Issue, read_alike_deals, read_quality
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.hygiene_facts import read_hygiene_facts
from tests.workspaces import Desk, import_file, read_content

FULL = {"organisation": "Acme", "owner_id": 1, "source_id": 1, "expected_close_on": date(2026, 3, 1)}


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """With a source, whose id is 1."""
    add_to_list(desk.workspace, OwnedList.SOURCES, "Fair")
    return desk


def find(desk: Desk) -> DataQuality:
    return read_quality(desk.workspace, Figures(desk.workspace), today=desk.workspace.today())


def titled(desk: Desk, title: str) -> int:
    return int(desk.workspace.value("select id from deal where title = ?", (title,)))


def sound(desk: Desk, title: str, **fields: object) -> int:
    return desk.deal(title, **{**FULL, **fields})  # type: ignore[arg-type] # as desk.deal has it


def test_a_deal_that_lacks_nothing_stands_under_nothing(desk: Desk) -> None:
    sound(desk, "Oak table")
    assert find(desk).issues == ()
    assert find(desk).total == 0


def test_each_gap_is_listed_with_the_deals_that_have_it(desk: Desk) -> None:
    gaps = {
        Issue.NO_VALUE: sound(desk, "One", value=None),
        Issue.NO_CLOSE: sound(desk, "Two", expected_close_on=None),
        Issue.NO_SOURCE: sound(desk, "Three", source_id=None),
        Issue.NO_ORGANISATION: sound(desk, "Four", organisation=None),
        Issue.NO_OWNER: sound(desk, "Five", owner_id=None),
        Issue.VALUE_NOTHING: sound(desk, "Six", value=0),
        Issue.CLOSE_FAR: sound(desk, "Seven", expected_close_on=date(2062, 3, 1)),
        Issue.CLOSE_BEFORE_CREATED: sound(desk, "Eight", expected_close_on=date(2026, 1, 4)),
    }
    sound(desk, "Nine", organisation=None, person="Ina")
    found = find(desk)
    assert {issue: found.deals[issue] for issue in gaps} == {issue: (deal,) for issue, deal in gaps.items()}
    assert set(found.issues) == set(gaps)
    delete_deals(desk.workspace, list(gaps.values()), at=desk.later())
    assert find(desk).issues == ()


def test_a_close_that_passed_is_told_once_and_a_loss_only_where_no_reason_is_known(desk: Desk) -> None:
    passed, lost = sound(desk, "Passed", expected_close_on=date(2026, 1, 20)), sound(desk, "Lost", value=None)
    desk.later(days=30)
    lose_deals(desk.workspace, [lost], reason_id=desk.reason(), at=desk.now)
    found = find(desk)
    assert (found.issues, found.deals[Issue.CLOSE_PAST]) == ((Issue.CLOSE_PAST,), (passed,))
    with desk.journal.change("As a file may tell it", sealed=True) as draft:
        draft.execute("update deal set reason_id = null where id = ?", (lost,))
    assert find(desk).deals[Issue.NO_REASON] == (lost,)


def test_days_out_of_order_come_from_files(desk: Desk, tmp_path: Path) -> None:
    sheet = tmp_path / "deals.csv"
    sheet.write_text(
        "title,organisation,owner,stage,value,created,closed on,source,expected close\n"
        "Backwards,Acme,Ann,Won,100,2026-01-04,2026-01-02,Fair,2026-03-01\n"
        "Right,Brook,Ann,Won,100,2026-01-02,2026-01-04,Fair,2026-03-01\n"
        "Some day,Dunn,Ann,Lost,100,2026-01-02,,Fair,2026-03-01\n",
        encoding="utf-8",
    )
    import_file(desk.workspace, sheet)
    found = find(desk)
    assert found.deals[Issue.CLOSED_BEFORE_CREATED] == (titled(desk, "Backwards"),)
    assert found.deals[Issue.NO_CLOSING] == (titled(desk, "Some day"),)


def test_what_a_clock_that_was_set_back_left_ahead_is_told(desk: Desk) -> None:
    desk.later(days=3)
    created, closed = sound(desk, "Created"), sound(desk, "Closed")
    desk.later(days=2)
    win_deals(desk.workspace, [closed], at=desk.now)
    desk.later(days=-3)
    found = find(desk)
    assert (found.deals[Issue.CREATED_AHEAD], found.deals[Issue.CLOSED_AHEAD]) == ((created, closed), (closed,))
    desk.later(days=1)
    assert find(desk).deals[Issue.CREATED_AHEAD] == ()


def test_values_far_above_what_is_won_and_those_without_a_rate_are_the_ones_of_the_figures(desk: Desk) -> None:
    for number in range(5):
        win_deals(desk.workspace, [sound(desk, f"Won {number}", value=100_00)], at=desk.later())
    large = sound(desk, "Large", value=301_00)
    add_currency(desk.workspace, "CHF")
    francs = sound(desk, "Francs")
    edit_deal(desk.workspace, francs, at=desk.later(), value=Money(100_00, "CHF"))
    figures = Figures(desk.workspace)
    moment = figures.moment(desk.workspace.today())
    flagged = moment.history.deals.ids[moment.flagged.by_flag[Flag.VALUE_LARGE]].tolist()
    found = find(desk)
    assert found.deals[Issue.VALUE_LARGE] == (large,) == tuple(flagged)
    assert found.deals[Issue.NO_RATE] == (francs,)


def test_deals_of_one_organisation_or_person_with_titles_alike_are_suspected(desk: Desk) -> None:
    one, other = sound(desk, "Oak table for the hall"), sound(desk, "Oak tables for the hall")
    sound(desk, "Oak table for the hall", organisation="Brook")
    sound(desk, "Phase 1 of the library"), sound(desk, "Phase 2 of the library")
    third = sound(desk, "Reading nook", organisation="Cedar", person="Ina")
    with desk.journal.change("Ina asks for it twice", sealed=True) as draft:
        fourth = draft.value("select max(id) from deal")
        draft.execute("update deal set organisation_id = null where id = ?", (fourth,))
    fifth = sound(desk, "Reading nooks", organisation="Dunn")
    with desk.journal.change("Ina", sealed=True) as draft:
        draft.execute("insert into deal_person (deal_id, person_id, role) values (?, 1, '')", (fifth,))
    pairs = [(pair.first_id, pair.second_id) for pair in read_alike_deals(desk.workspace)]
    assert sorted(pairs) == [(one, other), (third, fifth)]
    mark_deals_distinct(desk.workspace, other, one)
    relate_deals(desk.workspace, fifth, third, RelationKind.REPEAT)
    assert read_alike_deals(desk.workspace) == []


def test_deals_that_were_told_apart_are_not_flagged_any_more_and_undo_flags_them_again(desk: Desk) -> None:
    one, other = sound(desk, "Oak table"), sound(desk, "Oak Table")
    assert read_hygiene_facts(desk.workspace).duplicate == {one, other}
    before = read_content(desk.workspace)
    change = mark_deals_distinct(desk.workspace, one, other)
    assert change is not None
    assert change.label == "“Oak table” and “Oak Table” are not the same"
    assert read_hygiene_facts(desk.workspace).duplicate == frozenset()
    assert mark_deals_distinct(desk.workspace, one, other) is None
    desk.journal.undo()
    assert read_content(desk.workspace) == before
    assert read_hygiene_facts(desk.workspace).duplicate == {one, other}


def test_what_was_told_apart_stays_so_when_one_of_them_is_merged_into_a_third(desk: Desk) -> None:
    for name in ("Acme", "Acme Ltd", "Acmee"):
        sound(desk, f"For {name}", organisation=name)
    first, second, third = (desk.id_of("organisation", name) for name in ("Acme", "Acme Ltd", "Acmee"))
    mark_distinct(desk.workspace, ORGANISATION, first, second)
    mark_distinct(desk.workspace, ORGANISATION, first, third)
    before = read_content(desk.workspace)
    merge_organisations(desk.workspace, third, second, taken=())
    assert desk.workspace.rows("select subject, first_id, second_id from kept_apart") == [
        ("organisation", first, third)
    ]
    desk.journal.undo()
    assert read_content(desk.workspace) == before


def test_what_an_older_file_told_apart_by_a_setting_stays_told_apart(desk: Desk) -> None:
    first = create_person(desk.workspace, name="Ina Moor", email="ina@moor.test")
    second = create_person(desk.workspace, name="Ina Moor", email="ina@moor.test")
    assert len(find(desk).twins.people) == 1
    with desk.journal.change("As it was kept before", sealed=True) as draft:
        draft.execute("insert into setting (key, value) values ('distinct_person', ?)", (f'"{first}-{second}"',))
    desk.workspace.refresh()
    assert find(desk).twins.people == ()


def test_pairs_that_are_handed_in_are_not_looked_for_again(desk: Desk) -> None:
    sound(desk, "Oak table"), sound(desk, "Oak tables")
    known = find(desk).twins
    mark_deals_distinct(desk.workspace, 1, 2)
    today = desk.workspace.today()
    kept = read_quality(desk.workspace, Figures(desk.workspace), today=today, twins=known)
    assert (kept.count(Issue.SAME_DEALS), find(desk).count(Issue.SAME_DEALS)) == (1, 0)


def test_people_can_be_told_apart(desk: Desk) -> None:
    first = create_person(desk.workspace, name="Ina Moor", email="ina@moor.test")
    second = create_person(desk.workspace, name="I. Moor", email="ina@moor.test")
    assert [(pair.first_id, pair.second_id) for pair in find(desk).twins.people] == [(first, second)]
    mark_distinct(desk.workspace, PERSON, second, first)
    assert find(desk).twins.people == ()
