"""Sections of a column: a hairline, a heading, and rows that are made afresh for each deal."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from desktop_pipeline.ui.deal.surroundings import Surroundings
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.field import PAD
from desktop_pipeline.ui.widgets.icon_button import IconButton
from desktop_pipeline.ui.widgets.popover import Popover
from desktop_pipeline.ui.widgets.words import Words

Kept = TypeVar("Kept", bound=QWidget)


class Rule(QWidget):
    """A hairline between sections or columns."""

    def __init__(self, theme: Theme, *, is_upright: bool = False) -> None:
        super().__init__()
        if is_upright:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)
        self.setAutoFillBackground(True)
        self._theme = theme
        self._dress()
        theme.changed.connect(self._dress)

    def _dress(self) -> None:
        palette = self.palette()
        palette.setColor(self.backgroundRole(), self._theme.color("line"))
        self.setPalette(palette)


def make_rule(theme: Theme) -> QHBoxLayout:
    """A hairline as long as the texts of the fields around it."""
    row = QHBoxLayout()
    row.setContentsMargins(PAD, 0, PAD, 0)
    row.addWidget(Rule(theme))
    return row


def clear_rows(layout: QLayout) -> None:
    """Takes everything out of a layout."""
    while (found := layout.takeAt(0)) is not None:
        widget, inner = found.widget(), found.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear_rows(inner)


class Block(QWidget):
    """A heading under a hairline, a button that adds, and rows that are made afresh when what they show changed.

    The focus stays where it was: rows name what takes the keys by `keep`.
    """

    def __init__(self, around: Surroundings, title: str, *, add: str = "") -> None:
        super().__init__()
        self._around = around
        self._theme = around.theme
        self._formats = around.formats
        self._shown: object = None
        self._named: dict[str, QWidget] = {}
        self._named_before: tuple[str, ...] = ()
        self.add_button: IconButton | None = None
        self._head = head = QHBoxLayout()
        head.setContentsMargins(PAD, 0, 0, 0)
        head.setSpacing(4)
        head.addWidget(Words(self._theme, title, "strong"), 1)
        if add:
            self.add_button = IconButton(self._theme, "plus", add)
            self.add_button.setEnabled(not around.is_read_only)
            head.addWidget(self.add_button)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._whole = layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._line = QWidget()
        line = QVBoxLayout(self._line)
        line.setContentsMargins(0, 10, 0, 10)
        line.addLayout(make_rule(self._theme))
        layout.addWidget(self._line)
        layout.addLayout(head)
        layout.addSpacing(3)
        layout.addLayout(self._rows)
        self.setAccessibleName(title)

    def put_beside_title(self, widget: QWidget) -> None:
        """Put something small right behind the heading."""
        self._head.setStretch(0, 0)
        self._head.insertWidget(1, widget)
        self._head.insertStretch(2, 1)

    def add_below(self, below: QLayout) -> None:
        """Put something below the rows."""
        self._whole.addLayout(below)

    def stand_alone(self, *, is_alone: bool) -> None:
        """Without others above it there is nothing to divide it from."""
        self._line.setVisible(not is_alone)

    def show_rows(self, what: object, make: Callable[[], None]) -> None:
        """Make the rows anew where `what` is not what they show already."""
        if what == self._shown:
            return
        focused = next((name for name, widget in self._named.items() if _has_keys(widget)), None)
        self._shown = what
        self._named_before = tuple(self._named)
        self._named = {}
        clear_rows(self._rows)
        make()
        if focused is not None:
            self.give_keys(focused)

    def keep(self, name: str, widget: Kept) -> Kept:
        """The name by which the widget gets the keys again after its row was made anew."""
        self._named[name] = widget
        return widget

    def open_popup(self, popup: Popover, place: QWidget) -> None:
        """Open it below a widget of the block, which gets the keys again when it is gone."""
        name = next((name for name, widget in self._named.items() if widget is place), None)
        popup.closed.connect(lambda: self.give_keys(name or ""))
        popup.open_at(place.mapToGlobal(QPoint(0, place.height() + 4)))

    def named(self, name: str) -> QWidget | None:
        """What takes the keys under this name."""
        return self._named.get(name)

    def add_empty(self, text: str) -> None:
        """The words for no rows."""
        words = Words(self._theme, text, "secondary", "ink3", wrap=True)
        words.setContentsMargins(PAD, 0, PAD, 0)
        self._rows.addWidget(words)

    def give_keys(self, name: str) -> None:
        """To what is kept under this name; where its row is gone to the one in its place, or what adds another."""
        target = self._named.get(name)
        if target is None and name:
            before, now = (_list_kind(names, name) for names in (self._named_before, self._named))
            place = before.index(name) if name in before else 0
            target = self._named[now[min(place, len(now) - 1)]] if now else None
        target = target or self.add_button or next(iter(self._named.values()), None)
        if target is not None:
            target.show()
            target.setFocus()


def _list_kind(names: Iterable[str], name: str) -> list[str]:
    kind = name.partition(":")[0]
    return [each for each in names if each.partition(":")[0] == kind]


def _has_keys(widget: QWidget) -> bool:
    """Or will have them once its window is active again: a dialog of the system may just be closing."""
    editor = getattr(widget, "editor", None)
    return widget.window().focusWidget() in ([widget, editor] if isinstance(editor, QWidget) else [widget])
