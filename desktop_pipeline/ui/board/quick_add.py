"""Quick add at a column's foot: “title, organisation, value”; Enter adds and stays open for the next one."""

import re
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop_pipeline.domain.money import Money, to_minor
from desktop_pipeline.ui.board.card_delegate import INSET, RADIUS
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme

# A comma between digits belongs to the number (7,400), any other one parts the fields.
_COMMA = re.compile(r",(?!\d)|(?<!\d),")
_AMOUNT = re.compile(r"(?P<whole>\d{1,3}(?:[ ,.'’\u00a0]\d{3})+|\d+)(?:[.,](?P<part>\d{1,2}))?")
_AROUND = "€$£¥ \u00a0"


@dataclass(frozen=True, slots=True)
class QuickDeal:
    """What a line of quick add says; `value` in major units."""

    title: str
    organisation: str | None
    value: Decimal | None


def parse_quick_add(text: str) -> QuickDeal | None:
    """The parts of the line; None without a title. A last part that is no number belongs to the organisation."""
    parts = [part.strip() for part in _COMMA.split(text)]
    value = _parse_amount(parts[-1]) if len(parts) > 1 else None
    if value is not None:
        parts.pop()
    title, organisation = parts[0], ", ".join(part for part in parts[1:] if part)
    return QuickDeal(title, organisation or None, value) if title else None


def _parse_amount(text: str) -> Decimal | None:
    found = _AMOUNT.fullmatch(text.strip(_AROUND))
    if found is None:
        return None
    whole = re.sub(r"\D", "", found["whole"])
    return Decimal(f"{whole}.{found['part'] or 0}")


class QuickAdd(QWidget):
    """A field with a ring; below it what was understood.

    Signals: `added(QuickDeal)` on Enter; `closed()` on Esc.
    """

    added = Signal(object)
    closed = Signal()

    def __init__(self, theme: Theme, formats: Formats, currency: str) -> None:
        super().__init__()
        self._theme = theme
        self._formats = formats
        self._currency = currency
        self.field = QLineEdit(frame=False)
        self.field.setAccessibleName(self.tr("New deal: title, organisation, value"))
        # The field lies bare on the ring that this widget paints.
        self.field.setStyleSheet(
            "QLineEdit, QLineEdit:focus { border: 0; padding: 0; min-height: 0; background: transparent; }"
        )
        self._hint = QLabel(textFormat=Qt.TextFormat.PlainText)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(INSET + 11, 8, INSET + 9, 8)
        layout.setSpacing(2)
        layout.addWidget(self.field)
        layout.addWidget(self._hint)
        self.field.textChanged.connect(self._show_understood)
        self.field.returnPressed.connect(self._on_return)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self._show_understood()

    def sizeHint(self) -> QSize:
        return QSize(216, self._theme.line("body") + self._theme.line("caption") + 26)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.field.clear()
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
        palette = QPalette(self._hint.palette())
        palette.setColor(QPalette.ColorRole.WindowText, QColor(self._theme.tokens.ink3))
        self._hint.setPalette(palette)
        self._hint.setFont(self._theme.font("caption"))

    def _show_understood(self) -> None:
        deal = parse_quick_add(self.field.text())
        if deal is None or (deal.organisation is None and deal.value is None):
            self._hint.setText(self.tr("title, organisation, value"))
            return
        parts = [deal.title, deal.organisation or ""]
        if deal.value is not None:
            parts.append(self._formats.money(Money(to_minor(deal.value, self._currency), self._currency)))
        self._hint.setText(" · ".join(part for part in parts if part))

    def _on_return(self) -> None:
        deal = parse_quick_add(self.field.text())
        if deal is not None:
            self.added.emit(deal)
