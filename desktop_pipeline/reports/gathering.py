"""Collects what a report is made of: on screen, paper and the command line alike."""

from dataclasses import dataclass
from datetime import date, timedelta

from desktop_pipeline.metrics.overview import Overview
from desktop_pipeline.metrics.selection import EVERYTHING, Selection
from desktop_pipeline.queries.board_filter import BoardFilter
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.lists import Named
from desktop_pipeline.reports.content import ReportContent
from desktop_pipeline.reports.pipeline import PipelineStages, Printed, pipeline_report
from desktop_pipeline.reports.spans import Span
from desktop_pipeline.reports.words import Words

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Findings:
    """The figures of a span and of what it is compared with, and the stages where the span ends today."""

    span: Span
    overview: Overview
    before: Overview | None
    stages: tuple[PipelineStages, ...]

    def report(self, printed: Printed, words: Words) -> ReportContent:
        """The pipeline report of these figures."""
        return pipeline_report(self.overview, self.before, self.stages, span=self.span, printed=printed, words=words)


def gather_findings(
    figures: Figures, pipelines: list[Named], span: Span, today: date, selection: Selection = EVERYTHING
) -> Findings:
    """Works everything out; safe on a worker thread. The stage table knows today only, so a past span has none."""
    before = span.before
    return Findings(
        span,
        figures.overview(span.as_of, span.period, selection),
        # As it was known then: a deal reopened since does not change it.
        figures.overview(before.end - _ONE_DAY, before, selection) if before else None,
        tuple(
            PipelineStages(pipeline.name, figures.stage_table(_board_filter(pipeline.row_id, selection), today))
            for pipeline in pipelines
            if span.as_of == today and selection.pipeline in (None, pipeline.row_id)
        ),
    )


def _board_filter(pipeline_id: int, selection: Selection) -> BoardFilter:
    return BoardFilter(
        pipeline_id,
        frozenset() if selection.owner is None else frozenset({selection.owner}),
        frozenset() if selection.product is None else frozenset({selection.product}),
    )
