"""The menu of a filter chip: a field that finds by typing above a list with ticks, or with rings for one of them."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop_pipeline.ui.icons import icon
from desktop_pipeline.ui.style import RINGS
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.popups import show_on_screen

_WIDTH = 240
_ROW = 26
_MOST_ROWS = 10
_ADDING = 0
_ICON = 14


class ChipMenu(QFrame):
    """Stays open while rows are ticked; Esc or a click outside closes it.

    Signals: `toggled(id)` of a row; 0 for the row that adds another one.
    """

    toggled = Signal(int)

    def __init__(
        self,
        theme: Theme,
        choices: Sequence[tuple[int, str]],
        taken: frozenset[int],
        parent: QWidget,
        *,
        picks_one: bool = False,
        adding: str = "",
    ) -> None:
        """`picks_one`: whoever opens it closes it with the first choice; `adding` are the words of a row that adds."""
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("popup", True)
        self._field = QLineEdit(placeholderText=self.tr("Type to find"), clearButtonEnabled=True)
        self._field.setAccessibleName(self.tr("Find in the list"))
        self._list = QListWidget()
        self._list.setUniformItemSizes(True)
        self._list.setIconSize(QSize(theme.size(_ICON), theme.size(_ICON)))
        self._list.setProperty("bare", True)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setAccessibleName(self.tr("Choices"))
        for row_id, name in choices:
            row = QListWidgetItem(name, self._list)
            row.setData(Qt.ItemDataRole.UserRole, row_id)
            row.setSizeHint(QSize(0, theme.size(_ROW)))
            row.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            # Where one is picked for something, none is taken before.
            if taken or not picks_one:
                row.setCheckState(Qt.CheckState.Checked if row_id in taken else Qt.CheckState.Unchecked)
        if adding:
            row = QListWidgetItem(icon(theme, "plus"), adding, self._list)
            row.setData(Qt.ItemDataRole.UserRole, _ADDING)
            row.setSizeHint(QSize(0, theme.size(_ROW)))
        self._picks_one = picks_one
        self._list.setProperty(RINGS, picks_one)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.setSpacing(6)
        layout.addWidget(self._field)
        layout.addWidget(self._list)
        self.setFixedWidth(theme.size(_WIDTH))
        rows = max(1, min(_MOST_ROWS, self._list.count()))
        self._list.setFixedHeight(rows * theme.size(_ROW))
        self._field.textChanged.connect(self._on_text_changed)
        self._field.installEventFilter(self)
        self._list.itemClicked.connect(self._turn)
        self._list.setCurrentRow(0)

    def open_at(self, place: QPoint) -> None:
        """Show with the top left corner there, moved so that it stays on the screen."""
        show_on_screen(self, place)
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._take_key(event.key())
        return super().eventFilter(watched, event)

    def _take_key(self, key: int) -> bool:
        if key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self._step(-1 if key == Qt.Key.Key_Up else 1)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            row = self._list.currentItem()
            if self._list.currentRow() >= 0 and not row.isHidden():
                self._turn(row)
        else:
            return False
        return True

    def _step(self, by: int) -> None:
        row = self._list.currentRow() + by
        while 0 <= row < self._list.count():
            if not self._list.item(row).isHidden():
                self._list.setCurrentRow(row)
                return
            row += by

    def _on_text_changed(self, text: str) -> None:
        wanted = text.casefold().split()
        first = None
        for index in range(self._list.count()):
            row = self._list.item(index)
            fits = all(word in row.text().casefold() for word in wanted)
            row.setHidden(not fits)
            first = index if fits and first is None else first
        if first is not None:
            self._list.setCurrentRow(first)

    def _turn(self, row: QListWidgetItem) -> None:
        # The whole row is the target, not the tick alone: the list itself must not turn it a second time.
        if not self._picks_one and row.data(Qt.ItemDataRole.CheckStateRole) is not None:
            taken = row.checkState() == Qt.CheckState.Checked
            row.setCheckState(Qt.CheckState.Unchecked if taken else Qt.CheckState.Checked)
        self.toggled.emit(row.data(Qt.ItemDataRole.UserRole))
