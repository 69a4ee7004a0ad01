import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.errors import CannotOpenError, InvalidError
from desktop_pipeline.exchange.known import Known, KnownRow, KnownStage
from desktop_pipeline.exchange.options import ImportOptions
from desktop_pipeline.exchange.planning.plan import plan_import
from desktop_pipeline.exchange.records import ImportPlan, OwnerFields, ProductFields
from tests.exchange.found import read_tables

PlanText = Callable[..., ImportPlan]
CarryOut = Callable[[ImportPlan], Known]
HEADER = "ID,Deal name,Company,Contact,Owner,Stage,Amount,Created,Close date\n"


def problems(plan: ImportPlan) -> list[tuple[int, str, str, str]]:
    return [(problem.row, problem.column, problem.value, problem.problem) for problem in plan.problems]


def questions(plan: ImportPlan) -> list[tuple[str, str, str]]:
    return [(question.column, question.question, question.assumed) for question in plan.questions]


# --- bad input, each line of it


def test_a_wrong_date_is_listed_and_its_field_stays_empty(plan_text: PlanText) -> None:
    plan = plan_text(
        HEADER + "1,A,Acme,,Ann,Won,10,2020-01-05,31.02.2020\n2,B,Acme,,Ann,Won,10,2020-01-05,2020-03-01\n"
    )
    assert problems(plan) == [(2, "Close date", "31.02.2020", "not a date")]
    assert [deal.fields.closed for deal in plan.deals] == [None, date(2020, 3, 1)]
    assert [deal.fields.status for deal in plan.deals] == [DealStatus.WON, DealStatus.WON]


def test_an_owner_outside_the_table_of_owners_is_listed_and_never_created(plan_text: PlanText) -> None:
    teams = "Sales agent,Manager\nAnn,Meg\nUwe,Meg\n"
    plan = plan_text(HEADER + "1,A,Acme,,Ann,New,10,,\n2,B,Acme,,Bob,New,10,,\n", teams)
    assert problems(plan) == [(3, "Owner", "Bob", "unknown owner")]
    assert [deal.fields.owner for deal in plan.deals] == ["ann", None]
    assert [owner.fields.name for owner in plan.owners] == ["Ann", "Uwe"]


def test_an_owner_unknown_to_a_workspace_with_its_list_of_owners_is_listed(plan_text: PlanText) -> None:
    known = Known(owners={"ann": KnownRow(1, OwnerFields("Ann"))}, owners_are_complete=True)
    plan = plan_text(HEADER + "1,A,Acme,,ANN,New,10,,\n2,B,Acme,,Bob,New,10,,\n", known=known)
    assert problems(plan) == [(3, "Owner", "Bob", "unknown owner")]
    assert plan.owners == ()


def test_owners_are_created_where_there_is_no_list_to_be_unknown_to(plan_text: PlanText) -> None:
    plan = plan_text(HEADER + "1,A,Acme,,Ann,New,10,,\n2,B,Acme,,Bob,New,10,,\n")
    assert problems(plan) == []
    assert [owner.fields for owner in plan.owners] == [OwnerFields("Ann"), OwnerFields("Bob")]


def test_a_negative_amount_is_listed_and_the_value_stays_unknown(plan_text: PlanText) -> None:
    plan = plan_text(HEADER + "1,A,Acme,,Ann,New,-500,,\n2,B,Acme,,Ann,New,0,,\n3,C,Acme,,Ann,New,abc,,\n")
    assert problems(plan) == [(2, "Amount", "-500", "negative amount"), (4, "Amount", "abc", "not an amount")]
    assert [deal.fields.value for deal in plan.deals] == [None, 0, None]


def test_a_latin_1_name_is_kept_letter_by_letter(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    path.write_bytes((HEADER + "1,Café,Société Générale,Zoë,Ann,New,10,,\n").encode("latin-1"))
    plan = plan_import(read_tables(path), ImportOptions(currency="EUR"), Known())
    assert plan.organisations[0].fields.name == "Société Générale"
    assert plan.people[0].fields.name == "Zoë"
    assert plan.problems == ()


def test_a_row_without_title_organisation_and_person_is_refused_and_leaves_no_trace(plan_text: PlanText) -> None:
    plan = plan_text("Deal name,Company,Contact,Owner,Stage,Amount\n,,,Bob,Odd,10\nA,,,Ann,New,20\n")
    assert problems(plan) == [(2, "", "", "no title, organisation or person")]
    assert (plan.counts.rows, plan.counts.new, plan.counts.skipped) == (2, 1, 1)
    assert [owner.key for owner in plan.owners] == ["ann"]
    assert [stage.key for stage in plan.stages] == ["new"]


def test_a_table_without_any_naming_column_lists_every_row(plan_text: PlanText) -> None:
    plan = plan_text("Stage,Amount\nNew,10\nNew,20\n")
    assert plan.counts.skipped == 2
    assert len(plan.problems) == 2


# --- titles


@pytest.mark.parametrize(
    ("row", "title"),
    [
        ("7,Named,GTX Pro,Acme,Zoe", "Named"),
        ("7,,GTX Pro,Acme,Zoe", "GTX Pro, Acme"),
        ("7,,GTX Pro,,Zoe", "GTX Pro"),
        ("7,,,Acme,Zoe", "Acme"),
        ("7,,,,Zoe", "7"),
        (",,,,Zoe", "Zoe"),
    ],
)
def test_a_deal_without_a_title_is_named_by_what_there_is(plan_text: PlanText, row: str, title: str) -> None:
    plan = plan_text(f"ID,Deal name,Product,Company,Contact,Stage\n{row},New\n")
    assert [deal.fields.title for deal in plan.deals] == [title]
    assert plan.problems == ()


# --- outcomes and stages


@pytest.mark.parametrize(
    ("word", "status"),
    [("Won", "won"), ("LOST", "lost"), ("Closed Won", "won"), ("closed-lost", "lost"), ("Prospecting", "open")],
)
def test_english_words_for_outcomes_are_known(plan_text: PlanText, word: str, status: str) -> None:
    plan = plan_text(HEADER + f"1,A,Acme,,Ann,{word},10,2020-01-01,2020-02-01\n")
    assert plan.deals[0].fields.status == status
    assert len(plan.stages) == (status == "open")


def test_words_whose_deals_all_look_closed_are_asked_about_and_taken_for_stages(plan_text: PlanText) -> None:
    rows = "1,A,Acme,,Ann,Megnyert,10,2020-01-01,2020-02-01\n2,B,Acme,,Ann,Angebot,10,2020-01-01,\n"
    plan = plan_text(HEADER + rows, stage_order=("Angebot",))
    assert questions(plan) == [("Stage", "does “Megnyert” mean won, lost or a stage?", "a stage")]
    assert [deal.fields.status for deal in plan.deals] == ["open", "open"]


def test_the_user_says_what_words_mean(plan_text: PlanText) -> None:
    rows = "1,A,Acme,,Ann,Gewonnen,10,,2020-02-01\n2,B,Acme,,Ann,Angebot,10,,\n3,C,Acme,,Bob,Müll,10,,\n"
    words = {"gewonnen": "won", "Angebot": "Proposal", "Müll": "ignore"}
    plan = plan_text(HEADER + rows, stage_words=words)
    assert [(deal.fields.status, deal.fields.stage) for deal in plan.deals] == [("won", None), ("open", "proposal")]
    assert [(stage.name, stage.key) for stage in plan.stages] == [("Proposal", "proposal")]
    assert plan.counts.skipped == 1
    assert (plan.problems, plan.questions) == ((), ())
    assert [owner.key for owner in plan.owners] == ["ann"]


def test_a_status_column_decides_beside_a_stage_column(plan_text: PlanText) -> None:
    rows = "A,New,Open,\nB,New,Won,2024-02-01\nC,New,Elbukott,\n"
    plan = plan_text("Deal,Stage,Status,Closed on\n" + rows)
    assert [(deal.fields.status, deal.fields.stage) for deal in plan.deals] == [
        ("open", "new"),
        ("won", None),
        ("open", "new"),
    ]
    assert questions(plan) == [("Status", "does “Elbukott” mean open, won or lost?", "open")]


def test_a_status_column_alone_may_hold_the_stages(plan_text: PlanText) -> None:
    plan = plan_text("Deal,Status,Closed on\nA,Proposal,\nB,Won,2024-02-01\n")
    assert [(deal.fields.status, deal.fields.stage) for deal in plan.deals] == [("open", "proposal"), ("won", None)]


@pytest.mark.parametrize(
    ("options", "known", "stages", "asked"),
    [
        ({"stage_order": ("First", "second", "Third")}, Known(), ["First", "Second"], False),
        ({}, Known(stage_orders=(("Other",), ("Zero", "First", "Second"))), ["First", "Second"], False),
        ({}, Known(), ["Second", "First"], True),
        ({"stage_order": ("First",)}, Known(), ["First", "Second"], False),
        ({}, Known(pipelines=("Sales",), stages=(KnownStage("SECOND", "Sales"),)), ["First"], False),
        ({}, Known(pipelines=("Other", "Sales"), stages=(KnownStage("Second", "Sales"),)), ["Second", "First"], True),
    ],
)
def test_stages_are_created_in_the_order_said_or_known_or_else_it_is_asked(
    plan_text: PlanText, options: dict[str, object], known: Known, stages: list[str], asked: bool
) -> None:
    plan = plan_text("Deal,Stage\nA,Second\nB,First\nC,second \n", known=known, **options)
    assert [stage.name for stage in plan.stages] == stages
    assert questions(plan) == (
        [("Stage", "in which order do deals pass these stages?", "Second, First")] if asked else []
    )


def test_stages_belong_to_the_pipeline_of_their_row(plan_text: PlanText) -> None:
    plan = plan_text("Deal,Stage,Pipeline\nA,New,Sales\nB,New,Partners\nC,New,\n")
    assert [pipeline.name for pipeline in plan.pipelines] == ["Sales", "Partners"]
    assert [(stage.key, stage.pipeline) for stage in plan.stages] == [
        ("new", "sales"),
        ("new", "partners"),
        ("new", None),
    ]
    assert [deal.fields.pipeline for deal in plan.deals] == ["sales", "partners", None]


def test_an_open_deal_without_a_stage_is_listed(plan_text: PlanText) -> None:
    plan = plan_text("Deal,Stage\nA,\nB,New\n")
    assert problems(plan) == [(2, "Stage", "", "no stage")]
    assert len(plan.deals) == 2


# --- dates


def test_one_column_of_close_dates_is_the_plan_of_open_deals_and_the_outcome_of_closed_ones(
    plan_text: PlanText,
) -> None:
    rows = "1,A,Acme,,Ann,New,10,2020-01-01,2020-02-01\n2,B,Acme,,Ann,Lost,10,2020-01-01,2020-03-01\n"
    plan = plan_text(HEADER + rows)
    assert [(deal.fields.expected, deal.fields.closed) for deal in plan.deals] == [
        (date(2020, 2, 1), None),
        (None, date(2020, 3, 1)),
    ]


def test_a_won_deal_without_a_close_date_stays_won_at_an_unknown_date_and_is_listed(plan_text: PlanText) -> None:
    plan = plan_text(HEADER + "1,A,Acme,,Ann,Won,10,2020-01-01,\n")
    assert problems(plan) == [(2, "Close date", "", "no close date")]
    assert (plan.deals[0].fields.status, plan.deals[0].fields.closed) == ("won", None)


def test_a_file_without_close_dates_is_asked_about_once(plan_text: PlanText) -> None:
    plan = plan_text("Deal,Status\nA,Won\nB,Lost\n")
    assert plan.problems == ()
    assert questions(plan) == [("Status", "when were the won and lost deals closed?", "not known")]


def test_a_close_before_the_creation_is_taken_as_it_is_and_listed(plan_text: PlanText) -> None:
    plan = plan_text(HEADER + "1,A,Acme,,Ann,Won,10,2020-05-01,2020-02-01\n")
    assert problems(plan) == [(2, "Close date", "2020-02-01", "closed before it was created")]
    assert plan.deals[0].fields.closed == date(2020, 2, 1)


def test_an_open_deal_with_a_closing_date_is_listed(plan_text: PlanText) -> None:
    plan = plan_text("Deal,Status,Closed on\nA,Open,2020-02-01\n")
    assert problems(plan) == [(2, "Closed on", "2020-02-01", "the deal is open, yet it has a closing date")]


def test_dates_that_read_both_ways_are_asked_about(plan_text: PlanText) -> None:
    plan = plan_text("Deal,Stage,Created,Expected close date\nA,New,03/04/2024,05/06/2024\n")
    assert questions(plan) == [("Created", "day or month first?", "day")]
    assert plan.deals[0].fields.created == date(2024, 4, 3)


def test_another_column_of_the_table_may_show_how_its_dates_are_written(plan_text: PlanText) -> None:
    plan = plan_text("Deal,Stage,Created,Expected close date\nA,New,03/04/2024,05/26/2024\n")
    assert questions(plan) == [("Created", "day or month first?", "month")]
    assert plan.deals[0].fields.created == date(2024, 3, 4)


# --- money


def test_a_price_list_never_becomes_a_deals_value(plan_text: PlanText) -> None:
    plan = plan_text("Deal,Product,Amount,Stage\nA,GTX,,New\n", "Product,Price\nGTX,550\n")
    assert plan.deals[0].fields.value is None
    assert plan.products[0].fields == ProductFields("GTX", price=55000, currency="EUR")


def test_the_currency_comes_from_its_column_then_the_sign_then_the_user(plan_text: PlanText) -> None:
    rows = "A,100,CHF\nB,€100,\nC,100,\nD,100,JPY\nE,$100,\n"
    plan = plan_text("Deal,Amount,Currency\n" + rows, currency="USD")
    assert [(deal.fields.value, deal.fields.currency) for deal in plan.deals] == [
        (10000, "CHF"), (10000, "EUR"), (10000, "USD"), (100, "JPY"), (10000, "USD"),
    ]  # fmt: skip


def test_a_currency_that_is_not_certain_leaves_the_value_unknown(plan_text: PlanText) -> None:
    known = Known(base_currency="EUR")
    plan = plan_text("Deal,Amount,Currency\nA,$100,\nB,100,Thaler\nC,€100,USD\n", known=known, currency=None)
    assert problems(plan) == [
        (2, "Amount", "$100", "“$” does not tell which currency"),
        (3, "Amount", "100", "its currency cannot be read"),
        (3, "Currency", "Thaler", "not a currency code"),
        (4, "Amount", "€100", "EUR here, USD in the currency column"),
    ]
    assert [deal.fields.value for deal in plan.deals] == [None, None, None]
    assert questions(plan) == [("Amount", "which currency is “$”?", "not known")]


def test_numbers_of_a_workbook_beside_an_unknown_currency_are_listed(write_book: Callable[..., Path]) -> None:
    rows = [["Deal", "Amount", "Currency"], ["A", 100, "Thaler"], ["B", 7.5, "CHF"], ["C", None, "USD"]]
    tables = read_tables(write_book({"Deals": rows}))
    plan = plan_import(tables, ImportOptions(currency="EUR"), Known())
    assert [problem.problem for problem in plan.problems] == ["its currency cannot be read", "not a currency code"]
    assert [deal.fields.value for deal in plan.deals] == [None, 750, None]


def test_a_file_and_a_workspace_without_any_currency_are_asked_about(plan_text: PlanText) -> None:
    plan = plan_text("Deal,Amount\nA,100\n", currency=None)
    assert questions(plan) == [("Amount", "which currency?", "EUR")]
    assert plan.deals[0].fields.currency == "EUR"
    for told in ("Deal,Amount\nA,€100\n", "Deal,Amount,Currency\nA,100,EUR\n", "Deal,Amount\nA,\n"):
        assert questions(plan_text(told, currency=None)) == []


def test_an_amount_that_reads_two_ways_is_asked_about(plan_text: PlanText) -> None:
    plan = plan_text("Deal;Amount\nA;1.234\n".replace(";", "\t"))
    assert questions(plan) == [("Amount", "is “1.234” more than a thousand?", "yes")]
    assert plan.deals[0].fields.value == 123400


def test_an_amount_beyond_what_can_be_kept_exactly_is_listed(plan_text: PlanText) -> None:
    plan = plan_text(f"Deal,Amount\nA,1{'0' * 30}\n")
    assert [problem.problem for problem in plan.problems] == ["too large an amount"]


# --- what stands beside the deals


def test_products_are_one_by_their_letters_and_the_tables_spelling_wins(plan_text: PlanText) -> None:
    plan = plan_text("Deal,Product\nA,GTXPro\nB,gtx pro\n", "Product,Series,Sales price\nGTX Pro,GTX,4821\n")
    assert [(product.key, product.fields.name) for product in plan.products] == [("gtxpro", "GTX Pro")]
    assert [deal.fields.products for deal in plan.deals] == [("gtxpro",), ("gtxpro",)]


def test_several_products_in_a_cell_are_parted_at_commas_only_where_each_is_known(plan_text: PlanText) -> None:
    deals = 'Deal,Product\nA,"GTX, MG"\nB,"Nuts, bolts and screws"\nC,GTX;New\n'
    plan = plan_text(deals, "Product,Price\nGTX,1\nMG,2\n")
    assert [deal.fields.products for deal in plan.deals] == [
        ("gtx", "mg"),
        ("nutsboltsandscrews",),
        ("gtx", "new"),
    ]


def test_organisations_get_what_their_table_tells_and_bad_sizes_are_listed(plan_text: PlanText) -> None:
    accounts = 'Account,Sector,Employees,Country\nAcme,retail,"1,200",Chile\nBolt,,many,\n,lost,1,\nacme,medical,,\n'
    plan = plan_text("Deal,Company\nA,ACME\nB,Cord\n", accounts)
    assert [(row.fields.name, row.fields.industry, row.fields.size) for row in plan.organisations] == [
        ("Acme", "retail", 1200),
        ("Bolt", None, None),
        ("Cord", None, None),
    ]
    assert problems(plan) == [
        (3, "Employees", "many", "not a whole number"),
        (4, "Account", "", "no name"),
        (5, "Sector", "medical", "another value stands in an earlier row of the same name"),
    ]


def test_people_are_found_by_address_then_by_name_and_organisation(plan_text: PlanText) -> None:
    rows = (
        "A,Acme,Zoe Ray,zoe@acme.example,\nB,Acme,zoe  ray,,555\nC,Bolt,Zoe Ray,,\n"
        "D,Acme,Z. Ray,ZOE@acme.example,\nE,Acme,Zoe Ray,other@acme.example,\n"
        "F,Acme,,lone@acme.example,\nG,,,nonsense,\n"
    )
    plan = plan_text("Deal,Company,Contact,Email,Phone\n" + rows)
    assert [(person.fields.name, person.fields.organisation, person.fields.phone) for person in plan.people] == [
        ("Zoe Ray", "acme", "555"),
        ("Zoe Ray", "bolt", None),
        ("Zoe Ray", "acme", None),
        ("lone@acme.example", "acme", None),
    ]
    keys = [deal.fields.person for deal in plan.deals]
    assert keys[0] == keys[1] == keys[3]
    assert len({keys[0], keys[2], keys[4], keys[5]}) == 4
    assert problems(plan) == [(8, "Email", "nonsense", "not an e-mail address")]


def test_sources_labels_and_reasons_are_met_once_whatever_their_case(plan_text: PlanText) -> None:
    rows = 'A,Web,"hot, new",Price,Lost,2024-01-01\nB,web,Hot;VIP,price,Lost,2024-01-01\nC,Fair,,Price,Open,\n'
    plan = plan_text("Deal,Source,Labels,Lost reason,Status,Closed on\n" + rows)
    assert [new.name for new in plan.sources] == ["Web", "Fair"]
    assert [new.name for new in plan.labels] == ["hot", "new", "VIP"]
    assert [new.name for new in plan.reasons] == ["Price"]
    assert [deal.fields.lost_reason for deal in plan.deals] == ["price", "price", None]


def test_a_list_of_people_is_taken_for_people_and_never_for_deals(plan_text: PlanText) -> None:
    people = "First name,Last name,Title,Company,Email\nZoe,Ray,Buyer,Acme,zoe@acme.example\n"
    plan = plan_text(people)
    assert plan.counts.rows == 0
    assert [(row.fields.name, row.fields.organisation, row.fields.job_title) for row in plan.people] == [
        ("Zoe Ray", "acme", "Buyer")
    ]
    both = plan_text("Deal,Stage\nA,New\n", people)
    assert (len(both.deals), len(both.people), both.questions) == (1, 1, ())


def test_columns_that_nobody_knows_are_refused_in_one_sentence(plan_text: PlanText) -> None:
    with pytest.raises(CannotOpenError, match=r"No column of “file0.csv” is known"):
        plan_text("Item,Type,Quantity\n1,Apple,50\n")


def test_a_column_that_the_user_maps_is_read_and_the_rest_is_told(plan_text: PlanText) -> None:
    plan = plan_text("Vorgang,Summe,Farbe\nA,10,rot\n", mapping={"Vorgang": "title", "Summe": "value"})
    assert (plan.deals[0].fields.title, plan.deals[0].fields.value) == ("A", 1000)
    assert plan.unused_columns == (("file0.csv", "Farbe"),)
    with pytest.raises(InvalidError, match="There is no column “Sume”"):
        plan_text("Vorgang,Summe\nA,10\n", mapping={"Sume": "value"})


def test_failed_formulas_are_listed_wherever_they_stand(plan_text: PlanText) -> None:
    plan = plan_text("Deal,Company,Amount\nA,#N/A,#DIV/0!\n")
    assert [problem.problem for problem in plan.problems] == ["a formula that failed", "a formula that failed"]
    assert plan.organisations == ()


# --- the same file again


ROWS = HEADER + "1,A,Acme,Zoe,Ann,New,10,2020-01-01,\n2,B,Bolt,,Ann,Won,20,2020-01-01,2020-02-01\n"


@pytest.mark.parametrize("match", ["auto", "id", "title+org"])
def test_the_same_file_again_changes_nothing(plan_text: PlanText, carry_out: CarryOut, match: str) -> None:
    known = carry_out(plan_text(ROWS))
    again = plan_text(ROWS, known=known, match=match)
    assert (again.counts.new, again.counts.updated, again.counts.unchanged) == (0, 0, 2)
    assert not any((again.organisations, again.people, again.owners, again.products, again.stages, again.pipelines))
    assert set(again.created.values()) == {0}


def test_a_deals_spelling_of_a_known_product_renames_nothing_but_its_table_does(
    plan_text: PlanText, carry_out: CarryOut
) -> None:
    known = carry_out(plan_text("Deal,Product\nA,GTX Pro\n"))
    assert plan_text("Deal,Product\nA,GTXPro\n", known=known).products == ()
    (renamed,) = plan_text("Product,Price\nGTX-Pro,5\n", known=known).products
    assert (renamed.known_id, renamed.fields.name, renamed.changed) == (1, "GTX-Pro", ("name", "price", "currency"))


def test_matching_none_takes_every_row_as_new(plan_text: PlanText, carry_out: CarryOut) -> None:
    again = plan_text(ROWS, known=carry_out(plan_text(ROWS)), match="none")
    assert again.counts.new == 2


def test_what_a_later_file_tells_differently_is_named_and_an_empty_cell_takes_nothing_away(
    plan_text: PlanText, carry_out: CarryOut
) -> None:
    known = carry_out(plan_text(ROWS))
    later = HEADER + "1,A2,,,,Won,15,,2020-04-01\n2,B,Bolt,,Ann,Won,20,2020-01-01,2020-02-01\n3,C,,,,New,,,\n"
    plan = plan_text(later, known=known)
    assert [(deal.known_id, deal.changed) for deal in plan.deals] == [
        (1, ("title", "value", "status", "closed")),
        (2, ()),
        (None, ()),
    ]
    assert (plan.counts.new, plan.counts.updated, plan.counts.unchanged) == (1, 1, 1)


def test_a_title_that_we_made_up_is_no_change(plan_text: PlanText, carry_out: CarryOut) -> None:
    text = "ID,Product,Company,Stage\n1,GTX,Acme,New\n"
    known = carry_out(plan_text(text))
    renamed = Known(deals={1: known.deals[1]._replace(title="Renamed by hand")}, organisations=known.organisations,
                    products=known.products, pipelines=("Sales",), stages=known.stages)  # fmt: skip
    assert plan_text(text, known=renamed).deals[0].changed == ()


def test_the_same_id_twice_in_a_file_is_listed_and_taken_once(plan_text: PlanText) -> None:
    plan = plan_text("ID,Deal\n1,A\n1,B\n")
    assert problems(plan) == [(3, "ID", "1", "the same id as an earlier row")]
    assert plan.counts.skipped == 1
    two_files = plan_text("ID,Deal,Stage\n1,A,New\n2,B,New\n", "ID,Deal,Stage\n3,C,New\n2,D,New\n")
    assert problems(two_files) == [(3, "ID", "2", "the same id as an earlier row")]


def test_rows_that_may_be_about_several_deals_are_listed_unless_they_equal_one(
    plan_text: PlanText, carry_out: CarryOut
) -> None:
    twins = "Deal,Company,Amount\nA,Acme,10\nA,Acme,20\n"
    known = carry_out(plan_text(twins))
    assert plan_text(twins, known=known).counts.unchanged == 2
    plan = plan_text("Deal,Company,Amount\nA,Acme,30\n", known=known)
    assert problems(plan) == [(2, "Deal", "A", "several deals have this title and organisation")]
    assert plan.counts.skipped == 1


@pytest.mark.parametrize(
    "text",
    [
        "ID,Deal\n1,A\n,A\n,A\n",
        "ID,Deal\n,A\n1,A\n,A\n",
        "ID,Deal,Company\n1,A,Acme\n,A,Acme\n",
        "ID,Deal,Company\n,A,Acme\n2,A,Acme\n1,A,Acme\n",
    ],
)
def test_rows_without_an_id_find_their_own_deals_beside_one_of_the_same_title_that_has_an_id(
    text: str, plan_text: PlanText, carry_out: CarryOut
) -> None:
    known = carry_out(plan_text(text))
    again = plan_text(text, known=known)
    assert sorted(deal.known_id or 0 for deal in again.deals) == sorted(known.deals)
    assert again.counts.unchanged == len(known.deals)


def test_workbook_tables_say_their_sheet_and_ids_lose_their_decimals(write_book: Callable[..., Path]) -> None:
    rows = [["Cover", None, None], ["Record ID", "Deal Name", "Amount"], [1001, "A", 12.5], [1002, "B", -1]]
    plan = plan_import(read_tables(write_book({"Deals": rows})), ImportOptions(currency="EUR"), Known())
    assert (plan.sheet, plan.header_row, plan.files) == ("Deals", 2, ("deals.xlsx",))
    assert [(deal.row, deal.fields.external_id, deal.fields.value) for deal in plan.deals] == [
        (3, "1001", 1250),
        (4, "1002", None),
    ]
    assert [(problem.sheet, problem.row, problem.value) for problem in plan.problems] == [("Deals", 4, "-1")]


def test_a_table_of_which_only_the_organisation_is_understood_is_refused_with_the_columns_that_are_not(
    plan_text: PlanText,
) -> None:
    with pytest.raises(CannotOpenError, match="are not known: “Zzz”, “Yyy”, “Xxx”") as refused:
        plan_text("Zzz,Organisation,Yyy,Xxx\nTisch,Müller AG,1200,Angebot\n")
    assert "--map “Zzz=title”" in str(refused.value)
    plan = plan_text("Zzz,Organisation,Yyy,Xxx\nTisch,Müller AG,1200,Angebot\n", mapping={"Zzz": "title"})
    assert [deal.fields.title for deal in plan.deals] == ["Tisch"]


def test_beside_a_table_of_deals_one_that_is_hardly_understood_is_asked_about(plan_text: PlanText) -> None:
    plan = plan_text(HEADER + "1,A,Acme,,Ann,New,10,,\n", "Zzz,Organisation,Yyy,Xxx\nTisch,Müller AG,1200,Angebot\n")
    assert len(plan.deals) == 1
    assert [organisation.fields.name for organisation in plan.organisations] == ["Acme"]
    assert ("", "what does “file1.csv” hold?", "nothing to import") in questions(plan)


def test_titles_alone_are_refused_with_what_is_missing_and_taken_where_the_user_says_so(plan_text: PlanText) -> None:
    with pytest.raises(CannotOpenError, match=r"“file0\.csv” has a title column but no stage, value or date"):
        plan_text("Title\nOak table\n")
    assert len(plan_text("Title\nOak table\n", mapping={"Title": "title"}).deals) == 1


def test_a_list_of_people_with_many_strange_columns_is_still_one_and_tells_what_it_leaves_out(
    plan_text: PlanText,
) -> None:
    plan = plan_text("First name,Last name,Email,Zzz,Yyy,Xxx,Www\nAnn,Lee,ann@example.com,1,2,3,4\n")
    assert [row.fields.name for row in plan.people] == ["Ann Lee"]
    assert [header for _file, header in plan.unused_columns] == ["Zzz", "Yyy", "Xxx", "Www"]


def test_a_header_as_long_as_a_book_is_understood_no_later_than_another(plan_text: PlanText) -> None:
    tales = ",".join("tale " * 20_000 for _ in range(3))
    began = time.process_time()
    plan = plan_text(f"Deal name,Amount,{tales}\nOak,10,a,b,c\n")
    assert time.process_time() - began < 1
    assert len(plan.deals) == 1
