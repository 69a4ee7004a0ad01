"""Ways to spoil a spreadsheet: byte by byte, or part by part inside its archive with every checksum made right."""

import io
import re
import zipfile
from collections.abc import Callable, Sequence

from tests.reliability.fuzz_grids import Chance

_DAMAGE = (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError)
_LARGEST_PART = 1 << 20
_TAG = re.compile(rb"<[^<>]{1,400}>")
_NUMBER = re.compile(rb'(?<==")-?[0-9]{1,9}(?=")|(?<=<v>)[^<]{1,40}(?=</v>)|(?<=-repeated=")[0-9]{1,9}(?=")')
_ODD_NUMBERS = (
    *(b"-1", b"0", b"1", b"65535", b"1048576", b"1048577", b"16384", b"2147483647", b"4294967296", b"9" * 30),
    *(b"1e308", b"NaN", b"inf", b"", b"abc", b"0.5", b"-0", b"60", b"2958466", b"1e-320", b"\xd9\xa1"),
)
_ODD_REFERENCES = (
    *(b"A0", b"A1:XFD1048576", b"XFD1048576", b"ZZZZ1", b"A", b"1", b"B2:A1", b"A1:A1:A1", b"a1", b"", b"A99999999999"),
    *(b"$A$1", b"A1:B2", b"A1:IV65536", b"R1C1", b"\xe2\x82\xac1"),
)
_ODD_TYPES = (b"s", b"str", b"inlineStr", b"b", b"e", b"d", b"n", b"z", b"")
_ODD_TARGETS = (
    *(b"../../../../etc/passwd", b"/etc/passwd", b"file:///etc/passwd", b"http://localhost:9/x.xml", b"", b"."),
    *(b"xl/workbook.xml", b"/xl/workbook.xml", b"worksheets/sheet1.xml", b"\\\\host\\share\\x", b"worksheets/none.xml"),
)
_ODD_NAMES = (
    *(b"", b"A" * 300, b"\xd8\xb4\xd9\x87", b"&#x202e;x", b"&#0;", b"&lt;b&gt;", b"Deals", b"a/b:c*?[]", b"'", b" "),
    *("🦜".encode(), b"&amp;amp;", b"Sheet\n1"),
)
_ODD_FORMATS = (
    *(b"[h]:mm:ss", b"yyyy", b"[$-409]d. mmm yy", b'"d"0', b"General", b"@", b"[Red]-0", b"\\d\\m", b"", b"y" * 300),
    *(b"[h", b'"', b"0.00E+00", b"mm:ss.0", b"[>1]d;[<0]0;@"),
)
_WRAPPERS = (
    b'<!DOCTYPE x [<!ENTITY e "1"><!ENTITY f "&e;&e;">]>',
    b'<!DOCTYPE x SYSTEM "http://localhost:9/x.dtd">',
    b'<?xml version="1.0" encoding="UTF-16"?>',
    b'<?xml version="1.1" encoding="koi8-r"?>',
    b"<!-- " + b"-" * 5000 + b" -->",
    b"\xef\xbb\xbf\xef\xbb\xbf",
    b"<a>" * 3000,
    b"]]>",
)

Parts = dict[str, bytes]


def spoil_bytes(chance: Chance, content: bytes) -> bytes:
    """Some bytes turned, cut off, put in, taken out or doubled."""
    spoilt = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 8))):
        act = chance.choice(_BYTE_ACTS)
        act(chance, spoilt)
    return bytes(spoilt)


def _flip(chance: Chance, content: bytearray) -> None:
    for _ in range(chance.choice((1, 4, 40))):
        if content:
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)


def _cut(chance: Chance, content: bytearray) -> None:
    del content[chance.randrange(len(content) + 1) :]


def _put_in(chance: Chance, content: bytearray) -> None:
    place = chance.randrange(len(content) + 1)
    content[place:place] = chance.choice((b"\0", b'"', b"\xff\xfe", chance.randbytes(chance.choice((1, 4, 100)))))


def _take_out(chance: Chance, content: bytearray) -> None:
    place = chance.randrange(len(content) + 1)
    del content[place : place + chance.choice((1, 4, 512))]


def _double(chance: Chance, content: bytearray) -> None:
    place = chance.randrange(len(content) + 1)
    content[place:place] = content[place : place + chance.choice((16, 512, 5000))]


def _fill(chance: Chance, content: bytearray) -> None:
    place = chance.randrange(len(content) + 1)
    length = len(content[place : place + chance.choice((2, 4, 512))])
    content[place : place + length] = bytes((chance.choice((0, 0xFF, 0x41)),)) * length


_BYTE_ACTS: Sequence[Callable[[Chance, bytearray], None]] = (_flip, _flip, _cut, _put_in, _take_out, _double, _fill)


def spoil_parts(chance: Chance, content: bytes) -> bytes:
    """The archive taken apart, spoilt inside and put together with right checksums; other files byte by byte."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {part.filename: archive.read(part) for part in archive.infolist() if part.file_size < _LARGEST_PART}
    except _DAMAGE:
        return spoil_bytes(chance, content)
    if not parts:
        return spoil_bytes(chance, content)
    for _ in range(chance.choice((1, 1, 2, 4))):
        act = chance.choice(_PART_ACTS)
        act(chance, parts)
        if not parts:
            break
    return _zip(chance, parts)


def _zip(chance: Chance, parts: Parts) -> bytes:
    stream = io.BytesIO()
    names = list(parts)
    if chance.random() < 0.1:
        chance.shuffle(names)
    with zipfile.ZipFile(stream, "w", chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, 0))) as archive:
        for name in names:
            archive.writestr(name, parts[name])
        if chance.random() < 0.03:
            # A second part of one name; zipfile warns of it, which is what is wanted here
            archive.filelist.append(archive.filelist[0])
    return stream.getvalue()


def _pick(chance: Chance, parts: Parts, *wanted: str) -> str:
    """A part whose name holds one of the words, else any."""
    names = [name for name in parts if any(word in name for word in wanted)]
    return chance.choice(names or list(parts))


def _replace_some(chance: Chance, content: bytes, pattern: re.Pattern[bytes], odd: Sequence[bytes]) -> bytes:
    places = list(pattern.finditer(content))
    for place in sorted(chance.sample(places, min(len(places), chance.choice((1, 3, 30)))), key=_start, reverse=True):
        content = content[: place.start()] + chance.choice(odd) + content[place.end() :]
    return content


def _start(place: re.Match[bytes]) -> int:
    return place.start()


def _odd(pattern: str, odd: Sequence[bytes], *wanted: str) -> Callable[[Chance, Parts], None]:
    """Puts odd values where the pattern matches in one part."""
    compiled = re.compile(pattern.encode())

    def act(chance: Chance, parts: Parts) -> None:
        name = _pick(chance, parts, *wanted)
        parts[name] = _replace_some(chance, parts[name], compiled, odd)

    return act


def _odd_numbers(chance: Chance, parts: Parts) -> None:
    name = _pick(chance, parts, "sheet", "content.xml", "styles", "workbook")
    parts[name] = _replace_some(chance, parts[name], _NUMBER, _ODD_NUMBERS)


def _shift_tags(chance: Chance, parts: Parts) -> None:
    """Tags taken out, doubled or changed places."""
    name = _pick(chance, parts, "sheet", "content.xml", "workbook", "shared", "styles", ".rels")
    content = parts[name]
    tags = list(_TAG.finditer(content))
    for place in sorted(chance.sample(tags, min(len(tags), chance.choice((1, 2, 9)))), key=_start, reverse=True):
        other = chance.choice(tags).group()
        instead = chance.choice((b"", place.group() * 2, other, place.group() + other, place.group()[:-1]))
        content = content[: place.start()] + instead + content[place.end() :]
    parts[name] = content


def _shared_strings(chance: Chance, parts: Parts) -> None:
    """Counts that lie, an index that leads nowhere, fewer texts than there are cells."""
    name = _pick(chance, parts, "sharedStrings")
    texts = parts[name].split(b"<si>")
    parts[name] = b"<si>".join(texts[: chance.randrange(1, len(texts) + 1)]) + chance.choice((b"", b"</sst>"))


def _wrap(chance: Chance, parts: Parts) -> None:
    name = _pick(chance, parts, ".xml", ".rels")
    content = parts[name]
    place = chance.choice((0, content.find(b"?>") + 2, len(content) // 2, len(content)))
    parts[name] = content[:place] + chance.choice(_WRAPPERS) + content[place:]


def _respell(chance: Chance, parts: Parts) -> None:
    name = _pick(chance, parts, ".xml", ".rels")
    encoding = chance.choice(("utf-16", "utf-16-be", "utf-7", "cp037"))
    parts[name] = parts[name].decode("utf-8", "replace").encode(encoding, "ignore")


def _spoil_one(chance: Chance, parts: Parts) -> None:
    name = _pick(chance, parts, "sheet", "workbook", "content.xml", ".bin", "styles")
    parts[name] = spoil_bytes(chance, parts[name])


def _drop_one(chance: Chance, parts: Parts) -> None:
    del parts[chance.choice(list(parts))]


def _swap(chance: Chance, parts: Parts) -> None:
    parts[chance.choice(list(parts))] = parts[chance.choice(list(parts))]


def _empty_one(chance: Chance, parts: Parts) -> None:
    parts[chance.choice(list(parts))] = b""


def _rename(chance: Chance, parts: Parts) -> None:
    name = chance.choice(list(parts))
    other = (name.upper(), name.replace("/", "\\"), f"/{name}", f"../{name}", f"{name} ", name[:-1] or "x", "xl/x.bin")
    parts[chance.choice(other)] = parts.pop(name)


def _swell(chance: Chance, parts: Parts) -> None:
    """A part that is small packed and large unpacked, or many parts."""
    if chance.random() < 0.5:
        parts["xl/media/image1.xml"] = b"<a/>" * chance.choice((1000, 1_000_000, 20_000_000))
    else:
        parts.update({f"xl/x{number}.xml": b"<a/>" for number in range(chance.choice((10, 3000)))})


_PART_ACTS: Sequence[Callable[[Chance, Parts], None]] = (
    _odd_numbers,
    _odd_numbers,
    _shift_tags,
    _shift_tags,
    _shared_strings,
    _wrap,
    _respell,
    _spoil_one,
    _spoil_one,
    _drop_one,
    _swap,
    _empty_one,
    _rename,
    _swell,
    _odd(r'(?<= ref=")[^"]*(?=")', _ODD_REFERENCES, "sheet"),
    _odd(r'(?<= r=")[^"]*(?=")', _ODD_REFERENCES, "sheet"),
    _odd(r'(?<= t=")[^"]*(?=")', _ODD_TYPES, "sheet"),
    _odd(r'(?<= s=")[^"]*(?=")', _ODD_NUMBERS, "sheet"),
    _odd(r'(?<=Target=")[^"]*(?=")', _ODD_TARGETS, ".rels"),
    _odd(r'(?<=name=")[^"]*(?=")', _ODD_NAMES, "workbook.xml", "content.xml"),
    _odd(r'(?<=formatCode=")[^"]*(?=")', _ODD_FORMATS, "styles"),
    _odd(r'(?<=date1904=")[^"]*(?=")', (b"1", b"true", b"x", b""), "workbook.xml"),
    _odd(r'(?<=value=")[^"]*(?=")', (*_ODD_NUMBERS, b"2026-02-31", b"PT99999H"), "content.xml"),
    _odd(r'(?<=value-type=")[^"]*(?=")', (b"float", b"date", b"time", b"boolean", b"x", b""), "content.xml"),
)
