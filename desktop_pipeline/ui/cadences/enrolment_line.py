"""A cadence that somebody is in or was in: its name, how far it is in marks and words, and the button that stops it."""

from datetime import date

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_pipeline.domain.cadences import State
from desktop_pipeline.queries.cadences import EnrolmentRow
from desktop_pipeline.ui.cadences.cadence_words import say_progress
from desktop_pipeline.ui.cadences.progress_marks import ProgressMarks
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.words import ElidedWords, Words


class EnrolmentLine(QWidget):
    """Signals: `stop_asked(enrolment id, place on the screen)`."""

    stop_asked = Signal(int, QPoint)

    def __init__(self, theme: Theme, formats: Formats, row: EnrolmentRow, today: date, *, can_stop: bool) -> None:
        super().__init__()
        self.row = row
        is_running = row.state is State.RUNNING
        words = say_progress(row, formats, today)
        if row.ended_at is not None:
            words = f"{words}, {formats.instant(row.ended_at, today, is_inside=True)}"
        self.words = Words(theme, words, "caption", "ink2" if is_running else "ink3", wrap=True)
        self.stop = ActionButton(theme, self.tr("Stop"), role="ink2")
        self.stop.setEnabled(can_stop)
        self.stop.setAccessibleName(self.tr("Stop {cadence}").format(cadence=row.cadence))
        self.stop.clicked.connect(self._ask_stop)
        name = ElidedWords(theme, row.cadence, "body" if is_running else "secondary", "ink" if is_running else "ink2")
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(name, 1)
        first.addWidget(ProgressMarks(theme, row.steps), 0, Qt.AlignmentFlag.AlignVCenter)
        first.addWidget(self.stop)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 2, 0, 6)
        lines.setSpacing(1)
        lines.addLayout(first)
        lines.addWidget(self.words)
        self.stop.setVisible(is_running)
        self.setAccessibleName(f"{row.cadence}: {words}")

    def _ask_stop(self) -> None:
        self.stop_asked.emit(self.row.enrolment_id, self.stop.mapToGlobal(QPoint(0, self.stop.height() + 4)))
