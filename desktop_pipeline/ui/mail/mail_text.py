"""Subject and text of an e-mail, for everybody or for one of those it goes to, and the files that go with it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_pipeline.domain.messages import MailFile
from desktop_pipeline.domain.templates import FIELDS, write_field
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.mail.mail_words import name_field, word_file
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.icon_button import IconButton
from desktop_pipeline.ui.widgets.words import ElidedWords, Words


class MailText(QWidget):
    """Signals: `written(subject, text)` with every key; `detached(MailFile)`."""

    written = Signal(str, str)
    detached = Signal(object)

    def __init__(self, theme: Theme, formats: Formats) -> None:
        super().__init__()
        self._theme = theme
        self._formats = formats
        self._is_showing = False
        self.subject = QLineEdit()
        self.subject.setAccessibleName(self.tr("Subject"))
        self.text = QPlainTextEdit(placeholderText=self.tr("What you write to them"))
        self.text.setAccessibleName(self.tr("Text"))
        self.text.setTabChangesFocus(True)
        self.field_button = ActionButton(theme, self.tr("Insert a field"), icon="plus", role="ink2", flat=True)
        self.field_button.clicked.connect(self.open_fields)
        self.files: tuple[MailFile, ...] = ()
        self._files = QVBoxLayout()
        self._files.setSpacing(2)
        # The one that was written in last takes what is inserted.
        self._last: QLineEdit | QPlainTextEdit = self.text
        label = Words(theme, self.tr("Subject"), "body", "ink2")
        label.setBuddy(self.subject)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label)
        row.addWidget(self.subject, 1)
        row.addWidget(self.field_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(row)
        layout.addWidget(self.text, 1)
        layout.addLayout(self._files)
        self.subject.textEdited.connect(lambda _text: self._tell(self.subject))
        self.subject.cursorPositionChanged.connect(lambda _old, _new: self._point(self.subject))
        self.text.cursorPositionChanged.connect(lambda: self._point(self.text))
        self.text.textChanged.connect(lambda: self._tell(self.text))
        theme.changed.connect(self._dress)
        self._dress()

    def show_text(self, subject: str, text: str) -> None:
        """Show this; what is the same stays as it is, with the place of the keys."""
        self._is_showing = True
        if self.subject.text() != subject:
            self.subject.setText(subject)
        if self.text.toPlainText() != text:
            self.text.setPlainText(text)
        self._is_showing = False

    def show_files(self, files: Sequence[MailFile]) -> None:
        """Show the files that go with it."""
        if tuple(files) == self.files:
            return
        self.files = tuple(files)
        while (row := self._files.takeAt(0)) is not None:
            widget = row.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for file in files:
            self._files.addWidget(self._make_file(file))

    def set_editable(self, *, is_editable: bool, has_fields: bool) -> None:
        """Whether it can be written in, and whether fields are offered."""
        self.subject.setReadOnly(not is_editable)
        self.text.setReadOnly(not is_editable)
        self.field_button.setVisible(has_fields and is_editable)

    def open_fields(self) -> QMenu:
        """The fields that can stand in a template."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = FIELDS[0].partition(".")[0]
        for field in FIELDS:
            if field.partition(".")[0] != group:
                group = field.partition(".")[0]
                menu.addSeparator()
            line = menu.addAction(name_field(field))
            line.triggered.connect(lambda _checked=False, field=field: self.insert_field(field))
        menu.popup(self.field_button.mapToGlobal(self.field_button.rect().bottomLeft()))
        return menu

    def insert_field(self, field: str) -> None:
        """Put a field where the keys are."""
        if isinstance(self._last, QLineEdit):
            self._last.insert(write_field(field))
            self._tell(self._last)
        else:
            self._last.insertPlainText(write_field(field))
        self._last.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_file(self, file: MailFile) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        words = ElidedWords(self._theme, word_file(file, self._formats), "secondary", "ink2")
        words.setAccessibleName(self.tr("Goes with it: {file}").format(file=words.text()))
        row.addWidget(words)
        remove = IconButton(self._theme, "x", self.tr("Take {file} away").format(file=file.name))
        remove.clicked.connect(lambda _=False: self.detached.emit(file))
        row.addWidget(remove)
        row.addStretch(1)
        return line

    def _point(self, place: QLineEdit | QPlainTextEdit) -> None:
        if not self._is_showing:
            self._last = place

    def _tell(self, place: QLineEdit | QPlainTextEdit) -> None:
        if not self._is_showing:
            self._last = place
            self.written.emit(self.subject.text(), self.text.toPlainText())

    def _dress(self) -> None:
        for field in (self.subject, self.text):
            field.setFont(self._theme.font("body"))
