"""What the activity report tells: what was done in a period and in the one before, what is planned and late."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from desktop_pipeline.domain.periods import Period, add_months
from desktop_pipeline.metrics.people.activity_counts import ActivityCounts, count_activities
from desktop_pipeline.metrics.selection import Selection
from desktop_pipeline.queries.activities import ActivityRow, read_activities, read_kinds
from desktop_pipeline.queries.agenda import Agenda, AgendaFilter, AgendaSpan, read_agenda
from desktop_pipeline.queries.done_activities import read_done_ids
from desktop_pipeline.reports.kinds.pipeline import name_filters
from desktop_pipeline.reports.lists.activity_words import name_kind, name_kind_key
from desktop_pipeline.reports.lists.filter_words import describe_agenda
from desktop_pipeline.reports.making import Making
from desktop_pipeline.reports.spans import Span
from desktop_pipeline.reports.words import Words
from desktop_pipeline.storage.workspace import View

# The newest so many are listed: a year of a team's calls fills a book.
MOST_LISTED = 300
_PORTION = 200
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts of one period, of the owners (by id) and kinds (by key) that were asked for."""

    done: Mapping[tuple[int, str], int]
    late: Mapping[tuple[int, str], int]
    by_month: Mapping[date, int]

    @property
    def total(self) -> int:
        """All that was done."""
        return sum(self.done.values())

    @property
    def total_late(self) -> int:
        """All that is late."""
        return sum(self.late.values())

    def by_kind(self) -> list[tuple[str, int]]:
        """What was done by kind, the most first."""
        counted: Counter[str] = Counter()
        for (_owner, kind), number in self.done.items():
            counted[kind] += number
        return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


@dataclass(frozen=True, slots=True)
class ActivitiesFound:
    """The counts, and the rows of the lists; `planned` is None where only what was done can be told.

    `listable` is how many were done that are outside the bin, of which the newest are in `done`.
    """

    span: Span
    counts: Counts
    before: Counts | None
    owners: Mapping[int, str]
    kinds: Mapping[str, str]
    agenda: Agenda | None
    planned: tuple[ActivityRow, ...] | None
    done: tuple[ActivityRow, ...]
    listable: int
    conditions: tuple[str, ...]

    @property
    def days(self) -> Period:
        """The period up to the as-of day."""
        return _up_to(self.span)

    def name_kind(self, key: str, words: Words) -> str:
        """The word for a kind."""
        if not key:
            return words.translate("Report", "Other")
        return self.kinds.get(key) or name_kind_key(key, words)

    def months(self) -> list[tuple[date, int]]:
        """Every month from the first in which something was done, with what was done in it."""
        months: list[tuple[date, int]] = []
        month = min(self.counts.by_month, default=self.days.end)
        while month < self.days.end:
            months.append((month, self.counts.by_month.get(month, 0)))
            month = add_months(month, 1)
        return months


def sum_by_owner(counts: Mapping[tuple[int, str], int]) -> dict[int, int]:
    """The counts of all kinds together."""
    by_owner: Counter[int] = Counter()
    for (owner, _kind), number in counts.items():
        by_owner[owner] += number
    return dict(by_owner)


def find_activities(making: Making) -> ActivitiesFound:
    """Counts as the page People has them, lists as the screen of activities has them."""
    span, words, agenda = making.span, making.words, making.asked.agenda
    # Whose the deals are does not matter here, only who does what: that is in the agenda.
    selection = replace(making.asked.selection, owner=None, industry=None)
    counts = _count(making, span.as_of, span.period, agenda, selection)
    before = None if span.before is None else _count(making, span.before.end - _ONE_DAY, span.before, agenda, selection)
    names = making.figures.history().names
    with making.workspace.reading() as view:
        listable = read_done_ids(view, _up_to(span), agenda, selection)
        shown = listable[: None if agenda.span is AgendaSpan.DONE else MOST_LISTED]
        plan = _read_plan(view, making, agenda)
        rows = _read_rows(view, making, [*shown, *(plan.ids if plan is not None else ())])
        kinds = {kind.key: name_kind(kind, words) for kind in read_kinds(view)}
        conditions = describe_agenda(view, agenda, words)
    return ActivitiesFound(
        span=span,
        counts=counts,
        before=before,
        owners=names.owners,
        kinds=kinds,
        agenda=plan,
        planned=None if plan is None else _pick(rows, plan.ids),
        done=_pick(rows, shown),
        listable=len(listable),
        conditions=(*conditions, *name_filters(making.printed(), selection, names, words).names),
    )


def _up_to(span: Span) -> Period:
    return Period(span.period.start, min(span.period.end, span.as_of + _ONE_DAY))


def _count(making: Making, as_of: date, period: Period, agenda: AgendaFilter, selection: Selection) -> Counts:
    return _narrow(count_activities(making.figures.moment(as_of), period, selection), agenda)


def _narrow(counts: ActivityCounts, agenda: AgendaFilter) -> Counts:
    """The counts of the owners and kinds that were asked for."""

    def is_asked(owner: int, kind: str) -> bool:
        return (not agenda.owner_ids or owner in agenda.owner_ids) and (not agenda.kinds or kind in agenda.kinds)

    months: Counter[date] = Counter()
    for (month, owner, kind), number in counts.done_by_month.items():
        if is_asked(owner, kind):
            months[month] += number
    return Counts(
        done={key: number for key, number in counts.done.items() if is_asked(*key)},
        late={key: number for key, number in counts.late.items() if is_asked(*key)},
        by_month=months,
    )


def _read_plan(view: View, making: Making, agenda: AgendaFilter) -> Agenda | None:
    """What is planned now; None where another day, or only what was done, is asked for."""
    if agenda.span is AgendaSpan.DONE or making.span.as_of != making.today:
        return None
    # As on the screen: today's order is by how likely deals are won.
    chances = making.figures.stage_chances(making.today) if agenda.span is AgendaSpan.TODAY else None
    return read_agenda(view, agenda, today=making.today, now=view.now(), chances=chances)


def _read_rows(view: View, making: Making, ids: Sequence[int]) -> dict[int, ActivityRow]:
    rows: dict[int, ActivityRow] = {}
    making.report(0, len(ids))
    for start in range(0, len(ids), _PORTION):
        rows |= {row.activity_id: row for row in read_activities(view, ids[start : start + _PORTION])}
        making.report(min(start + _PORTION, len(ids)), len(ids))
    return rows


def _pick(rows: Mapping[int, ActivityRow], ids: Sequence[int]) -> tuple[ActivityRow, ...]:
    return tuple(rows[row_id] for row_id in ids if row_id in rows)
