"""A note of a timeline, opened for rewording where it stands."""

from PySide6.QtCore import QObject, Signal

from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.field_long import LongEditor
from desktop_pipeline.ui.widgets.timeline import Timeline


class NoteRewording(QObject):
    """Listens to a timeline. Signals: `reworded(note id, text)`."""

    reworded = Signal(int, str)

    def __init__(self, theme: Theme, timeline: Timeline) -> None:
        super().__init__(timeline)
        self._theme = theme
        self._timeline = timeline
        self._editor: LongEditor | None = None
        timeline.reword_asked.connect(self.open)

    @property
    def editor(self) -> LongEditor | None:
        """What is typed into, while it is open."""
        return self._editor

    def open(self, note_id: int, text: str) -> None:
        """Open a note where it stands."""
        place = self._timeline.place_of(note_id)
        if place.isEmpty():
            return
        self._give_up()
        editor = LongEditor(self._theme, self.tr("Note"), text, self._timeline)
        editor.setGeometry(place)
        editor.kept.connect(lambda _step: self._on_kept(note_id, editor))
        editor.left.connect(self._give_up)
        editor.show()
        editor.setFocus()
        self._editor = editor

    def finish(self) -> None:
        """Something else is about to be shown: what is being reworded is kept."""
        if self._editor is not None:
            self._editor.kept.emit(0)

    def _on_kept(self, note_id: int, editor: LongEditor) -> None:
        if editor is not self._editor:
            return
        had_focus = editor.hasFocus()
        self._editor = None
        editor.hide()
        editor.deleteLater()
        if had_focus:
            self._timeline.setFocus()
        self.reworded.emit(note_id, editor.toPlainText())

    def _give_up(self) -> None:
        editor, self._editor = self._editor, None
        if editor is not None:
            editor.hide()
            editor.deleteLater()
            self._timeline.setFocus()
