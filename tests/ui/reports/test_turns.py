"""Stepwise work in the free turns of the window's loop."""

from collections.abc import Generator
from pathlib import Path
from time import perf_counter, sleep

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from desktop_pipeline.domain.errors import RefusedError
from desktop_pipeline.ui.reports.pages import Pages, lay_out
from desktop_pipeline.ui.reports.pdf import writing_pdf
from desktop_pipeline.ui.reports.sheet import page_layout, sheet_of
from desktop_pipeline.ui.reports.turns import Turns
from tests.ui.reports.contents import FORMATS, deal_table, lay_out_on, make_content
from tests.ui.reports.paper import check_paper

pytestmark = pytest.mark.usefixtures("qapp")
Steps = Generator[tuple[int, int], None, object]


def count_to(most: int, seconds: float = 0.0) -> Steps:
    for number in range(1, most + 1):
        sleep(seconds)
        yield number, most
    return "done"


def refuse() -> Steps:
    yield 1, 2
    message = "It cannot be."
    raise RefusedError(message)


def test_the_result_comes_after_the_loop_has_turned_and_tells_how_far_it_is(qtbot: QtBot) -> None:
    turns, heard = Turns(), list[object]()
    turns.progressed.connect(lambda done, total: heard.append((done, total)))
    turns.run(count_to(20, 0.003))
    assert turns.is_running
    assert not heard
    with qtbot.waitSignal(turns.done) as done:
        pass
    assert done.args == ["done"]
    assert not turns.is_running
    assert len(heard) > 3
    assert heard == sorted(heard)
    assert all(total == 20 for _done, total in heard)


def test_a_refusal_is_told_and_ends_the_work(qtbot: QtBot) -> None:
    turns = Turns()
    with qtbot.waitSignal(turns.failed) as failed:
        turns.run(refuse())
    assert failed.args is not None
    assert str(failed.args[0]) == "It cannot be."
    assert not turns.is_running


def test_newer_work_takes_the_place_of_older(qtbot: QtBot) -> None:
    turns, results, ended = Turns(), list[object](), list[bool]()

    def older() -> Steps:
        try:
            return (yield from count_to(1000, 0.001))
        finally:
            ended.append(True)

    turns.done.connect(results.append)
    turns.run(older())
    qtbot.wait(30)
    with qtbot.waitSignal(turns.done):
        turns.run(count_to(2))
    assert ended == [True]
    assert results == ["done"]


def test_what_is_given_up_answers_nobody(qtbot: QtBot) -> None:
    turns, heard = Turns(), list[object]()
    turns.done.connect(heard.append)
    turns.failed.connect(heard.append)
    turns.run(count_to(3))
    turns.cancel()
    turns.cancel()
    qtbot.wait(30)
    assert heard == []


def make_pdf(path: Path) -> Generator[tuple[int, int], None, int]:
    pages: Pages = yield from lay_out(make_content(deal_table(1500)), sheet_of(page_layout("A4")), FORMATS)
    return (yield from writing_pdf(path, pages))


def test_the_loop_goes_on_while_a_long_report_is_written(qtbot: QtBot, tmp_path: Path) -> None:
    turns, beats = Turns(), [perf_counter()]
    heart = QTimer()
    heart.timeout.connect(lambda: beats.append(perf_counter()))
    heart.start(2)
    with qtbot.waitSignal(turns.done, timeout=60_000):
        turns.run(make_pdf(tmp_path / "r.pdf"))
    heart.stop()
    assert len(beats) > 15
    assert len(check_paper(tmp_path / "r.pdf").pages) > 40


@pytest.mark.parametrize("share", [0.0, 0.4, 0.9])
def test_a_report_that_is_given_up_leaves_nothing(qtbot: QtBot, tmp_path: Path, share: float) -> None:
    target = tmp_path / "r.pdf"
    target.write_bytes(b"older")
    turns, heard = Turns(), list[object]()
    turns.done.connect(heard.append)

    def watch(done: int, total: int) -> None:
        # The first steps, of laying out, are few.
        if done >= share * total and (total > 10 or not share):
            turns.cancel()

    turns.progressed.connect(watch)
    turns.run(make_pdf(target))
    qtbot.waitUntil(lambda: not turns.is_running)
    qtbot.wait(20)
    assert heard == []
    assert [path.name for path in tmp_path.iterdir()] == ["r.pdf"]
    assert target.read_bytes() == b"older"


def test_giving_up_while_the_file_is_stored_leaves_the_older_one(tmp_path: Path) -> None:
    target = tmp_path / "r.pdf"
    target.write_bytes(b"older")
    pages = lay_out_on(make_content(deal_table(40)))
    for steps in (pages.count, pages.count + 1):
        work = writing_pdf(target, pages)
        for _step in range(steps):
            next(work)
        # By now the disk has it all.
        sleep(0.1)
        work.close()
        assert [path.name for path in tmp_path.iterdir()] == ["r.pdf"]
        assert target.read_bytes() == b"older"
