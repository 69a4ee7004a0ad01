from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_pipeline.exchange.known import Known, KnownRow, KnownStage
from desktop_pipeline.exchange.options import DateOrder, DecimalMark, ImportOptions
from desktop_pipeline.exchange.records import OrganisationFields, OwnerFields
from desktop_pipeline.exchange.tables import Cell, Row, Table
from desktop_pipeline.exchange.understanding.amounts import infer_mark, read_amount
from desktop_pipeline.exchange.understanding.columns import Kind, Recognised, recognise
from desktop_pipeline.exchange.understanding.contents import Shape, shape_of
from desktop_pipeline.exchange.understanding.currencies import read_currency
from desktop_pipeline.exchange.understanding.dates import infer_order, read_date, read_instant
from desktop_pipeline.exchange.understanding.near import find_near, find_near_person
from desktop_pipeline.exchange.understanding.notes import Notes
from desktop_pipeline.exchange.understanding.outcomes import flagged_statuses
from desktop_pipeline.exchange.understanding.presets import presets
from desktop_pipeline.exchange.understanding.stage_words import StageWords
from desktop_pipeline.exchange.understanding.texts import read_long, split_values
from desktop_pipeline.exchange.understanding.values import ColumnReader
from desktop_pipeline.exchange.understanding.vocabulary import vocabulary
from desktop_pipeline.exchange.unreadable import UnreadableError
from tests.exchange.found import read_tables

KNOWN = Known(
    owners={
        name.casefold(): KnownRow(number, OwnerFields(name))
        for number, name in enumerate(("Nadia Ferris", "Amara Eze", "Kofi Boateng"), start=1)
    },
    organisations={"acme": KnownRow(1, OrganisationFields("Acme"))},
    stages=(KnownStage("Qualified", "Sales"), KnownStage("Proposal", "Sales")),
    pipelines=("Sales",),
)


def make_table(headers: str, *rows: tuple[Cell, ...]) -> Table:
    return Table(
        "file.csv", None, 1, tuple(headers.split("|")), tuple(Row(n, row) for n, row in enumerate(rows, start=2))
    )


def understand(table: Table, options: ImportOptions | None = None, known: Known | None = None) -> Recognised:
    found = recognise(table, options or ImportOptions(), known=known)
    assert found is not None
    return found


def fields(found: Recognised) -> dict[str, str]:
    return {guess.header: guess.field for guess in found.guesses}


# --- columns


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ("Geschäft|Firma|Betrag|Währung|Phase|Verantwortlich|Ansprechpartner|Abschlussdatum|Angelegt am|Verlustgrund",
         "title|organisation|value|currency|stage|owner|person|close|created|lost_reason"),
        ("Nom de l'affaire|Société|Montant|Devise|Étape|Propriétaire|Contact|Clôture prévue|Créé le|Motif de perte",
         "title|organisation|value|currency|stage|owner|person|expected_close|created|lost_reason"),
        ("Nombre del negocio|Empresa|Importe|Moneda|Etapa|Vendedor|Contacto|Fecha de cierre|Creado|Motivo de pérdida",
         "title|organisation|value|currency|stage|owner|person|close|created|lost_reason"),
        ("Nome do negócio|Empresa|Valor|Moeda|Etapa|Responsável|Contato|Previsão de fechamento|Criado em|Origem",
         "title|organisation|value|currency|stage|owner|person|expected_close|created|source"),
        ("Nome affare|Azienda|Importo|Valuta|Fase|Venditore|Referente|Data di chiusura|Data creazione|Fonte",
         "title|organisation|value|currency|stage|owner|person|close|created|source"),
        ("Dealnaam|Bedrijf|Bedrag|Valuta|Fase|Eigenaar|Contactpersoon|Verwachte sluitingsdatum|Aangemaakt op|Bron",
         "title|organisation|value|currency|stage|owner|person|expected_close|created|source"),
        ("Nazwa szansy|Firma|Wartość|Waluta|Etap|Opiekun|Osoba kontaktowa|Data zamknięcia|Utworzono|Źródło",
         "title|organisation|value|currency|stage|owner|person|close|created|source"),
        ("Affärsnamn|Företag|Belopp|Valuta|Fas|Säljare|Kontaktperson|Avslutsdatum|Skapad|Källa",
         "title|organisation|value|currency|stage|owner|person|close|created|source"),
        ("Salgsmulighed|Virksomhed|Beløb|Valuta|Fase|Sælger|Kontaktperson|Lukkedato|Oprettet|Kilde",
         "title|organisation|value|currency|stage|owner|person|close|created|source"),
        ("Salgsmulighet|Bedrift|Beløp|Valuta|Fase|Selger|Kontaktperson|Lukkedato|Opprettet|Kilde",
         "title|organisation|value|currency|stage|owner|person|close|created|source"),
        ("Kaupan nimi|Yritys|Summa|Valuutta|Vaihe|Myyjä|Yhteyshenkilö|Sulkemispäivä|Luotu|Lähde",
         "title|organisation|value|currency|stage|owner|person|close|created|source"),
        ("Tehingu nimi|Ettevõte|Summa|Valuuta|Etapp|Müüja|Kontaktisik|Sulgemiskuupäev|Loodud|Allikas",
         "title|organisation|value|currency|stage|owner|person|close|created|source"),
        ("Název obchodu|Firma|Částka|Měna|Fáze|Obchodník|Kontaktní osoba|Datum uzavření|Vytvořeno|Zdroj",
         "title|organisation|value|currency|stage|owner|person|close|created|source"),
        ("Название сделки|Компания|Сумма|Валюта|Стадия|Ответственный|Контакт|Дата закрытия|Дата создания|Источник",
         "title|organisation|value|currency|stage|owner|person|close|created|source"),
        ("Назва угоди|Компанія|Сума|Валюта|Етап|Відповідальний|Контакт|Дата закриття|Дата створення|Джерело",
         "title|organisation|value|currency|stage|owner|person|close|created|source"),
        ("Fırsat adı|Şirket|Tutar|Para birimi|Aşama|Sorumlu|İlgili kişi|Kapanış tarihi|Oluşturulma tarihi|Kaynak",
         "title|organisation|value|currency|stage|owner|person|close|created|source"),
        ("案件名|会社名|金額|通貨|フェーズ|担当者|取引先責任者|完了予定日|作成日|失注理由",
         "title|organisation|value|currency|stage|owner|person|expected_close|created|lost_reason"),
        ("商机名称|客户名称|金额|币种|销售阶段|负责人|联系人|预计成交日期|创建时间|丢单原因",
         "title|organisation|value|currency|stage|owner|person|expected_close|created|lost_reason"),
    ],
)  # fmt: skip
def test_columns_of_deals_are_known_in_many_languages(headers: str, expected: str) -> None:
    table = make_table(headers, ("x",) * len(headers.split("|")))
    found = understand(table, ImportOptions(preset="none"))
    assert found.kind is Kind.DEALS
    assert "|".join(fields(found).values()) == expected


_START_SET = {
    "title": "deal name|deal - title|opportunity name|opportunity|potential name|title|dealname",
    "value": "amount|deal - value|deal - deal value|value|lead_value|deal_value|opportunity amount|close_value",
    "currency": "currency|deal - currency of value|amount currency|amountcurrency|currencyisocode|deal currency code",
    "stage": "stage|deal stage|deal - stage|stagename|sales stage|deal - stage (pipeline)|deal_stage",
    "pipeline": "pipeline|deal - pipeline|sales process|sub-pipeline",
    "status": "deal - status",
    "is_won": "is closed won|iswon",
    "is_closed": "isclosed",
    "probability": "probability|probability (%)|probability, %|deal probability|deal - probability",
    "expected_close": "expected close date|expected closing|closing date|expected_closing_date|date_deadline",
    "won_at": "won time",
    "lost_at": "lost time",
    "closed": "deal closed on|closed date|closed_at",
    "close": "close date|close_date",
    "created": "create date|created date|created time|created on|createdat|deal created|add_time|engage_date",
    "owner": "deal owner|opportunity owner|salesperson|assigned user|owner|deal - owner|contact owner|sales agent",
    "organisation": "account name|organization|deal - organization|associated company|company name|customer|account",
    "person": "contact name|contact person|associated contact|primary contact|point of contact",
    "source": "lead source|source|original source|original traffic source|leadsource|deal - source channel",
    "lost_reason": "lost reason|closed lost reason|reason for loss|loss reason",
    "next_step": "next step|opportunity next steps",
    "next_on": "next activity date",
    "last_touch": "last activity date|last activity time|last activity",
    # It says when the deal came into its stage, which is more than that somebody touched it
    "stage_since": "last stage change",
    "external_id": "record id|deal - id|pipedrive system id|opportunity id|opportunity_id|id",
    "product": "product",
}


@pytest.mark.parametrize(
    ("field", "header"), [(field, header) for field, headers in _START_SET.items() for header in headers.split("|")]
)
def test_each_row_of_the_start_set_of_aliases_is_known(field: str, header: str) -> None:
    beside = ("Stage", "Title") if field not in {"stage", "title"} else ("Value", "Owner")
    table = make_table("|".join((header, *beside)), ("x", "y", "z"))
    options = ImportOptions(preset="none", kinds={table.place: "deals"})
    assert understand(table, options).guesses[0].field == field


def test_a_name_is_a_deals_title_where_a_stage_stands_beside_it() -> None:
    assert fields(understand(make_table("Name|Stage", ("A", "New"))))["Name"] == "title"


def test_a_header_mistyped_is_likely() -> None:
    found = understand(make_table("Deal name|Ammount|Stagge|Ownr", ("A", "10", "New", "Zoe")))
    assert fields(found) == {"Deal name": "title", "Ammount": "value", "Stagge": "stage", "Ownr": ""}
    assert [guess.confidence for guess in found.guesses] == ["sure", "likely", "likely", "none"]


def test_unknown_headers_are_told_by_what_stands_below_them() -> None:
    rows = [
        ("A", "New", "zoe@a.example", "+44 20 7946 0018", "€ 10", "Amara Eze", "ACME"),
        ("B", "New", "al@b.example", "(020) 7946 0019", "€ 20", "Nadia Ferris", "acme "),
    ]
    found = understand(make_table("Deal|Stage|K1|K2|K3|K4|K5", *rows), known=KNOWN)
    assert list(fields(found).values()) == ["title", "stage", "email", "phone", "value", "owner", "organisation"]
    assert [guess.confidence for guess in found.guesses][2:] == ["likely", "check", "check", "likely", "likely"]
    assert found.guesses[2].note == "e-mail addresses"


def test_a_column_of_dates_that_nothing_names_is_left_out_and_described() -> None:
    found = understand(make_table("Deal|Stage|K1|K2", ("A", "New", "2026-01-02", "75%")))
    assert [(guess.field, guess.confidence, guess.note) for guess in found.guesses][2:] == [
        ("", "none", "dates"),
        ("", "none", "percent"),
    ]


def test_a_guess_says_how_a_column_is_read() -> None:
    rows: list[tuple[Cell, ...]] = [
        ("A", "Qualified", "Amara Eze", "03/07/2026", "8,400.00", None),
        ("B", "Elsewhere", "n.ferr", "30/11/2026", "12.500,00", None),
        ("C", "Won", "Kofi Boateng", "04/05/2026", "9.700", None),
        ("D", "Proposal", "Nadia Ferris", "04/05/2026", "9.700", None),
    ]
    found = understand(make_table("Deal Title|Stage|Owner|Close date|Amount|Times contacted", *rows), known=KNOWN)
    assert [(guess.confidence, guess.note) for guess in found.guesses] == [
        ("sure", ""),
        ("likely", "3 of 4 values"),
        ("likely", "3 of 4 people"),
        ("sure", "day first"),
        ("check", "both 8,400.00 and 12.500,00"),
        ("none", ""),
    ]
    assert found.guesses[3].samples == ("03/07/2026", "30/11/2026", "04/05/2026")
    assert found.guesses[5].is_empty


def test_a_column_whose_cells_contradict_its_header_is_to_be_checked() -> None:
    found = understand(make_table("Deal|Stage|Amount|Close date", ("A", "New", "on request", "soon")))
    assert [guess.confidence for guess in found.guesses][2:] == ["check", "check"]


def test_what_the_user_says_of_one_table_goes_before_what_is_said_of_all() -> None:
    table = make_table("Deal|Stage|Sum|Extra|More", ("A", "New", "10", "x", "y"))
    options = ImportOptions(
        mapping={"Sum": "ignore", "Extra": "custom", "More": "custom:Floor area"}, columns={table.place: {2: "value"}}
    )
    found = understand(table, options)
    assert found.columns == {"value": 2, "custom:Extra": 3, "custom:Floor area": 4, "title": 0, "stage": 1}


def test_what_a_table_holds_may_be_said() -> None:
    table = make_table("Name|Status", ("A", "x"))
    assert understand(table, ImportOptions(kinds={table.place: "organisations"})).kind is Kind.ORGANISATIONS
    assert recognise(table, ImportOptions(kinds={table.place: "ignore"})) is None
    history = make_table("application|stage|entered_at|amount_requested", ("1", "New", "2026-01-01", "5"))
    said = ImportOptions(
        histories=frozenset(("file.csv",)), mapping={"application": "external id", "amount_requested": "value"}
    )
    assert understand(history, said).columns == {"external_id": 0, "value": 3, "stage": 1, "at": 2}


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ("Lead name|Lead status|Company|Email", Kind.LEADS),
        ("First name|Last name|Email|Company|Title|Status", Kind.PEOPLE),
        ("Subject|Due date|Done|Deal", Kind.ACTIVITIES),
        ("Note|Date|Deal", Kind.NOTES),
        ("Company|Industry|Employees|Status|Owner", Kind.ORGANISATIONS),
        ("Case ID|Stage|Timestamp", Kind.HISTORY),
        ("Deal|Stage|Entered on|Owner", Kind.DEALS),
        ("Deal|Stage|Changed at", Kind.DEALS),
        ("Title|Type|Date|Status|Owner|Amount|Stage", Kind.DEALS),
        ("Title|Due date|Status|Owner", Kind.ACTIVITIES),
        ("Name|Company|Email|Phone|Status|Source|Owner", Kind.PEOPLE),
        ("Vorname|Nachname|Firma|E-Mail|Telefon", Kind.PEOPLE),
        ("Firma|Branche|Land|Mitarbeiter", Kind.ORGANISATIONS),
    ],
)
def test_the_kind_of_a_table_is_told_by_its_columns(headers: str, kind: Kind) -> None:
    width = len(headers.split("|"))
    second = ("x", "z") if kind is Kind.HISTORY else ("y", "z")
    assert understand(make_table(headers, ("x",) * width, (*second, *("w",) * (width - 2)))).kind is kind


def test_stage_dates_are_columns_of_their_stages() -> None:
    found = understand(
        make_table('Deal|Stage|Date entered "Proposal (Sales)"|Date exited "Proposal (Sales)"', ("A", "New", "", ""))
    )
    assert found.columns["entered:Proposal"] == 2
    assert found.columns["exited:Proposal"] == 3
    bare = understand(make_table('Deal|Stage|Date entered "(Proposal)"', ("A", "New", "")))
    assert bare.columns["entered:(Proposal)"] == 2


def test_the_real_samples_of_two_products_are_recognised(data_folder: Path) -> None:
    kinds = {}
    for path in ("pipedrive/sample_import_header_and_row.csv", "atomic_crm/contacts_export.csv"):
        found = recognise(read_tables(data_folder / path)[0], ImportOptions())
        assert found is not None
        assert found.preset is not None
        kinds[found.preset.key] = found.kind
    assert kinds == {"pipedrive": Kind.DEALS, "atomic": Kind.PEOPLE}


def test_an_amount_converted_into_another_currency_is_not_the_value() -> None:
    table = make_table("Deal|Stage|Amount (converted)|Amount", ("A", "New", "9", "8"))
    assert understand(table).columns["value"] == 3


def test_a_deal_that_is_only_archived_keeps_its_stage() -> None:
    table = make_table(
        "Opportunity|Salesperson|Stage|Probability|Active",
        ("A", "Zoe", "New", 40.0, False),
        ("B", "Zoe", "New", 0.0, False),
    )
    reader = ColumnReader(understand(table), Notes())
    assert flagged_statuses(reader) == [None, "lost"]


def test_a_comma_parts_labels_unless_the_product_parts_them_otherwise() -> None:
    assert split_values("Hot, VIP; New", "label", None) == ("Hot", "VIP", "New")
    assert split_values("Leeds, UK;Paris", "label", presets()["hubspot"]) == ("Leeds, UK", "Paris")
    assert split_values("Ray, Zoe; Shah, Ravi", "person", None) == ("Ray, Zoe", "Shah, Ravi")


def test_a_products_prefix_is_no_part_of_the_name_of_a_field_of_ones_own() -> None:
    table = make_table("Deal - Title|Deal - Stage|Deal - Floor area", ("A", "New", "12"))
    assert "custom:Floor area" in understand(table, ImportOptions(mapping={"Deal - Floor area": "custom"})).columns


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("EUR", "EUR"),
        ("usd", "USD"),
        ("€", "EUR"),
        ("EUR - Euro", "EUR"),
        ("US Dollars", "USD"),
        ("Dollar (CAD)", "CAD"),
    ],
)
def test_a_currency_is_told_by_code_sign_or_name(cell: str, code: str) -> None:
    assert read_currency(cell) == code


@pytest.mark.parametrize("cell", ["$", "money", "EUR or USD", "12"])
def test_what_is_no_one_currency_is_none(cell: str) -> None:
    with pytest.raises(UnreadableError, match="not a currency code"):
        read_currency(cell)


# --- dates and numbers that read two ways


def test_the_order_of_day_and_month_is_asked_once_for_a_table_and_answered_by_header() -> None:
    table = make_table("Deal|Stage|Created|Close date", ("A", "New", "03/04/2026", "05/06/2026"))
    notes = Notes()
    reader = ColumnReader(understand(table), notes)
    reader.dates(["created", "close"], UTC)
    reader.dates(["created"], UTC)
    asked = [(question.subject, question.key, question.assumed) for question in notes.questions()]
    assert asked == [("date order", "Created", "day")]
    for header in ("Created", " created"):
        answered = Notes()
        reader = ColumnReader(understand(table, ImportOptions(date_orders={header: "month"})), answered)
        assert reader.dates(["created", "close"], UTC)["created"] == [date(2026, 3, 4)]
        assert reader.dates(["close"], UTC)["close"] == [date(2026, 5, 6)]
        assert answered.questions() == ()


@pytest.mark.parametrize(
    ("cells", "question", "answers"),
    [
        (("1,234", "2,500"), "is “1,234” more than a thousand?", {".": 1234, ",": Decimal("1.234")}),
        (
            ("1,234.50", "1.234,50", "2.500"),
            "both “1,234.50” and “1.234,50” are found: is each read by its own marks?",
            {".": Decimal("1234.50"), ",": None},
        ),
    ],
)
def test_the_decimal_mark_is_asked_once_and_answered_by_header(
    cells: tuple[str, ...], question: str, answers: dict[DecimalMark, Decimal | None]
) -> None:
    table = make_table("Deal|Stage|Amount", *(("A", "New", cell) for cell in cells))
    notes = Notes()
    reader = ColumnReader(understand(table), notes)
    assert reader.amounts("value") == reader.amounts("value")
    assert [(asked.question, asked.subject, asked.key) for asked in notes.questions()] == [
        (question, "decimal mark", "Amount")
    ]
    for mark, number in answers.items():
        said = Notes()
        reader = ColumnReader(understand(table, ImportOptions(decimal_marks={"Amount": mark})), said)
        first = reader.amounts("value")[0]
        assert (first and first.number) == number
        assert said.questions() == ()


def test_of_thousands_with_both_separators_either_may_be_one() -> None:
    notes = Notes()
    ColumnReader(
        understand(make_table("Deal|Stage|Amount", ("A", "New", "1.234"), ("B", "New", "1,234"))), notes
    ).amounts("value")
    assert [(asked.question, asked.assumed) for asked in notes.questions()] == [
        ("is “1.234” more than a thousand?", "no")
    ]


def test_of_several_people_in_a_cell_the_first_is_taken_and_that_is_told_once() -> None:
    table = make_table("Deal|Stage|Contact", ("A", "New", "Zoe Ray; Al Shah"), ("B", "New", "Bo Day; Cy Ott"))
    notes = Notes()
    assert ColumnReader(understand(table), notes).texts("person") == ["Zoe Ray", "Bo Day"]
    assert [asked.question for asked in notes.questions()] == [
        "“Zoe Ray; Al Shah” names several people. Is the first one meant?"
    ]


def test_a_colleague_may_stand_beside_an_address_and_a_label_may_be_any_word() -> None:
    table = make_table("Deal|Stage|Owner|Label", ("A", "New", "Zoe Ray (zoe@x.example)", "hot; A"))
    reader = ColumnReader(understand(table), Notes())
    assert reader.texts("owner") == ["Zoe Ray"]
    assert reader.several("label") == [("hot", "A")]


def test_words_mean_what_the_user_said() -> None:
    table = make_table(
        "Deal|Stage|Owner|Source|Label",
        ("A", "New", "n.ferr", "REFERRALS", "VIP"),
        ("B", "New", "Amara Eze", "junk", "old"),
    )
    options = ImportOptions(
        words={
            ("owner", "n.ferr"): "Nadia Ferris",
            ("source", "junk"): "",
            ("source", "Amara Eze"): "Fair",
            ("label", "VIP"): "Key",
            ("label", "old"): "",
        }
    )
    reader = ColumnReader(understand(table, options), Notes())
    assert reader.texts("owner") == ["Nadia Ferris", "Amara Eze"]
    assert reader.texts("source") == ["REFERRALS", None]
    assert reader.several("label") == [("Key",), ()]


def test_names_turned_round_are_turned_back_where_a_column_writes_them_so() -> None:
    table = make_table(
        "Deal|Stage|Contact|Company", ("A", "New", "Ray, Zoe", "Acme, Leeds"), ("B", "New", "Shah, Ravi", "B, C")
    )
    reader = ColumnReader(understand(table), Notes())
    assert reader.texts("person") == ["Zoe Ray", "Ravi Shah"]
    assert reader.texts("organisation") == ["Acme, Leeds", "B, C"]
    mixed = make_table("Deal|Stage|Contact", ("A", "New", "Ray, Zoe"), ("B", "New", "Ravi Shah"))
    assert ColumnReader(understand(mixed), Notes()).texts("person") == ["Ray, Zoe", "Ravi Shah"]


def test_a_lost_flag_goes_before_the_words_of_the_stage() -> None:
    table = make_table(
        "Deal|Stage|IsClosed|IsWon",
        ("A", "Signed", "true", "true"),
        ("B", "Gone", "true", "false"),
        ("C", "Talk", "false", "false"),
    )
    notes = Notes()
    words = StageWords(ImportOptions(), Known(), notes)
    standings = words.read(ColumnReader(understand(table), notes), [None] * 3)
    assert [standing.status for standing in standings] == ["won", "lost", "open"]
    assert [stage.name for stage in words.new_stages()] == ["Talk"]
    assert notes.questions() == ()
    said = StageWords(ImportOptions(stage_words={"Signed": "lost", "Gone": "Offer", "Talk": "won"}), Known(), notes)
    standings = said.read(ColumnReader(understand(table), notes), [None] * 3)
    assert [(standing.status, standing.stage) for standing in standings] == [
        ("lost", None),
        ("lost", None),
        ("won", None),
    ]


def test_a_stage_is_that_of_its_own_pipeline() -> None:
    known = replace(KNOWN, stages=(KnownStage("Offer", "Partners"),), pipelines=("Sales", "Partners"))
    table = make_table("Deal|Stage", ("A", "Offer"), ("B", "Offer"))
    words = StageWords(ImportOptions(), known, Notes())
    words.read(ColumnReader(understand(table), Notes()), ["partners", None])
    assert [(stage.name, stage.pipeline) for stage in words.new_stages()] == [("Offer", None)]


@pytest.mark.parametrize(("last", "is_asked"), [("Bird", True), ("Won", False)])
def test_states_none_of_which_is_an_outcome_are_asked_about(last: str, *, is_asked: bool) -> None:
    table = make_table("Deal|Status|Value", ("A", "Fish", "5"), ("B", "Fowl", "6"), ("C", last, "7"))
    notes = Notes()
    StageWords(ImportOptions(), Known(), notes).read(ColumnReader(understand(table), notes), [None] * 3)
    asked = [question.question for question in notes.questions()]
    assert ("which of these words mean won or lost?" in asked) is is_asked


def test_stages_whose_order_nobody_knows_are_asked_with_the_likelier_later() -> None:
    table = make_table("Deal|Stage|Probability", ("A", "Late", "80"), ("B", "Early", "10"), ("C", "Middle", "40"))
    notes = Notes()
    words = StageWords(ImportOptions(), Known(), notes)
    words.read(ColumnReader(understand(table), notes), [None] * 3)
    assert [stage.name for stage in words.new_stages()] == ["Early", "Middle", "Late"]
    assert [(question.subject, question.assumed) for question in notes.questions()] == [
        ("stage order", "Early, Middle, Late")
    ]


def test_a_stage_whose_probability_cannot_be_read_is_asked_as_it_was_met() -> None:
    table = make_table("Deal|Stage|Probability", ("A", "Late", "high"), ("B", "Early", "10"))
    notes = Notes()
    words = StageWords(ImportOptions(), Known(), notes)
    words.read(ColumnReader(understand(table), notes), [None] * 2)
    assert [stage.name for stage in words.new_stages()] == ["Late", "Early"]


def test_numbered_stages_are_assumed_to_pass_in_the_order_of_their_numbers() -> None:
    table = make_table("Deal|Stage", ("A", "2. Offer"), ("B", "10. Contract"), ("C", "1. Talk"))
    words = StageWords(ImportOptions(), Known(), Notes())
    words.read(ColumnReader(understand(table), Notes()), [None] * 3)
    assert [stage.name for stage in words.new_stages()] == ["1. Talk", "2. Offer", "10. Contract"]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><ul><li>a</li><li>b</li></ul>", "One\n\na\n\nb"),
        ("Call <b>Jo</b> <jo@x.example> &amp; Al<br>soon", "Call Jo <jo@x.example> & Al\nsoon"),
        ("<style>p{}</style><div>Text</div><script>x()</script>", "Text"),
        ("2 < 3 and no tag", "2 < 3 and no tag"),
    ],
)
def test_html_becomes_what_a_person_reads(html: str, text: str) -> None:
    assert read_long(html, is_html=True) == text
    assert read_long(html, is_html=False) == html


# --- likenesses


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("n.ferr", "Nadia Ferris"), ("amara.eze", "Amara Eze"), ("KB", "Kofi Boateng"), ("kboateng", "Kofi Boateng"),
        ("nadiaf", "Nadia Ferris"), ("ferrisn", "Nadia Ferris"), ("nadiaferris", "Nadia Ferris"),
        ("boateng", "Kofi Boateng"), ("n.smith", None), ("n.a.ferris", None),
        ("nadia@ours.example", "Nadia Ferris"), ("Nadja Ferris", "Nadia Ferris"), ("ferris nadia", "Nadia Ferris"),
        ("Somebody Else", None), ("x", None), ("", None), ("-", None), ("._.@x.example", None),
    ],
)  # fmt: skip
def test_a_word_may_stand_for_a_person_of_the_team(word: str, name: str | None) -> None:
    team = dict.fromkeys(("Nadia Ferris", "Amara Eze", "Kofi Boateng"))
    assert find_near_person(word, team) == name


def test_two_people_equally_near_are_no_suggestion() -> None:
    assert find_near_person("j.smith", dict.fromkeys(("Jo Smith", "Jane Smith"))) is None
    assert find_near_person("jo@x.example", {"Jo Smith": "jo@x.example", "Joan Dow": None}) == "Jo Smith"
    assert find_near_person("jsm", {"Jo Smith": "jsm@x.example", "Joan Dow": None}) == "Jo Smith"
    assert find_near_person("z", {"Zoe": None}) is None
    assert find_near("Anna Ray", ("Anna Roy", "Anna Rey")) is None
    assert find_near("Anna Ray", ("Anna Rey", "Anna Rayy")) == "Anna Rayy"


def test_a_word_may_resemble_a_known_name() -> None:
    assert find_near("Qualifed", ("Qualified", "Proposal")) == "Qualified"
    assert find_near("Negotiation", ("Qualified", "Proposal")) is None


# --- content


@pytest.mark.parametrize(
    ("cells", "shape"),
    [
        (["120", 80, "1.5"], Shape.NUMBER),
        (["€ 5", "USD 7"], Shape.MONEY),
        (["2026-01-02", datetime(2026, 1, 3, tzinfo=UTC)], Shape.DATE),
        (["yes", "No", True], Shape.YES_NO),
        (["y", "n"], Shape.TEXT),
        (["$5", "$7"], Shape.MONEY),
        (["red", "blue", "red", "blue"], Shape.CHOICE),
        (["https://a.example", "www.b.example"], Shape.LINK),
        (["some text", "other"], Shape.TEXT),
        (["00123", "00456"], Shape.TEXT),
        ([None, " "], Shape.EMPTY),
    ],
)
def test_a_column_is_what_its_cells_look_like(cells: list[Cell], shape: Shape) -> None:
    assert shape_of(cells) is shape


def test_one_cell_of_another_look_changes_nothing() -> None:
    assert shape_of([*map(str, range(100)), "about 7"]) is Shape.NUMBER


# --- whatever is written comes back

_DAYS = st.dates(date(1970, 1, 1), date(2068, 12, 31))
_WAYS = {
    "%d/%m/%Y": "day", "%m/%d/%Y": "month", "%d.%m.%Y": "day", "%d. %m. %Y": "day", "%d-%m-%Y": "day",
    "%Y-%m-%d": "day",
    "%d.%m.%y": "day", "%m/%d/%y": "month", "%Y%m%d": "day", "%b %d, %Y": "day", "%d %B %Y": "month",
    "%b %d, %Y %I:%M %p": "day", "%d/%m/%Y %H:%M": "day", "%Y-%m-%dT%H:%M:%S": "day", "%Y年%m月%d日": "day",
}  # fmt: skip


@given(st.lists(_DAYS, min_size=1, max_size=8), st.sampled_from(list(_WAYS.items())))
def test_dates_of_a_column_come_back_from_each_way_of_writing_them(
    days: list[date], way: tuple[str, DateOrder]
) -> None:
    pattern, order = way
    texts = [datetime(day.year, day.month, day.day, 15, 45, tzinfo=UTC).strftime(pattern) for day in days]
    habit = infer_order(texts, otherwise=order)
    expected = order if not habit.is_proved and habit.is_needed else habit.order
    if habit.is_proved and habit.is_needed and "/" in pattern:
        assert habit.order == order
    assert [read_date(text, order=expected, zone=UTC) for text in texts] == days


@given(_DAYS, st.integers(-11, 12), st.times())
def test_an_instant_comes_back_whatever_zone_it_was_written_in(day: date, hours: int, clock: object) -> None:
    at = datetime(day.year, day.month, day.day, 10, 30, 15, tzinfo=timezone(timedelta(hours=hours)))
    assert read_instant(at.isoformat(), order="day", zone=UTC) == at
    local = at.replace(tzinfo=None).isoformat(" ")
    assert read_instant(local, order="day", zone=timezone(timedelta(hours=hours))) == at
    assert read_instant(local, order="day", zone=timezone(timedelta(hours=hours)), is_utc=True) == at.replace(
        tzinfo=UTC
    )


_NUMBERS = st.decimals(0, 99_999_999, places=2)


@given(
    st.lists(_NUMBERS, min_size=1, max_size=8),
    st.sampled_from(
        [(",", "."), (".", ","), (" ", ","), ("'", "."), ("\u00a0", ","), ("\u202f", ","), ("", "."), ("", ",")]
    ),
    st.sampled_from(["{}", "€ {}", "{} €", "EUR {}", "{} EUR", "£{}", "{} kr", "$ {}"]),
)
def test_amounts_of_a_column_come_back_from_each_way_of_writing_them(
    numbers: list[Decimal], marks: tuple[str, DecimalMark], form: str
) -> None:
    group, mark = marks
    plain = [f"{number:,.2f}" for number in numbers]
    texts = [form.format(text.replace(",", "G").replace(".", mark).replace("G", group)) for text in plain]
    habit = infer_mark(texts)
    assert (habit.mark, habit.example, habit.both) == (mark, None, None)
    assert [read_amount(text, mark=habit.mark).number for text in texts] == numbers


_HEADERS = [
    "Deal - Title", "Deal - Status", "Record ID", "Deal Name", "Stage", "Amount", "Close date", "Probability", "Email",
    "Owner", "Notes", "accountName", "closeDate", "Active", "IsWon", "Created", "Person", "Currency", "x", "",
    'Date entered "A (B)"', "Tags", "Phone", "First name",
]  # fmt: skip
_CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.dates(),
    st.datetimes(),
    st.text(max_size=20),
    st.text("0123456789.,-/: €$%kEUR'()[]{}<>!&;|@\u200d", max_size=14),
    st.sampled_from(
        ["[" * 5000, "<![x[y]]>", "1e999999999", "<a", "Won", '{"a": [1, {"value": null}]}', "٤٥٣٥٦", "9" * 5000]
    ),
)


@given(
    st.lists(st.sampled_from(_HEADERS), min_size=1, max_size=8),
    st.lists(st.lists(_CELLS, max_size=9), max_size=5),
    st.sampled_from(["auto", "none", *presets()]),
    st.sampled_from(["", *Kind]),
)
def test_no_cell_whatever_is_in_it_is_more_than_a_problem(
    headers: list[str], rows: list[list[Cell]], preset: str, kind: str
) -> None:
    table = make_table("|".join(headers), *map(tuple, rows))
    found = recognise(table, ImportOptions(preset=preset, kinds={table.place: kind} if kind else {}), known=KNOWN)
    if found is None:
        return
    reader = ColumnReader(found, Notes())
    for field in found.columns:
        for read in (
            reader.texts,
            reader.several,
            reader.addresses,
            reader.all_addresses,
            reader.amounts,
            reader.shares,
        ):
            assert len(read(field)) == len(rows)
        for read_more in (reader.currencies, reader.whole_numbers, reader.truths):
            assert len(read_more(field)) == len(rows)
        assert len(reader.dates([field], UTC)[field]) == len(reader.instants(field, UTC)) == len(rows)
    StageWords(ImportOptions(), KNOWN, Notes()).read(reader, [None] * len(rows))
    for index in range(len(headers)):
        shape_of(found.column(index))


def test_months_of_no_two_languages_contradict_each_other() -> None:
    months = vocabulary().months
    assert months["märz"] == months["mars"] == months["marca"] == months["mar"] == 3
    assert set(months.values()) == set(range(1, 13))


def test_a_preset_is_kept_by_what_is_recognised() -> None:
    table = make_table("Record ID|Deal Name|Deal Stage", ("1", "A", "closedwon"))
    found = understand(table)
    assert found.preset is not None
    assert replace(found, columns={}).preset is found.preset
