"""Whether a folder lies on another computer: there a log shared between processes is not to be trusted."""

import os
import re
import sys
from pathlib import Path

_MOUNTS = Path("/proc/mounts")
# Of the file systems of users' own programs (fuse) most are of this kind; a local disk mounted that way is “fuseblk”.
_KINDS = re.compile(r"nfs\d?|cifs|smb\w*|ncpfs|afs|9p|davfs|ceph|glusterfs|vboxsf|fuse(\..+)?")
_REMOTE_DRIVE = 4


def find_network(folder: Path, mounts: Path = _MOUNTS) -> str | None:
    """The kind of network folder that it is (“nfs”, “cifs”, …), or None for a disk of this computer."""
    if sys.platform == "win32":
        return _find_drive(folder)
    try:
        lines = os.fsdecode(mounts.read_bytes()).splitlines()
    except OSError:  # a system that tells it otherwise
        return None
    resolved = folder.resolve()
    nearest, found = -1, None
    for line in lines:
        parts = line.split(" ")
        if len(parts) < 3:  # noqa: PLR2004 - device, place, kind
            continue
        place = Path(_unescape(parts[1]))
        # Of two mounts in one place the later one is seen.
        if resolved.is_relative_to(place) and len(place.parts) >= nearest:
            nearest, found = len(place.parts), parts[2]
    return found if found is not None and _KINDS.fullmatch(found) else None


def choose_journal_mode(workspace: Path) -> str:
    """How the engine keeps a change until it is done."""
    return "wal" if find_network(workspace.parent) is None else "truncate"


def _unescape(place: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found.group(1), 8)), place)


def _find_drive(folder: Path) -> str | None:
    resolved = folder.resolve()
    if resolved.drive.startswith("\\\\"):
        return "share"
    import ctypes  # noqa: PLC0415 - on Windows only

    kind = ctypes.WinDLL("kernel32").GetDriveTypeW(f"{resolved.drive}\\")  # type: ignore[attr-defined]
    return "share" if kind == _REMOTE_DRIVE else None
