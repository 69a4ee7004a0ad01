"""Whatever a report holds, on whatever paper: nothing overlaps, leaves its place or is lost."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QPageLayout, QPageSize

from desktop_pipeline.reports.content import (
    BarChart,
    BarRow,
    Column,
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
    StageMark,
    StopChart,
    StopRow,
    Table,
)
from desktop_pipeline.ui.reports.pages import finish, lay_out
from desktop_pipeline.ui.reports.pdf import writing_pdf
from desktop_pipeline.ui.reports.sheet import sheet_of
from tests.ui.reports.contents import ARABIC, FORMATS, HEBREW, WORD, figures, make_content
from tests.ui.reports.paper import check_paper

pytestmark = pytest.mark.usefixtures("qapp")
# Scripts that every computer with fonts can draw, and what breaks, hides or turns text around.
LETTERS = "abc ABC mWi 0123456789 .,;:-–@/_&<>% äÖßçŁžØ ЖДя ΑΩλ שלח سلا \n\t\u00a0\u200b\u202e\u2028€"
TEXTS = st.one_of(
    st.text(LETTERS, max_size=60),
    st.sampled_from((WORD, HEBREW, ARABIC, "", "Nordbukt Marine", "a.very.long.address@some.where.example")),
)
NUMBERS = st.sampled_from(("", "–", "€0", "€1,234", "€1,234,567,890", "12 %", "3 to 40 %"))
AMOUNTS = st.one_of(st.none(), st.floats(0, 1e12))
SHARES = st.one_of(st.none(), st.floats(0, 1))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    columns = draw(
        st.lists(
            st.builds(Column, TEXTS, st.booleans(), is_wrapped=st.booleans(), has_mark=st.booleans()),
            min_size=1,
            max_size=9,
        )
    )
    kinds = st.tuples(*(NUMBERS if column.is_number else TEXTS for column in columns))
    marks = st.one_of(st.none(), st.builds(StageMark, st.integers(0, 4), st.just(5)))
    some = draw(st.lists(st.builds(Line, kinds, st.booleans(), marks, below=TEXTS), max_size=6))
    repeated = tuple(some) * draw(st.sampled_from((1, 1, 20)))
    return Table("t", draw(TEXTS), draw(TEXTS), tuple(columns), repeated, is_half=draw(st.booleans()))


def many(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    """A few of them, sometimes more than a page holds."""
    return st.builds(
        lambda some, times: tuple(some) * times, st.lists(strategy, max_size=4), st.sampled_from((1, 1, 30))
    )


FACTS = st.builds(Fact, TEXTS, TEXTS, st.booleans())
SECTIONS = st.one_of(
    tables(),
    st.builds(Facts, st.just("f"), TEXTS, many(FACTS), st.integers(1, 3), st.booleans()),
    st.builds(Passage, st.just("p"), TEXTS, many(TEXTS)),
    st.builds(
        BarChart,
        st.just("b"),
        TEXTS,
        TEXTS,
        many(st.builds(BarRow, TEXTS, AMOUNTS, TEXTS, st.booleans())),
        st.booleans(),
    ),
    st.builds(
        RangeChart,
        st.just("r"),
        TEXTS,
        TEXTS,
        many(st.builds(RangeRow, TEXTS, SHARES, SHARES, SHARES, TEXTS)),
        SHARES,
        st.booleans(),
    ),
    st.builds(
        StopChart,
        st.just("s"),
        TEXTS,
        TEXTS,
        many(st.builds(StopRow, TEXTS, st.just(90), st.just(60), st.just(9), NUMBERS, NUMBERS, st.booleans())),
        TEXTS,
        TEXTS,
    ),
    st.builds(Notes, st.just("n"), TEXTS, many(st.builds(Note, TEXTS, TEXTS))),
    st.builds(PageOpening, st.just("o"), TEXTS, TEXTS, many(TEXTS), st.integers(0, 9).map(figures)),
    st.builds(
        Letterhead,
        st.just("l"),
        TEXTS,
        st.lists(TEXTS, max_size=5).map(tuple),
        st.lists(TEXTS, max_size=6).map(tuple),
        st.lists(FACTS, max_size=4).map(tuple),
    ),
)
PAPERS = st.sampled_from(((210, 297), (297, 210), (215.9, 279.4), (279.4, 215.9), (148, 210), (500, 300)))


@settings(max_examples=25, deadline=None)
@given(sections=st.lists(SECTIONS, max_size=5), size=PAPERS)
def test_any_content_stands_whole_within_its_place_on_any_paper(
    sections: list[Table], size: tuple[float, float]
) -> None:
    layout = QPageLayout()
    layout.setPageSize(QPageSize(QSizeF(*size), QPageSize.Unit.Millimeter))
    layout.setMode(QPageLayout.Mode.FullPageMode)
    pages = finish(lay_out(make_content(*sections), sheet_of(layout), FORMATS))
    for page in pages.placed:
        assert page
        ends = [placed.top + placed.block.height for placed in page]
        assert max(ends) <= pages.sheet.body_bottom + 1
        assert all(end <= placed.top + 0.5 for end, placed in zip(ends, page[1:], strict=False))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "r.pdf"
        finish(writing_pdf(path, pages))
        assert len(check_paper(path, cut=True).pages) == pages.count
