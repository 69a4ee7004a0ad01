"""The search over everything, and where what is found in it leads."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop_pipeline.ui.palette.commands import PaletteCommand
    from desktop_pipeline.ui.palette.palette import Palette
    from desktop_pipeline.ui.workspace_page import WorkspacePage


class WindowPalette(QObject):
    """Makes the search when it is first asked for; `shown` is None until then."""

    def __init__(self, page: "WorkspacePage", session: Session, theme: Theme, formats: Formats) -> None:
        super().__init__(page)
        self._page = page
        self._session = session
        self._theme = theme
        self._formats = formats
        self.shown: Palette | None = None

    def open(self, commands: "Callable[[], Sequence[PaletteCommand]]") -> None:
        """Opens it; what the menus can do is asked for each time anew."""
        if self.shown is None:
            self.shown = self._make(commands)
        self.shown.open()

    def _make(self, commands: "Callable[[], Sequence[PaletteCommand]]") -> "Palette":
        from desktop_pipeline.ui.palette.palette import Palette  # noqa: PLC0415 - made when it is first asked for

        page = self._page
        palette = Palette(self._session, self._theme, self._formats, commands, page)
        palette.deal_opened.connect(page.open_deal)
        palette.person_opened.connect(page.screens.open_person)
        palette.organisation_opened.connect(page.screens.open_organisation)
        palette.activity_opened.connect(self._on_activity_opened)
        palette.new_deal_wanted.connect(lambda organisation: page.new_deal_of(None, organisation))
        palette.board_wanted.connect(self._on_board_wanted)
        palette.orphaned.connect(page.give_keys_back)
        return palette

    def _on_activity_opened(self, activity_id: int) -> None:
        from desktop_pipeline.queries.activities import read_activity  # noqa: PLC0415 - when one was found

        activity = read_activity(self._session.workspace, activity_id)
        if activity is not None and activity.deal_id is not None:
            self._page.open_deal(activity.deal_id)
        else:
            self._page.go_to("activities")

    def _on_board_wanted(self, organisation: str) -> None:
        self._page.go_to("board")
        self._page.board.toolbar.field.setText(organisation)
