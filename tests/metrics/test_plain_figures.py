"""`metrics --json` against the same figures worked out a second time, deal by deal, from the rows of the file."""

import json
from collections.abc import Iterator
from datetime import date
from math import isclose
from pathlib import Path
from typing import Any

import pytest

from desktop_pipeline.domain.periods import Period
from desktop_pipeline.metrics.selection import Selection
from desktop_pipeline.metrics.telling.whole_document import to_whole_document
from desktop_pipeline.queries.figures import Figures
from tests.lengths import MANY
from tests.metrics.plain_ahead import forecast, target_key, targets
from tests.metrics.plain_company import Company
from tests.metrics.plain_figures import Plain, Question
from tests.metrics.plain_flow import stages
from tests.metrics.plain_hygiene import hygiene
from tests.metrics.plain_leads import leads, velocity
from tests.metrics.plain_movement import move
from tests.metrics.random_company import Life
from tests.program import run_program
from tests.workspaces import make_desk

_ZONES = ("UTC", "Europe/Berlin", "Pacific/Auckland", "America/Los_Angeles")
_FREE = frozenset({"stages", "hygiene", "leads", "forecast", "velocity", "movement", "cycle", "active"})
_WHYS = ("no value", "no rate", "not a real deal", "creation date", "closing date", "closed before")
_LOG_WORDS = {"APPROVED": "won", "REGISTERED": "won", "ACTIVATED": "won", "DECLINED": "lost", "CANCELLED": "lost"}
# An ordinary year, one that still runs, one long before the as-of day, and one that ends within a month.
SPANS = (
    (date(2026, 8, 20), date(2025, 8, 21), date(2026, 8, 21)),
    (date(2027, 3, 1), date(2026, 3, 1), date(2027, 6, 1)),
    (date(2026, 12, 31), date(2026, 4, 15), date(2026, 7, 11)),
)
FILTERS: tuple[dict[str, Any], ...] = (
    {},
    {"owner": 2},
    {"source": 2},
    {"product": 1},
    {"pipeline": 1},
    {"owner": 1, "pipeline": 1},
)


def work_out(company: Company, asked: Question) -> dict[str, Any]:
    """What the program should tell."""
    plain = Plain(company, asked)
    return {
        **plain.outcomes(),
        "left_out": plain.left_out(),
        "by": plain.breakdowns(),
        "stages": stages(plain),
        "leads": leads(plain),
        "velocity": velocity(plain),
        "targets": targets(plain),
        "forecast": forecast(plain),
        "hygiene": hygiene(plain),
        "movement": move(company, asked),
    }


def in_order(told: dict[str, Any]) -> dict[str, Any]:
    """The same with targets in the order of ours, and of what is left out the reasons that stand on the deals alone."""
    told["targets"].sort(key=target_key)
    told["left_out"] = {row["why"]: row["deals"] for row in told["left_out"] if row["why"].startswith(_WHYS)}
    return told


def find_differences(ours: object, told: object, where: str = "") -> Iterator[str]:
    """Where the program says something else; what only the program tells is passed over where we work out less."""
    if isinstance(ours, dict) and isinstance(told, dict):
        keys = set(ours) if not where or where.split(".")[1] in _FREE | {"targets"} else set(ours) | set(told)
        for key in sorted(keys, key=str):
            yield from find_differences(ours.get(key, "none of ours"), told.get(key, "not told"), f"{where}.{key}")
    elif isinstance(ours, list) and isinstance(told, list) and len(ours) == len(told):
        for place, pair in enumerate(zip(ours, told, strict=True)):
            yield from find_differences(*pair, f"{where}.{place}")
    elif isinstance(ours, float) and isinstance(told, float):
        if not isclose(ours, told, rel_tol=1e-9, abs_tol=1e-9):
            yield f"{where}: {ours!r}, told {told!r}"
    elif ours != told:
        yield f"{where}: {ours!r}, told {told!r}"


@pytest.mark.parametrize("seed", range(MANY // 5))
def test_a_random_company_is_told_as_it_is_counted_by_hand(seed: int, tmp_path: Path) -> None:
    desk = make_desk(tmp_path, zone=_ZONES[seed % len(_ZONES)])
    life = Life(desk, seed)
    life.found()
    life.live(220)
    company, figures = Company(desk.path), Figures(desk.workspace)
    for number, span in enumerate(SPANS):
        filters = FILTERS[(seed + number) % len(FILTERS)]
        asked = Question(*span, **filters)
        everything = figures.everything(asked.as_of, Period(asked.start, asked.end), Selection(**filters))
        told = in_order(to_whole_document(everything))
        assert list(find_differences(work_out(company, asked), told)) == [], asked
    desk.workspace.close()


def ask(path: Path, asked: Question, company: Company) -> dict[str, Any]:
    """What the command line says."""
    names = {"owner": company.owners, "source": company.sources, "product": company.products}
    filters = [
        part
        for key, of in (names | {"pipeline": company.pipelines}).items()
        if (wanted := getattr(asked, key)) is not None
        for part in (f"--{key}", of[wanted])
    ]
    run = run_program(
        *("metrics", path, "--as-of", asked.as_of, "--from", asked.start, "--to", asked.end, "--json"), *filters
    )
    assert (run.code, run.errors) == (0, "")
    told: dict[str, Any] = json.loads(run.output)
    return in_order(told)


def test_the_sample_company_is_told_as_it_is_counted_by_hand(tmp_path: Path) -> None:
    path, today = tmp_path / "sample.pipeline", date(2024, 6, 12)
    assert run_program("demo", path, "--today", today).code == 0
    company = Company(path)
    year = (date(2023, 6, 13), date(2024, 6, 13))
    for asked in (
        *(Question(today, *year, **filters) for filters in FILTERS[:4]),
        Question(date(2023, 12, 31), date(2023, 1, 1), date(2024, 1, 1)),
        Question(date(2024, 5, 31), date(2023, 7, 1), date(2023, 10, 1), owner=1),
    ):
        assert list(find_differences(work_out(company, asked), ask(path, asked, company))) == [], asked


def test_8800_deals_are_told_as_they_are_counted_by_hand(data_folder: Path, tmp_path: Path) -> None:
    path, folder = tmp_path / "maven.pipeline", data_folder / "maven"
    files = [folder / f"{name}.csv" for name in ("sales_pipeline", "accounts", "products", "sales_teams")]
    order = ("--stage-order", "Prospecting,Engaging", "--currency", "USD")
    assert run_program("import", path, *files, *order).code == 0
    company = Company(path)
    for asked in (
        Question(date(2018, 1, 1), date(2016, 1, 1), date(2018, 1, 1)),
        Question(date(2017, 8, 15), date(2017, 3, 1), date(2017, 8, 16), owner=3),
        Question(date(2017, 12, 31), date(2017, 10, 1), date(2018, 1, 1), product=2),
    ):
        assert list(find_differences(work_out(company, asked), ask(path, asked, company))) == [], asked


def test_13087_loan_applications_are_told_as_they_are_counted_by_hand(data_folder: Path, tmp_path: Path) -> None:
    path, log = tmp_path / "loans.pipeline", data_folder / "stage_history" / "bpic2012_A_stages.csv"
    order = ",".join(f"A_{name}" for name in ("SUBMITTED", "PARTLYSUBMITTED", "PREACCEPTED", "ACCEPTED", "FINALIZED"))
    words = [part for word, outcome in _LOG_WORDS.items() for part in ("--stage", f"A_{word}={outcome}")]
    fields = ("--map", "application=external id", "--map", "amount_requested=value")
    assert run_program("import", path, "--history", log, "--stage-order", order, *fields, *words).code == 0
    company = Company(path)
    for asked in (
        Question(date(2012, 3, 31), date(2011, 9, 1), date(2012, 4, 1)),
        Question(date(2012, 1, 10), date(2011, 11, 15), date(2012, 1, 1)),
    ):
        assert list(find_differences(work_out(company, asked), ask(path, asked, company))) == [], asked
