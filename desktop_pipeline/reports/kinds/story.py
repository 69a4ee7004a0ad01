"""The sentences that open a printed report: page one tells the story before the figures."""

from collections.abc import Sequence

from desktop_pipeline.metrics.rates import Sample
from desktop_pipeline.metrics.stages.bottleneck import Bottleneck
from desktop_pipeline.metrics.telling.overview import BaseFigures, Overview
from desktop_pipeline.reports.ahead.forecast_findings import ForecastFindings
from desktop_pipeline.reports.ahead.forecast_words import LIKELY, UNLIKELY, name_period, say_chance
from desktop_pipeline.reports.said_values import FEWEST, say_rate
from desktop_pipeline.reports.spans import Span, describe_dates
from desktop_pipeline.reports.stages.stage_sections import PipelineStages
from desktop_pipeline.reports.stages.stage_words import name_next
from desktop_pipeline.reports.words import Words


def tell_story(
    overview: Overview,
    stages: Sequence[PipelineStages],
    bottleneck: Bottleneck,
    ahead: ForecastFindings,
    span: Span,
    words: Words,
    to_decide: int = 0,
) -> tuple[str, ...]:
    """What is open, how the target stands, and where deals stop; without these what was closed, and how it went.

    `to_decide` open deals need a decision.
    """
    sentences = (
        _say_open(overview, words),
        say_target(ahead, words) or say_closed(overview, span, words),
        _say_narrowest(stages, bottleneck, to_decide, words) or _say_typical(overview, words),
    )
    return tuple(sentence for sentence in sentences if sentence)


def _say_open(overview: Overview, words: Words) -> str:
    translate, formats, active = words.translate, words.formats, overview.active
    if not active.deals:
        return translate("Report", "No deal is open.")
    if active.value is None:
        return translate("Report", "Open: {deals}, none with a known value.").format(deals=words.deals(active.deals))
    worth = (
        translate("Report", "{count} open deal is worth {sum}.")
        if active.deals == 1
        else translate("Report", "{count} open deals are worth {sum}.")
    ).format(count=formats.number(active.deals), sum=formats.whole_money(active.value, overview.currency))
    if active.weighted is None:
        return worth
    weighted = formats.rounded_money(active.weighted, overview.currency)
    return f"{worth} " + translate("Report", "Going by your history, about {sum} of that will be won.").format(
        sum=weighted
    )


def say_target(ahead: ForecastFindings, words: Words) -> str:
    """How likely the running period's target is; empty where there is none."""
    translate, money = words.translate, words.formats.whole_money
    target = ahead.book.of(ahead.running)
    chance = None if target is None else ahead.outlook.chance_of(target, ahead.running, ahead.won)
    if target is None or chance is None:
        return ""
    period, won = name_period(ahead.running, words), money(ahead.won, ahead.currency)
    if ahead.won >= target:
        pattern = translate("Report", "The target of {target} for {period} is reached: {won} is won.")
        return pattern.format(target=money(target, ahead.currency), period=period, won=won)
    pattern = (
        translate("Report", "The target of {target} for {period} is likely ({chance}): {won} is already won.")
        if chance >= LIKELY
        else translate("Report", "The target of {target} for {period} is not sure ({chance}): {won} is already won.")
        if chance >= UNLIKELY
        else translate("Report", "The target of {target} for {period} is unlikely ({chance}): {won} is already won.")
    )
    return pattern.format(
        target=money(target, ahead.currency), period=period, chance=say_chance(chance, words), won=won
    )


def say_closed(overview: BaseFigures, span: Span, words: Words) -> str:
    """How many deals were closed in the period, and how many of them won, as far as the sample bears a share."""
    translate, rate = words.translate, overview.win_rate
    dates = describe_dates(span, words)
    if not rate.n:
        return translate("Report", "No deal was closed in the period ({dates}).").format(dates=dates)
    counts = translate("Report", "Of {deals} closed ({dates}), {won} won").format(
        deals=words.deals(rate.n), dates=dates, won=_were(rate.hits, words)
    )
    if rate.sample is not Sample.COUNTS_ONLY:
        counts += f", {say_rate(rate, words)}"
    if rate.hits and overview.won.value is not None:
        counts += ", " + translate("Report", "worth {sum}").format(
            sum=words.formats.whole_money(overview.won.value, overview.currency)
        )
    return counts + "."


def _were(count: int, words: Words) -> str:
    translate = words.translate
    return words.one_or_many(count, translate("Report", "{count} was"), translate("Report", "{count} were"))


def _say_narrowest(stages: Sequence[PipelineStages], bottleneck: Bottleneck, to_decide: int, words: Words) -> str:
    narrowest = bottleneck.conversion
    if narrowest is None:
        return ""
    found = next((each for each in stages if narrowest.step in each.steps), None)
    if found is None:
        return ""
    translate = words.translate
    pattern = translate("Report", "{stage} to {next} is the narrowest step.")
    if to_decide:
        one = translate("Report", "{stage} to {next} is the narrowest step, and {count} deal needs attention.")
        many = translate("Report", "{stage} to {next} is the narrowest step, and {count} deals need attention.")
        pattern = one if to_decide == 1 else many
    return pattern.format(
        stage=narrowest.step.name,
        next=name_next(found.steps, narrowest.step.stage_id, words),
        count=words.formats.number(to_decide),
    )


def _say_typical(overview: Overview, words: Words) -> str:
    translate, won, size = words.translate, overview.cycle.won, overview.deal_size
    if won.median is None or won.n < FEWEST:
        return ""
    days = words.days(round(won.median))
    if size.mean is None or size.n < FEWEST:
        return translate("Report", "A typical won deal took {days}.").format(days=days)
    return translate("Report", "A typical won deal took {days}; on average one is worth {sum}.").format(
        days=days, sum=words.formats.whole_money(size.mean, overview.currency)
    )
