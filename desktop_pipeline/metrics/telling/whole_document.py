"""Every figure as the JSON object of `metrics --json` (CLI.md)."""

from collections.abc import Iterable
from dataclasses import asdict

from desktop_pipeline.domain.stages import ForecastCategory
from desktop_pipeline.domain.targets import TargetMeasure, TargetScope
from desktop_pipeline.metrics.ahead.backtest import Backtest
from desktop_pipeline.metrics.ahead.forecast import Forecast, Sum
from desktop_pipeline.metrics.ahead.outlook import Outlook
from desktop_pipeline.metrics.ahead.simulation import Band
from desktop_pipeline.metrics.ahead.targets import Standing
from desktop_pipeline.metrics.changing.hygiene import OwnerPushes
from desktop_pipeline.metrics.changing.movement import Bar, Movement
from desktop_pipeline.metrics.history import Names
from desktop_pipeline.metrics.telling.document import BLANK, Json, money_text, rate_object, to_document
from desktop_pipeline.metrics.telling.everything import Everything

# A period by expected close has these too; the movement of a whole company has not.
_BY_DUE = frozenset({Bar.PULLED_IN, Bar.PUSHED_OUT})


def to_whole_document(everything: Everything) -> dict[str, Json]:
    """The Overview's figures with those of the months ahead and behind."""
    overview, currency = everything.overview, everything.overview.currency
    document = to_document(overview)
    pushes = everything.pushes
    document["hygiene"] = {
        **_object(document["hygiene"]),
        "push_rate": rate_object(pushes.rate),
        "mean_days_pushed": pushes.mean_days,
        "pushed_by_owner": _by_owner(pushes.by_owner, everything.names),
    }
    document["targets"] = [_target(standing, everything.names, currency) for standing in everything.targets]
    document["forecast"] = _forecast(everything.forecast, everything.outlook)
    document["backtest"] = _backtest(everything.backtest)
    document["movement"] = _movement(everything.movement)
    return document


def _by_owner(lines: Iterable[OwnerPushes], names: Names) -> dict[str, Json]:
    """By name as the Overview's rows are: nobody's deals under BLANK, namesakes after the first with their id."""
    document: dict[str, Json] = {}
    for line in lines:
        name = names.owners.get(line.owner) or BLANK
        document[f"{name} ({line.owner})" if name in document else name] = {
            "push_rate": rate_object(line.rate),
            "mean_days_pushed": line.mean_days,
        }
    return document


def _object(json: Json) -> dict[str, Json]:
    assert isinstance(json, dict)
    return json


def _target(standing: Standing, names: Names, currency: str) -> dict[str, Json]:
    target = standing.target
    called = {
        TargetScope.COMPANY: {},
        TargetScope.OWNER: names.owners,
        TargetScope.PIPELINE: names.pipelines,
        TargetScope.PRODUCT: names.products,
    }[target.scope]

    def amount(number: int | None) -> Json:
        return money_text(number, currency) if target.measure is TargetMeasure.MONEY else number

    return {
        "scope": target.scope.value,
        "of": None if target.of is None else called.get(target.of),
        "period": [target.period.start.isoformat(), target.period.end.isoformat()],
        "measure": target.measure.value,
        "target": amount(standing.amount),
        "reached": amount(standing.reached),
        "attainment": standing.attainment,
        "pace": standing.pace,
        "gap": amount(standing.gap),
        "due": amount(standing.due),
        "coverage": standing.coverage,
        "needed_coverage": standing.needed_coverage,
        "wins_needed": standing.wins_needed,
    }


def _forecast(forecast: Forecast, outlook: Outlook) -> dict[str, Json]:
    """P10 to P90 are of what is won and open; new business stands apart."""
    currency = forecast.currency
    return {
        "months": [
            {
                "month": f"{month.first_day:%Y-%m}",
                "won": money_text(month.won, currency),
                "commit": money_text(month.by_category[ForecastCategory.COMMIT].value, currency),
                "best_case": money_text(month.by_category[ForecastCategory.BEST_CASE].value, currency),
                "weighted": money_text(month.due.weighted, currency),
                **_band(outlook.band(place, with_new=False), currency),
                "with_new_business": _band(outlook.band(place), currency),
            }
            for place, month in enumerate(forecast.months)
        ],
        "later": _sum(forecast.later, currency),
        "overdue": _sum(forecast.overdue, currency),
        "undated": _sum(forecast.undated, currency),
        "above_a_quarter": [
            {"deal": carrier.deal, "weighted": money_text(carrier.weighted, currency), "share": carrier.share}
            for carrier in forecast.carriers
        ],
    }


def _band(band: Band, currency: str) -> dict[str, Json]:
    return {
        "p10": money_text(band.p10, currency),
        "p50": money_text(band.p50, currency),
        "p90": money_text(band.p90, currency),
    }


def _sum(found: Sum, currency: str) -> dict[str, Json]:
    return {
        "deals": found.deals,
        "value": money_text(found.value, currency),
        "weighted": money_text(found.weighted, currency),
    }


def _backtest(backtest: Backtest) -> dict[str, Json]:
    return {
        "months": len(backtest.months),
        "methods": {
            "weighted": asdict(backtest.weighted),
            "simulated": {**asdict(backtest.simulated), "inside_p10_p90": backtest.inside.value},
            "naive": asdict(backtest.naive),
        },
        "brier": backtest.brier,
        "calibration": [{"called": line.called, "won": rate_object(line.won)} for line in backtest.calibration],
    }


def _movement(movement: Movement) -> dict[str, Json]:
    return {bar.value: money_text(movement.value(bar), movement.currency) for bar in Bar if bar not in _BY_DUE}
