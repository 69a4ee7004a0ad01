"""Whole imports of everything that files bring beside deals: taken once, related, taken back."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from desktop_pipeline.actions.custom_fields import add_field
from desktop_pipeline.actions.importing.memory import sign
from desktop_pipeline.domain.custom_fields import FieldKind, FieldSubject
from desktop_pipeline.domain.errors import CannotOpenError
from desktop_pipeline.exchange.options import CellPlace, ImportOptions, TablePlace
from desktop_pipeline.storage.tables import Setting
from tests.actions.studies import go, study, write
from tests.workspaces import Desk, make_desk, read_content


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path, template=None)
    yield made
    made.workspace.close()


def test_files_of_several_kinds_are_one_change_and_lead_to_each_other(desk: Desk, tmp_path: Path) -> None:
    accounts = write(tmp_path, "accounts.csv", "ID,Company name,Industry,Website\n501,Acme GmbH,Retail,acme.example\n")
    people = write(
        tmp_path,
        "people.csv",
        "First name,Last name,Email,Other email,Phone,Mobile,Job title,Company\n"
        "Zoe,Ray,zoe@acme.example,z@home.example,555,0170,Buyer,ACME\n",
    )
    deals = write(
        tmp_path,
        "deals.csv",
        "ID,Deal name,Company,Contact,Stage,Amount,Next step,Next activity date,Notes\n"
        "1,Oak,Acme,Zoe Ray,New,1200,Call them,2026-03-01,First line\n",
    )
    activities = write(
        tmp_path,
        "activities.csv",
        "Subject,Type,Due date,Due time,Done,Deal,Contact\n"
        "Show samples,Meeting,2026-03-05,10:30,No,Oak,Zoe Ray\nHello,Call,2026-01-02,,Yes,,Zoe Ray\n",
    )
    notes = write(
        tmp_path, "notes.csv", "Note,Deal,Company,Date,Author\nLikes ash,Oak,,2026-01-03,Ann\nBig,,Acme GmbH,,\n"
    )
    paths = (accounts, people, deals, activities, notes)
    report = study(desk, *paths).write(ImportOptions(), go)
    assert report.problems == ()
    assert {name: count for name, count in report.created.items() if count} == {
        "organisations": 1,
        "people": 1,
        "stages": 1,
        "activities": 3,
        "notes": 3,
    }
    rows = desk.workspace.rows
    assert rows("select p.name, o.name, p.job_title from person p join organisation o on o.id = p.organisation_id") == [
        ("Zoe Ray", "Acme GmbH", "Buyer")
    ]
    assert rows("select kind, value from contact_point order by kind") == [
        ("email", "z@home.example"),
        ("phone", "0170"),
    ]
    planned = "select subject, kind, due_on, due_at is null, done_at is null, deal_id, person_id from activity"
    assert rows(f"{planned} order by subject") == [
        ("Call them", "task", "2026-03-01", 1, 1, 1, None),
        ("Hello", "call", "2026-01-02", 1, 0, None, 1),
        ("Show samples", "meeting", "2026-03-05", 0, 1, 1, 1),
    ]
    assert rows("select text, author from note order by text") == [
        ("First line", desk.journal.who),
        ("Likes ash", "Ann"),
    ]
    assert rows("select text, organisation_id from contact_note") == [("Big", 1)]
    assert study(desk, *reversed(paths)).write(ImportOptions(), go).change is None
    assert desk.faults() == []


def test_a_column_becomes_a_field_of_the_owners_own_with_its_values(desk: Desk, tmp_path: Path) -> None:
    path = write(tmp_path, "deals.csv", "ID,Deal name,Stage,Floor,Colour\n1,Oak,New,12,red\n2,Ash,New,,blue\n")
    options = ImportOptions(mapping={"Floor": "custom", "Colour": "custom:Favourite colour"})
    report = study(desk, path).write(options, go)
    assert (report.created["fields"], report.unused_columns) == (2, ())
    sql = (
        "select f.name, f.subject, d.title, v.value from custom_value v join custom_field f on f.id = v.field_id"
        " join deal d on d.id = v.deal_id order by f.id, d.id"
    )
    assert desk.workspace.rows(sql) == [
        ("Floor", "deal", "Oak", '"12"'),
        ("Favourite colour", "deal", "Oak", '"red"'),
        ("Favourite colour", "deal", "Ash", '"blue"'),
    ]
    assert study(desk, path).write(options, go).change is None
    changed = write(tmp_path, "later.csv", "ID,Deal name,Stage,Floor,Colour\n1,Oak,New,13,red\n2,Ash,New,,blue\n")
    study(desk, changed).write(options, go)
    assert desk.workspace.rows(sql)[0] == ("Floor", "deal", "Oak", '"13"')


def test_yes_and_no_of_ones_own_are_read_in_any_language(desk: Desk, tmp_path: Path) -> None:
    add_field(desk.workspace, FieldSubject.DEAL, "Lift", FieldKind.YES_NO)
    path = write(tmp_path, "deals.csv", "Deal name,Stage,Lift\nOak,New,sim\nAsh,New,nej\nElm,New,✓\nFir,New,perhaps\n")
    report = study(desk, path).write(ImportOptions(mapping={"Lift": "custom:Lift"}), go)
    assert [(each.row, each.problem) for each in report.problems] == [(5, "neither yes nor no")]
    found = desk.workspace.rows(
        "select d.title, v.value from custom_value v join deal d on d.id = v.deal_id order by d.id"
    )
    assert found == [("Oak", "true"), ("Ash", "false"), ("Elm", "true")]


def test_leads_without_an_organisation_are_deals_or_people_as_chosen(desk: Desk, tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "leads.csv",
        "Lead - Title,Lead - Value,Person - Name,Person - Email,Organization - Name\n"
        "Shelf,100,Zoe Ray,zoe@home.example,\nDesk,200,Tom Lee,,Acme\n",
    )
    read = study(desk, path)
    as_deals = read.look(ImportOptions(currency="EUR"))
    assert (as_deals.report.rows, as_deals.report.new) == (2, 2)
    report = read.write(ImportOptions(currency="EUR", leads="people"), go)
    assert (report.rows, report.new, report.skipped, report.created["people"]) == (1, 1, 0, 2)
    assert desk.workspace.rows("select title from deal") == [("Desk",)]
    assert desk.workspace.rows("select name from stage where is_open") == [("New",)]


def test_a_cell_typed_anew_is_read_instead_of_the_files(desk: Desk, tmp_path: Path) -> None:
    path = write(tmp_path, "deals.csv", "Deal name,Stage,Amount\nOak,New,on request\n")
    read = study(desk, path)
    first = read.look(ImportOptions(), only_problems=True)
    (note,) = first.rows[0].notes
    assert (note.field, note.typed, note.words) == ("value", "on request", "not an amount")
    assert note.place == CellPlace("deals.csv", None, 2, 2)
    mended = ImportOptions(corrections={note.place: "1200"})
    assert read.look(mended, only_problems=True).rows == ()
    assert read.look(mended).rows[0].texts["value"] == "1200.00 EUR"
    read.write(mended, go)
    assert desk.workspace.value("select value from deal") == 120000


def test_what_was_said_of_a_file_is_remembered_for_the_next_one_of_its_shape(desk: Desk, tmp_path: Path) -> None:
    path = write(tmp_path, "one.csv", "Vorgang,Summe,Stufe\nOak,1200,Juhu\n")
    place = TablePlace("one.csv", None, 1)
    said = ImportOptions(
        columns={place: {0: "title", 1: "value", 2: "stage"}}, kinds={place: "deals"}, stage_words={"Juhu": "won"}
    )
    study(desk, path).write(said, go)
    other = write(tmp_path, "two.csv", "Stufe,Vorgang,Summe\nJuhu,Ash,300\n")
    read = study(desk, other)
    recalled = read.recalled()
    assert recalled.columns == {TablePlace("two.csv", None, 1): {0: "stage", 1: "title", 2: "value"}}
    assert read.write(recalled, go).new == 1
    assert desk.workspace.rows("select title, value, status from deal order by id") == [
        ("Oak", 120000, "won"),
        ("Ash", 30000, "won"),
    ]
    spoken = read.recalled(ImportOptions(mapping={"Summe": "ignore"}, stage_words={"Juhu": "lost"}))
    assert spoken.columns == {TablePlace("two.csv", None, 1): {0: "stage", 1: "title"}}
    assert spoken.stage_words == {"Juhu": "lost"}


@pytest.mark.parametrize(
    "kept",
    [
        "nonsense",
        "[1]",
        '{"KEY": 7}',
        '{"KEY": {"kind": "spaceships", "preset": "abacus", "currency": "??", "fields": {"deal name": 4}}}',
        '{"KEY": {"words": [["a"], 3], "stage_words": {"New": null}, "stage_order": [1], "date_orders": {"x": "y"}}}',
    ],
)
def test_a_memory_that_was_tampered_with_is_worth_nothing_and_harms_nothing(
    desk: Desk, tmp_path: Path, kept: str
) -> None:
    read = study(desk, write(tmp_path, "deals.csv", "Deal name,Stage\nOak,New\n"))
    key = sign(read.books[0].tables[0])
    with desk.journal.change("Tamper") as draft:
        draft.insert(Setting, key="import_memory", value=json.dumps(kept.replace("KEY", key)))
    assert read.write(read.recalled(), go).new == 1


def test_rows_that_were_not_taken_come_back_corrected_as_they_are(desk: Desk, tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "deals.csv",
        "ID,Deal name,Stage,Amount,Created\n1,Oak,New,abc,2025-03-04\n2,Ash,New,300,2025-03-05\n"
        "1,Elm,New,7,2025-03-06\n",
    )
    read = study(desk, path)
    report = read.write(ImportOptions(), go)
    assert (report.new, report.skipped, len(report.problems)) == (2, 1, 2)
    out = tmp_path / "not taken.xlsx"
    assert read.save_not_taken(report, out) == 2
    book = load_workbook(out)
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[1]] == ["ID", "Deal name", "Stage", "Amount", "Created", "Not taken"]
    sheet["D2"], sheet["A3"] = 1200, "3"
    book.save(out)
    again = study(desk, out).write(ImportOptions(), go)
    assert (again.new, again.updated, again.skipped, again.problems) == (1, 1, 0, ())
    assert again.unused_columns == ()
    assert desk.workspace.rows("select external_id, title, value from deal order by external_id") == [
        ("1", "Oak", 120000),
        ("2", "Ash", 30000),
        ("3", "Elm", 700),
    ]


def test_where_everything_is_left_out_it_is_said_and_nothing_written(desk: Desk, tmp_path: Path) -> None:
    read = study(desk, write(tmp_path, "deals.csv", "Deal name,Stage\nOak,New\n"))
    nothing = ImportOptions(kinds={TablePlace("deals.csv", None, 1): "ignore"})
    assert "left out" in read.look(nothing).refusal
    with pytest.raises(CannotOpenError, match="left out"):
        read.write(nothing, go)


def test_looking_writes_nothing_and_tells_the_whole_proof(desk: Desk, tmp_path: Path) -> None:
    path = write(
        tmp_path, "deals.csv", "Deal name,Company,Stage,Amount\nOak,Acme,New,1200\n,,New,50\nAsh,Acme GmbH,Won,300\n"
    )
    before = read_content(desk.workspace)
    seen = study(desk, path).look(ImportOptions())
    assert read_content(desk.workspace) == before
    assert (seen.sums.told, seen.sums.taken, seen.sums.left) == ({"EUR": 155000}, {"EUR": 150000}, {"EUR": 5000})
    assert [(row.place.row, row.is_taken, row.status) for row in seen.rows] == [
        (2, True, "open"),
        (3, False, ""),
        (4, True, "won"),
    ]
    assert seen.report.joined == 1
    assert [(word.word, word.meant, word.is_new) for word in seen.words if word.field == "stage"] == [
        ("New", "New", True),
        ("Won", "won", False),
    ]


def test_a_row_worth_a_look_has_a_hint_in_its_cell(desk: Desk, tmp_path: Path) -> None:
    text = 'Deal name,Company,Stage,Amount\nOak,Acme,New,"1,200.50"\n,Bolt,New,"1.300,00"\n'
    path = write(tmp_path, "deals.csv", text)
    read = study(desk, path)
    hints = [(row.place.row, note.field, note.words) for row in read.look(ImportOptions()).rows for note in row.notes]
    assert hints == [
        (2, "value", "was “1,200.50”"),
        (3, "title", "no title, another name used"),
        (3, "value", "was “1.300,00”"),
    ]
    read.write(ImportOptions(), go)
    later = write(tmp_path, "later.csv", "Deal name,Company,Stage,Amount\nOak,Acme,New,1300\n")
    (row,) = study(desk, later).look(ImportOptions()).rows
    assert [(note.weight, note.words) for note in row.notes] == [("hint", "in your file already")]


def test_two_files_whose_people_and_deals_name_a_company_in_two_ways_make_one(desk: Desk, tmp_path: Path) -> None:
    people = write(tmp_path, "people.csv", "First name,Last name,Email,Company\nZoe,Ray,zoe@acme.example,Acme\n")
    deals = write(tmp_path, "deals.csv", "Deal name,Company,Contact,Stage\nOak,Acme GmbH,Zoe Ray,New\n")
    study(desk, people).write(ImportOptions(), go)
    report = study(desk, deals).write(ImportOptions(), go)
    assert (report.joined, report.created["organisations"], report.created["people"]) == (1, 0, 0)
    assert desk.workspace.rows("select name from organisation") == [("Acme",)]
    assert desk.workspace.rows("select person_id from deal_person") == [(1,)]


def test_hubspots_files_are_related_by_its_own_numbers(desk: Desk, tmp_path: Path) -> None:
    companies = write(
        tmp_path, "companies.csv", "Record ID,Company name,Company Domain Name\n501,Acme GmbH,acme.example\n502,Bolt,\n"
    )
    contacts = write(
        tmp_path,
        "contacts.csv",
        "Record ID,First Name,Last Name,Email,Associated Company IDs\n"
        "901,Zoe,Ray,zoe@acme.example,501\n902,Tom,Lee,,502\n",
    )
    deals = write(
        tmp_path,
        "deals.csv",
        "Record ID,Deal Name,Deal Stage,Amount,Associated Company IDs,Associated Contact IDs\n"
        "1,Oak,Contract Sent,100,501,901\n2,Ash,Contract Sent,200,502;501,902;901\n",
    )
    report = study(desk, deals, contacts, companies).write(ImportOptions(currency="EUR"), go)
    assert (report.preset, report.problems, report.questions, report.unused_columns) == ("hubspot", (), (), ())
    related = (
        "select d.title, o.name, p.name from deal d join organisation o on o.id = d.organisation_id"
        " join deal_person dp on dp.deal_id = d.id join person p on p.id = dp.person_id order by d.id"
    )
    assert desk.workspace.rows(related) == [("Oak", "Acme GmbH", "Zoe Ray"), ("Ash", "Bolt", "Tom Lee")]
    homes = "select p.name, o.name from person p join organisation o on o.id = p.organisation_id order by p.id"
    assert desk.workspace.rows(homes) == [("Zoe Ray", "Acme GmbH"), ("Tom Lee", "Bolt")]


def test_two_files_of_one_name_are_told_apart_and_one_file_given_twice_is_read_once(desk: Desk, tmp_path: Path) -> None:
    for folder, title in (("north", "Oak"), ("south", "Ash")):
        (tmp_path / folder).mkdir()
        write(tmp_path / folder, "deals.csv", f"Deal name,Stage,Amount\n{title},New,x\n")
    north, south = tmp_path / "north" / "deals.csv", tmp_path / "south" / "deals.csv"
    seen = study(desk, north, south, north).look(ImportOptions())
    assert seen.report.files == ("north/deals.csv", "south/deals.csv")
    assert [(row.place.file, row.texts["title"], len(row.notes)) for row in seen.rows] == [
        ("north/deals.csv", "Oak", 1),
        ("south/deals.csv", "Ash", 1),
    ]


def test_an_import_with_everything_in_it_is_taken_back_after_later_work(desk: Desk, tmp_path: Path) -> None:
    deals = write(
        tmp_path,
        "deals.csv",
        "ID,Deal name,Company,Contact,Email,Stage,Amount,Next step,Notes,Floor\n"
        "1,Oak,Acme,Zoe Ray,zoe@acme.example; z@home.example,New,100,Call,Nice,3\n",
    )
    other = write(tmp_path, "other.csv", "Deal name,Company,Stage\nAsh,Bolt,New\n")
    study(desk, other).write(ImportOptions(), go)
    before = read_content(desk.workspace)
    report = study(desk, deals).write(ImportOptions(mapping={"Floor": "custom"}), go)
    assert report.change is not None
    study(desk, write(tmp_path, "third.csv", "Deal name,Company,Stage\nElm,Bolt,New\n")).write(ImportOptions(), go)
    newest = desk.journal.undo()
    desk.journal.redo()
    desk.journal.take_back(report.change)
    desk.journal.take_back(newest.entry_id)
    assert read_content(desk.workspace) == before
    assert desk.faults() == []


def test_rows_of_tables_beside_each_other_are_shown_as_their_own(desk: Desk, tmp_path: Path) -> None:
    path = write(tmp_path, "jobs.csv", "Job,Amount,,Job,Amount\nOak,10,,Ash,20\nElm,30,,Fir,40\n")
    rows = study(desk, path).look(ImportOptions()).rows
    assert [(row.texts["title"], row.texts["value"]) for row in rows] == [
        ("Oak", "10.00 EUR"), ("Elm", "30.00 EUR"), ("Ash", "20.00 EUR"), ("Fir", "40.00 EUR")
    ]  # fmt: skip
