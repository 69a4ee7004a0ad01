"""Sums that are gathered while the deals of an export pass by, and the summary they make."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from desktop_pipeline.actions.exporting.deals_out import DealOut
from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.money import minor_digits
from desktop_pipeline.exchange.writing.out_tables import Block, FigureOut, OutColumn, Summary
from desktop_pipeline.storage.rates import RatesOfDays
from desktop_pipeline.storage.workspace import View


class Gathering:
    """Counts and sums of the exported deals; money in the base currency where a rate is known (METRICS §0).

    What is won or lost is worth what it was on the day of its close, however it was edited since.
    """

    def __init__(self, view: View, today: date) -> None:
        self._view = view
        self._today = today
        self._rates = RatesOfDays(view)
        self._deals: Counter[DealStatus] = Counter()
        self._value: Counter[DealStatus] = Counter()
        self._by_stage: Counter[tuple[str, str]] = Counter()
        self._without_value = self._without_rate = 0

    def pass_by(self, deals: Iterable[DealOut]) -> Iterator[DealOut]:
        """The same deals, counted."""
        for deal in deals:
            self._count(deal)
            yield deal

    def _count(self, deal: DealOut) -> None:
        self._deals[deal.status] += 1
        if deal.status is DealStatus.OPEN:
            self._by_stage[deal.pipeline, deal.stage or ""] += 0
        if deal.sum_value is None:
            self._without_value += 1
            return
        day = self._today if deal.status is DealStatus.OPEN else deal.closed
        base = self._rates.convert(deal.sum_value, deal.sum_currency, day)
        if base is None:
            self._without_rate += 1
            return
        self._value[deal.status] += base
        if deal.status is DealStatus.OPEN:
            self._by_stage[deal.pipeline, deal.stage or ""] += base

    def summarise(self, title: str, chosen: str, *, with_deals: bool) -> Summary:
        """The summary of what has passed by; of contacts there is nothing to be summed."""
        if not with_deals:
            return Summary(title, (("As of", self._today),))
        base = self._view.base_currency
        opened, won, lost = (self._deals[status] for status in DealStatus)
        figures: list[FigureOut] = [
            ("Deals in this file", opened + won + lost, ""),
            ("Open", opened, ""),
            (f"Open value ({base})", self._sum(DealStatus.OPEN), base),
            ("Won", won, ""),
            (f"Won value ({base})", self._sum(DealStatus.WON), base),
            ("Lost", lost, ""),
            ("Without a value", self._without_value, ""),
        ]
        if self._without_rate:
            figures.append(("Left out of the sums, no exchange rate", self._without_rate, ""))
        words = (("As of", self._today), ("Deals", chosen), ("Currency of the sums", base))
        return Summary(title, words, tuple(figures), tuple(self._make_blocks(base)))

    def _make_blocks(self, base: str) -> Iterator[Block]:
        if self._by_stage:
            several = len({pipeline for pipeline, _stage in self._by_stage}) > 1
            rows = tuple(
                (f"{pipeline}: {stage}" if several else stage, self._major(self._by_stage[pipeline, stage]))
                for pipeline, stage in self._in_order()
            )
            columns = (OutColumn("stage", "Stage"), OutColumn("value", f"Open value ({base})", "money"))
            yield Block(f"Open value by stage, deals in this file ({base})", columns, rows, base, bars=(1,))

    def _in_order(self) -> list[tuple[str, str]]:
        order = {
            (pipeline, stage): place
            for place, (pipeline, stage) in enumerate(
                self._view.rows(
                    "select p.name, s.name from stage s join pipeline p on p.id = s.pipeline_id"
                    " order by p.position, p.id, s.position, s.id"
                )
            )
        }
        return sorted(self._by_stage, key=lambda place: order.get(place, len(order)))

    def _sum(self, status: DealStatus) -> float | None:
        """None where there are deals and the value of none of them is known."""
        return None if self._deals[status] and status not in self._value else self._major(self._value[status])

    def _major(self, minor: int) -> float:
        return float(minor / 10 ** minor_digits(self._view.base_currency))
