"""What hangs on the deals of the sample company: products, people, labels, notes and activities."""

from collections.abc import Sequence

from desktop_pipeline.actions.sample_book import Book, SampleLine, SampleMoment, SampleStep
from desktop_pipeline.actions.sample_lists import Cast
from desktop_pipeline.actions.sample_tale import DAY, Deck, Diary, Tale, comes_up

_FITTING = "Fitting, day"
_LARGE = 18_000_00
_FITTED_FROM = 5_000_00

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
        quantity = 1 if tale.value is None else max(1, round(tale.value / self._cast.prices[row_id]))
        tale.lines = ((row_id, quantity, tale.value),)

    def add_lines(self, tale: Tale, product: str) -> None:
        """A product and, on larger deals, the days of work on site; together the value."""
        self.add_line(tale, product)
        if tale.value is None or tale.value < _FITTED_FROM:
            return
        price = self._cast.prices[self._fitting]
        days = 1 + tale.value // (8 * price)
        main, amount = self._cast.products[product], tale.value - days * price
        quantity = max(1, round(amount / self._cast.prices[main]))
        tale.lines = ((main, quantity, amount), (self._fitting, days, days * price))

    def add_told_lines(self, tale: Tale, lines: Sequence[SampleLine]) -> None:
        """The lines as the book has them."""
        tale.lines = tuple((self._cast.products[line.product], line.quantity, line.amount) for line in lines)

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
            tale.activities += ((person, tale.owner, kind, subject, diary.text(at // DAY), None, at, result),)
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
                tale.activities += (done,)

    def plan(self, tale: Tale, step: SampleStep) -> None:
        """The next activity; one that falls on a weekend to come waits for Monday."""
        diary = self._diary
        day = diary.today + step.day
        if step.day > 0:
            day = diary.workday_from(day)
        at = None if step.time is None else diary.at_time(day, step.time)
        person = tale.people[0][0] if tale.people else None
        tale.activities += ((person, tale.owner, step.kind, step.subject, diary.text(day), at, None, None),)
