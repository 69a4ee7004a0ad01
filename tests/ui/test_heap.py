"""What long work has let go of goes back to the system."""

import platform
import sys
from time import sleep

import pytest
from pytestqt.qtbot import QtBot

from desktop_pipeline.ui.heap import give_back
from desktop_pipeline.ui.tasks import Progress, Tasks
from tests.bench.children.windows import resident_megabytes

_TAKEN = 50


@pytest.mark.skipif(
    sys.platform != "linux" or platform.libc_ver()[0] != "glibc", reason="only this C library keeps what is freed"
)
def test_memory_that_a_long_work_took_is_the_systems_again(qtbot: QtBot) -> None:
    tasks, kept, most = Tasks(), list[bytes](), list[float]()
    # What earlier tests have let go of would be taken again, and nothing from the system.
    give_back()
    before = resident_megabytes()

    def work(_progress: Progress) -> bytes:
        # Too small for pages of their own and too large for Python's pools, as the columns of a file are.
        taken = [b"x" * (1_000 + 9 * number) for number in range(5_000)]
        most.append(resident_megabytes())
        sleep(0.25)
        # The last one stands in the way of what the C library gives back by itself.
        return taken[-1]

    tasks.run(work, kept.append, lambda _error: None)
    qtbot.waitUntil(lambda: bool(kept))
    assert most[0] > before + _TAKEN
    qtbot.waitUntil(lambda: resident_megabytes() < before + _TAKEN / 3)
    tasks.stop()
