"""What lists of deals ask to be done with those that are selected, each by whoever knows how."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme

if TYPE_CHECKING:
    from desktop_pipeline.ui.acts.deal_acts import DealActs
    from desktop_pipeline.ui.cadences.cadence_acts import CadenceActs
    from desktop_pipeline.ui.widgets.activity_acts import ActivityActs


class DealAsks(QObject):
    """Signals: `said(sentence)`; `write_asked()` to write to the selected; `ended()` when all is answered."""

    said = Signal(str)
    write_asked = Signal()
    ended = Signal()

    def __init__(
        self, session: Session, theme: Theme, formats: Formats, acts: Callable[[], "DealActs"], home: QWidget
    ) -> None:
        super().__init__(home)
        self._session = session
        self._theme = theme
        self._formats = formats
        self._acts = acts
        self._home = home

    def ask(self, what: str, ids: list[int], place: QPoint) -> None:
        """Does what a key or a menu asks for; `place` is where a popover opens."""
        acts = self._acts()
        if what == "activity":
            self._activities.plan_for_deal(ids[0], place)
        elif what == "cadence":
            self._cadences.start(ids, place)
        elif what == "write":
            self.write_asked.emit()
        elif what == "reopen":
            acts.reopen(ids[0])
        else:
            does: dict[str, Callable[[list[int]], object]]
            does = {"won": acts.win, "lost": acts.lose, "not a fit": acts.not_a_fit, "delete": acts.delete}
            does[what](ids)

    def re_engage(self, ids: Sequence[int], place: QPoint) -> None:
        """Starts a cadence for them, with the one that re-engages offered first."""
        self._cadences.start(ids, place, prefer="re_engage")

    @cached_property
    def _cadences(self) -> "CadenceActs":
        from desktop_pipeline.ui.cadences.cadence_acts import CadenceActs  # noqa: PLC0415 - when first started

        acts = CadenceActs(self._session, self._theme, self._formats, self._home)
        acts.said.connect(lambda text, _detail, _undo: self.said.emit(text))
        acts.ended.connect(self.ended)
        return acts

    @cached_property
    def _activities(self) -> "ActivityActs":
        from desktop_pipeline.ui.widgets.activity_acts import ActivityActs  # noqa: PLC0415 - when first planned

        acts = ActivityActs(self._session, self._theme, self._formats, self._home)
        acts.said.connect(self.said)
        acts.ended.connect(self.ended)
        return acts
