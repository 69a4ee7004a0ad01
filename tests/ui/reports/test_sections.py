"""Every kind of section on every sheet: nothing overlaps, nothing is lost, nothing leaves its place."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_pipeline.reports.content import Column, Facts, Line, PageOpening, Passage, Section, Table
from desktop_pipeline.ui.reports.row_charts import BarsPart, RangesPart
from desktop_pipeline.ui.reports.sheet import Paper as Size
from desktop_pipeline.ui.reports.tables import TablePart
from tests.ui.reports.contents import (
    ARABIC,
    HEBREW,
    SIZES,
    STORY,
    WORD,
    bars,
    deal_table,
    every_section,
    facts,
    figures,
    lay_out_on,
    letterhead,
    make_content,
    notes,
    passage,
    print_and_check,
    ranges,
)

pytestmark = pytest.mark.usefixtures("qapp")
EVERY_SHEET = pytest.mark.parametrize(("size", "landscape"), SIZES)


@EVERY_SHEET
def test_every_section_stands_whole_on_every_sheet(size: Size, landscape: bool, tmp_path: Path) -> None:
    paper = print_and_check(tmp_path, make_content(*every_section()), size, landscape=landscape)
    for words in ("Offer O-2026-004", "Field 5", "Why deals were lost", "Amara Eze", "Deal no. 00005", "Term 5."):
        assert words in paper.words, words


@EVERY_SHEET
@pytest.mark.parametrize(
    "section",
    [facts(90), facts(90, columns=3), passage(40), bars(120), ranges(120), notes(80), deal_table(150)],
    ids=lambda section: type(section).__name__,
)
def test_what_is_longer_than_a_page_goes_on_upon_the_next(
    section: Section, size: Size, landscape: bool, tmp_path: Path
) -> None:
    paper = print_and_check(tmp_path, make_content(section, passage(1, title="The end")), size, landscape=landscape)
    assert len(paper.pages) > 1
    assert len(paper.find(f"^{section.title}$")) == 1
    assert len(paper.find("^The end$")) == 1
    for page in paper.pages[1:-1]:
        # A page is left only where hardly anything more would fit.
        assert max(text.base for text in page.body()) > page.height - 140


def test_every_deal_of_a_long_list_stands_exactly_once(tmp_path: Path) -> None:
    paper = print_and_check(tmp_path, make_content(deal_table(700)))
    found = re.findall(r"Deal no\. (\d{5})", paper.words)
    assert found == [f"{number:05}" for number in range(700)]
    heads = [page for page in paper.pages if page.find(r"^Organisation$")]
    assert len(heads) == len(paper.pages)


@EVERY_SHEET
def test_names_of_any_length_and_script_never_touch_their_neighbours(
    size: Size, landscape: bool, tmp_path: Path
) -> None:
    odd = (
        WORD,
        HEBREW,
        ARABIC,
        "<b>Ann & Söhne</b>",
        "a\nb\tc",
        "",
        "株式会社オルダー・ロウ",
        "x" * 80,
        "\N{WOMAN}\u200d\N{PERSONAL COMPUTER}",
    )
    columns = tuple(Column(head, is_number=False) for head in ("Deal", "Organisation", "Owner"))
    lines = tuple(Line((name, odd[-place - 1], name), below=odd[place - 1]) for place, name in enumerate(odd))
    content = make_content(
        Table("deals", WORD, WORD, columns, lines),
        facts(5, text=WORD),
        facts(4, text=HEBREW),
        passage(2, sentence=WORD + " "),
        passage(2, sentence=ARABIC + ". "),
        replace(bars(2), rows=tuple(replace(row, name=WORD, said=WORD) for row in bars(2).rows)),
        replace(ranges(2), rows=tuple(replace(row, name=HEBREW + WORD, said=WORD) for row in ranges(2).rows)),
        replace(letterhead(), title=WORD, recipient=(WORD, HEBREW), sender=(WORD, "", ARABIC)),
        PageOpening("owner", WORD, WORD, (WORD, WORD), figures(6, value="€1,234,567,890,123")),
    )
    content = replace(
        content, title=WORD, subject=WORD, subtitle=WORD, story=(WORD, HEBREW), printed=WORD, filters=WORD, file=WORD
    )
    paper = print_and_check(
        tmp_path, replace(content, company=replace(content.company, name=WORD)), size, landscape=landscape, cut=True
    )
    assert "<b>Ann & Söhne</b>" in paper.words


def test_a_wrapped_column_says_all_of_a_reason_and_others_end_after_three_lines(tmp_path: Path) -> None:
    reason = "The kitchen is paid by another department, whose budget is decided in autumn at the earliest. " * 3
    columns = (Column("Deal", is_number=False), Column("Value"), Column("Why", is_number=False, is_wrapped=True))
    lines = (Line(("Archive shelving " * 30, "€12,700", reason)), Line(("Reading nook", "€5,400", "no next step")))
    paper = print_and_check(tmp_path, make_content(Table("deals", "Stale", "", columns, lines)), cut=True)
    (value,) = paper.find("^€12,700$")
    said = [
        text.words for text in paper.pages[0].body() if text.left > value.right and abs(text.base - value.base) < 50
    ]
    assert reason.strip() in " ".join(said)
    (cut,) = paper.find("…$")
    assert len({round(text.base) for text in paper.find("shelving") if text.left == cut.left}) == 3


def test_what_stands_below_a_name_is_quiet_and_its_own(tmp_path: Path) -> None:
    columns = (Column("Deal", is_number=False), Column("Value"))
    lines = (
        Line(("Head office, floor 4", "€31,800"), below="Nordbukt Marine"),
        Line(("11 deals", "€1"), is_total=True),
    )
    paper = print_and_check(tmp_path, make_content(Table("deals", "Deals", "", columns, lines)))
    (name,), (below,) = paper.find("^Head office"), paper.find("^Nordbukt")
    assert below.base - name.base > 9
    assert below.size < name.size
    assert below.left == name.left
    (value,) = paper.find("^€31,800$")
    assert name.base < value.base < below.base


def test_numbers_end_at_one_edge_whatever_stands_before_them(tmp_path: Path) -> None:
    paper = print_and_check(tmp_path, make_content(deal_table(30)))
    ends = {round(text.right, 1) for text in paper.find(r"^€\d[\d,]*$") if text.size < 9}
    assert max(ends) - min(ends) <= 0.4


def test_a_text_without_a_title_stands_close_to_what_it_follows(tmp_path: Path) -> None:
    paper = print_and_check(tmp_path, make_content(facts(2), passage(1, title=""), passage(1, title="Terms")))
    (last, *_others), lines = paper.find("^some words"), paper.find("^0. They")
    (terms,) = paper.find("^Terms$")
    assert lines[0].top - last.bottom < 18
    assert terms.top > lines[0].bottom + 20


def test_no_last_row_stands_alone_under_repeated_heads() -> None:
    for count in range(25, 70):
        pages = lay_out_on(make_content(deal_table(count))).placed
        parts = [placed.block for page in pages for placed in page if isinstance(placed.block, TablePart)]
        assert sum(len(part.rows) for part in parts) == count
        assert len(parts) == 1 or len(parts[-1].rows) > 1


def test_numbers_of_a_narrow_scale_do_not_touch(tmp_path: Path) -> None:
    """Only its ends are told where there is no room for more."""
    rows = tuple(
        replace(row, name="A name of some length", said="8 of 20, 40 % (20 to 62 %)", high=0.97)
        for row in ranges(3).rows
    )
    narrow = replace(ranges(3), rows=rows, is_half=True)
    paper = print_and_check(tmp_path, make_content(narrow, replace(narrow, title="Beside")), cut=True)
    assert [text.words.replace("\u00a0", " ") for text in paper.find(r"^\d+.%$")] == ["0 %", "100 %"] * 2


def test_lines_of_a_right_to_left_paragraph_end_at_the_right_margin(tmp_path: Path) -> None:
    paper = print_and_check(tmp_path, make_content(Passage("notes", "Notes", (f"{HEBREW}. " * 12, "Left again."))))
    page = paper.pages[0]
    (left,) = page.find("^Left again")
    hebrew = [text for text in page.body() if re.search("[א-ת]", text.words)]
    assert len({round(text.base) for text in hebrew}) > 1
    assert max(text.right for text in hebrew) == pytest.approx(page.width - left.left, abs=3)


def test_each_opening_begins_a_page_and_none_is_left_empty(tmp_path: Path) -> None:
    sections = [PageOpening("owner", f"Owner {number}", "", STORY, figures(3)) for number in range(4)]
    paper = print_and_check(tmp_path, make_content(*sections))
    assert len(paper.pages) == 5
    for number, page in enumerate(paper.pages[1:]):
        assert min(page.body(), key=lambda text: text.base).words == f"Owner {number}"


def test_what_is_empty_takes_no_room(tmp_path: Path) -> None:
    content = replace(make_content(letterhead()), title="", subtitle="", story=(), figures=(), subject="Offer")
    paper = print_and_check(tmp_path, content)
    assert len(paper.pages) == 1
    first = min(paper.pages[0].body(), key=lambda text: text.base)
    assert first.base < 14 / 25.4 * 72 + 19 + 20 + 15
    nothing = (Facts("facts", "", ()), Passage("notes", "", ()), replace(bars(0), title="", caption=""))
    assert len(print_and_check(tmp_path, replace(content, sections=nothing)).pages) == 1


def test_figures_that_do_not_fit_beside_each_other_stand_in_more_rows(tmp_path: Path) -> None:
    content = replace(make_content(), figures=figures(6, value="€1,234,567,890"))
    paper = print_and_check(tmp_path, content)
    assert len({round(text.base) for text in paper.find("^€1,234,567,890$")}) == 2


def test_bars_have_one_unit_over_pages_and_halves(tmp_path: Path) -> None:
    placed = [placed for page in lay_out_on(make_content(bars(120))).placed for placed in page]
    parts = [placed.block for placed in placed if isinstance(placed.block, BarsPart)]
    assert len(parts) > 1
    assert len({part.scale for part in parts}) == 1
    assert sum(len(part.rows) for part in parts) == 120


def test_a_list_of_many_columns_keeps_each_deal_in_one_row(tmp_path: Path) -> None:
    """Text gives way before a second table is begun."""
    heads = ("Deal", "Organisation", "Person", "Owner", "Stage", "Source", "Next step", "Product")
    columns = (*(Column(head, is_number=False) for head in heads), Column("Value"))
    lines = tuple(Line((f"No. {n:05}", *("Some longer words here",) * 7, "€1,234,567")) for n in range(60))
    paper = print_and_check(tmp_path, make_content(Table("deals", "Deals", "", columns, lines)), cut=True)
    found = re.findall(r"No\. (\d{5})", paper.words)
    assert found == [f"{number:05}" for number in range(60)]
    assert len(paper.find("^€1,234,567$")) == 60


@EVERY_SHEET
@pytest.mark.parametrize("before", range(6, 42, 4))
def test_a_chart_that_one_page_holds_is_not_parted_wherever_it_comes(before: int, size: Size, landscape: bool) -> None:
    content = make_content(deal_table(before), ranges(9), deal_table(before), bars(9))
    pages = lay_out_on(content, size, landscape=landscape)
    parts = [
        placed.block for page in pages.placed for placed in page if isinstance(placed.block, BarsPart | RangesPart)
    ]
    assert [type(part) for part in parts] == [RangesPart, BarsPart]
