"""The board's toolbar: the pipeline, the filters, how it is laid out, and the primary button."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from desktop_pipeline.ui.board.filters import BoardFilters, TwinChip
from desktop_pipeline.ui.board.pipeline_title import PipelineTitle
from desktop_pipeline.ui.board.twin_chip import ChoiceChip
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.chip import Chip
from desktop_pipeline.ui.widgets.divider import Divider
from desktop_pipeline.ui.widgets.icon_button import IconButton
from desktop_pipeline.ui.widgets.key_hint import PrimaryButton
from desktop_pipeline.ui.widgets.painting import draw_hairline
from desktop_pipeline.ui.widgets.segmented import Segmented

HEIGHT = 48
SMALL_HEIGHT = 44
_FIELD = 216
_SMALL_FIELD = 176
_LEAST_FIELD = 112
# At both ends, and the divider.
_MARGINS = 47
_GAP = 8


class BoardToolbar(QWidget):
    """Says what is wanted of the board.

    Signals: `filter_changed()`; `new_wanted()`; `past_wanted()` for the board of a past day; `left()` on Esc or ↓ in
    the field; `looks_wanted(place)` and `views_wanted(place)` for their menus, the place on the screen.
    """

    filter_changed = Signal()
    new_wanted = Signal()
    past_wanted = Signal()
    left = Signal()
    looks_wanted = Signal(object)
    views_wanted = Signal(object)

    def __init__(self, theme: Theme, formats: Formats, session: Session) -> None:
        super().__init__()
        self._theme = theme
        self._folded = False
        self.title = PipelineTitle(theme)
        self.filters = BoardFilters(theme, formats, session, self)
        self.fold = Chip(theme, self.tr("Filters"), "list-filter")
        self.field = self.filters.field
        self.axis = Segmented(theme, (self.tr("Stages"), self.tr("Months")))
        self.save = IconButton(theme, "bookmark", self.tr("Saved views"))
        self.past = IconButton(theme, "history", self.tr("The board as of a past day"))
        self.adjust = IconButton(theme, "sliders-horizontal", self.tr("What the board shows"))
        self.new_button = PrimaryButton(theme, self.tr("New deal"), icon="plus", key="N")
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(16, 0, 14, 1)
        self._layout.setSpacing(_GAP)
        # The chips go behind the last one where there is no room: they must not hold the window open.
        self._layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        beginning: tuple[QWidget, ...] = (self.title, Divider(theme), *self.filters.chips, self.fold)
        for widget in beginning:
            self._layout.addWidget(widget)
        self._layout.addStretch(1)
        for widget in (self.field, self.axis, self.past, self.save, self.adjust, self.new_button):
            self._layout.addWidget(widget)
        self._connect()
        self.arrange(small=False, folded=False, room=0)

    @property
    def owners(self) -> ChoiceChip:
        """The chip for owners."""
        return self.filters.owners

    @property
    def products(self) -> ChoiceChip:
        """The chip for products."""
        return self.filters.products

    @property
    def is_folded(self) -> bool:
        """Whether all chips hide behind one."""
        return self._folded

    def clear_filters(self) -> None:
        """Let all deals through again."""
        self.filters.clear()

    def arrange(self, *, small: bool, folded: bool, room: int) -> None:
        """Fit a small window (44 high, shorter field); what finds no room of that width goes behind the last chip."""
        self._folded = folded
        self.setFixedHeight(self._theme.size(SMALL_HEIGHT if small else HEIGHT))
        self._make_room(room, self._theme.size(_SMALL_FIELD if small else _FIELD))
        shown = set() if folded else set(self._choose_chips(room))
        if not small and not folded and not shown.issuperset(self.filters.usual):
            # A shorter field may give a chip its room.
            self._make_room(room, self._theme.size(_SMALL_FIELD))
            shown = set(self._choose_chips(room))
        for chip in self.filters.chips:
            chip.setVisible(chip in shown)
        self.fold.setVisible(len(shown) < len(self.filters.chips))
        self._name_fold()

    def open_folded(self) -> QFrame:
        """The chips that are not shown, in a panel below the last one."""
        panel = QFrame(self, Qt.WindowType.Popup)
        panel.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        panel.setProperty("popup", True)
        layout = QVBoxLayout(panel)
        layout.setContentsMargins(10, 10, 10, 10)
        layout.setSpacing(_GAP)
        first: QWidget | None = None
        if self.axis.isHidden():
            axis = Segmented(self._theme, self.axis.choices)
            axis.choose(self.axis.current)
            axis.chosen.connect(self.axis.choose)
            layout.addWidget(axis)
            first = axis
        for chip in self._hidden():
            twin = chip.make_twin()
            layout.addWidget(twin)
            first = first or twin
        panel.adjustSize()
        panel.move(self.fold.mapToGlobal(QPoint(0, self.fold.height() + 4)))
        panel.show()
        if first is not None:
            first.setFocus(Qt.FocusReason.PopupFocusReason)
        return panel

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        bottom = self.height() - 0.5
        draw_hairline(painter, self._theme.color("line"), QPointF(0, bottom), QPointF(self.width(), bottom))

    def _make_room(self, room: int, field: int) -> None:
        """Where words need more than the room: a shorter field, a button without words, the axis behind the chip."""
        always = (self.title, self.past, self.save, self.adjust, self.fold)
        left = room - _MARGINS - 3 * _GAP - sum(widget.sizeHint().width() + _GAP for widget in always)
        left -= self.axis.sizeHint().width() + self.new_button.full_width()
        is_short = hides_axis = False
        if room > 0 and left < field:
            field = max(left, min(field, self._theme.size(_LEAST_FIELD)))
            is_short = left < field
            left += self.new_button.full_width() - self._theme.size(28)
            hides_axis = left < field
        self.field.setFixedWidth(field)
        self.new_button.shorten(short=is_short)
        self.axis.setVisible(not hides_axis)

    def _choose_chips(self, room: int) -> Sequence[TwinChip]:
        """The first four as far as there is room, and those that are set before the others."""
        fixed = (self.title, self.axis, self.past, self.save, self.adjust, self.new_button, self.fold)
        shown = [widget for widget in fixed if widget is self.fold or not widget.isHidden()]
        left = room - _MARGINS - sum(widget.sizeHint().width() + _GAP for widget in shown)
        left -= self.field.width() + _GAP
        wanted = [chip for chip in self.filters.chips if chip.is_set]
        wanted += [chip for chip in self.filters.usual if chip not in wanted]
        if room <= 0:
            return wanted
        chosen = []
        for chip in wanted:
            left -= chip.sizeHint().width() + _GAP
            if left >= 0:
                chosen.append(chip)
        return chosen

    def _hidden(self) -> list[TwinChip]:
        return [chip for chip in self.filters.chips if chip.isHidden()]

    def _name_fold(self) -> None:
        hidden = sum(chip.is_set for chip in self._hidden())
        if not self._folded and not hidden:
            self.fold.show_value(self.tr("More"), is_set=False)
            return
        words = {0: self.tr("Filters"), 1: self.tr("1 filter")}.get(hidden)
        text = self.tr("{count} filters").format(count=hidden) if words is None else words
        self.fold.show_value(text, is_set=bool(hidden), clearable=False)

    def _on_filter_changed(self) -> None:
        self.arrange(small=self.height() < self._theme.size(HEIGHT), folded=self._folded, room=self.width())
        self.filter_changed.emit()

    def _connect(self) -> None:
        self.fold.clicked.connect(self.open_folded)
        self.filters.changed.connect(self._on_filter_changed)
        self.field.left.connect(self.left)
        self.new_button.clicked.connect(self.new_wanted)
        self.past.clicked.connect(self.past_wanted)
        for button, wanted in ((self.adjust, self.looks_wanted), (self.save, self.views_wanted)):
            button.clicked.connect(
                lambda _=False, button=button, wanted=wanted: wanted.emit(
                    button.mapToGlobal(QPoint(0, button.height() + 4))
                )
            )
