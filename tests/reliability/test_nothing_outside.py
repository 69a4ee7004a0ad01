"""What a spreadsheet points at is never opened and never asked for: watched by the kernel and by a listening socket."""

import ctypes
import os
import select
import socket
import struct
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.program import run_program
from tests.reliability.fuzz_grids import MAIN, OFFICE, PACKAGE, PLAIN_PARTS
from tests.workspaces import make_desk

if sys.platform != "linux":
    pytest.skip("inotify is the Linux kernel's", allow_module_level=True)
assert sys.platform == "linux"
_IN_ACCESS, _IN_OPEN = 0x1, 0x20
_EVENT = struct.Struct("iIII")
SHEET = (
    f'<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheetData>'
    '<row r="1"><c r="A1" t="inlineStr"><is><t>Deal name</t></is></c><c r="B1" t="inlineStr"><is><t>Stage</t></is></c>'
    '<c r="C1" t="inlineStr"><is><t>Amount</t></is></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>Oak</t></is></c><c r="B2" t="inlineStr"><is><t>Meeting</t></is></c>'
    '<c r="C2"><f>[1]Sheet1!A1+WEBSERVICE("WEB")</f><v>12</v></c></row></sheetData>'
    '<hyperlinks><hyperlink ref="A2" r:id="rId9"/></hyperlinks></worksheet>'
)


class Bait:
    """Files that nobody may open, and a server that nobody may call."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "bait" / "secret.xml"
        self.file.parent.mkdir()
        self.file.write_text(f'<worksheet xmlns="{MAIN}"/>', encoding="utf-8")
        self.server = socket.create_server(("127.0.0.1", 0))
        self.web = f"http://127.0.0.1:{self.server.getsockname()[1]}/x"
        libc = ctypes.CDLL(None, use_errno=True)
        self._watch = libc.inotify_init1(os.O_NONBLOCK)
        assert libc.inotify_add_watch(self._watch, bytes(self.file.parent), _IN_OPEN | _IN_ACCESS) > 0

    def taken(self) -> list[str]:
        """What was opened or called so far."""
        taken = []
        if select.select([self._watch], [], [], 0)[0]:
            told = os.read(self._watch, 1 << 16)
            while told:
                _watch, _mask, _cookie, length = _EVENT.unpack(told[: _EVENT.size])
                taken.append(told[_EVENT.size : _EVENT.size + length].rstrip(b"\0").decode())
                told = told[_EVENT.size + length :]
        if select.select([self.server], [], [], 0)[0]:
            taken.append(self.web)
        return taken

    def close(self) -> None:
        os.close(self._watch)
        self.server.close()


@pytest.fixture
def bait(tmp_path: Path, local_network: None) -> Iterator[Bait]:
    made = Bait(tmp_path)
    yield made
    made.close()


def relations(*targets: tuple[str, str]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="External"/>'
        for number, (kind, target) in enumerate(targets, start=7)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def write_linked(bait: Bait, path: Path) -> None:
    """A workbook with every kind of link out."""
    file, web = bait.file.as_uri(), bait.web
    linked = {
        **PLAIN_PARTS,
        "xl/worksheets/sheet1.xml": SHEET.replace("WEB", web),
        "xl/worksheets/sheet2.xml": f'<worksheet xmlns="{MAIN}"/>',
        "xl/worksheets/_rels/sheet1.xml.rels": relations(("image", web), ("oleObject", file), ("hyperlink", file)),
        "xl/externalLinks/externalLink1.xml": f'<externalLink xmlns="{MAIN}"/>',
        "xl/externalLinks/_rels/externalLink1.xml.rels": relations(("externalLinkPath", file)),
        "xl/connections.xml": f'<connections xmlns="{MAIN}"><connection id="1" odcFile="{file}"><webPr url="{web}"/>'
        "</connection></connections>",
        "xl/xmlMaps.xml": f'<MapInfo xmlns="{MAIN}"><Schema schemaLocation="{web}"/></MapInfo>',
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in linked.items():
            archive.writestr(name, content)


def write_sheet_outside(bait: Bait, path: Path, target: str) -> None:
    """A workbook whose first sheet is said to lie elsewhere."""
    parts = dict(PLAIN_PARTS)
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace("worksheets/sheet1.xml", target)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def write_entities(bait: Bait, path: Path) -> None:
    entity = f'<!DOCTYPE x [<!ENTITY a SYSTEM "{bait.file.as_uri()}"><!ENTITY b SYSTEM "{bait.web}">]>'
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in {**PLAIN_PARTS, "xl/worksheets/sheet1.xml": entity + SHEET}.items():
            archive.writestr(name, content)


def write_symlink(bait: Bait, path: Path) -> None:
    """A part that is a symbolic link."""
    write_linked(bait, path)
    link = zipfile.ZipInfo("xl/sharedStrings.xml")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, str(bait.file))


def write_text(bait: Bait, path: Path) -> None:
    path.write_text(
        f'Deal name,Stage,Note\n"=WEBSERVICE(""{bait.web}"")",Meeting,"=IMPORTXML(""{bait.web}"")"\n'
        f"{bait.file.as_uri()},Meeting,<img src={bait.web}>\n@{bait.file},Meeting,{bait.web}\n",
        encoding="utf-8",
    )


FILES: dict[str, Callable[[Bait, Path], None]] = {
    "linked.xlsx": write_linked,
    "outside.xlsx": lambda bait, path: write_sheet_outside(bait, path, str(bait.file)),
    "address.xlsx": lambda bait, path: write_sheet_outside(bait, path, bait.file.as_uri()),
    "web.xlsx": lambda bait, path: write_sheet_outside(bait, path, bait.web),
    "entities.xlsx": write_entities,
    "symlink.xlsx": write_symlink,
    "formulas.csv": write_text,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_what_a_spreadsheet_points_at_is_left_alone(bait: Bait, tmp_path: Path, name: str) -> None:
    desk = make_desk(tmp_path)
    desk.workspace.close()
    FILES[name](bait, tmp_path / name)
    run = run_program("import", desk.path, tmp_path / name)
    assert run.code in {0, 1, 3}
    assert "Traceback" not in run.errors
    assert bait.taken() == []


def test_the_bait_tells_who_takes_it(bait: Bait) -> None:
    bait.file.read_bytes()
    socket.create_connection(bait.server.getsockname()).close()
    assert {bait.file.name, bait.web} <= set(bait.taken())
