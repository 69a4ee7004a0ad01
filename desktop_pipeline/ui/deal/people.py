"""The people at the customer's side of a deal."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_pipeline.queries.deal import DealPersonView
from desktop_pipeline.ui.deal.sections import clear_rows, make_section
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.avatar import Avatar
from desktop_pipeline.ui.widgets.words import ElidedWords

_AVATAR = 24


class People(QWidget):
    """Who is at the customer's side."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows = make_section(self, theme, self.tr("Contacts"))

    def show_people(self, people: tuple[DealPersonView, ...]) -> None:
        """Show these, or nothing at all."""
        self.setVisible(bool(people))
        clear_rows(self._rows)
        for person in people:
            self._rows.addLayout(self._make_row(person))

    def _make_row(self, person: DealPersonView) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 4, 0, 3)
        row.setSpacing(8)
        row.addWidget(Avatar(self._theme, person.name, size=_AVATAR), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedWords(self._theme, person.name))
        about = ", ".join(part for part in (person.role, person.phone, person.email) if part)
        if about:
            words.addWidget(ElidedWords(self._theme, about, "caption", "ink3"))
        row.addLayout(words, 1)
        return row
