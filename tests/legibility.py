"""What is wrong with a screen: texts that are cut, shortened without a tooltip, or lie over each other."""

from collections.abc import Iterable, Iterator, Sequence

from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPushButton, QTableView, QWidget

from desktop_pipeline.ui.board.board_page import BoardPage
from desktop_pipeline.ui.board.card_face import CardState
from desktop_pipeline.ui.board.stage_cards import CardRole
from desktop_pipeline.ui.widgets.toast import Toast
from desktop_pipeline.ui.widgets.words import ElidedWords
from tests.painted_texts import TextRecorder, cut_off, overlapping, read_texts, shortened
from tests.pseudo_words import OPENING

# What lies over others on purpose: a toast, the panel with its shadow, a note below a field.
OVERLAYS = frozenset(
    ("Toast", "DealPanel", "EdgeShadow", "ErrorNote", "DropZones", "ChipMenu", "QuickAdd", "ThinBar", "_Panel")
)

# Tables of many columns: they run sideways where the window is small.
RUNNING = frozenset(
    ("DealsView", "ContactTable", "RowTable", "ReasonColumn", "PassedTable", "DifferenceTable", "SheetTable")
)

_CARDS = 3


def complain(widget: QWidget) -> list[str]:
    """Everything that is wrong with what the widget shows now."""
    texts = read_texts(widget)
    # A window has thousands of widgets, most of them on screens that are not shown: they are gone through once.
    shown = [child for child in widget.findChildren(QWidget) if child.isVisible()]
    painted = [*cut_off(widget, shown, texts, OVERLAYS), *overlapping(texts), *shortened(widget, shown, texts)]
    cards = [wrong for board in shown if isinstance(board, BoardPage) for wrong in _wrong_cards(board)]
    return list(dict.fromkeys([*_clipped(shown), *_overlaid(shown), *painted, *cards]))


def _clipped(shown: Sequence[QWidget]) -> list[str]:
    """Texts that do not fit where they stand; those that end in “…” with a tooltip are meant to."""
    found = []
    for label in _labelled(shown):
        if isinstance(label, ElidedWords):
            if label.sizeHint().width() > label.width() + 1 and not label.toolTip():
                found.append(f"{label.text()!r} is cut without a tooltip")
        elif isinstance(label, QLabel):
            needed = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
            wide = not label.wordWrap() and label.sizeHint().width() > label.width() + 1
            if wide or label.fontMetrics().height() > label.height() + 1 or needed > label.height() + 2:
                found.append(f"{label.text()!r}: {label.size()} for {label.sizeHint()}")
        elif isinstance(label, QPushButton) and label.sizeHint().width() > label.width() + 1:
            found.append(f"{label.text()!r}: {label.size()} for {label.sizeHint()}")
    return found + [cut for table in shown if isinstance(table, QTableView) for cut in cut_heads(table)]


def cut_heads(table: QTableView) -> Iterator[str]:
    """Columns too narrow for their heads, and tables that do not fit sideways."""
    header = table.horizontalHeader()
    if header.isHidden():
        return
    for column in range(header.count()):
        if header.isSectionHidden(column):
            continue
        text = str(table.model().headerData(column, Qt.Orientation.Horizontal) or "")
        if header.sectionSize(column) < header.fontMetrics().horizontalAdvance(text) + 8:
            yield f"the head {text!r} has {header.sectionSize(column)}"
    # In our own words it fits; in a longer language it may be moved sideways.
    is_ours = OPENING not in str(table.model().headerData(1, Qt.Orientation.Horizontal) or "")
    if table.horizontalScrollBar().maximum() > 0 and is_ours and type(table).__name__ not in RUNNING:
        yield f"a table runs {table.horizontalScrollBar().maximum()} out of sight"


def _overlaid(shown: Iterable[QWidget]) -> list[str]:
    """Siblings that carry something to read and cover each other."""
    siblings: dict[QObject | None, list[QWidget]] = {}
    for child in shown:
        if isinstance(child, QLabel | QAbstractButton | QLineEdit) and type(child).__name__ not in OVERLAYS:
            siblings.setdefault(child.parent(), []).append(child)
    found = []
    for read in siblings.values():
        for index, one in enumerate(read):
            for other in read[index + 1 :]:
                common = one.geometry().intersected(other.geometry())
                if common.width() > 1 and common.height() > 1 and not isinstance(one, Toast):
                    found.append(f"{_name(one)} and {_name(other)} share {common}")
    return found


def _labelled(shown: Iterable[QWidget]) -> Iterator[QWidget]:
    for label in shown:
        if isinstance(label, QLabel | QAbstractButton) and label.text():
            yield label


def _name(widget: QWidget) -> str:
    text = getattr(widget, "text", None)
    return f"{type(widget).__name__} {text() if callable(text) else ''!r}"


def _wrong_cards(board: BoardPage) -> Iterator[str]:
    """Cards are kept as pictures: so they are painted once more, onto the recorder."""
    for column in board.canvas.columns:
        cards = column.list.cards
        for row in range(min(_CARDS, cards.rowCount())):
            place = column.list.visualRect(cards.index(row))
            card = cards.index(row).data(CardRole)
            if card is None or place.isEmpty():
                continue
            recorder = TextRecorder(place.width(), place.height())
            painter = QPainter(recorder)
            frame = board.delegate.card_rect(QRectF(0, 0, place.width(), place.height()))
            board.delegate.face.paint(painter, card, frame, CardState())
            painter.end()
            yield from (
                f"card: {wrong}" for wrong in (*overlapping(recorder.texts), *shortened(None, (), recorder.texts))
            )
