"""The commit of a move with its history event and journal entry, against one fsync of 4 KiB in the same folder."""

import shutil
from pathlib import Path

from tests.bench.companies import Scale, copy_company
from tests.bench.processes import Variant, median, run_by_turns
from tests.bench.results import Findings, Result

_MOVES = 50
_TARGET = 2.0
# The disk of PERFORMANCE takes 4 ms for a sync; many virtual ones take a tenth of it, with no more than a promise.
_SLOWED = ("strace", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e", "trace=fsync,fdatasync")
_DELAY = ("-e", "inject=fsync,fdatasync:delay_exit=3700")


def measure(scale: Scale, folder: Path) -> Findings:
    """Moves single deals at every size, on this disk and on one as slow as most; each move is followed by its fsync."""
    disks: dict[str, tuple[str, ...]] = {"": ()}
    if shutil.which("strace"):
        disks["sync of 4 ms"] = _SLOWED + _DELAY
    variants = {}
    for disk, under in disks.items():
        own = folder / disk
        own.mkdir(exist_ok=True)
        for size in scale.sizes:
            name = f"{size.open_deals:,} open{disk and ', '}{disk}"
            variants[name] = Variant("commit_moves", (str(copy_company(size, own)), str(_MOVES)), under)
    reports = run_by_turns(variants, scale.rounds, folder)
    return Findings(
        tuple(
            Result(f"drop: commit, {name}", median(report["commit"]), _TARGET, median(report["fsync"]))
            for name, report in reports.items()
        ),
        () if len(disks) > 1 else ("strace, which makes a disk slow, is not there",),
    )
