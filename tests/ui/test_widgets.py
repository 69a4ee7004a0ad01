from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QAccessible, QColor, QEnterEvent, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline.domain.hygiene import NextStep
from desktop_pipeline.ui.theme import Theme, read_tokens
from desktop_pipeline.ui.widgets.avatar import Avatar, initials
from desktop_pipeline.ui.widgets.chip import Chip, FilterChip
from desktop_pipeline.ui.widgets.empty_state import EmptyState
from desktop_pipeline.ui.widgets.filter_field import FilterField
from desktop_pipeline.ui.widgets.key_hint import PrimaryButton, hint_width
from desktop_pipeline.ui.widgets.next_step_mark import paint_next_step_mark
from desktop_pipeline.ui.widgets.painting import draw_text
from desktop_pipeline.ui.widgets.segmented import Segmented
from desktop_pipeline.ui.widgets.stage_mark import paint_stage_mark
from desktop_pipeline.ui.widgets.toast import STAYS_MS, Toast
from desktop_pipeline.ui.widgets.words import FewLines, as_tooltip, set_tooltip

PLAIN = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QWidget]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 300)
    window.show()
    yield window
    window.close()


def test_the_shared_pieces_have_the_heights_of_the_design(theme: Theme) -> None:
    assert FilterChip(theme, "Owner", "{count} owners", "user").sizeHint().height() == 26
    assert PrimaryButton(theme, "New deal", icon="plus", key="N").sizeHint().height() == 28
    assert Segmented(theme, ["Overview", "Forecast"]).sizeHint().height() == 28
    assert Segmented(theme, ["Overview", "Forecast"], small=True).sizeHint().height() == 22
    assert Avatar(theme, "Amara Eke").sizeHint().height() == 18


def test_a_toast_is_forty_high_dark_on_light_and_at_the_bottom_centre(theme: Theme, window: QWidget) -> None:
    toast = Toast(theme, window)
    toast.show_text("Moved 3 deals to Proposal", undo=True)
    body = toast.body()
    assert body.height() == 40
    QTest.qWait(250)
    assert abs(toast.geometry().center().x() - window.rect().center().x()) <= 1
    assert toast.geometry().bottom() <= window.rect().bottom()
    image = toast.grab().toImage()
    assert image.pixelColor(body.topLeft().toPoint() + QPoint(8, 20)) == QColor(read_tokens("light").ink)


def test_a_toast_is_painted_anew_for_other_words_and_another_theme(theme: Theme, window: QWidget) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    toast = Toast(theme, window)
    toast.show_text("Moved a deal")
    first = toast.grab().toImage()
    assert toast.grab().toImage() == first
    toast.show_text("Lost a deal!")
    # What is as wide as the words before must not be taken for them.
    toast.resize(first.size())
    assert toast.grab().toImage() != first
    theme.apply(app, "dark")
    dark = toast.grab().toImage()
    assert dark.pixelColor(toast.body().topLeft().toPoint() + QPoint(8, 20)) == QColor(read_tokens("dark").ink)
    theme.apply(app, "light")


def test_keys_that_are_pressed_together_are_outlined_each_by_itself(theme: Theme) -> None:
    assert hint_width(theme, ("Ctrl+P",)) == hint_width(theme, ("Ctrl", "P"))
    assert hint_width(theme, ("Ctrl++",)) == hint_width(theme, ("Ctrl", "+"))
    assert hint_width(theme, ("+",)) < hint_width(theme, ("Ctrl", "+"))


def test_undo_on_the_toast_is_asked_once_and_only_where_it_stands(theme: Theme, window: QWidget, qtbot: QtBot) -> None:
    toast = Toast(theme, window)
    toast.show_text("Moved 3 deals to Proposal", undo=True)
    asked: list[bool] = []
    toast.undo_wanted.connect(lambda: asked.append(True))
    QTest.mouseClick(toast, LEFT, PLAIN, (toast.body().topLeft() + QPointF(20, 20)).toPoint())
    assert asked == []
    QTest.mouseClick(toast, LEFT, PLAIN, toast.undo_rect().center().toPoint())
    assert asked == [True]
    assert not toast.isVisible()
    toast.show_text("The file is open elsewhere.")
    QTest.mouseClick(toast, LEFT, PLAIN, (toast.body().topRight() - QPointF(30, -20)).toPoint())
    assert asked == [True]


def test_what_is_said_soon_and_at_once_said_better_is_told_once(theme: Theme, window: QWidget, qtbot: QtBot) -> None:
    toast = Toast(theme, window)
    toast.show_soon("Moved", undo=True)
    assert (toast.text, toast.isVisible()) == ("Moved", False)
    toast.show_text("Moved", "Still open: budget", undo=True)
    assert (toast.accessibleName(), toast.isVisible()) == ("Moved Still open: budget", False)
    qtbot.waitUntil(toast.isVisible)
    assert toast.toolTip() == as_tooltip("Moved Still open: budget")
    toast.hide()
    # Long enough for a second time.
    QTest.qWait(100)
    assert not toast.isVisible()
    toast.show_soon("Moved again", undo=True)
    qtbot.waitUntil(toast.isVisible)
    assert (toast.accessibleName(), toast.offers_undo) == ("Moved again", True)


def test_undo_of_the_change_before_takes_no_click_once_there_is_another(
    theme: Theme, window: QWidget, qtbot: QtBot
) -> None:
    toast = Toast(theme, window)
    asked: list[str] = []
    toast.undo_wanted.connect(lambda: asked.append(toast.text))
    toast.show_text("Moved", undo=True)
    place = toast.undo_rect().center().toPoint()
    toast.show_soon("Won", undo=True)
    QTest.mouseClick(toast, LEFT, PLAIN, place)
    assert (asked, toast.isVisible()) == ([], True)
    # Two changes in quick succession are told by the last one.
    toast.show_soon("Lost", undo=True)
    qtbot.waitUntil(lambda: toast.toolTip() == as_tooltip("Lost"))
    QTest.mouseClick(toast, LEFT, PLAIN, toast.undo_rect().center().toPoint())
    assert asked == ["Lost"]


def test_what_was_undone_is_done_again_from_the_toast(theme: Theme, window: QWidget, qtbot: QtBot) -> None:
    toast = Toast(theme, window)
    asked: list[str] = []
    toast.undo_wanted.connect(lambda: asked.append("undo"))
    toast.redo_wanted.connect(lambda: asked.append("redo"))
    toast.show_text("Moved")
    bare = toast.sizeHint().width()
    toast.show_text("Moved", redo=True)
    assert toast.sizeHint().width() > bare
    assert not toast.offers_undo
    QTest.mouseClick(toast, LEFT, PLAIN, toast.undo_rect().center().toPoint())
    assert (asked, toast.isVisible()) == (["redo"], False)


def test_what_was_taken_back_before_it_was_told_is_not_told(theme: Theme, window: QWidget) -> None:
    toast = Toast(theme, window)
    toast.show_soon("Moved", undo=True)
    toast.withdraw_undo()
    QTest.qWait(100)
    assert not toast.isVisible()
    toast.show_text("Undone: Moved")
    assert toast.isVisible()
    # What is said of something else meanwhile is no offer, and stays.
    toast.show_soon("Won", undo=True)
    toast.show_text("The file is open elsewhere.")
    toast.withdraw_undo()
    QTest.qWait(100)
    assert (toast.isVisible(), toast.offers_undo) == (True, False)
    assert toast.toolTip() == as_tooltip("The file is open elsewhere.")


def test_a_toast_that_is_still_to_come_goes_with_its_window(theme: Theme, qtbot: QtBot) -> None:
    window = QWidget()
    window.show()
    toast = Toast(theme, window)
    toast.show_soon("Moved", undo=True)
    window.close()
    QTest.qWait(100)
    assert not toast.isVisible()
    toast.show_soon("Moved", undo=True)
    with qtbot.waitSignal(toast.destroyed):
        window.deleteLater()
    QTest.qWait(100)


def test_a_toast_stays_six_seconds_and_waits_under_the_mouse(theme: Theme, window: QWidget) -> None:
    toast = Toast(theme, window)
    toast.show_text("Saved")
    assert STAYS_MS == 6000
    assert toast._clock.isActive()
    place = QPointF(5, 5)
    QApplication.sendEvent(toast, QEnterEvent(place, place, place))
    assert not toast._clock.isActive()
    QApplication.sendEvent(toast, QEvent(QEvent.Type.Leave))
    assert toast._clock.isActive()
    toast._clock.setInterval(1)
    QTest.qWait(50)
    assert not toast.isVisible()


def test_a_chip_names_one_and_counts_several_and_its_cross_clears(theme: Theme, window: QWidget) -> None:
    chip = FilterChip(theme, "Owner", "{count} owners", "user")
    chip.setParent(window)
    chip.set_choices([(1, "Amara Eke"), (2, "Kenji Mori")])
    told: list[frozenset[int]] = []
    chip.chosen.connect(told.append)
    chip.take(frozenset({2}))
    assert (chip.text(), chip.is_set) == ("Kenji Mori", True)
    chip.take(frozenset({1, 2}))
    assert chip.text() == "2 owners"
    chip.resize(chip.sizeHint())
    chip.show()
    QTest.mouseClick(chip, LEFT, PLAIN, QPoint(chip.width() - 12, 13))
    assert (chip.text(), chip.is_set) == ("Owner", False)
    assert told == [frozenset({2}), frozenset({1, 2}), frozenset()]


def test_a_choice_that_is_gone_falls_out_of_the_filter(theme: Theme) -> None:
    chip = FilterChip(theme, "Owner", "{count} owners", "user")
    chip.set_choices([(1, "Amara Eke"), (2, "Kenji Mori")])
    chip.take(frozenset({1, 2}))
    chip.set_choices([(2, "Kenji Mori")])
    assert chip.taken == frozenset({2})


def test_a_segmented_control_is_moved_by_mouse_and_keys(theme: Theme, window: QWidget) -> None:
    control = Segmented(theme, ["Overview", "Forecast"])
    control.setParent(window)
    control.resize(control.sizeHint())
    control.show()
    told: list[int] = []
    control.chosen.connect(told.append)
    QTest.mouseClick(control, LEFT, PLAIN, QPoint(control.width() - 10, 14))
    QTest.keyClick(control, Qt.Key.Key_Left)
    QTest.keyClick(control, Qt.Key.Key_Left)
    assert told == [1, 0]
    assert control.accessibleName() == "Overview"


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Amara Eke", "AE"), ("Kenji van der Mori", "KM"), ("Zoë", "ZO"), ("élan vital", "ÉV"), ("  ", ""), ("«X»", "«")],
)
def test_initials_come_from_the_first_and_last_word(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_the_stage_mark_fills_with_the_way_that_is_gone(theme: Theme) -> None:
    filled = []
    for position in range(5):
        image = QImage(56, 56, QImage.Format.Format_RGB32)
        image.fill(QColor(read_tokens("light").surface))
        painter = QPainter(image)
        paint_stage_mark(painter, theme, QRectF(0, 0, 56, 56), position, 5)
        painter.end()
        accent = QColor(read_tokens("light").accent)
        filled.append(sum(image.pixelColor(x, y) == accent for x in range(56) for y in range(56)))
    assert filled == sorted(filled)
    assert len(set(filled)) == 5


def test_what_stands_beside_words_grows_with_them() -> None:
    def measure(percent: int) -> tuple[int, int, int]:
        theme = Theme("light", text_percent=percent)
        plain = Chip(theme, "Owner").sizeHint().width()
        image = QImage(30, 30, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        paint_next_step_mark(painter, theme, QPointF(15, 15), NextStep.TODAY)
        painter.end()
        disc = sum(image.pixelColor(x, 15) == theme.color("accent") for x in range(30))
        with_icon = Chip(theme, "Owner", "user").sizeHint().width()
        return with_icon - plain, disc, Segmented(theme, ["More"], opens_menu=True).sizeHint().width()

    (icon, disc, menu), (larger_icon, larger_disc, larger_menu) = measure(100), measure(130)
    assert (larger_icon - icon, larger_disc - disc) == (4, 2)
    assert larger_menu > menu


def test_text_that_is_too_long_is_elided_and_never_painted_beyond_its_place(theme: Theme) -> None:
    image = QImage(200, 20, QImage.Format.Format_RGB32)
    white = QColor(read_tokens("light").surface)
    image.fill(white)
    painter = QPainter(image)
    width = draw_text(
        painter,
        theme,
        "strong",
        QColor(read_tokens("light").ink),
        QRectF(10, 0, 80, 20),
        "Clinic refurbishment, phase 2",
    )
    painter.end()
    assert width <= 80
    assert all(image.pixelColor(x, y) == white for x in range(92, 200) for y in range(20))


def test_few_lines_take_two_at_most_and_tell_the_rest_in_a_tooltip(theme: Theme) -> None:
    words = FewLines(theme, "Ask for a yes, a no, or a later date", "body")
    line, wide = theme.line("body"), words.sizeHint().width()
    assert [words.heightForWidth(width) for width in (wide, wide * 2 // 3, wide // 4)] == [line, 2 * line, 2 * line]
    for width, is_told in ((wide * 2 // 3, False), (wide // 4, True)):
        words.resize(width, 2 * line)
        words.grab()
        assert bool(words.toolTip()) is is_told
    words.show_words("")
    assert words.heightForWidth(100) == line
    # Qt counts an emoji as two letters: what was not measured for the first line stands in the second.
    words.show_words("🎉" * 9)
    wide = words.sizeHint().width()
    words.resize(wide, 2 * line)
    words.show_words(f"{'🎉' * 9} Ask for a yes or a no")
    assert words.toolTip()
    words.deleteLater()


def test_an_empty_state_says_what_is_missing_and_what_to_do(theme: Theme) -> None:
    empty = EmptyState(theme, "corner-up-left", "No deals in Negotiation", "Drag one here, or press", key="N")
    assert empty.accessibleName() == "No deals in Negotiation. Drag one here, or press N"


def test_a_tooltip_is_heard_as_plain_text_where_nothing_else_describes_the_widget(window: QWidget) -> None:
    plain, described = QWidget(window), QWidget(window)
    described.setAccessibleDescription("Enter edits")
    for widget in (plain, described):
        set_tooltip(widget, "Hale & Sons <b>\nsecond line")
        assert widget.toolTip() == "<qt>Hale &amp; Sons &lt;b&gt;<br>second line</qt>"
    interface = QAccessible.queryAccessibleInterface(plain)
    assert interface.text(QAccessible.Text.Description) == "Hale & Sons <b>\nsecond line"
    assert described.accessibleDescription() == "Enter edits"
    set_tooltip(plain, "Another")
    assert plain.accessibleDescription() == "Another"
    set_tooltip(plain, "")
    assert (plain.toolTip(), plain.accessibleDescription()) == ("", "")


def test_a_filter_says_less_where_its_words_find_no_room(theme: Theme, qtbot: QtBot) -> None:
    field = FilterField(theme, "Filter deals", "Filter deals by title")
    qtbot.addWidget(field)
    for width, words in ((200, "Filter deals"), (110, "Filter"), (200, "Filter deals")):
        field.resize(width, 28)
        field.show()
        assert field.placeholderText() == words
    assert field.accessibleName() == "Filter deals by title"
