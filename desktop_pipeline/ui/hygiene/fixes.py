"""What sets a row of the data screen right: a small panel for the field that is wrong, over one deal or many."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from desktop_pipeline.actions.bulk import BulkEdit, edit_deals
from desktop_pipeline.actions.corrections import correct_closing, correct_creation, tell_loss, tell_value
from desktop_pipeline.actions.edits import DealEdit
from desktop_pipeline.domain.errors import PipelineError
from desktop_pipeline.queries.data_quality import Issue
from desktop_pipeline.queries.deals_table import DealLine
from desktop_pipeline.queries.lists import Named, read_lost_reasons, read_organisation_names, read_owners, read_sources
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.typed import plain_amount, read_amount
from desktop_pipeline.ui.widgets.day_popup import DayPopup
from desktop_pipeline.ui.widgets.name_popover import NamePopover
from desktop_pipeline.ui.widgets.name_popup import NamePopup

_ON_VALUE = frozenset((Issue.NO_VALUE, Issue.VALUE_LARGE, Issue.VALUE_NOTHING))
_ON_CLOSE = frozenset((Issue.NO_CLOSE, Issue.CLOSE_BEFORE_CREATED, Issue.CLOSE_PAST, Issue.CLOSE_FAR))
_ON_CREATION = frozenset((Issue.NO_CREATION, Issue.CLOSED_BEFORE_CREATED, Issue.CREATED_AHEAD))
_ON_CLOSING = frozenset((Issue.NO_CLOSING, Issue.CLOSED_AHEAD))
# One deal at a time: what is right for one is right for no other.
SINGLE = _ON_VALUE | _ON_CREATION | _ON_CLOSING


class QualityFixes(QObject):
    """Opens its panels over `home`, one at a time.

    Signals: `said(sentence)` for refusals; `ended()` when a panel is gone; `rates_asked()` for the settings of rates.
    """

    said = Signal(str)
    ended = Signal()
    rates_asked = Signal()

    def __init__(self, session: Session, theme: Theme, formats: Formats, home: QWidget) -> None:
        super().__init__(home)
        self._session = session
        self._theme = theme
        self._formats = formats
        self._home = home
        self.popup: QWidget | None = None

    def set_right(self, issue: Issue, line: DealLine, ids: Sequence[int], place: QPoint) -> None:
        """Ask for what is missing or wrong with these deals; `line` is the one with the keys."""
        if issue in _ON_VALUE:
            self._ask_value(line, place)
        elif issue in _ON_CLOSE:
            self._ask_day(line.expected_close_on, place, lambda day: self._edit(ids, {"expected_close_on": day}))
        elif issue in _ON_CREATION:
            self.correct_creation(line, place)
        elif issue in _ON_CLOSING:
            self.correct_closing(line, place)
        elif issue is Issue.NO_RATE:
            self.rates_asked.emit()
        else:
            self._ask_name(issue, ids, place)

    def correct_creation(self, line: DealLine, place: QPoint) -> None:
        """Ask when a deal was created."""
        workspace = self._session.workspace
        known = line.created_on if line.closed_on is None else line.closed_on
        self._ask_day(known, place, lambda day: day and correct_creation(workspace, line.deal_id, day), is_past=True)

    def correct_closing(self, line: DealLine, place: QPoint) -> None:
        """Ask when a deal was won or lost."""
        workspace = self._session.workspace
        known = line.created_on if line.closed_on is None else line.closed_on
        self._ask_day(known, place, lambda day: day and correct_closing(workspace, line.deal_id, day), is_past=True)

    def attempt(self, act: Callable[[], object]) -> None:
        """Do it, or say why not."""
        try:
            act()
        except PipelineError as error:
            self.said.emit(str(error))

    def _ask_value(self, line: DealLine, place: QPoint) -> None:
        def keep(text: str) -> None:
            value = read_amount(text, line.currency, self._formats)
            if value is not None:
                tell_value(self._session.workspace, line.deal_id, value, at=self._session.now())

        title = self.tr("Worth in {currency}").format(currency=line.currency)
        popover = NamePopover(
            self._theme, title, plain_amount(line.value, self._formats), keep, self._home, detail=line.title
        )
        self._open(popover, place)

    def _ask_day(
        self, known: date | None, place: QPoint, keep: Callable[[date | None], object], *, is_past: bool = False
    ) -> None:
        today = self._session.today()
        none = self.tr("Leave it") if is_past else self.tr("No date")
        popup = DayPopup(self._theme, self._formats, known, today, none, self._home, is_past=is_past)
        popup.taken.connect(lambda day: self.attempt(lambda: keep(day)))
        self._open(popup, place)

    def _ask_name(self, issue: Issue, ids: Sequence[int], place: QPoint) -> None:
        workspace = self._session.workspace
        if issue is Issue.NO_ORGANISATION:

            def find(text: str) -> list[Named]:
                names = read_organisation_names(workspace, text)
                return [Named(number, name) for number, name in enumerate(names, start=1)]

            popup = NamePopup(self._theme, self.tr("Whose deal is it?"), find, self._home, new=self.tr("New: {text}"))
            popup.named.connect(lambda name: self._edit(ids, {"organisation": name}))
            popup.taken.connect(
                lambda number: self._edit(ids, {"organisation": find(popup.field.text().strip())[number - 1].name})
            )
            self._open(popup, place)
            return
        title, rows, keep = self._list_choices(issue, ids, place)

        def find_row(text: str) -> list[Named]:
            return [row for row in rows if text.casefold() in row.name.casefold()]

        popup = NamePopup(self._theme, title, find_row, self._home)
        popup.taken.connect(keep)
        self._open(popup, place)

    def _list_choices(
        self, issue: Issue, ids: Sequence[int], place: QPoint
    ) -> tuple[str, Sequence[Named], Callable[[int], None]]:
        workspace = self._session.workspace
        if issue is Issue.NO_OWNER:
            return self.tr("Who looks after it?"), read_owners(workspace), self._edits(ids, "owner_id")
        if issue is Issue.NO_SOURCE:
            return self.tr("Where did it come from?"), read_sources(workspace), self._edits(ids, "source_id")
        reasons = read_lost_reasons(workspace)
        wordy = {reason.reason_id: reason.name for reason in reasons if reason.needs_note}

        def tell(reason_id: int, note: str = "") -> None:
            tell_loss(workspace, ids, reason_id=reason_id, note=note)

        def keep(reason_id: int) -> None:
            if reason_id in wordy:
                popover = NamePopover(
                    self._theme,
                    wordy[reason_id],
                    "",
                    lambda note: tell(reason_id, note),
                    self._home,
                    self.tr("Say in a few words what it was."),
                )
                self._open(popover, place)
            else:
                self.attempt(lambda: tell(reason_id))

        return self.tr("Why was it lost?"), [Named(reason.reason_id, reason.name) for reason in reasons], keep

    def _edits(self, ids: Sequence[int], field: str) -> Callable[[int], None]:
        def edit(row_id: int) -> None:
            self._edit(ids, {"owner_id": row_id} if field == "owner_id" else {"source_id": row_id})

        return edit

    def _edit(self, ids: Sequence[int], fields: DealEdit) -> None:
        session = self._session
        self.attempt(lambda: edit_deals(session.workspace, ids, BulkEdit(fields=fields), at=session.now()))

    def _open(self, popup: NamePopover | NamePopup | DayPopup, place: QPoint) -> None:
        self.popup = popup
        (popup.destroyed if isinstance(popup, DayPopup) else popup.closed).connect(self.ended)
        popup.open_at(place)
