"""What the page Speed shows, worked out on a worker."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from desktop_pipeline.domain.hygiene import judge_pace
from desktop_pipeline.metrics.closing.cycle import Cycle, measure_cycle
from desktop_pipeline.metrics.population import LeftOut, count_deals, find_left_out
from desktop_pipeline.metrics.stages.bottleneck import Bottleneck, find_bottleneck
from desktop_pipeline.metrics.stages.deciding import Deciding, measure_deciding
from desktop_pipeline.metrics.stages.stage_conversion import measure_conversion
from desktop_pipeline.metrics.stages.stage_days import Speed, StageDays, find_sitting, measure_speed
from desktop_pipeline.metrics.telling.asked import Asked
from desktop_pipeline.queries.gates import read_titles
from desktop_pipeline.queries.lists import read_pipelines
from desktop_pipeline.reports.said_values import FEWEST
from desktop_pipeline.reports.stages.speed_words import LongSitter
from desktop_pipeline.ui.insights.asking import ask_before, ask_now
from desktop_pipeline.ui.insights.overview_findings import SittingDeals, group_sitting
from desktop_pipeline.ui.insights.pipelines import choose_pipeline
from desktop_pipeline.ui.insights.question import Question
from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.tasks import Progress

_STEPS = 3
_MOST = 100


@dataclass(frozen=True, slots=True)
class SpeedFindings:
    """The cycle of the period asked for and of the one it is compared with, and the days in each stage."""

    pipelines: Mapping[int, str]
    pipeline_id: int | None
    cycle: Cycle
    before: Cycle | None
    deciding: Deciding
    speed: Speed
    bottleneck: Bottleneck
    sitting: Mapping[int, tuple[SittingDeals, ...]]
    sitters: tuple[LongSitter, ...]
    left_out: tuple[LeftOut, ...]  # of the cycle

    @property
    def stages(self) -> tuple[StageDays, ...]:
        """Those of the pipeline that is shown."""
        return tuple(stage for stage in self.speed.stages if stage.pipeline_id == self.pipeline_id)


def gather_speed(tools: InsightTools, question: Question, progress: Progress) -> SpeedFindings:
    """Safe on a worker thread."""
    with tools.session.workspace.reading() as view:
        pipelines = {row.row_id: row.name for row in read_pipelines(view)}
    asked = ask_now(tools, question)
    speed = measure_speed(asked.moment, asked.chosen, asked.period)
    progress.report(1, _STEPS)
    then = ask_before(tools, question)
    before = None if then is None else measure_cycle(then.population)
    progress.report(2, _STEPS)
    counted = [(stage.pipeline_id, stage.finished.n + stage.sitting) for stage in speed.stages]
    pipeline_id = choose_pipeline(question, counted)
    conversion = measure_conversion(asked.moment, asked.chosen, asked.period)
    return SpeedFindings(
        pipelines=pipelines,
        pipeline_id=pipeline_id,
        cycle=measure_cycle(asked.population),
        before=before,
        deciding=measure_deciding(asked.population),
        speed=speed,
        bottleneck=find_bottleneck(asked.moment, asked.population, conversion, asked.period),
        sitting=group_sitting(tools, asked.moment, asked.chosen),
        sitters=_list_sitters(tools, asked, pipeline_id),
        left_out=count_deals(find_left_out(asked.moment, asked.population)),
    )


def _list_sitters(tools: InsightTools, asked: Asked, pipeline_id: int | None) -> tuple[LongSitter, ...]:
    """Those of the pipeline that have sat longest, the longest first."""
    moment = asked.moment
    found, stages = find_sitting(moment, asked.chosen), moment.history.stages
    rows = np.flatnonzero((found.days >= 0) & (stages.pipeline[found.stage] == pipeline_id))
    rows = rows[np.argsort(-found.days[rows], kind="stable")][:_MOST]
    ids = moment.history.deals.ids[found.deal[rows]].tolist()
    with tools.session.workspace.reading() as view:
        titles = read_titles(view, ids)
    sitters = []
    for deal_id, row in zip(ids, rows.tolist(), strict=True):
        stage, days, share = int(found.stage[row]), int(found.days[row]), float(found.longer_than[row])
        sitters.append(
            LongSitter(
                deal_id=deal_id,
                title=titles.get(deal_id, ""),
                stage=stages.names[stage],
                days=days,
                pace=judge_pace(days, int(stages.slow_limit[stage])),
                longer_than=share if int(found.winners[row]) >= FEWEST and not np.isnan(share) else None,
            )
        )
    return tuple(sitters)
