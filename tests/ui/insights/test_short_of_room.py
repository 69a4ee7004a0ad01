"""What has no room on a page is said, and what has few rows is as high as it asks for."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop_pipeline.actions.deals import lose_deals
from desktop_pipeline.actions.stages import add_stage
from desktop_pipeline.ui.charts.bar_rows import BarRow, BarRows
from desktop_pipeline.ui.charts.cell_rows import Cell, CellRow, CellRows
from desktop_pipeline.ui.insights.leads.leads_page import LeadsPage
from desktop_pipeline.ui.insights.people.people_page import PeoplePage
from desktop_pipeline.ui.theme import Theme
from tests.painted_texts import read_texts
from tests.ui.insights.rooms import Open
from tests.workspaces import Desk, make_desk


def make_thirty_stages(folder: Path) -> Desk:
    desk = make_desk(folder)
    pipeline = desk.workspace.value("select id from pipeline")
    for number in range(30 - len(desk.stages())):
        add_stage(desk.workspace, pipeline, f"Step {number} of a long way")
    owner = desk.id_of("owner", "Ann")
    deals = [desk.deal(f"Deal {number}", stage=number, owner_id=owner) for number in range(30)]
    lose_deals(desk.workspace, deals, reason_id=desk.reason(), at=desk.later(days=2))
    desk.later(days=1)
    return desk


def test_a_number_is_whole_where_a_name_can_be_cut(theme: Theme) -> None:
    rows = BarRows(theme)
    row = BarRow("Chose another supplier", 6092, "", strong="6,092", quiet="32\u00a0%", right="87\u00a0%")
    rows.show_rows([row])
    for width in (280, 190):
        rows.resize(width, 120)
        said = [painted.text for painted in read_texts(rows)]
        assert {"6,092", "32\u00a0%", "87\u00a0%"} <= set(said), said


def test_columns_without_room_are_counted_and_stand_in_the_table(tmp_path: Path, open_page: Open) -> None:
    room = open_page(make_thirty_stages(tmp_path).workspace)
    room.page.resize(976, 542)
    room.page.go("people")
    room.settle()
    page = room.page.page
    assert isinstance(page, PeoplePage)
    panel = page.profiles
    columns = len(panel.chart.rows[0].cells)
    hidden = panel.chart.count_hidden_columns()
    assert columns == 31
    assert 0 < hidden < columns
    assert f"{hidden} columns more in the table." in panel.answer
    assert panel.sheet is not None
    assert {row.cells[1] for row in panel.sheet.rows} >= {"Step 24 of a long way"}
    room.page.resize(9000, 542)
    QApplication.processEvents()
    assert panel.chart.count_hidden_columns() == 0
    assert "more in the table" not in panel.answer


def test_a_single_source_has_the_height_it_asks_for(tmp_path: Path, open_page: Open) -> None:
    room = open_page(make_thirty_stages(tmp_path).workspace)
    room.page.resize(976, 542)
    room.page.go("leads")
    room.settle()
    page = room.page.page
    assert isinstance(page, LeadsPage)
    QApplication.processEvents()
    assert len(page.sources.chart.rows) == 1
    assert page.sources.height() >= page.sources.minimumSizeHint().height()


@pytest.mark.parametrize("count", [1, 3, 60])
def test_rows_of_figures_ask_for_no_less_than_they_need(theme: Theme, count: int) -> None:
    chart = CellRows(theme)
    chart.show_rows(["Name", "Deals"], [CellRow(f"Row {number}", (Cell("1"),)) for number in range(count)])
    assert chart.sizeHint().height() >= chart.minimumSizeHint().height()
