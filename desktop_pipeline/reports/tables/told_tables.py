"""Tables of a report told by columns: what a cell is as a value, for a workbook, and how it is said on paper."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from desktop_pipeline.domain.money import Money
from desktop_pipeline.metrics.rates import Rate, Sample
from desktop_pipeline.reports.content import Column, Line, StageMark, Table
from desktop_pipeline.reports.said_values import DASH, say_average, say_counts, say_money, say_range
from desktop_pipeline.reports.tables.sheets import CellKind, CellValue, say_cell
from desktop_pipeline.reports.words import Words

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Told(Generic[Row]):
    """A column; `say` words a cell where that does not go by its kind. Money is in minor units of the table."""

    head: str
    value: Callable[[Row], CellValue]
    kind: CellKind = CellKind.TEXT
    say: Callable[[Row], str] | None = None
    is_right: bool = False

    @property
    def column(self) -> Column:
        """As a table has it."""
        return Column(self.head, is_number=self.is_right or self.kind is not CellKind.TEXT, kind=self.kind)


@dataclass(frozen=True, slots=True)
class Titled:
    """Which section a table is, its title and what stands below it."""

    name: str
    title: str
    caption: str = ""


@dataclass(frozen=True, eq=False, slots=True)
class Teller:
    """The words of tables in one currency."""

    words: Words
    currency: str

    def count(self, head: str, value: Callable[[Row], int | None]) -> Told[Row]:
        """A number of deals and the like."""
        return Told(head, value, CellKind.COUNT)

    def money(self, head: str, value: Callable[[Row], int | None]) -> Told[Row]:
        return Told(head, value, CellKind.MONEY)

    def rounded(self, head: str, value: Callable[[Row], int | None]) -> Told[Row]:
        """A sum that is an estimate."""
        return Told(head, value, CellKind.MONEY, lambda row: self.say_rounded(value(row)))

    def short(self, head: str, value: Callable[[Row], int | None]) -> Told[Row]:
        """A sum that was drawn, in three figures."""

        def say(row: Row) -> str:
            minor = value(row)
            return self.words.formats.short_money(minor, self.currency)

        return Told(head, value, CellKind.MONEY, say)

    def average(self, head: str, value: Callable[[Row], int | None]) -> Told[Row]:
        """A mean of sums."""
        return Told(head, value, CellKind.MONEY, lambda row: say_average(value(row), self.currency, self.words))

    def days(self, head: str, value: Callable[[Row], float | None]) -> Told[Row]:
        """Days, whole on paper."""
        return Told(head, value, CellKind.DAYS)

    def share(self, head: str, value: Callable[[Row], float | None]) -> Told[Row]:
        """From 0 to 1."""
        return Told(head, value, CellKind.SHARE)

    def rate(self, rate: Callable[[Row], Rate]) -> tuple[Told[Row], Told[Row]]:
        """A win rate and its range, or its counts where they are few (METRICS §0)."""
        translate = self.words.translate

        def value(row: Row) -> float | None:
            found = rate(row)
            return None if found.sample is Sample.COUNTS_ONLY else found.value

        return (
            Told(translate("Report", "Win rate"), value, CellKind.SHARE, lambda row: self.say_rate(rate(row))[0]),
            Told(translate("Report", "Range, 95 %"), lambda row: self.say_rate(rate(row))[1], is_right=True),
        )

    def say_rate(self, rate: Rate) -> tuple[str, str]:
        """`60 %` and `31 to 83 %`, `2 of 3` and nothing."""
        if rate.value is None:
            return DASH, ""
        if rate.sample is Sample.COUNTS_ONLY:
            return say_counts(rate, self.words), ""
        return self.words.formats.percent(rate.value), say_range(rate, self.words)

    def say_rounded(self, minor: int | None) -> str:
        """To the hundred."""
        return self.words.formats.rounded_money(minor, self.currency)

    def say_sum(self, minor: int | None) -> str:
        """A sum, for a total."""
        return say_money(minor, self.currency, self.words)

    def table(
        self,
        heading: Titled,
        columns: Sequence[Told[Row]],
        rows: Iterable[Row],
        *,
        total: Sequence[str] | None = None,
        mark: Callable[[Row], StageMark | None] | None = None,
        is_half: bool = False,
    ) -> Table:
        """The table; its total is said only, and no row of a workbook."""
        lines = [
            Line(
                tuple(self._say(column, row) for column in columns),
                mark=None if mark is None else mark(row),
                values=tuple(self._value(column, row) for column in columns),
            )
            for row in rows
        ]
        if total is not None:
            lines.append(Line(tuple(total), is_total=True))
        every = tuple(column.column for column in columns)
        return Table(heading.name, heading.title, heading.caption, every, tuple(lines), is_half)

    def _say(self, column: Told[Row], row: Row) -> str:
        if column.say is not None:
            return column.say(row)
        return say_cell(column.value(row), column.kind, self.currency, self.words)

    def _value(self, column: Told[Row], row: Row) -> CellValue | Money:
        value = column.value(row)
        if column.kind is CellKind.MONEY and isinstance(value, int):
            return Money(value, self.currency)
        return value
