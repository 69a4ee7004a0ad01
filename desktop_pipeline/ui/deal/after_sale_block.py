"""After the sale in the panel of a won deal: the checklist, how content the customer is, problems, further deals."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from desktop_pipeline.actions.checklists import (
    leave_out_line,
    open_line,
    start_checklist,
    start_usual_checklist,
    tick_line,
)
from desktop_pipeline.actions.relations import RelationKind
from desktop_pipeline.actions.satisfaction import (
    raise_problem,
    remove_problem,
    remove_satisfaction,
    reopen_problem,
    reword_problem,
    reword_satisfaction,
    solve_problem,
)
from desktop_pipeline.domain.after_sale import Mood, TickState, judge_score
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.queries.after_sale import (
    AfterSaleView,
    ChecklistLine,
    ProblemView,
    SatisfactionView,
    read_after_sale,
)
from desktop_pipeline.queries.deal import DealView
from desktop_pipeline.ui.deal.after_sale_popovers import LaterDealPopover, ScorePopover
from desktop_pipeline.ui.deal.row_pieces import Choice, make_more
from desktop_pipeline.ui.deal.sections import Block
from desktop_pipeline.ui.deal.surroundings import Surroundings
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.field import PAD
from desktop_pipeline.ui.widgets.field_long import LongField
from desktop_pipeline.ui.widgets.note_field import NoteField
from desktop_pipeline.ui.widgets.words import ElidedWords, Words

_MOODS = {Mood.HAPPY: "green", Mood.CONTENT: "ink2", Mood.UNHAPPY: "red"}


class AfterSaleBlock(Block):
    """Stands over the next step of a won deal. Signals: `deal_opened(id)` for a deal that was begun from it."""

    deal_opened = Signal(int)

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around, QCoreApplication.translate("DealPanel", "After the sale"))
        self.stand_alone(is_alone=True)
        self._view: DealView | None = None
        self.told: AfterSaleView | None = None
        self.popover: LaterDealPopover | ScorePopover | None = None
        self.count = Words(self._theme, "", "body", "ink3")
        self.put_beside_title(self.count)
        self.writing = NoteField(self._theme)
        asked = self.tr("What went wrong?")
        self.writing.setPlaceholderText(asked)
        self.writing.setAccessibleName(asked)
        self.writing.hide()
        self.writing.written.connect(self._raise)
        self.writing.left.connect(self._leave_writing)
        below = QVBoxLayout()
        below.setContentsMargins(0, 0, 0, 10)
        below.addWidget(self.writing)
        self.add_below(below)

    @property
    def activity_ids(self) -> frozenset[int]:
        """The planned activities that stand here already."""
        lines = () if self.told is None else self.told.lines
        return frozenset(line.activity_id for line in lines if line.activity_id is not None)

    def show_deal(self, view: DealView) -> None:
        """Show what follows the sale; a deal that is not won has nothing here."""
        if self._view is None or self._view.deal_id != view.deal_id:
            self._leave_writing()
        self._view = view
        is_won = view.status is DealStatus.WON
        self.setVisible(is_won)
        self.told = read_after_sale(self._around.session.workspace, view.deal_id) if is_won else None
        if self.told is None:
            return
        told, today = self.told, self._around.session.today()
        done = sum(line.state is TickState.DONE for line in told.lines)
        asked = sum(line.state is not TickState.LEFT_OUT for line in told.lines)
        self.count.show_words(self.tr("{done} of {all}").format(done=done, all=asked))
        self.count.setVisible(bool(told.lines))
        self.show_rows((view.deal_id, told, today), lambda: self._make_rows(told))

    def start(self, kind: RelationKind) -> None:
        """Ask for what a deal that follows from this one has to be told."""
        place = self.named(f"start:{kind.value}")
        if self._view is None or place is None or self._around.is_read_only:
            return
        self.popover = popover = LaterDealPopover(self._around, self._view, kind, place)
        popover.started.connect(self.deal_opened)
        self.open_popup(popover, place)

    def ask_score(self) -> None:
        """Ask how satisfied the customer is."""
        place = self.named("score")
        if self._view is not None and place is not None and not self._around.is_read_only:
            self.popover = popover = ScorePopover(self._around, self._view, place)
            self.open_popup(popover, place)

    def ask_problem(self) -> None:
        """Open the field for what went wrong."""
        self.writing.show()
        self.writing.setFocus()

    def _make_rows(self, told: AfterSaleView) -> None:
        for line in told.lines:
            self._rows.addLayout(self._make_line(line))
        if not told.lines:
            self._make_beginning(told)
        self._rows.addSpacing(4)
        for score in told.scores:
            self._rows.addLayout(self._make_score(score))
        for problem in told.problems:
            self._rows.addLayout(self._make_problem(problem))
        self._rows.addSpacing(4)
        self._rows.addLayout(self._make_buttons())

    def _make_beginning(self, told: AfterSaleView) -> None:
        view, session = self._view, self._around.session
        assert view is not None
        if told.has_checklist:
            words, says = self.tr("Plan the checklist"), self.tr("Nothing of the checklist is planned for this deal.")
        else:
            words, says = self.tr("Use the usual checklist"), self.tr("This pipeline has no checklist yet.")
        self.add_empty(says)
        button = self.keep("begin", ActionButton(self._theme, words, icon="clipboard-check"))
        button.setEnabled(not self._around.is_read_only)

        start = start_checklist if told.has_checklist else start_usual_checklist
        begin = partial(start, session.workspace, view.deal_id)
        button.clicked.connect(lambda: self._around.attempt(lambda: begin(at=session.now()), button))
        row = QHBoxLayout()
        row.setContentsMargins(PAD, 4, 0, 4)
        row.addWidget(button)
        row.addStretch(1)
        self._rows.addLayout(row)

    def _make_line(self, line: ChecklistLine) -> QHBoxLayout:
        today, is_open = self._around.session.today(), line.state is TickState.OPEN
        is_late = is_open and line.due_on < today
        words, role = self._word_state(line, today), "red" if is_late else "ink3"
        box = self.keep(f"line:{line.tick_id}", QCheckBox())
        # As high as its row, so that it stands in the middle of it and is easily hit.
        box.setFixedSize(self._theme.size(18), self._theme.size(24))
        box.setChecked(line.state is TickState.DONE)
        box.setEnabled(not self._around.is_read_only and line.state is not TickState.LEFT_OUT)
        box.setAccessibleName(f"{line.text}, {words}")
        box.clicked.connect(lambda: self._turn(line, box))
        text = ElidedWords(self._theme, line.text, "body", "ink" if is_open else "ink3")
        state = Words(self._theme, words, "secondary", role)
        more = make_more(
            self._theme, self.tr("More about {name}").format(name=line.text), lambda: self._line_choices(line)
        )
        more.setEnabled(not self._around.is_read_only)
        row = QHBoxLayout()
        row.setContentsMargins(PAD, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(box)
        row.addWidget(text, 1)
        row.addWidget(state)
        row.addWidget(self.keep(f"more:{line.tick_id}", more))
        return row

    def _word_state(self, line: ChecklistLine, today: date) -> str:
        if line.state is TickState.LEFT_OUT:
            return self.tr("left out")
        if line.state is TickState.DONE:
            return self.tr("done")
        if line.due_on < today:
            return self.tr("%Ln d late", "", (today - line.due_on).days)
        return self._formats.day(line.due_on, today)

    def _line_choices(self, line: ChecklistLine) -> list[Choice]:
        session, place = self._around.session, self.named(f"line:{line.tick_id}") or self
        attempt = self._around.attempt
        if line.state is TickState.OPEN:
            return [
                (self.tr("Done"), "check", "ink2", lambda: self._tick(line, place)),
                (
                    self.tr("Leave it out for this deal"),
                    "x",
                    "ink2",
                    lambda: attempt(lambda: leave_out_line(session.workspace, line.tick_id, at=session.now()), place),
                ),
            ]
        return [(self.tr("Open again"), "undo-2", "ink2", lambda: self._open(line, place))]

    def _turn(self, line: ChecklistLine, box: QCheckBox) -> None:
        is_done = self._tick(line, box) if line.state is TickState.OPEN else self._open(line, box)
        if not is_done:
            box.setChecked(line.state is TickState.DONE)

    def _tick(self, line: ChecklistLine, place: QWidget) -> bool:
        session = self._around.session
        return self._around.attempt(lambda: tick_line(session.workspace, line.tick_id, at=session.now()), place)

    def _open(self, line: ChecklistLine, place: QWidget) -> bool:
        session = self._around.session
        return self._around.attempt(lambda: open_line(session.workspace, line.tick_id, at=session.now()), place)

    def _make_score(self, score: SatisfactionView) -> QHBoxLayout:
        workspace, number = self._around.session.workspace, score.satisfaction_id
        day = self._formats.day(score.on, self._around.session.today())
        said = self.tr("{score} of 10, {day}").format(score=score.score, day=day)
        head = Words(self._theme, said, "value", _MOODS[judge_score(score.score)])
        # Its line stands on that of the note behind it.
        head.setContentsMargins(PAD, 2, 0, 0)
        note = LongField(
            self._theme,
            self.tr("What they said"),
            self._around.note,
            lambda text: reword_satisfaction(workspace, number, text),
            style="secondary",
            role="ink2",
        )
        note.show_text(score.note, self.tr("No note"))
        more = make_more(
            self._theme,
            self.tr("More about {name}").format(name=said),
            lambda: [self._removal(lambda: remove_satisfaction(workspace, number))],
        )
        return self._join(f"score:{number}", head, note, more)

    def _make_problem(self, problem: ProblemView) -> QVBoxLayout:
        session, number = self._around.session, problem.problem_id
        workspace = session.workspace
        text = LongField(
            self._theme, self.tr("Problem"), self._around.note, lambda words: reword_problem(workspace, number, words)
        )
        text.show_text(problem.text, "")
        solution = LongField(
            self._theme,
            self.tr("How it was solved"),
            self._around.note,
            lambda words: solve_problem(workspace, number, words, on=session.today()),
            style="secondary",
            role="ink2",
            empty_role="amber" if problem.solved_on is None else "ink3",
        )
        day = self._formats.day(problem.solved_on or problem.raised_on, session.today())
        empty = (self.tr("Not solved, since {day}") if problem.solved_on is None else self.tr("Solved {day}")).format(
            day=day
        )
        solution.show_text(problem.solution, empty)
        more = make_more(self._theme, self.tr("More about this problem"), lambda: self._problem_choices(problem, text))
        row = self._join(f"problem:{number}", None, text, more)
        whole = QVBoxLayout()
        whole.setSpacing(0)
        whole.addLayout(row)
        solution.setEnabled(not self._around.is_read_only)
        whole.addWidget(self.keep(f"solution:{number}", solution))
        return whole

    def _problem_choices(self, problem: ProblemView, place: QWidget) -> list[Choice]:
        session, number = self._around.session, problem.problem_id
        workspace = session.workspace
        turn: Choice
        if problem.solved_on is None:
            solve = partial(solve_problem, workspace, number, problem.solution, on=session.today())
            turn = (self.tr("Solved"), "check", "green", lambda: self._around.attempt(solve, place))
        else:
            reopen = partial(reopen_problem, workspace, number)
            turn = (self.tr("Not solved after all"), "undo-2", "ink2", lambda: self._around.attempt(reopen, place))
        return [turn, self._removal(lambda: remove_problem(workspace, number))]

    def _removal(self, remove: Callable[[], object]) -> Choice:
        return (self.tr("Remove"), "trash-2", "red", lambda: self._around.attempt(remove, self))

    def _join(self, name: str, head: QWidget | None, field: LongField, more: QWidget) -> QHBoxLayout:
        for widget in (field, more):
            widget.setEnabled(not self._around.is_read_only)
        row = QHBoxLayout()
        row.setSpacing(2)
        if head is not None:
            row.addWidget(head, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.keep(name, field), 1)
        row.addWidget(self.keep(f"more {name}", more), 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _make_buttons(self) -> QVBoxLayout:
        can_edit = not self._around.is_read_only

        def button(name: str, words: str, icon: str) -> ActionButton:
            made = self.keep(name, ActionButton(self._theme, words, icon=icon))
            made.setEnabled(can_edit)
            return made

        score = button("score", self.tr("How satisfied…"), "circle-check")
        problem = button("problem", self.tr("Problem…"), "flag")
        score.clicked.connect(self.ask_score)
        problem.clicked.connect(self.ask_problem)
        lines = QVBoxLayout()
        lines.setContentsMargins(PAD, 0, 0, 0)
        lines.setSpacing(6)
        first = QHBoxLayout()
        first.setSpacing(6)
        for made in (score, problem):
            first.addWidget(made)
        first.addStretch(1)
        second = QHBoxLayout()
        second.setSpacing(6)
        for kind, words, icon in (
            (RelationKind.REPEAT, self.tr("Repeat…"), "refresh-cw"),
            (RelationKind.UPSELL, self.tr("Upsell…"), "plus"),
            (RelationKind.REFERRAL, self.tr("Referral…"), "users"),
        ):
            made = button(f"start:{kind.value}", words, icon)
            made.clicked.connect(partial(self.start, kind))
            second.addWidget(made)
        second.addStretch(1)
        lines.addLayout(first)
        lines.addLayout(second)
        return lines

    def _raise(self, text: str) -> None:
        session, view = self._around.session, self._view
        if view is not None and self._around.attempt(
            lambda: raise_problem(session.workspace, view.deal_id, text, on=session.today()), self.writing
        ):
            self._leave_writing()
            self.give_keys("problem")

    def _leave_writing(self) -> None:
        self.writing.clear()
        self.writing.hide()
