"""The foot of the panel, 46 high: the outcome to choose, and when the deal was made and last changed."""

from datetime import date

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.periods import local_day
from desktop_pipeline.queries.deal import DealView
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.painting import draw_hairline
from desktop_pipeline.ui.widgets.words import ElidedWords

HEIGHT = 46
_SIDE = 20


class Foot(QWidget):
    """Signals: `won_asked`, `lost_asked`, `reopen_asked`."""

    won_asked = Signal()
    lost_asked = Signal()
    reopen_asked = Signal()

    def __init__(self, session: Session, theme: Theme, formats: Formats) -> None:
        super().__init__()
        self._session = session
        self._theme = theme
        self._formats = formats
        self.won = ActionButton(theme, self.tr("Won"), icon="circle-check", role="green")
        self.lost = ActionButton(theme, self.tr("Lost"), icon="circle-x")
        self.reopen = ActionButton(theme, self.tr("Reopen"), icon="corner-up-left")
        self.dates = ElidedWords(theme, style="caption", role="ink3")
        self.dates.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.won.clicked.connect(self.won_asked)
        self.lost.clicked.connect(self.lost_asked)
        self.reopen.clicked.connect(self.reopen_asked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_SIDE, 1, _SIDE, 0)
        layout.setSpacing(8)
        for button in (self.won, self.lost, self.reopen):
            layout.addWidget(button)
        layout.addWidget(self.dates, 1)
        self.setFixedHeight(theme.size(HEIGHT))
        theme.changed.connect(self._on_theme_changed)

    def show_deal(self, view: DealView) -> None:
        """Show what can be done with a deal, and its dates."""
        is_open = view.status is DealStatus.OPEN
        come, go = ((self.won, self.lost), (self.reopen,)) if is_open else ((self.reopen,), (self.won, self.lost))
        for button in come:
            button.show()
        if self.window().focusWidget() in go:
            # Else they would go to whatever comes next, a button of the navigation.
            come[0].setFocus()
        for button in go:
            button.hide()
        self.dates.show_words(self._date_words(view))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("surface"))
        draw_hairline(painter, self._theme.color("line"), QPointF(0, 0.5), QPointF(self.width(), 0.5))

    def _date_words(self, view: DealView) -> str:
        today = self._session.today()
        changed_on = local_day(view.changed_at, self._session.workspace.zone)
        changed = self._day(changed_on, today)
        if changed_on == today:
            changed = self.tr("today {time}").format(time=self._formats.time(view.changed_at))
        if view.created_at is None:
            return self.tr("Changed {when}").format(when=changed)
        created = self._day(local_day(view.created_at, self._session.workspace.zone), today)
        return self.tr("Created {day}, changed {when}").format(day=created, when=changed)

    def _day(self, day: date, today: date) -> str:
        return self._formats.day(day, today)

    def _on_theme_changed(self) -> None:
        self.setFixedHeight(self._theme.size(HEIGHT))
        self.update()
