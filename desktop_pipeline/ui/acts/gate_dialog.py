"""What stops deals at a tollbooth: named, to be ticked and answered on the spot, or to be passed with a sentence."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop_pipeline.actions.answers import set_answer
from desktop_pipeline.actions.criteria import tick_criterion, untick_criterion
from desktop_pipeline.actions.deals import shorten
from desktop_pipeline.domain.errors import GateError, PipelineError
from desktop_pipeline.domain.gates import Criterion, CriterionKind
from desktop_pipeline.queries.gates import CriterionLine, read_answers, read_lines
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.answer_editor import AnswerEditor
from desktop_pipeline.ui.widgets.criteria_list import CriteriaList
from desktop_pipeline.ui.widgets.gate_words import word_wanted
from desktop_pipeline.ui.widgets.words import ElidedWords, Words

_WIDTH = 480
_HIGHEST = 320
_SIDES = 20
_MOST_DEALS = 30
# What is to be done with a sentence or without one; it tells its end, at once or later, by one of the two functions.
Act = Callable[[str | None, Callable[[], object], Callable[[PipelineError], object]], object]


class GateDialog(QDialog):
    """Open it with `open()`. It does the act by itself once nothing required is open any more.

    `act(why, done, failed)` fails with a GateError while something is; with a sentence it passes all the same.
    """

    def __init__(
        self,
        session: Session,
        theme: Theme,
        formats: Formats,
        stopped: GateError,
        ready: str,
        act: Act,
        parent: QWidget,
    ) -> None:
        """`ready` completes “… is not ready for Proposal”."""
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._formats = formats
        self._act = act
        self._missing: dict[int, tuple[Criterion, ...]] = dict(stopped.missing)
        self.lists: dict[int, CriteriaList] = {}
        self.setWindowTitle(self.tr("Still open"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.question = Words(theme, _say_stopped(stopped.titles, ready), "section", wrap=True)
        self.refusal = Words(theme, style="secondary", role="red", wrap=True)
        self.refusal.hide()
        self.why = QLineEdit()
        self.why.setPlaceholderText(self.tr("Why it can go on all the same"))
        self.why.setAccessibleName(self.tr("Why it can go on all the same"))
        self.pass_anyway = QPushButton(self.tr("Pass anyway"))
        self.pass_anyway.setEnabled(False)
        self.leave = QPushButton(self.tr("Not now"))
        for button in (self.pass_anyway, self.leave):
            button.setAutoDefault(False)
        self._lay_out(stopped.titles)
        self.why.textChanged.connect(lambda text: self.pass_anyway.setEnabled(bool(text.strip())))
        self.why.returnPressed.connect(self._pass)
        self.pass_anyway.clicked.connect(self._pass)
        self.leave.clicked.connect(self.reject)
        self._show_lines()
        next(iter(self.lists.values())).rows[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self, titles: Mapping[int, str]) -> None:
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        for deal_id, title in list(titles.items())[:_MOST_DEALS]:
            if len(titles) > 1:
                rows.addWidget(ElidedWords(self._theme, title, "strong"))
            self.lists[deal_id] = self._make_list(deal_id)
            rows.addWidget(self.lists[deal_id])
        if len(titles) > _MOST_DEALS:
            more = QCoreApplication.translate("GateDialog", "and %Ln more deals", None, len(titles) - _MOST_DEALS)
            rows.addWidget(Words(self._theme, more, "secondary", "ink2"))
        rows.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # The dialog's own ground shows around the rows.
        for widget in (inside, area.viewport()):
            widget.setAutoFillBackground(False)
        self._area, self._inside = area, inside
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.why, 1)
        foot.addWidget(self.pass_anyway)
        foot.addWidget(self.leave)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_SIDES, 16, _SIDES, 16)
        layout.setSpacing(12)
        for widget in (self.question, area, self.refusal):
            layout.addWidget(widget)
        layout.addLayout(foot)
        self.setFixedWidth(self._theme.size(_WIDTH))

    def _make_list(self, deal_id: int) -> CriteriaList:
        made = CriteriaList(self._theme, self._formats)
        made.ticked.connect(lambda criterion_id, evidence: self._tick(deal_id, criterion_id, evidence))
        made.unticked.connect(lambda criterion_id: self._untick(deal_id, criterion_id))
        made.asked.connect(lambda line: self._answer(deal_id, line))
        return made

    def _show_lines(self) -> None:
        for deal_id, shown in self.lists.items():
            lines = read_lines(self._session.workspace, deal_id, self._missing.get(deal_id, ()))
            shown.show_lines(lines, self._session.today())
            shown.fit(self.width() - 2 * _SIDES - 2)
        self._area.setFixedHeight(min(self._inside.sizeHint().height() + 2, self._theme.size(_HIGHEST)))

    def _tick(self, deal_id: int, criterion_id: int, evidence: str) -> None:
        workspace, now = self._session.workspace, self._session.now()
        self._change(lambda: tick_criterion(workspace, deal_id, criterion_id, at=now, evidence=evidence))

    def _untick(self, deal_id: int, criterion_id: int) -> None:
        self._change(lambda: untick_criterion(self._session.workspace, deal_id, criterion_id))

    def _answer(self, deal_id: int, line: CriterionLine) -> AnswerEditor | None:
        criterion = line.criterion
        if criterion.kind is not CriterionKind.ANSWER:
            wanted = word_wanted(criterion)
            self._say_refusal(self.tr("To meet it, {wanted} in the deal.").format(wanted=wanted))
            return None
        answers = read_answers(self._session.workspace, deal_id)
        asked = next(answer for answer in answers if answer.topic == criterion.asks_for)
        editor = AnswerEditor(self._theme, asked, self)
        editor.answered.connect(lambda topic, state, said: self._keep_answer(deal_id, topic, state, said))
        home = next(row for row in self.lists[deal_id].rows if row.line.criterion == criterion)
        editor.open_at(home.mapToGlobal(QPoint(0, home.height())))
        return editor

    def _keep_answer(self, deal_id: int, topic: str, state: str, evidence: str) -> None:
        workspace, today = self._session.workspace, self._session.today()
        self._change(lambda: set_answer(workspace, deal_id, topic, state, evidence, on=today))

    def _change(self, act: Callable[[], object]) -> None:
        """Keep what was ticked or answered, and go on where that was all."""
        if self._attempt(act):
            self._show_lines()
            self._act(None, self.accept, lambda error: None if isinstance(error, GateError) else self._refuse(error))

    def _pass(self) -> None:
        if self.why.text().strip():
            self.refusal.hide()
            self._act(self.why.text(), self.accept, self._refuse)

    def _attempt(self, act: Callable[[], object]) -> bool:
        self.refusal.hide()
        try:
            act()
        except PipelineError as error:
            self._refuse(error)
            return False
        return True

    def _refuse(self, error: PipelineError) -> None:
        self._say_refusal(str(error))

    def _say_refusal(self, sentence: str) -> None:
        self.refusal.show_words(sentence)
        self.refusal.show()


def _say_stopped(titles: Mapping[int, str], ready: str) -> str:
    if len(titles) == 1:
        sentence = QCoreApplication.translate("GateDialog", "“{title}” is not {ready} yet.")
        return sentence.format(title=shorten(next(iter(titles.values()))), ready=ready)
    sentence = QCoreApplication.translate("GateDialog", "%Ln deals are not {ready} yet.", None, len(titles))
    return sentence.format(ready=ready)
