"""The tables of the page Speed: days in each stage by numbers, and the deals that have sat longest."""

from desktop_pipeline.domain.hygiene import Pace
from desktop_pipeline.metrics.stages.stage_days import StageDays
from desktop_pipeline.metrics.telling.parts import Part, PartKind
from desktop_pipeline.reports.left_out_words import say_all_left_out
from desktop_pipeline.reports.said_values import DASH, FEWEST
from desktop_pipeline.reports.stages.speed_words import (
    answer_sitters,
    say_stay_numbers,
    sheet_of_sitters,
)
from desktop_pipeline.reports.stages.stage_words import how_days, name_stage, say_stay, sheet_of_days
from desktop_pipeline.reports.tables.sheets import SheetRow
from desktop_pipeline.ui.charts.cell_rows import Cell, CellRow, CellRows
from desktop_pipeline.ui.insights.list_table import ListTable
from desktop_pipeline.ui.insights.panel import Panel
from desktop_pipeline.ui.insights.speed.findings import SpeedFindings
from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.widgets.rows_look import BEYOND_WORDS

_COLUMNS = 510


class StageNumbersPanel(Panel):
    """A row for each stage."""

    def __init__(self, tools: InsightTools) -> None:
        self.chart = CellRows(tools.theme)
        super().__init__(tools, tools.words.translate("Insights", "How many days in each stage?"), self.chart)

    def show_speed(self, found: SpeedFindings) -> None:
        words, stages = self.tools.words, found.stages
        self.show_caption(self.tr("of deals that left it, and those there now"))
        self.show_how(how_days(words))
        slow = [_count_late(found, stage) for stage in stages]
        notes = say_all_left_out(found.speed.left_out, words)
        self.show_sheet(sheet_of_days(self.title, stages, slow, notes, words))
        if not any(stage.finished.n or stage.sitting for stage in stages):
            self.show_empty(self.tr("No deal was in a stage for a known time."))
            return
        heads = (
            self.tr("Stage"),
            self.tr("Left it"),
            self.tr("Median"),
            self.tr("Mean"),
            self.tr("Middle half"),
            self.tr("4\N{NO-BREAK SPACE}in\N{NO-BREAK SPACE}5 up to"),
            self.tr("19\N{NO-BREAK SPACE}in\N{NO-BREAK SPACE}20 up to"),
            self.tr("Half gone by"),
            self.tr("There now"),
            self.tr("Slow or stuck"),
        )
        rows = [self._row(stage, late) for stage, late in zip(stages, slow, strict=True)]
        self.chart.show_rows(heads, rows)
        self.show_answer(
            self.tr("“Half gone by” also counts deals that are still there; else finished stays stand alone.")
        )

    def _row(self, stage: StageDays, late: int) -> CellRow:
        words, key = self.tools.words, (stage.stage_id,)
        name = name_stage(stage.name, words, archived=stage.archived)
        left, title = Part(PartKind.STAGE_LEFT, key), self.tr("Left {stage}").format(stage=name)
        there, slow = self.tr("In {stage} now").format(stage=name), self.tr("Slow in {stage}").format(stage=name)
        number, said = words.formats.number, say_stay(stage, words)
        half = DASH
        if stage.kaplan_meier_median is not None and stage.finished.n >= FEWEST:
            half = number(round(stage.kaplan_meier_median))
        figures = (number(stage.finished.n), *say_stay_numbers(stage, words), half)
        return CellRow(
            name,
            (
                *(Cell(figure, said, part=left, title=title) for figure in figures),
                Cell(
                    number(stage.sitting),
                    f"{there}: {words.deals(stage.sitting)}",
                    part=Part(PartKind.STAGE_SITTING, key),
                    title=there,
                ),
                Cell(
                    number(late),
                    f"{slow}: {words.deals(late)}",
                    "amber" if late else "ink3",
                    is_marked=late > 0,
                    part=Part(PartKind.STAGE_SLOW, key),
                    title=slow,
                ),
            ),
            left,
            title,
        )


class SittersPanel(Panel):
    """Open deals by the days of the visit that runs; Enter or a double click opens one."""

    def __init__(self, tools: InsightTools) -> None:
        self.table = ListTable(tools.theme, tools.words, _COLUMNS)
        super().__init__(
            tools, tools.words.translate("Insights", "Which deals have sat longest?"), self.table, beyond=BEYOND_WORDS
        )
        self.table.row_taken.connect(self._open)
        self.table.copy_asked.connect(self.copy_table)

    def show_speed(self, found: SpeedFindings) -> None:
        words = self.tools.words
        sheet = sheet_of_sitters(self.title, found.sitters, words)
        self.show_sheet(sheet)
        self.show_how(
            self.tr(
                "Days of the visit that runs, beside all days that won deals spent in the stage:"
                " “9 in 10” has stayed longer than nine of ten of them."
            )
        )
        if not found.sitters:
            self.show_empty(self.tr("No deal sits in a stage."))
            return
        self.table.show_sheet(sheet)
        self.show_answer(answer_sitters(found.sitters, words))

    def _open(self, row: SheetRow) -> None:
        if row.part is not None:
            self.tools.open_deal(int(row.part.key[0]))


def _count_late(found: SpeedFindings, stage: StageDays) -> int:
    return sum(len(deals.ids) for deals in found.sitting.get(stage.stage_id, ()) if deals.pace is not Pace.USUAL)
