"""The panel of the bars that lead from the open value of one day to that of another."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from desktop_pipeline.metrics.changing.movement import Bar, MovedBar
from desktop_pipeline.reports.changing.movement_words import (
    DueChoice,
    answer_movement,
    bars_to_show,
    how_movement,
    name_bar,
    name_due,
    part_of_bar,
    say_amount,
    say_bar,
    say_between,
    sheet_of_movement,
)
from desktop_pipeline.reports.left_out_words import say_all_left_out
from desktop_pipeline.ui.charts.segment_rows import Segment, SegmentRow, SegmentRows
from desktop_pipeline.ui.insights.movement.findings import MovementFindings
from desktop_pipeline.ui.insights.panel import Panel
from desktop_pipeline.ui.insights.question import Question
from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.widgets.chip import Chip

_ENDS = (Bar.OPENING, Bar.CLOSING)


class BarsPanel(Panel):
    """Signals: `due_chosen(DueChoice)` when deals of another due date are to be followed."""

    due_chosen = Signal(object)

    def __init__(self, tools: InsightTools) -> None:
        self.chart = SegmentRows(tools.theme)
        self.chip = Chip(tools.theme, name_due(DueChoice.ANY, tools.words), "calendar")
        title = tools.words.translate("Insights", "How did the open value change?")
        super().__init__(tools, title, self.chart, self.chip)
        self._choice = DueChoice.ANY
        self.chip.clicked.connect(self.open_choices)
        self.chip.clear_wanted.connect(lambda: self.due_chosen.emit(DueChoice.ANY))

    def show_movement(self, question: Question, found: MovementFindings) -> None:
        words, movement = self.tools.words, found.movement
        self._choice = found.choice
        self.chip.show_value(name_due(found.choice, words), is_set=found.choice is not DueChoice.ANY)
        self.show_caption(say_between(question.span.period, question.as_of, words))
        self.show_how(how_movement(movement, words))
        notes = say_all_left_out(found.left_out, words)
        self.show_sheet(sheet_of_movement(self.title, movement, found.due, notes, words, is_filtered=found.is_filtered))
        if not any(bar.deals for bar in (movement.opening, *movement.bars, movement.closing)):
            self.show_empty(self.tr("No deal was open between these days."))
            return
        self.chart.show_rows(self._rows(found))
        self.show_answer(answer_movement(movement, words, before=found.before))

    def open_choices(self) -> QMenu:
        """The due dates on offer, with a tick at the one that is shown."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        for choice in DueChoice:
            action = menu.addAction(name_due(choice, self.tools.words))
            action.setCheckable(True)
            action.setChecked(choice is self._choice)
            action.triggered.connect(lambda _=False, choice=choice: self.due_chosen.emit(choice))
            group.addAction(action)
        menu.popup(self.chip.mapToGlobal(QPoint(0, self.chip.height() + 4)))
        return menu

    def _rows(self, found: MovementFindings) -> list[SegmentRow]:
        rows, height = [], 0
        for bar in bars_to_show(found.movement):
            before = 0 if bar.bar in _ENDS else height
            height = before - bar.value if bar.bar.takes_away else before + bar.value
            rows.append(self._row(bar, found, min(before, height), height))
        return rows

    def _row(self, bar: MovedBar, found: MovementFindings, start: int, end: int) -> SegmentRow:
        words, currency = self.tools.words, found.movement.currency
        name = name_bar(bar.bar, words, is_filtered=found.is_filtered)
        said = say_bar(bar, currency, words, is_filtered=found.is_filtered)
        part = part_of_bar(bar.bar, found.due) if bar.deals else None
        return SegmentRow(
            name,
            (Segment(bar.value, _tone(bar.bar), said, part, name),),
            said,
            strong=say_amount(bar, currency, words),
            quiet=words.formats.number(bar.deals),
            start=start,
            link=end,
            part=part,
            title=name,
        )


def _tone(bar: Bar) -> str:
    if bar in _ENDS:
        return "bar"
    if bar is Bar.WON:
        return "greenMark"
    if bar is Bar.LOST:
        return "control"  # losing a deal cleanly is good work: grey, never red
    return "amberMark" if bar.takes_away else "pale"
