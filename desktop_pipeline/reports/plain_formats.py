"""Formats without a locale, for what is written rather than shown: a workbook, whose programs have their own."""

from datetime import date, datetime, tzinfo
from decimal import Decimal

from desktop_pipeline.domain.money import minor_digits
from desktop_pipeline.reports.said_values import DASH

_SHORT = ((Decimal(10) ** 9, "bn"), (Decimal(10) ** 6, "m"), (Decimal(10) ** 3, "k"))


class PlainFormats:
    """English and ISO: `EUR 12,000`, `2026-06-09`; times in the zone that is given, else as they are."""

    def __init__(self, zone: tzinfo | None = None) -> None:
        self._zone = zone

    def number(self, amount: int | Decimal, places: int = 0) -> str:
        """`12,000.5`."""
        return f"{Decimal(amount):,.{places}f}"

    def whole_money(self, minor: int | None, currency: str) -> str:
        """`EUR 12,000`; an unknown sum is a dash, as with the two below."""
        if minor is None:
            return DASH
        return f"{currency} {Decimal(minor).scaleb(-minor_digits(currency)):,.0f}"

    def minor(self, minor: int, currency: str) -> str:
        """`EUR 12,000.50`."""
        digits = minor_digits(currency)
        amount = Decimal(minor).scaleb(-digits)
        return f"{currency} {amount:,.{0 if amount == amount.to_integral_value() else digits}f}"

    def short_money(self, minor: int | None, currency: str) -> str:
        """`EUR 12k`."""
        if minor is None:
            return DASH
        amount = Decimal(minor).scaleb(-minor_digits(currency))
        for factor, letter in _SHORT:
            if abs(amount) >= factor:
                return f"{currency} {amount / factor:,.1f}{letter}"
        return self.whole_money(minor, currency)

    def rounded_money(self, minor: int | None, currency: str) -> str:
        """To the hundred."""
        if minor is None:
            return DASH
        digits = minor_digits(currency)
        return self.whole_money(int(round(Decimal(minor).scaleb(-digits), -2)) * 10**digits, currency)

    def percent(self, share: float, places: int = 0) -> str:
        """`58 %`."""
        return f"{share * 100:.{places}f} %"

    def day(self, day: date, _today: date | None = None) -> str:
        """`2026-06-09`."""
        return day.isoformat()

    def month(self, day: date, *, with_year: bool = False) -> str:
        """`June`, `June 2026`."""
        return f"{day:%B} {day.year}" if with_year else f"{day:%B}"

    def year(self, year: int) -> str:
        """`2026`."""
        return str(year)

    def time(self, instant: datetime) -> str:
        """`15:30`."""
        return f"{instant if self._zone is None else instant.astimezone(self._zone):%H:%M}"
