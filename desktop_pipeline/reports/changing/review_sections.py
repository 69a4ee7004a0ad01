"""The parts of a review's minutes: what moved, what was closed, the decisions, the forecast it was kept with."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from desktop_pipeline.domain.forecasts import KeptForecast, KeptMonth
from desktop_pipeline.domain.names import isolate
from desktop_pipeline.domain.reviews import Decision, ReviewState, Standing
from desktop_pipeline.metrics.changing.movement import Bar, MovedBar
from desktop_pipeline.queries.reviews import ClosedDeal, ReviewLine, ReviewView
from desktop_pipeline.reports.changing.movement_words import name_bar, say_amount
from desktop_pipeline.reports.changing.review_words import say_causes, say_decision
from desktop_pipeline.reports.content import Column, Line, Passage, SectionName, Table
from desktop_pipeline.reports.said_values import DASH, say_money
from desktop_pipeline.reports.tables.sheets import CellKind
from desktop_pipeline.reports.words import Words, list_names

_MOST_CLOSED = 7
_MOST_TOLD = 4
# More than this no meeting comes to: at fifty seconds each they take half an hour.
_MOST_TO_DECIDE = 40
_MOST_NAMED = 20
_MONTHS = 4
_MONTHS_TOLD = 3
# They stand there also where nothing of the kind happened.
_ALWAYS = frozenset((Bar.OPENING, Bar.CREATED, Bar.WON, Bar.LOST, Bar.CLOSING))


@dataclass(frozen=True, eq=False, slots=True)
class ReviewFound:
    """A review with what its minutes tell besides; `now` are the open deals after it, or as they stand."""

    review: ReviewView
    now: Standing
    won: tuple[ClosedDeal, ...]
    lost: tuple[ClosedDeal, ...]
    forecast: KeptForecast | None

    @property
    def is_over(self) -> bool:
        """Whether these are minutes, and no sheet for a meeting to come."""
        return self.review.state is not ReviewState.RUNNING

    @property
    def lines(self) -> tuple[ReviewLine, ...]:
        """The deals that anything can be said of: decided, or still there."""
        return tuple(line for line in self.review.lines if line.decision is not None or not line.is_gone)


def moved_table(found: ReviewFound, words: Words) -> Table:
    """What became of the open value since the last review, bar by bar."""
    translate = words.translate
    lines = []
    for bar in _list_bars(found):
        name, said = _say_bar(bar, found, words)
        cells = (name, words.formats.number(bar.deals), said)
        lines.append(Line(cells, is_total=bar.bar is Bar.CLOSING, values=(name, bar.deals, said)))
    return Table(
        SectionName.MOVED,
        translate("Report", "What moved"),
        _say_since(found, words),
        (
            Column(translate("Report", "What happened"), is_number=False),
            Column(translate("Report", "Deals"), kind=CellKind.COUNT),
            Column(translate("Report", "Value")),
        ),
        tuple(lines),
        is_half=True,
    )


def tell_moved(found: ReviewFound, words: Words) -> Passage:
    """The same in a sentence."""
    told = []
    for bar in _list_bars(found):
        name, said = _say_bar(bar, found, words)
        told.append(f"{name} {said} ({words.formats.number(bar.deals)})")
    since = _say_since(found, words)
    said = f"{since[:1].upper()}{since[1:]}: {', '.join(told)}." if since else f"{', '.join(told)}."
    return Passage(SectionName.MOVED, words.translate("Report", "What moved"), (said,))


def tell_closed(found: ReviewFound, words: Words, *, is_titled: bool) -> Iterable[Passage]:
    """The largest deals that were won and lost since the last review; without a title it follows what moved."""
    translate = words.translate
    paragraphs = tuple(
        translate("Report", "{outcome}: {deals}.").format(outcome=outcome, deals=_tell_closed(deals, found, words))
        for outcome, deals in ((translate("Report", "Won"), found.won), (translate("Report", "Lost"), found.lost))
        if deals
    )
    if paragraphs:
        yield Passage(SectionName.WON, translate("Report", "Won and lost") if is_titled else "", paragraphs)


def _list_bars(found: ReviewFound) -> Iterator[MovedBar]:
    known = {bar.value: bar for bar in Bar}
    for moved in found.review.opening.moved:
        bar = known.get(moved.bar)
        if bar is not None and (moved.deals or moved.value or bar in _ALWAYS):
            yield MovedBar(bar, moved.value, moved.deals, moved.deals, 0)


def _say_bar(bar: MovedBar, found: ReviewFound, words: Words) -> tuple[str, str]:
    is_filtered = found.review.owner_id is not None or found.review.pipeline_id is not None
    return name_bar(bar.bar, words, is_filtered=is_filtered), say_amount(bar, found.review.opening.currency, words)


def _say_since(found: ReviewFound, words: Words) -> str:
    since = found.review.since
    return "" if since is None else words.translate("Report", "since {day}").format(day=words.full_day(since))


def _tell_closed(deals: Sequence[ClosedDeal], found: ReviewFound, words: Words) -> str:
    largest = sorted(deals, key=lambda deal: -(deal.value or 0))[:_MOST_TOLD]
    told = []
    for deal in largest:
        reason = f" ({isolate(deal.reason)})" if deal.reason else ""
        told.append(f"{isolate(deal.title)} {say_money(deal.value, found.review.opening.currency, words)}{reason}")
    said = ", ".join(told)
    more = len(deals) - len(largest)
    if more:
        said += " " + words.translate("Report", "and {count} more").format(count=words.formats.number(more))
    return said


def closed_table(found: ReviewFound, words: Words) -> Iterable[Table]:
    """The largest deals that were won and lost since the last review; none where there was none."""
    translate, currency = words.translate, found.review.opening.currency
    closed = [(deal, translate("Report", "won")) for deal in found.won]
    closed += [(deal, deal.reason or translate("Report", "lost")) for deal in found.lost]
    if not closed:
        return
    shown = closed[:_MOST_CLOSED] if len(closed) <= _MOST_CLOSED else _choose_largest(closed)
    caption = ""
    if len(shown) < len(closed):
        caption = translate("Report", "the {shown} largest of {deals}").format(
            shown=words.formats.number(len(shown)), deals=words.deals(len(closed))
        )
    yield Table(
        SectionName.WON,
        translate("Report", "Won and lost"),
        caption,
        (
            Column(translate("Report", "Deal"), is_number=False),
            Column(translate("Report", "Outcome"), is_number=False),
            Column(translate("Report", "Value")),
        ),
        tuple(Line((deal.title, how, say_money(deal.value, currency, words))) for deal, how in shown),
        is_half=True,
    )


def _choose_largest(closed: Sequence[tuple[ClosedDeal, str]]) -> list[tuple[ClosedDeal, str]]:
    """In the order they came in."""
    largest = sorted(closed, key=lambda pair: -(pair[0].value or 0))[:_MOST_CLOSED]
    return [pair for pair in closed if pair in largest]


def decisions_table(found: ReviewFound, words: Words, *, is_whole: bool) -> Table:
    """What was decided about which deal; on a sheet for the meeting each deal with why it is there.

    A sheet holds as many as a meeting comes to, unless it `is_whole`.
    """
    translate, today = words.translate, found.review.as_of
    told = [line for line in found.lines if not found.is_over or _is_told(line)]
    caption = "" if told else translate("Report", "none")
    if not is_whole and not found.is_over and len(told) > _MOST_TO_DECIDE:
        told = [line for line in told if line.decision is None][:_MOST_TO_DECIDE]
        caption = translate("Report", "the gravest first")
    owner = (Column(translate("Report", "Owner"), is_number=False),) if found.review.owner_id is None else ()
    why = () if found.is_over else (Column(translate("Report", "Why"), is_number=False, is_wrapped=True),)
    decision = Column(translate("Report", "Decision and note"), is_number=False, is_wrapped=True)
    return Table(
        SectionName.DECISIONS,
        translate("Report", "Decisions") if found.is_over else translate("Report", "Deals to decide"),
        caption,
        (
            Column(translate("Report", "Deal"), is_number=False),
            *owner,
            Column(translate("Report", "Value")),
            *why,
            decision,
        ),
        tuple(_decision_line(line, found, words, today) for line in told),
    )


def _is_told(line: ReviewLine) -> bool:
    return line.decision not in (None, Decision.SKIPPED) or bool(line.note)


def tell_further(found: ReviewFound, words: Words, shown: int) -> Iterable[Passage]:
    """How many deals of a sheet for the meeting stand in its workbook only."""
    rest = sum(line.decision is None for line in found.lines) - shown
    if found.is_over or rest <= 0:
        return
    said = words.one_or_many(
        rest,
        words.translate("Report", "And {count} more deal needs a decision; the tables as Excel hold all of them."),
        words.translate("Report", "And {count} more deals need a decision; the tables as Excel hold all of them."),
    )
    yield Passage(SectionName.DECISIONS, "", (said,))


def tell_undecided(found: ReviewFound, words: Words) -> Iterable[Passage]:
    """Which deals of a finished review were skipped, and which it did not come to."""
    translate = words.translate
    rest = [line for line in found.lines if found.is_over and not _is_told(line)]
    skipped = [line.title for line in rest if line.decision is Decision.SKIPPED]
    left = [line.title for line in rest if line.decision is None]
    paragraphs = [
        translate("Report", "{outcome}: {deals}.").format(outcome=outcome, deals=_list_some(titles, words))
        for outcome, titles in (
            (translate("Report", "Skipped"), skipped),
            (translate("Report", "Left open"), left),
        )
        if titles
    ]
    if paragraphs:
        yield Passage(SectionName.DECISIONS, "", tuple(paragraphs))


def _list_some(titles: Sequence[str], words: Words) -> str:
    """The first titles, and how many more there are."""
    said, more = list_names(titles[:_MOST_NAMED]), len(titles) - _MOST_NAMED
    if more > 0:
        said += " " + words.translate("Report", "and {count} more").format(count=words.formats.number(more))
    return said


def _decision_line(line: ReviewLine, found: ReviewFound, words: Words, today: date) -> Line:
    value = DASH if line.value is None else words.formats.whole_money(line.value.minor, line.value.currency)
    decided = "" if line.decision is None else say_decision(line.decision, line.act, words, today)
    note = " ".join(line.note.split())
    owner = (line.owner or DASH,) if found.review.owner_id is None else ()
    said = ". ".join(part for part in (decided, note) if part)
    why = () if found.is_over else (say_causes(line.why, words, today),)
    return Line((line.title, *owner, value, *why, said))


def forecast_table(found: ReviewFound, words: Words) -> Iterable[Table]:
    """The months ahead of the snapshot that the review ended with."""
    forecast = found.forecast
    if forecast is None:
        return
    translate, money = words.translate, words.formats.short_money
    yield Table(
        SectionName.FORECAST,
        translate("Report", "Forecast"),
        translate("Report", "as it was kept with this review"),
        (
            Column(translate("Report", "Month"), is_number=False),
            Column(translate("Report", "Committed")),
            Column(translate("Report", "Best case")),
            Column(translate("Report", "Weighted")),
        ),
        tuple(
            Line(
                (
                    words.month(month.first_day),
                    *(money(sum_, forecast.currency) for sum_ in (month.commit, month.best_case, month.weighted)),
                )
            )
            for month in forecast.months[:_MONTHS]
        ),
        is_half=True,
    )


def tell_forecast(found: ReviewFound, words: Words) -> Iterable[Passage]:
    """The next months of it in a sentence."""
    forecast = found.forecast
    if forecast is None or not forecast.months:
        return
    told = " ".join(_tell_month(month, forecast.currency, words) for month in forecast.months[:_MONTHS_TOLD])
    yield Passage(SectionName.FORECAST, words.translate("Report", "Forecast"), (told,))


def _tell_month(month: KeptMonth, currency: str, words: Words) -> str:
    money = words.formats.short_money
    said = words.translate("Report", "{month}: {won} won, {commit} committed, {best} best case, {weighted} weighted.")
    return said.format(
        month=words.month(month.first_day),
        won=money(month.won, currency),
        commit=money(month.commit, currency),
        best=money(month.best_case, currency),
        weighted=money(month.weighted, currency),
    )
