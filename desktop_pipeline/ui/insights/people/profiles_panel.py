"""The panel of the loss profiles: at which stage each owner loses, against the rest of the team."""

from desktop_pipeline.metrics.people.loss_profiles import LossAt, LossProfile
from desktop_pipeline.metrics.telling.parts import Part, PartKind
from desktop_pipeline.reports.left_out_words import say_all_left_out
from desktop_pipeline.reports.people.people_words import (
    answer_profiles,
    how_profiles,
    list_stages,
    name_owner,
    say_loss,
    sheet_of_profiles,
)
from desktop_pipeline.reports.said_values import DASH
from desktop_pipeline.reports.spans import describe_dates
from desktop_pipeline.ui.charts.cell_rows import Cell, CellRow, CellRows
from desktop_pipeline.ui.insights.panel import Panel
from desktop_pipeline.ui.insights.people.findings import PeopleFindings
from desktop_pipeline.ui.insights.pipelines import name_pipeline
from desktop_pipeline.ui.insights.question import Question
from desktop_pipeline.ui.insights.tools import InsightTools


class ProfilesPanel(Panel):
    """A row for each owner, a column for each stage."""

    def __init__(self, tools: InsightTools) -> None:
        self.chart = CellRows(tools.theme)
        super().__init__(tools, tools.words.translate("Insights", "Where does each owner lose deals?"), self.chart)

    def show_people(self, question: Question, found: PeopleFindings) -> None:
        words, profiles = self.tools.words, found.profiles
        dates = describe_dates(question.span, words)
        self.show_caption(name_pipeline(found.pipelines, found.pipeline_id, dates))
        self.show_how(how_profiles(words))
        notes = say_all_left_out(found.owners.left_out, words)
        self.show_sheet(sheet_of_profiles(self.title, profiles, notes, words))
        if not profiles:
            self.show_empty(self.tr("No deal with an owner and known stages was lost in this period."))
            return
        stages = list_stages(profiles)
        heads = [self.tr("Owner"), self.tr("Lost"), *(stage.name for stage in stages)]
        rows = [self._row(profile, stages) for profile in profiles]
        self.chart.show_rows(heads, [*rows, self._everyone(stages)])
        legend = self.tr("▲ marks what chance alone hardly explains.")
        stands_out = any(stage.stands_out for profile in profiles for stage in profile.stages)
        self.show_answer(f"{answer_profiles(profiles, words)} {legend if stands_out else ''}".strip())

    def _row(self, profile: LossProfile, stages: tuple[LossAt, ...]) -> CellRow:
        words = self.tools.words
        name = name_owner(profile.name, words)
        own = {stage.stage_id: stage for stage in profile.stages}
        title = self.tr("{name}: lost").format(name=name)
        lost = Cell(words.formats.number(profile.losses), f"{title}, {words.deals(profile.losses)}", "ink2")
        return CellRow(name, (lost, *(self._cell(profile, own.get(stage.stage_id)) for stage in stages)))

    def _cell(self, profile: LossProfile, stage: LossAt | None) -> Cell:
        """The count, its share as a bar where there are losses enough to compare."""
        if stage is None:
            return Cell(DASH, tone="ink3")
        words = self.tools.words
        text = words.formats.number(stage.own.hits)
        if stage.stands_out:
            text = f"{'▼' if stage.times is not None and stage.times < 1 else '▲'} {text}"
        tone = "amber" if stage.stands_out else ("ink" if stage.own.hits else "ink3")
        return Cell(
            text,
            say_loss(profile, stage, words),
            tone,
            is_marked=stage.stands_out,
            part=Part(PartKind.OWNER_LOST_AT, (profile.owner, stage.stage_id)),
            title=self.tr("{name}: lost at {stage}").format(name=name_owner(profile.name, words), stage=stage.name),
            share=stage.own.value if profile.is_compared else None,
        )

    def _everyone(self, stages: tuple[LossAt, ...]) -> CellRow:
        """All owners together: whoever it is, own losses and those of the others make the whole."""
        words, total = self.tools.words, stages[0].own.n + stages[0].others.n
        cells = [Cell(words.formats.number(total), self.tr("Everyone: {deals} lost").format(deals=words.deals(total)))]
        for stage in stages:
            deals = stage.own.hits + stage.others.hits
            said = self.tr("Everyone: {count} of {total} lost at {stage}").format(
                count=words.formats.number(deals), total=words.formats.number(total), stage=stage.name
            )
            part = Part(PartKind.LOST_AT, (stage.stage_id,))
            cells.append(Cell(words.formats.number(deals), said, part=part, title=stage.name, share=deals / total))
        return CellRow(self.tr("Everyone"), tuple(cells), is_total=True)
