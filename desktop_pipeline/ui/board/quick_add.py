"""Quick add at a column's foot: “title, organisation, value”; Enter adds and stays open for the next one."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop_pipeline.actions.deals import check_value
from desktop_pipeline.domain.currency_codes import CURRENCY_CODES
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.money import Money
from desktop_pipeline.ui.board.card_delegate import INSET
from desktop_pipeline.ui.board.card_face import RADIUS
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.typed import read_amount, without_currency
from desktop_pipeline.ui.widgets.undo_keys import pass_undo_on

# A comma between digits belongs to the number (7,400), any other one parts the fields, as those of other scripts do.
_COMMA = re.compile(r",(?!\d)|(?<!\d),|[،、，]")
# Nothing but digits and what stands around amounts: meant as one, and refused in words where it is none.
_LIKE_AMOUNT = re.compile(r"(?=.*\d)[\d\s.,'’٫٬\u061c\u200e\u200f+\-−€$£¥%٪]+[km]?", re.IGNORECASE)
_CODE = re.compile(r"([A-Z]{3})\s*(?=[\d+\-−])|(?<=\d)\s*([A-Z]{3})$")


@dataclass(frozen=True, slots=True)
class QuickDeal:
    """What a line of quick add says."""

    title: str
    organisation: str | None
    value: Money | None


def parse_quick_add(text: str, currencies: Sequence[str], formats: Formats) -> QuickDeal | None:
    """The parts of the line; None without a title. A last part that is no number belongs to the organisation.

    An amount is in the first of the currencies, unless it names another of them. Raises InvalidError for one that
    cannot be read for sure.
    """
    parts = [part.strip() for part in _COMMA.split(text)]
    value = None
    currency = _find_currency(parts[-1], currencies, formats) if len(parts) > 1 else None
    if currency is not None:
        value = read_amount(parts.pop(), currency, formats)
        check_value(value)
    title, organisation = parts[0], ", ".join(part for part in parts[1:] if part)
    return QuickDeal(title, organisation or None, value) if title else None


def _find_currency(part: str, currencies: Sequence[str], formats: Formats) -> str | None:
    """Which currency a part is an amount of; None for one that is no amount."""
    for currency in currencies:
        bare = without_currency(part, currency, formats)
        if bare != part and _LIKE_AMOUNT.fullmatch(bare):
            return currency
    if _LIKE_AMOUNT.fullmatch(part):
        return currencies[0]
    found = _CODE.search(part)
    code = found and (found[1] or found[2])
    if found and code in CURRENCY_CODES and _LIKE_AMOUNT.fullmatch(_CODE.sub("", part, count=1)):
        message = QCoreApplication.translate("QuickAdd", "{code} is none of your currencies. Add it in the settings.")
        raise InvalidError(message.format(code=code))
    return None


class QuickAdd(QWidget):
    """A field with a ring; below it what was understood.

    Signals: `added(QuickDeal)` on Enter; `closed()` on Esc; `height_changed()` when a refusal takes more lines.
    """

    added = Signal(object)
    height_changed = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, formats: Formats, read_currencies: Callable[[], Sequence[str]]) -> None:
        """`read_currencies` names the workspace's own, that of sums first."""
        super().__init__()
        self._theme = theme
        self._formats = formats
        self._read_currencies = read_currencies
        self.field = QLineEdit(frame=False)
        pass_undo_on(self.field)
        self.field.setAccessibleName(self.tr("New deal: title, organisation, value"))
        # The field lies bare on the ring that this widget paints.
        self.field.setStyleSheet(
            "QLineEdit, QLineEdit:focus { border: 0; padding: 0; min-height: 0; background: transparent; }"
        )
        self._hint = QLabel(textFormat=Qt.TextFormat.PlainText)
        self._told_in = 0
        layout = QVBoxLayout(self)
        layout.setContentsMargins(INSET + 11, 8, INSET + 9, 8)
        layout.setSpacing(2)
        layout.addWidget(self.field)
        layout.addWidget(self._hint)
        self.field.textChanged.connect(self._show_understood)
        self.field.returnPressed.connect(self._on_return)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def sizeHint(self) -> QSize:
        return QSize(216, self._theme.line("body") + max(self._told_in, self._theme.line("caption")) + 26)

    def empty(self) -> None:
        """Take away what is typed, for good: the next undo is for the deal that was added."""
        self.field.setText("")  # clear() would leave it to be undone

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.empty()
            self.closed.emit()
        elif event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("accent"), 2))
        painter.setBrush(self._theme.color("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(INSET, 2, -INSET, -2), RADIUS, RADIUS)

    def _on_theme_changed(self) -> None:
        self._hint.setFont(self._theme.font("caption"))
        self._show_understood()

    def _show_understood(self) -> None:
        deal, refusal = self._read()
        if refusal:
            self._say(refusal, "red")
        elif deal is None or (deal.organisation is None and deal.value is None):
            self._say(self.tr("title, organisation, value"), "ink3")
        else:
            amount = "" if deal.value is None else self._formats.money(deal.value)
            self._say(" · ".join(part for part in (deal.title, deal.organisation, amount) if part), "ink3")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def _measure(self) -> None:
        """What is refused is told in whole, on as many lines as it takes."""
        room = self.width() - 2 * INSET - 20
        height = self._hint.heightForWidth(room) if self._hint.wordWrap() else 0
        if height != self._told_in:
            self._told_in = height
            self.height_changed.emit()

    def _say(self, text: str, role: str) -> None:
        self._hint.setText(text)
        self._hint.setWordWrap(role == "red")
        self._measure()
        palette = QPalette(self._hint.palette())
        palette.setColor(QPalette.ColorRole.WindowText, self._theme.color(role))
        self._hint.setPalette(palette)

    def _read(self) -> tuple[QuickDeal | None, str]:
        """The deal that is typed, or why it cannot be taken."""
        try:
            return parse_quick_add(self.field.text(), self._read_currencies(), self._formats), ""
        except InvalidError as error:
            return None, str(error)

    def _on_return(self) -> None:
        deal, _refusal = self._read()
        if deal is not None:
            self.added.emit(deal)
