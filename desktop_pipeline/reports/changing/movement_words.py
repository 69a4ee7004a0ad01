"""Sentences and sheets of the page Movement: how the open value came from one day to another (METRICS §17)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from desktop_pipeline.domain.periods import Period, add_months
from desktop_pipeline.metrics.changing.movement import Bar, MovedBar, Movement
from desktop_pipeline.metrics.telling.parts import Part, PartKind
from desktop_pipeline.reports.tables.sheets import CellKind, Sheet, SheetColumn, SheetRow
from desktop_pipeline.reports.words import Words

_ENDS = (Bar.OPENING, Bar.CLOSING)
# They stand there also where nothing of the kind happened.
_ALWAYS = frozenset((*_ENDS, Bar.CREATED, Bar.WON, Bar.LOST))


class DueChoice(StrEnum):
    """Which deals are followed, by their expected close."""

    ANY = "any"
    THIS_MONTH = "this_month"
    NEXT_MONTH = "next_month"
    THIS_QUARTER = "this_quarter"
    NEXT_QUARTER = "next_quarter"
    THIS_YEAR = "this_year"


@dataclass(frozen=True, slots=True)
class MovedTitle:
    """A deal with what it added to a bar; None where its value is unknown."""

    deal_id: int
    title: str
    bar: Bar
    value: int | None


def find_due(choice: DueChoice, as_of: date) -> Period | None:
    """The days a deal must be due in, by the calendar around the as-of day; None for any."""
    months = {DueChoice.THIS_MONTH: 1, DueChoice.NEXT_MONTH: 1, DueChoice.THIS_YEAR: 12}.get(choice, 3)
    if choice is DueChoice.ANY:
        return None
    start = date(as_of.year, (as_of.month - 1) // months * months + 1, 1)
    if choice in {DueChoice.NEXT_MONTH, DueChoice.NEXT_QUARTER}:
        start = add_months(start, months)
    return Period(start, add_months(start, months))


def name_due(choice: DueChoice, words: Words) -> str:
    """What a choice is called."""
    translate = words.translate
    return {
        DueChoice.ANY: translate("Report", "Whenever due"),
        DueChoice.THIS_MONTH: translate("Report", "Due this month"),
        DueChoice.NEXT_MONTH: translate("Report", "Due next month"),
        DueChoice.THIS_QUARTER: translate("Report", "Due this quarter"),
        DueChoice.NEXT_QUARTER: translate("Report", "Due next quarter"),
        DueChoice.THIS_YEAR: translate("Report", "Due this year"),
    }[choice]


def bars_to_show(movement: Movement) -> tuple[MovedBar, ...]:
    """The bars in their order, without those of kinds that did not happen."""
    bars = (movement.opening, *movement.bars, movement.closing)
    return tuple(bar for bar in bars if bar.deals or bar.value or bar.bar in _ALWAYS)


def name_bar(bar: Bar, words: Words, *, is_filtered: bool) -> str:
    """What happened; without a filter only exchange rates make a deal worth more or less by themselves."""
    translate = words.translate
    entered, left = (
        (translate("Report", "Came into the filter"), translate("Report", "Left the filter"))
        if is_filtered
        else (translate("Report", "Rates rose"), translate("Report", "Rates fell"))
    )
    return {
        Bar.OPENING: translate("Report", "Open at the start"),
        Bar.CREATED: translate("Report", "New"),
        Bar.REOPENED: translate("Report", "Reopened"),
        Bar.RESTORED: translate("Report", "Restored"),
        Bar.RAISED: translate("Report", "Raised"),
        Bar.ENTERED: entered,
        Bar.PULLED_IN: translate("Report", "Pulled in"),
        Bar.LOWERED: translate("Report", "Lowered"),
        Bar.LEFT: left,
        Bar.PUSHED_OUT: translate("Report", "Pushed out"),
        Bar.WON: translate("Report", "Won"),
        Bar.LOST: translate("Report", "Lost"),
        Bar.DELETED: translate("Report", "Deleted"),
        Bar.CLOSING: translate("Report", "Open at the end"),
    }[bar]


def say_amount(bar: MovedBar, currency: str, words: Words) -> str:
    """`+€30,000`, `−€8,000`; the two ends without a sign."""
    said = words.formats.whole_money(bar.value, currency)
    if bar.bar in _ENDS or not bar.value:
        return said
    return f"{'−' if bar.bar.takes_away else '+'}{said}"


def say_bar(bar: MovedBar, currency: str, words: Words, *, is_filtered: bool) -> str:
    """A bar with its deals, and how many of them add nothing for want of a value."""
    translate = words.translate
    said = translate("Report", "{bar}: {sum}, {deals}").format(
        bar=name_bar(bar.bar, words, is_filtered=is_filtered),
        sum=say_amount(bar, currency, words),
        deals=words.deals(bar.deals),
    )
    without = bar.deals - bar.valued
    if without:
        said += translate("Report", ", {count} of them without a value").format(count=words.formats.number(without))
    if is_filtered and bar.by_rate:
        said += translate("Report", ", {sum} by exchange rates alone").format(
            sum=words.formats.whole_money(bar.by_rate, currency)
        )
    return said


def answer_movement(movement: Movement, words: Words, *, before: Movement | None = None) -> str:
    """`From €420,000 to €448,000, €28,000 more. New: €120,000; won €40,000; lost €60,000.`."""
    translate, currency = words.translate, movement.currency
    money = words.formats.whole_money
    start, end = movement.opening.value, movement.closing.value
    said = translate("Report", "From {before} to {after}").format(
        before=money(start, currency), after=money(end, currency)
    )
    if end == start:
        said += translate("Report", ", as much as before.")
    else:
        pattern = translate("Report", ", {sum} more.") if end > start else translate("Report", ", {sum} less.")
        said += pattern.format(sum=money(abs(end - start), currency))
    said = f"{said} " + translate("Report", "{created} came with new deals; {won} was won, {lost} lost.").format(
        created=money(movement.value(Bar.CREATED), currency),
        won=money(movement.value(Bar.WON), currency),
        lost=money(movement.value(Bar.LOST), currency),
    )
    if before is None or not any(bar.deals for bar in (before.opening, *before.bars)):
        return said
    return f"{said} " + translate("Report", "The period before: {created} new, {won} won, {lost} lost.").format(
        created=money(before.value(Bar.CREATED), currency),
        won=money(before.value(Bar.WON), currency),
        lost=money(before.value(Bar.LOST), currency),
    )


def how_movement(movement: Movement, words: Words) -> str:
    """The sum, bar by bar, to the cent."""
    currency = movement.currency
    parts = [words.formats.whole_money(movement.opening.value, currency)]
    parts += [
        f"{'−' if bar.bar.takes_away else '+'} {words.formats.whole_money(bar.value, currency)}"
        for bar in movement.bars
        if bar.value
    ]
    return words.translate("Report", "{sum} = {end}. It adds up to the cent; every bar lists its deals.").format(
        sum=" ".join(parts), end=words.formats.whole_money(movement.closing.value, currency)
    )


def part_of_bar(bar: Bar, due: Period | None) -> Part:
    """The deals of a bar."""
    dates = (due.start.isoformat(), due.end.isoformat()) if due is not None else ()
    return Part(PartKind.MOVEMENT, (bar.value, *dates))


def sheet_of_movement(
    title: str, movement: Movement, due: Period | None, notes: Sequence[str], words: Words, *, is_filtered: bool
) -> Sheet:
    """Every bar; what is added or taken away has its sign."""
    translate = words.translate
    heads = (
        SheetColumn(translate("Report", "What happened")),
        SheetColumn(translate("Report", "Value"), CellKind.MONEY, is_change=True),
        SheetColumn(translate("Report", "Deals"), CellKind.COUNT),
        SheetColumn(translate("Report", "Without a value"), CellKind.COUNT),
        SheetColumn(translate("Report", "By rates alone"), CellKind.MONEY, is_change=True),
    )
    rows = []
    for bar in (movement.opening, *movement.bars, movement.closing):
        sign = -1 if bar.bar.takes_away else 1
        name = name_bar(bar.bar, words, is_filtered=is_filtered)
        cells = (name, sign * bar.value, bar.deals, bar.deals - bar.valued, sign * bar.by_rate)
        rows.append(SheetRow(cells, part_of_bar(bar.bar, due), is_standing=bar.bar in _ENDS))
    return Sheet(title, heads, tuple(rows), movement.currency, tuple(notes))


def sheet_of_moved(title: str, moved: Sequence[MovedTitle], currency: str, words: Words, *, is_filtered: bool) -> Sheet:
    """The deals that moved the open value most."""
    translate = words.translate
    heads = (
        SheetColumn(translate("Report", "Deal")),
        SheetColumn(translate("Report", "What happened")),
        SheetColumn(translate("Report", "Value"), CellKind.MONEY, is_change=True),
    )
    rows = []
    for one in moved:
        value = None if one.value is None else (-one.value if one.bar.takes_away else one.value)
        cells = (one.title, name_bar(one.bar, words, is_filtered=is_filtered), value)
        rows.append(SheetRow(cells, Part(PartKind.DEAL, (one.deal_id,))))
    return Sheet(title, heads, tuple(rows), currency)


def answer_moved(moved: Sequence[MovedTitle], movement: Movement, words: Words) -> str:
    """The deal that moved it most."""
    valued = [one for one in moved if one.value]
    if not valued:
        return ""
    most = valued[0]
    sign = "−" if most.bar.takes_away else "+"
    return words.translate("Report", "“{title}” moved it most, by {sum}.").format(
        title=most.title, sum=sign + words.formats.whole_money(most.value or 0, movement.currency)
    )


def say_between(period: Period, as_of: date, words: Words) -> str:
    """`9 Jun 2025 to 9 Jun 2026`: the ends of the two days that are compared."""
    last = min(period.end - timedelta(days=1), as_of)
    return words.translate("Report", "end of {first} to end of {last}").format(
        first=words.full_day(period.start - timedelta(days=1)), last=words.full_day(last)
    )
