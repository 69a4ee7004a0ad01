"""The products of a deal with their total."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_pipeline.domain.money import Money
from desktop_pipeline.queries.deal import DealProduct, DealView
from desktop_pipeline.ui.deal.sections import Rule, clear_rows, make_section
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.words import ElidedWords, Words


class Products(QWidget):
    """What is sold, how many, for how much; the total where every amount is known."""

    def __init__(self, theme: Theme, formats: Formats) -> None:
        super().__init__()
        self._theme = theme
        self._formats = formats
        self._rows = make_section(self, theme, self.tr("Products"))

    def show_deal(self, view: DealView) -> None:
        """Show a deal's products."""
        clear_rows(self._rows)
        if not view.products:
            self._rows.addWidget(Words(self._theme, self.tr("No products on this deal."), "secondary", "ink3"))
        for product in view.products:
            self._rows.addLayout(self._make_row(product))
        if view.products_total is not None:
            self._add_total(view.products_total, view.value)

    def _make_row(self, product: DealProduct) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 1, 0, 1)
        row.setSpacing(8)
        row.addWidget(ElidedWords(self._theme, product.name, "body", "ink2"), 1)
        row.addWidget(Words(self._theme, self._formats.number(product.quantity), "body", "ink2"))
        amount = Words(self._theme, self._formats.money(product.amount), "body")
        amount.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        amount.setMinimumWidth(self._theme.size(72))
        row.addWidget(amount)
        return row

    def _add_total(self, total: Money, value: Money | None) -> None:
        self._rows.addWidget(Rule(self._theme))
        row = QHBoxLayout()
        row.setContentsMargins(0, 2, 0, 0)
        row.addWidget(Words(self._theme, self.tr("Total"), "strong"), 1)
        row.addWidget(Words(self._theme, self._formats.money(total), "strong"))
        self._rows.addLayout(row)
        if value is not None and value != total:
            said = self.tr("The value was set by hand; the products add up to {total}.")
            self._rows.addWidget(
                Words(self._theme, said.format(total=self._formats.money(total)), "caption", "ink3", wrap=True)
            )
