"""The last page of the dialog: what arrived, where it is, and what did not arrive."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop_pipeline.actions.importing.reports import ImportReport
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.key_names import name_keys
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.transfer.counts import Counts
from desktop_pipeline.ui.transfer.outlook_words import word_sums
from desktop_pipeline.ui.transfer.report_words import (
    count_lines,
    word_account,
    word_headline,
    word_questions,
)
from desktop_pipeline.ui.transfer.text_tables import ProblemTable
from desktop_pipeline.ui.transfer.where_bars import WhereBars, arrange_lines
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.callout import Callout
from desktop_pipeline.ui.widgets.words import Words

_SIDE = 28
_MARK = 24
_MOST_ROWS = 7
_WHERE_WIDTH = 250


class ResultPage(QScrollArea):
    """Filled once, from a report."""

    def __init__(
        self,
        theme: Theme,
        formats: Formats,
        report: ImportReport,
        pipelines: Sequence[Sequence[str]],
        value_header: str,
        empty: frozenset[tuple[str, str]] = frozenset(),
    ) -> None:
        """`value_header` is what the file calls the column of the values, `empty` are columns that hold nothing."""
        super().__init__()
        self._theme = theme
        self.headline = Words(theme, word_headline(report, formats), "heading", wrap=True)
        self.account = Words(theme, word_account(report, formats), "body", "ink2", wrap=True)
        self.counts = Counts(theme, formats)
        self.counts.show_lines(count_lines(report))
        self.values = Callout(theme, "scale", "green")
        self._say_sums(formats, report, value_header)
        self.questions = Callout(theme, "circle-help", "amber")
        self.questions.say(word_questions(report, empty))
        self.where = WhereBars(theme, formats)
        lines = arrange_lines(report, pipelines, self.tr("Won"), self.tr("Lost"))
        total = formats.number(sum(line.deals for line in lines))
        self.where.show_lines(self.tr("Where the {count} deals are").format(count=total), lines)
        self.save_button = ActionButton(theme, self.tr("Save the rows not taken…"))
        self.save_button.setShortcut("Alt+S")
        self.save_button.setToolTip(f"{self.save_button.text()} ({name_keys('Alt+S')})")
        self.problems = ProblemTable(theme, report.problems, _MOST_ROWS) if report.problems else None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self._make_page(formats, report))

    def show_taken_back(self) -> None:
        """The import was undone."""
        self.headline.show_words(self.tr("The import was taken back"))
        for part in (self.counts, self.values, self.questions, self.where):
            part.hide()
        self.account.show_words(self.tr("Everything is as it was before; the files themselves were never touched."))

    def _say_sums(self, formats: Formats, report: ImportReport, header: str) -> None:
        lead, rest, agree = "", "", True
        if report.sums is not None:
            lead, rest, agree = word_sums(report.sums, header, formats)
        self.values.tint("scale", "green" if agree else "amber")
        self.values.say(rest, lead)

    def _make_page(self, formats: Formats, report: ImportReport) -> QWidget:
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self.counts)
        for callout in (self.values, self.questions):
            if callout.text:
                left.addWidget(callout)
        left.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(32)
        columns.addLayout(left, 1)
        if self.where.lines:
            self.where.setFixedWidth(self._theme.size(_WHERE_WIDTH))
            columns.addWidget(self.where, 0, Qt.AlignmentFlag.AlignTop)
        page = _Surface(self._theme)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(_SIDE, 24, _SIDE, 20)
        layout.setSpacing(0)
        layout.addLayout(self._make_head())
        layout.addSpacing(18)
        layout.addLayout(columns)
        if self.problems is not None:
            said = self.tr("Problems")
            layout.addSpacing(20)
            head = QHBoxLayout()
            head.addWidget(Words(self._theme, f"{said}  {formats.number(len(report.problems))}", "strong"))
            head.addStretch(1)
            head.addWidget(self.save_button)
            layout.addLayout(head)
            layout.addSpacing(6)
            layout.addWidget(self.problems)
        layout.addStretch(1)
        return page

    def _make_head(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.headline)
        words.addWidget(self.account)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(_Tick(self._theme), 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        return head


class _Tick(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedSize(_MARK, _MARK + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        drawing = icon_pixmap(self._theme, "circle-check", _MARK, "green", self.devicePixelRatioF())
        QPainter(self).drawPixmap(0, 1, drawing)


class _Surface(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), self._theme.color("surface"))
