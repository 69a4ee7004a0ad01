"""Sums of deals currency by currency, and together in the base currency."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop_pipeline.domain.money import Money
from desktop_pipeline.reports.content import Column, Line, SectionName, Table
from desktop_pipeline.reports.said_values import DASH
from desktop_pipeline.reports.tables.sheets import CellKind
from desktop_pipeline.reports.words import Words


@dataclass(frozen=True, slots=True)
class CurrencySum:
    """The deals of one currency: how many, what those with a known value are worth, and how many have one.

    `base_minor` is what `rated` of them, those for whose day there is a rate, are worth in the base currency.
    """

    currency: str
    deals: int
    minor: int
    valued: int
    base_minor: int
    rated: int

    @property
    def money(self) -> Money | None:
        """None where no value is known: that is not nothing."""
        return Money(self.minor, self.currency) if self.valued else None


def sum_by_currency(deals: Iterable[tuple[str, Money | None, int | None]]) -> tuple[CurrencySum, ...]:
    """Adds up deals by their currency, the one of most deals first; the last is a deal's value in the base currency."""
    sums: dict[str, list[int]] = {}
    for currency, value, in_base in deals:
        known = sums.setdefault(currency, [0] * 5)
        known[0] += 1
        if value is not None:
            known[1] += value.minor
            known[2] += 1
        if in_base is not None:
            known[3] += in_base
            known[4] += 1
    rows = (CurrencySum(currency, *numbers) for currency, numbers in sums.items())
    return tuple(sorted(rows, key=lambda row: (-row.deals, row.currency)))


def sum_lines(
    sums: Sequence[CurrencySum], columns: Sequence[Column], value_at: int | None, words: Words
) -> tuple[Line, ...]:
    """A total line for each currency, under the values where these are shown."""
    return tuple(_sum_line(each, columns, value_at, words, alone=len(sums) == 1) for each in sums)


def _sum_line(each: CurrencySum, columns: Sequence[Column], value_at: int | None, words: Words, *, alone: bool) -> Line:
    cells = [""] * len(columns)
    cells[0] = words.deals(each.deals)
    if not alone:
        cells[0] = words.translate("Report", "{currency}, {deals}").format(currency=each.currency, deals=cells[0])
    if value_at is not None:
        cells[value_at] = _say(each.money, words)
    return Line(tuple(cells), is_total=True)


def sums_table(sums: Sequence[CurrencySum], base: str, words: Words) -> Table:
    """Currency by currency, with what that comes to in the base currency; a deal without a rate is not in it."""
    translate = words.translate
    in_base = translate("Report", "In {currency}").format(currency=base)
    columns = (
        Column(translate("Report", "Currency"), is_number=False),
        Column(translate("Report", "Deals"), kind=CellKind.COUNT),
        Column(translate("Report", "Without a value"), kind=CellKind.COUNT),
        Column(translate("Report", "Value"), kind=CellKind.MONEY),
        Column(in_base, kind=CellKind.MONEY),
    )
    lines = [_to_line(each, base, words) for each in sums]
    deals = sum(each.deals for each in sums)
    without = deals - sum(each.valued for each in sums)
    number = words.formats.number
    # Nothing is the sum of nothing known.
    known = any(each.rated for each in sums)
    total = _say(Money(sum(each.base_minor for each in sums), base) if known else None, words)
    said = translate("Report", "Together")
    lines.append(Line((said, number(deals), number(without), "", total), is_total=True))
    return Table(SectionName.SUMS, translate("Report", "Sums"), "", columns, tuple(lines))


def _to_line(each: CurrencySum, base: str, words: Words) -> Line:
    in_base = Money(each.base_minor, base) if each.rated else None
    without = each.deals - each.valued
    number = words.formats.number
    cells = (each.currency, number(each.deals), number(without), _say(each.money, words), _say(in_base, words))
    return Line(cells, values=(each.currency, each.deals, without, each.money, in_base))


def _say(money: Money | None, words: Words) -> str:
    return DASH if money is None else words.formats.minor(money.minor, money.currency)
