"""The toolbar of the lists that keep a pipeline clean: the switch between them, and what is let through."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QWidget

from desktop_pipeline.queries.lists import Named
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.chip import FilterChip
from desktop_pipeline.ui.widgets.painting import draw_hairline
from desktop_pipeline.ui.widgets.review_switch import ReviewPlace, ReviewSwitch, name_review
from desktop_pipeline.ui.widgets.words import Words

_HEIGHT, _SMALL_HEIGHT = 48, 44
_SIDE = 14


class HygieneToolbar(QWidget):
    """Signals: `changed()` when other deals are let through; `went_to(key)` when the switch leads elsewhere."""

    changed = Signal()
    went_to = Signal(str)

    def __init__(self, theme: Theme, here: ReviewPlace) -> None:
        super().__init__()
        self._theme = theme
        self.title = Words(theme, name_review(), "section")
        self.title.setContentsMargins(0, 0, 6, 0)
        self.switch = ReviewSwitch(theme, here)
        self.owners = FilterChip(theme, self.tr("Everyone"), self.tr("{count} owners"), "user")
        self.reasons = FilterChip(theme, self.tr("All reasons"), self.tr("{count} reasons"), "list-filter")
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(_SIDE, 0, _SIDE, 1)
        row.setSpacing(8)
        # What finds no room must not hold the window open.
        row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        row.addWidget(self.title)
        row.addWidget(self.switch)
        row.addStretch(1)
        row.addWidget(self.owners)
        row.addWidget(self.reasons)
        self.switch.went_to.connect(self.went_to)
        self.owners.chosen.connect(lambda _ids: self.changed.emit())
        self.reasons.chosen.connect(lambda _ids: self.changed.emit())
        self.arrange(small=False)

    @property
    def is_filtered(self) -> bool:
        """Whether some owners or reasons are left out."""
        return bool(self.owners.taken or self.reasons.taken)

    def clear_filters(self) -> None:
        """Let all through again."""
        self.owners.clear()
        self.reasons.clear()

    def set_owners(self, owners: Sequence[Named]) -> None:
        """Whose deals can be chosen."""
        self.owners.set_choices([(owner.row_id, owner.name) for owner in owners])

    def arrange(self, *, small: bool) -> None:
        """44 high in a small window, 48 otherwise."""
        self.setFixedHeight(self._theme.size(_SMALL_HEIGHT if small else _HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        others = (self.switch, self.owners, self.reasons)
        shown = [widget for widget in (self.title, *others) if widget is self.title or not widget.isHidden()]
        needed = sum(widget.sizeHint().width() + self._row.spacing() for widget in shown)
        self.title.setVisible(needed + 2 * _SIDE <= self.width())

    def paintEvent(self, event: QPaintEvent) -> None:
        bottom = self.height() - 0.5
        ends = QPointF(0, bottom), QPointF(self.width(), bottom)
        draw_hairline(QPainter(self), self._theme.color("line"), *ends)
