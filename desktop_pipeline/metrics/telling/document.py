"""An overview as the JSON object of `metrics --json` (CLI.md)."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import TypeAlias

from desktop_pipeline.domain.money import to_major
from desktop_pipeline.metrics.closing.breakdown import Breakdown, Row
from desktop_pipeline.metrics.closing.lost_reasons import ReasonLine
from desktop_pipeline.metrics.days import date_of
from desktop_pipeline.metrics.people.leads import Leads
from desktop_pipeline.metrics.population import LeftOut, Why
from desktop_pipeline.metrics.rates import Rate
from desktop_pipeline.metrics.stages.bottleneck import Bottleneck, Longest, Narrowest
from desktop_pipeline.metrics.stages.stage_conversion import Step
from desktop_pipeline.metrics.stages.stage_days import Stay
from desktop_pipeline.metrics.telling.overview import Overview

Json: TypeAlias = bool | int | float | str | list["Json"] | dict[str, "Json"] | None


# What the rows of deals without an owner, industry, … are called, as in a spreadsheet's pivot table.
BLANK = "(blank)"
_TOLD_BY = (Breakdown.OWNER, Breakdown.SOURCE, Breakdown.PRODUCT, Breakdown.INDUSTRY, Breakdown.LABEL)


def to_document(overview: Overview) -> dict[str, Json]:
    """Money as text in major units, ratios as floats, unknown as None; metrics that are not built have no key."""
    currency = overview.currency
    return {
        "as_of": date_of(overview.as_of.day).isoformat(),
        "period": [overview.period.start.isoformat(), overview.period.end.isoformat()],
        "currency": currency,
        "left_out": _left_out(overview.left_out),
        "left_out_by": {
            "stages": _left_out(overview.conversion.left_out),
            "days": _left_out(overview.speed.left_out),
            "leads": _left_out(overview.leads.left_out),
            "velocity": _left_out(overview.velocity.left_out),
        },
        "active": {
            "deals": overview.active.deals,
            "value": money_text(overview.active.value, currency),
            "weighted": money_text(overview.active.weighted, currency),
        },
        "deal_size": {
            "mean": money_text(overview.deal_size.mean, currency),
            "median": money_text(overview.deal_size.median, currency),
            "n": overview.deal_size.n,
        },
        "win_rate": rate_object(overview.win_rate),
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
            "value": money_text(overview.won.value, currency),
            "by_month": {
                f"{month.first_day:%Y-%m}": {"deals": month.won, "value": money_text(month.value, currency)}
                for month in overview.won.by_month
            },
        },
        "by": {by.value: _rows(overview.by[by], currency) for by in _TOLD_BY},
        "lost_reasons": _reasons(overview.lost_reasons.reasons, currency),
        "stages": [_stage(overview, step) for step in overview.conversion.steps],
        "bottleneck": _bottleneck(overview.bottleneck, currency),
        "leads": _leads(overview.leads),
        "velocity": {
            "per_day": money_text(overview.velocity.per_day, currency),
            "textbook_per_day": money_text(overview.velocity.textbook_per_day, currency),
            "won_last_90_days_per_day": money_text(overview.velocity.won_last_90_days_per_day, currency),
        },
        "hygiene": {
            "health": overview.hygiene.health,
            "flags": {line.flag.value: line.deals for line in overview.hygiene.lines},
        },
    }


def _reasons(reasons: Iterable[ReasonLine], currency: str) -> dict[str, Json]:
    """By name as _rows; reasons of no real deal stand among them and count in no rate."""
    document: dict[str, Json] = {}
    for reason in reasons:
        name = reason.name or BLANK
        document[f"{name} ({reason.key})" if name in document else name] = {
            "deals": reason.deals,
            "value": money_text(reason.value, currency),
        }
    return document


def _leads(leads: Leads) -> dict[str, Json]:
    qualifying, response = leads.mql_to_sql, leads.response
    return {
        "qualified_by_month": {f"{month.first_day:%Y-%m}": month.deals for month in leads.months},
        "velocity_rate": leads.velocity_rate,
        "mql_to_sql": {
            **rate_object(qualifying.resolved),
            "reached": qualifying.reached,
            "so_far": qualifying.so_far,
            "range": [qualifying.so_far, qualifying.at_most],
        },
        "response_hours_median": response.median_hours,
        "response_within_hour": rate_object(response.within_hour),
    }


def _stage(overview: Overview, step: Step) -> dict[str, Json]:
    days = next((days for days in overview.speed.stages if days.stage_id == step.stage_id), None)
    finished = days.finished if days else Stay(0)
    return {
        "stage": step.name,
        "reached": step.reached,
        "advanced": step.advanced,
        "dropped": step.dropped,
        "undecided": step.undecided,
        "resolved": rate_object(step.resolved),
        "so_far": step.so_far,
        "range": [step.so_far, step.at_most],
        "within_30_days": {"next": step.next_within, "won": step.won_within},
        "regression_rate": step.regression_rate,
        "skip_rate": step.skip_rate,
        "days": {
            "mean": finished.mean,
            "median": finished.median,
            "p80": finished.p80,
            "p95": finished.p95,
            "n": finished.n,
            "kaplan_meier_median": days.kaplan_meier_median if days else None,
        },
        "probability": overview.chances.get(step.stage_id),
    }


def _bottleneck(bottleneck: Bottleneck, currency: str) -> dict[str, Json]:
    return {
        "time": None if bottleneck.time is None else _longest(bottleneck.time),
        "conversion": None if bottleneck.conversion is None else _narrowest(bottleneck.conversion, currency),
    }


def _longest(longest: Longest) -> dict[str, Json]:
    return {
        "stage": longest.name,
        "share": longest.share,
        "days": longest.days,
        "cycle": longest.cycle,
        "n": longest.n,
    }


def _narrowest(narrowest: Narrowest, currency: str) -> dict[str, Json]:
    return {
        "stage": narrowest.step.name,
        "resolved": rate_object(narrowest.step.resolved),
        "raised_to": narrowest.raised,
        "deals_per_month": narrowest.deals,
        "value_per_month": money_text(narrowest.value, currency),
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
            "win_rate": rate_object(row.win_rate),
            "won_value": money_text(row.won_value, currency),
            "mean_size": money_text(row.mean_size, currency),
            "cycle_mean": row.cycle_mean,
        }
    return document


def rate_object(rate: Rate) -> dict[str, Json]:
    """A share of counts with its interval."""
    return {"value": rate.value, "n": rate.n, "low": rate.low, "high": rate.high}


def money_text(minor: int | None, currency: str) -> str | None:
    """Minor units as the text of major ones."""
    return None if minor is None else to_major(minor, currency)


def _left_out(reasons: Iterable[LeftOut]) -> list[Json]:
    return [{"why": _why(reason), "deals": reason.deals} for reason in reasons]


def _why(reason: LeftOut) -> str:
    return f"{Why.NO_RATE} for {reason.currency}" if reason.why is Why.NO_RATE else reason.why.value
