"""Whatever is given to an action, a drag, the preferences or a saved view: a clear sentence or a sane result."""

import inspect
import json
import os
import sys
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray, QMimeData

from desktop_pipeline.actions.attachments import (
    attach_files,
    attach_for_mail,
    is_harmful,
    open_copy,
    rename_attachment,
    save_attachment,
)
from desktop_pipeline.actions.deals import create_deal
from desktop_pipeline.actions.organisations import create_organisation
from desktop_pipeline.domain.contacts import mail_link, web_link
from desktop_pipeline.domain.custom_fields import FieldSubject, check_link
from desktop_pipeline.domain.errors import InvalidError, PipelineError, RefusedError
from desktop_pipeline.queries.deals_table import read_groups, read_ids, sum_deals
from desktop_pipeline.queries.kept_question import read_question, write_question
from desktop_pipeline.queries.views import read_view
from desktop_pipeline.ui.board.looks import BoardLooks
from desktop_pipeline.ui.board.payload import LARGEST_PAYLOAD, MIME, Payload
from desktop_pipeline.ui.deals.table_layout import read_layout
from desktop_pipeline.ui.preferences import PreferenceFile
from tests.reliability.canary_company import CANARY, Canary, make_canary_company
from tests.reliability.hostile_values import Action, arguments_of, list_actions
from tests.workspaces import Content, Desk, desk, read_content

__all__ = ["desk"]

# These have tests of their own: they take files or a server, end the undo, or only help the others.
_ELSEWHERE = frozenset(
    (
        "attachments.attach_files",
        "attachments.attach_for_mail",
        "erasing.erase_person",
        "mail_sending.send_kept",
        "mail_templates.attach_to_template",
        "moving.copy_open_workspace",
        "records.settle_instant",
        "taking_back.undo_to",
    )
)
ACTIONS = dict(sorted((name, action) for name, action in list_actions() if name not in _ELSEWHERE))
_LONGEST_SENTENCE = 700
_LONGEST_LABEL = 250


@pytest.fixture(scope="module")
def canary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Canary]:
    made = make_canary_company(tmp_path_factory.mktemp("bad"))
    yield made
    made.desk.workspace.close()


def is_sentence(text: str) -> bool:
    return is_line(text) and text[-1] in ".?”" and len(text) <= _LONGEST_SENTENCE


def is_line(text: str) -> bool:
    """Without a break, a sign that a terminal obeys, or half a character."""
    return not {unicodedata.category(character) for character in text} & {"Cc", "Cs", "Zl", "Zp"}


@pytest.mark.slow
@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_refuses_in_a_sentence_or_can_be_undone(name: str, canary: Canary, long_run: bool) -> None:
    action = ACTIONS[name]
    # What each example must leave is what the next one finds.
    before = read_content(canary.desk.workspace)

    @settings(max_examples=200 if long_run else 8, suppress_health_check=list(HealthCheck), database=None)
    @given(arguments_of(action))
    def try_it(arguments: dict[str, object]) -> None:
        examine(canary.desk, action, arguments, before)

    try_it()


def examine(desk: Desk, action: Action, arguments: dict[str, object], before: Content) -> None:
    newest = desk.newest_entry().entry_id
    refusal = find_refusal(desk, action, arguments)
    assert refusal is None or is_sentence(refusal)
    entry = desk.newest_entry()
    if entry.entry_id != newest:
        assert is_line(entry.label)
        assert len(entry.label) <= _LONGEST_LABEL
        assert desk.faults() == []
        desk.journal.undo()
    assert read_content(desk.workspace) == before


def find_refusal(desk: Desk, action: Action, arguments: dict[str, object]) -> str | None:
    """The sentence an action refuses with; that it was refused leaves nothing behind."""
    newest = desk.newest_entry().entry_id
    try:
        action(desk.workspace, **arguments)
    except PipelineError as error:
        refusal = str(error)
    else:
        return None
    assert desk.newest_entry().entry_id == newest
    return refusal


def test_what_a_stage_plans_beyond_the_calendar_is_refused_in_a_sentence(canary: Canary) -> None:
    last, before = datetime(9999, 12, 30, 12, tzinfo=UTC), read_content(canary.desk.workspace)
    with pytest.raises(InvalidError, match="would be planned outside of the calendar"):
        create_deal(canary.desk.workspace, title="Oak", stage_id=canary.ids["next_stage"], at=last)
    assert read_content(canary.desk.workspace) == before


def test_every_action_that_takes_text_is_tried() -> None:
    assert len(ACTIONS) > 100
    assert {"deals.create_deal", "edits.edit_deal", "bulk.edit_deals", "stages.edit_stage"} <= ACTIONS.keys()


def test_a_name_beside_a_new_deal_is_as_long_as_one_in_the_contacts(desk: Desk) -> None:
    before, name = read_content(desk.workspace), "x" * 10_000
    with pytest.raises(InvalidError, match="500 characters at most; this one has 10000"):
        desk.deal("Oak", organisation=name)
    with pytest.raises(InvalidError, match="500 characters at most; this one has 10000"):
        desk.deal("Oak", person=name)
    assert read_content(desk.workspace) == before


def test_half_a_character_is_refused_and_an_unknown_number_too(desk: Desk) -> None:
    deal = desk.deal(f"a\ud800b{CANARY}")
    assert desk.row(deal, "title") == (f"ab{CANARY}",)
    with pytest.raises(InvalidError, match="too large"):
        create_deal(desk.workspace, title="x", stage_id=2**70, at=desk.now)
    with pytest.raises(InvalidError, match="half a character"):
        desk.workspace.rows("select ?", ("\ud800",))


# --- drags


def payload(content: bytes, kind: str = MIME) -> QMimeData:
    mime = QMimeData()
    mime.setData(kind, QByteArray(content))
    return mime


def forge(own: Payload, deals: object) -> bytes:
    board = json.loads(bytes(own.pack([1]).data(MIME).data()))["board"]
    return json.dumps({"board": board, "deals": deals}).encode()


@pytest.mark.parametrize(
    "deals",
    [
        *([], [-1], [0], [True], [1.0], ["1"], [None], [[1]], {"1": 1}, "1", 1, None, [1, 1], [2**63], [10**400]),
        *(list(range(1, 5_002)), [float("nan")], [float("inf")]),
    ],
)
def test_a_forged_drag_means_nothing(deals: object) -> None:
    own = Payload()
    assert own.read(payload(forge(own, [1, 2]))) == (1, 2)
    assert own.read(payload(forge(own, deals))) is None


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[" * 30_000, b"\xff\xfe", b"null", b"9" * 10_000, b" " * (LARGEST_PAYLOAD + 1), b'{"deals":[1]}'],
)
def test_a_drag_that_is_no_payload_means_nothing(content: bytes) -> None:
    assert Payload().read(payload(content)) is None


# What makes PySide before 6.12 unpickle and run a command where a standard model takes it.
_PICKLE = b"cos\nsystem\n(S'touch pwned'\ntR."


@pytest.mark.parametrize("kind", ["application/x-qabstractitemmodeldatalist", "text/plain", "text/uri-list"])
def test_a_drag_of_another_kind_means_nothing(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    header = b"\0\0\0\0\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\x04\x00\0\0\0\0\x0ePyQt_PyObject\0\0\0\0"
    assert Payload().read(payload(header + len(_PICKLE).to_bytes(4, "big") + _PICKLE, kind)) is None
    assert list(tmp_path.iterdir()) == []


# --- preferences


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.just("9" * 5_000),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
_KEYS = ("user_name", "theme", "text_percent", "motion", "window", "recent", "deals_table", "boards")
_ROW = st.fixed_dictionaries({"path": ANYTHING, "opened_at": ANYTHING, "open_deals": ANYTHING})


@settings(max_examples=150, database=None)
@given(document=st.fixed_dictionaries({}, optional={key: ANYTHING | st.lists(_ROW, max_size=2) for key in _KEYS}))
def test_crafted_preferences_are_as_if_there_were_none(
    document: dict[str, object], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("settings")
    (folder / "preferences.json").write_text(json.dumps(document), encoding="utf-8")
    read = PreferenceFile(folder)
    assert read.now.theme in {"system", "light", "dark"}
    assert read.now.motion in {"system", "on", "off"}
    assert 50 <= read.now.text_percent <= 300
    assert len(read.now.user_name) <= 200
    assert all(recent.opened.tzinfo is not None and isinstance(recent.open_deals, int) for recent in read.now.recent)
    assert read.now.window is None or all(abs(number) < 2**31 for number in read.now.window)
    assert read.now.remember(Path("x"), datetime(2026, 1, 5, tzinfo=UTC), 1).recent
    read.keep(read.now)
    # By their words: a number that is none is not even equal to itself.
    assert repr(PreferenceFile(folder).now) == repr(read.now)


@pytest.mark.parametrize("content", [b"", b"\xff", b"[]", b"null", b"[" * 100_000, b"9" * 10_000, b"{}" * 2])
def test_preferences_that_are_none(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "preferences.json").write_bytes(content)
    assert PreferenceFile(tmp_path).now == PreferenceFile(tmp_path / "none").now


# --- what was kept of a screen


_WORD = st.sampled_from(
    ("open", "won", "stage", "owner", "value", "title", "hand", "close", "\ud800", CANARY, "%", "2026-01-05")
)
_LEAF = st.none() | st.booleans() | st.integers() | st.sampled_from((2**63, -(2**70), 10**30)) | _WORD | st.floats()
_KEPT = st.recursive(_LEAF, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_WORD, inner, max_size=3))
_ASKED = (
    *("status", "sorts", "owner_ids", "stage_ids", "source_ids", "product_ids", "label_ids", "pipeline_id"),
    *("value_from", "value_to", "closes_from", "closes_to", "text", "without_step", "group"),
)


@settings(max_examples=150, database=None, suppress_health_check=list(HealthCheck))
@given(
    document=st.fixed_dictionaries(
        {}, optional={key: _KEPT | st.lists(st.tuples(_WORD, _LEAF).map(list), max_size=3) for key in _ASKED}
    )
)
def test_a_crafted_view_asks_for_what_makes_sense_in_it(document: dict[str, object], canary: Canary) -> None:
    workspace, today = canary.desk.workspace, canary.desk.now.date()
    question = read_question(document)
    ids = read_ids(workspace, question)
    assert set(ids) <= set(canary.deals)
    sum_deals(workspace, question, today=today)
    if question.group is not None:
        read_groups(workspace, question, today=today)
    json.dumps(write_question(question)).encode()


@settings(max_examples=150, database=None)
@given(
    document=st.fixed_dictionaries(
        {},
        optional={
            key: _KEPT | st.dictionaries(_WORD, _LEAF, max_size=3) | st.lists(_WORD, max_size=5)
            for key in (
                "axis",
                "density",
                "fields",
                "orders",
                "month_order",
                "collapsed",
                "shows_won",
                "shown",
                "widths",
            )
        },
    )
)
def test_crafted_looks_and_columns_are_those_that_make_sense(document: dict[str, object]) -> None:
    looks = BoardLooks.from_document(document)
    assert BoardLooks.from_document(looks.to_document()) == looks
    layout = read_layout(document)
    assert len(set(layout.shown)) == len(layout.shown)
    assert read_layout(layout.to_document()) == layout


def test_crafted_text_in_a_kept_view_is_no_view(canary: Canary) -> None:
    workspace = canary.desk.workspace
    for crafted in ("", "{", "[1]", "null", "[" * 100_000, "9" * 10_000, '{"text": ["x"]}'):
        with workspace.journal.change("Crafted") as draft:
            draft.execute("update saved_view set question = ? where id = ?", (crafted, canary.ids["view"]))
        kept = read_view(workspace, canary.ids["view"])
        assert kept is not None
        assert isinstance(kept.question, dict)
        workspace.journal.undo()


# --- links


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", " JaVaScRiPt:x", "vbscript:x", "ftp://x"],
)
def test_only_the_web_is_linked(address: str) -> None:
    assert web_link(address) is None
    with pytest.raises(InvalidError, match="web address"):
        check_link(address)


def test_a_mail_address_brings_nothing_with_it() -> None:
    assert mail_link("a@b.example?bcc=c@d.example&body=x") == "mailto:a@b.example%3Fbcc%3Dc@d.example%26body%3Dx"


# --- files


def attach(desk: Desk, path: Path) -> int:
    deal = desk.deal()
    attach_files(desk.workspace, FieldSubject.DEAL, deal, [path], at=desk.now)
    return int(desk.workspace.value("select max(id) from attachment"))


@pytest.mark.parametrize(
    "name",
    ["../../out.txt", "..\\..\\out.txt", "/etc/passwd", "C:\\x.txt", "a\0b.txt", "con.txt", "\u202egpj.exe", "..."],
)
def test_a_renamed_file_stays_in_the_folder_it_is_copied_to(desk: Desk, name: str, tmp_path: Path) -> None:
    source, folder = tmp_path / "plain.txt", tmp_path / "copies"
    source.write_text("inside", encoding="utf-8")
    folder.mkdir()
    attached = attach(desk, source)
    rename_attachment(desk.workspace, attached, name)
    copied = open_copy(desk.workspace, attached, folder)
    assert copied.parent.parent == folder
    assert copied.read_text(encoding="utf-8") == "inside"
    assert [each for each in tmp_path.rglob("*") if each.is_file() and each.suffix != ".lock"].count(copied) == 1
    assert not (tmp_path / "out.txt").exists()
    assert "\u202e" not in copied.name


@pytest.mark.parametrize("kind", ["link", "gone", "pipe"])
def test_only_an_ordinary_file_is_attached(desk: Desk, kind: str, tmp_path: Path) -> None:
    secret, named = tmp_path / "secret", tmp_path / "named.txt"
    secret.write_text("secret", encoding="utf-8")
    deal = desk.deal()
    if sys.platform == "win32":
        if kind != "gone":
            pytest.skip("only an administrator makes links, and pipes have no place in a folder")
    elif kind == "link":
        named.symlink_to(secret)
    elif kind == "pipe":
        os.mkfifo(named)
    before = read_content(desk.workspace)
    with pytest.raises(PipelineError) as refused:
        attach_files(desk.workspace, FieldSubject.DEAL, deal, [named], at=desk.now)
    assert is_sentence(str(refused.value))
    with pytest.raises(PipelineError) as refused:
        attach_for_mail(desk.workspace, deal, [named], at=desk.now)
    assert is_sentence(str(refused.value))
    assert read_content(desk.workspace) == before


@pytest.mark.parametrize(("name", "content"), [("run.exe", b"x"), ("notes.txt", b"#!/bin/sh\n"), ("page.HTML", b"<b>")])
def test_a_file_that_can_run_is_told(desk: Desk, name: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert is_harmful(desk.workspace, attach(desk, path))


def test_a_copy_is_never_written_over_the_workspace(desk: Desk, tmp_path: Path) -> None:
    source = tmp_path / "plain.txt"
    source.write_text("inside", encoding="utf-8")
    attached = attach(desk, source)
    for target in (desk.path, tmp_path / "other.pipeline"):
        with pytest.raises(RefusedError, match="is the name of a workspace"):
            save_attachment(desk.workspace, attached, target)
    assert desk.faults() == []


# --- what is removed while somebody looks at it


def test_what_was_removed_meanwhile_is_refused_in_a_sentence(desk: Desk) -> None:
    gone = create_organisation(desk.workspace, name="Gone")
    desk.journal.undo()
    before = read_content(desk.workspace)
    refused = 0
    for action in ACTIONS.values():
        names = list(inspect.signature(action).parameters)[1:]
        # Those that need more than ids have their other arguments in the trial above.
        if not names or not all(name.endswith("_id") for name in names):
            continue
        refusal = find_refusal(desk, action, dict.fromkeys(names, gone + 9_000))
        assert refusal is not None
        assert is_sentence(refusal)
        refused += 1
    assert refused > 15
    assert read_content(desk.workspace) == before
