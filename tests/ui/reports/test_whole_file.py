"""A report is written whole or not at all, and says in one sentence why not."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from desktop_pipeline.domain.errors import RefusedError
from desktop_pipeline.ui.reports.images import picture_of, writing_picture
from desktop_pipeline.ui.reports.pages import finish
from desktop_pipeline.ui.reports.pdf import write_pdf, writing_pdf
from tests.ui.reports.contents import FORMATS, deal_table, lay_out_on, make_content
from tests.ui.reports.paper import check_paper

pytestmark = pytest.mark.usefixtures("qapp")
ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.skipif(sys.platform == "win32", reason="no limit can be set on the length of files")
def test_a_full_disk_leaves_the_older_file_and_no_half_of_a_new_one(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.ui.reports.full_disk", str(tmp_path)]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    assert "Traceback" not in ended.stderr
    *short, pdf, picture = json.loads(ended.stdout)
    assert len(short) == 8
    for end in short:
        assert "could not be written" in end["said"]
        assert "nothing was changed" in end["said"]
        assert end["left"] == [end["name"]]
        assert end["is_older"], end
    for end in (pdf, picture):
        assert (end["said"], end["left"], end["is_older"]) == ("", [end["name"]], False)
    check_paper(tmp_path / "10000000-r.pdf" / "r.pdf")


@pytest.mark.parametrize("name", ["nowhere/r.pdf", "r.pdf/r.pdf", "x" * 300 + ".pdf"])
def test_a_place_that_cannot_be_written_is_one_plain_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / "r.pdf").write_bytes(b"older")
    with pytest.raises(
        RefusedError, match=r"could not be written .*Choose another folder or name; nothing was changed\."
    ):
        write_pdf(tmp_path / name, make_content(deal_table(3)), FORMATS)
    assert [path.name for path in tmp_path.iterdir()] == ["r.pdf"]


def test_a_name_as_long_as_may_be_is_written(tmp_path: Path) -> None:
    target = tmp_path / ("x" * 251 + ".pdf")
    write_pdf(target, make_content(deal_table(3)), FORMATS)
    check_paper(target)


def test_two_that_write_the_same_file_at_once_leave_one_whole(tmp_path: Path) -> None:
    target = tmp_path / "r.pdf"
    works = [writing_pdf(target, lay_out_on(make_content(deal_table(60)))) for _work in range(2)]
    while works:
        for work in list(works):
            try:
                next(work)
            except StopIteration:
                works.remove(work)
    assert [path.name for path in tmp_path.iterdir()] == ["r.pdf"]
    check_paper(target)


def test_a_picture_of_a_page_is_the_page_on_white(tmp_path: Path) -> None:
    pages = lay_out_on(make_content(deal_table(80)), "Letter", landscape=True)
    finish(writing_picture(tmp_path / "page.png", pages, 2, 100))
    image = QImage(str(tmp_path / "page.png"))
    assert (image.width(), image.height()) == (1100, 850)
    assert image.pixelColor(2, 2).lightness() == 255
    assert image == picture_of(pages, 2, 100).convertToFormat(image.format())
    assert image != picture_of(pages, 1, 100).convertToFormat(image.format())


def test_a_picture_never_takes_the_place_of_a_workspace(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="name of a workspace"):
        finish(writing_picture(tmp_path / "new.pipeline", lay_out_on(make_content()), 1))
    assert list(tmp_path.iterdir()) == []
