"""The cadences of a deal: how far each is, a button that stops it, and what ended the earlier ones."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QPoint, Signal
from PySide6.QtWidgets import QWidget

from desktop_pipeline.domain.cadences import State
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.queries.cadences import EnrolmentRow, read_enrolments
from desktop_pipeline.queries.deal import DealView
from desktop_pipeline.ui.cadences.cadence_acts import CadenceActs
from desktop_pipeline.ui.cadences.enrolment_line import EnrolmentLine
from desktop_pipeline.ui.deal.sections import Block
from desktop_pipeline.ui.deal.surroundings import Surroundings
from desktop_pipeline.ui.widgets.field import PAD

_MOST_PAST = 3


class CadencesBlock(Block):
    """Signals: `said(text, detail, undo)` for the toast."""

    said = Signal(str, str, bool)

    def __init__(self, around: Surroundings, home: QWidget) -> None:
        """`home` is what popovers open over."""
        super().__init__(
            around,
            QCoreApplication.translate("DealPanel", "Cadences"),
            add=QCoreApplication.translate("DealPanel", "Start a cadence"),
        )
        self._home = home
        self._view: DealView | None = None
        self.enrolments: Sequence[EnrolmentRow] = ()
        self.acts = CadenceActs(around.session, around.theme, around.formats, home)
        self.acts.said.connect(self.said)
        self.acts.ended.connect(lambda: self.give_keys(""))
        assert self.add_button is not None
        self.add_button.clicked.connect(self.start)

    def show_deal(self, view: DealView) -> None:
        """Show a deal's cadences."""
        self._view = view
        session = self._around.session
        self.enrolments = rows = read_enrolments(session.workspace, view.deal_id)
        if self.add_button is not None:
            self.add_button.setEnabled(not self._around.is_read_only and view.status is not DealStatus.LOST)
        self.show_rows((view.deal_id, rows, session.today()), lambda: self._make_rows(rows))

    def start(self) -> None:
        """Let a cadence be chosen, below the button that adds or, where that is out of sight, over the panel."""
        if self._view is None or self.add_button is None or not self.add_button.isEnabled():
            return
        below: QWidget = self.add_button
        place = below.mapToGlobal(QPoint(0, below.height() + 4))
        if not below.isVisible():
            place = self._home.mapToGlobal(QPoint(PAD, self._home.height() // 4))
        self.acts.start([self._view.deal_id], place)

    def _make_rows(self, rows: Sequence[EnrolmentRow]) -> None:
        if not rows:
            self.add_empty(self.tr("None started."))
        running = [row for row in rows if row.state is State.RUNNING]
        past = [row for row in rows if row.state is not State.RUNNING]
        today, can_stop = self._around.session.today(), not self._around.is_read_only
        for row in (*running, *past[:_MOST_PAST]):
            line = EnrolmentLine(self._theme, self._formats, row, today, can_stop=can_stop)
            line.setContentsMargins(PAD, 0, PAD, 0)
            line.stop_asked.connect(self.acts.ask_stop)
            if row.state is State.RUNNING:
                self.keep(f"stop:{row.enrolment_id}", line.stop)
            self._rows.addWidget(line)
        if len(past) > _MOST_PAST:
            count = self._formats.number(len(past) - _MOST_PAST)
            self.add_empty(self.tr("and {count} earlier ones").format(count=count))
