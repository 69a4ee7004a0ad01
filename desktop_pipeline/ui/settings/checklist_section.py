"""The checklist after a sale of a pipeline: what is planned for each deal that is won, and how many days on."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop_pipeline.actions import Change
from desktop_pipeline.actions.checklist_steps import (
    add_checklist_step,
    edit_checklist_step,
    remove_checklist_step,
    reorder_checklist,
    use_usual_checklist,
)
from desktop_pipeline.domain.after_sale import Purpose
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.queries.activities import read_kinds
from desktop_pipeline.queries.after_sale import ChecklistStepRow, read_checklist
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.typed import read_whole
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.lines import Column, Line, ListSpec, RowAct
from desktop_pipeline.ui.widgets.list_section import ListSection
from desktop_pipeline.ui.widgets.words import Words


class ChecklistSection(QWidget):
    """The lines of whichever pipeline `pipeline_of` names; without any, a button gives it the usual ones."""

    def __init__(self, session: Session, theme: Theme, formats: Formats, pipeline_of: Callable[[], int]) -> None:
        super().__init__()
        self._session = session
        self._pipeline_of = pipeline_of
        self.list = ListSection(session, theme, make_checklist(session, formats, pipeline_of), heading=False)
        self.advice = Words(theme, _say("Planned for each deal when it is won."), "secondary", "ink2", wrap=True)
        self.usual = ActionButton(theme, _say("Use the usual checklist"), icon="clipboard-check")
        self.usual.setEnabled(not session.workspace.is_read_only)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.list)
        layout.addWidget(self.advice)
        layout.addWidget(self.usual, 0, Qt.AlignmentFlag.AlignLeft)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.usual.clicked.connect(self._use_usual)
        session.changed.connect(self._on_changed)

    def refresh(self) -> None:
        """Reads the lines again."""
        self.list.refresh()
        self.usual.setVisible(not self.list.table.lines.lines)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.usual.setVisible(not read_checklist(self._session.workspace, self._pipeline_of()))

    def _on_changed(self, change: Change) -> None:
        if change.touches("after_sale_step") and self.isVisible():
            self.usual.setVisible(not read_checklist(self._session.workspace, self._pipeline_of()))

    def _use_usual(self) -> None:
        workspace, pipeline_id = self._session.workspace, self._pipeline_of()
        if self.list.attempt(lambda: use_usual_checklist(workspace, pipeline_id), self.usual):
            self.list.focus_list()


def make_checklist(session: Session, formats: Formats, pipeline_of: Callable[[], int]) -> ListSpec:
    """The lines as a list that is edited in place."""
    workspace = session.workspace
    purposes = (
        (Purpose.THANK.value, _say("thank")),
        (Purpose.DELIVER.value, _say("deliver")),
        (Purpose.CHECK_IN.value, _say("check in")),
        (Purpose.ASK_REVIEW.value, _say("review")),
        (Purpose.ASK_REFERRAL.value, _say("referral")),
        (Purpose.OWN.value, _say("own")),
    )

    def kinds(_row_id: int) -> list[tuple[str, str]]:
        return [(kind.key, kind.name) for kind in read_kinds(workspace)]

    def add(text: str) -> int:
        pipeline_id = pipeline_of()
        if not pipeline_id:
            raise InvalidError(_say("Add a pipeline first."))
        there = read_checklist(workspace, pipeline_id)
        known = [key for key, _name in kinds(0)]
        kind = "task" if "task" in known else known[0]
        after_days = max((row.after_days for row in there), default=0)
        return add_checklist_step(workspace, pipeline_id, text, kind=kind, after_days=after_days)

    def show(row: ChecklistStepRow) -> Line:
        days = formats.number(row.after_days)
        cells = (row.text, row.kind_name, days, dict(purposes)[row.purpose.value])
        return Line(row.step_id, cells, (row.text, row.kind, str(row.after_days), row.purpose.value))

    return ListSpec(
        title=_say("Checklist after the sale"),
        advice="",
        columns=(
            Column(_say("Line"), lambda row_id, text: edit_checklist_step(workspace, row_id, text=text)),
            Column(_say("Kind"), lambda row_id, key: edit_checklist_step(workspace, row_id, kind=key), kinds, width=76),
            Column(
                _say("Days"),
                lambda row_id, text: edit_checklist_step(workspace, row_id, after_days=read_whole(text, formats)),
                width=80,
                right=True,
            ),
            Column(
                _say("Purpose"),
                lambda row_id, key: edit_checklist_step(workspace, row_id, purpose=Purpose(key)),
                lambda _row_id: purposes,
                width=112,
            ),
        ),
        read=lambda: [show(row) for row in read_checklist(workspace, pipeline_of())],
        tables=frozenset(("after_sale_step", "activity_kind")),
        adding=_say("Add a line: type it, Enter"),
        add=add,
        acts=lambda _line: [RowAct(_say("Delete"), partial(remove_checklist_step, workspace))],
        reorder=lambda ids: reorder_checklist(workspace, pipeline_of(), ids),
    )


def _say(text: str) -> str:
    return QCoreApplication.translate("Settings", text)
