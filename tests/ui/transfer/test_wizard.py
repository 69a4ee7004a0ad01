from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import openpyxl.styles
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.transfer.outlook_words import word_preset
from desktop_pipeline.ui.transfer.studying import ImportMeans
from desktop_pipeline.ui.transfer.wizard import CHECK, COLUMNS, FILE, RESULT
from desktop_pipeline.ui.widgets.segmented import Segmented
from tests.ui.transfer.conftest import NOW
from tests.ui.transfer.wizards import PATIENCE_MS, SlowStudy, Visit, guard_nothing, open_slow_study, open_study

# Lists that open ask the window system for what this one has not.
pytestmark = pytest.mark.qt_log_ignore(
    r"This plugin does not support raise\(\)", r"This plugin does not support grabbing the keyboard"
)
LEFT = Qt.MouseButton.LeftButton
GOOD = "Deal Name,Organisation,Amount,Stage,Close Date\nPods,Acme,1200,Meeting,2026-09-01\nDesks,Beta,800,Lead In,\n"
BAD = GOOD + "<b>Shelf</b>,Gamma,-5,Proposal,2026-02-31\n,,7,Lead In,\n"

Begin = Callable[..., Visit]


@pytest.fixture
def begin(
    session: Session, tasks: Tasks, theme: Theme, formats: Formats, window: QWidget, qtbot: QtBot
) -> Iterator[Begin]:
    visits: list[Visit] = []

    def begin(means: ImportMeans | None = None) -> Visit:
        visits.append(Visit(session, tasks, theme, formats, window, qtbot, means))
        return visits[-1]

    yield begin
    for visit in visits:
        visit.end()


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "deals.csv"
    path.write_text(GOOD, encoding="utf-8")
    return path


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "bad & odd.csv"
    path.write_text(BAD, encoding="utf-8")
    return path


def press(widget: QWidget, key: Qt.Key) -> None:
    QTest.keyClick(widget, key)


def test_a_file_that_is_understood_whole_needs_enter_twice(begin: Begin, good: Path) -> None:
    visit = begin()
    wizard = visit.open(good)
    assert (wizard.step, wizard.foot.next.text()) == (FILE, "Check 2 rows")
    press(wizard, Qt.Key.Key_Return)
    visit.settle()
    assert (wizard.step, wizard.foot.next.text()) == (CHECK, "Import 2 rows")
    assert visit.count() == 0
    press(wizard, Qt.Key.Key_Return)
    visit.settle()
    assert wizard.step == RESULT
    assert visit.count() == 2


def test_the_result_says_what_arrived(begin: Begin, good: Path) -> None:
    visit = begin()
    visit.open(good)
    wizard = visit.take_in()
    result = wizard.result_page
    assert result is not None
    assert result.headline.text() == "2 deals arrived, all of them open"
    assert result.account.text().startswith("All 2 rows are accounted for. Took ")
    assert [(line.name, line.count) for line in result.counts.lines] == [("New deals", 2), ("New organisations", 2)]
    assert result.values.text == "The sums agree. The file’s Amount column adds up to €2,000, and so do the deals."
    assert [(line.name, line.deals, line.position, line.count) for line in result.where.lines] == [
        ("Lead In", 1, 0, 5),
        ("Meeting", 1, 2, 5),
    ]
    assert result.problems is None
    assert wizard.focusWidget() is wizard.foot.next


def test_nothing_is_written_before_the_last_step(begin: Begin, session: Session, bad: Path) -> None:
    visit = begin()
    wizard = visit.open(bad)
    wizard.look_at_columns()
    visit.settle()
    wizard.go_on()
    visit.settle()
    assert wizard.step == CHECK
    assert visit.count() == 0
    assert session.undo_label is None
    wizard.reject()
    assert visit.count() == 0
    assert not wizard.isVisible()


@pytest.mark.parametrize(("percent", "begins_at_rows"), [(100, True), (130, False)])
def test_the_keys_begin_where_something_is_seen(
    begin: Begin, good: Path, window: QWidget, theme: Theme, qapp: QApplication, percent: int, begins_at_rows: bool
) -> None:
    window.resize(1024, 640)
    theme.apply(qapp, text_percent=percent)
    try:
        visit = begin()
        wizard = visit.open(good)
        wizard.go_on()
        visit.settle()
        page = wizard.check_page
        assert page.is_folded is not begins_at_rows
        focus = wizard.focusWidget()
        assert focus is (page.rows.table if begins_at_rows else page.fold)
        assert not focus.visibleRegion().isEmpty()
    finally:
        theme.apply(qapp, text_percent=100)


def test_the_check_counts_and_proves_itself_by_sums(begin: Begin, bad: Path) -> None:
    visit = begin()
    wizard = visit.open(bad)
    wizard.look_at_columns()
    wizard.go_on()
    visit.settle()
    page = wizard.check_page
    counted = {line.name: line.count for line in page.counts.lines}
    assert counted["New deals"] == visit.outlook.report.new
    assert page.headline.text() == f"{visit.outlook.report.new} deals will arrive"
    assert page.sums.text.startswith("The sums agree.")
    told = {line.name: line.deals for line in page.where.lines}
    assert sum(told.values()) == visit.outlook.report.new
    assert page.rows.table.rows.rowCount() == len(visit.outlook.rows)


def test_only_the_rows_with_problems_are_shown_when_asked(begin: Begin, bad: Path) -> None:
    visit = begin()
    wizard = visit.open(bad)
    wizard.look_at_columns()
    visit.settle()
    rows = wizard.columns_page.rows
    whole = rows.table.rows.rowCount()
    rows.switch.setFocus()
    press(rows.switch, Qt.Key.Key_Right)
    visit.settle()
    model = rows.table.rows
    assert 0 < model.rowCount() < whole
    assert all(any(note.weight == "problem" for note in row.notes) for row in model.shown.rows)
    press(rows.switch, Qt.Key.Key_Left)
    visit.settle()
    assert rows.table.rows.rowCount() == whole


def test_a_cell_that_is_typed_anew_is_planned_anew(begin: Begin, bad: Path) -> None:
    visit = begin()
    wizard = visit.open(bad)
    wizard.look_at_columns()
    wizard.go_on()
    visit.settle()
    table = wizard.check_page.rows.table
    column = table.rows.shown.fields.index("close") + 1
    before = len(visit.outlook.report.problems)
    row = next(row for row, shown in enumerate(table.rows.shown.rows) if shown.place.row == 4)
    assert table.rows.index(row, column).data(Qt.ItemDataRole.EditRole) == "2026-02-31"
    table.setFocus()
    table.setCurrentIndex(table.rows.index(row, column))
    press(table, Qt.Key.Key_F2)
    editor = table.focusWidget()
    assert editor is not None
    QTest.keyClicks(editor, "2026-02-28")
    press(editor, Qt.Key.Key_Return)
    visit.qtbot.waitUntil(lambda: bool(wizard.options.corrections), timeout=PATIENCE_MS)
    visit.settle()
    assert wizard.step == CHECK
    assert len(visit.outlook.report.problems) == before - 1
    assert table.rows.index(row, column).data() == "28 Feb 2026"


def test_another_field_for_a_column_is_kept_back_and_forth(begin: Begin, tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("Deal name,Stage,Amount,Anything\nOak,Lead In,12,Ladder\n", encoding="utf-8")
    visit = begin()
    wizard = visit.open(path)
    assert wizard.foot.next.text() == "Look at the columns"
    wizard.go_on()
    visit.settle()
    assert wizard.step == COLUMNS
    columns = wizard.columns_page.columns
    columns.setCurrentIndex(columns.columns.index(3, 0))
    press(columns, Qt.Key.Key_Space)
    popup = columns.popup
    assert popup is not None
    QTest.keyClicks(popup.field, "organi")
    press(popup.field, Qt.Key.Key_Return)
    visit.settle()
    assert visit.outlook.tables[0].columns[3].field == "organisation"
    wizard.go_on()
    wizard.go_back()
    wizard.go_back()
    assert wizard.step == FILE
    wizard.look_at_columns()
    visit.settle()
    assert visit.outlook.tables[0].columns[3].field == "organisation"
    visit.take_in()
    assert visit.session.workspace.value("select name from organisation") == "Ladder"


def test_what_is_ambiguous_is_asked_and_the_answer_holds(begin: Begin, tmp_path: Path) -> None:
    path = tmp_path / "asked.csv"
    path.write_text("Deal name,Stage,Close date\nOak,Lead In,03/04/2026\nAsh,Lead In,05/06/2026\n", encoding="utf-8")
    visit = begin()
    wizard = visit.open(path)
    wizard.go_on()
    visit.settle()
    (asked,) = [row for row in wizard.columns_page.remarks.rows if row.question.subject == "date order"]
    assert asked.segmented is not None
    asked.segmented.setFocus()
    press(asked.segmented, Qt.Key.Key_Right)
    visit.settle()
    assert dict(wizard.options.date_orders) == {"Close date": "month"}
    days = {row.texts["title"]: str(row.days["close"]) for row in visit.outlook.rows}
    assert days == {"Oak": "2026-03-04", "Ash": "2026-05-06"}
    still = [row for row in wizard.columns_page.remarks.rows if row.question.subject == "date order"]
    assert [row.segmented.current for row in still if row.segmented] == [1]


def test_a_number_that_reads_two_ways_is_read_as_it_is_answered(begin: Begin, tmp_path: Path) -> None:
    path = tmp_path / "mark.csv"
    path.write_text("Deal name,Stage,Amount\nOak,Lead In,1.200\n", encoding="utf-8")
    visit = begin()
    wizard = visit.open(path)
    wizard.look_at_columns()
    visit.settle()

    def asked() -> Segmented:
        rows = [row.segmented for row in wizard.columns_page.remarks.rows if row.question.subject == "decimal mark"]
        assert rows[0] is not None
        return rows[0]

    assert (asked().choices, asked().current) == (("Yes, 1200", "No, 1.2"), 0)
    assert visit.outlook.sums.told == {"EUR": 120000}
    asked().setFocus()
    press(asked(), Qt.Key.Key_Right)
    visit.settle()
    assert asked().current == 1
    assert visit.outlook.sums.told == {"EUR": 120}
    assert [question.assumed for question in visit.outlook.report.questions] == []


def test_painted_rows_become_what_their_colour_is_answered_to_mean(begin: Begin, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Firma / Ansprechpartner", "Bauvorhaben", "Summe"])
    for row, colour in (["Bosch / Fr. Klein", "Dach", 10], "FF92D050"), (["Berg / Hr. Ott", "Gaube", 20], "FFFF0000"):
        book.active.append(row)
        for cell in book.active[book.active.max_row]:
            cell.fill = openpyxl.styles.PatternFill("solid", fgColor=colour)
    book.save(tmp_path / "painted.xlsx")
    visit = begin()
    wizard = visit.open(tmp_path / "painted.xlsx")
    wizard.look_at_columns()
    visit.settle()
    shown = {column.header: (column.field, column.note) for column in visit.outlook.tables[0].columns}
    assert shown["Firma / Ansprechpartner"] == ("", "told apart below")
    assert [shown[header][0] for header in ("Firma", "Ansprechpartner", "Row colour")] == [
        "organisation", "person", "colour"
    ]  # fmt: skip
    green, red = (row.segmented for row in wizard.columns_page.remarks.rows if row.question.subject == "outcome")
    assert green is not None
    assert red is not None
    assert (green.choices, green.current, red.current) == (("Open", "Won", "Lost"), 0, 0)
    for control, presses in ((green, 1), (red, 2)):
        control.setFocus()
        for _press in range(presses):
            press(control, Qt.Key.Key_Right)
        visit.settle()
    assert dict(wizard.options.stage_words) == {"green": "won", "red": "lost"}
    visit.take_in()
    found = visit.session.workspace.rows("select title, status from deal order by title")
    assert [tuple(row) for row in found] == [("Dach", "won"), ("Gaube", "lost")]


def test_what_names_above_rows_are_is_asked_and_the_answer_is_remembered(begin: Begin, tmp_path: Path) -> None:
    path = tmp_path / "by rep.csv"
    path.write_text(
        "Opportunity,Account,Value,Stage\nAnn Baker,,,\nERP,Acme,50,New\nSubtotal,,50,\nBob Carter,,,\n"
        "Move,Cord,30,New\nSubtotal,,30,\n",
        encoding="utf-8",
    )
    visit = begin()
    wizard = visit.open(path)
    wizard.look_at_columns()
    visit.settle()
    (row,) = [row for row in wizard.columns_page.remarks.rows if row.question.subject == "sections"]
    assert row.combo is not None
    assert [row.combo.itemText(place) for place in range(row.combo.count())] == ["Owner", "Product", "Label", "Nothing"]
    assert row.combo.currentText() == "Nothing"
    row.combo.setCurrentIndex(0)
    row.combo.activated.emit(0)
    visit.settle()
    assert [row.texts["owner"] for row in visit.outlook.rows] == ["Ann Baker", "Bob Carter"]
    visit.take_in()
    sql = "select o.name from deal d join owner o on o.id = d.owner_id order by d.id"
    assert [name for (name,) in visit.session.workspace.rows(sql)] == ["Ann Baker", "Bob Carter"]
    visit.open(path)
    assert visit.outlook.report.unchanged == 2


def test_statuses_that_are_written_freely_are_notes_until_somebody_says_they_are_stages(
    begin: Begin, tmp_path: Path
) -> None:
    path = tmp_path / "statuses.csv"
    path.write_text(
        "Company,Job,Status\nHill,Loft,Waiting for signature\nKhan,Bar,call again in May\nRay,Deck,maybe next year\n"
        "Fox,Roof,went with competitor\nShaw,Wall,visit booked for June\nWebb,Porch,Negotation\n"
        "Bell,Van,dead - too dear\n",
        encoding="utf-8",
    )
    visit = begin()
    wizard = visit.open(path)
    wizard.look_at_columns()
    visit.settle()

    def answer(subject: str) -> Segmented:
        (row,) = [row for row in wizard.columns_page.remarks.rows if row.question.subject == subject]
        assert row.segmented is not None
        return row.segmented

    assert (answer("free texts").choices, answer("free texts").current) == (("Yes", "No, notes"), 1)
    assert answer("outcome").choices == ("Open", "Won", "Lost")
    assert {word.meant for word in visit.outlook.words if word.field == "stage"} == {"open", "lost"}
    answer("free texts").setFocus()
    press(answer("free texts"), Qt.Key.Key_Left)
    visit.settle()
    assert visit.outlook.report.created["stages"] == 6
    assert (answer("near stage").choices, answer("near stage").current) == (("Negotiation", "A new stage"), 1)
    press(answer("near stage"), Qt.Key.Key_Left)
    visit.settle()
    assert visit.outlook.report.created["stages"] == 5
    press(answer("free texts"), Qt.Key.Key_Right)
    visit.settle()
    visit.take_in()
    sql = (
        "select d.title, d.status, s.name, n.text from deal d left join stage s on s.id = d.stage_id"
        " left join note n on n.deal_id = d.id"
    )
    found = {title: told for title, *told in visit.session.workspace.rows(sql)}
    assert found["Porch"] == ["open", "Negotiation", "Negotation"]
    assert found["Roof"] == ["open", "Lead In", "went with competitor"]
    assert found["Van"] == ["lost", None, None]


def test_rows_below_a_customer_that_is_named_once_are_asked_about_and_the_answer_is_remembered(
    begin: Begin, tmp_path: Path
) -> None:
    path = tmp_path / "grouped.csv"
    path.write_text(
        "Customer,Opportunity,Value,Stage\nHarbor Inn,Menus,10,New\n,Sign,20,New\n,Van,30,Won\nKite Co,Banner,5,New\n"
        ",Booth,6,New\n",
        encoding="utf-8",
    )
    visit = begin()
    wizard = visit.open(path)
    wizard.look_at_columns()
    visit.settle()

    def asked() -> Segmented:
        (row,) = [row for row in wizard.columns_page.remarks.rows if row.question.subject == "blanks below"]
        assert row.segmented is not None
        return row.segmented

    assert (asked().choices, asked().current) == (("Yes", "No"), 1)
    assert [row.texts.get("organisation", "") for row in visit.outlook.rows] == ["Harbor Inn", "", "", "Kite Co", ""]
    for key, current in ((Qt.Key.Key_Left, 0), (Qt.Key.Key_Right, 1), (Qt.Key.Key_Left, 0)):
        asked().setFocus()
        press(asked(), key)
        visit.settle()
        assert asked().current == current
    names = ["Harbor Inn"] * 3 + ["Kite Co"] * 2
    assert [row.texts["organisation"] for row in visit.outlook.rows] == names
    visit.take_in()
    sql = "select o.name from deal d join organisation o on o.id = d.organisation_id order by d.id"
    assert [name for (name,) in visit.session.workspace.rows(sql)] == names
    again = visit.open(path)
    assert again.report is None
    assert visit.outlook.report.unchanged == len(names)


def test_a_table_on_its_side_says_so(begin: Begin, tmp_path: Path, formats: Formats) -> None:
    path = tmp_path / "side.csv"
    path.write_text("Deal,Lobby,Bar\nCompany,Acme,Birch\nAmount,12,3\nStage,New,Won\n", encoding="utf-8")
    visit = begin()
    visit.open(path)
    assert visit.outlook.is_on_its_side
    lead, _turn = word_preset(visit.outlook, (), formats)
    assert lead == "This table lies on its side."


def test_a_word_answered_to_be_a_stage_is_that_stage(begin: Begin, tmp_path: Path) -> None:
    path = tmp_path / "ended.csv"
    path.write_text(
        "Deal name,Stage,Close date\nOak,Gelukt,2026-03-04\nAsh,Lead In,\nElm,Gelukt,2026-04-04\n", encoding="utf-8"
    )
    visit = begin()
    wizard = visit.open(path)
    wizard.look_at_columns()
    visit.settle()
    (asked,) = [row for row in wizard.columns_page.remarks.rows if row.question.subject == "outcome"]
    assert asked.segmented is not None
    assert (asked.segmented.choices, asked.segmented.current) == (("Won", "Lost", "A stage"), 2)
    asked.segmented.setFocus()
    press(asked.segmented, Qt.Key.Key_Left)
    press(asked.segmented, Qt.Key.Key_Right)
    visit.settle()
    assert dict(wizard.options.stage_words) == {"Gelukt": "Gelukt"}
    assert next((word.word, word.meant, word.is_new) for word in visit.outlook.words) == ("Gelukt", "Gelukt", True)
    visit.take_in()
    sql = "select s.name, d.status from deal d join stage s on s.id = d.stage_id where d.title = 'Oak'"
    assert visit.session.workspace.rows(sql) == [("Gelukt", "open")]


def test_amounts_that_could_not_be_taken_are_said_beside_the_sums(begin: Begin, tmp_path: Path) -> None:
    path = tmp_path / "sums.csv"
    path.write_text("Deal name,Stage,Amount\nOak,Lead In,1200\nAsh,Lead In,-900\nElm,Lead In,on request\n", "utf-8")
    visit = begin()
    wizard = visit.open(path)
    said = "The sums agree: €1,200 in the file and in the deals, without 2 amounts that could not be taken."
    assert wizard.check_page.sums.text == said
    visit.take_in()
    assert wizard.result_page is not None
    assert wizard.result_page.values.text == said
    wizard.saving.save_report(tmp_path / "report.txt")
    assert said in (tmp_path / "report.txt").read_text(encoding="utf-8").splitlines()


def test_a_new_stage_is_told_to_mean_one_that_is_there(begin: Begin, tmp_path: Path) -> None:
    path = tmp_path / "words.csv"
    path.write_text("Deal name,Stage,Amount\nOak,Quallified,12\nAsh,Lead In,12\n", encoding="utf-8")
    visit = begin()
    wizard = visit.open(path)
    wizard.look_at_columns()
    visit.settle()
    page = wizard.columns_page
    QTest.mouseClick(page.remarks.word_buttons["stage"], LEFT)
    popover = page.popup
    assert popover is not None
    words = popover.table.words  # type: ignore[union-attr] # the popover of words
    row = next(row for row, word in enumerate(words.words) if word.word == "Quallified")
    assert words.words[row].is_new
    popover.open_choices(row)  # type: ignore[union-attr]
    choices = popover.popup  # type: ignore[union-attr]
    assert choices is not None
    QTest.keyClicks(choices.field, "Qualified")
    press(choices.field, Qt.Key.Key_Return)
    visit.settle()
    assert not any(word.is_new for word in visit.outlook.words)
    visit.take_in()
    sql = "select s.name from deal d join stage s on s.id = d.stage_id where d.title = 'Oak'"
    assert visit.session.workspace.value(sql) == "Qualified"


def test_the_order_of_stages_is_moved_by_keys(begin: Begin, tmp_path: Path, session: Session) -> None:
    path = tmp_path / "order.csv"
    lines = [f"Deal {n},{stage},12" for n, stage in enumerate(("Angebot", "Anfrage", "Verhandlung"))]
    path.write_text("\n".join(["Deal name,Stage,Amount", *lines]) + "\n", encoding="utf-8")
    visit = begin()
    wizard = visit.open(path)
    assert wizard.foot.next.text() == "Look at the columns"
    wizard.look_at_columns()
    visit.settle()
    page = wizard.columns_page
    asked = [row for row in page.remarks.rows if row.question.subject == "stage order"]
    assert asked[0].button is not None
    QTest.mouseClick(asked[0].button, LEFT)
    popover = page.popup
    before = popover.stages()  # type: ignore[union-attr] # the popover of the order
    QTest.keyClick(popover.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)  # type: ignore[union-attr]
    press(popover.list, Qt.Key.Key_Return)  # type: ignore[union-attr]
    visit.settle()
    assert wizard.options.stage_order == (before[1], before[0], *before[2:])


def test_a_hidden_sheet_is_taken_only_when_it_is_ticked(begin: Begin, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book = openpyxl.Workbook()
    for title, deal in (("Now", "Oak"), ("Old", "Ash")):
        sheet = book.create_sheet(title)
        sheet.append(["Deal name", "Stage", "Amount"])
        sheet.append([deal, "Lead In", 12])
    del book["Sheet"]
    book["Old"].sheet_state = "hidden"
    book.save(path)
    visit = begin()
    wizard = visit.open(path)
    table = wizard.file_step.table
    lines = [(line.name, line.sheet.is_taken) for line in table.files.lines if line.sheet is not None]
    assert lines == [("Now", True), ("Old", False)]
    assert "hidden" in table.files.lines[2].found
    assert [row.texts["title"] for row in visit.outlook.rows] == ["Oak"]
    table.setCurrentIndex(table.files.index(2, 0))
    press(table, Qt.Key.Key_Space)
    visit.settle()
    assert {row.texts["title"] for row in visit.outlook.rows} == {"Oak", "Ash"}


def test_two_files_of_one_name_have_their_own_sheets(begin: Begin, tmp_path: Path) -> None:
    paths = [tmp_path / folder / "deals.xlsx" for folder in ("north", "south")]
    for path, deals in zip(paths, (("Oak", "Ash"), ("Elm", "Fir")), strict=True):
        path.parent.mkdir()
        book = openpyxl.Workbook()
        for title, deal in zip(("Now", "Old"), deals, strict=True):
            sheet = book.create_sheet(title)
            sheet.append(["Deal name", "Stage", "Amount"])
            sheet.append([deal, "Lead In", 12])
        del book["Sheet"]
        book.save(path)
    visit = begin()
    wizard = visit.open(*paths)
    table = wizard.file_step.table
    assert [line.name for line in table.files.lines] == [
        "north/deals.xlsx", "Now", "Old", "south/deals.xlsx", "Now", "Old"
    ]  # fmt: skip
    table.setCurrentIndex(table.files.index(5, 0))
    press(table, Qt.Key.Key_Space)
    visit.settle()
    assert {row.texts["title"] for row in visit.outlook.rows} == {"Oak", "Ash", "Elm"}
    assert [line.sheet.is_taken for line in table.files.lines if line.sheet is not None] == [True, True, True, False]


def test_encoding_separator_and_header_row_are_said_otherwise(begin: Begin, tmp_path: Path) -> None:
    path = tmp_path / "text.csv"
    path.write_bytes("Deal name;Stage;Organisation\nOak;Lead In;Müller\n".encode("cp1252"))
    visit = begin()
    wizard = visit.open(path)
    assert visit.outlook.rows[0].texts["organisation"] == "Müller"
    bar = wizard.file_step.bar
    index = next(i for i in range(bar.encodings.count()) if bar.encodings.itemData(i) == "cp1251")
    bar.encodings.setCurrentIndex(index)
    bar.encodings.activated.emit(index)
    visit.settle()
    assert visit.outlook.rows[0].texts["organisation"] != "Müller"
    assert visit.outlook.files[0].encoding == "cp1251"


def test_an_encoding_that_cannot_be_is_said_otherwise_again(begin: Begin, good: Path) -> None:
    visit = begin()
    wizard = visit.open(good)
    bar = wizard.file_step.bar

    def choose(encoding: str) -> None:
        index = next(i for i in range(bar.encodings.count()) if bar.encodings.itemData(i) == encoding)
        bar.encodings.setCurrentIndex(index)
        bar.encodings.activated.emit(index)
        visit.settle()

    choose("utf-16")
    assert wizard.file_step.failure.text == "“deals.csv” is not written in the encoding utf-16."
    assert not wizard.foot.next.isEnabled()
    assert bar.isVisible()
    choose("utf-8")
    assert wizard.file_step.failure.text == ""
    assert len(visit.outlook.rows) == 2
    press(wizard, Qt.Key.Key_Escape)


def test_several_files_are_read_together_and_one_is_taken_away(begin: Begin, good: Path, tmp_path: Path) -> None:
    other = tmp_path / "organisations.csv"
    other.write_text("Company,Industry,Country\nAcme,Retail,Austria\n", encoding="utf-8")
    visit = begin()
    wizard = visit.open(good, other)
    assert [file.name for file in visit.outlook.files] == ["deals.csv", "organisations.csv"]
    table = wizard.file_step.table
    assert [line.holds for line in table.files.lines] == ["Deals", "Organisations"]
    table.setCurrentIndex(table.files.index(1, 0))
    press(table, Qt.Key.Key_Delete)
    visit.settle()
    assert [file.name for file in visit.outlook.files] == ["deals.csv"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.csv", b"", "nothing to import"),
        ("photo.xlsx", b"\x89PNG\r\n", "photo.xlsx"),
        ("heads.csv", b"Deal name,Stage\n", "nothing to import"),
    ],
)
def test_a_file_that_is_none_is_said_in_words_at_its_place(
    begin: Begin, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    visit = begin()
    wizard = visit.open(path)
    assert wizard.file_step.failure.isVisible()
    assert said in wizard.file_step.failure.text
    assert not wizard.foot.next.isEnabled()
    press(wizard, Qt.Key.Key_Return)
    assert wizard.step == FILE
    press(wizard, Qt.Key.Key_Escape)
    assert not wizard.isVisible()
    assert visit.count() == 0


def test_every_problem_is_listed_with_its_place_and_reason(begin: Begin, bad: Path) -> None:
    visit = begin()
    visit.open(bad)
    wizard = visit.take_in()
    result = wizard.result_page
    assert result is not None
    assert result.problems is not None
    model = result.problems.texts
    rows = [[model.index(row, column).data() for column in range(1, 4)] for row in range(model.rowCount())]
    assert ["4", "Close Date", "2026-02-31"] in rows
    assert all(model.index(row, 4).data() for row in range(model.rowCount()))
    assert result.problems.isColumnHidden(0)


def test_the_rows_that_were_not_taken_are_saved_as_a_workbook(begin: Begin, bad: Path, tmp_path: Path) -> None:
    visit = begin()
    visit.open(bad)
    wizard = visit.take_in()
    assert wizard.result_page is not None
    QTest.mouseClick(wizard.result_page.save_button, LEFT)
    chooser = wizard.saving.chooser
    assert isinstance(chooser, QFileDialog)
    out = tmp_path / "problems.xlsx"
    chooser.fileSelected.emit(str(out))
    chooser.reject()
    visit.qtbot.waitUntil(lambda: wizard.foot.said.text() != "", timeout=PATIENCE_MS)
    assert wizard.foot.said.text().endswith("in problems.xlsx")
    assert openpyxl.load_workbook(out).active is not None
    wizard.saving.save_rows(tmp_path / "nowhere" / "problems.xlsx")
    visit.qtbot.waitUntil(lambda: not wizard.saving.is_saving, timeout=PATIENCE_MS)
    assert "problems.xlsx" in wizard.foot.said.text()
    assert wizard.result_page.save_button.isEnabled()


def test_the_report_is_saved_as_a_text_but_never_over_the_file(begin: Begin, bad: Path, tmp_path: Path) -> None:
    visit = begin()
    visit.open(bad)
    wizard = visit.take_in()
    out = tmp_path / "report.txt"
    wizard.saving.save_report(out)
    assert "2026-02-31" in out.read_text(encoding="utf-8")
    wizard.saving.save_report(bad)
    assert "left as it is" in wizard.foot.said.text()
    assert bad.read_text(encoding="utf-8") == BAD


def test_one_button_takes_the_whole_import_back(begin: Begin, session: Session, good: Path) -> None:
    visit = begin()
    visit.open(good)
    wizard = visit.take_in()
    QTest.mouseClick(wizard.foot.undo, LEFT)
    assert visit.count() == 0
    assert session.redo_label == "Import deals.csv"
    assert wizard.result_page is not None
    assert wizard.result_page.headline.text() == "The import was taken back"
    assert not wizard.foot.undo.isEnabled()


def test_taking_back_says_what_later_changes_stand_on(begin: Begin, session: Session, good: Path) -> None:
    visit = begin()
    visit.open(good)
    wizard = visit.take_in()
    deal_id = int(session.workspace.value("select id from deal where title = 'Pods'") or 0)
    edit_deal(session.workspace, deal_id, at=NOW, title="Pods, changed")
    QTest.mouseClick(wizard.foot.undo, LEFT)
    assert visit.count() == 2
    assert "later changes stand on" in wizard.foot.said.text()
    assert wizard.foot.undo.isEnabled()


def test_a_second_import_of_the_same_file_arrives_as_nothing_new(begin: Begin, good: Path) -> None:
    visit = begin()
    visit.open(good)
    visit.take_in().accept()
    wizard = visit.open(good)
    wizard.look_at_columns()
    visit.settle()
    wizard = visit.take_in()
    assert wizard.result_page is not None
    assert wizard.result_page.headline.text() == "Nothing new: these deals are all here already"
    assert not wizard.foot.undo.isVisible()


def test_progress_is_told_and_cancel_leaves_no_trace(begin: Begin, session: Session, good: Path) -> None:
    visit = begin(ImportMeans(open_slow_study, guard_nothing))
    wizard = visit.open(good)
    wizard.look_at_columns()
    wizard.go_on()
    visit.settle()
    wizard.go_on()
    visit.qtbot.waitUntil(lambda: wizard.work_page.bar.maximum() == 8800, timeout=PATIENCE_MS)
    assert wizard.work_page.words.text() == "1,200 of 8,800 deals"
    press(wizard, Qt.Key.Key_Escape)
    assert wizard.isVisible()
    assert wizard.work_page.words.text() == "Stopping; nothing of it is kept."
    with visit.qtbot.waitSignal(wizard.rejected, timeout=PATIENCE_MS):
        SlowStudy.before.set()
        SlowStudy.after.set()
    assert visit.count() == 0
    assert session.undo_label is None


def test_a_cancel_that_came_too_late_shows_what_arrived(begin: Begin, good: Path) -> None:
    visit = begin(ImportMeans(open_slow_study, guard_nothing))
    wizard = visit.open(good)
    wizard.look_at_columns()
    wizard.go_on()
    visit.settle()
    wizard.go_on()
    visit.qtbot.waitUntil(lambda: wizard.studying.is_writing, timeout=PATIENCE_MS)
    SlowStudy.before.set()
    assert SlowStudy.arrived.wait(20)
    wizard.reject()
    SlowStudy.after.set()
    visit.qtbot.waitUntil(lambda: wizard.report is not None, timeout=PATIENCE_MS)
    assert wizard.isVisible()
    wizard.undo_import()
    assert visit.count() == 0


def test_a_large_import_is_taken_back_on_a_worker(begin: Begin, tmp_path: Path) -> None:
    large = tmp_path / "large.csv"
    rows = "".join(f"Counter {number} of the larger shop,Saffra,{number},Meeting\n" for number in range(6_000))
    large.write_text("Deal name,Organisation,Amount,Stage\n" + rows, encoding="utf-8")
    visit = begin()
    visit.open(large)
    wizard = visit.take_in()
    assert visit.count() == 6_000
    wizard.undo_import()
    assert wizard.long_work.waiting is not None
    visit.qtbot.waitUntil(lambda: wizard.long_work.waiting is None, timeout=PATIENCE_MS)
    assert visit.count() == 0
    assert not wizard.foot.undo.isEnabled()


def test_without_a_backup_nothing_is_written_and_it_is_said_why(begin: Begin, good: Path) -> None:
    visit = begin(ImportMeans(open_study, lambda _then, failed: failed("The disk is full.")))
    wizard = visit.open(good)
    wizard.look_at_columns()
    wizard.go_on()
    visit.settle()
    wizard.go_on()
    assert wizard.work_page.failure.text == "The disk is full. Nothing was changed.".replace(". N", ".\nN")
    assert wizard.foot.cancel.text() == "Close"
    assert visit.count() == 0
    QTest.mouseClick(wizard.foot.cancel, LEFT)
    assert not wizard.isVisible()


def test_another_import_begins_with_the_place_to_drop_files(begin: Begin, good: Path) -> None:
    visit = begin()
    visit.open(good)
    wizard = visit.take_in()
    QTest.mouseClick(wizard.foot.another, LEFT)
    assert wizard.step == FILE
    assert wizard.file_step.drop.isVisible()
    assert wizard.focusWidget() is wizard.file_step.drop
    assert not wizard.foot.next.isEnabled()


def test_the_board_is_opened_by_enter(begin: Begin, good: Path) -> None:
    visit = begin()
    visit.open(good)
    wizard = visit.take_in()
    with visit.qtbot.waitSignal(wizard.board_asked):
        press(wizard.foot.next, Qt.Key.Key_Return)
    assert not wizard.isVisible()


def test_four_related_files_of_others_arrive_whole(begin: Begin, data_folder: Path) -> None:
    names = ("sales_pipeline", "accounts", "products", "sales_teams")
    visit = begin()
    wizard = visit.open(*(data_folder / "maven" / f"{name}.csv" for name in names))
    assert {table.kind for table in visit.outlook.tables} == {"deals", "organisations", "products", "owners"}
    visit.take_in()
    result = wizard.result_page
    assert result is not None
    assert result.headline.text() == "8,800 deals arrived, 2,089 of them open"
    assert [(line.name, line.deals) for line in result.where.lines][-2:] == [("Won", 4238), ("Lost", 2473)]
    QTest.mouseClick(wizard.foot.undo, LEFT)
    visit.qtbot.waitUntil(lambda: wizard.long_work.waiting is None, timeout=PATIENCE_MS)
    assert visit.count() == 0


def test_columns_nobody_knows_are_sent_where_the_user_says(begin: Begin, tmp_path: Path) -> None:
    path = tmp_path / "unknown.csv"
    path.write_text("Nnnn,Oooo\nOak,Acme\nAsh,Beta\n", encoding="utf-8")
    visit = begin()
    wizard = visit.open(path)
    assert wizard.file_step.found.text.startswith("These columns are not known.")
    wizard.go_on()
    visit.settle()
    assert (wizard.step, wizard.foot.next.isEnabled()) == (COLUMNS, False)
    assert wizard.columns_page.switch.isVisible()
    wizard.columns_page.columns.sent.emit(0, "title")
    visit.settle()
    assert (visit.outlook.tables[0].kind, wizard.foot.next.isEnabled()) == ("deals", True)
    visit.take_in()
    assert visit.count() == 2


def test_what_was_said_once_of_a_file_is_remembered_for_the_next(begin: Begin, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("Deal name,Stage,Amount,Anything\nOak,Lead In,12,Ladder\n", encoding="utf-8")
    visit = begin()
    wizard = visit.open(path)
    wizard.go_on()
    visit.settle()
    wizard.columns_page.columns.sent.emit(3, "organisation")
    visit.settle()
    visit.take_in().accept()
    path.write_text("Deal name,Stage,Amount,Anything\nAsh,Lead In,12,Larch\n", encoding="utf-8")
    wizard = visit.open(path)
    assert wizard.file_step.found.text.startswith("You imported a file like this before.")
    assert wizard.foot.next.text() == "Check 1 row"
    assert visit.outlook.tables[0].columns[3].field == "organisation"


def test_leads_without_an_organisation_become_people_only_when_asked(begin: Begin, tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("First name,Last name,Company,Email,Phone\nAda,Lark,,ada@lark.example,\n", encoding="utf-8")
    visit = begin()
    wizard = visit.open(path)
    wizard.look_at_columns()
    visit.settle()
    kinds = wizard.columns_page.switch
    kinds.kind_chosen.emit("leads")
    visit.settle()
    before = visit.outlook.report.new
    (asked,) = [row for row in wizard.columns_page.remarks.rows if row.question.subject == "leads"]
    assert asked.segmented is not None
    press(asked.segmented, Qt.Key.Key_Right)
    visit.settle()
    assert wizard.options.leads == "people"
    assert (before, visit.outlook.report.new) == (1, 0)


def test_of_several_wishes_only_the_newest_is_shown(begin: Begin, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("Deal name,Stage,Amount,Anything\nOak,Lead In,12,Ladder\n", encoding="utf-8")
    visit = begin()
    wizard = visit.open(path)
    wizard.go_on()
    visit.settle()
    seen: list[str] = []
    wizard.studying.looked.connect(lambda outlook: seen.append(outlook.tables[0].columns[3].field))
    for field in ("source", "person", "label", "organisation"):
        wizard.columns_page.columns.sent.emit(3, field)
    visit.settle()
    assert seen == ["organisation"]


def test_an_import_that_is_left_while_its_backup_is_made_writes_nothing(begin: Begin, good: Path) -> None:
    held: list[Callable[[], object]] = []
    visit = begin(ImportMeans(open_study, lambda then, _failed: held.append(then)))
    wizard = visit.open(good)
    wizard.go_on()
    visit.settle()
    wizard.go_on()
    assert wizard.work_page.words.text() == "Making a backup first…"
    press(wizard, Qt.Key.Key_Escape)
    assert not wizard.isVisible()
    held[0]()
    visit.settle()
    assert visit.count() == 0


def test_a_board_of_stages_is_shown_as_the_sheet_it_is(begin: Begin, tmp_path: Path) -> None:
    path = tmp_path / "board.csv"
    path.write_text("Board,,\nLead,Proposal,Won\nAcme audit,Echo Ltd,Golf Inc\nBravo,,Kilo\n", encoding="utf-8")
    visit = begin()
    wizard = visit.open(path)
    assert wizard.file_step.bar.top.text() == "2"
    assert {row.texts["title"]: row.status for row in visit.outlook.rows} == {
        **dict.fromkeys(("Acme audit", "Bravo", "Echo Ltd"), "open"), **dict.fromkeys(("Golf Inc", "Kilo"), "won")
    }  # fmt: skip
    visit.take_in()
    assert visit.count() == 5
