import shutil
import subprocess
import sys
from pathlib import Path

import apsw
import pytest
from playhouse.apsw_ext import APSWDatabase
from playhouse.schema_diff import diff_models

from desktop_pipeline.domain.errors import CannotOpenError, RefusedError
from desktop_pipeline.storage.checking import check_file
from desktop_pipeline.storage.data_tables import DATA_TABLES
from desktop_pipeline.storage.database import connect_reader
from desktop_pipeline.storage.outline import DATA_COLUMNS, JOURNAL_COLUMNS, name_of
from desktop_pipeline.storage.schema import MIGRATIONS, latest_version
from desktop_pipeline.storage.search import OBJECTS, remove
from desktop_pipeline.storage.tables import JournalEntry, StoredFile, Table
from desktop_pipeline.storage.workspace import Workspace, open_workspace
from tests.workspaces import Clock, Desk, dump_file, make_desk, read_content, read_figures

COLUMN_AND_TABLE = """
from peewee import Model, TextField
from playhouse.sqlite_ext import AutoIncrementField


class Wish(Model):
    id = AutoIncrementField()
    text = TextField()

    class Meta:
        legacy_table_names = False


def up(migrator, db):
    db.bind([Wish])
    db.create_tables([Wish])
    migrator.migrate(migrator.add_column("deal", "wish", TextField(null=True)))
"""
REBUILD = """
def up(migrator, db):
    migrator.migrate(migrator.drop_column("deal", "wish"))
"""
FAILING = """
def up(migrator, db):
    db.execute_sql("insert into wish (text) values ('half way')")
    db.execute_sql("delete from no_such_table")
"""


def steps(folder: Path, **sources: str) -> Path:
    """The shipped migrations with further ones behind them."""
    target = folder / "-".join(["migrations", *sources])
    target.mkdir()
    for shipped in MIGRATIONS.glob("[0-9]*.py"):
        shutil.copy(shipped, target)
    for number, (name, source) in enumerate(sources.items(), latest_version() + 1):
        (target / f"{number:04d}_{name}.py").write_text(source)
    return target


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A closed workspace with two deals, one of them undone."""
    desk = make_desk(tmp_path)
    desk.deal("Oak table", organisation="Acme", person="Ina")
    desk.deal("Walnut chair")
    desk.journal.undo()
    desk.workspace.close()
    return desk.path


def opened(path: Path, migrations: Path, *, read_only: bool = False) -> Workspace:
    return open_workspace(path, clock=Clock(), who="ann", migrations=migrations, read_only=read_only)


def others(path: Path) -> set[str]:
    return {file.name for file in path.parent.glob("*.pipeline*")} - {path.name}


def describe_schema(database: APSWDatabase) -> dict[str, object]:
    """Columns, references and indexes of every table, however the statements that made them were worded."""

    def rows(sql: str, name: str) -> list[tuple[object, ...]]:
        return [tuple(row) for row in database.execute_sql(sql, (name,))]

    described: dict[str, object] = {}
    for kind, name, sql in list(
        database.execute_sql("select type, name, sql from sqlite_master where sql is not null")
    ):
        # The index to search by is compared as a whole below.
        if name.startswith(("schema_migration", "schemamigration", "sqlite_", "search_")):
            continue
        if kind == "index":
            parts = rows("select name, desc from pragma_index_xinfo(?) where key", name)
            described[name] = ("UNIQUE" in sql.upper(), parts, sql.replace('"', "").partition(" WHERE ")[2].strip("()"))
            continue
        columns = rows("select name, upper(type), [notnull], pk from pragma_table_info(?) order by name", name)
        references = rows("select [from], [table], [to], on_delete from pragma_foreign_key_list(?) order by 1", name)
        described[name] = (columns, references, "AUTOINCREMENT" in sql)
    return described


def test_the_migrations_make_the_schema_that_the_tables_tell(desk: Desk) -> None:
    database, told = APSWDatabase(str(desk.path)), APSWDatabase(":memory:")
    tables: list[type[Table]] = [*DATA_TABLES, StoredFile, JournalEntry]
    try:
        with database.bind_ctx(tables, bind_refs=False, bind_backrefs=False):
            assert not diff_models(database, tables)
        with told.bind_ctx(tables, bind_refs=False, bind_backrefs=False):
            told.create_tables(tables)
        expected = describe_schema(told)
        assert describe_schema(database) == expected
    finally:
        database.close()
        told.close()
    assert {"deal", "note", "history_event", "deal_stage_id_status_deleted_at_rank"} <= expected.keys()


def read_search_objects(path: Path) -> dict[str, str]:
    """Statements of the index to search by, without the tables that the engine makes for it."""
    reader = connect_reader(path)
    try:
        rows = reader.rows("select name, sql from sqlite_master where name like 'search%' and sql is not null")
    finally:
        reader.close()
    shadows = ("_config", "_data", "_docsize", "_idx")
    return {name: sql for name, sql in rows if not name.endswith(shadows)}


def test_the_migrations_make_the_index_that_storage_tells(desk: Desk) -> None:
    assert read_search_objects(desk.path) == OBJECTS
    assert len(OBJECTS) == 12


def test_a_file_from_before_the_index_gets_it_filled(closed: Path, tmp_path: Path) -> None:
    connection = apsw.Connection(str(closed))
    remove(connection)
    connection.execute("delete from schema_migration where name = '0003_search'")
    connection.execute("pragma user_version=2")
    connection.close()
    assert read_search_objects(closed) == {}
    with opened(closed, MIGRATIONS) as workspace:
        assert read_search_objects(closed) == OBJECTS
        assert workspace.rows("select rowid from search_deal where search_deal match 'oak'") == [(1,)]
        assert check_file(workspace) == []
    assert others(closed) == {"deals (before version 3).pipeline"}


def test_the_outline_names_the_tables_and_their_columns() -> None:
    def columns(table: type[Table]) -> tuple[str, ...]:
        return tuple(field.column_name for field in table._meta.sorted_fields)

    assert [*DATA_COLUMNS.items()] == [(name_of(table), columns(table)) for table in DATA_TABLES]
    assert columns(JournalEntry) == JOURNAL_COLUMNS


def test_a_file_has_its_columns_in_the_order_of_the_outline(desk: Desk) -> None:
    sql = "select name from pragma_table_info(?)"
    in_file = {table: tuple(name for (name,) in desk.workspace.rows(sql, (table,))) for table in DATA_COLUMNS}
    assert in_file == dict(DATA_COLUMNS)


def test_opening_and_reading_a_file_loads_no_orm(closed: Path) -> None:
    lines = (
        "import sys",
        "from pathlib import Path",
        "from desktop_pipeline.actions import open_workspace",
        "open_workspace(Path(sys.argv[1])).close()",
        "assert 'apsw' in sys.modules",
        "print([name for name in sys.modules if name.startswith(('peewee', 'playhouse'))])",
    )
    ended = subprocess.run(
        [sys.executable, "-c", "\n".join(lines), str(closed)], capture_output=True, text=True, check=False
    )
    assert ended.stdout == "[]\n", ended.stderr


def test_a_file_of_this_version_is_not_copied(closed: Path) -> None:
    opened(closed, MIGRATIONS).close()
    assert others(closed) == set()


def test_an_older_file_is_copied_first_and_keeps_every_row_and_figure(closed: Path, tmp_path: Path) -> None:
    before = dump_file(closed)
    with open_workspace(closed, read_only=True) as workspace:
        content, figures = read_content(workspace), read_figures(workspace)
    with opened(closed, steps(tmp_path, wishes=COLUMN_AND_TABLE)) as workspace:
        after = read_content(workspace)
        assert [row[:-1] for row in after.pop("deal").values()] == [*content.pop("deal").values()]
        assert after == content
        assert read_figures(workspace) == figures
        assert workspace.value("select count(*) from wish") == 0
        assert workspace.value("pragma user_version") == latest_version() + 1
        assert workspace.value("pragma foreign_key_check") is None
        with workspace.journal.change("Look") as draft:
            assert draft.value("pragma foreign_keys") == 1
    copies = {name for name in others(closed) if name.endswith(".pipeline")}
    assert copies == {f"deals (before version {latest_version() + 1}).pipeline"}
    assert dump_file(closed.with_name(copies.pop())) == before


def test_changes_from_before_a_new_column_are_still_undone_and_redone(closed: Path, tmp_path: Path) -> None:
    with opened(closed, steps(tmp_path, wishes=COLUMN_AND_TABLE)) as workspace:
        assert workspace.journal.redo().label == "New deal “Walnut chair”"
        assert workspace.value("select count(*) from deal") == 2
        workspace.journal.undo()
        workspace.journal.undo()
        assert workspace.value("select count(*) from deal") == 0


def test_rebuilding_a_table_does_not_fire_its_cascades(closed: Path, tmp_path: Path) -> None:
    events = sum("history_event" in line for line in dump_file(closed))
    with opened(closed, steps(tmp_path, wishes=COLUMN_AND_TABLE, none=REBUILD)) as workspace:
        assert workspace.value("select count(*) from history_event") == 1
        assert read_search_objects(closed) == OBJECTS
    assert sum("history_event" in line for line in dump_file(closed)) == events


@pytest.mark.parametrize(
    "failing", [FAILING, "def up(migrator, db):\n    raise ValueError('our own fault')\n"], ids=["engine", "code"]
)
def test_a_failing_migration_leaves_the_file_as_it_was(closed: Path, tmp_path: Path, failing: str) -> None:
    before = dump_file(closed)
    migrations = steps(tmp_path, wishes=COLUMN_AND_TABLE, failing=failing)
    with pytest.raises((CannotOpenError, ValueError)):
        opened(closed, migrations)
    assert dump_file(closed) == before
    assert others(closed) == set()
    opened(closed, MIGRATIONS).close()


def test_a_failing_migration_is_said_in_words(closed: Path, tmp_path: Path) -> None:
    with pytest.raises(CannotOpenError, match="could not be brought to the format of this version"):
        opened(closed, steps(tmp_path, wishes=COLUMN_AND_TABLE, failing=FAILING))


def test_an_earlier_copy_is_never_replaced(closed: Path, tmp_path: Path) -> None:
    first = closed.with_name(f"deals (before version {latest_version() + 1}).pipeline")
    first.write_bytes(b"kept")
    opened(closed, steps(tmp_path, wishes=COLUMN_AND_TABLE)).close()
    assert first.read_bytes() == b"kept"
    assert closed.with_name(f"deals (before version {latest_version() + 1}, 2).pipeline").exists()


def test_an_older_file_is_not_opened_to_read_only(closed: Path, tmp_path: Path) -> None:
    before = closed.read_bytes()
    with pytest.raises(RefusedError, match="older version"):
        opened(closed, steps(tmp_path, wishes=COLUMN_AND_TABLE), read_only=True)
    assert closed.read_bytes() == before


def test_a_migrated_file_is_refused_by_the_older_program(closed: Path, tmp_path: Path) -> None:
    opened(closed, steps(tmp_path, wishes=COLUMN_AND_TABLE)).close()
    before = closed.read_bytes()
    with pytest.raises(RefusedError, match="newer version"):
        opened(closed, MIGRATIONS)
    assert closed.read_bytes() == before
