"""The panel of how soon deals move on or are won, and how many move back or skip a stage."""

from desktop_pipeline.metrics.rates import Sample, rate_of
from desktop_pipeline.metrics.stages.stage_conversion import Step
from desktop_pipeline.metrics.telling.parts import Part, PartKind
from desktop_pipeline.reports.left_out_words import say_all_left_out
from desktop_pipeline.reports.said_values import say_counts, say_likely
from desktop_pipeline.reports.stages.conversion_words import (
    answer_soon,
    how_soon,
    say_estimate,
    say_towards,
    sheet_of_soon,
)
from desktop_pipeline.reports.stages.stage_words import name_stage
from desktop_pipeline.ui.charts.cell_rows import Cell, CellRow, CellRows
from desktop_pipeline.ui.insights.conversion.findings import ConversionFindings
from desktop_pipeline.ui.insights.panel import Panel
from desktop_pipeline.ui.insights.tools import InsightTools


class SoonPanel(Panel):
    """A row for each stage."""

    def __init__(self, tools: InsightTools) -> None:
        self.chart = CellRows(tools.theme)
        super().__init__(tools, tools.words.translate("Insights", "How soon do they move on?"), self.chart)

    def show_conversion(self, found: ConversionFindings) -> None:
        words, steps, days = self.tools.words, found.steps, found.conversion.days
        self.show_caption(self.tr("from the day a stage was reached"))
        self.show_how(how_soon(days, words))
        notes = say_all_left_out(found.conversion.left_out, words)
        self.show_sheet(sheet_of_soon(self.title, steps, days, notes, words))
        if not any(step.reached for step in steps):
            self.show_empty(self.tr("No deal reached a stage in this period."))
            return
        within = words.days(days)
        heads = (
            self.tr("Stage"),
            self.tr("Reached"),
            self.tr("Go on within {days}").format(days=within),
            self.tr("Won within {days}").format(days=within),
            self.tr("Moved back"),
            self.tr("Skipped it"),
        )
        self.chart.show_rows(heads, [self._row(step, steps, within) for step in steps])
        self.show_answer(answer_soon(steps, days, words))

    def _row(self, step: Step, steps: tuple[Step, ...], within: str) -> CellRow:
        words = self.tools.words
        name, key = name_stage(step.name, words, archived=step.archived), (step.stage_id,)
        reached = Part(PartKind.STAGE_REACHED, key)
        title = self.tr("Reached {stage}").format(stage=name)
        following = say_estimate(step.next_within, step.reached, words)
        won = say_estimate(step.won_within, step.reached, words)
        go_on = self.tr("{step}: {share} within {days}").format(
            step=say_towards(steps, step, words), share=following, days=within
        )
        win = self.tr("{stage}: {share} are won within {days}").format(stage=name, share=won, days=within)
        count = words.formats.number(step.reached)
        if step.next_within is None:
            go_on = self.tr("{stage}: no deal was watched for {days}").format(stage=name, days=within)
        if step.won_within is None:
            win = self.tr("{stage}: no deal was watched for {days}").format(stage=name, days=within)
        return CellRow(
            name,
            (
                Cell(count, f"{title}: {words.deals(step.reached)}", part=reached, title=title),
                Cell(following, go_on, part=reached, title=title),
                Cell(won, win, part=reached, title=title),
                self._count(step, step.moved_back, PartKind.STAGE_MOVED_BACK, self.tr("Moved back from {stage}"), name),
                self._count(step, step.skipped, PartKind.STAGE_SKIPPED, self.tr("Skipped {stage}"), name),
            ),
            reached,
            title,
        )

    def _count(self, step: Step, deals: int, kind: PartKind, pattern: str, name: str) -> Cell:
        """Deals of those that reached the stage, with their share in the tooltip."""
        words, rate = self.tools.words, rate_of(deals, step.reached)
        title = pattern.format(stage=name)
        said = f"{title}: {say_counts(rate, words)}"
        if rate.sample is not Sample.COUNTS_ONLY:
            said += f", {say_likely(rate, words)}"
        tone = "ink" if deals else "ink3"
        return Cell(words.formats.number(deals), said, tone, part=Part(kind, (step.stage_id,)), title=title)
