"""What the customer holds against the deal, with what was answered; one without an answer says so in amber."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop_pipeline.actions.objections import answer_objection, edit_objection, raise_objection, remove_objection
from desktop_pipeline.queries.deal import DealView
from desktop_pipeline.queries.deal_parts import ObjectionView
from desktop_pipeline.ui.deal.row_pieces import make_more
from desktop_pipeline.ui.deal.sections import Block
from desktop_pipeline.ui.deal.surroundings import Surroundings
from desktop_pipeline.ui.half_notes import OBJECTION
from desktop_pipeline.ui.widgets.field import PAD
from desktop_pipeline.ui.widgets.field_long import LongField
from desktop_pipeline.ui.widgets.note_field import NoteField
from desktop_pipeline.ui.widgets.words import ElidedWords


class ObjectionsBlock(Block):
    """The button opens a field to write one into; Esc closes it. What was begun comes back with its deal."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(
            around,
            QCoreApplication.translate("DealPanel", "Objections"),
            add=QCoreApplication.translate("DealPanel", "Note an objection"),
        )
        self._view: DealView | None = None
        self.writing = NoteField(self._theme)
        self.writing.setPlaceholderText(self.tr("What do they object to?"))
        self.writing.setAccessibleName(self.tr("What do they object to?"))
        self.writing.hide()
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addWidget(self.writing)
        assert self.add_button is not None
        self.add_button.clicked.connect(self.ask_objection)
        self.writing.written.connect(self._raise)
        self.writing.left.connect(self._leave)
        self.writing.textChanged.connect(self._remember)

    def show_deal(self, view: DealView) -> None:
        """Show a deal's objections."""
        if self._view is None or self._view.deal_id != view.deal_id:
            self._view = None
            self.writing.take_up(self._around.session.half_notes.read(OBJECTION, view.deal_id))
            self.writing.setVisible(bool(self.writing.toPlainText()))
        self._view = view
        self.show_rows((view.deal_id, view.objections), lambda: self._make_rows(view.objections))

    def ask_objection(self) -> None:
        """Open the field for a new one."""
        self.writing.show()
        self.writing.setFocus()

    def _raise(self, text: str) -> None:
        session, view = self._around.session, self._view
        if view is not None and self._around.attempt(
            lambda: raise_objection(session.workspace, view.deal_id, text, on=session.today()), self.writing
        ):
            self._leave()

    def _remember(self) -> None:
        if self._view is not None:
            self._around.session.half_notes.remember(OBJECTION, self._view.deal_id, self.writing.toPlainText())

    def _leave(self) -> None:
        self.writing.clear()
        self.writing.hide()
        assert self.add_button is not None
        self.add_button.setFocus()

    def _make_rows(self, objections: Sequence[ObjectionView]) -> None:
        if not objections:
            self.add_empty(self.tr("None so far."))
        for objection in objections:
            self._rows.addLayout(self._make_row(objection))

    def _make_row(self, objection: ObjectionView) -> QVBoxLayout:
        session, number = self._around.session, objection.objection_id
        workspace, note = session.workspace, self._around.note
        text = LongField(
            self._theme, self.tr("Objection"), note, lambda words: edit_objection(workspace, number, words)
        )
        text.show_text(objection.text, "")
        answer = LongField(
            self._theme,
            self.tr("Answer"),
            note,
            lambda words: answer_objection(workspace, number, words, on=session.today()),
            style="secondary",
            role="ink2",
            empty_role="amber",
        )
        answer.show_text(objection.answer, self.tr("No answer yet"))
        more = make_more(
            self._theme,
            self.tr("More about this objection"),
            lambda: [
                (
                    self.tr("Remove"),
                    "trash-2",
                    "red",
                    lambda: self._around.attempt(lambda: remove_objection(workspace, number), self),
                )
            ],
        )
        for widget in (text, answer, more):
            widget.setEnabled(not self._around.is_read_only)
        first = QHBoxLayout()
        first.setSpacing(2)
        first.addWidget(self.keep(f"objection:{number}", text), 1)
        first.addWidget(self.keep(f"more:{number}", more))
        row = QVBoxLayout()
        row.setContentsMargins(0, 2, 0, 4)
        row.setSpacing(0)
        row.addLayout(first)
        row.addWidget(self.keep(f"answer:{number}", answer))
        dates = ElidedWords(self._theme, self._dates(objection), "caption", "ink3")
        dates.setContentsMargins(PAD, 0, 0, 0)
        row.addWidget(dates)
        return row

    def _dates(self, objection: ObjectionView) -> str:
        today = self._around.session.today()
        raised = self.tr("raised {day}").format(day=self._formats.day(objection.raised_on, today))
        if objection.answered_on is None:
            return raised
        answered = self.tr("answered {day}").format(day=self._formats.day(objection.answered_on, today))
        return f"{raised}, {answered}"
