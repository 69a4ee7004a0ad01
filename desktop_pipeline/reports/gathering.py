"""Collects what a report is made of: on screen, paper and the command line alike."""

from dataclasses import dataclass
from datetime import date, timedelta

from desktop_pipeline.actions import Workspace
from desktop_pipeline.domain.periods import trailing_year
from desktop_pipeline.metrics.closing.velocity import measure_velocity
from desktop_pipeline.metrics.people.leads import measure_leads
from desktop_pipeline.metrics.selection import EVERYTHING, Selection
from desktop_pipeline.metrics.stages.open_stages import sum_open_stages
from desktop_pipeline.metrics.telling.overview import BaseFigures, Overview
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.lists import read_pipelines
from desktop_pipeline.reports.ahead.forecast_findings import ForecastFindings, gather_forecast
from desktop_pipeline.reports.changing.deals_to_look_at import DealsToLookAt, find_deals_to_look_at
from desktop_pipeline.reports.changing.passed_gates import PassedGates, find_passed_gates
from desktop_pipeline.reports.closing.pace_figures import Pace, name_pace
from desktop_pipeline.reports.content import ReportContent
from desktop_pipeline.reports.figures import Figure, name_figures
from desktop_pipeline.reports.kinds.pipeline import OpenDeals, Printed, pipeline_report
from desktop_pipeline.reports.spans import Span
from desktop_pipeline.reports.stages.stage_sections import PipelineStages, split_by_pipeline
from desktop_pipeline.reports.words import Words

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Findings:
    """The figures of a span and of what it is compared with."""

    span: Span
    selection: Selection
    overview: Overview
    before: BaseFigures | None
    pace: Pace
    pace_before: Pace | None

    def figures(self, words: Words) -> tuple[Figure, ...]:
        """The tiles of screen and paper."""
        return (
            *name_figures(self.overview, self.before, words),
            *name_pace(self.pace, self.pace_before, self.overview, words),
        )


@dataclass(frozen=True, eq=False, slots=True)
class ReportFindings:
    """What the pipeline report tells: the figures, the stages in the 12 months up to their day, and what is ahead.

    Beside these the open deals that need a decision, and the gates that were passed anyway.
    """

    base: Findings
    year: Overview
    stages: tuple[PipelineStages, ...]
    ahead: ForecastFindings
    look_at: DealsToLookAt
    passed: PassedGates

    def report(self, printed: Printed, words: Words) -> ReportContent:
        """The pipeline report of these figures."""
        base = self.base
        return pipeline_report(
            base.overview,
            base.figures(words),
            self.stages,
            self.year.bottleneck,
            OpenDeals(self.ahead, self.look_at, self.passed),
            span=base.span,
            printed=printed,
            words=words,
        )


def gather_findings(figures: Figures, span: Span, selection: Selection = EVERYTHING) -> Findings:
    """Works the figures out; safe on a worker thread."""
    before = span.before
    return Findings(
        span,
        selection,
        figures.overview(span.as_of, span.period, selection),
        # As it was known then: a deal reopened since does not change it.
        figures.base_figures(before.end - _ONE_DAY, before, selection) if before else None,
        measure_pace(figures, span.as_of, selection),
        measure_pace(figures, before.end - _ONE_DAY, selection) if before else None,
    )


def gather_report(figures: Figures, workspace: Workspace, base: Findings) -> ReportFindings:
    """Works out what else the report tells; safe on a worker thread."""
    span, selection = base.span, base.selection
    asked = figures.ask(span.as_of, trailing_year(span.as_of), selection)
    is_year = asked.period == span.period
    year = base.overview if is_year else figures.overview(span.as_of, asked.period, selection)
    pipelines = [
        (pipeline.row_id, pipeline.name)
        for pipeline in read_pipelines(workspace)
        if selection.pipeline in (None, pipeline.row_id)
    ]
    stages = split_by_pipeline(pipelines, sum_open_stages(asked), year)
    return ReportFindings(
        base,
        year,
        stages,
        gather_forecast(figures, workspace, span.as_of, selection),
        find_deals_to_look_at(workspace, asked),
        find_passed_gates(workspace, asked, span.period, span.as_of),
    )


def measure_pace(figures: Figures, as_of: date, selection: Selection) -> Pace:
    """Velocity and qualified leads of the 12 months up to a day."""
    asked = figures.ask(as_of, trailing_year(as_of), selection)
    return Pace(
        asked.period,
        measure_velocity(asked.moment, asked.population),
        measure_leads(asked.moment, asked.chosen, asked.period),
    )
