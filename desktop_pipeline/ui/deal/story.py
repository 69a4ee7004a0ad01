"""The left column of the panel: the next step, a field for notes and the timeline with its filter."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.queries.deal import DealView
from desktop_pipeline.queries.timeline import TimelineEntry
from desktop_pipeline.ui.deal.next_step import NextStepBox
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.note_field import NoteField
from desktop_pipeline.ui.widgets.segmented import Segmented
from desktop_pipeline.ui.widgets.timeline import Timeline
from desktop_pipeline.ui.widgets.timeline_words import word_entry
from desktop_pipeline.ui.widgets.words import ElidedWords, Words

_FILTERS: tuple[Callable[[TimelineEntry], bool], ...] = (
    lambda _entry: True,
    lambda entry: entry.kind == "note",
    lambda entry: entry.activity_kind == "call",
    lambda entry: entry.activity_kind == "email",
    lambda entry: entry.kind == "change",
)


class Story(QWidget):
    """Signals: `note_written(text)`; `left` when Esc leaves the field for notes."""

    note_written = Signal(str)
    left = Signal()

    def __init__(self, session: Session, theme: Theme, formats: Formats) -> None:
        super().__init__()
        self._session = session
        self._formats = formats
        self._view: DealView | None = None
        self._deal_id = 0
        # What was begun on a deal waits there until the program ends.
        self._drafts: dict[int, str] = {}
        self._next_title = Words(theme, self.tr("Next step"), "strong")
        self.next_step = NextStepBox(theme, formats)
        self.filter = Segmented(
            theme,
            (self.tr("All"), self.tr("Notes"), self.tr("Calls"), self.tr("E-mails"), self.tr("Changes")),
            small=True,
        )
        self.note = NoteField(theme)
        self.timeline = Timeline(theme)
        head = QHBoxLayout()
        head.addWidget(ElidedWords(theme, self.tr("Timeline"), "strong"), 1)
        head.addWidget(self.filter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._next_title)
        layout.addWidget(self.next_step)
        layout.addSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self.note)
        layout.addSpacing(4)
        layout.addWidget(self.timeline)
        self.filter.chosen.connect(self._show_lines)
        self.note.written.connect(self.note_written)
        self.note.left.connect(self.left)

    def begin(self, deal_id: int) -> None:
        """Another deal is shown from now on: its own unfinished note comes back."""
        if self._deal_id:
            self._drafts[self._deal_id] = self.note.toPlainText()
        self._deal_id = deal_id
        self.note.setPlainText(self._drafts.get(deal_id, ""))

    def clear_note(self) -> None:
        """The note is kept: the field is empty again."""
        self.note.clear()

    def show_deal(self, view: DealView) -> None:
        """Show a deal's next step and its timeline."""
        self._view = view
        step = view.next_step if view.status is DealStatus.OPEN else None
        self._next_title.setVisible(step is not None)
        self.next_step.setVisible(step is not None)
        if step is not None:
            self.next_step.show_step(step, self._session.today())
        self._show_lines()

    def _show_lines(self) -> None:
        if self._view is None:
            return
        today, zone = self._session.today(), self._session.workspace.zone
        wanted = _FILTERS[self.filter.current]
        entries = (entry for entry in self._view.timeline if wanted(entry))
        lines = [word_entry(entry, self._formats, zone, today) for entry in entries]
        self.timeline.show_lines(lines, self.tr("Nothing of this kind yet."))
