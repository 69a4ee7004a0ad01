"""What the page People shows, worked out on a worker."""

from collections.abc import Mapping
from dataclasses import dataclass

from desktop_pipeline.domain.targets import TargetScope
from desktop_pipeline.metrics.ahead.targets import measure_target
from desktop_pipeline.metrics.changing.hygiene import measure_pushes
from desktop_pipeline.metrics.people.loss_profiles import LossProfile
from desktop_pipeline.metrics.people.owners import Owners, measure_owners
from desktop_pipeline.queries.lists import read_pipelines
from desktop_pipeline.queries.settings import read_holidays, read_working_days
from desktop_pipeline.queries.targets import read_targets
from desktop_pipeline.reports.people.people_words import profiles_of, rank_owners
from desktop_pipeline.ui.insights.asking import ask_before, ask_now
from desktop_pipeline.ui.insights.pipelines import choose_pipeline
from desktop_pipeline.ui.insights.question import Question
from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.tasks import Progress


@dataclass(frozen=True, slots=True)
class PeopleFindings:
    """The team, and the profiles of the pipeline that most deals were lost from."""

    owners: Owners
    before: Owners | None  # of the period it is compared with
    pipelines: Mapping[int, str]
    pipeline_id: int | None
    currency: str

    @property
    def profiles(self) -> tuple[LossProfile, ...]:
        """Those of the pipeline that is shown, in the order of the team."""
        order = {line.figures.key: place for place, line in enumerate(rank_owners(self.owners.lines))}
        profiles = profiles_of(self.owners.loss_profiles, self.pipeline_id)
        return tuple(sorted(profiles, key=lambda profile: order.get(profile.owner, len(order))))


def gather_people(tools: InsightTools, question: Question, _progress: Progress) -> PeopleFindings:
    """Safe on a worker thread."""
    with tools.session.workspace.reading() as view:
        pipelines = {row.row_id: row.name for row in read_pipelines(view)}
        targets, holidays = read_targets(view), {row.day for row in read_holidays(view)}
        working_days = read_working_days(view)
    asked, then = ask_now(tools, question), ask_before(tools, question)
    running = [target for target in targets if target.scope is TargetScope.OWNER and question.as_of in target.period]
    owners = measure_owners(
        asked.moment,
        asked.period,
        question.selection,
        standings=[measure_target(asked.moment, target, working_days, holidays) for target in running],
        pushes=measure_pushes(asked.pushed).by_owner,
    )
    return PeopleFindings(
        owners=owners,
        before=None if then is None else measure_owners(then.moment, then.period, question.selection),
        pipelines=pipelines,
        pipeline_id=choose_pipeline(question, ((one.pipeline_id, one.losses) for one in owners.loss_profiles)),
        currency=asked.moment.history.rates.base,
    )
