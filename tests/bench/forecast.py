"""Twelve months drawn 10,000 times from every open deal and new business, against as many bare random numbers."""

from pathlib import Path

from tests.bench.companies import Scale, find_company
from tests.bench.processes import Variant, median, run_by_turns
from tests.bench.results import Findings, Result

_TARGET = 10.0


def measure(scale: Scale, folder: Path) -> Findings:
    """The smallest company has the thousand open deals that the target speaks of; of the others times are told."""
    results: list[Result] = []
    remarks: list[str] = []
    for size in scale.sizes:
        is_first = size is scale.sizes[0]
        file, deals = str(find_company(size)), f"{size.open_deals:,} open deals"
        # As many numbers as the largest company would need are more than a computer may hold.
        variants = {way: Variant("draw_months", (file, way)) for way in ("program", "numpy")[: 1 + is_first]}
        reports = run_by_turns(variants, scale.short_rounds if is_first else 1, folder)
        program = reports["program"]
        if is_first:
            limit = median(reports["numpy"]["draw"])
            results.append(Result(f"forecast: 12 months, {deals}", median(program["draw"]), _TARGET, limit))
        remarks.append(
            f"{deals}: drawn in {median(program['draw']):.0f} ms, the first time in {median(program['first']):.0f} ms;"
            f" the last twelve months looked back at in {median(program['back']):.0f} ms"
        )
    return Findings(tuple(results), tuple(remarks))
