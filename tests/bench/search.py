"""Keystrokes of the search over everything, against one LIKE scan of the same texts that finds nothing."""

from pathlib import Path

from tests.bench.companies import Scale, copy_company
from tests.bench.processes import Variant, median, percentile, run_by_turns
from tests.bench.results import Findings, Result

_TARGET = 1 / 5
_TYPED_WRONG_MS = 20.0


def measure(scale: Scale, folder: Path) -> Findings:
    """Types titles, organisations and people letter by letter; then words with a slip in them."""
    variants = {
        f"{size.open_deals + size.closed_deals:,}": Variant("type_words", (str(copy_company(size, folder)),))
        for size in scale.sizes
    }
    reports = run_by_turns(variants, scale.rounds, folder)
    results: list[Result] = []
    for deals, report in reports.items():
        results += (
            Result(f"search: key p95, {deals}", percentile(report["key"], 95), _TARGET, median(report["like"])),
            Result(f"search: slip p95, {deals}", percentile(report["slip"], 95), _TYPED_WRONG_MS),
        )
    keys = reports[deals]["key"]
    return Findings(tuple(results), (f"median key at {deals} {median(keys):.2f} ms, longest {max(keys):.2f} ms",))
