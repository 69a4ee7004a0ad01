import os
import stat
import sys
from pathlib import Path

import pytest

from desktop_pipeline.actions.attachments import (
    attach_files,
    find_outside,
    is_harmful,
    open_copy,
    remove_attachment,
    rename_attachment,
    save_attachment,
)
from desktop_pipeline.domain.custom_fields import FieldSubject
from desktop_pipeline.domain.errors import CannotOpenError, InvalidError, NotFoundError
from desktop_pipeline.domain.file_names import LARGEST_COPY, can_do_harm, clean_file_name
from desktop_pipeline.queries.deal_parts import AttachedFile, read_files
from desktop_pipeline.storage.journal_pruning import JournalLimits, prune_journal
from desktop_pipeline.storage.tables import Attachment
from tests.program import run_program
from tests.workspaces import Desk, read_content

PLAN = b"%PDF-1.7 floor plan"


@pytest.fixture
def deal(desk: Desk) -> int:
    return desk.deal()


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "Floor-2 plan.pdf"
    path.write_bytes(PLAN)
    return path


def attach(desk: Desk, deal: int, *paths: Path) -> object:
    return attach_files(desk.workspace, FieldSubject.DEAL, deal, list(paths), at=desk.later())


def files(desk: Desk, deal: int) -> tuple[AttachedFile, ...]:
    return read_files(desk.workspace, FieldSubject.DEAL, deal)


def kept(desk: Desk) -> int:
    return int(desk.workspace.value("select count(*) from stored_file"))


def test_a_file_is_copied_in_and_survives_its_original_and_a_restart(desk: Desk, deal: int, plan: Path) -> None:
    attach(desk, deal, plan)
    plan.unlink()
    desk.reopen_file()
    (file,) = files(desk, deal)
    assert (file.name, file.size, file.link, file.who) == ("Floor-2 plan.pdf", len(PLAN), None, "ann")
    copy = open_copy(desk.workspace, file.attachment_id, plan.parent / "shown")
    assert (copy.name, copy.read_bytes()) == ("Floor-2 plan.pdf", PLAN)
    assert stat.S_IMODE(copy.stat().st_mode) == (0o444 if sys.platform == "win32" else 0o400)
    assert open_copy(desk.workspace, file.attachment_id, plan.parent / "shown") == copy


def test_undo_and_redo_bring_a_file_away_and_back(desk: Desk, deal: int, plan: Path) -> None:
    before = read_content(desk.workspace)
    attach(desk, deal, plan)
    after = read_content(desk.workspace)
    desk.journal.undo()
    assert (read_content(desk.workspace), files(desk, deal)) == (before, ())
    desk.journal.redo()
    assert read_content(desk.workspace) == after
    attachment = files(desk, deal)[0].attachment_id
    remove_attachment(desk.workspace, attachment)
    assert files(desk, deal) == ()
    desk.journal.undo()
    save_attachment(desk.workspace, attachment, plan.parent / "again.pdf")
    assert (plan.parent / "again.pdf").read_bytes() == PLAN


def test_the_same_content_is_kept_once_and_collected_when_nothing_names_it(desk: Desk, deal: int, plan: Path) -> None:
    second = plan.with_name("copy.pdf")
    second.write_bytes(PLAN)
    attach(desk, deal, plan, second)
    assert (len(files(desk, deal)), kept(desk)) == (2, 1)
    assert attach(desk, deal, plan) is None
    for file in files(desk, deal):
        remove_attachment(desk.workspace, file.attachment_id)
    assert prune_journal(desk.journal, JournalLimits(), at=desk.now).files == 0  # undo needs it still
    with desk.journal.upkeep() as draft:
        draft.execute("update journal_entry set changeset = null, state = 'sealed'")
    assert prune_journal(desk.journal, JournalLimits(), at=desk.now).files == 1
    assert kept(desk) == 0


def test_a_large_file_and_a_folder_are_linked(desk: Desk, deal: int, tmp_path: Path) -> None:
    large, folder = tmp_path / "video.mp4", tmp_path / "Site photos"
    with large.open("wb") as stream:
        stream.truncate(LARGEST_COPY + 1)
    folder.mkdir()
    attach(desk, deal, large, folder)
    linked = {file.name: file for file in files(desk, deal)}
    assert linked["video.mp4"].link == str(large)
    assert linked["video.mp4"].size == LARGEST_COPY + 1
    assert (linked["Site photos"].link, linked["Site photos"].size) == (str(folder), None)
    assert kept(desk) == 0
    assert open_copy(desk.workspace, linked["video.mp4"].attachment_id, tmp_path) == large
    large.unlink()
    with pytest.raises(CannotOpenError, match="not there any more"):
        open_copy(desk.workspace, linked["video.mp4"].attachment_id, tmp_path)


def link_to(desk: Desk, deal: int, link: str) -> int:
    """As a file from elsewhere has it."""
    with desk.journal.change("Link") as draft:
        return draft.insert(Attachment, deal=deal, name="plan.pdf", size=10, link=link, at=desk.now, who="ann")


@pytest.mark.parametrize("link", ["//evil.example/share/plan.pdf", "\\\\evil.example\\share\\plan.pdf", "plan.pdf", ""])
def test_a_link_to_another_computer_or_to_nowhere_is_never_followed(desk: Desk, deal: int, link: str) -> None:
    attached = link_to(desk, deal, link)
    assert not is_harmful(desk.workspace, attached)
    with pytest.raises(CannotOpenError):
        open_copy(desk.workspace, attached, desk.path.parent)
    with pytest.raises(CannotOpenError):
        save_attachment(desk.workspace, attached, desk.path.with_name("saved.pdf"))
    assert not desk.path.with_name("saved.pdf").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="only an administrator makes links")
def test_a_link_to_a_symbolic_link_is_not_followed(desk: Desk, deal: int, plan: Path) -> None:
    pointing = plan.with_name("pointing.pdf")
    pointing.symlink_to(plan)
    attached = link_to(desk, deal, str(pointing))
    with pytest.raises(CannotOpenError, match="itself a link"):
        open_copy(desk.workspace, attached, plan.parent)
    with pytest.raises(CannotOpenError, match="itself a link"):
        save_attachment(desk.workspace, attached, plan.with_name("saved.pdf"))


def test_what_is_linked_outside_the_folder_of_the_workspace_is_told(
    desk: Desk, deal: int, plan: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "secret.pdf"
    elsewhere.write_bytes(PLAN)
    assert find_outside(desk.workspace, link_to(desk, deal, str(elsewhere))) == elsewhere
    winding = plan.parent / ".." / elsewhere.parent.name / elsewhere.name
    assert find_outside(desk.workspace, link_to(desk, deal, str(winding))) == winding
    beside = link_to(desk, deal, str(plan))
    assert find_outside(desk.workspace, beside) is None
    assert not is_harmful(desk.workspace, beside)
    if sys.platform != "win32":
        plan.chmod(0o755)
        assert is_harmful(desk.workspace, beside)
    save_attachment(desk.workspace, beside, plan.with_name("saved.pdf"))
    assert plan.with_name("saved.pdf").read_bytes() == PLAN


def test_a_file_of_just_the_largest_size_is_copied(desk: Desk, deal: int, tmp_path: Path) -> None:
    path = tmp_path / "just.bin"
    with path.open("wb") as stream:
        stream.truncate(LARGEST_COPY)
    attach(desk, deal, path)
    assert files(desk, deal)[0].link is None


def test_links_pipes_and_what_is_missing_are_refused_and_then_nothing_is_attached(
    desk: Desk, deal: int, plan: Path
) -> None:
    link, pipe = plan.with_name("link.pdf"), plan.with_name("pipe")
    if sys.platform == "win32":
        pytest.skip("pipes have no place in a folder")
    link.symlink_to(plan)
    os.mkfifo(pipe)
    before = read_content(desk.workspace)
    for bad in (link, pipe, plan.with_name("none.pdf")):
        with pytest.raises(CannotOpenError, match=bad.name):
            attach(desk, deal, plan, bad)
    with pytest.raises(InvalidError, match="50 files"):
        attach(desk, deal, *[plan] * 51)
    with pytest.raises(NotFoundError):
        attach(desk, 4711, plan)
    assert (read_content(desk.workspace), kept(desk)) == (before, 0)


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\plan.pdf", "plan.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("a\x00b\n<c>.txt", "abc.txt"),
        ("CON.txt", "_CON.txt"),
        ("..", "file"),
        ("  spaced . ", "spaced"),
        ("größe 🪚.pdf", "größe 🪚.pdf"),
        ("x" * 400 + ".pdf", "x" * 176 + ".pdf"),
        ("x" * 400, "x" * 180),
        ("資料" * 60 + ".pdf", "資料" * 37 + "資.pdf"),
    ],
)
def test_a_name_is_only_a_name(name: str, cleaned: str) -> None:
    assert clean_file_name(name) == cleaned


def test_what_could_run_is_known_by_name_and_by_content(desk: Desk, deal: int, tmp_path: Path) -> None:
    assert can_do_harm("Setup.EXE")
    assert can_do_harm("page.html")
    assert not can_do_harm("plan.pdf")
    assert not can_do_harm("exe")
    script = tmp_path / "harmless.txt"
    script.write_bytes(b"#!/bin/sh\n")
    attach(desk, deal, script)
    assert is_harmful(desk.workspace, files(desk, deal)[0].attachment_id)


def test_a_file_is_renamed_without_a_path(desk: Desk, deal: int, plan: Path) -> None:
    attach(desk, deal, plan)
    attachment = files(desk, deal)[0].attachment_id
    rename_attachment(desk.workspace, attachment, "../plan 2.pdf")
    assert files(desk, deal)[0].name == "plan 2.pdf"
    with pytest.raises(InvalidError):
        rename_attachment(desk.workspace, attachment, " ")


def test_damaged_content_is_said_and_not_handed_out(desk: Desk, deal: int, plan: Path) -> None:
    attach(desk, deal, plan)
    with desk.journal.change("Break") as draft:
        draft.execute("update stored_file set content = x'00'")
    with pytest.raises(CannotOpenError, match="damaged"):
        open_copy(desk.workspace, files(desk, deal)[0].attachment_id, plan.parent)


def test_everything_out_holds_the_files_too(desk: Desk, deal: int, plan: Path) -> None:
    attach(desk, deal, plan)
    digest = desk.workspace.value("select digest from attachment")
    out = plan.parent / "out"
    assert run_program("export", desk.path, "--all", out).code == 0
    assert [path.name for path in (out / "files").iterdir()] == [f"{digest}.pdf"]
    assert (out / "files" / f"{digest}.pdf").read_bytes() == PLAN
    assert digest in (out / "attachment.csv").read_text(encoding="utf-8")
