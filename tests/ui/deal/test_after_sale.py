from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QStyle, QStyleOptionButton, QWidget

from desktop_pipeline.actions.deals import lose_deals, win_deals
from desktop_pipeline.actions.relations import RelationKind
from desktop_pipeline.actions.satisfaction import raise_problem
from desktop_pipeline.domain.after_sale import USUAL_CHECKLIST, TickState
from desktop_pipeline.queries.after_sale import AfterSaleView, read_after_sale
from desktop_pipeline.ui.deal.sections import Block
from desktop_pipeline.ui.widgets.words import ElidedWords, Words
from tests.ui.deal.conftest import World
from tests.workspaces import read_content

# Popups and menus are windows of their own, which the offscreen plugin can neither raise nor give the keyboard.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def named(block: Block, name: str) -> QWidget:
    found = block.named(name)
    assert found is not None, name
    return found


def words(block: QWidget) -> list[str]:
    QApplication.sendPostedEvents(None, 52)  # what was taken out of the rows goes
    return [label.text() for label in block.findChildren(Words)]


def told(world: World) -> AfterSaleView:
    return read_after_sale(world.workspace, world.deal_id)


def win(world: World) -> None:
    win_deals(world.workspace, [world.deal_id], at=world.clock(), why="agreed by word")


def lose(world: World) -> None:
    reason = int(world.workspace.value("select id from reason where name = 'Price'"))
    lose_deals(world.workspace, [world.deal_id], reason_id=reason, at=world.clock())


def box(world: World, place: int) -> QCheckBox:
    found = named(world.panel.after_sale, f"line:{told(world).lines[place].tick_id}")
    assert isinstance(found, QCheckBox)
    QApplication.processEvents()  # rows that were made anew are laid out
    return found


def test_only_a_won_deal_shows_what_follows_the_sale_and_only_a_lost_one_another_try(world: World) -> None:
    panel = world.panel
    assert (panel.after_sale.isHidden(), panel.retry.isHidden()) == (True, True)
    win(world)
    assert (panel.after_sale.isHidden(), panel.retry.isHidden()) == (False, True)
    world.session.undo()
    lose(world)
    assert (panel.after_sale.isHidden(), panel.retry.isHidden()) == (True, False)


def test_the_checklist_stands_once_and_is_no_next_step_besides(world: World) -> None:
    win(world)
    block = world.panel.after_sale
    assert block.count.text() == f"0 of {len(USUAL_CHECKLIST)}"
    assert len(block.findChildren(QCheckBox)) == len(USUAL_CHECKLIST)
    subjects = {step.text for step in USUAL_CHECKLIST}
    assert not [box for box in world.panel.story.next_step.boxes if box.text.partition(",")[0] in subjects]


def test_the_boxes_stand_in_the_middle_of_their_lines_and_are_easily_hit(world: World) -> None:
    win(world)
    for place, step in enumerate(USUAL_CHECKLIST):
        ticked = box(world, place)
        option = QStyleOptionButton()
        ticked.initStyleOption(option)
        square = ticked.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, ticked)
        (label,) = [each for each in world.panel.after_sale.findChildren(ElidedWords) if each.text() == step.text]
        middle = ticked.mapTo(world.panel, QPoint(0, 0)).y() + square.top() + square.height() / 2
        assert middle == label.mapTo(world.panel, QPoint(0, 0)).y() + label.height() / 2
        assert ticked.height() >= 24


def test_space_ticks_a_line_and_opens_it_again_and_keeps_the_keys(world: World) -> None:
    win(world)
    before = read_content(world.workspace)
    box(world, 0).setFocus()
    QTest.keyClick(box(world, 0), Qt.Key.Key_Space)
    assert told(world).lines[0].state is TickState.DONE
    assert world.panel.after_sale.count.text().startswith("1 of")
    assert box(world, 0).hasFocus()
    QTest.keyClick(box(world, 0), Qt.Key.Key_Space)
    assert told(world).lines[0].state is TickState.OPEN
    world.session.undo()
    world.session.undo()
    assert read_content(world.workspace) == before


def test_a_late_line_says_so_to_eyes_and_ears(world: World) -> None:
    win(world)
    world.clock.pass_by(days=20)
    world.panel.show_deal(world.deal_id)
    world.panel._on_changed()
    assert "late" in box(world, 0).accessibleName()
    assert any("d late" in text for text in words(world.panel.after_sale))


def test_how_content_the_customer_is_is_given_by_a_digit_and_enter(world: World) -> None:
    win(world)
    block = world.panel.after_sale
    named(block, "score").setFocus()
    QTest.keyClick(named(block, "score"), Qt.Key.Key_Space)
    popover = block.popover
    assert popover is not None
    QTest.keyClick(popover, Qt.Key.Key_Return)
    assert popover.error == "Choose a number from 0 to 10."
    QTest.keyClick(popover, Qt.Key.Key_1)
    QTest.keyClick(popover, Qt.Key.Key_0)
    QTest.keyClick(popover, Qt.Key.Key_Return)
    assert [score.score for score in told(world).scores] == [10]
    assert any(text.startswith("10 of 10") for text in words(block))
    assert named(block, "score").hasFocus()


def test_a_problem_is_written_and_its_solution_typed_below_it(world: World) -> None:
    win(world)
    block = world.panel.after_sale
    QTest.mouseClick(named(block, "problem"), Qt.MouseButton.LeftButton)
    QTest.keyClicks(block.writing, "A door sticks & squeaks")
    QTest.keyClick(block.writing, Qt.Key.Key_Return)
    (problem,) = told(world).problems
    assert (problem.text, problem.solved_on) == ("A door sticks & squeaks", None)
    field = named(block, f"solution:{problem.problem_id}")
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Return)
    editor = QApplication.focusWidget()
    assert editor is not None
    QTest.keyClicks(editor, "Planed")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    (problem,) = told(world).problems
    assert (problem.solution, problem.solved_on) == ("Planed", world.session.today())


def test_what_was_begun_for_one_deal_is_not_written_on_another(world: World) -> None:
    win(world)
    block = world.panel.after_sale
    block.ask_problem()
    QTest.keyClicks(block.writing, "Half a sen")
    other = int(world.workspace.value("select max(id) from deal"))
    if other != world.deal_id:
        world.panel.show_deal(other)
        assert block.writing.toPlainText() == ""


@pytest.mark.parametrize("kind", [RelationKind.REPEAT, RelationKind.UPSELL, RelationKind.REFERRAL])
def test_a_further_deal_is_begun_linked_and_opened(world: World, kind: RelationKind) -> None:
    win(world)
    opened: list[int] = []
    world.panel.deal_opened.connect(opened.append)
    block = world.panel.after_sale
    block.start(kind)
    popover = block.popover
    assert popover is not None
    if kind is RelationKind.REFERRAL:
        QTest.keyClick(popover, Qt.Key.Key_Return)
        assert "recommended" in popover.error
        QTest.keyClicks(popover.organisation, "Elm & Sons")  # type: ignore[union-attr]
    QTest.keyClicks(popover.name, " next")  # type: ignore[union-attr]
    QTest.keyClick(popover, Qt.Key.Key_Return)
    (later,) = opened
    view = world.view(later)
    assert [(one.deal_id, one.kind) for one in view.related] == [(world.deal_id, kind.value)]
    assert view.status == "open"
    assert view.organisation == ("Elm & Sons" if kind is RelationKind.REFERRAL else world.view().organisation)


def test_a_lost_deal_gets_its_day_and_is_begun_anew_only_when_asked(world: World) -> None:
    lose(world)
    block = world.panel.retry
    QTest.mouseClick(named(block, "later"), Qt.MouseButton.LeftButton)
    popover = block.popover
    assert popover is not None
    assert popover.day == date(2026, 12, 9)
    popover.when.setFocus()
    QTest.keyClick(popover.when, Qt.Key.Key_Left)
    QTest.keyClicks(popover.note, "After the summer")
    QTest.keyClick(popover.note, Qt.Key.Key_Return)
    retry = told(world).retry
    assert retry is not None
    assert (retry.on, retry.note) == (date(2026, 9, 9), "After the summer")
    assert "From Wed 9 Sep" in " ".join(words(block))
    world.clock.now += timedelta(days=92)
    world.panel._on_changed()
    assert "Its day has come" in " ".join(words(block))
    opened: list[int] = []
    world.panel.deal_opened.connect(opened.append)
    QTest.mouseClick(named(block, "now"), Qt.MouseButton.LeftButton)
    assert [world.view(deal).status for deal in opened] == ["open"]
    assert world.view().status == "lost"
    assert "see the related deals" in " ".join(words(block))


def test_no_other_try_is_wanted_any_more(world: World) -> None:
    lose(world)
    block = world.panel.retry
    block.ask_day()
    assert block.popover is not None
    block.popover.submit()
    QApplication.processEvents()
    never = named(block, "never")
    never.setFocus()
    QTest.keyClick(never, Qt.Key.Key_Space)
    retry = told(world).retry
    assert retry is not None
    assert retry.is_settled
    # That button is gone: the keys are at another of the block.
    assert world.window.focusWidget() is named(block, "now")
    assert "Not to be tried again." in words(block)


def test_a_problem_of_long_words_stays_within_the_panel(world: World) -> None:
    win(world)
    raise_problem(world.workspace, world.deal_id, "Treppengeländeroberflächenbehandlung" * 6, on=date(2026, 6, 9))
    block = world.panel.after_sale
    assert block.width() <= world.panel.story.width()


def test_what_follows_the_sale_is_in_line_with_the_timeline(world: World) -> None:
    win(world)
    QApplication.processEvents()
    story = world.panel.story
    edges = {
        label.text(): label.mapTo(story, label.contentsRect().topLeft()).x()
        for label in story.findChildren(Words)
        if label.text() in {"After the sale", "Next step", "Timeline"} and label.isVisible()
    }
    assert len(edges) > 1
    assert len(set(edges.values())) == 1, edges
