"""The two wide steps of an import, columns and check, each made when it is first needed."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from desktop_pipeline.actions.importing.outlook import Outlook
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.later import call_later
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.transfer.check_page import CheckPage
from desktop_pipeline.ui.transfer.columns_page import ColumnsPage

if TYPE_CHECKING:
    from desktop_pipeline.ui.transfer.wizard import ImportWizard


class WidePages(QObject):
    """Signals: `changed(ImportOptions)` with every answer in either; `only_asked` of rows with problems."""

    changed = Signal(object)
    only_asked = Signal()

    def __init__(
        self, wizard: "ImportWizard", pages: QStackedWidget, session: Session, theme: Theme, formats: Formats
    ) -> None:
        super().__init__(wizard)
        self._wizard = wizard
        self._pages = pages
        self._session = session
        self._theme = theme
        self._formats = formats
        self.made_columns: ColumnsPage | None = None
        self.made_check: CheckPage | None = None

    @property
    def columns(self) -> ColumnsPage:
        """The second step."""
        if self.made_columns is None:
            self.made_columns = ColumnsPage(self._session, self._theme, self._formats)
            self._add(self.made_columns)
            wizard = self._wizard
            if wizard.outlook is not None:
                self.made_columns.show_outlook(wizard.outlook, wizard.options, is_recalled=wizard.is_recalled)
        return self.made_columns

    @property
    def check(self) -> CheckPage:
        """The third step."""
        if self.made_check is None:
            self.made_check = CheckPage(self._session, self._theme, self._formats)
            self._add(self.made_check)
            if self._wizard.outlook is not None:
                self.made_check.show_outlook(self._wizard.outlook, self._wizard.options)
        return self.made_check

    def prepare(self) -> None:
        """Makes one after the other, so that the window keeps answering."""
        if self.made_columns is None:
            self.columns.hide()
            call_later(self, self.prepare)
        elif self.made_check is None:
            self.check.hide()

    def show_outlook(self, outlook: Outlook) -> None:
        """Show it in those that are made."""
        wizard = self._wizard
        if self.made_columns is not None:
            self.made_columns.show_outlook(outlook, wizard.options, is_recalled=wizard.is_recalled)
        if self.made_check is not None:
            self.made_check.show_outlook(outlook, wizard.options)

    def show_busy(self, *, is_busy: bool) -> None:
        """The answer to the last change is not in yet."""
        for page in (self.made_columns, self.made_check):
            if page is not None:
                page.show_busy(is_busy=is_busy)

    def forget(self) -> None:
        """Other files: what was asked before is not asked any more."""
        if self.made_columns is not None:
            self.made_columns.forget()

    def _add(self, page: ColumnsPage | CheckPage) -> None:
        page.changed.connect(self.changed)
        page.only_asked.connect(lambda _only: self.only_asked.emit())
        self._pages.addWidget(page)
