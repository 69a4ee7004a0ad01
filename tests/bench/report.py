"""A list of deals as PDF against the bare writer painting the same texts, and the window meanwhile."""

from pathlib import Path

from tests.bench.companies import SMALL, Scale, Size, find_company
from tests.bench.import_sheets import GAP_MS, LONGEST_GAP_MS
from tests.bench.processes import Variant, median, percentile, run_by_turns
from tests.bench.results import Findings, Result

_TARGET = 3.0
_CANCEL_MS = 500
_DEALS = Size(5_000, 500)


def measure(scale: Scale, folder: Path) -> Findings:
    """Both ways by turns in processes of their own, then the same list from the window's preview."""
    size = SMALL.sizes[0] if scale is SMALL else _DEALS
    company, deals = str(find_company(size)), f"{size.open_deals:,} deals"
    variants = {way: Variant("write_report", (company, way, str(folder / f"{way}.pdf"))) for way in ("program", "bare")}
    reports = run_by_turns(variants, scale.short_rounds, folder)
    written, bare = median(reports["program"]["write"]), median(reports["bare"]["write"])
    own = folder / "window"
    own.mkdir()
    variant = Variant("report_in_window", (company, str(own)))
    report = run_by_turns({"window": variant}, min(scale.rounds, 2), folder)["window"]
    results = [
        Result(f"report: PDF of {deals}", written, _TARGET, bare),
        Result(f"report: loop gap p99, {deals}", percentile(report["gap"], 99), GAP_MS),
        Result(f"report: longest loop gap, {deals}", max(report["gap"]), LONGEST_GAP_MS),
    ]
    if report["cancel"]:
        results.append(Result(f"report: given up, {deals}", max(report["cancel"]), _CANCEL_MS))
    remark = (
        f"{deals}: gathered in {median(reports['program']['gather']):.0f} ms; the window shows the pages"
        f" after {median(report['shown']):.0f} ms and writes them in {median(report['written']):.0f} ms"
    )
    return Findings(tuple(results), (remark,))
