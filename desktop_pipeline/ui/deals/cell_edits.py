"""What a cell of the table offers to choose from, and how what was typed or chosen in it is kept."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from desktop_pipeline.actions.custom_values import set_custom_value
from desktop_pipeline.actions.edits import edit_deal
from desktop_pipeline.domain.custom_fields import FieldSubject
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.queries.deals_table import DealLine
from desktop_pipeline.queries.lists import Named, read_owners, read_sources, read_stages
from desktop_pipeline.ui.deals.columns import Editing, TableColumn
from desktop_pipeline.ui.later import call_later
from desktop_pipeline.ui.session import Session

# Columns whose field in an edit has another name.
_FIELDS = {"owner": "owner_id", "source": "source_id", "expected_close": "expected_close_on"}


class CellEdits(QObject):
    """Signals: `said(sentence)` where a value is refused; `move_asked(ids, stage)`: a gate may have a question."""

    said = Signal(str)
    move_asked = Signal(list, int)

    def __init__(self, session: Session, home: QObject) -> None:
        super().__init__(home)
        self._session = session

    def read_choices(self, column: TableColumn, line: DealLine) -> Sequence[Named]:
        """What the list in a cell offers."""
        workspace = self._session.workspace
        if column.own is not None:
            return column.own.offer()
        return {
            Editing.OWNER: lambda: read_owners(workspace),
            Editing.SOURCE: lambda: read_sources(workspace),
            Editing.STAGE: lambda: read_stages(workspace, line.pipeline_id),
        }[column.editing]()

    def keep(self, line: DealLine, column: TableColumn, value: object) -> bool:
        """Keep the new value of a cell; False where it is refused."""
        if column.editing is Editing.STAGE:
            # Once the cell's editor is closed: it gives the keys back to the table, even from a question.
            call_later(self, lambda: self.move_asked.emit([line.deal_id], value))
            return True
        workspace, own = self._session.workspace, column.own
        fields = {_FIELDS.get(column.key, column.key): value}
        try:
            if own is not None:
                set_custom_value(workspace, own.field_id, FieldSubject.DEAL, line.deal_id, value)
            else:
                edit_deal(workspace, line.deal_id, at=self._session.now(), **fields)  # type: ignore[arg-type] # one of DealEdit's
        except PipelineError as error:
            self.said.emit(str(error))
            return False
        return True
