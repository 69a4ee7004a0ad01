"""Reports in groups: names above rows that are owners, and those of which nothing says what they are."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from desktop_pipeline.exchange.known import Known, KnownRow
from desktop_pipeline.exchange.options import ImportOptions
from desktop_pipeline.exchange.planning.plan import plan_import
from desktop_pipeline.exchange.records import ImportPlan, OwnerFields
from tests.exchange.found import read_tables

WriteBook = Callable[..., Path]
Rows = Sequence[Sequence[object]]
HEADER: list[object] = ["Opportunity", "Account", "Amount", "Stage"]
GROUPED: list[list[object]] = [
    HEADER,
    ["Ann Baker"],
    ["ERP", "Acme", 50, "New"],
    ["Plan", "Bolt", 12, "New"],
    ["Subtotal", None, 62],
    ["Bob Carter"],
    ["Move", "Cord", 30, "New"],
    ["Talk", "Dune", 8, "New"],
    ["Subtotal", None, 38],
    ["Grand total", None, 100],
]


@pytest.fixture
def plan_rows(write_book: WriteBook) -> Callable[..., ImportPlan]:
    def plan(rows: Rows, known: Known | None = None, **said: str) -> ImportPlan:
        tables = read_tables(write_book({"Pipeline": rows}))
        return plan_import(tables, ImportOptions(currency="EUR", mapping=said), known or Known())

    return plan


def owners(plan: ImportPlan) -> list[tuple[str, str | None]]:
    return [(deal.fields.title, deal.fields.owner) for deal in plan.deals]


def asked(plan: ImportPlan) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(each.question, each.assumed, each.choices) for each in plan.questions if each.subject == "sections"]


@pytest.mark.parametrize(
    ("ann", "bob"),
    [
        ("Owner: Ann Baker", "Owner: Bob Carter"),
        ("Commercial : Ann Baker", "Commercial : Bob Carter"),
        ("Opportunity Owner: Ann Baker (2 records)", "Opportunity Owner: Bob Carter (1 record)"),
    ],
)
def test_a_line_that_says_whose_the_deals_below_are_gives_them_that_owner(
    plan_rows: Callable[..., ImportPlan], ann: str, bob: str
) -> None:
    rows = [HEADER, [ann], ["ERP", "Acme", 50, "New"], ["Plan", "Bolt", 12, "New"], [bob], ["Move", "Cord", 30, "New"]]
    plan = plan_rows(rows)
    assert owners(plan) == [("ERP", "ann baker"), ("Plan", "ann baker"), ("Move", "bob carter")]
    assert [row.text for row in plan.understood[0].table.passed] == [ann, bob]


def test_lines_within_lines_are_told_each_for_itself_and_a_column_goes_before_them(
    plan_rows: Callable[..., ImportPlan],
) -> None:
    rows = [
        *(["Deal", "Account", "Amount", "Owner"], ["Owner: Zoe"], ["Stage: Demo"], ["ERP", "Acme", 50, "Ann"]),
        *(["Stage: Offer"], ["Plan", "Bolt", 12, "Bob"]),
    ]
    plan = plan_rows(rows)
    assert owners(plan) == [("ERP", "ann"), ("Plan", "bob")]
    assert [deal.fields.stage for deal in plan.deals] == ["demo", "offer"]


def test_names_over_blocks_that_end_with_a_sum_are_no_deals_and_asked_about(
    plan_rows: Callable[..., ImportPlan],
) -> None:
    plan = plan_rows(GROUPED)
    assert owners(plan) == [("ERP", None), ("Plan", None), ("Move", None), ("Talk", None)]
    words = "who or what is named above the rows (“Ann Baker”, “Bob Carter”)?"
    assert asked(plan) == [(words, "nothing", ("owner", "product", "label", "ignore"))]
    said = plan_rows(GROUPED, Section="owner")
    assert owners(said) == [
        ("ERP", "ann baker"), ("Plan", "ann baker"), ("Move", "bob carter"), ("Talk", "bob carter")
    ]  # fmt: skip
    assert asked(said) == []


def test_names_of_colleagues_need_no_answer(plan_rows: Callable[..., ImportPlan]) -> None:
    team = {
        name.casefold(): KnownRow(number, OwnerFields(name)) for number, name in enumerate(("Ann Baker", "Bob Carter"))
    }
    plan = plan_rows(GROUPED, Known(owners=team))
    assert owners(plan)[0] == ("ERP", "ann baker")
    assert asked(plan) == []


def test_rows_of_a_colleague_s_name_alone_are_no_deals_where_a_sheet_begins_with_one(
    plan_rows: Callable[..., ImportPlan],
) -> None:
    team = Known(owners={"ann baker": KnownRow(1, OwnerFields("Ann Baker")), "sue": KnownRow(2, OwnerFields("Sue"))})
    rows: list[list[object]] = [HEADER, ["Ann Baker"], ["ERP", "Acme", 50, "New"], ["Sue"], ["Move", "Cord", 30, "New"]]
    plan = plan_rows(rows, team)
    assert owners(plan) == [("ERP", "ann baker"), ("Move", "sue")]
    assert [(row.number, row.text) for row in plan.understood[0].table.passed] == [(2, "Ann Baker"), (4, "Sue")]
    assert len(plan_rows([HEADER, ["Fresh lead"], *rows[2:]], team).deals) == 4
    # A lead may be called so, and a list of the team is none of deals
    assert owners(plan_rows([HEADER, ["ERP", "Acme", 50, "New"], *rows[3:]], team))[1] == ("Sue", None)
    names: list[list[object]] = [["Sales agent", "Manager", "Region"], ["Ann Baker"], ["Sue", "Ann Baker", "North"]]
    assert len(plan_rows(names, team).understood[0].table.rows) == 2


def test_names_without_a_sum_below_each_of_them_stay_deals(plan_rows: Callable[..., ImportPlan]) -> None:
    assert len(plan_rows([row for row in GROUPED if row[0] != "Subtotal"]).deals) == 6
    # The second is a deal that nothing is known of yet
    lone = [*GROUPED[:3], ["Call Eve"], *GROUPED[3:]]
    assert ("Call Eve", None) in owners(plan_rows(lone))


def test_months_above_rows_are_not_asked_about_and_stages_above_them_are_stages(
    plan_rows: Callable[..., ImportPlan],
) -> None:
    rows = [["Deal", "Account", "Amount"], ["H1 2026"], ["ERP", "Acme", 50], ["H2 2026"], ["Plan", "Bolt", 12]]
    plan = plan_rows(rows)
    assert (len(plan.deals), asked(plan)) == (2, [])
    rows = [["Kund", "Affär", "Värde"], ["OFFERT"], ["Hus", "Acme", 50], ["VUNNA"], ["Bro", "Bolt", 12]]
    assert [(deal.fields.status.value, deal.fields.stage) for deal in plan_rows(rows).deals] == [
        ("open", "offert"), ("won", None)
    ]  # fmt: skip


def test_names_with_the_word_for_an_outcome_in_them_are_names(plan_rows: Callable[..., ImportPlan]) -> None:
    plan = plan_rows([["Jae Won" if row[0] == "Ann Baker" else row[0], *row[1:3]] for row in GROUPED])
    assert {deal.fields.status.value for deal in plan.deals} == {"open"}
    assert (plan.stages, [question for question, *_rest in asked(plan)]) == (
        (), ["who or what is named above the rows (“Jae Won”, “Bob Carter”)?"]
    )  # fmt: skip
    # Of these two nobody is called so
    jobs: list[list[object]] = [HEADER]
    for name in ("WON JOBS", "LOST JOBS", "NEXT JOBS"):
        jobs += [[name], *GROUPED[6:9]]
    jobs = [row[:3] for row in jobs]
    assert [deal.fields.status.value for deal in plan_rows(jobs).deals] == [
        "won",
        "won",
        "lost",
        "lost",
        "open",
        "open",
    ]


def test_a_deal_whose_title_has_a_colon_stays_a_deal(plan_rows: Callable[..., ImportPlan]) -> None:
    rows = [HEADER, ["ERP", "Acme", 50, "New"], ["Hotel: new bathrooms"], ["Plan", "Bolt", 12, "New"]]
    assert [title for title, _owner in owners(plan_rows(rows))] == ["ERP", "Hotel: new bathrooms", "Plan"]


def test_sheets_that_bear_names_are_asked_about_like_them(write_book: WriteBook) -> None:
    def plan(*names: str, **said: str) -> ImportPlan:
        sheets = {name: [HEADER, [f"Job of {name}", "Acme", 5, "New"]] for name in names}
        return plan_import(read_tables(write_book(sheets)), ImportOptions(currency="EUR", mapping=said), Known())

    words = "after whom or what are the sheets named (“Anna”, “Ben”)?"
    assert asked(plan("Anna", "Ben")) == [(words, "nothing", ("owner", "product", "label", "ignore"))]
    assert [deal.fields.owner for deal in plan("Anna", "Ben", Sheet="owner").deals] == ["anna", "ben"]
    assert asked(plan("Tabelle1", "Tabelle2")) == []
    assert asked(plan("2024", "2025")) == []
