"""Imports of workbooks against the rows alone, their undo against its bare step, and the window meanwhile."""

import shutil
from importlib.util import find_spec
from pathlib import Path

from tests.bench.companies import SMALL, Scale, copy_company
from tests.bench.import_files import find_workbook
from tests.bench.processes import Report, Variant, median, percentile, run_by_turns
from tests.bench.results import Findings, Result

_TARGET = 3.0
_PANDAS_TARGET = 1 / 4
_OFFICE_TARGET = 1.0
_UNDO_TARGET = 1.5
GAP_MS, LONGEST_GAP_MS, _CANCEL_MS = 50, 100, 500


def list_rows(scale: Scale) -> tuple[int, int]:
    """How many rows the workbooks have: a tenth of the largest company, and as many as it has deals."""
    largest = scale.sizes[-1]
    deals = largest.open_deals + largest.closed_deals
    return deals // 10, deals


def measure(scale: Scale, folder: Path) -> Findings:
    """Imports both workbooks into new files, the longer one also behind a window; others read or load it."""
    results: list[Result] = []
    longest = str(list_rows(scale)[-1])
    variants: dict[str, Variant] = {}
    for rows in list_rows(scale):
        for name, program in (("raw", "take_rows"), ("import", "import_sheet")):
            own = folder / f"{name} {rows}"
            own.mkdir()
            variants[f"{name} {rows}"] = Variant(program, (str(find_workbook(rows)), str(own)))
    remarks = _add_others(variants, folder, find_workbook(int(longest)))
    reports = run_by_turns(variants, scale.rounds, folder)
    for rows in list_rows(scale):
        raw, taken = reports[f"raw {rows}"], reports[f"import {rows}"]
        results.append(Result(f"import: {rows:,} rows", median(taken["import"]), _TARGET, median(raw["raw"])))
    results += _compare_others(reports, longest)
    results += _measure_window(scale, folder, int(longest))
    return Findings(tuple(results), remarks)


def measure_undo(scale: Scale, folder: Path) -> Findings:
    """Takes the longer import back, and the engine alone does the same step in a copy."""
    rows = list_rows(scale)[-1]
    variants = {"undo": Variant("import_sheet", (str(find_workbook(rows)), str(folder), "undo"))}
    report = run_by_turns(variants, scale.rounds, folder)["undo"]
    return Findings(
        (Result(f"undo: import of {rows:,} rows", median(report["undo"]), _UNDO_TARGET, median(report["apply"])),)
    )


def _add_others(variants: dict[str, Variant], folder: Path, workbook: Path) -> tuple[str, ...]:
    """Programs that are measured where they are there; what is said of those that are not."""
    remarks = []
    if find_spec("pandas") is None:
        remarks.append("pandas is not there")
    else:
        variants["pandas"] = Variant("pandas_to_sql", (str(workbook), str(folder)))
    office = shutil.which("soffice")
    if office is None:
        remarks.append("LibreOffice is not there")
    else:
        variants["office"] = Variant("load_in_office", (office, str(workbook), str(folder)))
    return tuple(remarks)


def _compare_others(reports: dict[str, Report], rows: str) -> list[Result]:
    taken = median(reports[f"import {rows}"]["import"])
    rivals = {"pandas": ("pandas to_sql", _PANDAS_TARGET), "office": ("LibreOffice loading it", _OFFICE_TARGET)}
    return [
        Result(f"import: {int(rows):,} rows, {what}", taken, target, median(reports[name]["load"]))
        for name, (what, target) in rivals.items()
        if name in reports
    ]


def _measure_window(scale: Scale, folder: Path, rows: int) -> list[Result]:
    file = copy_company(SMALL.sizes[0], folder)
    variant = Variant("import_in_window", (str(find_workbook(rows)), str(file)))
    report = run_by_turns({"window": variant}, min(scale.rounds, 2), folder)["window"]
    results = [
        Result(f"import: loop gap p99, {rows:,}", percentile(report["gap"], 99), GAP_MS),
        Result(f"import: longest loop gap, {rows:,}", max(report["gap"]), LONGEST_GAP_MS),
        Result(f"import: longest gap when the board follows, {rows:,}", max(report["after"]), LONGEST_GAP_MS),
    ]
    if report["cancel"]:
        results.append(Result(f"import: given up, {rows:,}", max(report["cancel"]), _CANCEL_MS))
    return results
