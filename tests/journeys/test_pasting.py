"""Rows copied elsewhere are pasted by keys alone, and contacts arrive from a file of cards."""

import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from desktop_pipeline.actions.deals import create_deal
from desktop_pipeline.actions.importing.outlook import Outlook
from desktop_pipeline.actions.workspaces import make_workspace
from desktop_pipeline.domain.money import Money
from desktop_pipeline.queries.lists import read_pipelines, read_stages
from desktop_pipeline.storage.workspace import open_workspace
from desktop_pipeline.ui.deals.deals_page import DealsPage
from desktop_pipeline.ui.palette.commands import collect_commands
from desktop_pipeline.ui.transfer.wizard import CHECK, COLUMNS, FILE, RESULT, ImportWizard
from tests.journeys.story import Story

# Lists that open ask the window system for what the offscreen one has not.
pytestmark = pytest.mark.qt_log_ignore(
    r"This plugin does not support raise\(\)", r"This plugin does not support grabbing the keyboard"
)
DEALS = "Deal name\tOrganisation\tAmount\tStage\nLoft\tPetrel House\t7400\tLead In\nCounter\tSaffra\t5200\tMeeting\n"
TABLE = (
    '<meta charset="utf-8"><style>td{color:red}</style><table><tr><th>Deal name</th><th>Amount</th><th>Note</th></tr>'
    "<tr><td>Loft</td><td>7400</td><td>two<br>lines</td></tr></table><script>alert(1)</script>"
)
CARDS = "".join(
    f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{name}\r\nORG:Petrel House\r\nEMAIL:{name.split()[0].lower()}@x.example\r\n"
    "END:VCARD\r\n"
    for name in ("Anna Müller", "Bo Roe")
)


def begin(story: Story, page: str = "board", *, cards: int = 0) -> None:
    """An open workspace with some deals and that page of it."""
    with make_workspace(story.path, template="meeting", owner="Ann Lee", who="Ann Lee") as workspace:
        stages = [stage.row_id for stage in read_stages(workspace, read_pipelines(workspace)[0].row_id)]
        for number in range(cards):
            create_deal(
                workspace,
                title=f"Deal, “{number}”\\",
                stage_id=stages[number % 2],
                at=datetime(2026, 6, 9, 9, tzinfo=UTC),
                organisation=f"Company {number}",
                value=None if number == 1 else Money(123_456_700 + number, "EUR"),
                owner_id=None,
                expected_close_on=None if number == 2 else date(2027, 1, 1 + number),
            )
    story.open()
    story.page.go_to(page)
    story.settle()


def copy(text: str = "", html: str = "") -> None:
    mime = QMimeData()
    if text:
        mime.setText(text)
    if html:
        mime.setHtml(html)
    QGuiApplication.clipboard().setMimeData(mime)


def paste(story: Story) -> ImportWizard:
    """Presses the key and waits until the rows are understood."""
    story.keys("ctrl+v")
    wizard = story.ask(ImportWizard)
    story.wait(lambda: not wizard.is_working and wizard.step != FILE, "the rows were never read")
    story.settle()
    return wizard


def outlook(wizard: ImportWizard) -> Outlook:
    assert wizard.outlook is not None
    return wizard.outlook


def fields(wizard: ImportWizard) -> list[str]:
    return [column.field for column in outlook(wizard).tables[0].columns]


def take_in(story: Story, wizard: ImportWizard) -> None:
    while wizard.step != RESULT:
        before = wizard.step
        story.keys("Return")
        story.wait(lambda before=before: wizard.step != before and not wizard.is_working, "it never went on")  # type: ignore[misc] # bound as it is now
        story.settle()


def titles(story: Story) -> list[str]:
    return [str(row[0]) for row in story.rows("select title from deal where deleted_at is null order by id")]


def kept_files(folder: Path) -> list[Path]:
    return list(folder.glob("desktop-pipeline-pasted-*/*"))


@pytest.mark.parametrize("page", ["board", "deals"])
def test_rows_with_a_header_are_pasted_by_three_keys_and_taken_back_by_one(
    story: Story, page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    begin(story, page)
    copy(DEALS)
    wizard = paste(story)
    assert wizard.step == CHECK
    assert [file.name for file in outlook(wizard).files] == ["Pasted rows"]
    assert [file.name for file in kept_files(tmp_path)] == ["Pasted rows"]
    assert titles(story) == []
    take_in(story, wizard)
    assert titles(story) == ["Loft", "Counter"]
    assert story.value("select label from journal_entry where state = 'done' order by id desc") == "Import Pasted rows"
    story.keys("alt+u")
    story.wait(lambda: titles(story) == [], "it was never taken back")
    story.keys("Return")
    story.answered()
    assert kept_files(tmp_path) == []


def test_a_table_of_a_web_page_is_pasted_as_its_texts(story: Story) -> None:
    begin(story)
    copy("Loft 7400 two lines", TABLE)
    wizard = paste(story)
    take_in(story, wizard)
    assert titles(story) == ["Loft"]
    assert story.value("select text from note") == "two\nlines"


def test_rows_without_a_header_come_to_the_columns_with_what_can_be_told_of_them(story: Story) -> None:
    begin(story)
    copy("Loft\t€7,400.00\t2027-01-01\tAnn Lee\nCounter\t€5,200.00\t2027-02-01\tAnn Lee\n")
    wizard = paste(story)
    assert wizard.step == COLUMNS
    assert fields(wizard) == ["title", "value", "expected_close", "owner"]
    take_in(story, wizard)
    assert story.rows("select title, value from deal order by id") == [("Loft", 740_000), ("Counter", 520_000)]


def test_rows_without_a_header_are_read_as_the_columns_that_are_shown(story: Story) -> None:
    begin(story, "deals")
    copy("Loft\tPetrel House\tMeeting\t€7,400.50\tAnn Lee\t\t2027-01-01\t\n")
    wizard = paste(story)
    assert wizard.step == COLUMNS
    assert fields(wizard)[:5] == ["title", "organisation", "stage", "value", "owner"]
    take_in(story, wizard)
    assert story.deal("Loft", "s.name", "d.value", "d.expected_close_on") == ("Meeting", 740_050, "2027-01-01")


@pytest.mark.parametrize(("holding", "table"), [("people", "person"), ("organisations", "organisation")])
def test_names_pasted_among_the_contacts_are_what_is_listed_there(story: Story, holding: str, table: str) -> None:
    begin(story, "contacts")
    if holding == "organisations":
        story.page.screens.screen("contacts").widget.toolbar.subjects.choose(1)  # type: ignore[attr-defined] # the page's own
        story.settle()
        story.page.focus_screen()
    copy("Anna Lee\tanna@x.example\nBo Roe\tbo@x.example\n")
    wizard = paste(story)
    assert wizard.step == COLUMNS
    assert outlook(wizard).tables[0].kind == holding
    take_in(story, wizard)
    assert story.rows(f"select name, email from {table} order by id") == [  # noqa: S608 - one of the two above
        ("Anna Lee", "anna@x.example"),
        ("Bo Roe", "bo@x.example"),
    ]


@pytest.mark.parametrize("text", ["Loft", "Loft, Counter", '"two\nlines"\r\n', ""])
def test_a_single_text_is_no_import(story: Story, text: str) -> None:
    begin(story)
    copy(text)
    story.keys("ctrl+v")
    story.settle()
    assert story.app.activeModalWidget() is None
    assert "There are no rows on the clipboard." in story.read_aloud(story.page.toast) + story.page.toast.text


def test_a_text_field_takes_what_is_pasted_for_itself(story: Story) -> None:
    begin(story, "deals")
    copy(DEALS)
    story.keys("slash")
    story.keys("ctrl+v")
    story.settle()
    assert story.app.activeModalWidget() is None
    assert isinstance(story.focus, QLineEdit)
    assert story.focus.text().startswith("Deal name")


def test_files_that_were_copied_are_taken_in_as_if_dropped(story: Story) -> None:
    begin(story, "contacts")
    file = story.folder / "contacts.vcf"
    file.write_text(CARDS, encoding="utf-8")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    QGuiApplication.clipboard().setMimeData(mime)
    story.keys("ctrl+v")
    wizard = story.ask(ImportWizard)
    story.wait(lambda: not wizard.is_working and wizard.foot.next.isEnabled(), "the file was never read")
    assert wizard.step == FILE
    assert wizard.foot.next.text() == "Check 2 rows"
    take_in(story, wizard)
    assert story.rows("select name, email from person order by id") == [
        ("Anna Müller", "anna@x.example"),
        ("Bo Roe", "bo@x.example"),
    ]
    assert story.rows("select name from organisation") == [("Petrel House",)]
    story.keys("alt+u")
    story.wait(lambda: story.rows("select * from person where deleted_at is null") == [], "it was never taken back")


def test_a_file_of_cards_that_is_taken_in_twice_changes_nothing(story: Story) -> None:
    begin(story)
    file = story.folder / "contacts.vcf"
    file.write_text(CARDS, encoding="utf-8")
    for news in (2, 0):
        story.window.files.import_files([file])
        wizard = story.ask(ImportWizard)
        story.wait(lambda wizard=wizard: not wizard.is_working and wizard.foot.next.isEnabled(), "never read")  # type: ignore[misc] # likewise
        assert outlook(wizard).report.created.get("people", 0) == news
        take_in(story, wizard)
        story.keys("Escape")
        story.answered()
    assert story.value("select count(*) from person") == 2


def copy_deals(story: Story) -> None:
    """All rows of the table, as its own key copies them."""
    page = story.page.screens.screen("deals").widget
    assert isinstance(page, DealsPage)
    story.wait(lambda: page.model.rowCount() == 4, "the deals were never listed")
    story.keys("ctrl+a", "ctrl+c")


@pytest.mark.parametrize("is_markup", [True, False])
def test_copied_deals_pasted_into_their_own_file_change_nothing(story: Story, is_markup: bool) -> None:
    begin(story, "deals", cards=4)
    copy_deals(story)
    if not is_markup:
        copy(QGuiApplication.clipboard().text())
    wizard = paste(story)
    report = outlook(wizard).report
    assert (report.rows, report.new, report.updated, report.unchanged, report.problems) == (4, 0, 0, 4, ())
    assert not outlook(wizard).questions


def test_copied_deals_pasted_into_another_file_are_the_same_there(story: Story) -> None:
    begin(story, "deals", cards=4)
    told = "select title, d.value, d.currency, s.name, o.name, expected_close_on from deal d join stage s"
    told += " on s.id = d.stage_id left join organisation o on o.id = d.organisation_id order by title"
    before = story.rows(told)
    copy_deals(story)
    story.path = story.folder / "other.pipeline"
    story.window.close_file()
    begin(story)
    wizard = paste(story)
    take_in(story, wizard)
    assert story.rows(told) == before


def test_the_menu_and_the_palette_name_it_with_its_key(story: Story) -> None:
    begin(story)
    command = next(each for each in collect_commands(story.window.menuBar()) if each.text == "Paste rows…")
    assert (command.keys, command.enabled, command.place) == (("Ctrl", "V"), True, "Edit")
    copy(DEALS)
    command.act()
    assert story.ask(ImportWizard).isVisible()


def test_a_file_that_is_open_for_reading_only_says_so_before_anything_is_asked(story: Story, tmp_path: Path) -> None:
    begin(story)
    file = tmp_path / "deals.csv"
    file.write_text(DEALS.replace("\t", ","), encoding="utf-8")
    story.window.leave()
    story.window.enter(open_workspace(story.path, read_only=True))
    story.settle()
    story.window.files.import_files([file])
    assert story.window.page is not None
    assert "reading only" in story.window.page.toast.text
    assert story.window.findChild(ImportWizard) is None
