"""The commands without a window: the same actions, plain sentences and exit codes of CLI.md."""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_pipeline import __version__
from desktop_pipeline.actions import Change, Workspace, open_workspace
from desktop_pipeline.cli.activity_commands import add_activity_commands
from desktop_pipeline.cli.answers import EXIT_CODES, add_debug, add_json, answer
from desktop_pipeline.cli.care_commands import add_care_commands
from desktop_pipeline.cli.command_parser import CommandParser
from desktop_pipeline.cli.deal_commands import add_deal_commands
from desktop_pipeline.cli.export_command import add_export_command
from desktop_pipeline.cli.import_command import add_import_command
from desktop_pipeline.cli.output_streams import end_output, settle_streams
from desktop_pipeline.cli.periods import read_period
from desktop_pipeline.cli.report_command import add_report_command
from desktop_pipeline.domain.currency_codes import check_known_currency
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.domain.periods import Period

if TYPE_CHECKING:
    from desktop_pipeline.metrics.telling.overview import Overview

DONE = 0
# Figures look years back and ahead of a day, which the calendar must still have.
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)
# Of the sample company; more than a program on one's own computer is made for.
_MOST_DEALS = 1_000_000

_HELP = (
    "without a command the window opens: desktop-pipeline [FILE.pipeline]. --self-test tries the installed program.\n"
    "desktop-pipeline COMMAND --help tells more of a command. Those that only read work while the window is open.\n"
    f"{EXIT_CODES}"
)


def run_command(arguments: Sequence[str]) -> int:
    """Runs one command and returns its exit code; errors are one sentence on stderr."""
    settle_streams(is_json="--json" in arguments)
    options = _parser().parse_args(arguments)
    try:
        code = int(options.run(options))
        end_output()
    except PipelineError as error:
        if options.debug:
            raise
        print(error, file=sys.stderr)
        return error.exit_code
    except OSError as error:
        if options.debug:
            raise
        print(f"{error.strerror or error}: {error.filename or ''}".rstrip(": "), file=sys.stderr)
        return 3
    return code


def _parser() -> argparse.ArgumentParser:
    parser = CommandParser(
        prog="desktop-pipeline",
        description="A sales pipeline in one file.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=_HELP,
    )
    parser.add_argument("--version", action="version", version=f"Desktop Pipeline {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, run: Callable[[Any], int], summary: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=summary, description=summary, epilog=EXIT_CODES)
        command.add_argument("workspace", type=_file, metavar="WS", help="the workspace file")
        add_debug(command)
        command.set_defaults(run=run)
        return command

    new = add("new", _new, "Make a workspace.")
    new.add_argument(
        "--template",
        choices=("seven", "five", "meeting", "simple"),
        default="meeting",
        help="its stages (meeting otherwise)",
    )
    new.add_argument("--currency", default="EUR", metavar="CODE", help="the base currency (EUR otherwise)")
    demo = add("demo", _demo, "Make a workspace with the sample company.")
    demo.add_argument("--open", type=_count, default=34, metavar="N", help="open deals (34 otherwise)")
    demo.add_argument("--closed", type=_count, default=260, metavar="M", help="closed deals (260 otherwise)")
    demo.add_argument("--seed", type=int, default=1, metavar="S", help="another number makes another past")
    demo.add_argument("--today", type=_day, default=None, metavar="DATE", help="the day on which its history ends")
    add_import_command(add, _file, _pair)
    add_export_command(add, _file, _place, _pair)
    _add_metrics(add("metrics", _metrics, "Tell the headline figures, or with --json every figure."))
    add_report_command(add, _file, _pair, _add_period)
    add_json(new)
    add_json(demo)
    add_json(add("undo", _undo, "Take back the last change."))
    add_json(add("redo", _redo, "Do it again."))
    add_json(add("history", _history, "List every change."))
    add_deal_commands(add, _pair)
    add_activity_commands(add)
    add_care_commands(add, _file, _place, commands)
    return parser


def _add_period(command: argparse.ArgumentParser) -> None:
    command.add_argument("--as-of", type=_day, default=None, metavar="DATE", help="as known then (today otherwise)")
    command.add_argument(
        "--from",
        dest="start",
        type=_day,
        default=None,
        metavar="DATE",
        help="the period's first day (a year back otherwise)",
    )
    command.add_argument(
        "--to",
        dest="end",
        type=_day,
        default=None,
        metavar="DATE",
        help="the day after its last (up to the as-of day otherwise)",
    )


def _add_metrics(command: argparse.ArgumentParser) -> None:
    _add_period(command)
    for name in ("pipeline", "owner", "source", "product"):
        command.add_argument(f"--{name}", default=None, metavar="NAME", help=f"only of this {name}")
    add_json(command)


def _pair(text: str) -> tuple[str, str]:
    name, separator, value = text.partition("=")
    if not separator or not name.strip() or not value.strip():
        message = f"“{text}” is not of the form NAME=VALUE"
        raise argparse.ArgumentTypeError(message)
    return name.strip(), value.strip()


def _file(text: str) -> Path:
    if text.endswith(("/", os.sep)) or not Path(text).name:
        message = f"“{text}” is not the name of a file"
        raise argparse.ArgumentTypeError(message)
    return _place(text)


def _place(text: str) -> Path:
    """A file or a folder."""
    if not text:
        message = "“” is not the name of a file or a folder"
        raise argparse.ArgumentTypeError(message)
    try:
        text.encode()
    except UnicodeEncodeError:
        message = "the name has letters that the language settings here do not know; try again with LC_ALL=C.UTF-8"
        raise argparse.ArgumentTypeError(message) from None
    return Path(text)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        message = f"“{text}” is not a date; write it like 2026-03-31"
        raise argparse.ArgumentTypeError(message) from None
    if not _FIRST_DAY <= day <= _LAST_DAY:
        message = f"“{text}” is too far away; give a date from {_FIRST_DAY} to {_LAST_DAY}"
        raise argparse.ArgumentTypeError(message)
    return day


def _count(text: str) -> int:
    if not text.isdecimal():
        message = f"“{text}” is not a number of deals"
        raise argparse.ArgumentTypeError(message)
    if len(text) > len(str(_MOST_DEALS)) or int(text) > _MOST_DEALS:
        message = f"“{text}” are too many deals; make {_MOST_DEALS} at most"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def _new(options: argparse.Namespace) -> int:
    from desktop_pipeline.actions.workspaces import make_workspace  # noqa: PLC0415 - each command loads what it needs

    currency = check_known_currency(options.currency)
    make_workspace(options.workspace, template=options.template, currency=currency).close()
    answer(options, {"workspace": str(options.workspace)})
    return DONE


def _demo(options: argparse.Namespace) -> int:
    from desktop_pipeline.actions.sample_company import make_sample_company  # noqa: PLC0415

    today = options.today or datetime.now(UTC).date()
    make_sample_company(
        options.workspace, open_deals=options.open, closed_deals=options.closed, seed=options.seed, today=today
    ).close()
    answer(options, {"workspace": str(options.workspace)})
    return DONE


def _metrics(options: argparse.Namespace) -> int:
    from desktop_pipeline.queries.figures import Figures  # noqa: PLC0415 - each command loads what it needs

    began = time.monotonic()
    with open_workspace(options.workspace, read_only=True) as workspace:
        figures = Figures(workspace)
        selection = figures.select_by_name(
            pipeline=options.pipeline, owner=options.owner, source=options.source, product=options.product
        )
        as_of = options.as_of or workspace.today()
        asked = (as_of, read_period(options, as_of), selection)
        if not options.json:
            _print_headlines(figures.overview(*asked), as_of, asked[1])
            return DONE
        from desktop_pipeline.metrics.telling.whole_document import to_whole_document  # noqa: PLC0415 - numpy

        document = to_whole_document(figures.everything(*asked))
    document["seconds"] = round(time.monotonic() - began, 3)
    _print_json(document)
    return DONE


def _print_headlines(overview: "Overview", as_of: date, period: Period) -> None:
    """What a person at a terminal reads: the words of screen and paper, each with its own numbers."""
    from desktop_pipeline.reports.figures import name_figures  # noqa: PLC0415
    from desktop_pipeline.reports.left_out_words import say_all_left_out  # noqa: PLC0415
    from desktop_pipeline.reports.plain_formats import PlainFormats  # noqa: PLC0415
    from desktop_pipeline.reports.said_values import say_money  # noqa: PLC0415
    from desktop_pipeline.reports.words import Words  # noqa: PLC0415

    words = Words(PlainFormats())
    print(f"{period.start} to {period.end - timedelta(days=1)}, as of {as_of}")
    for figure in name_figures(overview, None, words):
        print(f"{figure.label}: {figure.value}{f' ({figure.note})' if figure.note else ''}. {figure.how}")
    print(f"Won: {words.deals(overview.won.deals)}, {say_money(overview.won.value, overview.currency, words)}.")
    for said in say_all_left_out(overview.left_out, words):
        print(said)


def _undo(options: argparse.Namespace) -> int:
    return _step(options, "Taken back", lambda workspace: workspace.journal.undo())


def _redo(options: argparse.Namespace) -> int:
    return _step(options, "Done again", lambda workspace: workspace.journal.redo())


def _step(options: argparse.Namespace, done: str, step: Callable[[Workspace], Change]) -> int:
    with open_workspace(options.workspace) as workspace:
        change = step(workspace)
    answer(options, {"change": change.entry_id, "label": change.label}, [f"{done}: {change.label}"])
    return DONE


def _history(options: argparse.Namespace) -> int:
    from desktop_pipeline.queries.history import read_history  # noqa: PLC0415

    with open_workspace(options.workspace, read_only=True) as workspace:
        entries, zone = read_history(workspace), workspace.zone
    told = [
        {
            "change": entry.entry_id,
            "at": entry.at.isoformat(),
            "who": entry.who,
            "label": entry.label,
            "state": entry.state.value,
            "takes_back": entry.takes_back,
        }
        for entry in entries
    ]
    lines = (
        f"{entry.entry_id:>5}  {at:%Y-%m-%d %H:%M}  {entry.state.value:<8}{entry.who}: {entry.label}"
        for entry, at in ((entry, entry.at.astimezone(zone)) for entry in entries)
    )
    answer(options, {"changes": told}, lines)
    return DONE


def _print_json(document: dict[str, Any]) -> None:
    json.dump(document, sys.stdout, ensure_ascii=False, default=_plain)
    print()


def _plain(value: object) -> str:
    if isinstance(value, date | Decimal):
        return str(value)
    message = f"cannot write a {type(value).__name__}"
    raise TypeError(message)
