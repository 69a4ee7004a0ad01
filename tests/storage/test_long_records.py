"""Records of very large changes are the same ones as those that are read and kept whole."""

from pathlib import Path

import apsw
import pytest

from desktop_pipeline.storage import long_records
from desktop_pipeline.storage.changeset import digest_record
from desktop_pipeline.storage.long_records import fill_record, read_pieces


@pytest.fixture
def connection(tmp_path: Path) -> apsw.Connection:
    connection = apsw.Connection(str(tmp_path / "any.db"))
    connection.execute("create table source (id integer primary key, name text)")
    connection.execute("create table journal_entry (id integer primary key, changeset blob, digest text)")
    return connection


def test_a_record_kept_in_pieces_is_the_whole_one(connection: apsw.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_records, "_PIECE", 1 << 12)
    session = apsw.Session(connection, "main")
    session.attach("source")
    connection.executemany("insert into source (name) values (?)", ((f"Söurce {n}" * 9,) for n in range(2_000)))
    pieces, whole = read_pieces(session), session.changeset()
    session.close()
    assert len(pieces) > 3
    assert b"".join(pieces) == whole
    assert digest_record(*pieces) == digest_record(whole)
    connection.execute("insert into journal_entry (changeset) values (?)", (apsw.zeroblob(len(whole)),))
    fill_record(connection, connection.last_insert_rowid(), pieces)
    assert list(connection.execute("select changeset from journal_entry")) == [(whole,)]
    connection.close()


def test_where_nothing_was_changed_there_are_no_pieces(connection: apsw.Connection) -> None:
    session = apsw.Session(connection, "main")
    session.attach("source")
    assert read_pieces(session) == []
    session.close()
    connection.close()


def test_reading_pieces_is_ended_by_who_is_asked_meanwhile(connection: apsw.Connection) -> None:
    session = apsw.Session(connection, "main")
    session.attach("source")
    connection.execute("insert into source (name) values ('Fair')")

    def refuse() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        read_pieces(session, refuse)
    session.close()
    connection.close()
