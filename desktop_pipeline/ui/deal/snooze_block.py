"""Says above what is to be done that a deal is left alone on purpose, and wakes it."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_pipeline.actions.snoozing import wake_deal
from desktop_pipeline.queries.cleaning import read_snooze
from desktop_pipeline.queries.deal import DealView
from desktop_pipeline.ui.deal.surroundings import Surroundings
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.callout import Callout

if TYPE_CHECKING:
    from desktop_pipeline.queries.cleaning import Snooze


class SnoozeBlock(QWidget):
    """Not there unless the deal sleeps."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._around = around
        self._deal_id = 0
        self.snooze: Snooze | None = None
        self.wake = ActionButton(around.theme, self.tr("Wake"))
        self.wake.setEnabled(not around.is_read_only)
        self.callout = Callout(around.theme, "clock", "accent", self.wake)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.callout)
        self.wake.clicked.connect(self._wake)
        self.hide()

    def show_deal(self, view: DealView) -> None:
        """Show why a deal sleeps and until when, where it does."""
        around, session = self._around, self._around.session
        self._deal_id = view.deal_id
        self.snooze = read_snooze(session.workspace, view.deal_id, today=session.today())
        if self.snooze is not None:
            day = around.formats.day(self.snooze.until, session.today())
            self.callout.say(self.snooze.why, self.tr("Asleep until {day}.").format(day=day))
        self.setVisible(self.snooze is not None)

    def _wake(self) -> None:
        session = self._around.session
        self._around.attempt(lambda: wake_deal(session.workspace, self._deal_id, at=session.now()), self)
