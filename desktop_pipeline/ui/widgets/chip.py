"""The filter chip: 26 high, round, with a menu that finds by typing; set, it shows its value and a cross."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from desktop_pipeline.queries.id_sets import NONE
from desktop_pipeline.queries.lists import Named
from desktop_pipeline.ui.icons import icon_pixmap
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painted_button import PaintedButton
from desktop_pipeline.ui.widgets.painting import draw_focus_ring, draw_text, text_width
from desktop_pipeline.ui.widgets.words import set_plain

if TYPE_CHECKING:
    from desktop_pipeline.ui.widgets.chip_menu import ChipMenu

HEIGHT = 26
_PAD = 10
_ICON = 13
_ARROW = 12
_GAP = 6
WIDEST_VALUE = 160


class Chip(PaintedButton):
    """A round button that shows whether something is set; `clear_wanted` when its cross is clicked."""

    clear_wanted = Signal()

    def __init__(self, theme: Theme, text: str, icon: str | None = None) -> None:
        super().__init__()
        self._theme = theme
        self._icon_name = icon
        self._set = False
        self._clearable = True
        set_plain(self, text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self.updateGeometry)
        theme.changed.connect(self.update)

    @property
    def is_set(self) -> bool:
        """Whether it filters anything."""
        return self._set

    def show_value(self, text: str, *, is_set: bool, clearable: bool = True) -> None:
        """Show what is chosen; set chips are tinted and carry a cross unless not `clearable`."""
        self._set = is_set
        self._clearable = clearable
        set_plain(self, text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        text = text_width(self._theme, "secondary_medium" if self._set else "secondary", self.text())
        size = self._theme.size
        width = 2 * _PAD + _GAP + size(_ARROW) + min(size(WIDEST_VALUE), text)
        width += size(_ICON) + _GAP if self._icon_name else 0
        return QSize(round(width), size(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        spot = event.position().toPoint()
        cross_from = self.width() - _PAD - self._theme.size(_ARROW) - _GAP
        if self._shows_cross() and self.rect().contains(spot) and spot.x() > cross_from:
            self.setDown(False)
            self.clear_wanted.emit()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.click()
        elif event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace} and self._set:
            self.clear_wanted.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        radius = body.height() / 2
        fill = "accentSoft" if self._set else "hover" if self.underMouse() or self.isDown() else "canvas"
        painter.setPen(QPen(theme.color("accentLine" if self._set else "line2"), 1))
        painter.setBrush(theme.color(fill))
        painter.drawRoundedRect(body, radius, radius)
        role = "accent" if self._set else "ink2"
        ratio = self.devicePixelRatioF()
        left = float(_PAD)
        if self._icon_name:
            side = theme.size(_ICON)
            top = round((self.height() - side) / 2)
            painter.drawPixmap(QPointF(left, top), icon_pixmap(theme, self._icon_name, side, role, ratio))
            left += side + _GAP
        side = theme.size(_ARROW)
        right = self.width() - _PAD - side
        box = QRectF(left, 0, right - _GAP - left + 1, self.height())
        draw_text(painter, theme, "secondary_medium" if self._set else "secondary", theme.color(role), box, self.text())
        arrow = "x" if self._shows_cross() else "chevron-down"
        spot = QPointF(right + 2, round((self.height() - side) / 2))
        painter.drawPixmap(spot, icon_pixmap(theme, arrow, side, role, ratio))
        if self.hasFocus():
            draw_focus_ring(painter, theme, body.adjusted(1.5, 1.5, -1.5, -1.5), radius - 1.5)

    def _shows_cross(self) -> bool:
        return self._set and self._clearable


class FilterChip(Chip):
    """A chip over named rows, any number of which may be taken; `chosen(frozenset of ids)` when that changes."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, label: str, plural: str, icon: str) -> None:
        """`plural` is shown when several are taken and has the place `{count}`: “{count} owners”."""
        super().__init__(theme, label, icon)
        self._look = (label, plural, icon)
        self._choices: tuple[tuple[int, str], ...] = ()
        self._taken: frozenset[int] = frozenset()
        self.setAccessibleName(label)
        self.clicked.connect(self.open_menu)
        self.clear_wanted.connect(self.clear)

    @property
    def taken(self) -> frozenset[int]:
        """Ids of the rows that are let through; empty lets all through."""
        return self._taken

    def set_choices(self, choices: Sequence[tuple[int, str]]) -> None:
        """What there is to choose from; taken ids that are gone fall away."""
        self._choices = tuple(choices)
        self.take(self._taken & {row_id for row_id, _name in self._choices})

    def take(self, ids: frozenset[int]) -> None:
        """Take exactly these; tells `chosen` when they are others than before."""
        if ids == self._taken:
            return
        self._taken = ids
        names = [name for row_id, name in self._choices if row_id in ids]
        label, plural, _icon = self._look
        text = label if not ids else names[0] if len(names) == 1 else plural.format(count=len(ids))
        self.show_value(text, is_set=bool(ids))
        self.chosen.emit(ids)

    def clear(self) -> None:
        """Let all through."""
        self.take(frozenset())

    def make_twin(self) -> "FilterChip":
        """Another chip with the same choices and the same taken, for another place."""
        twin = FilterChip(self._theme, *self._look)
        twin.set_choices(self._choices)
        twin.take(self._taken)
        return twin

    def open_menu(self) -> "ChipMenu":
        """Show the list below the chip."""
        from desktop_pipeline.ui.widgets.chip_menu import ChipMenu  # noqa: PLC0415 - when somebody chooses

        menu = ChipMenu(self._theme, self._choices, self._taken, self)
        menu.toggled.connect(self._on_toggled)
        menu.open_at(self.mapToGlobal(QPoint(0, self.height() + 4)))
        return menu

    def _on_toggled(self, row_id: int) -> None:
        self.take(self._taken ^ {row_id})


def name_rows(rows: Sequence[Named], none: str) -> list[tuple[int, str]]:
    """Rows to choose from, and in these words a line for deals that have none of them, where there are rows at all."""
    named = [(row.row_id, row.name) for row in rows]
    return [*named, (NONE, none)] if named and none else named
