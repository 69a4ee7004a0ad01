"""Which deals the sheets are of: a list that finds by typing, with ticks."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop_pipeline.queries.gates import read_titles
from desktop_pipeline.queries.search import DealFound, read_recent_deals, search
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.popups import show_on_screen
from desktop_pipeline.ui.widgets.words import Words, as_tooltip

_WIDTH = 320
_ROW = 26
_ROWS = 10
_FOUND = 30
_TYPED_MS = 120
_ID = Qt.ItemDataRole.UserRole


def name_deals(session: Session, ids: Sequence[int]) -> str:
    """The deal's title, or how many they are."""
    if len(ids) == 1:
        title = read_titles(session.workspace, ids).get(ids[0])
        if title is not None:
            return title
    if not ids:
        return QCoreApplication.translate("DealPicker", "Choose deals…")
    return QCoreApplication.translate("DealPicker", "%Ln deals", None, len(ids))


class DealPicker(QFrame):
    """Stays open while deals are ticked; Esc or a click outside closes it. `chosen(ids)` in the order of the ticks."""

    chosen = Signal(object)

    def __init__(self, session: Session, theme: Theme, taken: Sequence[int], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("popup", True)
        self._session = session
        self._theme = theme
        # Kept in the order in which they were ticked: so they are printed.
        self.taken: list[int] = list(taken)
        self.field = QLineEdit(placeholderText=self.tr("Type to find a deal"), clearButtonEnabled=True)
        self.field.setAccessibleName(self.tr("Find a deal"))
        self.list = QListWidget()
        self.list.setUniformItemSizes(True)
        self.list.setProperty("bare", True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(self.tr("Deals"))
        self._nothing = Words(theme, self.tr("No such deal."), "secondary", "ink2")
        self._nothing.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.setSpacing(6)
        for widget in (self.field, self._nothing, self.list):
            layout.addWidget(widget)
        self.setFixedWidth(theme.size(_WIDTH))
        self.list.setFixedHeight(_ROWS * theme.size(_ROW))
        self._typed = QTimer(self, singleShot=True, interval=_TYPED_MS)
        self._typed.timeout.connect(self._find)
        self.field.textChanged.connect(lambda _text: self._typed.start())
        self.field.installEventFilter(self)
        self.list.itemClicked.connect(self._turn)
        self._find()

    def open_at(self, place: QPoint) -> None:
        """Show with the top left corner there, moved so that it stays on the screen."""
        show_on_screen(self, place)
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._take_key(event.key())
        return super().eventFilter(watched, event)

    def _take_key(self, key: int) -> bool:
        if key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            row = self.list.currentRow() + (-1 if key == Qt.Key.Key_Up else 1)
            self.list.setCurrentRow(max(0, min(row, self.list.count() - 1)))
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self._typed.isActive():
                self._typed.stop()
                self._find()
            if self.list.currentItem() is not None:
                self._turn(self.list.currentItem())
        else:
            return False
        return True

    def _find(self) -> None:
        """The deals that the words find; without words those that are ticked, and those worked on lately."""
        workspace, text = self._session.workspace, self.field.text()
        if text.strip():
            found = search(workspace, text, limit=_FOUND).deals
        else:
            found = read_recent_deals(workspace, self.taken, limit=max(_FOUND, len(self.taken)))
        self.list.clear()
        for deal in found:
            self._add(deal)
        self.list.setCurrentRow(0)
        self._nothing.setVisible(not found)

    def _add(self, deal: DealFound) -> None:
        name = deal.title if deal.organisation is None else f"{deal.title}, {deal.organisation}"
        row = QListWidgetItem(name, self.list)
        row.setData(_ID, deal.deal_id)
        row.setToolTip(as_tooltip(name))
        row.setSizeHint(QSize(0, self._theme.size(_ROW)))
        row.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        is_taken = deal.deal_id in self.taken
        row.setCheckState(Qt.CheckState.Checked if is_taken else Qt.CheckState.Unchecked)

    def _turn(self, row: QListWidgetItem) -> None:
        # The whole row is the target, not the tick alone: the list itself must not turn it a second time.
        deal_id = int(row.data(_ID))
        if deal_id in self.taken:
            self.taken.remove(deal_id)
        else:
            self.taken.append(deal_id)
        row.setCheckState(Qt.CheckState.Checked if deal_id in self.taken else Qt.CheckState.Unchecked)
        self.chosen.emit(tuple(self.taken))
