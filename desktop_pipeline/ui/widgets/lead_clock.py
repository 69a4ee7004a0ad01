"""The clock of new leads as it is said, and the one timer by which it goes on wherever it is shown."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from desktop_pipeline.domain.leads_clock import LeadClock
from desktop_pipeline.ui.formats import Formats

# It is said in minutes: more often would show nothing more.
_TICK_MS = 10_000


class LeadTimer(QObject):
    """One for a session, whoever asks for it first. Signals: `ticked`."""

    ticked = Signal()

    def __init__(self, session: QObject) -> None:
        super().__init__(session)
        self.timer = QTimer(self, interval=_TICK_MS)
        self.timer.timeout.connect(self.ticked)
        self.timer.start()


def timer_of(session: QObject) -> LeadTimer:
    """The timer of a session."""
    return session.findChild(LeadTimer) or LeadTimer(session)


def word_clock(clock: LeadClock, formats: Formats, now: datetime) -> str:
    """`waiting 24 min for the first contact`, and that the target has passed."""
    translate = QCoreApplication.translate
    waited = formats.span(clock.waited(now))
    if clock.is_late(now):
        words = translate("LeadClock", "waiting {time} for the first contact, the target of {target} has passed")
        return words.format(time=waited, target=formats.span(clock.target))
    return translate("LeadClock", "waiting {time} for the first contact").format(time=waited)


def word_target(clock: LeadClock, formats: Formats, now: datetime) -> str:
    """What the target says about a clock: how much time is left, or by how much it is over."""
    translate = QCoreApplication.translate
    waited, target = clock.waited(now), clock.target
    if clock.is_late(now):
        words = translate("LeadClock", "The target of {target} passed {time} ago.")
        return words.format(target=formats.span(target), time=formats.span(waited - target))
    words = translate("LeadClock", "{time} left of {target}.")
    return words.format(time=formats.span(target - waited), target=formats.span(target))
