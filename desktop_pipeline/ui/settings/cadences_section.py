"""Cadences: which there are, and of the chosen one what starts it, its touches and on which days they would fall."""

import re
from functools import partial
from typing import Unpack

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop_pipeline.actions import Change
from desktop_pipeline.actions.cadence_rules import (
    CadenceEdit,
    add_cadence,
    add_ready_cadences,
    add_step,
    edit_cadence,
    edit_step,
    remove_cadence,
    remove_step,
    reorder_cadences,
    reorder_steps,
)
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.names import name_key
from desktop_pipeline.domain.ready_cadences import read_ready_cadences
from desktop_pipeline.queries.activities import read_kinds
from desktop_pipeline.queries.cadences import (
    CadenceRow,
    CadenceStepRow,
    preview_days,
    read_cadence,
    read_cadences,
    read_mail_templates,
    read_starting_stages,
)
from desktop_pipeline.queries.lists import read_lost_reasons
from desktop_pipeline.ui.cadences.cadence_words import say_length
from desktop_pipeline.ui.cadences.touch_list import TouchList, say_days
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.typed import read_whole
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.error_note import ErrorNote
from desktop_pipeline.ui.widgets.lines import Column, Line, ListSpec, RowAct
from desktop_pipeline.ui.widgets.list_section import ListSection
from desktop_pipeline.ui.widgets.saved_fields import SavedChoice, SavedLine, SavedText
from desktop_pipeline.ui.widgets.words import ElidedWords, Words

_WIDEST = 900
_SHORT = 96
_LABEL = 136
_MOST_TOUCHES = 12
_NONE = ""
_YES, _NO = "yes", "no"
_TYPED = re.compile(r"(?P<days>\d{1,4})\s+(?P<subject>\S.*)", re.DOTALL)
_TABLES = ("cadence", "cadence_step", "enrolment", "stage", "pipeline", "reason", "activity_kind", "mail_template")


class CadencesSection(QWidget):
    """The list above, the chosen cadence below; everything is saved as it is left."""

    def __init__(self, session: Session, theme: Theme, formats: Formats) -> None:
        super().__init__()
        self._session = session
        self._theme = theme
        self._formats = formats
        self._row: CadenceRow | None = None
        self.ready = ActionButton(theme, self.tr("Add the ready-made cadences"), icon="plus")
        self.ready.setEnabled(not session.workspace.is_read_only)
        self.list = ListSection(session, theme, self._make_list(), heading=False)
        self._body = QWidget()
        self.note = ErrorNote(theme, self._body)
        self._make_fields()
        self.steps = ListSection(session, theme, self._make_steps(), heading=False)
        self.touches = TouchList(theme, formats, most=_MOST_TOUCHES)
        self.days = Words(theme, "", "secondary", "amber", wrap=True)
        self._arrange()
        for field in self._fields():
            field.setEnabled(not session.workspace.is_read_only)
        self.ready.clicked.connect(self._on_ready)
        self.list.chosen.connect(self._show)
        session.changed.connect(self._on_changed)

    def focus_list(self) -> None:
        """Gives the keys to the cadences, or to the button that adds the first."""
        if self.list.table.lines.lines or self.ready.isHidden():
            self.list.focus_list()
        else:
            self.ready.setFocus()

    def add_new(self) -> None:
        """Gives the keys to the field that adds one."""
        self.list.add_new()

    def refresh(self) -> None:
        """Reads everything again."""
        names = {name_key(row.name) for row in read_cadences(self._session.workspace)}
        self.ready.setVisible(any(name_key(ready.name) not in names for ready in read_ready_cadences()))
        self.list.refresh()
        self._show(self.list.chosen_id)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _on_changed(self, change: Change) -> None:
        if self.isVisible() and any(change.touches(table) for table in (*_TABLES, "holiday", "setting")):
            self.refresh()

    def _on_ready(self) -> None:
        had_keys = self.ready.hasFocus()
        self.list.attempt(lambda: add_ready_cadences(self._session.workspace), self.ready)
        if had_keys and self.ready.isHidden():
            self.list.focus_list()

    def _show(self, cadence_id: int | None) -> None:
        former = self._row.cadence_id if self._row else None
        if cadence_id != former:
            self._finish()
            self.note.hide()
        workspace = self._session.workspace
        self._row = row = read_cadence(workspace, cadence_id) if cadence_id else None
        self._body.setVisible(row is not None)
        if row is None:
            return
        self.title.show_words(row.name)
        self.purpose.show_value(row.purpose)
        stages = [(str(stage.row_id), stage.name) for stage in read_starting_stages(workspace)]
        entering = [(key, self.tr("Entering {stage}").format(stage=name)) for key, name in stages]
        self.starts.offer([(_NONE, self.tr("By hand")), *entering])
        self.starts.show_value(_NONE if row.stage_id is None else str(row.stage_id))
        self.closes.show_value("" if row.closes_after is None else self._formats.number(row.closes_after))
        reasons = [(str(reason.reason_id), reason.name) for reason in read_lost_reasons(workspace)]
        self.reason.offer([(_NONE, self.tr("Any reason")), *reasons])
        self.reason.show_value(_NONE if row.reason_id is None else str(row.reason_id))
        self.steps.refresh()
        days = preview_days(workspace, row.steps, self._session.today())
        self.touches.show_touches(row.steps, days)
        words = say_days(days, self._formats)
        self.days.show_words(words)
        self.days.setVisible(bool(words))
        for part in (self.preview, self.touches):
            part.setVisible(bool(row.steps))

    def _edit(self, **fields: Unpack[CadenceEdit]) -> object:
        return None if self._row is None else edit_cadence(self._session.workspace, self._row.cadence_id, **fields)

    def _make_fields(self) -> None:
        note, tr = self.note, self.tr
        self.title = ElidedWords(self._theme, "", "section")
        self.purpose = SavedText(self._theme, tr("What for"), note, lambda text: self._edit(purpose=text), lines=2)
        self.starts = SavedChoice(tr("Starts"), note, (), lambda key: self._edit(stage_id=_to_id(key)))
        self.closes = SavedLine(tr("Propose closing after, days"), note, self._keep_closes)
        self.closes.setPlaceholderText(tr("never"))
        self.reason = SavedChoice(tr("As lost for"), note, (), lambda key: self._edit(reason_id=_to_id(key)))

    def _keep_closes(self, text: str) -> object:
        return self._edit(closes_after=self._read_days(text) if text.strip() else None)

    def _read_days(self, text: str) -> int:
        return read_whole(text, self._formats)

    def _fields(self) -> tuple[QWidget, ...]:
        return (self.purpose, self.starts, self.closes, self.reason)

    def _finish(self) -> None:
        """What is still being typed belongs to the cadence that was shown."""
        for field in (self.purpose, self.closes):
            if field.hasFocus():
                field.finish()

    def _arrange(self) -> None:
        theme, tr = self._theme, self.tr
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(Words(theme, tr("Cadences"), "section"))
        advice = tr(
            "Touches that are planned one after the other until someone replies, a meeting is agreed, or the deal is"
            " won or lost. Nothing is sent and no deal is closed by itself: both are proposed."
        )
        layout.addWidget(Words(theme, advice, "secondary", "ink2", wrap=True))
        layout.addWidget(self.ready, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.list)
        layout.addSpacing(12)
        layout.addWidget(self._body)
        layout.addStretch(1)
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(8)
        body.addWidget(self.title)
        body.addLayout(self._make_grid())
        body.addSpacing(6)
        body.addWidget(self.steps)
        body.addSpacing(6)
        self.preview = Words(theme, tr("If started today"), "strong")
        for part in (self.preview, self.touches, self.days):
            body.addWidget(part)
        self.setMaximumWidth(theme.size(_WIDEST))

    def _make_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        self.closes.setMaximumWidth(self._theme.size(_SHORT))
        closing = QHBoxLayout()
        closing.setSpacing(12)
        closing.addWidget(self.closes)
        for_reason = Words(self._theme, self.tr("As lost for"), "body", "ink2")
        for_reason.setBuddy(self.reason)
        closing.addWidget(for_reason)
        closing.addWidget(self.reason, 1)
        for place, field in enumerate((self.purpose, self.starts, self.closes)):
            label = Words(self._theme, field.accessibleName(), "body", "ink2", wrap=True)
            label.setBuddy(field)
            label.setFixedWidth(self._theme.size(_LABEL))
            label.setMinimumHeight(self._theme.size(28))
            grid.addWidget(label, place, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.purpose, 0, 1)
        grid.addWidget(self.starts, 1, 1)
        grid.addLayout(closing, 2, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def _make_list(self) -> ListSpec:
        workspace, tr = self._session.workspace, self.tr

        def show(row: CadenceRow) -> Line:
            starts = tr("by hand") if row.stage is None else tr("entering {stage}").format(stage=row.stage)
            running = self._formats.number(row.running) if row.running else "–"
            cells = (row.name, say_length(row, self._formats) if row.steps else "–", starts, running)
            return Line(row.cadence_id, cells, is_archived=not row.is_active, tip=row.purpose)

        def list_acts(line: Line) -> list[RowAct]:
            words = tr("Bring back") if line.is_archived else tr("Archive")
            rest = RowAct(words, lambda row_id: edit_cadence(workspace, row_id, is_active=line.is_archived))
            return [rest, RowAct(tr("Delete"), partial(remove_cadence, workspace))]

        def reorder(ids: list[int]) -> object:
            archived = [row.cadence_id for row in read_cadences(workspace) if row.cadence_id not in ids]
            return reorder_cadences(workspace, [*ids, *archived])

        return ListSpec(
            title=tr("Your cadences"),
            advice="",
            columns=(
                Column(tr("Name"), lambda row_id, text: edit_cadence(workspace, row_id, name=text)),
                Column(tr("Touches"), width=120),
                Column(tr("Starts"), width=150),
                Column(tr("Running"), width=72, right=True),
            ),
            read=lambda: [show(row) for row in read_cadences(workspace)],
            tables=frozenset(_TABLES),
            adding=tr("Add a cadence: type its name, Enter"),
            add=lambda text: add_cadence(workspace, text),
            acts=list_acts,
            reorder=reorder,
        )

    def _make_steps(self) -> ListSpec:
        workspace, tr, number = self._session.workspace, self.tr, self._formats.number
        free = ((_YES, tr("skips")), (_NO, tr("keeps")))

        def show(step: CadenceStepRow) -> Line:
            days, skips = number(step.touch.after_days), _YES if step.touch.skips_free_days else _NO
            typed = (days, step.kind, step.subject, str(step.template_id or _NONE), skips)
            cells = (days, step.kind_name, step.subject, step.template or "–", dict(free)[skips])
            return Line(step.step_id, cells, typed, tip=step.subject)

        def kinds(_step_id: int) -> list[tuple[str, str]]:
            return [(kind.key, kind.name) for kind in read_kinds(workspace)]

        def templates(_step_id: int) -> list[tuple[str, str]]:
            found = [(str(each.row_id), each.name) for each in read_mail_templates(workspace)]
            return [(_NONE, tr("None")), *found]

        return ListSpec(
            title=tr("Touches"),
            advice="",
            columns=(
                Column(
                    tr("After days"),
                    lambda step_id, text: edit_step(workspace, step_id, after_days=self._read_days(text)),
                    width=84,
                    right=True,
                ),
                Column(tr("Kind"), lambda step_id, key: edit_step(workspace, step_id, kind=key), kinds, width=84),
                Column(tr("What"), lambda step_id, text: edit_step(workspace, step_id, subject=text)),
                Column(
                    tr("E-mail template"),
                    lambda step_id, key: edit_step(workspace, step_id, template_id=_to_id(key)),
                    templates,
                    width=128,
                ),
                Column(
                    tr("Days off"),
                    lambda step_id, key: edit_step(workspace, step_id, skips_free_days=key == _YES),
                    lambda _step_id: free,
                    width=72,
                ),
            ),
            read=lambda: [show(step) for step in (self._row.steps if self._row else ())],
            tables=frozenset(),
            adding=tr("Add a touch: 3 Call them again, Enter"),
            add=self._add_step,
            acts=lambda _line: [RowAct(tr("Delete"), partial(remove_step, workspace))],
            reorder=lambda ids: reorder_steps(workspace, self._row.cadence_id if self._row else 0, ids),
        )

    def _add_step(self, text: str) -> int:
        """`3 Call them again`: the days first; without them it is on the last day. The first word may be the kind."""
        row = self._row
        if row is None:
            raise InvalidError(self.tr("Choose a cadence first."))
        typed = _TYPED.fullmatch(text.strip())
        subject = typed["subject"] if typed else text.strip()
        days = int(typed["days"]) if typed else max((step.touch.after_days for step in row.steps), default=0)
        kinds = read_kinds(self._session.workspace)
        first = name_key(subject.split(maxsplit=1)[0])
        kind = next((kind.key for kind in kinds if name_key(kind.name) == first), kinds[0].key)
        return add_step(self._session.workspace, row.cadence_id, kind=kind, subject=subject, after_days=days)


def _to_id(key: str) -> int | None:
    return int(key) if key else None
