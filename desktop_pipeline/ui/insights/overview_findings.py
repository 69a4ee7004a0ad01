"""What the Overview shows, worked out on a worker: the report's figures and what stands on whole stages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from desktop_pipeline.domain.hygiene import Pace, judge_pace
from desktop_pipeline.domain.periods import Period, add_months, months_between, trailing_year
from desktop_pipeline.domain.targets import Target
from desktop_pipeline.metrics.ahead.outlook import simulate
from desktop_pipeline.metrics.changing.mix import Mix, MonthFlow, PipelineLine, measure_mix, share_by_pipeline
from desktop_pipeline.metrics.closing.lost_reasons import LostReasons, measure_lost_reasons
from desktop_pipeline.metrics.history import Flags
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.selection import Chosen
from desktop_pipeline.metrics.stages.bottleneck import Bottleneck
from desktop_pipeline.metrics.stages.stage_conversion import Conversion
from desktop_pipeline.metrics.stages.stage_days import Speed, find_sitting
from desktop_pipeline.queries.gates import read_titles
from desktop_pipeline.queries.lists import read_pipelines
from desktop_pipeline.queries.targets import read_targets
from desktop_pipeline.reports.ahead.forecast_findings import open_money_book
from desktop_pipeline.reports.gathering import Findings, gather_findings
from desktop_pipeline.ui.charts.won_months import AheadMonth, TargetMonth
from desktop_pipeline.ui.insights.question import Question
from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.tasks import Progress

_STEPS = 3
_AHEAD = 4  # months, the running one among them
# Of so many dots each tells its deal's title.
_MOST_TITLES = 400


@dataclass(frozen=True, slots=True)
class SittingDeals:
    """Open deals that have sat in a stage for the same number of days, one of them by its title."""

    days: int
    pace: Pace
    ids: tuple[int, ...]
    title: str | None
    longer_than: float | None  # share of the won deals that stayed for fewer days; None where they are too few


@dataclass(frozen=True, slots=True)
class OverviewFindings:
    """All of the Overview; `headline` is the period of whole stages: the twelve months up to the as-of day."""

    base: Findings
    headline: Period
    pipelines: Mapping[int, str]
    conversion: Conversion
    bottleneck: Bottleneck
    speed: Speed
    sitting: Mapping[int, tuple[SittingDeals, ...]]  # by stage id
    stage_names: Mapping[int, str]
    reasons: LostReasons
    mix: Mix
    by_pipeline: tuple[PipelineLine, ...]
    flows: tuple[MonthFlow, ...]  # without the months before the first deal
    ahead: tuple[AheadMonth, ...]  # where the shown period ends now
    targets: tuple[TargetMonth, ...]


def gather_overview(tools: InsightTools, question: Question, progress: Progress) -> OverviewFindings:
    """Safe on a worker thread."""
    session, figures, selection = tools.session, tools.figures, question.selection
    with session.workspace.reading() as view:
        pipelines, targets = read_pipelines(view), read_targets(view)
    progress.report(0, _STEPS)
    base = gather_findings(figures, question.span, selection)
    progress.report(1, _STEPS)
    headline = trailing_year(question.as_of)
    asked = figures.ask(question.as_of, headline, selection)
    whole = base.overview if headline == question.span.period else figures.overview(question.as_of, headline, selection)
    is_current = question.span.period.end == question.as_of + timedelta(days=1)
    progress.report(2, _STEPS)
    of_period = figures.ask(question.as_of, question.span.period, selection)
    mix = measure_mix(asked.moment, asked.population, question.span.period, selection)
    stages = asked.moment.history.stages
    return OverviewFindings(
        base=base,
        headline=headline,
        pipelines={pipeline.row_id: pipeline.name for pipeline in pipelines},
        conversion=whole.conversion,
        bottleneck=whole.bottleneck,
        speed=whole.speed,
        sitting=group_sitting(tools, asked.moment, asked.chosen),
        stage_names=dict(zip(stages.ids.tolist(), stages.names, strict=True)),
        reasons=measure_lost_reasons(asked.moment, of_period.population),
        mix=mix,
        by_pipeline=share_by_pipeline(asked.moment, asked.population),
        flows=_shown_flows(mix, question.as_of),
        ahead=_look_ahead(asked.moment, question) if is_current else (),
        targets=_list_targets(asked.moment, targets, question),
    )


def _shown_flows(mix: Mix, as_of: date) -> tuple[MonthFlow, ...]:
    flows = [flow for flow in mix.flows if flow.first_day <= as_of]
    first = next((place for place, flow in enumerate(flows) if flow.value_in or flow.value_out or flow.open_value), 0)
    return tuple(flows[first:])


def _look_ahead(moment: Moment, question: Question) -> tuple[AheadMonth, ...]:
    outlook = simulate(moment, question.selection)
    bands = [outlook.band(place) for place in range(_AHEAD)]
    return tuple(
        AheadMonth(first, band.p10, band.p50, band.p90)
        for first, band in zip(outlook.ahead.months, bands, strict=False)
        if band.p90
    )


def _list_targets(moment: Moment, targets: Sequence[Target], question: Question) -> tuple[TargetMonth, ...]:
    """Of every month that may be shown, where the page is filtered by nothing else than a target can be."""
    book = open_money_book(moment, targets, question.selection)
    if not book.targets:
        return ()
    first = max(question.span.period.start, min(target.starts_on for target in book.targets)).replace(day=1)
    months = months_between(Period(first, add_months(question.as_of.replace(day=1), _AHEAD + 1)))
    amounts = [book.of_month(month) for month in months]
    return tuple(
        TargetMonth(month, amount) for month, amount in zip(months, amounts, strict=True) if amount is not None
    )


def group_sitting(tools: InsightTools, moment: Moment, chosen: Flags | Chosen) -> dict[int, tuple[SittingDeals, ...]]:
    """The deals that sit in each stage, by the stage's id."""
    found, stages = find_sitting(moment, chosen), moment.history.stages
    ids = moment.history.deals.ids[found.deal].tolist()
    groups: dict[tuple[int, int], list[int]] = {}
    longer: dict[tuple[int, int], float | None] = {}
    columns = zip(
        ids, found.stage.tolist(), found.days.tolist(), found.longer_than.tolist(), found.winners.tolist(), strict=True
    )
    for deal_id, stage, days, share, winners in columns:
        if days >= 0:
            groups.setdefault((stage, days), []).append(deal_id)
            longer[stage, days] = share if winners >= _FEWEST and share == share else None  # noqa: PLR0124 - nan
    single = [members[0] for members in groups.values() if len(members) == 1]
    titles = {}
    if len(single) <= _MOST_TITLES:
        with tools.session.workspace.reading() as view:
            titles = read_titles(view, single)
    sitting: dict[int, list[SittingDeals]] = {}
    for (stage, days), members in sorted(groups.items()):
        pace = judge_pace(days, int(stages.slow_limit[stage]))
        title = titles.get(members[0]) if len(members) == 1 else None
        sitting.setdefault(int(stages.ids[stage]), []).append(
            SittingDeals(days, pace, tuple(members), title, longer[stage, days])
        )
    return {stage_id: tuple(deals) for stage_id, deals in sitting.items()}


_FEWEST = 5
