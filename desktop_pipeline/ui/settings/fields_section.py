"""Fields of the owner's own on deals, people and organisations, and the choices of the one that is chosen."""

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_pipeline.actions.custom_fields import (
    add_choice,
    add_field,
    archive_choice,
    archive_field,
    change_field_kind,
    delete_choice,
    delete_field,
    merge_choices,
    rename_choice,
    rename_field,
    reorder_choices,
    reorder_fields,
    unarchive_choice,
    unarchive_field,
)
from desktop_pipeline.domain.custom_fields import FieldKind, FieldSubject
from desktop_pipeline.queries.settings import ChoiceRow, FieldRow, read_choice_rows, read_field_rows
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.settings.use_words import say_values
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.lines import Column, Line, ListSpec, RowAct
from desktop_pipeline.ui.widgets.list_section import ListSection
from desktop_pipeline.ui.widgets.segmented import Segmented
from desktop_pipeline.ui.widgets.words import Words

_SUBJECTS = (FieldSubject.DEAL, FieldSubject.PERSON, FieldSubject.ORGANISATION)
_CHOSEN = frozenset((FieldKind.CHOICE, FieldKind.CHOICES))


class FieldsSection(QWidget):
    """Whose fields is chosen above; below, where the chosen field has any, are its choices."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self._session = session
        self._kinds = {
            FieldKind.TEXT: self.tr("Text"),
            FieldKind.NUMBER: self.tr("Number"),
            FieldKind.MONEY: self.tr("Money"),
            FieldKind.DATE: self.tr("Date"),
            FieldKind.CHOICE: self.tr("Choice"),
            FieldKind.CHOICES: self.tr("Several choices"),
            FieldKind.YES_NO: self.tr("Yes or no"),
            FieldKind.LINK: self.tr("Link"),
        }
        self.whose = Segmented(theme, (self.tr("Deals"), self.tr("People"), self.tr("Organisations")))
        self.fields = ListSection(session, theme, self._make_fields(), heading=False)
        self.choices = ListSection(session, theme, self._make_choices(), heading=False)
        self.whose.chosen.connect(self.fields.refresh)
        self.fields.chosen.connect(self._show_choices)
        session.changed.connect(self._show_choices)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(Words(theme, self.tr("Custom fields"), "section"))
        advice = self.tr("What you want to know besides. A field is for text first; choose its kind while it is empty.")
        layout.addWidget(Words(theme, advice, "secondary", "ink2", wrap=True))
        layout.addWidget(self.whose)
        layout.addWidget(self.fields)
        layout.addWidget(self.choices)
        layout.addStretch(1)
        self.choices.hide()

    @property
    def subject(self) -> FieldSubject:
        """Whose fields are shown."""
        return _SUBJECTS[self.whose.current]

    def focus_list(self) -> None:
        """Gives the keys to the fields."""
        self.fields.focus_list()

    def add_new(self) -> None:
        """Gives the keys to the field that adds one."""
        self.fields.add_new()

    def _show_choices(self) -> None:
        rows = read_field_rows(self._session.workspace, self.subject)
        chosen = next((row for row in rows if row.field_id == self.fields.chosen_id), None)
        self.choices.setVisible(chosen is not None and chosen.kind in _CHOSEN)
        if self.choices.isVisible():
            self.choices.refresh()

    def _make_fields(self) -> ListSpec:
        workspace = self._session.workspace
        kinds = tuple((kind.value, words) for kind, words in self._kinds.items())

        def show(row: FieldRow) -> Line:
            held = say_values(row.values)
            held = self.tr("archived, {held}").format(held=held) if row.is_archived else held
            cells = (row.name, self._kinds[row.kind], held)
            return Line(row.field_id, cells, (row.name, row.kind.value, ""), row.is_archived)

        def list_acts(line: Line) -> list[RowAct]:
            turn = (
                RowAct(self.tr("Bring back"), partial(unarchive_field, workspace))
                if line.is_archived
                else RowAct(self.tr("Archive"), partial(archive_field, workspace))
            )
            return [turn, RowAct(self.tr("Delete"), partial(delete_field, workspace))]

        return ListSpec(
            title=self.tr("Fields"),
            advice="",
            columns=(
                Column(self.tr("Name"), partial(rename_field, workspace)),
                Column(
                    self.tr("Kind"),
                    lambda row_id, key: change_field_kind(workspace, row_id, FieldKind(key)),
                    lambda _row_id: kinds,
                    width=140,
                ),
                Column(self.tr("Holds"), width=130),
            ),
            read=lambda: [show(row) for row in read_field_rows(workspace, self.subject)],
            tables=frozenset(("custom_field", "custom_value")),
            adding=self.tr("Add a field: type a name, Enter"),
            add=lambda text: add_field(workspace, self.subject, text, FieldKind.TEXT),
            acts=list_acts,
            reorder=lambda ids: reorder_fields(workspace, self.subject, ids),
        )

    def _make_choices(self) -> ListSpec:
        workspace = self._session.workspace

        def show(row: ChoiceRow) -> Line:
            held = say_values(row.values)
            held = self.tr("archived, {held}").format(held=held) if row.is_archived else held
            return Line(row.choice_id, (row.name, held), (), row.is_archived)

        def list_acts(line: Line) -> list[RowAct]:
            turn = (
                RowAct(self.tr("Bring back"), partial(unarchive_choice, workspace))
                if line.is_archived
                else RowAct(self.tr("Archive"), partial(archive_choice, workspace))
            )
            merge = RowAct(
                self.tr("Merge into…"), choices=lambda: others(line.row_id), act_on=partial(merge_choices, workspace)
            )
            delete = RowAct(self.tr("Delete"), partial(delete_choice, workspace))
            return [turn, merge, delete] if others(line.row_id) else [turn, delete]

        def read_rows() -> list[ChoiceRow]:
            return read_choice_rows(workspace, self.fields.chosen_id or 0)

        def others(choice_id: int) -> list[tuple[int, str]]:
            return [
                (row.choice_id, row.name) for row in read_rows() if not row.is_archived and row.choice_id != choice_id
            ]

        return ListSpec(
            title=self.tr("Choices of this field"),
            advice="",
            columns=(
                Column(self.tr("Choice"), partial(rename_choice, workspace)),
                Column(self.tr("Chosen in"), width=130),
            ),
            read=lambda: [show(row) for row in read_rows()],
            tables=frozenset(("custom_field", "custom_choice", "custom_value")),
            adding=self.tr("Add a choice: type it, Enter"),
            add=lambda text: add_choice(workspace, self.fields.chosen_id or 0, text),
            acts=list_acts,
            reorder=lambda ids: reorder_choices(workspace, self.fields.chosen_id or 0, ids),
        )
