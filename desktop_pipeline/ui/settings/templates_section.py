"""E-mail templates: their list, the words of the chosen one with its fields and files, and how a real deal gets it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QMenu, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_pipeline.actions import Change
from desktop_pipeline.actions.mail import find_deal_targets, prepare_mails, read_mail_account
from desktop_pipeline.actions.mail_templates import add_ready_templates, attach_to_template, edit_template
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.domain.templates import FIELDS, write_field
from desktop_pipeline.queries.mail import TemplateRow, read_template
from desktop_pipeline.queries.mail_offers import read_preview_deals
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.mail.mail_words import name_field, word_problems
from desktop_pipeline.ui.mail.writing import make_saying
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.settings.template_lists import make_template_files, make_templates
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.callout import Callout
from desktop_pipeline.ui.widgets.error_note import ErrorNote
from desktop_pipeline.ui.widgets.list_section import ListSection
from desktop_pipeline.ui.widgets.saved_fields import SavedLine, SavedText, attempt
from desktop_pipeline.ui.widgets.words import ElidedWords, Words

_LINES = 12
_PREVIEW_LINES = 10
_TABLES = ("mail_template", "template_attachment", "deal", "person", "organisation", "owner", "setting")


class TemplatesSection(QWidget):
    """The list above, the chosen template below it."""

    def __init__(self, session: Session, theme: Theme, formats: Formats, settings: Path) -> None:
        """`settings` is the folder of the e-mail account, whose name signs where a deal has no owner."""
        super().__init__()
        self._session = session
        self.note = ErrorNote(theme, self)
        self.list = ListSection(session, theme, make_templates(session))
        self.ready = ActionButton(theme, self.tr("Add the ready-made templates"), icon="plus")
        self.ready.setEnabled(not session.workspace.is_read_only)
        self.form = TemplateForm(session, theme, formats, settings, self.note)
        row = QHBoxLayout()
        row.addWidget(self.ready)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.list)
        layout.addLayout(row)
        layout.addWidget(self.form)
        layout.addStretch(1)
        self.list.chosen.connect(self.form.show_template)
        self.ready.clicked.connect(self._add_ready)

    def focus_list(self) -> None:
        """Gives the keys to the list."""
        self.list.focus_list()

    def add_new(self) -> None:
        """Gives the keys to the field that adds."""
        self.list.add_new()

    def _add_ready(self) -> None:
        added: list[int] = []
        act = lambda: added.extend(add_ready_templates(self._session.workspace))  # noqa: E731 - as a field's
        if attempt(act, self.note, self.ready) and not added:
            self.note.speak(self.tr("All of them are here already."), self.ready)


class TemplateForm(QWidget):
    """Saves as it is left; nothing while no template is chosen."""

    def __init__(self, session: Session, theme: Theme, formats: Formats, settings: Path, note: ErrorNote) -> None:
        super().__init__()
        self._session = session
        self._theme = theme
        self._formats = formats
        self._settings = settings
        self._note = note
        self._template_id = 0
        self.subject = SavedLine(self.tr("Subject"), note, lambda text: self._keep(subject=text))
        self.text = SavedText(theme, self.tr("Text"), note, lambda text: self._keep(text=text), lines=_LINES)
        self.fields = ActionButton(theme, self.tr("Insert a field"), icon="plus", role="ink2", flat=True)
        self.attach = ActionButton(theme, self.tr("Add files…"), icon="paperclip")
        self.files: ListSection | None = None
        self._files_home = QVBoxLayout()
        self.deal = QComboBox()
        self.deal.setAccessibleName(self.tr("Shown for the deal"))
        self.deal.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.deal.setMinimumContentsLength(10)
        self.problem = Callout(theme, "circle-help", "amber")
        self.preview = QPlainTextEdit()
        self.preview.setReadOnly(True)
        self.preview.setTabChangesFocus(True)
        self.preview.setAccessibleName(self.tr("As the deal’s person would get it"))
        self.preview.setFixedHeight(_PREVIEW_LINES * theme.line("body") + 18)
        self._arrange()
        for widget in (self.subject, self.text, self.fields, self.attach):
            widget.setEnabled(not session.workspace.is_read_only)
        self.fields.clicked.connect(self.open_fields)
        self.attach.clicked.connect(self._ask_files)
        self.deal.activated.connect(lambda _place: self._show_preview())
        session.changed.connect(self._on_changed)
        self.hide()

    def show_template(self, template_id: int) -> None:
        """Show another template; 0 for none."""
        if template_id != self._template_id:
            self.finish()
            self._template_id = template_id
            self._make_files()
        self.refresh()

    def finish(self) -> None:
        """Keep what is being typed, for the template that it belongs to."""
        if self._template_id:
            self.subject.finish()
            self.text.finish()

    def refresh(self) -> None:
        """Read the chosen template again."""
        row = read_template(self._session.workspace, self._template_id) if self._template_id else None
        self.setVisible(row is not None)
        if row is None:
            return
        self.subject.show_value(row.subject)
        self.text.show_value(row.text)
        self._offer_deals()
        self._show_preview()

    def open_fields(self) -> QMenu:
        """The fields that a text can have."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        into = self.subject if self.subject.hasFocus() else self.text
        for field in FIELDS:
            line = menu.addAction(name_field(field))
            line.triggered.connect(lambda _checked=False, field=field: self.insert_field(field, into))
        menu.popup(self.fields.mapToGlobal(self.fields.rect().bottomLeft()))
        return menu

    def insert_field(self, field: str, into: SavedLine | SavedText) -> None:
        """Put a field where the keys are."""
        if isinstance(into, SavedLine):
            into.insert(write_field(field))
        else:
            into.insertPlainText(write_field(field))
        into.setFocus(Qt.FocusReason.OtherFocusReason)

    def add_files(self, paths: list[Path]) -> None:
        """Let files go with the template."""
        self._attempt(lambda: attach_to_template(self._session.workspace, self._template_id, paths), self.attach)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _keep(self, **fields: str) -> object:
        return edit_template(self._session.workspace, self._template_id, **fields)  # type: ignore[arg-type]

    def _ask_files(self) -> None:
        asking = QFileDialog(self, self.tr("Files that go with the template"))
        asking.setFileMode(QFileDialog.FileMode.ExistingFiles)
        asking.filesSelected.connect(lambda names: self.add_files([Path(name) for name in names]))
        asking.open()

    def _attempt(self, act: Callable[[], object], place: QWidget) -> None:
        try:
            act()
        except PipelineError as error:
            self._note.speak(str(error), place)
        else:
            self._note.hide()

    def _on_changed(self, change: Change) -> None:
        if self.isVisible() and any(change.touches(table) for table in _TABLES):
            self.refresh()

    def _make_files(self) -> None:
        if self.files is not None:
            self._files_home.removeWidget(self.files)
            self.files.hide()
            self.files.deleteLater()
            self.files = None
        if self._template_id:
            spec = make_template_files(self._session, self._formats, self._template_id)
            self.files = ListSection(self._session, self._theme, spec, heading=False)
            self.files.field.hide()
            self._files_home.addWidget(self.files)

    def _offer_deals(self) -> None:
        chosen = self.deal.currentData()
        self.deal.clear()
        for deal in read_preview_deals(self._session.workspace):
            self.deal.addItem(deal.name, deal.row_id)
        self.deal.setCurrentIndex(max(0, self.deal.findData(chosen)))

    def _show_preview(self) -> None:
        row: TemplateRow | None = read_template(self._session.workspace, self._template_id)
        deal_id = self.deal.currentData()
        has_deal = row is not None and deal_id is not None
        self.preview.setVisible(has_deal)
        if row is None or deal_id is None:
            self.problem.say(self.tr("A preview needs an open deal with a person who has an e-mail address."))
            return
        workspace = self._session.workspace
        (mail,) = prepare_mails(
            workspace,
            row.draft,
            find_deal_targets(workspace, [deal_id]),
            account=read_mail_account(self._settings),
            saying=make_saying(self._formats),
        )
        self.preview.setPlainText(f"{mail.subject}\n\n{mail.text}")
        self.problem.say(f"{word_problems(mail)}." if mail.problems else "")

    def _arrange(self) -> None:
        theme, tr = self._theme, self.tr
        subject = QHBoxLayout()
        subject.setSpacing(8)
        label = Words(theme, tr("Subject"), "body", "ink2")
        label.setBuddy(self.subject)
        subject.addWidget(label)
        subject.addWidget(self.subject, 1)
        subject.addWidget(self.fields)
        files = QHBoxLayout()
        files.addWidget(ElidedWords(theme, tr("Files that go with it"), "strong"), 1)
        files.addWidget(self.attach)
        shown = QHBoxLayout()
        shown.setSpacing(8)
        shown.addWidget(ElidedWords(theme, tr("As it would be sent"), "strong"), 1)
        shown.addWidget(Words(theme, tr("for the deal"), "body", "ink2"))
        shown.addWidget(self.deal)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(subject)
        layout.addWidget(self.text)
        layout.addLayout(files)
        layout.addLayout(self._files_home)
        layout.addLayout(shown)
        layout.addWidget(self.problem)
        layout.addWidget(self.preview)
        self.setMaximumWidth(theme.size(900))
