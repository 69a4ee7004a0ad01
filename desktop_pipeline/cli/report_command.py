"""The command `report`: any report as a PDF, or its tables as a workbook, without a window."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from desktop_pipeline.actions import open_workspace
from desktop_pipeline.actions.outputs import check_is_new, check_may_replace
from desktop_pipeline.cli.answers import EXIT_CODES, add_json, answer
from desktop_pipeline.domain.errors import InvalidError

_DONE = 0
_PDF, _WORKBOOK = ".pdf", ".xlsx"
_KINDS = (
    "pipeline",
    "review",
    "forecast",
    "winloss",
    "rep",
    "activity",
    "deal",
    "deals",
    "organisations",
    "people",
    "offer",
)
_NARROWED = ("pipeline", "owner", "source", "product")
_HELP = (
    "what can be asked for:\n"
    "  pipeline, winloss, rep   --as-of, --from, --to, --pipeline, --owner, --source, --product\n"
    "  review                   --review ID, otherwise the one that was finished last; its sheet where none was\n"
    "  forecast                 --as-of, --pipeline, --owner, --source, --product\n"
    "  activity                 the same as pipeline; --filter kind=call | owner=NAME\n"
    "  deal                     --deal ID, repeated for several sheets\n"
    "  deals                    --filter as export has it: status=open|won|lost|all, owner=NAME, stage=NAME,\n"
    "                           pipeline=NAME, source=NAME, product=NAME, label=NAME, text=WORDS,\n"
    "                           closing=2026-06 | 2026-06-11 | 2026-06-01..2026-08-31 | ..2026-06-30\n"
    "  organisations, people    --filter owner=NAME, text=WORDS, deals=open; people also role=NAME\n"
    "  offer                    --offer ID\n"
    "of one name any value fits, all names must; deals in the bin never count.\n"
    f"{EXIT_CODES}"
)


def add_report_command(
    add: Callable[..., argparse.ArgumentParser],
    file: Callable[[str], Path],
    pair: Callable[[str], tuple[str, str]],
    add_period: Callable[[argparse.ArgumentParser], None],
) -> None:
    """Adds `report WS OUT.(pdf|xlsx) [--kind …]`; `add_period` gives it the options of its dates."""
    report = add("report", _report, "Print a report to a PDF, or write its tables as a workbook.")
    report.formatter_class = argparse.RawDescriptionHelpFormatter
    report.epilog = _HELP
    report.add_argument("out", type=file, metavar="OUT", help="a new .pdf or .xlsx")
    report.add_argument("--kind", choices=_KINDS, default="pipeline", help="which report (pipeline otherwise)")
    report.add_argument("--deal", type=_number, action="append", default=[], metavar="ID", help="the deal of a sheet")
    report.add_argument("--offer", type=_number, default=None, metavar="ID", help="the offer to print")
    report.add_argument("--review", type=_number, default=None, metavar="ID", help="the review of the minutes")
    report.add_argument(
        "--filter", type=pair, action="append", default=[], metavar="NAME=VALUE", help="what is listed (see below)"
    )
    for name in _NARROWED:
        report.add_argument(f"--{name}", default=None, metavar="NAME", help=f"only of this {name}")
    add_period(report)
    report.add_argument("--paper", type=str.capitalize, choices=("A4", "Letter"), default="A4", help="A4 otherwise")
    report.add_argument("--landscape", action="store_true", help="the paper lies on its long side")
    add_json(report)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        message = f"“{text}” is not a number"
        raise argparse.ArgumentTypeError(message)
    # Beyond what the file can number nothing is found either
    return min(int(text[:19]), 2**62)


def _report(options: argparse.Namespace) -> int:
    check_is_new(options.out)
    check_may_replace(options.out, (options.workspace,))
    _check(options)
    from desktop_pipeline.cli.report_asked import read_asked  # noqa: PLC0415 - each command loads what it needs

    with open_workspace(options.workspace, read_only=True) as workspace:
        asked = read_asked(workspace, options)
        pages = None
        if options.out.suffix.lower() == _WORKBOOK:
            from desktop_pipeline.reports.tables.report_workbook import write_report_tables  # noqa: PLC0415 - likewise

            write_report_tables(workspace, options.out, asked, _show_progress("rows"))
        else:
            from desktop_pipeline.ui.reports.headless import print_report  # noqa: PLC0415 - the one that needs Qt

            pages = print_report(workspace, options.out, asked, report=_show_progress("pages"))
    answer(options, {"file": str(options.out), "kind": options.kind, "pages": pages})
    return _DONE


def _show_progress(what: str) -> Callable[[int, int], None]:
    """Tells a terminal how far it is, once for each number."""
    told: list[tuple[int, int]] = []

    def show(done: int, total: int) -> None:
        if sys.stderr.isatty() and told != [(done, total)]:
            told[:] = [(done, total)]
            print(f"\r{done} of {total} {what}", end="" if done < total else "\n", file=sys.stderr, flush=True)

    return show


def _check(options: argparse.Namespace) -> None:
    """Raises InvalidError where something is asked that the kind does not know: nothing is left aside in silence."""
    kind = options.kind
    message = ""
    if options.out.suffix.lower() not in {_PDF, _WORKBOOK}:
        message = f"“{options.out.name}” is neither a .pdf nor a .xlsx. Choose one of these endings."
    elif kind == "deal" and not options.deal:
        message = "Name the deal with --deal ID."
    elif kind == "offer" and options.offer is None:
        message = "Name the offer with --offer ID."
    else:
        told = [f"--{name}" for name in _list_unknown(options)]
        if told:
            message = f"The report “{kind}” knows no {told[0]}. See desktop-pipeline report --help."
    if message:
        raise InvalidError(message)


def _list_unknown(options: argparse.Namespace) -> list[str]:
    """The options that were given and say nothing to the kind of report."""
    kind = options.kind
    given = {
        "deal": bool(options.deal),
        "offer": options.offer is not None,
        "review": options.review is not None,
        "filter": bool(options.filter),
        "as-of": options.as_of is not None,
        "from": options.start is not None,
        "to": options.end is not None,
        **{name: getattr(options, name) is not None for name in _NARROWED},
    }
    return [name for name, is_given in given.items() if is_given and name not in _known_options(kind)]


def _known_options(kind: str) -> tuple[str, ...]:
    period = ("as-of", "from", "to")
    return {
        "forecast": ("as-of", *_NARROWED),
        "activity": (*period, *_NARROWED, "filter"),
        "deal": ("deal",),
        "deals": (*_NARROWED, "filter"),
        "organisations": ("owner", "filter"),
        "people": ("owner", "filter"),
        "offer": ("offer",),
        "review": ("review",),
    }.get(kind, (*period, *_NARROWED))
