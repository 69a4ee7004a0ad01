"""The parts of a printed report about stages: where deals stop, what is open in each, and every step in numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from desktop_pipeline.metrics.stages.bottleneck import Bottleneck
from desktop_pipeline.metrics.stages.open_stages import OpenStage
from desktop_pipeline.metrics.stages.stage_conversion import Step
from desktop_pipeline.metrics.stages.stage_days import StageDays, Stay
from desktop_pipeline.metrics.telling.overview import Overview
from desktop_pipeline.reports.content import (
    Section,
    SectionName,
    StageMark,
    StopChart,
    StopRow,
    Table,
)
from desktop_pipeline.reports.said_values import FEWEST, say_rate
from desktop_pipeline.reports.stages.speed_words import say_half
from desktop_pipeline.reports.stages.stage_words import name_stage, say_bottleneck, say_moved_on, share_cells
from desktop_pipeline.reports.tables.sheets import CellKind
from desktop_pipeline.reports.tables.told_tables import Teller, Titled, Told
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
        sections.append(stop_chart(found, bottleneck, currency, words, name))
    sections.append(_open_table(found, currency, words, name))
    return sections


def _titled(title: str, pipeline: str, words: Words) -> str:
    if not pipeline:
        return title
    return words.translate("Report", "{title}: {pipeline}").format(title=title, pipeline=pipeline)


def stop_chart(
    found: PipelineStages, bottleneck: Bottleneck, currency: str, words: Words, pipeline: str = ""
) -> StopChart:
    """A bar for each stage; the name of the pipeline only where there are several."""
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
            say_rate(step.resolved, words),
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
    translate, stages, teller = words.translate, found.stages, Teller(words, currency)
    count = sum(stage.name is not None for stage in stages)
    places = {id(stage): position for position, stage in enumerate(stages)}
    columns: tuple[Told[OpenStage], ...] = (
        Told(translate("Report", "Stage"), lambda stage: name_open_stage(stage, words)),
        teller.count(translate("Report", "Deals"), lambda stage: stage.deals),
        teller.money(translate("Report", "Value"), lambda stage: stage.value),
        teller.rounded(translate("Report", "Weighted"), lambda stage: stage.weighted),
        teller.count(translate("Report", "Slow"), lambda stage: stage.slow),
    )
    return teller.table(
        Titled(
            SectionName.STAGES,
            _titled(translate("Report", "Pipeline by stage"), pipeline, words),
            translate("Report", "open deals; slow: longer there than the limit set for it"),
        ),
        columns,
        stages,
        total=_total(stages, teller),
        mark=lambda stage: None if stage.name is None else StageMark(places[id(stage)], count),
        is_half=bool(found.reached),
    )


def name_open_stage(stage: OpenStage, words: Words) -> str:
    """Its name, or that nobody knows where the deals stood."""
    if stage.name is None:
        return words.translate("Report", "Not on record")
    return name_stage(stage.name, words, archived=stage.archived)


def _total(stages: Sequence[OpenStage], teller: Teller) -> tuple[str, ...]:
    number, deals = teller.words.formats.number, sum(stage.deals for stage in stages)
    values = [stage.value for stage in stages if stage.deals and stage.value is not None]
    weights = [stage.weighted for stage in stages if stage.deals and stage.weighted is not None]
    return (
        teller.words.translate("Report", "All"),
        number(deals),
        teller.say_sum(sum(values) if values or not deals else None),
        teller.say_rounded(sum(weights) if weights or not deals else None),
        number(sum(stage.slow for stage in stages)),
    )


def step_table(found: PipelineStages, words: Words, *, alone: bool) -> Table:
    """Every step with its counts and the usual days, as far as their number bears it (METRICS §0)."""
    translate, teller = words.translate, Teller(words, "")
    places = {step.stage_id: position for position, step in enumerate(found.steps)}

    def stay(step: Step) -> Stay:
        days = found.days.get(step.stage_id)
        return Stay(0) if days is None else days.finished

    def usual(step: Step) -> float | None:
        known = stay(step)
        return known.median if known.n >= FEWEST else None

    moved, spread = translate("Report", "Move on"), translate("Report", "Range, 95 %")
    columns: tuple[Told[Step], ...] = (
        Told(translate("Report", "Stage"), lambda step: name_stage(step.name, words, archived=step.archived)),
        teller.count(translate("Report", "Reached"), lambda step: step.reached),
        teller.count(translate("Report", "Moved on"), lambda step: step.advanced),
        teller.count(translate("Report", "Lost there"), lambda step: step.dropped),
        teller.count(translate("Report", "Undecided"), lambda step: step.undecided),
        Told(
            moved,
            lambda step: share_cells(step.resolved)[0],
            CellKind.SHARE,
            lambda step: say_moved_on(step.resolved, words),
        ),
        Told(spread, lambda step: teller.say_rate(step.resolved)[1], is_right=True),
        teller.days(translate("Report", "Usual days"), usual),
        Told(translate("Report", "Middle half"), lambda step: say_half(stay(step), words), is_right=True),
    )
    return teller.table(
        Titled(
            SectionName.STEPS,
            _titled(translate("Report", "From stage to stage"), "" if alone else found.pipeline, words),
            translate("Report", "12 months; usual days: the median of the deals that left the stage"),
        ),
        columns,
        found.steps,
        mark=lambda step: StageMark(places[step.stage_id], len(found.steps)),
    )
