import os
import sqlite3
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import apsw
import pytest

from desktop_pipeline.actions.workspaces import make_workspace
from desktop_pipeline.domain.errors import CannotOpenError, ClosingError, InvalidError, PipelineError, RefusedError
from desktop_pipeline.storage.checking import check_file
from desktop_pipeline.storage.database import APPLICATION_ID, connect_reader, reading_uri
from desktop_pipeline.storage.instants import from_microseconds, to_microseconds
from desktop_pipeline.storage.rescue import rescue_file
from desktop_pipeline.storage.workspace import open_workspace, write_setting
from tests.workspaces import Desk, make_desk, open_desk, read_content, run_raw


def raw(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None)


def ask(path: Path, sql: str) -> object:
    connection = raw(path)
    try:
        return connection.execute(sql).fetchone()[0]
    finally:
        connection.close()


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A closed workspace with one deal."""
    desk = make_desk(tmp_path)
    desk.deal()
    desk.workspace.close()
    return desk.path


def refusal(path: Path, kind: type[PipelineError], *, read_only: bool = False) -> str:
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(kind) as refused:
        open_workspace(path, read_only=read_only)
    assert (path.read_bytes() if path.is_file() else b"") == before
    assert path.name in str(refused.value)
    return str(refused.value)


def test_a_new_workspace_is_ours_empty_and_sound(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, template=None)
    assert desk.stages() == []
    assert desk.faults() == []
    desk.workspace.close()
    assert ask(desk.path, "pragma application_id") == APPLICATION_ID
    assert ask(desk.path, "pragma journal_mode") == "wal"
    assert sorted(file.name for file in tmp_path.iterdir()) == [desk.path.name]


def test_what_a_file_that_is_gone_has_left_is_not_played_into_the_next_of_its_name(tmp_path: Path) -> None:
    """The program was killed, and the file removed by hand: only the engine's log stays."""
    earlier = make_desk(tmp_path)
    earlier.deal()
    log = earlier.path.with_name(earlier.path.name + "-wal").read_bytes()
    earlier.workspace.close()
    earlier.path.unlink()
    earlier.path.with_name(earlier.path.name + "-wal").write_bytes(log)
    with make_workspace(earlier.path, template="meeting", owner="Ann") as workspace:
        assert workspace.value("select count(*) from deal") == 0
    with closing(connect_reader(earlier.path)) as reader:
        assert check_file(reader) == []


def test_the_writer_puts_every_commit_on_the_disk(desk: Desk) -> None:
    with desk.journal.change("Look") as draft:
        assert draft.value("pragma synchronous") == 2
        assert draft.value("pragma journal_mode") == "wal"
        assert draft.value("pragma foreign_keys") == 1
        assert draft.value("pragma trusted_schema") == 0


def test_a_workspace_is_never_made_over_another_file(closed: Path) -> None:
    before = closed.read_bytes()
    with pytest.raises(RefusedError, match="there already"):
        make_workspace(closed, template="five")
    assert closed.read_bytes() == before


def test_a_workspace_needs_its_folder(tmp_path: Path) -> None:
    with pytest.raises(CannotOpenError, match="no folder"):
        make_workspace(tmp_path / "none" / "a.pipeline", template="five")


def test_a_file_that_cannot_be_made_is_named_as_the_user_named_it(tmp_path: Path) -> None:
    # One letter below the longest name there is: the draft that is made first has a longer one.
    path = tmp_path / f"{'a' * 245}.pipeline"
    with pytest.raises(CannotOpenError, match=r"^“a+\.pipeline” cannot be made in its folder: "):
        make_workspace(path, template="five")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "wrong",
    [{"template": "enormous"}, {"currency": "euros"}, {"time_zone": "Mars/Olympus"}],
    ids=["template", "currency", "zone"],
)
def test_a_workspace_that_cannot_be_made_leaves_no_file(tmp_path: Path, wrong: dict[str, str]) -> None:
    with pytest.raises(InvalidError):
        make_workspace(tmp_path / "a.pipeline", **{"template": "five", **wrong})  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_content_is_there_after_closing_and_opening(desk: Desk) -> None:
    desk.deal()
    before = read_content(desk.workspace)
    desk.reopen_file()
    assert read_content(desk.workspace) == before


def test_the_settings_of_a_workspace_are_its_own(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, zone="Pacific/Auckland")
    desk.clock.now = datetime(2026, 1, 5, 12, tzinfo=UTC)
    assert desk.workspace.today() == date(2026, 1, 6)
    with desk.journal.change("Currency") as draft:
        write_setting(draft, "base_currency", "CHF")
    desk.workspace.refresh()
    assert desk.workspace.base_currency == "CHF"
    desk.workspace.close()


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    assert "no file" in refusal(tmp_path / "none.pipeline", CannotOpenError)


def test_a_folder_is_no_workspace(tmp_path: Path) -> None:
    (tmp_path / "a.pipeline").mkdir()
    assert "is a folder, not a file" in refusal(tmp_path / "a.pipeline", CannotOpenError)


@pytest.mark.parametrize("read_only", [False, True])
def test_a_pipe_is_not_waited_for(tmp_path: Path, read_only: bool) -> None:
    if sys.platform == "win32":
        pytest.skip("pipes have no place in a folder")
    os.mkfifo(tmp_path / "a.pipeline")
    assert "is not a file" in refusal(tmp_path / "a.pipeline", CannotOpenError, read_only=read_only)
    with pytest.raises(CannotOpenError, match="is not a file"):
        rescue_file(tmp_path / "a.pipeline", tmp_path / "b.pipeline", at=datetime.now(UTC))
    assert [path.name for path in tmp_path.iterdir()] == ["a.pipeline"]


@pytest.mark.parametrize(
    "content",
    [b"", b"Dear diary,\n" * 100, b"SQLite format 3\0", b"PK\x03\x04" + bytes(500)],
    ids=["empty", "text", "cut", "zip"],
)
@pytest.mark.parametrize("read_only", [False, True])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, content: bytes, read_only: bool) -> None:
    path = tmp_path / "a.pipeline"
    path.write_bytes(content)
    assert "not a Desktop Pipeline file" in refusal(path, CannotOpenError, read_only=read_only)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("read_only", [False, True])
def test_a_sqlite_file_of_another_program_is_refused(tmp_path: Path, read_only: bool) -> None:
    path = tmp_path / "bookmarks.sqlite"
    run_raw(path, "create table bookmark (id integer primary key, url text)", "pragma application_id=42")
    assert "another program" in refusal(path, CannotOpenError, read_only=read_only)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("read_only", [False, True])
def test_a_file_of_a_newer_program_is_refused(closed: Path, read_only: bool) -> None:
    run_raw(closed, "pragma user_version=99")
    assert "newer version" in refusal(closed, RefusedError, read_only=read_only)


@pytest.mark.parametrize(
    "planted",
    [
        "create view strange as select * from deal",
        "create trigger strange after insert on deal begin delete from note; end",
        "create virtual table strange using fts5(title)",
        "drop table search_deal; create trigger search_deal after insert on deal begin delete from note; end",
        "drop table search_deal; create virtual table search_deal using fts5(title, content='journal_entry')",
    ],
    ids=["view", "trigger", "virtual", "our name", "our index of theirs"],
)
def test_a_file_with_strange_views_or_triggers_is_refused(closed: Path, planted: str) -> None:
    run_raw(closed, planted)
    assert "did not make" in refusal(closed, CannotOpenError)
    assert "did not make" in refusal(closed, CannotOpenError, read_only=True)


@pytest.mark.parametrize(
    "harm",
    [
        "alter table journal_entry rename to journal_entries",
        "alter table deal drop column forecast_category",
        "drop table search_note",
        "drop table journal_entry",
        "update setting set value = 'no json' where key = 'time_zone'",
        "update setting set value = '\"Mars/Olympus\"' where key = 'time_zone'",
        "update setting set value = '\"euros\"' where key = 'base_currency'",
        "update setting set value = x'ff00fe' where key = 'base_currency'",
        "update setting set value = cast(x'22ff22' as text) where key = 'base_currency'",
    ],
)
@pytest.mark.parametrize("read_only", [False, True])
def test_a_file_whose_inside_does_not_fit_is_called_damaged(closed: Path, harm: str, read_only: bool) -> None:
    run_raw(closed, "pragma foreign_keys=0", harm)
    with pytest.raises(CannotOpenError, match="damaged"):
        open_workspace(closed, read_only=read_only)
    assert not closed.with_name(closed.name + ".lock").exists()


def test_reading_only_takes_no_lock_and_works_beside_a_writer(desk: Desk) -> None:
    first = desk.deal("First")
    with open_workspace(desk.path, read_only=True, clock=desk.clock) as reader:
        assert reader.is_read_only
        assert reader.value("select title from deal where id = ?", (first,)) == "First"
        second = desk.deal("Second")
        assert reader.value("select title from deal where id = ?", (second,)) == "Second"
        with pytest.raises(RefusedError, match="reading only"):
            _ = reader.journal
    assert desk.faults() == []


def test_reading_only_leaves_no_lock_behind(closed: Path) -> None:
    with open_workspace(closed, read_only=True):
        assert not closed.with_name(closed.name + ".lock").exists()
        with open_desk(closed) as desk:
            desk.deal("Another")


def test_whoever_only_reads_leaves_nothing_beside_the_file(closed: Path) -> None:
    before, written = sorted(closed.parent.iterdir()), closed.stat().st_mtime_ns
    with open_workspace(closed, read_only=True) as reader:
        assert reader.value("select count(*) from stage")
    assert (sorted(closed.parent.iterdir()), closed.stat().st_mtime_ns) == (before, written)


def test_whoever_ends_reading_takes_nothing_from_others(desk: Desk) -> None:
    desk.deal("First")
    desk.workspace.journal.settle_log()
    with open_workspace(desk.path, read_only=True):
        pass
    with open_workspace(desk.path, read_only=True) as other:
        desk.deal("Second")
        assert other.value("select count(*) from deal") == 2
    assert desk.faults() == []


def test_a_reading_connection_cannot_write(desk: Desk) -> None:
    with pytest.raises(RefusedError, match="reading only"):
        desk.workspace.rows("delete from deal")


def test_a_steady_view_does_not_see_what_comes_after(desk: Desk) -> None:
    desk.deal("First")
    with desk.workspace.reading() as view:
        assert view.value("select count(*) from deal") == 1
        desk.deal("Second")
        assert view.value("select count(*) from deal") == 1
    assert desk.workspace.value("select count(*) from deal") == 2


def test_a_name_with_signs_of_an_address_opens_the_right_file(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, "50% off? #1 & more.pipeline")
    desk.deal()
    desk.workspace.close()
    with open_workspace(desk.path, read_only=True) as reader:
        assert reader.value("select count(*) from deal") == 1
    assert all(file.name.startswith(desk.path.name) for file in tmp_path.iterdir())


@pytest.mark.parametrize(
    "instant",
    [
        datetime(1970, 1, 1, tzinfo=UTC),
        datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
        datetime(2026, 3, 29, 1, 30, 0, 1, tzinfo=UTC),
        datetime(9999, 12, 31, tzinfo=UTC),
    ],
)
def test_an_instant_is_kept_to_the_microsecond(instant: datetime) -> None:
    assert from_microseconds(to_microseconds(instant)) == instant
    assert from_microseconds(to_microseconds(instant.astimezone(timezone(timedelta(hours=-9))))) == instant


def test_an_instant_without_a_zone_is_no_instant() -> None:
    with pytest.raises(TypeError):
        to_microseconds(datetime(2026, 1, 1))  # noqa: DTZ001 - the point


def test_a_closed_file_in_a_folder_that_is_read_only_is_read_as_one_that_never_changes(closed: Path) -> None:
    assert reading_uri(closed, writable=True).endswith("?mode=ro")
    assert reading_uri(closed, writable=False).endswith("?mode=ro&immutable=1")


def test_an_open_file_is_never_taken_for_one_that_does_not_change(desk: Desk) -> None:
    desk.deal()
    assert reading_uri(desk.path, writable=False).endswith("?mode=ro")


# It takes many seconds where nothing breaks it off.
LONG = (
    "with recursive number(n) as (select 1 union all select n + 1 from number where n < 100000000)"
    " select count(*) from number"
)


def test_what_other_threads_read_is_broken_off_when_the_file_is_to_be_closed(desk: Desk) -> None:
    workspace = desk.workspace
    began = threading.Event()

    def tell(*_statement: object) -> bool:
        began.set()
        return True

    def read() -> None:
        with workspace.reading() as view:
            view._connection.set_exec_trace(tell)
            view.value(LONG)

    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(read)
        assert began.wait(30)
        workspace.stop_reading()
        with pytest.raises(ClosingError, match="is being closed"):
            reading.result()
    with pytest.raises(ClosingError), workspace.reading():
        pass
    assert workspace.value("select 1") == 1, "its own reads go on until it is closed"


def test_the_engine_adds_up_no_memory(closed: Path) -> None:
    """Threads that work in connections of their own would wait for each other at every piece."""
    with open_workspace(closed) as workspace:
        assert workspace.rows("select * from deal")
        assert apsw.memory_used() == 0
