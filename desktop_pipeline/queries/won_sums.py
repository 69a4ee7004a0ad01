"""What won deals of the board come to as all figures count them: value at the close, rate of that day (METRICS §0)."""

from typing import TYPE_CHECKING

from desktop_pipeline.domain.money import Money
from desktop_pipeline.queries.deal_sums import NOTHING, DealSums, add_up_values
from desktop_pipeline.storage.closed_values import AT_CLOSE, CLOSED_AT, CURRENCY_AT_CLOSE, VALUE_AT_CLOSE
from desktop_pipeline.storage.rates import RatesOfDays

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_pipeline.storage.database import Value
    from desktop_pipeline.storage.workspace import View


def add_up_won(view: "View", where: str, parameters: "Sequence[Value]") -> DealSums:
    """The sum of the won deals `d` under a condition."""
    by_rates: dict[int | None, list[Money | None]] = {}
    for currency, value, closed_at in view.rows(
        f"select {CURRENCY_AT_CLOSE}, {VALUE_AT_CLOSE}, {CLOSED_AT} from deal d {AT_CLOSE} where {where}",  # noqa: S608 - our own text
        parameters,
    ):
        # What is in the base currency needs no day.
        day = None if currency == view.base_currency else closed_at
        by_rates.setdefault(day, []).append(None if value is None else Money(value, currency))
    rates = RatesOfDays(view)
    sums = NOTHING
    for closed_at, values in by_rates.items():
        sums = sums.plus(add_up_values(values, rates.at(closed_at), view.base_currency))
    return sums
