"""Small histories told deal by deal, made into the columns that metrics read."""

from dataclasses import dataclass, field, replace
from datetime import UTC as UTC_OFFSET
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np

from desktop_pipeline.domain.deals import EventKind, ReasonGroup
from desktop_pipeline.domain.periods import Period
from desktop_pipeline.domain.stages import ForecastCategory
from desktop_pipeline.metrics.days import AsOf, as_of_day, day_number, microseconds
from desktop_pipeline.metrics.history import (
    NO_DAY,
    NO_VALUE,
    UNKNOWN,
    Activities,
    DatedRate,
    Deals,
    Events,
    History,
    Int64s,
    Names,
    Rates,
    Snoozes,
    Stages,
    Touches,
)
from desktop_pipeline.metrics.moment import Moment, look
from desktop_pipeline.metrics.selection import EVERYTHING, Selection
from desktop_pipeline.metrics.snapshot import replay
from desktop_pipeline.metrics.stages.probability import stage_chances
from desktop_pipeline.metrics.telling.asked import Asked
from desktop_pipeline.metrics.telling.overview import Overview, summarise

UTC = ZoneInfo("UTC")
DAY = 86_400_000_000
Q, P, N, AFTER, OTHER_Q, OTHER_P = 11, 12, 13, 14, 21, 22
ANN, BEN, CAY = 1, 2, 3
SAW, LATHE = 1, 2
DUPLICATE, PRICE, SILENT, GOOD = 8, 9, 10, 11
CURRENCIES = ("EUR", "CHF", "JPY")
CALL, EMAIL, MEETING, VISIT, TASK = "call", "email", "meeting", "visit", "task"
CATEGORIES = tuple(ForecastCategory)

STAGES = Stages(
    ids=np.array([Q, P, N, AFTER, OTHER_Q, OTHER_P], dtype=np.int64),
    pipeline=np.array([1, 1, 1, 1, 2, 2], dtype=np.int64),
    position=np.array([0, 1, 2, 3, 0, 1], dtype=np.int64),
    probability=np.array([0.2, 0.5, 0.8, 1.0, 0.3, 0.6]),
    is_open=np.array([True, True, True, False, True, True]),
    archived=np.zeros(6, dtype=np.bool_),
    names=("Qualified", "Proposal", "Negotiation", "Delivery", "Qualified", "Proposal"),
    slow_limit=np.full(6, 14, dtype=np.int64),
    stale_limit=np.full(6, 30, dtype=np.int64),
    milestone=np.zeros(6, dtype=np.int8),
    category=np.full(6, CATEGORIES.index(ForecastCategory.PIPELINE), dtype=np.int8),
)
NAMES = Names(
    owners={ANN: "Ann", BEN: "Ben", CAY: "Cay"},
    products={SAW: "Saw", LATHE: "Lathe"},
    industries={1: "Timber", 2: "Metal"},
    sources={1: "Web", 2: "Referral"},
    labels={1: "hot", 2: "key"},
    countries={1: "Austria", 2: "Peru"},
    size_bands={0: "0–9", 1: "10–49"},
    competitors={1: "Acme", 2: "Bolt"},
    reasons={DUPLICATE: "Duplicate", PRICE: "Too dear", SILENT: "No answer", GOOD: "Good price"},
    reason_groups={
        DUPLICATE: ReasonGroup.NOT_REAL,
        PRICE: ReasonGroup.WE_LOST,
        SILENT: ReasonGroup.NO_DECISION,
        GOOD: ReasonGroup.WON,
    },
    pipelines={1: "Sales", 2: "Partners"},
    activity_kinds=(CALL, EMAIL, MEETING, VISIT, TASK),
)


@dataclass(frozen=True)
class Happening:
    """One event on a day or at an instant in UTC; where it came from is the last stage told, unless said."""

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
    inferred: bool = False
    stands_in: bool = False


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
    organisation: int = UNKNOWN
    country: int = UNKNOWN
    size_band: int = UNKNOWN
    category: ForecastCategory | None = None
    touched: str | None = None
    mql: str | None = None
    sql: str | None = None
    competitors: tuple[int, ...] = ()
    doings: tuple["Doing", ...] = ()
    notes: tuple[str, ...] = ()
    replies: tuple[str, ...] = ()
    snoozes: tuple["Rest", ...] = ()
    referred_by: tuple[int, ...] = ()  # ids of the deals whose customers recommended it


@dataclass(frozen=True)
class Rest:
    """A snooze; days or instants in UTC."""

    on: str
    until: str
    ended: str | None = None


@dataclass(frozen=True)
class Doing:
    """An activity; days or instants in UTC, None where not planned, not done or not known."""

    kind: str
    created: str | None = None
    due: str | None = None
    done: str | None = None
    owner: int = UNKNOWN


def created(on: str, stage: int = Q, value: int | None = None, **more: object) -> Happening:
    return replace(Happening(on, EventKind.CREATED, stage=stage, value=value), **more)  # type: ignore[arg-type]


def moved(on: str, stage: int) -> Happening:
    return Happening(on, EventKind.MOVED, stage=stage)


def won(on: str, from_stage: int | None = None, reason: int = UNKNOWN) -> Happening:
    return Happening(on, EventKind.WON, from_stage=from_stage, reason=reason)


def lost(on: str, reason: int = PRICE) -> Happening:
    return Happening(on, EventKind.LOST, reason=reason)


def expecting(on: str, close: str | None) -> Happening:
    return Happening(on, EventKind.EXPECTED_CLOSE, expected=close)


def switched(on: str, stage: int) -> Happening:
    return Happening(on, EventKind.PIPELINE, stage=stage)


def deleted(on: str) -> Happening:
    return Happening(on, EventKind.DELETED)


def restored(on: str) -> Happening:
    return Happening(on, EventKind.RESTORED)


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
            instant = to_instant(event.on)
            day = instant // DAY
            from_stage = UNKNOWN
            if event.kind in {EventKind.MOVED, EventKind.WON, EventKind.LOST, EventKind.PIPELINE}:
                from_stage = stage if event.from_stage is None else event.from_stage
            stage = event.stage if event.stage != UNKNOWN else stage
            self.rows.append(
                (
                    row,
                    event.kind,
                    instant + order,
                    day,
                    event.stage,
                    from_stage,
                    NO_VALUE if event.value is None else event.value,
                    CURRENCIES.index(event.currency) if event.value is not None else UNKNOWN,
                    event.owner,
                    np.nan if event.probability is None else event.probability,
                    to_day(event.expected),
                    event.reason,
                    event.inferred,
                    event.stands_in,
                )
            )


def to_instant(text: str) -> int:
    """Microseconds of a day's beginning or of an instant, in UTC."""
    return microseconds(datetime.fromisoformat(text).replace(tzinfo=UTC_OFFSET))


def to_day(text: str | None) -> int:
    return NO_DAY if text is None else day_number(date.fromisoformat(text[:10]))


def history_of(
    *stories: Story,
    rates: tuple[tuple[str, str, str], ...] = (),
    names: Names = NAMES,
    stages: Stages = STAGES,
    loose: tuple[Doing, ...] = (),
) -> History:
    """The stories as columns; rates are (currency, from day, rate), loose activities belong to no deal."""
    ordered = sorted(stories, key=lambda story: story.id)
    columns = _Columns()
    for row, story in enumerate(ordered):
        columns.tell(row, story)
    types = (np.int32, np.int8, np.int64, np.int32, np.int32, np.int32, np.int64, np.int16, np.int32, np.float64)
    transposed = list(zip(*columns.rows, strict=True)) or [()] * 14
    ends = (np.int32, np.int32, np.bool_, np.bool_)
    events = Events(*(np.array(c, dtype=t) for c, t in zip(transposed, (*types, *ends), strict=True)))
    lines = [(row, *line) for row, story in enumerate(ordered) for line in story.products]
    labels = [(row, label) for row, story in enumerate(ordered) for label in story.labels]
    rivals = [(row, competitor) for row, story in enumerate(ordered) for competitor in story.competitors]
    places = {story.id: row for row, story in enumerate(ordered)}
    referrals = [(row, places[earlier]) for row, story in enumerate(ordered) for earlier in story.referred_by]
    doings = [(row, doing) for row, story in enumerate(ordered) for doing in story.doings]
    doings += [(UNKNOWN, doing) for doing in loose]
    amounts = [NO_VALUE if line[2] is None else line[2] for line in lines]
    return History(
        deals=Deals(
            ids=np.array([story.id for story in ordered], dtype=np.int32),
            pipeline=np.array([story.pipeline for story in ordered], dtype=np.int32),
            source=np.array([story.source for story in ordered], dtype=np.int32),
            organisation=np.array([story.organisation for story in ordered], dtype=np.int32),
            industry=np.array([story.industry for story in ordered], dtype=np.int32),
            created_known=np.array([story.created_known for story in ordered], dtype=np.bool_),
            line_deal=np.array([line[0] for line in lines], dtype=np.int32),
            line_product=np.array([line[1] for line in lines], dtype=np.int32),
            line_amount=np.array(amounts, dtype=np.int64),
            label_deal=np.array([label[0] for label in labels], dtype=np.int32),
            label=np.array([label[1] for label in labels], dtype=np.int32),
            country=np.array([story.country for story in ordered], dtype=np.int32),
            size_band=np.array([story.size_band for story in ordered], dtype=np.int32),
            category=np.array(
                [UNKNOWN if story.category is None else CATEGORIES.index(story.category) for story in ordered],
                dtype=np.int8,
            ),
            touched_day=np.array([to_day(story.touched) for story in ordered], dtype=np.int32),
            mql_day=np.array([to_day(story.mql) for story in ordered], dtype=np.int32),
            sql_day=np.array([to_day(story.sql) for story in ordered], dtype=np.int32),
            competitor_deal=np.array([rival[0] for rival in rivals], dtype=np.int32),
            competitor=np.array([rival[1] for rival in rivals], dtype=np.int32),
            referred_deal=np.array([new for new, _earlier in referrals], dtype=np.int32),
            referring_deal=np.array([earlier for _new, earlier in referrals], dtype=np.int32),
        ),
        events=events,
        stages=stages,
        activities=_activities(doings, names),
        touches=_touches(ordered),
        snoozes=_snoozes(ordered),
        zone=UTC,
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


def _activities(doings: list[tuple[int, Doing]], names: Names) -> Activities:
    def instants(texts: list[str | None]) -> Int64s:
        return np.array([NO_VALUE if text is None else to_instant(text) for text in texts], dtype=np.int64)

    return Activities(
        deal=np.array([row for row, _doing in doings], dtype=np.int32),
        kind=np.array([names.activity_kinds.index(doing.kind) for _row, doing in doings], dtype=np.int16),
        owner=np.array([doing.owner for _row, doing in doings], dtype=np.int32),
        created=instants([doing.created for _row, doing in doings]),
        due_day=np.array([to_day(doing.due) for _row, doing in doings], dtype=np.int32),
        done=instants([doing.done for _row, doing in doings]),
        done_day=np.array([to_day(doing.done) for _row, doing in doings], dtype=np.int32),
    )


def _touches(ordered: list[Story]) -> Touches:
    found = sorted(
        (row, to_instant(text))
        for row, story in enumerate(ordered)
        for text in (*story.notes, *story.replies, *(doing.done for doing in story.doings))
        if text is not None
    )
    return Touches(
        np.array([row for row, _at in found], dtype=np.int32),
        np.array([at for _row, at in found], dtype=np.int64),
        np.array([at // DAY for _row, at in found], dtype=np.int32),
    )


def _snoozes(ordered: list[Story]) -> Snoozes:
    rests = [(row, rest) for row, story in enumerate(ordered) for rest in story.snoozes]
    ended = [NO_VALUE if rest.ended is None else to_instant(rest.ended) for _row, rest in rests]
    return Snoozes(
        deal=np.array([row for row, _rest in rests], dtype=np.int32),
        at=np.array([to_instant(rest.on) for _row, rest in rests], dtype=np.int64),
        day=np.array([to_day(rest.on) for _row, rest in rests], dtype=np.int32),
        until=np.array([to_day(rest.until) for _row, rest in rests], dtype=np.int32),
        ended=np.array(ended, dtype=np.int64),
    )


def at(day: str) -> AsOf:
    """The end of a day in UTC."""
    return as_of_day(date.fromisoformat(day), UTC)


def moment_at(day: str, *stories: Story, **more: object) -> Moment:
    """The stories as they stood at the end of a day."""
    return look(history_of(*stories, **more), at(day))  # type: ignore[arg-type]


def work_out(
    history: History, as_of: AsOf, period: Period, selection: Selection = EVERYTHING, *, set_only: bool = False
) -> Overview:
    """The Overview as it was known at the instant; `set_only` takes the stages' set probabilities alone."""
    return summarise(Asked(look(history, as_of, set_only=set_only), period, selection))


def stage_probabilities(history: History, as_of: AsOf, *, set_only: bool = False) -> dict[int, float]:
    """p(s) by stage id, for open stages."""
    stages, chances = history.stages, stage_chances(history, replay(history, as_of), set_only=set_only)
    return {int(stages.ids[row]): float(chances.probability[row]) for row in np.flatnonzero(stages.is_open)}


def period(start: str, end: str) -> Period:
    return Period(date.fromisoformat(start), date.fromisoformat(end))


YEAR = period("2024-01-01", "2025-01-01")
YEAR_END = at("2024-12-31")
