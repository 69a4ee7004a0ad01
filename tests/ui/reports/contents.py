"""Reports made up for tests: one of every kind of section, short and long."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QLocale
from PySide6.QtGui import QColor, QImage, QImageWriter

from desktop_pipeline.reports.content import (
    BarChart,
    BarRow,
    Column,
    Company,
    Fact,
    Facts,
    Letterhead,
    Line,
    Note,
    Notes,
    PageOpening,
    Passage,
    RangeChart,
    RangeRow,
    ReportContent,
    Section,
    StageMark,
    Table,
)
from desktop_pipeline.reports.figures import NO_CHANGE, Figure, FigureName
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.reports.pages import Pages, finish, lay_out
from desktop_pipeline.ui.reports.pdf import write_pdf
from desktop_pipeline.ui.reports.sheet import Paper as Size
from desktop_pipeline.ui.reports.sheet import page_layout, sheet_of
from tests.ui.reports.paper import Paper, check_paper

FORMATS = Formats(QLocale("en_GB"))
SIZES: Sequence[tuple[Size, bool]] = (("A4", False), ("A4", True), ("Letter", False), ("Letter", True))
WORD = "Donaudampfschifffahrtsgesellschaft" * 9  # 306 letters without a place to break
HEBREW = "שולחן ישיבות לחדר הגדול"
ARABIC = "طاولة اجتماعات للقاعة الكبيرة"
STORY = ("34 open deals are worth €447,500.", "Going by your history, about €225,300 of that will be won.")
DEALS = ("Deal", "Organisation", "Owner", "Stage", "Value", "Next step")


def make_content(*sections: Section, title: str = "Deals", company: Company | None = None) -> ReportContent:
    return ReportContent(
        "Alder Row",
        title,
        f"{title}, all",
        "Tuesday 9 June 2026",
        STORY,
        figures(3),
        sections,
        "Printed 9 June 2026, 10:42, from Alder Row.pipeline",
        "Filter: everyone.",
        author="Amara Eze",
        company=company or Company("Alder Row Joinery"),
    )


def figures(count: int, value: str = "€447,500") -> tuple[Figure, ...]:
    return tuple(
        Figure(FigureName.VALUE, f"Figure {number}", value, value, "4 more", NO_CHANGE, "", "")
        for number in range(count)
    )


def deal_table(count: int, *, title: str = "Open deals", deal: str = "Deal no. {}") -> Table:
    """So many deals, each with a name of its own."""
    columns = tuple(
        Column(head, is_number=head == "Value", has_mark=head == "Stage", is_wrapped=head == "Next step")
        for head in DEALS
    )
    lines = tuple(
        Line(
            (
                deal.format(f"{number:05}"),
                "Nordbukt Marine",
                "Kenji Morita",
                "Proposal",
                f"€{number * 37 % 9000:,}",
                "call" if number % 3 else "e-mail 6 days late, 21 days in this stage, and no answer since",
            ),
            mark=StageMark(number % 5, 5),
        )
        for number in range(count)
    )
    return Table("deals", title, f"{count} deals, largest first", columns, lines)


def facts(count: int, columns: int = 2, text: str = "some words about it") -> Facts:
    return Facts(
        "facts",
        "Deal",
        tuple(Fact(f"Field {number}", text, is_strong=number == 1) for number in range(count)),
        columns,
    )


def passage(paragraphs: int, title: str = "Notes", sentence: str = "They would like it before the summer. ") -> Passage:
    return Passage("notes", title, tuple(f"{number}. " + sentence * 9 for number in range(paragraphs)))


def bars(count: int) -> BarChart:
    rows = tuple(
        BarRow(
            f"Reason {number}", None if number == 2 else 90.0 - number, f"{90 - number} deals", is_marked=number == 1
        )
        for number in range(count)
    )
    return BarChart("reasons", "Why deals were lost", "shares of 53 deals lost", rows)


def ranges(count: int) -> RangeChart:
    rows = tuple(
        RangeRow(f"Owner {number}", 0.4, 0.2, 0.62, "8 of 20, 40 %")
        if number % 4
        else RangeRow(f"Owner {number}", None, None, None, "1 of 2")
        for number in range(count)
    )
    return RangeChart("owners", "Win rate by owner", "and the likely range; the dotted line is everybody", rows, 0.33)


def notes(count: int) -> Notes:
    return Notes(
        "how", "How the numbers are made", tuple(Note(f"Term {n}", "What it means here. " * 6) for n in range(count))
    )


def letterhead() -> Letterhead:
    return Letterhead(
        "letter",
        "Offer O-2026-004",
        ("Alder Row Joinery", "12 Alder Row", "Leeds LS1 4AP", "alder@example.com"),
        ("Nordbukt Marine", "Ms Ida Berg", "Havnegata 3", "7010 Trondheim"),
        (Fact("Number", "O-2026-004", is_strong=True), Fact("Date", "9 June 2026"), Fact("Valid until", "9 July 2026")),
    )


def every_section(count: int = 6) -> tuple[Section, ...]:
    """One of each that this file makes."""
    opening = PageOpening("owner", "Amara Eze", "12 months", STORY, figures(4))
    return (
        letterhead(),
        facts(count),
        passage(2),
        passage(1, title=""),
        replace(bars(count), is_half=True),
        replace(facts(count, columns=1), is_half=True),
        ranges(count),
        opening,
        deal_table(count),
        notes(count),
    )


def lay_out_on(content: ReportContent, size: Size = "A4", *, landscape: bool = False) -> Pages:
    return finish(lay_out(content, sheet_of(page_layout(size, landscape=landscape)), FORMATS))


def print_and_check(
    folder: Path,
    content: ReportContent,
    size: Size = "A4",
    *,
    landscape: bool = False,
    cut: bool = False,
    pictures: int = 0,
) -> Paper:
    """The report as it was read back, after all checks."""
    path = folder / "report.pdf"
    write_pdf(path, content, FORMATS, paper=size, landscape=landscape)
    return check_paper(path, cut=cut, pictures=pictures)


def make_png(width: int, height: int, colour: str = "#2A7A9B") -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())
