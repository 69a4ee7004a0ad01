"""What every part of the panel is given: the session, the looks, and where refusals are said."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.error_note import ErrorNote


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`open_url` hands an address to the system: a file, tel: or mailto:."""

    session: Session
    theme: Theme
    formats: Formats
    note: ErrorNote
    open_url: Callable[[QUrl], bool] = QDesktopServices.openUrl

    @property
    def is_read_only(self) -> bool:
        """Whether nothing can be changed."""
        return self.session.workspace.is_read_only

    def attempt(self, act: Callable[[], object], place: QWidget) -> bool:
        """Do it; where it is refused say why below the place and return False."""
        try:
            act()
        except PipelineError as error:
            self.note.speak(str(error), place)
            return False
        self.note.hide()
        return True
