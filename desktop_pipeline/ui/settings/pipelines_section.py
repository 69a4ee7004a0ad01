"""Pipelines, the stages of the one that is chosen, and the settings of the stage that is chosen."""

from functools import partial

from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from desktop_pipeline.actions import Change
from desktop_pipeline.actions.pipelines import (
    add_pipeline,
    archive_pipeline,
    rename_pipeline,
    reorder_pipelines,
    unarchive_pipeline,
)
from desktop_pipeline.actions.stages import add_stage, remove_stage, rename_stage, reorder_stages, restore_stage
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.stages import read_templates
from desktop_pipeline.queries.settings import StageRow, read_pipeline_rows, read_stage_rows
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.settings.checklist_section import ChecklistSection
from desktop_pipeline.ui.settings.stage_form import StageForm
from desktop_pipeline.ui.settings.use_words import say_deals
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.lines import Column, Line, ListSpec, RowAct
from desktop_pipeline.ui.widgets.list_section import ListSection

_FORM = 372
_SHARE = 0.49
_ANY = 16_777_215  # Qt's own greatest width
_NOWHERE = 0


class PipelinesSection(QWidget):
    """The lists at the left, the settings of a stage at the right."""

    def __init__(self, session: Session, tasks: Tasks, theme: Theme, formats: Formats) -> None:
        super().__init__()
        self._session = session
        self._theme = theme
        self._formats = formats
        self.form = StageForm(session, theme, formats)
        self.pipelines = ListSection(session, theme, self._make_pipelines(), heading=False)
        self.stages = ListSection(session, theme, self._make_stages(is_open=True), heading=False, tasks=tasks)
        self.after_sale = ListSection(session, theme, self._make_stages(is_open=False), heading=False, tasks=tasks)
        self.checklist = ChecklistSection(session, theme, formats, lambda: self.pipeline_id)
        lists = QWidget()
        left = QVBoxLayout(lists)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(12)
        left.addWidget(self.pipelines)
        left.addWidget(self.stages)
        left.addWidget(self.after_sale)
        left.addWidget(self.checklist)
        left.addStretch(1)
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(20)
        self._layout.addWidget(lists, 1)
        self._layout.addWidget(self.form)
        self.pipelines.chosen.connect(self._show_pipeline)
        self.stages.chosen.connect(self._show_stage)
        for section in (self.stages, self.after_sale):
            section.table.selectionModel().selectionChanged.connect(
                lambda *_changed, section=section: self._on_picked(section)
            )
        session.changed.connect(self._on_changed)
        theme.changed.connect(self._dress)
        self._dress()

    @property
    def pipeline_id(self) -> int:
        """The pipeline whose stages are shown."""
        return self.pipelines.chosen_id or 0

    def focus_list(self) -> None:
        """Gives the keys to the stages."""
        self.stages.focus_list()

    def add_new(self) -> None:
        """Gives the keys to the field that adds a stage."""
        self.stages.add_new()

    def show_stage(self, stage_id: int) -> None:
        """Goes to the settings of a stage, whichever pipeline it is in."""
        for pipeline in read_pipeline_rows(self._session.workspace):
            for stage in read_stage_rows(self._session.workspace, pipeline.pipeline_id):
                if stage.stage_id == stage_id:
                    self.pipelines.refresh()
                    self.pipelines.table.go_to(pipeline.pipeline_id)
                    section = self.stages if stage.is_open else self.after_sale
                    section.refresh()
                    section.table.go_to(stage_id)
                    self.form.show_stage(stage_id)
                    self._mark_chosen()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_stage()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._dress()

    def _dress(self) -> None:
        """Side by side where there is room for both, else one below the other."""
        is_wide = self.contentsRect().width() >= self._theme.size(2 * _FORM)
        side = QBoxLayout.Direction
        self._layout.setDirection(side.LeftToRight if is_wide else side.TopToBottom)
        wide = max(self._theme.size(_FORM), round(self.contentsRect().width() * _SHARE))
        self.form.setMinimumWidth(wide if is_wide else 0)
        self.form.setMaximumWidth(wide if is_wide else _ANY)

    def _show_pipeline(self) -> None:
        self.stages.refresh()
        self.after_sale.refresh()
        self.checklist.refresh()
        self._show_stage()

    def _show_stage(self) -> None:
        self.form.show_stage(self.stages.chosen_id)
        self._mark_chosen()

    def _on_picked(self, section: ListSection) -> None:
        """Of the two lists of stages only one has the stage beside it; to come to the other is to choose from it."""
        table = section.table
        if table.hasFocus() and table.selectionModel().hasSelection() and section.chosen_id != self.form.stage_id:
            self.form.show_stage(section.chosen_id)
            self._mark_chosen()

    def _on_changed(self, change: Change) -> None:
        if self.isVisible() and change.touches("stage"):
            self.form.show_stage(self.form.stage_id)
            self._mark_chosen()

    def _mark_chosen(self) -> None:
        for section in (self.stages, self.after_sale):
            if section.chosen_id == self.form.stage_id:
                section.table.selectRow(section.table.currentIndex().row())
            else:
                section.table.clearSelection()

    def _make_pipelines(self) -> ListSpec:
        workspace = self._session.workspace

        def read() -> list[Line]:
            lines = []
            for row in read_pipeline_rows(workspace):
                held = say_deals(row.open_deals)
                held = self.tr("archived, {held}").format(held=held) if row.is_archived else held
                lines.append(Line(row.pipeline_id, (row.name, held), (), row.is_archived))
            return lines

        def list_acts(line: Line) -> list[RowAct]:
            if line.is_archived:
                return [RowAct(self.tr("Bring back"), partial(unarchive_pipeline, workspace))]
            targets = self._stages_elsewhere(line.row_id)
            held = next(row.open_deals for row in read_pipeline_rows(workspace) if row.pipeline_id == line.row_id)
            if held and targets:
                archive = RowAct(
                    self.tr("Archive, its deals go to…"),
                    choices=lambda: targets,
                    act_on=lambda row_id, stage_id: archive_pipeline(
                        workspace, row_id, at=self._session.now(), move_deals_to=stage_id
                    ),
                )
            else:
                archive = RowAct(
                    self.tr("Archive"), lambda row_id: archive_pipeline(workspace, row_id, at=self._session.now())
                )
            return [self._template_act(), archive]

        return ListSpec(
            title=self.tr("Pipelines and stages"),
            advice=self.tr("Alt+↑ and Alt+↓ change the order. Past figures stay whatever you change here."),
            columns=(
                Column(self.tr("Pipeline"), partial(rename_pipeline, workspace)),
                Column(self.tr("Open"), width=112),
            ),
            read=read,
            tables=frozenset(("pipeline", "deal", "stage")),
            adding=self.tr("Add a pipeline: type a name, Enter"),
            add=lambda text: add_pipeline(workspace, text),
            acts=list_acts,
            reorder=partial(reorder_pipelines, workspace),
        )

    def _template_act(self) -> RowAct:
        templates = list(read_templates().values())

        def add(_row_id: int, place: int) -> object:
            template = templates[place - 1]
            return add_pipeline(self._session.workspace, template.name, template=template.key)

        return RowAct(
            self.tr("Add another from a template…"),
            choices=lambda: [(place, template.name) for place, template in enumerate(templates, 1)],
            act_on=add,
        )

    def _stages_elsewhere(self, pipeline_id: int) -> list[tuple[int, str]]:
        workspace = self._session.workspace
        return [
            (stage.stage_id, f"{pipeline.name}: {stage.name}")
            for pipeline in read_pipeline_rows(workspace)
            if pipeline.pipeline_id != pipeline_id and not pipeline.is_archived
            for stage in read_stage_rows(workspace, pipeline.pipeline_id)
            if stage.is_open and not stage.is_archived
        ]

    def _make_stages(self, *, is_open: bool) -> ListSpec:
        workspace = self._session.workspace

        def rows() -> list[StageRow]:
            return [row for row in read_stage_rows(workspace, self.pipeline_id) if row.is_open == is_open]

        def show(row: StageRow) -> Line:
            held = say_deals(row.deals)
            held = self.tr("removed, {held}").format(held=held) if row.is_archived else held
            share = (self._formats.percent(row.probability),) if is_open else ()
            return Line(row.stage_id, (row.name, *share, held), (), row.is_archived)

        def add(text: str) -> int:
            if not self.pipeline_id:
                raise InvalidError(self.tr("Add a pipeline first."))
            return add_stage(workspace, self.pipeline_id, text, is_open=is_open)

        def list_acts(line: Line) -> list[RowAct]:
            if line.is_archived:
                return [RowAct(self.tr("Bring back"), partial(restore_stage, workspace))]
            stage = next(row for row in rows() if row.stage_id == line.row_id)
            others = [(row.stage_id, row.name) for row in rows() if not row.is_archived and row.stage_id != line.row_id]
            behind = RowAct(
                self.tr("Add a stage behind it"),
                lambda row_id: add_stage(workspace, self.pipeline_id, self._free_name(), after=row_id, is_open=is_open),
            )
            return [behind, self._removal(stage, others)]

        share = (Column(self.tr("Likelihood"), width=84, right=True),) if is_open else ()
        return ListSpec(
            title=self.tr("Stages") if is_open else self.tr("After the sale"),
            advice="",
            columns=(
                Column(self.tr("Stage"), partial(rename_stage, workspace)),
                *share,
                Column(self.tr("Deals"), width=112),
            ),
            read=lambda: [show(row) for row in rows()],
            tables=frozenset(("stage", "deal")),
            adding=self.tr("Add a stage: type a name, Enter"),
            add=add,
            acts=list_acts,
            reorder=lambda ids: reorder_stages(workspace, self.pipeline_id, ids),
        )

    def _removal(self, stage: StageRow, others: list[tuple[int, str]]) -> RowAct:
        workspace, now = self._session.workspace, self._session.now
        if not stage.deals or (stage.is_open and not others):
            return RowAct(
                self.tr("Remove"), lambda row_id: remove_stage(workspace, row_id, move_deals_to=None, at=now())
            )
        nowhere = [] if stage.is_open else [(_NOWHERE, self.tr("No stage: they stay won"))]
        return RowAct(
            self.tr("Remove, its deals go to…"),
            choices=lambda: [*others, *nowhere],
            act_on=lambda row_id, target: remove_stage(workspace, row_id, move_deals_to=target or None, at=now()),
            concerns=stage.deals,
        )

    def _free_name(self) -> str:
        taken = {row.name for row in read_stage_rows(self._session.workspace, self.pipeline_id)}
        base = self.tr("New stage")
        names = [base, *(f"{base} {number}" for number in range(2, len(taken) + 3))]
        return next(name for name in names if name not in taken)
