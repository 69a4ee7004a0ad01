"""The next planned step of a deal: what and when, with “Move…” and “Done”; without one the way to plan it."""

from collections.abc import Collection

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.hygiene import NextStep
from desktop_pipeline.queries.activities import ActivityRow, read_open_activities
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.activity_acts import ActivityActs
from desktop_pipeline.ui.widgets.activity_words import word_when
from desktop_pipeline.ui.widgets.key_hint import hint_width, paint_key_hint
from desktop_pipeline.ui.widgets.painting import RIGHT, draw_text
from desktop_pipeline.ui.widgets.words import ElidedWords, set_tooltip

_HEIGHT = 50
_ICON = 16
_LEFT = 40
_RIGHT = 11
_ROLES = {NextStep.LATE: "red", NextStep.TODAY: "accent"}


class NextStepSection(QWidget):
    """The part of the panel with its title; every planned activity has its box, the earliest first.

    Signals: `said(sentence)` for the toast; `ended()` when a popover is gone and the keys are free again;
    `write_asked(activity id)` for a step that is an e-mail.
    """

    said = Signal(str)
    ended = Signal()
    write_asked = Signal(int)

    def __init__(self, session: Session, theme: Theme, formats: Formats) -> None:
        super().__init__()
        self._session = session
        self._theme = theme
        self._formats = formats
        self._deal_id = 0
        self.acts = ActivityActs(session, theme, formats, self)
        self.hint = _AddsAnother(theme)
        self.plan_button = ActionButton(theme, self.tr("Plan the next step"), icon="plus", keys=("A",))
        self.boxes: list[NextStepBox] = []
        head = QHBoxLayout()
        head.addWidget(ElidedWords(theme, self.tr("Next step"), "strong"), 1)
        head.addWidget(self.hint)
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addLayout(self._list)
        row = QHBoxLayout()
        row.addWidget(self.plan_button)
        row.addStretch(1)
        layout.addLayout(row)
        self.plan_button.clicked.connect(self.plan)
        self.acts.said.connect(self.said)
        self.acts.ended.connect(self.ended)

    @property
    def text(self) -> str:
        """What the first box says; empty where nothing is planned."""
        return self.boxes[0].text if self.boxes else ""

    def show_deal(self, deal_id: int, status: DealStatus, *, elsewhere: Collection[int] = ()) -> None:
        """Show what is planned for a deal but `elsewhere`; a closed one without plans shows nothing at all."""
        self._deal_id = deal_id
        planned = read_open_activities(self._session.workspace, deal_id=deal_id)
        steps = [step for step in planned if step.activity_id not in elsewhere]
        can_change = not self._session.workspace.is_read_only
        while len(self.boxes) > len(steps):
            box = self.boxes.pop()
            self._list.removeWidget(box)
            box.hide()
            box.deleteLater()
        while len(self.boxes) < len(steps):
            self._add_box()
        for box, step in zip(self.boxes, steps, strict=True):
            box.show_step(step, can_change=can_change)
        self.plan_button.setVisible(not steps)
        self.plan_button.setEnabled(can_change)
        self.hint.setVisible(bool(steps) and can_change)
        self.setVisible(bool(steps) or status is DealStatus.OPEN)

    def plan(self) -> None:
        """Plan another step (key A)."""
        if self._deal_id:
            self.acts.plan_for_deal(self._deal_id, self._place_below(self.boxes[-1] if self.boxes else self))

    def finish(self) -> None:
        """Finish the next step."""
        if self._deal_id:
            self.acts.finish_next(self._deal_id, self._place_below(self.boxes[0] if self.boxes else self))

    def _add_box(self) -> None:
        box = NextStepBox(self._session, self._theme, self._formats)
        box.done.clicked.connect(lambda: self.acts.finish(box.activity_id, self._place_below(box)))
        box.move_button.clicked.connect(lambda: self.acts.move([box.activity_id], self._place_below(box)))
        box.write.clicked.connect(lambda: self.write_asked.emit(box.activity_id))
        box.edit_asked.connect(lambda: self.acts.edit(box.activity_id, self._place_below(box)))
        self._list.addWidget(box)
        self.boxes.append(box)

    def _place_below(self, widget: QWidget) -> QPoint:
        return widget.mapToGlobal(QPoint(0, widget.height() + 4))


class NextStepBox(QWidget):
    """What is to be done, and when; late ones say so in words and in red; buttons go below words that need the room.

    Signals: `edit_asked`.
    """

    edit_asked = Signal()

    def __init__(self, session: Session, theme: Theme, formats: Formats) -> None:
        super().__init__()
        self._session = session
        self._theme = theme
        self._formats = formats
        self._icon = "check"
        self._words = ("", "")
        self._role = "ink2"
        self.activity_id = 0
        self.move_button = ActionButton(theme, self.tr("Move…"))
        self.write = ActionButton(theme, self.tr("Write"), icon="mail")
        self.done = ActionButton(theme, self.tr("Done"), icon="check")
        self.has_buttons_below = False
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, _RIGHT, 0)
        self._row.setSpacing(8)
        self._row.addStretch(1)
        self._row.addWidget(self.write)
        self._row.addWidget(self.move_button)
        self._row.addWidget(self.done)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._place_buttons)
        theme.changed.connect(self.update)

    @property
    def text(self) -> str:
        """What it says."""
        return ", ".join(part for part in self._words if part)

    def show_step(self, step: ActivityRow, *, can_change: bool) -> None:
        """Show a planned activity."""
        self.activity_id = step.activity_id
        self._icon = step.kind.icon
        when = word_when(step, self._formats, today=self._session.today(), now=self._session.now())
        self._words = (step.subject, when)
        self._role = _ROLES.get(step.state, "ink2")
        self.setAccessibleName(self.tr("Next step: {text}").format(text=self.text))
        self.write.setVisible(step.kind.key == "email")
        for button, name in (
            (self.write, self.tr("Write {step}")),
            (self.move_button, self.tr("Move {step}")),
            (self.done, self.tr("Mark {step} as done")),
        ):
            button.setAccessibleName(name.format(step=step.subject))
            button.setEnabled(can_change)
        set_tooltip(self, self.text)
        self._place_buttons()
        self.update()

    def sizeHint(self) -> QSize:
        below = self.done.sizeHint().height() + _RIGHT if self.has_buttons_below else 0
        return QSize(200, self._theme.size(_HEIGHT) + below)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_buttons()

    def mouseDoubleClickEvent(self, event: object) -> None:
        self.edit_asked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("line"), 1))
        painter.setBrush(theme.color("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        side = theme.size(_ICON)
        drawing = icon_pixmap(theme, self._icon, side, "ink2", self.devicePixelRatioF())
        height = theme.size(_HEIGHT)
        painter.drawPixmap(QPointF(13, round((height - side) / 2)), drawing)
        subject, when = self._words
        line = theme.line("body")
        top = (height - (2 * line if when else line)) / 2
        beside = 0 if self.has_buttons_below else self._buttons_width()
        box = QRectF(_LEFT, top, self.width() - _LEFT - _RIGHT - beside, line)
        draw_text(painter, theme, "value", theme.color("ink"), box, subject)
        draw_text(painter, theme, "secondary", theme.color(self._role), box.translated(0, line), when)

    def _buttons_width(self) -> int:
        buttons = (self.write, self.move_button, self.done)
        return sum(button.sizeHint().width() + self._row.spacing() for button in buttons if not button.isHidden())

    def _place_buttons(self) -> None:
        subject, when = self._words
        words = max(self._theme.width("value", subject), self._theme.width("secondary", when))
        self.has_buttons_below = words > self.width() - _LEFT - _RIGHT - self._buttons_width()
        top = self._theme.size(_HEIGHT) if self.has_buttons_below else 0
        self._row.setContentsMargins(0, top, _RIGHT, _RIGHT if self.has_buttons_below else 0)
        self.updateGeometry()


class _AddsAnother(QWidget):
    """The key A and what it does."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        theme = self._theme
        width = hint_width(theme, ("A",)) + 8 + theme.width("secondary", self.tr("adds another")) + 2
        return QSize(round(width) + 1, theme.line("secondary"))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = (theme.color("line2"), theme.color("ink3"))
        paint_key_hint(painter, theme, 0, self.height() / 2, ("A",), colours)
        box = QRectF(self.rect())
        draw_text(painter, theme, "secondary", theme.color("ink3"), box, self.tr("adds another"), RIGHT)
