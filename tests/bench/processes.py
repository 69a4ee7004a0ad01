"""Runs each variant of a benchmark in a fresh process, the variants by turns, and takes the medians."""

import json
import math
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_LONGEST_SECONDS = 600
Report = dict[str, list[float]]


@dataclass(frozen=True, slots=True)
class Variant:
    """A program of tests/bench/children with its arguments; `under`: a command that runs it."""

    program: str
    arguments: tuple[str, ...] = ()
    under: tuple[str, ...] = ()


def run_by_turns(variants: Mapping[str, Variant], rounds: int, home: Path) -> dict[str, Report]:
    """Runs all variants `rounds` times, one after the other in each round; the numbers of all rounds are joined.

    A program reports by one line of JSON; the milliseconds from its start to that line are added as `start`.
    """
    joined: dict[str, Report] = {name: {} for name in variants}
    for _ in range(rounds):
        for name, variant in variants.items():
            for key, numbers in _run(variant, home).items():
                joined[name].setdefault(key, []).extend(numbers)
    return joined


def median(numbers: Sequence[float]) -> float:
    """The middle one, as all times are told."""
    return statistics.median(numbers)


def percentile(numbers: Sequence[float], percent: float) -> float:
    """The smallest number that so many percent of all do not exceed."""
    ordered = sorted(numbers)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


def _run(variant: Variant, home: Path) -> Report:
    program = ["-m", f"tests.bench.children.{variant.program}", *variant.arguments]
    # Compiled modules lie beside the source, as in an installed program; nothing of the user's settings is read.
    environment = {key: text for key, text in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"QT_QPA_PLATFORM": "offscreen", "DESKTOP_PIPELINE_HOME": str(home)}
    started = time.perf_counter()
    with subprocess.Popen(
        [*variant.under, sys.executable, *program],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        taken = (time.perf_counter() - started) * 1e3
        code = process.wait(_LONGEST_SECONDS)
    if code or not line:
        message = f"{variant.program} ended with {code} and said {line!r}"
        raise RuntimeError(message)
    report: Report = json.loads(line)
    return {**report, "start": [taken]}
