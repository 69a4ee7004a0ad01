"""The commit of a move with its history event and journal entry, against one fsync of 4 KiB in the same folder."""

from pathlib import Path

from tests.bench.companies import Scale, copy_company
from tests.bench.processes import Variant, median, run_by_turns
from tests.bench.results import Findings, Result

_MOVES = 50
_TARGET = 2.0


def measure(scale: Scale, folder: Path) -> Findings:
    """Moves single deals at every size; each move is followed by its fsync."""
    variants = {
        f"{size.open_deals:,} open": Variant("commit_moves", (str(copy_company(size, folder)), str(_MOVES)))
        for size in scale.sizes
    }
    reports = run_by_turns(variants, scale.rounds, folder)
    return Findings(
        tuple(
            Result(f"drop: commit, {name}", median(report["commit"]), _TARGET, median(report["fsync"]))
            for name, report in reports.items()
        )
    )
