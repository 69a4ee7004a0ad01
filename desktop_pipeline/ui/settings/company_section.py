"""The company whose file it is, as its offers and reports bear it."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop_pipeline.actions import Change
from desktop_pipeline.actions.company import edit_company, set_logo
from desktop_pipeline.queries.company import read_company
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.settings.logo_field import LogoField
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.error_note import ErrorNote
from desktop_pipeline.ui.widgets.saved_fields import SavedLine, SavedText
from desktop_pipeline.ui.widgets.words import Words

_WIDEST = 640
_LABEL = 136


class CompanySection(QWidget):
    """Saves each field as it is left, and the logo as it is chosen."""

    def __init__(self, session: Session, tasks: Tasks, theme: Theme) -> None:
        super().__init__()
        self._session = session
        self._theme = theme
        self.note = ErrorNote(theme, self)
        workspace, note, tr = session.workspace, self.note, self.tr
        self.name = SavedLine(tr("Name"), note, lambda text: edit_company(workspace, name=text))
        self.address = SavedText(
            theme, tr("Address"), note, lambda text: edit_company(workspace, address=text), lines=4
        )
        self.tax_number = SavedLine(tr("Tax number"), note, lambda text: edit_company(workspace, tax_number=text))
        self.email = SavedLine(tr("E-mail"), note, lambda text: edit_company(workspace, email=text))
        self.phone = SavedLine(tr("Phone"), note, lambda text: edit_company(workspace, phone=text))
        self.website = SavedLine(tr("Website"), note, lambda text: edit_company(workspace, website=text))
        self.bank = SavedText(theme, tr("Bank"), note, lambda text: edit_company(workspace, bank=text), lines=2)
        self.logo = LogoField(theme, tasks, note, partial(set_logo, workspace))
        for field in self._fields():
            field.setEnabled(not workspace.is_read_only)
        self._arrange()
        session.changed.connect(self._on_changed)

    def focus_list(self) -> None:
        """Gives the keys to the first field."""
        self.name.setFocus()

    def add_new(self) -> None:
        """There is nothing to add here."""

    def refresh(self) -> None:
        """Reads what is kept again."""
        kept = read_company(self._session.workspace)
        for field, text in (
            (self.name, kept.name),
            (self.address, kept.address),
            (self.tax_number, kept.tax_number),
            (self.email, kept.email),
            (self.phone, kept.phone),
            (self.website, kept.website),
            (self.bank, kept.bank),
        ):
            field.show_value(text)
        self.logo.show_logo(kept.logo)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _on_changed(self, change: Change) -> None:
        if self.isVisible() and change.touches("setting"):
            self.refresh()

    def _fields(self) -> tuple[QWidget, ...]:
        return (
            *(self.name, self.address, self.tax_number, self.email, self.phone, self.website, self.bank, self.logo),
        )

    def _arrange(self) -> None:
        theme, tr = self._theme, self.tr
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(Words(theme, tr("Company"), "section"))
        advice = tr("What offers and reports say of you. Lines that are empty are left out.")
        layout.addWidget(Words(theme, advice, "secondary", "ink2", wrap=True))
        layout.addSpacing(4)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        titles = (
            *(tr("Name"), tr("Address"), tr("Tax number"), tr("E-mail"), tr("Phone"), tr("Website"), tr("Bank")),
            tr("Logo"),
        )
        for place, (words, field) in enumerate(zip(titles, self._fields(), strict=True)):
            label = Words(theme, words, "body", "ink2")
            label.setBuddy(field)
            label.setMinimumWidth(theme.size(_LABEL))
            label.setMinimumHeight(theme.size(28))
            grid.addWidget(label, place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(field, place, 1)
        grid.setColumnStretch(1, 1)
        layout.addLayout(grid)
        layout.addStretch(1)
        self.setMaximumWidth(theme.size(_WIDEST))
