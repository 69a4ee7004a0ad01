"""Reports of any kind as the program makes them, and what a test looks up in them."""

from desktop_pipeline.actions import Workspace
from desktop_pipeline.metrics.selection import EVERYTHING, Selection
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.reports.asked import ReportAsked, ReportKind
from desktop_pipeline.reports.content import Notes, PageOpening, ReportContent, Section, Table
from desktop_pipeline.reports.making import Making
from desktop_pipeline.reports.making_kinds import make_report
from desktop_pipeline.reports.spans import Span, SpanName
from tests.reports.companies import make_words

WORDS = make_words()


def make(
    workspace: Workspace,
    kind: ReportKind,
    span_name: SpanName = SpanName.TWELVE_MONTHS,
    *,
    span: Span | None = None,
    selection: Selection = EVERYTHING,
    left_out: frozenset[str] = frozenset(),
) -> ReportContent:
    """What the program would print of it."""
    asked = ReportAsked(kind, span_name, span, selection, left_out=left_out)
    return make_report(Making(workspace, Figures(workspace), asked, WORDS, by="Ann"))


def plain(text: str) -> str:
    """With spaces that break."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def tell(content: ReportContent) -> str:
    """The story."""
    return plain(" ".join(content.story))


def figures_of(content: ReportContent | PageOpening) -> dict[str, str]:
    """What each figure says, by its label."""
    return {figure.label: plain(figure.value) for figure in content.figures}


def table_of(sections: ReportContent | tuple[Section, ...], title: str) -> Table:
    """The table of a title."""
    found = sections.sections if isinstance(sections, ReportContent) else sections
    return next(section for section in found if isinstance(section, Table) and section.title == title)


def rows_of(table: Table) -> dict[str, dict[str, str]]:
    """Each row by its first cell, its cells by their heads."""
    heads = [column.head for column in table.columns]
    return {line.cells[0]: dict(zip(heads, map(plain, line.cells), strict=True)) for line in table.lines}


def titles_of(content: ReportContent) -> list[str]:
    """The titles of the sections in their order."""
    return [section.title for section in content.sections]


def pages_of(content: ReportContent) -> dict[str, tuple[Section, ...]]:
    """The sections of each page of its own, by its title; what comes before the first is under no title."""
    pages: dict[str, tuple[Section, ...]] = {"": ()}
    title = ""
    for section in content.sections:
        if isinstance(section, PageOpening):
            title = section.title
            pages[title] = ()
        pages[title] = (*pages[title], section)
    return pages


def notes_of(content: ReportContent) -> dict[str, str]:
    """What the last block says, by its terms."""
    notes = [section for section in content.sections if isinstance(section, Notes)]
    return {note.term: plain(note.text) for note in notes[-1].notes}
