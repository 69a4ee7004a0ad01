"""How the board moves with many deals: first paint, memory, drop, scrolling and filter."""

from collections.abc import Iterator
from pathlib import Path

from tests.bench.companies import Scale, Size, copy_company
from tests.bench.processes import Report, Variant, median, percentile, run_by_turns
from tests.bench.results import Findings, Result


def measure(scale: Scale, folder: Path) -> Findings:
    """Opens the board at every size, then works it, and a bare list with the same cards beside it."""
    return Findings(_measure_rows(scale, folder))


def _measure_rows(scale: Scale, folder: Path) -> Iterator[Result]:
    """The rows, each as soon as it is known."""
    files = {size: str(copy_company(size, folder)) for size in scale.sizes}
    # What begins anew is compared over all sizes and therefore goes by turns over them, before anything is written.
    opening = {_name(size): Variant("first_paint", (file,)) for size, file in files.items()}
    run_by_turns(opening, scale.warm_rounds, folder)
    yield from _compare_sizes(scale, run_by_turns(opening, scale.short_rounds, folder))
    for size, file in files.items():
        working = {"bare": Variant("bare_lists", (file,)), "work": Variant("work_board", (file, str(scale.acts)))}
        yield from _compare_acts(size, run_by_turns(working, scale.rounds, folder))


def _compare_sizes(scale: Scale, reports: dict[str, Report]) -> Iterator[Result]:
    smallest = scale.sizes[0]
    few = reports[_name(smallest)]
    for size in scale.sizes[1:]:
        many, sizes = reports[_name(size)], f"{_name(size)} over {_name(smallest)}"
        memory = median(many["memory"]) - median(few["memory"])
        yield Result(f"board: first paint, {sizes}", median(many["paint"]), 1.2, median(few["paint"]))
        yield Result(f"board: memory, {sizes}", memory, 60, unit="MB")


def _compare_acts(size: Size, reports: dict[str, Report]) -> Iterator[Result]:
    bare, worked, deals = reports["bare"], reports["work"], _name(size)
    yield Result(f"board: drop with repaint, {deals}", median(worked["drop"]), 2.0, median(bare["drop"]))
    yield Result(f"board: scroll frame p99, {deals}", percentile(worked["scroll"], 99), 16)
    yield Result(f"board: filter keystroke p95, {deals}", percentile(worked["filter"], 95), 50)


def _name(size: Size) -> str:
    return f"{size.open_deals:,}"
