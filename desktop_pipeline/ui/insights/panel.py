"""A panel of Insights: its title is the question, the sentence at its foot the answer."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedLayout, QVBoxLayout, QWidget

from desktop_pipeline.domain.periods import Period
from desktop_pipeline.reports.tables.sheets import Sheet
from desktop_pipeline.ui.charts.mark_chart import MarkChart
from desktop_pipeline.ui.insights.how_popover import HowPopover
from desktop_pipeline.ui.insights.sharing import PanelSharing
from desktop_pipeline.ui.insights.sheet_dialog import SheetDialog
from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.widgets.fitting_words import FittingWords
from desktop_pipeline.ui.widgets.icon_button import IconButton
from desktop_pipeline.ui.widgets.link_button import LinkButton
from desktop_pipeline.ui.widgets.words import Words

if TYPE_CHECKING:
    from desktop_pipeline.metrics.telling.parts import Part

_PAD = 16
_LEAST_CAPTION = 72


class Panel(QWidget):
    """A surface with a header, a body that can give way to a plain sentence, and the answer.

    A body that is a MarkChart opens the deals of its marks by itself; other bodies emit `part_asked(Part, title)` here.
    """

    part_asked = Signal(object, str)

    def __init__(self, tools: InsightTools, title: str, body: QWidget, *corner: QWidget, beyond: int = 0) -> None:
        """`beyond` is how much wider than the words above and below it the body is, at either side."""
        super().__init__()
        theme = tools.theme
        self.tools = tools
        self._title = title
        self._sheet: Sheet | None = None
        self._how = ""
        self._how_of: Callable[[Part], str] | None = None
        self._own_answer = ""
        self._told = ""
        self._hidden = (0, 0)
        self._period: Period | None = None
        self._caption = FittingWords(theme, "caption", "ink3", least=_LEAST_CAPTION)
        self._answer = Words(theme, "", "secondary", "ink2", wrap=True)
        self._growing = QTimer(self, singleShot=True, interval=0)
        self._growing.timeout.connect(self._answer.updateGeometry)
        self._empty = Words(theme, "", "body", "ink2", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._chart = body
        self._body = QStackedLayout()
        self._links = QHBoxLayout()
        self._header = QHBoxLayout()
        self._above = QHBoxLayout()
        self.below = QVBoxLayout()
        self.more = IconButton(theme, "ellipsis", self.tr("More about “{title}”").format(title=title))
        self.sharing = PanelSharing(self, tools)
        self._lay_out(corner, beyond)
        self.setAccessibleName(title)
        self.more.clicked.connect(self.open_menu)
        self.part_asked.connect(lambda part, words: tools.open_deals(part, words, self.how_of(part), self._period))
        if isinstance(body, MarkChart):
            body.part_asked.connect(self.part_asked)
            body.hidden.connect(self._on_hidden)
        theme.changed.connect(self.update)

    @property
    def title(self) -> str:
        """The question."""
        return self._title

    @property
    def answer(self) -> str:
        """The sentence that stands below or instead of the chart."""
        return self._empty.text() if self.is_empty else self._answer.text()

    @property
    def is_empty(self) -> bool:
        """Whether a sentence stands instead of the chart."""
        return self._body.currentIndex() == 1

    @property
    def sheet(self) -> Sheet | None:
        """What is shown, as a table."""
        return self._sheet

    @property
    def how(self) -> str:
        """How it is worked out, with its own numbers."""
        return self._how

    def how_of(self, part: "Part") -> str:
        """The same, with the numbers of the mark whose deals are opened where it has some of its own."""
        return self._how if self._how_of is None else self._how_of(part)

    def show_caption(self, *forms: str) -> None:
        """The quiet words behind the title; shorter forms of them stand where the room is short."""
        self._caption.show_forms(*forms)

    def show_answer(self, answer: str, told: str = "") -> None:
        """Show the chart, and the answer below it; where that stands in the chart, screen readers are `told` it."""
        self._body.setCurrentIndex(0)
        self._own_answer, self._told = answer, told
        self._show_whole_answer()

    def show_empty(self, sentence: str) -> None:
        """Say what is missing instead of a chart."""
        self._body.setCurrentIndex(1)
        self._empty.show_words(sentence)
        self._answer.hide()
        self.show_link("")
        self._tell(sentence)

    def show_sheet(self, sheet: Sheet) -> None:
        """What "Show as table", Excel and the clipboard give: all that the chart shows, and what it had no room for."""
        self._sheet = sheet

    def show_how(self, how: str, of_part: "Callable[[Part], str] | None" = None) -> None:
        """One plain sentence or two with the panel's own numbers; `of_part` says them with those of one mark."""
        self._how, self._how_of = how, of_part

    def show_period(self, period: Period | None) -> None:
        """The panel's own period, where it is another one than that of the page."""
        self._period = period

    def show_link(self, text: str, part: "Part | None" = None, title: str = "", *, ids: Sequence[int] = ()) -> None:
        """Words behind the answer that open deals, by their part or their ids; none where the text is empty."""
        while (shown := self._links.takeAt(0)) is not None:
            widget = shown.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if not text:
            return
        link = LinkButton(self.tools.theme, text)
        if part is not None:
            link.clicked.connect(lambda: self.part_asked.emit(part, title or text))
        else:
            link.clicked.connect(lambda: self.tools.open_list(ids, title or text))
        self._links.addWidget(link)
        link.show()
        self._links.addStretch(1)

    def place_corner(self, widget: QWidget, *, below: bool) -> None:
        """Where something of the header has too little room it stands in a line of its own below."""
        stands_below = self._above.indexOf(widget) >= 0
        if below and not stands_below:
            self._header.removeWidget(widget)
            self._above.addWidget(widget, 1)
        elif stands_below and not below:
            self._above.removeWidget(widget)
            self._header.insertWidget(self._header.count() - 1, widget)

    def open_menu(self) -> QMenu:
        """What can be done with what is shown."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        has_sheet, has_chart = self._sheet is not None, not self.is_empty
        entries = (
            (self.tr("Show as table"), self.show_table, has_sheet),
            (self.tr("How is this worked out?"), self.explain, bool(self._how)),
            None,
            (self.tr("Copy picture"), self.sharing.copy_picture, has_chart),
            (self.tr("Copy table"), self.copy_table, has_sheet),
            None,
            (self.tr("Save as PNG…"), lambda: self.sharing.ask_picture("png"), has_chart),
            (self.tr("Save as SVG…"), lambda: self.sharing.ask_picture("svg"), has_chart),
            (self.tr("Save as Excel…"), self.save_table, has_sheet),
            (self.tr("Save all tables of the page as Excel…"), self.save_page, has_sheet),
        )
        for entry in entries:
            if entry is None:
                menu.addSeparator()
                continue
            text, act, is_there = entry
            action = menu.addAction(text)
            action.setEnabled(is_there)
            action.triggered.connect(lambda _=False, act=act: act())
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height() + 2)))
        return menu

    def show_table(self) -> SheetDialog | None:
        """All that is shown, as a table in a window of its own."""
        if self._sheet is None:
            return None
        dialog = SheetDialog(self.tools, self._sheet, self.window())
        dialog.part_asked.connect(self.part_asked)
        dialog.copy_asked.connect(self.copy_table)
        dialog.save_asked.connect(self.save_table)
        dialog.open()
        return dialog

    def explain(self) -> HowPopover:
        """How it is worked out, beside the panel's menu."""
        popover = HowPopover(self.tools, self._title, self._how, self._sheet.notes if self._sheet else (), self)
        popover.open_at(self.more.mapToGlobal(QPoint(0, self.more.height() + 2)))
        return popover

    def copy_table(self) -> None:
        """The sheet on the clipboard."""
        if self._sheet is not None:
            self.sharing.copy_sheet(self._sheet)

    def save_table(self) -> None:
        """The sheet as a workbook."""
        if self._sheet is not None:
            self.sharing.ask_workbook(self._title, [self._sheet])

    def save_page(self) -> None:
        """What all panels of the page show, as one workbook."""
        self.sharing.ask_workbook(*self.tools.page_sheets())

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self.tools.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("line"), 1))
        painter.setBrush(theme.color("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)

    def _lay_out(self, corner: tuple[QWidget, ...], beyond: int) -> None:
        theme = self.tools.theme
        header = self._header
        header.setSpacing(9)
        header.setContentsMargins(_PAD, 0, _PAD - 6, 0)
        for told in (self._above, self.below, self._answer, self._links):
            told.setContentsMargins(_PAD, 0, _PAD, 0)
        name = Words(theme, self._title, "strong", "ink")
        # As high as a switch beside it, so that titles of neighbours stand on one line.
        name.setMinimumHeight(theme.size(22))
        header.addWidget(name)
        header.addWidget(self._caption, 1)
        for widget in corner:
            header.addWidget(widget)
        kept = self.more.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.more.setSizePolicy(kept)
        header.addWidget(self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 11, 0, 13)
        column.setSpacing(8)
        column.addLayout(header)
        column.addLayout(self._above)
        side = _PAD - beyond
        body = QHBoxLayout()
        body.setContentsMargins(side, 0, side, 0)
        body.addLayout(self._body)
        column.addLayout(body, 1)
        # Once it belongs to the panel: the first is shown at once, and would come up as a window of its own.
        self._body.addWidget(self._chart)
        self._body.addWidget(self._empty)
        column.addLayout(self.below)
        column.addWidget(self._answer)
        column.addLayout(self._links)

    def _on_hidden(self, rows: int, columns: int) -> None:
        self._hidden = rows, columns
        if not self.is_empty:
            self._show_whole_answer()
            # This comes in the midst of laying out, where a label that grows is not asked again.
            self._growing.start()

    def _show_whole_answer(self) -> None:
        """The answer, and how many rows and columns found no room."""
        sentences, number = [self._own_answer], self.tools.formats.number
        rows, columns = self._hidden
        if rows:
            sentences.append(self.tr("{count} more in the table.").format(count=number(rows)))
        if columns:
            more = (
                self.tr("1 column more in the table.")
                if columns == 1
                else self.tr("{count} columns more in the table.")
            )
            sentences.append(more.format(count=number(columns)))
        answer = " ".join(sentence for sentence in sentences if sentence)
        self._answer.show_words(answer)
        self._answer.setVisible(bool(answer))
        self._tell(answer or self._told)

    def _tell(self, sentence: str) -> None:
        self.setAccessibleDescription(sentence)
        self._chart.setAccessibleName(self._title)
        self._chart.setAccessibleDescription(sentence)
        for chart in self._chart.findChildren(MarkChart):
            chart.setAccessibleName(self._title)
            chart.setAccessibleDescription(sentence)
