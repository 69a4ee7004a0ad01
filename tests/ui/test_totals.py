"""The totals stand bottom right on the screens of figures as on the board."""

from desktop_pipeline.storage.tables import Source
from desktop_pipeline.ui.insights.insights_page import InsightsPage
from tests.gallery import Stage


def test_insights_say_the_open_deals_that_they_look_at(stage: Stage) -> None:
    totals = stage.window.status.totals
    stage.wait(lambda: "weighted" in totals.text())
    on_the_board = totals.text()
    stage.page.go_to("insights")
    insights = stage.find(InsightsPage)
    stage.wait(lambda: insights.question is not None)
    stage.wait(lambda: totals.text() == on_the_board)
    insights.go("people")
    nadia = stage.number("select id from owner where name like 'Nadia%'")
    insights.toolbar.owner.take(frozenset({nadia}))
    stage.wait(lambda: insights.question is not None and insights.question.selection.owner == nadia)
    deals = stage.number(
        "select count(*) from deal where status = 'open' and deleted_at is null and owner_id = ?", nadia
    )
    stage.wait(lambda: totals.text().startswith(f"{deals} open deals"))
    assert totals.text() != on_the_board
    stage.page.go_to("board")
    stage.wait(lambda: totals.text() == on_the_board)


def test_a_closed_file_is_not_said_to_be_saved(stage: Stage) -> None:
    status = stage.window.status
    with stage.workspace.journal.change("A source") as draft:
        draft.insert(Source, name="Fair in May")
    stage.wait(status.saved.isVisible)
    with stage.workspace.journal.change("Another") as draft:
        draft.insert(Source, name="Fair in June")
    stage.window.close_file()
    stage.settle()
    assert not status.saved.isVisible()
    assert status.totals.text().startswith("Version")
