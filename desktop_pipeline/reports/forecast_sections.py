"""The parts of a printed report about the months ahead: the chart, and the table of its numbers."""

from desktop_pipeline.domain.periods import Period, add_months
from desktop_pipeline.domain.stages import ForecastCategory
from desktop_pipeline.metrics.ahead.forecast import ForecastMonth
from desktop_pipeline.metrics.ahead.simulation import Band
from desktop_pipeline.reports.content import Column, Line, MonthsChart, SectionName, Table
from desktop_pipeline.reports.figures import DASH, say_money
from desktop_pipeline.reports.forecast_findings import ForecastFindings
from desktop_pipeline.reports.forecast_words import name_period, say_apart, say_chance, say_how_months
from desktop_pipeline.reports.words import Words

MONTHS = 6


def months_chart(findings: ForecastFindings, words: Words) -> MonthsChart | None:
    """The past months and those ahead; None where there is nothing to forecast from."""
    bands = [findings.outlook.band(place) for place in range(MONTHS)]
    if not any(month.value for month in findings.past) and not any(band.p90 for band in bands):
        return None
    return MonthsChart(
        SectionName.MONTHS,
        words.translate("Report", "What each month could bring"),
        _say_caption(findings, words),
        findings,
        MONTHS,
    )


def _say_caption(findings: ForecastFindings, words: Words) -> str:
    translate = words.translate
    said = translate("Report", "by expected close date")
    if findings.book.targets:
        said += "; " + translate("Report", "the percentage is the chance of reaching the target of the month")
    apart = say_apart(findings, words)
    return f"{said}. {apart}" if apart else said


def months_table(findings: ForecastFindings, words: Words) -> Table:
    """Each month ahead, and the periods that targets stand for; outcomes count on new deals too."""
    translate = words.translate
    heads = (
        translate("Report", "Won"),
        translate("Report", "Committed"),
        translate("Report", "Best case"),
        translate("Report", "Weighted"),
        translate("Report", "1 in 10 below"),
        translate("Report", "Middle"),
        translate("Report", "1 in 10 above"),
        *((translate("Report", "Target"), translate("Report", "Chance")) if findings.book.targets else ()),
    )
    lines = [_month_line(findings, place, words) for place in range(MONTHS)]
    if findings.running.end > add_months(findings.running.start, 1):
        lines += [_period_line(findings, period, words) for period in (findings.running, findings.following)]
    return Table(
        SectionName.FORECAST,
        translate("Report", "Forecast"),
        translate("Report", "by expected close; weighted: all that is due by its likelihood; outcomes with new deals"),
        (Column(translate("Report", "Month"), is_number=False), *(Column(head) for head in heads)),
        tuple(lines),
    )


def say_how_forecast(findings: ForecastFindings, words: Words) -> str:
    """What the outcomes stand on."""
    return say_how_months(findings, findings.outlook, words)


def _month_line(findings: ForecastFindings, place: int, words: Words) -> Line:
    first = findings.forecast.months[place].first_day
    period = Period(first, add_months(first, 1))
    won = findings.outlook.won[place]
    return _line(findings, words.month(first), period, (findings.outlook.band(place), won), words)


def _period_line(findings: ForecastFindings, period: Period, words: Words) -> Line:
    won = findings.won_in(period)
    band = findings.outlook.band_of(period, won)
    return _line(findings, name_period(period, words), period, (band, won), words, is_total=True)


def _line(
    findings: ForecastFindings,
    name: str,
    period: Period,
    outcome: tuple[Band | None, int],
    words: Words,
    *,
    is_total: bool = False,
) -> Line:
    (band, won), currency = outcome, findings.currency
    short = words.formats.short_money
    months = [month for month in findings.forecast.months if month.first_day in period]
    weighted = _add_up([month.due.weighted for month in months])
    target = findings.book.of(period)
    chance = None if target is None else findings.outlook.chance_of(target, period, won)
    low, middle, high = (None, None, None) if band is None else (band.p10, band.p50, band.p90)
    return Line(
        (
            name,
            say_money(won, currency, words),
            *(say_money(amount, currency, words) for amount in _by_hand(months)),
            DASH if weighted is None else words.formats.rounded_money(weighted, currency),
            *(DASH if amount is None else short(amount, currency) for amount in (low, middle, high)),
            *(
                (
                    say_money(target, currency, words),
                    DASH if chance is None else say_chance(chance, words),
                )
                if findings.book.targets
                else ()
            ),
        ),
        is_total=is_total,
    )


def _by_hand(months: list[ForecastMonth]) -> list[int | None]:
    """Committed and best case, at full value."""
    categories = (ForecastCategory.COMMIT, ForecastCategory.BEST_CASE)
    return [_add_up([month.by_category[category].value for month in months]) for category in categories]


def _add_up(amounts: list[int | None]) -> int | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known or not amounts else None
