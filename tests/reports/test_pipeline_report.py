"""The report says what the overview holds."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_pipeline.metrics.selection import Selection
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.lists import read_pipelines
from desktop_pipeline.reports.content import ReportContent, SectionName, Table
from desktop_pipeline.reports.figures import name_figures
from desktop_pipeline.reports.gathering import Findings, gather_findings
from desktop_pipeline.reports.pipeline import Printed
from desktop_pipeline.reports.spans import SpanName, find_span
from tests.reports.companies import Record, find_out, make_company, make_words
from tests.workspaces import Desk, make_desk

WORDS = make_words()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_company(tmp_path, [("Ann", Record(6, 4)), ("Ben", Record(1, 2))], open_deals=3)
    with made.workspace:
        yield made


def report_of(desk: Desk, findings: Findings) -> ReportContent:
    today = desk.clock().date()
    return findings.report(Printed(desk.clock(), today, desk.path, owner="Ann & Söhne <Ltd>"), WORDS)


def table_of(content: ReportContent, name: SectionName) -> Table:
    return next(section for section in content.sections if isinstance(section, Table) and section.name is name)


def test_its_figures_are_those_of_the_screen(desk: Desk) -> None:
    findings = find_out(desk)
    content = report_of(desk, findings)
    assert content.figures == name_figures(findings.overview, findings.before, WORDS)


def test_the_story_tells_what_is_open_and_what_was_closed(desk: Desk) -> None:
    story = " ".join(report_of(desk, find_out(desk)).story)
    assert story.startswith("3 open deals are worth €7,500.")
    assert "Of 13 deals closed" in story
    assert "7 were won, 54\N{NO-BREAK SPACE}% (29 to 77\N{NO-BREAK SPACE}%), worth €7,000." in story


def test_the_stage_table_adds_up_to_the_pipeline(desk: Desk) -> None:
    findings = find_out(desk)
    stages = table_of(report_of(desk, findings), SectionName.STAGES)
    total = stages.lines[-1]
    assert total.is_total
    assert total.cells[1:3] == (str(findings.overview.active.deals), "€7,500")
    assert sum(int(line.cells[1]) for line in stages.lines[:-1]) == findings.overview.active.deals
    assert findings.overview.active.weighted is not None
    assert total.cells[3] == WORDS.formats.rounded_money(findings.overview.active.weighted, "EUR")


def test_under_an_owner_filter_the_stage_table_is_that_owners(desk: Desk) -> None:
    ann = desk.id_of("owner", "Ann")
    desk.deal("Ann's own", value=40_000, owner_id=ann)
    today = desk.clock().date()
    findings = gather_findings(
        Figures(desk.workspace),
        read_pipelines(desk.workspace),
        find_span(SpanName.TWELVE_MONTHS, today),
        today,
        Selection(owner=ann),
    )
    total = table_of(report_of(desk, findings), SectionName.STAGES).lines[-1]
    assert total.cells[1:3] == (str(findings.overview.active.deals), "€400") == ("1", "€400")


def test_owners_stand_by_the_lower_end_of_their_range_with_counts_where_few(desk: Desk) -> None:
    owners = table_of(report_of(desk, find_out(desk)), SectionName.OWNERS)
    assert [(line.cells[0], line.cells[4], line.cells[5]) for line in owners.lines] == [
        ("Ann", "60\N{NO-BREAK SPACE}%", "31 to 83\N{NO-BREAK SPACE}%"),
        ("Ben", "1 of 3", ""),
        ("No owner", "–", ""),
        ("All", "54\N{NO-BREAK SPACE}%", "29 to 77\N{NO-BREAK SPACE}%"),
    ]
    assert "1 without deals not shown" in owners.caption


def test_a_past_period_has_no_table_of_todays_stages(desk: Desk) -> None:
    content = report_of(desk, find_out(desk, SpanName.LAST_YEAR))
    assert SectionName.STAGES not in {section.name for section in content.sections}


def test_the_foot_names_file_time_and_filter(desk: Desk) -> None:
    content = report_of(desk, find_out(desk))
    assert content.printed == "Printed 16 Jan 2026, 09:00, from deals.pipeline"
    assert content.filters.startswith("Filter: Ann & Söhne <Ltd>, all products. Amounts in EUR")


def test_sections_can_be_left_out(desk: Desk) -> None:
    content = report_of(desk, find_out(desk))
    left = content.without(frozenset({SectionName.HOW, SectionName.STAGES}))
    assert {section.name for section in left.sections} == {SectionName.WON, SectionName.OWNERS, SectionName.PRODUCTS}


def test_an_empty_workspace_has_a_report_without_figures(tmp_path: Path) -> None:
    empty = make_desk(tmp_path, "empty.pipeline")
    with empty.workspace:
        content = report_of(empty, find_out(empty))
    assert content.story[0] == "No deal is open."
    assert [figure.value for figure in content.figures] == ["0", "€0", "€0", "–", "–", "–"]
