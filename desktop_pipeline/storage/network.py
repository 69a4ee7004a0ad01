"""Whether a folder lies on another computer: there a log shared between processes is not to be trusted."""

import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

_MOUNTS = Path("/proc/mounts")
# Of the file systems of users' own programs (fuse) most are of this kind; a local disk mounted that way is “fuseblk”.
_KINDS = re.compile(
    r"nfs\d?|cifs|smb\w*|ncpfs|afs|9p|davfs|ceph|glusterfs|vboxsf|fuse(\..+)?|afpfs|webdav|ftp|(mac|osx)fuse\w*"
)
_MOUNT_OF_MAC = re.compile(r".+? on (/.*) \((\w+)[,)].*")
_REMOTE_DRIVE = 4


def find_network(folder: Path, mounts: Path = _MOUNTS) -> str | None:
    """The kind of network folder that it is (“nfs”, “cifs”, …), or None for a disk of this computer."""
    if sys.platform == "win32":
        return _find_drive(folder)
    try:
        if sys.platform == "darwin":
            import subprocess  # noqa: PLC0415 - there only

            told = subprocess.run(["/sbin/mount"], capture_output=True, check=False).stdout
            return find_kind(folder, read_mounts_of_mac(os.fsdecode(told)))
        return find_kind(folder, _read_mounts(os.fsdecode(mounts.read_bytes())))
    except OSError:  # a system that tells it otherwise
        return None


def find_kind(folder: Path, mounts: Iterable[tuple[str, str]]) -> str | None:
    """The kind of the mount that the folder lies in, where that is one of another computer."""
    resolved = folder.resolve()
    nearest, found = -1, ""
    for name, kind in mounts:
        place = Path(name)
        # Of two mounts in one place the later one is seen.
        if resolved.is_relative_to(place) and len(place.parts) >= nearest:
            nearest, found = len(place.parts), kind
    return found if _KINDS.fullmatch(found) else None


def read_mounts_of_mac(told: str) -> Iterator[tuple[str, str]]:
    """Place and kind of each mount, as `mount` tells them there: `//ann@nas/team on /Volumes/team (smbfs, nodev)`."""
    for line in told.splitlines():
        if found := _MOUNT_OF_MAC.fullmatch(line):
            yield found[1], found[2]


def _read_mounts(told: str) -> Iterator[tuple[str, str]]:
    for line in told.splitlines():
        _device, place, kind, *_ = (*line.split(" "), "", "", "")
        if place:
            yield _unescape(place), kind


def choose_journal_mode(workspace: Path) -> str:
    """How the engine keeps a change until it is done."""
    return "wal" if find_network(workspace.parent) is None else "truncate"


def _unescape(place: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found.group(1), 8)), place)


def _find_drive(folder: Path) -> str | None:
    resolved = folder.resolve()
    if resolved.drive.startswith("\\\\"):
        return "share"
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - on Windows only

        if ctypes.WinDLL("kernel32").GetDriveTypeW(f"{resolved.drive}\\") == _REMOTE_DRIVE:
            return "share"
    return None
