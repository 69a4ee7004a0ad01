"""Erasing a person: no byte of their name, e-mail or phone is left anywhere."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from desktop_pipeline.actions.contact_rows import PERSON
from desktop_pipeline.actions.deals import create_deal
from desktop_pipeline.actions.duplicates import mark_distinct
from desktop_pipeline.actions.erasing import erase_person
from desktop_pipeline.actions.line_items import add_line, edit_line
from desktop_pipeline.actions.notes import add_note
from desktop_pipeline.actions.offers import accept_offer, edit_offer, edit_offer_line, make_offer, send_offer
from desktop_pipeline.actions.people import create_person, delete_people, edit_person
from desktop_pipeline.actions.person_export import export_person
from desktop_pipeline.actions.reaching import add_contact_note, add_point
from desktop_pipeline.actions.snoozing import snooze_deals
from desktop_pipeline.domain.contacts import PointKind
from desktop_pipeline.domain.errors import NotFoundError, RefusedError
from desktop_pipeline.queries.offers import read_offer, read_offers
from desktop_pipeline.storage.entries import State
from desktop_pipeline.storage.tables import Activity, Attachment, DealPerson, StoredFile
from tests.workspaces import Desk

SECRETS = ("Zebulon", "Quixley", "zq@copperline.example", "zebulon@home.example", "5550 777123", "5550777123")


def fill(desk: Desk) -> int:
    """Zebulon Quixley, formerly Quixby, with all that can name him; and Ines, who shares the office's phone."""
    workspace = desk.workspace
    person = create_person(
        workspace,
        name="Zebulon Quixby",
        organisation="Copperline",
        email="zq@copperline.example",
        phone="+44 5550 777123",
    )
    edit_person(workspace, person, name="Zebulon Quixley", prefers="calls")
    add_point(workspace, PERSON, person, PointKind.EMAIL, "zebulon@home.example")
    add_point(workspace, PERSON, person, PointKind.PHONE, "+44 5550 100")
    create_person(workspace, name="Ines Calloway", phone="+44 5550 100", organisation="Copperline")
    deal = create_deal(
        workspace, title="Desk for Zebulon", stage_id=desk.stages()[0], at=desk.now, organisation="Copperline"
    )
    add_note(
        workspace, deal, "Mr Quixley (ZQ@Copperline.example, 05550-777123) wants oak. The oak is fine.", at=desk.now
    )
    other = desk.deal("Other deal")
    add_note(workspace, other, "Referred by zebulon quixley.", at=desk.now)
    add_contact_note(workspace, PERSON, person, "Zebulon plays golf.", at=desk.now)
    with workspace.journal.change("Call Zebulon Quixley") as draft:
        draft.insert(DealPerson, deal=deal, person=person, role="decides")
        draft.insert(Activity, deal=deal, person=person, kind="call", subject="Call Zebulon", due_on=date(2026, 1, 9))
        draft.insert(Activity, person=person, kind="call", subject="Say hello", due_on=date(2026, 1, 9))
        draft.insert(Attachment, person=person, name="card.txt", at=desk.now, who="ann", digest="d1", size=9)
        draft.insert(StoredFile, digest="d1", size=16, content=b"Zebulon Quixley.")
    return person


def offer_to_them(desk: Desk) -> int:
    """An offer that names Zebulon in each of its parts, also after the end of a line; it was sent and answered."""
    workspace, today = desk.workspace, desk.workspace.today()
    deal = int(workspace.value("select id from deal where title = 'Desk for Zebulon'"))
    line = add_line(workspace, deal, "Desk", at=desk.now)
    edit_line(workspace, line, at=desk.now, price=5)
    offer = make_offer(workspace, deal, on=today)
    edit_offer(
        workspace,
        offer,
        subject="Zebulon’s desk",
        recipient="Copperline\nZebulon Quixley",
        intro="Dear\nZebulon,\n\nthank you.",
        terms="Agreed with\tQuixley",
    )
    edit_offer_line(workspace, offer, 0, name="Desk for Quixley", note="As Zebulon wished")
    send_offer(workspace, offer, on=today)
    accept_offer(workspace, offer, on=today, note="Zebulon rang.")
    return offer


def read_bytes(desk: Desk) -> bytes:
    """All that is on the disk of the workspace: the file, its log and its index."""
    return b"".join(path.read_bytes() for path in sorted(desk.path.parent.glob(f"{desk.path.name}*")))


def test_no_byte_of_the_person_is_left_in_file_log_or_journal(desk: Desk) -> None:
    person = fill(desk)
    desk.journal.undo()
    desk.journal.redo()
    before = read_bytes(desk).lower()
    assert all(secret.lower().encode() in before for secret in (*SECRETS[:5], "quixby"))
    erased = erase_person(desk.workspace, person)
    assert erased.is_final
    after = read_bytes(desk).lower()
    assert [secret for secret in (*SECRETS, "quixby") if secret.lower().encode() in after] == []
    desk.reopen_file()
    assert [secret for secret in (*SECRETS, "quixby") if secret.lower().encode() in read_bytes(desk).lower()] == []
    assert desk.faults() == []
    desk.workspace.close()


def test_offers_are_reworded_and_their_sums_stay(desk: Desk, tmp_path: Path) -> None:
    person = fill(desk)
    offer = offer_to_them(desk)
    other = read_offer(desk.workspace, offer)
    told = json.loads(export_person(desk.workspace, person, tmp_path / "told.json").read_text(encoding="utf-8"))
    assert [(each["number"], json.loads(each["recipient"])) for each in told["offers_on_their_deals"]] == [
        ("O-2026-001", ["Copperline", "Zebulon Quixley"])
    ]
    erase_person(desk.workspace, person)
    after = read_bytes(desk).lower()
    assert [secret for secret in (*SECRETS, "quixby") if secret.lower().encode() in after] == []
    found = read_offer(desk.workspace, offer)
    document = found.document
    assert (document.subject, document.recipient) == ("[erased]’s desk", ("Copperline", "[erased]"))
    assert (document.intro, document.terms) == ("Dear\n[erased],\n\nthank you.", "Agreed with\t[erased]")
    assert (document.lines[0].name, document.lines[0].note) == ("Desk for [erased]", "As [erased] wished")
    assert found.row.note == "[erased] rang."
    assert (document.totals, document.number, document.company) == (
        *(other.document.totals, other.document.number, other.document.company),
    )
    assert desk.faults() == []


def test_a_name_after_the_end_of_a_line_is_found_in_offers_and_in_the_journal(desk: Desk) -> None:
    person = fill(desk)
    workspace = desk.workspace
    deal = int(workspace.value("select id from deal where title = 'Other deal'"))
    edit_line(workspace, add_line(workspace, deal, "Desk", at=desk.now), at=desk.now, price=5)
    offer = make_offer(workspace, deal, on=workspace.today())
    edit_offer(workspace, offer, intro="Hello\nZebulon Quixley")
    edit_offer(workspace, offer, intro="Hello")
    erase_person(workspace, person)
    after = read_bytes(desk).lower()
    assert [secret for secret in SECRETS if secret.lower().encode() in after] == []
    # What did not name them can be undone.
    assert desk.journal.next_undo() is None
    labels = [entry.label for entry in desk.journal.entries() if entry.state is State.DONE]
    assert "Make offer O-2026-001 for “Other deal”" in labels
    assert "Edit offer O-2026-001" not in labels


def test_numbers_of_offers_stay_apart_when_the_name_goes(desk: Desk) -> None:
    person = fill(desk)
    workspace = desk.workspace
    deal = int(workspace.value("select id from deal where title = 'Other deal'"))
    edit_line(workspace, add_line(workspace, deal, "Desk", at=desk.now), at=desk.now, price=5)
    for number in ("Zebulon Quixley", "ZEBULON QUIXLEY", "O-7"):
        make_offer(workspace, deal, on=workspace.today(), number=number)
    erase_person(workspace, person)
    assert [row.number for row in read_offers(workspace, deal)] == ["O-7", "[erased] 2", "[erased] 1"]
    assert [secret for secret in SECRETS if secret.lower().encode() in read_bytes(desk).lower()] == []


def test_what_is_said_about_others_stays(desk: Desk) -> None:
    person = fill(desk)
    erase_person(desk.workspace, person)
    workspace = desk.workspace
    assert workspace.rows("select text from note order by id") == [
        ("Mr [erased] ([erased], [erased]) wants oak. The oak is fine.",),
        ("Referred by [erased].",),
    ]
    assert workspace.rows("select name, phone from person") == [("Ines Calloway", "+44 5550 100")]
    assert workspace.rows("select title from deal order by id") == [("Desk for [erased]",), ("Other deal",)]
    assert workspace.rows("select subject, person_id from activity") == [("Call [erased]", None)]
    assert workspace.rows("select 1 from stored_file") == []


def test_an_erasure_cannot_be_undone_nor_what_held_the_person(desk: Desk) -> None:
    person = fill(desk)
    harmless = desk.deal("Harmless")
    entry = desk.journal.entries(order="id desc", limit=1)[0]
    erased = erase_person(desk.workspace, person)
    assert erased.records >= 8
    assert desk.journal.next_undo() is None
    with pytest.raises(RefusedError, match="nothing to undo"):
        desk.journal.undo()
    labels = " ".join(entry.label for entry in desk.journal.entries())
    assert "Erase a person" in labels
    assert "Call [erased]" in labels
    # What never spoke of them can still be taken back.
    desk.journal.take_back(entry.entry_id)
    assert desk.workspace.value("select 1 from deal where id = ?", (harmless,)) is None


def test_copies_that_still_hold_the_person_are_named(desk: Desk, tmp_path: Path) -> None:
    without = desk.path.with_name("deals (early).pipeline")
    shutil.copyfile(desk.path, without)
    person = fill(desk)
    desk.workspace.journal.rewrite_file()
    holding = desk.path.with_name("deals (later).pipeline")
    shutil.copyfile(desk.path, holding)
    assert erase_person(desk.workspace, person).copies == (holding,)


def test_a_namesake_keeps_their_name(desk: Desk) -> None:
    person = create_person(desk.workspace, name="John Smith", email="first@smith.example")
    create_person(desk.workspace, name="John Smith", email="second@smith.example")
    deal = desk.deal()
    add_note(desk.workspace, deal, "Ask John Smith, first@smith.example.", at=desk.now)
    erase_person(desk.workspace, person)
    assert desk.workspace.rows("select name, email from person") == [("John Smith", "second@smith.example")]
    assert desk.workspace.value("select text from note") == "Ask John Smith, [erased]."


def test_a_person_in_the_bin_can_be_erased_and_one_that_is_not_there_cannot(desk: Desk) -> None:
    person = fill(desk)
    delete_people(desk.workspace, [person], at=desk.now)
    erase_person(desk.workspace, person)
    with pytest.raises(NotFoundError, match="There is no person"):
        erase_person(desk.workspace, person)


def test_the_export_of_a_person_holds_everything_about_them(desk: Desk, tmp_path: Path) -> None:
    person = fill(desk)
    path = export_person(desk.workspace, person, tmp_path / "zebulon.json")
    told = json.loads(path.read_text(encoding="utf-8"))
    assert told["person"]["name"] == "Zebulon Quixley"
    assert told["person"]["organisation"] == "Copperline"
    assert [each["value"] for each in told["further_addresses"]] == ["zebulon@home.example", "+44 5550 100"]
    assert [(each["title"], each["role"]) for each in told["deals"]] == [("Desk for Zebulon", "decides")]
    assert {each["subject"] for each in told["activities"]} == {"Call Zebulon", "Say hello"}
    assert told["notes"][0]["text"] == "Zebulon plays golf."
    assert told["files"][0]["name"] == "card.txt"
    with pytest.raises(RefusedError, match="is the name of a workspace"):
        export_person(desk.workspace, person, desk.path)
    with pytest.raises(NotFoundError):
        export_person(desk.workspace, 99, tmp_path / "nobody.json")


def test_why_a_deal_sleeps_is_reworded_and_nobody_is_told_apart_from_them_any_more(desk: Desk) -> None:
    person = fill(desk)
    deal = int(desk.workspace.value("select id from deal where title = 'Desk for Zebulon'"))
    snooze_deals(desk.workspace, [deal], until=date(2026, 1, 20), why="Zebulon is on leave", at=desk.now)
    other = create_person(desk.workspace, name="Zeb Quixley")
    mark_distinct(desk.workspace, PERSON, person, other)
    erase_person(desk.workspace, person)
    assert desk.workspace.value("select why from deal_snooze") == "[erased] is on leave"
    assert desk.workspace.value("select count(*) from kept_apart") == 0
    assert b"zebulon" not in read_bytes(desk).lower()
