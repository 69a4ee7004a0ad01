"""The clean-up screen: the open deals that something stands against, each answered with one key."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication, QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop_pipeline.actions import Change
from desktop_pipeline.actions.moving_back import move_back
from desktop_pipeline.actions.snoozing import snooze_deals, wake_deals
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.metrics.changing.cleaning import DealToClean
from desktop_pipeline.queries.cleaning import CleaningList, read_cleaning, read_stale_limits
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.lists import read_owners
from desktop_pipeline.reports.changing.mix_words import answer_health
from desktop_pipeline.reports.words import Words as ReportWords
from desktop_pipeline.ui.cadences.close_proposals import CloseProposals, ProposalLook
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.hygiene.act_bar import ActBar
from desktop_pipeline.ui.hygiene.clean_delegate import CleanDelegate
from desktop_pipeline.ui.hygiene.clean_list import Answer, CleanList
from desktop_pipeline.ui.hygiene.clean_menu import make_menu
from desktop_pipeline.ui.hygiene.clean_model import CleanModel
from desktop_pipeline.ui.hygiene.clean_reasons import ASLEEP, choose_deals, list_reasons
from desktop_pipeline.ui.hygiene.snooze_popover import SnoozePopover
from desktop_pipeline.ui.hygiene.toolbar import HygieneToolbar
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.tasks import Progress, Tasks
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.activity_acts import ActivityActs
from desktop_pipeline.ui.widgets.callout import Callout
from desktop_pipeline.ui.widgets.empty_state import EmptyState
from desktop_pipeline.ui.widgets.ground import lay_ground
from desktop_pipeline.ui.widgets.review_switch import ReviewPlace
from desktop_pipeline.ui.widgets.words import Words

_MARGIN = 20
_MOST_PROPOSALS = 1
_SMALL_BELOW = 720


class CleanPage(QWidget):
    """What needs an answer.

    Signals: `deal_opened(id)`; `lost_asked(ids)` and `re_engage_asked(ids, place)`, which others know how to do;
    `said(sentence)` for the toast, `counts_changed(texts)` for the status line, `went_to(key)`.
    """

    deal_opened = Signal(int)
    lost_asked = Signal(list)
    re_engage_asked = Signal(list, QPoint)
    said = Signal(str)
    counts_changed = Signal(list)
    went_to = Signal(str)

    def __init__(
        self,
        session: Session,
        figures: Figures,
        tasks: Tasks,
        theme: Theme,
        formats: Formats,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._figures = figures
        self._tasks = tasks
        self._theme = theme
        self._formats = formats
        self._words = ReportWords(formats, QCoreApplication.translate)
        self._found: CleaningList | None = None
        # Where the keys go once the list is read again: the row they were in.
        self._place = 0
        self._wants_keys = False
        self.toolbar = HygieneToolbar(theme, ReviewPlace.CLEAN_UP)
        self.heading = Words(theme, self.tr("Looking…"), "heading")
        self.health = Words(theme, "", "body", "ink2", wrap=True)
        self.take_dead = ActionButton(theme, self.tr("Select them"))
        self.dead = Callout(theme, "hourglass", "amber", self.take_dead)
        self.proposals = CloseProposals(session, theme, formats, look=ProposalLook.IN_LINE, most=_MOST_PROPOSALS)
        self.proposals.deal_opened.connect(self.deal_opened)
        self.model = CleanModel(session, formats)
        self.list = CleanList(self.model, CleanDelegate(session, theme, formats, self.model))
        self.empty = EmptyState(theme, "circle-check", "", "")
        self.bar = ActBar(
            theme,
            (
                (Answer.NEXT_STEP, self.tr("Next step"), self.tr("Step"), "calendar-check", "N"),
                (Answer.SNOOZE, self.tr("Snooze"), self.tr("Snooze"), "clock", "S"),
                (Answer.WAKE, self.tr("Wake"), self.tr("Wake"), "clock", "W"),
                (Answer.RE_ENGAGE, self.tr("Re-engage"), self.tr("Engage"), "refresh-cw", "R"),
                (Answer.MOVE_BACK, self.tr("Back"), self.tr("Back"), "corner-up-left", "B"),
                (Answer.LOST, self.tr("Lost"), self.tr("Lost"), "circle-x", "L"),
            ),
        )
        self.acts = ActivityActs(session, theme, formats, self)
        self.popover: SnoozePopover | None = None
        self._arrange()
        self._dress()
        self._connect()

    @property
    def found(self) -> CleaningList | None:
        """What was read last."""
        return self._found

    def focus_page(self) -> None:
        """Give the keys to the list, or to the switch where it is empty."""
        # What is still to be read takes the keys when it is there.
        self._wants_keys = self._found is None
        target = self.list if self.model.deals else self.toolbar.switch
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def find(self) -> None:  # type: ignore[override] # Qt's finds a widget by its window
        """Give the keys to the filters."""
        self.toolbar.reasons.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def new(self) -> None:
        """Plan the next step of the deal with the keys."""
        self.answer(Answer.NEXT_STEP)

    def refresh(self) -> None:
        """Read everything again on a worker; what is shown stays until then."""
        session, owners = self._session, self.toolbar.owners.taken
        today, currency = session.today(), session.workspace.base_currency
        self.toolbar.set_owners(read_owners(session.workspace))
        self.proposals.refresh(owners)

        def work(_progress: Progress) -> CleaningList:
            return read_cleaning(self._figures, currency, today=today, owner_ids=owners)

        self._tasks.run(work, self._show, lambda error: self.said.emit(str(error)), key="clean up")

    def answer(self, answer: Answer) -> None:
        """Do what a key, a button or the menu asks for with the selected deals."""
        ids, current = self.list.taken_ids(), self.list.current()
        if not ids or current is None:
            return
        place = self.list.place_below()
        if answer is Answer.OPEN:
            self.deal_opened.emit(current.deal.deal)
        elif self._session.workspace.is_read_only:
            self.said.emit(self.tr("This file is open for reading only."))
        elif answer is Answer.NEXT_STEP:
            self.acts.plan_for_deal(current.deal.deal, place)
        elif answer is Answer.SNOOZE:
            self.ask_snooze(ids, place)
        elif answer is Answer.RE_ENGAGE:
            self.re_engage_asked.emit(ids, place)
        elif answer is Answer.LOST:
            self.lost_asked.emit(ids)
        else:
            act = move_back if answer is Answer.MOVE_BACK else wake_deals
            self._attempt(lambda: act(self._session.workspace, ids, at=self._session.now()))

    def ask_snooze(self, ids: Sequence[int], place: QPoint) -> SnoozePopover:
        """Ask why and until when; of several stages the shortest limit holds."""
        workspace, today = self._session.workspace, self._session.today()
        limits = read_stale_limits(workspace, ids)

        def keep(why: str, day: date) -> None:
            snooze_deals(workspace, ids, until=day, why=why, at=self._session.now())

        current = self.list.current()
        what = self._count(len(ids)) if len(ids) > 1 or current is None else f"“{current.line.title}”"
        limit = min(limits.values(), default=1)
        popover = SnoozePopover(self._theme, self._formats, what, limit, today, keep, self)
        popover.closed.connect(self._on_closed)
        self.popover = popover
        popover.open_at(place)
        return popover

    def select_dead(self) -> None:
        """Select all deals without any life, so that one reason closes them."""
        self.list.select_ids([deal.deal for deal in self.model.deals if deal.is_dead])
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def menu_at(self, place: QPoint) -> QMenu:
        """What can be done with the selected deals."""
        current = self.list.current()
        menu = make_menu(
            is_asleep=current is not None and current.deal.is_snoozed,
            writes=not self._session.workspace.is_read_only,
            act=self.answer,
            parent=self,
        )
        menu.popup(place)
        return menu

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._place = max(0, self.list.currentIndex().row())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.toolbar.arrange(small=self.window().height() < _SMALL_BELOW)

    def _connect(self) -> None:
        self.toolbar.changed.connect(self.refresh)
        self.toolbar.went_to.connect(self.went_to)
        self.empty.acted.connect(self._on_unfiltered)
        self.list.answered.connect(self.answer)
        self.list.menu_wanted.connect(self.menu_at)
        self.list.taken_changed.connect(self._tell_taken)
        self.bar.chosen.connect(self.answer)
        self.take_dead.clicked.connect(self.select_dead)
        self.acts.said.connect(self.said)
        self.acts.ended.connect(self._on_closed)
        self._session.changed.connect(self._on_changed)
        self._theme.changed.connect(self._dress)

    def _arrange(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(3, 0, 3, 4)
        head.setSpacing(2)
        head.addWidget(self.heading)
        head.addWidget(self.health)
        column = QVBoxLayout()
        column.setContentsMargins(_MARGIN - 3, 14, _MARGIN - 3, 8)
        column.setSpacing(8)
        column.addLayout(head)
        # In line with the words above and the rows below, which keep room for the ring of the keys.
        told = QVBoxLayout()
        told.setContentsMargins(3, 0, 3, 0)
        told.setSpacing(8)
        for widget in (self.dead, self.proposals, self.empty):
            told.addWidget(widget)
        column.addLayout(told)
        column.addWidget(self.list, 1)
        self._foot = QWidget()
        column.addWidget(self._foot, 1)
        body = QHBoxLayout()
        body.addLayout(column, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.toolbar)
        page.addLayout(body, 1)
        page.addWidget(self.bar)
        self.dead.say("")
        self.setAccessibleName(self.tr("Clean up"))
        self.list.setAccessibleName(self.tr("Deals to clean up"))
        self._show_parts(has_deals=True)

    def _dress(self) -> None:
        lay_ground(self._theme, self)
        self.list.doItemsLayout()

    def _show(self, found: CleaningList) -> None:
        self._found = found
        deals = choose_deals(found, self.toolbar.reasons.taken)
        current, taken = self.list.current(), self.list.taken_ids()
        row = max(0, self.list.currentIndex().row()) if self.model.deals else self._place
        scrolled = self.list.verticalScrollBar().value()
        self.model.show_deals(deals)
        self.list.verticalScrollBar().setValue(scrolled)
        kept = None if current is None else self.model.row_of(current.deal.deal)
        self.list.point_at(row if kept is None else kept)
        if kept is not None and len(taken) > 1:
            self.list.select_ids(taken)
        reasons = self.toolbar.reasons
        reasons.set_choices(list_reasons(found, reasons.taken, self._formats.number))
        self._say(found, deals)
        if self._wants_keys and self.isVisible():
            self.focus_page()

    def _say(self, found: CleaningList, deals: Sequence[DealToClean]) -> None:
        count = len(found.deals)
        is_asleep = ASLEEP in self.toolbar.reasons.taken
        words = self._count(count)
        if is_asleep:
            self.heading.show_words(self.tr("Left alone on purpose"))
        else:
            self.heading.show_words(self.tr("{deals} to clean up").format(deals=words) if count else self.tr("Clean"))
        said = answer_health(found.hygiene, self._words)
        if found.asleep and not is_asleep:
            asleep = self.tr("{count} asleep.").format(count=self._formats.number(len(found.asleep)))
            said = f"{said} {asleep}"
        self.health.show_words(said)
        self.toolbar.switch.show_counts({ReviewPlace.CLEAN_UP: count})
        self._say_dead(deals)
        self._show_empty(found, deals)
        self.counts_changed.emit([self._count(len(deals)), self._sum_up(deals)])
        self._tell_taken()

    def _say_dead(self, deals: Sequence[DealToClean]) -> None:
        dead = [deal for deal in deals if deal.is_dead]
        if not dead:
            self.dead.say("")
            return
        lead = self.tr("{deals} show no life.").format(deals=self._count(len(dead)))
        if len(dead) == 1:
            lead = self.tr("1 deal shows no life.")
        rest = self.tr(
            "Untouched for twice their limit, nothing planned. Select them and press L: one reason closes all."
        )
        self.dead.say(rest, lead)

    def _show_empty(self, found: CleaningList, deals: Sequence[DealToClean]) -> None:
        self._show_parts(has_deals=bool(deals))
        if deals:
            return
        if self.toolbar.is_filtered and (found.deals or self.toolbar.owners.taken):
            self.empty.show_words(
                self.tr("No deal passes the filters"), "", icon="list-filter", action=self.tr("Clear filters")
            )
        elif not found.hygiene.deals:
            self.empty.show_words(
                self.tr("No open deals"), self.tr("What needs an answer will be listed here."), icon="square-kanban"
            )
        else:
            self.empty.show_words(
                self.tr("Nothing stands against any open deal"),
                self.tr("Every one has a next step, a date ahead and was touched in time."),
                icon="circle-check",
            )

    def _show_parts(self, *, has_deals: bool) -> None:
        self.list.setVisible(has_deals)
        self.empty.setVisible(not has_deals)
        self._foot.setVisible(not has_deals)

    def _tell_taken(self) -> None:
        ids = set(self.list.taken_ids()) if self.model.deals else set()
        taken = [deal for deal in self.model.deals if deal.deal in ids]
        said = ""
        if len(taken) > 1:
            said = self.tr("{deals} selected, {value}").format(deals=self._count(len(taken)), value=self._sum_up(taken))
        self.bar.said.show_words(said)
        can_write = bool(taken) and not self._session.workspace.is_read_only
        asleep = bool(taken) and all(deal.is_snoozed for deal in taken)
        for answer in self.bar.buttons:
            self.bar.offer(answer, enabled=can_write)
        self.bar.offer(Answer.NEXT_STEP, enabled=can_write and len(taken) == 1)
        self.bar.offer(Answer.WAKE, shown=asleep, enabled=can_write)
        self.bar.offer(Answer.SNOOZE, shown=not asleep, enabled=can_write)

    def _sum_up(self, deals: Sequence[DealToClean]) -> str:
        known = [deal.value for deal in deals if deal.value is not None]
        if not known:
            return self.tr("no values known") if deals else ""
        return self._formats.whole_money(sum(known), self._session.workspace.base_currency)

    def _count(self, count: int) -> str:
        return self._words.deals(count)

    def _attempt(self, act: Callable[[], object]) -> None:
        try:
            act()
        except PipelineError as error:
            self.said.emit(str(error))

    def _on_unfiltered(self) -> None:
        self.toolbar.clear_filters()
        self._wants_keys = True

    def _on_changed(self, _change: Change) -> None:
        if self.isVisible():
            self.refresh()

    def _on_closed(self) -> None:
        if self.isVisible():
            self.focus_page()
