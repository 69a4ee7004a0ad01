"""Offers: states, taxes, and the document that is printed, which never changes once it was sent."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum

from desktop_pipeline.domain.activities import check_day
from desktop_pipeline.domain.company import CompanyCard, clean_line
from desktop_pipeline.domain.errors import InvalidError
from desktop_pipeline.domain.money import LARGEST_MINOR

LONGEST_NUMBER = 40
MOST_LINES = 500
PERCENT_PLACES = 3
USUAL_VALID_DAYS = 30
USUAL_PREFIX = "O-{year}-"
LARGEST_VALID_DAYS = 3_650
_FEWEST_DIGITS = 3
_LARGEST_SERIAL = 999_999_999
_HUNDRED = Decimal(100)
# The usual 28 digits would round before the end.
_WIDE = Context(prec=100)


class OfferState(StrEnum):
    """Where an offer stands; only a draft can be edited."""

    DRAFT = "draft"
    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"


_STATES = frozenset(OfferState)


@dataclass(frozen=True, slots=True)
class TaxRate:
    """A tax as the owner sets it: its name and percent, as an offer prints them."""

    name: str
    percent: Decimal


@dataclass(frozen=True, slots=True)
class OfferLine:
    """What is offered, in minor units of the offer's currency, without tax.

    `price` is None where only the amount of the line is known; `tax` None: no tax on it.
    """

    name: str
    note: str
    quantity: Decimal
    price: int | None
    discount: Decimal | None
    amount: int
    tax: TaxRate | None = None


@dataclass(frozen=True, slots=True)
class TaxTotal:
    """What one rate comes to: the sum of the lines under it, and the tax on that sum, rounded once, half up."""

    rate: TaxRate
    net: int
    tax: int


@dataclass(frozen=True, slots=True)
class OfferTotals:
    """What an offer comes to: net, the taxes of each rate in the order of the lines, and all together."""

    net: int
    taxes: tuple[TaxTotal, ...]
    gross: int


@dataclass(frozen=True, slots=True)
class OfferDocument:
    """All that is printed of an offer.

    `subject` is what it is about, `contact` who answers for it: a name, and an e-mail where one is known. `tax_note` is
    said where no line is taxed.
    """

    number: str
    made_on: date
    valid_until: date | None
    subject: str
    company: CompanyCard
    recipient: tuple[str, ...]
    contact: tuple[str, ...]
    intro: str
    lines: tuple[OfferLine, ...]
    terms: str
    tax_note: str
    currency: str
    totals: OfferTotals

    @property
    def adds_up(self) -> bool:
        """Whether the sums are those of the lines and of the taxes it bears; how taxes were rounded then is its own."""
        totals = self.totals
        taxed = sum(line.amount for line in self.lines if line.tax is not None)
        return (totals.net, totals.gross, taxed) == (
            sum(line.amount for line in self.lines),
            totals.net + sum(total.tax for total in totals.taxes),
            sum(total.net for total in totals.taxes),
        )

    def with_lines(self, lines: Iterable[OfferLine]) -> "OfferDocument":
        """The document with other lines, added up; raises InvalidError beyond what can be kept exactly."""
        kept = tuple(lines)
        return replace(self, lines=kept, totals=add_up(kept))


@dataclass(frozen=True, slots=True)
class OfferSettings:
    """What new offers begin with; `valid_days` 0: they hold without an end.

    `prefix` may hold `{year}`; `next_serial` is the number that the next one made on the day that was asked for gets.
    """

    prefix: str = USUAL_PREFIX
    next_serial: int = 1
    valid_days: int = USUAL_VALID_DAYS
    intro: str = ""
    terms: str = ""
    tax_note: str = ""

    def number_on(self, day: date) -> str:
        """The number of the next offer: `O-2026-003`."""
        return write_number(self.prefix, day, self.next_serial)


def read_state(text: str) -> OfferState | None:
    """The state that a file names; None for none of ours."""
    return OfferState(text) if text in _STATES else None


def add_up(lines: Iterable[OfferLine]) -> OfferTotals:
    """What the lines come to; raises InvalidError beyond what can be kept exactly."""
    nets: dict[TaxRate, int] = {}
    net = 0
    for line in lines:
        net += line.amount
        if line.tax is not None:
            nets[line.tax] = nets.get(line.tax, 0) + line.amount
    taxes = tuple(TaxTotal(rate, amount, work_out_tax(amount, rate.percent)) for rate, amount in nets.items())
    gross = net + sum(total.tax for total in taxes)
    if max(abs(net), abs(gross)) > LARGEST_MINOR:
        message = "The offer comes to more than can be kept exactly."
        raise InvalidError(message)
    return OfferTotals(net, taxes, gross)


def work_out_tax(net: int, percent: Decimal) -> int:
    """The tax on a sum in minor units, rounded half up."""
    exact = _WIDE.divide(_WIDE.multiply(Decimal(net), percent), _HUNDRED)
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP, _WIDE))


def check_percent(percent: Decimal) -> Decimal:
    """A rate from 0 to 100 with at most three decimals; raises InvalidError."""
    if not percent.is_finite() or not 0 <= percent <= _HUNDRED:
        message = "A tax rate lies between 0 % and 100 %."
        raise InvalidError(message)
    if percent != round(percent, PERCENT_PLACES):
        message = f"A tax rate has {PERCENT_PLACES} decimal places, no more."
        raise InvalidError(message)
    return percent.normalize() if percent else Decimal(0)


def check_days(made_on: date, valid_until: date | None) -> None:
    """An offer holds until the day it was made on at least; raises InvalidError."""
    check_day(made_on)
    if valid_until is not None:
        check_day(valid_until)
    if valid_until is not None and valid_until < made_on:
        message = f"The offer is dated {made_on.isoformat()}; it cannot end before that, on {valid_until.isoformat()}."
        raise InvalidError(message)


def clean_number(number: str) -> str:
    """A number as it is kept: one line, not empty; raises InvalidError."""
    cleaned = clean_line(number)
    if not cleaned or len(cleaned) > LONGEST_NUMBER:
        message = f"The number of an offer has 1 to {LONGEST_NUMBER} characters."
        raise InvalidError(message)
    return cleaned


def check_prefix(prefix: str) -> str:
    """What stands before the serial number, `{year}` for the year; raises InvalidError."""
    cleaned = clean_line(prefix)
    if len(cleaned.replace("{year}", "2026")) > LONGEST_NUMBER - 10:
        message = f"The beginning of an offer’s number can have {LONGEST_NUMBER - 10} characters at most."
        raise InvalidError(message)
    if "{" in cleaned.replace("{year}", "") or "}" in cleaned.replace("{year}", ""):
        message = "Write {year} where the year is to stand; other braces mean nothing here."
        raise InvalidError(message)
    if cleaned[-1:].isdecimal():
        message = "End it with a letter or a sign such as “-”, so that the number can be told from it."
        raise InvalidError(message)
    return cleaned


def check_serial(serial: int) -> int:
    """A serial number; raises InvalidError."""
    if not 1 <= serial <= _LARGEST_SERIAL:
        message = f"The next number lies between 1 and {_LARGEST_SERIAL:,}."
        raise InvalidError(message)
    return serial


def check_valid_days(days: int) -> int:
    """How many days an offer holds, 0 for no end; raises InvalidError."""
    if not 0 <= days <= LARGEST_VALID_DAYS:
        message = f"An offer holds {LARGEST_VALID_DAYS:,} days at most, or without an end."
        raise InvalidError(message)
    return days


def write_number(prefix: str, day: date, serial: int) -> str:
    """`O-2026-003`."""
    return f"{begin_number(prefix, day)}{serial:0{_FEWEST_DIGITS}}"


def begin_number(prefix: str, day: date) -> str:
    """`O-2026-`."""
    return prefix.replace("{year}", f"{day.year:04}")


def read_serial(number: str, beginning: str) -> int | None:
    """The serial number of an offer whose number begins so; None for one that a person wrote otherwise."""
    rest = number.removeprefix(beginning)
    is_ours = (
        number.startswith(beginning) and rest.isascii() and rest.isdecimal() and len(rest) <= len(str(_LARGEST_SERIAL))
    )
    return int(rest) if is_ours else None
