"""The states of what follows a sale: panels of won and lost deals, the board's last columns, settings, customers."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QScrollArea, QWidget

from desktop_pipeline.actions.relations import RelationKind

if TYPE_CHECKING:
    from tests.gallery import Stage

_SOLD = (
    "select deal_id from problem where solved_on is null order by id limit 1",
    "select deal_id from after_sale_tick where state = 'left out' order by id limit 1",
)
_LOST = "select deal_id from retry where settled_at is null order by retry_on limit 1"
Shots = Iterator[tuple[str, QWidget]]


def shoot_after_sale(stage: "Stage") -> Shots:
    """The panels, what opens from them, and the screens that follow customers."""
    stage.enter()
    yield from _panels(stage)
    yield from _board(stage)
    yield from _settings(stage)
    yield from _today(stage)
    yield from _customers(stage)


def _panels(stage: "Stage") -> Shots:
    page = stage.page
    for number, sql in enumerate(_SOLD):
        page.open_deal(stage.number(sql))
        stage.settle()
        page.toast.hide()
        yield f"after-sale-{number}", stage.window
    block = page.panel.after_sale
    block.ask_score()
    yield from stage.dialog("after-sale-score")
    for kind in (RelationKind.REPEAT, RelationKind.REFERRAL):
        block.start(kind)
        yield from stage.dialog(f"after-sale-{kind.value}")
    page.open_deal(stage.number(_LOST))
    stage.settle()
    yield "retry", stage.window
    page.panel.retry.ask_day()
    yield from stage.dialog("retry-day")
    page.panel.close_panel()
    stage.settle()


def _board(stage: "Stage") -> Shots:
    board = stage.page.board
    board.unfold_won()
    stage.settle()
    area = next(area for area in board.findChildren(QScrollArea) if area.isAncestorOf(board.canvas))
    area.horizontalScrollBar().setValue(area.horizontalScrollBar().maximum())
    stage.settle()
    yield "board-after-sale", stage.window


def _settings(stage: "Stage") -> Shots:
    from desktop_pipeline.ui.settings.pipelines_section import PipelinesSection  # noqa: PLC0415 - made when first seen
    from desktop_pipeline.ui.settings.settings_page import SettingsPage  # noqa: PLC0415 - likewise

    stage.page.go_to("settings")
    stage.settle()
    settings = stage.find(SettingsPage)
    settings.go_to("pipelines")
    section = settings.section("pipelines")
    assert isinstance(section, PipelinesSection)
    stage.settle()
    area = next(area for area in settings.stack.findChildren(QScrollArea) if area.widget() is section)
    area.ensureWidgetVisible(section.checklist)
    yield "settings-checklist", stage.window


def _today(stage: "Stage") -> Shots:
    from desktop_pipeline.ui.activities.activities_page import ActivitiesPage  # noqa: PLC0415 - made when first seen

    stage.page.go_to("activities")
    stage.settle()
    side = stage.find(ActivitiesPage).side
    side.ensureWidgetVisible(side.retries, 0, 50)
    yield "activities-retries", stage.window


def _customers(stage: "Stage") -> Shots:
    from desktop_pipeline.ui.insights.customers.customers_page import CustomersPage  # noqa: PLC0415 - when first seen
    from desktop_pipeline.ui.insights.insights_page import InsightsPage  # noqa: PLC0415 - likewise

    stage.page.go_to("insights")
    insights = stage.find(InsightsPage)
    insights.go("customers")
    stage.wait(lambda: insights.question is not None)
    stage.settle()
    customers = insights.page
    assert isinstance(customers, CustomersPage)
    yield "after-sale-customers", stage.window
    customers.area.ensureWidgetVisible(customers.gone)
    stage.settle()
    yield "insights-gone", stage.window
