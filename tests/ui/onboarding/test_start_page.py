from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline.domain.stages import read_templates
from desktop_pipeline.ui.onboarding.recent_files import shorten_folder
from desktop_pipeline.ui.onboarding.start_page import StartPage
from desktop_pipeline.ui.preferences import RecentFile
from tests.ui.onboarding.conftest import NOW

COPY = Qt.DropAction.CopyAction
LEFT = Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier


def files_of(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def drag_in(widget: QWidget, mime: QMimeData) -> bool:
    event = QDragEnterEvent(QPoint(40, 40), COPY, mime, LEFT, PLAIN)
    event.ignore()
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def let_go(widget: QWidget, mime: QMimeData) -> None:
    QApplication.sendEvent(widget, QDropEvent(QPointF(40, 40), COPY, mime, LEFT, PLAIN))


def recent(path: Path, opened: datetime = NOW, deals: int = 34) -> RecentFile:
    return RecentFile(str(path), opened.isoformat(), deals)


def test_every_template_has_a_card_and_the_standard_one_is_chosen(page: StartPage) -> None:
    assert {card.template.key for card in page.cards} == set(read_templates())
    assert page.template == "meeting"
    assert [len(card.template.stages) for card in page.cards] == [3, 5, 5, 6]


def test_the_button_says_how_many_stages_there_will_be(page: StartPage) -> None:
    assert page.create_button.text() == "Create with 5 stages"
    QTest.mouseClick(page.cards[0], LEFT, pos=QPoint(80, 150))
    assert page.template == "simple"
    assert page.create_button.text() == "Create with 3 stages"


def test_arrows_go_from_template_to_template(page: StartPage) -> None:
    assert page.cards[1].hasFocus()
    QTest.keyClick(page.cards[1], Qt.Key.Key_Right)
    assert (page.template, page.cards[2].hasFocus()) == ("five", True)
    QTest.keyClick(page.cards[2], Qt.Key.Key_Right)
    assert page.template == "seven"


def test_enter_creates_with_what_is_chosen(page: StartPage, qtbot: QtBot) -> None:
    page.show_user(" Amara  Eze ")
    page.currencies.setCurrentIndex(page.currencies.findData("GBP"))
    QTest.keyClick(page.cards[1], Qt.Key.Key_Right)
    with qtbot.waitSignal(page.create_asked) as asked:
        QTest.keyClick(page.cards[2], Qt.Key.Key_Return)
    assert asked.args == ["five", "GBP", "Amara Eze"]


def test_enter_in_the_name_creates_too(page: StartPage, qtbot: QtBot) -> None:
    QTest.keyClicks(page.user_name, "Kenji")
    with qtbot.waitSignal(page.create_asked) as asked:
        QTest.keyClick(page.user_name, Qt.Key.Key_Return)
    assert asked.args == ["meeting", "EUR", "Kenji"]


def test_without_a_name_nothing_is_made_and_the_page_says_why(page: StartPage, qtbot: QtBot) -> None:
    page.show_user("   ")
    with qtbot.assertNotEmitted(page.create_asked):
        QTest.mouseClick(page.create_button, LEFT)
    assert page.refusal == "Type your name; it is recorded with what you change."
    assert page.user_name.hasFocus()
    page.user_name.clear()
    QTest.keyClicks(page.user_name, "K")
    assert page.refusal == ""


def test_the_currency_is_that_of_the_users_country(page: StartPage) -> None:
    assert page.currency == "EUR"
    assert page.currencies.currentText() == "Euro, €"


def test_spreadsheets_can_be_dropped(page: StartPage, qtbot: QtBot, tmp_path: Path) -> None:
    files = [tmp_path / "deals.csv", tmp_path / "accounts.XLSX"]
    assert drag_in(page.drop_area, files_of(*files))
    with qtbot.waitSignal(page.import_asked) as asked:
        let_go(page.drop_area, files_of(*files))
    assert asked.args == [files]


def test_other_files_are_refused_and_nothing_happens(page: StartPage, qtbot: QtBot, tmp_path: Path) -> None:
    for mime in (files_of(tmp_path / "photo.png"), files_of(tmp_path / "a.csv", tmp_path / "b.exe"), QMimeData()):
        assert not drag_in(page.drop_area, mime)
        with qtbot.assertNotEmitted(page.import_asked):
            let_go(page.drop_area, mime)


def test_enter_on_the_drop_area_lets_spreadsheets_be_chosen(page: StartPage, qtbot: QtBot, tmp_path: Path) -> None:
    page.drop_area.setFocus()
    with qtbot.assertNotEmitted(page.create_asked):
        QTest.keyClick(page.drop_area, Qt.Key.Key_Return)
    assert isinstance(page.chooser, QFileDialog)
    with qtbot.waitSignal(page.import_asked) as asked:
        page.chooser.filesSelected.emit([str(tmp_path / "deals.csv")])
    assert asked.args == [[tmp_path / "deals.csv"]]
    page.chooser.reject()


def test_enter_on_the_samples_button_opens_the_sample(page: StartPage, qtbot: QtBot) -> None:
    page.show_user("Amara")
    page.sample.button.setFocus()
    with qtbot.waitSignal(page.sample_asked), qtbot.assertNotEmitted(page.create_asked):
        QTest.keyClick(page.sample.button, Qt.Key.Key_Return)


def test_without_recent_files_the_block_is_left_out(page: StartPage, tmp_path: Path) -> None:
    page.show_recent([])
    assert not page.recent.isVisible()
    page.show_recent([recent(tmp_path / "a.pipeline")])
    assert page.recent.isVisible()
    page.show_recent([])
    assert not page.recent.isVisible()


def test_recent_files_tell_their_deals_and_when(page: StartPage, tmp_path: Path) -> None:
    here = tmp_path / "Alder & Row.pipeline"
    here.touch()
    local = NOW.astimezone()
    page.show_recent(
        [
            recent(here),
            recent(here, datetime(2025, 11, 14, 12, tzinfo=local.tzinfo), 1),
            recent(tmp_path / "gone.pipeline"),
        ]
    )
    assert [row.words for row in page.recent.rows] == [
        "34 open deals, today 12:00",
        "1 open deal, 14 Nov. 2025",
        "not there any more",
    ]
    assert page.recent.rows[0].text() == "Alder & Row.pipeline"


def test_a_recent_file_is_opened_by_click_and_by_enter(page: StartPage, qtbot: QtBot, tmp_path: Path) -> None:
    page.show_recent([recent(tmp_path / "a.pipeline"), recent(tmp_path / "b.pipeline")])
    with qtbot.waitSignal(page.open_asked) as asked:
        QTest.mouseClick(page.recent.rows[1], LEFT)
    assert asked.args == [tmp_path / "b.pipeline"]
    with qtbot.waitSignal(page.open_asked) as asked, qtbot.assertNotEmitted(page.create_asked):
        QTest.keyClick(page.recent.rows[0], Qt.Key.Key_Return)
    assert asked.args == [tmp_path / "a.pipeline"]


def test_other_file_asks_for_a_file(page: StartPage, qtbot: QtBot, tmp_path: Path) -> None:
    page.show_recent([recent(tmp_path / "a.pipeline")])
    with qtbot.waitSignal(page.open_asked) as asked:
        QTest.mouseClick(page.recent.other, LEFT)
    assert asked.args == [None]


def test_folders_are_named_from_home_on() -> None:
    home = Path("/home/amara")
    assert shorten_folder(home / "Documents" / "Sales", home) == "Documents/Sales"
    assert shorten_folder(home, home) == "amara"
    assert shorten_folder(Path("/srv/share"), home) == str(Path("/srv/share"))


@pytest.mark.parametrize(("width", "height"), [(1440, 820), (1024, 566)])
def test_nothing_is_cut_at_any_size_and_a_small_window_scrolls(
    page: StartPage, tmp_path: Path, width: int, height: int
) -> None:
    page.show_recent([recent(tmp_path / f"{number}.pipeline") for number in range(8)])
    page.resize(width, height)
    QApplication.processEvents()
    body = page.widget()
    assert body is not None
    assert body.width() == page.viewport().width()
    assert page.verticalScrollBar().maximum() == max(0, body.height() - page.viewport().height())
    for label in body.findChildren(QLabel):
        if label.isVisible() and label.text():
            room = label.width() if label.wordWrap() else 10_000
            needed = label.fontMetrics().boundingRect(
                QRect(0, 0, room, 1000), int(Qt.TextFlag.TextWordWrap), label.text()
            )
            assert label.height() >= needed.height() - 2, label.text()
            assert label.wordWrap() or label.width() >= needed.width() - 1, label.text()
            spot = label.mapTo(body, QPoint())
            assert 0 <= spot.x() <= body.width() - label.width(), label.text()


def test_everything_that_takes_the_keys_has_a_name(page: StartPage, tmp_path: Path) -> None:
    page.show_recent([recent(tmp_path / "a.pipeline")])
    takers = [
        widget
        for widget in page.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible()
    ]
    # Of the templates only the chosen one is a stop of the Tab key.
    assert len(takers) == 8
    for widget in takers:
        assert QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name), widget


def test_tab_goes_down_the_page(page: StartPage, tmp_path: Path) -> None:
    page.show_recent([recent(tmp_path / "a.pipeline")])
    wanted = [
        page.user_name,
        page.currencies,
        page.create_button,
        page.drop_area,
        page.sample.button,
        page.recent.other,
        page.recent.rows[0],
    ]
    met: list[QWidget | None] = []
    for _ in wanted:
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
        met.append(page.focusWidget())
    assert met == wanted


def test_the_wide_cards_are_as_high_as_designed_also_above_recent_files(page: StartPage, qtbot: QtBot) -> None:
    for card in (page.drop_area, page.sample):
        qtbot.waitUntil(lambda card=card: card.height() >= 104)  # type: ignore[misc]
        assert all(card.rect().contains(words.geometry()) for words in card.findChildren(QLabel))
