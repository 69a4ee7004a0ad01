"""The activity report: what was done by whom, what is planned, what is late."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from desktop_pipeline.actions.activities import finish_activity, plan_activity
from desktop_pipeline.actions.deals import delete_deals
from desktop_pipeline.domain.periods import Period
from desktop_pipeline.metrics.selection import Selection
from desktop_pipeline.queries.agenda import AgendaFilter, AgendaSpan
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.reports.asked import ReportAsked, ReportKind
from desktop_pipeline.reports.content import BarChart, ReportContent, SectionName
from desktop_pipeline.reports.lists.activity_findings import MOST_LISTED
from desktop_pipeline.reports.spans import SpanName, find_span, span_of
from desktop_pipeline.storage.workspace import open_workspace
from tests.made_once import write_sample
from tests.reports.asking import CANARY, ask, column_of, names_of, tables_of
from tests.reports.makings import figures_of, notes_of, rows_of, tell, titles_of
from tests.workspaces import Desk, make_desk

ALL = AgendaFilter(AgendaSpan.ALL)
EVERYTHING = ReportAsked(ReportKind.ACTIVITIES, agenda=ALL)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    with made.workspace:
        yield made


def report(desk: Desk, asked: ReportAsked = EVERYTHING) -> ReportContent:
    return ask(desk.workspace, asked)


def do(desk: Desk, kind: str, owner: str, subject: str = "", result: str = "", deal_id: int | None = None) -> None:
    planned = plan_activity(
        desk.workspace, kind=kind, subject=subject, at=desk.now, owner_id=desk.id_of("owner", owner), deal_id=deal_id
    )
    finish_activity(desk.workspace, planned, at=desk.now, result=result)


def plan(desk: Desk, subject: str, day: date | None, owner: str = "Ann") -> int:
    return plan_activity(
        desk.workspace,
        kind="call",
        subject=subject,
        at=desk.now,
        due_on=day,
        owner_id=desk.id_of("owner", owner),
    )


def test_it_counts_what_was_done_by_owner_and_kind(desk: Desk) -> None:
    for kind, owner in (("call", "Ann"), ("call", "Ann"), ("email", "Ann"), ("call", "Ben"), ("visit", "Ben")):
        do(desk, kind, owner)
    plan(desk, "Ring back", date(2026, 1, 2), "Ben")
    content = report(desk)
    (table,) = tables_of(content, SectionName.OWNERS)
    assert rows_of(table) == {
        "Ann": {"Owner": "Ann", "Call": "2", "E-mail": "1", "Visit": "0", "Done": "3", "Late": "0"},
        "Ben": {"Owner": "Ben", "Call": "1", "E-mail": "0", "Visit": "1", "Done": "2", "Late": "1"},
        "All": {"Owner": "All", "Call": "3", "E-mail": "1", "Visit": "1", "Done": "5", "Late": "1"},
    }
    today, first = "5 Jan 2026", "6 Jan 2025"
    assert content.subject == f"Activities, last 12 months, as of {today}"
    assert tell(content) == (
        f"5 activities done ({first} to {today}): Call 3, E-mail 1, Visit 1. Ann did most, 3."
        " 1 planned activity is late."
    )
    chart = next(section for section in content.sections if isinstance(section, BarChart))
    assert [(row.name, row.value) for row in chart.rows] == [("Call", 3), ("E-mail", 1), ("Visit", 1)]


def test_its_counts_are_those_of_the_page_people(tmp_path: Path) -> None:
    path = tmp_path / "sample.pipeline"
    write_sample(path, today=date(2026, 6, 9))
    with open_workspace(path, read_only=True) as workspace:
        figures, today = Figures(workspace), workspace.today()
        for span, selection in (
            (find_span(SpanName.TWELVE_MONTHS, today), Selection()),
            (find_span(SpanName.LAST_QUARTER, date(2026, 6, 9)), Selection(pipeline=1)),
            (span_of(Period(date(2025, 3, 1), date(2025, 9, 1))), Selection(product=2)),
        ):
            asked = ReportAsked(ReportKind.ACTIVITIES, span=span, selection=selection, agenda=ALL)
            (table,) = tables_of(ask(workspace, asked), SectionName.OWNERS)
            lines = figures.owners(span.as_of, span.period, selection).lines
            told = {line.figures.name or "No owner": (line.done, line.overdue) for line in lines}
            rows = rows_of(table)
            total = rows.pop("All")
            assert {name: (int(row["Done"]), int(row["Late"])) for name, row in rows.items()} == {
                name: counts for name, counts in told.items() if any(counts)
            }
            assert int(total["Done"]) == sum(done for done, _late in told.values()) > 0


def test_only_the_owners_and_kinds_that_were_asked_for_are_counted_and_listed(desk: Desk) -> None:
    for kind, owner in (("call", "Ann"), ("email", "Ann"), ("call", "Ben")):
        do(desk, kind, owner, subject=f"{kind} {owner}")
    agenda = replace(ALL, owner_ids=frozenset({desk.id_of("owner", "Ann")}), kinds=frozenset({"call"}))
    content = report(desk, ReportAsked(ReportKind.ACTIVITIES, agenda=agenda))
    assert figures_of(content)["Done"] == "1"
    assert names_of(tables_of(content, SectionName.DONE)[0]) == ["call Ann"]
    assert content.filters == "Filter: Ann, Call."


def test_what_is_planned_stands_in_the_order_of_the_screen_with_its_day(desk: Desk) -> None:
    plan(desk, "Late", date(2026, 1, 2))
    plan(desk, "Some day", None)
    plan(desk, "Tomorrow", date(2026, 1, 6))
    (table,) = tables_of(report(desk), SectionName.PLANNED)
    assert names_of(table) == ["Late", "Tomorrow", "Some day"]
    assert column_of(table, "Due") == ["Fri 2 Jan, late", "Tue 6 Jan", "no date"]


def test_what_was_done_is_told_with_its_result_the_newest_first(desk: Desk) -> None:
    deal = desk.deal("Oak table", person="Ines")
    do(desk, "call", "Ann", "First talk", "Wants a price.", deal)
    desk.later(days=1)
    do(desk, "email", "Ben", "The price", deal_id=deal)
    (table,) = tables_of(report(desk), SectionName.DONE)
    assert [line.cells[:3] for line in table.lines] == [
        ("The price", "E-mail", "Oak table"),
        ("First talk", "Call", "Oak table"),
    ]
    assert column_of(table, "Result") == ["", "Wants a price."]
    assert column_of(table, "Done") == ["6 Jan 2026", "5 Jan 2026"]


def test_what_was_done_for_a_deal_in_the_bin_counts_and_is_not_listed(desk: Desk) -> None:
    deal = desk.deal("Oak table")
    do(desk, "call", "Ann", "Kept")
    do(desk, "call", "Ann", "Gone", deal_id=deal)
    delete_deals(desk.workspace, [deal], at=desk.later())
    content = report(desk)
    assert names_of(tables_of(content, SectionName.DONE)[0]) == ["Kept"]
    assert figures_of(content)["Done"] == "2"
    assert notes_of(content)["Left out"] == "1 more was done for a deal or contact in the bin and is not listed."


def test_a_long_list_is_cut_to_the_newest_and_says_so(desk: Desk) -> None:
    with desk.journal.change("Many", sealed=True) as draft:
        for number in range(MOST_LISTED + 5):
            at = int((desk.now - timedelta(hours=number)).timestamp()) * 1_000_000
            draft.execute(
                "insert into activity (kind, subject, created_at, done_at) values ('call', ?, ?, ?)",
                (f"Call {number}", at, at),
            )
    (table,) = tables_of(report(desk), SectionName.DONE)
    assert names_of(table) == [f"Call {number}" for number in range(MOST_LISTED)]
    assert table.caption == "The latest 300 of 305; a shorter period lists them all."
    done = ReportAsked(ReportKind.ACTIVITIES, agenda=AgendaFilter(AgendaSpan.DONE))
    assert len(tables_of(report(desk, done), SectionName.DONE)[0].lines) == MOST_LISTED + 5


def test_as_of_a_past_day_nothing_planned_is_told(desk: Desk) -> None:
    plan(desk, "Ring back", date(2026, 1, 6))
    do(desk, "call", "Ann")
    desk.later(days=40)
    do(desk, "call", "Ann")
    span = span_of(Period(date(2026, 1, 1), date(2026, 1, 9)))
    content = report(desk, ReportAsked(ReportKind.ACTIVITIES, span=span, agenda=ALL))
    assert tables_of(content, SectionName.PLANNED) == []
    assert "Planned" not in figures_of(content)
    assert figures_of(content)["Done"] == "1"
    assert notes_of(content)["Left out"] == "What is planned is known as of today only and is not listed."


def test_nothing_done_is_said(desk: Desk) -> None:
    content = report(desk)
    assert tell(content) == "Nothing was done in this period."
    assert titles_of(content) == ["How the numbers are made"]


def test_words_of_others_stay_as_they_were_typed(desk: Desk) -> None:
    do(desk, "call", "Ann", CANARY, CANARY)
    (table,) = tables_of(report(desk), SectionName.DONE)
    assert (names_of(table), column_of(table, "Result")) == ([CANARY], [CANARY])
