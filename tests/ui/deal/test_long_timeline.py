"""A timeline of very many lines: what was broken into lines once is not broken again for one more."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.timeline import Timeline
from desktop_pipeline.ui.widgets.timeline_words import TimelineLine


def lines(*details: str) -> list[TimelineLine]:
    return [TimelineLine("pencil", "Note", "9 Jun", detail) for detail in details]


def test_texts_stay_broken_while_their_room_stays_the_same(theme: Theme, qtbot: QtBot) -> None:
    timeline = Timeline(theme)
    qtbot.addWidget(timeline)
    timeline.resize(300, 100)
    timeline.show()
    long = "A note of many words that finds no room in one line of this column, and so is broken into several. " * 3
    timeline.show_lines(lines(long, "Short"), "")
    before = [placed.detail for placed in timeline._placed]
    height = timeline.height()
    timeline.show_lines(lines("New", long, "Short"), "")
    assert [placed.detail for placed in timeline._placed][1:] == before
    assert timeline.height() > height
    timeline.show_lines(lines(long, "Short"), "")
    assert timeline.height() == height
    timeline.resize(200, timeline.height())
    narrow = timeline._placed[0].detail
    assert narrow is not before[0]
    assert narrow.lineCount() > before[0].lineCount()


def test_thousands_of_texts_are_broken_in_turns_and_nobody_loses_their_place(theme: Theme, qtbot: QtBot) -> None:
    timeline = Timeline(theme)
    qtbot.addWidget(timeline)
    timeline.resize(300, 100)
    timeline.show()
    timeline.show_lines([*lines(*(f"Note {number}" for number in range(1000)))], "")
    first = len(timeline._placed)
    assert 0 < first < 300
    begun = timeline.height()
    qtbot.waitUntil(lambda: len(timeline._placed) == 1000)
    whole = timeline.height()
    assert whole > 3 * begun
    timeline.resize(250, whole)
    assert 0 < len(timeline._placed) < 300, "another width breaks them anew"
    assert timeline.height() == whole
    QTest.keyClick(timeline, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: len(timeline._placed) == 1000)
    assert [placed.line.detail for placed in timeline._placed[-2:]] == ["Note 998", "Note 999"]
    timeline.show_lines(lines("New", *(f"Note {number}" for number in range(1000))), "")
    assert len(timeline._placed) == 1001, "what was broken for this width stands at once"


def test_a_subject_is_in_full_ink_and_the_text_below_is_not(theme: Theme, qtbot: QtBot) -> None:
    timeline = Timeline(theme)
    qtbot.addWidget(timeline)
    timeline.resize(300, 100)
    timeline.show_lines([TimelineLine("mail", "E-mail", "9 Jun", "News\nHello", subject=4), *lines("Hello")], "")
    told, plain = (placed.detail.formats() for placed in timeline._placed)
    ((start, length, colour),) = [(span.start, span.length, span.format.foreground().color()) for span in told]
    assert (start, length, colour.name()) == (0, 4, theme.color("ink").name())
    assert plain == []


def test_another_size_of_text_breaks_them_anew(theme: Theme, qtbot: QtBot) -> None:
    timeline = Timeline(theme)
    qtbot.addWidget(timeline)
    timeline.resize(300, 100)
    timeline.show()
    timeline.show_lines(lines("Some words"), "")
    before = timeline._placed[0].detail
    theme.changed.emit()
    assert timeline._placed[0].detail is not before
