"""The parts of a printed report about the months ahead: the chart, and the table of its numbers."""

from dataclasses import dataclass, replace

from desktop_pipeline.domain.periods import Period, add_months
from desktop_pipeline.domain.stages import ForecastCategory
from desktop_pipeline.metrics.ahead.forecast import ForecastMonth
from desktop_pipeline.metrics.ahead.simulation import Band
from desktop_pipeline.reports.ahead.forecast_findings import ForecastFindings
from desktop_pipeline.reports.ahead.forecast_words import name_period, say_apart, say_band, say_chance, say_how_months
from desktop_pipeline.reports.content import Column, Line, MonthsChart, SectionName, Table
from desktop_pipeline.reports.said_values import DASH
from desktop_pipeline.reports.tables.sheets import CellKind
from desktop_pipeline.reports.tables.told_tables import Teller, Titled, Told
from desktop_pipeline.reports.words import Words

MONTHS = 6
# Where the heads have the outcomes.
_RANGE = slice(4, 7)


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


@dataclass(frozen=True, eq=False, slots=True)
class _Ahead:
    """A month ahead or a period that targets stand for; sums in minor units, None where unknown."""

    name: str
    won: int
    committed: int | None
    best_case: int | None
    weighted: int | None
    band: Band | None
    target: int | None
    chance: float | None


def months_table(findings: ForecastFindings, words: Words) -> Table:
    """Each month ahead, and the periods that targets stand for; outcomes count on new deals too."""
    translate, teller = words.translate, Teller(words, findings.currency)
    columns = (Told(translate("Report", "Month"), lambda row: row.name), *_columns(findings, teller))
    months = [_look_at_month(findings, place, words) for place in range(MONTHS)]
    table = teller.table(
        Titled(
            SectionName.FORECAST,
            translate("Report", "Forecast"),
            translate(
                "Report", "by expected close; weighted: all that is due by its likelihood; outcomes with new deals"
            ),
        ),
        columns,
        months,
    )
    if findings.running.end <= add_months(findings.running.start, 1):
        return table
    every = [
        _look_at(findings, name_period(period, words), period) for period in (findings.running, findings.following)
    ]
    sums = teller.table(Titled("", ""), columns, every).lines
    return replace(table, lines=(*table.lines, *(Line(line.cells, is_total=True) for line in sums)))


def periods_table(findings: ForecastFindings, words: Words) -> Table:
    """The running period and the one that follows beside each other, half as wide as the page."""
    translate, teller = words.translate, Teller(words, findings.currency)
    periods = (findings.running, findings.following)
    columns = _columns(findings, teller)
    found = [_look_at(findings, name_period(period, words), period) for period in periods]
    lines = teller.table(Titled("", ""), columns, found).lines
    rows = list(zip((column.head for column in columns), *(line.cells for line in lines), strict=True))
    outcomes = (DASH if one.band is None else say_band(one.band, findings.currency, words) for one in found)
    # One line for the range instead of its three numbers.
    rows[_RANGE] = [(translate("Report", "8 in 10 outcomes"), *outcomes)]
    return Table(
        SectionName.FORECAST,
        translate("Report", "Forecast"),
        translate("Report", "by expected close; outcomes with new deals"),
        (Column(translate("Report", "Outcome"), is_number=False), *(Column(one.name) for one in found)),
        tuple(Line(row) for row in rows),
        is_half=True,
    )


def _columns(findings: ForecastFindings, teller: Teller) -> tuple[Told[_Ahead], ...]:
    words = teller.words
    translate = words.translate
    columns: tuple[Told[_Ahead], ...] = (
        teller.money(translate("Report", "Won"), lambda row: row.won),
        teller.money(translate("Report", "Committed"), lambda row: row.committed),
        teller.money(translate("Report", "Best case"), lambda row: row.best_case),
        teller.rounded(translate("Report", "Weighted"), lambda row: row.weighted),
        teller.short(translate("Report", "1 in 10 below"), lambda row: None if row.band is None else row.band.p10),
        teller.short(translate("Report", "Middle"), lambda row: None if row.band is None else row.band.p50),
        teller.short(translate("Report", "1 in 10 above"), lambda row: None if row.band is None else row.band.p90),
    )
    if not findings.book.targets:
        return columns

    def say(row: _Ahead) -> str:
        return DASH if row.chance is None else say_chance(row.chance, words)

    return (
        *columns,
        teller.money(translate("Report", "Target"), lambda row: row.target),
        Told(translate("Report", "Chance"), lambda row: row.chance, CellKind.SHARE, say),
    )


def say_how_forecast(findings: ForecastFindings, words: Words) -> str:
    """What the outcomes stand on."""
    return say_how_months(findings, findings.outlook, words)


def _look_at_month(findings: ForecastFindings, place: int, words: Words) -> _Ahead:
    first = findings.forecast.months[place].first_day
    won, band = findings.outlook.won[place], findings.outlook.band(place)
    return _sum_up(findings, words.month(first), Period(first, add_months(first, 1)), band, won)


def _look_at(findings: ForecastFindings, name: str, period: Period) -> _Ahead:
    won = findings.won_in(period)
    return _sum_up(findings, name, period, findings.outlook.band_of(period, won), won)


def _sum_up(findings: ForecastFindings, name: str, period: Period, band: Band | None, won: int) -> _Ahead:
    months = [month for month in findings.forecast.months if month.first_day in period]
    target = findings.book.of(period)
    committed, best_case = _by_hand(months)
    return _Ahead(
        name=name,
        won=won,
        committed=committed,
        best_case=best_case,
        weighted=_add_up([month.due.weighted for month in months]),
        band=band,
        target=target,
        chance=None if target is None else findings.outlook.chance_of(target, period, won),
    )


def _by_hand(months: list[ForecastMonth]) -> list[int | None]:
    """Committed and best case, at full value."""
    categories = (ForecastCategory.COMMIT, ForecastCategory.BEST_CASE)
    return [_add_up([month.by_category[category].value for month in months]) for category in categories]


def _add_up(amounts: list[int | None]) -> int | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known or not amounts else None
