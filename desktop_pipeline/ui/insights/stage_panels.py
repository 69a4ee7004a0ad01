"""The panels about stages: where deals stop, and how many days they spend in each."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QActionGroup, QResizeEvent
from PySide6.QtWidgets import QMenu

from desktop_pipeline.domain.hygiene import Pace
from desktop_pipeline.metrics.population import LeftOut
from desktop_pipeline.metrics.stages.bottleneck import Bottleneck
from desktop_pipeline.metrics.stages.stage_conversion import Step
from desktop_pipeline.metrics.stages.stage_days import StageDays
from desktop_pipeline.metrics.telling.parts import Part, PartKind
from desktop_pipeline.reports.answers import say_reason
from desktop_pipeline.reports.said_values import say_rate
from desktop_pipeline.reports.stages.stage_words import (
    answer_days,
    answer_stops,
    how_days,
    how_stops,
    name_stage,
    say_bottleneck,
    say_stay,
    say_step,
    sheet_of_days,
    sheet_of_steps,
    steps_of,
)
from desktop_pipeline.ui.charts.bar_rows import BarRow, BarRows
from desktop_pipeline.ui.charts.stay_rows import StayDot, StayLegend, StayRow, StayRows
from desktop_pipeline.ui.insights.overview_findings import OverviewFindings, SittingDeals
from desktop_pipeline.ui.insights.panel import Panel
from desktop_pipeline.ui.insights.pipelines import name_pipeline
from desktop_pipeline.ui.insights.tools import InsightTools
from desktop_pipeline.ui.widgets.callout import Callout
from desktop_pipeline.ui.widgets.chip import Chip

_TENTHS = 10
_BESIDE = 110  # around title and legend: margins, gaps and the menu


class StopPanel(Panel):
    """How many of the deals that reached each stage went on, and which step costs most.

    Signal: `pipeline_chosen(id)` where there are several and another one is to be shown.
    """

    pipeline_chosen = Signal(int)

    def __init__(self, tools: InsightTools) -> None:
        self.chart = BarRows(tools.theme)
        self.remark = Callout(tools.theme, "hourglass", "amber")
        self.chip = Chip(tools.theme, "", "square-kanban")
        super().__init__(tools, tools.words.translate("Insights", "Where deals stop"), self.chart, self.chip)
        self.below.addWidget(self.remark)
        self._pipelines: Mapping[int, str] = {}
        self._pipeline_id: int | None = None
        self.chip.hide()
        self.chip.clicked.connect(self.open_pipelines)

    def offer_pipelines(self, pipelines: Mapping[int, str], chosen: int | None) -> None:
        """Offer these by their names, where there is more than one."""
        self._pipelines, self._pipeline_id = pipelines, chosen
        name = pipelines.get(chosen, "") if chosen is not None else ""
        self.chip.show_value(name, is_set=False)
        self.chip.setAccessibleName(self.tr("Stages of the pipeline: {name}").format(name=name))
        self.chip.setVisible(len(pipelines) > 1)

    def open_pipelines(self) -> QMenu:
        """The pipelines on offer, with a tick at the one that is shown."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        for pipeline_id, name in self._pipelines.items():
            action = menu.addAction(name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(pipeline_id == self._pipeline_id)
            action.triggered.connect(lambda _=False, chosen=pipeline_id: self.pipeline_chosen.emit(chosen))
            group.addAction(action)
        menu.popup(self.chip.mapToGlobal(QPoint(0, self.chip.height() + 4)))
        return menu

    def show_overview(self, found: OverviewFindings, pipeline_id: int | None) -> None:
        """Fill it for one pipeline."""
        words, currency = self.tools.words, found.base.overview.currency
        steps = steps_of(found.conversion, pipeline_id) if pipeline_id is not None else ()
        self.show_period(found.headline)
        self.show_caption(self.tr("deals that reached each stage, 12 months"))
        self.show_how(
            how_stops(words, steps),
            lambda part: how_stops(words, [step for step in steps if (step.stage_id,) == part.key]),
        )
        notes = tuple(say_reason(reason, words) for reason in found.conversion.left_out)
        self.show_sheet(sheet_of_steps(self.title, steps, currency, notes, words))
        if not any(step.reached for step in steps):
            self.remark.hide()
            self.show_empty(self.tr("No deal reached a stage in the last 12 months."))
            return
        narrowest = found.bottleneck.conversion
        marked = narrowest.step.stage_id if narrowest is not None else None
        # It may be a step of another pipeline.
        is_marked = any(step.stage_id == marked for step in steps)
        rows = [self._row(step, is_marked=step.stage_id == marked) for step in steps]
        self.chart.show_rows([*rows, self._won_row(steps[-1])], self.tr("move on"))
        remark = say_bottleneck(found.bottleneck, steps, currency, words)
        self.remark.tint(*(("hourglass", "amber") if is_marked else ("circle-help", "accent")))
        self.remark.say(remark.text, remark.lead)
        self.show_answer(answer_stops(steps, words))

    def _row(self, step: Step, *, is_marked: bool) -> BarRow:
        words = self.tools.words
        name = name_stage(step.name, words, archived=step.archived)
        return BarRow(
            name,
            step.advanced,
            say_step(step, words),
            full=step.reached,
            undecided=step.undecided,
            strong=words.formats.number(step.reached),
            right=say_rate(step.resolved, words),
            tone="amberMark" if is_marked else "bar",
            is_marked=is_marked,
            part=Part(PartKind.STAGE_REACHED, (step.stage_id,)),
            title=self.tr("Reached {stage}").format(stage=name),
        )

    def _won_row(self, last: Step) -> BarRow:
        words = self.tools.words
        won = words.formats.number(last.advanced)
        return BarRow(
            self.tr("Won"),
            last.advanced,
            self.tr("{count} of the deals that reached {stage} were won.").format(count=won, stage=last.name),
            strong=won,
            tone="greenMark",
            part=Part(PartKind.STAGE_ADVANCED, (last.stage_id,)),
            title=self.tr("Won"),
        )


class DaysPanel(Panel):
    """How long deals stay in each stage, and which sit there for too long."""

    def __init__(self, tools: InsightTools) -> None:
        self.chart = StayRows(tools.theme, tools.formats)
        translate = tools.words.translate
        self.legend = StayLegend(
            tools.theme,
            (
                translate("Insights", "middle half"),
                translate("Insights", "open"),
                translate("Insights", "slow"),
                translate("Insights", "stuck"),
            ),
        )
        super().__init__(tools, translate("Insights", "Days in each stage"), self.chart, self.legend)
        self.chart.ids_asked.connect(tools.open_list)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Beside the title where both have their room, else below it.
        wanted = self.legend.sizeHint().width() + self.tools.theme.width("strong", self.title) + _BESIDE
        self.place_corner(self.legend, below=wanted > self.width())

    def show_overview(self, found: OverviewFindings, pipeline_id: int | None) -> None:
        """Fill it for one pipeline."""
        stages = [stage for stage in found.speed.stages if stage.pipeline_id == pipeline_id]
        self.show_period(found.headline)
        self.show_caption(name_pipeline(found.pipelines, pipeline_id, self.tr("12 months")))
        self.show_days(stages, found.sitting, found.bottleneck, found.speed.left_out)

    def show_days(
        self,
        stages: Sequence[StageDays],
        sitting: Mapping[int, tuple[SittingDeals, ...]],
        bottleneck: Bottleneck,
        left_out: Sequence[LeftOut],
    ) -> None:
        """Fill it with these stages, and those that sit there by the stage's id."""
        words = self.tools.words
        dots = {stage.stage_id: sitting.get(stage.stage_id, ()) for stage in stages}
        late = {stage_id: _list_late(deals) for stage_id, deals in dots.items()}
        self.show_how(how_days(words, stages))
        notes = tuple(say_reason(reason, words) for reason in left_out)
        slow = [len(late[stage.stage_id]) for stage in stages]
        self.show_sheet(sheet_of_days(self.title, stages, slow, notes, words))
        is_known = any(stage.finished.n or stage.sitting for stage in stages)
        self.legend.setVisible(is_known)
        if not is_known:
            self.show_empty(self.tr("No deal was in a stage for a known time."))
            return
        self.chart.show_rows([self._row(stage, dots[stage.stage_id]) for stage in stages])
        self.show_answer(answer_days(stages, bottleneck, words))
        self._link_late([deal_id for stage in stages for deal_id in late[stage.stage_id]])

    def _link_late(self, ids: Sequence[int]) -> None:
        count = self.tools.formats.number(len(ids))
        text = (
            self.tr("Show the slow or stuck deal")
            if len(ids) == 1
            else self.tr("Show the {count} slow or stuck deals").format(count=count)
        )
        self.show_link(text if ids else "", title=self.tr("Slow or stuck"), ids=ids)

    def _row(self, stage: StageDays, sitting: Sequence[SittingDeals]) -> StayRow:
        stay, words = stage.finished, self.tools.words
        spread = None
        if stay.median is not None:
            spread = (stay.p5 or 0.0, stay.p25 or 0.0, stay.median, stay.p75 or 0.0, stay.p95 or 0.0)
        name = name_stage(stage.name, words, archived=stage.archived)
        return StayRow(
            name,
            spread,
            say_stay(stage, words),
            tuple(StayDot(deals.days, deals.pace, self._say_sitting(deals, name), deals.ids) for deals in sitting),
            Part(PartKind.STAGE_LEFT, (stage.stage_id,)),
            self.tr("Left {stage}").format(stage=name),
        )

    def _say_sitting(self, deals: SittingDeals, stage: str) -> str:
        words = self.tools.words
        who = deals.title if deals.title is not None else words.deals(len(deals.ids))
        said = str(self.tr("{who}: {days} in {stage}").format(who=who, days=words.days(deals.days), stage=stage))
        if deals.pace is not Pace.USUAL:
            said += ", " + (self.tr("slow") if deals.pace is Pace.SLOW else self.tr("stuck"))
        tenths = 0 if deals.longer_than is None else int(deals.longer_than * _TENTHS)
        if tenths:
            said += ", " + self.tr("longer than {tenths} in 10 deals that were won").format(tenths=tenths)
        return said


def _list_late(sitting: Sequence[SittingDeals]) -> list[int]:
    return [deal_id for deals in sitting if deals.pace is not Pace.USUAL for deal_id in deals.ids]
