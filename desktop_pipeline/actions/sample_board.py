"""The open deals of the sample company: those of the book first, then as many more as are asked for; and its bin."""

from collections.abc import Sequence

from desktop_pipeline.actions.sample_book import Book
from desktop_pipeline.actions.sample_detail import Detail, Visit
from desktop_pipeline.actions.sample_lists import Cast
from desktop_pipeline.actions.sample_parts import SampleDeal, SampleStep
from desktop_pipeline.actions.sample_past import REPEAT
from desktop_pipeline.actions.sample_tale import MINUTE, Deck, Diary, Tale, by_share, comes_up

_RICH = 300  # so many invented open deals have people, notes and activities
_USUAL_VALUE = 11_500_00
# How long deals sit in their stage, as shares of its slow limit: usual, slow and stuck ones.
_AGES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2, 1.3, 1.7, 2.3)
# Days from today of the next step: late, today, planned; None where nothing is planned.
_STEP_DAYS = (-9, -3, -1, 0, 0, 1, 1, 2, 2, 3, 4, 6, 7, 9, None, None)
_TIMES = ("09:00", "10:30", "11:15", "14:00", "15:30", "16:15")


class Board:
    """Tells the open deals, each column from top to bottom."""

    def __init__(self, book: Book, cast: Cast, diary: Diary, detail: Detail) -> None:
        self._book, self._cast, self._diary, self._detail = book, cast, diary, detail
        random = diary.random
        self._titles = Deck(book.titles, random)
        self._customers = Deck(cast.customers, random)
        self._owners = Deck(by_share(book.open_by_owner), random)
        self._sources = Deck(by_share(book.open_by_source), random)
        self._stages = Deck(by_share(dict(enumerate(book.open_by_stage))), random)
        self._ages = Deck(_AGES, random)
        self._step_days = Deck(_STEP_DAYS, random)
        self._steps = Deck(book.steps, random)
        self._times = Deck(_TIMES, random)

    def tell(self, open_deals: int) -> list[Tale]:
        """So many open deals in the order of the board."""
        told = _pick(self._book.open_deals, open_deals)
        tales = [self._tell_deal(deal, number) for number, deal in enumerate(told)]
        tales += [self._invent(number, is_rich=number < _RICH) for number in range(open_deals - len(told))]
        return tales

    def tell_bin(self, binned: int) -> list[Tale]:
        """So many deals that were thrown away."""
        tales = [self._invent(number, is_rich=True) for number in range(binned)]
        for number, tale in enumerate(tales):
            thrown = self._diary.today - 1 - 5 * (number % 4)
            tale.delete(max(self._diary.at(thrown), tale.last + 10 * MINUTE))
        return tales

    def _tell_deal(self, deal: SampleDeal, number: int) -> Tale:
        diary, cast = self._diary, self._cast
        tale = Tale(deal.title, cast.organisations[deal.organisation], cast.sources[deal.source])
        visits = self._visits(deal.days)
        closes = [diary.text(diary.workday_from(diary.today + day)) for day in deal.closes]
        tale.create(
            diary.at(visits[0][1]),
            cast.stages[visits[0][0]],
            owner=cast.owners[deal.was_owner or deal.owner],
            value=deal.value if deal.was is None else deal.was,
            currency=deal.currency,
            expected=closes[0],
        )
        for stage, first, _last in visits[1:]:
            tale.move(diary.at(first), cast.stages[stage])
        since = visits[-1][1]
        span = diary.today - since
        tale.hand_over(diary.at(since), cast.owners[deal.owner])
        tale.revalue(diary.at(since), deal.value)
        for turn, close in enumerate(closes[1:], 1):
            tale.expect(diary.at(since + span * turn // (len(closes) + 1)), close)
        if deal.probability is not None:
            tale.judge(diary.at(diary.today - 1), deal.probability)
        tale.labels = tuple(cast.labels[label] for label in deal.labels)
        tale.told, tale.is_rich = deal, True
        self._detail.add_people(tale, deal.people)
        if deal.lines or deal.product is None:
            self._detail.add_told_lines(tale, deal.lines, is_by_hand=deal.by_hand)
        else:
            self._detail.add_lines(tale, deal.product)
        if deal.timeline:
            self._detail.add_timeline(tale, deal.timeline)
        else:
            self._detail.add_talk(tale, visits, number)
        if deal.step is not None:
            self._detail.plan(tale, deal.step)
        return tale

    def _visits(self, days: Sequence[int | None]) -> list[Visit]:
        until = self._diary.today
        visits: list[Visit] = []
        for stage in reversed(range(len(days))):
            spent = days[stage]
            if spent is not None:
                visits.append((stage, until - spent, until))
                until -= spent
        return visits[::-1]

    def _invent(self, number: int, *, is_rich: bool) -> Tale:
        diary, cast, book = self._diary, self._cast, self._book
        stage = self._stages.draw()
        source = self._sources.draw()
        visits = self._invent_visits(stage, number)
        title, product = self._titles.draw()
        tale = Tale(title, self._customers.draw(), cast.sources[source])
        value: int | None = diary.some_value(_USUAL_VALUE)
        currency = "CHF" if comes_up(number, 200) else "GBP" if comes_up(number, 30) else "EUR"
        close = diary.today + diary.some_days(40, 150) - (60 if comes_up(number, 12) else 0)
        tale.create(
            diary.at(visits[0][1]),
            cast.stages[visits[0][0]],
            owner=cast.owners[book.former_owner if comes_up(number, 40) else self._owners.draw()],
            value=None if comes_up(number, 8) else value,
            currency=currency,
            expected=None if comes_up(number, 25) else diary.text(diary.workday(close - 30 * (number % 4 == 0))),
        )
        for visited, first, _last in visits[1:]:
            tale.move(diary.at(first), cast.stages[visited])
        since = diary.at(visits[-1][1])
        if tale.owner == cast.owners[book.former_owner]:
            tale.hand_over(since, cast.owners[self._owners.draw()])
        if stage > 0:
            tale.revalue(since, value)
        if number % 4 == 0:
            tale.expect(since, diary.text(diary.workday_from(close)))
        if comes_up(number, 22):
            tale.judge(since, 0.5)
        self._hang_on(tale, visits, product, number, is_rich=is_rich, is_repeat=source == REPEAT)
        return tale

    def _invent_visits(self, stage: int, number: int) -> list[Visit]:
        diary, book = self._diary, self._book
        entry = min(stage, 1) if comes_up(number, 14) else 0
        way = list(range(entry, stage + 1))
        if len(way) > 2 and comes_up(number, 15):  # noqa: PLR2004 - something between the first and the last
            del way[1]
        until = diary.today
        visits: list[Visit] = []
        for visited in reversed(way):
            days = (
                diary.some_days(book.stage_days[visited], book.longest_stage_days[visited])
                if visits
                else max(1, round(self._ages.draw() * book.slow_limits[visited]))
            )
            visits.append((visited, until - days, until))
            until -= days
        return visits[::-1]

    def _hang_on(
        self, tale: Tale, visits: Sequence[Visit], product: str, number: int, *, is_rich: bool, is_repeat: bool
    ) -> None:
        tale.is_rich = is_rich
        if is_rich:
            self._detail.add_people(tale)
            self._detail.add_lines(tale, product)
            self._detail.add_talk(tale, visits, number)
        else:
            self._detail.add_line(tale, product)
        self._detail.add_labels(tale, number, is_repeat=is_repeat)
        day = self._step_days.draw()
        if day is not None:
            kind, subject = self._steps.draw()
            self._detail.plan(tale, SampleStep(kind, subject, day, None if day else self._times.draw()))


def _pick(deals: Sequence[SampleDeal], count: int) -> list[SampleDeal]:
    """The first so many, taken from every column in turn; in the order of the board."""
    columns: dict[int, int] = {}
    turns = []
    for place, deal in enumerate(deals):
        turns.append((columns.setdefault(deal.stage, 0), deal.stage, place))
        columns[deal.stage] += 1
    return [deals[place] for place in sorted(place for _row, _stage, place in sorted(turns)[:count])]
