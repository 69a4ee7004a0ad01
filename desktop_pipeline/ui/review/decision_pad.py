"""The foot of the middle: what can be decided, what the choice still asks, and the keys that save it."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.reviews import Decision
from desktop_pipeline.queries.lists import Named
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.review.answer_block import HEIGHT, AnswerBlock
from desktop_pipeline.ui.review.back_block import BackBlock
from desktop_pipeline.ui.review.choice_cards import Choice, ChoiceCards
from desktop_pipeline.ui.review.keep_block import KeepBlock
from desktop_pipeline.ui.review.lost_block import LostBlock
from desktop_pipeline.ui.review.needs import Needs
from desktop_pipeline.ui.review.re_engage_block import ReEngageBlock
from desktop_pipeline.ui.review.review_words import DECISION_ICONS
from desktop_pipeline.ui.review.snooze_block import SnoozeBlock
from desktop_pipeline.ui.review.won_block import WonBlock
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.key_hint import PrimaryButton
from desktop_pipeline.ui.widgets.words import ElidedWords, Words

CARDS = (Decision.KEEP, Decision.RE_ENGAGE, Decision.MOVE_BACK, Decision.LOST)
_KEYS = {
    Qt.Key.Key_1: Decision.KEEP,
    Qt.Key.Key_2: Decision.RE_ENGAGE,
    Qt.Key.Key_3: Decision.MOVE_BACK,
    Qt.Key.Key_4: Decision.LOST,
    Qt.Key.Key_5: Decision.SNOOZE,
    Qt.Key.Key_W: Decision.WON,
}


class DecisionPad(QWidget):
    """Holds what is chosen and what was answered; who saves it is the page.

    Signals: `save_wanted()`, `skip_wanted()`, `undo_wanted()`, `again_wanted()` for a deal that is decided already.
    """

    save_wanted = Signal()
    skip_wanted = Signal()
    undo_wanted = Signal()
    again_wanted = Signal()

    def __init__(self, session: Session, theme: Theme, formats: Formats) -> None:
        super().__init__()
        self._theme = theme
        self._formats = formats
        self._chosen: Decision | None = None
        self._can_decide = False
        self._is_cramped = False
        self.question = Words(theme, self.tr("What now?"), "strong")
        self.hint = ElidedWords(theme, "", "secondary", "ink3")
        self.cards = ChoiceCards(theme, len(CARDS))
        self.keep = KeepBlock(session, theme, formats)
        self.re_engage = ReEngageBlock(session, theme, formats)
        self.back = BackBlock(theme)
        self.lost = LostBlock(theme)
        self.snooze = SnoozeBlock(session, theme, formats)
        self.won = WonBlock(theme)
        self.none = AnswerBlock(theme)
        self.none.body.addStretch(1)
        self.blocks: dict[Decision | None, AnswerBlock] = {
            Decision.KEEP: self.keep,
            Decision.RE_ENGAGE: self.re_engage,
            Decision.MOVE_BACK: self.back,
            Decision.LOST: self.lost,
            Decision.SNOOZE: self.snooze,
            Decision.WON: self.won,
            None: self.none,
        }
        self.stack = QStackedWidget()
        for block in self.blocks.values():
            self.stack.addWidget(block)
        self.refusal = Words(theme, "", "secondary", "red", wrap=True)
        self.undo = ActionButton(
            theme, self.tr("Undo last"), icon="undo-2", role="ink2", flat=True, keys=(self.tr("Ctrl"), "Z")
        )
        self.skip = ActionButton(theme, self.tr("Skip"), role="ink2", flat=True, keys=("S",))
        self.snooze_button = ActionButton(theme, self.tr("Snooze"), role="ink2", flat=True, keys=("5",))
        self.won_button = ActionButton(theme, self.tr("Won"), role="ink2", flat=True, keys=("W",))
        self.again = ActionButton(theme, self.tr("Decide again"), role="ink2", flat=True)
        self.save = PrimaryButton(theme, self.tr("Save and next"), key=self.tr("Enter"))
        self._others = (self.undo, self.skip, self.snooze_button, self.won_button, self.again)
        self._arrange()
        self._connect()

    @property
    def chosen(self) -> Decision | None:
        """What is chosen now."""
        return self._chosen

    @property
    def block(self) -> AnswerBlock:
        """What is asked of it."""
        return self.blocks[self._chosen]

    def wait(self) -> None:
        """The deal is still being read: nothing can be chosen yet."""
        # The cards stay as they are: one that has the keys would lose them to the next field.
        self._can_decide = False
        self.again.hide()
        self.choose(None)

    def show_gone(self, *, is_read_only: bool) -> None:
        """The deal went into the bin meanwhile."""
        self.wait()
        self._offer(can_decide=False, is_decided=False)
        self.skip.setEnabled(not is_read_only)
        self.hint.show_words(self.tr("it is in the bin by now: skip it"))

    def ask(self, needs: Needs, *, is_read_only: bool) -> None:
        """Ask for a deal what becomes of it."""
        view = needs.view
        line = view.line
        is_open = line.status is DealStatus.OPEN and not line.is_gone
        is_decided = line.decision is not None
        self._can_decide = is_open and not is_decided and not is_read_only
        person = "" if view.person is None else view.person.name.split(" ")[0]
        stage = view.deal.stage or ""
        self.keep.ask(stage, needs.planned, needs.kinds)
        self.re_engage.ask(needs.cadences, person, can_add=not is_read_only)
        self.back.ask([Named(back.stage_id, back.name) for back in reversed(view.back)])
        self.lost.ask(needs.reasons, needs.proposed_reason)
        self.snooze.ask(needs.stale_limit)
        self.won.ask(self._formats.money(view.deal.value))
        self._show_cards(stage)
        self._offer(can_decide=self._can_decide, is_decided=is_decided and not is_read_only)
        self.skip.setEnabled(not is_decided and not is_read_only)
        self._say_hint(needs, is_open=is_open, is_read_only=is_read_only)
        self.choose(None)

    def choose(self, decision: Decision | None) -> None:
        """Choose what becomes of it; its questions stand below."""
        if decision is not None and not self._is_offered(decision):
            return
        self._chosen = decision
        self.cards.take(CARDS.index(decision) if decision in CARDS else None)
        self.stack.setCurrentWidget(self.block)
        self._show_block()
        self.refuse("")

    def take_key(self, key: int) -> bool:
        """Choose by a key; the same once more, or one that needs an answer, leads the keys into the block."""
        decision = _KEYS.get(Qt.Key(key))
        if decision is None or not self._is_offered(decision):
            return False
        again = decision is self._chosen
        self.choose(decision)
        if again or self.block.needs_answer:
            self.block.focus_first()
        else:
            self.focus_choice()
        return True

    def focus_choice(self) -> None:
        """Give the keys to the choices."""
        if self._chosen is Decision.SNOOZE:
            self.snooze_button.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._chosen is Decision.WON:
            self.won_button.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._can_decide:
            self.cards.focus_card()
        else:
            (self.again if self.again.isVisibleTo(self) else self.save).setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, sentence: str) -> None:
        """Say what is wrong; an empty sentence takes it away."""
        self.refusal.show_words(sentence)
        self.refusal.setAccessibleName(sentence)
        self.refusal.setVisible(bool(sentence))

    def shrink(self, *, small: bool, cramped: bool) -> None:
        """Lower cards for small windows; a cramped one has no frame below them before something is chosen."""
        self.cards.shrink(small=small)
        self._column.setSpacing(6 if small else 8)
        self._is_cramped = cramped
        self._show_block()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def minimumSizeHint(self) -> QSize:
        # What finds no room is folded: it must not hold the window open.
        return QSize(0, super().minimumSizeHint().height())

    def _fold(self) -> None:
        """The keys beside the words go first, then the primary button gets a row of its own."""
        room, theme = self.width(), self._theme
        for is_short, is_stacked in ((False, False), (True, False), (True, True)):
            for button in self._others:
                button.shorten(short=is_short)
            width = sum(button.sizeHint().width() + 4 for button in self._others if not button.isHidden())
            if is_stacked or width + self.save.sizeHint().width() + 6 <= room:
                turned = QBoxLayout.Direction.TopToBottom if is_stacked else QBoxLayout.Direction.LeftToRight
                self._foot.setDirection(turned)
                break
        # All blocks are as high as the highest must be in this width, so that nothing above ever moves.
        heights = [block.body.totalHeightForWidth(room) for block in self.blocks.values()]
        self.stack.setFixedHeight(max(theme.size(HEIGHT), *heights))

    def _show_block(self) -> None:
        # Why a deal is here is read first: until then the room is the reasons'.
        self.stack.setVisible(not self._is_cramped or self._chosen is not None)

    def _is_offered(self, decision: Decision) -> bool:
        if decision is Decision.MOVE_BACK and self.back.taken is None:
            return False
        return self._can_decide

    def _offer(self, *, can_decide: bool, is_decided: bool) -> None:
        for card in self.cards.cards:
            card.setEnabled(can_decide and card.choice.is_offered)
        for button in (self.snooze_button, self.won_button):
            button.setEnabled(can_decide)
        self.again.setVisible(is_decided)
        for button in (self.skip, self.snooze_button, self.won_button):
            button.setVisible(not is_decided)

    def _show_cards(self, stage: str) -> None:
        back = self.back.taken
        self.cards.show_choices(
            (
                Choice(
                    "1",
                    DECISION_ICONS[Decision.KEEP],
                    self.tr("Keep, with a next step"),
                    self.tr("Stays in {stage}").format(stage=stage),
                    is_offered=self._can_decide,
                ),
                Choice(
                    "2",
                    DECISION_ICONS[Decision.RE_ENGAGE],
                    self.tr("Re-engage"),
                    self.re_engage.sum_up(),
                    is_offered=self._can_decide,
                ),
                Choice(
                    "3",
                    DECISION_ICONS[Decision.MOVE_BACK],
                    self.tr("Move back") if back is None else self.tr("Back to {stage}").format(stage=back.name),
                    self.tr("It is in the first stage")
                    if back is None
                    else self.tr("Not ready for {stage}").format(stage=stage),
                    is_offered=self._can_decide and back is not None,
                ),
                Choice(
                    "4",
                    DECISION_ICONS[Decision.LOST],
                    self.tr("Close as lost"),
                    self.tr("Asks for a reason"),
                    is_offered=self._can_decide,
                ),
            )
        )

    def _say_hint(self, needs: Needs, *, is_open: bool, is_read_only: bool) -> None:
        line = needs.view.line
        title, detail = self.tr("Nothing chosen yet"), self.tr("What you choose asks here for what it needs.")
        hint = self.tr("press a number, or choose with the arrows")
        if line.decision is not None:
            hint = self.tr("it is decided already")
            title, detail = self.tr("Decided"), self.tr("Decide again takes it up once more; what was done stays done.")
        elif is_read_only:
            hint = self.tr("the file is open for reading only")
        elif not is_open:
            hint = self.tr("it was closed meanwhile, outside of the review: skip it")
        self.hint.show_words(hint)
        self.none.title.show_words(title)
        self.none.say(detail)

    def _connect(self) -> None:
        self.cards.chosen.connect(self._on_card)
        self.snooze_button.clicked.connect(lambda: self.take_key(Qt.Key.Key_5))
        self.won_button.clicked.connect(lambda: self.take_key(Qt.Key.Key_W))
        self.save.clicked.connect(self.save_wanted)
        self.skip.clicked.connect(self.skip_wanted)
        self.undo.clicked.connect(self.undo_wanted)
        self.again.clicked.connect(self.again_wanted)

    def _on_card(self, place: int) -> None:
        self.choose(CARDS[place])
        # Where it could not be chosen, what is chosen stays so.
        self.cards.take(CARDS.index(self._chosen) if self._chosen in CARDS else None)
        if self.block.needs_answer and self._chosen is not None and not self.cards.is_stepping:
            self.block.focus_first()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.question)
        head.addWidget(self.hint, 1)
        others = QHBoxLayout()
        others.setSpacing(4)
        for button in self._others:
            others.addWidget(button)
        others.addStretch(1)
        self._foot = foot = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        foot.setSpacing(6)
        foot.addLayout(others, 1)
        foot.addWidget(self.save, 0, Qt.AlignmentFlag.AlignRight)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addLayout(head)
        self._column.addWidget(self.cards)
        self._column.addWidget(self.stack)
        self._column.addWidget(self.refusal)
        self._column.addLayout(foot)
