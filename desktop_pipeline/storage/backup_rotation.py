"""Which backups are kept: the newest of each hour, day, week and month, within a size; the newest ones always."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

from desktop_pipeline.storage.backup import Backup, Reason, list_backups, remove_backup

# For each span the newest backup is kept, as long as it is not older than that.
_SPANS: tuple[tuple[timedelta, Callable[[datetime], str]], ...] = (
    (timedelta(days=1), lambda at: at.strftime("hour %Y-%m-%d %H")),
    (timedelta(days=14), lambda at: at.strftime("day %Y-%m-%d")),
    (timedelta(days=60), lambda at: at.strftime("week %G-%V")),
    (timedelta(days=800), lambda at: at.strftime("month %Y-%m")),
)
# What was made before risky work is kept for as long as its harm may go unnoticed.
_RISKY = {Reason.BEFORE_IMPORT.value, Reason.BEFORE_DELETING.value, Reason.BEFORE_RESTORE.value, Reason.BY_HAND.value}
_RISKY_KEPT = timedelta(days=14)
_ALWAYS = 3


def choose_outdated(backups: Sequence[Backup], *, at: datetime, limit: int, zone: tzinfo | None = None) -> list[Backup]:
    """The backups to let go, out of some given newest first; `limit` is bytes for all that stay.

    The three newest stay whatever their size.
    """
    kept: list[Backup] = []
    seen: set[str] = set()
    for place, backup in enumerate(backups):
        age = at - backup.made_at
        names = {name(backup.made_at.astimezone(zone)) for span, name in _SPANS if age <= span} - seen
        if names or place < _ALWAYS or (backup.reason in _RISKY and age <= _RISKY_KEPT):
            kept.append(backup)
            seen |= names
    room = limit
    fitting = []
    for place, backup in enumerate(kept):
        room -= backup.size
        if room >= 0 or place < _ALWAYS:
            fitting.append(backup)
    staying = {backup.path for backup in fitting}
    return [backup for backup in backups if backup.path not in staying]


def rotate(
    folder: Path, *, at: datetime, limit: int, zone: tzinfo | None = None, source: Path | None = None
) -> list[Backup]:
    """Lets outdated backups go and returns them; where several workspaces share the folder, only those of `source`.

    A file without a manifest is none of ours to remove. Raises OSError.
    """
    own = [
        backup
        for backup in list_backups(folder)
        if backup.digest is not None and (source is None or backup.source == str(source.resolve()))
    ]
    outdated = choose_outdated(own, at=at, limit=limit, zone=zone)
    for backup in outdated:
        remove_backup(backup)
    return outdated
