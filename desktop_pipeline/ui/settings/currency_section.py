"""Currencies, and the rates of the one that is chosen."""

from datetime import date
from decimal import Decimal

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_pipeline.actions.currencies import (
    add_currency,
    add_rate,
    edit_rate,
    remove_currency,
    remove_rate,
)
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.line_items import plain_number
from desktop_pipeline.queries.settings import CurrencyRow, RateRow, read_currency_rows, read_rate_rows
from desktop_pipeline.ui.formats import Formats, to_qdate
from desktop_pipeline.ui.session import Session
from desktop_pipeline.ui.settings.use_words import say_deals
from desktop_pipeline.ui.theme import Theme
from desktop_pipeline.ui.typed import read_day, read_number
from desktop_pipeline.ui.widgets.lines import Column, Line, ListSpec, RowAct
from desktop_pipeline.ui.widgets.list_section import ListSection


class CurrencySection(QWidget):
    """The list of currencies above the dated rates of one of them."""

    def __init__(self, session: Session, theme: Theme, formats: Formats) -> None:
        super().__init__()
        self._session = session
        self._formats = formats
        self.currencies = ListSection(session, theme, self._make_currencies(), heading=False)
        self.rates = ListSection(session, theme, self._make_rates(), heading=False)
        self.currencies.chosen.connect(self.rates.refresh)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self.currencies)
        layout.addWidget(self.rates)
        layout.addStretch(1)

    def focus_list(self) -> None:
        """Gives the keys to the currencies."""
        self.currencies.focus_list()

    def add_new(self) -> None:
        """Gives the keys to the field that adds a currency."""
        self.currencies.add_new()

    def _make_currencies(self) -> ListSpec:
        workspace = self._session.workspace

        def read() -> list[Line]:
            base = workspace.base_currency
            rows = read_currency_rows(workspace, self._session.today())
            return [Line(row.currency_id, (row.code, self._say_worth(row, base), say_deals(row.deals))) for row in rows]

        return ListSpec(
            title=self.tr("Currencies and rates"),
            advice=self.tr("Sums are in the base currency, at your own rates of the day. Amounts never change."),
            columns=(
                Column(self.tr("Currency"), width=120),
                Column(self.tr("Today")),
                Column(self.tr("Used by"), width=112),
            ),
            read=read,
            tables=frozenset(("currency", "currency_rate", "deal", "setting")),
            adding=self.tr("Add a currency: CHF, Enter"),
            add=lambda text: add_currency(workspace, text),
            acts=lambda _line: [RowAct(self.tr("Delete"), lambda row_id: remove_currency(workspace, row_id))],
        )

    def _say_worth(self, row: CurrencyRow, base: str) -> str:
        if row.code == base:
            return self.tr("base currency")
        if row.rate is not None:
            return f"1 {row.code} = {self._number(row.rate)} {base}"
        return self.tr("no rate yet: its deals are left out of sums") if row.deals else self.tr("no rate yet")

    def _make_rates(self) -> ListSpec:
        workspace = self._session.workspace

        def find(row_id: int) -> RateRow:
            rows = read_rate_rows(workspace, self.currencies.chosen_id or 0)
            return next(row for row in rows if row.rate_id == row_id)

        def keep_day(row_id: int, text: str) -> object:
            return edit_rate(workspace, row_id, from_on=self._read_day(text), rate=find(row_id).rate)

        def keep_rate(row_id: int, text: str) -> object:
            return edit_rate(workspace, row_id, from_on=find(row_id).from_on, rate=self._read_rate(text))

        return ListSpec(
            title=self.tr("Rates of the chosen currency"),
            advice=self.tr("What 1 of the chosen currency is worth in {base}, from that day on.").format(
                base=workspace.base_currency
            ),
            columns=(Column(self.tr("From"), keep_day, width=180), Column(self.tr("Rate"), keep_rate)),
            read=lambda: [self._show(row) for row in read_rate_rows(workspace, self.currencies.chosen_id or 0)],
            tables=frozenset(("currency", "currency_rate")),
            adding=self.tr("Add a rate: {rate}, or {day} {rate}, Enter").format(
                rate=self._number(Decimal("0.95")),
                day=self._formats.day(date(self._session.today().year, 1, 1), date.min),
            ),
            add=self._add_rate,
            acts=lambda _line: [RowAct(self.tr("Delete"), lambda row_id: remove_rate(workspace, row_id))],
        )

    def _add_rate(self, text: str) -> int:
        *day, rate = text.split()
        from_on = self._read_day(" ".join(day)) if day else self._session.today()
        return add_rate(
            self._session.workspace, self.currencies.chosen_id or 0, from_on=from_on, rate=self._read_rate(rate)
        )

    def _show(self, row: RateRow) -> Line:
        locale = self._formats.locale
        day = to_qdate(row.from_on)
        rate = self._number(row.rate)
        return Line(
            row.rate_id, (locale.toString(day, "ddd d MMM yyyy"), rate), (locale.toString(day, "d MMM yyyy"), rate)
        )

    def _number(self, rate: Decimal) -> str:
        return self._formats.number(rate, len(plain_number(rate).partition(".")[2]))

    def _read_day(self, text: str) -> date:
        day = read_day(text, self._session.today(), self._formats)
        if day is None:
            raise InvalidError(self.tr("Type the day from which the rate holds."))
        return day

    def _read_rate(self, text: str) -> Decimal:
        try:
            return read_number(text, self._formats)
        except InvalidError:
            message = QCoreApplication.translate("Settings", "“{text}” is not a rate. Type a number such as {example}.")
            example = self._number(Decimal("0.95"))
            raise InvalidError(message.format(text=text.strip()[:40], example=example)) from None
