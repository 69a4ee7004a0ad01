"""What only the board does with deals; moving, winning, losing, editing and deleting is done by `ui.acts`."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import QObject

from desktop_pipeline.actions import after_sale, closes, deals
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.queries.board_filter import BoardFilter
from desktop_pipeline.queries.id_sets import NONE
from desktop_pipeline.queries.lists import find_owner
from desktop_pipeline.ui.board.quick_add import QuickDeal
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.widgets.toast import Toast


class DealMoves(QObject):
    """The board's hands. Success is announced by the journal; a refusal changes nothing and is told here."""

    def __init__(self, session: Session, toast: Toast, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._toast = toast

    def place_after_sale(self, ids: Sequence[int], stage_id: int | None) -> bool:
        """Put won deals into an after-sale stage, or into none."""
        workspace = self._session.workspace
        return self.attempt(lambda: after_sale.place_after_sale(workspace, ids, stage_id))

    def set_closes(self, days: Mapping[int, date | None]) -> bool:
        """Give each deal its expected close."""
        workspace, now = self._session.workspace, self._session.now()
        return self.attempt(lambda: closes.set_closes(workspace, days, at=now))

    def create(self, deal: QuickDeal, stage_id: int, shown: BoardFilter) -> int | None:
        """Add what was typed at a column's foot; the new deal's id where it was taken.

        It belongs to the only owner and comes from the only source that is shown, else to who types it; where only
        deals without an owner are shown, it has none.
        """
        created: list[int] = []
        workspace = self._session.workspace
        whose, source_id = _only(shown.owner_ids), _only(shown.source_ids)
        owner_id = find_owner(workspace, workspace.journal.who) if whose is None else whose

        def add() -> None:
            created.append(
                deals.create_deal(
                    workspace,
                    title=deal.title,
                    stage_id=stage_id,
                    at=self._session.now(),
                    organisation=deal.organisation,
                    value=deal.value,
                    owner_id=None if owner_id == NONE else owner_id,
                    source_id=None if source_id == NONE else source_id,
                )
            )

        return created[0] if self.attempt(add) and created else None

    def attempt(self, act: Callable[[], object]) -> bool:
        """Do something that may be refused; whether it was done."""
        try:
            act()
        except PipelineError as error:
            self._toast.show_text(str(error))
            return False
        return True


def _only(ids: frozenset[int]) -> int | None:
    return next(iter(ids)) if len(ids) == 1 else None
