"""How soon a new lead is to be answered."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_pipeline.actions import Change
from desktop_pipeline.actions.workspace_settings import set_response_target
from desktop_pipeline.queries.new_leads import read_response_target
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.error_note import ErrorNote
from desktop_pipeline.ui.widgets.saved_fields import SavedChoice
from desktop_pipeline.ui.widgets.words import Words

_MINUTES = (5, 15, 30, 60, 120, 240, 480, 1440, 2880)


class LeadsSection(QWidget):
    """A choice of times; one that was set elsewhere is among them."""

    def __init__(self, session: Session, theme: Theme, formats: Formats) -> None:
        super().__init__()
        self._session = session
        self._formats = formats
        self.note = ErrorNote(theme, self)
        self.target = SavedChoice(
            self.tr("Answer a new lead within"),
            self.note,
            (),
            lambda key: set_response_target(session.workspace, int(key)),
        )
        self.target.setEnabled(not session.workspace.is_read_only)
        self._arrange(theme)
        session.changed.connect(self._on_changed)
        self.refresh()

    def focus_list(self) -> None:
        """Gives the keys to the choice."""
        self.target.setFocus()

    def add_new(self) -> None:
        """There is nothing to add here."""

    def refresh(self) -> None:
        """Reads what is kept again."""
        kept = read_response_target(self._session.workspace)
        minutes = int(kept.total_seconds()) // 60
        choices = sorted({*_MINUTES, minutes})
        self.target.offer([(str(each), self._word(each)) for each in choices])
        self.target.show_value(str(minutes))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _word(self, minutes: int) -> str:
        if minutes < 60:  # noqa: PLR2004 - an hour
            return self.tr("{count} minutes").format(count=self._formats.number(minutes))
        if minutes == 60:  # noqa: PLR2004 - an hour
            return self.tr("1 hour")
        hours, rest = divmod(minutes, 60)
        if rest:
            return self.tr("{hours} h {minutes} min").format(hours=self._formats.number(hours), minutes=rest)
        return self.tr("{count} hours").format(count=self._formats.number(hours))

    def _on_changed(self, change: Change) -> None:
        if self.isVisible() and change.touches("setting"):
            self.refresh()

    def _arrange(self, theme: Theme) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(Words(theme, self.tr("New leads"), "section"))
        advice = self.tr(
            "A new lead shows how long it has been waiting for a call, a message or a meeting: on its card, in its"
            " panel and in Today. A lead is new before the stage that makes it sales qualified (SQL), or in the first"
            " stage where no stage does, and for thirty days at most."
        )
        layout.addWidget(Words(theme, advice, "secondary", "ink2", wrap=True))
        row = QHBoxLayout()
        label = Words(theme, self.tr("Answer a new lead within"), "body", "ink2")
        label.setBuddy(self.target)
        row.addWidget(label)
        row.addWidget(self.target)
        row.addStretch(1)
        layout.addLayout(row)
        layout.addStretch(1)
        self.setMaximumWidth(theme.size(640))
