"""From the start of the process to a painted, clickable board, against an empty QMainWindow shown."""

from pathlib import Path

from tests.bench.companies import Scale, copy_company
from tests.bench.processes import Variant, median, run_by_turns
from tests.bench.results import Findings, Result

_TARGET = 2.5


def measure(scale: Scale, folder: Path) -> Findings:
    """Opens both sizes by the program's own way."""
    few, many = (Variant("start_board", (str(copy_company(size, folder)),)) for size in (scale.few, scale.many))
    variants = {"empty": Variant("empty_window"), "few": few, "many": many}
    # The first round compiles modules and fills the system's file cache: it is not counted.
    run_by_turns(variants, 1, folder)
    reports = run_by_turns(variants, scale.short_rounds, folder)
    limit = median(reports["empty"]["start"])
    deals = {"few": scale.few, "many": scale.many}
    results = tuple(
        Result(f"start: {size.open_deals:,} open deals", median(reports[name]["start"]), _TARGET, limit)
        for name, size in deals.items()
    )
    return Findings(results, ("at first paint numpy, pyqtgraph, openpyxl, python_calamine and peewee are not loaded",))
