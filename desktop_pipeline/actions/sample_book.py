"""What the sample company is made of, as resources/sample_company.json tells: team, customers, products and deals."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from desktop_pipeline import paths

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
    """A planned activity: days from today, and the time of day ("15:30") where it matters."""

    kind: str
    subject: str
    day: int
    time: str | None = None


@dataclass(frozen=True, slots=True)
class SampleLine:
    """So many of a product for an amount in minor units."""

    product: str
    quantity: int
    amount: int


@dataclass(frozen=True, slots=True)
class SampleMoment:
    """Something written or done so many days ago: a note, or an activity with its subject and result."""

    days_ago: int
    time: str
    kind: str
    text: str
    result: str | None = None


@dataclass(frozen=True, slots=True)
class SampleDeal:
    """An open deal as the board shows it.

    `days` counts those spent in each stage up to the one it is in (None: passed over); `closes` are its expected
    closes one after the other, in days from today; `was` is an earlier value, `was_owner` who had it first.
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


@dataclass(frozen=True)
class Book:
    """Everything that resources/sample_company.json tells; money in minor units."""

    company: str
    slow_limits: tuple[int, ...]
    owners: tuple[SampleOwner, ...]
    former_owner: str
    sources: tuple[str, ...]
    labels: tuple[str, ...]
    currencies: tuple[str, ...]
    rates: tuple[tuple[str, int, str], ...]  # currency, in force since so many days, base units for one
    products: tuple[SampleProduct, ...]
    organisations: tuple[SampleOrganisation, ...]
    people: tuple[SamplePerson, ...]
    open_deals: tuple[SampleDeal, ...]
    remembered: tuple[SampleWin, ...]
    titles: tuple[tuple[str, str], ...]  # a deal's title and its main product
    stage_days: tuple[int, ...]
    longest_stage_days: tuple[int, ...]
    open_by_stage: tuple[int, ...]
    open_by_owner: Shares
    open_by_source: Shares
    recent: SampleYear
    earlier: SampleYear
    won_by_source: Shares
    lost_by_source: Shares
    won_by_owner: Shares
    lost_by_owner: Shares
    lost_by_stage_and_reason: tuple[Shares, ...]
    not_real_reason: str
    lost_note: str
    done: tuple[tuple[tuple[str, str, str | None], ...], ...]  # kind, subject and result of what is done in each stage
    notes: tuple[str, ...]
    steps: tuple[tuple[str, str], ...]
    stems: tuple[str, ...]
    trades: tuple[tuple[str, str], ...]
    towns: tuple[tuple[str, str], ...]
    people_of: dict[str, list[SamplePerson]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for person in self.people:
            self.people_of.setdefault(person.organisation, []).append(person)


def read_book() -> Book:
    """Reads resources/sample_company.json."""
    told = json.loads(paths.resource("sample_company.json").read_text(encoding="utf-8"))
    return Book(
        company=told["company"],
        slow_limits=tuple(told["slow_limits"]),
        owners=tuple(SampleOwner(*owner) for owner in told["owners"]),
        former_owner=told["former_owner"],
        sources=tuple(told["sources"]),
        labels=tuple(told["labels"]),
        currencies=tuple(told["currencies"]),
        rates=_tuples(told["rates"]),
        products=tuple(SampleProduct(name, category, price * 100) for name, category, price in told["products"]),
        organisations=tuple(SampleOrganisation(*organisation) for organisation in told["organisations"]),
        people=tuple(SamplePerson(*person) for person in told["people"]),
        open_deals=tuple(_read_deal(deal) for deal in told["open_deals"]),
        remembered=tuple(SampleWin(**{**win, "value": win["value"] * 100}) for win in told["remembered"]),
        titles=_tuples(told["titles"]),
        stage_days=tuple(told["stage_days"]),
        longest_stage_days=tuple(told["longest_stage_days"]),
        open_by_stage=tuple(told["open_by_stage"]),
        open_by_owner=told["open_by_owner"],
        open_by_source=told["open_by_source"],
        recent=_read_year(told["recent"]),
        earlier=_read_year(told["earlier"]),
        won_by_source=told["won_by_source"],
        lost_by_source=told["lost_by_source"],
        won_by_owner=told["won_by_owner"],
        lost_by_owner=told["lost_by_owner"],
        lost_by_stage_and_reason=tuple(told["lost_by_stage_and_reason"]),
        not_real_reason=told["not_real_reason"],
        lost_note=told["lost_note"],
        done=tuple(_tuples(stage) for stage in told["done"]),
        notes=tuple(told["notes"]),
        steps=_tuples(told["steps"]),
        stems=tuple(told["stems"]),
        trades=_tuples(told["trades"]),
        towns=_tuples(told["towns"]),
    )


def _read_deal(told: Mapping[str, Any]) -> SampleDeal:
    was = told.get("was")
    return SampleDeal(
        title=told["title"],
        organisation=told["organisation"],
        value=told["value"] * 100,
        owner=told["owner"],
        source=told["source"],
        days=tuple(told["days"]),
        closes=tuple(told["closes"]),
        product=told["product"],
        currency=told.get("currency", "EUR"),
        labels=tuple(told.get("labels", ())),
        step=SampleStep(*told["step"]) if "step" in told else None,
        was=None if was is None else was * 100,
        was_owner=told.get("was_owner"),
        probability=told.get("probability"),
        people=tuple(told.get("people", ())),
        lines=tuple(SampleLine(name, count, amount * 100) for name, count, amount in told.get("lines", ())),
        timeline=tuple(SampleMoment(*moment) for moment in told.get("timeline", ())),
    )


def _read_year(told: Mapping[str, Any]) -> SampleYear:
    return SampleYear(
        outcomes={outcome: told[outcome] for outcome in ("won", "lost", "not_real")},
        won_by_month=tuple(told["won_by_month"]),
        won_value_by_month=tuple(value * 100 for value in told["won_value_by_month"]),
        lost_by_month=tuple(told["lost_by_month"]),
    )


def _tuples(rows: list[list[Any]]) -> tuple[tuple[Any, ...], ...]:
    return tuple(tuple(row) for row in rows)
