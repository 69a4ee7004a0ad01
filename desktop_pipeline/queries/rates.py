"""The owner's own dated rates, kept while nobody changes them (METRICS §0)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from desktop_pipeline.storage import rates as stored
from desktop_pipeline.storage.workspace import View

_RATES = frozenset(("currency", "currency_rate"))


def read_rates(view: View, base: str, day: date) -> Mapping[str, Decimal]:
    """The rate in force on a day by currency; the base currency is always 1."""
    return view.keep("rates", (base, day), lambda: stored.read_rates(view, base, day), of=_RATES)
