"""The score in the deal's panel with all its parts, and the milestones that are marked by hand."""

from datetime import date

from PySide6.QtWidgets import QApplication

from desktop_pipeline.actions.score_rules import add_rule, edit_rule
from desktop_pipeline.domain.milestones import Milestone
from desktop_pipeline.domain.scores import Condition, ScoreField
from desktop_pipeline.ui.deal.details import Details
from desktop_pipeline.ui.deal.score_block import ReasonRow, ScoreBlock
from tests.ui.deal.conftest import World


def block_of(world: World) -> ScoreBlock:
    return world.panel.findChildren(ScoreBlock)[0]


def rows(world: World) -> list[tuple[str, int]]:
    block = block_of(world)
    QApplication.processEvents()  # rows made anew come and go with the event loop
    return [(row.words, row.points) for row in block.findChildren(ReasonRow) if row.isVisibleTo(block)]


def test_without_rules_nothing_stands_there(world: World) -> None:
    assert not block_of(world).isVisible()


def test_every_part_is_shown_and_they_add_up(world: World) -> None:
    add_rule(world.workspace, Condition(ScoreField.ALWAYS), 20)
    add_rule(world.workspace, Condition(ScoreField.ACTIVITY, value="email"), 10)
    add_rule(world.workspace, Condition(ScoreField.LABEL, value="1"), -6)
    block = block_of(world)
    assert block.isVisible()
    # An e-mail four days ago is worth 9.1 of its 10 points.
    assert rows(world) == [("Every open deal", 20), ("Label: Priority", -6), ("E-mail", 9)]
    assert block.badge.points == 23 == sum(points for _words, points in rows(world))
    assert "Score 23 of 100" in block.accessibleDescription()
    tips = [row.toolTip() for row in block.findChildren(ReasonRow)]
    assert any("half of it after 30 days" in tip and "Fri 5 Jun" in tip for tip in tips)


def test_the_star_comes_once_it_is_known_who_is_among_the_best(world: World) -> None:
    add_rule(world.workspace, Condition(ScoreField.ALWAYS), 20)
    block = block_of(world)
    assert block.accessibleDescription() == "Score 20 of 100"
    plain = block.badge.sizeHint().width()
    world.session.note_best(frozenset({world.deal_id}))
    assert block.accessibleDescription() == "Score 20 of 100, among the best fifth of the open deals"
    assert block.badge.sizeHint().width() > plain
    world.session.note_best(frozenset())
    assert block.accessibleDescription() == "Score 20 of 100"


def test_it_follows_the_rules_and_undo(world: World) -> None:
    rule = add_rule(world.workspace, Condition(ScoreField.ALWAYS), 20)
    edit_rule(world.workspace, rule, points=35)
    assert rows(world) == [("Every open deal", 35)]
    world.session.undo()
    assert rows(world) == [("Every open deal", 20)]
    world.session.undo()
    assert not block_of(world).isVisible()


def test_a_milestone_is_marked_by_hand_and_the_mark_taken_back(world: World) -> None:
    """The stage Meeting lies beyond Qualified, which carries SQL: the history tells it until somebody knows better."""
    fields = world.panel.findChildren(Details)[0].milestones.by_milestone
    sql = fields[Milestone.SQL]
    assert sql.text().endswith("by stage")
    sql.take(date(2026, 5, 14))
    assert sql.text() == "Thu 14 May"
    assert "Marked by hand" in sql.toolTip()
    sql.take(None)
    assert sql.text().endswith("by stage")
    world.session.undo()
    assert sql.text() == "Thu 14 May"


def test_the_timeline_tells_of_the_marks(world: World) -> None:
    sql = world.panel.findChildren(Details)[0].milestones.by_milestone[Milestone.SQL]
    for day in (date(2025, 5, 14), date(2026, 5, 18), None):
        sql.take(day)
    lines = world.panel.story.timeline.lines
    assert [line.headline for line in lines if "SQL" in line.headline] == [
        "Marked SQL no more",
        "SQL from 14 May 2025 to Mon 18 May",
        "Marked SQL, passed 14 May 2025",
    ]
    assert lines[1].when == "Amara, today 09:12"
    world.session.undo()
    assert "Marked SQL no more" not in {line.headline for line in world.panel.story.timeline.lines}
