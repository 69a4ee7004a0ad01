"""The deals behind a figure, how it was worked out, and what was left out and why."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.metrics.population import LeftOut, Why
from desktop_pipeline.queries.deals_table import read_lines
from desktop_pipeline.queries.figures import Behind, LeftOutIds
from desktop_pipeline.reports.answers import say_reason
from desktop_pipeline.reports.tables.deals_sheet import sheet_of_deals
from desktop_pipeline.reports.tables.sheets import Sheet
from desktop_pipeline.ui.insights.deals_table import BehindModel, BehindTable
from desktop_pipeline.ui.insights.sharing import PanelSharing, write_table
from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.tasks import Progress
from desktop_pipeline.ui.widgets.link_button import LinkButton
from desktop_pipeline.ui.widgets.words import Words

_WIDTH, _HEIGHT = 920, 540
_EDGE = 24  # of the window stays in sight

Made = TypeVar("Made")


class BehindDialog(QDialog):
    """Fills itself on a worker; a row opens its deal, and each reason for leaving deals out opens those.

    What is listed can be copied and saved; its values are those that the figure adds up.
    """

    def __init__(
        self, tools: InsightTools, find: Callable[[], Behind], title: str, asked: str, how: str, parent: QWidget
    ) -> None:
        """`find` runs on a worker; `asked` says in words what was asked."""
        super().__init__(parent)
        theme = tools.theme
        self._tools = tools
        self._behind: Behind | None = None
        self.sharing = PanelSharing(self, tools)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.model = BehindModel(tools)
        self.table = BehindTable(theme, self.model)
        self.said = Words(theme, self.tr("Looking…"), "strong", "ink", wrap=True)
        self.asked = Words(theme, asked, "caption", "ink3", wrap=True)
        self.how = Words(theme, how, "secondary", "ink2", wrap=True)
        self.how.setVisible(bool(how))
        self.links = QVBoxLayout()
        self.links.setSpacing(0)
        close = QPushButton(self.tr("Close"))
        close.setAutoDefault(False)
        close.clicked.connect(self.close)
        self.copy, self.save = QPushButton(self.tr("Copy")), QPushButton(self.tr("Save as Excel…"))
        self.copy.clicked.connect(lambda: self._read_sheet(partial(write_table, words=tools.words), self.sharing.put))
        self.save.clicked.connect(self._save)
        foot = QHBoxLayout()
        for button in (self.copy, self.save):
            button.setAutoDefault(False)
            button.setEnabled(False)
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(8)
        for widget in (self.said, self.asked, self.how):
            layout.addWidget(widget)
        layout.addWidget(self.table, 1)
        layout.addWidget(Words(theme, self.tr("Enter or a double click opens a deal."), "caption", "ink3"))
        layout.addLayout(self.links)
        layout.addLayout(foot)
        room = parent.window().size()
        self.resize(min(theme.size(_WIDTH), room.width() - _EDGE), min(theme.size(_HEIGHT), room.height() - _EDGE))
        self.table.deal_taken.connect(self._open)
        self._run(
            lambda _progress: find(),
            self._show,
            lambda error: self.said.show_words(str(error), "red"),
            "insights behind",
        )

    @property
    def behind(self) -> Behind | None:
        """What was found; None while it is looked for."""
        return self._behind

    def show_left_out(self, reason: LeftOutIds) -> None:
        """The deals that one reason concerns, in place of those that count."""
        self._list(reason.ids)
        self.said.show_words(self._say_reason(reason))
        self._link_all()

    def _show(self, behind: Behind) -> None:
        self._behind = behind
        self._show_all()

    def _show_all(self) -> None:
        if self._behind is None:
            return
        self._list(self._behind.ids)
        count = len(self._behind.ids)
        self.said.show_words(self._say_whole(self._behind) if count else self.tr("There are no deals behind this."))
        self._clear_links()
        for reason in self._behind.left_out:
            self._add_link(self._say_reason(reason), partial(self.show_left_out, reason))
        if count:
            self.table.setCurrentIndex(self.model.index(0, 0))
        self.table.setFocus()

    def _list(self, ids: Sequence[int]) -> None:
        self.model.show_deals(ids)
        for button in (self.copy, self.save):
            button.setEnabled(bool(ids))

    def _say_whole(self, behind: Behind) -> str:
        said, total = self._tools.words.deals(len(behind.ids)), behind.total
        if total is None:
            return said
        amount = self._tools.formats.minor(total, self._tools.session.workspace.base_currency)
        return self.tr("{deals}, worth {amount} together").format(deals=said, amount=amount)

    def _save(self) -> None:
        self._read_sheet(lambda sheet: sheet, lambda sheet: self.sharing.ask_workbook(sheet.title, [sheet]))

    def _read_sheet(self, make: Callable[[Sheet], Made], then: Callable[[Made], None]) -> None:
        """The listed deals as a table, read on a worker, which makes of it what is wanted."""
        if self._behind is None:
            return
        ids, values, title = self.model.ids, self._behind.values, self.windowTitle()
        session, words = self._tools.session, self._tools.words

        def work(_progress: Progress) -> Made:
            with session.workspace.reading() as view:
                lines = read_lines(view, ids, today=view.today(), now=view.now())
                return make(sheet_of_deals(title, lines, values, view.base_currency, words))

        self._run(work, then, lambda error: self._tools.say(str(error)), "insights deals behind")

    def _run(
        self,
        work: Callable[[Progress], Made],
        then: Callable[[Made], None],
        refuse: Callable[[PipelineError], None],
        key: str,
    ) -> None:
        progress = self._tools.tasks.run(work, then, refuse, key=key)
        # Closed before the answer came, nobody waits for it any more.
        self.finished.connect(progress.cancel)

    def _link_all(self) -> None:
        self._clear_links()
        self._add_link(self.tr("Back to the deals that count"), self._show_all)

    def _add_link(self, text: str, act: Callable[[], object]) -> None:
        link = LinkButton(self._tools.theme, text)
        link.clicked.connect(lambda _checked=False: act())
        self.links.addWidget(link)
        link.show()

    def _clear_links(self) -> None:
        while (shown := self.links.takeAt(0)) is not None:
            widget = shown.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _say_reason(self, reason: LeftOutIds) -> str:
        return say_reason(LeftOut(Why(reason.why), len(reason.ids), reason.currency), self._tools.words)

    def _open(self, deal_id: int) -> None:
        self.close()
        self._tools.open_deal(deal_id)
