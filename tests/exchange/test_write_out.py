import csv
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_pipeline.domain.cells import guard
from desktop_pipeline.domain.errors import CannotOpenError
from desktop_pipeline.exchange.writing.folder import Document, write_folder

DOCUMENT = Document(
    ("id", "title", "value", "share", "is_active"),
    ((1, "Büro, “A”\nline two", 1200, 0.1, True), (2, "=1+1", -5, None, None), (3, "", None, 1.0, False)),
)


def unguard(text: str) -> str:
    """The text that was guarded: one apostrophe less before what would be a formula."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(("=", "+", "-", "@", "\t", "\r")) else text


def test_a_folder_holds_each_table_as_csv_and_json(tmp_path: Path) -> None:
    written = write_folder(tmp_path / "out", {"deals": DOCUMENT, "labels": Document(("id",), ())})
    assert [path.name for path in written] == ["deals.csv", "deals.json", "labels.csv", "labels.json"]
    assert (tmp_path / "out/deals.csv").read_bytes().decode() == (
        'id,title,value,share,is_active\n1,"Büro, “A”\nline two",1200,0.1,true\n2,\'=1+1,-5,,\n3,,,1.0,false\n'
    )
    rows = json.loads((tmp_path / "out/deals.json").read_text(encoding="utf-8"))
    assert [tuple(row.values()) for row in rows] == list(DOCUMENT.rows)
    assert json.loads((tmp_path / "out/labels.json").read_text(encoding="utf-8")) == []


def test_the_same_content_gives_the_same_bytes_and_leaves_nothing_else_behind(tmp_path: Path) -> None:
    for name in ("one", "two", "two"):
        write_folder(tmp_path / name, {"deals": DOCUMENT})
    one, two = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "two"))
    assert one == two
    assert set(one) == {"deals.csv", "deals.json"}


@pytest.mark.parametrize("text", ["=1+1", "+49 30", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1", "''-x"])
def test_a_text_like_a_formula_is_guarded_and_comes_back(text: str) -> None:
    assert guard(text) == "'" + text
    assert unguard(guard(text)) == text


@pytest.mark.parametrize("text", ["", "a=1", "'s-Hertogenbosch", "5-3", "Ä"])
def test_other_texts_are_left_alone(text: str) -> None:
    assert guard(text) == text


@given(st.text())
def test_every_text_comes_back_from_its_guard(text: str) -> None:
    assert unguard(guard(text)) == text


def test_a_cell_read_by_another_program_never_begins_like_a_formula(tmp_path: Path) -> None:
    texts = ["=cmd|' /C calc'!A0", "+1", "-1", "@x", "\tx", "\rx", "plain"]
    write_folder(tmp_path, {"t": Document(("text",), [(text,) for text in texts])})
    with (tmp_path / "t.csv").open(newline="", encoding="utf-8") as stream:
        cells = [row[0] for row in csv.reader(stream)][1:]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)
    assert [unguard(cell) for cell in cells] == texts


def test_a_folder_that_cannot_be_made_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(CannotOpenError, match="“taken” cannot be written to: "):
        write_folder(tmp_path / "taken", {"deals": DOCUMENT})
