"""A list that opens below a cell or a button: one choice of many, found by typing."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.painting import text_width
from desktop_pipeline.ui.widgets.popups import show_on_screen

_NARROWEST = 200
_WIDEST = 380
_ROW = 26
_MOST_ROWS = 12
_FOUND_FROM = 8
_ROOM = 48


@dataclass(frozen=True, slots=True)
class Offer:
    """One choice, as it is kept and as it is read."""

    value: str
    words: str


class ChoiceList(QFrame):
    """Enter or a click takes a choice, Esc none. Signals: `taken(value)`."""

    taken = Signal(str)

    def __init__(self, theme: Theme, name: str, offers: Sequence[Offer], current: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("popup", True)
        self.setAccessibleName(name)
        self.field = QLineEdit(placeholderText=self.tr("Type to find"))
        self.field.setAccessibleName(self.tr("Find in the list"))
        self.list = QListWidget()
        self.list.setUniformItemSizes(True)
        self.list.setProperty("bare", True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(name)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        for offer in offers:
            row = QListWidgetItem(offer.words, self.list)
            row.setData(Qt.ItemDataRole.UserRole, offer.value)
            row.setToolTip(offer.words)
            row.setSizeHint(QSize(0, theme.size(_ROW)))
            if offer.value == current:
                self.list.setCurrentItem(row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.setSpacing(6)
        layout.addWidget(self.field)
        layout.addWidget(self.list)
        longest = max((text_width(theme, "body", offer.words) for offer in offers), default=0.0)
        self.setFixedWidth(round(min(theme.size(_WIDEST), max(theme.size(_NARROWEST), longest + _ROOM))))
        self.list.setFixedHeight(max(1, min(_MOST_ROWS, len(offers))) * theme.size(_ROW) + 2)
        self.field.setVisible(len(offers) >= _FOUND_FROM)
        self.field.textChanged.connect(self._on_text_changed)
        self.field.installEventFilter(self)
        self.list.itemClicked.connect(self._take)
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(0)

    def open_at(self, place: QPoint) -> None:
        """Show with the top left corner there, moved so that it stays on the screen."""
        show_on_screen(self, place)
        keys = self.field if self.field.isVisible() else self
        keys.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._take_key(event.key())
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif not self._take_key(event.key()):
            super().keyPressEvent(event)

    def _take_key(self, key: int) -> bool:
        if key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self._step(-1 if key == Qt.Key.Key_Up else 1)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            row = self.list.currentItem()
            if self.list.currentRow() >= 0 and not row.isHidden():
                self._take(row)
        else:
            return False
        return True

    def _step(self, by: int) -> None:
        row = self.list.currentRow() + by
        while 0 <= row < self.list.count():
            if not self.list.item(row).isHidden():
                self.list.setCurrentRow(row)
                return
            row += by

    def _on_text_changed(self, text: str) -> None:
        wanted = text.casefold().split()
        first = None
        for index in range(self.list.count()):
            row = self.list.item(index)
            fits = all(word in row.text().casefold() for word in wanted)
            row.setHidden(not fits)
            first = index if fits and first is None else first
        self.list.setCurrentRow(-1 if first is None else first)

    def _take(self, row: QListWidgetItem) -> None:
        value = str(row.data(Qt.ItemDataRole.UserRole))
        self.close()
        self.taken.emit(value)
