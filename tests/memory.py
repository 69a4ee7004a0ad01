"""The most memory that this process and its children have held; Windows tells of neither."""

import sys
from pathlib import Path

_STATUS = Path("/proc/self/status")


def peak_megabytes() -> float:
    """Of this program alone: what getrusage tells begins with the peak of whoever started it, on Linux."""
    if _STATUS.exists():
        for line in _STATUS.read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return _most(is_own=True)


def peak_of_children() -> float:
    """Of any child that has ended, in megabytes."""
    return _most(is_own=False)


def _most(*, is_own: bool) -> float:
    if sys.platform == "win32":
        return 0.0
    import resource  # noqa: PLC0415 - there is none on Windows

    told = resource.getrusage(resource.RUSAGE_SELF if is_own else resource.RUSAGE_CHILDREN).ru_maxrss
    # In bytes on a Mac
    return told / (1 << 20 if sys.platform == "darwin" else 1 << 10)
