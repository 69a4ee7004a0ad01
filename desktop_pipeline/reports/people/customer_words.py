"""Sentences and sheets of the page Customers: who buys more often, who came back, who is gone (METRICS §14, §16)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from desktop_pipeline.metrics.people.customers import Customers
from desktop_pipeline.metrics.people.ideal_customer import Attribute, IdealCustomer, Likeness
from desktop_pipeline.metrics.rates import Sample
from desktop_pipeline.metrics.telling.parts import Part, PartKind
from desktop_pipeline.reports.said_values import DASH, FEWEST, say_counts, say_likely
from desktop_pipeline.reports.stages.stage_words import share_cells
from desktop_pipeline.reports.tables.sheets import CellKind, Sheet, SheetColumn, SheetRow
from desktop_pipeline.reports.words import Words

_MOST_NAMED = 3


def name_attribute(attribute: Attribute, words: Words) -> str:
    """What a deal is told apart by."""
    translate = words.translate
    return {
        Attribute.INDUSTRY: translate("Report", "Industry"),
        Attribute.SIZE: translate("Report", "Size"),
        Attribute.COUNTRY: translate("Report", "Country"),
        Attribute.SOURCE: translate("Report", "Source"),
        Attribute.PRODUCT: translate("Report", "Product"),
        Attribute.LABEL: translate("Report", "Label"),
    }[attribute]


def name_likeness(one: Likeness, words: Words, *, with_attribute: bool) -> str:
    """`Hospitality (industry)`, or the value alone where all are of one attribute."""
    value = words.translate("Report", "not known") if one.name is None else one.name
    if not with_attribute:
        return value
    return words.translate("Report", "{value} ({attribute})").format(
        attribute=name_attribute(one.attribute, words).lower(), value=value
    )


def say_lift(lift: float | None, n: int, words: Words) -> str:
    """`1.8 ×`; a dash where the sample bears counts only."""
    if lift is None or n < FEWEST:
        return DASH
    return words.translate("Report", "{times} ×").format(times=words.formats.number(Decimal(repr(lift)), 1))


def say_likeness(one: Likeness, words: Words) -> str:
    """A value with its counts, for a tooltip."""
    translate = words.translate
    said = translate("Report", "{name}: {counts} won").format(
        name=name_likeness(one, words, with_attribute=True), counts=say_counts(one.win_rate, words)
    )
    if one.lift is None or one.win_rate.n < FEWEST:
        return f"{said}."
    low, high = (words.formats.number(Decimal(repr(bound or 0.0)), 1) for bound in (one.low, one.high))
    return f"{said}, {say_likely(one.win_rate, words)}. " + translate(
        "Report", "{lift} as often as the average (likely {low} to {high})."
    ).format(lift=say_lift(one.lift, one.win_rate.n, words), low=low, high=high)


def to_show(found: IdealCustomer, attribute: Attribute | None) -> list[Likeness]:
    """The values of an attribute or of all, those with percentages first, in order of their lower bound."""
    every = found.likenesses if attribute is None else found.of(attribute)
    return sorted(every, key=lambda one: one.win_rate.sample is Sample.COUNTS_ONLY)


def answer_ideal(found: IdealCustomer, attribute: Attribute | None, words: Words) -> str:
    """Which values are won more often than the average, where the range leaves that out."""
    translate = words.translate
    sure = [
        one
        for one in to_show(found, attribute)
        if one.name is not None and one.win_rate.n >= FEWEST and one.low is not None and one.low > 1
    ]
    if not sure:
        return translate("Report", "No value stands out: every range includes the average.")
    named = [
        translate("Report", "{name} {lift} ({counts})").format(
            name=name_likeness(one, words, with_attribute=attribute is None),
            lift=say_lift(one.lift, one.win_rate.n, words),
            counts=say_counts(one.win_rate, words),
        )
        for one in sure[:_MOST_NAMED]
    ]
    return translate("Report", "Won more often than the average: {names}.").format(names=", ".join(named))


def how_ideal(found: IdealCustomer, words: Words) -> str:
    """How the share among won deals is set against that among all."""
    return words.translate(
        "Report",
        "Share among the won ÷ share among all closed deals of the period ({won} won of {closed}); 2 × is twice as"
        " often as by chance. Ordered by the lower end of the range, so that small samples do not lead.",
    ).format(won=words.formats.number(found.won), closed=words.formats.number(found.closed))


def sheet_of_ideal(title: str, found: IdealCustomer, attribute: Attribute | None, words: Words) -> Sheet:
    """Every value with counts, rate and lift."""
    translate = words.translate
    count, number = CellKind.COUNT, CellKind.NUMBER
    heads = (
        SheetColumn(translate("Report", "Value")),
        SheetColumn(translate("Report", "Attribute")),
        SheetColumn(translate("Report", "Won"), count),
        SheetColumn(translate("Report", "Closed"), count),
        SheetColumn(translate("Report", "Win rate"), CellKind.SHARE),
        SheetColumn(translate("Report", "Against average"), number),
        SheetColumn(translate("Report", "Low, 95 %"), number),
        SheetColumn(translate("Report", "High, 95 %"), number),
    )
    rows = []
    for one in to_show(found, attribute):
        bears = one.win_rate.n >= FEWEST
        cells = (
            name_likeness(one, words, with_attribute=False),
            name_attribute(one.attribute, words),
            one.win_rate.hits,
            one.win_rate.n,
            share_cells(one.win_rate)[0],
            *((_round(one.lift), _round(one.low), _round(one.high)) if bears else (None, None, None)),
        )
        rows.append(SheetRow(cells, part_of_likeness(one)))
    return Sheet(title, heads, tuple(rows))


def _round(number: float | None) -> float | None:
    return None if number is None else round(number, 3)


def part_of_likeness(one: Likeness) -> Part:
    """The closed deals that have the value."""
    return Part(PartKind.ALIKE, (one.attribute.value, one.key))


def answer_customers(
    found: Customers, before: Customers | None, names: Mapping[int, str], currency: str, words: Words
) -> str:
    """`7 of 25 customers bought more than once, 28 % (likely 14 to 48 %). Hale & Sons bought most, €62,000.`."""
    translate, rate = words.translate, found.repeat_rate
    said = translate("Report", "{counts} customers bought more than once").format(counts=say_counts(rate, words))
    said += "." if rate.sample is Sample.COUNTS_ONLY else f", {say_likely(rate, words)}."
    if before is not None and before.customers:
        said += " " + translate("Report", "Before: {counts}.").format(counts=say_counts(before.repeat_rate, words))
    best = next((line for line in found.lines if line.value), None)
    if best is not None:
        said += " " + translate("Report", "{name} bought most, {sum}.").format(
            name=names.get(best.organisation_id, DASH), sum=words.formats.whole_money(best.value or 0, currency)
        )
    if found.referrals.n:
        said += " " + translate("Report", "Deals by their recommendation: {count}, won {won}.").format(
            count=words.formats.number(found.referrals.n), won=words.formats.number(found.referrals.hits)
        )
    return said


def how_customers(found: Customers, words: Words) -> str:
    """How the repeat rate is worked out, with its own numbers."""
    rate = found.repeat_rate
    return words.translate(
        "Report",
        "Organisations with two won deals or more ÷ those with one or more, up to the day shown: {hits} ÷ {count}. Of"
        " the wins in the period alone: {recent}. Values at the close, in the base currency.",
    ).format(
        hits=words.formats.number(rate.hits),
        count=words.formats.number(rate.n),
        recent=say_counts(found.repeat_rate_in_period, words),
    )


def brief_sheet_of_customers(sheet: Sheet) -> Sheet:
    """What of it stands on the page itself."""
    kept = (0, 1, 2, 5, 6)
    return replace(
        sheet,
        columns=tuple(sheet.columns[place] for place in kept),
        rows=tuple(SheetRow(tuple(row.cells[place] for place in kept), row.part) for row in sheet.rows),
    )


def sheet_of_customers(
    title: str, found: Customers, names: Mapping[int, str], currency: str, notes: Sequence[str], words: Words
) -> Sheet:
    """The most valuable organisations."""
    translate = words.translate
    count, money = CellKind.COUNT, CellKind.MONEY
    heads = (
        SheetColumn(translate("Report", "Organisation")),
        SheetColumn(translate("Report", "Won deals"), count),
        SheetColumn(translate("Report", "Won value"), money),
        SheetColumn(translate("Report", "In the period"), count),
        SheetColumn(translate("Report", "Value in the period"), money),
        SheetColumn(translate("Report", "Last won"), CellKind.DAY),
        SheetColumn(translate("Report", "Referrals"), count),
        SheetColumn(translate("Report", "Referrals won"), count),
    )
    rows = tuple(
        SheetRow(
            (
                names.get(line.organisation_id, DASH),
                line.wins,
                line.value,
                line.wins_in_period,
                line.value_in_period if line.wins_in_period else None,
                line.last_won,
                line.referrals or None,
                line.referrals_won if line.referrals else None,
            ),
            Part(PartKind.CUSTOMER, (line.organisation_id,)),
        )
        for line in found.lines
    )
    return Sheet(title, heads, rows, currency, tuple(notes))


def answer_gone(found: Customers, currency: str, words: Words) -> str:
    """`9 of 25 customers have not bought for 12 months, 36 % (likely 20 to 56 %); they had bought for €81,000.`."""
    rate = found.churn
    said = words.translate("Report", "{counts} customers have not bought for {months} months").format(
        counts=say_counts(rate, words), months=words.formats.number(found.churn_months)
    )
    if rate.sample is not Sample.COUNTS_ONLY:
        said += f", {say_likely(rate, words)}"
    bought = sum(line.value for line in found.gone if line.value is not None)
    if bought:
        said += words.translate("Report", "; those listed had bought for {sum}").format(
            sum=words.formats.whole_money(bought, currency)
        )
    return f"{said}."


def how_gone(found: Customers, words: Words) -> str:
    """How the list is made."""
    return words.translate(
        "Report",
        "Organisations without a won deal in the {months} months that end with the day shown ÷ those whose last win has"
        " a date: {hits} ÷ {count}.",
    ).format(
        months=words.formats.number(found.churn_months),
        hits=words.formats.number(found.churn.hits),
        count=words.formats.number(found.churn.n),
    )


def sheet_of_gone(title: str, found: Customers, names: Mapping[int, str], currency: str, words: Words) -> Sheet:
    """The customers that are gone, the most valuable first; each row's part names its organisation."""
    translate = words.translate
    count = CellKind.COUNT
    heads = (
        SheetColumn(translate("Report", "Organisation")),
        SheetColumn(translate("Report", "Last won"), CellKind.DAY),
        SheetColumn(translate("Report", "Won deals"), count),
        SheetColumn(translate("Report", "Won value"), CellKind.MONEY),
        SheetColumn(translate("Report", "Open deals"), count),
    )
    rows = tuple(
        SheetRow(
            (
                names.get(line.organisation_id, DASH),
                line.last_won,
                line.wins,
                line.value,
                line.open_deals or None,
            ),
            Part(PartKind.CUSTOMER, (line.organisation_id,)),
        )
        for line in found.gone
    )
    return Sheet(title, heads, rows, currency)
