"""The one place from which every screen starts and stops cadences and answers their proposals."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from desktop_pipeline.actions.cadence_rules import add_ready_cadences
from desktop_pipeline.actions.cadences import Started, end_enrolment, put_off_closing, start_cadence, start_for_people
from desktop_pipeline.domain.cadences import EndedBy
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.domain.ready_cadences import find_ready_cadence
from desktop_pipeline.queries.cadences import CadenceRow, read_names
from desktop_pipeline.ui.cadences.cadence_words import say_already
from desktop_pipeline.ui.change_words import say_done
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme

if TYPE_CHECKING:
    from desktop_pipeline.ui.cadences.start_popover import StartPopover

_WEEK = 7


class CadenceActs(QObject):
    """Signals: `said(text, detail, undo)` for the toast; `ended` when the popover is gone."""

    said = Signal(str, str, bool)
    ended = Signal()

    def __init__(self, session: Session, theme: Theme, formats: Formats, home: QWidget) -> None:
        """`home` is what popovers and menus belong to."""
        super().__init__(home)
        self._session = session
        self._theme = theme
        self._formats = formats
        self._home = home
        self.popover: StartPopover | None = None

    def start(self, deal_ids: Sequence[int], place: QPoint, *, prefer: str = "") -> "StartPopover | None":
        """Let a cadence be chosen for deals; None where nothing can be started.

        `prefer` is the key of a shipped cadence that is chosen to begin with, where it is there.
        """
        ids = list(dict.fromkeys(deal_ids))

        def act(row: CadenceRow) -> Started:
            return start_cadence(self._session.workspace, row.cadence_id, ids, at=self._session.now())

        words = QCoreApplication.translate("CadenceActs", "%Ln deals", None, len(ids))
        popover = self._ask(ids, "deal", words, act, place)
        if popover is not None and prefer:
            popover.choose(find_ready_cadence(prefer).name)
        return popover

    def start_for_people(
        self, person_ids: Sequence[int], place: QPoint, *, owner_id: int | None = None
    ) -> "StartPopover | None":
        """The same for people without a deal; `owner_id` is who is to do the touches."""
        ids = list(dict.fromkeys(person_ids))

        def act(row: CadenceRow) -> Started:
            now = self._session.now()
            return start_for_people(self._session.workspace, row.cadence_id, ids, at=now, owner_id=owner_id)

        words = QCoreApplication.translate("CadenceActs", "%Ln people", None, len(ids))
        return self._ask(ids, "person", words, act, place)

    def stop(self, enrolment_id: int, by: EndedBy = EndedBy.HAND) -> bool:
        """Stop a cadence, with what is still planned of it."""
        return self._try(lambda: end_enrolment(self._session.workspace, enrolment_id, by, at=self._session.now()))

    def ask_stop(self, enrolment_id: int, place: QPoint) -> QMenu:
        """Let be told why a cadence stops."""
        tr = self.tr
        reasons = (
            (tr("They replied"), EndedBy.REPLY),
            (tr("A meeting is agreed"), EndedBy.MEETING),
            (tr("Not a fit"), EndedBy.NOT_A_FIT),
            (tr("Just stop it"), EndedBy.HAND),
        )
        return self._open_menu([(words, partial(self.stop, enrolment_id, by)) for words, by in reasons], place)

    def ask_keep_open(self, enrolment_id: int, place: QPoint) -> QMenu:
        """Let be told until when a deal stays open that a cadence proposes to close."""
        tr, today = self.tr, self._session.today()
        weeks = ((tr("Ask again in a week"), 1), (tr("Ask again in two weeks"), 2), (tr("Ask again in four weeks"), 4))

        def put_off(days: int | None) -> None:
            until = None if days is None else today + timedelta(days=days)
            self._try(lambda: put_off_closing(self._session.workspace, enrolment_id, until))

        choices = [(words, partial(put_off, count * _WEEK)) for words, count in weeks]
        return self._open_menu([*choices, (tr("Do not ask again"), partial(put_off, None))], place)

    def _ask(
        self, ids: Sequence[int], subject: str, several: str, act: Callable[[CadenceRow], Started], place: QPoint
    ) -> "StartPopover | None":
        if not ids:
            return None
        if self._session.workspace.is_read_only:
            self.said.emit(self.tr("The file is open for reading only."), "", False)
            return None
        from desktop_pipeline.ui.cadences.start_popover import StartPopover  # noqa: PLC0415 - when one is started

        def start(row: CadenceRow) -> None:
            started = act(row)
            if started.change is not None:
                already = say_already(started.already, self._formats)
                self.said.emit(say_done(started.change.label), already, True)

        workspace = self._session.workspace
        name = read_names(workspace, subject, ids[:1]).get(ids[0], "") if len(ids) == 1 else several
        self.popover = popover = StartPopover(
            self._session,
            self._theme,
            self._formats,
            name,
            start,
            lambda: add_ready_cadences(workspace),
            self._home,
            has_deal=subject == "deal",
        )
        popover.closed.connect(self._on_closed)
        popover.open_at(place)
        return popover

    def _open_menu(self, choices: Sequence[tuple[str, Callable[[], object]]], place: QPoint) -> QMenu:
        menu = QMenu(self._home)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, act in choices:
            # Without a receiver of its own the act would be run by a menu that is gone.
            menu.addAction(words).triggered.connect(lambda _checked=False, act=act: act())
        menu.popup(place)
        return menu

    def _on_closed(self) -> None:
        self.popover = None
        self.ended.emit()

    def _try(self, act: Callable[[], object]) -> bool:
        try:
            act()
        except PipelineError as error:
            self.said.emit(str(error), "", False)
            return False
        return True
