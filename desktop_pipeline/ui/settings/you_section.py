"""Who you are on this computer, how the program looks to you, and what this file is."""

from collections.abc import Sequence
from zoneinfo import available_timezones

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCompleter, QGridLayout, QVBoxLayout, QWidget

from desktop_pipeline.actions import Change
from desktop_pipeline.actions.currencies import set_base_currency
from desktop_pipeline.actions.workspace_settings import set_time_zone
from desktop_pipeline.domain.currency_codes import CURRENCY_CODES
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.lists import clean_name
from desktop_pipeline.queries.settings import read_workspace_settings
from desktop_pipeline.ui.preferences import Preferences
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.error_note import ErrorNote
from desktop_pipeline.ui.widgets.saved_fields import SavedChoice, SavedLine
from desktop_pipeline.ui.widgets.words import Words

_WIDEST = 640


class YouSection(QWidget):
    """Signals: `user_named(name)`; `theme_chosen(name)`, `text_size_chosen(percent)`, `motion_chosen(name)`."""

    user_named = Signal(str)
    theme_chosen = Signal(str)
    text_size_chosen = Signal(int)
    motion_chosen = Signal(str)

    def __init__(self, session: Session, theme: Theme, preferences: Preferences) -> None:
        super().__init__()
        self._session = session
        self._theme = theme
        self.note = ErrorNote(theme, self)
        self._make_fields(preferences)
        self._arrange()
        for field in (self.zone, self.currency):
            field.setEnabled(not session.workspace.is_read_only)
        session.changed.connect(self._on_changed)

    def focus_list(self) -> None:
        """Gives the keys to the first field."""
        self.name.setFocus()

    def add_new(self) -> None:
        """There is nothing to add here."""

    def refresh(self) -> None:
        """Reads what is kept again."""
        kept = read_workspace_settings(self._session.workspace)
        self.zone.show_value(kept.time_zone)
        self.currency.show_value(kept.base_currency)
        writes = not self._session.workspace.is_read_only
        self.currency.setEnabled(writes and not kept.has_deals)
        self._fixed.setVisible(kept.has_deals)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _on_changed(self, change: Change) -> None:
        if self.isVisible() and (change.touches("setting") or change.touches("deal")):
            self.refresh()

    def _make_fields(self, preferences: Preferences) -> None:
        workspace, note, tr = self._session.workspace, self.note, self.tr
        self.name = SavedLine(tr("Your name"), note, self._keep_name)
        self.name.show_value(preferences.user_name)
        looks = (("system", tr("Follow the system")), ("light", tr("Light")), ("dark", tr("Dark")))
        self.look = SavedChoice(tr("Theme"), note, looks, self.theme_chosen.emit)
        self.look.show_value(preferences.theme)
        sizes = [(str(percent), f"{percent} %") for percent in (90, 100, 115, 130)]
        self.size_choice = SavedChoice(tr("Text size"), note, sizes, lambda key: self.text_size_chosen.emit(int(key)))
        self.size_choice.show_value(str(preferences.text_percent))
        motions = (("system", tr("Follow the system")), ("on", tr("On")), ("off", tr("Off")))
        self.motion = SavedChoice(tr("Motion"), note, motions, self.motion_chosen.emit)
        self.motion.show_value(preferences.motion)
        self.zone = SavedLine(tr("Time zone"), note, lambda text: set_time_zone(workspace, text.strip()))
        self.zone.setCompleter(_complete(sorted(available_timezones()), self.zone))
        self.currency = SavedLine(tr("Base currency"), note, lambda text: set_base_currency(workspace, text))
        self.currency.setCompleter(_complete(sorted(CURRENCY_CODES), self.currency))

    def _keep_name(self, text: str) -> None:
        if not text.strip():
            raise InvalidError(self.tr("Type your name: it is recorded with what you change."))
        self.user_named.emit(clean_name(text, "you"))

    def _arrange(self) -> None:
        theme, tr = self._theme, self.tr
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(Words(theme, tr("You and this file"), "section"))
        advice = tr(
            "Your name is recorded with every change, note and report. Everything here is saved as you leave it."
        )
        layout.addWidget(Words(theme, advice, "secondary", "ink2", wrap=True))
        on_computer = (
            (tr("Your name"), self.name),
            (tr("Theme"), self.look),
            (tr("Text size"), self.size_choice),
            (tr("Motion"), self.motion),
        )
        in_file = ((tr("Time zone"), self.zone), (tr("Base currency"), self.currency))
        for title, rows in ((tr("On this computer"), on_computer), (tr("In this file"), in_file)):
            layout.addSpacing(8)
            layout.addWidget(Words(theme, title, "strong"))
            layout.addLayout(self._make_grid(rows))
        self._fixed = Words(
            theme, tr("The base currency is fixed once there are deals: their figures are in it."), "caption", "ink3"
        )
        self._fixed.setWordWrap(True)
        layout.addWidget(self._fixed)
        layout.addStretch(1)
        self.setMaximumWidth(theme.size(_WIDEST))

    def _make_grid(self, rows: Sequence[tuple[str, QWidget]]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        for place, (words, field) in enumerate(rows):
            label = Words(self._theme, words, "body", "ink2")
            label.setBuddy(field)
            label.setMinimumWidth(self._theme.size(120))
            grid.addWidget(label, place, 0)
            grid.addWidget(field, place, 1)
        grid.setColumnStretch(1, 1)
        return grid


def _complete(words: list[str], field: SavedLine) -> QCompleter:
    completer = QCompleter(words, field)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    return completer
