"""The JSON of `metrics --json` (CLI.md)."""

import json

from desktop_pipeline.metrics.document import to_document
from desktop_pipeline.metrics.history import Names
from desktop_pipeline.metrics.overview import work_out
from desktop_pipeline.metrics.rates import wilson
from tests.metrics.histories import ANN, BEN, SAW, YEAR_END, at, created, deal, history_of, lost, period, won

NAMESAKES = Names(owners={ANN: "Ann Lee", BEN: "Ann Lee"}, products={SAW: "Saw"})


def test_the_document_has_the_keys_and_forms_of_the_contract() -> None:
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
    assert document == {
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
