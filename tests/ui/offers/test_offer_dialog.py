from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from desktop_pipeline.actions.company import edit_offer_settings, edit_tax_rate
from desktop_pipeline.actions.deals import create_deal
from desktop_pipeline.actions.line_items import add_line, edit_line
from desktop_pipeline.actions.offers import make_offer
from desktop_pipeline.domain.offers import OfferDocument
from desktop_pipeline.queries.offers import Offer, read_offer
from desktop_pipeline.ui.widgets.words import Words
from tests.legibility import complain
from tests.ui.offers.conftest import Counter
from tests.ui.settings.conftest import act, choose, names, type_cell
from tests.workspaces import read_content

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
TAB = Qt.Key.Key_Tab


class Desk:
    """A draft in its dialog."""

    def __init__(self, counter: Counter, offer_id: int) -> None:
        self.counter = counter
        self.offer_id = offer_id
        counter.block.acts.edit(offer_id, counter.line(offer_id))
        dialog = counter.block.acts.dialog
        assert dialog is not None
        self.dialog = dialog
        self.ended: list[int] = []
        self.previewed: list[int] = []
        dialog.finished.connect(self.ended.append)
        dialog.preview_asked.connect(self.previewed.append)

    @property
    def offer(self) -> Offer:
        return read_offer(self.counter.world.workspace, self.offer_id)

    @property
    def document(self) -> OfferDocument:
        return self.offer.document

    def totals(self) -> list[str]:
        QApplication.processEvents()
        grid = self.dialog._totals
        held = [grid.itemAt(place) for place in range(grid.count())]
        widgets = [item.widget() for item in held if item is not None]
        return [widget.text() for widget in widgets if isinstance(widget, Words)]

    def press(self, keys: str) -> None:
        """A shortcut of the dialog."""
        (shortcut,) = (found for found in self.dialog.findChildren(QShortcut) if found.key().toString() == keys)
        shortcut.activated.emit()


@pytest.fixture
def desk(counter: Counter) -> Iterator[Desk]:
    workspace = counter.world.workspace
    edit_offer_settings(workspace, intro="As discussed:", terms="30 days.", tax_note="No tax by § 19.")
    desk = Desk(counter, counter.make())
    yield desk
    if not desk.ended:
        desk.dialog.close()


def test_every_part_is_kept_as_it_is_left_and_taken_back_by_undo(desk: Desk) -> None:
    dialog, before = desk.dialog, read_content(desk.counter.world.workspace)
    typed = (
        (dialog.number, "2026/7"),
        (dialog.subject, "Oak fronts"),
        (dialog.recipient, "Copperline\nMr Hale & Sons <b>"),
        (dialog.intro, "Dear Ines,"),
        (dialog.terms, "At once.\n\nOr sooner."),
    )
    for field, text in typed:
        field.setFocus()
        field.selectAll()
        field.insert(text) if isinstance(field, QLineEdit) else field.insertPlainText(text)
        QTest.keyClick(field, TAB)
    document = desk.document
    assert (document.number, document.subject, document.intro) == ("2026/7", "Oak fronts", "Dear Ines,")
    assert (document.recipient, document.terms) == (("Copperline", "Mr Hale & Sons <b>"), "At once.\n\nOr sooner.")
    assert dialog.windowTitle() == "Offer 2026/7"
    for _field in typed:
        desk.press("Ctrl+Z")
    assert dialog.hint.text() == "Undone: Edit offer 2026/7"
    desk.press("Ctrl+Shift+Z")
    assert dialog.hint.text() == "Done again: Edit offer 2026/7"
    desk.press("Ctrl+Z")
    assert read_content(desk.counter.world.workspace) == before
    assert dialog.subject.text() == "Clinic refurbishment, phase 2"


def test_what_is_typed_last_is_kept_when_it_closes(desk: Desk) -> None:
    desk.dialog.subject.setFocus()
    desk.dialog.subject.setText("Oak fronts")
    desk.dialog.leave.click()
    assert desk.ended
    assert desk.document.subject == "Oak fronts"


def test_what_cannot_be_kept_keeps_it_open_and_says_why(desk: Desk) -> None:
    desk.counter.make()
    desk.dialog.number.setText("O-2026-002")
    desk.dialog.leave.click()
    assert desk.dialog.note.text == "There is an offer O-2026-002 already. Choose another number."
    assert not desk.ended
    assert desk.dialog.focusWidget() is desk.dialog.number
    QTest.keyClick(desk.dialog.number, Qt.Key.Key_Escape)
    assert desk.dialog.number.text() == "O-2026-001"
    desk.dialog.reject()
    assert desk.ended


def test_days_are_chosen_and_an_end_before_the_beginning_is_refused(desk: Desk) -> None:
    dialog = desk.dialog
    dialog.valid_until.take(date(2026, 6, 30))
    assert desk.document.valid_until == date(2026, 6, 30)
    dialog.made_on.take(date(2026, 7, 1))
    assert "it cannot end before that" in dialog.note.text
    dialog.made_on.take(None)
    assert dialog.note.text == "An offer needs the day on which it was made."
    dialog.valid_until.take(None)
    assert desk.document.valid_until is None
    assert dialog.valid_until.text() == "No end"


def test_taxes_are_chosen_line_by_line_and_the_total_follows(desk: Desk) -> None:
    lines = desk.dialog.lines
    assert names(lines, 5) == ["VAT 21\N{NO-BREAK SPACE}%"] * 2
    assert desk.totals() == ["Net", "€34,500", "VAT 21\N{NO-BREAK SPACE}%", "€7,245", "Total", "€41,745"]
    menu = lines.table.open_choices(lines.table.lines.index(1, 5))
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["VAT 21\N{NO-BREAK SPACE}%"]
    menu.close()
    choose(lines, 1, 5, "Reduced 9.5\N{NO-BREAK SPACE}%")
    assert desk.totals()[2:] == [
        *("VAT 21\N{NO-BREAK SPACE}%", "€4,116", "Reduced 9.5\N{NO-BREAK SPACE}%", "€1,415.50", "Total"),
        "€40,031.50",
    ]
    desk.press("Ctrl+Z")
    assert names(lines, 5) == ["VAT 21\N{NO-BREAK SPACE}%"] * 2


def test_without_tax_a_sentence_can_say_why(desk: Desk) -> None:
    dialog = desk.dialog
    assert dialog.tax_note.isHidden()
    act(dialog.lines, 0, "Tax on all lines…")
    (menu,) = (widget for widget in QApplication.topLevelWidgets() if type(widget).__name__ == "ChipMenu")
    menu.toggled.emit(0)  # type: ignore[attr-defined] # a ChipMenu
    assert desk.totals() == ["Total", "€34,500"]
    assert dialog.tax_note.isVisible()
    assert dialog.tax_note.toPlainText() == "No tax by § 19."
    assert names(dialog.lines, 5) == ["No tax"] * 2


def test_a_line_bears_a_name_and_a_note_of_the_offer_s_own(desk: Desk) -> None:
    type_cell(desk.dialog.lines, 0, 0, "Unit, oak")
    type_cell(desk.dialog.lines, 0, 1, "With brass handles")
    line = desk.document.lines[0]
    assert (line.name, line.note, line.quantity) == ("Unit, oak", "With brass handles", Decimal(8))
    type_cell(desk.dialog.lines, 0, 0, " ")
    assert desk.dialog.lines.note.text == "A line of an offer needs a name."


def test_a_line_is_left_out_of_the_offer_alone_and_comes_back(desk: Desk) -> None:
    world, dialog = desk.counter.world, desk.dialog
    every = names(dialog.lines)
    act(dialog.lines, 0, "Leave it out")
    assert names(dialog.lines) == every[1:]
    assert [line.name for line in desk.document.lines] == every[1:]
    assert desk.document.adds_up
    assert desk.totals()[-1] == "€18,029"
    assert [product.name for product in world.view().products] == every, "the deal keeps it"
    assert dialog.behind.text == "The lines are no longer those of the deal."
    act(dialog.lines, 0, "Leave it out")
    assert dialog.lines.note.text.startswith("An offer needs one line at least.")
    assert names(dialog.lines) == every[1:]
    desk.press("Ctrl+Z")
    assert names(dialog.lines) == every
    assert dialog.behind.isHidden()


def test_products_that_changed_since_are_told_and_taken_anew(desk: Desk) -> None:
    world, dialog = desk.counter.world, desk.dialog
    type_cell(dialog.lines, 0, 1, "Oak")
    assert dialog.behind.isHidden()
    line = world.view().products[0].line_id
    edit_line(world.workspace, line, at=world.session.now(), quantity=Decimal(4))
    assert dialog.behind.isVisible()
    dialog.renew.click()
    assert dialog.behind.isHidden()
    assert [(line.quantity, line.note) for line in desk.document.lines] == [(Decimal(4), "Oak"), (Decimal(6), "")]
    add_line(world.workspace, world.deal_id, "Unpriced", at=world.session.now())
    dialog.renew.click()
    assert "Nobody knows yet what Unpriced costs" in dialog.note.text


def test_a_tax_that_was_archived_stays_on_the_line(desk: Desk) -> None:
    workspace = desk.counter.world.workspace
    edit_tax_rate(workspace, 1, is_active=False)
    assert names(desk.dialog.lines, 5) == ["VAT 21\N{NO-BREAK SPACE}%"] * 2


def test_marking_it_as_sent_closes_it(desk: Desk) -> None:
    desk.dialog.subject.setText("Oak fronts")
    desk.dialog.sent.click()
    assert desk.ended
    assert desk.counter.state(desk.offer_id) == "sent"
    assert desk.document.subject == "Oak fronts"


def test_deleting_it_closes_it_and_undo_brings_it_back(desk: Desk) -> None:
    desk.dialog.delete.click()
    assert desk.ended
    assert desk.counter.block.named(f"offer:{desk.offer_id}") is None
    desk.counter.world.session.undo()
    assert desk.counter.line(desk.offer_id).row.number == "O-2026-001"


def test_undoing_that_it_was_made_closes_it(desk: Desk) -> None:
    desk.press("Ctrl+Z")
    assert desk.ended


def test_the_preview_shows_what_was_typed_last(desk: Desk) -> None:
    desk.dialog.intro.setPlainText("Dear Ines,")
    desk.press("Ctrl+P")
    assert desk.previewed == [desk.offer_id]
    assert desk.document.intro == "Dear Ines,"


def test_the_recipient_comes_back_from_the_deal(desk: Desk) -> None:
    desk.dialog.recipient.setPlainText("Somebody else")
    desk.dialog.from_deal.click()
    assert desk.dialog.finish()
    assert desk.document.recipient == ("Copperline Clinics", "Ines Calloway")


def test_tab_goes_from_top_to_bottom(desk: Desk) -> None:
    dialog = desk.dialog
    dialog.recipient.setFocus()
    met = [QApplication.focusWidget() or dialog.focusWidget()]
    for _stop in range(11):
        focused = dialog.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, TAB)
        met.append(dialog.focusWidget())
    shown = [dialog.recipient, dialog.from_deal, dialog.number, dialog.made_on, dialog.valid_until, dialog.subject]
    shown += [dialog.intro, dialog.lines.table, dialog.terms, dialog.delete, dialog.leave, dialog.sent]
    assert met == shown


def test_long_words_and_many_lines_stay_within_a_small_window(counter: Counter) -> None:
    world = counter.world
    word = "Treppengeländeroberflächenbehandlung" * 8
    deal = create_deal(world.workspace, title=f"{word} of ours", stage_id=world.stages["Meeting"], at=world.clock())
    for place in range(40):
        line = add_line(world.workspace, deal, f"{place} {word}", at=world.clock())
        edit_line(world.workspace, line, at=world.clock(), price=10**13)
    world.panel.show_deal(deal)
    world.window.resize(1024, 640)
    offer = make_offer(world.workspace, deal, on=world.session.today() - timedelta(days=1))
    desk = Desk(counter, offer)
    QApplication.processEvents()
    assert desk.dialog.width() <= 1024
    assert desk.dialog.height() <= 640
    assert complain(desk.dialog) == []
    desk.dialog.reject()
