"""Workspaces in a folder of the test's own, with a clock that the test sets."""

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple, TypeAlias

import apsw
import pytest

from desktop_pipeline.actions.deals import create_deal
from desktop_pipeline.actions.importing.reports import ImportReport
from desktop_pipeline.actions.importing.study import Study
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.periods import Period
from desktop_pipeline.exchange.options import ImportOptions
from desktop_pipeline.metrics.telling.document import Json, to_document
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.reviews import ReviewView, find_open_review, read_review
from desktop_pipeline.queries.whole import read_whole
from desktop_pipeline.storage.checking import Fault, check_file
from desktop_pipeline.storage.database import Row
from desktop_pipeline.storage.entries import Entry
from desktop_pipeline.storage.journal import Journal
from desktop_pipeline.storage.tables import Owner
from desktop_pipeline.storage.workspace import View, Workspace, open_workspace
from tests.made_once import new_workspace

MONDAY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))
OWNERS = ("Ann", "Ben", "Cay")

Content: TypeAlias = dict[str, dict[int, Row]]


class Clock:
    """Tells the instant it was set to."""

    def __init__(self, now: datetime = MONDAY) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> datetime:
        """Goes on by that much (days=1, minutes=5) and tells the time."""
        self.now += timedelta(**time)
        return self.now


@contextmanager
def open_joinery(folder: Path, clock: Clock) -> Iterator[Workspace]:
    """A joiners' workspace with two sellers, which Amara Eze works in."""
    workspace = new_workspace(
        folder / "joinery.pipeline", template="meeting", owner="Amara Eze", clock=clock, who="Amara Eze"
    )
    with workspace.journal.change("Team", sealed=True) as draft:
        draft.insert(Owner, name="Kenji Morita")
    yield workspace
    workspace.close()


@dataclass(slots=True)
class Desk:
    """An open workspace with its clock and the ids that tests ask for most."""

    workspace: Workspace
    clock: Clock

    @property
    def path(self) -> Path:
        return self.workspace.path

    @property
    def journal(self) -> Journal:
        return self.workspace.journal

    @property
    def now(self) -> datetime:
        return self.clock()

    def later(self, **time: float) -> datetime:
        return self.clock.pass_by(**(time or {"minutes": 30}))

    def stages(self) -> list[int]:
        """Ids of the open stages in their order."""
        return [row[0] for row in self.workspace.rows("select id from stage where is_open order by position")]

    def id_of(self, table: str, name: str) -> int:
        return int(self.workspace.value(f"select id from {table} where name = ?", (name,)))  # noqa: S608 - our own text

    def reason(self, name: str = "Price") -> int:
        return self.id_of("reason", name)

    def deal(self, title: str = "Oak table", *, stage: int = 0, value: int | None = 120_000, **fields: object) -> int:
        """Adds an open deal to the stage of that position."""
        money = None if value is None else Money(value, "EUR")
        stage_id = self.stages()[stage]
        return create_deal(self.workspace, title=title, stage_id=stage_id, at=self.now, value=money, **fields)  # type: ignore[arg-type]

    def row(self, deal_id: int, *columns: str) -> tuple[object, ...]:
        """Columns of a deal as they are stored."""
        found = self.workspace.row(f"select {', '.join(columns)} from deal where id = ?", (deal_id,))  # noqa: S608 - likewise
        assert found is not None
        return found

    def events(self, deal_id: int) -> list[int]:
        """Kinds of a deal's events in the order they hold."""
        sql = "select kind from history_event where deal_id = ? order by at, id"
        return [row[0] for row in self.workspace.rows(sql, (deal_id,))]

    def order(self, stage_id: int) -> list[int]:
        """Ids of the open deals of a stage from the top down."""
        sql = "select id from deal where stage_id = ? and status = 'open' and deleted_at is null order by rank, id"
        return [row[0] for row in self.workspace.rows(sql, (stage_id,))]

    def newest_entry(self) -> Entry:
        """The last line of the journal."""
        return self.journal.entries(order="id desc", limit=1)[0]

    def faults(self) -> list[Fault]:
        return check_file(self.workspace)

    def reopen_file(self) -> None:
        """Closes the workspace and opens it again."""
        self.workspace.close()
        self.workspace = open_workspace(self.path, clock=self.clock, who="ann")


def make_desk(folder: Path, name: str = "deals.pipeline", *, template: str | None = "five", zone: str = "UTC") -> Desk:
    """A new workspace with three owners, open for writing."""
    clock = Clock()
    workspace = new_workspace(folder / name, template=template, owner=OWNERS[0], time_zone=zone, clock=clock, who="ann")
    with workspace.journal.change("Owners", sealed=True) as draft:
        for owner in OWNERS[1:]:
            draft.execute("insert into owner (name, is_active) values (?, 1)", (owner,))
    return Desk(workspace, clock)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A workspace with the five stages of a template, empty of deals."""
    made = make_desk(tmp_path)
    yield made
    made.workspace.close()


@contextmanager
def brief_desk() -> Iterator[Desk]:
    """A workspace in a folder that goes with the block: for tests that hypothesis runs many times."""
    with TemporaryDirectory() as folder:
        made = make_desk(Path(folder))
        try:
            yield made
        finally:
            made.workspace.close()


@contextmanager
def open_desk(path: Path) -> Iterator[Desk]:
    """An existing workspace, open for writing while the block lasts."""
    clock = Clock()
    desk = Desk(open_workspace(path, clock=clock, who="ann"), clock)
    try:
        yield desk
    finally:
        desk.workspace.close()


def copy_file(source: Path, target: Path) -> Path:
    """A copy of a closed workspace."""
    assert not source.with_name(source.name + "-wal").exists()
    return Path(shutil.copyfile(source, target))


def read_content(view: View) -> Content:
    """All rows of the owner's data by table and id; bit for bit what the file holds."""
    return {table.name: {int(row[0]): row for row in table.rows} for table in read_whole(view)}


def run_raw(path: Path, *statements: str) -> None:
    """Runs statements on a closed file past the program, as another tool with the same engine would."""
    connection = apsw.Connection(str(path))
    try:
        for statement in statements:
            connection.execute(statement)
    finally:
        connection.close()


def dump_file(path: Path) -> list[str]:
    """Schema, version and every row of a closed file: journal, sequence and search index included."""
    connection = apsw.Connection(str(path))
    try:
        schema = list(connection.execute("select type, name, sql from sqlite_master order by name"))
        tables = [name for kind, name, sql in schema if kind == "table" and not sql.startswith("CREATE VIRTUAL")]
        rows = [f"{name} {row}" for name in tables for row in connection.execute(f"select * from {name}")]  # noqa: S608 - names of the file itself
        return [*map(str, schema), *rows, str(connection.pragma("user_version"))]
    finally:
        connection.close()


def read_figures(workspace: Workspace) -> dict[str, Json]:
    """The figures of 2026 as they are printed."""
    return to_document(Figures(workspace).overview(date(2026, 12, 31), YEAR))


def count_rows(workspace: View) -> dict[str, int]:
    """How many rows each table has, without the empty ones."""
    return {table: len(rows) for table, rows in read_content(workspace).items() if rows}


_OUTCOMES = ("", "Won", "Lost")


def write_sheet(path: Path, deals: int, *, stages: Sequence[str], mark: str = "", turn: int = 0) -> Path:
    """A spreadsheet of deals: every third won, every third lost, the others spread over the stages.

    With another `turn` the same deals stand elsewhere and are worth something else.
    """
    rows = [
        f"{mark}{number},Customer {number % 40},{OWNERS[number % 3]},"
        f"{_OUTCOMES[(number + turn) % 3] or stages[(number + turn) % len(stages)]},"
        f"{100 + number + turn},2026-01-{1 + number % 4:02d}"
        for number in range(deals)
    ]
    path.write_text("\n".join(["title,organisation,owner,stage,value,created", *rows]) + "\n", encoding="utf-8")
    return path


def import_files(
    workspace: Workspace,
    paths: Sequence[Path],
    options: ImportOptions,
    *,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> ImportReport:
    """Imports related files, as the window and the command do."""
    study = Study(workspace, paths, named=tuple(options.mapping))
    return study.write(study.recalled(options), progress)


def import_file(workspace: Workspace, path: Path) -> ImportReport:
    """Imports one spreadsheet."""
    return import_files(workspace, [path], ImportOptions())


class Passed(NamedTuple):
    """A gate that was passed with a sentence; `to_stage` None: the deal was won."""

    title: str
    who: str
    from_stage: str | None
    to_stage: str | None
    why: str
    missing: tuple[str, ...]


def read_passes(view: View) -> list[Passed]:
    """What the file keeps of them, the latest first."""
    sql = (
        "select d.title, g.who, f.name, t.name, g.why, g.missing from gate_pass g join deal d on d.id = g.deal_id"
        " left join stage f on f.id = g.from_stage_id left join stage t on t.id = g.to_stage_id"
        " order by g.at desc, g.id desc"
    )
    return [
        Passed(title, who, left, entered, why, tuple(json.loads(missing)))
        for title, who, left, entered, why, missing in view.rows(sql)
    ]


def read_open_review(view: View, *, owner_id: int | None = None) -> ReviewView | None:
    """The review that runs of one owner, or of everybody (None)."""
    found = find_open_review(view, owner_id=owner_id)
    return None if found is None else read_review(view, found)
