"""`python -m tests.bench [name …] [--small]`: measures against known limits, prints the table and keeps it."""

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests.bench import board, drop, export, forecast, import_sheets, metrics, report, search, start
from tests.bench.companies import FULL, SMALL, Scale, cache_folder
from tests.bench.processes import ROOT
from tests.bench.results import Findings, Result, format_row, format_table, write_json

BENCHES: dict[str, Callable[[Scale, Path], Findings]] = {
    "drop": drop.measure,
    "start": start.measure,
    "board": board.measure,
    "search": search.measure,
    "import": import_sheets.measure,
    "undo": import_sheets.measure_undo,
    "export": export.measure,
    "metrics": metrics.measure,
    "forecast": forecast.measure,
    "report": report.measure,
}


def main(arguments: Sequence[str]) -> int:
    """Runs the named benchmarks, or all; the exit code says only whether they ran."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=", ".join(BENCHES))
    parser.add_argument("--small", action="store_true", help="a few deals, one round: shows only that all still runs")
    parser.add_argument("--out", type=Path, default=ROOT / "bench-results", help="folder for the JSON")
    options = parser.parse_args(arguments)
    unknown = [name for name in options.names if name not in BENCHES]
    if unknown:
        parser.error(f"there is no benchmark {', '.join(unknown)}; there are {', '.join(BENCHES)}")
    results: list[Result] = []
    for name in options.names or BENCHES:
        with tempfile.TemporaryDirectory(dir=cache_folder()) as folder:
            findings = BENCHES[name](SMALL if options.small else FULL, Path(folder))
            for result in findings.results:
                print(format_row(result), file=sys.stderr, flush=True)
                results.append(result)
        for remark in findings.remarks:
            print(f"{name}: {remark}", flush=True)
    print(format_table(results))
    print(f"kept in {write_json(results, options.out, datetime.now(UTC))}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
