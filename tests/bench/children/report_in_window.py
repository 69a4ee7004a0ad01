"""Shows the list of all open deals in the window's preview and saves it as PDF, watching how long the loop is kept.

Then it is written again and given up at several moments, each time without a trace.
"""

import json
import sys
from pathlib import Path
from time import perf_counter

from desktop_pipeline.reports.asked import ReportAsked, ReportKind
from desktop_pipeline.ui.main_window import MainWindow
from desktop_pipeline.ui.reports.preview.dialog import PreviewDialog
from tests.bench.children.windows import Heartbeat, open_board, open_program, pass_time, process_events, wait_until_idle

_MOMENTS = (0.2, 0.5, 0.8)
_TARGET = "report.pdf"


def wait_for(dialog: PreviewDialog) -> float:
    """Milliseconds until nothing is under work."""
    started = perf_counter()
    while dialog.is_busy:
        pass_time(0.002)
    return (perf_counter() - started) * 1e3


def give_up(dialog: PreviewDialog, folder: Path, after: float) -> list[float]:
    """Milliseconds from the wish to give the writing up until it had ended; nothing where the wish came too late."""
    assert dialog.pages is not None
    dialog.out.save_pdf(dialog.pages, folder / "never.pdf")
    pass_time(after)
    if not dialog.is_busy:
        (folder / "never.pdf").unlink()
        return []
    started = perf_counter()
    dialog.stop()
    process_events()
    taken = (perf_counter() - started) * 1e3
    assert not dialog.is_busy
    assert [path.name for path in folder.iterdir()] == [_TARGET]
    return [taken]


def open_list(window: MainWindow) -> PreviewDialog:
    assert window.page is not None
    window.page.report_asked.emit(ReportAsked(ReportKind.DEALS))
    assert window.printing is not None
    assert window.printing.preview is not None
    return window.printing.preview


def measure(company: Path, folder: Path) -> dict[str, list[float]]:
    """All of it."""
    window = open_program()
    open_board(window, company)
    wait_until_idle(window)
    dialog = open_list(window)
    process_events()
    heart = Heartbeat()
    shown = wait_for(dialog)
    assert dialog.pages is not None
    dialog.out.save_pdf(dialog.pages, folder / _TARGET)
    written = wait_for(dialog)
    gaps = heart.stop()
    assert (folder / _TARGET).read_bytes().startswith(b"%PDF")
    cancels = [taken for moment in _MOMENTS for taken in give_up(dialog, folder, moment * written / 1e3)]
    dialog.close()
    return {"gap": gaps, "shown": [shown], "written": [written], "cancel": cancels}


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), Path(sys.argv[2]))), flush=True)
