"""The chip for the value of deals: at least, at most, or both."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal

from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.money import LARGEST_MINOR, Money
from desktop_pipeline.ui.formats import Formats
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.widgets.chip import Chip

if TYPE_CHECKING:
    from desktop_pipeline.ui.widgets.span_popover import SpanPopover

Limits = tuple[int | None, int | None]


class ValueChip(Chip):
    """`limits` are minor units of the base currency, which `read_currency` names; tells `chosen(limits)`."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, formats: Formats, read_currency: Callable[[], str]) -> None:
        super().__init__(theme, self.tr("Value"), "scale")
        self._formats = formats
        self._read_currency = read_currency
        self.limits: Limits = (None, None)
        self.setAccessibleName(self.text())
        self.clicked.connect(self.open_range)
        self.clear_wanted.connect(lambda: self.take((None, None)))

    def take(self, limits: Limits) -> None:
        """Let values between these through; tells `chosen` when they are others than before."""
        if limits == self.limits:
            return
        self.limits = limits
        least, most = (self._word(limit) for limit in limits)
        if least and most:
            text = self.tr("{least} – {most}").format(least=least, most=most)
        elif least:
            text = self.tr("from {least}").format(least=least)
        else:
            text = self.tr("up to {most}").format(most=most) if most else self.tr("Value")
        self.show_value(text, is_set=bool(least or most))
        self.chosen.emit(limits)

    def make_twin(self) -> "ValueChip":
        """Another chip that shows and sets what this one holds."""
        twin = ValueChip(self._theme, self._formats, self._read_currency)
        twin.take(self.limits)
        twin.chosen.connect(self.take)
        return twin

    def open_range(self) -> "SpanPopover":
        """Fields for the least and the most; the board follows as they are typed."""
        from desktop_pipeline.ui.typed import plain_amount, read_amount  # noqa: PLC0415 - likewise
        from desktop_pipeline.ui.widgets.span_popover import SpanPopover  # noqa: PLC0415 - when somebody asks for it

        def read(text: str) -> int | None:
            amount = read_amount(text, self._read_currency(), self._formats)
            if amount is not None and not 0 <= amount.minor <= LARGEST_MINOR:
                message = (
                    self.tr("No deal is worth that much.") if amount.minor > 0 else self.tr("No deal is below zero.")
                )
                raise InvalidError(message)
            return None if amount is None else amount.minor

        def keep(least: str, most: str) -> None:
            limits = read(least), read(most)
            if limits[0] is not None and limits[1] is not None and limits[0] > limits[1]:
                message = self.tr("The minimum is above the maximum.")
                raise InvalidError(message)
            self.take(limits)

        typed = [plain_amount(None if each is None else self._money(each), self._formats) for each in self.limits]
        names = (self.tr("At least"), self.tr("At most"))
        popover = SpanPopover(self._theme, self.tr("Value"), names, (typed[0], typed[1]), keep, self)
        popover.open_at(self.mapToGlobal(QPoint(0, self.height() + 4)))
        return popover

    def _money(self, minor: int) -> Money:
        return Money(minor, self._read_currency())

    def _word(self, limit: int | None) -> str:
        return "" if limit is None else self._formats.money(self._money(limit))
