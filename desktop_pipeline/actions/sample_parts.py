"""The parts of the sample company's book: people, customers, products, and the deals with what hangs on them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Shares = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class SampleOwner:
    """Somebody on the team."""

    name: str
    manager: str | None
    region: str


@dataclass(frozen=True, slots=True)
class SampleProduct:
    """Something the workshop sells; the price is in minor units of the base currency."""

    name: str
    category: str
    price: int


@dataclass(frozen=True, slots=True)
class SampleOrganisation:
    """A customer; `size` counts its people."""

    name: str
    industry: str
    size: int
    country: str
    city: str


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """Somebody at a customer, with the part usually taken in deals."""

    name: str
    organisation: str
    job_title: str
    role: str


@dataclass(frozen=True, slots=True)
class SampleStep:
    """A planned activity: days from today, and the time of day ("15:30") where it matters; lengths in minutes."""

    kind: str
    subject: str
    day: int
    time: str | None = None
    duration: int | None = None
    note: str | None = None
    remind_before: int | None = None


@dataclass(frozen=True, slots=True)
class SampleLine:
    """So many of a product at a price in minor units (None: not known yet), less a discount in percent."""

    product: str
    quantity: float
    price: int | None
    discount: str | None = None


@dataclass(frozen=True, slots=True)
class SampleMoment:
    """Something written or done so many days ago: a note, or an activity with subject, result and minutes."""

    days_ago: int
    time: str
    kind: str
    text: str
    result: str | None = None
    duration: int | None = None


@dataclass(frozen=True, slots=True)
class SampleTick:
    """A criterion of the deal's stage, by its position, ticked so many days ago."""

    place: int
    days_ago: int
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class SampleAnswer:
    """What is known about a topic of qualification since so many days; None: nobody knows since when."""

    topic: str
    state: str
    evidence: str
    days_ago: int | None


@dataclass(frozen=True, slots=True)
class SampleObjection:
    """Something held against the deal so many days ago, and what was answered to it."""

    text: str
    days_ago: int
    answer: str = ""
    answered_days_ago: int | None = None


@dataclass(frozen=True, slots=True)
class SampleOffer:
    """An offer on an open deal, by its title, made so many days ago and valid so many days."""

    title: str
    days_ago: int
    valid_days: int
    state: str
    decided_days_ago: int | None
    note: str


@dataclass(frozen=True, slots=True)
class SampleStory:
    """What else is known of a told deal.

    `left_open` is criteria of earlier stages that nobody ticked: stage and place; `passed` why it moved on although
    something was missing, and what. `follows` is the title of the deal it follows from, and how.
    """

    ticks: tuple[SampleTick, ...]
    left_open: tuple[tuple[int, int], ...]
    passed: tuple[str, tuple[str, ...]] | None
    answers: tuple[SampleAnswer, ...]
    custom: Mapping[str, Any]
    competitors: tuple[str, ...]
    follows: tuple[str, str] | None
    objections: tuple[SampleObjection, ...]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SampleCriterion:
    """An exit criterion; `asks_for` names a field, one of the company's own among them, a kind or a topic."""

    text: str
    kind: str
    asks_for: str | None = None


@dataclass(frozen=True, slots=True)
class SampleField:
    """A field of the company's own."""

    subject: str
    name: str
    kind: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SampleErrand:
    """A planned activity that belongs to no deal; `whom` is a person, an organisation or nobody."""

    kind: str
    subject: str
    day: int | None
    owner: str
    whom: str | None


@dataclass(frozen=True, slots=True)
class SampleDeal:
    """An open deal as the board shows it.

    `days` counts those spent in each stage up to the one it is in (None: passed over); `closes` are its expected
    closes one after the other, in days from today; `was` is an earlier value, `was_owner` who had it first. Its value
    follows its lines unless it is set `by_hand`.
    """

    title: str
    organisation: str
    value: int
    owner: str
    source: str
    days: tuple[int | None, ...]
    closes: tuple[int, ...]
    product: str | None
    currency: str
    labels: tuple[str, ...]
    step: SampleStep | None
    was: int | None
    was_owner: str | None
    probability: float | None
    people: tuple[str, ...]
    lines: tuple[SampleLine, ...]
    timeline: tuple[SampleMoment, ...]
    by_hand: bool
    story: SampleStory

    @property
    def stage(self) -> int:
        """Position of the stage it is in."""
        return len(self.days) - 1


@dataclass(frozen=True, slots=True)
class SampleWin:
    """A closed deal that customers still speak of, won so many calendar months ago."""

    month: int
    title: str
    organisation: str
    value: int
    product: str


@dataclass(frozen=True, slots=True)
class SampleYear:
    """How twelve months went: outcomes, and what each calendar month brought, the oldest first."""

    outcomes: Shares
    won_by_month: tuple[int, ...]
    won_value_by_month: tuple[int, ...]
    lost_by_month: tuple[int, ...]
