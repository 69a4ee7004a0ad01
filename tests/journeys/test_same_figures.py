"""Screen, command line, workbook and paper carry the same figures, whatever is asked of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from desktop_pipeline.domain.money import to_minor
from desktop_pipeline.reports.figures import FigureName
from desktop_pipeline.storage.workspace import open_workspace
from desktop_pipeline.ui.insights.forecast.forecast_page import ForecastPage
from desktop_pipeline.ui.insights.insights_page import InsightsPage
from desktop_pipeline.ui.insights.overview_page import OverviewPage
from desktop_pipeline.ui.insights.panel import Panel
from desktop_pipeline.ui.reports.pdf import write_pdf
from tests.journeys.story import Story
from tests.journeys.told_figures import (
    Told,
    read_command,
    read_paper,
    read_summary,
    read_tables,
    read_written,
    rows_of,
    say_rows,
    say_tiles,
)
from tests.made_once import write_sample
from tests.program import run_program

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
OWNER = "Amara Eze"
# The titles of the panels, and of the tables on the first sheet of an exported workbook.
PANELS = {"stops": "Where deals stop", "reasons": "Why deals were lost", "months": "What each month could bring"}


@dataclass
class Screen:
    """Insights in the program's own window."""

    story: Story
    page: InsightsPage

    def ask(self, *, owner: str | None = None, as_of: date | None = None) -> None:
        """Sets the chips of the toolbar."""
        if owner is not None:
            taken = self.story.value(f"select id from owner where name = '{owner}'")  # noqa: S608 - our own name
            assert isinstance(taken, int)
            self.page.toolbar.owner.take(frozenset({taken}))
        if as_of is not None:
            self.page.toolbar.as_of.choose(as_of)
        self.settle()

    def settle(self) -> None:
        page = self.page
        self.story.wait(lambda: page.question == page.toolbar.read_question() and not page._wait.isActive())

    @property
    def overview(self) -> OverviewPage:
        self.page.go("overview")
        self.settle()
        page = self.page.page
        assert isinstance(page, OverviewPage)
        return page

    @property
    def forecast(self) -> ForecastPage:
        self.page.go("forecast")
        self.settle()
        page = self.page.page
        assert isinstance(page, ForecastPage)
        return page

    def tiles(self) -> dict[FigureName, tuple[str, str]]:
        """What the tiles say, with the note beside."""
        figures = [tile.figure for tile in self.overview.strip.tiles]
        return {figure.name: (figure.value, figure.note) for figure in figures if figure is not None}

    def panels(self) -> dict[str, Panel]:
        """Those that the others tell too; each page is on top when its panels are read."""
        overview = self.overview
        panels: dict[str, Panel] = {"stops": overview.stops, "reasons": overview.reasons, "won": overview.won}
        return {**panels, "months": self.forecast.months}


@pytest.fixture
def screen(qtbot: object, tmp_path: Path) -> Iterator[Screen]:
    """The sample company of today in the window, at Insights."""
    story = Story(tmp_path)
    today = open_today(story)
    write_sample(story.path, today=today)
    story.open()
    story.page.go_to("insights")
    page = story.page.stack.currentWidget()
    assert isinstance(page, InsightsPage)
    shown = Screen(story, page)
    shown.settle()
    yield shown
    story.close()


def open_today(story: Story) -> date:
    """The day as the program's workspaces have it."""
    path = story.folder / "empty.pipeline"
    assert run_program("new", path).code == 0
    with open_workspace(path, read_only=True) as empty:
        return empty.today()


def check_screen(screen: Screen, told: Told, running: str) -> None:
    """Tiles and panels say what the command line tells."""
    formats, currency = screen.story.window.formats, "EUR"
    tiles = screen.tiles()
    assert [tiles[name][0] for name in list(FigureName)[:7]] == say_tiles(told.headline, currency, formats)
    assert tiles[FigureName.WIN_RATE][1] == f"{told.headline.won} of {told.headline.closed}"
    sheets = {key: panel.sheet for key, panel in screen.panels().items()}
    rows = {key: rows_of(sheet) for key, sheet in sheets.items() if sheet is not None}
    assert read_tables(rows, running) == told.tables
    # The Overview looks ahead too.
    bands = [
        (row["1 in 10 below"], row["Middle"], row["9 in 10 below"]) for row in rows["won"] if row["Middle"] is not None
    ]
    assert bands == [month[-3:] for month in list(told.tables.forecast.values())[: len(bands)]]
    assert len(bands) > 2


def check_sheets(screen: Screen, told: Told, running: str) -> None:
    """What the panels write into workbooks is what they show."""
    rows = {}
    for key, panel in screen.panels().items():
        assert panel.sheet is not None
        out = screen.story.folder / f"{key}.xlsx"
        panel.sharing.save_workbook(out, panel.title, [panel.sheet])
        screen.story.wait(out.exists)
        rows[key] = read_written(out, panel.sheet.title.replace(",", ""))
    written = read_tables(rows, running)
    assert written == told.tables


def check_paper(paper: str, told: Told, screen: Screen) -> None:
    """A report says it in words."""
    formats = screen.story.window.formats
    tiles = " ".join(say_tiles(told.headline, "EUR", formats)).split()
    assert [word for word in tiles if word not in paper] == []
    assert f"Win rate {' '.join(formats.percent(told.headline.rate or 0).split())}" in paper
    assert f"{told.headline.won} of {told.headline.closed}" in paper
    assert [row for row in say_rows(told.tables, "EUR", formats) if row not in paper] == []
    for name, (deals, value) in told.tables.reasons.items():
        rest = paper[paper.index("Why deals were lost") :].partition("Month by month")[0]
        assert value is not None
        line = rest[rest.index(f"{name} ") :].partition(formats.whole_money(round(value), "EUR"))[0]
        assert f" {deals} " in line, name


def name_month(day: date) -> str:
    return f"{day:%B %Y}"


def test_all_four_tell_the_same_of_everything(screen: Screen, tmp_path: Path) -> None:
    story, today = screen.story, screen.page._session.today()
    told, document = read_command(story.path)
    assert document["as_of"] == today.isoformat()
    assert len(told.tables.steps) == 5
    assert told.headline.closed > 100
    check_screen(screen, told, name_month(today))
    check_sheets(screen, told, name_month(today))
    assert run_program("export", story.path, tmp_path / "all.xlsx").code == 0
    headline, tables = read_summary(tmp_path / "all.xlsx")
    assert headline == told.headline
    tables |= {key: tables[title] for key, title in PANELS.items()} | {"won": tables["Won each month"]}
    assert read_tables(tables, name_month(today)) == told.tables
    assert run_program("report", story.path, tmp_path / "all.pdf").code == 0
    check_paper(read_paper(tmp_path / "all.pdf"), told, screen)


def test_the_months_without_new_deals_are_those_of_the_command_line_too(screen: Screen) -> None:
    _told, document = read_command(screen.story.path)
    months = screen.forecast.months
    months.new.setChecked(False)
    screen.story.settle()
    sheet = months.sheet
    assert sheet is not None
    first = [row["Month"] for row in rows_of(sheet)].index(name_month(screen.page._session.today()))
    shown = [(row["1 in 10 below"], row["Middle"], row["1 in 10 above"]) for row in rows_of(sheet)[first:]]
    expected = [
        tuple(round(float(month[key]) * 100) for key in ("p10", "p50", "p90"))
        for month in document["forecast"]["months"][: len(shown)]
    ]
    assert shown == expected


def test_all_four_tell_the_same_of_each_owner_and_of_the_days_in_each_stage(screen: Screen, tmp_path: Path) -> None:
    story, overview = screen.story, screen.overview
    _told, document = read_command(story.path)
    owners = {name: row for name, row in document["by"]["owner"].items() if row["won"] or row["lost"]}
    assert len(owners) > 2
    overview.win_rate.choice.go("owner")
    for shown in overview.win_rate.chart.rows:
        assert shown.rate.value == owners[shown.name]["win_rate"]["value"]
    overview.stops.sharing.save_workbook(tmp_path / "page.xlsx", overview.title, overview.sheets)
    story.wait((tmp_path / "page.xlsx").exists)
    rows = read_written(tmp_path / "page.xlsx", "Win rate Owner", counts=("Won",))
    written = {row["Owner"]: row for row in rows}
    assert run_program("report", story.path, tmp_path / "all.pdf").code == 0
    paper = read_paper(tmp_path / "all.pdf")
    for name, row in owners.items():
        value = to_minor(Decimal(row["won_value"]), "EUR")
        line = written[name]
        assert (line["Won"], line["Lost"], line["Won value"]) == (row["won"], row["lost"], value)
        if row["won"] + row["lost"] >= 5:
            assert line["Win rate"] == pytest.approx(row["win_rate"]["value"])
        if row["won"]:
            assert name in paper
            assert story.window.formats.whole_money(value, "EUR") in paper
    for stage, line in zip(document["stages"], read_written(tmp_path / "page.xlsx", "Where deals stop"), strict=True):
        assert line["Won within 30 days"] == pytest.approx(stage["within_30_days"]["won"])
    for stage, line in zip(document["stages"], read_written(tmp_path / "page.xlsx", "Days in each stage"), strict=True):
        assert (line["Left it"], line["Median days"]) == (stage["days"]["n"], pytest.approx(stage["days"]["median"]))


def test_all_four_tell_the_same_of_one_owner(screen: Screen, tmp_path: Path) -> None:
    story, today = screen.story, screen.page._session.today()
    whole, _document = read_command(story.path)
    told, _document = read_command(story.path, "--owner", OWNER)
    assert 0 < told.headline.active < whole.headline.active
    screen.ask(owner=OWNER)
    check_screen(screen, told, name_month(today))
    check_sheets(screen, told, name_month(today))
    assert run_program("export", story.path, tmp_path / "one.xlsx", "--filter", f"owner={OWNER}").code == 0
    headline, tables = read_summary(tmp_path / "one.xlsx")
    assert headline == told.headline
    tables |= {key: tables[title] for key, title in PANELS.items()} | {"won": tables["Won each month"]}
    assert read_tables(tables, name_month(today)) == told.tables
    # The window's own report of what it shows; the command has no filter.
    assert isinstance(screen.overview, OverviewPage)
    plan = screen.page.plan
    assert plan is not None
    write_pdf(tmp_path / "one.pdf", plan(), story.window.formats)
    paper = read_paper(tmp_path / "one.pdf")
    assert f"Filter: {OWNER}, all products" in paper
    check_paper(paper, told, screen)


def test_all_four_tell_the_same_as_of_an_earlier_day(screen: Screen, tmp_path: Path) -> None:
    story, day = screen.story, screen.page._session.today() - timedelta(days=75)
    now, _document = read_command(story.path)
    told, document = read_command(story.path, "--as-of", day.isoformat())
    assert document["as_of"] == day.isoformat()
    assert told.headline != now.headline
    screen.ask(as_of=day)
    check_screen(screen, told, name_month(day))
    # An export is of today; what a page shows of another day goes out as its tables.
    check_sheets(screen, told, name_month(day))
    assert run_program("report", story.path, tmp_path / "then.pdf", "--as-of", day.isoformat()).code == 0
    check_paper(read_paper(tmp_path / "then.pdf"), told, screen)
