from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox, QWidget

from desktop_pipeline.actions.attachments import remove_attachment, rename_attachment
from desktop_pipeline.actions.deal_people import add_person, set_role
from desktop_pipeline.actions.deals import create_deal
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.line_items import add_line, edit_line
from desktop_pipeline.actions.objections import raise_objection
from desktop_pipeline.actions.relations import RelationKind, relate_deals
from desktop_pipeline.domain.custom_fields import FieldKind
from desktop_pipeline.domain.money import Money
from desktop_pipeline.storage.tables import CustomChoice, CustomField, Person
from desktop_pipeline.ui.deal.line_editor import LineEditor
from desktop_pipeline.ui.deal.sections import Block
from desktop_pipeline.ui.deal.surroundings import Surroundings
from desktop_pipeline.ui.widgets.field import Field
from desktop_pipeline.ui.widgets.field_long import LongField
from desktop_pipeline.ui.widgets.name_popup import NamePopup
from desktop_pipeline.ui.widgets.text_field import TextField
from desktop_pipeline.ui.widgets.words import Words
from tests.ui.deal.conftest import NOW, World
from tests.workspaces import read_content

# Popups and menus are windows of their own, which the offscreen plugin can neither raise nor give the keyboard.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def named(block: Block, name: str) -> QWidget:
    found = block.named(name)
    assert found is not None, name
    return found


def popup(popup: object) -> NamePopup:
    assert isinstance(popup, NamePopup)
    return popup


def type_name(shown: NamePopup, text: str) -> None:
    shown.field.setText(text)
    QTest.keyClick(shown.field, Qt.Key.Key_Return)


def words(block: QWidget) -> list[str]:
    QApplication.sendPostedEvents(None, 52)  # what was taken out of the rows goes
    return [label.text() for label in block.findChildren(Words)]


def choose(text: str) -> None:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    next(line for line in menu.actions() if line.text() == text).trigger()
    menu.close()


def asked_for(world: World, monkeypatch: pytest.MonkeyPatch) -> list[QUrl]:
    """What would be handed to the system."""
    urls: list[QUrl] = []

    def take(url: QUrl) -> bool:
        urls.append(url)
        return True

    panel = world.panel
    around = panel._around
    taking = Surroundings(around.session, around.theme, around.formats, around.note, take)
    for block in (panel.people, panel.files, panel.custom):
        monkeypatch.setattr(block, "_around", taking)
    return urls


def test_a_person_is_added_by_name_and_the_keys_come_back(world: World) -> None:
    before = read_content(world.workspace)
    people = world.panel.people
    people.ask_person()
    type_name(popup(people.popup), "Bea Lind")
    assert [person.name for person in world.view().people] == ["Ines Calloway", "Bea Lind"]
    assert "Bea Lind" in words(people)
    world.session.undo()
    assert read_content(world.workspace) == before
    assert "Bea Lind" not in words(people)


def test_a_role_is_chosen_or_put_in_own_words(world: World) -> None:
    people = world.panel.people
    role = named(people, "role:1")
    assert isinstance(role, Field)
    role.setFocus()
    QTest.keyClick(role, Qt.Key.Key_Return)
    type_name(popup(people.popup), "champ")
    assert world.view().people[0].role == "champion"
    role = named(people, "role:1")
    assert isinstance(role, Field)
    assert (role.text(), role.hasFocus()) == ("champion", True)
    QTest.keyClick(role, Qt.Key.Key_F2)
    type_name(popup(people.popup), "Has the keys")
    assert world.view().people[0].role == "Has the keys"


def test_the_menu_of_a_person_makes_them_the_main_one_or_takes_them_off(world: World) -> None:
    bea = add_person(world.workspace, world.deal_id, "Bea")
    people = world.panel.people
    QTest.mouseClick(named(people, f"more:{bea}"), Qt.MouseButton.LeftButton)
    choose("Make the main person")
    assert [person.name for person in world.view().people] == ["Bea", "Ines Calloway"]
    QTest.mouseClick(named(people, f"more:{bea}"), Qt.MouseButton.LeftButton)
    choose("Remove from this deal")
    assert [person.name for person in world.view().people] == ["Ines Calloway"]


def test_calling_and_writing_show_the_address_before_anything_happens(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with world.workspace.journal.change("Reach") as draft:
        draft.update(Person, 1, phone="+49 (30) 12-34", email="a&b@example.com?subject=x")
    urls = asked_for(world, monkeypatch)
    people = world.panel.people
    QTest.mouseClick(named(people, "call:1"), Qt.MouseButton.LeftButton)
    assert urls == []
    choose("Call +49 (30) 12-34")
    QTest.mouseClick(named(people, "mail:1"), Qt.MouseButton.LeftButton)
    choose("Write to a&&b@example.com?subject=x")
    assert [url.toString(QUrl.ComponentFormattingOption.FullyEncoded) for url in urls] == [
        "tel:+493012 34".replace(" ", ""),
        "mailto:a&b@example.com%3Fsubject=x",
    ]


def test_a_product_is_added_its_quantity_typed_and_the_keys_stay(world: World) -> None:
    products = world.panel.products
    products.ask_product()
    type_name(popup(products.popup), "Oak <b>shelf</b>")
    line = world.view().products[-1]
    assert (line.name, line.quantity, line.amount) == ("Oak <b>shelf</b>", Decimal(1), None)
    quantity = named(products, f"quantity:{line.line_id}")
    assert isinstance(quantity, TextField)
    world.type_into(quantity, "2.5")
    assert world.view().products[-1].quantity == Decimal("2.5")
    quantity = named(products, f"quantity:{line.line_id}")
    assert isinstance(quantity, TextField)
    assert (quantity.text(), quantity.hasFocus()) == ("2.5", True)
    world.type_into(quantity, "2.5001")
    assert world.panel.error == "A quantity has 3 decimal places, no more."
    assert quantity.editor is not None
    QTest.keyClick(quantity.editor, Qt.Key.Key_Escape)
    world.type_into(quantity, "two")
    assert world.panel.error == "“two” is not a number. Type one such as 2.5."


def test_price_and_discount_are_typed_in_the_lines_editor(world: World) -> None:
    products = world.panel.products
    line = world.view().products[0]
    name = named(products, f"line:{line.line_id}")
    name.setFocus()
    QTest.keyClick(name, Qt.Key.Key_Return)
    editor = products.popup
    assert isinstance(editor, LineEditor)
    assert editor.amount.text() == "€19,600"
    editor.price.setText("2,450.50")
    editor.discount.setText("5 %")
    editor._show_amount()
    assert editor.amount.text() == "€18,623.80"
    editor.quantity.setText("0")
    QTest.keyClick(editor.quantity, Qt.Key.Key_Return)
    assert editor.error == "A quantity lies above 0, up to 1,000,000,000."
    editor.quantity.setText("8")
    QTest.keyClick(editor.quantity, Qt.Key.Key_Return)
    assert world.view().products[0].amount == Money(1_862_380, "EUR")
    assert named(products, f"line:{line.line_id}").hasFocus()


def test_lines_are_moved_and_taken_off_by_keys(world: World) -> None:
    products = world.panel.products
    first, second = (line.line_id for line in world.view().products)
    name = named(products, f"line:{first}")
    name.setFocus()
    QTest.keyClick(name, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert [line.line_id for line in world.view().products] == [second, first]
    name = named(products, f"line:{first}")
    assert name.hasFocus()
    QTest.keyClick(name, Qt.Key.Key_Delete)
    assert [line.line_id for line in world.view().products] == [second]
    assert named(products, f"line:{second}").hasFocus()


def test_a_value_by_hand_is_said_and_follows_again_by_one_click(world: World) -> None:
    products = world.panel.products
    edit_deal(world.workspace, world.deal_id, at=NOW, value=Money(5_000, "EUR"))
    assert "The value is set by hand; the products add up to €34,500." in words(products)
    QTest.mouseClick(named(products, "follow"), Qt.MouseButton.LeftButton)
    assert world.view().value == Money(3_450_000, "EUR")
    assert "The deal’s value follows its products." in words(products)
    edit_line(world.workspace, 1, at=NOW, quantity=Decimal(4))
    assert world.panel.header.value.text() == "€24,700"


def drop(world: World, *paths: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    what = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entering = QDragEnterEvent(QPoint(50, 300), *what)
    QApplication.sendEvent(world.panel, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(world.panel, QDropEvent(QPointF(50, 300), *what))


def test_files_dropped_on_the_panel_are_attached_and_undone(world: World, tmp_path: Path) -> None:
    before = read_content(world.workspace)
    plan, sheet = tmp_path / "plan.pdf", tmp_path / "sums <b>.xlsx"
    plan.write_bytes(b"%PDF" + b"x" * 1_200_000)
    sheet.write_bytes(b"x" * 48 * 1024)
    drop(world, plan, sheet)
    assert {file.name for file in world.view().files} == {"plan.pdf", "sums b.xlsx"}
    shown = words(world.panel.files)
    assert "1.1 MB" in shown
    assert "48 KB" in shown
    world.session.undo()
    assert read_content(world.workspace) == before


def test_what_is_no_file_is_not_taken(world: World) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.com/plan.pdf")])
    event = QDragEnterEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    event.ignore()
    QApplication.sendEvent(world.panel, event)
    assert not event.isAccepted()


def test_a_file_opens_as_a_copy_and_one_that_can_run_asks_first(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, script = tmp_path / "plan.pdf", tmp_path / "run.sh"
    plan.write_bytes(b"%PDF")
    script.write_bytes(b"#!/bin/sh")
    urls = asked_for(world, monkeypatch)
    files = world.panel.files
    files.attach([plan, script])
    ids = {file.name: file.attachment_id for file in world.view().files}
    QTest.keyClick(named(files, f"file:{ids['plan.pdf']}"), Qt.Key.Key_Return)
    assert Path(urls[0].toLocalFile()).read_bytes() == b"%PDF"
    assert urls[0].toLocalFile() != str(plan)
    QTest.keyClick(named(files, f"file:{ids['run.sh']}"), Qt.Key.Key_Return)
    box = files.dialog
    assert isinstance(box, QMessageBox)
    assert "can run something" in box.text()
    box.reject()
    assert len(urls) == 1
    QTest.keyClick(named(files, f"file:{ids['run.sh']}"), Qt.Key.Key_Return)
    box = files.dialog
    assert isinstance(box, QMessageBox)
    next(button for button in box.buttons() if button.text() == "Open it").click()
    assert len(urls) == 2


def test_a_file_is_renamed_saved_and_taken_off(world: World, tmp_path: Path) -> None:
    plan = tmp_path / "plan.pdf"
    plan.write_bytes(b"%PDF")
    files = world.panel.files
    files.attach([plan])
    (file,) = world.view().files
    QTest.mouseClick(named(files, f"more:{file.attachment_id}"), Qt.MouseButton.LeftButton)
    choose("Rename…")
    field = next(field for field in files.findChildren(TextField) if field.editor is not None)
    assert field.editor is not None
    place = field.editor.geometry()
    assert place.left() >= 0
    assert field.editor.selectedText() == "plan"
    QTest.keyClicks(field.editor, "Floor 2")
    QTest.keyClick(field.editor, Qt.Key.Key_Return)
    assert world.view().files[0].name == "Floor 2.pdf"
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert world.window.focusWidget() is named(files, f"file:{file.attachment_id}")
    files.save(world.view().files[0], tmp_path / "out.pdf")
    assert (tmp_path / "out.pdf").read_bytes() == b"%PDF"
    files.save(world.view().files[0], tmp_path / "none" / "out.pdf")
    assert "cannot be saved there" in world.panel.error
    QTest.mouseClick(named(files, f"more:{file.attachment_id}"), Qt.MouseButton.LeftButton)
    choose("Remove from this deal")
    assert world.view().files == ()


def test_an_objection_is_noted_answered_and_reworded_where_it_stands(world: World) -> None:
    block = world.panel.objections
    assert block.add_button is not None
    QTest.keyClick(block.add_button, Qt.Key.Key_Space)
    assert block.writing.hasFocus()
    QTest.keyClicks(block.writing, "Too dear")
    QTest.keyClick(block.writing, Qt.Key.Key_Return)
    (objection,) = world.view().objections
    answer = named(block, f"answer:{objection.objection_id}")
    assert isinstance(answer, LongField)
    assert answer.text() == "No answer yet"
    answer.setFocus()
    QTest.keyClick(answer, Qt.Key.Key_Return)
    assert answer.editor is not None
    QTest.keyClicks(answer.editor, "Cheaper fronts")
    QTest.keyClick(answer.editor, Qt.Key.Key_Return)
    assert world.view().objections[0].answer == "Cheaper fronts"
    assert named(block, f"answer:{objection.objection_id}").hasFocus()
    text = named(block, f"objection:{objection.objection_id}")
    assert isinstance(text, LongField)
    QTest.keyClick(text, Qt.Key.Key_F2)
    assert text.editor is not None
    text.editor.clear()
    QTest.keyClick(text.editor, Qt.Key.Key_Return)
    assert world.panel.error == "Write what the customer objects to."
    QTest.keyClick(text.editor, Qt.Key.Key_Escape)
    assert world.view().objections[0].text == "Too dear"
    assert world.panel.deal_id == world.deal_id


def test_what_is_half_written_is_kept_when_another_deal_is_shown(world: World) -> None:
    number = raise_objection(world.workspace, world.deal_id, "Late", on=NOW.date())
    other = create_deal(world.workspace, title="Other", stage_id=world.stages["Lead In"], at=NOW)
    answer = named(world.panel.objections, f"answer:{number}")
    assert isinstance(answer, LongField)
    QTest.keyClick(answer, Qt.Key.Key_Return)
    assert answer.editor is not None
    QTest.keyClicks(answer.editor, "Sooner")
    world.panel.show_deal(other)
    assert world.view().objections[0].answer == "Sooner"


def test_an_objection_that_was_begun_comes_back_with_its_deal(world: World) -> None:
    other = create_deal(world.workspace, title="Other", stage_id=world.stages["Lead In"], at=NOW)
    block = world.panel.objections
    block.ask_objection()
    QTest.keyClicks(block.writing, "Too d")
    world.panel.show_deal(other)
    assert (block.writing.toPlainText(), block.writing.isVisibleTo(block)) == ("", False)
    block.ask_objection()
    QTest.keyClicks(block.writing, "Late")
    QTest.keyClick(block.writing, Qt.Key.Key_Escape)
    world.panel.show_deal(world.deal_id)
    assert (block.writing.toPlainText(), block.writing.isVisibleTo(block)) == ("Too d", True)
    QTest.keyClicks(block.writing, "ear")
    QTest.keyClick(block.writing, Qt.Key.Key_Return)
    assert [objection.text for objection in world.view().objections] == ["Too dear"]
    for deal_id in (other, world.deal_id):
        world.panel.show_deal(deal_id)
        assert not block.writing.isVisibleTo(block)


def test_an_earlier_deal_is_found_by_typing_and_opened(world: World) -> None:
    earlier = create_deal(world.workspace, title="Phase 1", stage_id=world.stages["Lead In"], at=NOW)
    block, opened = world.panel.related, list[int]()
    world.panel.deal_opened.connect(opened.append)
    block.ask_earlier(RelationKind.REPEAT)
    type_name(popup(block.popup), "phase 1")
    (relation,) = world.view().related
    assert (relation.deal_id, relation.kind) == (earlier, "repeat")
    title = named(block, f"related:{relation.relation_id}")
    QTest.keyClick(title, Qt.Key.Key_Return)
    assert opened == [earlier]
    QTest.mouseClick(named(block, f"more:{relation.relation_id}"), Qt.MouseButton.LeftButton)
    choose("No longer related")
    assert world.view().related == ()


def test_labels_and_competitors_are_ticked_and_made(world: World) -> None:
    field = world.panel.details.labels
    QTest.keyClick(field, Qt.Key.Key_Return)
    type_name(popup(field.popup), "Tender & co")
    assert world.view().labels == ("Priority", "Tender & co")
    assert popup(field.popup).isVisible()
    type_name(popup(field.popup), "Priority")
    assert world.view().labels == ("Tender & co",)
    type_name(popup(field.popup), "x" * 61)
    assert popup(field.popup).error == "This can have 60 characters at most."
    popup(field.popup).close()
    rivals = world.panel.details.competitors
    QTest.keyClick(rivals, Qt.Key.Key_Return)
    type_name(popup(rivals.popup), "Hartl")
    assert (world.view().competitors, rivals.text()) == (("Hartl",), "Hartl")


def test_forecast_and_currency_are_chosen(world: World) -> None:
    details = world.panel.details
    assert details.category.text() == "Weighted, by stage"
    details.category.choose(2)
    assert (world.view().forecast_category, details.category.text()) == ("best case", "Best case")
    # In the same words as on the page Forecast.
    assert "Forecast: Best case" in [line.headline for line in world.panel.story.timeline.lines]
    details.category.choose(0)
    assert world.view().forecast_category is None
    with world.workspace.journal.change("Currency") as draft:
        draft.execute("insert into currency (code) values ('CHF')")
    details.currency.choose(1)
    assert world.view().value == Money(3_450_000, "CHF")


def own_fields(world: World) -> dict[FieldKind, int]:
    with world.workspace.journal.change("Fields") as draft:
        ids = {
            kind: draft.insert(CustomField, subject="deal", name=f"Own {kind}", kind=kind.value) for kind in FieldKind
        }
        draft.insert(CustomChoice, field=ids[FieldKind.CHOICE], name="Oak")
        draft.insert(CustomChoice, field=ids[FieldKind.CHOICES], name="Ash")
    return ids


@pytest.mark.parametrize(
    ("kind", "typed", "kept", "shown"),
    [
        (FieldKind.NUMBER, "1,250.5", "1250.5", "1,250.5"),
        (FieldKind.NUMBER, "many", None, "Empty"),
        (FieldKind.MONEY, "12.50", {"currency": "EUR", "minor": 1250}, "€12.50"),
        (FieldKind.LINK, "example.com", "https://example.com", "https://example.com"),
        (FieldKind.LINK, "javascript:x", None, "Empty"),
    ],
)
def test_own_fields_are_typed_in_place(world: World, kind: FieldKind, typed: str, kept: object, shown: str) -> None:
    ids = own_fields(world)
    field = named(world.panel.custom, f"custom:{ids[kind]}")
    assert isinstance(field, TextField)
    world.type_into(field, typed)
    assert next(custom.value for custom in world.view().custom if custom.kind is kind) == kept
    assert bool(world.panel.error) is (kept is None)
    found = named(world.panel.custom, f"custom:{ids[kind]}")
    assert isinstance(found, TextField)
    assert found.text() == shown


def test_own_fields_are_chosen_ticked_and_written(world: World) -> None:
    ids = own_fields(world)
    block = world.panel.custom

    def value(kind: FieldKind) -> object:
        return next(custom.value for custom in world.view().custom if custom.kind is kind)

    named(block, f"custom:{ids[FieldKind.YES_NO]}").choose(2)  # type: ignore[attr-defined]
    assert value(FieldKind.YES_NO) is False
    named(block, f"custom:{ids[FieldKind.CHOICE]}").choose(1)  # type: ignore[attr-defined]
    assert value(FieldKind.CHOICE) == 1
    field = named(block, f"custom:{ids[FieldKind.CHOICES]}")
    field._turn("Ash", True)  # type: ignore[attr-defined]
    assert value(FieldKind.CHOICES) == [2]
    field = named(block, f"custom:{ids[FieldKind.CHOICES]}")
    field._turn("Ash", False)  # type: ignore[attr-defined]
    assert value(FieldKind.CHOICES) is None
    text = named(block, f"custom:{ids[FieldKind.TEXT]}")
    assert isinstance(text, LongField)
    QTest.keyClick(text, Qt.Key.Key_Return)
    assert text.editor is not None
    text.editor.setPlainText("x" * 5_000)
    QTest.keyClick(text.editor, Qt.Key.Key_Return)
    assert "4000 characters at most" in world.panel.error
    assert text.editor is not None


def test_a_note_is_reworded_and_deleted_from_the_timeline_by_keys(world: World) -> None:
    timeline = world.panel.story.timeline
    timeline.setFocus()
    QTest.keyClick(timeline, Qt.Key.Key_F2)
    editor = world.panel.story.reworded
    assert editor is not None
    editor.setPlainText("Ash fronts")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert [entry.text for entry in world.view().timeline if entry.kind == "note"] == ["Ash fronts"]
    assert timeline.hasFocus()
    before = read_content(world.workspace)
    index = next(place for place, line in enumerate(timeline.lines) if line.note_id)
    for _step in range(index):
        QTest.keyClick(timeline, Qt.Key.Key_Down)
    QTest.keyClick(timeline, Qt.Key.Key_Delete)
    assert not [entry for entry in world.view().timeline if entry.kind == "note"]
    world.session.undo()
    assert read_content(world.workspace) == before


def test_the_timeline_says_who_changed_what(world: World) -> None:
    set_role(world.workspace, world.deal_id, 1, "decides")
    edit_deal(world.workspace, world.deal_id, at=NOW, title="Clinic, <i>phase</i> 2", value=Money(100, "EUR"))
    lines = {line.headline: line.when for line in world.panel.story.timeline.lines}
    assert lines["Title from Clinic refurbishment, phase 2 to Clinic, <i>phase</i> 2"] == "Amara, today 09:12"
    assert lines["Value from €34,500 to €1"] == "Amara, today 09:12"
    assert lines["Ines Calloway: decides"] == "Amara, today 09:12"


def test_relations_show_from_the_other_side_too(world: World) -> None:
    later = create_deal(world.workspace, title="Phase 3", stage_id=world.stages["Lead In"], at=NOW)
    relate_deals(world.workspace, later, world.deal_id, RelationKind.UPSELL)
    assert "Led to more" in words(world.panel.related)


def test_the_right_button_and_the_menu_key_open_the_menu_of_a_row(world: World, tmp_path: Path) -> None:
    plan = tmp_path / "plan.pdf"
    plan.write_bytes(b"%PDF")
    panel = world.panel
    panel.files.attach([plan])
    add_line(world.workspace, world.deal_id, "Oak <b>top</b>", at=world.clock())
    add_person(world.workspace, world.deal_id, "Ines Low")
    view = world.view()
    for block, name, entry in (
        (panel.files, f"file:{view.files[-1].attachment_id}", "Rename…"),
        (panel.products, f"line:{view.products[-1].line_id}", "Remove"),
        (panel.people, f"role:{view.people[-1].person_id}", "Open Ines Low"),
    ):
        row = named(block, name)
        spot = row.rect().center()
        QApplication.sendEvent(row, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, spot, row.mapToGlobal(spot)))
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu), name
        assert entry in [action.text() for action in menu.actions()]
        menu.close()


def test_the_keys_go_to_the_row_that_takes_the_place_of_one_that_is_gone(world: World, tmp_path: Path) -> None:
    files = world.panel.files
    for letter in "abcd":
        path = tmp_path / f"{letter}.txt"
        path.write_text(letter)
        files.attach([path])
    ids = [file.attachment_id for file in world.view().files]
    QApplication.processEvents()
    named(files, f"more:{ids[2]}").setFocus()
    remove_attachment(world.workspace, ids[2])
    assert world.window.focusWidget() is named(files, f"more:{ids[3]}")
    remove_attachment(world.workspace, ids[3])
    assert world.window.focusWidget() is named(files, f"more:{ids[1]}")


def test_the_keys_stay_in_a_row_that_is_made_anew_while_another_window_has_them(world: World, tmp_path: Path) -> None:
    plan = tmp_path / "plan.pdf"
    plan.write_bytes(b"%PDF")
    files = world.panel.files
    files.attach([plan])
    (file,) = world.view().files
    QApplication.processEvents()
    named(files, f"more:{file.attachment_id}").setFocus()
    other = QWidget()
    other.show()
    other.activateWindow()
    QApplication.processEvents()
    assert not world.window.isActiveWindow()
    rename_attachment(world.workspace, file.attachment_id, "Floor 2.pdf")
    assert world.window.focusWidget() is named(files, f"more:{file.attachment_id}")
    other.close()
