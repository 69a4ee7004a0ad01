"""What hangs on the deals of the sample company: products, people, labels, notes and activities."""

from collections.abc import Sequence
from decimal import Decimal

from desktop_pipeline.actions.sample_book import Book
from desktop_pipeline.actions.sample_lists import Cast
from desktop_pipeline.actions.sample_parts import SampleLine, SampleMoment, SampleStep
from desktop_pipeline.actions.sample_tale import DAY, Deck, Diary, Row, Tale, comes_up
from desktop_pipeline.domain.line_items import work_out_amount

_FITTING = "Fitting, day"
_LARGE = 18_000_00
_FITTED_FROM = 5_000_00

# How many minutes calls, meetings and visits took.
_MINUTES = {"call": (14, 6, 22, 9), "meeting": (60, 45, 90), "visit": (80, 40, 60), "email": (None,)}

Visit = tuple[int, int, int]  # position of a stage, first day, last day


class Detail:
    """Adds to deals what screens show beside their history."""

    def __init__(self, book: Book, cast: Cast, diary: Diary) -> None:
        self._cast = cast
        self._diary = diary
        self._names = {row_id: name for name, row_id in cast.owners.items()}
        self._done = [Deck(stage, diary.random) for stage in book.done]
        self._notes = Deck(book.notes, diary.random)
        self._fitting = cast.products[_FITTING]

    def add_line(self, tale: Tale, product: str) -> None:
        """The whole value stands on one product; the amount is unknown where the value is."""
        row_id = self._cast.products[product]
        tale.is_by_hand = tale.value is None
        tale.lines = ((row_id, 1, None, None, None, 0),) if tale.value is None else (self._price(row_id, tale.value),)

    def add_lines(self, tale: Tale, product: str) -> None:
        """A product and, on larger deals, the days of work on site; together the value."""
        self.add_line(tale, product)
        if tale.value is None or tale.value < _FITTED_FROM:
            return
        price = self._cast.prices[self._fitting]
        days = 1 + tale.value // (8 * price)
        main = self._price(self._cast.products[product], tale.value - days * price)
        tale.lines = (main, (self._fitting, days, price, None, days * price, 1))

    def add_told_lines(self, tale: Tale, lines: Sequence[SampleLine], *, is_by_hand: bool) -> None:
        """The lines as the book has them."""
        tale.is_by_hand = is_by_hand
        tale.lines = tuple(
            (self._cast.products[line.product], line.quantity, line.price, line.discount, _work_out(line), place)
            for place, line in enumerate(lines)
        )

    def add_people(self, tale: Tale, names: Sequence[str] = ()) -> None:
        """Those named, else the customer's people."""
        contacts = self._cast.contacts.get(tale.organisation, ())
        named = {self._cast.people[name] for name in names}
        tale.people = tuple(contact for contact in contacts if not named or contact[0] in named)

    def add_labels(self, tale: Tale, number: int, *, is_repeat: bool) -> None:
        """Repeat customers are marked; so are large deals and, now and then, tenders."""
        labels = self._cast.labels
        if tale.value is not None and tale.value >= _LARGE:
            tale.labels = (labels["Priority"],)
        if is_repeat:
            tale.labels += (labels["Repeat"],)
        elif comes_up(number, 9):
            tale.labels += (labels["Tender"],)

    def add_talk(self, tale: Tale, visits: Sequence[Visit], number: int) -> None:
        """In each stage something was done; now and then somebody wrote a note about it."""
        diary = self._diary
        person = tale.people[0][0] if tale.people else None
        for turn, (stage, first, last) in enumerate(visits):
            kind, subject, result = self._done[stage].draw()
            at = diary.at(diary.workday(first + (last - first) // 2))
            at = at if at > tale.created_at else tale.created_at + DAY // 48
            took = _MINUTES[kind][(number + turn) % len(_MINUTES[kind])]
            done = (person, tale.owner, kind, subject, diary.text(at // DAY), None, at, result, took, None, None)
            tale.activities += (done,)
            if comes_up(number + turn, 3):
                tale.notes += ((self._notes.draw(), at + DAY // 24, self._names[tale.owner]),)

    def add_timeline(self, tale: Tale, moments: Sequence[SampleMoment]) -> None:
        """What the book says was done and written."""
        diary = self._diary
        person = tale.people[0][0] if tale.people else None
        for moment in moments:
            day = diary.today - moment.days_ago
            at = diary.at_time(day, moment.time)
            if moment.kind == "note":
                tale.notes += ((moment.text, at, self._names[tale.owner]),)
            else:
                done = (person, tale.owner, moment.kind, moment.text, diary.text(day), None, at, moment.result)
                tale.activities += ((*done, moment.duration, None, None),)

    def plan(self, tale: Tale, step: SampleStep) -> None:
        """The next activity; one that falls on a weekend to come waits for Monday."""
        diary = self._diary
        day = diary.today + step.day
        if step.day > 0:
            day = diary.workday_from(day)
        at = None if step.time is None else diary.at_time(day, step.time)
        person = tale.people[0][0] if tale.people else None
        planned = (person, tale.owner, step.kind, step.subject, diary.text(day), at, None, None)
        tale.activities += ((*planned, step.duration, step.note, step.remind_before),)

    def _price(self, product: int, amount: int) -> Row:
        """About as many as the list price says, at a price of their own that comes to the amount exactly."""
        usual = max(1, round(amount / self._cast.prices[product]))
        quantity = next(count for step in range(usual) for count in (usual - step, usual + step) if amount % count == 0)
        return (product, quantity, amount // quantity, None, amount, 0)


def _work_out(line: SampleLine) -> int | None:
    if line.price is None:
        return None
    discount = None if line.discount is None else Decimal(line.discount)
    return work_out_amount(Decimal(str(line.quantity)), line.price, discount)
