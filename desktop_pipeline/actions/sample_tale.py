"""A deal of the sample company told step by step: every step writes the deal's column and its history event alike."""

from collections.abc import Iterable, Mapping
from datetime import date, time, timedelta
from random import Random
from typing import TYPE_CHECKING, Generic, TypeVar

from desktop_pipeline.domain.deals import DealStatus, EventKind
from desktop_pipeline.storage.database import Value

if TYPE_CHECKING:
    from desktop_pipeline.actions.sample_parts import SampleDeal, SampleWin

MINUTE = 60_000_000
DAY = 86_400_000_000
_SECOND = 1_000_000
_EPOCH = date(1970, 1, 1).toordinal()
_OPENS = 8 * 3600
_OPEN_FOR = 9 * 3600
# Factors of the usual from the shortest to the longest: skewed, as times and sums are.
_SPREAD = (0.36, 0.48, 0.57, 0.65, 0.73, 0.8, 0.88, 0.96, 1.04, 1.14, 1.25, 1.38, 1.53, 1.74, 2.06, 2.79)

Card = TypeVar("Card")
Row = tuple[Value, ...]

CREATED, MOVED, WON, LOST, REOPENED, VALUE, EXPECTED, OWNER, PROBABILITY, DELETED, RESTORED = (
    kind.value for kind in EventKind if kind is not EventKind.PIPELINE
)
OPEN_STATUS, WON_STATUS, LOST_STATUS = (status.value for status in DealStatus)


class Deck(Generic[Card]):
    """Shuffled cards, dealt again from the start when they run out: shares come out as told, not only on average."""

    def __init__(self, cards: Iterable[Card], random: Random) -> None:
        self._cards = list(cards)
        self._throw = lambda _card: random.random()
        self._left: list[Card] = []

    def draw(self) -> Card:
        """The next card."""
        if not self._left:
            self._left = sorted(self._cards, key=self._throw)
        return self._left.pop()


def by_share(shares: Mapping[Card, int]) -> list[Card]:
    """Each card as often as its share says."""
    return [card for card, share in shares.items() for _ in range(share)]


def comes_up(number: int, every: int) -> bool:
    """Whether it is the turn of what happens once in so many deals."""
    return (number + every // 2) % every == 0


class Diary:
    """Days (counted since 1970-01-01) and working hours around today; instants are UTC microseconds."""

    def __init__(self, today: date, random: Random) -> None:
        self.today = today.toordinal() - _EPOCH
        self.random = random
        self._first = today
        self._texts: dict[int, str] = {}

    def at(self, day: int) -> int:
        """Some instant in the working hours of a day."""
        return day * DAY + (_OPENS + int(self.random.random() * _OPEN_FOR)) * _SECOND

    def at_time(self, day: int, clock: str) -> int:
        """The instant of a time of day such as "15:30"."""
        moment = time.fromisoformat(clock)
        return day * DAY + (moment.hour * 60 + moment.minute) * MINUTE

    def text(self, day: int) -> str:
        """The date as it is stored."""
        found = self._texts.get(day)
        if found is None:
            found = self._texts[day] = self.date(day).isoformat()
        return found

    def date(self, day: int) -> date:
        """The date of a day."""
        return self._first + timedelta(days=day - self.today)

    def workday(self, day: int) -> int:
        """The day itself, or the Friday before a weekend."""
        weekday = (day + 3) % 7  # the first of January 1970 was a Thursday
        return day - max(0, weekday - 4)

    def workday_from(self, day: int) -> int:
        """The day itself, or the Monday after a weekend."""
        weekday = (day + 3) % 7
        return day + (7 - weekday if weekday > 4 else 0)  # noqa: PLR2004 - Friday

    def workdays_of_month(self, months_ago: int) -> list[int]:
        """The workdays of a calendar month that are over; the last one before today where there are none."""
        index = self._first.year * 12 + self._first.month - 1 - months_ago
        first = date(index // 12, index % 12 + 1, 1).toordinal() - _EPOCH
        after = date((index + 1) // 12, (index + 1) % 12 + 1, 1).toordinal() - _EPOCH
        days = [day for day in range(first, min(after, self.today)) if self.workday(day) == day]
        return days or [self.workday(self.today - 1)]

    def some_days(self, usual: float, longest: int) -> int:
        """How long something took: about the usual time, sometimes far more."""
        return max(1, min(round(usual * self._factor()), longest))

    def some_value(self, usual: float) -> int:
        """A value in minor units, rounded to 100 of the currency."""
        return max(5, round(usual * self._factor() / 100_00)) * 100_00

    def _factor(self) -> float:
        place = self.random.random() * (len(_SPREAD) - 1)
        step = int(place)
        return _SPREAD[step] + (_SPREAD[step + 1] - _SPREAD[step]) * (place - step)


class Tale:
    """One deal: its columns as stored, its events, and what hangs on it.

    `lines`, `labels`, `people`, `activities` and `notes` are rows without the id of the deal. `told` is what the book
    tells of it; of a rich one screens show more than its history.
    """

    __slots__ = (
        "activities",
        "after_sale",
        "closed_at",
        "created_at",
        "currency",
        "deleted_at",
        "events",
        "expected",
        "is_by_hand",
        "is_rich",
        "labels",
        "last",
        "lines",
        "notes",
        "organisation",
        "owner",
        "people",
        "probability",
        "rank",
        "reason",
        "reason_note",
        "source",
        "stage",
        "status",
        "title",
        "told",
        "value",
    )

    def __init__(self, title: str, organisation: int, source: int) -> None:
        self.title, self.organisation, self.source = title, organisation, source
        self.status = OPEN_STATUS
        self.closed_at: int | None = None
        self.deleted_at: int | None = None
        self.reason: int | None = None
        self.reason_note: str | None = None
        self.rank = 0
        self.last = 0
        self.events: list[Row] = []
        self.lines: tuple[Row, ...] = ()
        self.labels: tuple[int, ...] = ()
        self.people: tuple[tuple[int, str], ...] = ()
        self.activities: tuple[Row, ...] = ()
        self.notes: tuple[Row, ...] = ()
        self.is_rich = False
        self.is_by_hand = True
        self.told: SampleDeal | SampleWin | None = None
        self.after_sale: int | None = None

    def create(
        self,
        at: int,
        stage: int,
        *,
        owner: int,
        value: int | None,
        currency: str,
        expected: str | None,
    ) -> None:
        """The deal begins, in some stage."""
        self.created_at = self.last = at
        self.stage, self.owner, self.value, self.currency, self.expected = stage, owner, value, currency, expected
        self.probability: float | None = None
        self.events.append((CREATED, at, at, None, stage, value, currency, owner, expected, None, None, None, 0, 1))

    def move(self, at: int, stage: int) -> None:
        """On to another stage, or back."""
        at = self._settle(at)
        self.events.append((MOVED, at, at, self.stage, stage, None, None, None, None, None, None, None, 0, 1))
        self.stage = stage

    def revalue(self, at: int, value: int | None) -> None:
        """Its value becomes another, or known."""
        if value == self.value:
            return
        at = self._settle(at)
        self.value = value
        self.events.append((VALUE, at, at, None, None, value, self.currency, None, None, None, None, None, 0, 1))

    def expect(self, at: int, expected: str) -> None:
        """Its expected close is put elsewhere."""
        if expected == self.expected:
            return
        at = self._settle(at)
        self.expected = expected
        self.events.append((EXPECTED, at, at, None, None, None, None, None, expected, None, None, None, 0, 1))

    def hand_over(self, at: int, owner: int) -> None:
        """Somebody else takes it."""
        if owner == self.owner:
            return
        at = self._settle(at)
        self.owner = owner
        self.events.append((OWNER, at, at, None, None, None, None, owner, None, None, None, None, 0, 1))

    def judge(self, at: int, probability: float) -> None:
        """Its probability is set by hand."""
        at = self._settle(at)
        self.probability = probability
        self.events.append((PROBABILITY, at, at, None, None, None, None, None, None, probability, None, None, 0, 1))

    def win(self, at: int) -> None:
        """It is won."""
        at = self._settle(at)
        self.status, self.closed_at = WON_STATUS, at
        self.events.append((WON, at, at, self.stage, None, None, None, None, None, None, None, None, 0, 1))

    def lose(self, at: int, reason: int, note: str | None = None) -> None:
        """It is lost, for a reason."""
        at = self._settle(at)
        self.status, self.closed_at, self.reason, self.reason_note = LOST_STATUS, at, reason, note
        self.events.append((LOST, at, at, self.stage, None, None, None, None, None, None, reason, note, 0, 1))

    def reopen(self, at: int) -> None:
        """It is open again, in the stage it was closed from."""
        at = self._settle(at)
        self.status, self.closed_at, self.reason, self.reason_note = OPEN_STATUS, None, None, None
        self.events.append((REOPENED, at, at, None, self.stage, None, None, None, None, None, None, None, 0, 1))

    def delete(self, at: int) -> None:
        """Into the bin."""
        self.deleted_at = at = self._settle(at)
        self.events.append((DELETED, at, at, None, None, None, None, None, None, None, None, None, 0, 1))

    def restore(self, at: int) -> None:
        """Out of the bin."""
        at = self._settle(at)
        self.deleted_at = None
        self.events.append((RESTORED, at, at, None, None, None, None, None, None, None, None, None, 0, 1))

    def _settle(self, at: int) -> int:
        # Events of one deal never share an instant: their order is told by time alone.
        self.last = at = at if at > self.last else self.last + MINUTE
        return at
