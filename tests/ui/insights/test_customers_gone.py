"""Customers that have not come back: who they are, and what can be done about each of them."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_pipeline.actions import open_workspace
from desktop_pipeline.actions.deals import win_deals
from desktop_pipeline.actions.workspace_settings import set_churn_months
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.ui.insights.behind_dialog import BehindDialog
from desktop_pipeline.ui.insights.customers.customers_page import CustomersPage
from desktop_pipeline.ui.insights.customers.gone_panel import GonePanel
from desktop_pipeline.ui.widgets.activity_planner import ActivityPlanner
from tests.made_once import sample_company
from tests.ui.insights.rooms import NOW, TODAY, Open, Room
from tests.workspaces import make_desk

# Popovers are windows of their own, which the offscreen plugin can neither raise nor give the keyboard.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def gone(room: Room) -> GonePanel:
    room.page.go("customers")
    room.settle()
    page = room.page.page
    assert isinstance(page, CustomersPage)
    return page.gone


def wins(room: Room, since: date) -> dict[str, str]:
    """The last win of each organisation that has none from that day on, from the file itself."""
    rows = room.session.workspace.rows(
        "select o.name, date(max(d.closed_at) / 1000000, 'unixepoch') last from deal d"
        " join organisation o on o.id = d.organisation_id where d.status = 'won' and d.deleted_at is null"
        " group by o.id having last < ?",
        (since.isoformat(),),
    )
    return dict(rows)


def test_the_list_is_that_of_the_file_and_follows_the_months(company: Room) -> None:
    panel = gone(company)
    told = wins(company, TODAY + timedelta(days=1) - timedelta(days=365))
    assert told
    assert {str(row.cells[0]): str(row.cells[1]) for row in panel.table.rows_model.rows} == told
    panel.months.setFocus()
    panel.months.setCurrentIndex(panel.months.findData(18))
    panel.months.activated.emit(panel.months.currentIndex())
    company.settle()
    panel = gone(company)
    longer = {str(row.cells[0]) for row in panel.table.rows_model.rows}
    assert longer == set(wins(company, date(2024, 12, 10)))
    assert "18 months" in panel.answer
    company.session.undo()
    company.settle()
    assert panel.months.currentData() == 12


def test_a_row_opens_the_deals_that_were_won_with_the_customer(company: Room) -> None:
    panel = gone(company)
    row = panel.table.rows_model.rows[0]
    panel.table.setFocus()
    panel.table.selectRow(0)
    QTest.keyClick(panel.table, Qt.Key.Key_Return)
    company.settle()
    dialog = company.page.window().findChildren(BehindDialog)[-1]
    assert dialog.windowTitle() == row.cells[0]
    dialog.close()


def test_a_call_a_deal_and_an_e_mail_are_for_the_row_that_is_chosen(company: Room) -> None:
    panel = gone(company)
    wanted: list[object] = []
    written: list[list[int]] = []
    company.page.deal_wanted.connect(lambda _person, organisation: wanted.append(organisation))
    company.page.people_write_asked.connect(written.append)
    panel.table.setFocus()
    QTest.keyClick(panel.table, Qt.Key.Key_Down)
    name = str(panel.table.rows_model.rows[1].cells[0])
    assert panel.call.accessibleName() == f"Plan a call with {name}"
    QTest.mouseClick(panel.deal, Qt.MouseButton.LeftButton)
    assert wanted == [name]
    people = company.session.workspace.rows(
        "select p.id from person p join organisation o on o.id = p.organisation_id where o.name = ?"
        " and p.deleted_at is null order by p.id",
        (name,),
    )
    QTest.mouseClick(panel.write, Qt.MouseButton.LeftButton)
    assert sorted(written[0]) == [row[0] for row in people]
    QTest.mouseClick(panel.call, Qt.MouseButton.LeftButton)
    planner = panel.acts.popover
    assert isinstance(planner, ActivityPlanner)
    planner.close()


def test_where_everybody_came_back_a_sentence_says_so(tmp_path: Path, open_page: Open) -> None:
    desk = make_desk(tmp_path)
    room = open_page(desk.workspace)
    assert gone(room).answer == "No organisation has a won deal yet."
    deal = desk.deal("Oak table", organisation="Hale & Sons")
    win_deals(desk.workspace, [deal], at=desk.later(), why="agreed by word")
    room.settle()
    assert gone(room).answer == "Every customer has bought within 12 months."
    assert not gone(room).call.isVisible()


def test_a_file_for_reading_shows_them_and_takes_no_answer(tmp_path: Path, open_page: Open) -> None:
    path = tmp_path / "company.pipeline"
    sample_company(path, today=TODAY, clock=lambda: NOW).close()
    panel = gone(open_page(open_workspace(path, read_only=True, clock=lambda: NOW)))
    assert panel.table.rows_model.rows
    for widget in (panel.months, panel.call, panel.deal, panel.write):
        assert not widget.isEnabled()


@pytest.mark.parametrize("months", [0, -1, 121])
def test_months_that_cannot_be_are_refused(company: Room, months: int) -> None:
    with pytest.raises(InvalidError):
        set_churn_months(company.session.workspace, months)
