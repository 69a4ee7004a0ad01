"""What a process that reads strange files may take: little memory, and no words of its own."""

import gc
import os
import sys

MOST_MEMORY = 512 << 20


def be_modest() -> bool:
    """A memory limit where the system has one, and silence: what a crash says is for the parent's words alone.

    Returns whether the limit is kept.
    """
    with open(os.devnull, "w") as nothing:  # noqa: PTH123 - a device, not a path of ours
        os.dup2(nothing.fileno(), 2)
    # Nothing here forms circles, and the process ends with the file
    gc.disable()
    if sys.platform == "win32":
        return False
    import resource  # noqa: PLC0415 - there is none on Windows

    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # There it is taken and not kept
    return sys.platform != "darwin"
