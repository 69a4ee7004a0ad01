"""Spreadsheets as owners keep them by hand: their words, their shorthand, their layouts."""

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from desktop_pipeline.domain.errors import CannotOpenError
from desktop_pipeline.exchange.known import Known
from desktop_pipeline.exchange.options import ImportOptions
from desktop_pipeline.exchange.planning.plan import plan_import
from desktop_pipeline.exchange.records import ImportPlan
from desktop_pipeline.exchange.understanding.periods import find_period_end
from desktop_pipeline.exchange.understanding.texts import part_contact, take_first_person
from tests.exchange.found import read_tables

WriteBook = Callable[..., Path]
PlanText = Callable[..., ImportPlan]


def plan_book(path: Path) -> ImportPlan:
    return plan_import(read_tables(path), ImportOptions(), Known(base_currency="EUR"))


def worth(plan: ImportPlan) -> list[tuple[int | None, str | None]]:
    return [(deal.fields.value, deal.fields.currency) for deal in plan.deals]


def test_values_below_a_header_in_thousands_are_thousands(write_book: WriteBook) -> None:
    rows = [["Deal name", "Stage", "Amount (k€)"], ["Oak", "New", 85], ["Ash", "New", 32.5], ["Elm", "New", "1,2 Mio"]]
    plan = plan_book(write_book({"Deals": rows}))
    assert worth(plan) == [(8_500_000, "EUR"), (3_250_000, "EUR"), (120_000_000, "EUR")]
    assert plan.told == {"EUR": 131_750_000}


def test_numbers_alone_below_a_header_in_thousands_are_thousands(write_book: WriteBook) -> None:
    rows = [["Quotes 2026 (amounts in £k)"], ["Deal name", "Stage", "Amount"], ["Oak", "New", 85], ["Ash", "New", None]]
    assert worth(plan_book(write_book({"Deals": rows}))) == [(8_500_000, "GBP"), (None, None)]


def test_a_currency_of_its_own_beats_that_of_the_header(plan_text: PlanText) -> None:
    plan = plan_text("Deal name,Stage,Amount (£)\nOak,New,100\nAsh,New,€100\nElm,New,0.5k\n", currency="EUR")
    assert worth(plan) == [(10_000, "GBP"), (10_000, "EUR"), (50_000, "GBP")]


def test_a_column_of_currencies_beats_the_header(plan_text: PlanText) -> None:
    plan = plan_text("Deal name,Stage,Amount (£),Currency\nOak,New,100,PLN\n", currency="EUR")
    assert worth(plan) == [(10_000, "PLN")]


def test_what_stands_for_nothing_is_no_value_and_no_problem(plan_text: PlanText) -> None:
    plan = plan_text(
        "Deal name,Company,Stage,Amount,Probability,Expected close\n"
        "Oak,N/A,New,tbd,?,noch offen\nAsh,k.A.,New,à définir,n/a,TBC\nElm,Acme,New,on request,,soon\n"
    )
    assert [(p.row, p.value) for p in plan.problems] == [(4, "on request"), (4, "soon")]
    assert [deal.fields.organisation for deal in plan.deals] == [None, None, "acme"]
    assert plan.created["organisations"] == 1


def statuses(plan: ImportPlan) -> list[tuple[str, str, str | None]]:
    return [(deal.fields.title, deal.fields.status.value, deal.fields.stage) for deal in plan.deals]


def fields(plan: ImportPlan, table: int = 0) -> dict[str, str]:
    return {guess.header: guess.field for guess in plan.understood[table].guesses if guess.field}


def asked(plan: ImportPlan) -> set[str]:
    return {question.question for question in plan.questions}


@pytest.mark.parametrize(
    ("headers", "row", "expected"),
    [
        (
            "Angebotsnr.|Kunde|Bauvorhaben|Angebot vom|Angebotssumme netto|Status|Bemerkung",
            "A1|Maier|Dach|08.01.2024|24.500 €|offen|ruft an",
            "external_id|organisation|title|created|value|status|note",
        ),
        (
            "Maître d'ouvrage|Opération|Honoraires HT|Proba %|Relance|Origine",
            "Mairie|Groupe scolaire|185 000|30|15/03/2024|Site",
            "organisation|title|value|probability|next_on|source",
        ),
        (
            "Opdrachtgever|Machine|Prijs excl. btw|Kans %|Verkoper|Resultaat",
            "Peeters|Lasrobot|88,5|40|Koen|lopend",
            "organisation|title|value|probability|owner|status",
        ),
        (
            "Zákazník|Zakázka|Cena bez DPH|Stav|Pozn.",
            "Novák|Plot|38 000 Kč|jednáme|volat",
            "organisation|title|value|status|note",
        ),
        ("Client|Role|Fee|Follow up", "Globex|CFO|£25,000.50|2024-03-15", "organisation|title|value|next_on"),
        ("Client|Role|Fee|Follow up", "Globex|CFO|£25,000.50|call Bob", "organisation|title|value|next_step"),
        ("Kund|Uppdrag|Belopp|Ansvarig", "Volvo|Förstudie|45 000 kr|Eva", "organisation|title|value|owner"),
        (
            "Firma / Ansprechpartner|Thema|Potential|Wer",
            "Bosch / Fr. Klein|Lean|15k|MH",
            "|title|value|owner|organisation|person",
        ),
        (
            "Customer|Quote #|Job|Price inc. VAT|Date",
            "Hill|101|Window|£3,400.00|2024-02-02",
            "organisation|external_id|title|value|created",
        ),
    ],
)
def test_columns_in_the_words_of_a_trade_are_known(plan_text: PlanText, headers: str, row: str, expected: str) -> None:
    plan = plan_text("\n".join(";".join(f'"{cell}"' for cell in line.split("|")) for line in (headers, row, row)))
    assert [guess.field for guess in plan.understood[0].guesses] == expected.split("|")


def test_a_word_that_says_little_alone_is_a_field_only_where_its_cells_bear_it_out(plan_text: PlanText) -> None:
    plan = plan_text("Kunde,Bauvorhaben,Status,Angebot,Datum\nA,Dach,offen,ja,bald\nB,Gaube,offen,nein,später\n")
    assert fields(plan) == {"Kunde": "organisation", "Bauvorhaben": "title", "Status": "status"}


def test_a_price_list_stays_one_though_price_may_be_that_of_a_quote(plan_text: PlanText) -> None:
    plan = plan_text("Artikel,Preis\nLeiter,120\nGerüst,900\n")
    assert plan.understood[0].kind == "products"
    assert plan.deals == ()


def test_ticks_and_percent_name_nobody(plan_text: PlanText) -> None:
    plan = plan_text("Azienda,Progetto,Importo,Contatto,Trattativa,Kans\nA,Sito,10,x,x,50%\nB,Video,20,,x,10%\n")
    assert fields(plan) == {
        "Azienda": "organisation", "Progetto": "title", "Importo": "value", "Kans": "probability"
    }  # fmt: skip
    assert plan.people == ()


def test_customers_by_name_with_what_they_are_quoted_are_deals_with_people(plan_text: PlanText) -> None:
    plan = plan_text("Name,Ort,E-Mail,Preis brutto,Eingang über\nHans Maier,Linz,h@x.example,20900,Messe\n")
    assert [(deal.fields.title, deal.fields.value) for deal in plan.deals] == [("Hans Maier", 2_090_000)]
    assert [person.fields.name for person in plan.people] == ["Hans Maier"]


def test_a_list_of_contacts_stays_one(plan_text: PlanText) -> None:
    plan = plan_text("Name,Email,Phone,Company,Status,Notes\nJo,jo@x.example,+44 20 7946 0001,Acme,active,nice\n")
    assert plan.understood[0].kind == "people"


def test_outcomes_in_an_owners_words(plan_text: PlanText) -> None:
    words = ("won!", "Lost - too dear", "Absage", "beauftragt", "refusé", "✔ gewonnen", "Won, PO received", "quoted")
    plan = plan_text("Deal name,Status\n" + "".join(f'D{place},"{word}"\n' for place, word in enumerate(words)))
    assert [status for _title, status, _stage in statuses(plan)] == [
        "won", "lost", "lost", "won", "lost", "won", "won", "open"
    ]  # fmt: skip


def test_words_that_may_mean_an_outcome_are_asked_about_and_never_assumed(plan_text: PlanText) -> None:
    plan = plan_text("Deal name,Status\nA,signed\nB,erledigt\nC,quoted\n")
    assert {status for _title, status, _stage in statuses(plan)} == {"open"}
    assert {q for q in asked(plan) if "won" in q} == {
        "does “signed” mean won, lost or a stage?", "does “erledigt” mean won, lost or a stage?"
    }  # fmt: skip


def test_months_across_a_sheet_are_no_deals_and_are_told_beside_each_row(write_book: WriteBook) -> None:
    rows = [
        ["Account", "Opportunity", "Value", "Stage"],
        ["JANUARY"], ["Alpha", "Forklifts", 45000, "New"], ["Beta", "Racking", 12000, "New"],
        [None, "Subtotal January", 57000],
        ["FEBRUARY"], ["Gamma", "Conveyor", "12k", "New"], [None, "Grand total", 69000],
    ]  # fmt: skip
    plan = plan_book(write_book({"Deals": rows}))
    assert [deal.fields.title for deal in plan.deals] == ["Forklifts", "Racking", "Conveyor"]
    table = plan.understood[0].table
    assert [row.cells[-1] for row in table.rows] == ["JANUARY", "JANUARY", "FEBRUARY"]
    assert [(row.number, row.why) for row in table.passed] == [(2, "title"), (5, "total"), (6, "title"), (8, "total")]


def test_a_row_that_only_names_a_customer_is_a_deal(write_book: WriteBook) -> None:
    rows = [["Account", "Opportunity", "Value"], ["Alpha", "Forklifts", 1], ["Beta"], ["Gamma", "Belt", 2]]
    assert len(plan_book(write_book({"Deals": rows})).deals) == 3


def test_a_total_with_a_figure_in_every_month_is_no_deal(write_book: WriteBook) -> None:
    rows = [
        ["Customer", "Deal name", "Stage", "Jan", "Feb", "Mar", "Total"],
        ["Acme", "Belt", "New", 1, None, 2, 3], ["Bolt", "Tank", "New", 4, 5, None, 9],
        ["TOTAL", None, None, 5, 5, 2, 12],
    ]  # fmt: skip
    assert worth(plan_book(write_book({"Deals": rows}))) == [(300, "EUR"), (900, "EUR")]


def test_sheets_named_after_stages_tell_the_stage(write_book: WriteBook) -> None:
    heads = ["Client", "Project", "Budget"]
    sheets = {
        "Proposal sent": [heads, ["Acme", "Web", 10]], "Won": [heads, ["Bolt", "App", 20]],
        "Lost 2024": [[*heads[:2], "Budget", "Why"], ["Cord", "Ads", 30, "dear"]],
        "Summary": [["Stage", "Count", "Value"], ["Won", 1, 20], ["Proposal sent", 1, 10]],
    }  # fmt: skip
    plan = plan_book(write_book(sheets))
    assert statuses(plan) == [("Web", "open", "proposal sent"), ("App", "won", None), ("Ads", "lost", None)]
    assert plan.problems == ()
    assert "what does “deals.xlsx, Summary” hold?" in asked(plan)


def test_sheets_of_people_tell_their_names_to_a_column_of_their_own(write_book: WriteBook) -> None:
    sheet = [["Customer", "Deal name", "Amount"], ["Acme", "Belt", 10]]
    plan = plan_book(write_book({"Dave": sheet, "Sue": sheet}))
    assert [found.table.headers[-1] for found in plan.understood] == ["Sheet", "Sheet"]
    assert [row.cells[-1] for found in plan.understood for row in found.table.rows] == ["Dave", "Sue"]


def test_titles_of_tables_beside_each_other_tell_the_outcome(write_book: WriteBook) -> None:
    rows = [
        ["OPEN QUOTES", None, None, None, "WON JOBS"],
        ["Customer", "Job", "Quote £", None, "Customer", "Job", "Value £"],
        ["Hill", "Window", 3400, None, "Jones", "Door", 1400], ["Patel", "Porch", 800, None, "Lion", "Sash", 900],
    ]  # fmt: skip
    plan = plan_book(write_book({"2024": rows}))
    assert sorted((title, status) for title, status, _stage in statuses(plan)) == [
        ("Door", "won"), ("Porch", "open"), ("Sash", "won"), ("Window", "open")
    ]  # fmt: skip
    assert plan.problems == ()
    # A row's number alone would tell two deals
    assert [found.table.sheet for found in plan.understood] == ["2024", "2024 · WON JOBS"]


def test_a_board_with_a_stage_over_each_column_is_read_card_by_card(write_book: WriteBook) -> None:
    rows = [
        ["Lead", "Proposal", "Won", "Lost"],
        ["Acme audit", "Echo Ltd", "Golf Inc", "Hotel"],
        ["Bravo", None, "Kilo"],
    ]
    plan = plan_book(write_book({"Board": rows}))
    assert sorted(statuses(plan), key=lambda each: each[0]) == [
        ("Acme audit", "open", "lead"), ("Bravo", "open", "lead"), ("Echo Ltd", "open", "proposal"),
        ("Golf Inc", "won", None), ("Hotel", "lost", None), ("Kilo", "won", None),
    ]  # fmt: skip
    assert {found.table.sheet for found in plan.understood} == {
        "Board · Lead", "Board · Proposal", "Board · Won", "Board · Lost"
    }  # fmt: skip


def test_a_board_may_have_a_stage_that_nobody_knows_but_no_other_column(write_book: WriteBook) -> None:
    heads = ["New", "Talking", "Quoted", "Won"]
    cards = ["Acme roof", "Birch windows", "Dune sauna", "Elm deck"]
    plan = plan_book(write_book({"Board": [heads, cards, ["Corner sign", "Fox lamps"]]}))
    assert [(title, status, stage) for title, status, stage in statuses(plan) if stage == "talking"] == [
        ("Birch windows", "open", "talking"), ("Fox lamps", "open", "talking"),
    ]  # fmt: skip
    assert [stage.name for stage in plan.stages] == ["New", "Talking", "Quoted"]
    table = plan_book(
        write_book({"Deals": [["Lead", "Notes", "Proposal", "Won"], ["Acme roof", "Bob", "may", "yes!"]]})
    )
    assert len(table.deals) == 1


def test_an_amount_without_a_currency_is_in_that_of_the_others_and_asked_about(plan_text: PlanText) -> None:
    plan = plan_text("Deal name,Amount\nA,£100.50\nB,8k\n", known=Known(base_currency="EUR"), currency=None)
    assert worth(plan) == [(10_050, "GBP"), (800_000, "GBP")]
    assert "which currency have the amounts that name none?" in asked(plan)
    signed = plan_text("Deal name,Amount\nA,£100.50\nB,8k\nC,$9\n", known=Known(base_currency="EUR"), currency=None)
    assert worth(signed) == [(10_050, "GBP"), (800_000, "GBP"), (None, None)]
    said = plan_text("Deal name,Amount\nA,£100.50\nB,8k\n", currency="EUR")
    assert worth(said) == [(10_050, "GBP"), (800_000, "EUR")]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Q2/24", date(2024, 6, 30)), ("2024 Q2", date(2024, 6, 30)), ("II kw. 2024", date(2024, 6, 30)),
        ("2. Quartal 2024", date(2024, 6, 30)), ("mei 2024", date(2024, 5, 31)), ("Feb-24", date(2024, 2, 29)),
        ("Ende März 2024", date(2024, 3, 31)), ("03/2024", date(2024, 3, 31)), ("2024-03", date(2024, 3, 31)),
        ("KW 14/2024", date(2024, 4, 5)), ("KW 14", None), ("Ende März", None), ("Mar 14", None), ("14 Mar", None),
        ("4/15", None), ("asap", None), ("W60 2024", None), ("Q3 24", date(2024, 9, 30)),
        ("K1 2026", date(2026, 3, 31)),
        ("1° trimestre 2026", date(2026, 3, 31)), ("IV trim. 2025", date(2025, 12, 31)),
        ("1. çeyrek 2026", date(2026, 3, 31)), ("\u0131\u0131. çeyrek 2026", date(2026, 6, 30)),
        ("1e kwartaal 2026", date(2026, 3, 31)), ("kvartal 2 2026", date(2026, 6, 30)), ("3Q 2024", date(2024, 9, 30)),
        ("end of Q3 2025", date(2025, 9, 30)), ("second quarter of 2025", date(2025, 6, 30)),
        ("H2 2024", date(2024, 12, 31)), ("S1 2026", date(2026, 6, 30)), ("2H24", date(2024, 12, 31)),
        ("2024H1", date(2024, 6, 30)), ("HJ2 2025", date(2025, 12, 31)), ("1. Halbjahr 2026", date(2026, 6, 30)),
        ("2.º semestre de 2025", date(2025, 12, 31)), ("II połowa 2026", date(2026, 12, 31)),
        ("2e helft 2026", date(2026, 12, 31)), ("first half of 2026", date(2026, 6, 30)), ("H2", None),
        ("by end of 2025", date(2025, 12, 31)), ("Ende 2025", date(2025, 12, 31)), ("2026", date(2026, 12, 31)),
        ("year end 2025", date(2025, 12, 31)), ("S47 2025", date(2025, 11, 21)),
        ("early 2026", None), ("Q5 2024", None),
        ("Q3FY24", None), ("Summer 2025", None), ("H3 2024", None), ("2S 2025", date(2025, 12, 31)),
    ],
)  # fmt: skip
def test_a_plan_for_a_month_quarter_or_week_is_one_for_its_last_day(text: str, day: date | None) -> None:
    assert find_period_end(text) == day


def test_an_s_means_half_years_unless_its_column_can_only_tell_weeks(plan_text: PlanText) -> None:
    plan = plan_text("Affaire,Étape,Signature prévue\nA,Devis,S2 2026\nB,Devis,2027\n")
    assert [deal.fields.expected for deal in plan.deals] == [date(2026, 12, 31), date(2027, 12, 31)]
    weeks = plan_text("Affaire,Étape,Signature prévue\nA,Devis,S2 2026\nB,Devis,S47 2025\n")
    assert [deal.fields.expected for deal in weeks.deals] == [date(2026, 1, 9), date(2025, 11, 21)]


def test_seasons_and_fiscal_years_are_not_guessed_and_told_why(plan_text: PlanText) -> None:
    plan = plan_text("Deal name,Stage,Expected close\nA,New,Summer 2025\nB,New,FY26 Q2\nC,New,été\nD,New,Q3/24\n")
    assert [deal.fields.expected for deal in plan.deals] == [None, None, None, date(2024, 9, 30)]
    assert [p.problem for p in plan.problems] == [
        "a season, not a day", "a period of a fiscal year, not a day", "a season, not a day"
    ]  # fmt: skip


def test_plans_without_a_day_are_told_and_other_dates_without_one_are_none(plan_text: PlanText) -> None:
    plan = plan_text(
        "Deal name,Stage,Created,Expected close\nA,New,Q1/24,Q2/24\nB,New,5.2.,KW 14\nC,New,1er avril 2024,soon\n"
    )
    assert [deal.fields.expected for deal in plan.deals] == [date(2024, 6, 30), None, None]
    assert [deal.fields.created for deal in plan.deals] == [None, None, date(2024, 4, 1)]
    assert [(p.row, p.column, p.problem) for p in plan.problems] == [
        (2, "Created", "a period, not a day"),
        (3, "Created", "a date without its year"),
        (3, "Expected close", "a date without its year"),
        (4, "Expected close", "not a date"),
    ]
    assert "“Q2/24” names no day. Is its last one meant?" in asked(plan)


def test_a_first_row_with_an_address_over_addresses_is_no_header(plan_text: PlanText) -> None:
    plan = plan_text(
        "Sarah Miles,sarah@x.example,£1200.50,interested\nBen Okoro,ben@y.example,£600,booked\n",
        mapping={"A": "person", "C": "value", "D": "title"},
    )
    assert [person.fields.name for person in plan.people] == ["Sarah Miles", "Ben Okoro"]
    assert worth(plan) == [(120_050, "GBP"), (60_000, "GBP")]


@pytest.mark.parametrize(
    ("cell", "contact"),
    [
        ("Mme Dupont, 01 42 33 44 55, d@x.example", ("Mme Dupont", ("d@x.example",), ("01 42 33 44 55",))),
        ("Cy 828-555-0177 cy@x.example", ("Cy", ("cy@x.example",), ("828-555-0177",))),
        ("J. de Vries 06-12345678", ("J. de Vries", (), ("06-12345678",))),
        ("Hank Dale, (828) 555-0142", ("Hank Dale", (), ("(828) 555-0142",))),
        ("Ms. Ortiz / 828.555.0199", ("Ms. Ortiz", (), ("828.555.0199",))),
        ("amy@x.example / 020 7946 0001", ("", ("amy@x.example",), ("020 7946 0001",))),
        ("Jo Smith", ("Jo Smith", (), ())),
        ("Anna 12.03.2024", ("Anna 12.03.2024", (), ())),
    ],
)
def test_name_address_and_number_in_one_cell(cell: str, contact: tuple[str, tuple[str, ...], tuple[str, ...]]) -> None:
    assert part_contact(cell) == contact


def test_contacts_in_one_cell_become_people_with_address_and_number(plan_text: PlanText) -> None:
    plan = plan_text(
        "Company,Contact details,Job,Amount\n"
        '"Leroy","Mme Dupont, 01 42 33 44 55, d@x.example",Oak,10\n'
        '"Mill","Cy 828-555-0177",Ash,10\n"Pope",jp@x.example,Elm,10\n'
    )
    people = [(each.fields.name, each.fields.email, each.fields.phone) for each in plan.people]
    assert people == [
        ("Mme Dupont", "d@x.example", "01 42 33 44 55"), ("Cy", None, "828-555-0177"),
        ("jp@x.example", "jp@x.example", None),
    ]  # fmt: skip
    assert plan.problems == ()


def test_addresses_and_numbers_in_one_column(plan_text: PlanText) -> None:
    plan = plan_text(
        "Company,Contact Name,Email / Phone,Deal Value,Stage\n"
        "Nimbus,Amy,amy@x.example / 020 7946 0001,10,New\nVox,Dee,020 7946 0777,10,New\nTern,Al,nothing,10,New\n"
    )
    people = [(each.fields.name, each.fields.email, each.fields.phone) for each in plan.people]
    assert people == [
        ("Amy", "amy@x.example", "020 7946 0001"), ("Dee", None, "020 7946 0777"), ("Al", None, None)
    ]  # fmt: skip
    assert [(p.row, p.problem) for p in plan.problems] == [(4, "not an e-mail address")]


def test_stages_that_are_ticked_off_tell_the_last_one(plan_text: PlanText) -> None:
    plan = plan_text(
        "Azienda,Progetto,Importo,Preventivo,Trattativa,Vinto,Perso\n"
        "A,Sito,10,x,,,\nB,Video,20,x,x,,\nC,Spot,30,x,x,✓,\nD,App,40,x,,,x\nE,Logo,50,,,,\n"
    )
    assert statuses(plan) == [
        ("Sito", "open", "preventivo"), ("Video", "open", "trattativa"), ("Spot", "won", None), ("App", "lost", None),
        ("Logo", "open", None),
    ]  # fmt: skip


def test_yes_and_ticks_below_a_word_for_winning_win(plan_text: PlanText) -> None:
    plan = plan_text("Client,Projet,Montant,Signé\nA,Toit,10,oui\nB,Mur,20,non\nC,Cour,30,\n")
    assert [status for _title, status, _stage in statuses(plan)] == ["won", "open", "open"]
    ticked = plan_text("Client,Job,Amount,Sold\nA,Roof,10,x\nB,Wall,20,\n")
    assert [status for _title, status, _stage in statuses(ticked)] == ["won", "open"]


def test_sections_named_after_outcomes_tell_how_a_deal_stands(write_book: WriteBook) -> None:
    rows = [
        ["Kunde", "Projekt", "Betrag"],
        ["OFFEN"], ["Acme", "Web", 10], ["GEWONNEN"], ["Bolt", "App", 20], ["VERLOREN"], ["Cord", "Ads", 30],
    ]  # fmt: skip
    plan = plan_book(write_book({"2024": rows}))
    assert statuses(plan) == [("Web", "open", None), ("App", "won", None), ("Ads", "lost", None)]
    assert plan.problems == ()


def test_customers_in_capitals_alone_in_their_rows_are_deals(write_book: WriteBook) -> None:
    rows = [["Company", "Deal name", "Value"], ["Acme", "Web", 10], ["SIEMENS"], ["Bolt", "App", 20], ["PORSCHE"]]
    assert len(plan_book(write_book({"Deals": rows})).deals) == 4


def test_lines_in_capitals_that_a_sheet_begins_with_are_bands(write_book: WriteBook) -> None:
    rows = [["Company", "Deal name", "Value"], ["DAVE"], ["Acme", "Web", 10], ["SUE"], ["Bolt", "App", 20]]
    plan = plan_book(write_book({"Deals": rows}))
    assert [row.cells[-1] for row in plan.understood[0].table.rows] == ["DAVE", "SUE"]
    assert plan.understood[0].table.headers[-1] == "Section"


def test_a_list_of_bills_is_no_list_of_deals(plan_text: PlanText) -> None:
    with pytest.raises(CannotOpenError, match="not known"):
        plan_text("Invoice no,Customer,Date,Total,Paid\n1,Acme,2024-01-05,10,yes\n2,Bolt,2024-01-06,20,no\n")


def test_a_list_of_leads_with_a_budget_stays_one(plan_text: PlanText) -> None:
    plan = plan_text("Lead name,Company,Email,Budget\nWeb,Acme,a@x.example,10\n")
    assert (plan.understood[0].kind, fields(plan)["Budget"]) == ("leads", "value")


def test_a_table_on_its_side_is_refused_in_words_and_never_read_as_deals(write_book: WriteBook) -> None:
    rows = [["Deal", "Lobby", "Bar"], ["Company", "Acme", "Birch"], ["Amount", 12000, 3000], ["Stage", "New", "Won"]]
    with pytest.raises(CannotOpenError, match="has a deal in each column"):
        plan_book(write_book({"Deals": rows}))
    beside = plan_book(write_book({"Side": rows, "Deals": [["Deal", "Amount", "Stage"], ["Oak", 5, "New"]]}))
    assert [deal.fields.title for deal in beside.deals] == ["Oak"]
    assert any(question.subject == "table kind" for question in beside.questions)


@pytest.mark.parametrize("line", ["Total leads: 3", "Number of jobs: 12", "Summe: 2.030,00 €", "Anzahl Angebote = 4"])
def test_a_line_that_counts_below_a_table_is_no_deal(write_book: WriteBook, line: str) -> None:
    rows = [["Deal name", "Stage", "Amount"], ["Oak", "New", 10], ["Ash", "New", 20], [line]]
    plan = plan_book(write_book({"Deals": rows}))
    assert [deal.fields.title for deal in plan.deals] == ["Oak", "Ash"]
    assert [row.text for row in plan.understood[0].table.passed] == [line]


def test_a_deal_may_be_called_total(write_book: WriteBook) -> None:
    rows = [["Deal name", "Stage", "Amount"], ["Oak", "New", 10], ["Total refit: 3 rooms"]]
    assert [deal.fields.title for deal in plan_book(write_book({"Deals": rows})).deals] == [
        "Oak",
        "Total refit: 3 rooms",
    ]


def test_names_in_two_columns_with_what_they_want(plan_text: PlanText) -> None:
    plan = plan_text(
        "Name,Surname,Mobile,Interested in,Value (GBP),Heard via,Lead date,Win %,Stage\n"
        "Ann,O'Brien,07700 900123,Loft,10,Google,13/04/2024,70%,New\nRaj,Patel,07700 900456,Porch,20,,,0.5,New\n"
    )
    assert fields(plan) == {
        "Name": "first_name", "Surname": "last_name", "Mobile": "other_phone", "Interested in": "title",
        "Value (GBP)": "value", "Heard via": "source", "Lead date": "created", "Win %": "probability", "Stage": "stage",
    }  # fmt: skip
    assert [person.fields.name for person in plan.people] == ["Ann O'Brien", "Raj Patel"]


def test_answers_of_a_form_on_the_web(plan_text: PlanText) -> None:
    plan = plan_text(
        "Timestamp,What is your name?,Your email address,What do you need help with?,What is your budget?,"
        'How did you hear about us?\n"2024/05/01 9:12:33 AM GMT+2",Jo Day,jo@day.example,Website,€500,Google\n'
        '"2024/05/02 4:00:01 PM GMT+2",Kim Lee,kim@lee.example,Logo,€90,\n'
    )
    assert list(fields(plan).values()) == ["created", "person", "email", "title", "value", "source"]
    assert plan.deals[0].fields.created == date(2024, 5, 1)


def test_taxes_beside_an_amount_and_about_beside_a_chance_change_nothing(plan_text: PlanText) -> None:
    plan = plan_text(
        "Deal,Customer,Amount,Probability,Stage\nA,X,5 000€ + MwSt,ca. 60 %,Offer\nB,Y,7500 (netto),~ 50%,Offer\n"
        "C,Z,8k€ HT,40%,Offer\nD,W,900 zzgl. MwSt.,40%,Offer\nE,V,£80 ex VAT,40%,Offer\nF,U,12 carnet,40%,Offer\n"
    )
    assert [deal.fields.value for deal in plan.deals] == [500_000, 750_000, 800_000, 90_000, 8_000, None]
    assert [deal.fields.probability for deal in plan.deals][:2] == [0.6, 0.5]
    assert [(p.row, p.problem) for p in plan.problems] == [(7, "not an amount")]


def test_one_colleague_is_one_however_a_row_writes_the_name(plan_text: PlanText) -> None:
    plan = plan_text(
        'Deal,Owner,Contact,Value,Stage\nA,"Smith, Jo","Doe, Jane",1,New\nB,jo smith,Jane Doe,2,New\n'
        'C,Jo Smith <jo@x.example>,Jane Doe,3,New\nD,"Smith, Bo","Acme, Inc",4,New\n'
    )
    assert [owner.fields.name for owner in plan.owners] == ["Jo Smith", "Smith, Bo"]
    assert [person.fields.name for person in plan.people] == ["Jane Doe", "Acme, Inc"]


def test_lines_of_two_people_are_not_one_person(plan_text: PlanText) -> None:
    plan = plan_text(
        'Deal,Contact,Value,Stage\nA,"M. Jean Dupont (DG)\nMme Léa Roy - 06 11 22 33 44",1,New\n'
        'B,"Ann Lee\n06 11 22 33 55",2,New\n'
    )
    people = [(person.fields.name, person.fields.phone) for person in plan.people]
    assert people == [("M. Jean Dupont (DG)", None), ("Ann Lee", "06 11 22 33 55")]
    several = "“M. Jean Dupont (DG) Mme Léa Roy - 06 11 22 33 44” names several people. Is the first one meant?"
    assert [question.question for question in plan.questions if "people" in question.question] == [several]


def test_a_number_of_a_phone_that_was_one_of_a_program_loses_its_nought(plan_text: PlanText) -> None:
    plan = plan_text(
        "Deal,Contact,Phone,Stage\nA,Ann,5551234567.0,New\nB,Bo,+4915112345000.0,New\nC,Cy,020.79.46.0,New\n"
    )
    assert [person.fields.phone for person in plan.people] == ["5551234567", "+4915112345000", "020.79.46.0"]


def test_open_and_question_marks_beside_yes_say_nothing_of_an_outcome(plan_text: PlanText) -> None:
    plan = plan_text("Kunde;Bauvorhaben;Betrag;beauftragt?\nA;Dach;1;ja\nB;Gaube;2;nein\nC;Tor;3;offen\nD;Bad;4;?\n")
    assert [deal.fields.status.value for deal in plan.deals] == ["won", "open", "open", "open"]
    assert not plan.problems


def test_a_share_among_percents_is_listed_and_never_a_hundredth_of_itself(plan_text: PlanText) -> None:
    plan = plan_text("Deal,Stage,Probability\nA,New,80\nB,New,0.8\nC,New,0\nD,New,50%\n")
    assert [deal.fields.probability for deal in plan.deals] == [0.8, None, 0, 0.5]
    assert [(p.row, p.problem) for p in plan.problems] == [(3, "a share of one among percents")]
    fine = plan_text("Deal,Stage,Probability\nA,New,45.3\nB,New,0.8\n")
    assert [deal.fields.probability for deal in fine.deals] == [0.453, 0.008]
    assert not fine.problems


def test_lines_of_one_name_are_one_person(plan_text: PlanText) -> None:
    plan = plan_text(
        'Deal,Contact,Value,Stage\nA,"Jane\nDoe",1,New\nB,"Dr.\nMax Muster",2,New\nC,"Anne Petit\nBuying",3,New\n'
    )
    assert [person.fields.name for person in plan.people] == ["Jane Doe", "Dr. Max Muster", "Anne Petit"]
    assert [question.question for question in plan.questions if "people" in question.question] == [
        "“Anne Petit Buying” names several people. Is the first one meant?"
    ]


def test_lines_of_a_company_are_its_name(plan_text: PlanText) -> None:
    plan = plan_text(
        'Company name,Industry,Website\n"Smith Jones\nPartners LLP",Law,sj.example\nBeta,Steel,b.example\n'
    )
    assert [company.fields.name for company in plan.organisations] == ["Smith Jones Partners LLP", "Beta"]
    assert not plan.questions


def test_a_contact_of_thousands_of_lines_is_read_at_once() -> None:
    begun = time.monotonic()
    assert take_first_person("Herr Doe" + "\n " * 16_000 + "z").startswith("Herr Doe")
    assert take_first_person("Herr Doe " + "\n" * 16_000 + " Frau Roy") == "Herr Doe"
    assert time.monotonic() - begun < 5


def test_what_a_deal_is_called_is_no_first_name(plan_text: PlanText) -> None:
    plan = plan_text(
        "Name,Last name,Company,Stage,Value\nSolar roof,Doe,Acme,New,1\nCRM licence,Hill,Birch,New,2\n"
        "Kitchen,Lee,Cedar,Won,3\n"
    )
    assert [deal.fields.title for deal in plan.deals] == ["Solar roof", "CRM licence", "Kitchen"]


def test_deals_called_as_fields_are_do_not_lie_on_their_side(plan_text: PlanText) -> None:
    plan = plan_text("Deal,Wer,Wieviel\nWebsite,Ann,100\nEmail,Ben,200\nPhone,Cid,300\nNewsletter,Ann,400\n")
    assert [deal.fields.title for deal in plan.deals] == ["Website", "Email", "Phone", "Newsletter"]


def test_a_deal_called_total_with_a_stage_is_no_footer(plan_text: PlanText) -> None:
    plan = plan_text("Deal,Stage\nOak,New\nAsh,Won\nTotal Fitness: 24,Won\n")
    assert [deal.fields.title for deal in plan.deals] == ["Oak", "Ash", "Total Fitness: 24"]


@pytest.mark.parametrize("cells", [("done", "sent"), ("Ann", "Ben"), ("called", "asked")])
def test_days_and_words_below_stages_make_no_board_of_a_table(write_book: WriteBook, cells: tuple[str, str]) -> None:
    first, second = cells
    rows = [["Boat", "Lead", "Offer", "Won", "Lost"], ["Yacht", first], ["Dinghy", first, second], ["Sloop", first]]
    plan = plan_book(write_book({"Boats": rows}))
    assert len(plan.deals) == 3
    assert "Boat" not in [stage.name for stage in plan.stages]


def test_days_below_stages_are_those_of_what_stands_before_them(plan_text: PlanText) -> None:
    plan = plan_text(
        "Boat,Lead,Offer,Won,Lost\nYacht,2026-05-12,,,\nDinghy,2026-05-12,2026-06-03,,\n"
        "Sloop,2026-05-12,2026-06-03,2026-07-04,\n"
    )
    assert statuses(plan) == [("Yacht", "open", "lead"), ("Dinghy", "open", "offer"), ("Sloop", "won", None)]


def test_crosses_in_every_row_beside_ticks_say_no(plan_text: PlanText) -> None:
    plan = plan_text(
        "Job,Client,Amount,Contacted,Proposal sent,Won,Lost\nRoof,A,1,✓,✓,✗,✗\nWall,B,2,✓,✗,✗,✗\nBay,C,3,✓,✓,✗,✗\n"
    )
    assert [(title, status, stage) for title, status, stage in statuses(plan)] == [
        ("Roof", "open", "proposal sent"), ("Wall", "open", "contacted"), ("Bay", "open", "proposal sent"),
    ]  # fmt: skip
    lone = plan_text("Job,Client,Amount,Contacted,Proposal sent,Lost\nRoof,A,1,✓,✓,\nWall,B,2,✓,,✗\nBay,C,3,✓,✓,\n")
    assert [status for _title, status, _stage in statuses(lone)] == ["open", "lost", "open"]


def test_three_places_are_no_thousands_where_thousands_are_not_parted(plan_text: PlanText) -> None:
    plan = plan_text("Deal,Stage,Value\nA,New,1250.5\nB,New,999.125\nC,New,100.25\n")
    assert [deal.fields.value for deal in plan.deals] == [125_050, None, 10_025]
    assert [(p.row, p.problem) for p in plan.problems] == [(3, "EUR has 2 decimal places, no more")]


def test_yes_and_no_name_no_deal_and_net_is_worth_more_than_gross(plan_text: PlanText) -> None:
    plan = plan_text("Kunde,Leistung,Netto,Brutto,Auftrag\nMeier,Wallbox,100,119,ja\nSchulz,Zaun,200,238,nein\n")
    assert statuses(plan) == [("Wallbox", "won", None), ("Zaun", "open", None)]
    assert [deal.fields.value for deal in plan.deals] == [10_000, 20_000]


def test_what_is_told_in_percent_is_no_value(plan_text: PlanText) -> None:
    plan = plan_text("Client,Role,Fee %,Fee\nAcme,CFO,0.25,30000\nBolt,Dev,0.2,13000\n")
    assert [deal.fields.value for deal in plan.deals] == [3_000_000, 1_300_000]
    plan = plan_text("Deal name,Stage,Amount (incl. 20% VAT)\nAcme,New,30000\n")
    assert [deal.fields.value for deal in plan.deals] == [3_000_000]


def test_a_short_description_beside_a_customer_is_what_the_deal_is_called(plan_text: PlanText) -> None:
    plan = plan_text("Klant,Omschrijving,Bedrag,Status\nJansen,Warmtepomp,10,Verloren\nSmit,Laadpalen,20,Open\n")
    assert [deal.fields.title for deal in plan.deals] == ["Warmtepomp", "Laadpalen"]
    long = "Wants it by May and will only pay half of it before the work is done"
    plan = plan_text(f"Client,Description,Amount,Status\nJansen,{long},10,Lost\nSmit,Chargers,20,Open\n")
    assert [deal.fields.title for deal in plan.deals] == ["Jansen", "Smit"]
    assert [note.text for note in plan.notes] == [long, "Chargers"]


def test_numbers_before_outcomes_and_stages_are_passed_over_and_put_them_in_order(plan_text: PlanText) -> None:
    plan = plan_text("Account,Deal,Stage\nA,X,S3 - Validation\nB,Y,S1 - Discovery\nC,Z,S5 - Closed Won\nD,W,6. Lost\n")
    assert [status for _title, status, _stage in statuses(plan)] == ["open", "open", "won", "lost"]
    assert [stage.name for stage in plan.stages] == ["S1 - Discovery", "S3 - Validation"]


def test_a_month_is_a_plan_for_an_open_deal_and_no_day_of_an_outcome(plan_text: PlanText) -> None:
    plan = plan_text("Deal name,Stage,Close date\nA,New,March 2026\nB,Won,March 2026\nC,Won,2026-03-05\n")
    assert [(deal.fields.expected, deal.fields.closed) for deal in plan.deals] == [
        (date(2026, 3, 31), None), (None, None), (None, date(2026, 3, 5))
    ]  # fmt: skip
    assert [(p.row, p.column, p.problem) for p in plan.problems] == [(3, "Close date", "a period, not a day")]
