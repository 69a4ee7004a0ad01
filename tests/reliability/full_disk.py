"""A child whose files can grow to a limit only, as on a disk that is full: `python -m tests.reliability.full_disk`."""

import resource
import signal
import sys
from pathlib import Path

from desktop_pipeline.actions.backups import BackupChoices, Reason, back_up, rescue_file, restore_backup
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.storage.workspace import open_workspace
from tests.workspaces import MONDAY


def main(act: str, path: Path, limit: int) -> int:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        if act == "backup":
            back_up(path, BackupChoices(), at=MONDAY, reason=Reason.BY_HAND)
        elif act == "restore":
            restore_backup(path.with_name("first.pipeline"), path, at=MONDAY, who="ann")
        elif act == "rescue":
            rescue_file(path, path.with_name("rescued.pipeline"), at=MONDAY)
        else:
            open_workspace(path, who="ann").close()
    except PipelineError as error:
        print(error)
        return 3
    print("done")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))
