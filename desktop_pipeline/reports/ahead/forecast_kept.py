"""A kept forecast beside what came, as tables and in words (METRICS §13)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop_pipeline.actions import Workspace
from desktop_pipeline.domain.forecasts import KeptForecast, KeptMonth
from desktop_pipeline.domain.periods import Period, add_months
from desktop_pipeline.domain.stages import ForecastCategory
from desktop_pipeline.metrics.closing.months import by_month
from desktop_pipeline.metrics.population import gather
from desktop_pipeline.metrics.selection import EVERYTHING
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.forecasts import Came, DealSince, KeptRow, follow_up
from desktop_pipeline.reports.ahead.forecast_words import name_category
from desktop_pipeline.reports.said_values import DASH, round_hundred
from desktop_pipeline.reports.tables.sheets import CellKind, Sheet, SheetColumn, SheetRow
from desktop_pipeline.reports.words import Words


@dataclass(frozen=True, slots=True)
class MonthSince:
    """A month as it was expected, and what was won in it up to now; None for one that has not begun."""

    kept: KeptMonth
    won: int | None
    is_over: bool

    @property
    def is_inside(self) -> bool | None:
        """Whether it ended in its range; None while it runs, or where there was no range."""
        low, high = self.kept.p10, self.kept.p90
        if not self.is_over or self.won is None or low is None or high is None:
            return None
        return low <= self.won <= high


@dataclass(frozen=True, slots=True)
class ForecastSince:
    """A kept forecast with what became of its months and deals. Won money is known for the whole company only."""

    row: KeptRow
    forecast: KeptForecast | None
    months: tuple[MonthSince, ...]
    deals: tuple[DealSince, ...]


def gather_since(figures: Figures, workspace: Workspace, row: KeptRow, today: date) -> ForecastSince:
    """Holds a kept forecast against today; safe on a worker thread."""
    forecast = row.forecast
    if forecast is None or not forecast.months:
        return ForecastSince(row, forecast, (), ())
    moment = figures.moment(today)
    period = Period(forecast.months[0].first_day, add_months(forecast.months[-1].first_day, 1))
    won = {
        month.first_day: month.value or 0
        for month in by_month(moment.snapshot, gather(moment, period, EVERYTHING), period)
    }
    is_ours = not forecast.filters and forecast.currency == moment.history.rates.base
    with workspace.reading() as view:
        deals = tuple(follow_up(view, forecast.deals))
    return ForecastSince(
        row,
        forecast,
        tuple(
            MonthSince(
                month,
                won.get(month.first_day) if is_ours and month.first_day <= today else None,
                add_months(month.first_day, 1) <= today,
            )
            for month in forecast.months
        ),
        deals,
    )


def say_came(came: Came, words: Words) -> str:
    """What became of a deal."""
    translate = words.translate
    return {
        Came.WON: translate("Forecast", "won"),
        Came.WON_LATER: translate("Forecast", "won later than expected"),
        Came.LOST: translate("Forecast", "lost"),
        Came.SLIPPED: translate("Forecast", "slipped to a later month"),
        Came.OPEN: translate("Forecast", "open"),
        Came.GONE: translate("Forecast", "deleted"),
    }[came]


def say_since(since: ForecastSince, words: Words) -> str:
    """How many months ended in their range, and what became of the deals that were committed."""
    translate, number = words.translate, words.formats.number
    ended = [month.is_inside for month in since.months if month.is_inside is not None]
    parts = []
    if ended:
        text = translate("Forecast", "{hits} of {count} months that are over ended in the range.")
        parts.append(text.format(hits=number(sum(ended)), count=number(len(ended))))
    else:
        parts.append(translate("Forecast", "None of its months is over yet."))
    committed = [deal for deal in since.deals if deal.kept.category is ForecastCategory.COMMIT]
    if committed:
        counted = [
            f"{number(count)} {say_came(came, words)}"
            for came in Came
            if (count := sum(deal.came is came for deal in committed))
        ]
        text = translate("Forecast", "Of {deals} committed then: {fates}.")
        parts.append(text.format(deals=words.deals(len(committed)), fates=", ".join(counted)))
    return " ".join(parts)


def kept_months_sheet(since: ForecastSince, words: Words) -> Sheet:
    """Each month as it was expected, and what came."""
    translate, money = words.translate, CellKind.MONEY
    currency = since.forecast.currency if since.forecast else ""
    heads = (
        translate("Forecast", "Won, committed"),
        translate("Forecast", "Weighted"),
        translate("Forecast", "1 in 10 below"),
        translate("Forecast", "Middle"),
        translate("Forecast", "1 in 10 above"),
        translate("Forecast", "Won by now"),
    )
    return Sheet(
        translate("Forecast", "Months then and now"),
        (
            SheetColumn(translate("Forecast", "Month")),
            *(SheetColumn(head, money) for head in heads),
            SheetColumn(translate("Forecast", "In the range")),
        ),
        tuple(SheetRow(_month_cells(month, currency, words)) for month in since.months),
        currency,
    )


def _month_cells(month: MonthSince, currency: str, words: Words) -> tuple[str | int | None, ...]:
    translate = words.translate
    inside = {
        True: translate("Forecast", "yes"),
        False: translate("Forecast", "no"),
        None: translate("Forecast", "not over yet") if not month.is_over else DASH,
    }
    kept = month.kept
    return (
        words.month(kept.first_day),
        kept.won + kept.commit,
        round_hundred(kept.weighted, currency),
        kept.p10,
        kept.p50,
        kept.p90,
        month.won,
        inside[month.is_inside],
    )


def kept_deals_sheet(since: ForecastSince, words: Words) -> Sheet:
    """Each deal as it was called, and what became of it."""
    translate = words.translate
    return Sheet(
        translate("Forecast", "Deals then and now"),
        (
            SheetColumn(translate("Forecast", "Deal")),
            SheetColumn(translate("Forecast", "Counted as")),
            SheetColumn(translate("Forecast", "Chance"), CellKind.SHARE),
            SheetColumn(translate("Forecast", "Value"), CellKind.MONEY),
            SheetColumn(translate("Forecast", "Was to close"), CellKind.DAY),
            SheetColumn(translate("Forecast", "Now")),
            SheetColumn(translate("Forecast", "Closed"), CellKind.DAY),
        ),
        tuple(SheetRow(_deal_cells(deal, words)) for deal in _in_order(since.deals)),
        since.forecast.currency if since.forecast else "",
    )


def _in_order(deals: Sequence[DealSince]) -> list[DealSince]:
    """The firmest calls first, the largest before the smaller."""
    categories = list(type(deals[0].kept.category)) if deals else []
    return sorted(deals, key=lambda deal: (categories.index(deal.kept.category), -(deal.kept.value or 0)))


def _deal_cells(deal: DealSince, words: Words) -> tuple[str | int | float | date | None, ...]:
    kept = deal.kept
    return (
        deal.title or words.translate("Forecast", "Deleted deal"),
        name_category(kept.category, words),
        kept.chance,
        kept.value,
        kept.expected_close_on,
        say_came(deal.came, words),
        deal.closed_on,
    )
