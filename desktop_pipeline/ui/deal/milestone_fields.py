"""When a deal passed MQL and SQL: as its stages tell, or as somebody says."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QCoreApplication

from desktop_pipeline.actions.milestones import mark_milestone, unmark_milestone
from desktop_pipeline.domain.milestones import Milestone
from desktop_pipeline.queries.milestones import MILESTONES, Passed, read_milestones
from desktop_pipeline.ui.deal.surroundings import Surroundings
from desktop_pipeline.ui.widgets.day_field import DayField
from desktop_pipeline.ui.widgets.words import set_tooltip


class MilestoneFields:
    """A day for each milestone; clearing it takes the mark of the hand back."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._deal_id = 0
        self.by_milestone = {milestone: self._make(milestone) for milestone in MILESTONES}

    def rows(self) -> Sequence[tuple[str, DayField]]:
        """The fields with their short names."""
        return [(milestone.value.upper(), field) for milestone, field in self.by_milestone.items()]

    def show_deal(self, deal_id: int) -> None:
        """Show when a deal passed them."""
        self._deal_id = deal_id
        for passed in read_milestones(self._around.session.workspace, deal_id):
            self._show(passed, self.by_milestone[passed.milestone])

    def _show(self, passed: Passed, field: DayField) -> None:
        session, formats = self._around.session, self._around.formats
        if passed.marked_on is not None:
            field.show_day(passed.marked_on, formats.day(passed.marked_on, session.today()))
            tip = _tr("Marked by hand: {rule}.").format(rule=passed.rule)
        elif passed.reached_on is not None:
            field.show_day(None, "")
            day = formats.day(passed.reached_on, session.today())
            field.show_value(_tr("{day}, by stage").format(day=day), is_empty=True)
            tip = _tr("When it first reached the stage that carries this milestone.")
        else:
            field.show_day(None, "")
            tip = _tr("Choose the day on which it passed.")
        set_tooltip(field, f"{_explain(passed.milestone)}\n{tip}")

    def _make(self, milestone: Milestone) -> DayField:
        around = self._around
        field = DayField(
            around.theme,
            around.formats,
            _explain(milestone),
            around.note,
            partial(self._keep, milestone),
            around.session.today,
            none=_tr("Not yet"),
        )
        field.setEnabled(not around.is_read_only)
        return field

    def _keep(self, milestone: Milestone, day: date | None) -> object:
        workspace = self._around.session.workspace
        if day is None:
            return unmark_milestone(workspace, self._deal_id, milestone)
        return mark_milestone(workspace, self._deal_id, milestone, on=day)


def _explain(milestone: Milestone) -> str:
    if milestone is Milestone.MQL:
        return _tr("Marketing qualified (MQL)")
    return _tr("Sales qualified (SQL)")


def _tr(text: str) -> str:
    return QCoreApplication.translate("DealPanel", text)
