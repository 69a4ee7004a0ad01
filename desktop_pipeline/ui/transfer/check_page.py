"""The third step: what would happen, proved by sums, with the rows to look through and to correct."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop_pipeline.actions.importing.answers import ImportOptions, correct_cell, take_conflict
from desktop_pipeline.actions.importing.outlook import FieldDifference, Outlook
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.transfer.counts import Counts
from desktop_pipeline.ui.transfer.halves import SIDE, Halves
from desktop_pipeline.ui.transfer.outlook_words import value_header, word_sums
from desktop_pipeline.ui.transfer.places import read_stage_names
from desktop_pipeline.ui.transfer.report_words import plan_lines, word_plan
from desktop_pipeline.ui.transfer.rows_pane import RowsPane
from desktop_pipeline.ui.transfer.table_switch import TableSwitch
from desktop_pipeline.ui.transfer.text_tables import DifferenceTable, PassedTable
from desktop_pipeline.ui.transfer.where_bars import WhereBars, arrange_lines
from desktop_pipeline.ui.widgets.callout import Callout
from desktop_pipeline.ui.widgets.segmented import Segmented
from desktop_pipeline.ui.widgets.words import Words

_LEFT = 404
_NARROWEST_RIGHT = 480
_NUMBERS = 206
_CHANGES = 1


class CheckPage(Halves):
    """Signals: `changed(ImportOptions)` when a cell was corrected; `only_asked(bool)`."""

    changed = Signal(object)
    only_asked = Signal(bool)

    def __init__(self, session: Session, theme: Theme, formats: Formats) -> None:
        super().__init__(theme, _LEFT, _NARROWEST_RIGHT)
        self._session = session
        self._formats = formats
        self._options = ImportOptions()
        self._outlook: Outlook | None = None
        self._views: list[int] = [0]
        self.headline = Words(theme, "", "section", wrap=True)
        self.promise = Words(theme, "", "body", "ink2", wrap=True)
        self.counts = Counts(theme, formats, number_right=_NUMBERS)
        self.sums = Callout(theme, "scale", "green")
        self.where = WhereBars(theme, formats, with_sums=True)
        self.where.setMaximumWidth(theme.size(_LEFT))
        self.views = Segmented(theme, (self.tr("Rows"),), small=False)
        self.switch = TableSwitch(theme, formats, with_kinds=False)
        self.rows = RowsPane(session, theme, formats, self.tr("Rows"))
        self.passed = PassedTable(theme)
        self.differences = DifferenceTable(theme, formats)
        self.stack = QStackedWidget()
        self.arrange((self.tr("What will happen"), self.tr("Rows")), self._make_left(), self._make_right())
        self._connect()

    def show_outlook(self, outlook: Outlook, options: ImportOptions) -> None:
        """Show what these answers would do."""
        self._outlook, self._options = outlook, options
        report = outlook.report
        self.headline.show_words(word_plan(report, self._formats))
        self.counts.show_lines(plan_lines(report))
        lead, rest, agree = word_sums(outlook.sums, value_header(outlook), self._formats)
        self.sums.tint("scale", "green" if agree else "amber")
        self.sums.say(rest, lead)
        stages = read_stage_names(self._session.workspace)
        lines = arrange_lines(report, stages, self.tr("Won"), self.tr("Lost"))
        total = self._formats.number(sum(line.deals for line in lines))
        self.where.show_lines(self.tr("Where the {count} deals will be").format(count=total), lines)
        self.switch.show_tables(outlook, options)
        self._show_views(outlook)
        self._show_table()

    def show_busy(self, *, is_busy: bool) -> None:
        """The answer to the last change is not in yet."""
        self.rows.show_busy(is_busy=is_busy)

    def start_keys(self) -> None:
        """Where the keys begin."""
        table = self.differences if self._views[self.views.current] == _CHANGES else self.rows.table
        # Where one half is shown at a time, what will happen is shown first: never are the keys where nothing is seen.
        begins = self.fold if self.is_folded and not self.is_right_chosen else table
        begins.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_views(self, outlook: Outlook) -> None:
        passed = sum(len(table.passed) for table in outlook.tables)
        number = self._formats.number
        views = [(0, self.tr("Rows"))]
        if outlook.differences:
            views.append((_CHANGES, self.tr("Changes {count}").format(count=number(len(outlook.differences)))))
        if passed:
            views.append((2, self.tr("Passed over {count}").format(count=number(passed))))
        now = self._views[self.views.current]
        if outlook.differences and _CHANGES not in self._views:
            # What a person has changed in a file of ours is what they came for
            now = _CHANGES
        self._views = [view for view, _words in views]
        self.views.reword([words for _view, words in views])
        self.views.choose(self._views.index(now) if now in self._views else 0)
        self.views.setVisible(len(views) > 1)
        self.rows.title.setVisible(len(views) == 1)
        self.stack.setCurrentIndex(self._views[self.views.current])
        self.passed.show_tables(outlook.tables)
        self.differences.show_differences(outlook.differences, outlook.fields.get("deals", ()))

    def _show_table(self) -> None:
        if self._outlook is not None:
            self.rows.show_outlook(self._outlook, self.switch.table)

    def _on_corrected(self, cell: object, text: str) -> None:
        self._options = correct_cell(self._options, cell, text)  # type: ignore[arg-type] # a signal carries objects
        self.changed.emit(self._options)

    def _on_turned(self, difference: FieldDifference) -> None:
        taken = not difference.is_taken
        self._options = take_conflict(self._options, difference.place, difference.field, is_taken=taken)
        self.changed.emit(self._options)

    def _connect(self) -> None:
        self.rows.only_asked.connect(self.only_asked)
        self.rows.corrected.connect(self._on_corrected)
        self.differences.turned.connect(self._on_turned)
        self.switch.table_chosen.connect(self._show_table)
        self.views.chosen.connect(lambda index: self.stack.setCurrentIndex(self._views[index]))

    def _make_left(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(SIDE, 18, SIDE, 16)
        layout.setSpacing(0)
        self.promise.show_words(self.tr("Nothing is written yet. Correct what is red in its cell, or import as it is."))
        for widget, after in (
            (self.headline, 2),
            (self.promise, 14),
            (self.counts, 14),
            (self.sums, 16),
            (self.where, 0),
        ):
            layout.addWidget(widget)
            layout.addSpacing(after)
        layout.addStretch(1)
        left = QScrollArea()
        left.setFrameShape(QFrame.Shape.NoFrame)
        left.setWidgetResizable(True)
        left.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        left.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        left.setWidget(page)
        page.setAutoFillBackground(False)
        left.viewport().setAutoFillBackground(False)
        return left

    def _make_right(self) -> QWidget:
        for widget in (self.rows, self.differences, self.passed):
            self.stack.addWidget(widget)
        right = QWidget()
        layout = QVBoxLayout(right)
        layout.setContentsMargins(SIDE - 1, 10, SIDE, 14)
        layout.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.views)
        head.addWidget(self.switch, 1)
        head.addStretch(1)
        layout.addLayout(head)
        layout.addWidget(self.stack, 1)
        return right
