"""All of Overview after a filter was changed, against bare numpy over the same columns and against SQL."""

from pathlib import Path

from tests.bench.companies import Scale, find_company
from tests.bench.processes import Variant, median, run_by_turns
from tests.bench.results import Findings, Result

_NUMPY, _SQL = 5.0, 1 / 4


def measure(scale: Scale, folder: Path) -> Findings:
    """Asks for one owner after the other; the others answer the base figures of that owner alone."""
    size = scale.sizes[-1]
    file, deals = str(find_company(size)), f"{size.open_deals + size.closed_deals:,}"
    variants = {way: Variant("answer_figures", (file, way)) for way in ("program", "numpy", "sql")}
    reports = run_by_turns(variants, scale.rounds, folder)
    program, numpy, sql = (reports[way] for way in variants)
    remark = (
        f"{deals} deals: read whole in {median(program['load']):.0f} ms, kept current after a change in"
        f" {median(program['update']):.0f} ms, another day in {median(program['moment']):.0f} ms"
    )
    return Findings(
        (
            Result(f"metrics: over numpy, {deals}", median(program["answer"]), _NUMPY, median(numpy["answer"])),
            Result(f"metrics: over SQL, {deals}", median(program["answer"]), _SQL, median(sql["answer"])),
        ),
        (remark,),
    )
