"""The owner's own dated rates, kept while nobody changes them (METRICS §0)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from desktop_pipeline.domain.periods import local_day
from desktop_pipeline.storage import rates as stored
from desktop_pipeline.storage.instants import from_microseconds
from desktop_pipeline.storage.workspace import View

_RATES = frozenset(("currency", "currency_rate"))


def read_rates(view: View, base: str, day: date) -> Mapping[str, Decimal]:
    """The rate in force on a day by currency; the base currency is always 1."""
    return view.keep("rates", (base, day), lambda: stored.read_rates(view, base, day), of=_RATES)


class RatesOfDays:
    """The rates of the days on which deals were closed, each read once."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._of: dict[date, Mapping[str, Decimal]] = {}

    def at(self, closed_at: int | None) -> Mapping[str, Decimal]:
        """Those of the day of an instant; of an unknown day the base currency has one alone."""
        base = self._view.base_currency
        return (
            {base: Decimal(1)}
            if closed_at is None
            else self.on(local_day(from_microseconds(closed_at), self._view.zone))
        )

    def on(self, day: date) -> Mapping[str, Decimal]:
        """Those in force on a day."""
        if day not in self._of:
            self._of[day] = stored.read_rates(self._view, self._view.base_currency, day)
        return self._of[day]
