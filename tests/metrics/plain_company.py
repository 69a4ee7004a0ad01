"""The rows of a workspace file in plain Python, for figures that share no code with the program."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

CREATED, MOVED, WON, LOST, REOPENED, VALUE, CLOSE, OWNER, CHANCE, PIPELINE, DELETED, RESTORED = range(1, 13)
PLACING, DECIDING = {CREATED, MOVED, REOPENED, PIPELINE}, {WON, LOST}
_DIGITS = {"JPY": 0, "KRW": 0, "BHD": 3, "KWD": 3}


@dataclass(frozen=True)
class Event:
    """One row of the history; `day` is None for an outcome without a date, `stands_in`: placed for want of a date."""

    kind: int
    at: int
    day: date | None
    to: int | None
    origin: int | None
    value: int | None
    currency: str | None
    owner: int | None
    expected: date | None
    chance: float | None
    reason: int | None
    inferred: bool
    stands_in: bool


@dataclass(frozen=True)
class Stage:
    """One stage; `place` counts the stages of its pipeline."""

    id: int
    pipeline: int
    place: int
    name: str
    is_open: bool
    archived: bool
    chance: float
    stale_limit: int
    milestone: str
    category: str


@dataclass
class Deal:
    """What the history does not hold, and the history."""

    id: int
    pipeline: int
    source: int | None
    organisation: int | None
    industry: str | None
    is_created_known: bool
    category: str | None
    touched: date | None
    events: list[Event] = field(default_factory=list)
    lines: list[tuple[int, int | None]] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)
    touches: list[tuple[int, date]] = field(default_factory=list)
    # When it was left alone: from when, until which day, and when that was ended before it.
    rests: list[tuple[int, date, int | None]] = field(default_factory=list)
    activities: list["Activity"] = field(default_factory=list)
    marks: dict[str, date] = field(default_factory=dict)


@dataclass(frozen=True)
class Activity:
    """Something planned or done."""

    kind: str
    owner: int | None
    created: int | None
    due: date | None
    done: int | None
    done_day: date | None
    deal: int | None


@dataclass(frozen=True)
class State:
    """A deal at an instant."""

    deal: Deal
    status: str
    stage: int | None
    pipeline: int
    owner: int | None
    value: int | None
    currency: str | None
    chance: float | None
    expected: date | None
    created: date | None
    closed: date | None
    reason: int | None
    days_lost: int
    is_real: bool


class Company:
    """A file, read once."""

    def __init__(self, path: Path) -> None:
        self._ends: dict[date, int] = {}
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as self._db:
            settings = dict(self._rows("select key, value from setting"))
            self.base: str = _plain(settings["base_currency"])
            self.zone = ZoneInfo(_plain(settings["time_zone"]))
            self.working_days = {int(day) for day in _plain(settings.get("working_days", "12345"))}
            self.owners = dict(self._rows("select id, name from owner"))
            self.sources = dict(self._rows("select id, name from source"))
            self.products = dict(self._rows("select id, name from product"))
            self.labels = dict(self._rows("select id, name from label"))
            self.pipelines = dict(self._rows("select id, name from pipeline"))
            self.reasons = dict(self._rows("select id, name from reason"))
            self.unreal = {row[0] for row in self._rows("select id from reason where reason_group = 'not_real'")}
            self.holidays = {date.fromisoformat(row[0]) for row in self._rows("select day from holiday")}
            self.rates = self._read_rates()
            self.stages = self._read_stages()
            self.activities = self._read_activities()
            self.deals = self._read_deals()
            self.targets = self._rows(
                "select scope, coalesce(owner_id, pipeline_id, product_id), span, starts_on, measure, amount, currency"
                " from target"
            )

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self._db.execute(sql).fetchall()

    def day_of(self, instant: int) -> date:
        """The local day of microseconds since 1970."""
        return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=instant)).astimezone(self.zone).date()

    def end_of(self, day: date) -> int:
        """The last microsecond of a local day."""
        if day not in self._ends:
            self._ends[day] = self._find_end(day)
        return self._ends[day]

    def _find_end(self, day: date) -> int:
        following = datetime.combine(day + timedelta(days=1), time(), self.zone).astimezone(UTC)
        return (following - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1) - 1

    def _read_rates(self) -> dict[str, list[tuple[date, Decimal]]]:
        rates = defaultdict(list)
        for code, day, rate in self._rows(
            "select c.code, r.from_on, r.rate from currency_rate r join currency c on c.id = r.currency_id"
        ):
            rates[code].append((date.fromisoformat(day), Decimal(rate)))
        return rates

    def _read_stages(self) -> dict[int, Stage]:
        stages: dict[int, Stage] = {}
        places: dict[int, int] = defaultdict(int)
        for row in self._rows(
            "select id, pipeline_id, name, is_open, is_archived, probability, stale_limit, milestone, forecast_category"
            " from stage order by pipeline_id, position, id"
        ):
            stage_id, pipeline, name, is_open, archived, *rest = row
            stages[stage_id] = Stage(stage_id, pipeline, places[pipeline], name, bool(is_open), bool(archived), *rest)
            places[pipeline] += 1
        return stages

    def _read_activities(self) -> list[Activity]:
        return [
            Activity(
                kind,
                owner,
                created,
                _day(due),
                done,
                None if done is None else self.day_of(done),
                deal,
            )
            for kind, owner, created, due, done, deal in self._rows(
                "select kind, owner_id, created_at, due_on, done_at, deal_id from activity order by id"
            )
        ]

    def _read_deals(self) -> list[Deal]:
        deals = {
            row[0]: Deal(row[0], row[1], row[2], row[3], row[4], bool(row[5]), row[6], _day(row[7]))
            for row in self._rows(
                "select d.id, d.pipeline_id, d.source_id, d.organisation_id, o.industry, d.created_at is not null,"
                " d.forecast_category, d.last_touch_on"
                " from deal d left join organisation o on o.id = d.organisation_id order by d.id"
            )
        }
        for deal_id, product, amount in self._rows("select deal_id, product_id, amount from line_item order by id"):
            deals[deal_id].lines.append((product, amount))
        for deal_id, label in self._rows("select deal_id, label_id from deal_label"):
            deals[deal_id].labels.append(label)
        self._read_touches(deals)
        for deal_id, milestone, day in self._rows("select deal_id, milestone, passed_on from milestone_mark"):
            deals[deal_id].marks[milestone] = date.fromisoformat(day)
        for activity in self.activities:
            if activity.deal is not None:
                deals[activity.deal].activities.append(activity)
                if activity.done is not None and activity.done_day is not None:
                    deals[activity.deal].touches.append((activity.done, activity.done_day))
        for deal_id, event in self._read_events():
            deals[deal_id].events.append(event)
        return list(deals.values())

    def _read_touches(self, deals: dict[int, Deal]) -> None:
        for sql in (
            "select deal_id, at from note",
            "select deal_id, at from message where direction = 'in' and deal_id > 0",
        ):
            for deal_id, at in self._rows(sql):
                deals[deal_id].touches.append((at, self.day_of(at)))
        for deal_id, at, until, ended in self._rows("select deal_id, at, until, ended_at from deal_snooze"):
            deals[deal_id].rests.append((at, date.fromisoformat(until), ended))

    def _read_events(self) -> Iterator[tuple[int, Event]]:
        for row in self._rows(
            "select deal_id, kind, at, recorded_at, to_stage_id, from_stage_id, value, currency, owner_id,"
            " expected_close_on, probability, reason_id, is_inferred, is_dated from history_event order by at, id"
        ):
            deal_id, kind, at, recorded, to, origin, value, currency, owner, expected, chance, reason, guess, dated = (
                row
            )
            is_dateless = kind in DECIDING and not dated
            yield (
                deal_id,
                Event(
                    kind,
                    at,
                    None if is_dateless else self.day_of(at),
                    to,
                    origin,
                    value,
                    currency,
                    owner,
                    _day(expected),
                    chance,
                    reason,
                    bool(guess),
                    not dated or (bool(guess) and at == recorded),
                ),
            )

    def to_base(self, value: int | None, currency: str | None, day: date) -> int | None:
        """Minor units of the base currency at the rate of a day, half to even."""
        if value is None or currency == self.base or currency is None:
            return value
        known = [(start, rate) for start, rate in self.rates.get(currency, []) if start <= day]
        if not known:
            return None
        shift = _DIGITS.get(self.base, 2) - _DIGITS.get(currency, 2)
        return int((Decimal(value) * max(known)[1]).scaleb(shift).to_integral_value("ROUND_HALF_EVEN"))

    def look(self, as_of: date) -> list[State]:
        """Every deal that is there at the end of a day."""
        states = (self.state_of(deal, self.end_of(as_of)) for deal in self.deals)
        return [state for state in states if state is not None]

    def state_of(self, deal: Deal, until: int) -> State | None:
        """The deal by its events up to an instant; None where it is not there."""
        past = [event for event in deal.events if event.at <= until]
        started = [event for event in past if event.kind == CREATED]
        decided = [event for event in past if event.kind in {WON, LOST, REOPENED}]
        presence = [event.kind for event in past if event.kind in {DELETED, RESTORED}]
        if not (started or decided) or presence[-1:] == [DELETED]:
            return None
        outcome = decided[-1] if decided and decided[-1].kind != REOPENED else None
        known = past
        if outcome is not None:
            # What was entered after the close says nothing of the close.
            limit = max(outcome.at, *(event.at for event in started), outcome.at)
            known = [event for event in past if event.at <= limit]

        def last(kind: int) -> Event | None:
            found = [event for event in known if event.kind in {CREATED, kind}]
            return found[-1] if found else None

        placed = [event.to for event in past if event.kind in PLACING and event.to is not None]
        stage = placed[-1] if placed else None
        valued, owned, hoped, likely = (last(kind) for kind in (VALUE, OWNER, CLOSE, CHANCE))
        is_lost = outcome is not None and outcome.kind == LOST
        return State(
            deal=deal,
            status="open" if outcome is None else "lost" if is_lost else "won",
            stage=stage,
            pipeline=deal.pipeline if stage is None else self.stages[stage].pipeline,
            owner=owned.owner if owned else None,
            value=valued.value if valued else None,
            currency=valued.currency if valued else None,
            chance=likely.chance if likely else None,
            expected=hoped.expected if hoped else None,
            created=started[-1].day if started and deal.is_created_known else None,
            closed=outcome.day if outcome else None,
            reason=outcome.reason if outcome else None,
            days_lost=sum(
                (after.day - event.day).days
                for event, after in pairwise(decided)
                if event.kind == LOST and event.day is not None and after.day is not None
            ),
            is_real=outcome is None or outcome.reason not in self.unreal,
        )


def _plain(text: str) -> str:
    return text.strip('"')


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
