from dataclasses import replace
from datetime import date

import pytest

from desktop_pipeline.actions.targets import clear_target, clear_targets, set_target, set_targets
from desktop_pipeline.actions.workspace_settings import set_fiscal_start
from desktop_pipeline.domain.errors import InvalidError, NotFoundError
from desktop_pipeline.domain.targets import Target, TargetMeasure, TargetScope, TargetSpan
from desktop_pipeline.queries.targets import read_holders, read_targets
from tests.workspaces import Desk, desk, read_content

__all__ = ["desk"]

JUNE = Target(TargetScope.COMPANY, None, TargetSpan.MONTH, date(2026, 6, 1), TargetMeasure.MONEY, 4_000_000, "EUR")


def amounts(desk: Desk) -> list[tuple[date, int]]:
    return [(target.starts_on, target.amount) for target in read_targets(desk.workspace)]


def test_a_target_is_kept_from_the_first_day_of_its_span_and_comes_back_after_a_restart(desk: Desk) -> None:
    set_target(desk.workspace, replace(JUNE, starts_on=date(2026, 6, 17), currency=None))
    desk.reopen_file()
    (target,) = read_targets(desk.workspace)
    assert replace(target, target_id=None) == JUNE


def test_another_amount_for_the_same_span_takes_the_place_of_the_first(desk: Desk) -> None:
    set_target(desk.workspace, JUNE)
    set_target(desk.workspace, replace(JUNE, amount=5_000_000))
    assert amounts(desk) == [(date(2026, 6, 1), 5_000_000)]


def test_targets_of_other_spans_measures_and_people_stand_beside_each_other(desk: Desk) -> None:
    ann = desk.id_of("owner", "Ann")
    others = [
        replace(JUNE, span=TargetSpan.QUARTER),
        replace(JUNE, measure=TargetMeasure.COUNT, amount=3, currency=None),
        replace(JUNE, scope=TargetScope.OWNER, of=ann),
        replace(JUNE, scope=TargetScope.PIPELINE, of=1),
    ]
    set_targets(desk.workspace, [JUNE, *others])
    assert len(read_targets(desk.workspace)) == 5
    assert {(target.scope, target.of) for target in read_targets(desk.workspace)} >= {(TargetScope.OWNER, ann)}


def test_a_quarter_follows_the_fiscal_year(desk: Desk) -> None:
    set_fiscal_start(desk.workspace, 2)
    set_target(desk.workspace, replace(JUNE, span=TargetSpan.QUARTER))
    assert amounts(desk) == [(date(2026, 5, 1), 4_000_000)]


def test_what_is_set_and_cleared_is_undone_to_the_bit(desk: Desk) -> None:
    set_target(desk.workspace, JUNE)
    before = read_content(desk.workspace)
    set_targets(desk.workspace, [replace(JUNE, starts_on=date(2026, month, 1)) for month in range(1, 13)])
    clear_target(desk.workspace, JUNE)
    clear_targets(desk.workspace, [replace(JUNE, starts_on=date(2026, month, 1)) for month in (1, 2)])
    assert len(read_targets(desk.workspace)) == 9
    for _ in range(3):
        desk.journal.undo()
    assert read_content(desk.workspace) == before


def test_clearing_what_is_not_set_changes_nothing(desk: Desk) -> None:
    before = read_content(desk.workspace)
    assert clear_target(desk.workspace, JUNE) is None
    assert read_content(desk.workspace) == before


@pytest.mark.parametrize(
    "target",
    [
        replace(JUNE, amount=0),
        replace(JUNE, amount=-1),
        replace(JUNE, currency="CHF"),
        replace(JUNE, of=1),
        replace(JUNE, scope=TargetScope.OWNER),
        replace(JUNE, scope=TargetScope.OWNER, of=99),
    ],
)
def test_a_target_that_cannot_be_is_refused_and_nothing_is_kept_of_the_others(desk: Desk, target: Target) -> None:
    with pytest.raises(InvalidError):
        set_targets(desk.workspace, [JUNE, target])
    assert read_targets(desk.workspace) == []


def test_a_product_that_is_gone_is_named(desk: Desk) -> None:
    with pytest.raises(NotFoundError, match="product number 7"):
        set_target(desk.workspace, replace(JUNE, scope=TargetScope.PRODUCT, of=7))


def test_the_journal_names_whose_target_it_is(desk: Desk) -> None:
    change = set_target(desk.workspace, replace(JUNE, scope=TargetScope.OWNER, of=desk.id_of("owner", "Ben")))
    assert change is not None
    assert change.label == "Set the target of 2026-06, Ben"


def test_the_company_owners_and_pipelines_can_have_targets_and_who_left_keeps_theirs(desk: Desk) -> None:
    ben = desk.id_of("owner", "Ben")
    set_target(desk.workspace, replace(JUNE, scope=TargetScope.OWNER, of=ben))
    with desk.journal.change("Leave") as draft:
        draft.execute("update owner set is_active = 0 where name in ('Ben', 'Cay')")
    holders = read_holders(desk.workspace)
    assert (holders[0].scope, holders[0].name) == (TargetScope.COMPANY, None)
    assert [holder.name for holder in holders if holder.scope is TargetScope.OWNER] == ["Ann", "Ben"]
