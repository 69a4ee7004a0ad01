"""The line below the table while several deals are selected: what they come to, and the way to edit them at once."""

from PySide6.QtCore import QCoreApplication, QPointF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_pipeline.queries.deal_sums import DealSums
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.action_button import ActionButton
from desktop_pipeline.ui.widgets.painting import draw_hairline
from desktop_pipeline.ui.widgets.words import ElidedWords

_HEIGHT = 40


class TableFoot(QWidget):
    """Signals: `edit_wanted()` for the selection."""

    edit_wanted = Signal()

    def __init__(self, theme: Theme, formats: Formats) -> None:
        super().__init__()
        self._theme = theme
        self._formats = formats
        self.selection = ElidedWords(theme, "", "value")
        self.edit = ActionButton(theme, self.tr("Edit all…"), icon="pencil", keys=("E",))
        self.edit.clicked.connect(self.edit_wanted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 1, 14, 0)
        layout.setSpacing(12)
        layout.addWidget(self.selection)
        layout.addWidget(self.edit)
        layout.addStretch(1)
        self.show_selection(None, "")
        theme.changed.connect(self._dress)
        self._dress()

    def show_selection(self, summed: DealSums | None, currency: str) -> None:
        """Says what the selected deals come to; is not there for fewer than two."""
        self.setVisible(summed is not None)
        if summed is not None:
            self.selection.show_words(self.tr("Selected: {sum}").format(sum=self.say(summed, currency)))

    def say(self, summed: DealSums, currency: str) -> str:
        """`12 deals, €34,500`, and how many of them are not in the sum."""
        count = QCoreApplication.translate("TableFoot", "%Ln deals", None, summed.deals)
        if summed.deals == 1:
            count = self.tr("1 deal")
        said = count
        if summed.is_known:
            value = self._formats.whole_money(summed.value, currency)
            said = self.tr("{count}, {value}").format(count=count, value=value)
        elif not summed.without_rate:
            return count
        if summed.without_value:
            said += self.tr(", {number} without value").format(number=self._formats.number(summed.without_value))
        if summed.without_rate:
            said += self.tr(", {number} without rate").format(number=self._formats.number(summed.without_rate))
        return said

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("inset"))
        draw_hairline(painter, self._theme.color("line"), QPointF(0, 0.5), QPointF(self.width(), 0.5))

    def _dress(self) -> None:
        self.setFixedHeight(self._theme.size(_HEIGHT))
