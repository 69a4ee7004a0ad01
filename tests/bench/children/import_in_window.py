"""Imports a workbook behind the window, as the wizard does, and watches how long its loop is kept from turning.

First it is given up at several moments, each time without a trace; then it is done.
"""

import json
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import perf_counter, sleep

from desktop_pipeline.actions.importing.reports import ImportReport
from desktop_pipeline.actions.importing.study import Study
from desktop_pipeline.exchange.options import ImportOptions
from desktop_pipeline.ui.main_window import MainWindow
from desktop_pipeline.ui.tasks import CancelledError, Progress
from tests.bench.children.windows import Heartbeat, open_board, open_program, process_events, wait_until_idle

_MOMENTS = (0.05, 0.3, 0.55, 0.75, 0.9)


def run(window: MainWindow, work: Callable[[Progress], object], cancel_at: float | None = None) -> tuple[object, float]:
    """Runs work as the window does; its result, and the milliseconds from the wish to give it up until it had ended."""
    ended: list[tuple[object, float]] = []

    def guarded(progress: Progress) -> None:
        result = None
        # Work that is given up is not told of to anybody: what became of it is kept here.
        with suppress(CancelledError):
            result = work(progress)
        ended.append((result, perf_counter()))

    heard: list[object] = []
    started = perf_counter()
    progress = window.tasks.run(guarded, heard.append, heard.append)
    asked = 0.0
    while not ended and not heard:
        process_events()
        if cancel_at is not None and not asked and perf_counter() - started > cancel_at:
            asked = perf_counter()
            progress.cancel()
        sleep(0.001)
    assert ended, heard
    ((result, end),) = ended
    return result, (end - asked) * 1e3 if asked else 0.0


def measure(workbook: Path, file: Path) -> dict[str, list[float]]:
    """All of it, in a workspace that holds a few deals."""
    window = open_program()
    open_board(window, file)
    wait_until_idle(window)
    assert window.page is not None
    workspace = window.page._session.workspace
    options = ImportOptions()
    before = workspace.value("select count(*) from deal")
    heart = Heartbeat()
    started = perf_counter()
    opened, _taken = run(window, lambda progress: Study(workspace, [workbook], {}, progress.report))
    assert isinstance(opened, Study)
    study: Study = opened
    run(window, lambda _progress: study.look(options))
    looked = perf_counter()
    report, _taken = run(window, lambda progress: study.write(options, progress.report))
    assert isinstance(report, ImportReport), report
    written = perf_counter() - looked
    assert report.new == report.rows
    turns = len(heart.gaps)
    wait_until_idle(window)
    gaps = heart.stop()
    workspace.journal.undo()
    wait_until_idle(window)
    cancels = []
    for moment in _MOMENTS:
        study = Study(workspace, [workbook], {})
        study.report(options)
        done, taken = run(window, lambda progress: study.write(options, progress.report), moment * written)  # noqa: B023 - run at once
        if done is None:
            cancels.append(taken)
        else:  # the wish came too late
            workspace.journal.undo()
        assert workspace.value("select count(*) from deal") == before
        wait_until_idle(window)
    return {
        "gap": gaps[:turns],
        "after": gaps[turns:],
        "cancel": cancels,
        "import": [(looked - started + written) * 1e3],
    }


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), Path(sys.argv[2]))), flush=True)
