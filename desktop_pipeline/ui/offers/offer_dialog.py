"""The draft of an offer: everything that will be printed, each part saved as it is left."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop_pipeline.actions import Change
from desktop_pipeline.actions.offers import delete_offer, edit_offer, renew_lines, send_offer
from desktop_pipeline.domain.errors import InvalidError, PipelineError
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.offers import OfferState
from desktop_pipeline.queries.offers import Offer, read_offer
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.offers.offer_lines import make_lines
from desktop_pipeline.ui.offers.offer_words import word_rate
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import FontStyle, Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.callout import Callout
from desktop_pipeline.ui.widgets.day_field import DayField
from desktop_pipeline.ui.widgets.error_note import ErrorNote
from desktop_pipeline.ui.widgets.key_hint import PrimaryButton
from desktop_pipeline.ui.widgets.list_section import ListSection
from desktop_pipeline.ui.widgets.painting import draw_hairline, text_width
from desktop_pipeline.ui.widgets.saved_fields import SavedLine, SavedText, attempt
from desktop_pipeline.ui.widgets.words import ElidedWords, Words

_USUAL = QSize(860, 760)
_AROUND = 24
_SIDES = 20
_LABEL = 96
_RIGHT = 190
_UNDO = QKeySequence.StandardKey.Undo
_REDO = "Ctrl+Shift+Z"  # as in the menu of the window


class OfferDialog(QDialog):
    """Open it with `open()`; it closes when the offer is gone or no longer a draft. Signals: `preview_asked(id)`."""

    preview_asked = Signal(int)

    def __init__(self, session: Session, theme: Theme, formats: Formats, offer_id: int, parent: QWidget) -> None:
        """Raises PipelineError where there is no such offer."""
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._formats = formats
        self._offer_id = offer_id
        self._offer = read_offer(session.workspace, offer_id)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.note = ErrorNote(theme, self)
        self._make_fields()
        self._make_buttons()
        self._arrange()
        self._order_tabs()
        self._connect()
        self._show()
        room = parent.window().size()
        wanted = QSize(theme.size(_USUAL.width()), theme.size(_USUAL.height()))
        self.resize(wanted.boundedTo(QSize(room.width() - _AROUND, room.height() - _AROUND)))
        self.recipient.setFocus(Qt.FocusReason.OtherFocusReason)

    def finish(self) -> bool:
        """Keep what is being typed; False where it is refused."""
        for field in (self.number, self.recipient, self.subject, self.intro, self.terms, self.tax_note):
            if not field.finish():
                sentence = self.note.text
                self._area.ensureWidgetVisible(field)
                self.note.speak(sentence, field)
                field.setFocus(Qt.FocusReason.OtherFocusReason)
                return False
        return True

    def send(self) -> None:
        """Note that it was sent today."""
        session = self._session
        if self.finish():
            self._attempt(lambda: send_offer(session.workspace, self._offer_id, on=session.today()), self.sent)

    def ask_preview(self) -> None:
        """Close, and show it as it will be printed."""
        if self.finish():
            self.accept()
            self.preview_asked.emit(self._offer_id)

    def done(self, result: int) -> None:
        if self.finish():
            super().done(result)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        # What scrolls ends at a line, above the buttons that stay.
        below = self._area.geometry().bottom() + 1.5
        draw_hairline(QPainter(self), self._theme.color("line"), QPointF(0, below), QPointF(self.width(), below))

    def _make_fields(self) -> None:
        theme, note, tr = self._theme, self.note, self.tr
        self.title = ElidedWords(theme, "", "section")
        self.hint = ElidedWords(theme, tr("Saved as you go; Ctrl+Z undoes"), "secondary", "ink3")
        self.number = SavedLine(tr("Number"), note, lambda text: self._edit(number=text))
        self.made_on = self._make_day(tr("Date"), self._keep_date, none=tr("No date"))
        self.valid_until = self._make_day(tr("Valid until"), lambda day: self._edit(valid_until=day), none=tr("No end"))
        self.subject = SavedLine(tr("About"), note, lambda text: self._edit(subject=text))
        self.recipient = SavedText(theme, tr("To"), note, lambda text: self._edit(recipient=text), lines=5)
        self.intro = SavedText(theme, tr("Introduction"), note, lambda text: self._edit(intro=text), lines=3)
        self.terms = SavedText(theme, tr("Terms"), note, lambda text: self._edit(terms=text), lines=4)
        self.tax_note = SavedText(
            theme, tr("Where no tax is charged"), note, lambda text: self._edit(tax_note=text), lines=2
        )
        spec = make_lines(self._session, self._formats, self._offer_id, lambda: self._offer)
        self.lines = ListSection(self._session, theme, spec, heading=False)
        self.renew = ActionButton(theme, tr("Use the deal’s lines"), icon="refresh-cw")
        self.behind = Callout(theme, "layers", "amber", self.renew)
        self.from_deal = ActionButton(theme, tr("As on the deal"), icon="refresh-cw", role="ink2", flat=True)
        self._totals = QGridLayout()

    def _make_day(self, name: str, keep: Callable[[date | None], object], *, none: str) -> DayField:
        field = DayField(self._theme, self._formats, name, self.note, keep, self._session.today, none=none)
        field.set_icon("calendar")
        return field

    def _make_buttons(self) -> None:
        theme, tr = self._theme, self.tr
        self.delete = ActionButton(theme, tr("Delete the draft"), icon="trash-2", role="red", flat=True)
        self.leave = ActionButton(theme, tr("Close"), keys=(tr("Esc"),))
        self.sent = ActionButton(theme, tr("Mark as sent"), icon="mail")
        self.preview = PrimaryButton(theme, tr("Preview and print…"), icon="printer", key=tr("Ctrl+P"))
        self.preview.setAutoDefault(False)

    def _connect(self) -> None:
        workspace = self._session.workspace
        self.delete.clicked.connect(lambda: self._attempt(lambda: delete_offer(workspace, self._offer_id), self.delete))
        self.leave.clicked.connect(self.accept)
        self.sent.clicked.connect(self.send)
        self.preview.clicked.connect(self.ask_preview)
        self.renew.clicked.connect(lambda: self._attempt(lambda: renew_lines(workspace, self._offer_id), self.renew))
        self.from_deal.clicked.connect(self._take_recipient)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Print), self).activated.connect(self.ask_preview)
        # The window behind does not hear these keys.
        QShortcut(QKeySequence(_UNDO), self).activated.connect(self._undo)
        QShortcut(QKeySequence(_REDO), self).activated.connect(self._redo)
        self._session.changed.connect(self._on_changed)

    def _edit(self, **fields: object) -> object:
        return edit_offer(self._session.workspace, self._offer_id, **fields)  # type: ignore[arg-type] # one of OfferEdit's

    def _take_recipient(self) -> None:
        """What was typed so far is kept first, so that undo brings it back."""
        if self.recipient.finish():
            self._attempt(lambda: self._edit(recipient=None), self.from_deal)

    def _undo(self) -> None:
        self._go(self._session.undo, self.tr("Undone: {label}"))

    def _redo(self) -> None:
        self._go(self._session.redo, self.tr("Done again: {label}"))

    def _go(self, go: Callable[[], Change], words: str) -> None:
        """Say in the dialog what the toast behind it would."""
        said: list[str] = []
        if self._attempt(lambda: said.append(words.format(label=go().label)), self.title) and self.isVisible():
            self.hint.show_words(said[0], "ink2")

    def _keep_date(self, day: date | None) -> object:
        if day is None:
            raise InvalidError(self.tr("An offer needs the day on which it was made."))
        return self._edit(made_on=day)

    def _attempt(self, act: Callable[[], object], place: QWidget) -> bool:
        return attempt(act, self.note, place)

    def _on_changed(self, change: Change) -> None:
        if not any(change.touches(table) for table in ("offer", "line_item", "deal", "tax_rate")):
            return
        try:
            self._offer = read_offer(self._session.workspace, self._offer_id)
        except PipelineError:
            super().done(QDialog.DialogCode.Rejected)
            return
        if self._offer.row.state is OfferState.DRAFT:
            self._show()
            self.lines.refresh()
        else:
            super().done(QDialog.DialogCode.Accepted)

    def _show(self) -> None:
        offer, today = self._offer, self._session.today()
        document = offer.document
        self.setWindowTitle(self.tr("Offer {number}").format(number=document.number).replace("[*]", "[*][*]"))
        self.title.show_words(offer.deal_title)
        self.number.show_value(document.number)
        self.made_on.show_day(document.made_on, self._formats.day(document.made_on, today))
        end = document.valid_until
        self.valid_until.show_day(end, self._formats.day(end, today) if end else "")
        self.subject.show_value(document.subject)
        self.recipient.show_value("\n".join(document.recipient))
        self.intro.show_value(document.intro)
        self.terms.show_value(document.terms)
        self.tax_note.show_value(document.tax_note)
        for widget in self._untaxed:
            widget.setVisible(not document.totals.taxes)
        self.behind.say(self.tr("The lines are no longer those of the deal.") if offer.is_behind else "")
        self._show_totals(offer)

    def _show_totals(self, offer: Offer) -> None:
        while (found := self._totals.takeAt(0)) is not None:
            widget = found.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        totals, currency = offer.document.totals, offer.document.currency
        rows = [(word_rate(each.rate, self._formats), each.tax) for each in totals.taxes]
        if rows:
            rows.insert(0, (self.tr("Net"), totals.net))
        for place, (words, minor) in enumerate(rows):
            self._add_total(place, words, Money(minor, currency), "body", "ink2")
        self._add_total(len(rows), self.tr("Total"), Money(totals.gross, currency), "strong", "ink")

    def _add_total(self, place: int, words: str, amount: Money, style: FontStyle, role: str) -> None:
        said = ElidedWords(self._theme, words, style, role)
        number = Words(self._theme, self._formats.money(amount), style, role)
        for column, widget in enumerate((said, number)):
            widget.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._totals.addWidget(widget, place, column)

    def _arrange(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(_SIDES, 16, _SIDES, 12)
        column.setSpacing(10)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self.title, 1)
        head.addWidget(self.hint)
        column.addLayout(head)
        column.addLayout(self._arrange_head())
        column.addWidget(self.lines)
        column.addWidget(self.behind)
        self._totals.setHorizontalSpacing(20)
        self._totals.setVerticalSpacing(2)
        self._totals.setColumnStretch(0, 1)
        column.addLayout(self._totals)
        column.addLayout(self._arrange_words())
        column.addStretch(1)
        self._area = area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The dialog's own ground shows around the fields.
        for widget in (inside, area.viewport()):
            widget.setAutoFillBackground(False)
        foot = QHBoxLayout()
        foot.setContentsMargins(_SIDES, 0, _SIDES, 0)
        foot.setSpacing(8)
        foot.addWidget(self.delete)
        foot.addStretch(1)
        for button in (self.leave, self.sent, self.preview):
            foot.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 14)
        layout.setSpacing(8)
        layout.addWidget(area, 1)
        layout.addLayout(foot)

    def _order_tabs(self) -> None:
        """Tab goes through what stands there from top to bottom."""
        stops = (
            *(self.recipient, self.from_deal, self.number, self.made_on, self.valid_until, self.subject, self.intro),
            *(self.lines.table, self.renew, self.terms, self.tax_note),
            *(self.delete, self.leave, self.sent, self.preview),
        )
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _arrange_head(self) -> QGridLayout:
        theme, tr = self._theme, self.tr
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.addWidget(self._label(tr("To"), self.recipient), 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.recipient, 0, 1, 3, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.from_deal, 3, 1, Qt.AlignmentFlag.AlignLeft)
        fields = ((tr("Number"), self.number), (tr("Date"), self.made_on), (tr("Valid until"), self.valid_until))
        for place, (words, field) in enumerate(fields):
            label = Words(theme, words, "body", "ink2")
            label.setBuddy(field)
            grid.addWidget(label, place, 2)
            grid.addWidget(field, place, 3)
        grid.addWidget(self._label(tr("About"), self.subject), 4, 0)
        grid.addWidget(self.subject, 4, 1, 1, 3)
        grid.addWidget(self._label(tr("Introduction"), self.intro), 5, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.intro, 5, 1, 1, 3)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(3, theme.size(_RIGHT))
        return grid

    def _arrange_words(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        untaxed = self._label(self.tr("Where no tax is charged"), self.tax_note)
        grid.addWidget(self._label(self.tr("Terms"), self.terms), 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.terms, 0, 1)
        grid.addWidget(untaxed, 1, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.tax_note, 1, 1)
        grid.setColumnStretch(1, 1)
        self._untaxed = (untaxed, self.tax_note)
        return grid

    def _label(self, words: str, field: QWidget) -> Words:
        label = Words(self._theme, words, "body", "ink2", wrap=True)
        label.setBuddy(field)
        # It may take a second line, but no word of it is cut.
        longest = max(text_width(self._theme, "body", word) for word in words.split())
        label.setMinimumWidth(max(self._theme.size(_LABEL), round(longest) + 2))
        label.setMaximumWidth(self._theme.size(_LABEL) * 2)
        label.setMinimumHeight(self._theme.size(28))
        return label
