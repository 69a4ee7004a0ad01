"""In which encoding a text is written: its mark, strict UTF-8, UTF-16 by its NULs, else the likeliest code page."""

import codecs
import locale
from typing import NamedTuple

from desktop_pipeline.exchange.reading.code_pages import CODE_PAGES, is_one_language, rate

_BYTE_ORDER_MARKS = (
    # The mark of UTF-32 begins with the one of UTF-16: longest first
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HEAD = 1 << 16
_CONTROL = bytes(set(range(32)) - set(b"\0\t\n\v\f\r\x1a"))
_MOST_CONTROL = 0.02
# Of a UTF-16 text's bytes, those that are NUL stand on one side
_FEW_NULS = 0.02
_ONE_SIDED = 0.9
# Strange words enough to tell code pages apart
_ENOUGH_STRANGE = 1 << 16
_LONGEST_LINE = 1000
# One stray byte in so many good characters is a slip, not another encoding
_GOOD_FOR_ONE_BAD = 20
_ASCII = bytes(range(128))
_MULTIBYTE = frozenset(("shift_jis", "gbk", "big5", "euc_kr"))
STRAY = "stray-western"


class NotTextError(ValueError):
    """The bytes are no text at all, or none in the encoding that was chosen."""


class Spelling(NamedTuple):
    """The encoding of a text, and the others in which its bytes make a text, the likeliest first."""

    encoding: str
    others: tuple[str, ...] = ()


def find_encoding(content: bytes, chosen: str | None = None) -> Spelling:
    """The encoding of a text, or the chosen one if it can be; raises NotTextError."""
    head = content[:_HEAD]
    marked = next((encoding for mark, encoding in _BYTE_ORDER_MARKS if content.startswith(mark)), None)
    marked = marked or _find_unmarked_utf16(head)
    if marked is not None and _decodes(content, marked):
        candidates = [marked]
    elif len(head.translate(None, delete=_CONTROL)) < (1 - _MOST_CONTROL) * len(head):
        raise NotTextError
    else:
        candidates = _find_candidates(content)
    if chosen is None:
        return Spelling(candidates[0], tuple(candidates[1:]))
    if not _decodes(content, chosen) and not (_is_utf8(chosen) and chosen in candidates):
        raise NotTextError
    return Spelling(chosen, tuple(encoding for encoding in candidates if encoding != chosen))


def _find_candidates(content: bytes) -> list[str]:
    """UTF-8 where it is that, then the code pages, the likeliest first."""
    if content.isascii():
        return ["utf-8"]
    strange = _gather_strange(content)
    used = bytes(set(content.translate(None, delete=_ASCII)))
    usual = _system_page()
    pages = [page for page in CODE_PAGES if _fits(content, used, page)]
    if _is_mostly_utf8(content, strange):
        return ["utf-8", *pages]
    rates = {page: rate(strange, page) for page in pages}
    best = max(rates.values(), default=0.0)
    whole = {page for page in pages if rates[page] == best and is_one_language(strange, page)}
    return sorted(pages, key=lambda page: (-rates[page], page not in whole, page != usual))


def _fits(content: bytes, used: bytes, page: str) -> bool:
    return _decodes(content if page in _MULTIBYTE else used, page)


def _decodes(content: bytes, encoding: str) -> bool:
    """A character that the end of the file cuts in two does no harm."""
    try:
        codecs.getincrementaldecoder(encoding)().decode(content)
    except (UnicodeError, LookupError):
        return False
    return True


def _is_utf8(encoding: str) -> bool:
    return encoding.lower().replace("_", "-") in {"utf-8", "utf8"}


def _is_mostly_utf8(content: bytes, strange: bytes) -> bool:
    """Strictly UTF-8, or with a slip here and there."""
    if _decodes(content, "utf-8"):
        return True
    text = strange.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = len(text) - bad - len(text.encode("ascii", "ignore"))
    return good >= _GOOD_FOR_ONE_BAD * bad


def _gather_strange(content: bytes) -> bytes:
    """Lines that hold more than ASCII, as many as it takes."""
    lines = bytearray()
    start = 0
    while start < len(content) and len(lines) < _ENOUGH_STRANGE:
        block = content[start : start + _HEAD]
        start += _HEAD
        if not block.isascii():
            lines += b"\n".join(line[:_LONGEST_LINE] for line in block.splitlines() if not line.isascii()) + b"\n"
    return bytes(lines)


def _system_page() -> str:
    """The code page that this system's programs write by default; where it is UTF-8 it tells nothing."""
    return locale.getpreferredencoding(False).lower().replace("windows-", "cp")


def _find_unmarked_utf16(head: bytes) -> str | None:
    """UTF-16 without its mark: line ends, separators and digits have a NUL on the same side."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if even + odd <= _FEW_NULS * len(head) or max(even, odd) < _ONE_SIDED * (even + odd):
        return None
    encoding = "utf-16-be" if even > odd else "utf-16-le"
    text = head[: len(head) // 2 * 2].decode(encoding, "replace")
    return encoding if "\n" in text or "\r" in text else None


def _read_stray(error: UnicodeError) -> tuple[str, int]:
    """A stray byte in UTF-8 as Windows would have meant it."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(STRAY, _read_stray)
