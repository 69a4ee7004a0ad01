import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from desktop_pipeline.actions.custom_values import set_custom_value
from desktop_pipeline.actions.deal_marks import add_competitor, add_label, remove_competitor, remove_label
from desktop_pipeline.actions.deal_people import add_person, make_main, remove_person, set_role
from desktop_pipeline.actions.deals import delete_deals
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.line_items import add_line, edit_line
from desktop_pipeline.actions.notes import add_note, delete_note, edit_note
from desktop_pipeline.actions.objections import answer_objection, edit_objection, raise_objection, remove_objection
from desktop_pipeline.actions.relations import RelationKind, relate_deals, unrelate_deals
from desktop_pipeline.domain.custom_fields import FieldKind, FieldSubject, check_value
from desktop_pipeline.domain.errors import InvalidError, NotFoundError
from desktop_pipeline.domain.money import Money
from desktop_pipeline.queries.deal import DealView, read_deal
from desktop_pipeline.queries.deal_changes import read_deal_changes
from desktop_pipeline.queries.deal_parts import find_deals
from desktop_pipeline.queries.lists import Named
from desktop_pipeline.storage.tables import CustomChoice, CustomField
from tests.workspaces import Desk, read_content

TODAY = date(2026, 1, 5)
DEAL = FieldSubject.DEAL


@pytest.fixture
def deal(desk: Desk) -> int:
    """A deal whose id is not that of any row that hangs on it."""
    with desk.journal.change("Numbers", sealed=True) as draft:
        draft.execute("insert into sqlite_sequence (name, seq) values ('deal', 70)")
    desk.deal("Another")
    return desk.deal(organisation="Acme", person="Ina")


def view(desk: Desk, deal: int) -> DealView:
    found = read_deal(desk.workspace, deal, today=desk.workspace.today())
    assert found is not None
    return found


def people(desk: Desk, deal: int) -> list[tuple[str, str]]:
    return [(person.name, person.role) for person in view(desk, deal).people]


Step = Callable[[Desk, int], object]
STEPS: list[tuple[str, Step]] = [
    ("Add Bea to “Oak table”", lambda desk, deal: add_person(desk.workspace, deal, " Bea ", role="DECIDES")),
    ("Role of Ina", lambda desk, deal: set_role(desk.workspace, deal, 1, "Signs in the end")),
    ("Remove Ina from “Oak table”", lambda desk, deal: remove_person(desk.workspace, deal, 1)),
    ("Label “Oak table” Priority", lambda desk, deal: add_label(desk.workspace, deal, "Priority")),
    ("Hartl competes for “Oak table”", lambda desk, deal: add_competitor(desk.workspace, deal, "Hartl")),
    ("Objection to “Oak table”", lambda desk, deal: raise_objection(desk.workspace, deal, "Dear", on=TODAY)),
    ("Note on “Oak table”", lambda desk, deal: add_note(desk.workspace, deal, "Call", at=desk.now)),
]


@pytest.mark.parametrize(("label", "step"), STEPS, ids=[label for label, _step in STEPS])
def test_every_step_is_one_change_with_its_words_and_is_undone_whole(
    desk: Desk, deal: int, label: str, step: Step
) -> None:
    before, entries = read_content(desk.workspace), len(desk.journal.entries())
    step(desk, deal)
    assert [entry.label for entry in desk.journal.entries()[entries:]] == [label]
    after = read_content(desk.workspace)
    desk.journal.undo()
    assert read_content(desk.workspace) == before
    desk.journal.redo()
    assert read_content(desk.workspace) == after
    assert desk.faults() == []


def test_the_main_person_stands_first_and_roles_stay(desk: Desk, deal: int) -> None:
    bea = add_person(desk.workspace, deal, "Bea", role="Pays")
    add_person(desk.workspace, deal, "Cem", role="looks after the porter")
    before = read_content(desk.workspace)
    make_main(desk.workspace, deal, bea)
    assert people(desk, deal) == [("Bea", "pays"), ("Ina", ""), ("Cem", "looks after the porter")]
    assert make_main(desk.workspace, deal, bea) is None
    desk.journal.undo()
    assert read_content(desk.workspace) == before


def test_what_is_there_already_leaves_no_trace(desk: Desk, deal: int) -> None:
    bea = add_person(desk.workspace, deal, "Bea", role="pays")
    add_label(desk.workspace, deal, "Priority")
    add_competitor(desk.workspace, deal, "Hartl")
    entries = desk.journal.entries()
    assert add_person(desk.workspace, deal, "Bea") == bea
    assert set_role(desk.workspace, deal, bea, " pays ") is None
    assert add_label(desk.workspace, deal, " priority") is None
    assert remove_label(desk.workspace, deal, "Other") is None
    assert add_competitor(desk.workspace, deal, "HARTL") is None
    assert desk.journal.entries() == entries


def test_a_label_put_away_is_in_use_again_once_it_is_named(desk: Desk, deal: int) -> None:
    add_label(desk.workspace, deal, "Priority")
    remove_label(desk.workspace, deal, "Priority")
    with desk.journal.change("Put away") as draft:
        draft.execute("update label set is_active = 0")
    add_label(desk.workspace, deal, "PRIORITY")
    assert view(desk, deal).labels == ("Priority",)
    assert desk.workspace.value("select is_active from label") == 1
    remove_competitor(desk.workspace, deal, "nobody")


def test_objections_are_answered_reopened_and_removed(desk: Desk, deal: int) -> None:
    number = raise_objection(desk.workspace, deal, " Too <b>dear</b>\nby far ", on=TODAY)
    answer_objection(desk.workspace, number, "Cheaper fronts", on=date(2026, 1, 7))
    answer_objection(desk.workspace, number, "Cheaper fronts, oiled", on=date(2026, 1, 9))
    (found,) = view(desk, deal).objections
    assert (found.text, found.answer) == ("Too <b>dear</b>\nby far", "Cheaper fronts, oiled")
    assert (found.raised_on, found.answered_on) == (TODAY, date(2026, 1, 7))
    answer_objection(desk.workspace, number, " ", on=TODAY)
    assert view(desk, deal).objections[0].answered_on is None
    edit_objection(desk.workspace, number, "Late")
    assert view(desk, deal).objections[0].text == "Late"
    remove_objection(desk.workspace, number)
    assert view(desk, deal).objections == ()
    with pytest.raises(NotFoundError):
        remove_objection(desk.workspace, number)


def test_deals_are_related_once_and_seen_from_both_sides(desk: Desk, deal: int) -> None:
    earlier = desk.deal("Chairs")
    relate_deals(desk.workspace, deal, earlier, RelationKind.REPEAT)
    relate_deals(desk.workspace, deal, earlier, RelationKind.UPSELL)
    (here,), (there,) = view(desk, deal).related, view(desk, earlier).related
    assert (here.title, here.kind, here.follows) == ("Chairs", "upsell", False)
    assert (there.title, there.kind, there.follows) == ("Oak table", "upsell", True)
    for one, other in ((deal, deal), (earlier, deal)):
        with pytest.raises(InvalidError):
            relate_deals(desk.workspace, one, other, RelationKind.REFERRAL)
    assert find_deals(desk.workspace, "OAK", but=earlier) == [Named(deal, "Oak table, Acme")]
    delete_deals(desk.workspace, [earlier], at=desk.later())
    assert view(desk, deal).related == ()
    desk.journal.undo()
    unrelate_deals(desk.workspace, here.relation_id)
    assert view(desk, deal).related == ()
    with pytest.raises(NotFoundError):
        unrelate_deals(desk.workspace, here.relation_id)


def test_notes_are_reworded_and_taken_off(desk: Desk, deal: int) -> None:
    add_note(desk.workspace, deal, "First", at=desk.now)
    number = next(entry.row_id for entry in view(desk, deal).timeline if entry.kind == "note")
    edit_note(desk.workspace, number, "Second ")
    assert edit_note(desk.workspace, number, "Second") is None
    assert [entry.text for entry in view(desk, deal).timeline if entry.kind == "note"] == ["Second"]
    with pytest.raises(InvalidError, match="100000 characters"):
        edit_note(desk.workspace, number, "x" * 100_001)
    delete_note(desk.workspace, number)
    with pytest.raises(NotFoundError):
        edit_note(desk.workspace, number, "Third")


@pytest.mark.parametrize(
    "act",
    [
        lambda desk, deal: add_person(desk.workspace, deal, " "),
        lambda desk, deal: add_person(desk.workspace, deal, "x" * 10_000),
        lambda desk, deal: set_role(desk.workspace, deal, 1, "x" * 10_000),
        lambda desk, deal: add_label(desk.workspace, deal, ""),
        lambda desk, deal: add_competitor(desk.workspace, deal, "x" * 10_000),
        lambda desk, deal: raise_objection(desk.workspace, deal, "\n", on=TODAY),
        lambda desk, deal: raise_objection(desk.workspace, deal, "x" * 10_000, on=TODAY),
        lambda desk, deal: edit_deal(desk.workspace, deal, at=desk.now, forecast_category="sure"),
        lambda desk, deal: edit_deal(desk.workspace, deal, at=desk.now, currency="Euro"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(desk: Desk, deal: int, act: Step) -> None:
    before = read_content(desk.workspace)
    with pytest.raises(InvalidError):
        act(desk, deal)
    assert read_content(desk.workspace) == before


@pytest.fixture
def fields(desk: Desk) -> dict[FieldKind, int]:
    """A field of each kind on deals; the choices have the ids 1 and 2, those of another field 3."""
    with desk.journal.change("Fields", sealed=True) as draft:
        ids = {
            kind: draft.insert(CustomField, subject="deal", name=f"Own {kind}", kind=kind.value) for kind in FieldKind
        }
        for kind, name in ((FieldKind.CHOICE, "Oak"), (FieldKind.CHOICES, "Ash"), (FieldKind.CHOICES, "Elm")):
            draft.insert(CustomChoice, field=ids[kind], name=name)
    return ids


GOOD: list[tuple[FieldKind, object, object]] = [
    (FieldKind.TEXT, " =1+1 <b>{{x}}</b>\n🪚 ", "=1+1 <b>{{x}}</b>\n🪚"),
    (FieldKind.NUMBER, Decimal("-12.50"), "-12.5"),
    (FieldKind.MONEY, Money(12_345, "CHF"), {"currency": "CHF", "minor": 12_345}),
    (FieldKind.DATE, date(9999, 12, 31), "9999-12-31"),
    (FieldKind.DATE, date(1, 1, 1), "0001-01-01"),
    (FieldKind.CHOICE, 1, 1),
    (FieldKind.CHOICES, {3, 2}, [2, 3]),
    (FieldKind.YES_NO, False, False),
    (FieldKind.LINK, "example.com/plan", "https://example.com/plan"),
]


@pytest.mark.parametrize(("kind", "value", "kept"), GOOD)
def test_a_field_of_ones_own_keeps_what_its_kind_holds(
    desk: Desk, deal: int, fields: dict[FieldKind, int], kind: FieldKind, value: object, kept: object
) -> None:
    before = read_content(desk.workspace)
    set_custom_value(desk.workspace, fields[kind], DEAL, deal, value)
    assert json.loads(desk.workspace.value("select value from custom_value")) == kept
    assert next(field.value for field in view(desk, deal).custom if field.kind is kind) == kept
    assert set_custom_value(desk.workspace, fields[kind], DEAL, deal, value) is None
    desk.reopen_file()
    desk.journal.undo()
    assert read_content(desk.workspace) == before
    desk.journal.redo()
    set_custom_value(desk.workspace, fields[kind], DEAL, deal, None)
    assert read_content(desk.workspace) == before


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (FieldKind.TEXT, "x" * 10_000),
        (FieldKind.NUMBER, "many"),
        (FieldKind.NUMBER, Decimal("Infinity")),
        (FieldKind.NUMBER, True),
        (FieldKind.MONEY, Money(10**17, "EUR")),
        (FieldKind.CHOICE, 2),
        (FieldKind.CHOICE, [1]),
        (FieldKind.CHOICES, [1]),
        (FieldKind.CHOICES, ["Ash"]),
        (FieldKind.YES_NO, "yes"),
        (FieldKind.LINK, "javascript:alert(1)"),
        (FieldKind.LINK, "file:///etc/passwd"),
        (FieldKind.LINK, "https://"),
        (FieldKind.DATE, "tomorrow"),
    ],
)
def test_a_field_of_ones_own_refuses_what_its_kind_cannot_hold(
    desk: Desk, deal: int, fields: dict[FieldKind, int], kind: FieldKind, value: object
) -> None:
    before = read_content(desk.workspace)
    with pytest.raises(InvalidError):
        set_custom_value(desk.workspace, fields[kind], DEAL, deal, value)
    assert read_content(desk.workspace) == before


def test_a_field_of_people_is_none_of_a_deals(desk: Desk, deal: int) -> None:
    with desk.journal.change("Field", sealed=True) as draft:
        field = draft.insert(CustomField, subject="person", name="Birthday", kind="date")
    with pytest.raises(InvalidError):
        set_custom_value(desk.workspace, field, DEAL, deal, date(2026, 1, 1))
    assert view(desk, deal).custom == ()
    assert check_value(FieldKind.TEXT, "  ") is None


def test_another_currency_keeps_the_figures_and_never_loses_cents(desk: Desk) -> None:
    deal = desk.deal(value=120_000)
    line = add_line(desk.workspace, deal, "Lamp", at=desk.later())
    edit_line(desk.workspace, line, at=desk.later(), price=2_500)
    before = read_content(desk.workspace)
    edit_deal(desk.workspace, deal, at=desk.later(), currency="JPY")
    assert (view(desk, deal).value, view(desk, deal).products_total) == (Money(1_200, "JPY"), Money(25, "JPY"))
    edit_deal(desk.workspace, deal, at=desk.later(), currency="KWD")
    assert view(desk, deal).value == Money(1_200_000, "KWD")
    desk.journal.undo()
    desk.journal.undo()
    assert read_content(desk.workspace) == before
    edit_line(desk.workspace, line, at=desk.later(), price=2_501)
    with pytest.raises(InvalidError, match="fewer decimal places"):
        edit_deal(desk.workspace, deal, at=desk.later(), currency="JPY")
    assert desk.faults() == []


def test_the_journal_tells_who_changed_what_from_what_to_what(desk: Desk, deal: int) -> None:
    desk.journal.who = "ben"
    edit_deal(desk.workspace, deal, at=desk.later(), title="Elm table", organisation="Beta", value=Money(5, "EUR"))
    add_label(desk.workspace, deal, "Priority")
    set_role(desk.workspace, deal, 1, "decides")
    line = add_line(desk.workspace, deal, "Lamp", at=desk.later())
    edit_line(desk.workspace, line, at=desk.later(), price=2_500, quantity=Decimal("2.5"))
    remove_person(desk.workspace, deal, 1)
    desk.deal("Another")
    changes = read_deal_changes(desk.workspace, deal)
    assert [(one.field, one.name, one.before, one.after) for one in changes.fields] == [
        ("title", "", "Oak table", "Elm table"),
        ("organisation", "", "Acme", "Beta"),
        ("label", "", None, "Priority"),
        ("role", "Ina", None, "decides"),
        ("product", "", None, "Lamp"),
        ("quantity", "Lamp", "1", "2.5"),
        ("price", "Lamp", None, "25.00 EUR"),
        ("person", "", "Ina", None),
    ]
    assert {one.who for one in changes.fields} == {"ben"}
    event = next(entry for entry in view(desk, deal).timeline if entry.kind == "change")
    assert (event.who, event.old_value, event.value) == ("ben", Money(120_000, "EUR"), Money(5, "EUR"))


def test_what_was_undone_is_not_told(desk: Desk, deal: int) -> None:
    edit_deal(desk.workspace, deal, at=desk.later(), title="Elm table")
    desk.journal.undo()
    assert read_deal_changes(desk.workspace, deal).fields == ()
    desk.journal.redo()
    assert len(read_deal_changes(desk.workspace, deal).fields) == 1
    desk.journal.take_back(desk.journal.entries()[-1].entry_id)
    assert [one.after for one in read_deal_changes(desk.workspace, deal).fields] == ["Elm table", "Oak table"]


def test_a_field_set_and_emptied_is_told_with_its_name(desk: Desk, deal: int, fields: dict[FieldKind, int]) -> None:
    set_custom_value(desk.workspace, fields[FieldKind.CHOICES], DEAL, deal, [2, 3])
    set_custom_value(desk.workspace, fields[FieldKind.CHOICES], DEAL, deal, [3])
    set_custom_value(desk.workspace, fields[FieldKind.CHOICES], DEAL, deal, None)
    told = [(one.name, one.before, one.after) for one in read_deal_changes(desk.workspace, deal).fields]
    assert told == [
        ("Own choices", None, "Ash, Elm"),
        ("Own choices", "Ash, Elm", "Elm"),
        ("Own choices", "Elm", None),
    ]


def test_the_time_of_the_last_change_counts_every_change(desk: Desk, deal: int) -> None:
    at = desk.later(days=3)
    add_label(desk.workspace, deal, "Priority")
    assert view(desk, deal).changed_at == at == datetime(2026, 1, 8, 9, 0, tzinfo=UTC)
