"""Decisions of a review as the screen asks for them; what is refused is said, what a gate stops asks for its reason."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop_pipeline.actions import review_decisions as decisions
from desktop_pipeline.actions.review_decisions import Step
from desktop_pipeline.domain.errors import GateError, InvalidError, PipelineError
from desktop_pipeline.domain.reviews import Decision
from desktop_pipeline.ui.acts.gate_dialog import GateDialog
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.long_work import attempt
from desktop_pipeline.ui.review.decision_pad import DecisionPad
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme


class ReviewActs(QObject):
    """Does what is chosen on the pad; `say` is told what was refused elsewhere."""

    def __init__(self, session: Session, theme: Theme, formats: Formats, pad: DecisionPad, home: QWidget) -> None:
        super().__init__(home)
        self._session = session
        self._theme = theme
        self._formats = formats
        self._pad = pad
        self._home = home

    def save(self, review_id: int, deal_id: int, note: str | None, done: Callable[[], object]) -> bool:
        """Save what is chosen and go on with `done`; False where it is refused or still asked for."""
        pad = self._pad
        if pad.chosen is None:
            pad.refuse(self.tr("Choose first what becomes of it, by a number from 1 to 5 or W; or S skips it."))
            return False
        try:
            self._decide(pad.chosen, review_id, deal_id, note)
        except GateError as error:
            self._ask_gate(error, review_id, deal_id, note, done)
            return False
        except PipelineError as error:
            pad.refuse(str(error))
            if isinstance(error, InvalidError):
                self._focus_missing()
            return False
        done()
        return True

    def attempt(self, act: Callable[[], object]) -> bool:
        """Do something else; say why where it is refused."""
        try:
            act()
        except PipelineError as error:
            self._pad.refuse(str(error))
            return False
        return True

    def _decide(self, decision: Decision, review_id: int, deal_id: int, note: str | None) -> None:
        workspace, at, pad = self._session.workspace, self._session.now(), self._pad
        if decision is Decision.KEEP:
            answer = pad.keep.answer()
            step = None
            if answer is not None:
                step = Step(answer.kind, answer.subject, answer.due_on, answer.due_at, instead_of=answer.instead_of)
            decisions.decide_keep(workspace, review_id, deal_id, at=at, step=step, note=note)
        elif decision is Decision.RE_ENGAGE:
            cadence_id = pad.re_engage.answer()
            decisions.decide_re_engage(workspace, review_id, deal_id, cadence_id, at=at, note=note)
        elif decision is Decision.MOVE_BACK:
            decisions.decide_move_back(workspace, review_id, deal_id, pad.back.answer(), at=at, note=note)
        elif decision is Decision.LOST:
            reason_id, loss_note = pad.lost.answer()
            decisions.decide_lost(workspace, review_id, deal_id, reason_id, at=at, loss_note=loss_note, note=note)
        elif decision is Decision.SNOOZE:
            until, why = pad.snooze.answer()
            decisions.decide_snooze(workspace, review_id, deal_id, until=until, why=why, at=at, note=note)
        else:
            decisions.decide_won(workspace, review_id, deal_id, at=at, note=note)

    def _ask_gate(
        self, stopped: GateError, review_id: int, deal_id: int, note: str | None, done: Callable[[], object]
    ) -> None:
        session = self._session

        def act(why: str | None, then: Callable[[], object], refuse: Callable[[PipelineError], object]) -> None:
            def decide() -> None:
                decisions.decide_won(session.workspace, review_id, deal_id, at=session.now(), why=why, note=note)
                done()

            attempt(decide, lambda _nothing: then(), refuse)

        ready = self.tr("ready to be won")
        dialog = GateDialog(self._session, self._theme, self._formats, stopped, ready, act, self._home)
        dialog.open()

    def _focus_missing(self) -> None:
        pad = self._pad
        if pad.chosen is Decision.LOST:
            pad.lost.focus_missing()
        elif pad.chosen is not None:
            pad.block.focus_first()
