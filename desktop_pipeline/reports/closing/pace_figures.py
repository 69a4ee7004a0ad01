"""The two figures of pace in words: money won a day, and how fast newly qualified deals grow (METRICS §10, §11)."""

from dataclasses import dataclass
from decimal import Decimal

from desktop_pipeline.domain.periods import Period
from desktop_pipeline.metrics.closing.velocity import Since, Velocity
from desktop_pipeline.metrics.people.leads import Leads, QualifiedMonth
from desktop_pipeline.metrics.rates import Sample
from desktop_pipeline.metrics.telling.overview import BaseFigures
from desktop_pipeline.metrics.telling.parts import Part, PartKind
from desktop_pipeline.reports.figures import NO_CHANGE, Change, Figure, FigureName, say_was, say_whole
from desktop_pipeline.reports.said_values import DASH, FEWEST, say_average
from desktop_pipeline.reports.words import Words


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast money and new leads come, over the 12 months up to the as-of day."""

    period: Period
    velocity: Velocity
    leads: Leads


def name_pace(pace: Pace, before: Pace | None, overview: BaseFigures, words: Words) -> tuple[Figure, Figure]:
    """Both in the order of screen and paper; `before` is that of the comparison period."""
    return _velocity_figure(pace, before, overview, words), _leads_figure(pace, words)


def _velocity_figure(pace: Pace, before: Pace | None, overview: BaseFigures, words: Words) -> Figure:
    translate, now = words.translate, pace.velocity
    is_told = now.per_day is not None and now.win_rate.n >= FEWEST
    change = NO_CHANGE
    then = before.velocity if before is not None else None
    if is_told and then is not None and then.per_day is not None and then.win_rate.n >= FEWEST:
        change = _compare_pace(now, then, overview, words)
    a_day = translate("Report", "a day")
    value = say_average(now.per_day, overview.currency, words) if is_told else DASH
    return Figure(
        FigureName.VELOCITY,
        translate("Report", "Pipeline velocity"),
        value,
        value,
        a_day if is_told else translate("Report", "too few closed"),
        change,
        translate("Report", "Money won per day at today’s pace."),
        _how_velocity(now, overview, words),
        Part(PartKind.FLOW),
        pace.period,
    )


def _compare_pace(now: Velocity, then: Velocity, overview: BaseFigures, words: Words) -> Change:
    """A percentage is claimed of large samples only."""
    translate = words.translate
    is_large = now.win_rate.sample is then.win_rate.sample is Sample.PLAIN
    if not is_large or not then.per_day or now.per_day is None:
        return say_was(say_average(then.per_day, overview.currency, words), words)
    growth = now.per_day / then.per_day - 1
    if growth > 1:
        # Of a company that had hardly begun no percentage says anything.
        return say_was(say_average(then.per_day, overview.currency, words), words)
    if round(growth * 100) == 0:
        same = translate("Report", "unchanged")
        return Change(same, same)
    pattern = translate("Report", "{share} faster") if growth > 0 else translate("Report", "{share} slower")
    text = pattern.format(share=words.formats.percent(abs(growth)))
    return Change(text, text, 1 if growth > 0 else -1, growth > 0)


def _how_velocity(velocity: Velocity, overview: BaseFigures, words: Words) -> str:
    translate = words.translate
    rate = velocity.win_rate
    check = translate("Report", "Check: won in the last 90 days, {sum} a day.").format(
        sum=say_whole(velocity.won_last_90_days_per_day, overview, words)
    )
    if velocity.per_day is None or rate.value is None or velocity.days is None:
        return translate("Report", "Needs closed deals with known days and values.") + " " + check
    how = translate(
        "Report", "{active} active × {rate} won × {size} ÷ {days} = {sum} a day, over the last 12 months."
    ).format(
        active=words.formats.number(velocity.active),
        rate=words.formats.percent(rate.value, 1),
        size=say_whole(velocity.mean_won, overview, words),
        days=words.formats.number(Decimal(repr(round(velocity.days, 1))), 1) + " " + translate("Report", "days"),
        sum=say_whole(velocity.per_day, overview, words),
    )
    days = translate("Report", "Days are those of all closed deals, won and lost{since}.").format(
        since=_say_since(velocity.since, words)
    )
    textbook = translate("Report", "The textbook’s figure counts won deals’ days alone and says {sum}.").format(
        sum=say_whole(velocity.textbook_per_day, overview, words)
    )
    return f"{how} {days} {check} {textbook}"


def _say_since(since: Since, words: Words) -> str:
    translate = words.translate
    return {
        Since.CREATION: "",
        Since.SQL: translate("Report", ", from the day they were qualified"),
        Since.EITHER: translate("Report", ", from the day they were qualified where a pipeline has that milestone"),
    }[since]


def _leads_figure(pace: Pace, words: Words) -> Figure:
    translate, number = words.translate, words.formats.number
    label = translate("Report", "Lead velocity (LVR)")
    definition = translate("Report", "How fast newly qualified deals grow.")
    month = pace.leads.months[-1] if pace.leads.months else None
    if month is None or not pace.leads.has_sql:
        how = translate("Report", "No stage carries the milestone SQL, and no deal was marked as qualified.")
        return Figure(
            FigureName.LEAD_VELOCITY, label, DASH, DASH, translate("Report", "n/a"), NO_CHANGE, definition, how
        )
    counts = translate("Report", "{now}, was {before}").format(
        now=number(month.compared), before=number(month.month_before)
    )
    how = _how_leads(month, words)
    part = Part(PartKind.QUALIFIED, (month.first_day.isoformat(),))
    if month.growth is None:
        note = translate("Report", "n/a")
        return Figure(
            FigureName.LEAD_VELOCITY,
            label,
            DASH,
            DASH,
            note,
            Change(counts, counts),
            definition,
            how,
            part,
            pace.period,
        )
    if month.month_before < FEWEST:
        note = translate("Report", "qualified")
        return Figure(
            FigureName.LEAD_VELOCITY, label, counts, counts, note, NO_CHANGE, definition, how, part, pace.period
        )
    value, note = say_growth(month.growth, words), translate("Report", "a month")
    change = Change(counts, counts)
    return Figure(FigureName.LEAD_VELOCITY, label, value, value, note, change, definition, how, part, pace.period)


def say_growth(growth: float, words: Words) -> str:
    """`+25 %`, `−10 %`, `0 %`."""
    share = words.formats.percent(abs(growth))
    if round(growth * 100) == 0:
        return words.formats.percent(0.0)
    return f"+{share}" if growth > 0 else f"\N{MINUS SIGN}{share}"


def _how_leads(month: QualifiedMonth, words: Words) -> str:
    translate, number = words.translate, words.formats.number
    how = translate("Report", "{now} deals became qualified (SQL) in {month}, {before} in the month before.").format(
        now=number(month.compared), month=words.month(month.first_day), before=number(month.month_before)
    )
    if month.days is not None:
        how += " " + translate("Report", "Of both the first {days}, for the month is running.").format(
            days=words.days(month.days)
        )
    if month.growth_of_three is not None:
        how += " " + translate("Report", "Over three months, {growth} a month.").format(
            growth=say_growth(month.growth_of_three, words)
        )
    return how
