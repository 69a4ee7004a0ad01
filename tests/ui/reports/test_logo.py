"""The logo in the head: there where it can be read at once, and never in the way of the report."""

import struct
import zlib
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import pytest

from desktop_pipeline.reports.content import Company
from tests.ui.reports.contents import deal_table, letterhead, make_content, make_png, print_and_check
from tests.ui.reports.paper import HEAD, SIDE, TOP

pytestmark = pytest.mark.usefixtures("qapp")
GOOD = Company("Alder Row Joinery", b"")


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def huge_png(width: int, height: int) -> bytes:
    """A picture of one colour: 40 megapixels in a few kilobytes."""
    rows = zlib.compressobj(9)
    body = b"".join(rows.compress(b"\0" * (width + 1)) for _row in range(height)) + rows.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize(("width", "height"), [(600, 200), (600, 20), (20, 240), (1, 1)])
def test_a_logo_stands_in_the_head_of_every_page_within_its_measures(tmp_path: Path, width: int, height: int) -> None:
    company = Company("Alder Row Joinery", make_png(width, height))
    paper = print_and_check(tmp_path, make_content(deal_table(120), company=company), pictures=1)
    assert len(paper.pages) > 2
    assert all(page.pictures == 1 for page in paper.pages)
    (name,) = paper.pages[0].find("^Alder Row Joinery$")
    assert name.left > SIDE + 5
    assert TOP < name.base < TOP + HEAD


def test_the_head_without_a_logo_begins_with_the_company_or_the_file(tmp_path: Path) -> None:
    content = make_content(deal_table(5))
    (name,) = print_and_check(tmp_path, content).find("^Alder Row Joinery$")
    assert name.left == pytest.approx(SIDE, abs=0.5)
    nobody = replace(content, company=Company())
    (name,) = print_and_check(tmp_path, nobody).find("^Alder Row$")
    assert name.left == pytest.approx(SIDE, abs=0.5)


def test_a_letter_bears_it_large_and_only_once(tmp_path: Path) -> None:
    company = Company("Alder Row Joinery", make_png(600, 200))
    paper = print_and_check(tmp_path, make_content(letterhead(), deal_table(60), company=company), pictures=1)
    assert [page.pictures for page in paper.pages] == [1] * len(paper.pages)
    name = min(paper.pages[0].find("^Alder Row Joinery$"), key=lambda text: text.base)
    assert name.left == pytest.approx(SIDE, abs=0.5)


@pytest.mark.parametrize(
    "logo",
    [
        b"",
        b"no picture",
        b"\x89PNG\r\n\x1a\n",
        b"\x89PNG\r\n\x1a\n" + b"\0" * 5000,
        b"GIF89a" + b"\1" * 60,
        b"\0" * 3_000_000,
    ],
)
def test_a_broken_logo_is_left_out(tmp_path: Path, logo: bytes) -> None:
    content = make_content(deal_table(5))
    with_it = print_and_check(tmp_path, replace(content, company=Company("Alder Row Joinery", logo)))
    assert with_it.pages == print_and_check(tmp_path, content).pages


@pytest.mark.filterwarnings("default")
def test_a_logo_that_ends_too_early_does_no_harm(tmp_path: Path) -> None:
    whole = make_png(300, 100)
    for end in (len(whole) // 3, len(whole) // 2, len(whole) - 14):
        company = Company("Alder Row Joinery", whole[:end])
        print_and_check(tmp_path, make_content(deal_table(5), company=company), pictures=1)


def test_a_logo_of_40_megapixels_is_not_even_unpacked(tmp_path: Path) -> None:
    logo = huge_png(8000, 5000)
    assert len(logo) < 100_000
    started = perf_counter()
    print_and_check(tmp_path, make_content(deal_table(5), company=Company("Alder Row Joinery", logo)))
    assert perf_counter() - started < 2
