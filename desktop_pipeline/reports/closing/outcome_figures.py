"""What was won and lost in a period as figures of a report: by value, with what it was before."""

from desktop_pipeline.metrics.telling.overview import BaseFigures, Overview
from desktop_pipeline.reports.figures import NO_CHANGE, Figure, FigureName, say_was
from desktop_pipeline.reports.said_values import DASH, FEWEST, say_money
from desktop_pipeline.reports.words import Words


def won_figure(overview: BaseFigures, before: BaseFigures | None, words: Words) -> Figure:
    """What was won in the period: its value, of so many deals."""
    translate, won = words.translate, overview.won
    value = say_money(won.value, overview.currency, words)
    change = NO_CHANGE
    if before is not None and before.won.value is not None:
        change = say_was(say_money(before.won.value, overview.currency, words), words)
    return Figure(
        FigureName.WON,
        translate("Report", "Won"),
        value,
        value,
        words.deals(won.deals),
        change,
        translate("Report", "What the deals won in the period are worth."),
        translate("Report", "The values at the close of {deals} added up: {sum}.").format(
            deals=words.deals(won.deals), sum=value
        ),
    )


def lost_figure(overview: Overview, words: Words) -> Figure:
    """What was lost in the period, likewise."""
    translate, lost = words.translate, overview.lost_reasons
    value = say_money(lost.value, overview.currency, words)
    return Figure(
        FigureName.LOST,
        translate("Report", "Lost"),
        value,
        value,
        words.deals(lost.lost),
        NO_CHANGE,
        translate("Report", "What the deals lost in the period were worth."),
        translate("Report", "The values at the close of {deals} added up: {sum}.").format(
            deals=words.deals(lost.lost), sum=value
        ),
    )


def value_rate_figure(overview: BaseFigures, before: BaseFigures | None, words: Words) -> Figure:
    """The win rate by value (METRICS §3)."""
    translate, rate = words.translate, overview.value_win_rate
    enough = rate.value is not None and rate.n >= FEWEST
    value = words.formats.percent(rate.value) if enough and rate.value is not None else DASH
    change = NO_CHANGE
    if enough and before is not None and before.value_win_rate.value is not None and before.value_win_rate.n >= FEWEST:
        change = say_was(words.formats.percent(before.value_win_rate.value), words)
    how = translate("Report", "{won} won ÷ ({won} won + {lost} lost), of {deals} with a known value.").format(
        won=say_money(rate.won, overview.currency, words),
        lost=say_money(rate.lost, overview.currency, words),
        deals=words.deals(rate.n),
    )
    return Figure(
        FigureName.VALUE_WIN_RATE,
        translate("Report", "Win rate by value"),
        value,
        value,
        "" if enough else translate("Report", "too few closed"),
        change,
        translate("Report", "Of the money in deals closed in the period, how much was won."),
        how,
    )
