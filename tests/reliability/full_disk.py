"""A child whose files can grow to a limit only, as on a disk that is full."""

import sys
from pathlib import Path

import pytest

from desktop_pipeline.actions.backups import BackupChoices, Reason, back_up, rescue_file, restore_backup
from desktop_pipeline.actions.exporting.export import export
from desktop_pipeline.actions.importing.command import import_into
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.exchange.options import ImportOptions
from desktop_pipeline.storage.workspace import open_workspace
from tests.children import start_child
from tests.reliability.kills import KINDS, take_turn
from tests.workspaces import MONDAY, open_desk


def work(act: str, path: Path, limit: int) -> int:
    """What the child does; 0 where it was done, 3 where it was refused in a sentence."""
    if sys.platform == "win32":
        raise NotImplementedError
    import resource  # noqa: PLC0415 - there is none on Windows
    import signal  # noqa: PLC0415 - likewise

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        if act == "backup":
            back_up(path, BackupChoices(), at=MONDAY, reason=Reason.BY_HAND)
        elif act == "restore":
            restore_backup(path.with_name("first.pipeline"), path, at=MONDAY, who="ann")
        elif act == "rescue":
            rescue_file(path, path.with_name("rescued.pipeline"), at=MONDAY)
        elif act == "import":
            import_into(path, [path.with_name("more.csv")], ImportOptions())
        elif act.startswith("export"):
            with open_workspace(path, read_only=True) as workspace:
                export(workspace, path.with_name(f"out.{act.partition(' ')[2]}"))
        elif act in KINDS:
            with open_desk(path) as desk:
                take_turn(act, desk, 0)
        else:
            open_workspace(path, who="ann").close()
    except PipelineError as error:
        print(error)
        return 3
    print("done")
    return 0


def run_limited(act: str, path: Path, limit: int) -> bool:
    """Whether a child did it with that many bytes a file; False where it was refused in a sentence."""
    if sys.platform == "win32":
        pytest.skip("no limit can be set on the length of files")
    with start_child("tests.reliability.full_disk", "work", act, path, limit) as (child, words):
        said = words.read()
    assert child.exitcode in {0, 3}, said
    assert "Traceback" not in said
    return child.exitcode == 0
