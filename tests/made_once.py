"""Workspaces that are made once by each process and copied for every test that begins with one."""

from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from desktop_pipeline.actions.sample_company import make_sample_company
from desktop_pipeline.actions.workspaces import make_workspace
from desktop_pipeline.storage.workspace import Workspace, open_workspace


def new_workspace(
    path: Path,
    *,
    template: str | None,
    clock: Callable[[], datetime],
    owner: str | None = None,
    who: str | None = None,
    time_zone: str = "UTC",
) -> Workspace:
    """What `make_workspace` makes and opens."""
    path.write_bytes(_read_new(template, clock(), owner, who, time_zone))
    return open_workspace(path, clock=clock, who=who)


def sample_company(path: Path, *, today: date, clock: Callable[[], datetime], who: str | None = None) -> Workspace:
    """What `make_sample_company` makes and opens."""
    return open_workspace(write_sample(path, today=today), clock=clock, who=who)


def write_sample(path: Path, *, today: date) -> Path:
    """Writes the file that `make_sample_company` leaves."""
    path.write_bytes(_read_sample(today))
    return path


@cache
def _read_new(template: str | None, at: datetime, owner: str | None, who: str | None, time_zone: str) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "new.pipeline"
        make_workspace(path, template=template, owner=owner, time_zone=time_zone, clock=lambda: at, who=who).close()
        return path.read_bytes()


@cache
def _read_sample(today: date) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sample.pipeline"
        make_sample_company(path, today=today).close()
        return path.read_bytes()
