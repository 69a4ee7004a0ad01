"""The win/loss analysis: what was won and lost in a period, by whom, with what, where and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from desktop_pipeline.metrics.closing.breakdown import Breakdown
from desktop_pipeline.metrics.closing.lost_reasons import CompetitorLine, ReasonLine, StageLine
from desktop_pipeline.metrics.people.loss_profiles import LossProfile
from desktop_pipeline.metrics.people.owners import Owners
from desktop_pipeline.metrics.quantiles import Spread
from desktop_pipeline.metrics.telling.overview import BaseFigures, Overview
from desktop_pipeline.queries.lists import read_pipelines
from desktop_pipeline.reports.answers import WonMonth, months_to_show
from desktop_pipeline.reports.closing.outcome_figures import lost_figure, value_rate_figure, won_figure
from desktop_pipeline.reports.closing.outcome_sections import rate_table, reason_table, won_chart
from desktop_pipeline.reports.closing.rate_charts import rate_chart
from desktop_pipeline.reports.closing.reason_words import answer_reasons, how_reasons, name_reason, say_share
from desktop_pipeline.reports.content import (
    BarChart,
    BarRow,
    Note,
    Notes,
    Passage,
    ReportContent,
    Section,
    SectionName,
    Table,
)
from desktop_pipeline.reports.figures import Figure, FigureName, name_figures
from desktop_pipeline.reports.kinds.pipeline import frame_report, head_span
from desktop_pipeline.reports.kinds.story import say_closed
from desktop_pipeline.reports.left_out_words import say_all_left_out
from desktop_pipeline.reports.making import Making
from desktop_pipeline.reports.numbers_words import find_currencies, join_left_out, note_currencies, note_small_numbers
from desktop_pipeline.reports.people.people_words import answer_profiles, how_profiles, say_stands_out
from desktop_pipeline.reports.said_values import DASH, FEWEST, lie_apart, say_rate
from desktop_pipeline.reports.spans import Span, describe_dates
from desktop_pipeline.reports.stages.speed_words import answer_cycle, how_cycle, say_half
from desktop_pipeline.reports.stages.stage_words import say_moved_on
from desktop_pipeline.reports.tables.sheets import CellKind
from desktop_pipeline.reports.tables.told_tables import Teller, Titled, Told
from desktop_pipeline.reports.words import Words

if TYPE_CHECKING:
    from desktop_pipeline.metrics.closing.months import Month

_STEPS = 3
_BREAKDOWNS = (
    Breakdown.OWNER,
    Breakdown.SOURCE,
    Breakdown.PRODUCT,
    Breakdown.SIZE_BAND,
    Breakdown.INDUSTRY,
    Breakdown.LABEL,
)
# What else is told of these, a chart alone has no room for.
_IN_NUMBERS = frozenset((Breakdown.OWNER, Breakdown.SOURCE, Breakdown.PRODUCT))
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, eq=False, slots=True)
class WinLoss:
    """The figures of a span, of what it is compared with, and of the people; names of stages and pipelines by id."""

    span: Span
    overview: Overview
    before: BaseFigures | None
    owners: Owners
    pipelines: Mapping[int, str]
    currencies: tuple[str, ...]

    @property
    def stage_names(self) -> Mapping[int, str]:
        """The stages that deals got to."""
        return {step.stage_id: step.name for step in self.overview.conversion.steps}


def make_win_loss(making: Making) -> ReportContent:
    """The analysis of the period that is asked for."""
    found, words = gather_win_loss(making), making.words
    return frame_report(
        head_span(words.translate("Report", "Win/loss analysis"), found.span, words),
        printed=making.printed(),
        currency=found.overview.currency,
        words=words,
        story=tell_win_loss(found, words),
        figures=name_win_loss(found, words),
        sections=_list_sections(found, words),
    )


def gather_win_loss(making: Making) -> WinLoss:
    """Works it out on any thread."""
    figures, span, selection = making.figures, making.span, making.asked.selection
    overview = figures.overview(span.as_of, span.period, selection)
    making.report(1, _STEPS)
    # As it was known then: a deal reopened since does not change it.
    then = span.before
    before = None if then is None else figures.base_figures(then.end - _ONE_DAY, then, selection)
    making.report(2, _STEPS)
    owners = figures.owners(span.as_of, span.period, selection)
    with making.workspace.reading() as view:
        pipelines = {row.row_id: row.name for row in read_pipelines(view)}
    making.report(_STEPS, _STEPS)
    return WinLoss(span, overview, before, owners, pipelines, find_currencies(figures.moment(span.as_of)))


def tell_win_loss(found: WinLoss, words: Words) -> tuple[str, ...]:
    """What was closed and how it went, whether that differs from before, and why deals were lost."""
    reasons = found.overview.lost_reasons
    return (
        say_closed(found.overview, found.span, words),
        _say_change(found, words),
        answer_reasons(reasons, found.stage_names, words) if reasons.lost else "",
    )


def _say_change(found: WinLoss, words: Words) -> str:
    """A difference is claimed only where the ranges lie apart (METRICS §0); of few deals nothing is said."""
    translate, before = words.translate, found.before
    now, then = found.overview.win_rate, before.win_rate if before is not None else None
    if then is None or min(now.n, then.n) < FEWEST or now.value is None or then.value is None:
        return ""
    was = say_rate(then, words)
    if round(now.value * 100) == round(then.value * 100):
        return translate("Report", "Before it was the same, {rate}.").format(rate=was)
    if not lie_apart(now, then):
        return translate("Report", "Before it was {rate}: a difference that chance explains.").format(rate=was)
    text = (
        translate("Report", "That is more than before, {rate}.")
        if now.value > then.value
        else translate("Report", "That is less than before, {rate}.")
    )
    return text.format(rate=was)


def name_win_loss(found: WinLoss, words: Words) -> tuple[Figure, ...]:
    """Win rate by count and by value, what was won and lost, the average deal and the cycle."""
    shown = {figure.name: figure for figure in name_figures(found.overview, found.before, words)}
    return (
        shown[FigureName.WIN_RATE],
        value_rate_figure(found.overview, found.before, words),
        won_figure(found.overview, found.before, words),
        lost_figure(found.overview, words),
        shown[FigureName.AVERAGE],
        shown[FigureName.CYCLE],
    )


def _list_sections(found: WinLoss, words: Words) -> list[Section]:
    overview, span = found.overview, found.span
    sections: list[Section] = []
    if overview.win_rate.n:
        sections += [replace(won_chart(overview, words), is_half=False), _month_table(overview, words)]
    for by in _BREAKDOWNS:
        chart = rate_chart(overview, by, words)
        if chart is None:
            continue
        sections.append(chart)
        if by in _IN_NUMBERS:
            sections.append(_in_numbers(rate_table(overview, by, span, words), words))
    reasons = overview.lost_reasons
    if any(line.name is not None for line in reasons.reasons):
        table = reason_table(overview, span, words, found.stage_names)
        sections += [_reason_chart(overview, span, words), _in_numbers(table, words)]
    if any(line.name is not None for line in reasons.stages):
        sections += [_lost_at_table(found, words), _profiles(found, words)]
    if overview.cycle.won.n or overview.cycle.lost.n:
        sections.append(_cycle_table(found, words))
    if reasons.competitors:
        sections.append(_competitor_table(found, words))
    if any(line.name is not None for line in overview.won_reasons):
        sections.append(_won_reason_table(found, words))
    return [*sections, _how(found, words)]


def _in_numbers(table: Table, words: Words) -> Table:
    return replace(table, title=words.translate("Report", "{title}, in numbers").format(title=table.title))


def _month_table(overview: Overview, words: Words) -> Table:
    translate, number, teller = words.translate, words.formats.number, Teller(words, overview.currency)
    shown = {month.first_day: month for month in months_to_show(overview)}
    rate = overview.win_rate
    columns: tuple[Told[Month], ...] = (
        Told(translate("Report", "Month"), lambda month: _name_month(shown[month.first_day], words)),
        teller.count(translate("Report", "Won"), lambda month: month.won),
        teller.count(translate("Report", "Lost"), lambda month: month.lost),
        *teller.rate(lambda month: month.win_rate),
        teller.money(translate("Report", "Won value"), lambda month: month.value),
    )
    return teller.table(
        Titled(
            SectionName.WON,
            translate("Report", "Month by month"),
            translate("Report", "deals closed, and what the won ones are worth; below 5 closed deals only counts"),
        ),
        columns,
        [month for month in overview.won.by_month if month.first_day in shown],
        total=(
            translate("Report", "All"),
            number(overview.won.deals),
            number(rate.n - rate.hits),
            *teller.say_rate(rate),
            teller.say_sum(overview.won.value),
        ),
    )


def _name_month(month: WonMonth, words: Words) -> str:
    name = words.month(month.first_day)
    return words.translate("Report", "{month}, in part").format(month=name) if month.is_part else name


def _reason_chart(overview: Overview, span: Span, words: Words) -> BarChart:
    reasons = overview.lost_reasons
    counted = [line for line in reasons.reasons if line.share is not None]
    return BarChart(
        SectionName.REASONS,
        words.translate("Report", "Why deals were lost"),
        words.translate("Report", "deals lost, {dates}").format(dates=describe_dates(span, words)),
        tuple(
            BarRow(
                name_reason(line, words),
                line.deals,
                ", ".join(part for part in (words.formats.number(line.deals), say_share(line, reasons, words)) if part),
            )
            for line in counted
        ),
    )


def _lost_at_table(found: WinLoss, words: Words) -> Table:
    translate, reasons = words.translate, found.overview.lost_reasons
    teller = Teller(words, found.overview.currency)
    columns: tuple[Told[StageLine], ...] = (
        Told(translate("Report", "Stage"), lambda line: _name_lost_at(found, line, words)),
        teller.count(translate("Report", "Deals"), lambda line: line.deals),
        Told(
            translate("Report", "Share"),
            lambda line: line.share.value if reasons.lost >= FEWEST else None,
            CellKind.SHARE,
            lambda line: say_moved_on(line.share, words) if reasons.lost >= FEWEST else "",
        ),
        teller.money(translate("Report", "Value"), lambda line: line.value),
    )
    return teller.table(
        Titled(
            SectionName.LOST_AT,
            translate("Report", "Where deals were lost"),
            translate("Report", "by the furthest stage that they got to"),
        ),
        columns,
        reasons.stages,
        total=(translate("Report", "All"), words.formats.number(reasons.lost), "", teller.say_sum(reasons.value)),
    )


def _name_lost_at(found: WinLoss, line: StageLine, words: Words) -> str:
    if line.name is None:
        return words.translate("Report", "Not on record")
    several = len({one.pipeline_id for one in found.overview.lost_reasons.stages if one.name is not None}) > 1
    pipeline = found.pipelines.get(line.pipeline_id)
    if not several or pipeline is None:
        return line.name
    return words.translate("Report", "{stage}, {pipeline}").format(stage=line.name, pipeline=pipeline)


def _profiles(found: WinLoss, words: Words) -> Passage:
    """Only what chance hardly explains is said of anybody."""
    return Passage(
        SectionName.PROFILES,
        words.translate("Report", "Who loses where"),
        say_profiles(found.owners.loss_profiles, words),
    )


def say_profiles(profiles: Sequence[LossProfile], words: Words) -> tuple[str, ...]:
    """A sentence for each owner and stage that stand out, else one that says why there is none."""
    sentences = tuple(
        say_stands_out(profile, stage, words) for profile in profiles for stage in profile.stages if stage.stands_out
    )
    return sentences or (answer_profiles(profiles, words),)


@dataclass(frozen=True, slots=True)
class _Took:
    """How long deals of one outcome took, and what it was before."""

    outcome: str
    days: Spread
    before: Spread | None


def _cycle_table(found: WinLoss, words: Words) -> Table:
    translate, teller = words.translate, Teller(words, "")
    cycle, before = found.overview.cycle, found.before.cycle if found.before is not None else None
    said = answer_cycle(cycle, before, words)
    if cycle.kaplan_meier_median is not None:
        said += " " + translate(
            "Report", "Counting those still open, half of the deals are decided within {days}."
        ).format(days=words.days(round(cycle.kaplan_meier_median)))
    columns: tuple[Told[_Took], ...] = (
        Told(translate("Report", "Outcome"), lambda took: took.outcome),
        teller.count(translate("Report", "Deals"), lambda took: took.days.n),
        teller.days(translate("Report", "Median days"), lambda took: _enough(took.days).median),
        teller.days(translate("Report", "Mean days"), lambda took: _enough(took.days).mean),
        Told(translate("Report", "Middle half"), lambda took: say_half(took.days, words), is_right=True),
    )
    if before is not None:
        head = translate("Report", "Median days, before")
        columns = (*columns, teller.days(head, lambda took: _enough(took.before).median))
    rows = (
        _Took(translate("Report", "Won"), cycle.won, before.won if before is not None else None),
        _Took(translate("Report", "Lost"), cycle.lost, before.lost if before is not None else None),
    )
    return teller.table(Titled(SectionName.CYCLE, translate("Report", "How long they took"), said), columns, rows)


def _enough(days: Spread | None) -> Spread:
    """Nothing is known where fewer than five deals stand behind it (METRICS §0)."""
    return days if days is not None and days.n >= FEWEST else Spread(None, None, None, None, 0)


def _competitor_table(found: WinLoss, words: Words) -> Table:
    translate, teller = words.translate, Teller(words, found.overview.currency)

    def lost_value(line: CompetitorLine) -> int | None:
        return line.value if line.lost else None

    columns: tuple[Told[CompetitorLine], ...] = (
        Told(translate("Report", "Competitor"), lambda line: line.name or DASH),
        teller.count(translate("Report", "Won"), lambda line: line.won),
        teller.count(translate("Report", "Lost"), lambda line: line.lost),
        *teller.rate(lambda line: line.win_rate),
        teller.money(translate("Report", "Lost value"), lost_value),
    )
    heading = Titled(
        SectionName.COMPETITORS,
        translate("Report", "Against whom"),
        translate("Report", "closed deals that name a competitor; one that names two stands in both lines"),
    )
    return teller.table(heading, columns, found.overview.lost_reasons.competitors)


def _won_reason_table(found: WinLoss, words: Words) -> Table:
    translate, teller = words.translate, Teller(words, found.overview.currency)
    columns: tuple[Told[ReasonLine], ...] = (
        Told(translate("Report", "Reason"), lambda line: name_reason(line, words)),
        teller.count(translate("Report", "Deals"), lambda line: line.deals),
        teller.money(translate("Report", "Value"), lambda line: line.value),
    )
    title = translate("Report", "Why deals were won")
    heading = Titled(SectionName.REASONS, title, translate("Report", "as far as a reason is given"))
    return teller.table(heading, columns, found.overview.won_reasons)


def _how(found: WinLoss, words: Words) -> Notes:
    translate, overview = words.translate, found.overview
    notes = [Note(figure.label, f"{figure.definition} {figure.how}") for figure in name_win_loss(found, words)]
    notes += [
        Note(
            translate("Report", "Ranges"),
            translate(
                "Report",
                "The true rate probably lies in the range (95 % sure). Rows stand by its lower end; where two ranges"
                " overlap, the difference could be chance.",
            ),
        ),
        Note(translate("Report", "Why deals were lost"), how_reasons(overview.lost_reasons, words)),
        Note(translate("Report", "Who loses where"), how_profiles(words)),
        Note(translate("Report", "How long they took"), how_cycle(words)),
    ]
    left_out = say_all_left_out(join_left_out(overview.left_out, found.owners.left_out), words)
    if left_out:
        notes.append(Note(translate("Report", "Left out"), " ".join(left_out)))
    notes += [*note_currencies(found.currencies, words), note_small_numbers(words)]
    return Notes(SectionName.HOW, translate("Report", "How the numbers are made"), tuple(notes))
