"""The container of .xls files, as far as it takes to get at the workbook's stream."""

import mmap
import struct
from pathlib import Path

from desktop_pipeline.exchange.unreadable import UnreadableFileError, damaged, protected

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SECTORS_IN_HEADER = 109
_LAST_SECTOR = 0xFFFFFFFA
_ENTRY = 128
_MINI = 6
_PASSWORD = 0x002F
# A sheet's name, the end of the first part
_BEYOND_PASSWORD = {0x0085, 0x000A}
_STREAM_NAMES = {"Workbook", "Book"}
_SIZES = {9, 12}
# Names of streams that tell what else a container is
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHERS = tuple(name.encode("utf-16-le") for name in ("WordDocument", "PowerPoint Document", "__properties_version1.0"))


def read_workbook_stream(path: Path) -> bytes:
    """The stream of an .xls that holds its sheets; nothing where it cannot be found.

    Raises UnreadableFileError for an encrypted .xlsx, which is a container too, and for what is no spreadsheet.
    """
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if content.find(_ENCRYPTED) >= 0:
            raise protected()
        try:
            stream = _read_stream(content)
        except (struct.error, IndexError, ValueError) as error:
            raise damaged() from error
        if _has_password(stream):
            raise protected()
        if not stream and any(content.find(name) >= 0 for name in _OTHERS):
            message = "is not a spreadsheet"
            raise UnreadableFileError(message)
        return stream


def _has_password(stream: bytes) -> bool:
    """Whether the records are scrambled, by whatever method; what says so stands before any sheet."""
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind == _PASSWORD:
            return True
        if kind in _BEYOND_PASSWORD:
            return False
        at += 4 + length
    return False


def _read_stream(content: mmap.mmap) -> bytes:
    (shift,) = struct.unpack_from("<H", content, 30)
    if shift not in _SIZES:
        return b""
    first_directory, _signature, smallest, first_mini = struct.unpack_from("<4I", content, 48)
    chain = _read_chain(content, shift)
    directory = _follow(content, chain, first_directory, shift, 1)
    small, mini_chain = b"", []
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        (length,) = struct.unpack_from("<H", directory, at + 64)
        name = directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        start, total = struct.unpack_from("<2I", directory, at + 116)
        if at == 0:
            # The root's own stream holds the streams too small for sectors of their own
            small = _follow(content, chain, start, shift, 1)
            table = _follow(content, chain, first_mini, shift, 1)
            mini_chain = list(struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4]))
        elif name in _STREAM_NAMES:
            if total < smallest:
                return _follow(small, mini_chain, start, _MINI, 0)[:total]
            return _follow(content, chain, start, shift, 1)[:total]
    return b""


def _read_chain(content: mmap.mmap, shift: int) -> list[int]:
    """Which sector follows which."""
    size = 1 << shift
    (further,) = struct.unpack_from("<I", content, 68)
    tables = list(struct.unpack_from(f"<{_SECTORS_IN_HEADER}I", content, 76))
    seen = set()
    while further < _LAST_SECTOR and further not in seen:
        seen.add(further)
        *sectors, further = struct.unpack_from(f"<{size // 4}I", content, (further + 1) << shift)
        tables += sectors
    chain: list[int] = []
    for table in tables:
        if table < _LAST_SECTOR:
            chain += struct.unpack_from(f"<{size // 4}I", content, (table + 1) << shift)
    return chain


def _follow(content: mmap.mmap | bytes, chain: list[int], sector: int, shift: int, before: int) -> bytes:
    """The sectors of a stream one after the other, counted after those `before`; a chain that bites its tail ends."""
    parts = []
    left = len(chain)
    while sector < len(chain) and left:
        at = (sector + before) << shift
        parts.append(content[at : at + (1 << shift)])
        sector = chain[sector]
        left -= 1
    return b"".join(parts)
