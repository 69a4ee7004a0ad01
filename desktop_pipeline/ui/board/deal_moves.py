"""What the board does with deals: each asks one action, and says in a toast what was refused."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from desktop_pipeline.actions import deals
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.ui.board.quick_add import QuickDeal
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.widgets.toast import Toast


class DealMoves(QObject):
    """The board's hands. Success is announced by the journal; a refusal changes nothing and is told here."""

    def __init__(self, session: Session, toast: Toast, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._toast = toast

    def move(self, ids: Sequence[int], stage_id: int, after: int | None) -> bool:
        """Put the deals into the stage below `after`; whether that was done."""
        workspace, now = self._session.workspace, self._session.now()
        return self._try(lambda: deals.move_deals(workspace, ids, stage_id, after=after, at=now))

    def win(self, ids: Sequence[int]) -> bool:
        """Close the deals as won."""
        workspace, now = self._session.workspace, self._session.now()
        return self._try(lambda: deals.win_deals(workspace, ids, at=now))

    def lose(self, ids: Sequence[int], reason_id: int, note: str) -> bool:
        """Close the deals as lost."""
        workspace, now = self._session.workspace, self._session.now()
        return self._try(lambda: deals.lose_deals(workspace, ids, reason_id=reason_id, note=note, at=now))

    def delete(self, ids: Sequence[int]) -> bool:
        """Put the deals into the bin."""
        workspace, now = self._session.workspace, self._session.now()
        return self._try(lambda: deals.delete_deals(workspace, ids, at=now))

    def create(self, deal: QuickDeal, stage_id: int) -> int | None:
        """Add what was typed at a column's foot; the new deal's id where it was taken."""
        created: list[int] = []

        def add() -> None:
            created.append(
                deals.create_deal(
                    self._session.workspace,
                    title=deal.title,
                    stage_id=stage_id,
                    at=self._session.now(),
                    organisation=deal.organisation,
                    value=deal.value,
                )
            )

        return created[0] if self._try(add) and created else None

    def _try(self, act: Callable[[], object]) -> bool:
        try:
            act()
        except PipelineError as error:
            self._toast.show_text(str(error))
            return False
        return True
