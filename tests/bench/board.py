"""How the board moves with many deals: first paint, drop, scrolling, filter and memory."""

from collections.abc import Iterator
from pathlib import Path

from tests.bench.companies import Scale, copy_company
from tests.bench.processes import Report, Variant, median, percentile, run_by_turns
from tests.bench.results import Findings, Result


def measure(scale: Scale, folder: Path) -> Findings:
    """Works the board at every size, and a bare list with the same cards beside it."""
    files = {size: str(copy_company(size, folder)) for size in scale.sizes}
    written = folder / "written"
    written.mkdir()
    short = {f"paint {size.open_deals}": Variant("first_paint", (file,)) for size, file in files.items()}
    variants: dict[str, Variant] = {}
    for size, file in files.items():
        variants[f"bare {size.open_deals}"] = Variant("bare_lists", (file,))
        # In a file of its own: what it writes must not slow down the reading of the others.
        variants[f"work {size.open_deals}"] = Variant("work_board", (str(copy_company(size, written)),))
    run_by_turns(short, 1, folder)
    reports = {**run_by_turns(short, scale.short_rounds, folder), **run_by_turns(variants, scale.rounds, folder)}
    return Findings((*_compare_first(scale, reports), *_compare_acts(scale, reports)))


def _compare_first(scale: Scale, reports: dict[str, Report]) -> Iterator[Result]:
    few = reports[f"paint {scale.sizes[0].open_deals}"]
    for size in scale.sizes[1:]:
        report, sizes = reports[f"paint {size.open_deals}"], f"{size.open_deals:,} over {scale.sizes[0].open_deals:,}"
        memory = median(report["memory"]) - median(few["memory"])
        yield Result(f"board: first paint, {sizes}", median(report["paint"]), 1.2, median(few["paint"]))
        yield Result(f"board: memory, {sizes}", memory, 60, unit="MB")


def _compare_acts(scale: Scale, reports: dict[str, Report]) -> Iterator[Result]:
    for size in scale.sizes:
        bare, worked = reports[f"bare {size.open_deals}"], reports[f"work {size.open_deals}"]
        deals = f"{size.open_deals:,}"
        yield Result(f"board: drop with repaint, {deals}", median(worked["drop"]), 2.0, median(bare["drop"]))
        yield Result(f"board: scroll frame p99, {deals}", percentile(worked["scroll"], 99), 16)
        yield Result(f"board: filter keystroke p95, {deals}", percentile(worked["filter"], 95), 50)
