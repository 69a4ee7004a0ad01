"""Everything a developer does, one command each; needs nothing but Python 3.11 or newer.

python dev.py setup            makes .venv and installs the program with its test tools
python dev.py run [ARGS]       opens the program; ARGS are handed to it
python dev.py test [ARGS]      format, lint, types, imports, tests; ARGS are handed to pytest
python dev.py bench [NAME]     measures how quick it is, against limits
python dev.py reliability      tests/reliability and tests/metrics at full length, and all that is marked long
python dev.py gallery OUT      renders every screen into the folder OUT
python dev.py bundle           builds the program for people without Python into dist/
"""

from __future__ import annotations

import ctypes
import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_pipeline.display import say_what_display_lacks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

ROOT = Path(__file__).resolve().parent
LOCK = ROOT / "requirements-test.lock"
OLDEST_PYTHON = (3, 11)
OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}
NO_TEST_RAN = 5  # pytest's exit code
NICE = 5
ROOM_OF_TESTS = 8 << 30  # bytes

# What Qt's own libraries load from a Linux system, and the Debian package that brings it
LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}
# What the tests start: a virtual screen, a mouse on it, and a reader of PDF files
TOOLS = {"Xvfb": "xvfb", "xdotool": "xdotool", "pdftotext": "poppler-utils"}


class StoppedError(Exception):
    """Work that cannot go on; its text is the one sentence shown."""


def say(sentence: str) -> None:
    """Print at once, so that lines keep their order among those of the tools started."""
    print(sentence, flush=True)


def venv_python(folder: Path) -> Path:
    """The interpreter of a virtual environment."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


PYTHON = venv_python(ROOT / ".venv")


def prepare(*, tools: bool = True) -> None:
    """Bring .venv and the system's libraries to the state that pyproject.toml and the lock name."""
    if sys.version_info < OLDEST_PYTHON:
        message = f"Python {'.'.join(map(str, OLDEST_PYTHON))} or newer is needed; this is {sys.version.split()[0]}."
        raise StoppedError(message)
    if sys.platform.startswith("linux"):
        install_system_packages(tools=tools)
    wanted = hashlib.sha256(sys.version.encode())
    for source in (ROOT / "pyproject.toml", LOCK):
        wanted.update(source.read_bytes())
    stamp = ROOT / ".venv" / "installed.txt"
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted.hexdigest():
        return
    say("Installing into .venv, which takes a minute or two the first time.")
    install_into(ROOT / ".venv", "--editable", ".[test]")
    stamp.write_text(wanted.hexdigest())


def install_into(folder: Path, *requirements: str) -> None:
    """Make the virtual environment where it is missing and install there, in the lock's versions."""
    python = venv_python(folder)
    if not python.exists():
        make_venv(folder)
    # Nine in ten files are never loaded: what is, Python compiles when it is.
    quiet = ["--quiet", "--disable-pip-version-check", "--no-compile"]
    pip = [str(python), "-m", "pip", "install", *quiet, "--constraint", str(LOCK)]
    if subprocess.run([*pip, *requirements], cwd=ROOT, check=False).returncode:
        message = "The packages could not be installed; pip's words above say why."
        raise StoppedError(message)


def make_venv(folder: Path) -> None:
    """An empty virtual environment in that folder, with pip."""
    try:
        venv.create(folder, with_pip=True, clear=True)
    except subprocess.CalledProcessError as failure:
        message = f"This Python cannot make virtual environments ({failure}); on Debian install python3-venv."
        raise StoppedError(message) from failure


def install_system_packages(*, tools: bool) -> None:
    """On Debian as root install what Qt and the tests need; elsewhere name it."""
    missing = missing_libraries()
    wanted = [*missing.values(), *(missing_tools().values() if tools else ())]
    apt = shutil.which("apt-get")
    if sys.platform != "win32" and wanted and apt and os.geteuid() == 0:
        say(f"Installing from Debian: {' '.join(wanted)}")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for arguments in (["update"], ["install", "--yes", "--no-install-recommends", *wanted]):
            subprocess.run([apt, "-qq", *arguments], env=quiet, check=False, stdout=subprocess.DEVNULL)
        missing = missing_libraries()
    if missing:
        message = f"Qt needs these system libraries: {', '.join(missing)} (Debian: {' '.join(missing.values())})."
        raise StoppedError(message)


def missing_libraries() -> dict[str, str]:
    """Libraries that the system's loader does not find, with the packages that bring them."""
    missing = {}
    for library, package in LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing[library] = package
    return missing


def missing_tools() -> dict[str, str]:
    """Programs that the tests start and that are not there, with the packages that bring them."""
    return {tool: package for tool, package in TOOLS.items() if shutil.which(tool) is None}


def setup(_arguments: list[str]) -> int:
    """Prepare everything and stop there."""
    prepare()
    say("Ready: python dev.py run, python dev.py test")
    return 0


def run(arguments: list[str]) -> int:
    """Open the program; without a display say so instead of letting Qt abort."""
    lacking = say_what_display_lacks(sys.platform, os.environ)
    if lacking is not None:
        raise StoppedError(lacking)
    prepare(tools=False)
    return call(PYTHON, "-m", "desktop_pipeline", *arguments)


def bench(arguments: list[str]) -> int:
    """Run the named benchmark, or all, on an offscreen display."""
    prepare()
    return call(PYTHON, "-m", "tests.bench", *arguments, env=OFFSCREEN)


def reliability(arguments: list[str]) -> int:
    """Run tests/reliability at full length, figures on many more companies, and what is marked long elsewhere."""
    prepare()
    full = {**OFFSCREEN, "DESKTOP_PIPELINE_LONG": "1"}
    counts = no_counts()
    longer = ["-m", "long and not xvfb", "--ignore=tests/reliability", "--ignore=tests/metrics"]
    parts = {"reliability": ["tests/reliability"], "figures": ["tests/metrics"], "long tests": longer}
    good = [check_tests(name, [*spread(arguments), *part, *arguments], full, counts) for name, part in parts.items()]
    good.append(check_real_windows(arguments, counts, marked="long and xvfb", more=full))
    say("{passed} passed, {failed} failed, {skipped} skipped".format(**counts))
    return 0 if all(good) and counts["passed"] else 1


def spread(arguments: list[str]) -> list[str]:
    """Three processes more than there are cores, for tests wait too; whoever has none left takes from the others."""
    is_told = any(argument.startswith(("-n", "--pdb")) for argument in arguments)
    return [] if is_told else ["-n", str(3 + min(6, os.cpu_count() or 1)), "--dist", "worksteal"]


def gallery(arguments: list[str]) -> int:
    """Render every screen into the folder named."""
    if len(arguments) != 1:
        message = "Name the folder for the pictures: python dev.py gallery OUT"
        raise StoppedError(message)
    prepare()
    return call(PYTHON, "-m", "tests.gallery", *arguments, env=OFFSCREEN)


def bundle(arguments: list[str]) -> int:
    """Build dist/desktop-pipeline in an environment of its own, and let it test itself."""
    prepare(tools=False)
    clean = ROOT / "build" / "venv"
    shutil.rmtree(clean, ignore_errors=True)
    install_into(clean, ".[bundle]")
    folders = ["--distpath", str(ROOT / "dist"), "--workpath", str(ROOT / "build" / "work")]
    command = ["-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *folders, "build.spec", *arguments]
    if code := call(venv_python(clean), *command):
        return code
    built = ROOT / "dist" / "desktop-pipeline"
    size = sum(file.stat().st_size for file in built.rglob("*") if file.is_file() and not file.is_symlink())
    say(f"{built} ({size / 1e6:.0f} MB); its self-test:")
    program = built / ("desktop-pipeline.exe" if os.name == "nt" else "desktop-pipeline")
    return call(program, "--self-test", env=OFFSCREEN)


def test(arguments: list[str]) -> int:
    """Every check there is, each to its end; 0 only where all hold."""
    prepare()
    steps: dict[str, list[str]] = {
        "format": ["ruff", "format", "--check", "."],
        "lint": ["ruff", "check", "."],
        "imports": ["lint-imports", "--no-logo", "--no-cache"],
    }
    failed = [name for name, command in steps.items() if not check(name, command)]
    counts, counts_on_screen = no_counts(), no_counts()
    heard: list[str] = []
    with ThreadPoolExecutor() as beside:
        types = beside.submit(run_tool, ["mypy"])
        # Real windows mostly wait: the other tests run meanwhile, and what was said of the windows is told at the end.
        is_beside = bool(spread(arguments))
        out = heard.append if is_beside else say
        windows = beside.submit(check_real_windows, arguments, counts_on_screen, out=out)
        if not is_beside:
            wait([windows])
        offscreen = [*spread(arguments), "-m", "not xvfb", *arguments]
        if not check_tests("tests", offscreen, OFFSCREEN, counts, gives_way=is_beside):
            failed.append("tests")
        if not windows.result():
            failed.append("real windows")
        for line in heard:
            say(line)
        if not tell("types", *types.result()):
            failed.append("types")
    counts = {word: counts[word] + counts_on_screen[word] for word in counts}
    if not counts["passed"] + counts["failed"]:
        failed.append("no test ran")
    say(f"\nFailed: {', '.join(failed)}" if failed else "\nAll checks hold.")
    say("{passed} passed, {failed} failed, {skipped} skipped".format(**counts))
    return 1 if failed else 0


def check(name: str, command: list[str]) -> bool:
    """Run one tool, showing its words only where it finds something."""
    return tell(name, *run_tool(command))


def run_tool(command: list[str]) -> tuple[subprocess.CompletedProcess[str], float]:
    """How one tool ended, and after how many seconds."""
    started = time.monotonic()
    program = [str(PYTHON.parent / command[0]), *command[1:]]
    done = subprocess.run(
        program, cwd=ROOT, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
    )
    return done, time.monotonic() - started


def tell(name: str, done: subprocess.CompletedProcess[str], seconds: float) -> bool:
    """Say how a tool ended, with its words where it found something."""
    if done.returncode:
        say(done.stdout.rstrip())
    say(f"{name}: {'FAILED' if done.returncode else 'ok'} ({seconds:.1f} s)")
    return done.returncode == 0


def no_counts() -> dict[str, int]:
    """How many tests ended which way before any ran."""
    return {"passed": 0, "failed": 0, "skipped": 0}


def check_tests(
    name: str,
    arguments: list[str],
    environment: Mapping[str, str],
    counts: dict[str, int],
    out: Callable[[str], object] = say,
    *,
    gives_way: bool = False,
) -> bool:
    """Run pytest, passing its words on line by line, and add the numbers of its closing line to `counts`.

    What gives way leaves the processor to real windows: these have to answer in time.
    """
    started = time.monotonic()
    closing = ""
    # The folder of a test that passed goes with it: all of them together are several gigabytes.
    plain = [str(PYTHON), "-m", "pytest", "-o", "tmp_path_retention_policy=failed"]
    command = [*plain, *(["--color=yes"] if sys.stdout.isatty() else []), *arguments]
    with tempfile.TemporaryDirectory(
        dir=find_memory(), prefix="desktop-pipeline-", ignore_cleanup_errors=True
    ) as folder:
        own = {**os.environ, "TMPDIR": folder, **environment}
        with subprocess.Popen(
            command, cwd=ROOT, env=own, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        ) as process:
            if gives_way and sys.platform != "win32":
                os.setpriority(os.PRIO_PROCESS, process.pid, NICE)
            for line in process.stdout or ():
                out(line.rstrip("\n"))
                closing = line if line.strip() else closing
    for number, word in re.findall(r"(\d+) (passed|failed|skipped|errors?|xpassed)\b", closing):
        counts[word if word in ("passed", "skipped") else "failed"] += int(number)
    good = process.returncode in (0, NO_TEST_RAN)
    out(f"{name}: {'ok' if good else 'FAILED'} ({time.monotonic() - started:.1f} s)")
    return good


def find_memory() -> Path | None:
    """A folder in memory with room for all that the tests write, some of it ten thousand times; None where none is."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
    is_roomy = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM_OF_TESTS
    return memory if is_roomy else None


def check_real_windows(
    arguments: list[str],
    counts: dict[str, int],
    *,
    marked: str = "xvfb",
    more: Mapping[str, str] | None = None,
    out: Callable[[str], object] = say,
) -> bool:
    """Run the tests marked so on two virtual screens of their own; in CI the absence of any is a failure."""
    if not sys.platform.startswith("linux"):
        out("real windows: not run, a virtual screen is known on Linux only")
        return True
    missing = [tool for tool in ("Xvfb", "xdotool") if shutil.which(tool) is None]
    if missing:
        out(f"real windows: not run, {' and '.join(missing)} not found (Debian: {' '.join(TOOLS[t] for t in missing)})")
        return not os.environ.get("CI")
    with virtual_screen() as first, virtual_screen() as second:
        on_screen = {**(more or {}), "DISPLAY": first, "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": "xcb"}
        # tests/conftest.py gives each process its own.
        on_screen["DESKTOP_PIPELINE_SCREENS"] = f"{first} {second}"
        named = [] if names_tests(arguments) else find_real_windows()
        told = ["-m", marked, *arguments, *spread_over_screens(arguments), *named]
        return check_tests("real windows", told, on_screen, counts, out)


def spread_over_screens(arguments: list[str]) -> list[str]:
    """A process a screen, however many are told for others: two windows on one would take the keys from each other."""
    is_alone = "--pdb" in arguments or re.search(r"(?:-n|--numprocesses)[ =]?[01]\b", " ".join(arguments))
    return [] if is_alone else ["-n", "2", "--dist", "worksteal"]


def names_tests(arguments: list[str]) -> bool:
    """Whether any argument is a file or folder of tests, or one test in a file."""
    return any((ROOT / argument.split("::")[0]).exists() for argument in arguments)


def find_real_windows() -> list[str]:
    """The files that mark a test for a virtual screen, and the folders whose fixtures do: no other is read for them."""
    marking = [file for file in sorted(ROOT.glob("tests/**/*.py")) if "pytest.mark.xvfb" in file.read_text("utf-8")]
    folders = {file.parent for file in marking if file.name == "conftest.py"}
    files = [file for file in marking if folders.isdisjoint(file.parents)]
    return [str(path.relative_to(ROOT)) for path in (*sorted(folders), *files)]


@contextmanager
def virtual_screen() -> Iterator[str]:
    """An X server on a display number that it finds itself; ends with the block."""
    reader, writer = os.pipe()
    server = [shutil.which("Xvfb") or "Xvfb", "-displayfd", str(writer), "-screen", "0", "1600x1200x24"]
    with subprocess.Popen([*server, "-nolisten", "tcp"], pass_fds=[writer], stderr=subprocess.DEVNULL) as process:
        os.close(writer)
        with os.fdopen(reader) as answer:
            number = answer.readline().strip()
        try:
            if not number:
                message = "Xvfb did not start."
                raise StoppedError(message)
            yield f":{number}"
        finally:
            process.terminate()


def call(*command: str | Path, env: Mapping[str, str] | None = None) -> int:
    """Run a program of ours from the project's folder and give back its exit code."""
    return subprocess.run(list(map(str, command)), cwd=ROOT, env={**os.environ, **(env or {})}, check=False).returncode


def main(arguments: list[str]) -> int:
    """Dispatch to one command; 2 where there is no such command."""
    commands: dict[str, Callable[[list[str]], int]] = {
        "setup": setup,
        "run": run,
        "test": test,
        "bench": bench,
        "reliability": reliability,
        "gallery": gallery,
        "bundle": bundle,
    }
    if not arguments or arguments[0] not in commands:
        print(__doc__, file=sys.stderr)
        return 2
    # Each program started would compile anew what none may keep.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if sys.platform == "win32":
        # There they write in the code page of the country, which no reader can know.
        os.environ["PYTHONUTF8"] = "1"
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        return commands[arguments[0]](arguments[1:])
    except StoppedError as reason:
        print(reason, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
