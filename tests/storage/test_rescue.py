import random
from datetime import timedelta
from pathlib import Path

import pytest

from desktop_pipeline.actions.deals import lose_deals, move_deals, win_deals
from desktop_pipeline.actions.line_items import add_line, edit_line
from desktop_pipeline.actions.offers import make_offer
from desktop_pipeline.domain.errors import CannotOpenError, RefusedError
from desktop_pipeline.queries.offers import read_offers
from desktop_pipeline.storage.repair import repair_file
from desktop_pipeline.storage.rescue import rescue_file
from tests.workspaces import MONDAY, Desk, open_desk, read_content

PAGE = 4096


@pytest.fixture
def closed(desk: Desk) -> Path:
    """A file of 600 deals in all states, closed."""
    ids = [desk.deal(f"Deal {number} " + "oak " * 20, organisation=f"Customer {number % 50}") for number in range(40)]
    with desk.journal.change("Many") as draft:
        draft.execute(
            "with recursive n(i) as (select 1 union all select i + 1 from n where i < 600)"
            " insert into note (deal_id, text, at, author) select 1 + i % 40, 'note ' || i || printf('%.*c', 300, 'x'),"
            " 0, 'ann' from n"
        )
    desk.later()
    move_deals(desk.workspace, ids[:10], desk.stages()[2], after=None, at=desk.now)
    win_deals(desk.workspace, ids[10:15], at=desk.now)
    lose_deals(desk.workspace, ids[15:20], reason_id=desk.reason(), note="", at=desk.now)
    desk.workspace.close()
    return desk.path


def find_page(path: Path, text: bytes) -> int:
    """Where the page begins on which the text stands."""
    return path.read_bytes().index(text) // PAGE * PAGE


def harm(path: Path, place: int, length: int = PAGE) -> None:
    content = bytearray(path.read_bytes())
    content[place : place + length] = random.Random(1).randbytes(length)
    path.write_bytes(bytes(content))


def test_of_a_sound_file_everything_is_rescued(closed: Path, tmp_path: Path) -> None:
    rescued = rescue_file(closed, tmp_path / "new.pipeline", at=MONDAY)
    assert rescued.missing == ()
    with open_desk(closed) as old, open_desk(rescued.path) as new:
        assert read_content(new.workspace) == read_content(old.workspace)
        assert new.faults() == []
        assert [entry.label for entry in new.journal.entries()] == [entry.label for entry in old.journal.entries()]
        new.journal.undo()
        gone = new.deal("Gone")
        new.journal.undo()
        assert new.deal("Goes on") > gone


def test_a_torn_offer_is_left_out_and_named_and_the_others_stay(closed: Path, tmp_path: Path) -> None:
    with open_desk(closed) as desk:
        deal = int(desk.workspace.value("select max(id) from deal"))
        line = add_line(desk.workspace, deal, "Table", at=desk.later(days=30))
        edit_line(desk.workspace, line, at=desk.now, price=123_456)
        for _ in range(3):
            make_offer(desk.workspace, deal, on=desk.workspace.today())
        with desk.journal.upkeep() as draft:
            draft.execute("update offer set document = substr(document, 9) where id = 1")
            draft.execute("update offer set document = replace(document, '123456', '123457') where id = 3")
            draft.execute(
                "update offer set document = replace(document, '\"gross\":123457', '\"gross\":1') where id = 3"
            )
    rescued = rescue_file(closed, tmp_path / "new.pipeline", at=MONDAY)
    assert [words[:27] for words in rescued.missing] == ["what offer O-2026-001 says ", "what offer O-2026-003 says "]
    with open_desk(rescued.path) as new:
        assert new.faults() == []
        assert [row.number for row in read_offers(new.workspace, deal)] == ["O-2026-002"]


def test_around_a_damaged_page_the_rows_are_rescued(closed: Path, tmp_path: Path) -> None:
    harm(closed, find_page(closed, b"note 300"))
    before = closed.read_bytes()
    rescued = rescue_file(closed, tmp_path / "new.pipeline", at=MONDAY)
    assert closed.read_bytes() == before
    assert 560 < rescued.rows["note"] < 600
    assert any("ids of note cannot be read" in words for words in rescued.missing)
    assert rescued.rows["deal"] == 40
    with open_desk(rescued.path) as new:
        assert new.faults() == []
        assert new.journal.next_undo() is None
        assert new.journal.entries()[-1].label.startswith("Lose")


def test_lost_deals_take_what_hangs_on_them_and_nothing_else(closed: Path, tmp_path: Path) -> None:
    with open_desk(closed) as desk:
        page = desk.workspace.value("select pageno from dbstat where name = 'deal' and pagetype = 'leaf' order by path")
    harm(closed, (int(page) - 1) * PAGE)
    rescued = rescue_file(closed, tmp_path / "new.pipeline", at=MONDAY)
    with open_desk(rescued.path) as new:
        assert new.faults() == []
        assert 0 < rescued.rows["deal"] < 40
        assert new.workspace.value("select count(*) from organisation") == 40
        new.deal("Goes on")


def test_without_its_first_hundred_bytes_a_file_is_still_rescued(closed: Path, tmp_path: Path) -> None:
    with open_desk(closed) as old:
        expected = read_content(old.workspace)
    harm(closed, 0, 100)
    rescued = rescue_file(closed, tmp_path / "new.pipeline", at=MONDAY)
    with open_desk(rescued.path) as new:
        assert read_content(new.workspace) == expected


def test_a_deal_whose_history_is_torn_gets_one_from_its_columns(closed: Path, tmp_path: Path) -> None:
    with open_desk(closed) as desk:
        desk.journal._connection.execute("delete from history_event where deal_id in (11, 16) and kind in (1, 3)")
        desk.journal._connection.execute("update deal set status = 'oqen' where id = 3")
        assert desk.faults()
    rescued = rescue_file(closed, tmp_path / "new.pipeline", at=MONDAY)
    assert rescued.missing == ("2 deals lost part of their history; it was made anew from what they show",)
    with open_desk(rescued.path) as new:
        assert new.faults() == []
        assert new.workspace.value("select status from deal where id = 11") == "won"


def test_where_nothing_can_be_read_nothing_is_made(tmp_path: Path) -> None:
    path = tmp_path / "gone.pipeline"
    path.write_bytes(random.Random(1).randbytes(PAGE * 20))
    with pytest.raises(CannotOpenError, match="can be read any more"):
        rescue_file(path, tmp_path / "new.pipeline", at=MONDAY)
    assert [left.name for left in tmp_path.iterdir()] == ["gone.pipeline"]


def test_a_rescue_replaces_nothing(closed: Path, tmp_path: Path) -> None:
    target = tmp_path / "mine.pipeline"
    target.write_text("mine")
    with pytest.raises(RefusedError):
        rescue_file(closed, target, at=MONDAY)
    assert target.read_text() == "mine"


def test_any_damage_ends_in_a_sound_file_or_a_sentence(closed: Path, tmp_path: Path, long_run: bool) -> None:
    sound = closed.read_bytes()
    rescued = 0
    for seed in range(200 if long_run else 12):
        chance = random.Random(seed)
        harmed = bytearray(sound)
        for _ in range(chance.randint(1, 4)):
            place = chance.randrange(len(harmed))
            harmed[place : place + chance.choice((1, 50, PAGE))] = b""
            harmed += bytes(len(sound) - len(harmed))
        if seed % 3:
            harmed = bytearray(sound)
            for _ in range(chance.randint(1, 20)):
                harmed[chance.randrange(len(harmed))] ^= 1 << chance.randrange(8)
        path = tmp_path / f"{seed}.pipeline"
        path.write_bytes(bytes(harmed))
        try:
            new = rescue_file(path, tmp_path / f"{seed} new.pipeline", at=MONDAY).path
        except CannotOpenError:
            continue
        rescued += 1
        with open_desk(new) as desk:
            assert desk.faults() == [], seed
    assert rescued


def test_a_damaged_index_is_made_anew_and_the_file_before_is_kept(closed: Path) -> None:
    with open_desk(closed) as desk:
        connection = desk.journal._connection
        root = connection.execute("select rootpage from sqlite_master where name = 'note_deal_id'").fetchall()[0][0]
    content = bytearray(closed.read_bytes())
    start = (int(str(root)) - 1) * PAGE
    content[start + 8 : start + PAGE] = b"\0" * (PAGE - 8)
    closed.write_bytes(bytes(content))
    repaired = repair_file(closed, at=MONDAY, who="ann")
    assert repaired.left == ()
    assert "the file itself, from its rows" in repaired.done
    assert repaired.kept is not None
    assert repaired.kept.read_bytes() == bytes(content)
    with open_desk(closed) as desk:
        assert desk.faults() == []
        desk.journal.undo()


def test_an_entry_missing_from_an_index_is_put_back(closed: Path) -> None:
    with open_desk(closed) as desk:
        connection = desk.journal._connection
        connection.execute("pragma writable_schema=1")
        sql = connection.execute("select sql from sqlite_master where name = 'note_deal_id'").fetchall()[0][0]
        connection.execute("update sqlite_master set sql = sql || ' where deal_id > 5' where name = 'note_deal_id'")
        connection.execute("pragma writable_schema=reset")
        connection.execute("reindex note_deal_id")
        connection.execute("pragma writable_schema=1")
        connection.execute("update sqlite_master set sql = ? where name = 'note_deal_id'", (sql,))
        connection.execute("pragma writable_schema=reset")
        assert any("missing from index" in fault.what for fault in desk.faults())
    repaired = repair_file(closed, at=MONDAY, who="ann")
    assert (repaired.done, repaired.left) == (("the indexes of the tables", "the index to search by"), ())


def test_a_sound_file_is_left_alone(closed: Path) -> None:
    before = closed.read_bytes()
    repaired = repair_file(closed, at=MONDAY, who="ann")
    assert (repaired.done, repaired.kept, repaired.left) == ((), None, ())
    assert closed.read_bytes() == before


def test_what_would_be_a_guess_is_told_and_left(closed: Path) -> None:
    with open_desk(closed) as desk:
        desk.journal._connection.execute("delete from history_event where deal_id = 11 and kind = 3")
    repaired = repair_file(closed, at=MONDAY + timedelta(days=1), who="ann")
    assert any("its history says" in fault.what for fault in repaired.left)
