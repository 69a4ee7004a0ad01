"""What every test stands on: no screen, no real home, and the data of others by one variable."""

import gc
import hashlib
import os
import sys
import time
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.lengths import IS_LONG
from tests.no_network import sitecustomize as no_network

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Many tests start the program: each start would compile all of it where nothing compiled may be kept.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
_FIRST_WORKER = "gw0"
# Longer than compiling takes; the first worker may have ended before it was through.
_PATIENCE = 90.0
_SCREENS = os.environ.get("DESKTOP_PIPELINE_SCREENS", "").split()
if _SCREENS and _WORKER:
    os.environ["DISPLAY"] = _SCREENS[int(_WORKER.removeprefix("gw")) % len(_SCREENS)]

# Times on a shared machine say nothing about a property; the same examples each run make a failure repeatable.
settings.register_profile("project", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("project")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves what is marked long to `dev.py reliability`; the slow come first: no worker is to end with one alone."""
    if not IS_LONG:
        left_out = [item for item in items if item.get_closest_marker("long")]
        if left_out:
            config.hook.pytest_deselected(items=left_out)
            items[:] = [item for item in items if not item.get_closest_marker("long")]
    items[:] = _deal_out(items, int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))


def _deal_out(items: list[pytest.Item], workers: int) -> list[pytest.Item]:
    """The slow first in the share of every worker; shares are as `--dist worksteal` cuts them: one after the other."""
    slow = [item for item in items if item.get_closest_marker("slow")]
    rest = [item for item in items if not item.get_closest_marker("slow")]
    dealt: list[pytest.Item] = []
    for worker in range(workers):
        mine = slow[worker::workers]
        share = (len(items) - len(dealt)) // (workers - worker)
        taken = max(0, share - len(mine))
        dealt += mine + rest[:taken]
        rest = rest[taken:]
    return dealt + rest


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """Keeps the collector away from the tests themselves: none of them is ever garbage, and there are thousands."""
    _let_first_compile(session.config)
    gc.disable()
    try:
        return (yield)
    finally:
        _set_aside()
        gc.enable()
        _tell_compiled(session.config)


def _let_first_compile(config: pytest.Config) -> None:
    """Where these tests were never collected, the first worker compiles them; each would compile all of them itself."""
    cache, end = _find_cache(config), time.monotonic() + _PATIENCE
    if cache is None or _WORKER in ("", _FIRST_WORKER):
        return
    while not cache.get(_name_of_compiled(config), default=False) and time.monotonic() < end:
        time.sleep(0.1)


def _tell_compiled(config: pytest.Config) -> None:
    cache = _find_cache(config)
    if cache is not None and _WORKER == _FIRST_WORKER:
        cache.set(_name_of_compiled(config), value=True)


def _find_cache(config: pytest.Config) -> pytest.Cache | None:
    """Pytest's own; it is not there under `-p no:cacheprovider`."""
    return getattr(config, "cache", None)


def _name_of_compiled(config: pytest.Config) -> str:
    return f"compiled/{hashlib.sha256(' '.join(config.args).encode()).hexdigest()[:16]}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None]:
    """Lets go of what a test had deleted: Qt waits with that for an event loop, and most tests run none.

    Each window would be dressed together with all those of the tests before it.
    """
    yield
    qt = sys.modules.get("PySide6.QtCore")
    if qt is not None and qt.QCoreApplication.instance() is not None:
        qt.QCoreApplication.sendPostedEvents(None, qt.QEvent.Type.DeferredDelete)
    if (nextitem is None or nextitem.path != item.path) and not _Aside.is_kept:
        _set_aside()


class _Aside:
    """Whether what was set aside still is: the program itself puts everything back (ui/collecting.py).

    Python could count it, and would walk through all of it, for a tenth of a second.
    """

    is_kept = False
    put_back = staticmethod(gc.unfreeze)


def _set_aside() -> None:
    gc.collect()
    gc.freeze()
    _Aside.is_kept = True


def _put_back() -> None:
    _Aside.is_kept = False
    _Aside.put_back()


gc.unfreeze = _put_back


def pytest_sessionfinish() -> None:
    """Leaves the offscreen clipboard empty: the platform takes it down after Python, and what a test copied with it."""
    qt = sys.modules.get("PySide6.QtGui")
    if qt is not None and qt.QGuiApplication.instance() is not None:
        qt.QGuiApplication.clipboard().clear()


@pytest.fixture(scope="session", autouse=True)
def _home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Preferences, logs and crash notes of the whole run go into a folder of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DESKTOP_PIPELINE_HOME", str(tmp_path_factory.mktemp("home")))
        # What a test starts is kept from the network as the tests themselves are.
        patch.setenv("PYTHONPATH", str(Path(no_network.__file__).parent), prepend=os.pathsep)
        yield


@pytest.fixture
def local_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets this test alone, and what it starts, talk to servers on this computer."""
    monkeypatch.setenv(no_network.ALLOWED, "1")


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """The folder of real spreadsheets and reference figures that DESKTOP_PIPELINE_DATA names."""
    named = os.environ.get("DESKTOP_PIPELINE_DATA")
    if not named:
        pytest.skip("DESKTOP_PIPELINE_DATA does not name the folder of real data")
    folder = Path(named).resolve()
    if not folder.is_dir():
        pytest.fail(f"DESKTOP_PIPELINE_DATA names {folder}, which is not a folder")
    return folder


@pytest.fixture(scope="session")
def long_run() -> bool:
    """Whether `dev.py reliability` asks for the long form; the short one takes minutes at most."""
    return IS_LONG
