"""The totals stand bottom right on the screens of figures as on the board."""

from desktop_pipeline.ui.insights.insights_page import InsightsPage
from tests.gallery import Stage


def test_insights_say_the_open_deals_that_they_look_at(stage: Stage) -> None:
    totals = stage.window.status.totals
    stage.wait(lambda: "weighted" in totals.text())
    on_the_board = totals.text()
    stage.page.go_to("insights")
    insights = stage.find(InsightsPage)
    stage.wait(lambda: insights.question is not None)
    assert totals.text() == on_the_board
    insights.go("people")
    nadia = stage.number("select id from owner where name like 'Nadia%'")
    insights.toolbar.owner.take(frozenset({nadia}))
    stage.wait(lambda: insights.question is not None and insights.question.selection.owner == nadia)
    deals = stage.number(
        "select count(*) from deal where status = 'open' and deleted_at is null and owner_id = ?", nadia
    )
    assert totals.text().startswith(f"{deals} open deals")
    assert totals.text() != on_the_board
    stage.page.go_to("board")
    assert totals.text() == on_the_board
