"""The panel at the right of the lists: who it is, how to reach them, their open deals and what happened."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from desktop_pipeline.domain.contacts import mail_link, phone_link
from desktop_pipeline.domain.custom_fields import FieldSubject
from desktop_pipeline.queries.contact import OrganisationView, PersonView
from desktop_pipeline.queries.contact_standing import Subject
from desktop_pipeline.queries.lists import read_organisation_names, read_sources
from desktop_pipeline.ui.cadences.person_cadences import PersonCadences
from desktop_pipeline.ui.contacts.asks import Ask
from desktop_pipeline.ui.contacts.brief_rows import BriefRows
from desktop_pipeline.ui.contacts.contact_edits import ContactEdits
from desktop_pipeline.ui.contacts.contact_fields import FIELDS, USUAL, label_field
from desktop_pipeline.ui.contacts.contact_form import ContactForm
from desktop_pipeline.ui.contacts.contact_words import ContactWords
from desktop_pipeline.ui.contacts.custom_rows import CustomRows
from desktop_pipeline.ui.contacts.panel_menu import make_menu
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.avatar import Avatar
from desktop_pipeline.ui.widgets.custom_fields import CustomFieldMaker
from desktop_pipeline.ui.widgets.error_note import ErrorNote
from desktop_pipeline.ui.widgets.field import PAD
from desktop_pipeline.ui.widgets.icon_button import IconButton
from desktop_pipeline.ui.widgets.note_field import NoteField
from desktop_pipeline.ui.widgets.note_rewording import NoteRewording
from desktop_pipeline.ui.widgets.painting import draw_hairline
from desktop_pipeline.ui.widgets.text_field import TextField
from desktop_pipeline.ui.widgets.timeline import Timeline
from desktop_pipeline.ui.widgets.words import ElidedWords, Words, set_tooltip

WIDTH = 300
_WIDER = 1.4
_AVATAR = 40
_SIDE = 18
Shown = PersonView | OrganisationView


class ContactPanel(QWidget):
    """Signals: `deal_opened(id)`; `person_opened(id)`; `asked(Ask)`; `left` on Esc."""

    deal_opened = Signal(int)
    person_opened = Signal(int)
    asked = Signal(object)
    left = Signal()

    def __init__(self, session: Session, theme: Theme, words: ContactWords, *, opens: Callable[[str], object]) -> None:
        """`opens` hands an address (tel:, mailto:, https:) to the program the system has for it."""
        super().__init__()
        self._session = session
        self._theme = theme
        self._words = words
        self._opens = opens
        self.view: Shown | None = None
        self.edits = ContactEdits(session)
        self._body = QWidget()
        self.note = ErrorNote(theme, self)
        self.avatar = Avatar(theme, "", size=_AVATAR)
        self.name = TextField(theme, self.tr("Name"), self.note, self.edits.keep("name"), style="section")
        self.subtitle = ElidedWords(theme, "", "secondary", "ink2")
        self.call = ActionButton(theme, self.tr("Call"), icon="phone")
        self.write = ActionButton(theme, self.tr("Write"), icon="mail")
        self.add_deal = ActionButton(theme, self.tr("Deal"), icon="plus")
        self.more = IconButton(theme, "ellipsis", self.tr("More"))
        self.warning = Words(theme, "", "secondary", "amber", wrap=True)
        self.forms = {subject: self._make_form(subject, opens) for subject in FIELDS}
        maker = CustomFieldMaker(
            theme, words.formats, self.note, session.today, self.edits.keep_custom, lambda url: opens(url.toString())
        )
        self.custom = CustomRows(theme, maker)
        self.people_head = _Head(theme, self.tr("People"))
        self.people = BriefRows(theme, words.formats)
        self.deals_head = _Head(theme, self.tr("Open deals"))
        self.deals = BriefRows(theme, words.formats)
        self.cadences = PersonCadences(session, theme, words.formats)
        self.history_head = _Head(theme, self.tr("History"))
        self.writing = NoteField(theme)
        self.history = Timeline(theme)
        self.rewording = NoteRewording(theme, self.history)
        self._area = QScrollArea()
        self._lay_out()
        self._connect()
        theme.changed.connect(self._dress)
        self._dress()

    def show_contact(self, view: Shown | None) -> None:
        """Show somebody, or nobody; an editor that is open on somebody else keeps what was typed there."""
        if view is None or self.view is None or _key(view) != _key(self.view):
            self._finish()
            self._turn_to_note(view)
        self.view = view
        self._area.setVisible(view is not None)
        if view is None:
            return
        self.edits.follow(*_key(view))
        self.avatar.show_person(view.name)
        self.name.show_value(view.name)
        self.name.show_typed(view.name)
        for subject, form in self.forms.items():
            form.setVisible(subject is self.edits.subject)
        form = self.forms[self.edits.subject]
        form.show_values(
            {name: _text(getattr(view, name)) for name in FIELDS[self.edits.subject] if name != "source"},
            view.points,
            (view.source_id, view.source),
        )
        self.custom.show_fields(_key(view), view.custom, self._session.workspace.base_currency)
        self._show_state(view)
        self.deals.show_deals(view.open_deals, self.tr("None is open."))
        self.cadences.show_person(view.person_id if isinstance(view, PersonView) else None)
        self.history_head.detail.show_words(self._words.say_outcomes(view.standing))
        lines = [self._words.word_history(entry) for entry in view.history]
        self.history.show_lines(lines, self.tr("Nothing yet."))
        self._allow(view)
        self._fit()

    def edit_name(self) -> None:
        """Open the name for editing."""
        if self.view is not None and not self._session.workspace.is_read_only:
            self.name.open_editor()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("inset"))
        draw_hairline(painter, self._theme.color("line"), QPointF(0.5, 0), QPointF(0.5, self.height()))

    def open_menu(self) -> QMenu:
        """What can be done with whom it shows."""
        assert self.view is not None  # the button is on the panel of somebody
        menu = make_menu(
            self.view,
            writes=not self._session.workspace.is_read_only,
            begin_point=self.forms[self.edits.subject].begin_point,
            open_link=self._opens,
            act=self.asked.emit,
            parent=self,
        )
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))
        return menu

    def _show_state(self, view: Shown) -> None:
        standing = view.standing
        self.deals_head.detail.show_words(self._words.say_sum(standing.open))
        set_tooltip(self.deals_head.detail, self._words.explain_sum(standing.open))
        self.warning.hide()
        if isinstance(view, PersonView):
            parts = [view.job_title, view.organisation]
            self.subtitle.show_words(", ".join(part for part in parts if part) or self.tr("No organisation"))
            self.people_head.hide()
            self.people.hide()
            if view.left_on is not None:
                self._warn(view)
            return
        won = self._words.say_sum(standing.won)
        value = self.tr("won so far: {value}").format(value=won) if won else self.tr("nothing won yet")
        told = ", ".join(part for part in (view.industry, value) if part)
        self.subtitle.show_words(told[:1].upper() + told[1:])
        self.people_head.show()
        self.people.show()
        self.people_head.detail.show_words(self._words.formats.number(len(view.people)))
        self.people.show_people(view.people, self.tr("Nobody is known there yet."))

    def _warn(self, view: PersonView) -> None:
        assert view.left_on is not None
        day = self._words.formats.day(view.left_on, self._session.today())
        count = len(view.open_deals)
        if count:
            text = self.tr("Left {day}. Open deals that lost them: {count}.").format(day=day, count=count)
        else:
            text = self.tr("Left {day}.").format(day=day)
        self.warning.show_words(text)
        self.warning.show()

    def _allow(self, view: Shown) -> None:
        is_writable = not self._session.workspace.is_read_only
        self.call.setEnabled(bool(view.phone and phone_link(view.phone)))
        set_tooltip(self.call, view.phone or self.tr("No phone number yet"))
        self.write.setEnabled(bool(view.email))
        set_tooltip(self.write, view.email or self.tr("No e-mail address yet"))
        self.add_deal.setEnabled(is_writable)
        self.name.setEnabled(is_writable)
        self.writing.setEnabled(is_writable)
        self.history.is_read_only = not is_writable
        self.custom.set_editable(editable=is_writable)
        for form in self.forms.values():
            form.set_editable(editable=is_writable)

    def _finish(self) -> None:
        if self.view is not None:
            for field in (self.name, *self.forms[self.edits.subject].text_fields(), *self.custom.text_fields()):
                field.finish()
            self.rewording.finish()

    def _turn_to_note(self, view: Shown | None) -> None:
        """What is half written about one is not meant for the next; it waits for them."""
        self.view = None
        self.writing.take_up("" if view is None else self._session.half_notes.read(*_note_key(view)))

    def _remember_note(self) -> None:
        if self.view is not None:
            self._session.half_notes.remember(*_note_key(self.view), self.writing.toPlainText())

    def _open_link(self, link: str | None) -> None:
        if link is not None:
            self._opens(link)

    def _on_call(self) -> None:
        if self.view is not None and self.view.phone:
            self._open_link(phone_link(self.view.phone))

    def _on_write(self) -> None:
        if self.view is not None and self.view.email:
            self._open_link(mail_link(self.view.email))

    def _on_note(self, text: str) -> None:
        if self.name.attempt(lambda: self.edits.note(text)):
            self.writing.clear()

    def _make_form(self, subject: Subject, opens: Callable[[str], object]) -> ContactForm:
        workspace = self._session.workspace
        return ContactForm(
            self._theme,
            self.note,
            self.edits,
            {name: label_field(name) for name in FIELDS[subject]},
            USUAL[subject],
            suggest={"organisation": lambda text: read_organisation_names(workspace, text)},
            read_sources=lambda: read_sources(workspace),
            opens=opens,
        )

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.avatar)
        who = QVBoxLayout()
        who.setSpacing(0)
        who.addWidget(self.name)
        self.subtitle.setContentsMargins(PAD, 0, 0, 0)
        who.addWidget(self.subtitle)
        head.addLayout(who, 1)
        acts = QHBoxLayout()
        acts.setSpacing(6)
        for button in (self.call, self.write, self.add_deal, self.more):
            acts.addWidget(button)
        acts.addStretch(1)
        # Fields begin a little before their words: a hover and a ring stand around these.
        above, below = QVBoxLayout(), QVBoxLayout()
        for part in (above, below):
            part.setContentsMargins(PAD, 0, 0, 0)
            part.setSpacing(6)
        above.addLayout(head)
        above.addSpacing(6)
        above.addLayout(acts)
        above.addWidget(self.warning)
        above.addSpacing(8)
        blocks: tuple[QWidget, ...] = (self.people_head, self.people, self.deals_head, self.deals, self.cadences)
        for block in (*blocks, self.history_head, self.writing, self.history):
            below.addWidget(block)
        rows = QVBoxLayout(self._body)
        rows.setContentsMargins(_SIDE - PAD, _SIDE, 14, _SIDE)
        rows.setSpacing(6)
        rows.addLayout(above)
        for widget in (*self.forms.values(), self.custom):
            rows.addWidget(widget)
        rows.addLayout(below)
        rows.addStretch(1)
        self._area.setWidget(self._body)
        self._area.setWidgetResizable(True)
        # The panel itself paints what lies behind.
        for widget in (self._body, self._area.viewport()):
            widget.setAutoFillBackground(False)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 0, 0, 0)
        layout.addWidget(self._area)
        self.setFixedWidth(self._theme.size(WIDTH))
        self._area.hide()

    def _connect(self) -> None:
        self.call.clicked.connect(self._on_call)
        self.write.clicked.connect(self._on_write)
        self.add_deal.clicked.connect(lambda: self.asked.emit(Ask.DEAL))
        self.more.clicked.connect(self.open_menu)
        self.deals.opened.connect(self.deal_opened)
        self.people.opened.connect(self.person_opened)
        self.writing.written.connect(self._on_note)
        self.writing.textChanged.connect(self._remember_note)
        self.writing.left.connect(self.left)
        self.rewording.reworded.connect(
            lambda note_id, text: self.name.attempt(lambda: self.edits.reword_note(note_id, text))
        )
        self.history.remove_asked.connect(lambda note_id: self.name.attempt(lambda: self.edits.remove_note(note_id)))

    def _dress(self) -> None:
        self._fit()
        self.update()

    def _fit(self) -> None:
        """As designed; wider where the words on the buttons need it."""
        usual, bar = self._theme.size(WIDTH), self._area.verticalScrollBar().sizeHint().width()
        needed = self._body.minimumSizeHint().width() + bar + 1
        self.setFixedWidth(max(usual, min(needed, round(_WIDER * usual))))


class _Head(QWidget):
    """A heading with a word at its right."""

    def __init__(self, theme: Theme, title: str) -> None:
        super().__init__()
        self.detail = ElidedWords(theme, "", "caption", "ink3")
        self.detail.setAlignment(Qt.AlignmentFlag.AlignRight)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 10, 0, 2)
        layout.addWidget(Words(theme, title, "strong"))
        layout.addStretch(1)
        layout.addWidget(self.detail)


def open_outside(address: str) -> None:
    """Hands an address to the program that the system has for it."""
    QDesktopServices.openUrl(QUrl(address))


def _key(view: Shown) -> tuple[Subject, int]:
    if isinstance(view, PersonView):
        return Subject.PEOPLE, view.person_id
    return Subject.ORGANISATIONS, view.organisation_id


def _note_key(view: Shown) -> tuple[FieldSubject, int]:
    subject, row_id = _key(view)
    return FieldSubject.PERSON if subject is Subject.PEOPLE else FieldSubject.ORGANISATION, row_id


def _text(value: object) -> str:
    return "" if value is None else str(value)
