"""The clock of a new lead above what is to be done: how long it waits, and what is left of the target."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_pipeline.queries.deal import DealView
from desktop_pipeline.queries.new_leads import read_clock
from desktop_pipeline.ui.deal.surroundings import Surroundings
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.callout import Callout
from desktop_pipeline.ui.widgets.lead_clock import timer_of, word_clock, word_target

if TYPE_CHECKING:
    from desktop_pipeline.domain.leads_clock import LeadClock


class LeadBlock(QWidget):
    """Not there unless the deal is a new lead without contact. Signals: `write_asked`."""

    write_asked = Signal()

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._around = around
        self.clock: LeadClock | None = None
        self.write = ActionButton(around.theme, self.tr("Write"), icon="mail")
        self.write.setEnabled(not around.is_read_only)
        self.callout = Callout(around.theme, "timer", "accent", self.write)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 16)
        layout.addWidget(self.callout)
        self.write.clicked.connect(self.write_asked)
        timer_of(around.session).ticked.connect(self._say)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty where no clock runs."""
        return self.callout.text if self.clock is not None else ""

    def show_deal(self, view: DealView) -> None:
        """Show the clock of a deal, where it runs."""
        session = self._around.session
        self.clock = read_clock(session.workspace, view.deal_id, now=session.now())
        self._say()
        self.setVisible(self.clock is not None)

    def _say(self) -> None:
        if self.clock is None:
            return
        now, formats = self._around.session.now(), self._around.formats
        is_late = self.clock.is_late(now)
        if is_late:
            lead = self.tr("Waiting {time} for the first contact.").format(time=formats.span(self.clock.waited(now)))
        else:
            words = word_clock(self.clock, formats, now)
            lead = f"{words[:1].upper()}{words[1:]}."
        self.callout.tint("timer", "red" if is_late else "accent")
        self.callout.say(word_target(self.clock, formats, now), lead)
