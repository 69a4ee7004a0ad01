"""Lost deals whose day to try again has come, on Today: begin them anew, put them off, or leave them."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QCoreApplication, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from desktop_pipeline.actions import Change
from desktop_pipeline.actions.retries import plan_retry, settle_retry, try_again
from desktop_pipeline.domain.after_sale import RETRY_MONTHS, retry_day
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.queries.after_sale import DueRetry, read_due_retries
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.answer_row import AnswerRow
from desktop_pipeline.ui.widgets.link_button import LinkButton
from desktop_pipeline.ui.widgets.short_list import ShortList
from desktop_pipeline.ui.widgets.words import Words

_MOST = 5
_TABLES = ("retry", "deal", "organisation", "reason")


class RetryRow(QWidget):
    """A lost deal, what is known of it, and the answers."""

    def __init__(self, theme: Theme, row: DueRetry, words: str, *, can_answer: bool) -> None:
        super().__init__()
        self.row = row
        self.title = LinkButton(theme, row.title)
        self.why = Words(theme, words, "secondary", "ink2", wrap=True)
        self.again = ActionButton(theme, self.tr("Try again"))
        self.later = ActionButton(theme, self.tr("Not now…"), role="ink2")
        self.again.setAccessibleName(self.tr("Try {deal} again").format(deal=row.title))
        self.later.setAccessibleName(self.tr("Try {deal} again later or never").format(deal=row.title))
        for button in (self.again, self.later):
            button.setEnabled(can_answer)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 6)
        layout.setSpacing(2)
        layout.addWidget(self.title)
        layout.addWidget(self.why)
        layout.addSpacing(4)
        layout.addWidget(AnswerRow((self.again, self.later)))
        self.setFocusProxy(self.again)
        self.setAccessibleName(f"{row.title}: {words}")


class DueRetries(ShortList):
    """Not there while no day has come; follows the workspace. Signals: `deal_opened(id)`, `said(sentence)`."""

    deal_opened = Signal(int)
    said = Signal(str)

    def __init__(self, session: Session, theme: Theme, formats: Formats, *, follows: bool = True) -> None:
        """One that does not follow the workspace is shown what its page has read."""
        super().__init__(theme, formats, QCoreApplication.translate("DueRetries", "Try these again?"))
        self._session = session
        self._theme = theme
        self._owner_ids: frozenset[int] = frozenset()
        self._found: tuple[DueRetry, ...] = ()
        self.rows: list[RetryRow] = []
        self.setAccessibleName(self.tr("Lost deals whose day to try again has come"))
        if follows:
            session.changed.connect(self._on_changed)

    def refresh(self, owner_ids: frozenset[int] = frozenset()) -> None:
        """Read those of some owners, or of all."""
        self._owner_ids = owner_ids
        self._read()

    def open_menu(self, line: RetryRow) -> QMenu:
        """When it is proposed again, or that it is not."""
        menu = QMenu(line.later)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for months in (1, *RETRY_MONTHS):
            day = retry_day(self._session.today(), months)
            action = menu.addAction(self.tr("In %Ln months", "", months) if months > 1 else self.tr("In a month"))
            action.triggered.connect(lambda _checked=False, day=day: self._put_off(line.row, day))
        menu.addSeparator()
        never = menu.addAction(self.tr("Not again"))
        never.triggered.connect(lambda _checked=False: self._settle(line.row))
        menu.popup(line.later.mapToGlobal(QPoint(0, line.later.height() + 2)))
        return menu

    def _read(self) -> None:
        session = self._session
        self.show_found(tuple(read_due_retries(session.workspace, today=session.today(), owner_ids=self._owner_ids)))

    def show_found(self, found: tuple[DueRetry, ...]) -> None:
        """Show what was read."""
        if found != self._found:
            # Only then: a row that stays keeps the keys.
            self._found = found
            can_answer = not self._session.workspace.is_read_only
            self.rows = [RetryRow(self._theme, row, self._tell(row), can_answer=can_answer) for row in found[:_MOST]]
            for row in self.rows:
                self._connect(row)
            self.show_rows(self.rows, len(found))

    def _connect(self, line: RetryRow) -> None:
        row = line.row
        line.title.clicked.connect(lambda: self.deal_opened.emit(row.deal_id))
        line.again.clicked.connect(lambda: self._try_again(row))
        line.later.clicked.connect(lambda: self.open_menu(line))

    def _tell(self, row: DueRetry) -> str:
        parts = [] if row.organisation is None else [row.organisation]
        if row.value is not None:
            parts.append(self._formats.money(row.value))
        if row.reason is not None:
            parts.append(self.tr("lost: {reason}").format(reason=row.reason))
        return ". ".join(part for part in (", ".join(parts), row.note) if part)

    def _try_again(self, row: DueRetry) -> None:
        session, made = self._session, list[int]()
        self._attempt(lambda: made.append(try_again(session.workspace, row.deal_id, at=session.now())))
        if made:
            self.deal_opened.emit(made[0])

    def _settle(self, row: DueRetry) -> None:
        session = self._session
        self._attempt(lambda: settle_retry(session.workspace, row.deal_id, at=session.now()))

    def _put_off(self, row: DueRetry, day: date) -> None:
        session = self._session
        self._attempt(lambda: plan_retry(session.workspace, row.deal_id, day, at=session.now(), note=row.note))

    def _attempt(self, act: Callable[[], object]) -> None:
        try:
            act()
        except PipelineError as error:
            self.said.emit(str(error))

    def _on_changed(self, change: Change) -> None:
        if any(change.touches(table) for table in _TABLES):
            self._read()
