"""The figures of the Overview in words, with their change and how they were worked out: for screen and paper."""

from dataclasses import dataclass, replace
from enum import StrEnum

from desktop_pipeline.domain.money import minor_digits
from desktop_pipeline.domain.periods import Period
from desktop_pipeline.metrics.days import date_of
from desktop_pipeline.metrics.rates import Rate, Sample
from desktop_pipeline.metrics.telling.overview import BaseFigures
from desktop_pipeline.metrics.telling.parts import Part, PartKind
from desktop_pipeline.reports.said_values import (
    DASH,
    FEWEST,
    lie_apart,
    round_average,
    say_average,
    say_counts,
    say_money,
    say_range,
    say_rate,
)
from desktop_pipeline.reports.words import Words

_MILLION = 1_000_000


class FigureName(StrEnum):
    """Which figure it is."""

    ACTIVE = "active"
    VALUE = "value"
    WEIGHTED = "weighted"
    WIN_RATE = "win_rate"
    AVERAGE = "average"
    CYCLE = "cycle"
    VELOCITY = "velocity"
    LEAD_VELOCITY = "lead_velocity"
    OTHER = "other"  # of a list or a sheet
    WON = "won"
    LOST = "lost"
    VALUE_WIN_RATE = "value_win_rate"
    TARGET = "target"
    COMMITTED = "committed"
    BEST_CASE = "best_case"
    LIKELY = "likely"
    CHANCE = "chance"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Change:
    """Against the comparison period: `direction` is 1 up, −1 down, 0 where no difference is claimed."""

    text: str
    short: str
    direction: int = 0
    is_better: bool | None = None


NO_CHANGE = Change("", "")
# The deals behind each figure.
_PARTS = {
    FigureName.ACTIVE: Part(PartKind.ACTIVE),
    FigureName.VALUE: Part(PartKind.ACTIVE),
    FigureName.WEIGHTED: Part(PartKind.ACTIVE),
    FigureName.WIN_RATE: Part(PartKind.CLOSED),
    FigureName.AVERAGE: Part(PartKind.WON),
    FigureName.CYCLE: Part(PartKind.WON),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: `value` for paper, `short` for a tile, `note` beside it; `how` works it out with its own numbers."""

    name: FigureName
    label: str
    value: str
    short: str
    note: str
    change: Change
    definition: str
    how: str
    part: Part | None = None
    period: Period | None = None  # its own, where it is another one than was asked


def name_figures(overview: BaseFigures, before: BaseFigures | None, words: Words) -> tuple[Figure, ...]:
    """The first six in the order of screen and paper; `before` is the comparison period as it was known then."""
    figures = (
        _active(overview, before, words),
        _value(overview, before, words),
        _weighted(overview, before, words),
        _win_rate(overview, before, words),
        _average(overview, before, words),
        _cycle(overview, before, words),
    )
    return tuple(replace(figure, part=_PARTS[figure.name]) for figure in figures)


def _active(overview: BaseFigures, before: BaseFigures | None, words: Words) -> Figure:
    translate, number = words.translate, words.formats.number
    now = overview.active.deals
    how = translate("Report", "{deals} open on {day}.").format(
        deals=words.deals(now), day=words.full_day(date_of(overview.as_of.day))
    )
    change = NO_CHANGE
    if before is not None:
        then = before.active.deals
        change = _compare(now - then, number(abs(now - then)), number(abs(now - then)), words)
        how += " " + translate("Report", "{count} on {day}.").format(
            count=number(then), day=words.full_day(date_of(before.as_of.day))
        )
    return Figure(
        FigureName.ACTIVE,
        translate("Report", "Active deals"),
        number(now),
        number(now),
        "",
        change,
        translate("Report", "Deals that are neither won nor lost."),
        how,
    )


def _value(overview: BaseFigures, before: BaseFigures | None, words: Words) -> Figure:
    translate = words.translate
    now, then = overview.active.value, before.active.value if before else None
    return Figure(
        FigureName.VALUE,
        translate("Report", "Pipeline value"),
        say_whole(now, overview, words),
        _short(now, overview, words),
        "",
        _unvalued(words) if now is None else _compare_money(now, then, overview, words),
        translate("Report", "What all open deals are worth together."),
        translate("Report", "The values of the open deals added up: {sum}. Deals without a value are left out.").format(
            sum=say_whole(now, overview, words)
        ),
    )


def _weighted(overview: BaseFigures, before: BaseFigures | None, words: Words) -> Figure:
    translate, currency = words.translate, overview.currency
    now, then = overview.active.weighted, before.active.weighted if before else None
    value = words.formats.rounded_money(now, currency)
    return Figure(
        FigureName.WEIGHTED,
        translate("Report", "Weighted value"),
        value,
        _short(now, overview, words),
        "",
        _unvalued(words) if now is None else _compare_money(now, then, overview, words, rounded=True),
        translate("Report", "What they are worth if they are won as often as earlier ones."),
        translate(
            "Report",
            "Each open value × the share of past deals in its stage that were won, blended with the stage’s set share;"
            " a deal’s own percentage goes first. Together {sum} of {value}.",
        ).format(sum=value, value=say_whole(overview.active.value, overview, words)),
    )


def _win_rate(overview: BaseFigures, before: BaseFigures | None, words: Words) -> Figure:
    translate = words.translate
    rate = overview.win_rate
    return Figure(
        FigureName.WIN_RATE,
        translate("Report", "Win rate"),
        *_rate_and_note(rate, words),
        _compare_rates(rate, before.win_rate if before else None, words),
        translate("Report", "Of the deals closed in the period, how many were won."),
        _how_rate(rate, words),
    )


def _rate_and_note(rate: Rate, words: Words) -> tuple[str, str, str]:
    counts = say_counts(rate, words)
    if rate.value is None:
        return DASH, DASH, words.translate("Report", "none closed")
    if rate.sample is Sample.COUNTS_ONLY:
        return counts, counts, words.translate("Report", "won")
    share = words.formats.percent(rate.value)
    return share, share, counts


def _how_rate(rate: Rate, words: Words) -> str:
    translate, number = words.translate, words.formats.number
    if rate.value is None:
        return translate("Report", "No deal was closed in the period.")
    how = translate("Report", "{won} won ÷ ({won} won + {lost} lost)").format(
        won=number(rate.hits), lost=number(rate.n - rate.hits)
    )
    if rate.sample is Sample.COUNTS_ONLY:
        return translate("Report", "{how}: too few for a percentage.").format(how=how)
    return translate("Report", "{how} = {share}; the true rate probably lies at {range} (95 % sure).").format(
        how=how, share=words.formats.percent(rate.value), range=say_range(rate, words)
    )


def _average(overview: BaseFigures, before: BaseFigures | None, words: Words) -> Figure:
    translate, size, currency = words.translate, overview.deal_size, overview.currency
    then = before.deal_size if before else None
    change = NO_CHANGE
    if size.mean is not None and then is not None and then.mean is not None:
        change = (
            _compare_money(round_average(size.mean, currency), round_average(then.mean, currency), overview, words)
            if min(size.n, then.n) >= FEWEST
            else say_was(say_average(then.mean, currency, words), words)
        )
    how = translate("Report", "No deal with a known value was won in the period.")
    if size.mean is not None:
        how = translate("Report", "Mean of {deals} won: {mean}; the median is {median}.").format(
            deals=words.deals(size.n),
            mean=say_whole(size.mean, overview, words),
            median=say_whole(size.median, overview, words),
        )
    return Figure(
        FigureName.AVERAGE,
        translate("Report", "Average deal"),
        say_average(size.mean, currency, words),
        _average_short(size.mean, overview, words),
        _few(size.n, words),
        change,
        translate("Report", "What a won deal is worth on average."),
        how,
    )


def _cycle(overview: BaseFigures, before: BaseFigures | None, words: Words) -> Figure:
    translate, won = words.translate, overview.cycle.won
    then = before.cycle.won if before else None
    change = NO_CHANGE
    value, how = DASH, translate("Report", "No deal with a known creation date was won in the period.")
    short = DASH
    if won.median is not None:
        days = round(won.median)
        value, short = words.days(days), translate("Report", "{count} d").format(count=words.formats.number(days))
        how = translate("Report", "Median of {deals} won; the mean is {mean}, the middle half {low} to {high}.").format(
            deals=words.deals(won.n),
            mean=words.days(round(won.mean or 0)),
            low=words.formats.number(round(won.p25 or 0)),
            high=words.days(round(won.p75 or 0)),
        )
        if overview.cycle.kaplan_meier_median is not None:
            half = words.days(round(overview.cycle.kaplan_meier_median))
            how += " " + translate(
                "Report", "Counting those still open, half of the deals are decided within {days}."
            ).format(days=half)
        if then is not None and then.median is not None:
            change = _compare_days(days, round(then.median), words, enough=min(won.n, then.n) >= FEWEST)
    return Figure(
        FigureName.CYCLE,
        translate("Report", "Cycle length"),
        value,
        short,
        _few(won.n, words),
        change,
        translate("Report", "Days from first entry to won."),
        how,
    )


def _compare(difference: int, text: str, short: str, words: Words) -> Change:
    translate = words.translate
    if not difference:
        same = translate("Report", "unchanged")
        return Change(same, same)
    pattern = translate("Report", "{amount} more") if difference > 0 else translate("Report", "{amount} less")
    return Change(
        pattern.format(amount=text), pattern.format(amount=short), 1 if difference > 0 else -1, is_better=difference > 0
    )


def _compare_money(now: int, then: int | None, overview: BaseFigures, words: Words, *, rounded: bool = False) -> Change:
    if then is None:
        return NO_CHANGE
    formats, currency = words.formats, overview.currency
    difference = now - then
    text = (formats.rounded_money if rounded else formats.whole_money)(abs(difference), currency)
    if text == formats.whole_money(0, currency):
        difference = 0
    return _compare(difference, text, formats.short_money(abs(difference), currency), words)


def _compare_days(now: int, then: int, words: Words, *, enough: bool) -> Change:
    translate = words.translate
    if not enough:
        return say_was(words.days(then), words)
    if now == then:
        same = translate("Report", "unchanged")
        return Change(same, same)
    shorter = now < then
    pattern = translate("Report", "{amount} shorter") if shorter else translate("Report", "{amount} longer")
    short = translate("Report", "{count} d").format(count=words.formats.number(abs(now - then)))
    return Change(
        pattern.format(amount=words.days(abs(now - then))), pattern.format(amount=short), -1 if shorter else 1, shorter
    )


def _compare_rates(now: Rate, then: Rate | None, words: Words) -> Change:
    """A difference is claimed only where the intervals lie apart; a middling sample shows its interval instead."""
    translate = words.translate
    if now.value is None or now.sample is Sample.COUNTS_ONLY:
        return NO_CHANGE
    if then is not None and then.value is not None and then.sample is not Sample.COUNTS_ONLY and lie_apart(now, then):
        points = round((now.value - then.value) * 100)
        pattern = translate("Report", "{count} points up") if points > 0 else translate("Report", "{count} points down")
        text = pattern.format(count=words.formats.number(abs(points)))
        return Change(text, text, 1 if points > 0 else -1, points > 0)
    if now.sample is Sample.WITH_INTERVAL:
        text = translate("Report", "likely {range}").format(range=say_range(now, words))
        return Change(text, text)
    return NO_CHANGE if then is None or then.value is None else say_was(say_rate(then, words), words)


def say_was(value: str, words: Words) -> Change:
    text = words.translate("Report", "was {value}").format(value=value)
    return Change(text, text)


def _unvalued(words: Words) -> Change:
    text = words.translate("Report", "no values known")
    return Change(text, text)


def _few(count: int, words: Words) -> str:
    return words.translate("Report", "of {deals}").format(deals=words.deals(count)) if 0 < count < FEWEST else ""


def say_whole(minor: int | None, overview: BaseFigures, words: Words) -> str:
    return say_money(minor, overview.currency, words)


def _short(minor: int | None, overview: BaseFigures, words: Words) -> str:
    return words.formats.short_money(minor, overview.currency)


def _average_short(minor: int | None, overview: BaseFigures, words: Words) -> str:
    """An average below a million is short enough as it is."""
    fits = minor is not None and minor < _MILLION * 10 ** minor_digits(overview.currency)
    return say_average(minor, overview.currency, words) if fits else _short(minor, overview, words)
