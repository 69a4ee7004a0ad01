"""The panels of the cycle: how many deals are decided by which day, and the days to won and to lost."""

from desktop_pipeline.metrics.quantiles import Spread
from desktop_pipeline.metrics.telling.parts import Part, PartKind
from desktop_pipeline.reports.left_out_words import say_all_left_out
from desktop_pipeline.reports.said_values import FEWEST
from desktop_pipeline.reports.spans import describe_dates
from desktop_pipeline.reports.stages.speed_words import (
    answer_cycle,
    answer_deciding,
    how_cycle,
    how_deciding,
    last_day_shown,
    say_by_day,
    say_days,
    say_half,
    sheet_of_cycle,
    sheet_of_deciding,
)
from desktop_pipeline.ui.charts.cell_rows import Cell, CellRow, CellRows
from desktop_pipeline.ui.charts.decided_curve import Curve, CurveEnd, DecidedCurve, slice_days
from desktop_pipeline.ui.insights.panel import Panel
from desktop_pipeline.ui.insights.question import Question
from desktop_pipeline.ui.insights.speed.findings import SpeedFindings
from desktop_pipeline.ui.insights.tools import InsightTools


class DecidedPanel(Panel):
    """Shares won, lost and undecided by the day."""

    def __init__(self, tools: InsightTools) -> None:
        self.chart = DecidedCurve(tools.theme, tools.formats)
        super().__init__(tools, tools.words.translate("Insights", "How long until a deal is decided?"), self.chart)

    def show_speed(self, found: SpeedFindings) -> None:
        words, deciding = self.tools.words, found.deciding
        self.show_caption(self.tr("from creation to won or lost"))
        self.show_how(how_deciding(words))
        half = found.cycle.kaplan_meier_median
        last = last_day_shown(deciding, half)
        notes = say_all_left_out(found.left_out, words)
        self.show_sheet(sheet_of_deciding(self.title, deciding, last, notes, words))
        if deciding.closed < FEWEST:
            sentence = self.tr("Needs {needed} closed deals with known days; you have {count}.")
            self.show_empty(sentence.format(needed=FEWEST, count=words.formats.number(deciding.closed)))
            return
        won, lost = deciding.at(last)
        self.chart.show_curve(
            Curve(
                deciding.days,
                deciding.won,
                deciding.lost,
                last,
                half,
                "" if half is None else self.tr("half by day {day}").format(day=words.formats.number(round(half))),
                (
                    self._end(self.tr("won"), self.tr("Won"), won, PartKind.WON),
                    self._end(self.tr("undecided"), self.tr("Undecided"), max(0.0, 1 - won - lost), PartKind.ACTIVE),
                    self._end(self.tr("lost"), self.tr("Lost"), lost, PartKind.LOST),
                ),
                tuple(say_by_day(deciding, day, words) for day in slice_days(last)),
            )
        )
        self.show_answer(answer_deciding(found.cycle, deciding, words))

    def _end(self, name: str, title: str, share: float, kind: PartKind) -> CurveEnd:
        said = f"{name} {self.tools.formats.percent(share)}"
        return CurveEnd(said, said, Part(PartKind.DECIDED, (kind.value,)), title)


class CyclePanel(Panel):
    """Days to won, and beside them days to lost."""

    def __init__(self, tools: InsightTools) -> None:
        self.chart = CellRows(tools.theme)
        super().__init__(tools, tools.words.translate("Insights", "How long does a deal take?"), self.chart)

    def show_speed(self, question: Question, found: SpeedFindings) -> None:
        words, cycle, before = self.tools.words, found.cycle, found.before
        self.show_caption(describe_dates(question.span, words))
        self.show_how(how_cycle(words))
        self.show_sheet(sheet_of_cycle(self.title, cycle, before, say_all_left_out(found.left_out, words), words))
        if not cycle.won.n and not cycle.lost.n:
            self.show_empty(self.tr("No deal with known days was closed in this period."))
            return
        heads = [self.tr("Days to"), self.tr("Deals"), self.tr("Median"), self.tr("Mean"), self.tr("Middle half")]
        if before is not None:
            heads.append(self.tr("Median before"))
        rows = [
            self._row(self.tr("Won"), cycle.won, before.won if before else None, PartKind.WON),
            self._row(self.tr("Lost"), cycle.lost, before.lost if before else None, PartKind.LOST),
        ]
        self.chart.show_rows(heads, rows)
        self.show_answer(answer_cycle(cycle, before, words))

    def _row(self, name: str, spread: Spread, before: Spread | None, kind: PartKind) -> CellRow:
        words = self.tools.words
        part = Part(PartKind.DECIDED, (kind.value,))

        def cell(text: str, said: str) -> Cell:
            return Cell(text, said.format(name=name, figure=text), part=part, title=name)

        cells = [
            cell(words.formats.number(spread.n), self.tr("{name}: {figure} deals with known days")),
            cell(say_days(spread.median, spread.n, words), self.tr("{name}: half took up to {figure} days")),
            cell(say_days(spread.mean, spread.n, words), self.tr("{name}: {figure} days on average")),
            cell(say_half(spread, words), self.tr("{name}: the middle half took {figure} days")),
        ]
        if before is not None:
            then = say_days(before.median, before.n, words)
            said = self.tr("{name}, in the period before: half took up to {figure} days")
            cells.append(Cell(then, said.format(name=name, figure=then), "ink2"))
        return CellRow(name, tuple(cells), part, name)
