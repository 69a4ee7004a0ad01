"""The column at the left of the window: the screens there are, 168 wide, or icons only in 48."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QToolButton, QVBoxLayout, QWidget

from desktop_pipeline.ui.icons import icon
from desktop_pipeline.ui.theme import Theme

WIDE, NARROW = 168, 48
_INSET = 8
_ICON = 16


@dataclass(frozen=True, slots=True)
class Destination:
    """A screen that the navigation leads to."""

    key: str
    name: str
    icon: str
    shortcut: str


class Navigation(QWidget):
    """Signals: `chosen(key)` when the user goes to another screen."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, destinations: Sequence[Destination]) -> None:
        super().__init__()
        self._theme = theme
        self._narrow = False
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_INSET, 10, _INSET, 10)
        layout.setSpacing(1)
        for destination in destinations:
            button = self._make_button(destination)
            layout.addWidget(button)
        layout.addStretch(1)
        theme.changed.connect(self._dress)
        self._names = {destination.key: destination for destination in destinations}
        self._dress()

    def go_to(self, key: str) -> None:
        """Marks a screen as the one that is shown."""
        self._buttons[key].setChecked(True)

    @property
    def current(self) -> str:
        """The screen that is shown."""
        return next(key for key, button in self._buttons.items() if button.isChecked())

    def set_narrow(self, *, narrow: bool) -> None:
        """Icons only, for small windows."""
        if narrow != self._narrow:
            self._narrow = narrow
            self._dress()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(QPen(self._theme.color("line"), 1))
        edge = self.width() - 1
        painter.drawLine(edge, 0, edge, self.height())

    def _make_button(self, destination: Destination) -> QToolButton:
        button = QToolButton()
        button.setCheckable(True)
        button.setChecked(not self._buttons)
        button.setProperty("nav", True)
        button.setAccessibleName(destination.name)
        button.setToolTip(f"{destination.name} ({destination.shortcut})")
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(lambda _checked, key=destination.key: self.chosen.emit(key))
        self._group.addButton(button)
        self._buttons[destination.key] = button
        return button

    def _dress(self) -> None:
        theme = self._theme
        self.setFixedWidth(NARROW if self._narrow else theme.size(WIDE))
        for key, button in self._buttons.items():
            destination = self._names[key]
            button.setIcon(icon(theme, destination.icon))
            button.setIconSize(QSize(theme.size(_ICON), theme.size(_ICON)))
            button.setFont(theme.font("body"))
            button.setText("" if self._narrow else f"  {destination.name}")
            style = Qt.ToolButtonStyle
            button.setToolButtonStyle(style.ToolButtonIconOnly if self._narrow else style.ToolButtonTextBesideIcon)
            button.setFixedWidth(self.width() - 2 * _INSET)
