"""The people's workbook against the library writing the same cells."""

from pathlib import Path

from tests.bench.companies import Scale, Size, find_company
from tests.bench.processes import Variant, median, run_by_turns
from tests.bench.results import Findings, Result

_TARGET = 1.3
_MEMORY = 1.5


def list_sizes(scale: Scale) -> tuple[Size, Size]:
    """A tenth of the largest company, and that one."""
    largest = scale.sizes[-1]
    return Size(largest.open_deals // 10, largest.closed_deals // 10), largest


def measure(scale: Scale, folder: Path) -> Findings:
    """Both sizes; how much more memory the longer one takes says whether rows are kept."""
    sizes = list_sizes(scale)
    variants: dict[str, Variant] = {}
    for size in sizes:
        company, rows = str(find_company(size)), size.open_deals + size.closed_deals
        for how in ("alone", "export"):
            variants[f"{how} {rows}"] = Variant("export_book", (how, company, str(folder / f"{how}-{rows}.xlsx")))
    reports = run_by_turns(variants, min(scale.rounds, 3), folder)
    results = []
    for size in sizes:
        rows = size.open_deals + size.closed_deals
        taken, alone = reports[f"export {rows}"], reports[f"alone {rows}"]
        results.append(Result(f"export: {rows:,} deals", median(taken["export"]), _TARGET, median(alone["alone"])))
    return Findings((*results, *_measure_memory(sizes, folder)))


def _measure_memory(sizes: tuple[Size, Size], folder: Path) -> list[Result]:
    held = []
    for size in sizes:
        variant = Variant("export_book", ("memory", str(find_company(size)), str(folder / "memory.xlsx")))
        held.append(run_by_turns({"memory": variant}, 1, folder)["memory"]["memory"][0])
    return [Result("export: memory, ten times the deals", held[1], _MEMORY * 10, held[0], "MiB")]
