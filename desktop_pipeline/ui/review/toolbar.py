"""The toolbar of the review: which one it is, the way to its sister screens, whose deals, rules, sheet and pause."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QSize, Signal
from PySide6.QtGui import QActionGroup, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QMenu, QWidget

from desktop_pipeline.queries.lists import Named
from desktop_pipeline.ui.menus import escape_ampersands
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.chip import Chip
from desktop_pipeline.ui.widgets.painting import draw_hairline
from desktop_pipeline.ui.widgets.review_switch import ReviewPlace, ReviewSwitch
from desktop_pipeline.ui.widgets.words import ElidedWords, Words

HEIGHT, SMALL_HEIGHT = 48, 44
_LEAST_DETAIL = 60


class OwnerChip(Chip):
    """Whose deals: everybody's, or those of one owner. Signals: `chosen(owner id or None)`."""

    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", "user")
        self._owners: tuple[Named, ...] = ()
        self._taken: int | None = None
        self.take(None)
        self.clicked.connect(self.open_menu)
        self.clear_wanted.connect(lambda: self.choose(None))

    @property
    def taken(self) -> int | None:
        """Id of the owner, None for everybody."""
        return self._taken

    def set_owners(self, owners: Sequence[Named]) -> None:
        """Who there is."""
        self._owners = tuple(owners)
        self.take(self._taken)

    def take(self, owner_id: int | None) -> None:
        """Show an owner without telling anybody."""
        self._taken = owner_id
        name = next((owner.name for owner in self._owners if owner.row_id == owner_id), None)
        self.show_value(name or self.tr("Everyone"), is_set=name is not None)

    def choose(self, owner_id: int | None) -> None:
        """Take an owner as a click does."""
        if owner_id != self._taken:
            self.take(owner_id)
            self.chosen.emit(owner_id)

    def open_menu(self) -> QMenu:
        """Everyone, then each by name."""
        menu = QMenu(self)
        group = QActionGroup(menu)
        for owner_id, name in ((None, self.tr("Everyone")), *((owner.row_id, owner.name) for owner in self._owners)):
            action = menu.addAction(escape_ampersands(name))
            action.setCheckable(True)
            action.setChecked(owner_id == self._taken)
            action.triggered.connect(lambda _=False, owner_id=owner_id: self.choose(owner_id))
            group.addAction(action)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))
        return menu


class ReviewToolbar(QWidget):
    """Signals: `owner_chosen(id or None)`, `rules_wanted()`, `sheet_wanted()`, `pause_wanted()`, `went_to(key)`."""

    owner_chosen = Signal(object)
    rules_wanted = Signal()
    sheet_wanted = Signal()
    pause_wanted = Signal()
    went_to = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.title = Words(theme, "", "section")
        self.detail = ElidedWords(theme, "", "secondary", "ink2")
        self.switch = ReviewSwitch(theme, ReviewPlace.REVIEW)
        self.owner = OwnerChip(theme)
        self.rules = Chip(theme, self.tr("Rules"), "sliders-horizontal")
        self.sheet = ActionButton(theme, self.tr("Meeting sheet…"), icon="printer")
        self.pause = ActionButton(theme, self.tr("Pause"), flat=True, keys=(self.tr("Esc"),))
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 14, 1)
        row.setSpacing(8)
        # What finds no room is folded: it must not hold the window open.
        row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        row.addWidget(self.title)
        row.addWidget(self.switch)
        row.addWidget(self.detail, 1)
        for button in (self.owner, self.rules, self.sheet, self.pause):
            row.addWidget(button)
        self.owner.chosen.connect(self.owner_chosen)
        self.rules.clicked.connect(self.rules_wanted)
        self.sheet.clicked.connect(self.sheet_wanted)
        self.pause.clicked.connect(self.pause_wanted)
        self.switch.went_to.connect(self.went_to)
        self.arrange(small=False)

    def show_walk(self, *, walking: bool, has_sheet: bool) -> None:
        """While deals are walked through the ways elsewhere give room, and the pause is there."""
        self.switch.setVisible(not walking)
        self.pause.setVisible(walking)
        # As on every page before its first control; the details of a walk stand nearer.
        self.title.setContentsMargins(0, 0, 0 if walking else 6, 0)
        self.sheet.setVisible(has_sheet)
        self._fold()

    def say(self, title: str, detail: str) -> None:
        """Name the review and say what it is about."""
        self.title.show_words(title)
        self.detail.show_words(detail)
        self._fold()

    def arrange(self, *, small: bool) -> None:
        """44 high in a small window, 48 otherwise."""
        self.setFixedHeight(self._theme.size(SMALL_HEIGHT if small else HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        bottom = self.height() - 0.5
        draw_hairline(painter, self._theme.color("line"), QPointF(0, bottom), QPointF(self.width(), bottom))

    def _fold(self) -> None:
        """The detail goes first, then the title, then the words of the buttons."""
        for has_detail, has_title, is_short in (
            (True, True, False),
            (False, True, False),
            (False, False, False),
            (False, False, True),
        ):
            self.detail.setVisible(has_detail)
            self.title.setVisible(has_title)
            self.sheet.shorten(short=is_short)
            self.pause.shorten(short=is_short)
            shown = [
                widget
                for widget in (self.title, self.switch, self.owner, self.rules, self.sheet, self.pause)
                if not widget.isHidden()
            ]
            needed = sum(widget.sizeHint().width() + 8 for widget in shown) + 28
            if needed + (self._theme.size(_LEAST_DETAIL) if has_detail else 0) <= self.width():
                break
