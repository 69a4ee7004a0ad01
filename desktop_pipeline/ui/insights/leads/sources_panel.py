"""The panel of the sources: what each brings, and how often it is won."""

from desktop_pipeline.metrics.people.sources import SourceLine
from desktop_pipeline.metrics.telling.parts import PartKind
from desktop_pipeline.reports.left_out_words import say_all_left_out
from desktop_pipeline.reports.people.response_words import say_hours
from desktop_pipeline.reports.people.source_words import (
    answer_sources,
    how_sources,
    name_source,
    part_of_source,
    rank_sources,
    sheet_of_sources,
)
from desktop_pipeline.reports.said_values import say_counts, say_rate
from desktop_pipeline.reports.spans import describe_dates
from desktop_pipeline.ui.charts.cell_rows import Cell, CellRow, CellRows
from desktop_pipeline.ui.insights.leads.findings import LeadFindings
from desktop_pipeline.ui.insights.panel import Panel
from desktop_pipeline.ui.insights.question import Question
from desktop_pipeline.ui.insights.tools import InsightTools


class SourcesPanel(Panel):
    """A row for each source."""

    def __init__(self, tools: InsightTools) -> None:
        self.chart = CellRows(tools.theme)
        super().__init__(tools, tools.words.translate("Insights", "Which sources bring deals?"), self.chart)

    def show_leads(self, question: Question, found: LeadFindings) -> None:
        words, lines = self.tools.words, rank_sources(found.sources)
        self.show_caption(describe_dates(question.span, words))
        self.show_how(how_sources(words))
        notes = say_all_left_out(found.left_out, words)
        self.show_sheet(sheet_of_sources(self.title, lines, found.sources_before, found.currency, notes, words))
        if not lines:
            self.show_empty(self.tr("No deal was created or closed in this period."))
            return
        heads = [self.tr("Source"), self.tr("Leads")]
        heads += [self.tr("MQL")] if found.leads.has_mql else []
        heads += [self.tr("SQL")] if found.leads.has_sql else []
        heads += [
            self.tr("Won"),
            self.tr("Lost"),
            self.tr("Win rate"),
            self.tr("Won value"),
            self.tr("First answer, median"),
            self.tr("Answered within 1 h"),
        ]
        self.chart.show_rows(heads, [self._row(line, found) for line in lines])
        self.show_answer(answer_sources(lines, words))

    def _row(self, line: SourceLine, found: LeadFindings) -> CellRow:
        words, name = self.tools.words, name_source(line, self.tools.words)
        rate, response = line.win_rate, line.response
        cells = [self._count(line, line.leads, PartKind.CREATED, self.tr("Leads"))]
        cells += [self._count(line, line.mql, PartKind.BECAME_MQL, self.tr("MQL"))] if found.leads.has_mql else []
        cells += [self._count(line, line.sql, PartKind.BECAME_SQL, self.tr("SQL"))] if found.leads.has_sql else []
        cells += [
            self._count(line, line.won, PartKind.WON, self.tr("Won")),
            self._count(line, line.lost, PartKind.LOST, self.tr("Lost")),
        ]
        money = words.formats.whole_money(line.won_value, found.currency)
        within = response.within_hour
        leads, title = part_of_source(line, PartKind.CREATED), self.tr("{name}: leads").format(name=name)
        closed = part_of_source(line, PartKind.CLOSED)
        cells += [
            Cell(
                say_rate(rate, words),
                self.tr("{name}: {counts} won").format(name=name, counts=say_counts(rate, words)),
                part=closed,
                title=self.tr("{name}: closed").format(name=name),
            ),
            Cell(
                money,
                self.tr("{name}: won for {sum}").format(name=name, sum=money),
                part=part_of_source(line, PartKind.WON),
                title=self.tr("{name}: won").format(name=name),
            ),
            Cell(
                say_hours(response.median_hours, words),
                self.tr("{name}: first answer after {time} (median)").format(
                    name=name, time=say_hours(response.median_hours, words)
                ),
                part=leads,
                title=title,
            ),
            Cell(
                say_rate(within, words),
                self.tr("{name}: {counts} answered within the hour").format(
                    name=name, counts=say_counts(within, words)
                ),
                part=leads,
                title=title,
            ),
        ]
        return CellRow(name, tuple(cells), leads, title)

    def _count(self, line: SourceLine, deals: int, kind: PartKind, head: str) -> Cell:
        words = self.tools.words
        title = f"{name_source(line, words)}: {head}"
        return Cell(
            words.formats.number(deals),
            f"{title}, {words.deals(deals)}",
            "ink" if deals else "ink3",
            part=part_of_source(line, kind),
            title=title,
        )
