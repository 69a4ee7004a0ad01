"""Everything that can be set for one stage, saved field by field; below it what is planned on entering it."""

from collections.abc import Callable
from functools import partial
from typing import Unpack

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop_pipeline.actions.stage_activities import (
    add_stage_activity,
    edit_stage_activity,
    remove_stage_activity,
    reorder_stage_activities,
)
from desktop_pipeline.actions.stages import StageEdit, edit_stage
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.milestones import Milestone
from desktop_pipeline.domain.stage_settings import STAGE_COLOURS
from desktop_pipeline.domain.stages import ForecastCategory
from desktop_pipeline.queries.activities import read_kinds
from desktop_pipeline.queries.settings import PlannedRow, StageRow, read_planned, read_stage_row
from desktop_pipeline.reports.category_words import say_category
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.settings.criteria_list import make_criteria
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.typed import read_percent, read_whole
from desktop_pipeline.ui.widgets.error_note import ErrorNote
from desktop_pipeline.ui.widgets.lines import Column, Line, ListSpec, RowAct
from desktop_pipeline.ui.widgets.list_section import ListSection
from desktop_pipeline.ui.widgets.saved_fields import SavedChoice, SavedLine, SavedText
from desktop_pipeline.ui.widgets.words import ElidedWords, Words

_USUAL_COLOUR = "usual"
_INSET = 16


class StageForm(QWidget):
    """Shows one stage; after-sale stages have no likelihood, milestone or category."""

    def __init__(self, session: Session, theme: Theme, formats: Formats) -> None:
        super().__init__()
        self._session = session
        self._theme = theme
        self._formats = formats
        self._stage: StageRow | None = None
        self._body = QWidget()
        self.note = ErrorNote(theme, self._body)
        self.title = ElidedWords(theme, "", "section")
        self._make_fields()
        criteria = make_criteria(session, lambda: self.stage_id or 0)
        self.criteria = ListSection(session, theme, criteria, heading=False)
        self.planned = ListSection(session, theme, self._make_planned(), heading=False)
        self._arrange()
        for field in self._fields():
            field.setEnabled(not session.workspace.is_read_only)
        self.setAccessibleName(self.tr("Settings of the stage"))

    @property
    def stage_id(self) -> int | None:
        """The stage that is shown."""
        return self._stage.stage_id if self._stage else None

    def show_stage(self, stage_id: int | None) -> None:
        """Shows the settings of a stage, or nothing."""
        if stage_id != self.stage_id:
            self._finish()
            self.note.hide()
        self._stage = None if stage_id is None else read_stage_row(self._session.workspace, stage_id)
        self._body.setVisible(self._stage is not None)
        if self._stage is None:
            return
        stage, number = self._stage, self._formats.number
        self.title.show_words(stage.name)
        self.name.show_value(stage.name)
        self.probability.show_value(self._formats.percent(stage.probability))
        self.slow.show_value(number(stage.slow_limit))
        self.stale.show_value(number(stage.stale_limit))
        self.too_few.show_value("" if stage.too_few is None else number(stage.too_few))
        self.too_many.show_value("" if stage.too_many is None else number(stage.too_many))
        self.milestone.show_value(stage.milestone.value)
        self.category.show_value(stage.forecast_category.value)
        self.colour.show_value(stage.colour or _USUAL_COLOUR)
        self.definition.show_value(stage.definition)
        self.guidance.show_value(stage.guidance)
        for words, field in self._open_only:
            words.setVisible(stage.is_open)
            field.setVisible(stage.is_open)
        # What an after-sale stage holds is won: nothing is asked of it any more.
        self.criteria.setVisible(stage.is_open)
        self.criteria.refresh()
        self.planned.setVisible(stage.is_open)
        self.planned.refresh()

    def _edit(self, **fields: Unpack[StageEdit]) -> object:
        return None if self._stage is None else edit_stage(self._session.workspace, self._stage.stage_id, **fields)

    def _make_fields(self) -> None:
        note, tr = self.note, self.tr

        def line(name: str, keep: Callable[[str], object]) -> SavedLine:
            return SavedLine(name, note, keep)

        self.name = line(tr("Name"), lambda text: self._edit(name=text))
        self.probability = line(tr("Likelihood"), lambda text: self._edit(probability=self._read_share(text)))
        self.slow = line(tr("Slow after"), lambda text: self._edit(slow_limit=self._read_whole(text)))
        self.stale = line(tr("No touch for"), lambda text: self._edit(stale_limit=self._read_whole(text)))
        self.too_few = line(tr("Fewest deals"), lambda text: self._edit(too_few=self._read_limit(text)))
        self.too_many = line(tr("Most deals"), lambda text: self._edit(too_many=self._read_limit(text)))
        self.milestone = SavedChoice(
            tr("Milestone"),
            note,
            ((Milestone.NONE.value, tr("None")), (Milestone.MQL.value, "MQL"), (Milestone.SQL.value, "SQL")),
            lambda key: self._edit(milestone=Milestone(key)),
        )
        self.category = SavedChoice(
            tr("Forecast"),
            note,
            [(category.value, say_category(category, QCoreApplication.translate)) for category in ForecastCategory],
            lambda key: self._edit(forecast_category=ForecastCategory(key)),
        )
        colours = dict(zip(STAGE_COLOURS, (tr("Blue"), tr("Red"), tr("Green"), tr("Amber"), tr("Grey")), strict=True))
        self.colour = SavedChoice(
            tr("Colour"),
            note,
            ((_USUAL_COLOUR, tr("Usual")), *colours.items()),
            lambda key: self._edit(colour=None if key == _USUAL_COLOUR else key),
        )
        self.definition = SavedText(
            self._theme, tr("What a deal in this stage is"), note, lambda text: self._edit(definition=text), lines=3
        )
        self.guidance = SavedText(
            self._theme, tr("What good looks like"), note, lambda text: self._edit(guidance=text), lines=4
        )

    def _fields(self) -> list[QWidget]:
        return [
            self.name,
            self.probability,
            self.slow,
            self.stale,
            self.too_few,
            self.too_many,
            self.milestone,
            self.category,
            self.colour,
            self.definition,
            self.guidance,
        ]

    def _arrange(self) -> None:
        tr = self.tr
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        pairs = (
            (tr("Name"), self.name),
            (tr("Likelihood"), self.probability),
            (tr("Slow after, days"), self.slow),
            (tr("No touch for, days"), self.stale),
            (tr("Fewest deals"), self.too_few),
            (tr("Most deals"), self.too_many),
            (tr("Milestone"), self.milestone),
            (tr("Forecast"), self.category),
            (tr("Colour"), self.colour),
        )
        labels: dict[QWidget, Words] = {}
        for place, (words, field) in enumerate(pairs):
            labels[field] = Words(self._theme, words, "body", "ink2")
            labels[field].setBuddy(field)
            grid.addWidget(labels[field], place, 0)
            grid.addWidget(field, place, 1)
        grid.setColumnStretch(1, 1)
        open_only = (self.probability, self.slow, self.milestone, self.category)
        self._open_only = [(labels[field], field) for field in open_only]
        layout = QVBoxLayout(self._body)
        layout.setContentsMargins(0, 0, _INSET, _INSET)
        layout.setSpacing(8)
        layout.addWidget(self.title)
        layout.addLayout(grid)
        for text in (self.definition, self.guidance):
            layout.addSpacing(4)
            layout.addWidget(Words(self._theme, text.accessibleName(), "body", "ink2"))
            layout.addWidget(text)
        layout.addSpacing(8)
        layout.addWidget(self.criteria)
        layout.addSpacing(8)
        layout.addWidget(self.planned)
        layout.addStretch(1)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._body)

    def _finish(self) -> None:
        """What is still being typed belongs to the stage that was shown."""
        for field in self._fields():
            if isinstance(field, SavedLine | SavedText) and field.hasFocus():
                field.finish()

    def _read_share(self, text: str) -> float:
        share = read_percent(text, self._formats)
        if share is None:
            raise InvalidError(self.tr("Type a likelihood from 0 to 100 %."))
        return share

    def _read_whole(self, text: str) -> int:
        return read_whole(text, self._formats)

    def _read_limit(self, text: str) -> int | None:
        return self._read_whole(text) if text.strip() else None

    def _make_planned(self) -> ListSpec:
        workspace = self._session.workspace

        def find(row_id: int) -> PlannedRow:
            return next(row for row in read_planned(workspace, self.stage_id or 0) if row.planned_id == row_id)

        def keep(row_id: int, **changed: str | int) -> object:
            row = find(row_id)
            return edit_stage_activity(
                workspace,
                row_id,
                kind=str(changed.get("kind", row.kind)),
                subject=str(changed.get("subject", row.subject)),
                after_days=int(changed.get("after_days", row.after_days)),
            )

        def kinds(_row_id: int) -> list[tuple[str, str]]:
            return [(kind.key, kind.name) for kind in read_kinds(workspace)]

        def add(text: str) -> int:
            return add_stage_activity(workspace, self.stage_id or 0, kind=kinds(0)[0][0], subject=text)

        def show(row: PlannedRow) -> Line:
            days = self._formats.number(row.after_days)
            return Line(row.planned_id, (row.subject, row.kind_name, days), (row.subject, row.kind, days))

        return ListSpec(
            title=self.tr("Planned when a deal enters"),
            advice="",
            columns=(
                Column(self.tr("Activity"), lambda row_id, text: keep(row_id, subject=text)),
                Column(self.tr("Kind"), lambda row_id, key: keep(row_id, kind=key), kinds, width=84),
                Column(
                    self.tr("After days"),
                    lambda row_id, text: keep(row_id, after_days=self._read_whole(text)),
                    width=84,
                    right=True,
                ),
            ),
            read=lambda: [show(row) for row in read_planned(workspace, self.stage_id or 0)],
            tables=frozenset(("stage_activity", "activity_kind")),
            adding=self.tr("Add an activity: type it, Enter"),
            add=add,
            acts=lambda _line: [RowAct(self.tr("Delete"), partial(remove_stage_activity, workspace))],
            reorder=lambda ids: reorder_stage_activities(workspace, self.stage_id or 0, ids),
        )
