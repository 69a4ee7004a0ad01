"""The deal panel: slides in over the right of the board and follows its deal."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMoveEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.queries.deal import DealView, read_deal
from desktop_pipeline.ui.deal.details import Details
from desktop_pipeline.ui.deal.edits import DealEdits
from desktop_pipeline.ui.deal.foot import Foot
from desktop_pipeline.ui.deal.grounds import EDGE, Column, EdgeShadow
from desktop_pipeline.ui.deal.header import Header
from desktop_pipeline.ui.deal.people import People
from desktop_pipeline.ui.deal.products import Products
from desktop_pipeline.ui.deal.sections import Rule
from desktop_pipeline.ui.deal.stage_steps import StageSteps
from desktop_pipeline.ui.deal.story import Story
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.error_note import ErrorNote
from desktop_pipeline.ui.widgets.motion import is_animated, make_slide
from desktop_pipeline.ui.widgets.segmented import Segmented
from desktop_pipeline.ui.widgets.text_field import TextField

WIDE = 728
NARROW = 480
RIGHT_COLUMN = 282
WIDE_FROM = 1360
_SIDE = 20
_RIGHT_SIDE = 16


class DealPanel(QWidget):
    """Lies over `parent`, as high as it. `likelihood` tells how likely a deal is to be won, None while not known.

    Signals: `closed` when it is gone, `previous_asked` and `next_asked` (↑ and ↓ in its head), `loss_asked(deal_id)`.
    """

    closed = Signal()
    previous_asked = Signal()
    next_asked = Signal()
    loss_asked = Signal(int)

    def __init__(
        self,
        session: Session,
        theme: Theme,
        formats: Formats,
        likelihood: Callable[[int], float | None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._home = parent
        self._session = session
        self._theme = theme
        self._likelihood = likelihood
        self._view: DealView | None = None
        self._edits = DealEdits(session, formats)
        self._shadow = EdgeShadow(parent)
        note = self._note = ErrorNote(theme, self)
        self.header = Header(session, theme, formats, self._edits, note)
        self.steps = StageSteps(theme, formats)
        self.tabs = Segmented(theme, (self.tr("Timeline"), self.tr("Details"), self.tr("Products")), small=True)
        self.story = Story(session, theme, formats)
        self.details = Details(session, theme, formats, self._edits, note)
        self.people = People(theme)
        self.products = Products(theme, formats)
        self.foot = Foot(session, theme, formats)
        self._slide = make_slide(self, b"pos")
        self._slide.finished.connect(self._on_slid)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(self.tr("Deal"))
        self._arrange()
        self._connect()
        self.hide()

    @property
    def deal_id(self) -> int | None:
        """The deal that is shown."""
        return self._view.deal_id if self._view is not None else None

    @property
    def error(self) -> str:
        """The sentence that stands below a field now."""
        return self._note.text

    def show_deal(self, deal_id: int) -> None:
        """Show a deal, sliding in where the panel is closed; one that is not there closes the panel."""
        self._finish_editors()
        view = read_deal(self._session.workspace, deal_id, today=self._session.today())
        if view is None:
            self.close_panel()
            return
        was_open = self._view is not None
        if deal_id != self.deal_id:
            self.story.begin(deal_id)
        self._show(view)
        if not was_open:
            self._slide_in()
            self.header.title.setFocus()

    def close_panel(self) -> None:
        """Slide out; what is being typed is kept where it can be (a deal that is gone takes nothing any more)."""
        if self._view is None:
            return
        self._finish_editors()
        self._view = None
        self._note.hide()
        end = QPoint(self._home.width(), 0)
        if is_animated(self) and self.isVisible():
            self._run_slide(self.pos(), end)
        else:
            self.hide()
        self.closed.emit()

    def update_likelihood(self) -> None:
        """Ask again how likely the deal is to be won."""
        if self._view is not None:
            self.header.show_likelihood(self._view, self._likelihood(self._view.deal_id))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._home and event.type() == QEvent.Type.Resize and self._view is not None:
            self._slide.stop()
            self._settle()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        else:
            super().keyPressEvent(event)

    def moveEvent(self, event: QMoveEvent) -> None:
        self._shadow.setGeometry(self.x() - EDGE, 0, EDGE, self.height())

    def showEvent(self, event: QEvent) -> None:
        self._shadow.show()
        self._shadow.raise_()

    def hideEvent(self, event: QEvent) -> None:
        self._shadow.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("surface"))
        painter.setPen(QPen(self._theme.color("line"), 1))
        painter.drawLine(0, 0, 0, self.height())

    def _arrange(self) -> None:
        left = QVBoxLayout()
        left.setContentsMargins(_SIDE, 14, _SIDE, 14)
        left.addWidget(self.story)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setContentsMargins(_RIGHT_SIDE, 16, _RIGHT_SIDE, 16)
        right.setSpacing(8)
        for part in (self.details, self.people, self.products):
            right.addWidget(part)
        right.addStretch(1)
        self._left = Column(self._theme, "surface", left)
        self._right = Column(self._theme, "inset", right)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(_SIDE, 12, _SIDE, 4)
        tabs.addWidget(self.tabs)
        tabs.addStretch(1)
        self._tab_row = QWidget()
        self._tab_row.setLayout(tabs)
        self._between = Rule(self._theme, is_upright=True)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self._left, 1)
        body.addWidget(self._between)
        body.addWidget(self._right, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self.steps)
        layout.addWidget(self._tab_row)
        layout.addLayout(body, 1)
        layout.addWidget(self.foot)

    def _connect(self) -> None:
        self._home.installEventFilter(self)
        self._session.changed.connect(self._on_changed)
        self.header.previous_asked.connect(self.previous_asked)
        self.header.next_asked.connect(self.next_asked)
        self.header.close_asked.connect(self.close_panel)
        self.header.delete_asked.connect(lambda: self._attempt(self._edits.delete, self.header))
        self.steps.chosen.connect(lambda stage_id: self._attempt(lambda: self._edits.move(stage_id), self.steps))
        self.tabs.chosen.connect(self._show_columns)
        self.story.note_written.connect(self._on_note_written)
        self.story.left.connect(self.header.title.setFocus)
        self.foot.won_asked.connect(lambda: self._attempt(self._edits.win, self.foot.won))
        self.foot.reopen_asked.connect(lambda: self._attempt(self._edits.reopen, self.foot.reopen))
        self.foot.lost_asked.connect(self._on_lost_asked)
        self._theme.changed.connect(self.update)

    def _show(self, view: DealView) -> None:
        self._view = view
        self._edits.follow(view)
        self.setAccessibleDescription(view.title)
        self.header.show_deal(view)
        self.steps.show_deal(view)
        self.story.show_deal(view)
        self.details.show_deal(view)
        self.people.show_people(view.people)
        self.products.show_deal(view)
        self.foot.show_deal(view)
        self._show_columns()

    def _on_changed(self) -> None:
        if self._view is None:
            return
        view = read_deal(self._session.workspace, self._view.deal_id, today=self._session.today())
        if view is None:
            self.close_panel()
        else:
            self._show(view)

    def _on_note_written(self, text: str) -> None:
        if self._attempt(lambda: self._edits.note(text), self.story.note):
            self.story.clear_note()

    def _on_lost_asked(self) -> None:
        if self._view is not None:
            self.loss_asked.emit(self._view.deal_id)

    def _attempt(self, act: Callable[[], None], place: QWidget) -> bool:
        try:
            act()
        except PipelineError as error:
            self._note.speak(str(error), place)
            return False
        self._note.hide()
        return True

    def _text_fields(self) -> tuple[TextField, ...]:
        return (*self.header.text_fields(), *self.details.text_fields())

    def _finish_editors(self) -> None:
        for field in self._text_fields():
            field.finish()

    def _is_wide(self) -> bool:
        return self.window().width() >= WIDE_FROM

    def _show_columns(self) -> None:
        """Two columns side by side, or one of three pages."""
        wide = self._is_wide()
        page = self.tabs.current
        self._tab_row.setVisible(not wide)
        self.header.set_narrow(is_narrow=not wide)
        self.details.set_narrow(is_narrow=not wide)
        self._left.setVisible(wide or page == 0)
        self._right.setVisible(wide or page > 0)
        self._between.setVisible(wide)
        if wide:
            self._right.setFixedWidth(RIGHT_COLUMN - 1)
        else:
            self._right.setMinimumWidth(0)
            self._right.setMaximumWidth(self.maximumWidth())
        view = self._view
        if view is not None:
            self.details.setVisible(wide or page == 1)
            self.people.setVisible((wide or page == 1) and bool(view.people))
            self.update_likelihood()
            self.products.setVisible(bool(view.products) if wide else page == 2)  # noqa: PLR2004 - the third tab

    def _settle(self) -> None:
        """Take the size that fits the window, at the right edge."""
        self._show_columns()
        width = min(WIDE if self._is_wide() else NARROW, self._home.width())
        self.setGeometry(self._home.width() - width, 0, width, self._home.height())
        self.moveEvent(QMoveEvent(self.pos(), self.pos()))

    def _slide_in(self) -> None:
        self._slide.stop()
        self._settle()
        self.raise_()
        self.show()
        if is_animated(self):
            self._run_slide(QPoint(self._home.width(), 0), self.pos())

    def _run_slide(self, start: QPoint, end: QPoint) -> None:
        self._slide.stop()
        self._slide.setStartValue(start)
        self._slide.setEndValue(end)
        self._slide.start()

    def _on_slid(self) -> None:
        if self._view is None:
            self.hide()
