"""A child whose files can grow to a limit only, as on a full disk: `python -m tests.ui.reports.full_disk FOLDER`."""

import json
import resource
import signal
import sys
from collections.abc import Generator
from dataclasses import asdict, dataclass
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop_pipeline.domain.errors import RefusedError
from desktop_pipeline.ui.reports.images import writing_picture
from desktop_pipeline.ui.reports.pages import Step, finish
from desktop_pipeline.ui.reports.pdf import writing_pdf
from tests.ui.reports.contents import deal_table, lay_out_on, make_content

assert sys.platform != "win32"  # no limit can be set there

LIMITS = (0, 1, 4096, 16_000, 10_000_000)
OLDER = b"older"


@dataclass(frozen=True)
class Ended:
    """How one attempt ended: what was said, what lies in the folder, and whether the older file is still there."""

    name: str
    limit: int
    said: str
    left: list[str]
    is_older: bool


def attempt(work: Generator[Step, None, object], target: Path, limit: int) -> Ended:
    target.write_bytes(OLDER)
    _soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    said = ""
    try:
        finish(work)
    except RefusedError as error:
        said = str(error)
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    left = sorted(path.name for path in target.parent.iterdir())
    return Ended(target.name, limit, said, left, target.read_bytes() == OLDER)


def main(folder: Path) -> None:
    application = QApplication([])
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    pages = lay_out_on(make_content(deal_table(200)))
    ends = []
    for limit in LIMITS:
        for name in ("r.pdf", "page.png"):
            target = folder / f"{limit}-{name}" / name
            target.parent.mkdir()
            work = writing_pdf(target, pages) if name == "r.pdf" else writing_picture(target, pages, 1)
            ends.append(asdict(attempt(work, target, limit)))
    print(json.dumps(ends))
    application.quit()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
