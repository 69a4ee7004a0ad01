"""Offers as they are read back from their PDF: everything stands there whole, on paper of either size."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QLocale
from PySide6.QtGui import QImage, QImageWriter

from desktop_pipeline.domain.company import CompanyCard
from desktop_pipeline.domain.offers import OfferDocument, OfferLine, TaxRate, add_up
from desktop_pipeline.reports.kinds.offer import print_offer
from desktop_pipeline.reports.words import Words
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.reports.pdf import write_pdf
from tests.ui.reports.paper import Paper, check_paper

FORMATS = Formats(QLocale("en_GB"))
VAT, REDUCED = TaxRate("VAT", Decimal(23)), TaxRate("VAT on fitting", Decimal("13.5"))
LONG_NAME = "Treatment-room unit with drawers on both sides, oiled oak, " * 5
LONG_NOTE = "Delivered flat and put up by two people who take the old one away. " * 4


def logo() -> bytes:
    image = QImage(600, 240, QImage.Format.Format_RGB32)
    image.fill(0xFF336655)
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def line(name: str, amount: int = 54_000, tax: TaxRate | None = VAT, **fields: object) -> OfferLine:
    return replace(OfferLine(name, "", Decimal(9), amount // 9, None, amount, tax), **fields)  # type: ignore[arg-type]


def offer(*lines: OfferLine, **fields: object) -> OfferDocument:
    document = OfferDocument(
        number="O-2026-008",
        made_on=date(2026, 6, 2),
        valid_until=date(2026, 7, 2),
        subject="Hotel lobby desk",
        company=CompanyCard("Alder Row", "Unit 4\nSligo", "IE 1", "a@alder.example", "+44 5550 1", "", "Bank\nIBAN 0"),
        recipient=("Marlow Fern Hotel", "Leopold Achterberg", "Bath"),
        contact=("Nadia Ferreira", "nadia@alder.example"),
        intro="Thank you for asking us.",
        lines=lines,
        terms="Half of the sum is due with the order.",
        tax_note="",
        currency="EUR",
        totals=add_up(lines),
    )
    return replace(document, **fields)  # type: ignore[arg-type]


def put_on_paper(
    folder: Path, document: OfferDocument, paper: str = "A4", *, landscape: bool = False, pictures: int = 0
) -> Paper:
    content = print_offer(document, Words(FORMATS))
    write_pdf(folder / "offer.pdf", content, FORMATS, paper=paper, landscape=landscape)  # type: ignore[arg-type]
    return check_paper(folder / "offer.pdf", pictures=pictures)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("landscape", [False, True])
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_usual_offer_stands_whole_on_its_pages(tmp_path: Path, paper: str, landscape: bool) -> None:
    document = offer(
        line("Reception desk, curved"),
        line("Fitting, day", tax=REDUCED, note="Two people"),
        company=replace(offer().company, logo=logo()),
    )
    read = put_on_paper(tmp_path, document, paper, landscape=landscape, pictures=1)
    assert len(read.pages) == (2 if landscape else 1)
    assert read.title == "Offer O-2026-008, Hotel lobby desk"
    assert read.author == "Alder Row"
    for words in (
        *("Offer O-2026-008", "Marlow Fern Hotel", "2 Jul 2026", "Two people", "Half of the sum", "Place and date"),
        *("Bank · IBAN 0 · IE 1", "nadia@alder.example", "VAT 23 % on 540.00", "VAT on fitting 13.5 % on 540.00"),
    ):
        assert words in read.words.replace("\N{NO-BREAK SPACE}", " "), words
    total = next(row for page in read.pages for row in page.rows() if row[0].words == "Total in EUR")
    assert total[-1].words == "1,277.10"


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("landscape", [False, True])
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_nothing_of_a_long_offer_is_cut_and_each_line_stands_once(tmp_path: Path, paper: str, landscape: bool) -> None:
    lines = [line(LONG_NAME, note=LONG_NOTE, discount=Decimal("12.5"), tax=REDUCED)]
    lines += [line(f"Shelf number {number:03}.") for number in range(120)]
    document = offer(*lines, subject="Shelves " * 30, intro="We offer. " * 300, terms="It is due. " * 300)
    read = put_on_paper(tmp_path, document, paper, landscape=landscape)
    assert len(read.pages) > 3
    words = " ".join(
        text.words for page in read.pages for text in sorted(page.texts, key=lambda text: (text.left, text.base))
    )
    assert LONG_NAME.strip() in words
    assert LONG_NOTE.strip() in words
    assert words.count("due.") == words.count("offer.") == 300
    for number in range(120):
        assert len(read.find(rf"^Shelf number {number:03}\.$")) == 1
    # Heads stand again over the lines of every page.
    with_lines = [page for page in read.pages if page.find("^Shelf number")]
    assert all(len(page.find("^Description$")) == 1 for page in with_lines)


@pytest.mark.usefixtures("qapp")
def test_largest_amounts_stay_whole_beside_long_names(tmp_path: Path) -> None:
    huge = replace(line(LONG_NAME, 10**15), quantity=Decimal("123456789.125"), discount=Decimal("12.125"))
    read = put_on_paper(tmp_path, offer(huge, line("Fitting", tax=REDUCED)))
    assert read.find(r"^10,000,000,000,000\.00$")
    assert read.find(r"^123,456,789\.125$")


@pytest.mark.usefixtures("qapp")
def test_names_from_the_right_and_the_bare_least_are_offers_too(tmp_path: Path) -> None:
    read = put_on_paper(tmp_path, offer(line("שולחן עץ אלון"), recipient=("חברת אלון",)))
    assert read.find("540.00")
    bare = offer(
        line("Table", tax=None), company=CompanyCard(), recipient=(), contact=(), intro="", terms="", valid_until=None
    )
    assert len(put_on_paper(tmp_path, bare).pages) == 1
