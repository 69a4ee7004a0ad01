"""The panel of the funnel: how far the deals that were created in the period have come."""

from desktop_pipeline.metrics.rates import Sample, rate_of
from desktop_pipeline.metrics.snapshot import Status
from desktop_pipeline.metrics.stages.funnel import Funnel, FunnelStage
from desktop_pipeline.metrics.telling.parts import Part, PartKind
from desktop_pipeline.reports.left_out_words import say_all_left_out
from desktop_pipeline.reports.spans import describe_dates
from desktop_pipeline.reports.stages.conversion_words import (
    answer_funnel,
    came_in_later,
    how_funnel,
    say_funnel_stage,
    sheet_of_funnel,
)
from desktop_pipeline.reports.stages.stage_words import name_stage
from desktop_pipeline.ui.charts.segment_rows import Segment, SegmentRow, SegmentRows
from desktop_pipeline.ui.insights.conversion.findings import ConversionFindings
from desktop_pipeline.ui.insights.panel import Panel
from desktop_pipeline.ui.insights.question import Question
from desktop_pipeline.ui.insights.tools import InsightTools


class FunnelPanel(Panel):
    """A bar for each stage; what came in further down is drawn apart."""

    def __init__(self, tools: InsightTools) -> None:
        self.chart = SegmentRows(tools.theme)
        super().__init__(tools, tools.words.translate("Insights", "How far do new deals come?"), self.chart)

    def show_conversion(self, question: Question, found: ConversionFindings) -> None:
        words, funnel = self.tools.words, found.funnel
        dates = describe_dates(question.span, words)
        self.show_caption(self.tr("deals created {dates}").format(dates=dates))
        self.show_how(how_funnel(words))
        if funnel is None or not funnel.created:
            self.show_empty(self.tr("No deal was created in this period."))
            return
        notes = say_all_left_out(found.funnels.left_out, words)
        self.show_sheet(sheet_of_funnel(self.title, funnel, notes, words))
        later = came_in_later(funnel)
        rows = [self._row(stage, funnel, later.get(stage.stage_id, 0)) for stage in funnel.stages]
        self.chart.show_rows([*rows, self._won_row(funnel)])
        self.show_answer(answer_funnel(funnel, words))

    def _row(self, stage: FunnelStage, funnel: Funnel, came_in: int) -> SegmentRow:
        words, key = self.tools.words, (stage.stage_id,)
        name = name_stage(stage.name, words, archived=stage.archived)
        said, title = say_funnel_stage(stage, funnel, words), self.tr("Reached {stage}").format(stage=name)
        entered = self.tr("Came in at {stage}").format(stage=name)
        part = Part(PartKind.FUNNEL, key)
        return SegmentRow(
            name,
            (
                Segment(stage.reached - came_in, "bar", said, part, title),
                Segment(
                    came_in,
                    "pale",
                    f"{entered}: {words.deals(came_in)}",
                    Part(PartKind.FUNNEL_CAME_IN, key),
                    entered,
                ),
            ),
            said,
            strong=words.formats.number(stage.reached),
            quiet=self._share(stage.reached, funnel),
            part=part,
            title=title,
        )

    def _won_row(self, funnel: Funnel) -> SegmentRow:
        words, name = self.tools.words, self.tr("Won")
        said = self.tr("{deals} of those created were won.").format(deals=words.deals(funnel.won))
        part = Part(PartKind.FUNNEL_CREATED, (funnel.pipeline_id, int(Status.WON)))
        return SegmentRow(
            name,
            (Segment(funnel.won, "greenMark", said, part, name),),
            said,
            strong=words.formats.number(funnel.won),
            quiet=self._share(funnel.won, funnel),
            part=part,
            title=name,
        )

    def _share(self, deals: int, funnel: Funnel) -> str:
        rate = rate_of(deals, funnel.created)
        return self.tools.formats.percent(rate.value or 0.0) if rate.sample is Sample.PLAIN else ""
