"""The same file twice: every product's export and whatever else a file may hold."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from desktop_pipeline.actions.activities import finish_activity
from desktop_pipeline.exchange.options import ImportOptions
from tests.actions.studies import go, study, write
from tests.exchange.presets import espocrm, hubspot, odoo, others, pipedrive, salesforce, zoho
from tests.workspaces import Desk, make_desk, read_content

Write = Callable[[Path], Path]

FILES: list[Write] = [
    *(pipedrive.write_deals, pipedrive.write_estonian_deals, pipedrive.write_german_deals),
    *(pipedrive.write_import_sample, pipedrive.write_people, pipedrive.write_activities, pipedrive.write_notes),
    *(pipedrive.write_leads, pipedrive.write_products),
    *(hubspot.write_deals, hubspot.write_us_deals, hubspot.write_internal_deals, hubspot.write_contacts),
    *(pipedrive.write_organisations, salesforce.write_stage_history),
    *(hubspot.write_companies, salesforce.write_report, salesforce.write_data_loader, salesforce.write_accounts),
    *(salesforce.write_contacts_report, zoho.write_deals, zoho.write_older_deals, zoho.write_spanish_deals),
    *(zoho.write_contacts, odoo.write_deals, odoo.write_import_compatible),
    *(espocrm.write_deals, espocrm.write_label_deals, espocrm.write_contacts),
    *(others.write_suitecrm, others.write_krayin_leads, others.write_krayin_persons, others.write_atomic_deals),
    *(others.write_atomic_contacts, others.write_frappe, others.write_twenty, others.write_own),
]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path, template=None)
    yield made
    made.workspace.close()


def export(folder: Path, made: Write) -> Path:
    return made(folder / f"{made.__module__.rpartition('.')[2]}-{made.__name__}.csv")


@pytest.mark.parametrize("made", FILES, ids=lambda made: f"{made.__module__.rpartition('.')[2]}-{made.__name__}")
def test_a_products_export_is_taken_without_a_question_and_only_once(desk: Desk, tmp_path: Path, made: Write) -> None:
    desk.later(days=700)  # after all that the files tell
    path = export(tmp_path, made)
    options = ImportOptions(currency="USD")
    before = read_content(desk.workspace)
    report = study(desk, path).write(options, go)
    assert report.preset != "none"
    assert report.questions == ()
    assert report.change is not None
    assert desk.faults() == []
    after = read_content(desk.workspace)
    again = study(desk, path).write(options, go)
    assert (again.change, again.new, again.updated) == (None, 0, 0)
    assert read_content(desk.workspace) == after
    desk.journal.undo()
    assert read_content(desk.workspace) == before
    assert desk.faults() == []


@pytest.mark.parametrize("made", FILES, ids=lambda made: f"{made.__module__.rpartition('.')[2]}-{made.__name__}")
def test_an_export_that_is_dated_after_the_clock_is_taken_only_once_too(
    desk: Desk, tmp_path: Path, made: Write
) -> None:
    path = export(tmp_path, made)
    options = ImportOptions(currency="USD")
    study(desk, path).write(options, go)
    assert desk.faults() == []
    after = read_content(desk.workspace)
    for hours in (0, 1):
        desk.later(hours=hours)
        again = study(desk, path).write(options, go)
        assert (again.change, again.new, again.updated) == (None, 0, 0)
    assert read_content(desk.workspace) == after


def test_activities_without_a_day_or_done_on_one_to_come_are_taken_only_once(desk: Desk, tmp_path: Path) -> None:
    rows = (
        "Call,Oak table,Yes,,",
        f"Visit,Oak table,Yes,{desk.now.date() + timedelta(days=90)},",
        "Offer,Oak table,No,,",
        "Letter,Oak table,Yes,2026-01-02,",
    )
    deals = write(tmp_path, "deals.csv", "Deal,Stage,Amount\nOak table,New,1\n")
    acts = write(tmp_path, "acts.csv", "Subject,Deal,Done,Done on,Due date\n" + "\n".join(rows) + "\n")
    options = ImportOptions(currency="USD")
    assert study(desk, deals, acts).write(options, go).created["activities"] == len(rows)
    # One of them is done by hand before the file comes again.
    offer = desk.workspace.value("select id from activity where subject = 'Offer'")
    desk.later(hours=1)
    finish_activity(desk.workspace, int(offer), at=desk.now)
    for days in (0, 1):
        desk.later(days=days)
        assert study(desk, deals, acts).write(options, go).change is None


def test_a_newer_file_over_an_older_one_is_taken_only_once(desk: Desk, tmp_path: Path) -> None:
    header = "Deal ID,Deal name,Pipeline,Stage,Contact,Email,Phone,Mobile\n"
    older = write(
        tmp_path, "old.csv", header + "7,Oak,Sales,Won,Zoe Ray,zoe@acme.example,555 1,\n8,Ash,Sales,New,Jo,,,\n"
    )
    newer = write(
        tmp_path,
        "new.csv",
        header + "7,Oak,Service,Won,Jo Day,,,\n8,Ash,Service,Won,Zoe Ray,zoe@acme.example,555 2,555 1\n",
    )
    options = ImportOptions(currency="USD")
    study(desk, older).write(options, go)
    assert study(desk, newer).write(options, go).updated == 2
    people = "select count(*) from deal_person group by deal_id"
    assert desk.workspace.rows(people) == [(2,), (2,)]
    after = read_content(desk.workspace)
    again = study(desk, newer).write(options, go)
    assert (again.change, again.updated) == (None, 0)
    assert read_content(desk.workspace) == after
    assert desk.faults() == []


def test_a_column_of_earlier_stages_is_not_where_deals_stand_once_their_stages_are_known(
    desk: Desk, tmp_path: Path
) -> None:
    rows = ("Oak,Bolt,10,Talks,Offer", "Ash,Kern,20,Talks,Talks", "Elm,Roth,30,Offer,Won", "Fir,Senn,40,Talks,Lost")
    path = write(tmp_path, "deals.csv", "Deal,Company,Amount,Z0,Z1\n" + "\n".join(rows) + "\n")
    options = ImportOptions(currency="USD")
    study(desk, path).write(options, go)
    stood = "select d.title, d.status, s.name from deal d join stage s on s.id = d.stage_id order by d.id"
    assert desk.workspace.rows(stood)[:2] == [("Oak", "open", "Offer"), ("Ash", "open", "Talks")]
    after = read_content(desk.workspace)
    assert study(desk, path).write(options, go).change is None
    assert read_content(desk.workspace) == after


NAMES = st.sampled_from(["", "Acme", "Acme GmbH", "ACME ltd", "Bolt", "Zoe Ray", "zoe ray ", "Ray, Zoe", "Ünal & Co."])
MAILS = st.sampled_from(["", "zoe@acme.example", "a@b.example; c@d.example", "nonsense"])
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["", "1", "2", "3"]),
        st.sampled_from(["Oak", "oak", "Ash", ""]),
        NAMES,
        NAMES,
        MAILS,
        st.sampled_from(["New", "Won", "Lost", "Offer", ""]),
        st.sampled_from(["", "10", "10.50", "-3", "€7", "x"]),
        st.sampled_from(["", "2025-03-04", "05.06.2025", "31.02.2025"]),
        st.sampled_from(["", "Call", "Send offer"]),
        st.sampled_from(["", "hot", "hot, new"]),
    ),
    min_size=1,
    max_size=6,
)
HEADERS = "ID,Deal name,Company,Contact,Email,Stage,Amount,Close date,Next step,Label"


@settings(max_examples=40, deadline=None)
@given(ROWS)
def test_whatever_a_file_holds_its_second_import_changes_nothing_and_undo_leaves_nothing(
    rows: list[tuple[str, ...]],
) -> None:
    assume(any(map(any, rows)))
    text = "\n".join([HEADERS, *(",".join(f'"{cell}"' for cell in row) for row in rows)])
    with TemporaryDirectory() as folder:
        desk = make_desk(Path(folder), template="simple")
        try:
            path = write(Path(folder), "deals.csv", text)
            before = read_content(desk.workspace)
            report = study(desk, path).write(ImportOptions(), go)
            assert report.rows == report.new + report.updated + report.unchanged + report.skipped
            assert desk.faults() == []
            after = read_content(desk.workspace)
            again = study(desk, path).write(ImportOptions(), go)
            assert (again.change, again.new, again.updated) == (None, 0, 0)
            assert read_content(desk.workspace) == after
            if report.change is not None:
                desk.journal.undo()
            assert read_content(desk.workspace) == before
        finally:
            desk.workspace.close()
