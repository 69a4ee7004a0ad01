"""What was in the cells of a row when we exported it, in a few characters that travel with the row.

An import of our own export tells from them which cells a person has changed since, and what has changed here.
"""

import base64
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from desktop_pipeline.exchange.tables import Cell, is_blank, show

_WIDTH = 4  # 24 bits: one changed cell in sixteen million would be taken for unchanged
_MARK = 6
_FURTHER = "~"
_LONGEST_PLAIN = 40


@dataclass(frozen=True, slots=True)
class RowState:
    """A row as it was exported: the workspace's mark, and a digest of each field and of each own field by its id."""

    mark: str
    digests: Mapping[str, str]
    own: Mapping[int, str] = field(default_factory=dict)


def make_mark(seed: int) -> str:
    """What stands for a workspace: from something of it that never changes."""
    return f"s{zlib.crc32(str(seed).encode()) & 0xFFFFF:05x}"


def digest(plain: str) -> str:
    """A plain cell in four characters."""
    return _digest_short(plain) if len(plain) <= _LONGEST_PLAIN else _digest(plain)


def _digest(plain: str) -> str:
    return base64.b64encode((zlib.crc32(plain.encode()) & 0xFFFFFF).to_bytes(3, "big"), b"-_").decode()


_digest_short = lru_cache(maxsize=1 << 16)(_digest)


def write_state(mark: str, plains: Iterable[str], own: Iterable[tuple[int, str]] = ()) -> str:
    """The state of a row: the plain cells of its fields in their order, and those of own fields by their ids."""
    further = "".join(f"{_FURTHER}{number:x}.{digest(plain)}" for number, plain in own)
    return mark + "".join(map(digest, plains)) + further


def read_state(text: str, fields: Sequence[str]) -> RowState | None:
    """What a state says of these fields, in the order they were written; None where it is none of ours."""
    whole, *further = text.strip().split(_FURTHER)
    digests = whole[_MARK:]
    if len(digests) != _WIDTH * len(fields):
        return None
    own = {}
    for part in further:
        number, point, told = part.partition(".")
        try:
            own[int(number, 16)] = told if point else ""
        except ValueError:
            return None
    parts = (digests[start : start + _WIDTH] for start in range(0, len(digests), _WIDTH))
    return RowState(whole[:_MARK], dict(zip(fields, parts, strict=True)), own)


def plain_text(cell: Cell) -> str:
    """A text as it is compared: without space around it, whatever way its lines end."""
    if cell is None:
        return ""
    text = cell if isinstance(cell, str) else show(cell)
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def plain_number(cell: Cell) -> str:
    """A number as it is compared, whether it stands as a number or as a text of ours."""
    if cell is None or is_blank(cell):
        return ""
    text = repr(cell) if isinstance(cell, float) else show(cell).strip()
    try:
        number = Decimal(text.removesuffix("%"))
    except InvalidOperation:
        return text
    if text.endswith("%"):
        number /= 100
    return f"{number.normalize():f}" if number.is_finite() else text


def plain_day(cell: Cell) -> str:
    """A day as it is compared; an instant at midnight is its day."""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if (cell.hour, cell.minute, cell.second) == (0, 0, 0) else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return plain_text(cell).removesuffix(" 00:00:00").removesuffix("T00:00:00")
