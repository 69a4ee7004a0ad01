"""What Insights is asked for: a period, an instant and filters, with the words for them."""

from dataclasses import dataclass
from datetime import date

from desktop_pipeline.domain.periods import Period
from desktop_pipeline.metrics.selection import Selection
from desktop_pipeline.reports.spans import Span, describe_dates, span_of
from desktop_pipeline.reports.words import Words


@dataclass(frozen=True, slots=True)
class FilterWords:
    """Names of what is filtered for, None where everything is let through."""

    pipeline: str | None = None
    owner: str | None = None
    source: str | None = None
    product: str | None = None
    label: str | None = None
    industry: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Those that are set, in the order of the chips."""
        every = (self.pipeline, self.owner, self.source, self.product, self.label, self.industry)
        return tuple(name for name in every if name is not None)


@dataclass(frozen=True, slots=True)
class Question:
    """A question a page answers; `as_of` is the span's own day."""

    span: Span
    selection: Selection
    as_of: date
    filters: FilterWords


def say_asked(question: Question, period: Period | None, words: Words) -> str:
    """What was asked, in words: `1 Apr to 9 Jun 2026, Amara Eze, as of 9 Jun 2026`."""
    is_own = period == question.span.period
    dates = [describe_dates(question.span if is_own else span_of(period), words)] if period is not None else []
    as_of = words.translate("Report", "as of {day}").format(day=words.full_day(question.as_of))
    return ", ".join((*dates, *question.filters.names, as_of))
