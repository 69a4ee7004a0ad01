"""A field of a deal that is typed: Enter and Tab keep what was typed, Esc leaves it as it was."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from desktop_pipeline.ui.theme import FontStyle, Theme
from desktop_pipeline.ui.widgets.error_note import ErrorNote
from desktop_pipeline.ui.widgets.field import PAD, TypedField
from desktop_pipeline.ui.widgets.painting import RIGHT

_FRAME = 10
_NARROWEST = 150


class _Editor(QLineEdit):
    """Tells how it was left: `kept(step)` with the step of the focus (−1, 0, 1), `given_up`."""

    kept = Signal(int)
    given_up = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.kept.emit(0)
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next_: bool) -> bool:  # noqa: FBT001 - Qt's signature
        self.kept.emit(1 if next_ else -1)
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        # The context menu, the list of suggestions and another window take the focus only for a while.
        if event.reason() not in {Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason}:
            self.kept.emit(0)


class TextField(TypedField[_Editor]):
    """One line; `suggest` tells what is known that begins like what is typed."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        note: ErrorNote,
        keep: Callable[[str], object],
        *,
        style: FontStyle = "body",
        role: str = "ink",
        suggest: Callable[[str], list[str]] | None = None,
    ) -> None:
        super().__init__(theme, name, note, keep, QLineEdit.text, style=style, role=role)
        self._suggest = suggest

    def show_typed(self, text: str) -> None:
        """What stands in the editor when it opens."""
        self._typed = text

    def open_editor(self) -> None:
        if self._editor is not None:
            self._editor.setFocus()
            return
        self._note.hide()
        self._editor = editor = _Editor(self._typed, self.parentWidget())
        editor.setFont(self._theme.font(self._style))
        editor.setAccessibleName(self._name)
        editor.setAlignment(self._align | Qt.AlignmentFlag.AlignVCenter)
        editor.setGeometry(self._editor_place(editor))
        editor.kept.connect(self._on_kept)
        editor.given_up.connect(self.give_up)
        editor.textEdited.connect(self._on_edited)
        if self._suggest is not None:
            editor.setCompleter(_make_completer(editor))
        editor.selectAll()
        editor.show()
        editor.setFocus()

    def _on_edited(self, text: str) -> None:
        self._note.hide()
        completer = self._editor.completer() if self._editor is not None else None
        if self._suggest is not None and completer is not None:
            model = completer.model()
            assert isinstance(model, QStringListModel)
            model.setStringList(self._suggest(text) if text.strip() else [])
            completer.complete()

    def _editor_place(self, editor: QLineEdit) -> QRect:
        """Around the field, so that the text stays where it stood; wider where the field is short."""
        home = editor.parentWidget()
        assert home is not None
        place = self.geometry().adjusted(PAD - _FRAME, 0, _FRAME - PAD, 0)
        height = max(editor.sizeHint().height(), place.height())
        place.setTop(place.center().y() - height // 2)
        place.setHeight(height)
        missing = max(0, self._theme.size(_NARROWEST) - place.width())
        if self._align == RIGHT:
            place.setLeft(place.left() - missing)
        else:
            place.setRight(min(place.right() + missing, home.width() - 1))
        return place


def _make_completer(editor: QWidget) -> QCompleter:
    completer = QCompleter(QStringListModel(editor), editor)
    completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    return completer
