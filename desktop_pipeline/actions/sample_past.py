"""The closed deals of the sample company: two years, in shares that the book tells, each with its whole way."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop_pipeline.actions.sample_book import Book
from desktop_pipeline.actions.sample_detail import Detail, Visit
from desktop_pipeline.actions.sample_lists import Cast
from desktop_pipeline.actions.sample_parts import SampleWin, SampleYear
from desktop_pipeline.actions.sample_tale import Deck, Diary, Tale, by_share, comes_up

REPEAT = "Repeat customer"
_MONTHS = 12
_RICH = 300  # so many of the latest closed deals have people, notes and activities
_OLD_CUSTOMERS = 24  # they bought before the history begins
_USUAL_LOST_VALUE = 10_500_00
_WON_PACE, _LOST_PACE = 0.8, 1.4
_LONGEST_LAST_STAGE = 75


class Outcome(StrEnum):
    """How a deal of the past ended, as the book of the sample company has it."""

    WON = "won"
    LOST = "lost"
    NOT_REAL = "not_real"


@dataclass(frozen=True, slots=True)
class _Ending:
    """How and when a deal ends; `number` counts the deals of that outcome, the oldest first."""

    day: int
    outcome: Outcome
    number: int = 0
    value: int | None = None
    told: SampleWin | None = None


class Past:
    """Tells the closed deals."""

    def __init__(self, book: Book, cast: Cast, diary: Diary, detail: Detail) -> None:
        self._book, self._cast, self._diary, self._detail = book, cast, diary, detail
        random = diary.random
        self._titles = Deck(book.titles, random)
        self._customers = Deck(cast.customers, random)
        self._owners = {
            Outcome.WON: Deck(by_share(book.won_by_owner), random),
            Outcome.LOST: Deck(by_share(book.lost_by_owner), random),
        }
        self._sources = {
            Outcome.WON: Deck(by_share(book.won_by_source), random),
            Outcome.LOST: Deck(by_share(book.lost_by_source), random),
        }
        losses = enumerate(book.lost_by_stage_and_reason)
        self._losses = Deck([(stage, reason) for stage, shares in losses for reason in by_share(shares)], random)
        self._first_owners = Deck(cast.owners.values(), random)
        self._buyers: list[int] = list(cast.customers[:_OLD_CUSTOMERS])
        self._bought: list[int] = [0] * len(self._buyers)

    def tell(self, closed: int) -> list[Tale]:
        """So many closed deals, half of them in the last twelve calendar months, in the order of their end."""
        earlier = self._plan_year(self._book.earlier, closed // 2, _MONTHS)
        recent = self._plan_year(self._book.recent, closed - closed // 2, 0)
        tales = []
        counts: dict[Outcome, int] = defaultdict(int)
        for place, ending in enumerate(sorted([*earlier, *recent], key=lambda ending: ending.day)):
            counted = _Ending(ending.day, ending.outcome, counts[ending.outcome], ending.value, ending.told)
            counts[ending.outcome] += 1
            tales.append(self._tell_deal(counted, place, is_rich=place >= closed - _RICH))
        return tales

    def _plan_year(self, year: SampleYear, deals: int, months_back: int) -> list[_Ending]:
        random = self._diary.random
        days = [self._diary.workdays_of_month(months_back + _MONTHS - 1 - month) for month in range(_MONTHS)]
        outcomes = Deck(list(map(Outcome, by_share(year.outcomes))), random)
        months = {
            Outcome.WON: Deck([month for month, count in enumerate(year.won_by_month) for _ in range(count)], random),
            Outcome.LOST: Deck([month for month, count in enumerate(year.lost_by_month) for _ in range(count)], random),
        }
        months[Outcome.NOT_REAL] = months[Outcome.LOST]
        endings: list[_Ending] = []
        wins: dict[int, list[int]] = defaultdict(list)
        for _ in range(deals):
            outcome = outcomes.draw()
            month = months[outcome].draw()
            day = days[month][int(random.random() * len(days[month]))]
            if outcome is Outcome.WON:
                wins[month].append(day)
            else:
                endings.append(_Ending(day, outcome))
        for month, won in sorted(wins.items()):
            # In whole hundreds, as all values are.
            total = year.won_value_by_month[month] * len(won) // year.won_by_month[month] // 100_00 * 100_00
            endings.extend(self._share_out(won, total, months_back + _MONTHS - 1 - month))
        return endings

    def _share_out(self, days: Sequence[int], total: int, months_ago: int) -> list[_Ending]:
        """The wins of a month, with values that add up to a total."""
        told: Sequence[SampleWin] = [win for win in self._book.remembered if win.month == months_ago]
        told = told if len(days) > len(told) else ()
        endings = [_Ending(day, Outcome.WON, value=win.value, told=win) for day, win in zip(days, told, strict=False)]
        rest = days[len(told) :]
        left = total - sum(win.value for win in told)
        weights = [self._diary.some_value(total / len(days)) for _ in rest]
        whole = sum(weights)
        values = [round(left * weight / whole / 100_00) * 100_00 for weight in weights]
        values[-1] += left - sum(values)
        return endings + [_Ending(day, Outcome.WON, value=value) for day, value in zip(rest, values, strict=True)]

    def _tell_deal(self, ending: _Ending, place: int, *, is_rich: bool) -> Tale:
        diary, cast = self._diary, self._cast
        is_won = ending.outcome is Outcome.WON
        side = Outcome.WON if is_won else Outcome.LOST
        source = self._sources[side].draw()
        owner = cast.owners[self._owners[side].draw()]
        stage, reason = (len(cast.stages) - 1, "") if is_won else self._losses.draw()
        if ending.outcome is Outcome.NOT_REAL:
            stage, reason = 0, self._book.not_real_reason
        visits = self._find_way(stage, ending, place, is_repeat=source == REPEAT)
        title, product = (ending.told.title, ending.told.product) if ending.told else self._titles.draw()
        tale = Tale(title, self._choose_customer(ending, source, visits[0][1]), cast.sources[source])
        value, currency = self._settle_value(ending, stage)
        self._begin(tale, visits, (value, currency), owner, place)
        self._go(tale, visits, value, owner, place)
        closed_at = diary.at(ending.day)
        if is_won:
            tale.win(closed_at)
            self._buyers.append(tale.organisation)
            self._bought.append(ending.day)
        else:
            note = self._book.lost_note if reason == "Other" else None
            tale.lose(closed_at, cast.reasons[reason], note)
        tale.told, tale.is_rich = ending.told, is_rich
        if is_rich:
            self._detail.add_people(tale)
            self._detail.add_lines(tale, product)
            self._detail.add_talk(tale, visits, place)
        else:
            self._detail.add_line(tale, product)
        self._detail.add_labels(tale, place, is_repeat=source == REPEAT)
        return tale

    def _find_way(self, stage: int, ending: _Ending, place: int, *, is_repeat: bool) -> list[Visit]:
        """The stages passed up to the last one, with their days, told backwards from the end."""
        entry = min(stage, 1) if comes_up(place, 4 if is_repeat else 16) else 0
        way = list(range(entry, stage + 1))
        if len(way) > 2 and comes_up(place, 15):  # noqa: PLR2004 - something between the first and the last
            del way[1]
        elif len(way) > 2 and comes_up(place, 12):  # noqa: PLR2004 - likewise
            way[-1:] = [way[-1], way[-2], way[-1]]
        pace = _WON_PACE if ending.outcome is Outcome.WON else 1.0
        until = ending.day
        visits: list[Visit] = []
        for turn, visited in enumerate(reversed(way)):
            usual, longest = self._book.stage_days[visited] * pace, self._book.longest_stage_days[visited]
            if turn == 0 and ending.outcome is not Outcome.WON:
                usual, longest = usual * _LOST_PACE, _LONGEST_LAST_STAGE
            first = self._diary.workday(until - self._diary.some_days(usual, longest))
            visits.append((visited, first, until))
            until = first
        return visits[::-1]

    def _choose_customer(self, ending: _Ending, source: str, created: int) -> int:
        if ending.told:
            return self._cast.organisations[ending.told.organisation]
        if source != REPEAT:
            return self._customers.draw()
        known = bisect_right(self._bought, created)
        return self._buyers[int(self._diary.random.random() * known)]

    def _settle_value(self, ending: _Ending, stage: int) -> tuple[int | None, str]:
        """What the deal is worth at its end, where it is known, and in which currency."""
        number = ending.number
        if ending.outcome is Outcome.WON:
            in_earlier_year = ending.day < self._diary.today - 370
            if in_earlier_year and comes_up(number, 18):
                return None, "EUR"
            return ending.value, "GBP" if in_earlier_year and comes_up(number, 11) else "EUR"
        value = self._diary.some_value(_USUAL_LOST_VALUE)
        if stage <= 1 and comes_up(number, 7):
            return None, "EUR"
        if comes_up(number, 60):
            return value, "CHF"
        return value, "GBP" if comes_up(number, 20) else "EUR"

    def _begin(
        self, tale: Tale, visits: Sequence[Visit], worth: tuple[int | None, str], owner: int, place: int
    ) -> None:
        diary = self._diary
        value, currency = worth
        first = value
        if value is not None and len(visits) > 1:
            turn = place % 10
            if turn < 2:  # noqa: PLR2004 - a fifth is valued only later
                first = None
            elif turn < 5:  # noqa: PLR2004 - three tenths change their value
                first = max(5, round(value * (0.75 + 0.5 * diary.random.random()) / 100_00)) * 100_00
        created = visits[0][1]
        tale.create(
            diary.at(created),
            self._cast.stages[visits[0][0]],
            owner=self._first_owners.draw() if comes_up(place, 19) else owner,
            value=first,
            currency=currency,
            expected=None if comes_up(place, 30) else diary.text(diary.workday(created + diary.some_days(45, 140))),
        )
        if comes_up(place, 90):
            tale.delete(tale.created_at)
            tale.restore(tale.created_at)

    def _go(self, tale: Tale, visits: Sequence[Visit], value: int | None, owner: int, place: int) -> None:
        diary, random = self._diary, self._diary.random
        for stage, first, _last in visits[1:]:
            tale.move(diary.at(first), self._cast.stages[stage])
            if random.random() < 0.3:  # noqa: PLR2004 - three moves in ten put the close elsewhere
                tale.expect(diary.at(first), diary.text(diary.workday_from(first + diary.some_days(22, 60))))
        _stage, first, last = visits[-1]
        middle = diary.at(diary.workday(first + (last - first) // 2))
        tale.hand_over(middle, owner)
        if comes_up(place, 40):
            tale.judge(middle, 0.7)
        tale.revalue(middle, value)
        if comes_up(place, 25) and last - first > 3:  # noqa: PLR2004 - days, room for a loss and a second thought
            tale.lose(middle, self._cast.reasons["No answer"])
            tale.reopen(diary.at(diary.workday(last - 1)))
