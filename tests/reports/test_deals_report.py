"""The printed list of deals: as it was filtered, sorted and grouped, every deal once, sums currency by currency."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from desktop_pipeline.actions.activities import plan_activity
from desktop_pipeline.actions.currencies import add_currency, add_rate
from desktop_pipeline.actions.custom_fields import add_field
from desktop_pipeline.actions.custom_values import set_custom_value
from desktop_pipeline.actions.deals import create_deal, delete_deals, lose_deals, win_deals
from desktop_pipeline.domain.custom_fields import FieldKind, FieldSubject
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.periods import trailing_year
from desktop_pipeline.metrics.telling.document import to_document
from desktop_pipeline.queries.deal_question import DealQuestion, GroupKey, Sort, SortKey
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.settings import FieldRow, read_field_rows
from desktop_pipeline.reports.asked import ReportAsked, ReportKind
from desktop_pipeline.reports.content import ReportContent, SectionName, Table
from desktop_pipeline.reports.making import Making
from desktop_pipeline.reports.making_kinds import make_report
from desktop_pipeline.storage.workspace import open_workspace
from desktop_pipeline.ui.deals.columns import make_columns
from desktop_pipeline.ui.formats import Formats
from tests.made_once import write_sample
from tests.reports.asking import CANARY, HEBREW, WORD, WORDS, ask, column_of, names_of, tables_of
from tests.reports.companies import ENGLISH
from tests.reports.makings import figures_of, notes_of, tell
from tests.workspaces import Desk, make_desk

EVERY = DealQuestion(status=None)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    with made.workspace:
        yield made


def list_deals(desk: Desk, question: DealQuestion = EVERY, *columns: str) -> ReportContent:
    return ask(desk.workspace, ReportAsked(ReportKind.DEALS, deals=question, columns=columns))


def foreign(desk: Desk, title: str, minor: int, currency: str) -> int:
    return create_deal(
        desk.workspace, title=title, stage_id=desk.stages()[0], at=desk.now, value=Money(minor, currency)
    )


def totals_of(table: Table) -> list[str]:
    """What the total lines say under the values."""
    place = [column.head for column in table.columns].index("Value")
    return [line.cells[place] for line in table.lines if line.is_total]


def test_every_deal_stands_once_and_none_of_the_bin(desk: Desk) -> None:
    ids = [desk.deal(f"Deal {number}", stage=number % 3) for number in range(507)]
    delete_deals(desk.workspace, ids[7:9], at=desk.later())
    for group in (None, *GroupKey):
        tables = tables_of(list_deals(desk, DealQuestion(status=None, group=group)), SectionName.DEALS)
        listed = [name for table in tables for name in names_of(table)]
        assert sorted(listed) == sorted(f"Deal {number}" for number in range(507) if number not in {7, 8}), group


def test_it_is_filtered_sorted_and_says_so(desk: Desk) -> None:
    ann = desk.id_of("owner", "Ann")
    for title, value in (("Oak", 300), ("Ash", 100), ("Elm", None), ("Yew", 200)):
        desk.deal(title, value=value, owner_id=ann)
    desk.deal("Not hers", owner_id=desk.id_of("owner", "Ben"))
    question = DealQuestion(
        owner_ids=frozenset({ann}), text="e", closes_to=None, sorts=(Sort(SortKey.VALUE, descending=True),)
    )
    content = list_deals(desk, question)
    (table,) = tables_of(content, SectionName.DEALS)
    assert names_of(table) == ["Yew", "Elm"]
    assert table.caption == "Sorted by Value (descending)."
    assert content.filters == "Filter: open, Ann, with “e”."
    assert content.subtitle == "Ann, with “e”, as of 5 Jan 2026, prepared by Ann"
    assert content.title == "Open deals"


def test_sums_are_made_currency_by_currency_and_tell_what_is_not_in_them(desk: Desk) -> None:
    desk.deal("Oak", value=120_050)
    desk.deal("Elm", value=30_000)
    desk.deal("Ash", value=None)
    foreign(desk, "Yew", 100_000, "GBP")
    foreign(desk, "Fir", 700, "CHF")
    pounds = add_currency(desk.workspace, "GBP")
    add_rate(desk.workspace, pounds, from_on=date(2025, 1, 1), rate=Decimal("1.2"))
    content = list_deals(desk)
    (table,) = tables_of(content, SectionName.DEALS)
    assert [line.cells[0] for line in table.lines if line.is_total] == ["EUR, 3 deals", "CHF, 1 deal", "GBP, 1 deal"]
    assert totals_of(table) == ["€1,500.50", "CHF\N{NO-BREAK SPACE}7", "£1,000"]
    (sums,) = tables_of(content, SectionName.SUMS)
    assert [line.cells for line in sums.lines] == [
        ("EUR", "3", "1", "€1,500.50", "€1,500.50"),
        ("CHF", "1", "0", "CHF\N{NO-BREAK SPACE}7", "–"),
        ("GBP", "1", "0", "£1,000", "€1,200"),
        ("Together", "5", "1", "", "€2,700.50"),
    ]
    assert notes_of(content)["Left out"] == (
        "1 deal has no value and is left out of the sums. "
        "1 deal has no exchange rate and is left out of the sum of all."
    )


def test_groups_stand_in_the_order_of_the_screen_each_with_its_sum(desk: Desk) -> None:
    for stage, title in ((2, "Oak"), (0, "Elm"), (2, "Ash")):
        desk.deal(title, stage=stage, value=100_000)
    names = [row[0] for row in desk.workspace.rows("select name from stage where is_open order by position")]
    tables = tables_of(list_deals(desk, DealQuestion(group=GroupKey.STAGE)), SectionName.DEALS)
    assert [table.title for table in tables] == [names[0], names[2]]
    assert "Stage" not in [column.head for column in tables[0].columns]
    assert [table.lines[-1].cells[:1] for table in tables] == [("1 deal",), ("2 deals",)]
    assert [totals_of(table) for table in tables] == [["€1,000"], ["€2,000"]]


def test_the_columns_are_those_that_were_asked_for(desk: Desk) -> None:
    desk.deal("Oak", person="Ines")
    (table,) = tables_of(list_deals(desk, EVERY, "person", "value", "custom 99"), SectionName.DEALS)
    assert [column.head for column in table.columns] == ["Deal", "Person", "Value"]
    assert table.lines[0].cells == ("Oak", "Ines", "€1,200")


def test_paper_knows_every_column_of_the_table_on_screen(desk: Desk) -> None:
    deal = desk.deal("Oak")
    for kind, value in (
        (FieldKind.TEXT, "as typed"),
        (FieldKind.NUMBER, Decimal("2.50")),
        (FieldKind.MONEY, Money(120_050, "GBP")),
        (FieldKind.DATE, date(2026, 3, 1)),
        (FieldKind.YES_NO, True),
    ):
        field_id = add_field(desk.workspace, FieldSubject.DEAL, kind.value, kind)
        set_custom_value(desk.workspace, field_id, FieldSubject.DEAL, deal, value)
    rows: list[tuple[FieldRow, dict[int, str]]] = [
        (row, {}) for row in read_field_rows(desk.workspace, FieldSubject.DEAL)
    ]
    shown = make_columns(Formats(ENGLISH), desk.workspace.today, rows)
    (table,) = tables_of(list_deals(desk, EVERY, *(column.key for column in shown)), SectionName.DEALS)
    assert [column.head for column in table.columns] == [column.head for column in shown]
    assert table.lines[0].cells[-5:] == ("as typed", "2.5", "£1,200.50", "1 Mar 2026", "Yes")
    assert table.lines[0].values[-5:] == ("as typed", 2.5, Money(120_050, "GBP"), date(2026, 3, 1), "Yes")


def test_won_and_lost_deals_are_told_with_what_matters_there(desk: Desk) -> None:
    won, lost = desk.deal("Oak"), desk.deal("Elm")
    at = desk.later(days=3)
    win_deals(desk.workspace, [won], at=at)
    lose_deals(desk.workspace, [lost], reason_id=desk.reason(), at=at)
    (table,) = tables_of(list_deals(desk, DealQuestion(status=DealStatus.LOST)), SectionName.DEALS)
    assert column_of(table, "Lost reason") == ["Price"]
    assert column_of(table, "Closed") == ["8 Jan 2026"]
    content = list_deals(desk, DealQuestion(status=DealStatus.WON))
    assert content.title == "Won deals"
    assert "Weighted value" not in figures_of(content)


def test_the_story_tells_what_has_no_next_step_and_what_is_late(desk: Desk) -> None:
    deals = [desk.deal(title, value=value) for title, value in (("Oak", 500_000), ("Elm", 1), ("Ash", 2), ("Yew", 3))]
    for deal_id, day in zip(deals, (date(2026, 1, 2), date(2026, 1, 2), date(2026, 2, 1)), strict=False):
        plan_activity(desk.workspace, kind="call", subject="", deal_id=deal_id, due_on=day, at=desk.now)
    content = list_deals(desk)
    assert tell(content) == (
        "4 deals, together worth €5,000. The largest is Oak, €5,000. 1 has no next step, for 2 it is late."
    )
    (table,) = tables_of(content, SectionName.DEALS)
    content_steps = dict(zip(names_of(table), column_of(table, "Status"), strict=True))
    assert set(content_steps.values()) == {"Open"}
    (table,) = tables_of(list_deals(desk, DealQuestion()), SectionName.DEALS)
    steps = dict(zip(names_of(table), column_of(table, "Next step"), strict=True))
    assert steps == {
        "Oak": "Call, Fri 2 Jan, late",
        "Elm": "Call, Fri 2 Jan, late",
        "Ash": "Call, Sun 1 Feb",
        "Yew": "No next step",
    }


def test_nothing_to_list_is_said_and_nothing_is_claimed(desk: Desk) -> None:
    content = list_deals(desk)
    assert tell(content) == "No deal fits what was asked for."
    assert content.figures == ()
    (table,) = tables_of(content, SectionName.DEALS)
    assert (table.caption, table.lines) == ("There are none.", ())


def test_deals_of_unknown_value_are_worth_nothing_known(desk: Desk) -> None:
    desk.deal("Oak", value=None)
    content = list_deals(desk)
    assert tell(content) == "1 deal; what it is worth is not known. 1 has no next step."
    assert figures_of(content)["Value"] == "–"
    assert totals_of(tables_of(content, SectionName.DEALS)[0]) == ["–"]


def test_a_column_in_which_nothing_stands_is_left_out_unless_somebody_chose_it(desk: Desk) -> None:
    desk.deal("Oak", owner_id=desk.id_of("owner", "Ann"))
    (usual,) = tables_of(list_deals(desk, DealQuestion()), SectionName.DEALS)
    assert [column.head for column in usual.columns] == ["Deal", "Stage", "Value", "Owner", "Next step", "In stage"]
    (chosen,) = tables_of(list_deals(desk, DealQuestion(), "title", "organisation"), SectionName.DEALS)
    assert [column.head for column in chosen.columns] == ["Deal", "Organisation"]


def test_names_of_others_stay_as_they_were_typed(desk: Desk) -> None:
    for title in (CANARY, HEBREW, WORD):
        desk.deal(title, organisation=title, value=1)
    (table,) = tables_of(list_deals(desk), SectionName.DEALS)
    assert names_of(table) == column_of(table, "Organisation") == [WORD, HEBREW, CANARY]


def test_it_carries_the_figures_of_metrics(tmp_path: Path) -> None:
    path = tmp_path / "sample.pipeline"
    write_sample(path, today=date(2026, 6, 9))
    with open_workspace(path, read_only=True) as workspace:
        today = workspace.today()
        told = to_document(Figures(workspace).overview(today, trailing_year(today)))
        content = ask(workspace, ReportAsked(ReportKind.DEALS))
    active = told["active"]
    assert isinstance(active, dict)
    figures = figures_of(content)
    assert figures["Deals"] == str(active["deals"])
    assert figures["Value"] == f"€{Decimal(str(active['value'])):,.0f}"
    weighted = round(Decimal(str(active["weighted"])), -2)
    assert figures["Weighted value"] == f"€{weighted:,.0f}"


class GivenUpError(Exception):
    """Nobody waits any more."""


def test_making_can_be_given_up(desk: Desk) -> None:
    for number in range(3):
        desk.deal(f"Deal {number}")

    def stop(_done: int, _total: int) -> None:
        raise GivenUpError

    making = Making(desk.workspace, Figures(desk.workspace), ReportAsked(ReportKind.DEALS), WORDS, report=stop)
    with pytest.raises(GivenUpError):
        make_report(making)
