"""Real files of every schema so far: each opens, is copied first, is brought up, and keeps every row and figure.

`schema-N.pipeline` is a sample company of 12 open and 20 closed deals as of 9 June 2026, made by the program of that
time; `schema-N.figures.json` is what that program's `metrics` command said of it. In that of the fourth somebody has
worked: seven steps of its journal can be undone, and one done again.
"""

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_pipeline.actions.backups import Reason, make_backup, restore_backup
from desktop_pipeline.actions.deals import create_deal
from desktop_pipeline.actions.offers import make_offer, send_offer
from desktop_pipeline.domain.periods import trailing_year
from desktop_pipeline.metrics.telling.document import to_document
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.offers import read_offer
from desktop_pipeline.storage.schema import latest_version
from desktop_pipeline.storage.workspace import open_workspace
from tests.workspaces import Clock, open_desk, read_content

FOLDER = Path(__file__).parents[1] / "data" / "workspaces"
VERSIONS = sorted(int(path.stem.removeprefix("schema-")) for path in FOLDER.glob("schema-*.pipeline"))
NOW = datetime(2026, 6, 9, 10, 25, tzinfo=UTC)


@pytest.fixture(params=VERSIONS)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(FOLDER / f"schema-{request.param}.pipeline", tmp_path / f"{request.param}.pipeline"))


def read_raw(path: Path) -> dict[str, list[dict[str, object]]]:
    """Every row of every table of ours by the names of its columns, without leaning on our code."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        tables = [
            row[0]
            for row in connection.execute(
                "select name from sqlite_master where type = 'table' and name not like 'sqlite%'"
                " and name not like 'search%' and name not like 'schema%' order by name"
            )
        ]
        # The names are the file's own.
        return {
            table: [dict(row) for row in connection.execute(f"select * from {table} order by id")]  # noqa: S608
            for table in tables
        }


def test_every_row_is_kept(old: Path) -> None:
    before = read_raw(old)
    open_workspace(old, clock=Clock(NOW), who="ann").close()
    after = read_raw(old)
    for table, rows in before.items():
        assert [{column: row[column] for column in rows[0]} for row in after[table]] == rows, table
    assert {"deal", "history_event", "journal_entry"} <= before.keys()
    copy = old.with_name(f"{old.stem} (before version {int(old.stem) + 1}).pipeline")
    assert read_raw(copy) == before


def test_every_figure_is_kept(old: Path) -> None:
    told = json.loads((FOLDER / f"schema-{old.stem}.figures.json").read_text(encoding="utf-8"))
    with open_workspace(old, clock=Clock(NOW), who="ann") as workspace:
        day = NOW.date()
        figures = json.loads(json.dumps(to_document(Figures(workspace).overview(day, trailing_year(day))), default=str))
    assert {key: figures[key] for key in told} == told


def test_it_is_sound_and_work_goes_on(old: Path) -> None:
    with open_desk(old) as desk:
        assert desk.faults() == []
        assert desk.workspace.value("pragma user_version") == latest_version()
        made = create_deal(
            desk.workspace, title="New", stage_id=desk.stages()[0], at=NOW, organisation=None, value=None
        )
        desk.journal.undo()
        assert desk.workspace.value("select 1 from deal where id = ?", (made,)) is None


def test_a_backup_of_that_time_is_restored(old: Path, tmp_path: Path) -> None:
    backup = make_backup(old, tmp_path / "kept", at=NOW, reason=Reason.BY_HAND)
    before = read_raw(old)
    open_workspace(old, clock=Clock(NOW), who="ann").close()
    restored = restore_backup(backup.path, old, at=NOW, who="ann")
    assert restored.contents.version == int(old.stem)
    assert read_raw(old) == before


def test_steps_of_the_fourth_schema_are_undone_and_done_again(tmp_path: Path) -> None:
    path = Path(shutil.copyfile(FOLDER / "schema-4.pipeline", tmp_path / "4.pipeline"))
    with open_desk(path) as desk:
        made = desk.journal.redo()
        assert made.label == "Note on “Reception and waiting area”"
        contents = []
        while desk.journal.next_undo():
            contents.append(read_content(desk.workspace))
            desk.journal.undo()
        assert len(contents) == 8
        assert desk.workspace.value("select count(*) from milestone_mark where milestone = 'mql'") == 0
        assert desk.faults() == []
        for content in reversed(contents):
            desk.journal.redo()
            assert read_content(desk.workspace) == content
        # An older step is taken back while later ones stand.
        entry = next(entry for entry in desk.journal.entries() if entry.label == "Set the target of 2026-07")
        desk.journal.take_back(entry.entry_id)
        assert desk.faults() == []


def test_offers_are_made_in_a_file_of_the_fourth_schema(tmp_path: Path) -> None:
    path = Path(shutil.copyfile(FOLDER / "schema-4.pipeline", tmp_path / "4.pipeline"))
    with open_desk(path) as desk:
        desk.clock.now = NOW
        deal = desk.workspace.value(
            "select deal_id from line_item group by deal_id having min(amount is not null) order by deal_id"
        )
        offer = make_offer(desk.workspace, int(deal), on=NOW.date())
        send_offer(desk.workspace, offer, on=NOW.date())
        assert read_offer(desk.workspace, offer).document.company.name == "Alder Row Joinery"
        assert desk.faults() == []
