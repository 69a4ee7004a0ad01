"""What has to be there before the deal moves on, and what is known of budget, authority, need and timeline."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_pipeline.actions.answers import set_answer
from desktop_pipeline.actions.criteria import tick_criterion, untick_criterion
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.gates import CriterionKind
from desktop_pipeline.queries.deal import DealView
from desktop_pipeline.queries.gates import CriterionLine, DealGate, read_criteria
from desktop_pipeline.ui.deal.surroundings import Surroundings
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.bant_grid import BantGrid
from desktop_pipeline.ui.widgets.criteria_list import CriteriaList
from desktop_pipeline.ui.widgets.words import ElidedWords, Words, set_plain


class CriteriaBlock(QWidget):
    """Stands over the next step of an open deal; what earlier stages left open waits behind a button.

    Signals: `move_asked(stage id)`; `asked(CriterionLine)` for a criterion that a field or an activity meets.
    """

    move_asked = Signal(int)
    asked = Signal(object)

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._around = around
        self._gate: DealGate | None = None
        theme = around.theme
        self.title = ElidedWords(theme, "", "strong")
        self.count = Words(theme, "", "body", "ink3")
        self.go = ActionButton(theme, "", icon="arrow-right")
        self.list = CriteriaList(theme, around.formats)
        self.more = ActionButton(theme, "", icon="chevron-down", role="ink2", flat=True)
        self.earlier = CriteriaList(theme, around.formats)
        self.earlier.hide()
        self.answers = BantGrid(theme)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self.title)
        head.addWidget(self.count)
        head.addStretch(1)
        head.addWidget(self.go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self.list)
        layout.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.earlier)
        layout.addWidget(self.answers)
        self.go.clicked.connect(self._on_go)
        self.more.clicked.connect(self._turn_earlier)
        for criteria in (self.list, self.earlier):
            criteria.ticked.connect(self._tick)
            criteria.unticked.connect(self._untick)
            criteria.asked.connect(self._on_asked)
        self.answers.answered.connect(self._answer)

    def show_deal(self, view: DealView) -> None:
        """Show the gate of an open deal; a closed one has none before it."""
        is_open = view.status is DealStatus.OPEN
        gate = self._gate = read_criteria(self._around.session.workspace, view.deal_id) if is_open else None
        self.setVisible(gate is not None)
        if gate is None:
            return
        can_edit = not self._around.is_read_only
        self.title.show_words(self._word_title(gate))
        self.count.show_words(self.tr("{met} of {all}").format(met=gate.met, all=len(gate.criteria)))
        self.count.setVisible(bool(gate.criteria))
        set_plain(self.go, self.tr("Move to {stage}").format(stage=gate.next_stage or ""))
        self.go.updateGeometry()
        self.go.setVisible(gate.next_stage is not None)
        self.go.setEnabled(can_edit)
        today = self._around.session.today()
        self.list.setVisible(bool(gate.criteria))
        self.list.show_lines(gate.criteria, today, can_edit=can_edit)
        self.earlier.show_lines(gate.earlier, today, can_edit=can_edit)
        self.more.setText(self.tr("{count} still open from earlier stages").format(count=len(gate.earlier)))
        self.more.updateGeometry()
        self.more.setVisible(bool(gate.earlier))
        if not gate.earlier:
            self.earlier.hide()
        self.answers.show_answers(gate.answers, can_edit=can_edit)

    def _turn_earlier(self) -> None:
        self.earlier.setVisible(self.earlier.isHidden())

    def _word_title(self, gate: DealGate) -> str:
        if not gate.criteria:
            return self.tr("What is known")
        if gate.next_stage is None:
            return self.tr("Ready to be won?")
        return self.tr("Ready for {stage}?").format(stage=gate.next_stage)

    def _on_go(self) -> None:
        if self._gate is not None and self._gate.next_stage_id is not None:
            self.move_asked.emit(self._gate.next_stage_id)

    def _on_asked(self, line: CriterionLine) -> None:
        if line.criterion.kind is CriterionKind.ANSWER and line.criterion.asks_for:
            self.answers.open_topic(line.criterion.asks_for)
        else:
            self.asked.emit(line)

    def _tick(self, criterion_id: int, evidence: str) -> None:
        session, gate = self._around.session, self._gate
        if gate is not None:
            self._around.attempt(
                lambda: tick_criterion(
                    session.workspace, gate.deal_id, criterion_id, at=session.now(), evidence=evidence
                ),
                self.list,
            )

    def _untick(self, criterion_id: int) -> None:
        workspace, gate = self._around.session.workspace, self._gate
        if gate is not None:
            self._around.attempt(lambda: untick_criterion(workspace, gate.deal_id, criterion_id), self.list)

    def _answer(self, topic: str, state: str, evidence: str) -> None:
        session, gate = self._around.session, self._gate
        if gate is not None:
            self._around.attempt(
                lambda: set_answer(session.workspace, gate.deal_id, topic, state, evidence, on=session.today()),
                self.answers,
            )
