"""How reports speak: the formats and the translation that the program hands in, for this room knows no Qt."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from desktop_pipeline.domain.names import isolate


class Formats(Protocol):
    """Wording of values by the user's locale; `ui.formats.Formats` is one."""

    def number(self, amount: int | Decimal, places: int = 0) -> str:
        """A number with grouped digits."""

    def whole_money(self, minor: int | None, currency: str) -> str:
        """A sum without cents."""

    def minor(self, minor: int, currency: str) -> str:
        """A sum with its cents, where there are any."""

    def short_money(self, minor: int | None, currency: str) -> str:
        """A sum in three figures at most."""

    def rounded_money(self, minor: int | None, currency: str) -> str:
        """A sum to the hundred."""

    def percent(self, share: float, places: int = 0) -> str:
        """A share from 0 to 1."""

    def day(self, day: date, today: date | None = None) -> str:
        """A date; with another year than `today`'s it shows its own."""

    def month(self, day: date, *, with_year: bool = False) -> str:
        """The name of the month a day lies in."""

    def year(self, year: int) -> str:
        """A year, in the figures of the locale."""

    def time(self, instant: datetime) -> str:
        """Hours and minutes in the workspace's zone."""


class _Sentence(str):
    """Our words with places to fill; names that read from right to left cannot turn what stands beside them."""

    __slots__ = ()

    def format(self, *parts: object, **named: object) -> str:
        """As any text, what is filled in being set apart where it must."""
        return super().format(*map(_set_apart, parts), **{name: _set_apart(part) for name, part in named.items()})


def _set_apart(part: object) -> object:
    return isolate(part) if isinstance(part, str) else part


def list_names(names: Iterable[str]) -> str:
    """`Ann, Ben`, for a sentence."""
    return ", ".join(map(isolate, names))


@dataclass(frozen=True, slots=True)
class Words:
    """Formats, and a translation of (context, text) as QCoreApplication has it; without one the words stay English."""

    formats: Formats
    translation: Callable[[str, str], str] = lambda _context, text: text

    def translate(self, context: str, text: str) -> str:
        """Our own words in the user's language."""
        return _Sentence(self.translation(context, text))

    def full_day(self, day: date) -> str:
        """A date that always shows its year: `9 Jun 2026`."""
        return self.formats.day(day, date.min)

    def month(self, first_day: date) -> str:
        """`June 2026`."""
        return self.formats.month(first_day, with_year=True)

    def deals(self, count: int) -> str:
        """`1 deal`, `31 deals`."""
        return self.one_or_many(
            count, self.translate("Report", "{count} deal"), self.translate("Report", "{count} deals")
        )

    def days(self, count: int) -> str:
        """`1 day`, `41 days`."""
        return self.one_or_many(
            count, self.translate("Report", "{count} day"), self.translate("Report", "{count} days")
        )

    def one_or_many(self, count: int, one: str, many: str) -> str:
        """Fills `{count}` into the text that fits the number."""
        return (one if count == 1 else many).format(count=self.formats.number(count))
