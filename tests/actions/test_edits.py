from datetime import date
from typing import Any

import pytest

from desktop_pipeline.actions.deals import win_deals
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.notes import add_note
from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.domain.errors import InvalidError, NotFoundError
from desktop_pipeline.domain.money import Money
from desktop_pipeline.storage.instants import to_microseconds
from tests.workspaces import Desk, read_content


@pytest.fixture
def deal(desk: Desk) -> int:
    """A deal with every field known."""
    return desk.deal(organisation="Acme", person="Ina", owner_id=1, expected_close_on=date(2026, 3, 1), probability=0.5)


@pytest.mark.parametrize(
    ("fields", "kind", "column", "stored"),
    [
        ({"value": Money(90_000, "EUR")}, EventKind.VALUE, "value", 90_000),
        ({"value": Money(120_000, "CHF")}, EventKind.VALUE, "currency", "CHF"),
        ({"value": None}, EventKind.VALUE, "value", None),
        ({"owner_id": 2}, EventKind.OWNER, "owner_id", 2),
        ({"owner_id": None}, EventKind.OWNER, "owner_id", None),
        ({"expected_close_on": date(2026, 4, 1)}, EventKind.EXPECTED_CLOSE, "expected_close_on", "2026-04-01"),
        ({"expected_close_on": None}, EventKind.EXPECTED_CLOSE, "expected_close_on", None),
        ({"probability": 0.75}, EventKind.PROBABILITY, "probability", 0.75),
        ({"probability": None}, EventKind.PROBABILITY, "probability", None),
    ],
)
def test_an_edit_that_metrics_read_leaves_its_event(
    desk: Desk, deal: int, fields: dict[str, Any], kind: EventKind, column: str, stored: object
) -> None:
    edit_deal(desk.workspace, deal, at=desk.later(), **fields)
    assert desk.row(deal, column) == (stored,)
    assert desk.events(deal) == [EventKind.CREATED, kind]
    sql = f"select at, {column} from history_event order by id desc"  # noqa: S608 - our own text
    assert desk.workspace.row(sql) == (to_microseconds(desk.now), stored)
    assert desk.faults() == []


@pytest.mark.parametrize("fields", [{"title": "Elm"}, {"organisation": "Beta"}, {"person": "Jo"}, {"person": None}])
def test_an_edit_that_no_metric_dates_leaves_no_event(desk: Desk, deal: int, fields: dict[str, Any]) -> None:
    assert edit_deal(desk.workspace, deal, at=desk.later(), **fields) is not None
    assert desk.events(deal) == [EventKind.CREATED]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"title": " Oak  table "},
        {"value": Money(120_000, "EUR")},
        {"organisation": "ACME"},
        {"person": "Ina"},
        {"owner_id": 1},
        {"expected_close_on": date(2026, 3, 1)},
        {"probability": 0.5},
        {"source_id": None},
    ],
)
def test_a_field_that_keeps_its_value_leaves_no_trace(desk: Desk, deal: int, fields: dict[str, Any]) -> None:
    content, entries = read_content(desk.workspace), desk.journal.entries()
    assert edit_deal(desk.workspace, deal, at=desk.later(), **fields) is None
    assert read_content(desk.workspace) == content
    assert desk.journal.entries() == entries


def test_several_fields_are_one_change(desk: Desk, deal: int) -> None:
    before, entries = read_content(desk.workspace), len(desk.journal.entries())
    edit_deal(desk.workspace, deal, at=desk.later(), title="Elm", value=Money(1, "EUR"), owner_id=3, probability=0.1)
    assert len(desk.journal.entries()) == entries + 1
    assert len(desk.events(deal)) == 4
    assert desk.journal.entries()[-1].label == "Edit “Elm”"
    desk.journal.undo()
    assert read_content(desk.workspace) == before


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": ""}, "needs a title"),
        ({"value": Money(-5, "EUR")}, "below zero"),
        ({"value": Money(5, "E")}, "not a currency code"),
        ({"owner_id": 99}, "no owner number 99"),
        ({"source_id": 99}, "no source number 99"),
        ({"probability": -0.1}, "between"),
    ],
)
def test_one_wrong_field_stops_the_whole_edit(desk: Desk, deal: int, fields: dict[str, Any], said: str) -> None:
    content, entries = read_content(desk.workspace), desk.journal.entries()
    with pytest.raises(InvalidError, match=said):
        edit_deal(desk.workspace, deal, at=desk.later(), **{"organisation": "Beta", "person": "Jo", **fields})
    assert read_content(desk.workspace) == content
    assert desk.journal.entries() == entries


def test_a_deal_that_is_not_there_is_not_edited(desk: Desk) -> None:
    with pytest.raises(NotFoundError, match="no deal number 5"):
        edit_deal(desk.workspace, 5, at=desk.now, title="Elm")


def test_a_closed_deals_value_can_still_be_put_right(desk: Desk, deal: int) -> None:
    win_deals(desk.workspace, [deal], at=desk.later())
    edit_deal(desk.workspace, deal, at=desk.later(), value=Money(77, "EUR"))
    assert desk.row(deal, "status", "value") == ("won", 77)
    assert desk.faults() == []


def test_naming_another_person_leaves_the_first_one_to_other_deals(desk: Desk, deal: int) -> None:
    other = desk.deal("Other", organisation="Acme", person="Ina")
    edit_deal(desk.workspace, deal, at=desk.now, person="Jo")
    sql = "select p.name from deal_person d join person p on p.id = d.person_id where d.deal_id = ?"
    assert desk.workspace.value(sql, (deal,)) == "Jo"
    assert desk.workspace.value(sql, (other,)) == "Ina"
    edit_deal(desk.workspace, deal, at=desk.now, person="")
    assert desk.workspace.value(sql, (deal,)) is None


def test_a_note_is_written_with_its_author_and_time(desk: Desk, deal: int) -> None:
    add_note(desk.workspace, deal, "  Called Ina.\nShe likes oak. ", at=desk.later())
    assert desk.workspace.row("select deal_id, text, author, at from note") == (
        deal,
        "Called Ina.\nShe likes oak.",
        "ann",
        to_microseconds(desk.now),
    )
    assert desk.events(deal) == [EventKind.CREATED]
    desk.journal.undo()
    assert desk.workspace.value("select count(*) from note") == 0


@pytest.mark.parametrize("text", ["", " \n", "\0"])
def test_an_empty_note_is_refused(desk: Desk, deal: int, text: str) -> None:
    with pytest.raises(InvalidError, match="Write something"):
        add_note(desk.workspace, deal, text, at=desk.now)


def test_a_note_needs_its_deal(desk: Desk) -> None:
    with pytest.raises(NotFoundError):
        add_note(desk.workspace, 9, "Called", at=desk.now)


@pytest.mark.parametrize(
    "text",
    ["<b>x</b>&=1+1", "'; drop table deal; --", "{{ 7*7 }}", "\u202eabc", "Ünïcødé 🌳", "half \ud83d\udc4d\ud83d"],
)
def test_any_text_is_kept_as_it_was_typed(desk: Desk, text: str) -> None:
    deal = desk.deal(text, organisation=text, person=text)
    kept = text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
    add_note(desk.workspace, deal, text, at=desk.now)
    desk.reopen_file()
    title = desk.row(deal, "title")[0]
    if "half" in text:
        assert str(title).startswith("half")
    else:
        assert title == kept == desk.workspace.value("select text from note")
    assert desk.faults() == []
