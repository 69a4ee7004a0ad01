from datetime import UTC, date, datetime

from desktop_pipeline.actions.activities import plan_activity
from desktop_pipeline.actions.company import edit_company, set_logo
from desktop_pipeline.actions.deals import delete_deals, move_deals, win_deals
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.actions.line_items import add_line, edit_line
from desktop_pipeline.actions.lists import rename_in_list
from desktop_pipeline.actions.offers import edit_offer, make_offer, send_offer
from desktop_pipeline.actions.taking_back import undo_to
from desktop_pipeline.domain.lists import OwnedList
from desktop_pipeline.domain.money import Money
from desktop_pipeline.queries.bin import read_bin
from desktop_pipeline.queries.history import read_change_details, read_changes
from desktop_pipeline.storage.journal_pruning import JournalLimits, prune_journal
from tests.workspaces import Desk, desk

__all__ = ["desk"]


def newest(desk: Desk) -> int:
    return read_changes(desk.workspace, limit=1)[0].entry_id


def fields(desk: Desk) -> dict[str, tuple[object, object]]:
    """What the newest change did to its first record."""
    details = read_change_details(desk.workspace, newest(desk))
    assert details
    return {field.field: (field.before, field.after) for field in details[0].fields}


def test_a_change_tells_each_field_before_and_after(desk: Desk) -> None:
    deal = desk.deal("Oak table", owner_id=1)
    edit_deal(desk.workspace, deal, at=desk.later(), value=Money(140_000, "EUR"))
    assert fields(desk) == {"value": (Money(120_000, "EUR"), Money(140_000, "EUR"))}
    edit_deal(desk.workspace, deal, at=desk.later(), expected_close_on=date(2026, 3, 1))
    assert fields(desk) == {"expected_close_on": (None, date(2026, 3, 1))}
    edit_deal(desk.workspace, deal, at=desk.later(), owner_id=2)
    assert fields(desk) == {"owner": ("Ann", "Ben")}
    edit_deal(desk.workspace, deal, at=desk.later(), organisation="Acme & <b>Co</b>")
    details = read_change_details(desk.workspace, newest(desk))
    assert details is not None
    assert [(record.kind, record.table, record.name) for record in details] == [
        ("added", "organisation", "Acme & <b>Co</b>"),
        ("changed", "deal", "Oak table"),
    ]
    move_deals(desk.workspace, [deal], desk.stages()[1], after=None, at=desk.later())
    assert {"stage": ("Prospecting", "Qualification")}.keys() <= fields(desk).keys()


def test_the_kind_of_an_activity_is_told_by_the_name_that_it_has(desk: Desk) -> None:
    plan_activity(desk.workspace, kind="email", subject="Send the drawing", at=desk.later(), deal_id=desk.deal())
    assert fields(desk)["kind"] == (None, "E-mail")
    planned = newest(desk)
    kind_id = desk.workspace.value("select id from activity_kind where key = 'email'")
    rename_in_list(desk.workspace, OwnedList.KINDS, int(str(kind_id)), "Letter")
    details = read_change_details(desk.workspace, planned)
    assert details is not None
    assert ("kind", "Letter") in [(field.field, field.after) for field in details[0].fields]


def test_winning_tells_status_and_instant(desk: Desk) -> None:
    deal = desk.deal()
    at = desk.later()
    win_deals(desk.workspace, [deal], at=at)
    assert fields(desk)["status"] == ("open", "won")
    assert fields(desk)["closed_at"] == (None, at)


def test_a_new_record_tells_what_it_began_with(desk: Desk) -> None:
    desk.deal("Oak table")
    told = fields(desk)
    assert told["title"] == (None, "Oak table")
    assert told["value"] == (None, Money(120_000, "EUR"))
    assert "rank" not in told


def test_an_offer_is_told_part_by_part_and_no_document_is_shown(desk: Desk) -> None:
    deal = desk.deal("Oak table", value=None, organisation="Acme", person="Ina")
    edit_line(desk.workspace, add_line(desk.workspace, deal, "Table", at=desk.now), at=desk.now, price=120_050)
    offer = make_offer(desk.workspace, deal, on=date(2026, 1, 5))
    made = fields(desk)
    assert made["number"] == (None, "O-2026-001")
    assert made["made_on"] == (None, date(2026, 1, 5))
    assert made["gross"] == (None, Money(120_050, "EUR"))
    assert (made["lines"], made["recipient"]) == ((None, "1 × Table"), (None, "Acme, Ina"))
    assert "document" not in made
    edit_offer(desk.workspace, offer, terms="Half now")
    assert fields(desk) == {"terms": ("", "Half now")}
    details = read_change_details(desk.workspace, newest(desk))
    assert details is not None
    assert [(record.kind, record.table, record.name) for record in details] == [("changed", "offer", "O-2026-001")]
    edit_company(desk.workspace, name="Alder Row")
    send_offer(desk.workspace, offer, on=date(2026, 1, 5))
    assert fields(desk) == {
        "state": ("draft", "sent"),
        "sent_on": (None, date(2026, 1, 5)),
        "company": ("", "Alder Row"),
    }


def test_a_logo_is_no_text(desk: Desk) -> None:
    set_logo(desk.workspace, b"\x89PNG\r\n\x1a\nlogo")
    details = read_change_details(desk.workspace, newest(desk))
    assert details is not None
    assert [(record.name, [field.field for field in record.fields]) for record in details] == [
        ("company_logo", ["key"])
    ]


def test_the_newest_lines_come_first_and_further_ones_on_asking(desk: Desk) -> None:
    for number in range(5):
        desk.deal(f"Deal {number}")
    first = read_changes(desk.workspace, limit=2)
    assert [entry.label for entry in first] == ["New deal “Deal 4”", "New deal “Deal 3”"]
    more = read_changes(desk.workspace, limit=2, before=first[-1].entry_id)
    assert [entry.label for entry in more] == ["New deal “Deal 2”", "New deal “Deal 1”"]


def test_lines_are_found_by_words_of_label_and_author(desk: Desk) -> None:
    desk.deal("Café table")
    desk.deal("Oak chair")
    assert [entry.label for entry in read_changes(desk.workspace, text="CAFE new")] == ["New deal “Café table”"]
    assert len(read_changes(desk.workspace, text="ann deal")) == 2
    assert read_changes(desk.workspace, text="'; drop table deal; --") == []


def test_of_a_pruned_change_only_its_line_is_kept(desk: Desk) -> None:
    desk.deal("The first")
    for number in range(202):
        desk.deal(f"Deal {number}")
    entry = read_changes(desk.workspace, text="the first")[0]
    assert read_change_details(desk.workspace, entry.entry_id)
    prune_journal(desk.journal, JournalLimits(bytes=0), at=desk.now)
    assert read_change_details(desk.workspace, entry.entry_id) is None
    assert read_change_details(desk.workspace, 10**9) is None


def test_undoing_back_to_a_change_is_as_before_it(desk: Desk) -> None:
    desk.deal("First")
    entry = newest(desk) + 1
    for number in range(4):
        desk.deal(f"Deal {number}")
    assert undo_to(desk.workspace, entry) == 4
    assert desk.workspace.value("select count(*) from deal") == 1
    for _ in range(4):
        desk.journal.redo()
    assert desk.workspace.value("select count(*) from deal") == 5


def test_the_bin_tells_what_was_deleted_and_finds_it(desk: Desk) -> None:
    kept, gone = desk.deal("Oak table"), desk.deal("Walnut chair", organisation="Ärmel & Co")
    assert read_bin(desk.workspace) == []
    delete_deals(desk.workspace, [gone], at=desk.now)
    (binned,) = read_bin(desk.workspace)
    assert (binned.table, binned.row_id, binned.name, binned.detail) == ("deal", gone, "Walnut chair", "Ärmel & Co")
    assert binned.deleted_at == datetime(2026, 1, 5, 9, tzinfo=UTC)
    assert read_bin(desk.workspace, "armel walnut") == [binned]
    assert read_bin(desk.workspace, "oak") == []
    assert kept != gone
