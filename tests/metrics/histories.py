"""Small histories told deal by deal, made into the columns that metrics read."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np

from desktop_pipeline.domain.deals import EventKind
from desktop_pipeline.domain.periods import Period
from desktop_pipeline.metrics.days import AsOf, as_of_day, day_number
from desktop_pipeline.metrics.history import (
    NO_DAY,
    NO_VALUE,
    UNKNOWN,
    DatedRate,
    Deals,
    Events,
    History,
    Names,
    Rates,
    Stages,
)
from desktop_pipeline.metrics.probability import stage_chances
from desktop_pipeline.metrics.snapshot import replay

UTC = ZoneInfo("UTC")
Q, P, N, AFTER, OTHER_Q, OTHER_P = 11, 12, 13, 14, 21, 22
ANN, BEN, CAY = 1, 2, 3
SAW, LATHE = 1, 2
DUPLICATE, PRICE = 8, 9
CURRENCIES = ("EUR", "CHF", "JPY")

STAGES = Stages(
    ids=np.array([Q, P, N, AFTER, OTHER_Q, OTHER_P], dtype=np.int64),
    pipeline=np.array([1, 1, 1, 1, 2, 2], dtype=np.int64),
    position=np.array([0, 1, 2, 3, 0, 1], dtype=np.int64),
    probability=np.array([0.2, 0.5, 0.8, 1.0, 0.3, 0.6]),
    is_open=np.array([True, True, True, False, True, True]),
    archived=np.zeros(6, dtype=np.bool_),
    names=("Qualified", "Proposal", "Negotiation", "Delivery", "Qualified", "Proposal"),
)
NAMES = Names(
    owners={ANN: "Ann", BEN: "Ben", CAY: "Cay"},
    products={SAW: "Saw", LATHE: "Lathe"},
    industries={1: "Timber", 2: "Metal"},
    sources={1: "Web", 2: "Referral"},
    labels={1: "hot", 2: "key"},
)


@dataclass(frozen=True)
class Happening:
    """One event as a test writes it; where it came from is the last stage told, unless said."""

    on: str
    kind: EventKind
    stage: int = UNKNOWN
    from_stage: int | None = None
    value: int | None = None
    currency: str = "EUR"
    owner: int = UNKNOWN
    probability: float | None = None
    expected: str | None = None
    reason: int = UNKNOWN


@dataclass(frozen=True)
class Story:
    """One deal and what happened to it, in any order."""

    id: int
    events: tuple[Happening, ...]
    source: int = UNKNOWN
    industry: int = UNKNOWN
    products: tuple[tuple[int, int | None], ...] = ()
    labels: tuple[int, ...] = ()
    created_known: bool = True
    pipeline: int = 1


def created(on: str, stage: int = Q, value: int | None = None, **more: object) -> Happening:
    return replace(Happening(on, EventKind.CREATED, stage=stage, value=value), **more)  # type: ignore[arg-type]


def moved(on: str, stage: int) -> Happening:
    return Happening(on, EventKind.MOVED, stage=stage)


def won(on: str, from_stage: int | None = None) -> Happening:
    return Happening(on, EventKind.WON, from_stage=from_stage)


def lost(on: str, reason: int = PRICE) -> Happening:
    return Happening(on, EventKind.LOST, reason=reason)


def reopened(on: str, stage: int = Q) -> Happening:
    return Happening(on, EventKind.REOPENED, stage=stage)


def valued(on: str, value: int | None, currency: str = "EUR") -> Happening:
    return Happening(on, EventKind.VALUE, value=value, currency=currency)


def owned(on: str, owner: int) -> Happening:
    return Happening(on, EventKind.OWNER, owner=owner)


def deal(number: int, *events: Happening, **more: object) -> Story:
    return replace(Story(number, events), **more)  # type: ignore[arg-type]


@dataclass
class _Columns:
    rows: list[tuple[object, ...]] = field(default_factory=list)

    def tell(self, row: int, story: Story) -> None:
        stage = UNKNOWN
        # Python's sort is stable: events of one day stay as they are told.
        for order, event in enumerate(sorted(story.events, key=lambda event: event.on)):
            day = day_number(date.fromisoformat(event.on))
            from_stage = UNKNOWN
            if event.kind in {EventKind.MOVED, EventKind.WON, EventKind.LOST, EventKind.PIPELINE}:
                from_stage = stage if event.from_stage is None else event.from_stage
            stage = event.stage if event.stage != UNKNOWN else stage
            self.rows.append(
                (
                    row,
                    event.kind,
                    day * 86_400_000_000 + order,
                    day,
                    event.stage,
                    from_stage,
                    NO_VALUE if event.value is None else event.value,
                    CURRENCIES.index(event.currency) if event.value is not None else UNKNOWN,
                    event.owner,
                    np.nan if event.probability is None else event.probability,
                    NO_DAY if event.expected is None else day_number(date.fromisoformat(event.expected)),
                    event.reason,
                )
            )


def history_of(*stories: Story, rates: tuple[tuple[str, str, str], ...] = (), names: Names = NAMES) -> History:
    """The stories as columns; rates are (currency, from day, rate)."""
    ordered = sorted(stories, key=lambda story: story.id)
    columns = _Columns()
    for row, story in enumerate(ordered):
        columns.tell(row, story)
    types = (np.int32, np.int8, np.int64, np.int32, np.int64, np.int64, np.int64, np.int16, np.int64, np.float64)
    transposed = list(zip(*columns.rows, strict=True)) or [()] * 12
    events = Events(*(np.array(c, dtype=t) for c, t in zip(transposed, (*types, np.int32, np.int64), strict=True)))
    lines = [(row, *line) for row, story in enumerate(ordered) for line in story.products]
    labels = [(row, label) for row, story in enumerate(ordered) for label in story.labels]
    amounts = [NO_VALUE if line[2] is None else line[2] for line in lines]
    return History(
        deals=Deals(
            ids=np.array([story.id for story in ordered], dtype=np.int64),
            pipeline=np.array([story.pipeline for story in ordered], dtype=np.int64),
            source=np.array([story.source for story in ordered], dtype=np.int64),
            organisation=np.full(len(ordered), UNKNOWN, dtype=np.int64),
            industry=np.array([story.industry for story in ordered], dtype=np.int64),
            created_known=np.array([story.created_known for story in ordered], dtype=np.bool_),
            line_deal=np.array([line[0] for line in lines], dtype=np.int32),
            line_product=np.array([line[1] for line in lines], dtype=np.int64),
            line_amount=np.array(amounts, dtype=np.int64),
            label_deal=np.array([label[0] for label in labels], dtype=np.int32),
            label=np.array([label[1] for label in labels], dtype=np.int64),
        ),
        events=events,
        stages=STAGES,
        rates=Rates(
            "EUR",
            CURRENCIES,
            tuple(
                DatedRate(CURRENCIES.index(code), day_number(date.fromisoformat(day)), Decimal(rate))
                for code, day, rate in rates
            ),
        ),
        names=names,
        not_real_reasons=frozenset({DUPLICATE}),
    )


def at(day: str) -> AsOf:
    """The end of a day in UTC."""
    return as_of_day(date.fromisoformat(day), UTC)


def stage_probabilities(history: History, as_of: AsOf, *, set_only: bool = False) -> dict[int, float]:
    """p(s) by stage id, for open stages."""
    stages, chances = history.stages, stage_chances(history, replay(history, as_of), set_only=set_only)
    return {int(stages.ids[row]): float(chances.probability[row]) for row in np.flatnonzero(stages.is_open)}


def period(start: str, end: str) -> Period:
    return Period(date.fromisoformat(start), date.fromisoformat(end))


YEAR = period("2024-01-01", "2025-01-01")
YEAR_END = at("2024-12-31")
