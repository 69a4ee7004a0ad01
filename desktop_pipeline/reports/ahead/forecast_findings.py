"""Collects what the Forecast shows: on screen, paper and the command line alike."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import ceil

from desktop_pipeline.actions import Workspace
from desktop_pipeline.domain.forecasts import KeptDeal, KeptForecast, KeptMonth
from desktop_pipeline.domain.periods import Period, add_months, trailing_year
from desktop_pipeline.domain.stages import ForecastCategory
from desktop_pipeline.domain.target_book import TargetBook
from desktop_pipeline.domain.targets import (
    Target,
    TargetMeasure,
    TargetSpan,
    WorkingDays,
    count_working_days,
    span_around,
)
from desktop_pipeline.metrics.ahead.backtest import Backtest, look_back
from desktop_pipeline.metrics.ahead.forecast import Call, Due, Forecast, Sum, flags_due, forecast, list_calls
from desktop_pipeline.metrics.ahead.months_ahead import look_ahead
from desktop_pipeline.metrics.ahead.outlook import Outlook, simulate, won_in
from desktop_pipeline.metrics.ahead.targets import StageNeed, deals_needed, targets_of, to_base
from desktop_pipeline.metrics.ahead.what_if import AS_IT_IS, WhatIf
from desktop_pipeline.metrics.ahead.what_it_takes import Needs, Question, work_out_needs
from desktop_pipeline.metrics.closing.cycle import measure_cycle
from desktop_pipeline.metrics.closing.months import Month, by_month
from desktop_pipeline.metrics.closing.winning import deal_size
from desktop_pipeline.metrics.days import date_of
from desktop_pipeline.metrics.moment import Moment
from desktop_pipeline.metrics.population import Population, gather
from desktop_pipeline.metrics.selection import Selection
from desktop_pipeline.metrics.stages.stage_conversion import Step, measure_conversion
from desktop_pipeline.queries.deals_table import DealLine, read_lines
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.settings import read_fiscal_start, read_holidays, read_working_days
from desktop_pipeline.queries.targets import read_targets

PAST_MONTHS = 3
MOST_DEALS = 200
MOST_KEPT = 2_000
# How a month or a member of Due is named as part of a key.
Place = date | Due


@dataclass(frozen=True, slots=True)
class DueDeal:
    """An open deal that is due: how it is counted on, and its line in the table of deals."""

    call: Call
    line: DealLine

    @property
    def closes_on(self) -> date | None:
        """Its expected close as it was known."""
        return None if self.call.expected is None else date_of(self.call.expected)


@dataclass(frozen=True, slots=True)
class DueDeals:
    """The deals of one place, the next to close first; `total` counts those there was no room for too."""

    place: Place
    total: Sum
    deals: tuple[DueDeal, ...]


@dataclass(frozen=True, slots=True)
class Usual:
    """What the last twelve months tell: mean won value, median days to won, and the steps of the main pipeline."""

    size: int | None
    cycle: float | None
    steps: tuple[Step, ...]

    def passing(self, place: int) -> Fraction | None:
        """The share of deals that are won from a stage on: the product of the resolved conversions."""
        share = Fraction(1)
        for step in self.steps[place:]:
            if not step.resolved.n:
                return None
            share *= Fraction(step.resolved.hits, step.resolved.n)
        return share


@dataclass(frozen=True, eq=False)
class ForecastFindings:
    """Everything the Forecast stands on; money in minor units of the base currency."""

    as_of: date
    moment: Moment
    selection: Selection
    forecast: Forecast
    outlook: Outlook
    past: tuple[Month, ...]  # oldest first
    book: TargetBook  # of exactly these deals, in the base currency
    running: Period  # what the tiles speak of: the quarter, or the month where no quarter has a target
    won: int  # in the running period so far
    working_days: WorkingDays  # of the running period
    following: Period
    usual: Usual
    due: DueDeals
    carriers: tuple[str, ...]  # titles of the deals that a quarter and more of it hangs on

    @property
    def currency(self) -> str:
        """The base currency."""
        return self.forecast.currency

    def won_in(self, period: Period) -> int:
        """What is won in a period already."""
        return self.won if period == self.running else 0

    def sum_of(self, category: ForecastCategory) -> Sum:
        """The open deals of a category that are due in the running period."""
        sums = [month.by_category[category] for month in self.forecast.months if month.first_day in self.running]
        values = [found.value for found in sums if found.value is not None]
        weights = [found.weighted for found in sums if found.weighted is not None]
        deals = sum(found.deals for found in sums)
        return Sum(deals, sum(values) if values or not deals else None, sum(weights) if weights or not deals else None)


def gather_forecast(
    figures: Figures, workspace: Workspace, as_of: date, selection: Selection, place: Place | None = None
) -> ForecastFindings:
    """Works everything out but the look back; safe on a worker thread. `place` is whose deals are listed."""
    moment = figures.moment(as_of)
    outlook, told = simulate(moment, selection), forecast(moment, selection)
    first = outlook.ahead.months[0]
    with workspace.reading() as view:
        targets = read_targets(view)
        fiscal_start = read_fiscal_start(view)
        working_days, holidays = read_working_days(view), {row.day for row in read_holidays(view)}
    book = open_money_book(moment, targets, selection)
    running = _choose_running(book, span_around(TargetSpan.QUARTER, first, fiscal_start), first)
    span = TargetSpan.QUARTER if running.end > add_months(first, 1) or running.start < first else TargetSpan.MONTH
    past = Period(add_months(first, -PAST_MONTHS), first)
    return ForecastFindings(
        as_of=as_of,
        moment=moment,
        selection=selection,
        forecast=told,
        outlook=outlook,
        past=by_month(moment.snapshot, gather(moment, past, selection), past),
        book=book,
        running=running,
        won=won_in(moment, running, selection),
        working_days=count_working_days(running, as_of, working_days, holidays),
        following=span_around(span, running.end, fiscal_start),
        usual=_find_usual(moment, selection, as_of),
        due=gather_due(figures, workspace, as_of, selection, place or first),
        carriers=_find_carriers(workspace, told),
    )


def gather_due(figures: Figures, workspace: Workspace, as_of: date, selection: Selection, place: Place) -> DueDeals:
    """The open deals that are due in a month ahead, or stand in a member of Due."""
    moment = figures.moment(as_of)
    ahead = look_ahead(moment.as_of)
    number = place if isinstance(place, Due) else ahead.months.index(place) if place in ahead.months else 0
    population = gather(moment, ahead.period, selection)
    calls = list_calls(moment, population, flags_due(moment, selection, ahead, number))
    shown = calls[:MOST_DEALS]
    with workspace.reading() as view:
        lines = read_lines(view, [call.deal for call in shown], today=view.today(), now=view.now())
    by_id = {line.deal_id: line for line in lines}
    values = [call.value for call in calls if call.value is not None]
    total = Sum(len(calls), sum(values) if values or not calls else None, None)
    kept = place if isinstance(place, Due) else ahead.months[number]
    # One that was deleted meanwhile has no line any more.
    return DueDeals(kept, total, tuple(DueDeal(call, by_id[call.deal]) for call in shown if call.deal in by_id))


def _find_carriers(workspace: Workspace, told: Forecast) -> tuple[str, ...]:
    with workspace.reading() as view:
        lines = read_lines(view, [carrier.deal for carrier in told.carriers], today=view.today(), now=view.now())
    titles = {line.deal_id: line.title for line in lines}
    return tuple(titles.get(carrier.deal, "") for carrier in told.carriers)


def list_due_ids(findings: ForecastFindings, category: ForecastCategory) -> tuple[int, ...]:
    """The open deals of a category that are due in what is left of the running period, the next to close first."""
    ahead, moment = findings.outlook.ahead, findings.moment
    population = gather(moment, ahead.period, findings.selection)
    places = [place for place, month in enumerate(ahead.months) if month in findings.running]
    calls = (
        list_calls(moment, population, flags_due(moment, findings.selection, ahead, place, category))
        for place in places
    )
    return tuple(call.deal for some in calls for call in some)


def look_back_on(
    findings: ForecastFindings, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> Backtest:
    """How good forecasts of the months before would have been; slower than all the rest."""
    moment = findings.moment
    return look_back(moment.history, findings.as_of, findings.selection, set_only=moment.set_only, progress=progress)


def simulate_again(findings: ForecastFindings, what_if: WhatIf) -> Outlook:
    """The same months, if the company did otherwise."""
    if what_if == AS_IT_IS:
        return findings.outlook
    return simulate(findings.moment, findings.selection, what_if=what_if)


@dataclass(frozen=True, slots=True)
class Takes:
    """What it takes to be sure of a target: the question, the answer, and new deals needed at each stage."""

    question: Question
    needs: Needs
    stages: tuple[StageNeed, ...]


def find_takes(
    findings: ForecastFindings, outlook: Outlook, what_if: WhatIf, period: Period, target: int, sure: float
) -> Takes | None:
    """None where the past tells too little, or for a period beyond the months ahead."""
    usual, passing = findings.usual, findings.usual.passing(0)
    if usual.size is None or usual.cycle is None or not passing:
        return None
    question = Question(
        target=target,
        period=period,
        sure=sure,
        deal_size=round(usual.size * what_if.size),
        win_rate=min(1.0, float(passing) * what_if.win_rate),
        cycle_days=usual.cycle * what_if.cycle,
    )
    needs = work_out_needs(outlook, question, findings.won_in(period))
    if needs is None:
        return None
    stages = deals_needed(needs.wins, usual.steps)
    if what_if.win_rate != 1:
        stages = tuple(_scale(need, needs.wins, what_if.win_rate) for need in stages)
    return Takes(question, needs, stages)


def _scale(need: StageNeed, wins: int, win_rate: float) -> StageNeed:
    """No stage needs fewer deals than wins."""
    return need if need.deals is None else replace(need, deals=max(wins, ceil(need.deals / win_rate - 1e-9)))


def keep_as(findings: ForecastFindings, filters: Sequence[str] = ()) -> KeptForecast:
    """The forecast as it is kept: every month ahead, and the open deals, of very many the firmest and largest."""
    ahead = findings.outlook.ahead
    population = gather(findings.moment, ahead.period, findings.selection)
    calls = [call for call in list_calls(findings.moment, population, population.active) if call.counts_as is not None]
    if len(calls) > MOST_KEPT:
        categories = list(ForecastCategory)
        calls.sort(key=lambda call: (categories.index(call.counts_as or ForecastCategory.OMITTED), -(call.value or 0)))
    return KeptForecast(
        findings.currency,
        tuple(_keep_month(findings, place) for place in range(len(ahead.months))),
        tuple(
            KeptDeal(
                deal_id=call.deal,
                category=call.counts_as,
                by_hand=call.by_hand is not None,
                expected_close_on=None if call.expected is None else date_of(call.expected),
                value=call.value,
                chance=call.chance,
            )
            for call in calls[:MOST_KEPT]
            if call.counts_as is not None
        ),
        tuple(filters),
    )


def _keep_month(findings: ForecastFindings, place: int) -> KeptMonth:
    month, band = findings.forecast.months[place], findings.outlook.band(place)
    target = findings.book.of_month(month.first_day)
    period = Period(month.first_day, add_months(month.first_day, 1))
    return KeptMonth(
        first_day=month.first_day,
        won=month.won or 0,
        commit=month.by_category[ForecastCategory.COMMIT].value or 0,
        best_case=month.by_category[ForecastCategory.BEST_CASE].value or 0,
        weighted=month.due.weighted or 0,
        p10=band.p10,
        p50=band.p50,
        p90=band.p90,
        target=target,
        chance=None if target is None else findings.outlook.chance_of(target, period, findings.outlook.won[place]),
    )


def open_money_book(moment: Moment, targets: Iterable[Target], selection: Selection) -> TargetBook:
    """The money targets of exactly the deals of a filter, in the base currency."""
    rates, day, found = moment.history.rates, moment.as_of.day, []
    for target in targets_of(targets, selection):
        amount = to_base(rates, target.amount, target.currency, day)
        if target.measure is TargetMeasure.MONEY and amount is not None:
            found.append(replace(target, amount=amount, currency=rates.base))
    return TargetBook(tuple(found))


def _choose_running(book: TargetBook, quarter: Period, first: date) -> Period:
    month = Period(first, add_months(first, 1))
    return month if book.of(quarter) is None and book.of(month) is not None else quarter


def _find_usual(moment: Moment, selection: Selection, as_of: date) -> Usual:
    year = trailing_year(as_of)
    population = gather(moment, year, selection)
    return Usual(
        deal_size(population).mean,
        measure_cycle(population).won.median,
        _main_steps(moment, population, year),
    )


def _main_steps(moment: Moment, population: Population, year: Period) -> tuple[Step, ...]:
    """The pipeline that most deals came into."""
    steps = [step for step in measure_conversion(moment, population.whose, year).steps if not step.archived]
    firsts: dict[int, int] = {}
    for step in steps:
        firsts[step.pipeline_id] = max(firsts.get(step.pipeline_id, 0), step.reached)
    main = max(firsts, key=lambda pipeline: firsts[pipeline], default=None)
    return tuple(step for step in steps if step.pipeline_id == main)
