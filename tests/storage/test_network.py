from pathlib import Path

import pytest

from desktop_pipeline.storage.checking import check_file
from desktop_pipeline.storage.database import open_for_writing
from desktop_pipeline.storage.network import choose_journal_mode, find_kind, find_network, read_mounts_of_mac
from desktop_pipeline.storage.workspace import create_workspace, open_workspace, write_setting
from tests.workspaces import Desk, read_content

MOUNTS = """/dev/sda1 / ext4 rw 0 0
proc /proc proc rw 0 0
/dev/sdb1 /media/win fuseblk rw 0 0
server:/home /home nfs4 rw 0 0
//nas/team /mnt/our\\040team cifs rw 0 0
me@host: /home/me/far fuse.sshfs rw 0 0
/dev/sdc1 /home/me/near ext4 rw 0 0
//old/share /mnt/both smb3 rw 0 0
/dev/sdd1 /mnt/both xfs rw 0 0
nonsense
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/srv", None),
        ("/media/win/deals", None),
        ("/home/me", "nfs4"),
        ("/home/me/near/deals", None),
        ("/home/me/far/deals", "fuse.sshfs"),
        ("/mnt/our team/deals", "cifs"),
        ("/mnt/our", None),
        ("/mnt/both", None),
    ],
)
def test_a_folder_on_another_computer_is_recognised(folder: str, kind: str | None, tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS)
    assert find_network(Path(folder), mounts) == kind


MOUNTS_OF_MAC = """/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
devfs on /dev (devfs, local, nobrowse)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse, protect, root data)
map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)
//ann@nas.local/team on /Volumes/our team (old) (smbfs, nodev, nosuid, mounted by ann)
server:/deals on /Volumes/deals (nfs)
/dev/disk4s1 on /Volumes/STICK (msdos, local, nodev, nosuid, noowners, noatime, fskit)
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/Users/ann", None),
        ("/Volumes/our team (old)/deals", "smbfs"),
        ("/Volumes/our", None),
        ("/Volumes/deals", "nfs"),
        ("/Volumes/STICK", None),
    ],
)
def test_a_folder_on_another_computer_is_recognised_on_a_mac(folder: str, kind: str | None) -> None:
    assert find_kind(Path(folder), read_mounts_of_mac(MOUNTS_OF_MAC)) == kind


def test_where_nothing_tells_the_disk_counts_as_near(tmp_path: Path) -> None:
    assert find_network(tmp_path, tmp_path / "no such file") is None
    assert choose_journal_mode(tmp_path / "deals.pipeline") == "wal"


def test_a_file_is_brought_from_the_log_and_back(desk: Desk) -> None:
    desk.deal()
    desk.workspace.close()
    for mode in ("truncate", "wal"):
        connection = open_for_writing(desk.path, journal_mode=mode)
        assert connection.pragma("journal_mode") == mode
        assert next(iter(connection.execute("select count(*) from deal")))[0] == 1
        connection.close()


@pytest.mark.parametrize("read_only", [False, True])
def test_a_change_that_was_cut_off_without_a_log_is_undone_on_opening(desk: Desk, *, read_only: bool) -> None:
    desk.deal()
    before = read_content(desk.workspace)
    desk.workspace.close()
    connection = open_for_writing(desk.path, journal_mode="truncate")
    connection.execute("pragma cache_spill=1")
    connection.execute("pragma cache_size=5")
    connection.execute("begin immediate")
    connection.execute(
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < 2000)"
        " insert into note (deal_id, text, at, author) select 1, printf('%.*c', 400, 'x'), 0, 'ann' from n"
    )
    files = {path: path.read_bytes() for path in desk.path.parent.glob("deals.pipeline*")}
    connection.execute("rollback")
    connection.close()
    for path, content in files.items():  # as a killed program leaves them
        path.write_bytes(content)
    assert desk.path.with_name("deals.pipeline-journal").stat().st_size
    with open_workspace(desk.path, read_only=read_only) as again:
        assert read_content(again) == before
        assert check_file(again) == []


def test_nothing_is_left_beside_a_file_that_was_written_without_a_log(tmp_path: Path) -> None:
    path = tmp_path / "deals.pipeline"
    with create_workspace(path, with_log=False) as workspace, workspace.journal.change("Named") as draft:
        write_setting(draft, "base_currency", "USD")
    assert [each.name for each in tmp_path.iterdir()] == ["deals.pipeline"]
    with open_workspace(path, read_only=True) as again:
        assert again.base_currency == "USD"
