"""Deals that a cadence proposes to close, each with the two answers: close it, or keep it open."""

from enum import Enum, auto

from PySide6.QtCore import QCoreApplication, QPoint, QPointF, QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop_pipeline.actions import Change
from desktop_pipeline.queries.cadences import CloseProposal, read_close_proposals
from desktop_pipeline.ui.cadences.cadence_acts import CadenceActs
from desktop_pipeline.ui.cadences.cadence_words import say_proposal
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.answer_row import AnswerRow
from desktop_pipeline.ui.widgets.link_button import LinkButton
from desktop_pipeline.ui.widgets.short_list import ShortList
from desktop_pipeline.ui.widgets.words import Words

_MOST = 5
_ICON = 14
_LEFT = 34
PROPOSAL_TABLES = ("enrolment", "deal", "activity", "cadence", "reason", "organisation")


class ProposalLook(Enum):
    """Where proposals stand: in a list with a heading, beside the one deal they are about, or in a line over a page."""

    LISTED = auto()
    BESIDE = auto()
    IN_LINE = auto()


class ProposalRow(QWidget):
    """The deal, why its closing is proposed, and the answers."""

    def __init__(
        self, theme: Theme, formats: Formats, row: CloseProposal, *, can_answer: bool, look: ProposalLook
    ) -> None:
        super().__init__()
        self._theme = theme
        self._is_framed = look is not ProposalLook.LISTED
        self.row = row
        words = say_proposal(row, formats)
        self.title = LinkButton(theme, row.title)
        self.title.setParent(self)
        self.title.setHidden(look is ProposalLook.BESIDE)
        self.why = Words(theme, words, "secondary", "ink2", wrap=True)
        self.close_deal = ActionButton(theme, self.tr("Close…"), role="red")
        self.keep_open = ActionButton(theme, self.tr("Keep open"), role="ink2")
        if row.reason is not None:
            self.close_deal.setAccessibleDescription(self.tr("Lost, {reason}").format(reason=row.reason))
        self.close_deal.setAccessibleName(self.tr("Close {deal} as lost").format(deal=row.title))
        self.keep_open.setAccessibleName(self.tr("Keep {deal} open").format(deal=row.title))
        for button in (self.close_deal, self.keep_open):
            button.setEnabled(can_answer)
        layout: QBoxLayout
        if look is ProposalLook.IN_LINE:
            layout = QHBoxLayout(self)
            layout.setSpacing(10)
            layout.addWidget(self.title)
            layout.addWidget(self.why, 1)
        else:
            layout = QVBoxLayout(self)
            layout.setSpacing(6 if self._is_framed else 2)
            if look is ProposalLook.LISTED:
                layout.addWidget(self.title)
            layout.addWidget(self.why)
            layout.addSpacing(4)
        layout.addWidget(AnswerRow((self.close_deal, self.keep_open)))
        layout.setContentsMargins(*((_LEFT, 8, 10, 8) if self._is_framed else (0, 2, 0, 6)))
        self.setFocusProxy(self.close_deal)
        self.setAccessibleName(f"{row.title}: {words}")

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._is_framed:
            return
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("amberLine"), 1))
        painter.setBrush(theme.color("amberSoft"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        drawing = icon_pixmap(theme, "hourglass", theme.size(_ICON), "amber", self.devicePixelRatioF())
        line = min(self.why.height(), theme.line("secondary"))
        top = self.why.y() + (self.why.height() - line if self.title.isVisible() else 0) / 2
        painter.drawPixmap(QPointF(12, round(top + (line - theme.size(_ICON)) / 2)), drawing)


class CloseProposals(ShortList):
    """Not there while nothing is proposed; follows the workspace by itself.

    Signals: `deal_opened(id)`; `close_asked(deal id, name of the reason or "")`; `said(text, detail, undo)`.
    """

    deal_opened = Signal(int)
    close_asked = Signal(int, str)
    said = Signal(str, str, bool)

    def __init__(
        self,
        session: Session,
        theme: Theme,
        formats: Formats,
        *,
        look: ProposalLook = ProposalLook.LISTED,
        most: int = _MOST,
        follows: bool = True,
    ) -> None:
        """What is more than `most` is counted; one that does not follow is shown what its page has read."""
        heading, in_line = QCoreApplication.translate("CloseProposals", "Close these?"), look is ProposalLook.IN_LINE
        super().__init__(theme, formats, heading, "amber", below=0 if in_line else 16)
        self._most = most
        self._look = look
        self._session = session
        self._theme = theme
        self._owner_ids: frozenset[int] = frozenset()
        self._deal_id: int | None = None
        self._found: tuple[CloseProposal, ...] = ()
        self.rows: list[ProposalRow] = []
        self.acts = CadenceActs(session, theme, formats, self)
        self.acts.said.connect(self.said)
        self.head.setVisible(look is ProposalLook.LISTED)
        self.setAccessibleName(self.tr("Deals whose cadence ended without a reply"))
        if follows:
            session.changed.connect(self._on_changed)

    def refresh(self, owner_ids: frozenset[int] = frozenset()) -> None:
        """Read what is proposed for the deals of some owners, or of all."""
        self._owner_ids, self._deal_id = owner_ids, None
        self._read()

    def show_deal(self, deal_id: int) -> None:
        """Read what is proposed for one deal."""
        self._owner_ids, self._deal_id = frozenset(), deal_id
        self._read()

    def _read(self) -> None:
        only = None if self._deal_id is None else (self._deal_id,)
        session = self._session
        self.show_found(
            read_close_proposals(session.workspace, today=session.today(), owner_ids=self._owner_ids, deal_ids=only)
        )

    def show_found(self, found: tuple[CloseProposal, ...]) -> None:
        """Show what was read."""
        if found != self._found:
            # Only then: a row that stays keeps the keys.
            self._found = found
            can_answer = not self._session.workspace.is_read_only
            self.rows = [
                ProposalRow(self._theme, self._formats, row, can_answer=can_answer, look=self._look)
                for row in found[: self._most]
            ]
            for row in self.rows:
                self._connect(row)
            self.show_rows(self.rows, len(found))

    def _connect(self, line: ProposalRow) -> None:
        row, button = line.row, line.keep_open
        line.title.clicked.connect(lambda: self.deal_opened.emit(row.deal_id))
        line.close_deal.clicked.connect(lambda: self.close_asked.emit(row.deal_id, row.reason or ""))
        button.clicked.connect(
            lambda: self.acts.ask_keep_open(row.enrolment_id, button.mapToGlobal(QPoint(0, button.height() + 4)))
        )

    def _on_changed(self, change: Change) -> None:
        if any(change.touches(table) for table in PROPOSAL_TABLES):
            self._read()
