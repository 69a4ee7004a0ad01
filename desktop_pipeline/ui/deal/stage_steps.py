"""The way of a deal through its stages, 70 high: a bar and the days for each; a click moves the deal there."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.hygiene import Pace
from desktop_pipeline.queries.deal import DealView, StageVisit
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import draw_focus_ring, draw_hairline, draw_text, text_width
from desktop_pipeline.ui.widgets.words import set_plain, set_tooltip

HEIGHT = 70
_SIDE = 20
_GAP = 4
_BAR = 5
_BAR_TOP = 14
_LEAST_WORDS = 40
_LONG = 1.3  # times what is usual
_PACE_ROLES = {Pace.USUAL: "bar", Pace.SLOW: "amberMark", Pace.STUCK: "redMark"}
_TEXT_ROLES = {Pace.USUAL: "ink3", Pace.SLOW: "amber", Pace.STUCK: "red"}


class StageStep(QAbstractButton):
    """One stage of the way."""

    def __init__(self, theme: Theme, formats: Formats, visit: StageVisit, *, is_passed: bool, is_open: bool) -> None:
        super().__init__()
        self._theme = theme
        self._formats = formats
        self.visit = visit
        self._is_passed = is_passed
        self._is_open = is_open
        set_plain(self, visit.name)
        self.setEnabled(is_open)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        # One stop for the Tab key; the arrows go from step to step.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if visit.is_current else Qt.FocusPolicy.ClickFocus)
        if not visit.is_current and is_open:
            self.setAccessibleDescription(self.tr("Moves the deal to this stage"))
        self._tell()

    def show_usual(self, days: int | None) -> None:
        """Show how many days deals usually stay here; None where nobody knows."""
        if days != self.visit.usual:
            self.visit = replace(self.visit, usual=days)
            self._tell()
            self.update()

    def second_line(self) -> str:
        """What there is to say of the days: slow, stuck, never here, what is usual where that is known, or nothing."""
        if self._is_passed and self.visit.days is None:
            return self.tr("skipped")
        words = [self._pace(), self._usual()]
        return ", ".join(word for word in words if word) or (self.tr("now here") if self.visit.is_current else "")

    def bar_role(self) -> str:
        """The colour role of the bar."""
        if self.visit.is_current:
            return _PACE_ROLES[self.visit.pace]
        if self._is_passed:
            return "bar" if self.visit.days is not None else "accentLine"
        return "line"

    def filled(self) -> float:
        """How much of the bar is filled: in the present stage as much as has gone by of the days that are usual."""
        days, usual = self.visit.days, self.visit.usual
        if not self.visit.is_current or days is None or not usual:
            return 1.0
        return min(1.0, days / usual)

    def text_role(self) -> str:
        """The colour role of the days: amber also where a deal stayed much longer than deals do."""
        days, usual = self.visit.days, self.visit.usual
        if self.visit.pace is Pace.USUAL and days is not None and usual is not None and days > _LONG * usual:
            return "amber"
        return _TEXT_ROLES[self.visit.pace]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # A button would take the arrows and move the focus through the whole panel.
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def sizeHint(self) -> QSize:
        return QSize(80, self._theme.size(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar = QRectF(0, _BAR_TOP, self.width(), _BAR)
        role = self.bar_role()
        if self.isEnabled() and not self.visit.is_current and self.underMouse():
            role = "accentLine"
        painter.setPen(Qt.PenStyle.NoPen)
        if self.filled() < 1:
            painter.setBrush(theme.color("line"))
            painter.drawRoundedRect(bar, 2.5, 2.5)
            bar.setWidth(max(_BAR, bar.width() * self.filled()))
        painter.setBrush(theme.color(role))
        painter.drawRoundedRect(bar, 2.5, 2.5)
        if self.hasFocus():
            high = 2 * theme.line("caption") + 22
            draw_focus_ring(painter, theme, QRectF(2, _BAR_TOP - 6, self.width() - 4, high), 5)
        # Of very many stages each is told by its tooltip.
        if self.width() >= theme.size(_LEAST_WORDS):
            self._paint_words(painter)

    def _paint_words(self, painter: QPainter) -> None:
        theme = self._theme
        top, line = _BAR_TOP + _BAR + 5, theme.line("caption")
        seen = self.visit.days is not None
        days = self._days()
        room = self.width() - (text_width(theme, "caption", days) + 4 if days else 0)
        name = QRectF(0, top, room, line)
        ink = theme.color("ink" if seen else "ink3")
        taken = draw_text(painter, theme, "caption_strong" if seen else "caption", ink, name, self.visit.name)
        said = theme.color(self.text_role())
        draw_text(painter, theme, "caption", said, QRectF(taken + 4, top, self.width() - taken - 4, line), days)
        below = QRectF(0, top + line, self.width(), line)
        second = self.second_line()
        if text_width(theme, "caption", second) > below.width():
            second = self._pace() or second
        draw_text(painter, theme, "caption", said, below, second)

    def _tell(self) -> None:
        parts = [self.visit.name, self._days(), self.second_line()]
        self.setAccessibleName(", ".join(part for part in parts if part))
        sentences = [", ".join(part for part in parts[:2] if part)]
        if not self.visit.is_current and self._is_open:
            sentences.append(self.tr("Move the deal here"))
        if self.visit.usual is not None:
            half = self.tr("Half of the deals that left {stage} in the last 12 months had stayed there up to {days}.")
            sentences.append(half.format(stage=self.visit.name, days=self._formats.days(self.visit.usual)))
        set_tooltip(self, "\n".join(sentences))

    def _pace(self) -> str:
        return {Pace.SLOW: self.tr("slow"), Pace.STUCK: self.tr("stuck")}.get(self.visit.pace, "")

    def _usual(self) -> str:
        usual = self.visit.usual
        return "" if usual is None else self.tr("usual {days}").format(days=self._formats.days(usual))

    def _days(self) -> str:
        return "" if self.visit.days is None else self._formats.days(self.visit.days)


class StageSteps(QWidget):
    """Signals: `chosen(stage_id)` when another stage than the present one is taken."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, formats: Formats) -> None:
        super().__init__()
        self._theme = theme
        self._formats = formats
        self.steps: list[StageStep] = []
        self._usual: Mapping[int, int] = {}
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(_SIDE, 0, _SIDE, 0)
        self._layout.setSpacing(_GAP)
        self.setFixedHeight(theme.size(HEIGHT))
        self.setAccessibleName(self.tr("Stages"))
        theme.changed.connect(self._on_theme_changed)

    def show_deal(self, view: DealView) -> None:
        """Show the way of a deal; a closed one cannot be moved."""
        view = replace(view, visits=tuple(self._with_usual(visit) for visit in view.visits))
        focused = next((step.visit.stage_id for step in self.steps if step.hasFocus()), None)
        for step in self.steps:
            self._layout.removeWidget(step)
            step.hide()
            step.deleteLater()
        self.steps = [self._make_step(view, index) for index in range(len(view.visits))]
        for step in self.steps:
            self._layout.addWidget(step)
            if step.visit.stage_id == focused:
                step.show()
                step.setFocus()

    def show_usual(self, usual: Mapping[int, int]) -> None:
        """How many days deals usually stay in each stage, by its id: for this deal, and for those shown after it."""
        self._usual = usual
        for step in self.steps:
            step.show_usual(usual.get(step.visit.stage_id))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        place = next((index for index, step in enumerate(self.steps) if step.hasFocus()), None)
        if by and place is not None:
            self.steps[max(0, min(len(self.steps) - 1, place + by))].setFocus()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and place is not None:
            self._on_clicked(self.steps[place])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        foot = self.height() - 0.5
        draw_hairline(painter, self._theme.color("line"), QPointF(0, foot), QPointF(self.width(), foot))

    def _with_usual(self, visit: StageVisit) -> StageVisit:
        return replace(visit, usual=self._usual.get(visit.stage_id))

    def _make_step(self, view: DealView, index: int) -> StageStep:
        visit = view.visits[index]
        is_passed = index < view.stage_position or (index == view.stage_position and view.status is not DealStatus.OPEN)
        is_open = view.status is DealStatus.OPEN
        step = StageStep(self._theme, self._formats, visit, is_passed=is_passed, is_open=is_open)
        step.clicked.connect(lambda: self._on_clicked(step))
        return step

    def _on_clicked(self, step: StageStep) -> None:
        if step.isEnabled() and not step.visit.is_current:
            self.chosen.emit(step.visit.stage_id)

    def _on_theme_changed(self) -> None:
        self.setFixedHeight(self._theme.size(HEIGHT))
        self.update()
