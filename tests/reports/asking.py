"""Lists and sheets as the program makes them of a question."""

from desktop_pipeline.actions import Workspace
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.reports.asked import ReportAsked
from desktop_pipeline.reports.content import ReportContent, Table
from desktop_pipeline.reports.making import Making
from desktop_pipeline.reports.making_kinds import make_report
from tests.reports.companies import make_words

WORDS = make_words()
CANARY = "<b>x</b><img src=file:///canary.png>&=1+1"
HEBREW = "שולחן ישיבות לחדר הגדול"
WORD = "Donaudampfschifffahrtsgesellschaft" * 9  # 306 letters without a place to break


def ask(workspace: Workspace, asked: ReportAsked) -> ReportContent:
    """The report of a question."""
    return make_report(Making(workspace, Figures(workspace), asked, WORDS, by="Ann"))


def tables_of(content: ReportContent, name: str) -> list[Table]:
    """The tables of a section's name, in their order."""
    return [section for section in content.sections if isinstance(section, Table) and section.name == name]


def names_of(table: Table) -> list[str]:
    """The first cells, without totals."""
    return [line.cells[0] for line in table.lines if not line.is_total]


def column_of(table: Table, head: str) -> list[str]:
    """The cells under a head, without totals."""
    place = [column.head for column in table.columns].index(head)
    return [line.cells[place] for line in table.lines if not line.is_total]
