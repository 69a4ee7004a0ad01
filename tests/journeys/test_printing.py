"""Ctrl+P prints what is on the screen, whatever that is; saved reports stay; all of it by keys alone."""

from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit

from desktop_pipeline.queries.deal_question import DealQuestion
from desktop_pipeline.reports.asked import ReportAsked, ReportKind
from desktop_pipeline.reports.spans import SpanName, find_span
from desktop_pipeline.storage.workspace import read_clock
from desktop_pipeline.ui.board.past_page import PastPage
from desktop_pipeline.ui.contacts.contacts_page import ContactsPage
from desktop_pipeline.ui.deal.window import DealWindow
from desktop_pipeline.ui.deals.deals_page import DealsPage
from desktop_pipeline.ui.insights.insights_page import InsightsPage
from desktop_pipeline.ui.palette.commands import collect_commands
from desktop_pipeline.ui.reports.preview.dialog import PreviewDialog
from desktop_pipeline.ui.widgets.name_popover import NamePopover
from tests.journeys.story import Story
from tests.made_once import write_sample

# Menus and tooltips ask the window system for what this one has not.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def sample(story: Story) -> Story:
    """The board of the sample company."""
    write_sample(story.path, today=read_clock().date())
    story.open()
    return story


def preview(story: Story, key: str = "ctrl+p") -> PreviewDialog:
    """The preview that the key opens, with its pages."""
    story.keys(key)
    return opened(story)


def opened(story: Story) -> PreviewDialog:
    """The one that is open."""
    dialog = story.ask(PreviewDialog)
    story.wait(lambda: not dialog.is_busy, "the pages never came")
    return dialog


def leave(story: Story) -> None:
    story.keys("Escape")
    story.answered()


def read(dialog: PreviewDialog) -> str:
    """Everything that stands on its pages."""
    return "\n".join(dialog.view.page_text(number) for number in range(1, dialog.view.count + 1))


def test_the_board_is_printed_as_it_is_filtered_and_the_keys_come_back(sample: Story) -> None:
    owner = int(str(sample.value("select id from owner where name like 'Nadia%'")))
    sample.page.board.toolbar.filters.owners.take(frozenset({owner}))
    sample.settle()
    before = sample.focus
    dialog = preview(sample)
    assert (dialog.asked.kind, dialog.asked.selection.owner) == (ReportKind.PIPELINE, owner)
    assert "Nadia Ferreira" in read(dialog)
    assert dialog.foot.note.text() == ""
    leave(sample)
    assert sample.focus is before
    sample.page.board.toolbar.field.setText("kitchen")
    dialog = preview(sample)
    assert "other filters are left out" in dialog.foot.note.text()
    # The list of deals holds to them all the same.
    assert dialog.asked.deals.text == "kitchen"
    leave(sample)


def test_the_table_is_printed_as_it_is_filtered_and_sorted_with_its_columns(sample: Story) -> None:
    sample.keys("ctrl+2")
    sample.settle(0.2)
    deals = sample.page.stack.currentWidget()
    assert isinstance(deals, DealsPage)
    deals.columns.toggle("source")
    deals.show_question(DealQuestion(status=None, text="oak"))
    sample.settle(0.2)
    shown = [deals.model.deal_id(row) for row in range(deals.model.rowCount())]
    dialog = preview(sample)
    assert dialog.asked.kind is ReportKind.DEALS
    assert dialog.asked.columns[-1] == "source"
    text = read(dialog)
    titles = [str(sample.value(f"select title from deal where id = {deal_id}")) for deal_id in shown]  # noqa: S608
    assert titles
    assert all(title[:20] in text for title in titles)
    assert "Source" in text
    leave(sample)


def test_contacts_and_activities_are_printed_as_they_are_filtered(sample: Story) -> None:
    sample.keys("ctrl+3")
    sample.settle(0.2)
    contacts = sample.page.stack.currentWidget()
    assert isinstance(contacts, ContactsPage)
    contacts.toolbar.open_deals.turn(is_set=True)
    sample.settle()
    dialog = preview(sample)
    assert dialog.asked.kind is ReportKind.PEOPLE
    assert dialog.asked.contacts.has_open_deals
    leave(sample)
    contacts.toolbar.subjects.choose(1)
    assert preview(sample).asked.kind is ReportKind.ORGANISATIONS
    leave(sample)
    sample.keys("ctrl+4")
    sample.settle(0.2)
    dialog = preview(sample)
    assert dialog.asked.kind is ReportKind.ACTIVITIES
    assert dialog.view.count
    leave(sample)


def test_the_pages_of_insights_are_printed_for_what_they_are_asked(sample: Story) -> None:
    sample.keys("ctrl+5")
    (page,) = sample.page.findChildren(InsightsPage)
    sample.wait(lambda: page.question is not None, "no figures came")
    page.choose(SpanName.THIS_QUARTER)
    sample.settle(0.2)
    for key, kind in (
        ("overview", ReportKind.PIPELINE),
        ("forecast", ReportKind.FORECAST),
        ("people", ReportKind.OWNERS),
    ):
        page.go(key)
        sample.wait(lambda: page.question is not None, f"{key} never came")
        dialog = preview(sample)
        assert dialog.asked.kind is kind
        assert not dialog.form.is_page
        assert dialog.asked.selection == page.toolbar.read_question().selection
        if key != "forecast":
            assert (dialog.asked.span_name, dialog.asked.span) == (SpanName.THIS_QUARTER, None)
        offers_page = any("as it is shown" in dialog.form.kind.itemText(place) for place in range(20))
        assert offers_page is (key != "overview")
        leave(sample)
    page.go("speed")
    sample.wait(lambda: page.question is not None, "speed never came")
    dialog = preview(sample)
    assert dialog.form.is_page
    assert dialog.windowTitle() == "Speed"
    leave(sample)


def test_a_deal_that_has_the_keys_is_printed_and_without_them_the_board(sample: Story) -> None:
    sample.keys("Return")
    sample.wait(lambda: sample.page.panel.deal_id is not None, "no deal opened")
    deal_id = sample.page.panel.deal_id
    assert deal_id is not None
    dialog = preview(sample)
    assert (dialog.asked.kind, dialog.asked.ids) == (ReportKind.DEAL, (deal_id,))
    leave(sample)
    sample.page.board.focus_board()
    assert preview(sample).asked.kind is ReportKind.PIPELINE
    leave(sample)
    sample.page.open_window(deal_id)
    sample.settle(0.2)
    window = next(widget for widget in sample.app.topLevelWidgets() if isinstance(widget, DealWindow))
    # No window manager hands the keys from one window of the program to another.
    (key,) = (each for each in window.findChildren(QShortcut) if each.key() == QKeySequence("Ctrl+P"))
    key.activated.emit()
    dialog = opened(sample)
    assert dialog.asked.ids == (deal_id,)
    # Its own window is not kept by the preview: another wish is shown in the same one.
    other = int(str(sample.value("select max(id) from deal where deleted_at is null")))
    window.report_asked.emit(ReportAsked(ReportKind.DEAL, ids=(other,)))
    sample.wait(lambda: not dialog.is_busy)
    assert dialog.asked.ids == (other,)
    dialog.close()
    window.close()
    sample.settle()


def test_the_board_of_a_past_day_is_printed_as_of_that_day(sample: Story) -> None:
    sample.page.look_back()
    sample.settle(0.2)
    past = sample.page.stack.currentWidget()
    assert isinstance(past, PastPage)
    dialog = preview(sample)
    assert dialog.asked.span == find_span(SpanName.TWELVE_MONTHS, past.day)
    leave(sample)


def test_where_there_is_nothing_to_print_a_sentence_says_so(sample: Story) -> None:
    sample.keys("ctrl+comma")
    sample.settle(0.2)
    sample.keys("ctrl+p")
    sample.settle()
    assert sample.app.activeModalWidget() is None
    assert sample.page.toast.text == "There is nothing to print here. File, Reports… makes a report."


def test_by_keys_alone_a_report_is_chosen_read_and_saved_as_pdf(sample: Story, tmp_path: Path) -> None:
    dialog = preview(sample, "ctrl+shift+p")
    assert sample.focus is dialog.view
    sample.keys("ctrl+0")
    assert dialog.view.percent == 100
    sample.keys("ctrl+equal", "ctrl+minus", "ctrl+minus")
    assert dialog.view.percent == 90
    QTest.keyClick(dialog.view, Qt.Key.Key_PageDown)
    QTest.keyClick(dialog.view, Qt.Key.Key_End)
    assert dialog.view.current == dialog.view.count
    # A list is read by what is taken, and by the words before it.
    assert sample.tab_to("Pipeline report") is dialog.form.kind
    sample.keys("Down", "Down")
    sample.wait(lambda: not dialog.is_busy)
    assert (dialog.asked.kind, dialog.windowTitle()) == (ReportKind.FORECAST, "Forecast")
    sample.tab_to("Save as PDF")
    sample.keys("space")
    chooser = sample.ask(QFileDialog)
    name = chooser.findChild(QLineEdit)
    assert name is not None
    name.selectAll()
    sample.write(str(tmp_path / "f.pdf"))
    sample.keys("Return")
    sample.wait(lambda: (tmp_path / "f.pdf").exists() and not dialog.is_busy, "no file came")
    assert len(PdfReader(tmp_path / "f.pdf").pages) == dialog.view.count
    assert dialog.foot.note.text() == "Saved as “f.pdf”."
    # As a window manager would have it.
    dialog.activateWindow()
    sample.wait(dialog.isActiveWindow)
    leave(sample)
    assert sample.page.board.isAncestorOf(sample.focus)
    # Whoever comes back finds what was looked at last.
    assert preview(sample, "ctrl+shift+p").asked.kind is ReportKind.FORECAST
    leave(sample)


def test_the_palette_leads_to_the_reports_and_to_printing(sample: Story) -> None:
    commands = {command.text: command for command in collect_commands(sample.window.menuBar())}
    for words, keys in (("Reports…", ("Ctrl", "7")), ("Print…", ("Ctrl", "P"))):
        assert commands[words].keys == keys
        commands[words].act()
        opened(sample)
        leave(sample)


def test_a_report_is_saved_by_keys_and_is_there_after_a_restart_but_not_among_the_views(sample: Story) -> None:
    dialog = preview(sample)
    sample.tab_to("Save, rename and delete")
    sample.keys("space")
    sample.choose("Save as…")
    sample.wait(lambda: isinstance(sample.app.activePopupWidget(), NamePopover), "nobody asked for a name")
    sample.write("Monday")
    sample.keys("Return")
    sample.wait(lambda: sample.app.activePopupWidget() is None)
    assert dialog.saved.choice.currentText() == "Monday"
    leave(sample)
    assert sample.rows("select name from saved_view where screen = 'report'") == [("Monday",)]
    sample.restart()
    sample.settle(0.5)
    assert "Monday" not in [view.name for view in sample.page.navigation.shown_views]
    dialog = preview(sample, "ctrl+shift+p")
    assert sample.tab_to("Not saved") is dialog.saved.choice
    sample.keys("Down")
    sample.wait(lambda: not dialog.is_busy)
    assert dialog.saved.current is not None
    leave(sample)
    sample.keys("ctrl+z")
    assert sample.page.toast.text == "Undone: Save report “Monday”"
    assert sample.rows("select name from saved_view where screen = 'report'") == []


def test_a_file_that_is_open_for_reading_only_can_be_printed(sample: Story) -> None:
    sample.end()
    sample.begin()
    assert sample.window.open_file(sample.path, read_only=True)
    sample.settle(0.1)
    sample.page.board.focus_board()
    dialog = preview(sample)
    assert dialog.view.count
    assert dialog.foot.print_button.isEnabled()
    leave(sample)


def test_closing_the_file_takes_the_preview_with_it(sample: Story) -> None:
    preview(sample)
    sample.window.close_file()
    sample.settle()
    assert sample.app.activeModalWidget() is None
    assert QGuiApplication.modalWindow() is None
