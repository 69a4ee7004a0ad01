"""The parts of a printed report about stages: where deals stop, what is open in each, and every step in numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from desktop_pipeline.metrics.rates import Sample
from desktop_pipeline.metrics.stages.bottleneck import Bottleneck
from desktop_pipeline.metrics.stages.open_stages import OpenStage
from desktop_pipeline.metrics.stages.stage_conversion import Step
from desktop_pipeline.metrics.stages.stage_days import StageDays
from desktop_pipeline.metrics.telling.overview import Overview
from desktop_pipeline.reports.content import (
    Column,
    Line,
    Section,
    SectionName,
    StageMark,
    StopChart,
    StopRow,
    Table,
)
from desktop_pipeline.reports.figures import DASH, say_money, say_range
from desktop_pipeline.reports.speed_words import say_days, say_half
from desktop_pipeline.reports.stage_words import name_stage, say_bottleneck, say_moved_on
from desktop_pipeline.reports.words import Words


@dataclass(frozen=True, slots=True)
class PipelineStages:
    """The stages of one pipeline: what is open in each, and the steps and days of the 12 months up to the as-of day."""

    pipeline: str
    stages: tuple[OpenStage, ...]
    steps: tuple[Step, ...]
    days: Mapping[int, StageDays]  # by stage id

    @property
    def reached(self) -> int:
        """How many deals came into it, for its place among others."""
        return max((step.reached for step in self.steps), default=0)


def split_by_pipeline(
    pipelines: Iterable[tuple[int, str]], stages: Sequence[OpenStage], year: Overview
) -> tuple[PipelineStages, ...]:
    """Pipelines with deals, the one that most came into first; where none has any, the first one."""
    found = [
        PipelineStages(
            name,
            tuple(stage for stage in stages if stage.pipeline_id == pipeline_id),
            tuple(step for step in year.conversion.steps if step.pipeline_id == pipeline_id),
            {days.stage_id: days for days in year.speed.stages if days.pipeline_id == pipeline_id},
        )
        for pipeline_id, name in pipelines
    ]
    there = [each for each in found if each.reached or any(stage.deals for stage in each.stages)]
    return tuple(sorted(there, key=lambda each: -each.reached)) or tuple(found[:1])


def list_stage_sections(
    found: PipelineStages, bottleneck: Bottleneck, currency: str, words: Words, *, alone: bool
) -> list[Section]:
    """The chart and the table beside it; the chart only where a deal reached a stage."""
    name = "" if alone else found.pipeline
    sections: list[Section] = []
    if found.reached:
        sections.append(_stop_chart(found, bottleneck, currency, words, name))
    sections.append(_open_table(found, currency, words, name))
    return sections


def _titled(title: str, pipeline: str, words: Words) -> str:
    if not pipeline:
        return title
    return words.translate("Report", "{title}: {pipeline}").format(title=title, pipeline=pipeline)


def _stop_chart(found: PipelineStages, bottleneck: Bottleneck, currency: str, words: Words, pipeline: str) -> StopChart:
    translate, number = words.translate, words.formats.number
    narrowest = bottleneck.conversion
    marked = narrowest.step.stage_id if narrowest is not None else None
    remark = say_bottleneck(bottleneck, found.steps, currency, words)
    rows = [
        StopRow(
            name_stage(step.name, words, archived=step.archived),
            step.reached,
            step.advanced,
            step.undecided,
            number(step.reached),
            say_moved_on(step.resolved, words),
            is_marked=step.stage_id == marked,
        )
        for step in found.steps
    ]
    won = found.steps[-1].advanced
    rows.append(StopRow(translate("Report", "Won"), won, won, None, number(won), ""))
    return StopChart(
        SectionName.STOPS,
        _titled(translate("Report", "Where deals stop"), pipeline, words),
        translate("Report", "{deals} in 12 months, and the share that moved on").format(
            deals=words.deals(found.reached)
        ),
        tuple(rows),
        remark.lead,
        remark.text,
    )


def _open_table(found: PipelineStages, currency: str, words: Words, pipeline: str) -> Table:
    translate, number, stages = words.translate, words.formats.number, found.stages
    count = sum(stage.name is not None for stage in stages)
    return Table(
        SectionName.STAGES,
        _titled(translate("Report", "Pipeline by stage"), pipeline, words),
        translate("Report", "open deals; slow: longer there than the limit set for it"),
        (
            Column(translate("Report", "Stage"), is_number=False),
            Column(translate("Report", "Deals")),
            Column(translate("Report", "Value")),
            Column(translate("Report", "Weighted")),
            Column(translate("Report", "Slow")),
        ),
        (
            *(
                Line(
                    (
                        name_open_stage(stage, words),
                        number(stage.deals),
                        say_money(stage.value, currency, words),
                        _rounded(stage.weighted, currency, words),
                        number(stage.slow),
                    ),
                    mark=None if stage.name is None else StageMark(position, count),
                )
                for position, stage in enumerate(stages)
            ),
            _total(stages, currency, words),
        ),
        is_half=bool(found.reached),
    )


def name_open_stage(stage: OpenStage, words: Words) -> str:
    """Its name, or that nobody knows where the deals stood."""
    if stage.name is None:
        return words.translate("Report", "Not on record")
    return name_stage(stage.name, words, archived=stage.archived)


def _total(stages: Sequence[OpenStage], currency: str, words: Words) -> Line:
    number, deals = words.formats.number, sum(stage.deals for stage in stages)
    values = [stage.value for stage in stages if stage.deals and stage.value is not None]
    weights = [stage.weighted for stage in stages if stage.deals and stage.weighted is not None]
    return Line(
        (
            words.translate("Report", "All"),
            number(deals),
            say_money(sum(values) if values or not deals else None, currency, words),
            _rounded(sum(weights) if weights or not deals else None, currency, words),
            number(sum(stage.slow for stage in stages)),
        ),
        is_total=True,
    )


def step_table(found: PipelineStages, words: Words, *, alone: bool) -> Table:
    """Every step with its counts and the usual days, as far as their number bears it (METRICS §0)."""
    translate = words.translate
    count = len(found.steps)
    return Table(
        SectionName.STEPS,
        _titled(translate("Report", "From stage to stage"), "" if alone else found.pipeline, words),
        translate("Report", "12 months; usual days: the median of the deals that left the stage"),
        (
            Column(translate("Report", "Stage"), is_number=False),
            Column(translate("Report", "Reached")),
            Column(translate("Report", "Moved on")),
            Column(translate("Report", "Lost there")),
            Column(translate("Report", "Undecided")),
            Column(translate("Report", "Move on")),
            Column(translate("Report", "Range, 95 %")),
            Column(translate("Report", "Usual days")),
            Column(translate("Report", "Middle half")),
        ),
        tuple(
            Line(_step_cells(step, found.days.get(step.stage_id), words), mark=StageMark(position, count))
            for position, step in enumerate(found.steps)
        ),
    )


def _step_cells(step: Step, days: StageDays | None, words: Words) -> tuple[str, ...]:
    number, rate = words.formats.number, step.resolved
    shown = rate.value is not None and rate.sample is not Sample.COUNTS_ONLY
    usual = middle = DASH
    if days is not None:
        usual, middle = say_days(days.finished.median, days.finished.n, words), say_half(days.finished, words)
    return (
        name_stage(step.name, words, archived=step.archived),
        number(step.reached),
        number(step.advanced),
        number(step.dropped),
        number(step.undecided),
        say_moved_on(rate, words),
        say_range(rate, words) if shown else "",
        usual,
        middle,
    )


def _rounded(minor: int | None, currency: str, words: Words) -> str:
    return DASH if minor is None else words.formats.rounded_money(minor, currency)
