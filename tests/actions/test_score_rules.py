"""The owner's rules of the score, and milestones that are marked by hand; every edit is undone by one step."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import TypeAlias

import pytest

from desktop_pipeline.actions.deals import move_deals
from desktop_pipeline.actions.milestones import mark_milestone, unmark_milestone
from desktop_pipeline.actions.score_rules import (
    add_rule,
    add_usual_rules,
    delete_rule,
    edit_rule,
    reorder_rules,
    switch_rule,
)
from desktop_pipeline.domain.errors import InvalidError, NotFoundError
from desktop_pipeline.domain.milestones import Milestone
from desktop_pipeline.domain.scores import Condition, Operator, ScoreField, ScorePart
from desktop_pipeline.queries.milestones import Passed, read_milestones
from desktop_pipeline.queries.scores import read_rule_rows, read_rules
from desktop_pipeline.storage.tables import ScoreRule, Source
from tests.workspaces import Desk

Act: TypeAlias = Callable[[], object]
BEFORE = Condition(ScoreField.BOUGHT_BEFORE)
CALLED = Condition(ScoreField.ACTIVITY, value="call")


def rows(desk: Desk) -> list[tuple[object, ...]]:
    return [
        tuple(row)
        for table in ("score_rule", "milestone_mark")
        for row in desk.workspace.rows(f"select * from {table} order by id")  # noqa: S608 - our own names
    ]


def test_rules_stand_in_the_order_in_which_they_were_added(desk: Desk) -> None:
    first = add_rule(desk.workspace, BEFORE, 10)
    second = add_rule(desk.workspace, Condition(ScoreField.VALUE, Operator.AT_LEAST, "1000000"), 5)
    lately = add_rule(desk.workspace, CALLED, -4)
    assert [rule.rule_id for rule in read_rules(desk.workspace)] == [first, second, lately]
    reorder_rules(desk.workspace, ScorePart.FIT, [second, first])
    assert [row.rule.rule_id for row in read_rule_rows(desk.workspace, ScorePart.FIT)] == [second, first]


def test_every_edit_is_undone(desk: Desk) -> None:
    workspace = desk.workspace
    with workspace.journal.change("A source") as draft:
        referral = draft.insert(Source, name="Referral")
    rule = add_rule(workspace, BEFORE, 10)
    other = add_rule(workspace, Condition(ScoreField.SOURCE, value=str(referral)), 3)
    deal = desk.deal()
    edits: list[Act] = [
        lambda: add_rule(workspace, CALLED, 6),
        lambda: edit_rule(workspace, rule, points=-6),
        lambda: edit_rule(workspace, rule, condition=Condition(ScoreField.ROLE, value="decides")),
        lambda: switch_rule(workspace, rule, on=False),
        lambda: reorder_rules(workspace, ScorePart.FIT, [other, rule]),
        lambda: delete_rule(workspace, rule),
        lambda: mark_milestone(workspace, deal, Milestone.SQL, on=workspace.today()),
    ]
    for edit in edits:
        before = rows(desk)
        edit()
        after = rows(desk)
        assert after != before
        workspace.journal.undo()
        assert rows(desk) == before
        workspace.journal.redo()
        assert rows(desk) == after
        workspace.journal.undo()


def test_the_usual_rules_are_added_once_and_undone_at_once(desk: Desk) -> None:
    add_usual_rules(desk.workspace)
    count = len(read_rules(desk.workspace))
    assert count > 5
    assert add_usual_rules(desk.workspace) is None
    assert len(read_rules(desk.workspace)) == count
    desk.journal.undo()
    assert read_rules(desk.workspace) == ()


def test_a_rule_that_rests_counts_nothing_and_stands_last(desk: Desk) -> None:
    resting = add_rule(desk.workspace, BEFORE, 10)
    counting = add_rule(desk.workspace, Condition(ScoreField.ALWAYS), 5)
    switch_rule(desk.workspace, resting, on=False)
    assert [rule.rule_id for rule in read_rules(desk.workspace)] == [counting]
    shown = [(row.rule.rule_id, row.is_active) for row in read_rule_rows(desk.workspace, ScorePart.FIT)]
    assert shown == [(counting, True), (resting, False)]


def test_what_a_rule_cannot_be_is_refused_and_changes_nothing(desk: Desk) -> None:
    workspace = desk.workspace
    rule = add_rule(workspace, BEFORE, 10)
    before = rows(desk)
    refused: list[tuple[type[Exception], Act]] = [
        (InvalidError, lambda: add_rule(workspace, BEFORE, 0)),
        (InvalidError, lambda: add_rule(workspace, BEFORE, 51)),
        (NotFoundError, lambda: add_rule(workspace, Condition(ScoreField.SOURCE, value="999"), 5)),
        (NotFoundError, lambda: add_rule(workspace, Condition(ScoreField.SOURCE, value="x"), 5)),
        (NotFoundError, lambda: add_rule(workspace, Condition(ScoreField.ACTIVITY, value="juggle"), 5)),
        (InvalidError, lambda: edit_rule(workspace, rule, condition=CALLED)),
        (NotFoundError, lambda: edit_rule(workspace, 999, points=5)),
        (NotFoundError, lambda: delete_rule(workspace, 999)),
        (InvalidError, lambda: reorder_rules(workspace, ScorePart.FIT, [rule, 999])),
    ]
    for error, act in refused:
        with pytest.raises(error):
            act()
    assert rows(desk) == before


def test_nothing_brings_its_points_twice(desk: Desk) -> None:
    workspace = desk.workspace
    before = add_rule(workspace, BEFORE, 10)
    culture = add_rule(workspace, Condition(ScoreField.INDUSTRY, value="Culture"), 5)
    large = add_rule(workspace, Condition(ScoreField.VALUE, Operator.AT_LEAST, "1000000"), 5)
    add_rule(workspace, Condition(ScoreField.VALUE, Operator.AT_LEAST, "2000000"), 5)
    switch_rule(workspace, culture, on=False)
    kept = rows(desk)
    again: list[tuple[str, Act]] = [
        ("Change its points", lambda: add_rule(workspace, BEFORE, 5)),
        ("Change its points", lambda: add_rule(workspace, BEFORE, -5)),
        ("count again", lambda: add_rule(workspace, Condition(ScoreField.INDUSTRY, value=" CULTURE"), 3)),
        ("Change its points", lambda: edit_rule(workspace, large, condition=BEFORE)),
    ]
    for words, act in again:
        with pytest.raises(InvalidError, match=words):
            act()
    assert rows(desk) == kept
    edit_rule(workspace, before, condition=BEFORE, points=7)
    add_rule(workspace, Condition(ScoreField.VALUE, Operator.AT_MOST, "1000000"), -5)
    assert len(read_rules(workspace)) == 4


def test_what_another_program_wrote_as_a_rule_is_passed_over(desk: Desk) -> None:
    add_rule(desk.workspace, BEFORE, 10)
    with desk.journal.change("Nonsense") as draft:
        for field, value, points in (("telepathy", "", 5), ("value", "much", 5), ("always", "", 500), ("bant", "", 0)):
            draft.insert(ScoreRule, part="fit", field=field, operator="", value=value, points=points)
    assert [rule.condition for rule in read_rules(desk.workspace)] == [BEFORE]


def test_a_milestone_is_marked_with_the_day_and_the_rule_that_held(desk: Desk) -> None:
    deal = desk.deal()
    on = desk.workspace.today() - timedelta(days=2)
    mark_milestone(desk.workspace, deal, Milestone.SQL, on=on)
    _mql, sql = read_milestones(desk.workspace, deal)
    assert sql.marked_on == on
    assert sql.rule
    mark_milestone(desk.workspace, deal, Milestone.SQL, on=desk.workspace.today())
    assert read_milestones(desk.workspace, deal)[1].marked_on == desk.workspace.today()
    assert desk.workspace.value("select count(*) from milestone_mark") == 1
    unmark_milestone(desk.workspace, deal, Milestone.SQL)
    assert read_milestones(desk.workspace, deal)[1].marked_on is None


@pytest.mark.parametrize("on", [date(2200, 1, 1), date(1800, 1, 1)])
def test_a_milestone_is_passed_today_or_earlier(desk: Desk, on: date) -> None:
    deal = desk.deal()
    with pytest.raises(InvalidError):
        mark_milestone(desk.workspace, deal, Milestone.MQL, on=on)
    with pytest.raises(InvalidError):
        mark_milestone(desk.workspace, deal, Milestone.NONE, on=desk.workspace.today())


def test_the_stages_tell_when_a_deal_passed_them(desk: Desk) -> None:
    """The template's first stage carries MQL, its third SQL; a stage that was skipped was passed."""
    deal = desk.deal()
    began = desk.workspace.today()
    mql, sql = read_milestones(desk.workspace, deal)
    assert mql == Passed(Milestone.MQL, began, None)
    assert sql.reached_on is None
    move_deals(desk.workspace, [deal], desk.stages()[3], after=None, at=desk.later(days=5))
    move_deals(desk.workspace, [deal], desk.stages()[0], after=None, at=desk.later(days=1))
    assert [passed.reached_on for passed in read_milestones(desk.workspace, deal)] == [
        *(began, began + timedelta(days=5))
    ]
