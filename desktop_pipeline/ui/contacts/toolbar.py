"""The toolbar of Contacts: people or organisations, the filters, duplicates and the primary button."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from desktop_pipeline.queries.contact_standing import Subject
from desktop_pipeline.queries.contacts import ContactFilter
from desktop_pipeline.queries.lists import Named
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.chip import Chip, FilterChip, name_rows
from desktop_pipeline.ui.widgets.divider import Divider
from desktop_pipeline.ui.widgets.filter_field import FilterField
from desktop_pipeline.ui.widgets.icon_button import IconButton
from desktop_pipeline.ui.widgets.key_hint import PrimaryButton
from desktop_pipeline.ui.widgets.painting import draw_hairline
from desktop_pipeline.ui.widgets.popups import show_on_screen
from desktop_pipeline.ui.widgets.segmented import Segmented
from desktop_pipeline.ui.widgets.words import Words

HEIGHT = 48
SMALL_HEIGHT = 44
_FIELD = 200
_SMALL_FIELD = 132
SUBJECTS = (Subject.PEOPLE, Subject.ORGANISATIONS)


class ContactsToolbar(QWidget):
    """What the lists are asked; with a filter of its own there is no room for the search, which Ctrl+K opens.

    Signals: `filter_changed()`; `subject_chosen()`; `new_wanted()`; `duplicates_wanted()`; `left()` of the field;
    `views_wanted(place)` for the menu of saved views.
    """

    filter_changed = Signal()
    subject_chosen = Signal()
    new_wanted = Signal()
    duplicates_wanted = Signal()
    views_wanted = Signal(QPoint)
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._roles: tuple[str, ...] = ()
        self._owner_ids: frozenset[int] = frozenset()
        self._is_narrow = False
        self._wish = (False, False, 0)
        self.title = Words(theme, self.tr("Contacts"), "section")
        self.title.setContentsMargins(0, 0, 6, 0)
        self.subjects = Segmented(theme, (self.tr("People"), self.tr("Organisations")))
        self.open_deals = ToggleChip(theme, self.tr("Has open deals"))
        self.owners = FilterChip(theme, self.tr("Owner"), self.tr("{count} owners"), "user")
        self.roles = FilterChip(theme, self.tr("Role"), self.tr("{count} roles"), "tag")
        self.fold = Chip(theme, self.tr("Filters"), "list-filter")
        self.field = FilterField(
            theme, self.tr("Filter contacts"), self.tr("Filter contacts by name, organisation, e-mail or phone")
        )
        self.saved = IconButton(theme, "bookmark", self.tr("Saved views"))
        self.duplicates = IconButton(theme, "layers", self.tr("Find duplicates"))
        self.new_button = PrimaryButton(theme, self.tr("New person"), icon="plus", key="N")
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(14, 0, 14, 1)
        self._layout.setSpacing(8)
        # What finds no room is folded: it must not hold the window open.
        self._layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        left = (self.title, self.subjects, Divider(theme), self.open_deals, self.owners, self.roles, self.fold)
        right = (self.field, self.saved, self.duplicates, self.new_button)
        for place, widgets in enumerate((left, right)):
            if place:
                self._layout.addStretch(1)
            for widget in widgets:
                self._layout.addWidget(widget)
        self._typed = QTimer(self, singleShot=True, interval=0)
        self._typed.timeout.connect(self.filter_changed)
        self.field.textChanged.connect(lambda _text: self._typed.start())
        self.field.left.connect(self.left)
        self.open_deals.turned.connect(self._on_chip)
        self.owners.chosen.connect(lambda _ids: self._on_chip())
        self.roles.chosen.connect(lambda _ids: self._on_chip())
        self.fold.clicked.connect(self.open_folded)
        self.subjects.chosen.connect(self._on_subject)
        self.new_button.clicked.connect(self.new_wanted)
        self.duplicates.clicked.connect(self.duplicates_wanted)
        self.saved.clicked.connect(
            lambda: self.views_wanted.emit(self.saved.mapToGlobal(QPoint(0, self.saved.height() + 4)))
        )
        self.arrange(small=False, narrow=False)

    @property
    def subject(self) -> Subject:
        """Whose list is chosen."""
        return SUBJECTS[self.subjects.current]

    def read_filter(self) -> ContactFilter:
        """What is set now."""
        roles = frozenset(self._roles[place] for place in self.roles.taken) if self.subject is Subject.PEOPLE else ()
        return ContactFilter(self.open_deals.is_set, self.owners.taken, frozenset(roles), self.field.text().strip())

    def show_filter(self, wanted: ContactFilter) -> None:
        """Set that and nothing else; an owner or a role that is gone is filtered by no more."""
        self.open_deals.turn(is_set=wanted.has_open_deals)
        self.owners.take(wanted.owner_ids & self._owner_ids)
        self.roles.take(frozenset(place for place, role in enumerate(self._roles) if role in wanted.roles))
        self.field.setText(wanted.text)

    def clear_filters(self) -> None:
        """Let all through again."""
        self.show_filter(ContactFilter())

    def show_lists(self, owners: Sequence[Named], roles: Sequence[str], counts: tuple[str, str]) -> None:
        """What there is to filter by, and how many people and organisations there are."""
        choices = name_rows(owners, self.tr("No owner"))
        self._owner_ids = frozenset(row_id for row_id, _name in choices)
        self.owners.set_choices(choices)
        if tuple(roles) != self._roles:
            self.roles.clear()
            self._roles = tuple(roles)
            self.roles.set_choices(list(enumerate(roles)))
        people, organisations = counts
        self.subjects.reword(
            (
                self.tr("People {count}").format(count=people),
                self.tr("Organisations {count}").format(count=organisations),
            )
        )
        self._arrange_again()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.height())

    def arrange(self, *, small: bool, narrow: bool, room: int = 0) -> None:
        """Fit a small window (44 high) and a room of that width, 0 where it is not known yet.

        A narrow one has a shorter field, folds the chips into one and has no title; so has one that lacks the room.
        """
        self._wish = (small, narrow, room)
        self.setFixedHeight(self._theme.size(SMALL_HEIGHT if small else HEIGHT))
        self._lay(narrow=narrow)
        if room and not narrow and self._needs() > room:
            self._lay(narrow=True)

    def _needs(self) -> int:
        self._layout.invalidate()
        return self._layout.sizeHint().width()

    def _arrange_again(self) -> None:
        small, narrow, room = self._wish
        self.arrange(small=small, narrow=narrow, room=room)

    def _lay(self, *, narrow: bool) -> None:
        self.field.setFixedWidth(self._theme.size(_SMALL_FIELD if narrow else _FIELD))
        self.field.updateGeometry()
        self.title.setHidden(narrow)
        self._is_narrow = narrow
        self._show_chips()
        self._layout.setSpacing(6 if narrow else 8)
        self.new_button.setText(self._new_words(short=narrow))
        self.new_button.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        bottom = self.height() - 0.5
        draw_hairline(painter, self._theme.color("line"), QPointF(0, bottom), QPointF(self.width(), bottom))

    def _new_words(self, *, short: bool) -> str:
        if short:
            return self.tr("New")
        return self.tr("New person") if self.subject is Subject.PEOPLE else self.tr("New organisation")

    def open_folded(self) -> QFrame:
        """The chips in a panel below the folded one."""
        panel = QFrame(self, Qt.WindowType.Popup)
        panel.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        panel.setProperty("popup", True)
        layout = QVBoxLayout(panel)
        layout.setContentsMargins(10, 10, 10, 10)
        layout.setSpacing(8)
        open_deals = ToggleChip(self._theme, self.open_deals.text())
        open_deals.turn(is_set=self.open_deals.is_set)
        open_deals.turned.connect(lambda: self.open_deals.turn(is_set=open_deals.is_set))
        layout.addWidget(open_deals)
        for chip in (self.owners, self.roles) if self.subject is Subject.PEOPLE else (self.owners,):
            twin = chip.make_twin()
            twin.chosen.connect(chip.take)
            layout.addWidget(twin)
        show_on_screen(panel, self.fold.mapToGlobal(QPoint(0, self.fold.height() + 4)))
        open_deals.setFocus(Qt.FocusReason.PopupFocusReason)
        return panel

    def _show_chips(self) -> None:
        people = self.subject is Subject.PEOPLE
        self.open_deals.setHidden(self._is_narrow)
        self.owners.setHidden(self._is_narrow)
        self.roles.setHidden(self._is_narrow or not people)
        self.fold.setVisible(self._is_narrow)

    def _on_chip(self) -> None:
        count = self.open_deals.is_set + bool(self.owners.taken) + bool(self.roles.taken)
        words = {0: self.tr("Filters"), 1: self.tr("1 filter")}.get(
            count, self.tr("{count} filters").format(count=count)
        )
        self.fold.show_value(words, is_set=bool(count), clearable=False)
        self._arrange_again()
        self.filter_changed.emit()

    def _on_subject(self) -> None:
        self._arrange_again()
        self.subject_chosen.emit()


class ToggleChip(Chip):
    """A chip that is set or not. Signals: `turned()`."""

    turned = Signal()

    def __init__(self, theme: Theme, label: str) -> None:
        super().__init__(theme, label)
        self.setAccessibleName(label)
        self.clicked.connect(lambda _checked=False: self.turn(is_set=not self.is_set))
        self.clear_wanted.connect(lambda: self.turn(is_set=False))

    def turn(self, *, is_set: bool) -> None:
        """Set it or not; tells `turned` when that is another state."""
        if is_set != self.is_set:
            self.show_value(self.text(), is_set=is_set)
            text = self.tr("{label}, set") if is_set else "{label}"
            self.setAccessibleName(text.format(label=self.text()))
            self.turned.emit()
