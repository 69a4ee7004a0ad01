"""Kinds of sheets that are no plain lists of deals: boards, logs, weekly copies, texts whose cells have slipped."""

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_pipeline.exchange.known import Known
from desktop_pipeline.exchange.options import ImportOptions
from desktop_pipeline.exchange.planning.plan import plan_import
from desktop_pipeline.exchange.records import ImportPlan
from tests.exchange.found import read_tables

PlanText = Callable[..., ImportPlan]
WriteBook = Callable[..., Path]


def plan_book(path: Path) -> ImportPlan:
    return plan_import(read_tables(path), ImportOptions(), Known(base_currency="EUR"))


def told(plan: ImportPlan) -> list[tuple[str, str, str | None]]:
    return [(deal.fields.title, deal.fields.status.value, deal.fields.stage) for deal in plan.deals]


def wrong(plan: ImportPlan) -> list[tuple[int, str, str]]:
    return [(problem.row, problem.column, problem.problem) for problem in plan.problems]


def asked(plan: ImportPlan) -> list[str]:
    return [question.question for question in plan.questions if "another time" in question.question]


def test_stacks_of_cards_are_a_board_without_an_outcome_or_under_names_of_their_own(write_book: WriteBook) -> None:
    open_alone = [["Lead", "Qualified", "Proposal", "Negotiation"], ["Oak", "Elm", "Fir", "Yew"], ["Ash", None, "Bay"]]
    assert told(plan_book(write_book({"Board": open_alone}))) == [
        *(("Oak", "open", "lead"), ("Ash", "open", "lead"), ("Elm", "open", "qualified")),
        *(("Fir", "open", "proposal"), ("Bay", "open", "proposal"), ("Yew", "open", "negotiation")),
    ]
    own = [["To contact", "Offer out", "Won", "Lost"], ["Oak tree", "Elm tree", "Fir tree", "Yew tree"], ["Ash tree"]]
    assert told(plan_book(write_book({"Board": own}, "own.xlsx"))) == [
        *(("Oak tree", "open", "to contact"), ("Ash tree", "open", "to contact"), ("Elm tree", "open", "offer out")),
        *(("Fir tree", "won", None), ("Yew tree", "lost", None)),
    ]


def test_columns_of_one_height_are_no_stacks(write_book: WriteBook) -> None:
    rows = [
        ["Lead", "Proposal", "Meeting", "Negotiation"],
        ["Oak", "P-17", "Ann", "hard"],
        ["Ash", "P-18", "Bob", "ok"],
    ]
    assert [title for title, _status, _stage in told(plan_book(write_book({"Deals": rows})))] == ["Oak", "Ash"]


def test_deals_that_stand_in_many_rows_are_asked_about_once(plan_text: PlanText) -> None:
    weeks = "".join(f"{day},{deal},Acme,Lead\n" for day in ("5 Jan", "12 Jan") for deal in ("Oak", "Elm", "Fir"))
    question = "“Oak” stands in 2 rows. Is each row another deal, not the same one at another time?"
    assert asked(plan_text(f"Week,Deal,Company,Stage\n{weeks}")) == [question]


@pytest.mark.parametrize(
    "rows",
    [
        "1,Oak,Acme,Lead\n2,Oak,Acme,Won\n3,Oak,Acme,Won\n",  # ids tell them apart
        ",Oak,Acme,Lead\n,Oak,Birch,Won\n,Oak,Cedar,Won\n",  # of three customers
        ",Oak,Acme,Lead\n,Oak,Acme,Won\n,Elm,Acme,Won\n",  # once more: a repeat
    ],
)
def test_names_that_are_told_apart_are_not_asked_about(plan_text: PlanText, rows: str) -> None:
    assert asked(plan_text(f"Deal ID,Deal,Company,Stage\n{rows}")) == []


def test_rows_with_more_cells_than_headers_are_listed(plan_text: PlanText) -> None:
    plan = plan_text("Deal,Value,Stage\nOak,12,000,Lead\nElm,500,Lead\nFir,500,Lead,,\n")
    assert wrong(plan) == [(2, "", "more cells than columns: some may stand in the wrong one")]
    assert plan.problems[0].value == "Lead"


def test_numbers_that_a_spreadsheet_has_rounded_are_neither_ids_nor_phones(plan_text: PlanText) -> None:
    text = "Deal ID,Deal,Contact,Phone,Stage\n1.2E+11,Oak,Ann Low,4.93E+11,Lead\n1.2E+11,Elm,Bob Ray,+44 20 1,Lead\n"
    plan = plan_text(text)
    assert wrong(plan) == [(row, name, "its last digits are lost") for row, name in ((2, "Deal ID"), (2, "Phone"))] + [
        (3, "Deal ID", "its last digits are lost")
    ]
    assert [deal.fields.external_id for deal in plan.deals] == [None, None]
    assert [person.fields.phone for person in plan.people] == [None, "+44 20 1"]


def test_addresses_of_colleagues_are_nobodys_who_buys(plan_text: PlanText) -> None:
    plan = plan_text("Deal,Company,Stage,Assignee,Assignee Email\nOak,Acme,Lead,Ann Low,ann@us.test\n")
    assert plan.people == ()
    assert [owner.fields.name for owner in plan.owners] == ["Ann Low"]
    assert [header for _file, header in plan.unused_columns] == ["Assignee Email"]


def test_lines_of_dashes_are_no_deals(plan_text: PlanText) -> None:
    plan = plan_text("| Deal | Company | Value |\n|------|:-------:|------:|\n| Oak | Acme | 12 |\n")
    assert told(plan) == [("Oak", "open", None)]
    assert [(row.number, row.why) for row in plan.understood[0].table.passed] == [(2, "ruled line")]


def test_groups_above_the_header_of_a_text_complete_its_names(plan_text: PlanText) -> None:
    plan = plan_text("Customer;;Deal;;\nName;City;Title;Value;Stage\nAcme;Bonn;Oak;12,50;Lead\nBirch;Kiel;Elm;8;Won\n")
    assert [(deal.fields.title, deal.fields.organisation) for deal in plan.deals] == [("Oak", "acme"), ("Elm", "birch")]
    assert plan.people == ()


def test_a_name_that_says_little_is_understood_behind_its_group_too(plan_text: PlanText) -> None:
    plan = plan_text("Deal,Company,Stage,Deal / Close\nOak,Acme,Lead,2026-09-15\n")
    assert [str(deal.fields.expected) for deal in plan.deals] == ["2026-09-15"]


def test_amounts_in_lakhs_and_milliards(plan_text: PlanText) -> None:
    cells = ('"12,50,000"', '"₹ 3,00,000.50"', "2.5 lakh", "1.2bn", "3 Mrd", '"1,2,000"')
    rows = "".join(f"Deal {number},{cell},Lead\n" for number, cell in enumerate(cells))
    plan = plan_text(f"Deal,Value,Stage\n{rows}", currency="INR")
    assert [deal.fields.value for deal in plan.deals] == [
        *(125_000_000, 30_000_050, 25_000_000, 120_000_000_000, 300_000_000_000, None)
    ]
    assert wrong(plan) == [(7, "Value", "not an amount")]


def test_a_column_of_codes_is_that_of_currencies_whatever_it_is_called(plan_text: PlanText) -> None:
    text = "Deal,Stage,Value,In which money\nOak,Lead,12,EUR\nElm,Lead,8,US$\nFir,Lead,1,Pound\n"
    plan = plan_text(text, known=Known(base_currency="EUR"))
    assert [(deal.fields.value, deal.fields.currency) for deal in plan.deals] == [
        *((1200, "EUR"), (800, "USD"), (None, None))
    ]
    assert (4, "Value", "its currency cannot be read") in wrong(plan)


def test_formulas_without_a_value_are_listed_and_a_total_of_them_is_a_total(write_book: WriteBook) -> None:
    rows = [["Deal", "Company", "Value", "Stage"], ["Oak", "Acme", "=2*3", "Lead"], ["Elm", "Bor", 5, "Lead"]]
    plan = plan_book(write_book({"Deals": [*rows, ["Total", None, "=SUM(C2:C3)", None]]}))
    assert wrong(plan) == [(2, "Value", "a formula that failed")]
    assert [title for title, _status, _stage in told(plan)] == ["Oak", "Elm"]
    assert [(row.number, row.why) for row in plan.understood[0].table.passed] == [(4, "total")]


def test_boxes_below_a_table_that_nobody_ticked_are_no_rows(write_book: WriteBook) -> None:
    rows = [["Deal", "Company", "Value", "Done"], ["Oak", "Acme", 1, True], *([[None, None, None, False]] * 3)]
    plan = plan_book(write_book({"Deals": rows}))
    assert (plan.counts.rows, wrong(plan)) == (1, [])
    plan = plan_book(write_book({"Deals": [*rows[:2], [None, None, 0, None]]}, "nought.xlsx"))
    assert wrong(plan) == [(3, "", "no title, organisation or person")]


def test_yes_below_follow_up_is_nothing_to_do(plan_text: PlanText) -> None:
    head = "Deal,Company,Value,Follow up?\n"
    assert plan_text(f"{head}Oak,Acme,1,Y\nElm,Bor,2,N\n").activities == ()
    assert len(plan_text(f"{head}Oak,Acme,1,Call Ann\nElm,Bor,2,N\n").activities) == 2


def test_first_and_last_are_names_beside_each_other(plan_text: PlanText) -> None:
    plan = plan_text("Deal,Company,Stage,First,Last,Mail\nOak,Acme,Lead,Ann,Low,ann@acme.test\n")
    assert [person.fields.name for person in plan.people] == ["Ann Low"]
    plan = plan_text("Deal,Company,Stage,Last\nOak,Acme,Lead,called\n")
    assert plan.people == ()


@pytest.mark.parametrize("cell", ["１２０００", "١٢٠٠٠", "１２，０００"])
def test_digits_of_other_scripts_are_digits(plan_text: PlanText, cell: str) -> None:
    plan = plan_text(f"Deal,Stage,Value\nOak,Lead,{cell}\n", currency="JPY")
    assert [deal.fields.value for deal in plan.deals] == [12000]


@pytest.mark.parametrize(
    ("gross", "net"),
    [("Gross total", "Net total"), ("Amount (incl. VAT)", "Amount (excl. VAT)")],
)
def test_a_deal_is_worth_what_it_is_without_taxes(plan_text: PlanText, gross: str, net: str) -> None:
    plan = plan_text(f"Deal,Stage,{gross},{net}\nOak,Lead,119,100\n")
    assert [deal.fields.value for deal in plan.deals] == [10_000]
    assert [deal.fields.value for deal in plan_text(f"Deal,Stage,{gross}\nOak,Lead,119\n").deals] == [11_900]
