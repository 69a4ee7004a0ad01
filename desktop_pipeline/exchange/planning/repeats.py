"""Rows of one name and organisation: deals of their own, or one deal at several times; their owner is asked."""

from collections import Counter
from collections.abc import Sequence
from itertools import chain

from desktop_pipeline.exchange.planning.deal_rows import DealTable

_MANY = 0.3
_FEW = 2


def ask_about_repeats(tables: Sequence[DealTable]) -> None:
    """Asks where many rows bear the name of another row, as weekly copies of a sheet and logs of calls have them.

    Rows with ids are told apart by these.
    """
    titled = [table for table in tables if table.own is None and table.reader.has("title")]
    deals = chain.from_iterable((row.fields for row in table.rows) for table in titled)
    rows = Counter((deal.title, deal.organisation) for deal in deals if deal.external_id is None)
    repeated = [(title, count) for (title, _organisation), count in rows.items() if count > 1]
    further = sum(count - 1 for _title, count in repeated)
    if further < max(_FEW, _MANY * rows.total()):
        return
    title, count = max(repeated, key=lambda each: each[1])
    words = f"“{title}” stands in {count} rows. Is each row another deal, not the same one at another time?"
    titled[0].reader.ask("title", words, "yes")
