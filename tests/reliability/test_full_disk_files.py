"""A disk that is full at any point of an import or an export: all of it, or a sentence and none of it."""

from pathlib import Path

import openpyxl
import pytest

from desktop_pipeline.actions.workspaces import make_workspace
from tests.reliability.full_disk import run_limited
from tests.workspaces import Content, copy_file, import_file, make_desk, open_desk, read_content, write_sheet

ROWS = 600
# More than any file that these write, in bytes; room for ever more of it is given
IMPORT, WORKBOOK, TABLE = 1_600_000, 900_000, 300_000


def make_files(folder: Path) -> tuple[Path, Content]:
    """A workspace of some deals, with a sheet of more beside it."""
    desk = make_desk(folder)
    import_file(desk.workspace, write_sheet(folder / "start.csv", ROWS, stages=["Meeting"], mark="start-"))
    before = read_content(desk.workspace)
    desk.workspace.close()
    return desk.path, before


def limits(most: int, *, long_run: bool) -> list[int]:
    points = 40 if long_run else 6
    return [most * point // points for point in range(points + 1)]


@pytest.mark.slow
def test_an_import_on_a_full_disk_is_whole_or_refused_and_goes_on_after(
    tmp_path: Path, long_run: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESKTOP_PIPELINE_HOME", str(tmp_path / "home"))
    (tmp_path / "start").mkdir()
    start, before = make_files(tmp_path / "start")
    ends = {True: 0, False: 0}
    for limit in limits(IMPORT, long_run=long_run):
        folder = tmp_path / str(limit)
        folder.mkdir()
        path = copy_file(start, folder / start.name)
        sheet = write_sheet(folder / "more.csv", ROWS, stages=["Meeting"], mark="more-")
        is_done = run_limited("import", path, limit)
        ends[is_done] += 1
        with open_desk(path) as desk:
            assert desk.faults() == []
            assert (read_content(desk.workspace) == before) == (not is_done), limit
            if not is_done:
                import_file(desk.workspace, sheet)
            assert desk.workspace.value("select count(*) from deal") == 2 * ROWS
            desk.journal.undo()
            assert read_content(desk.workspace) == before
    assert all(ends.values()), ends


def test_an_import_that_was_to_make_its_workspace_on_a_full_disk_leaves_nothing(tmp_path: Path) -> None:
    empty = make_workspace(tmp_path / "empty.pipeline", template=None)
    empty.close()
    folder = tmp_path / "full"
    folder.mkdir()
    write_sheet(folder / "more.csv", 3_000, stages=["Meeting"])
    # The file itself cannot take in a page of its log
    for limit in (empty.path.stat().st_size - 4096 * pages for pages in range(8)):
        assert not run_limited("import", folder / "new.pipeline", limit)
        assert [file.name for file in folder.iterdir()] == ["more.csv"], limit


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "most"), [("xlsx", WORKBOOK), ("csv", TABLE)])
def test_an_export_on_a_full_disk_is_whole_or_leaves_what_was_there(
    kind: str, most: int, tmp_path: Path, long_run: bool
) -> None:
    path, _content = make_files(tmp_path)
    out = path.with_name(f"out.{kind}")
    out.write_bytes(b"what was there")
    there = list_beside(path)
    ends = {True: 0, False: 0}
    for limit in limits(most, long_run=long_run):
        is_done = run_limited(f"export {kind}", path, limit)
        ends[is_done] += 1
        assert list_beside(path) == there
        if is_done:
            check_whole(out)
            out.write_bytes(b"what was there")
        assert out.read_bytes() == b"what was there"
    assert all(ends.values()), ends


def list_beside(path: Path) -> list[str]:
    """The files in its folder that are not the engine's own."""
    return sorted(file.name for file in path.parent.iterdir() if not file.name.startswith(path.name))


def check_whole(out: Path) -> None:
    if out.suffix == ".csv":
        assert out.read_text(encoding="utf-8-sig").count("\n") == ROWS + 1
        return
    book = openpyxl.load_workbook(out, read_only=True)
    assert sum(1 for _row in book["Deals"].iter_rows()) == ROWS + 1
    book.close()
