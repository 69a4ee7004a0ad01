"""The panel of the steps: how many of the deals that reached a stage moved on, are undecided or were lost there."""

from desktop_pipeline.metrics.rates import Sample
from desktop_pipeline.metrics.stages.stage_conversion import Step
from desktop_pipeline.metrics.telling.parts import Part, PartKind
from desktop_pipeline.reports.left_out_words import say_all_left_out
from desktop_pipeline.reports.said_values import say_counts, say_likely
from desktop_pipeline.reports.spans import describe_dates
from desktop_pipeline.reports.stages.conversion_words import (
    answer_steps,
    how_steps,
    say_longest,
    say_range_of,
    sheet_of_conversion,
)
from desktop_pipeline.reports.stages.stage_words import name_stage, say_bottleneck, say_moved_on, say_step
from desktop_pipeline.ui.charts.segment_rows import Segment, SegmentRow, SegmentRows
from desktop_pipeline.ui.insights.conversion.findings import ConversionFindings
from desktop_pipeline.ui.insights.panel import Panel
from desktop_pipeline.ui.insights.pipelines import name_pipeline
from desktop_pipeline.ui.insights.question import Question
from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.widgets.callout import Callout


class StepsPanel(Panel):
    """A bar for each stage: moved on, undecided, lost there; over it the share of those decided with its range."""

    def __init__(self, tools: InsightTools) -> None:
        self.chart = SegmentRows(tools.theme, tools.formats)
        self.remark = Callout(tools.theme, "hourglass", "amber")
        super().__init__(tools, tools.words.translate("Insights", "How many move on from each stage?"), self.chart)
        self.below.addWidget(self.remark)

    def show_conversion(self, question: Question, found: ConversionFindings) -> None:
        words, steps = self.tools.words, found.steps
        dates = describe_dates(question.span, words)
        self.show_caption(name_pipeline(found.pipelines, found.pipeline_id, dates))
        self.show_how(
            how_steps(steps, words),
            lambda part: how_steps([step for step in steps if (step.stage_id,) == part.key], words),
        )
        notes = say_all_left_out(found.conversion.left_out, words)
        self.show_sheet(sheet_of_conversion(self.title, steps, found.before, notes, words))
        if not any(step.reached for step in steps):
            self.remark.hide()
            self.show_empty(self.tr("No deal reached a stage in this period."))
            return
        narrowest = found.bottleneck.conversion
        marked = narrowest.step.stage_id if narrowest is not None else None
        self.chart.show_rows([self._row(step, is_marked=step.stage_id == marked) for step in steps], self.tr("move on"))
        remark = say_bottleneck(found.bottleneck, steps, found.currency, words)
        longest = say_longest(found.bottleneck, found.pipeline_id, words)
        self.remark.tint(*(("hourglass", "amber") if narrowest is not None else ("circle-help", "accent")))
        self.remark.say(f"{remark.text} {longest}".strip(), remark.lead)
        legend = self.tr("Full: moved on. Striped: undecided. Grey: lost there. Dot: of those decided, with its range.")
        self.show_answer(f"{answer_steps(steps, found.before, words)} {legend}")

    def _row(self, step: Step, *, is_marked: bool) -> SegmentRow:
        words, rate = self.tools.words, step.resolved
        name = name_stage(step.name, words, archived=step.archived)
        total = step.reached or 1
        return SegmentRow(
            name,
            tuple(
                Segment(
                    deals / total, tone, f"{name}: {word}, {words.deals(deals)}", Part(kind, (step.stage_id,)), title
                )
                for deals, tone, word, kind, title in self._parts(step, name, is_marked=is_marked)
            ),
            " ".join(said for said in (say_step(step, words), say_range_of(step, words)) if said),
            strong="" if rate.sample is Sample.COUNTS_ONLY else say_moved_on(rate, words),
            quiet=say_counts(rate, words) if rate.n else "",
            rate=rate,
            is_marked=is_marked,
            part=Part(PartKind.STAGE_REACHED, (step.stage_id,)),
            title=self.tr("Reached {stage}").format(stage=name),
        )

    def _parts(self, step: Step, name: str, *, is_marked: bool) -> tuple[tuple[int, str, str, PartKind, str], ...]:
        share = say_likely(step.resolved, self.tools.words)
        moved = self.tr("moved on ({share} of those decided)").format(share=share)
        full = "amberMark" if is_marked else "bar"
        return (
            (
                step.advanced,
                full,
                moved,
                PartKind.STAGE_ADVANCED,
                self.tr("Moved on from {stage}").format(stage=name),
            ),
            (
                step.undecided,
                "striped",
                self.tr("undecided"),
                PartKind.STAGE_UNDECIDED,
                self.tr("Undecided at {stage}").format(stage=name),
            ),
            (
                step.dropped,
                "gone",
                self.tr("lost there"),
                PartKind.STAGE_DROPPED,
                self.tr("Lost at {stage}").format(stage=name),
            ),
        )
