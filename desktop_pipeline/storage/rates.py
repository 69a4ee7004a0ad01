"""The owner's own dated exchange rates (METRICS §0)."""

from datetime import date
from decimal import Decimal

from desktop_pipeline.storage.database import Reader


def read_rates(reader: Reader, base: str, day: date) -> dict[str, Decimal]:
    """The rate in force on a day by currency; the base currency is always 1."""
    sql = (
        "select c.code, r.rate from currency_rate r join currency c on c.id = r.currency_id"
        " where r.from_on <= ? order by r.from_on"
    )
    rates = {code: Decimal(rate) for code, rate in reader.rows(sql, (day.isoformat(),))}
    rates[base] = Decimal(1)
    return rates
