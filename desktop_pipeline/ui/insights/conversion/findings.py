"""What the page Conversion shows, worked out on a worker."""

from collections.abc import Mapping
from dataclasses import dataclass

from desktop_pipeline.metrics.stages.bottleneck import Bottleneck, find_bottleneck
from desktop_pipeline.metrics.stages.funnel import Funnel, Funnels, count_funnels
from desktop_pipeline.metrics.stages.stage_conversion import Conversion, Step, measure_conversion
from desktop_pipeline.queries.lists import read_pipelines
from desktop_pipeline.reports.stages.stage_words import steps_of
from desktop_pipeline.ui.insights.asking import ask_before, ask_now
from desktop_pipeline.ui.insights.pipelines import choose_pipeline
from desktop_pipeline.ui.insights.question import Question
from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.tasks import Progress

_STEPS = 2


@dataclass(frozen=True, slots=True)
class ConversionFindings:
    """The steps of the period asked for, and of the one it is compared with as it was known then."""

    pipelines: Mapping[int, str]
    pipeline_id: int | None
    conversion: Conversion
    before: Conversion | None
    bottleneck: Bottleneck
    funnels: Funnels
    currency: str

    @property
    def steps(self) -> tuple[Step, ...]:
        """Those of the pipeline that is shown."""
        return steps_of(self.conversion, self.pipeline_id) if self.pipeline_id is not None else ()

    @property
    def funnel(self) -> Funnel | None:
        """That of the pipeline that is shown."""
        return next((one for one in self.funnels.pipelines if one.pipeline_id == self.pipeline_id), None)


def gather_conversion(tools: InsightTools, question: Question, progress: Progress) -> ConversionFindings:
    """Safe on a worker thread."""
    with tools.session.workspace.reading() as view:
        pipelines = {row.row_id: row.name for row in read_pipelines(view)}
    asked = ask_now(tools, question)
    conversion = measure_conversion(asked.moment, asked.chosen, asked.period)
    progress.report(1, _STEPS)
    then = ask_before(tools, question)
    before = None if then is None else measure_conversion(then.moment, then.chosen, then.period)
    progress.report(_STEPS, _STEPS)
    return ConversionFindings(
        pipelines=pipelines,
        pipeline_id=choose_pipeline(question, ((step.pipeline_id, step.reached) for step in conversion.steps)),
        conversion=conversion,
        before=before,
        bottleneck=find_bottleneck(asked.moment, asked.population, conversion, asked.period),
        funnels=count_funnels(asked.moment, asked.chosen, asked.period),
        currency=asked.moment.history.rates.base,
    )
