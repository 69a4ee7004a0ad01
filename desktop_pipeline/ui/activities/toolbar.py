"""The toolbar of Activities: how far to look, whose, of what kind, and the primary button."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QWidget

from desktop_pipeline.queries.activities import ActivityKind
from desktop_pipeline.queries.agenda import AgendaFilter, AgendaSpan
from desktop_pipeline.queries.lists import Named
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.activity_words import name_kind
from desktop_pipeline.ui.widgets.chip import FilterChip, name_rows
from desktop_pipeline.ui.widgets.key_hint import PrimaryButton
from desktop_pipeline.ui.widgets.painting import draw_hairline
from desktop_pipeline.ui.widgets.segmented import Segmented
from desktop_pipeline.ui.widgets.words import Words

HEIGHT = 48
SMALL_HEIGHT = 44
_ROOM_FOR_SEARCH = 1100
_SPANS = tuple(AgendaSpan)


class ActivitiesToolbar(QWidget):
    """`search_slot` is where the window puts its search field. Signals: `changed()`, `new_wanted()`."""

    changed = Signal()
    new_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._kinds: tuple[ActivityKind, ...] = ()
        self.span = Segmented(theme, (self.tr("Today"), self.tr("Week"), self.tr("All"), self.tr("Done")))
        self.owners = FilterChip(theme, self.tr("Everyone"), self.tr("{count} owners"), "user")
        self.kinds = FilterChip(theme, self.tr("Kind"), self.tr("{count} kinds"), "list-filter")
        self.new_button = PrimaryButton(theme, self.tr("New activity"), icon="plus", key="A")
        self.search_slot = QHBoxLayout()
        self.title = Words(theme, self.tr("Activities"), "section")
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 14, 1)
        row.setSpacing(8)
        # What finds no room is folded: it must not hold the window open.
        row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        row.addWidget(self.title)
        row.addSpacing(6)
        row.addWidget(self.span)
        row.addSpacing(16)
        row.addWidget(self.owners)
        row.addWidget(self.kinds)
        row.addStretch(1)
        row.addLayout(self.search_slot)
        row.addWidget(self.new_button)
        self.span.chosen.connect(lambda _index: self.changed.emit())
        self.owners.chosen.connect(lambda _ids: self.changed.emit())
        self.kinds.chosen.connect(lambda _ids: self.changed.emit())
        self.new_button.clicked.connect(self.new_wanted)
        self.arrange(small=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # In a small window the menu and Ctrl+K still lead to the search.
        has_room = event.size().width() >= self._theme.size(_ROOM_FOR_SEARCH)
        for place in range(self.search_slot.count()):
            slot = self.search_slot.itemAt(place)
            search = slot.widget() if slot is not None else None
            if search is not None:
                search.setVisible(has_room)
        self._fold(event.size().width())

    def _fold(self, room: int) -> None:
        """The title goes first, then the second word of the button."""
        for has_title, words in (
            (True, self.tr("New activity")),
            (False, self.tr("New activity")),
            (False, self.tr("New")),
        ):
            self.title.setVisible(has_title)
            self.new_button.setText(words)
            self.new_button.updateGeometry()
            self._row.invalidate()
            if self._row.sizeHint().width() <= room:
                return

    def read_filter(self) -> AgendaFilter:
        """What is set now."""
        kinds = frozenset(self._kinds[place].key for place in self.kinds.taken)
        return AgendaFilter(_SPANS[self.span.current], self.owners.taken, kinds)

    def look_at(self, span: AgendaSpan) -> None:
        """Look as far as this."""
        self.span.choose(_SPANS.index(span))

    @property
    def is_filtered(self) -> bool:
        """Whether some owners or kinds are left out."""
        return bool(self.owners.taken or self.kinds.taken)

    def clear_filters(self) -> None:
        """Let all through again."""
        self.owners.clear()
        self.kinds.clear()

    def set_choices(self, owners: Sequence[Named], kinds: Sequence[ActivityKind]) -> None:
        """Whose and which activities can be chosen."""
        self.owners.set_choices(name_rows(owners, self.tr("No owner")))
        if tuple(kinds) != self._kinds:
            # The places mean other kinds now.
            self.kinds.clear()
            self._kinds = tuple(kinds)
            self.kinds.set_choices([(place, name_kind(kind)) for place, kind in enumerate(kinds)])

    def arrange(self, *, small: bool) -> None:
        """44 high in a small window, 48 otherwise."""
        self.setFixedHeight(self._theme.size(SMALL_HEIGHT if small else HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        bottom = self.height() - 0.5
        draw_hairline(painter, self._theme.color("line"), QPointF(0, bottom), QPointF(self.width(), bottom))
        upright = self.owners.x() - 12.5
        middle = self.height() / 2
        draw_hairline(
            painter, self._theme.color("line2"), QPointF(upright, middle - 8.5), QPointF(upright, middle + 8.5)
        )
