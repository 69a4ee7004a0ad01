"""Reviews: what puts a deal into one, what can be decided about it, how often one is held."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from desktop_pipeline.domain.deals import DealStatus
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.money import Money
from desktop_pipeline.domain.names import clean_text
from desktop_pipeline.domain.periods import add_months
from desktop_pipeline.domain.working_days import find_working_day

LONGEST_NOTE = 4_000
MOST_BIGGEST = 50
_USUAL_BIGGEST = 3
# What one decision takes in a practised meeting, in seconds: eleven deals in ten minutes.
_SECONDS_A_DEAL = 50


class ReviewState(StrEnum):
    """A review runs until it is finished, or given up."""

    RUNNING = "running"
    FINISHED = "finished"
    DROPPED = "dropped"


class Decision(StrEnum):
    """What became of a deal in a review."""

    KEEP = "keep"  # with a next step
    RE_ENGAGE = "re_engage"  # a cadence was started
    MOVE_BACK = "move_back"
    LOST = "lost"
    SNOOZE = "snooze"
    WON = "won"
    SKIPPED = "skipped"


class Rhythm(StrEnum):
    """How often a review is held."""

    DAILY = "daily"
    WEEKLY = "weekly"
    TWO_WEEKLY = "two_weekly"
    MONTHLY = "monthly"


class Cause(StrEnum):
    """What puts a deal into a review, the gravest first: the order in which they are walked through."""

    CLOSE_PROPOSED = "close_proposed"  # a cadence has ended without a reply
    SLIPPED = "slipped"  # expected to close later than when the last review was held
    STALE = "stale"
    PUSHED = "pushed"  # expected close moved to a later month three times or more
    LONG_IN_STAGE = "long_in_stage"
    LATE_STEP = "late_step"
    NO_NEXT_STEP = "no_next_step"
    CLOSE_PAST = "close_past"
    DECISION_MAKER_LEFT = "decision_maker_left"
    CRITERION_OPEN = "criterion_open"  # a required one of a stage that it has left
    DUPLICATE = "duplicate"
    VALUE_MISSING = "value_missing"
    VALUE_LARGE = "value_large"
    DUE = "due"  # expected to close before the next month begins
    BIGGEST = "biggest"


@dataclass(frozen=True, slots=True)
class Rules:
    """Which causes put deals into a review, and how many of the biggest come in anyway."""

    causes: frozenset[Cause] = frozenset(Cause)
    biggest: int = _USUAL_BIGGEST

    def asks(self, cause: Cause) -> bool:
        """Whether deals come in for this cause."""
        return cause in self.causes


@dataclass(frozen=True, slots=True)
class WhyLine:
    """One cause with its numbers; which of them there are hangs on the cause.

    `days`: without a touch, in the stage, by which the step or the close is late, or until it is due. `usual`: days
    that deals usually stay. `count`: how often pushed, or its rank among the biggest. `day`: last touch, step or close.
    `was`: the close as it was. `times`: as many times the usual value.
    """

    cause: Cause
    days: int | None = None
    usual: int | None = None
    count: int | None = None
    day: date | None = None
    was: date | None = None
    times: float | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """The open deals at an instant: minor units of the base currency, and how many have something planned."""

    deals: int
    value: int
    weighted: int
    with_step: int

    @property
    def known_value(self) -> int | None:
        """What they are worth as far as it is known; None where there are deals and none of them has a value."""
        return None if self.deals and not self.value else self.value

    @property
    def known_weighted(self) -> int | None:
        """What that weighs; likewise."""
        return None if self.known_value is None else self.weighted

    @property
    def step_share(self) -> float | None:
        """Share of the deals with a next step; None where there is no deal."""
        return self.with_step / self.deals if self.deals else None


@dataclass(frozen=True, slots=True)
class MovedLine:
    """One bar of what moved since the last review (METRICS §17); `bar` is a metrics Bar, `value` above nothing."""

    bar: str
    value: int
    deals: int


@dataclass(frozen=True, slots=True)
class ClosedLine:
    """A deal that was won or lost since the last review, in minor units of the base currency; None: value unknown."""

    deal_id: int
    value: int | None
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class QueuedDeal:
    """A deal that needs a decision; `stage_place` is its stage's place among `stages` open ones, from 0.

    `base_value` is in minor units of the base currency, None where unknown; `weight` is it times the likelihood.
    """

    deal_id: int
    title: str
    organisation: str | None
    owner_id: int | None
    owner: str | None
    stage_id: int | None
    stage: str | None
    stage_place: int
    stages: int
    value: Money | None
    base_value: int | None
    weight: float
    why: tuple[WhyLine, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """The figures that a review begins with: as it stood, what moved since the last one, what was won and lost."""

    currency: str
    standing: Standing
    moved: tuple[MovedLine, ...] = ()
    won: tuple[ClosedLine, ...] = ()
    lost: tuple[ClosedLine, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewPlan:
    """A review before it starts; `since` is the day of the last one of the same people, whatever that is.

    `owner_id` and `pipeline_id` narrow it, None for everybody's and all. `snoozed` deals are left alone.
    """

    as_of: date
    since: date
    owner_id: int | None
    pipeline_id: int | None
    rules: Rules
    opening: Opening
    queue: tuple[QueuedDeal, ...]
    snoozed: int = 0

    @property
    def value(self) -> int:
        """What the deals that need a decision are worth, as far as it is known."""
        return sum(deal.base_value or 0 for deal in self.queue)


@dataclass(frozen=True, slots=True)
class Act:
    """What a decision did: the ids it made or named, and the words that its minutes need.

    keep: the activity with its kind, subject and day. re_engage: the enrolment, `name` of the cadence, `day` on which
    closing is proposed. move_back: the stage and its `name`. lost: the reason and its `name`. snooze: `day` and
    `text`, why. `text` is else the subject of the step, or what was said about the loss.
    """

    row_id: int | None = None
    kind: str = ""
    name: str = ""
    text: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How the deals of a review were decided so far."""

    by_decision: Mapping[Decision, int] = field(default_factory=dict)
    left: int = 0

    def of(self, decision: Decision) -> int:
        """How many were decided so."""
        return self.by_decision.get(decision, 0)

    @property
    def decided(self) -> int:
        """Everything that was settled, skipped ones as well."""
        return sum(self.by_decision.values())

    @property
    def deals(self) -> int:
        """All deals of the review."""
        return self.decided + self.left


def count_decisions(decisions: Iterable[Decision | None] | Mapping[Decision | None, int]) -> Counts:
    """How many there are of each, told one by one or counted already; None is one that is still to come."""
    found = Counter(decisions)
    left = found.pop(None, 0)
    return Counts({decision: found[decision] for decision in Decision if found[decision]}, left)


class Kept(StrEnum):
    """Whether a decision was kept, as it stands now."""

    YES = "yes"
    NO = "no"
    NOT_YET = "not yet"  # its day has not come
    UNKNOWN = "unknown"  # what it was about is gone


@dataclass(frozen=True, slots=True)
class Since:
    """What happened to a deal after it was decided on; days are local."""

    status: DealStatus
    is_deleted: bool = False
    closed_on: date | None = None
    touched_on: date | None = None  # first real touch after the decision
    moved_on: bool = False  # to a stage further on
    step_done_on: date | None = None
    is_step_there: bool = False
    replied_on: date | None = None


def judge_kept(decision: Decision, act: Act, since: Since, today: date) -> Kept:
    """Whether a decision was kept.

    Keep: its step was done, at the latest on the day that it was set for, or the deal was closed by then. Re-engage:
    they replied by the day on which closing was proposed, or the deal moved on. Move back: it was touched since, or
    moved on. Snooze: the same within a week of its waking. Lost and won: it stayed so.
    """
    if since.is_deleted or decision is Decision.SKIPPED:
        return Kept.UNKNOWN
    if decision in _CLOSED:
        return Kept.YES if since.status is _CLOSED[decision] else Kept.NO
    if decision is Decision.KEEP:
        return _judge_step(act, since, today)
    if since.status is not DealStatus.OPEN or since.moved_on:
        return Kept.YES
    if decision is Decision.RE_ENGAGE:
        return _by_day(since.replied_on, act.day, today)
    until = act.day if decision is Decision.SNOOZE else None
    return _by_day(since.touched_on, until and until + _AFTER_WAKING, today)


# Who wakes a deal has some days to look at it.
_AFTER_WAKING = timedelta(days=7)
_CLOSED = {Decision.LOST: DealStatus.LOST, Decision.WON: DealStatus.WON}


def _judge_step(act: Act, since: Since, today: date) -> Kept:
    if since.step_done_on is not None:
        return _by_day(since.step_done_on, act.day, today)
    if since.status is not DealStatus.OPEN:
        return _by_day(since.closed_on, act.day, today)
    return _by_day(None, act.day, today) if since.is_step_there else Kept.UNKNOWN


def _by_day(happened_on: date | None, day: date | None, today: date) -> Kept:
    if happened_on is not None and (day is None or happened_on <= day):
        return Kept.YES
    return Kept.NOT_YET if day is None or today <= day else Kept.NO


def order_queue(deals: Collection[QueuedDeal]) -> tuple[QueuedDeal, ...]:
    """The gravest cause first; among those of one cause the larger value × likelihood, then the larger value."""
    order = {cause: place for place, cause in enumerate(Cause)}
    return tuple(
        sorted(
            deals,
            key=lambda deal: (order[deal.why[0].cause], -deal.weight, -(deal.base_value or 0), deal.deal_id),
        )
    )


def find_next_day(rhythm: Rhythm, held_on: date, working_days: Collection[int], holidays: Collection[date]) -> date:
    """When the next review is held: a day, a week, two or a month on, put off to the next working day."""
    if rhythm is Rhythm.MONTHLY:
        day = add_months(held_on, 1)
    else:
        day = held_on + timedelta(days={Rhythm.DAILY: 1, Rhythm.WEEKLY: 7, Rhythm.TWO_WEEKLY: 14}[rhythm])
    return find_working_day(day, working_days, holidays) or day


def find_former_day(rhythm: Rhythm, day: date) -> date:
    """The day that a first review looks back to: as long before as the next one comes after."""
    if rhythm is Rhythm.MONTHLY:
        return add_months(day, -1)
    return day - timedelta(days={Rhythm.DAILY: 1, Rhythm.WEEKLY: 7, Rhythm.TWO_WEEKLY: 14}[rhythm])


def guess_minutes(left: int) -> int:
    """About how long the rest takes, in whole minutes; at least one while a deal is left."""
    return -(-left * _SECONDS_A_DEAL // 60)


def check_rules(rules: Rules) -> Rules:
    """Rules under which a deal can come in; raises InvalidError."""
    if not rules.causes:
        message = "Choose at least one reason for which deals come into the review."
        raise InvalidError(message)
    if not 1 <= rules.biggest <= MOST_BIGGEST:
        message = f"Of the biggest deals, 1 to {MOST_BIGGEST} can come into the review."
        raise InvalidError(message)
    return replace(rules, causes=frozenset(rules.causes))


def clean_note(note: str) -> str:
    """The note trimmed; raises InvalidError where it is very long."""
    cleaned = clean_text(note)
    if len(cleaned) > LONGEST_NOTE:
        message = f"A note can have {LONGEST_NOTE:,} characters at most; this one has {len(cleaned):,}."
        raise InvalidError(message)
    return cleaned
