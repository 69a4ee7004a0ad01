"""An import that is given up while its files are read."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from desktop_pipeline.actions.importing.study import Study
from desktop_pipeline.storage.workspace import Workspace
from tests.workspaces import make_desk


class GivenUpError(Exception):
    """Nobody waits for it any more."""


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_reading_that_nobody_waits_for_any_more_ends_in_its_midst(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"deals.{ending}"
    if ending == "csv":
        path.write_text("Title,Value\n" + "Counter,7\n" * 20_000, encoding="utf-8")
    else:
        workbook = Workbook()
        assert workbook.active is not None
        for row in [("Title", "Value"), ("Counter", 7)]:
            workbook.active.append(row)
        workbook.save(path)
    asked = []

    def give_up(done: int, _total: int) -> None:
        asked.append(done)
        if len(asked) == 2:  # the first time it is told which file begins
            raise GivenUpError

    with make_desk(tmp_path, template=None).workspace as workspace:
        assert isinstance(workspace, Workspace)
        with pytest.raises(GivenUpError):
            Study(workspace, [path], progress=give_up)
    assert asked == [0, 0]
