"""`export` at a terminal: what it writes, what it refuses, and which deals a filter means."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.program import run_program
from tests.workspaces import make_desk


@pytest.fixture
def company(tmp_path: Path) -> Path:
    desk = make_desk(tmp_path, "company.pipeline")
    desk.deal("Oak table", owner_id=desk.id_of("owner", "Ann"), organisation="Alder Ltd")
    desk.deal("Elm chair", owner_id=desk.id_of("owner", "Ben"), stage=1)
    desk.deal("=Ash", value=None)
    desk.workspace.close()
    return desk.path


def read_titles(path: Path) -> list[str]:
    return [line.split(",")[0] for line in path.read_text(encoding="utf-8-sig").splitlines()[1:]]


def test_a_workbook_and_a_csv_are_written_and_never_over_something(company: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    ran = run_program("export", company, out)
    assert (ran.code, ran.output, ran.errors) == (0, "deals written to out.xlsx: 3\n", "")
    book = load_workbook(out)
    assert book.sheetnames == ["Summary", "Deals", "Organisations", "People", "Activities", "Products", "Lists"]
    before = out.read_bytes()
    again = run_program("export", company, out)
    assert again.code == 4
    assert "is there already" in again.errors
    assert out.read_bytes() == before
    assert run_program("export", company, tmp_path / "out.csv").code == 0
    assert read_titles(tmp_path / "out.csv") == ["Oak table", "Elm chair", "'=Ash"]


def test_filters_choose_deals_and_unknown_ones_are_refused(company: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    assert run_program("export", company, out, "--filter", "owner=ann", "--filter", "owner=Ben").code == 0
    assert read_titles(out) == ["Elm chair", "Oak table"]
    for filters, why in (
        (("owner=Nobody",), "There is no owner “Nobody”. There are: Ann, Ben, Cay."),
        (("colour=red",), "“colour” is nothing to filter by."),
        (("status=sleeping",), "A status is one of open, won, lost and all."),
        (("closing=soon",), "“soon” is not a day or a month"),
    ):
        told = [part for each in filters for part in ("--filter", each)]
        ran = run_program("export", company, tmp_path / "no.csv", *told)
        assert ran.code == 2
        assert why in ran.errors
        assert not (tmp_path / "no.csv").exists()


def test_other_tables_columns_and_endings(company: Path, tmp_path: Path) -> None:
    assert run_program("export", company, tmp_path / "firms.csv", "--table", "organisations").code == 0
    assert read_titles(tmp_path / "firms.csv") == ["Alder Ltd"]
    assert run_program("export", company, tmp_path / "few.csv", "--columns", "value,owner").code == 0
    head = (tmp_path / "few.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    assert head == "Title,Value,Currency,Owner,Deal ID (do not change),As exported (do not change)"
    assert run_program("export", company, tmp_path / "out.docx").code == 2
    assert run_program("export", company).code == 2
    assert run_program("export", company, tmp_path / "x.csv", "--columns", "colour").code == 2
    assert run_program("export", company, tmp_path / "missing" / "x.csv").code == 3
    assert not (tmp_path / "x.csv").exists()
