"""The command `export`: the people's workbook, one table as CSV, or everything."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_pipeline.actions import open_workspace
from desktop_pipeline.actions.outputs import check_is_new
from desktop_pipeline.cli.answers import EXIT_CODES, add_json, answer
from desktop_pipeline.cli.filter_help import FILTERS
from desktop_pipeline.domain.errors import InvalidError, RefusedError

if TYPE_CHECKING:
    from desktop_pipeline.exchange.writing.out_tables import Trouble

_DONE = 0
_SHOWN = 20


def add_export_command(
    add: Callable[..., argparse.ArgumentParser],
    file: Callable[[str], Path],
    place: Callable[[str], Path],
    pair: Callable[[str], tuple[str, str]],
) -> None:
    """Adds `export WS OUT.(xlsx|csv) [--filter …]` and `export WS --all DIR`."""
    export = add("export", _export, "Write deals and contacts as a workbook or CSV, or everything.")
    export.formatter_class = argparse.RawDescriptionHelpFormatter
    export.epilog = f"{FILTERS}\nwithout a filter everything is exported.\n{EXIT_CODES}"
    export.add_argument("out", type=file, nargs="?", metavar="OUT", help="a new .xlsx or .csv")
    export.add_argument(
        "--filter", type=pair, action="append", default=[], metavar="NAME=VALUE", help="which deals (see below)"
    )
    export.add_argument("--columns", default="", metavar="KEY,…", help="only these columns of the deals")
    export.add_argument(
        "--table",
        choices=("deals", "organisations", "people"),
        default="deals",
        help="which table a .csv has",
    )
    export.add_argument(
        "--all", type=place, metavar="DIR", help="instead: everything, as CSV and JSON, into a new folder"
    )
    add_json(export)


def _export(options: argparse.Namespace) -> int:
    if (options.all is None) == (options.out is None):
        message = "Name either a new .xlsx or .csv, or a folder with --all."
        raise InvalidError(message)
    if options.all is not None:
        if options.filter or options.columns:
            message = "--all takes everything; leave --filter and --columns out."
            raise InvalidError(message)
        return _export_all(options)
    from dataclasses import replace  # noqa: PLC0415 - each command loads what it needs

    from desktop_pipeline.cli.export_filters import read_filter  # noqa: PLC0415 - likewise
    from desktop_pipeline.reports.tables.exporting import export_with_figures  # noqa: PLC0415 - likewise

    check_is_new(options.out)
    with open_workspace(options.workspace, read_only=True) as workspace:
        with workspace.reading() as view:
            choice = read_filter(view, options.filter)
        columns = tuple(key.strip() for key in options.columns.split(",") if key.strip())
        choice = replace(choice, what=options.table, columns=columns)
        written = export_with_figures(workspace, options.out, choice)
    troubles = [
        {"table": trouble.table, "row": trouble.row, "column": trouble.header, "trouble": trouble.trouble}
        for trouble in written.troubles
    ]
    document = {"file": str(options.out), "table": options.table, "rows": written.rows, "troubles": troubles}
    answer(options, document, [f"{options.table} written to {options.out.name}: {written.rows}"])
    _tell(written.troubles)
    return _DONE


def _tell(troubles: "tuple[Trouble, ...]") -> None:
    for trouble in troubles[:_SHOWN]:
        print(f"{trouble.table}, row {trouble.row}, {trouble.header}: {trouble.trouble}", file=sys.stderr)
    if len(troubles) > _SHOWN:
        print(f"and {len(troubles) - _SHOWN} more", file=sys.stderr)


def _export_all(options: argparse.Namespace) -> int:
    from desktop_pipeline.exchange.writing.folder import (  # noqa: PLC0415
        Document,
        whole_folder,
        write_files,
        write_folder,
        write_text,
    )
    from desktop_pipeline.exchange.writing.folder_guide import write_guide  # noqa: PLC0415
    from desktop_pipeline.queries.whole import read_attached, tell_whole  # noqa: PLC0415

    if options.all.exists() and (not options.all.is_dir() or any(options.all.iterdir())):
        message = f"“{options.all}” is there already. It was left as it is; choose an empty folder."
        raise RefusedError(message)
    with open_workspace(options.workspace, read_only=True) as workspace, workspace.reading() as view:
        tables = {table.name: Document(table.columns, table.rows) for table in tell_whole(view)}
        with whole_folder(options.all):
            write_folder(options.all, tables)
            write_text(options.all / "README.txt", write_guide({name: table.columns for name, table in tables.items()}))
            write_files(options.all / "files", read_attached(view))
    answer(options, {"folder": str(options.all), "tables": sorted(tables)})
    return _DONE
