"""Spreadsheets of many trades: heads of two rows, merged cells, stages by date, outcomes by yes and no, yen."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from desktop_pipeline.exchange.known import Known
from desktop_pipeline.exchange.options import ImportOptions
from desktop_pipeline.exchange.planning.plan import plan_import
from desktop_pipeline.exchange.records import ImportPlan
from tests.exchange.found import read_tables

PlanText = Callable[..., ImportPlan]
WriteBook = Callable[..., Path]


def plan_book(path: Path) -> ImportPlan:
    return plan_import(read_tables(path), ImportOptions(), Known(base_currency="EUR"))


def write_merged(path: Path, rows: Sequence[Sequence[object]], merges: Sequence[str]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    for merge in merges:
        book.active.merge_cells(merge)
    book.save(path)
    return path


def told(plan: ImportPlan) -> list[tuple[str, str, str | None]]:
    return [(deal.fields.title, deal.fields.status.value, deal.fields.stage) for deal in plan.deals]


def asked(plan: ImportPlan) -> set[str]:
    return {question.question for question in plan.questions}


def test_a_group_over_columns_completes_names_that_say_little_alone(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Client", None, "Projet", None, "Montant", None],
        ["Société", "Interlocuteur", "Nom", "Étape", "HT", "TTC"],
        ["SNCF", "M. Roux", "Appli", "Devis envoyé", 85000, 102000],
        ["Fnac", "Mme Petit", "Spot", "Perdu", 9000, 10800],
    ]
    plan = plan_book(write_merged(tmp_path / "p.xlsx", rows, ["A1:B1", "C1:D1", "E1:F1"]))
    assert told(plan) == [("Appli", "open", "devis envoyé"), ("Spot", "lost", None)]
    assert [deal.fields.value for deal in plan.deals] == [8_500_000, 900_000]
    assert plan.understood[0].table.headers[2] == "Projet / Nom"
    assert plan.understood[0].table.passed == ()


def test_one_title_across_a_sheet_is_no_group(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Deals of the year"],
        ["Customer", "Job", "Amount"],
        ["Hill", "Window", 10],
        ["Khan", "Roof", 20],
    ]
    plan = plan_book(write_merged(tmp_path / "p.xlsx", rows, ["A1:C1"]))
    assert plan.understood[0].table.headers == ("Customer", "Job", "Amount")
    assert [row.why for row in plan.understood[0].table.passed] == ["title"]


def test_words_that_are_merged_down_are_those_of_every_row_and_amounts_are_not(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Customer", "Job", "Amount", "Status"],
        ["Turner", "Gym", 1250, "Open"],
        [None, "Deck", None, "Won"],
        ["Skanska", "Clinic", 99, "Lost"],
    ]
    plan = plan_book(write_merged(tmp_path / "p.xlsx", rows, ["A2:A3", "C2:C3"]))
    assert [deal.fields.organisation for deal in plan.deals] == ["turner", "turner", "skanska"]
    assert [deal.fields.value for deal in plan.deals] == [125_000, None, 9_900]


def test_a_row_of_a_deal_that_is_merged_down_over_two_is_no_second_deal(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Customer", "Project", "Value", "Contact", "Stage"],
        ["Acme", "Line", 50, "Jo", "New"],
        [None, None, None, "Al", None],
        ["Bolt", "Crane", 70, "Bo", "New"],
    ]
    plan = plan_book(write_merged(tmp_path / "p.xlsx", rows, ["A2:A3", "B2:B3", "C2:C3", "E2:E3"]))
    assert [deal.fields.title for deal in plan.deals] == ["Line", "Crane"]
    assert plan.understood[0].table.passed == ((3, "part of the row above", "Al"),)


def test_dates_are_no_sources(plan_text: PlanText) -> None:
    plan = plan_text("Client,Role,Fee,Source,Sourced\nAcme,Dev,10,01/02/2026,03/02/2026\nBolt,QA,20,14/02/2026,\n")
    assert plan.sources == ()
    assert ("file0.csv", "Source") in plan.unused_columns


def test_dates_below_the_names_of_stages_tell_the_past_and_where_deals_are(plan_text: PlanText) -> None:
    plan = plan_text(
        "Kunde,Erstgespräch,Angebot,Verhandlung,Gewonnen,Verloren\n"
        "A,03.01.2026,10.01.2026,17.01.2026,20.01.2026,\nB,05.01.2026,12.01.2026,,,\nC,08.01.2026,,,,30.01.2026\n"
    )
    assert told(plan) == [("A", "won", None), ("B", "open", "angebot"), ("C", "lost", None)]
    assert [visit.stage for visit in plan.deals[0].fields.visits] == ["erstgespräch", "angebot", "verhandlung", None]
    assert plan.deals[2].fields.closed == date(2026, 1, 30)


def test_a_day_of_the_quote_and_one_of_the_visit_are_no_stages(plan_text: PlanText) -> None:
    plan = plan_text("Kunde,Bauvorhaben,Summe,Angebot vom,Termin\nA,Dach,10,03.01.2026,10.02.2026\n")
    assert plan.deals[0].fields.visits == ()
    assert (plan.deals[0].fields.created, plan.deals[0].fields.expected) == (date(2026, 1, 3), date(2026, 2, 10))


@pytest.mark.parametrize(
    ("won", "lost"),
    [("Aceptado", "Rechazado"), ("Besteld", "Verloren"), ("Accepté", "Refusé"), ("Awarded", "Declined")],
)
def test_yes_below_a_word_for_an_outcome_is_that_outcome(plan_text: PlanText, won: str, lost: str) -> None:
    plan = plan_text(f"Client,Job,Amount,{won},{lost}\nA,Roof,1,TRUE,FALSE\nB,Wall,2,FALSE,FALSE\nC,Bay,3,FALSE,TRUE\n")
    assert [status for _title, status, _stage in told(plan)] == ["won", "open", "lost"]


@pytest.mark.parametrize(
    ("yes", "no"), [("TRUE", "FALSE"), ("ja", "nein"), ("☑", "☐"), ("✓", "✗"), ("x", ""), ("✗", "☐")]
)
def test_boxes_below_stages_tell_the_last_one_that_is_checked(plan_text: PlanText, yes: str, no: str) -> None:
    plan = plan_text(
        "Job,Client,Amount,Contacted,Proposal sent,Won,Lost?\n"
        f"Roof,A,1,{yes},{yes},{yes},{no}\nWall,B,2,{yes},{yes},{no},{yes}\n"
        f"Bay,C,3,{yes},{yes},{no},{no}\nAttic,D,4,{yes},{no},{no},{no}\n"
    )
    assert told(plan) == [
        ("Roof", "won", None), ("Wall", "lost", None), ("Bay", "open", "proposal sent"), ("Attic", "open", "contacted"),
    ]  # fmt: skip
    assert [stage.name for stage in plan.stages] == ["Contacted", "Proposal sent"]


def test_a_tick_among_days_below_a_stage_is_a_problem_of_its_row(plan_text: PlanText) -> None:
    plan = plan_text(
        "Client,First contact,Site visit,Quote sent,Order,Declined\n"
        "A,2024-01-03,2024-01-09,2024-01-20,2024-02-02,\nB,2024-01-08,2024-01-30,,,\n"
        "C,2024-02-01,x,2024-02-20,,2024-03-09\nD,2024-03-01,2024-03-04,,,\n"
    )
    assert told(plan) == [
        ("A", "open", "order"), ("B", "open", "site visit"), ("C", "lost", None), ("D", "open", "site visit"),
    ]  # fmt: skip
    assert [(p.row, p.problem) for p in plan.problems] == [(4, "not a date")]
    assert "does “Order” mean won, lost or a stage?" in {question.question for question in plan.questions}
    assert [stage.name for stage in plan.stages] == ["First contact", "Site visit", "Quote sent", "Order"]


def test_tables_below_titles_in_the_plural_tell_the_outcome(write_book: WriteBook) -> None:
    heads = ["Cliente", "Lavoro", "Importo"]
    rows = [
        ["PREVENTIVI ACCETTATI"], heads, ["Bianchi", "Cataloghi", 3400], [],
        ["PREVENTIVI PERSI"], heads, ["Verdi", "Biglietti", 150],
    ]  # fmt: skip
    assert told(plan_book(write_book({"2026": rows}))) == [("Cataloghi", "won", None), ("Biglietti", "lost", None)]


def test_thousands_and_tens_of_thousands_of_yen(plan_text: PlanText) -> None:
    plan = plan_text("案件名,会社名,金額（千円）,進捗\n改修,山田,12000,提案\n保守,鈴木,850,受注\n")
    assert [(deal.fields.value, deal.fields.currency) for deal in plan.deals] == [(12_000_000, "JPY"), (850_000, "JPY")]
    written = plan_text('案件名,金額\n改修,"1,200万円"\n保守,3億円\n研修,85万円\n')
    assert [deal.fields.value for deal in written.deals] == [12_000_000, 300_000_000, 850_000]


def test_deals_without_a_known_name_are_called_by_the_first_column_of_different_words(plan_text: PlanText) -> None:
    text = "Kiosk,Volume,Status,Wochentag\nAm Markt,10,Offen,Mo\nPassage 7,20,Gewonnen,Mo\nHafen,30,Offen,Mo\n"
    plan = plan_text(text, mapping={"Volume": "value"})
    assert [title for title, _status, _stage in told(plan)] == ["Am Markt", "Passage 7", "Hafen"]
    assert "is “Kiosk” what the deals are called?" in asked(plan)
    said = plan_text(text, mapping={"Volume": "value", "Kiosk": "title"})
    assert not any("what the deals are called" in question for question in asked(said))


def test_a_name_beside_a_first_name_is_the_last_one(plan_text: PlanText) -> None:
    plan = plan_text("Nom,Prénom,Courriel,Prestation,Forfait,Statut\nDupont,Claire,c@x.example,Mariage,1800,Signé\n")
    assert [person.fields.name for person in plan.people] == ["Claire Dupont"]
    assert told(plan) == [("Mariage", "won", None)]


@pytest.mark.parametrize(
    ("headers", "row", "fields"),
    [
        ("Bid Amount|Project|Bid Due|Bid Result", "9|Gym|2026-02-01|Awarded", "value|title|expected_close|status"),
        ("Company|Champion|ARR|Stage", "Acme|Jo|6000|Demo", "organisation|person|value|stage"),
        ("Mandant|Angelegenheit|Honorar|Status", "ABC|Vertrag|10|Angebot", "organisation|title|value|status"),
        ("Odbiorca|Towar|Wartość|Data zapytania", "Młyn|Żyto|20|12.01.2026", "organisation|title|value|created"),
        ("School|Aanbod|Bedrag|Stand van zaken", "OBS|Les|800|Lopend", "organisation|title|value|status"),
    ],
)  # fmt: skip
def test_further_words_of_trades(plan_text: PlanText, headers: str, row: str, fields: str) -> None:
    lines = "\n".join(",".join(f'"{cell}"' for cell in line.split("|")) for line in (headers, row))
    found: Mapping[str, int] = plan_text(lines).understood[0].columns
    assert {name: found.get(name) for name in fields.split("|")} == {
        name: place for place, name in enumerate(fields.split("|"))
    }


def test_the_apostrophe_before_a_number_is_none_of_it(plan_text: PlanText) -> None:
    plan = plan_text("Deal name,Contact,Phone,Stage\nOak,Jo,'+44 20 7946 0001,New\nAsh,Al,'020 7946 0002,New\n")
    assert [person.fields.phone for person in plan.people] == ["+44 20 7946 0001", "020 7946 0002"]


def test_bare_amounts_among_many_of_one_sign_are_in_its_currency(plan_text: PlanText) -> None:
    text = "Deal name,Belopp,Läge\nOak,45000,Ny\nAsh,120 tkr,Ny\nElm,38 500 kr,Ny\n"
    plan = plan_text(text, known=Known(base_currency="EUR"), currency=None)
    assert [deal.fields.value for deal in plan.deals] == [None, None, None]
    assert "which currency is “kr”?" in asked(plan)
    said = plan_text(text, currency="SEK")
    worth = [(deal.fields.value, deal.fields.currency) for deal in said.deals]
    assert worth == [(4_500_000, "SEK"), (12_000_000, "SEK"), (3_850_000, "SEK")]
    at_home = plan_text(text, known=Known(base_currency="NOK"), currency=None)
    assert [deal.fields.currency for deal in at_home.deals] == ["NOK"] * 3
    few = plan_text("Deal name,Value\nA,1\nB,2\nC,3\nD,$4\n", known=Known(base_currency="EUR"), currency=None)
    assert [deal.fields.value for deal in few.deals] == [100, 200, 300, None]
