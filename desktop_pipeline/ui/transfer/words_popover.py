"""The names in a column and what each becomes: one that is known, a new one, or nothing."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QObject, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from desktop_pipeline.actions.importing.outlook import WordOutlook
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.transfer.choice_box import paint_cell_icon, paint_choice_box
from desktop_pipeline.ui.transfer.choice_list import ChoiceList, Offer
from desktop_pipeline.ui.transfer.field_words import IGNORE, name_words
from desktop_pipeline.ui.transfer.plain_table import HEAD, NOWHERE, ModelIndex, PlainDelegate, PlainTable
from desktop_pipeline.ui.widgets.painting import RIGHT, draw_text
from desktop_pipeline.ui.widgets.popover import Popover
from desktop_pipeline.ui.widgets.words import as_tooltip

_WIDTH = 540
_ROW = 31
_MOST_ROWS = 10
_WIDTHS = (158, 62, 22, 164, 100)
_WORD, _COUNT, _ARROW, _MEANT, _REMARK = range(5)
WordRole = Qt.ItemDataRole.UserRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_OPENING = frozenset((Qt.Key.Key_Space, Qt.Key.Key_F2, Qt.Key.Key_F4))


class WordModel(QAbstractTableModel):
    """Word, rows that have it, and what it becomes."""

    def __init__(self, formats: Formats, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.words: list[WordOutlook] = []
        self._formats = formats
        self._heads = (self.tr("In the file"), self.tr("Rows"), "", self.tr("Becomes"), "")

    def show_words(self, words: Sequence[WordOutlook]) -> None:
        self.beginResetModel()
        self.words = list(words)
        self.endResetModel()

    def rowCount(self, parent: ModelIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.words)

    def columnCount(self, parent: ModelIndex = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section == _COUNT:
            return _RIGHT
        return None

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        word = self.words[index.row()]
        texts = (word.word, self._formats.number(word.rows), "", self.name_meant(word), self._remark(word))
        if role == WordRole:
            return word
        if role == Qt.ItemDataRole.DisplayRole:
            return texts[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_tooltip(texts[index.column()]) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = self.tr("{word} in {count} rows becomes {meant} {remark}")
            return said.format(word=texts[0], count=texts[1], meant=texts[3], remark=texts[4]).strip()
        return None

    def name_meant(self, word: WordOutlook) -> str:
        """What a word becomes."""
        told = {"": self.tr("Nothing"), IGNORE: self.tr("Nothing")}
        if word.field in {"stage", "status"}:
            told |= {"open": self.tr("Open"), "won": self.tr("Won"), "lost": self.tr("Lost")}
        return told.get(word.meant, word.meant)

    def _remark(self, word: WordOutlook) -> str:
        if word.is_new:
            return self.tr("like “{near}”?").format(near=word.near) if word.near else self.tr("new")
        return ""


class _WordDelegate(PlainDelegate):
    """What a word becomes looks like the box that Space opens."""

    def paint_cell(self, painter: QPainter, box: QRectF, index: ModelIndex, text: str) -> None:
        word = index.data(WordRole)
        if not isinstance(word, WordOutlook):
            return
        theme = self._theme
        is_doubtful = word.is_new and bool(word.near)
        if index.column() == _WORD:
            draw_text(painter, theme, "value", theme.color("ink"), box.adjusted(0, 0, -8, 0), text)
        elif index.column() == _COUNT:
            draw_text(painter, theme, "body", theme.color("ink2"), box.adjusted(0, 0, -8, 0), text, RIGHT)
        elif index.column() == _ARROW:
            paint_cell_icon(painter, theme, "arrow-right", QPointF(box.left() + 2, box.center().y()))
        elif index.column() == _MEANT:
            keys = self.has_keys(index)
            nothing = word.meant in {"", IGNORE}
            paint_choice_box(painter, theme, box, text, is_empty=nothing, is_doubtful=is_doubtful, has_keys=keys)
        else:
            draw_text(painter, theme, "secondary", theme.color("amber" if is_doubtful else "ink2"), box, text)


class WordTable(PlainTable):
    """Space opens what a word may become. Signals: `opened(row)`."""

    opened = Signal(int)

    def __init__(self, theme: Theme, formats: Formats) -> None:
        super().__init__(theme, "", _ROW, _WIDTHS)
        self.words = WordModel(formats, self)
        self.head.pad = 0
        self.setModel(self.words)
        self.setItemDelegate(_WordDelegate(theme, _ROW, self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.dress()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        is_down = event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
        if row >= 0 and (event.key() in _OPENING or is_down):
            self.opened.emit(row)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == _MEANT:
            self.opened.emit(index.row())


class WordsPopover(Popover):
    """Enter and Esc close it; what was chosen holds at once. Signals: `meant(word, name)`."""

    meant = Signal(str, str)

    def __init__(self, theme: Theme, formats: Formats, field: str, names: Sequence[Offer], parent: QWidget) -> None:
        """`names` are those that the workspace knows."""
        super().__init__(theme, _WIDTH, parent)
        self._field = field
        self._names = tuple(names)
        self.table = WordTable(theme, formats)
        self.table.setAccessibleName(name_words(field))
        self.table.opened.connect(self.open_choices)
        self.popup: ChoiceList | None = None
        self.body.addWidget(self.table)
        self.head(name_words(field), self.tr("What each name in the file becomes. Space opens the list."))

    @property
    def field(self) -> str:
        """Whose names they are."""
        return self._field

    def show_words(self, words: Sequence[WordOutlook]) -> None:
        """Show the names of this field."""
        row = max(0, self.table.currentIndex().row())
        self.table.words.show_words([word for word in words if word.field == self._field])
        count = self.table.words.rowCount()
        theme = self._theme
        self.table.setFixedHeight(theme.size(HEAD) + max(1, min(_MOST_ROWS, count)) * theme.size(_ROW) + 1)
        if count:
            self.table.setCurrentIndex(self.table.words.index(min(row, count - 1), 0))
        self.fit()

    def open_at(self, place: QPoint) -> None:
        super().open_at(place)
        self.table.setFocus(Qt.FocusReason.PopupFocusReason)

    def submit(self) -> None:
        self.close()

    def open_choices(self, row: int) -> None:
        """Lets the user choose what a word becomes."""
        word = self.table.words.words[row]
        popup = ChoiceList(self._theme, word.word, self._offers(word), word.meant, self)
        popup.taken.connect(lambda name: self.meant.emit(word.word, name))
        self.popup = popup
        box = self.table.visualRect(self.table.words.index(row, _MEANT))
        popup.open_at(self.table.viewport().mapToGlobal(box.bottomLeft() + QPoint(0, 2)))

    def _offers(self, word: WordOutlook) -> list[Offer]:
        offers = list(self._names)
        if self._field == "status":
            return [Offer("open", self.tr("Open")), *offers]
        if not any(offer.value.casefold() == word.word.casefold() for offer in offers):
            offers.append(Offer(word.word, self.tr("Create “{name}”").format(name=word.word)))
        return [*offers, Offer(IGNORE if self._field == "stage" else "", self.tr("Nothing"))]
