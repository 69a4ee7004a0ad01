import json
import pickle
import random
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QDataStream, QIODevice, QMimeData, Qt

from desktop_pipeline.ui.board.payload import LARGEST_ID, LARGEST_PAYLOAD, MIME, MOST_DEALS, Payload

STANDARD = "application/x-qabstractitemmodeldatalist"


def crafted(raw: bytes, kind: str = MIME) -> QMimeData:
    mime = QMimeData()
    mime.setData(kind, QByteArray(raw))
    return mime


def document(payload: Payload, deals: object) -> dict[str, object]:
    packed = json.loads(bytes(payload.pack([1]).data(MIME).data()))
    return {"board": packed["board"], "deals": deals}


def test_what_is_packed_is_read_again_in_its_order() -> None:
    payload = Payload()
    assert payload.read(payload.pack([7, 3, 12])) == (7, 3, 12)
    assert payload.pack([7]).formats() == [MIME]


def test_the_ids_of_another_board_mean_nothing_here() -> None:
    assert Payload().read(Payload().pack([1])) is None


class Bait:
    """Unpickling this would write a file."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return Path.touch, (self._file,)  # type: ignore[return-value]


def test_a_pickle_in_the_standard_type_is_never_opened(tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    raw = QByteArray()
    stream = QDataStream(raw, QIODevice.OpenModeFlag.WriteOnly)
    stream.writeInt32(0)
    stream.writeInt32(0)
    stream.writeInt32(1)
    stream.writeInt32(Qt.ItemDataRole.UserRole.value)
    stream.writeQVariant(Bait(trap))
    assert Payload().read(crafted(bytes(raw.data()), STANDARD)) is None
    assert Payload().read(crafted(pickle.dumps(Bait(trap)))) is None
    assert not trap.exists()
    # The bait works: had anyone opened it, the file would be there.
    pickle.loads(pickle.dumps(Bait(trap)))  # noqa: S301
    assert trap.exists()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"null",
        b"{",
        b"\xff\xfe\x00",
        b'{"deals":[1]}',
        b"[" * 60_000,
        b'{"board":"x","deals":[' + b"9" * 5_000 + b"]}",
    ],
)
def test_json_that_is_not_ours_is_refused(raw: bytes) -> None:
    assert Payload().read(crafted(raw)) is None


@pytest.mark.parametrize(
    "deals",
    [
        [],
        [0],
        [-1],
        [LARGEST_ID + 1],
        [1.0],
        [True],
        ["1"],
        [None],
        [1, 1],
        [[1]],
        {"1": 1},
        "1",
        list(range(1, MOST_DEALS + 2)),
    ],
)
def test_ids_that_no_deal_can_have_are_refused(deals: object) -> None:
    payload = Payload()
    assert payload.read(crafted(json.dumps(document(payload, deals)).encode())) is None


def test_more_than_the_two_keys_is_refused() -> None:
    payload = Payload()
    assert payload.read(crafted(json.dumps({**document(payload, [1]), "more": 1}).encode())) is None


def test_a_huge_payload_is_refused_before_it_is_parsed() -> None:
    payload = Payload()
    raw = json.dumps(document(payload, [1])).encode()
    assert payload.read(crafted(raw + b" " * (LARGEST_PAYLOAD - len(raw)))) == (1,)
    assert payload.read(crafted(raw + b" " * (LARGEST_PAYLOAD - len(raw) + 1))) is None


def test_random_bytes_are_refused() -> None:
    source = random.Random(2)
    for _ in range(500):
        assert Payload().read(crafted(source.randbytes(source.randrange(1, 200)))) is None
