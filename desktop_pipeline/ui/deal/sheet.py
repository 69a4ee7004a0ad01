"""One deal as a sheet: head, way through the stages, what is to be done and was, fields and what hangs on it, foot."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.gates import CriterionKind
from desktop_pipeline.queries.deal import DealView, read_deal
from desktop_pipeline.queries.gates import CriterionLine
from desktop_pipeline.ui.acts.deal_acts import DealActs
from desktop_pipeline.ui.cadences.close_proposals import CloseProposals, ProposalLook
from desktop_pipeline.ui.deal.after_sale_block import AfterSaleBlock
from desktop_pipeline.ui.deal.asked_fields import find_field
from desktop_pipeline.ui.deal.cadences_block import CadencesBlock
from desktop_pipeline.ui.deal.criteria_block import CriteriaBlock
from desktop_pipeline.ui.deal.custom_block import CustomBlock
from desktop_pipeline.ui.deal.details import Details
from desktop_pipeline.ui.deal.edits import DealEdits
from desktop_pipeline.ui.deal.files_block import FilesBlock, accepts
from desktop_pipeline.ui.deal.foot import Foot
from desktop_pipeline.ui.deal.header import Header
from desktop_pipeline.ui.deal.lead_block import LeadBlock
from desktop_pipeline.ui.deal.objections_block import ObjectionsBlock
from desktop_pipeline.ui.deal.offers_block import OffersBlock
from desktop_pipeline.ui.deal.people_block import PeopleBlock
from desktop_pipeline.ui.deal.products_block import ProductsBlock
from desktop_pipeline.ui.deal.related_block import RelatedBlock
from desktop_pipeline.ui.deal.retry_block import RetryBlock
from desktop_pipeline.ui.deal.row_pieces import Choice
from desktop_pipeline.ui.deal.score_block import ScoreBlock
from desktop_pipeline.ui.deal.sheet_columns import SheetColumns, SheetPage
from desktop_pipeline.ui.deal.snooze_block import SnoozeBlock
from desktop_pipeline.ui.deal.stage_steps import StageSteps
from desktop_pipeline.ui.deal.story import Story
from desktop_pipeline.ui.deal.surroundings import Surroundings
from desktop_pipeline.ui.deal.tab_order import order_tabs
from desktop_pipeline.ui.dropped_mails import find_mails
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.error_note import ErrorNote
from desktop_pipeline.ui.widgets.field_long import LongField
from desktop_pipeline.ui.widgets.text_field import TextField

_Likelihood = Callable[[int], float | None]


class DealSheet(QWidget):
    """Follows its deal; `likelihood` tells how likely a deal is to be won, None while not known.

    Moving, winning, losing and deleting go through `acts`, with their questions and reminders.

    Signals: `gone` when the deal is not there (any more), `said(text, detail, undo)` for the toast,
    `expand_asked(deal_id)`, `person_opened(id)`, `organisation_opened(id)`, `deal_opened(id)`,
    `report_asked(ReportAsked)` for the preview of what is to be printed, `write_asked(deal_id, person ids)`,
    `mail_asked(activity id)`, `mails_dropped(deal_id, paths)`.
    """

    gone = Signal()
    said = Signal(str, str, bool)
    expand_asked = Signal(int)
    person_opened = Signal(int)
    organisation_opened = Signal(int)
    deal_opened = Signal(int)
    report_asked = Signal(object)
    write_asked = Signal(int, list)
    mail_asked = Signal(int)
    mails_dropped = Signal(int, list)

    def __init__(
        self,
        session: Session,
        theme: Theme,
        formats: Formats,
        likelihood: _Likelihood,
        parent: QWidget | None,
        *,
        is_window: bool = False,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._likelihood = likelihood
        self._view: DealView | None = None
        self._edits = DealEdits(session, formats)
        self._note = ErrorNote(theme, self)
        self._around = around = Surroundings(session, theme, formats, self._note)
        self.acts = DealActs(session, theme, self._say, self, formats=formats)
        self.header = Header(around, self._edits, is_window=is_window)
        self.steps = StageSteps(theme, formats)
        self.story = Story(session, theme, formats)
        self.criteria = CriteriaBlock(around)
        self.lead = LeadBlock(around)
        self.snooze = SnoozeBlock(around)
        self.story.put_above(self.lead)
        self.story.put_above(self.snooze)
        self.proposal = CloseProposals(session, theme, formats, look=ProposalLook.BESIDE)
        self.story.put_above(self.proposal)
        self.story.put_above(self.criteria)
        self.after_sale = AfterSaleBlock(around)
        self.retry = RetryBlock(around)
        self.story.above.addWidget(self.after_sale)
        self.story.above.addWidget(self.retry)
        self.score = ScoreBlock(around)
        self.details = Details(around, self._edits)
        self.people = PeopleBlock(around)
        self.cadences = CadencesBlock(around, self)
        self.products = ProductsBlock(around)
        self.offers = OffersBlock(around, self)
        self.files = FilesBlock(around)
        self.custom = CustomBlock(around, self._edits)
        self.objections = ObjectionsBlock(around)
        self.related = RelatedBlock(around)
        self.foot = Foot(session, theme, formats)
        self.score.stand_alone(is_alone=True)
        self.columns = SheetColumns(
            theme,
            self.story,
            (
                (self.score, SheetPage.DETAILS),
                (self.details, SheetPage.DETAILS),
                (self.custom, SheetPage.DETAILS),
                (self.people, SheetPage.DETAILS),
                (self.cadences, SheetPage.DETAILS),
                (self.products, SheetPage.PRODUCTS),
                (self.offers, SheetPage.PRODUCTS),
                (self.files, SheetPage.FILES),
                (self.objections, SheetPage.DETAILS),
                (self.related, SheetPage.DETAILS),
            ),
        )
        self.setAcceptDrops(not around.is_read_only)
        self.setAccessibleName(self.tr("Deal"))
        self._arrange()
        self._connect()

    @property
    def deal_id(self) -> int | None:
        """The deal that is shown."""
        return self._view.deal_id if self._view is not None else None

    @property
    def error(self) -> str:
        """The sentence that stands below a field now."""
        return self._note.text

    def read(self, deal_id: int) -> bool:
        """Show a deal; False where it is not there."""
        self.finish_editors()
        view = read_deal(self._session.workspace, deal_id, today=self._session.today())
        if view is None:
            return False
        if deal_id != self.deal_id:
            self._note.hide()
            self.story.begin(deal_id)
        self._show(view)
        return True

    def ask_print(self) -> None:
        """Ask for the deal's sheet as it is printed."""
        if self.deal_id is not None:
            from desktop_pipeline.reports.asked import ReportAsked, ReportKind  # noqa: PLC0415 - numpy comes with it

            self.report_asked.emit(ReportAsked(ReportKind.DEAL, ids=(self.deal_id,)))

    def ask(self, what: str) -> bool:
        """What a menu asks of the deal that is shown; False where that is nothing the sheet does."""
        acts = self.acts
        asks: dict[str, Callable[[int], object]] = {
            "activity": lambda _deal: self.story.next_step.plan(),
            "cadence": lambda _deal: self.cadences.start(),
            "won": lambda deal: acts.win([deal]),
            "lost": lambda deal: acts.lose([deal]),
            "not a fit": lambda deal: acts.not_a_fit([deal]),
            "delete": lambda deal: acts.delete([deal]),
        }
        if what in asks:
            self._act(asks[what])
        return what in asks

    def ask_write(self, person_ids: Sequence[int] = ()) -> None:
        """Write to the deal's main person, or to some of its people."""
        self._act(lambda deal: self.write_asked.emit(deal, list(person_ids)))

    def update_likelihood(self) -> None:
        """Ask again how likely the deal is to be won."""
        if self._view is not None:
            chance = self._likelihood(self._view.deal_id)
            self.header.show_likelihood(self._view, chance)
            self.details.show_likelihood(self._view, chance)

    def show_usual(self, usual: Mapping[int, int]) -> None:
        """How many days deals usually stay in each stage, by its id."""
        self.steps.show_usual(usual)

    def finish_editors(self) -> None:
        """What is being typed is kept where it can be; a deal that is gone takes nothing any more."""
        if self._view is None:
            return
        self.story.finish()
        for field in self.findChildren(TextField):
            if field.editor is not None:
                field.finish()
        for long_field in self.findChildren(LongField):
            long_field.finish()

    def is_wide(self) -> bool:
        """Whether there is room for two columns."""
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier and self.deal_id is not None:
            self.expand_asked.emit(self.deal_id)
        elif event.text().lower() == "a" and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            self.story.next_step.plan()
        elif event.text().lower() == "c" and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            self.cadences.start()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._view is not None and accepts(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if accepts(event.mimeData()):
            event.acceptProposedAction()
            paths, mails = [Path(url.toLocalFile()) for url in event.mimeData().urls()], find_mails(event.mimeData())
            if mails and self.deal_id is not None:
                self.mails_dropped.emit(self.deal_id, mails)
            if len(mails) < len(paths):
                self.files.attach([path for path in paths if path not in mails])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.show_columns()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("surface"))
        painter.setPen(QPen(self._theme.color("line"), 1))
        painter.drawLine(0, 0, 0, self.height())

    def show_columns(self) -> None:
        """Two columns side by side, or one of four pages."""
        is_wide = self.is_wide()
        self.header.set_narrow(is_narrow=not is_wide)
        has_custom = self._view is not None and bool(self._view.custom)
        empty = {self.score: not self.score.has_score, self.custom: not has_custom}
        self.columns.lay_out(is_wide=is_wide, empty=[part for part, is_empty in empty.items() if is_empty])
        for block in (self.products, self.files):
            block.stand_alone(is_alone=not is_wide)
        self.update_likelihood()

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self.steps)
        layout.addWidget(self.columns, 1)
        layout.addWidget(self.foot)

    def _connect(self) -> None:
        self._session.changed.connect(self._on_changed)
        self.header.delete_asked.connect(lambda: self._act(lambda deal: self.acts.delete([deal])))
        self.header.expand_asked.connect(self._on_expand_asked)
        self.header.menu_choices = self._menu_choices
        self.steps.chosen.connect(self._move)
        self.criteria.move_asked.connect(self._move)
        self.criteria.asked.connect(self._on_criterion_asked)
        self.columns.tabs.chosen.connect(self.show_columns)
        self.story.note_written.connect(self._on_note_written)
        self.story.note_reworded.connect(self._on_note_reworded)
        self.story.note_removed.connect(self._on_note_removed)
        self.story.left.connect(self.header.title.setFocus)
        self.story.files_asked.connect(self.files.ask_files)
        self.people.person_opened.connect(self.person_opened)
        self.people.write_asked.connect(lambda person: self.ask_write([person]))
        self.lead.write_asked.connect(self.ask_write)
        self.story.next_step.write_asked.connect(self.mail_asked)
        self.header.write_asked.connect(self.ask_write)
        self.header.organisation_asked.connect(self._open_organisation)
        for names_deals in (self.related, self.after_sale, self.retry):
            names_deals.deal_opened.connect(self.deal_opened)
        for cadences in (self.cadences, self.proposal):
            cadences.said.connect(self.said)
        self.proposal.close_asked.connect(lambda deal, reason: self.acts.lose([deal], reason=reason))
        self.offers.preview_asked.connect(self._print_offer)
        self.offers.won.connect(lambda deal: self._act(lambda _shown: self.acts.win([deal])))
        self.foot.won_asked.connect(lambda: self._act(lambda deal: self.acts.win([deal])))
        self.foot.reopen_asked.connect(lambda: self._act(self.acts.reopen))
        self.foot.lost_asked.connect(lambda: self._act(lambda deal: self.acts.lose([deal])))
        self._theme.changed.connect(self.update)
        if self._around.is_read_only:
            for button in (self.foot.won, self.foot.lost, self.foot.reopen):
                button.setEnabled(False)
            self.steps.setEnabled(False)

    def _show(self, view: DealView) -> None:
        self._view = view
        self._edits.follow(view)
        self.setAccessibleDescription(view.title)
        self.header.show_deal(view)
        self.steps.show_deal(view)
        self.lead.show_deal(view)
        self.snooze.show_deal(view)
        self.proposal.show_deal(view.deal_id)
        self.criteria.show_deal(view)
        self.after_sale.show_deal(view)
        self.retry.show_deal(view)
        self.story.show_deal(view, elsewhere=self.after_sale.activity_ids)
        self.score.show_deal(view)
        self.details.show_deal(view)
        self.custom.show_deal(view)
        self.people.show_deal(view)
        self.cadences.show_deal(view)
        self.products.show_deal(view)
        self.offers.show_deal(view)
        self.files.show_deal(view)
        self.objections.show_deal(view)
        self.related.show_deal(view)
        self.foot.show_deal(view)
        self.show_columns()
        order_tabs(self)

    def _on_changed(self) -> None:
        if self._view is None:
            return
        view = read_deal(self._session.workspace, self._view.deal_id, today=self._session.today())
        if view is None:
            self.gone.emit()
        else:
            self._show(view)

    def _on_note_written(self, text: str) -> None:
        if self._around.attempt(lambda: self._edits.note(text), self.story.note):
            self.story.clear_note()

    def _on_note_reworded(self, note_id: int, text: str) -> None:
        self._around.attempt(lambda: self._edits.reword_note(note_id, text), self.story.note)

    def _on_note_removed(self, note_id: int) -> None:
        self._around.attempt(lambda: self._edits.remove_note(note_id), self.story.note)

    def _act(self, act: Callable[[int], object]) -> None:
        """Do something with the deal that is shown; what is being typed in it is kept first."""
        if self._view is not None:
            deal_id = self._view.deal_id
            self.finish_editors()
            act(deal_id)

    def _move(self, stage_id: int) -> None:
        self._act(lambda deal: self.acts.move([deal], stage_id))

    def _menu_choices(self) -> list[Choice]:
        if self._view is None or self._view.status is not DealStatus.OPEN or self._around.is_read_only:
            return []
        words = self.tr("Not a fit…")
        return [
            (self.tr("Make an offer"), "file-text", "ink2", self._make_offer),
            (words, "circle-x", "ink2", lambda: self._act(lambda deal: self.acts.not_a_fit([deal]))),
        ]

    def _on_criterion_asked(self, line: CriterionLine) -> None:
        """Go to what meets the criterion: the field it asks for, or the plan of an activity."""
        if line.criterion.kind is CriterionKind.ACTIVITY:
            self.story.next_step.plan()
            return
        parts = self.header, self.details, self.people, self.products, self.custom
        field = find_field(line.criterion.asks_for or "", *parts)
        if field is not None:
            self.columns.reveal(field)
            field.setFocus()

    def _open_organisation(self) -> None:
        if self._view is not None and self._view.organisation_id is not None:
            self.organisation_opened.emit(self._view.organisation_id)

    def _make_offer(self) -> None:
        """As the button beside the offers does; they are shown first, so that a refusal stands there."""
        self.finish_editors()
        self.columns.reveal(self.offers)
        self.offers.make_offer()

    def _print_offer(self, offer_id: int) -> None:
        from desktop_pipeline.reports.asked import ReportAsked, ReportKind  # noqa: PLC0415 - numpy comes with it

        self.report_asked.emit(ReportAsked(ReportKind.OFFER, ids=(offer_id,)))

    def _say(self, text: str, detail: str = "", *, undo: bool = False) -> None:
        self.said.emit(text, detail, undo)

    def _on_expand_asked(self) -> None:
        if self._view is not None:
            self.expand_asked.emit(self._view.deal_id)
