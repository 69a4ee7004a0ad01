"""The cadences that a person is in without a deal."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_pipeline.actions import Change
from desktop_pipeline.domain.cadences import State
from desktop_pipeline.queries.cadences import EnrolmentRow, read_person_enrolments
from desktop_pipeline.ui.cadences.cadence_acts import CadenceActs
from desktop_pipeline.ui.cadences.enrolment_line import EnrolmentLine
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.words import Words

_MOST_PAST = 2
_TABLES = ("enrolment", "activity", "cadence", "cadence_step")


class PersonCadences(QWidget):
    """Not there while there are none; follows the workspace by itself."""

    def __init__(self, session: Session, theme: Theme, formats: Formats) -> None:
        super().__init__()
        self._session = session
        self._theme = theme
        self._formats = formats
        self._person_id: int | None = None
        self._shown: object = None
        self.lines: list[EnrolmentLine] = []
        self.acts = CadenceActs(session, theme, formats, self)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 6, 0, 6)
        self._rows.setSpacing(0)
        self._rows.addWidget(Words(theme, self.tr("Cadences"), "strong"))
        self.setAccessibleName(self.tr("Cadences"))
        session.changed.connect(self._on_changed)
        self.hide()

    def show_person(self, person_id: int | None) -> None:
        """Show a person's cadences; None: nobody's."""
        self._person_id = person_id
        self._read()

    def _read(self) -> None:
        workspace, today = self._session.workspace, self._session.today()
        found = [] if self._person_id is None else read_person_enrolments(workspace, self._person_id)
        running = [row for row in found if row.state is State.RUNNING]
        past = [row for row in found if row.state is not State.RUNNING][:_MOST_PAST]
        if (self._person_id, found, today) != self._shown:
            # Only then: a row that stays keeps the keys.
            self._shown = (self._person_id, found, today)
            self._make_lines([*running, *past])
        self.setVisible(bool(found))

    def _make_lines(self, rows: list[EnrolmentRow]) -> None:
        had_keys = any(line.stop.hasFocus() for line in self.lines)
        for line in self.lines:
            self._rows.removeWidget(line)
            line.hide()
            line.deleteLater()
        can_stop, today = not self._session.workspace.is_read_only, self._session.today()
        self.lines = [EnrolmentLine(self._theme, self._formats, row, today, can_stop=can_stop) for row in rows]
        for line in self.lines:
            line.stop_asked.connect(self.acts.ask_stop)
            self._rows.addWidget(line)
        if had_keys and self.lines and not self.lines[0].stop.isHidden():
            self.lines[0].stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_changed(self, change: Change) -> None:
        if self._person_id is not None and any(change.touches(table) for table in _TABLES):
            self._read()
