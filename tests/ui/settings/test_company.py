import random
import zlib
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop_pipeline.actions.company import set_logo
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.offers import USUAL_PREFIX
from desktop_pipeline.queries.company import read_company, read_offer_settings, read_tax_rates
from desktop_pipeline.ui.settings.company_section import CompanySection
from desktop_pipeline.ui.settings.logo_reading import LARGEST, MOST_BYTES, count_shapes, encode_logo, read_logo
from desktop_pipeline.ui.settings.offers_section import OffersSection
from desktop_pipeline.ui.widgets.saved_fields import SavedText
from tests.ui.settings.conftest import Room, act, add, choose, names, type_cell
from tests.workspaces import read_content

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", "libpng", extend=True)
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><rect width="20" height="10" fill="red"/></svg>'


def company(room: Room) -> CompanySection:
    room.page.go_to("company")
    section = room.page.section("company")
    assert isinstance(section, CompanySection)
    return section


def offers(room: Room) -> OffersSection:
    room.page.go_to("offers")
    section = room.page.section("offers")
    assert isinstance(section, OffersSection)
    return section


def leave(field: QLineEdit | SavedText, text: str) -> None:
    field.setFocus()
    field.selectAll()
    if isinstance(field, QLineEdit):
        field.insert(text)
    else:
        field.insertPlainText(text)
    QTest.keyClick(field, Qt.Key.Key_Tab)


def paint(path: Path, width: int, height: int, colour: str = "#803010") -> Path:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    assert image.save(str(path))
    return path


def size_of(png: bytes) -> tuple[int, int]:
    image = QImage.fromData(png)
    return image.width(), image.height()


# --- the company


def test_each_line_of_the_card_is_kept_as_it_is_left_and_taken_back(room: Room) -> None:
    section, before = company(room), read_content(room.desk.workspace)
    typed = (
        (section.name, "Alder & Row"),
        (section.address, "4 Mill Lane\nWaterford"),
        (section.tax_number, "IE 1234567 T"),
        (section.email, "post@alder.example"),
        (section.phone, "+353 51 000"),
        (section.website, "alder.example"),
        (section.bank, "IBAN IE00 0000"),
    )
    for field, text in typed:
        leave(field, text)
    card = read_company(room.desk.workspace)
    assert (card.name, card.address, card.tax_number) == ("Alder & Row", "4 Mill Lane\nWaterford", "IE 1234567 T")
    assert (card.email, card.phone, card.website) == ("post@alder.example", "+353 51 000", "alder.example")
    assert card.bank == "IBAN IE00 0000"
    for _field in typed:
        room.session.undo()
    assert read_content(room.desk.workspace) == before
    assert [field.text() if isinstance(field, QLineEdit) else field.toPlainText() for field, _text in typed] == [""] * 7


def test_what_cannot_be_kept_is_refused_below_its_field(room: Room) -> None:
    section = company(room)
    leave(section.name, "x" * 301)
    assert section.note.text == "This line can have 300 characters at most; these are 301."
    assert read_company(room.desk.workspace).name == ""


def test_a_chosen_picture_becomes_the_logo_and_is_removed_again(room: Room, tmp_path: Path, qtbot: QtBot) -> None:
    section, workspace = company(room), room.desk.workspace
    assert section.logo.remove.isHidden()
    section.logo.ask_picture()
    dialog = section.logo.dialog
    assert dialog is not None
    dialog.fileSelected.emit(str(paint(tmp_path / "logo.jpg", 1200, 300)))
    dialog.close()
    qtbot.waitUntil(lambda: section.logo.tile.has_logo)
    logo = read_company(workspace).logo
    assert logo is not None
    assert size_of(logo) == (600, 150)
    assert room.labels == ["Change the logo"]
    section.logo.tile.setFocus()
    QTest.keyClick(section.logo.tile, Qt.Key.Key_Delete)
    assert read_company(workspace).logo is None
    assert section.logo.tile.accessibleName() == "No logo"
    room.session.undo()
    assert section.logo.tile.has_logo
    section.logo.remove.click()
    assert not section.logo.tile.has_logo


def test_a_picture_is_dropped_or_pasted(room: Room, tmp_path: Path, qtbot: QtBot) -> None:
    section, workspace = company(room), room.desk.workspace
    tile = section.logo.tile
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(paint(tmp_path / "logo.png", 60, 24)))])
    mouse, keys, copy = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    entering = QDragEnterEvent(QPoint(9, 9), copy, dropped, mouse, keys)
    tile.dragEnterEvent(entering)
    assert entering.isAccepted()
    tile.dropEvent(QDropEvent(QPointF(9, 9), copy, dropped, mouse, keys))
    qtbot.waitUntil(lambda: read_company(workspace).logo is not None)
    copied = QImage(30, 30, QImage.Format.Format_ARGB32)
    copied.fill(Qt.GlobalColor.transparent)
    QGuiApplication.clipboard().setImage(copied)
    tile.setFocus()
    QTest.keyClick(tile, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    logo = read_company(workspace).logo
    assert logo is not None
    assert size_of(logo) == (30, 30)
    assert QImage.fromData(logo).hasAlphaChannel()
    QGuiApplication.clipboard().setText("words")
    QTest.keyClick(tile, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert section.note.text == "There is no picture on the clipboard."


def test_a_broken_picture_is_refused_in_words_and_the_logo_stays(room: Room, tmp_path: Path, qtbot: QtBot) -> None:
    section, workspace = company(room), room.desk.workspace
    set_logo(workspace, encode_logo(QImage(8, 8, QImage.Format.Format_RGB32)))
    broken = tmp_path / "broken.png"
    broken.write_bytes(paint(tmp_path / "whole.png", 900, 900).read_bytes()[:400])
    section.logo.take(broken)
    qtbot.waitUntil(lambda: bool(section.note.text))
    assert section.note.text == "“broken.png” is broken and cannot be shown. Choose another picture."
    assert section.logo.tile.has_logo


def test_a_file_that_is_read_only_keeps_its_card(reading_room: Room) -> None:
    section = company(reading_room)
    fields = (section.name, section.address, section.bank, section.logo)
    assert not any(field.isEnabled() for field in fields)
    section.logo.ask_picture()
    assert section.logo.dialog is None
    assert not offers(reading_room).terms.isEnabled()


# --- pictures


def test_forty_megapixels_become_a_small_logo(tmp_path: Path) -> None:
    for name in ("large.png", "large.jpg"):
        logo = read_logo(paint(tmp_path / name, 8000, 5000))
        assert size_of(logo) == (384, 240)
        assert len(logo) < MOST_BYTES


def test_a_picture_keeps_its_shape_and_is_never_made_larger(tmp_path: Path) -> None:
    assert size_of(read_logo(paint(tmp_path / "small.png", 40, 20))) == (40, 20)
    assert size_of(read_logo(paint(tmp_path / "line.png", 9000, 2))) == (600, 1)
    assert size_of(read_logo(paint(tmp_path / "tower.png", 100, 4800))) == (5, 240)


def test_a_drawing_is_as_sharp_as_paper_wants_it(tmp_path: Path) -> None:
    path = tmp_path / "drawing.svg"
    path.write_text(DRAWING)
    logo = read_logo(path)
    assert size_of(logo) == (480, 240)
    assert QImage.fromData(logo).pixelColor(240, 120) == QColor("red")


def test_a_noisy_picture_is_made_so_small_that_it_can_be_kept() -> None:
    content = random.Random(6).randbytes(4 * 600 * 240)
    logo = encode_logo(QImage(content, 600, 240, QImage.Format.Format_ARGB32))
    assert len(logo) <= MOST_BYTES
    assert size_of(logo)[0] < LARGEST.width()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.png", b"", "“empty.png” is not a PNG, JPEG or SVG picture."),
        ("words.jpg", b"These are words.", "“words.jpg” is not a PNG, JPEG or SVG picture."),
        ("half.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><rect", "“half.svg” is broken and cannot be shown."),
        ("moving.gif", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", "“moving.gif” is not a PNG, JPEG or SVG picture."),
    ],
)
def test_what_is_no_picture_is_refused_by_name(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InvalidError, match=said.replace(".", r"\.")):
        read_logo(path)


def test_a_photograph_that_broke_off_is_not_taken_half_grey(tmp_path: Path) -> None:
    whole = paint(tmp_path / "whole.jpg", 2000, 2000).read_bytes()
    path = tmp_path / "half.jpg"
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InvalidError, match="is broken"):
        read_logo(path)


def test_too_many_pixels_are_told_by_their_number(tmp_path: Path) -> None:
    path = tmp_path / "huge.png"
    content = bytearray(paint(tmp_path / "small.png", 8, 8).read_bytes())
    content[16:24] = (20_000).to_bytes(4, "big") + (15_000).to_bytes(4, "big")
    content[29:33] = zlib.crc32(content[12:29]).to_bytes(4, "big")
    path.write_bytes(content)
    with pytest.raises(InvalidError, match=r"“huge\.png” has 20000 × 15000 pixels, too many to be read\."):
        read_logo(path)


def nest(deep: int) -> str:
    """A drawing whose parts use each other, ten times on each level."""
    levels = [f'<g id="a{n}">{f"""<use xlink:href="#a{n - 1}"/>""" * 10}</g>' for n in range(deep, 0, -1)]
    head = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'
    first = '<g id="a0"><rect width="9" height="9" fill="red"/></g>'
    return f'{head}<defs>{"".join(levels)}{first}</defs><use xlink:href="#a{deep}"/></svg>'


def test_a_drawing_may_use_its_parts_again_but_not_a_million_times(tmp_path: Path) -> None:
    path = tmp_path / "nested.svg"
    path.write_text(nest(2))
    assert size_of(read_logo(path)) == (240, 240)
    path.write_text(nest(8))
    with pytest.raises(InvalidError, match=r"“nested\.svg” has too many parts to be drawn\."):
        read_logo(path)
    path.write_text('<svg xmlns="http://www.w3.org/2000/svg"><g id="a"><use href="#a"/></g></svg>')
    assert count_shapes(path) < 1000


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidError, match=r"“gone\.png” cannot be read\."):
        read_logo(tmp_path / "gone.png")


# --- what offers begin with


def test_taxes_are_typed_chosen_and_archived(room: Room) -> None:
    section, workspace = offers(room), room.desk.workspace
    add(section.taxes, "VAT 21 %")
    add(section.taxes, "Reduced rate 9.5٪")
    assert names(section.taxes) == ["VAT", "Reduced rate"]
    assert names(section.taxes, 1) == ["21\N{NO-BREAK SPACE}%", "9.5\N{NO-BREAK SPACE}%"]
    assert names(section.taxes, 2) == ["begin with it", "–"]
    choose(section.taxes, 1, 2, "begin with it")
    assert [row.is_default for row in read_tax_rates(workspace)] == [False, True]
    type_cell(section.taxes, 0, 1, "21.5 %")
    assert names(section.taxes, 1)[0] == "21.5\N{NO-BREAK SPACE}%"
    act(section.taxes, 0, "Archive")
    assert names(section.taxes) == ["Reduced rate"]
    act(section.taxes, 0, "Delete")
    assert [(row.name, row.is_active) for row in read_tax_rates(workspace)] == [("VAT", False)]
    room.session.undo()
    assert names(section.taxes) == ["Reduced rate"]


@pytest.mark.parametrize("typed", ["VAT", "21", "VAT many", "VAT 121", "VAT 1.2345"])
def test_a_tax_that_makes_no_sense_is_refused_and_stays_typed(room: Room, typed: str) -> None:
    section = offers(room)
    add(section.taxes, typed)
    assert section.taxes.note.text
    assert section.taxes.field.text() == typed
    assert read_tax_rates(room.desk.workspace) == []


def test_the_next_number_is_shown_as_it_will_be(room: Room) -> None:
    section = offers(room)
    assert section.prefix.text() == USUAL_PREFIX
    year = room.session.today().year
    assert section.next_number.text() == f"The next offer is O-{year}-001."
    leave(section.prefix, "Q{year}/")
    leave(section.serial, "42")
    assert section.next_number.text() == f"The next offer is Q{year}/042."
    leave(section.serial, "1.5")
    assert section.note.text == "Type a whole number."
    QTest.keyClick(section.serial, Qt.Key.Key_Escape)
    leave(section.prefix, "Q{month}")
    assert "Write {year} where the year is to stand" in section.note.text


def test_words_and_validity_are_kept(room: Room) -> None:
    section, workspace = offers(room), room.desk.workspace
    leave(section.valid_days, "14")
    leave(section.intro, "Thank you.")
    leave(section.terms, "30 days.\n\nNo discount.")
    leave(section.tax_note, "No tax by § 19.")
    kept = read_offer_settings(workspace, room.session.today())
    assert (kept.valid_days, kept.intro, kept.terms, kept.tax_note) == (
        *(14, "Thank you.", "30 days.\n\nNo discount."),
        "No tax by § 19.",
    )
    leave(section.valid_days, "")
    assert read_offer_settings(workspace, room.session.today()).valid_days == 0
    assert section.valid_days.placeholderText() == "no end"
    leave(section.valid_days, "99999")
    assert "3,650 days at most" in section.note.text
