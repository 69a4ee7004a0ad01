"""The head over the list: which days it is about, how much waits, and what can be done with all of it at once."""

from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_pipeline.domain.activities import DueGroup
from desktop_pipeline.queries.agenda import MOST_DONE, WEEK_DAYS, Agenda, AgendaSpan
from desktop_pipeline.ui.formats import Formats, to_qdate
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.activity_words import word_minutes
from desktop_pipeline.ui.widgets.words import Words

# So many have an order.
_ORDERED = 2


class AgendaHead(QWidget):
    """Signals: `calls_wanted()`, `move_wanted()` for all that is late."""

    calls_wanted = Signal()
    move_wanted = Signal()

    def __init__(self, theme: Theme, formats: Formats) -> None:
        super().__init__()
        self._theme = theme
        self._formats = formats
        self.heading = Words(theme, "", "heading")
        self.sentence = Words(theme, "", "body", "ink2", wrap=True)
        self.calls = ActionButton(theme, self.tr("Calls"), icon="phone", keys=("C",))
        self.calls.setToolTip(self.tr("Goes through the calls that are late or due today, one after the other"))
        self.calls.setAccessibleName(self.tr("Make the calls, one after the other"))
        self.late = ActionButton(theme, self.tr("Move late…"), keys=("L",))
        self.late.setToolTip(self.tr("Moves everything that is late to another day"))
        self.calls.clicked.connect(self.calls_wanted)
        self.late.clicked.connect(self.move_wanted)
        top = QHBoxLayout()
        top.setSpacing(8)
        # Also without its buttons: the words stay where they are from one span to the next.
        top.addStrut(theme.size(28))
        top.addWidget(self.heading)
        top.addStretch(1)
        top.addWidget(self.calls)
        top.addWidget(self.late)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3, 0, 3, 0)
        layout.setSpacing(2)
        layout.addLayout(top)
        layout.addWidget(self.sentence)

    def show_agenda(self, agenda: Agenda, span: AgendaSpan, today: date, holiday: str | None, *, writes: bool) -> None:
        """Says what the list holds; `holiday` is the name of today's, where today is one."""
        locale = self._formats.locale
        words = {
            AgendaSpan.TODAY: locale.toString(to_qdate(today), "dddd d MMMM"),
            AgendaSpan.WEEK: self.tr("{first} to {last}").format(
                first=self._formats.day(today), last=self._formats.day(today + timedelta(days=WEEK_DAYS - 1))
            ),
            AgendaSpan.ALL: self.tr("All that is planned"),
            AgendaSpan.DONE: self.tr("What was done"),
        }[span]
        if span is AgendaSpan.TODAY and holiday:
            words = self.tr("{day}, {holiday}").format(day=words, holiday=holiday)
        self.heading.show_words(words)
        self.sentence.show_words(self._sum_up(agenda, span))
        self.sentence.setToolTip(self._explain_order(span))
        self.calls.setVisible(writes and bool(agenda.call_ids))
        self.late.setVisible(writes and bool(agenda.late_ids))

    def _sum_up(self, agenda: Agenda, span: AgendaSpan) -> str:
        if span is AgendaSpan.DONE:
            return self.tr("The newest first. Space opens one again.") if agenda.ids else ""
        late, now = agenda.count(DueGroup.LATE), agenda.count(DueGroup.TODAY)
        number = self._formats.number
        told = self.tr("{late} late, {today} today, what matters most first.")
        if late + now < _ORDERED:
            told = self.tr("{late} late, {today} today.")
        words = told.format(late=number(late), today=number(now))
        if span is not AgendaSpan.TODAY:
            rest = len(agenda.ids) - late - now
            words = self.tr("{late} late, {today} today, {later} later.").format(
                late=number(late), today=number(now), later=number(rest)
            )
        if agenda.calls > 1:
            told = self.tr("{count} calls take about {time} together.")
            words += " " + told.format(count=number(agenda.calls), time=word_minutes(agenda.call_minutes))
        if not agenda.ids:
            words = self.tr("Nothing is late and nothing is due.")
        return words

    def _explain_order(self, span: AgendaSpan) -> str:
        if span is AgendaSpan.DONE:
            return self.tr("The last {count} are shown.").format(count=self._formats.number(MOST_DONE))
        if span is not AgendaSpan.TODAY:
            return self.tr("By day and time; what has no time stands below.")
        return self.tr(
            "What matters most stands first: the deal’s value × how likely it is to be won × how urgent it is."
            " Today counts once, a time within the hour twice, each week of being late once more up to five times,"
            " tomorrow half. How likely a deal is to be won is its own probability, else what its stage’s history"
            " tells, else the stage’s set one."
        )
