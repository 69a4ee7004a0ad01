"""The forecast, the win/loss analysis and the scorecards carry the figures of `metrics --json`, to the unit."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from desktop_pipeline.domain.money import Money, to_minor
from desktop_pipeline.domain.periods import trailing_year
from desktop_pipeline.metrics.selection import EVERYTHING, Selection
from desktop_pipeline.metrics.telling.document import BLANK
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.reports.asked import ReportKind
from desktop_pipeline.reports.content import (
    MonthsChart,
    PageOpening,
    RangeChart,
    ReportContent,
    Section,
    SectionName,
    StopChart,
    Table,
)
from desktop_pipeline.reports.said_values import DASH, FEWEST, round_average
from desktop_pipeline.reports.spans import SpanName, find_span, span_of
from desktop_pipeline.storage.workspace import Workspace, open_workspace
from tests.made_once import write_sample
from tests.program import run_program
from tests.reports.makings import WORDS, figures_of, make, pages_of, plain, rows_of, table_of, tell

MAVEN = ("sales_pipeline.csv", "accounts.csv", "products.csv", "sales_teams.csv")
Document = dict[str, Any]


@dataclass
class Company:
    """A workspace, the day it is asked about, and what the command line tells of it."""

    workspace: Workspace
    as_of: date
    told: Document
    made: dict[tuple[ReportKind, Selection], ReportContent] = field(default_factory=dict)

    @property
    def currency(self) -> str:
        return str(self.told["currency"])

    def ask(self, *options: str) -> Document:
        """What `metrics --json` says, also of a part."""
        ran = run_program("metrics", self.workspace.path, "--as-of", self.as_of, *options, "--json")
        assert (ran.code, ran.errors) == (0, "")
        document: Document = json.loads(ran.output)
        return document

    def report(self, kind: ReportKind, selection: Selection = EVERYTHING) -> ReportContent:
        """The report of the 12 months up to that day."""
        if (kind, selection) not in self.made:
            span = span_of(trailing_year(self.as_of), name=SpanName.TWELVE_MONTHS)
            self.made[kind, selection] = make(self.workspace, kind, span=span, selection=selection)
        return self.made[kind, selection]

    def minor(self, text: str | None) -> int | None:
        return None if text is None else to_minor(Decimal(text), self.currency)

    def money(self, text: str | None) -> str:
        minor = self.minor(text)
        return DASH if minor is None else plain(WORDS.formats.whole_money(minor, self.currency))

    def short(self, text: str) -> str:
        return plain(WORDS.formats.short_money(self.minor(text) or 0, self.currency))

    def rounded(self, text: str | None) -> str:
        minor = self.minor(text)
        return DASH if minor is None else plain(WORDS.formats.rounded_money(minor, self.currency))

    def average(self, text: str | None) -> str:
        minor = self.minor(text)
        if minor is None:
            return DASH
        return plain(WORDS.formats.whole_money(round_average(minor, self.currency), self.currency))

    def count(self, number: int) -> str:
        return WORDS.formats.number(number)

    def percent(self, share: float | None) -> str:
        return DASH if share is None else plain(WORDS.formats.percent(share))

    def rate(self, told: Mapping[str, Any]) -> str:
        """A win rate as a table shows it (METRICS §0)."""
        hits = round((told["value"] or 0) * told["n"])
        if told["value"] is None:
            return DASH
        return self.percent(told["value"]) if told["n"] >= FEWEST else f"{hits} of {told['n']}"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    path, day = tmp_path_factory.mktemp("sample") / "sample.pipeline", date(2026, 6, 9)
    write_sample(path, today=day)
    yield from _open(path, day)


@pytest.fixture(scope="module")
def maven(data_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """8,800 deals of 30 owners, of which no file tells stage, value of a loss or expected close."""
    path = tmp_path_factory.mktemp("maven") / "m.pipeline"
    files = [data_folder / "maven" / name for name in MAVEN]
    made = run_program("import", path, *files, "--stage-order", "Prospecting,Engaging", "--currency", "USD")
    assert made.code == 0, made.errors
    yield from _open(path, date(2018, 1, 1))


def _open(path: Path, day: date) -> Iterator[Company]:
    with open_workspace(path) as workspace:
        company = Company(workspace, day, {})
        company.told = company.ask()
        yield company


@pytest.fixture(params=["sample", "maven"])
def company(request: pytest.FixtureRequest) -> Company:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Company)
    return found


def test_each_month_ahead_is_told_as_on_the_command_line(company: Company) -> None:
    rows = rows_of(table_of(company.report(ReportKind.FORECAST), "Forecast"))
    for told in company.told["forecast"]["months"][:6]:
        row = rows[WORDS.month(date.fromisoformat(f"{told['month']}-01"))]
        assert [row[head] for head in ("Won", "Committed", "Best case")] == [
            company.money(told[key]) for key in ("won", "commit", "best_case")
        ]
        assert row["Weighted"] == company.rounded(told["weighted"])
        assert [row[head] for head in ("1 in 10 below", "Middle", "1 in 10 above")] == [
            company.short(told["with_new_business"][key]) for key in ("p10", "p50", "p90")
        ]


def test_what_is_in_no_month_stands_apart(company: Company) -> None:
    rows = rows_of(table_of(company.report(ReportKind.FORECAST), "Not in any month"))
    forecast = company.told["forecast"]
    there = {"Overdue": forecast["overdue"], "Without a date": forecast["undated"], "Later": forecast["later"]}
    assert rows == {
        name: {
            "Due": name,
            "Deals": company.count(told["deals"]),
            "Value": company.money(told["value"]),
            "Weighted": company.rounded(told["weighted"]),
        }
        for name, told in there.items()
        if told["deals"]
    }


def test_categories_add_up_to_what_the_months_say(sample: Company) -> None:
    rows = rows_of(table_of(sample.report(ReportKind.FORECAST), "How firmly it is counted on"))
    months = sample.told["forecast"]["months"]
    for head, key in (("Committed", "commit"), ("Best case", "best_case")):
        assert rows[head]["Value"] == sample.money(str(sum(Decimal(month[key] or 0) for month in months)))
    assert rows["All"]["Weighted"] == sample.rounded(str(sum(Decimal(month["weighted"] or 0) for month in months)))


def test_targets_are_told_with_pace_and_coverage(sample: Company) -> None:
    table = table_of(sample.report(ReportKind.FORECAST), "Targets that run now")
    told = {one["of"] or "Company": one for one in sample.told["targets"]}
    assert len(table.lines) == len(told) == len(sample.told["targets"])
    for whose, row in rows_of(table).items():
        one = told[whose]
        assert (row["Target"], row["Reached"]) == (sample.money(one["target"]), sample.money(one["reached"]))
        assert (row["Share"], row["Pace"]) == (sample.percent(one["attainment"]), sample.percent(one["pace"]))
        assert row["Gap"] == sample.money(one["gap"])
        assert row["Coverage"] == (DASH if one["coverage"] is None else f"{one['coverage']:.1f} ×")
        assert row["Wins needed"] == (DASH if one["wins_needed"] is None else str(one["wins_needed"]))


def test_how_far_each_method_was_off_is_that_of_the_backtest(company: Company) -> None:
    rows = rows_of(table_of(company.report(ReportKind.FORECAST), "How far each method was off"))
    methods = company.told["backtest"]["methods"]
    for name, key in (("Simulated", "simulated"), ("Weighted", "weighted"), ("Mean of the last 3 months", "naive")):
        assert rows[name]["Missed by"] == company.percent(methods[key]["wape"])
        assert rows[name]["Bias"] == company.percent(methods[key]["bias"])


def test_calls_are_held_against_what_came(sample: Company) -> None:
    table = table_of(sample.report(ReportKind.FORECAST), "Called, and what came")
    told = sample.told["backtest"]["calibration"]
    assert [line.cells[1:3] for line in table.lines] == [
        (WORDS.formats.percent(one["called"]), f"{round(one['won']['value'] * one['won']['n'])} of {one['won']['n']}")
        for one in told
    ]
    assert f"{sample.told['backtest']['brier']:.2f}" in table.caption


def test_the_win_loss_figures_are_those_of_the_command_line(company: Company) -> None:
    content, told = company.report(ReportKind.WIN_LOSS), company.told
    figures = figures_of(content)
    assert figures["Win rate"] == company.rate(told["win_rate"])
    assert figures["Win rate by value"] == company.percent(told["value_win_rate"]["value"])
    assert figures["Won"] == company.money(told["won"]["value"])
    assert figures["Average deal"] == company.average(told["deal_size"]["mean"])
    assert figures["Cycle length"] == WORDS.days(round(told["cycle"]["won"]["median"]))
    assert f"Of {company.count(told['win_rate']['n'])} deals closed" in tell(content)


def test_months_won_and_lost_are_those_of_the_command_line(company: Company) -> None:
    rows = rows_of(table_of(company.report(ReportKind.WIN_LOSS), "Month by month"))
    for month, told in company.told["won"]["by_month"].items():
        name = WORDS.month(date.fromisoformat(f"{month}-01"))
        row = rows.get(name, rows.get(f"{name}, in part"))
        if row is None:
            assert not told["deals"]
            continue
        assert (row["Won"], row["Won value"]) == (company.count(told["deals"]), company.money(told["value"]))
    closed = company.told["win_rate"]["n"]
    every = rows.pop("All")
    assert int(every["Won"].replace(",", "")) + int(every["Lost"].replace(",", "")) == closed
    for head in ("Won", "Lost"):
        assert sum(int(row[head].replace(",", "")) for row in rows.values()) == int(every[head].replace(",", ""))


@pytest.mark.parametrize("by", ["owner", "source", "product"])
def test_each_row_of_a_breakdown_is_that_of_the_command_line(company: Company, by: str) -> None:
    content, rows = company.report(ReportKind.WIN_LOSS), company.told["by"][by]
    named = {name: row for name, row in rows.items() if name != BLANK and (row["won"] or row["lost"])}
    title = f"Win rate by {by}"
    if not named:
        assert title not in [section.title for section in content.sections]
        return
    table = rows_of(table_of(content, f"{title}, in numbers"))
    chart = next(part for part in content.sections if isinstance(part, RangeChart) and part.title == title)
    ranges = {row.name: row for row in chart.rows}
    for name, told in named.items():
        assert (table[name]["Won"], table[name]["Lost"]) == (company.count(told["won"]), company.count(told["lost"]))
        assert table[name]["Win rate"] == company.rate(told["win_rate"])
        assert table[name]["Won value"] == company.money(told["won_value"])
        assert (table[name]["Average deal"] == "–") == (told["won"] < FEWEST)
        assert (table[name]["Mean days"] == "–") == (told["won"] < FEWEST)
        few = told["win_rate"]["n"] < FEWEST
        assert ranges[name].share == (None if few else told["win_rate"]["value"])
        assert (ranges[name].low, ranges[name].high) == (
            (None, None) if few else (told["win_rate"]["low"], told["win_rate"]["high"])
        )


def test_shares_that_move_on_bear_their_range_where_deals_are_few(sample: Company) -> None:
    chosen = Figures(sample.workspace).select_by_name(owner="Kenji Morita")
    chart = next(part for part in sample.report(ReportKind.PIPELINE, chosen).sections if isinstance(part, StopChart))
    told = sample.ask("--owner", "Kenji Morita")["stages"]
    samples = set()
    for row, step in zip(chart.rows[:-1], told, strict=True):
        rate, low, high = step["resolved"], *(round(step["resolved"][end] * 100) for end in ("low", "high"))
        said = sample.rate(rate)
        plenty, some = rate["n"] >= 30, rate["n"] >= FEWEST
        samples.add((plenty, some))
        assert plain(row.share) == plain(said if plenty or not some else f"{said} ({low} to {high} %)")
    assert samples == {(True, True), (False, True), (False, False)}


def test_lost_reasons_are_told_with_their_value(sample: Company) -> None:
    rows = rows_of(table_of(sample.report(ReportKind.WIN_LOSS), "Why deals were lost, in numbers"))
    assert {name: (row["Deals"], row["Value"]) for name, row in rows.items() if name != "All"} == {
        name: (sample.count(told["deals"]), sample.money(told["value"]))
        for name, told in sample.told["lost_reasons"].items()
    }


def test_losses_by_stage_and_by_reason_are_the_same_losses(sample: Company) -> None:
    content = sample.report(ReportKind.WIN_LOSS)
    stages = rows_of(table_of(content, "Where deals were lost"))
    every = stages.pop("All")
    assert sum(int(row["Deals"]) for row in stages.values()) == int(every["Deals"])
    assert every["Value"] == rows_of(table_of(content, "Why deals were lost, in numbers"))["All"]["Value"]


def test_the_table_of_all_owners_is_that_of_the_command_line(company: Company) -> None:
    rows = rows_of(table_of(company.report(ReportKind.OWNERS), "What each owner won"))
    for name, told in company.told["by"]["owner"].items():
        if name == BLANK or name not in rows:
            assert told["active"] + told["won"] + told["lost"] == 0
            continue
        row = rows[name]
        assert (row["Won"], row["Lost"]) == (company.count(told["won"]), company.count(told["lost"]))
        assert row["Won value"] == company.money(told["won_value"])
        assert row["Win rate"] == company.rate(told["win_rate"])
        assert row["Average deal"] == (company.average(told["mean_size"]) if told["won"] >= FEWEST else DASH)
    assert rows["Everyone"]["Won value"] == company.money(company.told["won"]["value"])


def test_a_page_carries_the_figures_of_its_owner(company: Company) -> None:
    owner = max(company.told["by"]["owner"], key=lambda name: company.told["by"]["owner"][name]["won"])
    told = company.ask("--owner", owner)
    opening, *sections = pages_of(company.report(ReportKind.OWNERS))[owner]
    assert isinstance(opening, PageOpening)
    figures = figures_of(opening)
    assert figures["Won"] == company.money(told["won"]["value"])
    assert figures["Win rate"] == company.rate(told["win_rate"])
    assert figures["Average deal"] == company.average(told["deal_size"]["mean"])
    assert figures["Pipeline value"] == company.money(told["active"]["value"])
    assert figures["Weighted value"] == company.rounded(told["active"]["weighted"])
    _check_stops(company, sections, told)
    response = rows_of(table_of(tuple(sections), "Beside the team"))["Answered within 1 h"]["Own"]
    assert response == company.percent(told["leads"]["response_within_hour"]["value"])


def _check_stops(company: Company, sections: list[Section], told: Document) -> None:
    """Where the owner's deals stop, and why they were lost, as far as either is on record."""
    charts = [section for section in sections if isinstance(section, StopChart)]
    reached = {step["stage"]: (step["reached"], step["advanced"]) for step in told["stages"]}
    assert bool(charts) == any(count for count, _advanced in reached.values())
    for chart in charts:
        assert {row.name: (row.reached, row.advanced) for row in chart.rows[:-1]} == reached
    if set(told["lost_reasons"]) - {BLANK}:
        reasons = rows_of(table_of(tuple(sections), "Why deals were lost"))
        assert reasons["All"]["Deals"] == company.count(told["win_rate"]["n"] - told["won"]["deals"])


def test_every_owner_with_anything_has_a_page_of_their_own(company: Company) -> None:
    content = company.report(ReportKind.OWNERS)
    owners = table_of(content, "What each owner won")
    named = {line.cells[0] for line in owners.lines} - {"Everyone", "No owner"}
    assert list(pages_of(content)) == ["", *sorted(named, key=str.casefold), "How the numbers are made"]


def test_filtered_to_an_owner_there_is_that_page_alone(sample: Company) -> None:
    owner = next(row_id for row_id, name in Figures(sample.workspace).history().names.owners.items() if "Amara" in name)
    content = sample.report(ReportKind.OWNERS, Selection(owner=owner))
    assert list(pages_of(content)) == ["", "Amara Eze", "How the numbers are made"]
    assert content.filters.startswith("Filter: Amara Eze, all products.")
    # Beside the whole team all the same.
    won = table_of(content, "What each owner won")
    assert [line.cells[0] for line in won.lines] == ["Amara Eze", "Everyone"]
    assert isinstance(won, Table)
    assert rows_of(won)["Everyone"]["Won"] == str(sample.told["won"]["deals"])


@pytest.mark.parametrize("span", [SpanName.THIS_MONTH, SpanName.LAST_YEAR, SpanName.ALL])
@pytest.mark.parametrize("kind", [ReportKind.FORECAST, ReportKind.WIN_LOSS, ReportKind.OWNERS, ReportKind.PIPELINE])
def test_every_period_has_a_report_that_ends_with_how_it_is_made(
    sample: Company, kind: ReportKind, span: SpanName
) -> None:
    content = make(sample.workspace, kind, span=find_span(span, sample.as_of))
    assert 0 < len(content.story) <= 3
    assert content.sections[-1].name == SectionName.HOW
    assert "as of" in content.subtitle
    assert "as of" in content.subject
    for table in (section for section in content.sections if isinstance(section, Table)):
        assert {len(line.cells) for line in table.lines} == {len(table.columns)}, table.title
        # What a workbook takes: a value for each column, and no total among the rows.
        assert {len(line.values) for line in table.lines if line.values} <= {len(table.columns)}, table.title
        assert not any(line.values for line in table.lines if line.is_total), table.title


@pytest.mark.parametrize("kind", [ReportKind.FORECAST, ReportKind.WIN_LOSS, ReportKind.OWNERS, ReportKind.PIPELINE])
def test_two_runs_carry_the_same_text(sample: Company, kind: ReportKind) -> None:
    span = span_of(trailing_year(sample.as_of), name=SpanName.TWELVE_MONTHS)
    first, second = (make(sample.workspace, kind, span=span) for _run in range(2))
    texts = [
        [section for section in content.sections if not isinstance(section, MonthsChart)] for content in (first, second)
    ]
    assert texts[0] == texts[1]
    assert (first.story, first.figures) == (second.story, second.figures)


def test_a_workbook_takes_the_numbers_that_are_said(sample: Company) -> None:
    table = table_of(sample.report(ReportKind.OWNERS), "What each owner won")
    told = sample.told["by"]["owner"]
    heads = [column.head for column in table.columns]
    for line in table.lines[:-1]:
        values = dict(zip(heads, line.values, strict=True))
        row = told[line.cells[0]]
        assert values["Won value"] == Money(sample.minor(row["won_value"]) or 0, "EUR")
        assert values["Win rate"] == (row["win_rate"]["value"] if row["win_rate"]["n"] >= FEWEST else None)


def test_the_story_counts_the_deals_that_need_a_decision(sample: Company) -> None:
    content = sample.report(ReportKind.PIPELINE)
    total = table_of(content, "Deals that need attention").lines[-1].cells[0]
    assert tell(content).endswith(f"Meeting to Proposal is the narrowest step, and {total} need attention.")
