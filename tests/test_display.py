"""Without a display that can be reached the program says so, instead of being ended by Qt."""

import os
import socket
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from desktop_pipeline.display import NO_DISPLAY, say_what_display_lacks
from tests.program import Run, run_program
from tests.test_project import ROOT

# Nobody has that many
NOBODY = ":31999"
ON_LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have one display always")


@pytest.mark.parametrize(
    ("platform", "environment", "lacking"),
    [
        ("linux", {}, NO_DISPLAY),
        ("linux", {"DISPLAY": ""}, NO_DISPLAY),
        ("linux", {"QT_QPA_PLATFORM": "xcb"}, NO_DISPLAY),
        ("linux", {"QT_QPA_PLATFORM": "offscreen"}, None),
        ("linux", {"QT_QPA_PLATFORM": "offscreen", "DISPLAY": NOBODY}, None),
        ("linux", {"QT_QPA_PLATFORM": "wayland;vnc:port=5901", "DISPLAY": NOBODY}, None),
        ("linux", {"WAYLAND_SOCKET": "7"}, None),
        ("win32", {}, None),
        ("win32", {"DISPLAY": NOBODY}, None),
        ("darwin", {"DISPLAY": NOBODY}, None),
    ],
)
def test_a_window_needs_a_display_on_linux_only(
    platform: str, environment: dict[str, str], lacking: str | None
) -> None:
    assert say_what_display_lacks(platform, environment) == lacking


@ON_LINUX
@pytest.mark.parametrize("x", [NOBODY, f"unix{NOBODY}.0", "nonsense"])
def test_a_display_that_nobody_serves_is_named(x: str) -> None:
    said = say_what_display_lacks("linux", {"DISPLAY": x, "WAYLAND_DISPLAY": ""})
    assert said == f"There is no display to open a window on: DISPLAY “{x}” cannot be reached."


@ON_LINUX
def test_a_display_of_wayland_is_taken_where_somebody_serves_it(monkeypatch: pytest.MonkeyPatch) -> None:
    environment = {"DISPLAY": NOBODY, "WAYLAND_DISPLAY": "wayland-9"}
    # Not in the folder of the test: the whole name of a socket has 107 letters at most.
    with TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as server:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        said = say_what_display_lacks("linux", environment)
        assert said is not None
        assert f"WAYLAND_DISPLAY “wayland-9” and DISPLAY “{NOBODY}” cannot be reached." in said
        server.bind(str(Path(folder) / "wayland-9"))
        server.listen()
        assert say_what_display_lacks("linux", environment) is None


@ON_LINUX
def test_program_and_developing_end_with_that_sentence() -> None:
    said = f"There is no display to open a window on: DISPLAY “{NOBODY}” cannot be reached."
    environment = {"DISPLAY": NOBODY, "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}
    assert run_program(environment=environment) == Run(3, "", f"{said}\n")
    run = subprocess.run(
        [sys.executable, "dev.py", "run"],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode != 0
    assert said in run.stderr
