"""What won deals of the board come to as all figures count them: value at the close, rate of that day (METRICS §0)."""

from typing import TYPE_CHECKING

from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.domain.money import convert
from desktop_pipeline.domain.periods import local_day
from desktop_pipeline.queries.board_sums import DealSums
from desktop_pipeline.queries.rates import BaseSum
from desktop_pipeline.storage.instants import from_microseconds
from desktop_pipeline.storage.rates import read_rates

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from desktop_pipeline.storage.database import Value
    from desktop_pipeline.storage.workspace import View

_CREATED = EventKind.CREATED.value
# What was told of the value last up to the close; a file may date it before the creation, or not at all.
_AT_CLOSE = (
    f"(select h.id from history_event h where h.deal_id = d.id and h.kind in ({_CREATED}, {EventKind.VALUE.value})"  # noqa: S608
    " and (d.closed_at is null or h.at <= max(d.closed_at,"
    f" (select c.at from history_event c where c.deal_id = d.id and c.kind = {_CREATED})))"
    " order by h.at desc, h.id desc limit 1)"
)


def add_up_won(view: "View", where: str, parameters: "Sequence[Value]") -> tuple[DealSums, BaseSum]:
    """The sums of the won deals `d` under a condition, in their own currencies and in the base currency."""
    sums: dict[str, tuple[int, int, int]] = {}
    total = without_rate = 0
    rates: dict[date, dict[str, Decimal]] = {}
    for currency, value, closed_at in view.rows(
        "select coalesce(t.currency, d.currency), t.value, d.closed_at"  # noqa: S608 - our own text
        f" from deal d left join history_event t on t.id = {_AT_CLOSE} where {where}",
        parameters,
    ):
        deals, minor, valued = sums.get(currency, (0, 0, 0))
        sums[currency] = (deals + 1, minor + (value or 0), valued + (value is not None))
        if value is None:
            continue
        if currency == view.base_currency:
            total += value
            continue
        day = None if closed_at is None else local_day(from_microseconds(closed_at), view.zone)
        if day is not None and day not in rates:
            rates[day] = read_rates(view, view.base_currency, day)
        rate = None if day is None else rates[day].get(currency)
        if rate is None:
            without_rate += 1
        else:
            total += convert(value, rate, currency, view.base_currency)
    return DealSums.join((currency, *row) for currency, row in sums.items()), BaseSum(total, without_rate)
