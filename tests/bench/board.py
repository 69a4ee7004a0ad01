"""How the board moves with many deals: first paint, drop, scrolling, filter and memory."""

from pathlib import Path

from tests.bench.companies import Scale, copy_company
from tests.bench.processes import Report, Variant, median, percentile, run_by_turns
from tests.bench.results import Findings, Result


def measure(scale: Scale, folder: Path) -> Findings:
    """Works the board at both sizes, and a bare list with the same cards beside it."""
    few = str(copy_company(scale.few, folder))
    many = str(copy_company(scale.many, folder))
    written = folder / "written"
    written.mkdir()
    variants = {
        "few": Variant("first_paint", (few,)),
        "many": Variant("first_paint", (many,)),
        "bare": Variant("bare_lists", (many,)),
        # In a file of its own: what it writes must not slow down the reading of the others.
        "worked": Variant("work_board", (str(copy_company(scale.many, written)),)),
    }
    short = {name: variants.pop(name) for name in ("few", "many")}
    run_by_turns(short, 1, folder)
    reports = {**run_by_turns(short, scale.short_rounds, folder), **run_by_turns(variants, scale.rounds, folder)}
    return Findings(tuple(_compare(scale, reports)))


def _compare(scale: Scale, reports: dict[str, Report]) -> list[Result]:
    few, many, bare, worked = (reports[name] for name in ("few", "many", "bare", "worked"))
    sizes = f"{scale.many.open_deals:,} over {scale.few.open_deals:,}"
    return [
        Result(f"board: first paint, {sizes}", median(many["paint"]), 1.2, median(few["paint"])),
        Result("board: drop with repaint", median(worked["drop"]), 2.0, median(bare["drop"])),
        Result("board: scroll frame p99", percentile(worked["scroll"], 99), 16),
        Result("board: filter keystroke p95", percentile(worked["filter"], 95), 50),
        Result(f"board: memory, {sizes}", median(many["memory"]) - median(few["memory"]), 60, unit="MB"),
    ]
