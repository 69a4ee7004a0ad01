"""The report says what the overview holds."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_pipeline.actions.activities import plan_activity
from desktop_pipeline.actions.deals import lose_deals
from desktop_pipeline.actions.targets import set_target
from desktop_pipeline.domain.targets import Target, TargetMeasure, TargetScope, TargetSpan
from desktop_pipeline.metrics.selection import Selection
from desktop_pipeline.reports.asked import ReportKind
from desktop_pipeline.reports.content import ReportContent, SectionName, Table
from desktop_pipeline.reports.gathering import ReportFindings
from desktop_pipeline.reports.kinds.pipeline import Printed
from desktop_pipeline.reports.spans import SpanName
from tests.reports.companies import Record, find_out, make_company, make_words
from tests.reports.makings import make, titles_of
from tests.workspaces import Desk, make_desk

WORDS = make_words()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_company(tmp_path, [("Ann", Record(6, 4)), ("Ben", Record(1, 2))], open_deals=3)
    with made.workspace:
        yield made


def report_of(desk: Desk, findings: ReportFindings) -> ReportContent:
    today = desk.clock().date()
    return findings.report(Printed(desk.clock(), today, desk.path, owner="Ann & Söhne <Ltd>"), WORDS)


def table_of(content: ReportContent, name: SectionName) -> Table:
    return next(section for section in content.sections if isinstance(section, Table) and section.name is name)


def test_its_figures_are_those_of_the_screen(desk: Desk) -> None:
    findings = find_out(desk)
    content = report_of(desk, findings)
    assert content.figures == findings.base.figures(WORDS)


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
    assert total.cells[1:3] == (str(findings.base.overview.active.deals), "€7,500")
    assert sum(int(line.cells[1]) for line in stages.lines[:-1]) == findings.base.overview.active.deals
    assert findings.base.overview.active.weighted is not None
    assert total.cells[3] == WORDS.formats.rounded_money(findings.base.overview.active.weighted, "EUR")


def test_under_an_owner_filter_the_stage_table_is_that_owners(desk: Desk) -> None:
    ann = desk.id_of("owner", "Ann")
    desk.deal("Ann's own", value=40_000, owner_id=ann)
    findings = find_out(desk, selection=Selection(owner=ann))
    total = table_of(report_of(desk, findings), SectionName.STAGES).lines[-1]
    assert total.cells[1:3] == (str(findings.base.overview.active.deals), "€400") == ("1", "€400")


def test_owners_stand_by_the_lower_end_of_their_range_with_counts_where_few(desk: Desk) -> None:
    owners = table_of(report_of(desk, find_out(desk)), SectionName.OWNERS)
    assert [(line.cells[0], line.cells[4], line.cells[5]) for line in owners.lines] == [
        ("Ann", "60\N{NO-BREAK SPACE}%", "31 to 83\N{NO-BREAK SPACE}%"),
        ("Ben", "1 of 3", ""),
        ("No owner", "–", ""),
        ("All", "54\N{NO-BREAK SPACE}%", "29 to 77\N{NO-BREAK SPACE}%"),
    ]
    assert "1 without deals not shown" in owners.caption


def test_the_stages_of_a_past_period_are_those_of_its_last_day(desk: Desk) -> None:
    stages = table_of(report_of(desk, find_out(desk, SpanName.LAST_YEAR)), SectionName.STAGES)
    # Nothing was open before the company began.
    assert stages.lines[-1].cells == ("All", "0", "€0", "€0", "0")
    desk.later(days=40)
    desk.deal("Later than the month that is asked for")
    last_month = table_of(report_of(desk, find_out(desk, SpanName.LAST_MONTH)), SectionName.STAGES)
    assert last_month.lines[-1].cells[1:3] == ("3", "€7,500")


def test_the_foot_names_file_time_and_filter(desk: Desk) -> None:
    content = report_of(desk, find_out(desk))
    assert content.printed == "Printed 16 Jan 2026, 09:00, from deals.pipeline"
    assert content.filters.startswith("Filter: Ann & Söhne <Ltd>, all products. Amounts in EUR")


def test_sections_can_be_left_out(desk: Desk) -> None:
    content = report_of(desk, find_out(desk))
    left = content.without(frozenset({SectionName.HOW, SectionName.STAGES}))
    names = {section.name for section in content.sections}
    assert {SectionName.HOW, SectionName.STAGES} < names
    assert {section.name for section in left.sections} == names - {SectionName.HOW, SectionName.STAGES}


def test_an_empty_workspace_has_a_report_without_figures(tmp_path: Path) -> None:
    empty = make_desk(tmp_path, "empty.pipeline")
    with empty.workspace:
        content = report_of(empty, find_out(empty))
    assert content.story[0] == "No deal is open."
    assert [figure.value for figure in content.figures] == ["0", "€0", "€0", "–", "–", "–", "–", "–"]


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (500_000, "The target of €5,000 for January is reached: €7,000 is won."),
        (
            5_000_000_000,
            "The target of €50,000,000 for January is unlikely (0\N{NO-BREAK SPACE}%): €7,000 is already won.",
        ),
    ],
)
def test_the_story_says_how_the_target_stands(desk: Desk, amount: int, said: str) -> None:
    month = desk.clock().date().replace(day=1)
    set_target(desk.workspace, Target(TargetScope.COMPANY, None, TargetSpan.MONTH, month, TargetMeasure.MONEY, amount))
    content = report_of(desk, find_out(desk))
    assert said in content.story
    heads = [column.head for column in table_of(content, SectionName.FORECAST).columns]
    assert heads[-2:] == ["Target", "Chance"]


def test_without_a_target_there_is_no_column_of_targets(desk: Desk) -> None:
    heads = [column.head for column in table_of(report_of(desk, find_out(desk)), SectionName.FORECAST).columns]
    assert heads[-1] == "1 in 10 above"


def test_steps_of_few_deals_are_told_by_their_counts(desk: Desk) -> None:
    """METRICS §0: below five no percentage."""
    ben = find_out(desk, selection=Selection(owner=desk.id_of("owner", "Ben")))
    first = table_of(report_of(desk, ben), SectionName.STEPS).lines[0]
    assert first.cells[1:7] == ("3", "1", "2", "0", "1 of 3", "")
    every = table_of(report_of(desk, find_out(desk)), SectionName.STEPS).lines[0]
    assert every.cells[1:7] == ("16", "7", "6", "3", "54\N{NO-BREAK SPACE}%", "29 to 77\N{NO-BREAK SPACE}%")


def test_reasons_stand_with_their_share_and_what_was_no_real_deal_without(desk: Desk) -> None:
    unreal = desk.deal("Twice")
    lose_deals(desk.workspace, [unreal], reason_id=desk.reason("Duplicate or test"), at=desk.later())
    lines = table_of(report_of(desk, find_out(desk)), SectionName.REASONS).lines
    assert [line.cells[0::2][:2] for line in lines] == [("Price", "6"), ("Duplicate or test", "1"), ("All", "6")]
    assert [line.cells[3] for line in lines] == ["100\N{NO-BREAK SPACE}%", "", ""]


def test_deals_that_need_a_decision_stand_largest_first_with_the_reasons(desk: Desk) -> None:
    late = desk.deal("Late and large", value=900_000, expected_close_on=desk.clock().date())
    today = desk.clock().date()
    plan_activity(desk.workspace, kind="call", subject="Call", at=desk.clock(), deal_id=late, due_on=today)
    desk.deal("Without a value", value=None)
    desk.later(days=3)
    looked = table_of(report_of(desk, find_out(desk)), SectionName.LOOK_AT)
    assert [line.cells[0] for line in looked.lines] == [
        "Late and large",
        "Open 0",
        "Open 1",
        "Open 2",
        "Without a value",
        "5 deals",
    ]
    assert looked.lines[0].cells[-1] == "next step 3 d late, close 3 d late and 1 more"
    assert looked.lines[1].cells[-1].endswith("no next step")
    assert looked.lines[4].cells[-2:] == ("–", "no next step, no value")
    assert looked.lines[-1].cells[-2] == "€16,500"


def test_reasons_of_an_earlier_day_are_those_that_were_known_then(desk: Desk) -> None:
    desk.later(days=40)
    desk.deal("Later", value=None)
    looked = table_of(report_of(desk, find_out(desk, SpanName.LAST_MONTH)), SectionName.LOOK_AT)
    assert [line.cells[0] for line in looked.lines] == ["Open 0", "Open 1", "Open 2", "3 deals"]
    assert looked.lines[0].cells[-1] == "no next step, long in the stage"


def test_without_an_open_deal_nothing_needs_a_decision(tmp_path: Path) -> None:
    with make_desk(tmp_path, "empty.pipeline").workspace as workspace:
        content = make(workspace, ReportKind.PIPELINE)
    assert titles_of(content) == ["Pipeline by stage", "Forecast", "Won each month", "How the numbers are made"]


def test_the_foot_names_every_filter(desk: Desk) -> None:
    with desk.journal.change("Source") as draft:
        draft.execute("insert into source (name, is_active) values ('Referral', 1)")
    selection = Selection(
        pipeline=desk.id_of("pipeline", "New business"),
        owner=desk.id_of("owner", "Ann"),
        source=desk.id_of("source", "Referral"),
        label=-1,
    )
    content = make(desk.workspace, ReportKind.PIPELINE, selection=selection)
    assert content.filters == (
        "Filter: Ann, all products, pipeline New business, source Referral, no label. Amounts in EUR, as entered."
    )
    assert content.subject == "Pipeline report, last 12 months, as of 16 Jan 2026"
    nobody = make(desk.workspace, ReportKind.PIPELINE, selection=Selection(owner=-1, source=-1))
    assert nobody.filters.startswith("Filter: no owner, all products, source none.")
