"""An overview as the JSON object of `metrics --json` (CLI.md)."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import TypeAlias

from desktop_pipeline.domain.money import to_major
from desktop_pipeline.metrics.breakdown import Row
from desktop_pipeline.metrics.days import date_of
from desktop_pipeline.metrics.overview import Overview
from desktop_pipeline.metrics.population import LeftOut, Why
from desktop_pipeline.metrics.rates import Rate

Json: TypeAlias = bool | int | float | str | list["Json"] | dict[str, "Json"] | None


# What the rows of deals without an owner, industry, … are called, as in a spreadsheet's pivot table.
BLANK = "(blank)"


def to_document(overview: Overview) -> dict[str, Json]:
    """Money as text in major units, ratios as floats, unknown as None; metrics that are not built have no key."""
    currency = overview.currency
    return {
        "as_of": date_of(overview.as_of.day).isoformat(),
        "period": [overview.period.start.isoformat(), overview.period.end.isoformat()],
        "currency": currency,
        "left_out": [{"why": _why(reason), "deals": reason.deals} for reason in overview.left_out],
        "active": {
            "deals": overview.active.deals,
            "value": _money(overview.active.value, currency),
            "weighted": _money(overview.active.weighted, currency),
        },
        "deal_size": {
            "mean": _money(overview.deal_size.mean, currency),
            "median": _money(overview.deal_size.median, currency),
            "n": overview.deal_size.n,
        },
        "win_rate": _rate(overview.win_rate),
        # The interval is one of counts; sums of money have none.
        "value_win_rate": {
            "value": overview.value_win_rate.value,
            "n": overview.value_win_rate.n,
            "low": None,
            "high": None,
        },
        "cycle": {
            "won": asdict(overview.cycle.won),
            "lost": asdict(overview.cycle.lost),
            "kaplan_meier_median": overview.cycle.kaplan_meier_median,
        },
        "won": {
            "deals": overview.won.deals,
            "value": _money(overview.won.value, currency),
            "by_month": {
                f"{month.first_day:%Y-%m}": {"deals": month.won, "value": _money(month.value, currency)}
                for month in overview.won.by_month
            },
        },
        "by": {by.value: _rows(rows, currency) for by, rows in overview.by.items()},
    }


def _rows(rows: Iterable[Row], currency: str) -> dict[str, Json]:
    """By name; deals that have none stand under BLANK, namesakes after the first bear their id."""
    document: dict[str, Json] = {}
    for row in rows:
        name = row.name or BLANK
        document[f"{name} ({row.key})" if name in document else name] = {
            "active": row.active,
            "won": row.won,
            "lost": row.lost,
            "win_rate": _rate(row.win_rate),
            "won_value": _money(row.won_value, currency),
            "mean_size": _money(row.mean_size, currency),
            "cycle_mean": row.cycle_mean,
        }
    return document


def _rate(rate: Rate) -> dict[str, Json]:
    return {"value": rate.value, "n": rate.n, "low": rate.low, "high": rate.high}


def _money(minor: int | None, currency: str) -> str | None:
    return None if minor is None else to_major(minor, currency)


def _why(reason: LeftOut) -> str:
    return f"{Why.NO_RATE} for {reason.currency}" if reason.why is Why.NO_RATE else reason.why.value
