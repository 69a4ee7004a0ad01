"""`import` without a window: spreadsheets into a workspace, and what came of it."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from desktop_pipeline.cli.answers import EXIT_CODES, add_json
from desktop_pipeline.domain.currency_codes import check_known_currency
from desktop_pipeline.domain.errors import InvalidError

if TYPE_CHECKING:
    from desktop_pipeline.actions.importing.reports import ImportReport

_DONE, _WITH_PROBLEMS = 0, 1
_SHOWN = 20
_LONGEST_VALUE = 80
_HELP = (
    "WS is made where it is not there yet: it then holds the stages and owners of the files alone.\n"
    "--map, --stage, --fill-below and --history are repeated as often as needed. Some fields of --map: title, value,\n"
    "currency, stage, status, organisation, person, email, phone, owner, source, product, created, closed,\n"
    "expected_close, lost_reason, label, note, external_id, custom, ignore; one that is not known is answered with\n"
    "all of them. Names that stand above rows are the column Section, those of sheets the column Sheet.\n"
    f"{EXIT_CODES}"
)


class Add(Protocol):
    """Makes a command that begins with a workspace."""

    def __call__(
        self, name: str, run: Callable[[argparse.Namespace], int], summary: str, /
    ) -> argparse.ArgumentParser: ...


def add_import_command(add: Add, file: Callable[[str], Path], pair: Callable[[str], tuple[str, str]]) -> None:
    """Adds the command; `file` reads the name of a file, `pair` NAME=VALUE."""
    command = add("import", _import, "Take spreadsheets in: one change, which undo takes back.")
    command.formatter_class = argparse.RawDescriptionHelpFormatter
    command.epilog = _HELP
    command.add_argument(
        "files",
        nargs="*",
        type=file,
        metavar="FILE",
        help=".xlsx .xlsm .xls .xlsb .ods .csv .tsv; related by their names",
    )
    command.add_argument("--preset", default="auto", metavar="auto|NAME", help="the product that the files come from")
    command.add_argument("--sheet", default=None, metavar="NAME", help="the sheet of a workbook to take")
    command.add_argument(
        "--map", action="append", default=[], metavar="HEADER=FIELD", type=pair, help="what a column holds; see below"
    )
    command.add_argument(
        "--match",
        choices=("auto", "id", "title+org", "none"),
        default="auto",
        help="how rows find the deals that are there already; none makes all of them new",
    )
    command.add_argument("--history", action="append", default=[], type=file, metavar="FILE", help="stage changes")
    command.add_argument(
        "--stage",
        action="append",
        default=[],
        metavar="VALUE=STAGE",
        type=pair,
        help="what a word of the stage column, or a colour of painted rows, means: a stage, won, lost or ignore",
    )
    command.add_argument(
        "--fill-below",
        action="append",
        default=[],
        metavar="HEADER",
        help="a column that names a customer, or anything, once: blank cells below it mean the one above",
    )
    command.add_argument("--stage-order", default="", metavar="A,B,C", help="the order of stages that are made")
    command.add_argument(
        "--currency",
        default=None,
        metavar="CODE",
        help="of values that bear none; the base currency of a new workspace",
    )
    command.add_argument("--dry-run", action="store_true", help="tell only what would come of it")
    command.add_argument(
        "--problems", type=file, default=None, metavar="OUT.xlsx", help="the rows not taken, to correct and import"
    )
    add_json(command)


def _import(options: argparse.Namespace) -> int:
    from desktop_pipeline.actions.importing.command import import_into  # noqa: PLC0415 - each command loads its own
    from desktop_pipeline.exchange.options import ImportOptions  # noqa: PLC0415

    currency = None if options.currency is None else check_known_currency(options.currency)
    files = [*options.files, *options.history]
    if not files:
        print("Name a file to take in.", file=sys.stderr)
        return 2
    report = import_into(
        options.workspace,
        files,
        ImportOptions(
            preset=options.preset,
            mapping=_gather("--map", options.map),
            match=options.match,
            stage_words=_gather("--stage", options.stage),
            stage_order=tuple(name.strip() for name in options.stage_order.split(",") if name.strip()),
            currency=currency,
            filled_below=frozenset(options.fill_below),
            histories=frozenset(path.name for path in options.history),
        ),
        sheet=options.sheet,
        dry_run=options.dry_run,
        problems_out=options.problems,
        progress=_show_progress,
    )
    for word in report.unmet:
        print(f"--stage: no row says “{_shorten(word)}”.", file=sys.stderr)
    if options.json:
        json.dump(describe_report(report), sys.stdout, ensure_ascii=False)
        print()
    else:
        for line in _list_lines(report):
            print(line)
    return _WITH_PROBLEMS if report.problems else _DONE


def _gather(option: str, pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What was said of each name; raises InvalidError where two things were."""
    said: dict[str, str] = {}
    for name, meant in pairs:
        if said.setdefault(name, meant) != meant:
            message = f"{option} says two things of “{name}”: {said[name]} and {meant}."
            raise InvalidError(message)
    return said


def describe_report(report: "ImportReport") -> dict[str, object]:
    """The report as CLI.md writes it; sheets and files are told where there are several."""
    has_files = len(report.files) > 1
    return {
        "files": list(report.files),
        "preset": report.preset,
        "sheet": report.sheet,
        "header_row": report.header_row,
        "rows": report.rows,
        "new": report.new,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "skipped": report.skipped,
        "problems": [
            {
                "file": problem.file,
                **({} if problem.sheet is None else {"sheet": problem.sheet}),
                "row": problem.row,
                "column": problem.column,
                "value": problem.value,
                "problem": problem.problem,
            }
            for problem in report.problems
        ],
        "created": dict(report.created),
        "questions": [
            {
                **({"file": question.file} if has_files else {}),
                "column": question.column,
                "question": question.question,
                "assumed": question.assumed,
            }
            for question in report.questions
        ],
        "change": report.change,
        "seconds": round(report.seconds, 3),
    }


def _list_lines(report: "ImportReport") -> Iterable[str]:
    """The outcome for a person at a terminal, however much there is to say about the file."""
    if report.rows:
        yield (
            f"{report.rows} {'deal' if report.rows == 1 else 'deals'} in the file: {report.new} new,"
            f" {report.updated} updated, {report.unchanged} unchanged, {report.skipped} not taken."
        )
    made = ", ".join(f"{what} {count}" for what, count in report.created.items() if count)
    done = "Made" if report.change is not None else "To be made"
    if made:
        yield f"{done} beside them: {made}." if report.rows else f"No deals in the file. {done}: {made}."
    elif not report.rows:
        yield "No deals in the file, and nothing else that is new."
    if report.joined:
        those = "1 organisation written two ways was" if report.joined == 1 else f"{report.joined} organisations were"
        yield f"{those} joined." if report.joined == 1 else f"{those} written two ways and joined."
    yield from _list_left_out(report)
    for question in report.questions:
        place = _join(question.file, question.column)
        yield f"{place}: {question.question} Assumed: {question.assumed}."
    has_sheets = _has_sheets(report)
    for problem in report.problems[:_SHOWN]:
        sheet = problem.sheet if has_sheets else None
        place = _join(problem.file, sheet, f"row {problem.row}", _shorten(problem.column))
        yield (
            f"{place}: {problem.problem} ({_shorten(problem.value)})"
            if problem.value
            else f"{place}: {problem.problem}"
        )
    if len(report.problems) > _SHOWN:
        yield f"and {len(report.problems) - _SHOWN} more problems; --problems OUT.xlsx lists all."
    if report.sums is not None and report.sums.told:
        yield _prove(report)


def _has_sheets(report: "ImportReport") -> bool:
    """Whether a row's number alone may be that of several sheets."""
    places = {(problem.file, problem.sheet) for problem in report.problems}
    places |= {(passed.file, passed.sheet) for passed in report.passed}
    return len(places) > len({file for file, _sheet in places})


def _join(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)


def _list_left_out(report: "ImportReport") -> Iterable[str]:
    """Sheets, columns and rows that nothing was made of."""
    for file, sheet in report.hidden[:_SHOWN]:
        yield f"{file}: the sheet “{_shorten(sheet)}” is hidden and was left out; --sheet takes it."
    for file, header in report.unused_columns[:_SHOWN]:
        yield f"{file}: the column “{_shorten(header)}” was not taken; --map says what a column holds."
    if len(report.unused_columns) > _SHOWN:
        yield f"and {len(report.unused_columns) - _SHOWN} more columns were not taken."
    has_sheets = _has_sheets(report)
    for passed in report.passed[:_SHOWN]:
        place = _join(passed.file, passed.sheet if has_sheets else None, f"row {passed.row}")
        yield f"{place}: a {passed.why}, left out ({_shorten(passed.text)})"
    if len(report.passed) > _SHOWN:
        yield f"and {len(report.passed) - _SHOWN} more rows that are no rows of a table."


def _prove(report: "ImportReport") -> str:
    """The proof by sums in one sentence."""
    from desktop_pipeline.domain.money import to_major  # noqa: PLC0415 - with what it shows

    assert report.sums is not None
    sums = report.sums

    def show(values: Iterable[tuple[str, int]]) -> str:
        return " and ".join(f"{to_major(minor, currency)} {currency}" for currency, minor in sorted(values))

    left = {currency: minor for currency, minor in sums.left.items() if minor}
    unread = f"{sums.unread} {'amount' if sums.unread == 1 else 'amounts'} that could not be taken"
    if sums.unread and not left:
        agreed = show(sums.told.items())
        return f"The sums agree: {agreed} in the file and in the deals, without {unread}."
    told = f"The values of the file add up to {show(sums.told.items())}"
    told += f" without {unread}" if sums.unread else ""
    return f"{told}, and so do the deals." if not left else f"{told}; {show(left.items())} of it was not taken."


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 1]}…"


def _show_progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done} of {total} deals", end="" if done < total else "\n", file=sys.stderr, flush=True)
