"""How good earlier forecasts were, in words and as tables (METRICS §13)."""

from desktop_pipeline.metrics.ahead.backtest import Backtest, Calibrated, Errors, PastMonth
from desktop_pipeline.reports.said_values import DASH, FEWEST, say_counts, say_range
from desktop_pipeline.reports.tables.sheets import CellKind, Sheet, SheetColumn, SheetRow
from desktop_pipeline.reports.words import Words


def say_past_answer(past: Backtest, words: Words) -> tuple[str, str]:
    """The strong words and the rest: how many months ended inside, and how far off each method was."""
    translate, inside = words.translate, past.inside
    lead = translate("Forecast", "{hits} of {count} months ended inside the range,").format(
        hits=words.formats.number(inside.hits), count=words.formats.number(inside.n)
    )
    rest = [
        translate("Forecast", "where an 8-in-10 range should have about {count}.").format(
            count=words.formats.number(round(inside.n * 0.8))
        )
    ]
    bias = past.simulated.bias
    if bias is not None:
        rest.append(_say_bias(bias, words))
    ours, naive = past.simulated.wape, past.naive.wape
    if ours is not None and naive is not None:
        text = (
            translate("Forecast", "It missed by {ours} of what was won, the mean of the last 3 months by {naive}.")
            if ours <= naive
            else translate(
                "Forecast", "It missed by {ours} of what was won; the mean of the last 3 months was better, {naive}."
            )
        )
        rest.append(text.format(ours=words.formats.percent(ours), naive=words.formats.percent(naive)))
    return lead, " ".join(rest)


def _say_bias(bias: float, words: Words) -> str:
    translate, share = words.translate, words.formats.percent(abs(bias))
    if round(abs(bias) * 100) == 0:
        return translate("Forecast", "The middle was right on average.")
    if bias > 0:
        return translate("Forecast", "The middle was {share} too high on average.").format(share=share)
    return translate("Forecast", "The middle was {share} too low on average.").format(share=share)


def say_past_month(month: PastMonth, currency: str, words: Words) -> str:
    """A month's forecast and what came, for a tooltip."""
    money = words.formats.whole_money
    text = words.translate(
        "Forecast",
        "{month}: {actual} won; forecast on the 1st: {low} to {high}, middle {middle}; weighted {weighted};"
        " mean of the 3 months before {naive}",
    )
    return text.format(
        month=words.month(month.first_day),
        actual=money(month.actual, currency),
        low=money(month.band.p10, currency),
        high=money(month.band.p90, currency),
        middle=money(month.band.p50, currency),
        weighted=money(month.weighted, currency),
        naive=money(month.naive, currency),
    )


def say_called(group: Calibrated, words: Words) -> str:
    """`Called 80 % on average: 13 of 25 were won, 52 % (33 to 70 %)`."""
    text = words.translate("Forecast", "Called {called} on average: {counts} were won").format(
        called=words.formats.percent(group.called), counts=say_counts(group.won, words)
    )
    if group.won.value is None or group.won.n < FEWEST:
        return text
    share = words.formats.percent(group.won.value)
    return f"{text}, {share} ({say_range(group.won, words)})"


def say_calibration_answer(past: Backtest, words: Words) -> str:
    """How far calls came true, as one number and where they miss most."""
    translate = words.translate
    if past.brier is None:
        return translate("Forecast", "No deal was open on the first day of any of these months.")
    outside = [
        group
        for group in past.calibration
        if group.won.n >= FEWEST
        and not (group.won.low or 0) <= group.called <= (1 if group.won.high is None else group.won.high)
    ]
    score = translate("Forecast", "Brier score {score} over {count} chances (0 is perfect, 0.25 a coin).").format(
        score=f"{past.brier:.2f}", count=words.formats.number(past.calls)
    )
    if not outside:
        return translate("Forecast", "Every group was won as often as it was given a chance.") + " " + score
    worst = max(outside, key=lambda group: abs(group.called - (group.won.value or 0)))
    return say_called(worst, words) + ". " + score


def say_errors(errors: Errors, words: Words) -> tuple[str, str]:
    """Missed by, and bias, both as shares of what was won."""
    formats = words.formats
    return (
        DASH if errors.wape is None else formats.percent(errors.wape),
        DASH if errors.bias is None else formats.percent(errors.bias),
    )


def past_sheet(past: Backtest, currency: str, words: Words) -> Sheet:
    """Every month with all three methods beside what came."""
    translate = words.translate
    money = CellKind.MONEY
    errors = [
        translate("Forecast", "{method}: missed by {wape} of what was won, bias {bias}").format(
            method=method, wape=wape, bias=bias
        )
        for method, (wape, bias) in (
            (translate("Forecast", "Simulated"), say_errors(past.simulated, words)),
            (translate("Forecast", "Weighted"), say_errors(past.weighted, words)),
            (translate("Forecast", "Mean of the last 3 months"), say_errors(past.naive, words)),
        )
    ]
    return Sheet(
        translate("Forecast", "How good were earlier forecasts?"),
        (
            SheetColumn(translate("Forecast", "Month")),
            SheetColumn(translate("Forecast", "Won"), money),
            SheetColumn(translate("Forecast", "1 in 10 below"), money),
            SheetColumn(translate("Forecast", "Middle"), money),
            SheetColumn(translate("Forecast", "1 in 10 above"), money),
            SheetColumn(translate("Forecast", "Weighted"), money),
            SheetColumn(translate("Forecast", "Mean of 3 months"), money),
            SheetColumn(translate("Forecast", "In the range")),
        ),
        tuple(
            SheetRow(
                (
                    words.month(month.first_day),
                    month.actual,
                    month.band.p10,
                    month.band.p50,
                    month.band.p90,
                    month.weighted,
                    month.naive,
                    translate("Forecast", "yes") if month.is_inside else translate("Forecast", "no"),
                )
            )
            for month in past.months
        ),
        currency,
        tuple(errors),
    )


def calibration_sheet(past: Backtest, words: Words) -> Sheet:
    """Of deals called alike, how many were won by the end of the month."""
    translate, share = words.translate, CellKind.SHARE
    return Sheet(
        translate("Forecast", "Called, and what came"),
        (
            SheetColumn(translate("Forecast", "Called from"), share),
            SheetColumn(translate("Forecast", "to"), share),
            SheetColumn(translate("Forecast", "On average"), share),
            SheetColumn(translate("Forecast", "Deals"), CellKind.COUNT),
            SheetColumn(translate("Forecast", "Won"), CellKind.COUNT),
            SheetColumn(translate("Forecast", "Share won"), share),
            SheetColumn(translate("Forecast", "Likely from"), share),
            SheetColumn(translate("Forecast", "likely to"), share),
        ),
        tuple(
            SheetRow(
                (
                    group.low,
                    group.high,
                    group.called,
                    group.won.n,
                    group.won.hits,
                    group.won.value if group.won.n >= FEWEST else None,
                    group.won.low,
                    group.won.high,
                )
            )
            for group in past.calibration
        ),
        notes=(say_calibration_answer(past, words),),
    )
