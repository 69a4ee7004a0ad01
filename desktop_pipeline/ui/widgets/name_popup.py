"""A popup that finds by typing, and takes what is not there yet as something new."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from desktop_pipeline.domain.names import name_key
from desktop_pipeline.queries.lists import Named
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.popover import Popover

_WIDTH = 260
_ROW = 26
_MOST_ROWS = 8
_ID = Qt.ItemDataRole.UserRole
_NEW = 0  # ids begin at 1


class NamePopup(Popover):
    """Signals: `taken(id)` of a row, `named(text)` of something new; with ticks it stays open."""

    taken = Signal(int)
    named = Signal(str)

    def __init__(
        self,
        theme: Theme,
        title: str,
        find: Callable[[str], Sequence[Named]],
        parent: QWidget,
        *,
        new: str = "",
        ticks: Callable[[], frozenset[int]] | None = None,
    ) -> None:
        """`new` are the words for something new, with {text} in them; without them only what is there can be taken."""
        super().__init__(theme, _WIDTH, parent)
        self._find = find
        self._new = new
        self._ticks = ticks
        self.field = QLineEdit(placeholderText=self.tr("Type to find"))
        self.field.setAccessibleName(title)
        self.list = QListWidget()
        self.list.setProperty("bare", True)
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(self.tr("Choices"))
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.head(title)
        self.body.setSpacing(6)
        self.body.addWidget(self.field)
        self.body.addWidget(self.list)
        self.add_error_line()
        self.field.textChanged.connect(self._fill)
        self.field.installEventFilter(self)
        self.list.itemClicked.connect(self._take)
        self._fill("")

    def open_at(self, place: QPoint) -> None:
        super().open_at(place)
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def submit(self) -> None:
        row = self.list.currentItem()
        if self.list.currentRow() >= 0:
            self._take(row)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
            if by:
                self.list.setCurrentRow(max(0, min(self.list.count() - 1, self.list.currentRow() + by)))
                return True
        return super().eventFilter(watched, event)

    def _fill(self, text: str) -> None:
        self.refuse("")
        self.list.clear()
        typed = text.strip()
        rows = list(self._find(typed))
        ticked = self._ticks() if self._ticks is not None else frozenset()
        for row in rows:
            self._add(row.name, row.row_id, is_ticked=row.row_id in ticked)
        if self._new and typed and all(name_key(row.name) != name_key(typed) for row in rows):
            self._add(self._new.format(text=typed), _NEW)
        self.list.setCurrentRow(0)
        self.list.setFixedHeight(max(1, min(_MOST_ROWS, self.list.count())) * self._theme.size(_ROW))
        self.fit()

    def _add(self, words: str, row_id: int, *, is_ticked: bool = False) -> None:
        row = QListWidgetItem(words, self.list)
        row.setData(_ID, row_id)
        row.setSizeHint(QSize(0, self._theme.size(_ROW)))
        row.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        if self._ticks is not None and row_id != _NEW:
            row.setCheckState(Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked)

    def _take(self, row: QListWidgetItem) -> None:
        row_id, typed = int(row.data(_ID)), self.field.text().strip()
        stays = self._ticks is not None
        if not stays:
            self.close()
        if row_id == _NEW:
            self.named.emit(typed)
        else:
            self.taken.emit(row_id)
        if stays and not self.error:
            self.field.clear()
            self._fill("")
