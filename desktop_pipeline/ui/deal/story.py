"""The left column of the panel: the next step, a field for notes and the timeline with its filter."""

from collections.abc import Callable, Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_pipeline.domain.custom_fields import FieldSubject
from desktop_pipeline.queries.deal import DealView
from desktop_pipeline.queries.timeline import EntryKind, TimelineEntry
from desktop_pipeline.ui.deal.next_step import NextStepSection
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.field import PAD
from desktop_pipeline.ui.widgets.field_long import LongEditor
from desktop_pipeline.ui.widgets.icon_button import IconButton
from desktop_pipeline.ui.widgets.note_field import NoteField
from desktop_pipeline.ui.widgets.note_rewording import NoteRewording
from desktop_pipeline.ui.widgets.segmented import Segmented
from desktop_pipeline.ui.widgets.timeline import Timeline
from desktop_pipeline.ui.widgets.timeline_words import word_entry
from desktop_pipeline.ui.widgets.words import ElidedWords

_FILTERS: tuple[Callable[[TimelineEntry], bool], ...] = (
    lambda _entry: True,
    lambda entry: entry.kind is EntryKind.NOTE,
    lambda entry: entry.activity_kind == "call",
    lambda entry: entry.activity_kind == "email",
    lambda entry: (
        entry.kind in {EntryKind.CHANGE, EntryKind.FIELD, EntryKind.PASSED, EntryKind.SNOOZE, EntryKind.WAKING}
    ),
)


class Story(QWidget):
    """`above` takes what stands over the next step: the way to the next stage.

    Signals: `note_written(text)`; `left` when Esc leaves the field for notes; `files_asked`; `note_reworded(id, text)`,
    `note_removed(id)`.
    """

    note_written = Signal(str)
    left = Signal()
    files_asked = Signal()
    note_reworded = Signal(int, str)
    note_removed = Signal(int)

    def __init__(self, session: Session, theme: Theme, formats: Formats) -> None:
        super().__init__()
        self._session = session
        self._theme = theme
        self._formats = formats
        self.above = QVBoxLayout()
        self.above.setSpacing(6)
        self._view: DealView | None = None
        self._deal_id = 0
        self.next_step = NextStepSection(session, theme, formats)
        self.filter = Segmented(
            theme,
            (self.tr("All"), self.tr("Notes"), self.tr("Calls"), self.tr("E-mails"), self.tr("Changes")),
            small=True,
        )
        self.note = NoteField(theme)
        self.attach = IconButton(theme, "paperclip", self.tr("Attach files"))
        self.timeline = Timeline(theme)
        self._rewording = NoteRewording(theme, self.timeline)
        self._put_beside_note()
        head = QHBoxLayout()
        head.addWidget(ElidedWords(theme, self.tr("Timeline"), "strong"), 1)
        head.addWidget(self.filter)
        below = QVBoxLayout()
        below.setContentsMargins(PAD, 0, 0, 0)
        below.setSpacing(6)
        below.addWidget(self.next_step)
        below.addSpacing(6)
        below.addLayout(head)
        below.addWidget(self.note)
        below.addSpacing(4)
        below.addWidget(self.timeline)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self.above)
        layout.addLayout(below)
        self.filter.chosen.connect(self._show_lines)
        self.note.written.connect(self.note_written)
        self.note.textChanged.connect(self._remember)
        self.note.left.connect(self.left)
        self.attach.clicked.connect(self.files_asked)
        self._rewording.reworded.connect(self.note_reworded)
        self.timeline.remove_asked.connect(self.note_removed)
        for widget in (self.note, self.attach):
            widget.setEnabled(not session.workspace.is_read_only)
        self.timeline.is_read_only = session.workspace.is_read_only

    def put_above(self, part: QWidget) -> None:
        """Put a part over the next step, in line with it; blocks go into `above`, for their fields bring the margin."""
        row = QVBoxLayout()
        row.setContentsMargins(PAD, 0, 0, 0)
        row.addWidget(part)
        self.above.addLayout(row)

    def begin(self, deal_id: int) -> None:
        """Another deal is shown from now on: its own unfinished note comes back."""
        self._deal_id = 0
        self.note.take_up(self._session.half_notes.read(FieldSubject.DEAL, deal_id))
        self._deal_id = deal_id

    def clear_note(self) -> None:
        """The note is kept: the field is empty again."""
        self.note.clear()

    @property
    def reworded(self) -> LongEditor | None:
        """The editor that a note of the timeline is open in."""
        return self._rewording.editor

    def finish(self) -> None:
        """Another deal is about to be shown: what is being reworded is kept."""
        self._rewording.finish()

    def _remember(self) -> None:
        if self._deal_id:
            self._session.half_notes.remember(FieldSubject.DEAL, self._deal_id, self.note.toPlainText())

    def _put_beside_note(self) -> None:
        """The paperclip stands inside the frame of the note, at its right."""
        self.note.keep_clear(self.attach.sizeHint().width() + 6)
        inside = QHBoxLayout(self.note)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addStretch(1)
        inside.addWidget(self.attach, 0, Qt.AlignmentFlag.AlignBottom)

    def show_deal(self, view: DealView, *, elsewhere: Collection[int] = ()) -> None:
        """Show a deal's next step and its timeline; the activities that stand `elsewhere` are no next step."""
        self._view = view
        self.next_step.show_deal(view.deal_id, view.status, elsewhere=elsewhere)
        self._show_lines()

    def _show_lines(self) -> None:
        if self._view is None:
            return
        today, zone = self._session.today(), self._session.workspace.zone
        wanted = _FILTERS[self.filter.current]
        entries = (entry for entry in self._view.timeline if wanted(entry))
        lines = [word_entry(entry, self._formats, zone, today) for entry in entries]
        self.timeline.show_lines(lines, self.tr("Nothing of this kind yet."))
