from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.exchange.known import Known
from desktop_pipeline.exchange.options import ImportOptions
from desktop_pipeline.exchange.tables import Row, Table
from desktop_pipeline.exchange.understanding.columns import Kind, Recognised, choose_preset, recognise
from desktop_pipeline.exchange.understanding.kinds import is_date
from desktop_pipeline.exchange.understanding.notes import Notes
from desktop_pipeline.exchange.understanding.outcomes import CloseDates
from desktop_pipeline.exchange.understanding.presets import preset_of, presets
from desktop_pipeline.exchange.understanding.stage_words import StageWords, Standing
from desktop_pipeline.exchange.understanding.values import ColumnReader
from tests.exchange.found import read_tables
from tests.exchange.presets import espocrm, hubspot, odoo, others, pipedrive, salesforce, zoho

Write = Callable[[Path], Path]
OPEN, WON, LOST = DealStatus.OPEN, DealStatus.WON, DealStatus.LOST


@dataclass(frozen=True)
class Understood:
    """A file of one table, each of its columns read once as what it was taken for."""

    found: Recognised
    reader: ColumnReader
    standings: list[Standing]
    stages: list[str]
    notes: Notes


def understand(path: Path, options: ImportOptions | None = None) -> Understood:
    settled = options or ImportOptions()
    tables = read_tables(path)
    assert len(tables) == 1
    found = recognise(tables[0], settled, preset=choose_preset(tables, settled.preset))
    assert found is not None
    notes = Notes()
    reader, words = ColumnReader(found, notes), StageWords(settled, Known(), notes)
    for field in found.columns:
        if field in found.amount_habits:
            reader.amounts(field)
        elif field == "probability":
            reader.shares(field)
        elif field in {"is_won", "is_lost", "is_closed", "is_active", "is_done"}:
            reader.truths(field)
        elif field in {"email", "other_email"}:
            reader.addresses(field)
        elif field == "currency":
            reader.currencies(field)
        elif is_date(field):
            reader.dates([field], UTC)
        else:
            reader.texts(field)
    standings: list[Standing] = []
    if found.kind is Kind.DEALS:
        pipelines = [None] * len(reader.rows)
        standings = words.read(reader, pipelines)
    return Understood(found, reader, standings, [stage.name for stage in words.new_stages()], notes)


FILES: list[tuple[str, Write, Kind]] = [
    ("pipedrive", pipedrive.write_deals, Kind.DEALS),
    ("pipedrive", pipedrive.write_estonian_deals, Kind.DEALS),
    ("pipedrive", pipedrive.write_german_deals, Kind.DEALS),
    ("pipedrive", pipedrive.write_import_sample, Kind.DEALS),
    ("pipedrive", pipedrive.write_people, Kind.PEOPLE),
    ("pipedrive", pipedrive.write_organisations, Kind.ORGANISATIONS),
    ("pipedrive", pipedrive.write_activities, Kind.ACTIVITIES),
    ("pipedrive", pipedrive.write_notes, Kind.NOTES),
    ("pipedrive", pipedrive.write_leads, Kind.LEADS),
    ("pipedrive", pipedrive.write_products, Kind.PRODUCTS),
    ("hubspot", hubspot.write_deals, Kind.DEALS),
    ("hubspot", hubspot.write_us_deals, Kind.DEALS),
    ("hubspot", hubspot.write_internal_deals, Kind.DEALS),
    ("hubspot", hubspot.write_contacts, Kind.PEOPLE),
    ("hubspot", hubspot.write_companies, Kind.ORGANISATIONS),
    ("salesforce-report", salesforce.write_report, Kind.DEALS),
    ("salesforce", salesforce.write_data_loader, Kind.DEALS),
    ("salesforce", lambda path: salesforce.write_data_loader(path, upper=True), Kind.DEALS),
    ("salesforce", salesforce.write_accounts, Kind.ORGANISATIONS),
    ("salesforce-report", salesforce.write_contacts_report, Kind.PEOPLE),
    ("salesforce-report", salesforce.write_stage_history, Kind.HISTORY),
    ("zoho", zoho.write_deals, Kind.DEALS),
    ("zoho", zoho.write_older_deals, Kind.DEALS),
    ("zoho", zoho.write_spanish_deals, Kind.DEALS),
    ("zoho", zoho.write_contacts, Kind.PEOPLE),
    ("odoo", odoo.write_deals, Kind.DEALS),
    ("odoo", odoo.write_import_compatible, Kind.DEALS),
    ("espocrm", espocrm.write_deals, Kind.DEALS),
    ("espocrm-labels", espocrm.write_label_deals, Kind.DEALS),
    ("espocrm", espocrm.write_contacts, Kind.PEOPLE),
    ("suitecrm", others.write_suitecrm, Kind.DEALS),
    ("krayin", others.write_krayin_leads, Kind.DEALS),
    ("krayin", others.write_krayin_persons, Kind.PEOPLE),
    ("atomic", others.write_atomic_deals, Kind.DEALS),
    ("atomic", others.write_atomic_contacts, Kind.PEOPLE),
    ("frappe", others.write_frappe, Kind.DEALS),
    ("twenty", others.write_twenty, Kind.DEALS),
    ("desktop-pipeline", others.write_own, Kind.DEALS),
]


@pytest.mark.parametrize(("key", "write", "kind"), FILES)
def test_a_products_file_is_recognised_and_understood_without_a_question(
    tmp_path: Path, key: str, write: Write, kind: Kind
) -> None:
    path = write(tmp_path / "export.csv")
    understood = understand(path)
    assert understood.found.preset is not None
    assert (understood.found.preset.key, understood.found.kind) == (key, kind)
    assert understood.notes.questions() == ()
    assert understood.notes.problems() == ()


def test_every_preset_has_a_file_of_its_own() -> None:
    assert {key for key, _write, _kind in FILES} == set(presets())


def columns(understood: Understood) -> dict[str, str]:
    return {field: understood.found.table.headers[index] for field, index in understood.found.columns.items()}


def days(understood: Understood, field: str) -> list[date | None]:
    return list(understood.reader.dates([field], UTC)[field])


def numbers(understood: Understood, field: str = "value") -> list[Decimal | None]:
    return [None if amount is None else amount.number for amount in understood.reader.amounts(field)]


def test_pipedrives_deals_are_told_by_status_and_stage(tmp_path: Path) -> None:
    understood = understand(pipedrive.write_deals(tmp_path / "deals.csv"))
    reader = understood.reader
    assert columns(understood)["closed"] == "Deal - Deal closed on"
    assert understood.standings[:3] == [Standing(OPEN, "proposal made"), Standing(WON, None), Standing(LOST, None)]
    assert numbers(understood) == [Decimal(22600), Decimal("27300.5"), None, Decimal(1)]
    assert days(understood, "won_at")[1] == date(2026, 2, 28)
    assert days(understood, "stage_since")[0] == date(2026, 3, 4)
    assert days(understood, "next_on")[0] == date(2026, 3, 29)
    assert reader.several("email")[0] == ("zoe@zaria.example", "zoe.ray@home.example")
    assert reader.several("label")[0] == ("Hot", "VIP")
    words = StageWords(ImportOptions(), Known(), Notes())
    assert words.ignored_rows(reader) == [False, False, False, True]
    assert [guess.header for guess in understood.found.guesses if not guess.field] == [
        "Deal - Update time",
        "Deal - Total activities",
        "Organization - Name",
        "Deal - Surface",
    ]


@pytest.mark.parametrize("write", [pipedrive.write_estonian_deals, pipedrive.write_german_deals])
def test_pipedrive_in_other_languages_tells_the_same(tmp_path: Path, write: Write) -> None:
    understood = understand(write(tmp_path / "deals.csv"))
    assert [standing.status for standing in understood.standings] == [OPEN, WON, LOST]
    assert {
        "title",
        "value",
        "currency",
        "status",
        "stage",
        "owner",
        "organisation",
        "person",
        "expected_close",
    } <= set(understood.found.columns)
    first = numbers(understood)[0]
    assert first in {Decimal("12500.50"), Decimal("12500.00")}
    assert days(understood, "expected_close")[0] in {date(2026, 12, 31), date(2026, 10, 13)}


def test_a_row_of_pipedrives_import_sample_tells_person_organisation_deal_activity_and_note(tmp_path: Path) -> None:
    understood = understand(pipedrive.write_import_sample(tmp_path / "sample.csv"))
    reader = understood.reader
    assert reader.texts("next_step")[0] == "First pitch"
    assert days(understood, "next_on")[0] == date(2024, 12, 5)
    assert reader.texts("note")[0] == "Likes oak doors"
    assert reader.texts("organisation_address")[0] == "5, Fincham Road, US"
    assert columns(understood)["other_email"] == "Person - Email (Home)"


def test_pipedrives_activities_are_done_or_to_do(tmp_path: Path) -> None:
    understood = understand(pipedrive.write_activities(tmp_path / "activities.csv"))
    assert understood.reader.truths("is_done") == [True, False]
    assert days(understood, "due_on") == [date(2024, 9, 29), date(2024, 10, 2)]
    assert understood.reader.texts("note")[0] == "Wants oak"
    assert understood.reader.texts("deal")[0] == "Showroom fit-out"


def test_notes_in_html_are_read_as_a_person_reads_them(tmp_path: Path) -> None:
    understood = understand(pipedrive.write_notes(tmp_path / "notes.csv"))
    assert understood.reader.texts("text") == ["First line\n\nSecond & last"]


def test_hubspots_contacts_behind_a_deal_bear_their_addresses_in_brackets(tmp_path: Path) -> None:
    understood = understand(hubspot.write_deals(tmp_path / "deals.csv"))
    reader = understood.reader
    assert (reader.texts("person")[0], reader.addresses("email")[0]) == ("Jo Ash", "jo@brindle.example")
    assert reader.texts("organisation")[1] == "Lumen Row Co-working, Ltd"
    assert understood.standings == [Standing(OPEN, "qualified to buy"), Standing(WON, None), Standing(LOST, None)]
    assert days(understood, "close") == [date(2026, 7, 3), date(2026, 6, 30), date(2026, 5, 2)]
    assert columns(understood)["entered:Qualified To Buy"].startswith("Date entered")
    assert columns(understood)["exited:Qualified To Buy"].startswith("Date exited")
    assert reader.texts("note")[0] == "Two desks"
    assert reader.shares("probability") == [0.4, 1.0, 0.0]


def test_hubspots_internal_values_are_its_stages_in_their_order(tmp_path: Path) -> None:
    understood = understand(hubspot.write_us_deals(tmp_path / "deals.csv"))
    assert understood.stages == ["Appointment Scheduled", "Contract Sent"]
    assert [standing.status for standing in understood.standings] == [OPEN, WON, LOST, OPEN]
    assert days(understood, "created")[0] == date(2026, 5, 2)
    assert understood.reader.amounts("value")[0].sign == "$"  # type: ignore[union-attr]


def test_hubspots_contacts_are_people_with_an_address_of_parts(tmp_path: Path) -> None:
    reader = understand(hubspot.write_contacts(tmp_path / "contacts.csv")).reader
    assert reader.texts("name") == ["Jo Ash", "Al Reed"]
    assert reader.texts("address") == ["1 High Street, LS1 1AA, Leeds, Yorkshire", None]


def test_a_salesforce_report_has_titles_above_and_a_footer_below(tmp_path: Path) -> None:
    understood = understand(salesforce.write_report(tmp_path / "report.xlsx"))
    assert len(understood.reader.rows) == 3
    assert numbers(understood) == [Decimal(8400), Decimal("14200.5"), Decimal(700)]
    assert understood.reader.currencies("currency") == ["EUR"] * 3
    assert days(understood, "close")[0] == date(2026, 9, 30)
    assert understood.reader.shares("probability") == [0.2, 1.0, 0.0]
    assert understood.standings == [Standing(OPEN, "needs analysis"), Standing(WON, None), Standing(LOST, None)]


@pytest.mark.parametrize("upper", [False, True])
def test_salesforces_flags_tell_the_outcome_whatever_the_stage_is_called(tmp_path: Path, upper: bool) -> None:
    understood = understand(salesforce.write_data_loader(tmp_path / "Opportunity.csv", upper=upper))
    assert understood.standings == [Standing(OPEN, "value proposition"), Standing(WON, None), Standing(LOST, None)]
    east = timezone(timedelta(hours=2))
    assert understood.reader.dates(["created"], east)["created"][0] == date(2026, 5, 3)
    assert understood.reader.texts("organisation_id")[0] == "0015g00000AbCdeAAF"


def test_zohos_dates_and_amounts_are_read_in_each_of_their_shapes(tmp_path: Path) -> None:
    understood = understand(zoho.write_deals(tmp_path / "deals.csv"))
    assert days(understood, "last_touch")[0] == date(2025, 10, 7)
    assert [standing.status for standing in understood.standings] == [OPEN, WON, LOST]
    assert columns(understood)["owner"] == "Deal Owner"
    older = understand(zoho.write_older_deals(tmp_path / "older.csv"))
    assert (days(older, "close")[0], numbers(older)[0]) == (date(2026, 10, 7), Decimal("8400.50"))
    spanish = understand(zoho.write_spanish_deals(tmp_path / "spanish.csv"))
    assert [standing.status for standing in spanish.standings] == [OPEN, WON, LOST]
    assert (days(spanish, "close")[1], numbers(spanish)[0]) == (date(2026, 6, 1), Decimal("8400.50"))


def test_a_deal_that_odoo_archived_without_a_chance_is_lost(tmp_path: Path) -> None:
    understood = understand(odoo.write_deals(tmp_path / "deals.xlsx"))
    assert understood.standings == [Standing(OPEN, "proposition"), Standing(WON, None), Standing(LOST, None)]
    assert understood.reader.texts("organisation")[0] == "Brindle Veterinary"
    assert understood.reader.texts("note")[0] == "Two desks"
    plain = understand(odoo.write_import_compatible(tmp_path / "plain.csv"))
    assert plain.standings == [Standing(OPEN, "new"), Standing(LOST, None)]
    assert plain.reader.texts("external_id")[0] == "__export__.crm_lead_12"


def test_espocrm_guards_risky_cells_and_writes_utc(tmp_path: Path) -> None:
    understood = understand(espocrm.write_deals(tmp_path / "deals.csv"))
    reader = understood.reader
    assert reader.texts("title")[0] == "+Reception refit"
    assert reader.texts("organisation")[1] == "'t Hooft Labs"
    assert reader.texts("person")[0] == "Jo Ash"
    assert reader.dates(["created"], timezone(timedelta(hours=2)))["created"][0] == date(2026, 5, 29)
    people = understand(espocrm.write_contacts(tmp_path / "contacts.csv")).reader
    assert people.texts("phone") == ["+442079460018"]
    labels = understand(espocrm.write_label_deals(tmp_path / "deals.xlsx"))
    assert days(labels, "close") == [date(2026, 9, 30), date(2026, 6, 1)]
    assert numbers(labels)[0] == Decimal("8400.5")


def test_suitecrm_guards_risky_cells(tmp_path: Path) -> None:
    understood = understand(others.write_suitecrm(tmp_path / "deals.csv"))
    assert understood.reader.texts("title")[0] == "=Reception refit"
    assert understood.reader.texts("next_step")[0] == "-call"
    assert days(understood, "close")[1] == date(2026, 6, 1)


def test_krayins_json_cells_are_unpacked(tmp_path: Path) -> None:
    reader = understand(others.write_krayin_persons(tmp_path / "persons.csv")).reader
    assert reader.addresses("email") == ["jo@brindle.example", "al@brindle.example"]
    assert reader.all_addresses("email")[0] == ("jo@brindle.example", "jo@home.example")
    assert reader.several("phone") == [("+442079460018",), ()]
    deals = understand(others.write_krayin_leads(tmp_path / "leads.csv"))
    assert deals.standings == [Standing(OPEN, "follow up"), Standing(WON, None), Standing(LOST, None)]


def test_atomics_contacts_have_several_addresses_and_numbers(tmp_path: Path) -> None:
    reader = understand(others.write_atomic_contacts(tmp_path / "contacts.csv")).reader
    assert reader.several("other_email")[0] == ("jo@home.example", "jo@other.example")
    assert reader.several("other_phone")[0] == ("740.645.3807", "(446) 758-2122")
    assert reader.several("label")[0] == ("influencer", "developer")
    deals = understand(others.write_atomic_deals(tmp_path / "deals.csv"))
    assert deals.stages == ["Proposal Sent", "In Negotiation"]
    assert deals.standings[1] == Standing(WON, None)


def test_frappes_status_is_the_stage(tmp_path: Path) -> None:
    understood = understand(others.write_frappe(tmp_path / "deals.csv"))
    assert understood.standings == [Standing(OPEN, "demo/making"), Standing(WON, None), Standing(LOST, None)]
    assert columns(understood)["closed"] == "closed_date"


def test_twentys_joiner_is_taken_off_and_its_customers_are_won(tmp_path: Path) -> None:
    understood = understand(others.write_twenty(tmp_path / "deals.csv"))
    assert understood.reader.texts("title")[0] == "=Reception refit"
    assert understood.reader.texts("organisation")[1] == "@Lumen"
    assert understood.standings == [Standing(OPEN, "screening"), Standing(WON, None)]


def test_nothing_is_taken_off_the_cells_of_our_own_export(tmp_path: Path) -> None:
    understood = understand(others.write_own(tmp_path / "deals.csv"))
    assert understood.reader.texts("title")[0] == "'=Reception refit"
    assert columns(understood)["our_id"] == "Deal ID (do not change)"


def test_one_close_date_is_the_plan_of_open_deals_and_the_outcome_of_closed_ones(tmp_path: Path) -> None:
    understood = understand(zoho.write_deals(tmp_path / "deals.csv"))
    closing = CloseDates(understood.reader, UTC)
    statuses = [standing.status for standing in understood.standings]
    assert closing.expected(statuses) == [date(2026, 9, 30), None, None]
    assert closing.closed(statuses) == [None, date(2026, 6, 30), date(2026, 5, 2)]
    assert closing.column_of(1, WON) == "close"


def test_a_table_of_no_product_has_no_preset() -> None:
    table = Table("f.csv", None, 1, ("Deal", "Stage", "Amount"), (Row(2, ("A", "New", "1")),))
    assert preset_of(table) is None
    assert choose_preset([table]) is None


def test_a_preset_may_be_named_or_refused() -> None:
    table = Table("f.csv", None, 1, ("Record ID", "Deal Name", "Deal Stage"), (Row(2, ("1", "A", "closedwon")),))
    assert recognise(table, ImportOptions(preset="none")).preset is None  # type: ignore[union-attr]
    found = recognise(table, ImportOptions(preset="zoho"))
    assert found is not None
    assert found.preset is presets()["zoho"]
    with pytest.raises(InvalidError, match="There is no preset “nobody”"):
        choose_preset([table], "nobody")


def test_a_file_beside_a_products_own_is_read_with_its_preset() -> None:
    table = Table("Account.csv", None, 1, ("Name", "Website"), (Row(2, ("Acme", "https://acme.example")),))
    found = recognise(table, ImportOptions(), preset=presets()["salesforce"])
    assert found is not None
    assert (found.kind, found.columns) == (Kind.ORGANISATIONS, {"name": 0, "website": 1})
