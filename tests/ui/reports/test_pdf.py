"""The PDF, read back by a reader that shares no code with its writer."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, PdfObject
from PySide6.QtCore import QLocale
from PySide6.QtGui import QColor, QFontMetricsF
from PySide6.QtWidgets import QApplication

from desktop_pipeline.domain.errors import RefusedError
from desktop_pipeline.reports.asked import ReportAsked, ReportKind
from desktop_pipeline.reports.content import Passage, ReportContent, SectionName, Table
from desktop_pipeline.reports.gathering import ReportFindings
from desktop_pipeline.reports.kinds.pipeline import Printed
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.reports.blocks import NotesBlock
from desktop_pipeline.ui.reports.headless import print_report
from desktop_pipeline.ui.reports.lettering import paper_font
from desktop_pipeline.ui.reports.pages import finish, lay_out
from desktop_pipeline.ui.reports.pdf import write_pdf
from desktop_pipeline.ui.reports.sheet import TWIP, Paper, page_layout, sheet_of
from desktop_pipeline.ui.reports.tables import KEEP_WITH_HEADING, TablePart, cut_table, plan_tables
from desktop_pipeline.ui.theme import Theme, read_tokens
from tests.reports.companies import ENGLISH, Record, find_out, make_company, make_words
from tests.ui.reports.contents import make_content
from tests.workspaces import Desk

FORMATS = Formats(ENGLISH)
pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = make_company(
        tmp_path_factory.mktemp("small"), [("Ann", Record(6, 4)), ("Jörg Ångström", Record(2, 9))], open_deals=11
    )
    with made.workspace:
        yield made


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """300 owners with a deal or more each."""
    owners = [(f"Owner {number:03d}", Record(1, number % 2)) for number in range(300)]
    made = make_company(tmp_path_factory.mktemp("crowd"), owners)
    with made.workspace:
        yield made


def report_of(desk: Desk, findings: ReportFindings | None = None) -> ReportContent:
    printed = Printed(desk.clock(), desk.clock().date(), desk.path)
    return (findings or find_out(desk)).report(printed, make_words())


def as_dictionary(entry: object) -> DictionaryObject:
    found = entry.get_object() if isinstance(entry, PdfObject) else None
    assert isinstance(found, DictionaryObject)
    return found


def heights_of(page: PageObject, pattern: str) -> list[float]:
    """Where on the page the baselines of these texts lie."""
    heights: list[float] = []

    def visit(text: str, drawing: list[float], writing: list[float], _font: object, _size: object) -> None:
        if re.search(pattern, text):
            heights.append(writing[5] * drawing[3] + drawing[5])

    page.extract_text(visitor_text=visit)
    return heights


def text_of(path: Path) -> str:
    """The whole text; runs of spaces, which stand for distances on paper, are one."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


def test_every_figure_of_the_overview_can_be_read_and_selected(desk: Desk, tmp_path: Path) -> None:
    findings = find_out(desk)
    content = report_of(desk, findings)
    pages = write_pdf(tmp_path / "r.pdf", content, FORMATS)
    text = text_of(tmp_path / "r.pdf")
    overview = findings.base.overview
    assert overview.active.value is not None
    assert overview.deal_size.mean is not None
    for expected in (
        "Pipeline report",
        "11 open deals are worth",
        FORMATS.whole_money(overview.active.value, "EUR"),
        FORMATS.whole_money(overview.deal_size.mean, "EUR"),
        FORMATS.rounded_money(overview.active.weighted or 0, "EUR"),
        "8 of 21",
        "10 days",
        "Jörg Ångström",
        "Printed 16 Jan 2026, 09:00, from deals.pipeline",
        f"Page 1 of {pages}",
        f"Page {pages} of {pages}",
    ):
        assert expected in text, expected
    for section in content.sections:
        assert section.title in text


def test_charts_are_vectors_and_fonts_are_embedded(desk: Desk, tmp_path: Path) -> None:
    write_pdf(tmp_path / "r.pdf", report_of(desk), FORMATS)
    reader = PdfReader(tmp_path / "r.pdf")
    assert [image for page in reader.pages for image in page.images] == []
    names = set()
    for page in reader.pages:
        for font in as_dictionary(as_dictionary(page["/Resources"])["/Font"]).values():
            descendants = as_dictionary(font)["/DescendantFonts"].get_object()
            assert isinstance(descendants, ArrayObject)
            descendant = as_dictionary(descendants[0])
            names.add(str(descendant["/BaseFont"]).rpartition("+")[2].removeprefix("/"))
            assert "/FontFile2" in as_dictionary(descendant["/FontDescriptor"])
    assert names == {"InterPaper-Regular", "InterPaper-SemiBold"}
    drawing = b"".join(contents.get_data() for page in reader.pages if (contents := page.get_contents()) is not None)
    # The running month's bar is a filled area in its colour of the ramp.
    pale = QColor(read_tokens("light").ramp[1])
    fills = re.findall(rb"([\d.]+) ([\d.]+) ([\d.]+) scn?", drawing)
    shown = {tuple(round(float(part) * 255) for part in fill) for fill in fills}
    assert (pale.red(), pale.green(), pale.blue()) in shown


@pytest.mark.parametrize(
    ("paper", "landscape", "size"),
    [("A4", False, (595, 842)), ("Letter", False, (612, 792)), ("A4", True, (842, 595)), ("Letter", True, (792, 612))],
)
def test_the_page_has_the_papers_size(
    desk: Desk, tmp_path: Path, paper: Paper, landscape: bool, size: tuple[int, int]
) -> None:
    write_pdf(tmp_path / "r.pdf", report_of(desk), FORMATS, paper=paper, landscape=landscape)
    box = PdfReader(tmp_path / "r.pdf").pages[0].mediabox
    assert (round(box.width), round(box.height)) == size


def test_300_owners_take_several_pages_with_the_heads_on_each(crowd: Desk, tmp_path: Path) -> None:
    count = write_pdf(tmp_path / "r.pdf", report_of(crowd), FORMATS)
    pages = [page.extract_text() for page in PdfReader(tmp_path / "r.pdf").pages]
    assert len(pages) == count > 5
    with_owners = [page for page in pages if re.search(r"Owner \d{3}", page)]
    for page in with_owners:
        assert "Range, 95" in page
        assert "Won value" in page
    names = re.findall(r"Owner \d{3}", " ".join(pages))
    assert sorted(names) == [f"Owner {number:03d}" for number in range(300)]
    assert [f"Page {number} of {count}" in page for number, page in enumerate(pages, 1)] == [True] * count


def test_rows_end_above_the_foot_and_fill_their_page(crowd: Desk, tmp_path: Path) -> None:
    """As they are painted, in points from the paper's lower edge."""
    write_pdf(tmp_path / "r.pdf", report_of(crowd), FORMATS)
    lowest = [
        min(heights) for page in PdfReader(tmp_path / "r.pdf").pages if (heights := heights_of(page, r"Owner \d{3}"))
    ]
    foot = 12 / 25.4 * 72 + 19
    assert all(height > foot for height in lowest)
    # A page is left only where no further row would fit (one row may go along with the total).
    assert all(height < foot + 10 + 2.5 * 18.5 for height in lowest[:-1])


def test_a_table_that_does_not_get_its_three_rows_starts_on_a_full_page(crowd: Desk) -> None:
    sheet = sheet_of(page_layout("A4"))
    table = next(section for section in report_of(crowd).sections if section.name is SectionName.OWNERS)
    assert isinstance(table, Table)
    (plan,) = finish(plan_tables(table, sheet, Theme("light")))
    full = [len(part.rows) for part in cut_table(plan, sheet.body_height) if part is not None]
    cramped = [len(part.rows) for part in cut_table(plan, 60 * TWIP) if part is not None]
    assert cramped == full


def test_what_follows_a_table_stands_below_its_last_row(crowd: Desk, tmp_path: Path) -> None:
    write_pdf(tmp_path / "r.pdf", report_of(crowd), FORMATS)
    page = next(page for page in PdfReader(tmp_path / "r.pdf").pages if "Win rate by product" in page.extract_text())
    (heading,) = heights_of(page, "Win rate by product")
    assert heading < min(heights_of(page, r"Owner \d{3}")) - 18.5


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("landscape", [False, True])
def test_no_row_is_cut_and_a_heading_keeps_three_rows(crowd: Desk, paper: Paper, landscape: bool) -> None:
    sheet = sheet_of(page_layout(paper, landscape=landscape))
    pages = finish(lay_out(report_of(crowd), sheet, FORMATS)).placed
    for page in pages:
        assert page
        bottoms = [placed.top + placed.block.height for placed in page]
        tops = [placed.top for placed in page]
        assert max(bottoms) <= sheet.body_bottom + 0.5
        assert all(bottom <= top for bottom, top in zip(bottoms, tops[1:], strict=False))
    parts = [placed.block for page in pages for placed in page if isinstance(placed.block, TablePart)]
    owners = [part for part in parts if part.plan.table.name is SectionName.OWNERS]
    assert sum(len(part.rows) for part in owners) == len(owners[0].plan.table.lines)
    for part in parts:
        if part.is_first:
            assert len(part.rows) >= min(KEEP_WITH_HEADING, len(part.plan.table.lines))
        if part.is_last and not part.is_first:
            assert len(part.rows) > 1
    assert isinstance(pages[-1][-1].block, NotesBlock)


def test_an_older_file_of_that_name_is_replaced(desk: Desk, tmp_path: Path) -> None:
    target = tmp_path / "r.pdf"
    target.write_bytes(b"older")
    with target.open("rb") as open_elsewhere:
        write_pdf(target, report_of(desk), FORMATS)
        # Replaced as a whole, not written over: who reads the older one reads it to its end.
        assert open_elsewhere.read() == b"older"
    assert target.read_bytes().startswith(b"%PDF")
    assert [path.name for path in tmp_path.iterdir()] == ["r.pdf"]


def test_a_report_never_takes_the_place_of_a_workspace(desk: Desk, tmp_path: Path) -> None:
    renamed = tmp_path / "r.pdf"
    renamed.write_bytes(b"SQLite format 3\0 and more")
    for target in (renamed, tmp_path / "new.pipeline"):
        with pytest.raises(RefusedError, match="name of a workspace"):
            write_pdf(target, report_of(desk), FORMATS)
    assert renamed.read_bytes() == b"SQLite format 3\0 and more"
    assert [path.name for path in tmp_path.iterdir()] == ["r.pdf"]


def test_a_folder_that_is_not_there_is_one_plain_sentence(desk: Desk, tmp_path: Path) -> None:
    target = tmp_path / "nowhere" / "r.pdf"
    with pytest.raises(
        RefusedError, match=r"could not be written .*Choose another folder or name; nothing was changed\."
    ):
        write_pdf(target, report_of(desk), FORMATS)
    assert not target.parent.exists()


def test_a_target_that_cannot_be_replaced_leaves_nothing_half_written(desk: Desk, tmp_path: Path) -> None:
    target = tmp_path / "r.pdf"
    (target / "kept").mkdir(parents=True)
    with pytest.raises(RefusedError):
        write_pdf(target, report_of(desk), FORMATS)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["kept", "r.pdf"]


def test_an_empty_workspace_still_prints(tmp_path: Path) -> None:
    empty = make_company(tmp_path, [])
    with empty.workspace:
        write_pdf(tmp_path / "r.pdf", report_of(empty), FORMATS)
    text = text_of(tmp_path / "r.pdf")
    assert "No deal is open." in text
    assert "No deal was closed in the period" in text


def test_names_of_others_are_text_however_long_they_are(tmp_path: Path) -> None:
    long = "<b>Wilhelmina</b> & " + "Freifrau-von-und-zu-" * 12
    odd = make_company(tmp_path, [(long, Record(6, 4))])
    with odd.workspace:
        write_pdf(tmp_path / "r.pdf", report_of(odd), FORMATS)
    text = text_of(tmp_path / "r.pdf")
    assert "<b>Wilhelmina</b> & " in text
    assert "und-zu-" in text


def test_the_command_line_prints_the_same_report(desk: Desk, tmp_path: Path, qapp: QApplication) -> None:
    pages = print_report(desk.workspace, tmp_path / "r.pdf", ReportAsked(ReportKind.PIPELINE))
    text = text_of(tmp_path / "r.pdf")
    assert f"Page 1 of {pages}" in text
    assert "11 open deals are worth" in text


@pytest.mark.parametrize("weight", [400, 600])
def test_figures_on_paper_are_of_one_width(weight: int) -> None:
    measure = QFontMetricsF(paper_font(8.5, weight))
    assert len({measure.horizontalAdvance(digit * 4) for digit in "0123456789"}) == 1


@pytest.mark.parametrize("locale", ["en_GB", "de_DE", "ja_JP"])
def test_no_line_ends_between_a_sign_its_amount_and_the_currency(tmp_path: Path, locale: str) -> None:
    formats = Formats(QLocale(locale))
    amounts = [
        formats.whole_money(minor, currency)
        for minor in (-9_320_000, -1_250_000_00)
        for currency in ("EUR", "SEK", "USD")
    ]
    amounts.append(f"+{formats.whole_money(8_000_00, 'EUR')}")
    amounts.append(f"-{formats.whole_money(8_000_00, 'EUR')}")
    # Words of every length before each, so that some line must end within it if it can.
    paragraphs = [f"{'word ' * 20}{'m' * length} {amount} {amount}" for length in range(1, 28) for amount in amounts]
    path = tmp_path / "report.pdf"
    write_pdf(path, make_content(Passage("moved", "What moved", tuple(paragraphs))), formats)
    text = "".join(page.extract_text() for page in PdfReader(path).pages)
    assert "\N{WORD JOINER}" not in text
    plain = text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    for amount in amounts:
        said = amount.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
        assert plain.count(said) >= 2 * 27, amount
