"""The preview of a report as a real dialog: what it asks, what it shows, and the ways out."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from io import BytesIO
from pathlib import Path
from threading import Event

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QFileDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions.deals import win_deals
from desktop_pipeline.actions.organisations import create_organisation
from desktop_pipeline.actions.views import save_view
from desktop_pipeline.domain.errors import RefusedError
from desktop_pipeline.domain.periods import Period
from desktop_pipeline.metrics.selection import Selection
from desktop_pipeline.queries.deal_question import DealQuestion
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.views import read_views
from desktop_pipeline.reports.asked import ReportAsked, ReportKind
from desktop_pipeline.reports.asked_filters import Filter
from desktop_pipeline.reports.content import ReportContent, SectionName, Table
from desktop_pipeline.reports.kept_asked import read_asked, write_asked
from desktop_pipeline.reports.making_kinds import list_kinds
from desktop_pipeline.reports.spans import SpanName, find_span, span_of
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.reports.preview.choices import Choice
from desktop_pipeline.ui.reports.preview.dialog import PreviewDialog, Shown, ShownPage
from desktop_pipeline.ui.reports.preview.out import Outside, name_file
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.name_popover import NamePopover
from tests.reports.companies import ENGLISH, Record, make_company
from tests.workspaces import Desk

# Offscreen there is no window manager to raise a popup or lend it the keyboard.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
PIPELINE = ReportAsked(ReportKind.PIPELINE, paper="A4")


@dataclass
class Room:
    """A company, a window, and what is done outside of the program."""

    desk: Desk
    window: QWidget
    qtbot: QtBot
    printers: list[str] = field(default_factory=lambda: ["Office"])
    opened: list[Path] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.session = Session(self.desk.workspace)
        self.figures = Figures(self.desk.workspace)
        self.tasks = Tasks(self.window)
        self.session.changed.connect(self.figures.forget)

    def preview(self, shown: Shown | None = None, *, wait: bool = True) -> PreviewDialog:
        """The preview of that, open."""
        outside = Outside("Ann Lee", lambda: self.printers, self.opened.append)
        dialog = PreviewDialog(
            self.session,
            self.tasks,
            self.figures,
            shown or Shown(PIPELINE),
            Theme("light"),
            Formats(ENGLISH),
            self.window,
            outside,
        )
        dialog.open()
        if wait:
            self.settle(dialog)
        return dialog

    def settle(self, dialog: PreviewDialog) -> None:
        self.qtbot.waitUntil(lambda: not dialog.is_busy, timeout=20_000)
        QApplication.processEvents()


@pytest.fixture
def room(tmp_path: Path, qtbot: QtBot) -> Iterator[Room]:
    desk = make_company(tmp_path, [("Ann", Record(6, 4)), ("Ben", Record(2, 9))], open_deals=5)
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1440, 900)
    window.show()
    with desk.workspace:
        made = Room(desk, window, qtbot)
        yield made
        for dialog in window.findChildren(PreviewDialog):
            dialog.close()
        made.tasks.stop()
        QApplication.sendPostedEvents()


def take(choice: Choice, words: str) -> None:
    """Chooses a line as a person does."""
    place = choice.findText(words)
    assert place >= 0, f"{words} is not among {[choice.itemText(each) for each in range(choice.count())]}"
    choice.setCurrentIndex(place)
    choice.activated.emit(place)


def shown_lines(choice: Choice) -> list[str]:
    return [choice.itemText(place) for place in range(choice.count())]


def is_shown(choice: QWidget) -> bool:
    row = choice.parentWidget()
    assert row is not None
    return not row.isHidden()


def content_of(dialog: PreviewDialog) -> ReportContent:
    assert dialog.content is not None
    return dialog.content


def heads(content: ReportContent) -> list[str]:
    """Of the first table."""
    table = next(section for section in content.sections if isinstance(section, Table))
    return [column.head for column in table.columns]


def press(menu: QMenu, words: str) -> None:
    action = next(action for action in menu.actions() if action.text() == words)
    assert action.isEnabled(), words
    action.trigger()
    menu.close()


def choose_file(dialog: PreviewDialog, path: Path) -> None:
    asked = dialog.out.chooser
    assert isinstance(asked, QFileDialog)
    asked.fileSelected.emit(str(path))
    asked.close()


# --- what is shown


def test_it_shows_the_report_page_by_page(room: Room) -> None:
    dialog = room.preview()
    assert dialog.windowTitle() == "Pipeline report"
    assert dialog.pages is not None
    assert dialog.view.count == dialog.pages.count > 1
    assert dialog.bar.place.text() == f"Page 1 of {dialog.view.count}"
    assert "prepared by Ann Lee" in dialog.view.page_text(1)


@pytest.mark.parametrize("kind", [kind for kind in list_kinds() if kind is not ReportKind.OFFER])
def test_every_kind_can_be_chosen_and_is_laid_out(room: Room, kind: ReportKind) -> None:
    deal = int(room.desk.workspace.value("select min(id) from deal"))
    dialog = room.preview(Shown(ReportAsked(ReportKind.PIPELINE, ids=(deal,))))
    dialog.form.kind.taken.emit(kind)
    room.settle(dialog)
    assert dialog.asked.kind is kind
    assert dialog.view.count >= 1
    assert not dialog.foot.note.isVisible(), dialog.foot.note.text()
    assert content_of(dialog).title == dialog.windowTitle()


def test_an_offer_is_no_kind_to_choose_unless_one_was_asked_for(room: Room) -> None:
    dialog = room.preview()
    assert "Offer" not in shown_lines(dialog.form.kind)


def test_a_deal_sheet_without_a_deal_says_what_to_do(room: Room) -> None:
    dialog = room.preview()
    take(dialog.form.kind, "Deal sheet")
    room.settle(dialog)
    assert dialog.view.accessibleName() == "Choose the deals to print, a sheet for each."
    assert not any(tick.isVisible() for tick in dialog.findChildren(QCheckBox))
    assert dialog.form.deals.text() == "Choose deals…"
    assert not dialog.foot.print_button.isEnabled()
    picker = dialog.form.open_deals()
    QTest.keyClicks(picker.field, "Open 3")
    QTest.keyClick(picker.field, Qt.Key.Key_Return)
    room.settle(dialog)
    picker.close()
    assert (dialog.form.deals.text(), dialog.windowTitle()) == ("Open 3", content_of(dialog).title)
    assert "Open 3" in dialog.view.page_text(1)


def test_several_deals_are_printed_in_the_order_of_their_ticks(room: Room) -> None:
    dialog = room.preview(Shown(ReportAsked(ReportKind.DEAL)))
    picker = dialog.form.open_deals()
    for title in ("Open 4", "Open 1"):
        picker.field.setText(title)
        QTest.keyClick(picker.field, Qt.Key.Key_Return)
    room.settle(dialog)
    picker.close()
    assert dialog.form.deals.text() == "2 deals"
    texts = "\n".join(dialog.view.page_text(number) for number in range(1, dialog.view.count + 1))
    assert texts.index("Open 4") < texts.index("Open 1\n")


def test_only_what_a_kind_can_be_asked_is_offered(room: Room) -> None:
    dialog = room.preview()
    form = dialog.form
    wanted: dict[str, tuple[bool, bool, bool, bool]] = {
        "Pipeline report": (True, True, False, False),
        "Forecast": (False, True, False, False),
        "List of deals": (False, True, True, False),
        "People": (False, True, False, False),
        "Deal sheet": (False, False, False, True),
    }
    for kind, asked in wanted.items():
        take(form.kind, kind)
        rows = (form.period, form.filters[Filter.OWNER], form.status, form.deals)
        assert tuple(map(is_shown, rows)) == asked, kind
    # One pipeline is none to choose from, and labels are asked for on Insights.
    assert not is_shown(form.filters[Filter.PIPELINE])
    assert not is_shown(form.filters[Filter.LABEL])


def test_an_owner_that_is_chosen_stays_chosen_whatever_the_kind(room: Room) -> None:
    dialog = room.preview()
    take(dialog.form.filters[Filter.OWNER], "Ann")
    room.settle(dialog)
    assert "Ann" in content_of(dialog).filters
    ann = room.desk.id_of("owner", "Ann")
    assert dialog.asked.selection == Selection(owner=ann)
    take(dialog.form.kind, "List of deals")
    take(dialog.form.status, "Won deals")
    room.settle(dialog)
    assert dialog.asked.deals.owner_ids == {ann}
    texts = "\n".join(dialog.view.page_text(number) for number in range(1, dialog.view.count + 1))
    assert "Ann 5" in texts
    assert "Ben 1" not in texts
    take(dialog.form.filters[Filter.OWNER], "Everyone")
    room.settle(dialog)
    assert dialog.asked.selection == Selection()
    assert dialog.asked.deals.owner_ids == frozenset()


def test_what_was_filtered_further_on_the_screen_is_told_and_can_be_let_go(room: Room) -> None:
    asked = ReportAsked(ReportKind.DEALS, deals=DealQuestion(text="Open 3", without_step=True))
    dialog = room.preview(Shown(asked))
    assert dialog.form.further.isVisible()
    assert "Open 2" not in dialog.view.page_text(1)
    dialog.form.all_button.click()
    room.settle(dialog)
    assert not dialog.form.further.isVisible()
    assert "Open 2" in dialog.view.page_text(1)


def test_a_period_is_taken_by_its_name_or_by_its_dates(room: Room) -> None:
    dialog = room.preview()
    take(dialog.form.period, "Last month")
    room.settle(dialog)
    assert (dialog.asked.span_name, dialog.asked.span) == (SpanName.LAST_MONTH, None)
    assert "Last month" in content_of(dialog).subtitle
    take(dialog.form.period, "Other dates…")
    assert dialog.form.period.currentText() == "Last month"
    popover = dialog.form.period.popover
    assert popover is not None
    popover.first.setText("1 Jan 2026")
    popover.last.setText("31 Jan 2026")
    popover.submit()
    room.settle(dialog)
    span = dialog.asked.span
    assert span is not None
    assert span.period == Period(span.period.start.replace(day=1), span.period.start.replace(month=2))
    assert dialog.form.period.currentText() == "1 Jan to 31 Jan 2026"


def test_as_of_a_past_day_other_periods_are_as_of_that_day_too(room: Room) -> None:
    day = room.desk.clock().date().replace(day=7)
    dialog = room.preview(Shown(ReportAsked(ReportKind.PIPELINE, span=find_span(SpanName.THIS_YEAR, day))))
    take(dialog.form.period, "This month")
    room.settle(dialog)
    assert dialog.asked.span == find_span(SpanName.THIS_MONTH, day)
    assert "as of 7 Jan 2026" in content_of(dialog).subtitle
    assert dialog.form.period.currentText() == "This month, as of 7 Jan 2026"
    take(dialog.form.period, "As it is now")
    room.settle(dialog)
    now = dialog.asked
    assert (now.span_name, now.span) == (SpanName.THIS_MONTH, None)
    assert "As it is now" not in shown_lines(dialog.form.period)


def test_dates_as_of_a_past_day_can_be_asked_as_they_are_known_now(room: Room) -> None:
    today = room.desk.clock().date()
    period, day = Period(today.replace(day=1), today.replace(day=15)), today.replace(day=7)
    dialog = room.preview(Shown(ReportAsked(ReportKind.PIPELINE, span=span_of(period, as_of=day))))
    assert dialog.form.period.currentText() == "1 Jan to 14 Jan 2026, as of 7 Jan 2026"
    take(dialog.form.period, "As it is now")
    room.settle(dialog)
    assert dialog.asked.span == span_of(period, as_of=today.replace(day=14))


def test_a_part_without_its_tick_is_not_printed(room: Room) -> None:
    dialog = room.preview()
    tick = next(tick for tick in dialog.findChildren(QCheckBox) if tick.text() == "Win rate by owner")
    tick.click()
    room.settle(dialog)
    assert SectionName.OWNERS not in {section.name for section in content_of(dialog).sections}
    assert dialog.asked.left_out == {SectionName.OWNERS}
    for other in dialog.findChildren(QCheckBox):
        other.setChecked(False)
    room.settle(dialog)
    assert (dialog.view.count, content_of(dialog).sections) == (1, ())


def test_a_page_of_figures_is_offered_beside_the_reports(room: Room) -> None:
    made = ReportContent("f", "Speed", "Speed", "as it is", (), (), (), "", "")
    dialog = room.preview(Shown(PIPELINE, page=ShownPage("Speed", lambda: made), is_page=True))
    assert dialog.windowTitle() == "Speed"
    assert dialog.form.kind.currentText() == "Speed, as it is shown"
    assert not is_shown(dialog.form.period)
    take(dialog.form.kind, "Pipeline report")
    room.settle(dialog)
    assert dialog.windowTitle() == "Pipeline report"
    take(dialog.form.kind, "Speed, as it is shown")
    room.settle(dialog)
    assert dialog.windowTitle() == "Speed"


def test_what_a_report_does_not_keep_to_is_told(room: Room) -> None:
    dialog = room.preview(Shown(PIPELINE, note="The board's other filters are left out."))
    assert dialog.foot.note.isVisible()
    assert dialog.foot.note.text() == "The board's other filters are left out."


def test_a_change_of_the_deals_is_followed_and_a_saved_report_is_no_change(room: Room) -> None:
    dialog = room.preview()
    won = "8 were won"
    assert won in dialog.view.page_text(1)
    before = dialog.pages
    save_view(room.desk.workspace, "Monday", "report", write_asked(dialog.asked))
    QTest.qWait(400)
    assert dialog.pages is before
    deal = int(room.desk.workspace.value("select id from deal where status = 'open' limit 1"))
    win_deals(room.desk.workspace, [deal], at=room.desk.now)
    room.qtbot.waitUntil(lambda: not dialog.is_busy and "9 were won" in dialog.view.page_text(1))


# --- work that takes its time


class _Slow:
    """A report that is only made when it is let."""

    def __init__(self) -> None:
        self.begun, self.go = Event(), Event()

    def __call__(self) -> ReportContent:
        self.begun.set()
        assert self.go.wait(10)
        return ReportContent("f", "Slow", "Slow", "", (), (), (), "", "")


def test_work_that_takes_long_shows_how_far_it_is_and_can_be_stopped(room: Room) -> None:
    slow = _Slow()
    dialog = room.preview(Shown(PIPELINE, page=ShownPage("Slow", slow), is_page=True), wait=False)
    room.qtbot.waitUntil(dialog.foot.cancel.isVisible)
    assert not dialog.foot.print_button.isEnabled()
    dialog.foot.cancel.click()
    assert (dialog.foot.note.text(), dialog.foot.progress.isVisible()) == ("Stopped.", False)
    slow.go.set()
    QTest.qWait(50)
    assert dialog.view.count == 0
    dialog.foot.again.click()
    room.settle(dialog)
    assert dialog.windowTitle() == "Slow"


def test_the_newest_wish_wins(room: Room) -> None:
    slow = _Slow()
    dialog = room.preview(Shown(PIPELINE, page=ShownPage("Slow", slow), is_page=True), wait=False)
    room.qtbot.waitUntil(slow.begun.is_set)
    take(dialog.form.kind, "Forecast")
    slow.go.set()
    room.settle(dialog)
    assert dialog.windowTitle() == content_of(dialog).title != "Slow"


def test_an_error_is_told_in_the_panel_and_another_report_can_be_made(room: Room) -> None:
    def refuse() -> ReportContent:
        message = "There are no figures yet."
        raise RefusedError(message)

    dialog = room.preview(Shown(PIPELINE, page=ShownPage("Speed", refuse), is_page=True))
    assert dialog.foot.note.text() == "There are no figures yet."
    assert dialog.foot.again.isVisible()
    take(dialog.form.kind, "Pipeline report")
    room.settle(dialog)
    assert dialog.view.count > 1
    assert not dialog.foot.note.isVisible()


def test_closing_in_the_midst_ends_everything(room: Room) -> None:
    slow = _Slow()
    dialog = room.preview(Shown(PIPELINE, page=ShownPage("Slow", slow), is_page=True), wait=False)
    room.qtbot.waitUntil(slow.begun.is_set)
    slow.go.set()
    dialog.reject()
    assert not dialog.is_busy


# --- saved reports


def saved(room: Room) -> list[str]:
    return [view.name for view in read_views(room.desk.workspace) if view.screen == "report"]


def name_it(dialog: PreviewDialog, name: str) -> None:
    popover = dialog.saved.findChildren(NamePopover)[-1]
    popover.field.setText(name)
    popover.submit()


def test_a_report_is_saved_taken_again_changed_renamed_and_deleted(room: Room) -> None:
    dialog = room.preview()
    assert not dialog.saved.choice.isEnabled()
    take(dialog.form.period, "Last quarter")
    dialog.form.orientation.choose(1)
    press(dialog.saved.open_menu(), "Save as…")
    name_it(dialog, "For the board & bank")
    assert saved(room) == ["For the board & bank"]
    assert dialog.saved.choice.currentText() == "For the board & bank"
    take(dialog.form.kind, "Forecast")
    dialog.form.orientation.choose(0)
    dialog.close()

    again = room.preview()
    take(again.saved.choice, "For the board & bank")
    room.settle(again)
    assert (again.asked.kind, again.asked.span_name) == (ReportKind.PIPELINE, SpanName.LAST_QUARTER)
    assert again.asked.is_landscape
    assert again.view.page_place(1).width() > again.view.page_place(1).height()
    menu = again.saved.open_menu()
    assert [action.isEnabled() for action in menu.actions()] == [True, False, True, True]
    menu.close()
    again.form.paper.choose(1)
    press(again.saved.open_menu(), "Keep changes in “For the board && bank”")
    (view,) = read_views(room.desk.workspace)
    assert read_asked(view.question).paper == "Letter"
    press(again.saved.open_menu(), "Rename “For the board && bank”…")
    name_it(again, "For the bank")
    assert again.saved.choice.currentText() == "For the bank"
    press(again.saved.open_menu(), "Delete “For the bank”")
    assert saved(room) == []
    assert again.saved.current is None
    room.settle(again)


def test_a_name_that_is_taken_is_refused_where_it_is_typed(room: Room) -> None:
    save_view(room.desk.workspace, "Monday", "report", {})
    dialog = room.preview()
    press(dialog.saved.open_menu(), "Save as…")
    name_it(dialog, "monday")
    popover = dialog.saved.findChildren(NamePopover)[-1]
    assert "There is a report “Monday” already" in popover.error
    popover.close()


def test_nonsense_that_was_saved_is_a_report_all_the_same(room: Room) -> None:
    save_view(room.desk.workspace, "Odd", "report", {"kind": 7, "ids": "all", "dates": [1], "left_out": {}})
    dialog = room.preview(Shown(ReportAsked(ReportKind.FORECAST)))
    take(dialog.saved.choice, "Odd")
    room.settle(dialog)
    assert dialog.windowTitle() == "Pipeline report"


# --- the ways out


def test_paper_and_orientation_hold_for_the_saved_file(room: Room, tmp_path: Path) -> None:
    dialog = room.preview()
    dialog.form.paper.choose(1)
    dialog.form.orientation.choose(1)
    room.settle(dialog)
    dialog.foot.pdf_button.click()
    choose_file(dialog, tmp_path / "r.pdf")
    room.settle(dialog)
    box = PdfReader(tmp_path / "r.pdf").pages[0].mediabox
    assert (round(box.width), round(box.height)) == (792, 612)
    assert dialog.foot.note.text() == "Saved as “r.pdf”."
    dialog.foot.open_button.click()
    assert room.opened == [tmp_path / "r.pdf"]


def test_a_file_that_cannot_be_written_is_told_and_the_pages_stay(room: Room, tmp_path: Path) -> None:
    dialog = room.preview()
    assert dialog.pages is not None
    dialog.out.save_pdf(dialog.pages, tmp_path / "nowhere" / "r.pdf")
    room.settle(dialog)
    assert "could not be written" in dialog.foot.note.text()
    assert dialog.foot.print_button.isEnabled()
    assert dialog.view.count


def test_a_page_becomes_a_picture(room: Room, tmp_path: Path) -> None:
    dialog = room.preview()
    dialog.view.go_to(2)
    press(dialog.open_more(), "Picture of this page…")
    assert dialog.out.chooser is not None
    assert dialog.out.chooser.selectedFiles()[0].endswith("page 2.png")
    choose_file(dialog, tmp_path / "p.png")
    room.settle(dialog)
    picture = QImage(str(tmp_path / "p.png"))
    assert picture.height() > picture.width() > 1000


def test_an_email_draft_carries_the_pdf_and_is_not_sent(room: Room, tmp_path: Path) -> None:
    dialog = room.preview()
    press(dialog.open_more(), "E-mail draft…")
    choose_file(dialog, tmp_path / "d.eml")
    room.settle(dialog)
    draft = message_from_bytes((tmp_path / "d.eml").read_bytes(), policy=default)
    assert (draft["X-Unsent"], draft["To"], draft["From"]) == ("1", None, None)
    assert draft["Subject"] == content_of(dialog).subject
    (attached,) = draft.iter_attachments()
    assert attached.get_filename() == f"{name_file(content_of(dialog))}.pdf"
    assert len(PdfReader(BytesIO(attached.get_payload(decode=True))).pages) == dialog.view.count  # type: ignore[arg-type]
    body = draft.get_body()
    assert body is not None
    assert content_of(dialog).story[0] in " ".join(body.get_content().split())
    dialog.foot.open_button.click()
    assert room.opened == [tmp_path / "d.eml"]


def test_no_room_for_drafts_is_said_and_the_next_try_works(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = room.preview()
    with monkeypatch.context() as somewhere:
        somewhere.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
        press(dialog.open_more(), "E-mail draft…")
        choose_file(dialog, tmp_path / "d.eml")
        assert not dialog.is_busy
        assert "folder for passing files cannot be written to (No such file or directory)" in dialog.foot.note.text()
    press(dialog.open_more(), "E-mail draft…")
    choose_file(dialog, tmp_path / "d.eml")
    room.settle(dialog)
    assert (tmp_path / "d.eml").exists()


def test_the_tables_become_a_workbook(room: Room, tmp_path: Path) -> None:
    dialog = room.preview()
    press(dialog.open_more(), "Tables as Excel…")
    choose_file(dialog, tmp_path / "t.xlsx")
    room.settle(dialog)
    assert dialog.foot.note.text() == "Saved as “t.xlsx”."
    book = load_workbook(tmp_path / "t.xlsx", read_only=True)
    titles = {section.title for section in content_of(dialog).sections if isinstance(section, Table) and section.lines}
    assert len(titles) > 3
    assert titles <= set(book.sheetnames)
    book.close()
    content = content_of(dialog)
    dialog.out.save_workbook(lambda _report: content, tmp_path / "nowhere" / "t.xlsx")
    room.settle(dialog)
    assert "cannot be written" in dialog.foot.note.text()


def test_a_list_has_more_columns_sideways_and_all_of_them_in_a_workbook(room: Room, tmp_path: Path) -> None:
    create_organisation(room.desk.workspace, name="Hale & Sons", industry="Joinery", email="office@hale.example")
    dialog = room.preview(Shown(ReportAsked(ReportKind.ORGANISATIONS, paper="A4")))
    upright = content_of(dialog)
    dialog.form.orientation.choose(1)
    room.settle(dialog)
    sideways = content_of(dialog)
    assert len(heads(sideways)) > len(heads(upright))
    dialog.form.orientation.choose(0)
    room.settle(dialog)
    assert heads(content_of(dialog)) == heads(upright)
    press(dialog.open_more(), "Tables as Excel…")
    choose_file(dialog, tmp_path / "t.xlsx")
    room.settle(dialog)
    book = load_workbook(tmp_path / "t.xlsx", read_only=True)
    assert any(set(heads(sideways)) <= {str(cell.value) for cell in next(sheet.rows)} for sheet in book)
    book.close()


def test_without_a_printer_a_sentence_says_so(room: Room) -> None:
    room.printers.clear()
    dialog = room.preview()
    dialog.foot.print_button.click()
    assert dialog.out.print_dialog is None
    assert "no printer" in dialog.foot.note.text()
    assert dialog.foot.print_button.isEnabled()


@pytest.mark.parametrize(
    ("choose", "pages"),
    [
        (lambda _printer: None, None),
        (lambda printer: printer.setPrintRange(QPrinter.PrintRange.CurrentPage), 1),
        (lambda printer: (printer.setPrintRange(QPrinter.PrintRange.PageRange), printer.setFromTo(1, 2)), 2),
    ],
)
def test_it_prints_all_pages_the_one_that_is_looked_at_or_a_range(
    room: Room, tmp_path: Path, choose: Callable[[QPrinter], object], pages: int | None
) -> None:
    dialog = room.preview()
    dialog.view.go_to(2)
    dialog.foot.print_button.click()
    asked = dialog.findChild(QPrintDialog)
    assert asked is not None
    # Printing into a file is what a computer without a printer can do.
    asked.printer().setOutputFileName(str(tmp_path / "printed.pdf"))
    choose(asked.printer())
    asked.accepted.emit(asked.printer())
    asked.close()
    room.settle(dialog)
    printed = PdfReader(tmp_path / "printed.pdf").pages
    assert len(printed) == (pages or dialog.view.count)
    number = "2" if pages == 1 else "1"
    assert f"Page {number} of {dialog.view.count}" in printed[0].extract_text()
    assert dialog.foot.note.text() == ("Printed 1 page." if pages == 1 else f"Printed {len(printed)} pages.")


def test_what_is_written_can_be_given_up_and_leaves_nothing(room: Room, tmp_path: Path) -> None:
    dialog = room.preview()
    assert dialog.pages is not None
    dialog.out.save_pdf(dialog.pages, tmp_path / "r.pdf")
    assert dialog.out.is_busy
    # The first Esc stops, the second closes.
    dialog.reject()
    assert dialog.isVisible()
    assert dialog.foot.note.text() == "Stopped. Nothing was written."
    assert list(tmp_path.glob("*r.pdf*")) == []
    dialog.reject()
    assert not dialog.isVisible()


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Deal: A/B \\ “C”?", "f Deal A B “C”"),
        ("x" * 300, "f " + "x" * 98),
        ("Ends with a dot.", "f Ends with a dot"),
        ("line\nbreak\x00", "f line break"),
        ("\ud800half", "f half"),
    ],
)
def test_a_file_has_a_name_that_every_system_takes(title: str, name: str) -> None:
    assert name_file(ReportContent("f", title, "", "", (), (), (), "", "")) == name


# --- keys and readers


def test_everything_that_takes_keys_has_a_name(room: Room) -> None:
    dialog = room.preview()
    for kind in ("List of deals", "Deal sheet", "Pipeline report"):
        take(dialog.form.kind, kind)
        room.settle(dialog)
        for widget in dialog.findChildren(QWidget):
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
                interface = QAccessible.queryAccessibleInterface(widget)
                assert interface is not None
                assert interface.text(QAccessible.Text.Name), widget


def test_tab_goes_from_the_pages_down_the_column_to_the_ways_out(room: Room) -> None:
    dialog = room.preview()
    dialog.activateWindow()
    dialog.view.setFocus()
    met: list[QWidget | None] = []
    for _press in range(60):
        QTest.keyClick(QApplication.focusWidget() or dialog, Qt.Key.Key_Tab)
        met.append(QApplication.focusWidget())
        if met[-1] is dialog.view:
            break
    form = dialog.form
    wanted = [dialog.saved.button, form.kind, form.period, form.filters[Filter.OWNER], form.paper, form.orientation]
    wanted += [dialog.foot.print_button, dialog.foot.pdf_button, dialog.foot.more_button]
    places = [met.index(widget) for widget in wanted]
    assert places == sorted(places)
    assert met[-1] is dialog.view


def test_a_closed_file_of_readers_may_print_but_saves_no_report(room: Room) -> None:
    path = room.desk.path
    room.desk.workspace.close()
    from desktop_pipeline.actions import open_workspace  # noqa: PLC0415 - in place of the one that was open

    with open_workspace(path, read_only=True, clock=room.desk.clock) as workspace:
        room.session, room.figures = Session(workspace), Figures(workspace)
        dialog = room.preview()
        assert dialog.foot.print_button.isEnabled()
        menu = dialog.saved.open_menu()
        assert not any(action.isEnabled() for action in menu.actions() if not action.isSeparator())
        menu.close()
        dialog.close()
