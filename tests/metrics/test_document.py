"""The JSON of `metrics --json` (CLI.md)."""

import json
from datetime import date
from typing import cast

from desktop_pipeline.domain.targets import Target, TargetMeasure, TargetScope, TargetSpan
from desktop_pipeline.metrics.history import UNKNOWN, Names
from desktop_pipeline.metrics.moment import look
from desktop_pipeline.metrics.telling.asked import Asked
from desktop_pipeline.metrics.telling.document import Json, to_document
from desktop_pipeline.metrics.telling.everything import work_out_everything
from desktop_pipeline.metrics.telling.whole_document import to_whole_document
from desktop_pipeline.metrics.wilson import wilson
from tests.metrics.histories import (
    ANN,
    BEN,
    SAW,
    YEAR,
    YEAR_END,
    P,
    at,
    created,
    deal,
    expecting,
    history_of,
    lost,
    moved,
    period,
    won,
    work_out,
)

NAMESAKES = Names(owners={ANN: "Ann Lee", BEN: "Ann Lee"}, products={SAW: "Saw"})


def test_outcomes_have_the_keys_and_forms_of_the_contract() -> None:
    history = history_of(
        deal(1, created("2024-01-10", value=1200_00, owner=ANN), won("2024-01-20"), products=((SAW, None),)),
        deal(2, created("2024-02-01", value=50_05, owner=ANN)),
        deal(3, created("2024-02-01", value=10, currency="CHF", owner=ANN)),
        names=Names(owners={ANN: "Ann Lee"}, products={SAW: "Saw"}),
    )
    document = to_document(work_out(history, at("2024-02-29"), period("2024-01-15", "2024-03-01")))
    sure = {"value": 1.0, "n": 1, "low": wilson(1, 1)[0], "high": 1.0}
    nobody = {"value": None, "n": 0, "low": None, "high": None}
    none = {"active": 0, "won": 0, "lost": 0, "win_rate": nobody, "won_value": "0.00", "mean_size": None}
    ten_days = {"active": 0, "won": 1, "lost": 0, "win_rate": sure, "won_value": "1200.00", "mean_size": "1200.00"}
    everyone = {"(blank)": ten_days | {"active": 2, "cycle_mean": 10.0}}
    outcomes = {
        "as_of": "2024-02-29",
        "period": ["2024-01-15", "2024-03-01"],
        "currency": "EUR",
        "left_out": [{"why": "no rate for CHF", "deals": 1}],
        "active": {"deals": 2, "value": "50.05", "weighted": "16.68"},
        "deal_size": {"mean": "1200.00", "median": "1200.00", "n": 1},
        "win_rate": sure,
        "value_win_rate": {"value": 1.0, "n": 1, "low": None, "high": None},
        "cycle": {
            "won": {"mean": 10.0, "median": 10.0, "p25": 10.0, "p75": 10.0, "n": 1},
            "lost": {"mean": None, "median": None, "p25": None, "p75": None, "n": 0},
            "kaplan_meier_median": None,
        },
        "won": {
            "deals": 1,
            "value": "1200.00",
            "by_month": {
                "2024-01": {"deals": 1, "value": "1200.00"},
                "2024-02": {"deals": 0, "value": "0.00"},
            },
        },
        "by": {
            "owner": {"Ann Lee": ten_days | {"active": 2, "cycle_mean": 10.0}},
            "source": everyone,
            "product": {"Saw": ten_days | {"cycle_mean": 10.0}, "(blank)": none | {"active": 2, "cycle_mean": None}},
            "industry": everyone,
            "label": everyone,
        },
    }
    assert {key: document[key] for key in outcomes} == outcomes
    assert json.loads(json.dumps(document, allow_nan=False)) == document


def test_namesakes_are_not_thrown_together() -> None:
    history = history_of(
        deal(1, created("2024-01-10", owner=ANN), won("2024-01-20")),
        deal(2, created("2024-01-10", owner=BEN), lost("2024-01-20")),
        names=NAMESAKES,
    )
    text = json.dumps(to_document(work_out(history, YEAR_END, period("2024-01-01", "2025-01-01"))))
    owners = json.loads(text)["by"]["owner"]
    assert {name: (row["won"], row["lost"]) for name, row in owners.items()} == {
        "Ann Lee": (1, 0),
        "Ann Lee (2)": (0, 1),
    }


def test_nothing_known_is_null_and_not_zero() -> None:
    history = history_of(deal(1, created("2024-01-10")))
    document = json.loads(json.dumps(to_document(work_out(history, YEAR_END, period("2024-01-01", "2025-01-01")))))
    assert document["active"] == {"deals": 1, "value": None, "weighted": None}
    assert document["win_rate"] == {"value": None, "n": 0, "low": None, "high": None}
    assert document["by"]["owner"]["Ann"]["win_rate"]["value"] is None
    assert document["by"]["owner"]["(blank)"]["active"] == 1


# CLI.md, the object of `metrics --json`; values stand for their types.
RATE: Json = {"value": 0.0, "n": 0, "low": 0.0, "high": 0.0}
CONTRACT: Json = {
    "as_of": "",
    "period": [],
    "currency": "",
    "left_out": [{"why": "", "deals": 0}],
    "active": {"deals": 0, "value": "", "weighted": ""},
    "deal_size": {"mean": "", "median": "", "n": 0},
    "win_rate": RATE,
    "value_win_rate": RATE,
    "cycle": {
        "won": {"mean": 0.0, "median": 0.0, "p25": 0.0, "p75": 0.0, "n": 0},
        "lost": {"mean": 0.0, "median": 0.0, "p25": 0.0, "p75": 0.0, "n": 0},
        "kaplan_meier_median": 0.0,
    },
    "won": {"deals": 0, "value": "", "by_month": {}},
    "by": {"owner": {}, "source": {}, "product": {}, "industry": {}, "label": {}},
    "lost_reasons": {"Too dear": {"deals": 0, "value": ""}},
    "stages": [
        {
            "stage": "",
            "reached": 0,
            "advanced": 0,
            "dropped": 0,
            "undecided": 0,
            "resolved": RATE,
            "so_far": 0.0,
            "range": [0.0, 0.0],
            "within_30_days": {"next": 0.0, "won": 0.0},
            "regression_rate": 0.0,
            "skip_rate": 0.0,
            "days": {"mean": 0.0, "median": 0.0, "p80": 0.0, "p95": 0.0, "n": 0, "kaplan_meier_median": 0.0},
            "probability": 0.0,
        }
    ],
    "bottleneck": {"time": {}, "conversion": {}},
    "leads": {
        "qualified_by_month": {},
        "velocity_rate": 0.0,
        "mql_to_sql": {},
        "response_hours_median": 0.0,
        "response_within_hour": RATE,
    },
    "velocity": {"per_day": "", "textbook_per_day": "", "won_last_90_days_per_day": ""},
    "targets": [],
    "forecast": {
        "months": [
            {
                "month": "",
                "won": "",
                "commit": "",
                "best_case": "",
                "weighted": "",
                "p10": "",
                "p50": "",
                "p90": "",
            }
        ],
        "overdue": {},
        "undated": {},
    },
    "backtest": {
        "months": 0,
        "methods": {
            "weighted": {"wape": 0.0, "bias": 0.0},
            "simulated": {"wape": 0.0, "bias": 0.0, "inside_p10_p90": 0.0},
            "naive": {"wape": 0.0, "bias": 0.0},
        },
        "brier": 0.0,
    },
    "hygiene": {"health": 0.0, "flags": {"stale": 0}},
    "movement": {
        "opening": "",
        "created": "",
        "raised": "",
        "lowered": "",
        "won": "",
        "lost": "",
        "reopened": "",
        "restored": "",
        "deleted": "",
        "entered_filter": "",
        "left_filter": "",
        "closing": "",
    },
}


def _differs(told: Json, contract: Json, path: str = "") -> str | None:
    """The first place where something of the contract is missing or of another type; unknown is null anywhere."""
    if isinstance(contract, dict):
        if not isinstance(told, dict):
            return None if told is None else path
        found = (_differs(told.get(key, {}), inside, f"{path}.{key}") for key, inside in contract.items())
        missing = [f"{path}.{key} is missing" for key in contract if key not in told]
        return next((place for place in (*missing, *found) if place), None)
    if isinstance(contract, list):
        if not isinstance(told, list):
            return path
        return next(filter(None, (_differs(inside, contract[0], path) for inside in told)), None) if contract else None
    is_same = told is None or type(told) is type(contract) or (isinstance(contract, float) and isinstance(told, int))
    return None if is_same else f"{path} is {told!r}"


def test_the_whole_document_holds_every_key_of_the_contract() -> None:
    won_deals = (
        deal(n, created("2024-01-10", value=1000_00, owner=ANN), moved("2024-02-01", P), won("2024-03-20"))
        for n in range(1, 40)
    )
    history = history_of(
        *won_deals,
        *(deal(n, created("2024-01-10", value=10_00), lost("2024-04-01")) for n in range(40, 80)),
        deal(80, created("2024-12-01", value=5_00, expected="2025-01-20")),
        deal(81, created("2024-12-01", value=5_00, currency="CHF")),
    )
    target = Target(TargetScope.OWNER, ANN, TargetSpan.YEAR, date(2024, 1, 1), TargetMeasure.MONEY, 78_000_00, "EUR")
    document = to_whole_document(work_out_everything(Asked(look(history, YEAR_END), YEAR), (target,), range(5), ()))
    assert _differs(document, CONTRACT) is None
    (told,) = cast("list[dict[str, Json]]", document["targets"])
    assert (told["of"], told["target"], told["reached"], told["attainment"]) == ("Ann", "78000.00", "39000.00", 0.5)
    assert json.loads(json.dumps(document, allow_nan=False)) == document


def test_the_push_rate_is_told_of_each_owner_by_name() -> None:
    history = history_of(
        deal(1, created("2023-12-01", expected="2024-06-10", owner=ANN), expecting("2024-06-05", "2025-01-10")),
        deal(2, created("2023-12-01", expected="2024-06-10", owner=ANN), won("2024-06-09")),
        deal(3, created("2023-12-01", expected="2024-06-10", owner=UNKNOWN)),
    )
    document = to_whole_document(work_out_everything(Asked(look(history, YEAR_END), YEAR), (), range(5), ()))
    told = json.loads(json.dumps(document))["hygiene"]["pushed_by_owner"]
    assert {name: (line["push_rate"]["value"], line["mean_days_pushed"]) for name, line in told.items()} == {
        "(blank)": (0, None),
        "Ann": (0.5, 214),
    }


def test_the_contract_would_be_seen_to_be_broken() -> None:
    assert _differs({"a": [{"b": 1}]}, {"a": [{"b": "", "c": 1}]}) == ".a.c is missing"
    assert _differs({"a": [{"b": 1}]}, {"a": [{"b": ""}]}) == ".a.b is 1"
    assert _differs({"a": None}, {"a": [0]}) == ".a"
