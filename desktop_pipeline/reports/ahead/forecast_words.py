"""The Forecast in words: its tiles, and what each month could bring."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from desktop_pipeline.domain.periods import Period, add_months
from desktop_pipeline.domain.stages import ForecastCategory
from desktop_pipeline.metrics.ahead.forecast import Due
from desktop_pipeline.metrics.ahead.outlook import Outlook
from desktop_pipeline.metrics.ahead.simulation import Band
from desktop_pipeline.metrics.telling.parts import Part, PartKind
from desktop_pipeline.reports.ahead.forecast_findings import ForecastFindings, Place
from desktop_pipeline.reports.category_words import say_category
from desktop_pipeline.reports.said_values import DASH, say_average, say_money
from desktop_pipeline.reports.words import Words

Tone = Literal["ink", "green", "amber"]
# From here on a target is likely, below the other it is not.
LIKELY, UNLIKELY = 0.7, 0.4
_LATE_SHARE_FEWEST = 20


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure of the strip; `how` works it out with its own numbers.

    `part` opens its deals, or else `category` those that are due in the running period.
    """

    label: str
    value: str
    note: str
    how: str
    tone: Tone = "ink"
    part: Part | None = None
    category: ForecastCategory | None = None


def name_category(category: ForecastCategory | None, words: Words) -> str:
    """What a deal counts as; a dash for one in no stage."""
    return DASH if category is None else say_category(category, words.translate)


def name_place(place: Place, words: Words) -> str:
    """A month ahead, or where deals stand that are due in none."""
    translate = words.translate
    if not isinstance(place, Due):
        return words.month(place)
    return {
        Due.OVERDUE: translate("Forecast", "Overdue"),
        Due.UNDATED: translate("Forecast", "Without a date"),
        Due.LATER: translate("Forecast", "Later"),
        Due.NOT_OPEN: "",
    }[place]


def name_period(period: Period, words: Words) -> str:
    """`June`, `April to June`, with the year where it ends in another one than it begins."""
    last = add_months(period.end, -1)
    if last == period.start:
        return words.formats.month(last)
    first = words.formats.month(period.start) if period.start.year == last.year else words.month(period.start)
    end = words.formats.month(last) if period.start.year == last.year else words.month(last)
    return words.translate("Forecast", "{first} to {last}").format(first=first, last=end)


def part_of(place: Place, category: ForecastCategory | None = None) -> Part:
    """The open deals that are due there; of a month ahead all or those of a category."""
    if isinstance(place, Due):
        kinds = {Due.OVERDUE: PartKind.OVERDUE, Due.UNDATED: PartKind.UNDATED, Due.LATER: PartKind.DUE_LATER}
        return Part(kinds[place])
    return Part(PartKind.DUE_IN, (place.isoformat(),) if category is None else (place.isoformat(), category.value))


def make_tiles(
    findings: ForecastFindings, outlook: Outlook, words: Words, *, with_new: bool, is_what_if: bool = False
) -> tuple[Tile, ...]:
    """The six tiles of the running period; the last two follow what is tried out."""
    return (
        _target_tile(findings, words),
        _won_tile(findings, words),
        _category_tile(findings, ForecastCategory.COMMIT, words),
        _category_tile(findings, ForecastCategory.BEST_CASE, words),
        _likely_tile(findings, outlook, words, with_new=with_new, is_what_if=is_what_if),
        _chance_tile(findings, outlook, words, with_new=with_new, is_what_if=is_what_if),
    )


def _target_tile(findings: ForecastFindings, words: Words) -> Tile:
    translate, target = words.translate, findings.book.of(findings.running)
    label = translate("Forecast", "Target, {period}").format(period=name_period(findings.running, words))
    if target is None:
        note = translate("Forecast", "Set one under Targets…")
        return Tile(label, DASH, note, translate("Forecast", "No target is set for these deals and months."))
    months = [findings.book.of_month(month) for month in _months(findings.running)]
    money = _money(findings, words)
    if len(months) == 1:
        note = translate("Forecast", "for the month")
    elif len(set(months)) == 1 and months[0] is not None:
        note = translate("Forecast", "{sum} a month").format(sum=money(months[0]))
    else:
        note = translate("Forecast", "for {count} months").format(count=words.formats.number(len(months)))
    how = ", ".join(
        translate("Forecast", "{month}: {sum}").format(
            month=words.month(month), sum=say_money(amount, findings.currency, words)
        )
        for month, amount in zip(_months(findings.running), months, strict=True)
    )
    return Tile(label, money(target), note, how)


def _won_tile(findings: ForecastFindings, words: Words) -> Tile:
    translate, target = words.translate, findings.book.of(findings.running)
    left = (findings.running.end - findings.as_of).days - 1
    days = translate("Forecast", "{days} left").format(days=words.days(left))
    note = days
    working = findings.working_days
    how = translate("Forecast", "{gone} of {total} working days are gone.").format(
        gone=words.formats.number(working.gone), total=words.formats.number(working.total)
    )
    if target:
        share = findings.won / target
        note = translate("Forecast", "{share} of target, {days}").format(share=words.formats.percent(share), days=days)
        if working.share:
            how += " " + translate("Forecast", "Pace {pace}: {won} of target ÷ {gone} of working days.").format(
                pace=words.formats.percent(share / working.share),
                won=words.formats.percent(share),
                gone=words.formats.percent(working.share),
            )
    label = translate("Forecast", "Won so far")
    return Tile(label, _money(findings, words)(findings.won), note, how, part=Part(PartKind.WON))


def _category_tile(findings: ForecastFindings, category: ForecastCategory, words: Words) -> Tile:
    translate, found = words.translate, findings.sum_of(category)
    month = words.formats.month(add_months(findings.running.end, -1))
    if category is ForecastCategory.COMMIT:
        label = translate("Forecast", "Committed")
        note = _count(found.deals, words, "expected", month)
    else:
        label = translate("Forecast", "Best case adds")
        note = _count(found.deals, words, "possible", month)
    how = translate(
        "Forecast", "The full value of open deals that count as “{category}” and are due until the end of {month}."
    ).format(category=name_category(category, words), month=month)
    value = say_money(found.value, findings.currency, words)
    ahead = [month for month in findings.outlook.ahead.months if month in findings.running]
    # The last month of a quarter stands for what is left of it; earlier ones have a list made for them.
    part = part_of(ahead[0], category) if found.deals and len(ahead) == 1 else None
    return Tile(label, value, note, how, part=part, category=category if found.deals else None)


def _count(deals: int, words: Words, kind: str, month: str) -> str:
    translate = words.translate
    if not deals:
        return translate("Forecast", "no deal")
    one, many = {
        "expected": (
            translate("Forecast", "{count} deal due by end of {month}"),
            translate("Forecast", "{count} deals due by end of {month}"),
        ),
        "possible": (
            translate("Forecast", "{count} deal that could still land"),
            translate("Forecast", "{count} deals that could still land"),
        ),
    }[kind]
    return words.one_or_many(deals, one.replace("{month}", month), many.replace("{month}", month))


def _likely_tile(
    findings: ForecastFindings, outlook: Outlook, words: Words, *, with_new: bool, is_what_if: bool
) -> Tile:
    translate = words.translate
    label = translate("Forecast", "Likely total, if so") if is_what_if else translate("Forecast", "Likely total")
    band = outlook.band_of(findings.running, findings.won, with_new=with_new)
    if band is None:
        return Tile(label, DASH, "", translate("Forecast", "It reaches beyond the months that are simulated."))
    note = translate("Forecast", "middle {middle}, 8 in 10 outcomes").format(
        middle=words.formats.short_money(band.p50, findings.currency)
    )
    text = (
        translate("Forecast", "What is won, {won}, and what open and new deals bring in {count} simulated outcomes.")
        if with_new
        else translate("Forecast", "What is won, {won}, and what open deals bring in {count} simulated outcomes.")
    )
    how = text.format(won=_money(findings, words)(findings.won), count=words.formats.number(outlook.draws.size))
    return Tile(label, say_band(band, findings.currency, words), note, how)


def _chance_tile(
    findings: ForecastFindings, outlook: Outlook, words: Words, *, with_new: bool, is_what_if: bool
) -> Tile:
    translate, target = words.translate, findings.book.of(findings.running)
    label = (
        translate("Forecast", "Chance of target, if so") if is_what_if else translate("Forecast", "Chance of target")
    )
    if target is None:
        return Tile(label, DASH, translate("Forecast", "needs a target"), translate("Forecast", "No target is set."))
    chance = outlook.chance_of(target, findings.running, findings.won, with_new=with_new)
    if chance is None:
        return Tile(label, DASH, "", translate("Forecast", "It reaches beyond the months that are simulated."))
    tone: Tone = "green" if chance >= LIKELY else "amber" if chance < UNLIKELY else "ink"
    count = words.formats.number(outlook.draws.size)
    note = translate("Forecast", "from {count} simulated outcomes").format(count=count)
    how = translate("Forecast", "{hits} of {count} simulated outcomes reach {target}.").format(
        hits=words.formats.number(round(chance * outlook.draws.size)),
        count=count,
        target=_money(findings, words)(target),
    )
    return Tile(label, say_chance(chance, words), note, how, tone)


def say_chance(chance: float, words: Words) -> str:
    """Never “0 %” or “100 %” of what draws only make nearly sure."""
    if 0 < chance < 0.01:  # noqa: PLR2004 - below a percent
        return words.translate("Forecast", "under {share}").format(share=words.formats.percent(0.01))
    if 0.99 < chance < 1:  # noqa: PLR2004 - likewise
        return words.translate("Forecast", "over {share}").format(share=words.formats.percent(0.99))
    return words.formats.percent(chance)


def say_band(band: Band, currency: str, words: Words) -> str:
    """`€116k to €144k`."""
    short = words.formats.short_money
    return words.translate("Forecast", "{low} to {high}").format(
        low=short(band.p10, currency), high=short(band.p90, currency)
    )


def say_months_answer(findings: ForecastFindings, words: Words) -> str:
    """What stands under the months, and what is in none of them."""
    translate = words.translate
    parts = []
    if findings.book.targets:
        parts.append(translate("Forecast", "Under each month: the chance of reaching its target."))
    late = _share_late(findings)
    if late is None:
        parts.append(
            translate("Forecast", "Bars use the close dates you entered; the band goes by how long deals take.")
        )
    else:
        sentence = translate(
            "Forecast",
            "Bars use the close dates you entered; the band also allows for slipping, as {share} of won deals did.",
        )
        parts.append(sentence.format(share=words.formats.percent(late)))
    apart = say_apart(findings, words)
    return " ".join((*parts, apart) if apart else parts)


def say_apart(findings: ForecastFindings, words: Words) -> str:
    """The open deals that are in no month's bar, or nothing."""
    translate = words.translate
    apart = [
        text.format(deals=words.deals(found.deals))
        + ("" if found.value is None else f" ({say_money(found.value, findings.currency, words)})")
        for found, text in (
            (findings.forecast.overdue, translate("Forecast", "{deals} past the date they were to close")),
            (findings.forecast.undated, translate("Forecast", "{deals} without a date to close")),
        )
        if found.deals
    ]
    return translate("Forecast", "Not in the bars: {deals}.").format(deals="; ".join(apart)) if apart else ""


def say_carriers(findings: ForecastFindings, words: Words) -> str:
    """The deals that a quarter and more of what is weighted hangs on, or nothing."""
    named = [
        words.translate("Forecast", "{share} of what is weighted hangs on “{title}”.").format(
            share=words.formats.percent(carrier.share), title=title
        )
        for carrier, title in zip(findings.forecast.carriers, findings.carriers, strict=True)
        if title
    ]
    return " ".join(named)


def say_how_months(findings: ForecastFindings, outlook: Outlook, words: Words) -> str:
    """How the months are worked out, with their own numbers."""
    translate, arrivals = words.translate, outlook.arrivals
    parts = [
        translate(
            "Forecast",
            "Each open deal is won by the chance of its stage and age, or not, {count} times over; half of the outcomes"
            " exceed the middle, the band leaves 1 in 10 below and 1 in 10 above.",
        ).format(count=words.formats.number(outlook.draws.size))
    ]
    if arrivals.conversion.value is not None and arrivals.mean_size is not None:
        parts.append(
            translate(
                "Forecast",
                "New deals still to come: {rate} a month, {won} of them won, {size} on average (last 6 months).",
            ).format(
                rate=words.formats.number(round(arrivals.per_day * 30.44)),
                won=words.formats.percent(arrivals.conversion.value),
                size=say_average(arrivals.mean_size, findings.currency, words),
            )
        )
    return " ".join(parts)


def _share_late(findings: ForecastFindings) -> float | None:
    slips = findings.moment.timing.slips.tolist()
    return sum(slip > 0 for slip in slips) / len(slips) if len(slips) >= _LATE_SHARE_FEWEST else None


def _months(period: Period) -> Sequence[date]:
    count = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month
    return [add_months(period.start, number) for number in range(count)]


def _money(findings: ForecastFindings, words: Words) -> Callable[[int], str]:
    return lambda minor: words.formats.whole_money(minor, findings.currency)
