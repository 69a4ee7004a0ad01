"""What it takes to reach a target, in words (METRICS §12, §13)."""

from datetime import date, timedelta

from desktop_pipeline.domain.names import isolate
from desktop_pipeline.reports.ahead.forecast_findings import Takes
from desktop_pipeline.reports.words import Words


def say_short(takes: Takes, currency: str, words: Words) -> str:
    """What is sure: `Today's deals: 80 % sure of €116k, €19k short`."""
    short = words.formats.short_money
    text = (
        words.translate("Forecast", "Today’s deals: {sure} sure of {sum}, {missing} short.")
        if takes.needs.short
        else words.translate("Forecast", "Today’s deals: {sure} sure of {sum}.")
    )
    return text.format(
        sure=words.formats.percent(takes.question.sure),
        sum=short(takes.needs.certain, currency),
        missing=short(takes.needs.short, currency),
    )


def say_takes(takes: Takes, words: Words) -> str:
    """`9 new deals, 2 more wins`, or that today's deals are enough."""
    translate, needs = words.translate, takes.needs
    if not needs.short:
        return translate("Forecast", "Today’s deals are enough")
    deals = words.one_or_many(
        needs.new_deals, translate("Forecast", "{count} new deal"), translate("Forecast", "{count} new deals")
    )
    wins = words.one_or_many(
        needs.wins, translate("Forecast", "{count} more win"), translate("Forecast", "{count} more wins")
    )
    return f"{deals}, {wins}"


def say_pace(takes: Takes, as_of: date, words: Words) -> str:
    """`Bring them in by 20 August, about one a week.`, or that it is too late for deals of the usual length."""
    translate, needs = words.translate, takes.needs
    if not needs.short:
        return translate("Forecast", "Nothing new has to come in for it.")
    day = words.formats.day(needs.start_by, as_of)
    if needs.start_by <= as_of:
        return translate("Forecast", "Deals of the usual length had to begin by {day}.").format(day=day)
    if needs.weeks < 2:  # noqa: PLR2004 - a rate says nothing over so short a time
        return translate("Forecast", "Bring them in by {day}.").format(day=day)
    a_week = needs.new_deals / needs.weeks
    often = (
        translate("Forecast", "one every {count} weeks").format(count=words.formats.number(round(1 / a_week)))
        if round(a_week) < 1
        else translate("Forecast", "about one a week")
        if round(a_week) == 1
        else translate("Forecast", "about {count} a week").format(count=words.formats.number(round(a_week)))
    )
    return translate("Forecast", "Bring them in by {day}, {often}.").format(day=day, often=often)


def say_working(takes: Takes, currency: str, words: Words) -> str:
    """The working: `€19k is 2 average wins. About 1 new deal in 4 is won. 30 Sep less 41 days is 20 Aug`."""
    translate, needs, question = words.translate, takes.needs, takes.question
    parts = []
    if needs.short:
        wins = words.one_or_many(
            needs.wins, translate("Forecast", "{count} average win"), translate("Forecast", "{count} average wins")
        )
        parts.append(
            translate("Forecast", "{sum} is {wins}.").format(
                sum=words.formats.short_money(needs.short, currency), wins=wins
            )
        )
    parts.append(
        translate("Forecast", "About 1 new deal in {count} is won.").format(
            count=words.formats.number(max(1, round(1 / question.win_rate)))
        )
    )
    last = question.period.end - timedelta(days=1)
    parts.append(
        translate("Forecast", "{last} less {days} is {first}.").format(
            last=words.formats.day(last),
            days=words.days(round(question.cycle_days)),
            first=words.formats.day(needs.start_by),
        )
    )
    return " ".join(parts)


def say_stages(takes: Takes, words: Words) -> str:
    """`Or: Qualified 8, Meeting 7, Proposal 5, Negotiation 4.`: deals further along count for more."""
    further = [need for need in takes.stages[1:] if need.deals is not None]
    if not takes.needs.short or not further:
        return ""
    listed = ", ".join(f"{isolate(need.name)} {words.formats.number(need.deals or 0)}" for need in further)
    return words.translate("Forecast", "Further along fewer do: {stages}.").format(stages=listed)
