"""The head of the deal panel, 86 high: where the deal stands, its title and value, and who and when."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.money import weigh
from desktop_pipeline.domain.periods import local_day
from desktop_pipeline.queries.deal import DealView
from desktop_pipeline.queries.lists import read_organisation_names, read_owners
from desktop_pipeline.ui.deal.edits import DealEdits
from desktop_pipeline.ui.deal.header_pieces import Divider, Labels, Mark
from desktop_pipeline.ui.deal.row_pieces import Choice, show_menu
from desktop_pipeline.ui.deal.surroundings import Surroundings
from desktop_pipeline.ui.typed import plain_amount
from desktop_pipeline.ui.widgets.choice_field import ChoiceField
from desktop_pipeline.ui.widgets.day_field import DayField
from desktop_pipeline.ui.widgets.field import PAD
from desktop_pipeline.ui.widgets.icon_button import IconButton
from desktop_pipeline.ui.widgets.text_field import TextField
from desktop_pipeline.ui.widgets.words import ElidedWords, Words, set_tooltip

HEIGHT = 86
_SIDE = 20


class _WholeWords(ElidedWords):
    """Words that stand whole in the room that nothing else needs, or not at all: the details say them too."""

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.width() >= self.sizeHint().width():
            super().paintEvent(event)


class Header(QWidget):
    """Signals: `previous_asked`, `next_asked` (also by ↑ and ↓), and what its buttons ask for.

    `menu_choices` are what else the menu offers, for whoever has more to do with a deal.
    """

    previous_asked = Signal()
    next_asked = Signal()
    expand_asked = Signal()
    close_asked = Signal()
    delete_asked = Signal()
    write_asked = Signal()
    organisation_asked = Signal()
    menu_choices: Callable[[], Sequence[Choice]]

    def __init__(self, around: Surroundings, edits: DealEdits, *, is_window: bool = False) -> None:
        super().__init__()
        session, theme, formats, note = around.session, around.theme, around.formats, around.note
        self._session = session
        self._theme = theme
        self._formats = formats
        self._is_window = is_window
        self.menu_choices = list
        self._is_narrow = False
        self._organisation: str | None = None
        self._mark = Mark(theme)
        self._stage = Words(theme, style="secondary", role="ink2")
        self._pipeline = ElidedWords(theme, style="secondary", role="ink3")
        self.title = TextField(theme, self.tr("Title"), note, edits.keep_title, style="heading")
        self.title.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.value = TextField(theme, self.tr("Value"), note, edits.keep_value, style="heading")
        self.value.align_right()
        self.value.keep_width(240)
        self.organisation = TextField(
            theme,
            self.tr("Organisation"),
            note,
            edits.keep_organisation,
            style="secondary",
            role="ink2",
            suggest=lambda text: read_organisation_names(session.workspace, text),
        )
        self.organisation.set_icon("building-2")
        self.visit = IconButton(theme, "arrow-up-right", self.tr("Open the organisation"))
        # The row is full in the widest panel: what is likely stands in it whole or not at all.
        self.visit.setFixedWidth(theme.size(20))
        self.visit.clicked.connect(self.organisation_asked)
        self.owner = ChoiceField(
            theme,
            self.tr("Owner"),
            note,
            edits.keep_owner,
            lambda: read_owners(session.workspace),
            none=self.tr("No owner"),
            style="secondary",
            role="ink2",
        )
        self.owner.set_icon("user")
        self.owner.keep_width(120)
        self.close_day = DayField(
            theme,
            formats,
            self.tr("Expected close"),
            note,
            edits.keep_close,
            session.today,
            none=self.tr("No close date"),
            style="secondary",
            role="ink2",
        )
        self.close_day.set_icon("calendar")
        self.close_day.keep_width(160)
        self._labels = Labels(theme)
        self._before_labels = Divider(theme, after=PAD)
        self.likelihood = _WholeWords(theme, style="caption", role="ink3")
        self.likelihood.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.likelihood.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.likelihood.setContentsMargins(0, 0, PAD, 0)
        self._arrange()
        for field in (self.title, self.value, self.organisation, self.owner, self.close_day):
            field.setEnabled(not around.is_read_only)
        theme.changed.connect(self._on_theme_changed)

    def text_fields(self) -> tuple[TextField, ...]:
        """Those that may have an editor open."""
        return (self.title, self.value, self.organisation)

    def show_deal(self, view: DealView) -> None:
        self._mark.show_deal(view)
        self._stage.show_words(self._stage_words(view))
        self._pipeline.show_words(self.tr("in {pipeline}").format(pipeline=view.pipeline))
        self.title.show_value(view.title)
        self.title.show_typed(view.title)
        shown = self.tr("No value") if view.value is None else self._formats.money(view.value)
        self.value.show_value(shown, is_empty=view.value is None)
        self.value.show_typed(plain_amount(view.value, self._formats))
        self.organisation.show_value(
            view.organisation or self.tr("No organisation"), is_empty=view.organisation is None
        )
        self.organisation.show_typed(view.organisation or "")
        self._organisation = view.organisation if view.organisation_id is not None else None
        self.owner.show_chosen(view.owner_id, view.owner, person=view.owner)
        day = view.expected_close_on
        words = self._formats.day(day, self._session.today()) if day else ""
        is_open = view.status is DealStatus.OPEN
        told = self.tr("closes {day}") if is_open else self.tr("was to close {day}")
        self.close_day.show_day(day, told.format(day=words))
        self._labels.show_labels(view.labels)
        self.set_narrow(is_narrow=self._is_narrow)

    def set_narrow(self, *, is_narrow: bool) -> None:
        """In the narrow panel labels, the weighted value and the way to the organisation give way to who and when."""
        self._is_narrow = is_narrow
        self.visit.setVisible(self._organisation is not None and not is_narrow)
        self._labels.setVisible(self._labels.is_filled and not is_narrow)
        self._before_labels.setVisible(self._labels.is_filled and not is_narrow)

    def show_likelihood(self, view: DealView, chance: float | None) -> None:
        """How likely the deal is to be won, and what that makes it worth; nothing while it is not known."""
        self.likelihood.show_words(self._likelihood_words(view, chance))
        source = self._likelihood_source(view, chance)
        if source:
            set_tooltip(self.likelihood, source)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Up:
            self.previous_asked.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.next_asked.emit()
        else:
            super().keyPressEvent(event)

    def _likelihood_words(self, view: DealView, chance: float | None) -> str:
        if view.status is not DealStatus.OPEN:
            # In the narrow panel the page “Details” tells it.
            return "" if self._is_narrow else self._outcome_words(view)
        if chance is None:
            return ""
        share = self._formats.percent(chance)
        if view.value is None or self._is_narrow:
            return self.tr("{share} likely").format(share=share)
        weighted = weigh(view.value, chance)
        amount = self._formats.rounded_money(weighted.minor, weighted.currency)
        return self.tr("{share} likely, weighted {sum}").format(share=share, sum=amount)

    def _likelihood_source(self, view: DealView, chance: float | None) -> str:
        """Where the share comes from, where it is not the one that stands in the details."""
        given = view.stage_probability if view.probability is None else view.probability
        if chance is None or given is None or self._formats.percent(chance) == self._formats.percent(given):
            return ""
        return self.tr(
            "By your history: how often deals that came this far were won, blended with the stage’s own share."
        )

    def _outcome_words(self, view: DealView) -> str:
        words = self._stage_words(view)
        if view.closed_at is not None:
            day = local_day(view.closed_at, self._session.workspace.zone)
            words = f"{words} {self._formats.day(day, self._session.today())}"
        return f"{words}: {view.reason}" if view.reason else words

    def _stage_words(self, view: DealView) -> str:
        if view.status is DealStatus.WON:
            return self.tr("Won")
        if view.status is DealStatus.LOST:
            return self.tr("Lost")
        return view.stage or ""

    def _arrange(self) -> None:
        crumb = QHBoxLayout()
        crumb.setContentsMargins(PAD, 0, PAD, 0)
        crumb.setSpacing(6)
        crumb.addWidget(self._mark)
        crumb.addWidget(self._stage)
        crumb.addWidget(self._pipeline, 1)
        for button in self._make_buttons():
            crumb.addWidget(button)
        crumb.setSpacing(4)
        named = QHBoxLayout()
        named.setSpacing(12)
        named.addWidget(self.title, 1)
        named.addWidget(self.value)
        meta = QHBoxLayout()
        meta.setSpacing(3)
        for part in (self.organisation, self.owner, self.close_day, self._labels):
            if part is not self.organisation:
                meta.addWidget(self._before_labels if part is self._labels else Divider(self._theme))
            meta.addWidget(part)
            if part is self.organisation:
                meta.addWidget(self.visit)
        meta.addWidget(self.likelihood, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_SIDE - PAD, 12, _SIDE - PAD, 0)
        layout.setSpacing(0)
        layout.addLayout(crumb)
        layout.addLayout(named)
        layout.addLayout(meta)
        self.setFixedHeight(self._theme.size(HEIGHT))

    def _make_buttons(self) -> list[IconButton]:
        theme = self._theme
        back = IconButton(theme, "chevron-up", self.tr("Previous deal"), key="↑")
        on = IconButton(theme, "chevron-down", self.tr("Next deal"), key="↓")
        self.expand = IconButton(theme, "maximize-2", self.tr("Open in its own window"), key="Ctrl+Enter")
        self.more = more = IconButton(theme, "ellipsis", self.tr("More"))
        self.write = write = IconButton(theme, "mail", self.tr("Write an e-mail"), key="Ctrl+Shift+M")
        write.setEnabled(not self._session.workspace.is_read_only)
        write.clicked.connect(self.write_asked)
        close = IconButton(theme, "x", self.tr("Close"), key=self.tr("Esc"))
        back.clicked.connect(self.previous_asked)
        on.clicked.connect(self.next_asked)
        self.expand.clicked.connect(self.expand_asked)
        close.clicked.connect(self.close_asked)
        more.clicked.connect(self.open_menu)
        return [write, more] if self._is_window else [write, back, on, self.expand, more, close]

    def open_menu(self) -> QMenu:
        """What else can be done with the deal."""
        choices: list[Choice] = list(self.menu_choices())
        if choices:
            choices.append(None)
        if self._organisation is not None:
            words = self.tr("Open {name}").format(name=self._organisation)
            choices.append((words, "building-2", "ink2", self.organisation_asked.emit))
        if not self._is_window:
            words = self.tr("Open in its own window")
            choices.append((words, "maximize-2", "ink2", self.expand_asked.emit))
        if not self._session.workspace.is_read_only:
            choices.append((self.tr("Delete this deal"), "trash-2", "red", self.delete_asked.emit))
        return show_menu(self._theme, self.more, choices)

    def _on_theme_changed(self) -> None:
        self.setFixedHeight(self._theme.size(HEIGHT))
        self.update()
