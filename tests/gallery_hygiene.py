"""The gallery's chapter of the lists that keep a pipeline clean."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop_pipeline.actions import Workspace
from desktop_pipeline.actions.deals import create_deal
from desktop_pipeline.domain.money import Money
from desktop_pipeline.queries.data_quality import Issue
from desktop_pipeline.ui.hygiene.clean_page import CleanPage
from desktop_pipeline.ui.hygiene.clean_reasons import ASLEEP
from desktop_pipeline.ui.hygiene.data_page import DataPage

if TYPE_CHECKING:
    from tests.gallery import Stage

Shots = Iterator[tuple[str, QWidget]]

_NEGLECTED = ("Hot-desk lockers", "Workbench set", "Shop windows ×2")
_LONG = timedelta(days=100)


def shoot_hygiene(stage: "Stage") -> Shots:
    """The clean-up list with its questions, and the data screen with each kind of row."""
    stage.enter()
    _neglect_a_few(stage.workspace)
    stage.page.go_to("hygiene")
    clean = stage.find(CleanPage)
    stage.wait(lambda: clean.found is not None)
    yield "clean-up", stage.window
    clean.select_dead()
    stage.settle()
    yield "clean-up-dead", stage.window
    clean.list.point_at(0)
    yield "clean-up-snooze", clean.ask_snooze(clean.list.taken_ids(), stage.middle())
    stage.clear()
    clean.toolbar.reasons.take(frozenset({ASLEEP}))
    stage.settle()
    yield "clean-up-asleep", stage.window
    stage.page.go_to("data quality")
    data = stage.find(DataPage)
    stage.wait(lambda: data.found is not None)
    for issue in (Issue.SAME_DEALS, Issue.SAME_PEOPLE, Issue.NO_SOURCE, Issue.CLOSE_PAST):
        data.go_to(issue)
        stage.settle()
        yield f"data-{issue.value.replace('_', '-')}", stage.window


def _neglect_a_few(workspace: Workspace) -> None:
    """Three deals that nobody touched for months, one that is there twice, some whose source is forgotten."""
    stage = workspace.value("select stage_id from deal where title = ?", ("Kitchen fronts",))
    create_deal(
        workspace,
        title="Kitchen front",
        stage_id=stage,
        at=workspace.now(),
        organisation="Hollin Bakery Co-op",
        value=Money(640_000, "EUR"),
    )
    back = _LONG // timedelta(microseconds=1)
    with workspace.journal.change("Neglect a few", sealed=True) as draft:
        for title in _NEGLECTED:
            deal_id = draft.value("select id from deal where title = ?", (title,))
            draft.execute("update history_event set at = at - ? where deal_id = ?", (back, deal_id))
            draft.execute("update deal set created_at = created_at - ?, source_id = null where id = ?", (back, deal_id))
            draft.execute("update note set at = at - ? where deal_id = ?", (back, deal_id))
            draft.execute("delete from activity where deal_id = ?", (deal_id,))
