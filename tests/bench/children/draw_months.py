"""Simulates the months ahead of a company, or draws as many bare random numbers as it has open deals and draws."""

import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from desktop_pipeline.metrics.ahead.backtest import look_back
from desktop_pipeline.metrics.ahead.outlook import simulate
from desktop_pipeline.metrics.ahead.simulation import DRAWS
from desktop_pipeline.metrics.days import as_of_day
from desktop_pipeline.metrics.moment import look
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.storage.workspace import open_workspace

_TIMES = 5


def _time(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1e3


def main(path: Path, way: str) -> dict[str, list[float]]:
    """What one way takes, in milliseconds."""
    with open_workspace(path, read_only=True) as workspace:
        history, today = Figures(workspace).history(), datetime.now(UTC).date()
    moment = look(history, as_of_day(today, history.zone))
    first = _time(lambda: simulate(moment))
    if way == "program":
        draws = [_time(lambda: simulate(moment)) for _ in range(_TIMES)]
        return {"first": [first], "draw": draws, "back": [_time(lambda: look_back(history, today))]}
    count, chance = simulate(moment).landing.rows.size * DRAWS, np.random.default_rng(1)
    return {"draw": [_time(lambda: chance.random(count)) for _ in range(_TIMES)]}


print(json.dumps(main(Path(sys.argv[1]), sys.argv[2])), flush=True)
