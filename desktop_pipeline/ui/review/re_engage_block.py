"""Re-engage: the touches that would be planned from today, and when closing is proposed."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.review.answer_block import AnswerBlock
from desktop_pipeline.ui.review.deal_head import Icon
from desktop_pipeline.ui.review.needs import CadencePlan, TouchPlan
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.words import ElidedWords, FewLines, Words, set_tooltip

_COLUMNS = 3
_CADENCE = 168


class TouchCell(QWidget):
    """A day and what is to be done on it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.day = ElidedWords(theme, "", "secondary", "ink2")
        self.icon = Icon(theme, "check")
        self.text = FewLines(theme, "", "body")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(1)
        grid.addWidget(self.day, 0, 0, 1, 2)
        beside = QVBoxLayout()
        beside.setContentsMargins(0, theme.size(2), 0, 0)
        beside.addWidget(self.icon)
        beside.addStretch(1)
        grid.addLayout(beside, 1, 0)
        grid.addWidget(self.text, 1, 1)
        grid.setColumnStretch(1, 1)

    def show_touch(self, touch: TouchPlan, day: str) -> None:
        """Show a touch of that day."""
        self.day.show_words(day)
        self.icon.show_icon(touch.icon or "check")
        self.text.show_words(touch.text)
        self.setAccessibleName(f"{day}: {touch.text}")


class ReEngageBlock(AnswerBlock):
    """Signals: `ready_made_wanted()` where no cadence is there yet."""

    ready_made_wanted = Signal()

    def __init__(self, session: Session, theme: Theme, formats: Formats) -> None:
        super().__init__(theme)
        self.title.show_words(self.tr("Re-engage plan"))
        self._session = session
        self._formats = formats
        self._person = ""
        self._plans: tuple[CadencePlan, ...] = ()
        self.cadence = QComboBox()
        self.cadence.setAccessibleName(self.tr("Cadence"))
        self.cadence.setFixedWidth(theme.size(_CADENCE))
        self.head.addWidget(self.cadence)
        self.cells = [TouchCell(theme) for _place in range(_COLUMNS)]
        self.refusal = Words(theme, "", "secondary", "amber", wrap=True)
        self.more = ElidedWords(theme, "", "caption", "ink3")
        self.add_ready = ActionButton(theme, self.tr("Add the ready-made one"), icon="plus")
        self.add_ready.clicked.connect(self.ready_made_wanted)
        row = QHBoxLayout()
        row.setSpacing(20)
        for cell in self.cells:
            row.addWidget(cell, 1)
        self.body.addLayout(row)
        self.body.addWidget(self.refusal)
        self.body.addWidget(self.add_ready, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.more)
        self.body.addStretch(1)
        self.cadence.currentIndexChanged.connect(self._show_plan)

    def ask(self, plans: Sequence[CadencePlan], person: str, *, can_add: bool) -> None:
        """Offer these; the one that was chosen for the deal before stays chosen."""
        last = self.cadence.currentData()
        self._plans = tuple(plans)
        self._person = person
        self.cadence.blockSignals(True)
        self.cadence.clear()
        for plan in plans:
            self.cadence.addItem(plan.name, plan.cadence_id)
        ids = [plan.cadence_id for plan in plans]
        self.cadence.setCurrentIndex(ids.index(last) if last in ids else 0)
        self.cadence.blockSignals(False)
        self.cadence.setVisible(len(plans) > 1)
        self.add_ready.setVisible(not plans and can_add)
        self._show_plan()

    @property
    def plan(self) -> CadencePlan | None:
        """The cadence that is chosen."""
        place = self.cadence.currentIndex()
        return self._plans[place] if 0 <= place < len(self._plans) else None

    def sum_up(self) -> str:
        """“Three touches over 14 days”."""
        plan = self.plan
        if plan is None:
            return self.tr("No cadence is there yet")
        if not plan.touches:
            return plan.name
        count = QCoreApplication.translate("ReEngageBlock", "%Ln touches", None, len(plan.touches))
        if len(plan.touches) == 1:
            count = self.tr("1 touch")
        return self.tr("{touches} over {days} days").format(touches=count, days=self._formats.number(plan.days))

    def answer(self) -> int:
        """Id of the cadence. Raises InvalidError where there is none to start."""
        plan = self.plan
        if plan is None:
            raise InvalidError(self.tr("There is no cadence to start. Add the ready-made one, or one in the settings."))
        if plan.refusal:
            raise InvalidError(plan.refusal)
        return plan.cadence_id

    def focus_first(self) -> bool:
        # A hidden one cannot have the keys.
        first = next((each for each in (self.cadence, self.add_ready) if each.isVisibleTo(self)), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        return first is not None

    def _show_plan(self) -> None:
        plan, today = self.plan, self._session.today()
        touches = () if plan is None else plan.touches
        for place, cell in enumerate(self.cells):
            cell.setVisible(place < len(touches))
            if place < len(touches):
                day = touches[place].due_on
                named = self.tr("Today") if day == today else self._formats.day(day, today)
                cell.show_touch(touches[place], named)
        rest = touches[_COLUMNS:]
        more = self.tr("and {count} more, the last on {day}")
        self.more.setVisible(bool(rest))
        if rest:
            last = self._formats.day(rest[-1].due_on, today)
            self.more.show_words(more.format(count=self._formats.number(len(rest)), day=last))
            set_tooltip(self.more, "\n".join(f"{self._formats.day(each.due_on, today)}: {each.text}" for each in rest))
        self.refusal.show_words("" if plan is None else plan.refusal)
        self.refusal.setVisible(bool(self.refusal.text()))
        self.say(self._say_close(plan))

    def _say_close(self, plan: CadencePlan | None) -> str:
        if plan is None:
            return self.tr("no cadence is there yet")
        if plan.close_on is None:
            return self.tr("nothing is sent by itself")
        day = self._formats.day(plan.close_on, self._session.today())
        person = self._person or self.tr("somebody")
        if not plan.reason:
            return self.tr("proposes closing it on {day} unless {person} replies").format(day=day, person=person)
        said = self.tr("proposes closing as “{reason}” on {day} unless {person} replies")
        return said.format(reason=plan.reason, day=day, person=person)
