"""What can be done with activities from anywhere: plan, finish and ask for the next, edit, move, delete, reopen."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from desktop_pipeline.actions.activities import delete_activities, move_activities, move_late, reopen_activity
from desktop_pipeline.actions.recurring import set_repeat, skip_activity
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.queries.activities import ActivityRow, read_activity, read_next_activity
from desktop_pipeline.queries.plan_targets import PlanTarget, read_plan_target
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.long_work import LongWork, attempt
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.activity_finisher import ActivityFinisher, is_to_be_tried_again
from desktop_pipeline.ui.widgets.activity_planner import ActivityPlanner
from desktop_pipeline.ui.widgets.activity_words import word_when
from desktop_pipeline.ui.widgets.day_popup import DayPopup
from desktop_pipeline.ui.widgets.popover import Popover

_USUALLY_IN_DAYS = 3
# So many are changed within a blink.
_MOST_AT_ONCE = 500


class ActivityActs(QObject):
    """Opens the popovers at a place on the screen, over `home`; one at a time.

    Signals: `said(sentence)` for refusals and the quiet reminder; `ended()` when the last popover of an act is gone and
    the keys belong to `home` again.
    """

    said = Signal(str)
    ended = Signal()

    def __init__(
        self, session: Session, theme: Theme, formats: Formats, home: QWidget, *, tasks: Tasks | None = None
    ) -> None:
        """More activities than change within a blink are changed by `tasks`, where there are any."""
        super().__init__(home)
        self._session = session
        self._theme = theme
        self._formats = formats
        self._home = home
        self._open: Popover | None = None
        self.long_work = None if tasks is None else LongWork(session, tasks, theme, home)
        self.most_at_once = _MOST_AT_ONCE

    @property
    def popover(self) -> Popover | None:
        """What is open now."""
        return self._open

    def plan(self, place: QPoint, target: PlanTarget | None = None) -> ActivityPlanner | None:
        """Plan for a target, or for whatever is named in the planner; None where nothing can be changed."""
        if self._is_read_only():
            return None
        planner = ActivityPlanner(self._session, self._theme, self._formats, target or PlanTarget(), self._home)
        self._show(planner, place)
        return planner

    def plan_for_deal(self, deal_id: int, place: QPoint) -> ActivityPlanner | None:
        """Plan for a deal (key A)."""
        return self.plan(place, read_plan_target(self._session.workspace, deal_id=deal_id))

    def finish(self, activity_id: int, place: QPoint) -> ActivityFinisher | None:
        """Ask how it went, then for what comes next."""
        activity = self._read(activity_id)
        if activity is None:
            return None
        finisher = ActivityFinisher(self._session, self._theme, self._formats, activity, self._home)
        self.show_finisher(finisher, activity, place)
        return finisher

    def show_finisher(self, finisher: ActivityFinisher, activity: ActivityRow, place: QPoint) -> None:
        """Ask how it went in a finisher of one's own making, then for what comes next."""
        finisher.finished.connect(lambda _id, result: self._ask_next(activity, result, place))
        self._show(finisher, place)

    def finish_next(self, deal_id: int, place: QPoint) -> ActivityFinisher | None:
        """Finish the next step of a deal; without one say so."""
        step = read_next_activity(self._session.workspace, deal_id)
        if step is None:
            self.said.emit(self.tr("Nothing is planned for this deal. Press A to plan something."))
            return None
        return self.finish(step.activity_id, place)

    def edit(self, activity_id: int, place: QPoint) -> ActivityPlanner | None:
        """Change what is planned."""
        activity = self._read(activity_id)
        if activity is None:
            return None
        target = read_plan_target(
            self._session.workspace,
            deal_id=activity.deal_id,
            person_id=activity.person_id,
            organisation_id=activity.organisation_id,
        )
        planner = ActivityPlanner(self._session, self._theme, self._formats, target, self._home, activity=activity)
        self._show(planner, place)
        return planner

    def move(self, activity_ids: Sequence[int], place: QPoint) -> DayPopup | None:
        """Ask for another day; times of day stay."""
        first = self._read(activity_ids[0]) if activity_ids else None
        if first is None:
            return None
        popup = DayPopup(
            self._theme, self._formats, first.due_on, self._session.today(), self.tr("No date"), self._home
        )
        popup.taken.connect(lambda day: self._move_to(activity_ids, day))
        popup.destroyed.connect(self.ended)
        popup.open_at(place)
        return popup

    def move_to_tomorrow(self, activity_ids: Sequence[int]) -> bool:
        """Put activities off until tomorrow, each at its time."""
        return self._move_to(activity_ids, self._session.today() + timedelta(days=1))

    def skip(self, activity_id: int) -> bool:
        """Leave this time of one that comes again out."""
        return self._attempt(lambda: skip_activity(self._session.workspace, activity_id))

    def repeat_no_longer(self, activity_id: int) -> bool:
        """Let one that comes again be done only once more."""
        return self._attempt(lambda: set_repeat(self._session.workspace, activity_id, None))

    def show(self, popover: Popover, place: QPoint) -> None:
        """Open something else about activities; nothing where the file is open for reading only."""
        if not self._is_read_only():
            self._show(popover, place)

    def delete(self, activity_ids: Sequence[int]) -> bool:
        """Take activities away."""
        return self._attempt(lambda: delete_activities(self._session.workspace, activity_ids), len(activity_ids))

    def move_late(
        self,
        activity_ids: Sequence[int],
        day: date,
        done: Callable[[], object],
        failed: Callable[[PipelineError], object],
    ) -> None:
        """Move what is late to a day; what is done by a worker is `done` when it begins, a refusal of it is said."""
        session = self._session

        def act() -> object:
            return move_late(session.workspace, activity_ids, day, now=session.now())

        if self._is_large(len(activity_ids)):
            done()
            self._attempt(act, len(activity_ids))
        else:
            attempt(act, lambda _change: done(), failed)

    def reopen(self, activity_id: int) -> bool:
        """Make a finished activity one to be done again."""
        return self._attempt(lambda: reopen_activity(self._session.workspace, activity_id))

    def _move_to(self, activity_ids: Sequence[int], day: date | None) -> bool:
        return self._attempt(lambda: move_activities(self._session.workspace, activity_ids, day), len(activity_ids))

    def _ask_next(self, done: ActivityRow, result: str, place: QPoint) -> None:
        workspace = self._session.workspace
        target = read_plan_target(
            workspace, deal_id=done.deal_id, person_id=done.person_id, organisation_id=done.organisation_id
        )
        if target == PlanTarget() or done.deal_status in {DealStatus.WON, DealStatus.LOST}:
            self.ended.emit()
            return
        step = None if done.deal_id is None else read_next_activity(workspace, done.deal_id)
        if done.repeat is not None and step is not None:
            # What comes next is planned already.
            self.ended.emit()
            return
        planner = ActivityPlanner(self._session, self._theme, self._formats, target, self._home)
        planner.ask_next(self._word_step(step) if step is not None else "")
        if is_to_be_tried_again(result):
            planner.suggest(done.kind.key, done.subject, 1)
        else:
            planner.suggest(done.kind.key, "", _USUALLY_IN_DAYS)
        planner.closed.connect(lambda: self._remind(done))
        self._show(planner, place)

    def _remind(self, done: ActivityRow) -> None:
        if done.deal_id is None or read_next_activity(self._session.workspace, done.deal_id) is not None:
            return
        self.said.emit(self.tr("“{deal}” has no next step now.").format(deal=done.deal))

    def _word_step(self, step: ActivityRow) -> str:
        when = word_when(step, self._formats, today=self._session.today(), now=self._session.now())
        return f"{step.subject}, {when}"

    def _read(self, activity_id: int) -> ActivityRow | None:
        if self._is_read_only():
            return None
        activity = read_activity(self._session.workspace, activity_id)
        if activity is None:
            self.said.emit(self.tr("This activity is not there any more."))
        return activity

    def _is_read_only(self) -> bool:
        if self._session.workspace.is_read_only:
            self.said.emit(self.tr("This file is open for reading only."))
            return True
        return False

    def _attempt(self, act: Callable[[], object], count: int = 1) -> bool:
        """Whether it was done, or goes on with nothing to be asked."""
        refusals: list[PipelineError] = []

        def refuse(error: PipelineError) -> None:
            refusals.append(error)
            self.said.emit(str(error))

        if self.long_work is not None and self._is_large(count):
            words = self.tr("{count} activities are being changed…").format(count=self._formats.number(count))
            self.long_work.run(words, act, lambda _change: self.ended.emit(), refuse)
        else:
            attempt(act, lambda _change: None, refuse)
        return not refusals

    def _is_large(self, count: int) -> bool:
        return self.long_work is not None and count > self.most_at_once

    def _show(self, popover: Popover, place: QPoint) -> None:
        self._open = popover
        popover.closed.connect(lambda: self._on_closed(popover))
        popover.open_at(place)

    def _on_closed(self, popover: Popover) -> None:
        if self._open is popover:
            self._open = None
            self.ended.emit()
