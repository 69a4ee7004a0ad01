"""What was set for one holder and measure, and what follows from it for each month and quarter."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from desktop_pipeline.domain.periods import Period, add_months, months_between
from desktop_pipeline.domain.targets import Target, TargetMeasure, TargetScope, TargetSpan, share_of_month


@dataclass(frozen=True, slots=True)
class TargetBook:
    """A month is what was set for it, else its part of its quarter, else of its year."""

    targets: tuple[Target, ...] = ()

    def set_for(self, span: TargetSpan, starts_on: date) -> int | None:
        """What was set for this very span."""
        found = (target.amount for target in self.targets if (target.span, target.starts_on) == (span, starts_on))
        return next(found, None)

    def share_for(self, month: date) -> int | None:
        """A month's part of what was set for its quarter or year."""
        for span in (TargetSpan.QUARTER, TargetSpan.YEAR):
            for target in self.targets:
                share = share_of_month(target, month) if target.span is span else None
                if share is not None:
                    return share
        return None

    def of_month(self, month: date) -> int | None:
        """What is asked of a month, by its first day; None where nothing is."""
        own = self.set_for(TargetSpan.MONTH, month)
        return self.share_for(month) if own is None else own

    def of(self, period: Period) -> int | None:
        """What is asked of whole months: the target of just these, else what they add up to where each has one."""
        for target in self.targets:
            if target.period == period:
                return target.amount
        amounts = [self.of_month(month) for month in months_between(period)]
        return None if None in amounts else sum(amount or 0 for amount in amounts)

    def differing(self) -> list[tuple[Target, int]]:
        """Quarters and years of which every month was set to something else, with what the months add up to."""
        found = []
        for target in self.targets:
            months = [add_months(target.starts_on, step) for step in range(target.span.months)]
            own = [self.set_for(TargetSpan.MONTH, month) for month in months]
            total = sum(amount or 0 for amount in own)
            if target.span is not TargetSpan.MONTH and None not in own and total != target.amount:
                found.append((target, total))
        return found


def open_book(
    targets: Iterable[Target], scope: TargetScope, of: int | None, measure: TargetMeasure = TargetMeasure.MONEY
) -> TargetBook:
    """The book of one holder and measure."""
    return TargetBook(tuple(t for t in targets if (t.scope, t.of, t.measure) == (scope, of, measure)))
