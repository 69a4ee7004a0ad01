"""The first sheet of an exported workbook tells the figures of the screen, as far as their number bears them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from desktop_pipeline.actions.exporting.export import Choice
from desktop_pipeline.actions.pipelines import add_pipeline
from desktop_pipeline.metrics.selection import EVERYTHING, Selection
from desktop_pipeline.reports.tables.exporting import export_with_figures
from desktop_pipeline.reports.tables.key_figures import gather_key_figures
from tests.reports.companies import Record, make_company
from tests.workspaces import Desk, make_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_company(tmp_path, [("Ann", Record(6, 4)), ("Ben", Record(1, 2))], open_deals=3)
    with made.workspace:
        yield made


def read_rows(path: Path) -> list[list[object]]:
    rows = load_workbook(path)["Summary"].iter_rows(values_only=True)
    return [[cell for cell in row if cell is not None] for row in rows]


def test_every_figure_and_table_stands_on_the_first_sheet_with_its_chart(desk: Desk, tmp_path: Path) -> None:
    export_with_figures(desk.workspace, tmp_path / "all.xlsx", Choice())
    rows = read_rows(tmp_path / "all.xlsx")
    figures = {str(row[0]): row[1] for row in rows if len(row) == 2}
    assert (figures["Active deals"], figures["Pipeline value"]) == (3, 7500)
    assert (figures["Won deals"], figures["Won and lost deals"]) == (7, 13)
    assert figures["Win rate"] == pytest.approx(7 / 13)
    assert (figures["Average deal, mean"], figures["Cycle length, median days"]) == (1000, 10)
    titles = {str(row[0]) for row in rows if len(row) == 1}
    tables = {"Pipeline by stage", "Where deals stop", "Days in each stage", "Why deals were lost", "Won each month"}
    assert titles >= tables | {"What each month could bring", "Figures of all deals, 2025-01-17 to 2026-01-16"}
    sheet = load_workbook(tmp_path / "all.xlsx")["Summary"]
    shown = {chart.title.tx.rich.p[0].r[0].t for chart in sheet._charts}
    assert shown == (tables - {"Days in each stage"}) | {"What each month could bring"}
    places = [(chart.anchor._from.col, chart.anchor._from.row) for chart in sheet._charts]
    assert len(set(places)) == len(places)
    # No table begins beside a chart.
    first = next(place for place, row in enumerate(rows) if row and row[0] == "Pipeline by stage")
    assert first >= max(chart.anchor.to.row for chart in sheet._charts)
    # Heads have lines: each of their words is seen whole, and nothing has more places than anybody reads.
    heads = [cell for row in sheet.iter_rows() for cell in row if cell.alignment.wrap_text]
    assert "Won within 30 days" in {cell.value for cell in heads}
    for cell in heads:
        longest = max(map(len, str(cell.value).split()))
        assert sheet.column_dimensions[cell.column_letter].width > longest + 2
    days = next(cell for cell in heads if cell.value == "Mean days")
    assert sheet.cell(days.row + 1, days.column).number_format in {"General_W_)", "#,##0.00_W_)"}


def test_a_chart_shows_the_numbers_that_stand_there(desk: Desk, tmp_path: Path) -> None:
    export_with_figures(desk.workspace, tmp_path / "all.xlsx", Choice())
    sheet = load_workbook(tmp_path / "all.xlsx")["Summary"]
    chart = next(chart for chart in sheet._charts if chart.title.tx.rich.p[0].r[0].t == "Where deals stop")
    reached, advanced = chart.series
    steps = next(block for block in gather_key_figures(desk.workspace).blocks if block.title == "Where deals stop")
    for place, ref in ((0, reached.cat.numRef), (1, reached.val.numRef), (2, advanced.val.numRef)):
        cells = sheet[ref.f.partition("!")[2].replace("$", "")]
        assert [cell.value for (cell,) in cells] == [row[place] for row in steps.rows]


def test_shares_of_few_are_left_to_be_counted(desk: Desk) -> None:
    key = gather_key_figures(desk.workspace, Selection(owner=desk.id_of("owner", "Ben")))
    figures = {name: number for name, number, _unit in key.figures}
    assert (figures["Won deals"], figures["Won and lost deals"]) == (1, 3)
    assert (figures["Win rate"], figures["Win rate, low (95 %)"]) == (None, None)
    steps = next(block for block in key.blocks if block.title == "Where deals stop")
    shares = [column.header for column in steps.columns].index("Move on")
    assert {row[shares] for row in steps.rows} == {None}
    assert key.title.startswith("Figures of Ben, ")


def test_a_filter_that_figures_cannot_follow_is_said(desk: Desk) -> None:
    key = gather_key_figures(desk.workspace, EVERYTHING, is_wider=True)
    assert key.title.startswith("Figures of all deals (open and closed; other filters left out), ")


def test_deals_picked_by_hand_and_contacts_have_no_figures_but_their_own(desk: Desk, tmp_path: Path) -> None:
    picked = list(desk.workspace.rows("select id from deal where status = 'open'"))
    ids = [row[0] for row in picked[:2]]
    export_with_figures(desk.workspace, tmp_path / "picked.xlsx", Choice(lambda _view: ids, words="selected"))
    rows = read_rows(tmp_path / "picked.xlsx")
    assert ["Deals in this file", 2] in rows
    assert ["Open value (EUR)", 5000] in rows
    assert not any(str(row[0]).startswith("Figures of") for row in rows if row)
    export_with_figures(desk.workspace, tmp_path / "people.xlsx", Choice(what="people"))
    assert not any("deals" in str(row).lower() for row in read_rows(tmp_path / "people.xlsx")[1:])


def test_the_sum_of_deals_of_which_none_has_a_value_is_not_known(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    with desk.workspace:
        export_with_figures(desk.workspace, tmp_path / "none.xlsx", Choice())
        desk.deal("Oak", value=None)
        export_with_figures(desk.workspace, tmp_path / "one.xlsx", Choice())
    assert ["Open value (EUR)", 0] in read_rows(tmp_path / "none.xlsx")
    rows = read_rows(tmp_path / "one.xlsx")
    assert ["Open value (EUR)", "–"] in rows
    assert ["Won value (EUR)", 0] in rows


def test_each_pipeline_with_deals_has_tables_of_its_own(desk: Desk) -> None:
    pipeline = add_pipeline(desk.workspace, "Partners", template="simple")
    assert not any("Partners" in block.title for block in gather_key_figures(desk.workspace).blocks)
    stage = int(desk.workspace.value(f"select min(id) from stage where pipeline_id = {pipeline} and is_open"))  # noqa: S608 - our own id
    made = desk.deal("Another")
    with desk.journal.change("Elsewhere") as draft:
        draft.execute("update deal set pipeline_id = ?, stage_id = ? where id = ?", (pipeline, stage, made))
        draft.execute("update history_event set to_stage_id = ? where deal_id = ?", (stage, made))
    titles = [block.title for block in gather_key_figures(desk.workspace).blocks]
    assert [title for title in titles if title.startswith("Pipeline by stage")] == [
        "Pipeline by stage, New business",
        "Pipeline by stage, Partners",
    ]
