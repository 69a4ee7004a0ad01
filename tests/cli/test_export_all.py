"""The export of everything: a folder that other programs read, and that tells what lies in it."""

import csv
import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from desktop_pipeline.actions import open_workspace
from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.domain.money import to_minor
from desktop_pipeline.queries.whole import read_whole
from desktop_pipeline.storage.data_tables import DATA_TABLES
from desktop_pipeline.storage.fields import InstantField
from desktop_pipeline.storage.instants import to_microseconds
from desktop_pipeline.storage.outline import DATA_NAMES, name_of
from tests.program import run_program

Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    place = tmp_path_factory.mktemp("exported")
    workspace, folder = place / "d.pipeline", place / "all"
    assert run_program("demo", workspace, "--today", "2026-06-09", "--open", 34, "--closed", 60).code == 0
    made = run_program(
        "deal", workspace, "new", "Tea house", "value=125000", "currency=JPY", "--at", "2026-06-09 08:30"
    )
    assert made.code == 0
    assert run_program("export", workspace, "--all", folder).code == 0
    return workspace, folder


def read_json(folder: Path, name: str) -> Rows:
    rows: Rows = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    return rows


def read_csv(folder: Path, name: str) -> Rows:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_instants_money_and_kinds_are_told_as_people_and_programs_read_them(exported: tuple[Path, Path]) -> None:
    _workspace, folder = exported
    (tea,) = [deal for deal in read_json(folder, "deal") if deal["title"] == "Tea house"]
    assert (tea["value"], tea["currency"], tea["created_at"]) == ("125000", "JPY", "2026-06-09T08:30:00+00:00")
    assert tea["is_value_by_hand"] is True
    (told,) = [deal for deal in read_csv(folder, "deal") if deal["title"] == "Tea house"]
    assert (told["value"], told["created_at"], told["closed_at"]) == ("125000", "2026-06-09T08:30:00+00:00", "")
    assert told["is_value_by_hand"] == "true"
    events = {event["kind"] for event in read_json(folder, "history_event")}
    assert {"created", "moved", "won", "lost", "expected_close"} <= events <= {kind.name.lower() for kind in EventKind}
    measures = {target["measure"]: target["amount"] for target in read_json(folder, "target")}
    assert measures["money"].endswith(".00")
    assert all(Decimal(line["price"]) for line in read_json(folder, "line_item") if line["price"])


def test_nothing_is_lost_by_telling_it_so(exported: tuple[Path, Path]) -> None:
    workspace, folder = exported
    instants = {
        (name_of(table), field.column_name)
        for table in DATA_TABLES
        for field in table._meta.sorted_fields
        if isinstance(field, InstantField)
    }
    with open_workspace(workspace, read_only=True) as opened, opened.reading() as view:
        stored = {table.name: table for table in read_whole(view)}
    assert set(stored) == set(DATA_NAMES)
    for name, column in instants:
        table = stored[name]
        place = table.columns.index(column)
        told = [row[column] for row in read_json(folder, name)]
        back = [None if cell is None else to_microseconds(datetime.fromisoformat(cell)) for cell in told]
        assert back == [row[place] for row in table.rows], (name, column)
    deals, values = read_json(folder, "deal"), stored["deal"].columns.index("value")
    back = [None if deal["value"] is None else to_minor(Decimal(deal["value"]), deal["currency"]) for deal in deals]
    assert back == [row[values] for row in stored["deal"].rows]
    for name, table in stored.items():
        assert [row["id"] for row in read_json(folder, name)] == [row[0] for row in table.rows]


def test_a_guide_in_the_folder_tells_every_table_and_column(exported: tuple[Path, Path]) -> None:
    _workspace, folder = exported
    guide = (folder / "README.txt").read_text(encoding="utf-8")
    for path in folder.glob("*.csv"):
        heads = path.read_text(encoding="utf-8").split("\n", 1)[0]
        assert f"\n{path.stem}: " in guide
        assert f"\n    {heads.replace(',', ', ')}\n" in guide
