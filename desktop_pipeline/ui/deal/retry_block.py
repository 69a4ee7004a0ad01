"""Whether and when a lost deal is tried again, in its panel."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout

from desktop_pipeline.actions.retries import settle_retry, try_again
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.queries.after_sale import RetryView, read_after_sale
from desktop_pipeline.queries.deal import DealView
from desktop_pipeline.ui.deal.after_sale_popovers import RetryPopover
from desktop_pipeline.ui.deal.sections import Block
from desktop_pipeline.ui.deal.surroundings import Surroundings
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.field import PAD
from desktop_pipeline.ui.widgets.words import Words


class RetryBlock(Block):
    """Stands over the next step of a lost deal. Signals: `deal_opened(id)` for the deal that it became."""

    deal_opened = Signal(int)

    def __init__(self, around: Surroundings) -> None:
        super().__init__(around, QCoreApplication.translate("DealPanel", "Try again"))
        self.stand_alone(is_alone=True)
        self._view: DealView | None = None
        self._retry: RetryView | None = None
        self.popover: RetryPopover | None = None

    def show_deal(self, view: DealView) -> None:
        """Show when a lost deal is tried again; another deal has nothing here."""
        self._view = view
        self.setVisible(view.status is DealStatus.LOST)
        if view.status is not DealStatus.LOST:
            return
        self._retry = read_after_sale(self._around.session.workspace, view.deal_id).retry
        self.show_rows((view.deal_id, self._retry, self._around.session.today()), self._make_rows)

    def ask_day(self) -> None:
        """Ask for the day and what is to be different then."""
        place = self.named("later")
        if self._view is None or place is None or self._around.is_read_only:
            return
        kept = self._retry
        day, note = (None, "") if kept is None else (kept.on, kept.note)
        self.popover = popover = RetryPopover(self._around, self._view, day, note, place)
        self.open_popup(popover, place)

    def try_now(self) -> None:
        """Begin the deal anew as a linked one, and show that."""
        session, view, made = self._around.session, self._view, list[int]()
        if view is not None and self._around.attempt(
            lambda: made.append(try_again(session.workspace, view.deal_id, at=session.now())), self
        ):
            self.deal_opened.emit(made[0])

    def _make_rows(self) -> None:
        retry = self._retry
        words = Words(self._theme, self._tell(retry), "secondary", "ink2", wrap=True)
        words.setContentsMargins(PAD, 0, PAD, 4)
        self._rows.addWidget(words)
        is_planned = retry is not None and not retry.is_settled
        now = self.keep("now", ActionButton(self._theme, self.tr("Try again now"), icon="refresh-cw"))
        now.clicked.connect(self.try_now)
        changes = self.tr("Another day…") if is_planned else self.tr("Later…")
        later = self.keep("later", ActionButton(self._theme, changes, icon="calendar"))
        later.clicked.connect(self.ask_day)
        self._add_buttons(now, later)
        if is_planned:
            # On a line of its own: three would be wider than a narrow panel.
            settle = self.tr("Not again")
            never = self.keep("never", ActionButton(self._theme, settle, role="ink2", flat=True, pad=PAD))
            never.clicked.connect(self._settle)
            self._add_buttons(never)
        self._rows.addSpacing(6)

    def _add_buttons(self, *buttons: ActionButton) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(PAD if len(buttons) > 1 else 0, 0, 0, 4)
        row.setSpacing(6)
        for button in buttons:
            button.setEnabled(not self._around.is_read_only)
            row.addWidget(button)
        row.addStretch(1)
        self._rows.addLayout(row)

    def _tell(self, retry: RetryView | None) -> str:
        if retry is None:
            return self.tr("Not planned.")
        if retry.later_id is not None:
            return self.tr("It was tried again: see the related deals.")
        if retry.is_settled:
            return self.tr("Not to be tried again.")
        today = self._around.session.today()
        day = self._formats.day(retry.on, today)
        said = self.tr("Its day has come: {day}.") if retry.on <= today else self.tr("From {day} on.")
        return " ".join(part for part in (said.format(day=day), retry.note) if part)

    def _settle(self) -> None:
        session, view = self._around.session, self._view
        if view is not None:
            self._around.attempt(lambda: settle_retry(session.workspace, view.deal_id, at=session.now()), self)
