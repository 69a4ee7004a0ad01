"""All of Overview after a filter was changed, against bare numpy and against SQL; the window while Insights is read."""

from pathlib import Path

from tests.bench.companies import Scale, add_moves, copy_company
from tests.bench.import_sheets import GAP_MS, LONGEST_GAP_MS
from tests.bench.processes import Variant, median, percentile, run_by_turns
from tests.bench.results import Findings, Result

_NUMPY, _SQL = 5.0, 1 / 4
_EVENTS_PER_DEAL = 5


def measure(scale: Scale, folder: Path) -> Findings:
    """Asks for one owner after the other; the others answer the base figures of that owner alone."""
    size = scale.sizes[-1]
    total = size.open_deals + size.closed_deals
    file, deals = copy_company(size, folder), f"{total:,}"
    add_moves(file, _EVENTS_PER_DEAL * total)
    variants = {way: Variant("answer_figures", (str(file), way)) for way in ("program", "numpy", "sql")}
    reports = run_by_turns(variants, scale.rounds, folder)
    look = run_by_turns({"window": Variant("look_at_insights", (str(file), str(scale.acts)))}, 1, folder)["window"]
    program, numpy, sql = (reports[way] for way in variants)
    remark = (
        f"{deals} deals, {_EVENTS_PER_DEAL} events each: read whole in {median(program['load']):.0f} ms, kept current"
        f" after a change in {median(program['update']):.0f} ms, another day in {median(program['moment']):.0f} ms"
    )
    return Findings(
        (
            Result(f"metrics: over numpy, {deals}", median(program["answer"]), _NUMPY, median(numpy["answer"])),
            Result(f"metrics: over SQL, {deals}", median(program["answer"]), _SQL, median(sql["answer"])),
            Result(f"metrics: loop gap p99 through all pages, {deals}", percentile(look["gap"], 99), GAP_MS),
            Result(f"metrics: longest loop gap through all pages, {deals}", max(look["gap"]), LONGEST_GAP_MS),
        ),
        (remark,),
    )
