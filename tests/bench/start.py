"""From the start of the process to a painted, clickable board, against an empty QMainWindow shown."""

from pathlib import Path

from tests.bench.companies import Scale, copy_company
from tests.bench.processes import Variant, median, run_by_turns
from tests.bench.results import Findings, Result

_TARGET = 2.5


def measure(scale: Scale, folder: Path) -> Findings:
    """Opens every size by the program's own way."""
    boards = {
        f"{size.open_deals:,}": Variant("start_board", (str(copy_company(size, folder)),)) for size in scale.sizes
    }
    variants = {"empty": Variant("empty_window"), **boards}
    # The first round compiles modules and fills the system's file cache: it is not counted.
    run_by_turns(variants, scale.warm_rounds, folder)
    reports = run_by_turns(variants, scale.short_rounds, folder)
    limit = median(reports["empty"]["start"])
    results = tuple(
        Result(f"start: {name} open deals", median(reports[name]["start"]), _TARGET, limit) for name in boards
    )
    return Findings(results, ("at first paint numpy, pyqtgraph, openpyxl, python_calamine and peewee are not loaded",))
