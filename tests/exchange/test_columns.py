import pytest

from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.exchange.options import CellPlace, ImportOptions
from desktop_pipeline.exchange.planning.corrections import correct_tables
from desktop_pipeline.exchange.tables import Row, Table
from desktop_pipeline.exchange.understanding.columns import Kind, check_mapping, normalise_header, recognise


def make_table(*headers: str) -> Table:
    return Table("file.csv", None, 1, headers, (Row(2, ("x",) * len(headers)),))


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("Deal - Title", "deal title"),
        ("close_date", "close date"),
        ("Probability (%)", "probability"),
        ("Probability, %", "probability"),
        ("\ufeffOrganization\u00a0- Name*", "organization name"),
        ("  Expected   Close/Date ", "expected close date"),
        ("(hint only)", "(hint only)"),
    ],
)
def test_headers_are_compared_by_their_words(header: str, key: str) -> None:
    assert normalise_header(header) == key


@pytest.mark.parametrize(
    ("headers", "kind", "fields"),
    [
        (
            (
                "opportunity_id",
                "sales_agent",
                "product",
                "account",
                "deal_stage",
                "engage_date",
                "close_date",
                "close_value",
            ),
            Kind.DEALS,
            ("external_id", "owner", "product", "organisation", "stage", "created", "close", "value"),
        ),
        (
            ("account", "sector", "employees", "office_location"),
            Kind.ORGANISATIONS,
            ("name", "industry", "size", "country"),
        ),
        (("product", "series", "sales_price"), Kind.PRODUCTS, ("name", "category", "price")),
        (("sales_agent", "manager", "regional_office"), Kind.OWNERS, ("name", "manager", "region")),
        (("first_name", "last_name", "title", "company", "email_work"), Kind.PEOPLE, ()),
        (("Title", "Company", "Contact"), Kind.DEALS, ("title", "organisation", "person")),
        (("Name", "Stage", "Amount"), Kind.DEALS, ("title", "stage", "value")),
        (("Name", "Price"), Kind.PRODUCTS, ("name", "price")),
        (("Name", "Country"), Kind.ORGANISATIONS, ("name", "country")),
        (("Name", "Email"), Kind.PEOPLE, ("name", "email")),
        (("Name", "Email", "Region"), Kind.OWNERS, ("name", "email", "region")),
        (
            ("Deal - ID", "Deal - Title", "Deal - Value", "Deal - Currency of Value", "Deal - Status", "Deal - Stage"),
            Kind.DEALS,
            ("external_id", "title", "value", "currency", "status", "stage"),
        ),
    ],
)
def test_a_table_is_recognised_by_its_columns(headers: tuple[str, ...], kind: Kind, fields: tuple[str, ...]) -> None:
    found = recognise(make_table(*headers), ImportOptions())
    assert found is not None
    assert found.kind is kind
    if fields:
        assert found.columns == {field: index for index, field in enumerate(fields)}


def test_unknown_columns_are_no_known_table() -> None:
    assert recognise(make_table("Item", "Type", "Quantity"), ImportOptions()) is None


def test_the_more_telling_of_two_columns_is_taken() -> None:
    found = recognise(make_table("Name", "Opportunity Name", "Stage"), ImportOptions())
    assert found is not None
    assert found.columns["title"] == 1


def test_what_the_user_says_goes_before_every_alias() -> None:
    mapping = {"Vorgang": "title", "Summe": "value", "Stage": "ignore"}
    found = recognise(make_table("Vorgang", "Summe", "Stage", "Amount"), ImportOptions(mapping=mapping))
    assert found is not None
    assert found.kind is Kind.DEALS
    assert found.columns == {"title": 0, "value": 1}


def test_a_mapping_of_what_is_not_there_is_refused_with_what_there_is() -> None:
    with pytest.raises(InvalidError, match=r"There is no column “Sum”. There are: Deal, Amount."):
        check_mapping([make_table("Deal", "Amount")], {"Sum": "value"})
    for meant in ("worth", "custom:"):
        with pytest.raises(InvalidError, match=rf"There is no field “{meant}”. There are: .*, ignore, .*, value,"):
            check_mapping([make_table("Deal", "Amount")], {"Amount": meant})
    check_mapping([make_table("Deal", "Amount")], {"Amount": "custom:Worth", "Deal": "entered:Offer"})


def test_a_field_of_ones_own_without_a_header_is_called_by_its_number() -> None:
    table = make_table("Deal", "Stage", "")
    found = recognise(table, ImportOptions(columns={table.place: {2: "custom"}}))
    assert found is not None
    assert found.columns["custom:3"] == 2


_PEOPLE = (("Ray", "Zoe"), ("Shah", "Al"))
_DEALS = (("Oak table", "Ray"), ("Ash bench", "Shah"))


@pytest.mark.parametrize(
    ("headers", "rows", "field"),
    [
        (("Name", "First name", "Value", "Close date"), _PEOPLE, "last_name"),
        (("Name", "Last name", "Value", "Close date"), _PEOPLE, "first_name"),
        (("Name", "Last name", "Value", "Close date"), _DEALS, "title"),
        (("Name", "Email", "Value", "Close date"), (("Zoe Ray", "zoe@x.example"),), "person"),
        (("Name", "Email", "Value", "Stage"), (("Oak table", "zoe@x.example"),), "title"),
        (("Name", "Contact person", "Value", "Email"), _DEALS, "title"),
        (("Opportunity", "Email", "Value", "Close date"), _DEALS, "title"),
    ],
)
def test_a_name_in_a_table_of_deals_is_that_of_a_person_beside_another_part_of_it(
    headers: tuple[str, ...], rows: tuple[tuple[str, str], ...], field: str
) -> None:
    cells = tuple(Row(number, (*row, "5", "2026-01-02")) for number, row in enumerate(rows, start=2))
    table = Table("file.csv", None, 1, headers, cells)
    found = recognise(table, ImportOptions(kinds={table.place: "deals"}))
    assert found is not None
    assert [name for name, index in found.columns.items() if index == 0] == [field]


def test_of_two_headers_mistyped_one_is_taken() -> None:
    found = recognise(make_table("Deal name", "Stage", "Ammount", "Amountt"), ImportOptions())
    assert found is not None
    assert (found.columns["value"], dict(found.more)) == (2, {})


@pytest.mark.parametrize(
    ("cells", "fields"), [(("hot", "cold"), ["label"]), (("call them first", "no rush"), []), ((None, None), [])]
)
def test_a_column_that_rates_deals_is_a_label_where_its_cells_do(
    cells: tuple[str | None, ...], fields: list[str]
) -> None:
    rows = tuple(Row(number, (f"Deal {number}", "New", cell)) for number, cell in enumerate(cells, start=2))
    found = recognise(Table("file.csv", None, 1, ("Deal", "Stage", "Temperature"), rows), ImportOptions())
    assert found is not None
    assert [name for name, index in found.columns.items() if index == 2] == fields


def test_a_first_name_without_any_other_name_stays_one() -> None:
    found = recognise(make_table("Deal", "Stage", "First name"), ImportOptions())
    assert found is not None
    assert found.columns == {"title": 0, "stage": 1, "first_name": 2}
    beside = recognise(make_table("Deal name", "Stage", "First name", "Name"), ImportOptions())
    assert beside is not None
    assert beside.columns == {"title": 0, "stage": 1, "first_name": 2, "last_name": 3}


def test_several_columns_of_labels_are_labels() -> None:
    found = recognise(make_table("Deal", "Stage", "Label", "Labels"), ImportOptions())
    assert found is not None
    assert (found.columns["label"], found.more["label"]) in {(2, (3,)), (3, (2,))}


def test_a_products_inner_name_of_a_dated_stage_is_known_in_its_files_alone() -> None:
    headers = ("Record ID", "Deal Name", "Deal Stage", "hs_v2_date_entered_qualifiedtobuy")
    entered = [
        [name for name in found.columns if name.startswith("entered:")]
        for preset in ("hubspot", "none")
        if (found := recognise(make_table(*headers), ImportOptions(preset=preset))) is not None
    ]
    assert entered == [["entered:Qualified To Buy"], []]


def test_of_two_headers_that_say_little_alone_the_first_is_taken() -> None:
    table = Table("file.csv", None, 1, ("Deal", "Stage", "Total", "Sum"), (Row(2, ("A", "New", 5, 6)),))
    found = recognise(table, ImportOptions())
    assert found is not None
    assert (found.columns["value"], dict(found.more)) == (2, {})


def test_a_correction_beyond_the_end_of_a_short_row_fills_it_up() -> None:
    table = Table("file.csv", None, 1, ("Deal", "Stage", "Amount"), (Row(2, ("A",)), Row(3, ("B",))))
    typed = {CellPlace("file.csv", None, 2, 1): "New", CellPlace("file.csv", None, 2, 2): " 5 "}
    (corrected,) = correct_tables([table], typed)
    assert [row.cells for row in corrected.rows] == [("A", "New", "5"), ("B",)]
    for elsewhere in (CellPlace("file.csv", None, 2, 3), CellPlace("other.csv", None, 2, 1)):
        assert correct_tables([table], {elsewhere: "x"}) == [table]


@pytest.mark.parametrize(
    ("header", "cells", "field"),
    [
        ("Closed", ("2025-02-01", "2025-02-03"), "closed"),
        ("Closed", ("Yes", "No"), ""),
        ("Won", ("TRUE", "FALSE"), "is_won"),
        ("Gewonnen", ("01.02.2025", "03.02.2025"), "won_at"),
        ("Verloren", ("ja", "nein"), "is_lost"),
        ("Closed", ("1200", "300"), ""),
        ("Won", ("Ada", "Ben"), ""),
    ],
)
def test_the_end_of_a_deal_is_known_by_a_word_and_what_stands_below_it(
    header: str, cells: tuple[str, str], field: str
) -> None:
    rows = tuple(Row(number, (f"Counter {number}", "Lead", cell)) for number, cell in enumerate(cells, start=2))
    found = recognise(Table("file.csv", None, 1, ("Title", "Stage", header), rows), ImportOptions())
    assert found is not None
    assert {name for name, index in found.columns.items() if index == 2} == ({field} if field else set())


def test_what_is_closed_is_lost_where_it_is_known_what_is_won() -> None:
    rows = (Row(2, ("A", "Lead", "TRUE", "TRUE")), Row(3, ("B", "Lead", "TRUE", "FALSE")))
    found = recognise(Table("file.csv", None, 1, ("Title", "Stage", "Closed", "Won"), rows), ImportOptions())
    assert found is not None
    assert (found.columns["is_closed"], found.columns["is_won"]) == (2, 3)
