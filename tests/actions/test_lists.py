from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_pipeline.actions.deals import lose_deals, reopen_deal
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.list_details import edit_kind, edit_owner, edit_product, edit_reason
from desktop_pipeline.actions.lists import (
    add_to_list,
    archive_in_list,
    delete_from_list,
    merge_in_list,
    rename_in_list,
    reorder_list,
    unarchive_in_list,
)
from desktop_pipeline.actions.score_rules import add_rule
from desktop_pipeline.actions.targets import set_target
from desktop_pipeline.domain.deals import ReasonGroup
from desktop_pipeline.domain.errors import InvalidError, NotFoundError, RefusedError
from desktop_pipeline.domain.lists import OwnedList, Use, User, say_uses
from desktop_pipeline.domain.money import LARGEST_MINOR, Money
from desktop_pipeline.domain.scores import Condition, ScoreField
from desktop_pipeline.domain.targets import Target, TargetMeasure, TargetScope, TargetSpan
from desktop_pipeline.queries.settings import ListRow, read_list_rows
from desktop_pipeline.storage.list_uses import REFERENCES, TABLES
from desktop_pipeline.storage.outline import DATA_NAMES
from desktop_pipeline.storage.tables import (
    Activity,
    DealCompetitor,
    DealLabel,
    LineItem,
    Organisation,
    StageActivity,
)
from tests.actions.settings_desk import done, refused
from tests.workspaces import Desk, brief_desk, read_figures

EVERY_LIST = list(OwnedList)
SOURCES, LABELS, OWNERS, REASONS, KINDS, PRODUCTS, RIVALS = (
    OwnedList.SOURCES,
    OwnedList.LABELS,
    OwnedList.OWNERS,
    OwnedList.REASONS,
    OwnedList.KINDS,
    OwnedList.PRODUCTS,
    OwnedList.COMPETITORS,
)


def names(desk: Desk, owned: OwnedList) -> list[str]:
    return [row.name for row in read_list_rows(desk.workspace, owned)]


def row(desk: Desk, owned: OwnedList, row_id: int) -> ListRow:
    return next(row for row in read_list_rows(desk.workspace, owned) if row.row_id == row_id)


def add(desk: Desk, owned: OwnedList, name: str) -> int:
    return add_to_list(desk.workspace, owned, name, group=ReasonGroup.WE_LOST if owned is REASONS else None)


def use(desk: Desk, owned: OwnedList, row_id: int) -> int:
    """A deal that uses the row, and nothing else does."""
    deal = desk.deal(f"Uses {owned} {row_id}")
    key = desk.workspace.value("select key from activity_kind where id = ?", (row_id,)) if owned is KINDS else None
    with desk.journal.change("Use") as draft:
        match owned:
            case OwnedList.LABELS:
                draft.insert(DealLabel, deal=deal, label=row_id)
            case OwnedList.COMPETITORS:
                draft.insert(DealCompetitor, deal=deal, competitor=row_id)
            case OwnedList.PRODUCTS:
                draft.insert(LineItem, deal=deal, product=row_id, amount=5)
            case OwnedList.KINDS:
                draft.insert(Activity, deal=deal, kind=key, subject="Talk")
            case OwnedList.OWNERS | OwnedList.SOURCES | OwnedList.REASONS:
                pass
    if owned is OWNERS:
        edit_deal(desk.workspace, deal, at=desk.now, owner_id=row_id)
    elif owned is SOURCES:
        edit_deal(desk.workspace, deal, at=desk.now, source_id=row_id)
    elif owned is REASONS:
        lose_deals(desk.workspace, [deal], reason_id=row_id, note="why", at=desk.now)
    return deal


@pytest.mark.parametrize("owned", EVERY_LIST)
def test_a_name_is_added_renamed_archived_brought_back_and_deleted_each_undoable(desk: Desk, owned: OwnedList) -> None:
    group = ReasonGroup.WE_LOST if owned is REASONS else None
    row_id = done(desk, add_to_list, owned, "  Trade   fair ", group=group)
    assert row(desk, owned, row_id).name == "Trade fair"
    done(desk, rename_in_list, owned, row_id, "TRADE fair")
    assert row(desk, owned, row_id).name == "TRADE fair"
    done(desk, archive_in_list, owned, row_id)
    assert not row(desk, owned, row_id).is_active
    done(desk, unarchive_in_list, owned, row_id)
    assert row(desk, owned, row_id).is_active
    done(desk, delete_from_list, owned, row_id)
    assert "TRADE fair" not in names(desk, owned)


@pytest.mark.parametrize("owned", EVERY_LIST)
def test_what_is_in_use_is_never_deleted(desk: Desk, owned: OwnedList) -> None:
    row_id = add(desk, owned, "Kept")
    use(desk, owned, row_id)
    word = {PRODUCTS: "1 product line", KINDS: "1 activity"}.get(owned, "1 deal")
    said = refused(desk, RefusedError, delete_from_list, owned, row_id)
    assert said == f"“Kept” is in use by {word}; archive it instead."


@pytest.mark.parametrize("owned", EVERY_LIST)
def test_a_merge_moves_every_use_and_its_undo_moves_them_back(desk: Desk, owned: OwnedList) -> None:
    old, kept = add(desk, owned, "Old"), add(desk, owned, "Kept")
    use(desk, owned, old)
    before = row(desk, owned, old).uses
    done(desk, merge_in_list, owned, old, kept)
    assert "Old" not in names(desk, owned)
    assert row(desk, owned, kept).uses == before


@pytest.mark.parametrize("owned", EVERY_LIST)
def test_names_that_differ_in_case_are_the_same(desk: Desk, owned: OwnedList) -> None:
    row_id, other = add(desk, owned, "Straße"), add(desk, owned, "Other one")
    group = ReasonGroup.WE_LOST if owned is REASONS else None
    assert "already. Choose another name." in refused(desk, InvalidError, add_to_list, owned, " STRASSE", group=group)
    assert "Merge the two instead." in refused(desk, InvalidError, rename_in_list, owned, other, "strasse")
    archive_in_list(desk.workspace, owned, row_id)
    assert "is archived. Bring it back." in refused(desk, InvalidError, add_to_list, owned, "straße", group=group)


@pytest.mark.parametrize("owned", EVERY_LIST)
@pytest.mark.parametrize(("name", "said"), [(" \t", "Type a name"), ("x" * 10_000, "10000")])
def test_a_name_that_cannot_be_is_refused(desk: Desk, owned: OwnedList, name: str, said: str) -> None:
    assert said in refused(desk, InvalidError, add_to_list, owned, name, group=ReasonGroup.WE_LOST)
    row_id = add(desk, owned, "Fine")
    assert said in refused(desk, InvalidError, rename_in_list, owned, row_id, name)


@pytest.mark.parametrize("name", ["🪑 Möbel", "שלום", "<b>bold</b>", "'; drop table deal; --", "{{ x }} %s &"])
def test_a_name_is_kept_as_it_was_typed(desk: Desk, name: str) -> None:
    for owned in EVERY_LIST:
        assert row(desk, owned, add(desk, owned, name)).name == name
    assert desk.faults() == []


def test_what_is_gone_is_named_as_such(desk: Desk) -> None:
    for act in (archive_in_list, unarchive_in_list, delete_from_list):
        assert "no source number 9" in refused(desk, NotFoundError, act, SOURCES, 9)
    assert "no label number 9" in refused(desk, NotFoundError, rename_in_list, LABELS, 9, "New")


def test_a_deal_with_both_labels_keeps_one_after_the_merge(desk: Desk) -> None:
    old, kept = add(desk, LABELS, "Old"), add(desk, LABELS, "Kept")
    deal = use(desk, LABELS, old)
    with desk.journal.change("Label") as draft:
        draft.insert(DealLabel, deal=deal, label=kept)
    done(desk, merge_in_list, LABELS, old, kept)
    assert desk.workspace.rows("select deal_id, label_id from deal_label") == [(deal, kept)]


def test_targets_follow_a_merge_and_those_of_the_one_that_is_kept_stand(desk: Desk) -> None:
    old, kept = add(desk, OWNERS, "Old"), add(desk, OWNERS, "Kept")
    quarter, next_quarter = date(2026, 1, 1), date(2026, 4, 1)
    for owner, start, amount in ((old, quarter, 5), (old, next_quarter, 6), (kept, quarter, 7)):
        set_target(
            desk.workspace,
            Target(TargetScope.OWNER, owner, TargetSpan.QUARTER, start, TargetMeasure.COUNT, amount),
        )
    done(desk, merge_in_list, OWNERS, old, kept)
    rows = desk.workspace.rows("select owner_id, starts_on, amount from target order by starts_on")
    assert rows == [(kept, "2026-01-01", 7), (kept, "2026-04-01", 6)]


@pytest.mark.parametrize(
    ("owned", "field"),
    [(SOURCES, ScoreField.SOURCE), (LABELS, ScoreField.LABEL), (PRODUCTS, ScoreField.PRODUCT)],
)
def test_rules_of_the_score_follow_a_merge_and_keep_a_name_from_being_deleted(
    desk: Desk, owned: OwnedList, field: ScoreField
) -> None:
    old, kept = add(desk, owned, "Old"), add(desk, owned, "Kept")
    add_rule(desk.workspace, Condition(field, value=str(old)), 12)
    said = refused(desk, RefusedError, delete_from_list, owned, old)
    assert said == "“Old” is in use by 1 score rule; archive it instead."
    done(desk, merge_in_list, owned, old, kept)
    assert desk.workspace.rows("select field, value from score_rule") == [(field.value, str(kept))]


def test_of_two_rules_of_the_score_that_a_merge_makes_the_same_one_stays(desk: Desk) -> None:
    source, other = add(desk, SOURCES, "Old"), add(desk, SOURCES, "Kept")
    old, kept = add(desk, LABELS, "Old"), add(desk, LABELS, "Kept")
    assert (source, other) == (old, kept)
    for field, value, points in (
        (ScoreField.LABEL, old, 12),
        (ScoreField.LABEL, kept, 5),
        (ScoreField.SOURCE, old, 3),
    ):
        add_rule(desk.workspace, Condition(field, value=str(value)), points)
    done(desk, merge_in_list, LABELS, old, kept)
    rows = desk.workspace.rows("select field, value, points from score_rule order by id")
    assert rows == [("label", str(kept), 5), ("source", str(old), 3)]


def test_a_rule_about_a_kind_of_activity_follows_its_merge(desk: Desk) -> None:
    old, kept = add(desk, KINDS, "Old"), add(desk, KINDS, "Kept")
    add_rule(desk.workspace, Condition(ScoreField.ACTIVITY, value="old"), 4)
    done(desk, merge_in_list, KINDS, old, kept)
    assert desk.workspace.value("select value from score_rule") == "kept"


def test_a_competitor_on_a_deal_twice_stands_once_after_the_merge(desk: Desk) -> None:
    old, kept = add(desk, RIVALS, "Old"), add(desk, RIVALS, "Kept")
    deal = use(desk, RIVALS, old)
    with desk.journal.change("Rival") as draft:
        draft.insert(DealCompetitor, deal=deal, competitor=kept)
    done(desk, merge_in_list, RIVALS, old, kept)
    assert desk.workspace.rows("select deal_id, competitor_id from deal_competitor") == [(deal, kept)]


def test_an_owner_named_in_the_past_alone_is_not_deleted(desk: Desk) -> None:
    ben, cay = desk.id_of("owner", "Ben"), desk.id_of("owner", "Cay")
    deal = desk.deal(owner_id=ben)
    edit_deal(desk.workspace, deal, at=desk.later(), owner_id=cay)
    said = refused(desk, RefusedError, delete_from_list, OWNERS, ben)
    assert said == "“Ben” is named in the history of 1 deal; archive it instead."


def test_merging_owners_carries_deals_activities_and_history_and_no_figure_changes_but_by_owner(desk: Desk) -> None:
    ben, cay = desk.id_of("owner", "Ben"), desk.id_of("owner", "Cay")
    deal = desk.deal(owner_id=ben)
    edit_deal(desk.workspace, deal, at=desk.later(), owner_id=cay)
    other = desk.deal("Other", owner_id=ben)
    with desk.journal.change("Plan") as draft:
        draft.insert(Activity, deal=other, owner=ben, kind="call", subject="Talk")
    edit_owner(desk.workspace, desk.id_of("owner", "Ann"), manager="ben")
    figures = read_figures(desk.workspace)
    done(desk, merge_in_list, OWNERS, ben, cay)
    assert desk.workspace.rows("select distinct owner_id from history_event where owner_id is not null") == [(cay,)]
    assert desk.row(other, "owner_id") == (cay,)
    assert desk.workspace.value("select owner_id from activity") == cay
    assert desk.workspace.value("select manager from owner where name = 'Ann'") == "Cay"
    assert {**read_figures(desk.workspace), "by": None} == {**figures, "by": None}


def test_a_renamed_owner_is_still_the_manager_of_theirs(desk: Desk) -> None:
    edit_owner(desk.workspace, desk.id_of("owner", "Ann"), manager="Ben")
    done(desk, rename_in_list, OWNERS, desk.id_of("owner", "Ben"), "Benedict")
    assert desk.workspace.value("select manager from owner where name = 'Ann'") == "Benedict"


def test_merging_reasons_follows_into_the_history_of_a_reopened_deal(desk: Desk) -> None:
    old, kept = add(desk, REASONS, "Too dear"), desk.reason("Price")
    deal = use(desk, REASONS, old)
    reopen_deal(desk.workspace, deal, at=desk.later())
    assert row(desk, REASONS, old).uses == (Use(User.PAST_DEAL, 1),)
    done(desk, merge_in_list, REASONS, old, kept)
    assert desk.workspace.value("select reason_id from history_event where reason_id is not null") == kept


def test_a_reason_for_winning_is_no_reason_for_losing(desk: Desk) -> None:
    won = done(desk, add_to_list, REASONS, "Price", group=ReasonGroup.WON)
    assert "cannot become one" in refused(desk, InvalidError, merge_in_list, REASONS, won, desk.reason("No answer"))
    assert "cannot become" in refused(desk, InvalidError, edit_reason, won, group=ReasonGroup.WE_LOST)
    done(desk, edit_reason, won, needs_note=True)
    done(desk, edit_reason, desk.reason("No answer"), group=ReasonGroup.NOT_REAL)


def test_a_row_is_not_merged_with_itself_nor_into_an_archived_one(desk: Desk) -> None:
    first, second = add(desk, SOURCES, "First"), add(desk, SOURCES, "Second")
    assert "Choose another source" in refused(desk, InvalidError, merge_in_list, SOURCES, first, first)
    archive_in_list(desk.workspace, SOURCES, second)
    assert "Bring it back first" in refused(desk, InvalidError, merge_in_list, SOURCES, first, second)


def test_a_source_of_people_and_organisations_alone_is_in_use(desk: Desk) -> None:
    source = add(desk, SOURCES, "Fair")
    with desk.journal.change("Add") as draft:
        for name in ("A", "B"):
            draft.insert(Organisation, name=name, name_key=name, source=source)
    assert "in use by 2 organisations;" in refused(desk, RefusedError, delete_from_list, SOURCES, source)


def test_the_last_reason_for_losing_stays(desk: Desk) -> None:
    *others, last = [row.row_id for row in read_list_rows(desk.workspace, REASONS)]
    for reason in others:
        archive_in_list(desk.workspace, REASONS, reason)
    assert "the last reason for losing" in refused(desk, RefusedError, archive_in_list, REASONS, last)
    assert "the last reason for losing" in refused(desk, RefusedError, delete_from_list, REASONS, last)


def test_the_kinds_that_everybody_has_are_renamed_or_archived_but_stay(desk: Desk) -> None:
    call, visit = desk.id_of("activity_kind", "Call"), desk.id_of("activity_kind", "Visit")
    assert "known to every workspace" in refused(desk, RefusedError, delete_from_list, KINDS, call)
    assert "known to every workspace" in refused(desk, RefusedError, merge_in_list, KINDS, call, visit)
    done(desk, rename_in_list, KINDS, call, "Ring")
    assert desk.workspace.value("select key from activity_kind where id = ?", (call,)) == "call"
    done(desk, archive_in_list, KINDS, call)


def test_kinds_get_keys_of_their_own_and_merge_by_them(desk: Desk) -> None:
    tour, second = add(desk, KINDS, "Factory tour!"), add(desk, KINDS, "Factory-tour")
    assert row(desk, KINDS, tour).details["key"] == "factory-tour"
    assert row(desk, KINDS, second).details["key"] == "factory-tour-2"
    with desk.journal.change("Plan") as draft:
        draft.insert(StageActivity, stage=desk.stages()[0], kind="factory-tour", subject="Show them around")
    done(desk, merge_in_list, KINDS, tour, second)
    assert desk.workspace.value("select kind from stage_activity") == "factory-tour-2"
    done(desk, edit_kind, second, icon="flag")
    assert "no icon" in refused(desk, InvalidError, edit_kind, second, icon="rocket")


def test_a_product_has_a_price_in_its_currency(desk: Desk) -> None:
    product = add(desk, PRODUCTS, "Oak table")
    done(desk, edit_product, product, price=Money(129_950, "CHF"), category="  Tables ")
    assert row(desk, PRODUCTS, product).price == Money(129_950, "CHF")
    assert row(desk, PRODUCTS, product).text("category") == "Tables"
    done(desk, edit_product, product, price=None)
    assert row(desk, PRODUCTS, product).price is None
    for price in (Money(-1, "EUR"), Money(LARGEST_MINOR + 1, "EUR"), Money(5, "ABC")):
        refused(desk, InvalidError, edit_product, product, price=price)


def test_products_are_the_same_whatever_their_punctuation(desk: Desk) -> None:
    add(desk, PRODUCTS, "GTX Pro")
    assert "already" in refused(desk, InvalidError, add_to_list, PRODUCTS, "gtx-pro")


def test_an_address_of_the_team_is_an_address(desk: Desk) -> None:
    ben = desk.id_of("owner", "Ben")
    done(desk, edit_owner, ben, email="ben@alder.example", region="North")
    for address in ("ben", "@alder", "ben b@alder"):
        assert "not an e-mail address" in refused(desk, InvalidError, edit_owner, ben, email=address)
    assert "200 characters" in refused(desk, InvalidError, edit_owner, ben, region="x" * 201)


@pytest.mark.parametrize("owned", [SOURCES, LABELS, OWNERS, PRODUCTS, RIVALS])
def test_lists_by_name_have_no_order_of_their_own(desk: Desk, owned: OwnedList) -> None:
    assert "stand by name" in refused(desk, InvalidError, reorder_list, owned, [])


def test_reasons_take_the_order_they_are_given_and_archived_ones_keep_their_place(desk: Desk) -> None:
    archive_in_list(desk.workspace, REASONS, desk.reason("Bad timing"))
    ids = [row.row_id for row in read_list_rows(desk.workspace, REASONS) if row.is_active]
    done(desk, reorder_list, REASONS, ids[::-1])
    assert [row.row_id for row in read_list_rows(desk.workspace, REASONS) if row.is_active] == ids[::-1]
    for wrong in (ids[1:], [*ids, ids[0]], [*ids[1:], 999]):
        assert "changed meanwhile" in refused(desk, InvalidError, reorder_list, REASONS, wrong)


@given(data=st.data())
def test_a_new_order_keeps_every_reason(data: st.DataObject) -> None:
    with brief_desk() as desk:
        before = {row.row_id: row.name for row in read_list_rows(desk.workspace, REASONS)}
        ids = data.draw(st.permutations(list(before)))
        reorder_list(desk.workspace, REASONS, ids)
        assert [(row.row_id, row.name) for row in read_list_rows(desk.workspace, REASONS)] == [
            (row_id, before[row_id]) for row_id in ids
        ]


@pytest.mark.parametrize(
    ("uses", "said"),
    [
        ([Use(User.DEAL, 1)], "1 deal"),
        ([Use(User.DEAL, 12), Use(User.PAST_DEAL, 40)], "12 deals"),
        ([Use(User.DEAL, 2), Use(User.ACTIVITY, 1), Use(User.PERSON, 3)], "2 deals, 1 activity and 3 people"),
        ([Use(User.PAST_DEAL, 2)], "the history of 2 deals"),
    ],
)
def test_uses_are_said_in_words(uses: list[Use], said: str) -> None:
    assert say_uses(uses) == said


def test_every_row_that_refers_to_a_list_is_known(desk: Desk) -> None:
    """A further column that refers to a list must be followed by a merge."""
    found = {
        (table, row[3])
        for table in DATA_NAMES
        for row in desk.workspace.rows(f"pragma foreign_key_list({table})")
        if row[2] in TABLES.values()
    }
    known = {(use.table, use.column) for uses in REFERENCES.values() for use in uses}
    assert found <= known
