"""The owner's own dated exchange rates (METRICS §0)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from desktop_pipeline.domain.money import convert
from desktop_pipeline.domain.periods import local_day
from desktop_pipeline.storage.database import Reader
from desktop_pipeline.storage.instants import from_microseconds
from desktop_pipeline.storage.workspace import View


def read_rates(reader: Reader, base: str, day: date) -> dict[str, Decimal]:
    """The rate in force on a day by currency; the base currency is always 1."""
    sql = (
        "select c.code, r.rate from currency_rate r join currency c on c.id = r.currency_id"
        " where r.from_on <= ? order by r.from_on"
    )
    rates = {code: Decimal(rate) for code, rate in reader.rows(sql, (day.isoformat(),))}
    rates[base] = Decimal(1)
    return rates


class RatesOfDays:
    """The rates of the days on which deals were closed, each read once."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._base = view.base_currency
        self._of: dict[date, Mapping[str, Decimal]] = {}

    def at(self, closed_at: int | None) -> Mapping[str, Decimal]:
        """Those of the day of an instant; of an unknown day the base currency has one alone."""
        return self._on(None if closed_at is None else local_day(from_microseconds(closed_at), self._view.zone))

    def convert(self, minor: int, currency: str, day: date | None) -> int | None:
        """Minor units in those of the base currency at the rate of a day; None where no rate is known for it."""
        return minor if currency == self._base else self._convert(minor, currency, self._on(day))

    def convert_closed(self, minor: int, currency: str, closed_at: int | None) -> int | None:
        """Likewise at the rate of the day of an instant."""
        return minor if currency == self._base else self._convert(minor, currency, self.at(closed_at))

    def _convert(self, minor: int, currency: str, rates: Mapping[str, Decimal]) -> int | None:
        return convert(minor, rates[currency], currency, self._base) if currency in rates else None

    def _on(self, day: date | None) -> Mapping[str, Decimal]:
        if day is None:
            return {self._base: Decimal(1)}
        if day not in self._of:
            self._of[day] = read_rates(self._view, self._base, day)
        return self._of[day]
