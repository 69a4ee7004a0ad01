"""How the open value moved (METRICS §17), deal by deal and event by event in plain Python."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from tests.metrics import plain_company as kinds
from tests.metrics.plain_company import Company, Deal, Event
from tests.metrics.plain_figures import Plain, Question

_COMING = {kinds.CREATED: "created", kinds.REOPENED: "reopened", kinds.RESTORED: "restored"}
_GOING = {kinds.WON: "won", kinds.LOST: "lost", kinds.DELETED: "deleted"}
_KNOWLEDGE = {kinds.VALUE, kinds.CLOSE, kinds.OWNER, kinds.CHANCE}
BARS = (
    *("opening", "created", "raised", "lowered", "won", "lost", "reopened", "restored", "deleted"),
    *("entered_filter", "left_filter", "closing"),
)


@dataclass(frozen=True)
class _Standing:
    """What a deal is between two events."""

    is_there: bool = False
    is_open: bool = False
    pipeline: int | None = None
    owner: int | None = None
    value: int | None = None
    currency: str | None = None


def move(company: Company, asked: Question) -> dict[str, Any]:
    """The bars, as `metrics --json` tells them."""
    plain = Plain(company, asked)
    opening = min(asked.start - timedelta(days=1), asked.as_of)
    closing = max(min(asked.end - timedelta(days=1), asked.as_of), opening)
    bars: Counter[str] = Counter()
    for deal in company.deals:
        _Follower(plain, deal, bars).follow(opening, closing)
    return {bar: plain.text(bars[bar]) for bar in BARS}


class _Follower:
    """What one deal adds to the bars."""

    def __init__(self, plain: Plain, deal: Deal, bars: Counter[str]) -> None:
        self.plain, self.deal, self.bars = plain, deal, bars

    def follow(self, opening: date, closing: date) -> None:
        company, now, day = self.plain.company, _Standing(), opening
        events = _in_order(self.deal, company.end_of(closing))
        for event in [event for event in events if event.at <= company.end_of(opening)]:
            now = _apply(company, self.deal, now, event)
        self.bars["opening"] += self.worth(now, opening)
        for event in [event for event in events if event.at > company.end_of(opening)]:
            then = max(event.day or day, opening)
            self.change(self.worth(now, then) - self.worth(now, day), "entered_filter", "left_filter")
            after = _apply(company, self.deal, now, event)
            self.step(event.kind, now, after, then)
            now, day = after, then
        self.change(self.worth(now, closing) - self.worth(now, day), "entered_filter", "left_filter")
        self.bars["closing"] += self.worth(now, closing)

    def step(self, kind: int, before: _Standing, after: _Standing, day: date) -> None:
        was, now = self.worth(before, day), self.worth(after, day)
        if self.counts(before) and self.counts(after):
            self.change(now - was, "raised", "lowered")
        elif self.counts(after):
            self.bars[_COMING.get(kind, "entered_filter")] += now
        elif self.counts(before):
            self.bars[_GOING.get(kind, "left_filter")] += was

    def change(self, more: int, up: str, down: str) -> None:
        self.bars[up if more > 0 else down] += abs(more)

    def counts(self, now: _Standing) -> bool:
        there = now.is_there and now.is_open
        return there and self.plain.asked.keeps(self.deal, now.owner, now.pipeline or self.deal.pipeline)

    def worth(self, now: _Standing, day: date) -> int:
        """A value that is not known adds nothing."""
        if not self.counts(now):
            return 0
        value, product = self.plain.company.to_base(now.value, now.currency, day), self.plain.asked.product
        return (value if product is None else self.plain.part(self.deal, value, product)) or 0


def _in_order(deal: Deal, until: int) -> list[Event]:
    """What was entered at the very instant of an outcome stands before it; nothing stands before the creation."""
    events = [event for event in deal.events if event.at <= until]
    ordered: list[Event] = []
    for at in sorted({event.at for event in events}):
        together = [event for event in events if event.at == at]
        place = next((n for n, event in enumerate(together) if event.kind == kinds.CREATED), -1) + 1
        rest = together[place:]
        ordered += together[:place]
        ordered += [event for event in rest if event.kind in _KNOWLEDGE]
        ordered += [event for event in rest if event.kind not in _KNOWLEDGE]
    return ordered


def _apply(company: Company, deal: Deal, now: _Standing, event: Event) -> _Standing:
    if event.kind == kinds.CREATED:
        pipeline = now.pipeline if event.to is None else company.stages[event.to].pipeline
        is_open = True if not now.is_there else now.is_open
        return _Standing(True, is_open, pipeline or deal.pipeline, event.owner, event.value, event.currency)
    changes: dict[int, dict[str, Any]] = {
        kinds.WON: {"is_open": False, "is_there": True},
        kinds.LOST: {"is_open": False, "is_there": True},
        kinds.REOPENED: {"is_open": True},
        kinds.DELETED: {"is_there": False},
        kinds.RESTORED: {"is_there": True},
        kinds.VALUE: {"value": event.value, "currency": event.currency},
        kinds.OWNER: {"owner": event.owner},
    }
    changed = changes.get(event.kind, {})
    if event.to is not None:
        changed["pipeline"] = company.stages[event.to].pipeline
    return replace(now, **changed)
