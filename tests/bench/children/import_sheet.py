"""Imports a workbook into a new workspace file, as the command line does; with `undo` takes it back as well."""

import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

import apsw

Times = dict[str, list[float]]


@contextmanager
def clocked(times: Times, name: str) -> Iterator[None]:
    """Milliseconds of what is done inside."""
    started = perf_counter()
    yield
    times[name] = [(perf_counter() - started) * 1e3]


def apply_alone(file: Path) -> None:
    """The inverse of the newest change, applied by the engine with nothing around it but its transaction."""
    connection = apsw.Connection(str(file))
    (changeset,) = next(connection.execute("select changeset from journal_entry order by id desc limit 1"))
    inverse = apsw.Changeset.invert(changeset)
    connection.execute("begin")
    apsw.Changeset.apply(inverse, connection)
    connection.execute("commit")
    connection.close()


def measure(workbook: Path, folder: Path, *, undo: bool) -> Times:
    """The import, and what its undo takes beside the bare step of the engine on a copy of the file."""
    # Here and not above: the reading process runs this module too, as it does the program's own, which is a light one
    from desktop_pipeline.actions import open_workspace  # noqa: PLC0415
    from desktop_pipeline.actions.importing.command import import_into  # noqa: PLC0415
    from desktop_pipeline.exchange.options import ImportOptions  # noqa: PLC0415

    times: Times = {}
    file, copy = folder / "new.pipeline", folder / "copy.pipeline"
    for old in folder.glob("*.pipeline*"):
        old.unlink()
    with clocked(times, "import"):
        report = import_into(file, [workbook], ImportOptions())
    assert report.new == report.rows > 0, report
    assert not report.problems
    if undo:
        shutil.copyfile(file, copy)
        with clocked(times, "apply"):
            apply_alone(copy)
        with open_workspace(file) as workspace, clocked(times, "undo"):
            workspace.journal.undo()
    return times


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), Path(sys.argv[2]), undo="undo" in sys.argv[3:])), flush=True)
