"""The sentences that answer a panel's question, and what was left out; never more than the sample bears."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from desktop_pipeline.domain.periods import add_months
from desktop_pipeline.metrics.closing.breakdown import Breakdown, Row
from desktop_pipeline.metrics.closing.months import Month
from desktop_pipeline.metrics.days import date_of
from desktop_pipeline.metrics.population import LeftOut, Why
from desktop_pipeline.metrics.rates import Rate
from desktop_pipeline.metrics.telling.overview import Overview
from desktop_pipeline.reports.said_values import FEWEST, lie_apart, lower_end
from desktop_pipeline.reports.words import Words, list_names


@dataclass(frozen=True, slots=True)
class WonMonth:
    """One bar: deals won in a calendar month and their sum; `is_part` where the period holds only some of its days."""

    first_day: date
    deals: int
    value: int | None
    is_part: bool
    is_running: bool


def months_to_show(overview: Overview) -> tuple[WonMonth, ...]:
    """The months of the period up to the as-of day, without those before the first deal was closed."""
    as_of = date_of(overview.as_of.day)
    period = overview.period
    months = [month for month in overview.won.by_month if month.first_day <= as_of]
    first = next((place for place, month in enumerate(months) if month.won or month.lost), 0)
    return tuple(_to_bar(month, as_of, period.start, period.end) for month in months[first:])


def _to_bar(month: Month, as_of: date, start: date, end: date) -> WonMonth:
    next_month = add_months(month.first_day, 1)
    is_running = as_of + timedelta(days=1) < next_month
    is_part = is_running or start > month.first_day or end < next_month
    return WonMonth(month.first_day, month.won, month.value, is_part, is_running)


def answer_won(overview: Overview, words: Words) -> str:
    """`31 deals were won, worth €424,700. May 2026 brought most, €58,200. June so far: €14,600.` and the like."""
    translate, money = words.translate, words.formats.whole_money
    won = overview.won
    if not won.deals:
        return translate("Report", "No deal was won in this period.")
    deals = words.deals(won.deals)
    if won.value is None:
        return translate("Report", "{deals} won; what they are worth is not known.").format(deals=deals)
    parts = [
        translate("Report", "{deals} won, worth {sum}.").format(deals=deals, sum=money(won.value, overview.currency))
    ]
    months = months_to_show(overview)
    valued = [month for month in months if month.value]
    if len(valued) > 1:
        best = max(valued, key=lambda month: (month.value or 0, month.first_day))
        parts.append(
            translate("Report", "{month} brought most, {sum}.").format(
                month=words.month(best.first_day), sum=money(best.value or 0, overview.currency)
            )
        )
    running = months[-1] if months and months[-1].is_running else None
    if running is not None and len(months) > 1:
        parts.append(
            translate("Report", "{month} so far: {sum}.").format(
                month=words.formats.month(running.first_day), sum=money(running.value or 0, overview.currency)
            )
        )
    return " ".join(parts)


def rank_rows(rows: Sequence[Row]) -> list[Row]:
    """Rows with closed deals by the lower bound of their win rate, then those of too few, then those without any."""
    return sorted(
        (row for row in rows if row.active or row.won or row.lost),
        key=lambda row: (-lower_end(row.win_rate), -row.win_rate.n, (row.name or "").casefold()),
    )


def name_row(row: Row, by: Breakdown, words: Words) -> str:
    """The name, or what the deals lack: `No owner`."""
    translate = words.translate
    if row.name is not None:
        return row.name
    return {
        Breakdown.OWNER: translate("Report", "No owner"),
        Breakdown.SOURCE: translate("Report", "No source"),
        Breakdown.PRODUCT: translate("Report", "No product"),
        Breakdown.INDUSTRY: translate("Report", "No industry"),
        Breakdown.LABEL: translate("Report", "No label"),
        Breakdown.SIZE_BAND: translate("Report", "Size unknown"),
    }[by]


def answer_win_rate(overview: Overview, by: Breakdown, words: Words) -> str:
    """Who wins more often than others, where the ranges lie apart; otherwise that none does."""
    translate = words.translate
    closed = overview.win_rate.n
    if closed < FEWEST:
        return needs_more(closed, words)
    rated = [row for row in rank_rows(overview.by[by]) if row.win_rate.n >= FEWEST]
    if len(rated) < 2:  # noqa: PLR2004 - one alone cannot be compared
        return translate("Report", "Too few closed deals to compare with.")
    best = rated[0]
    behind = sum(lie_apart(best.win_rate, row.win_rate) for row in rated[1:])
    if not behind:
        return translate("Report", "The ranges overlap: the differences could be chance.")
    name = name_row(best, by, words)
    if behind == len(rated) - 1:
        return translate("Report", "{name} wins most often.").format(name=name)
    return translate(
        "Report", "{name} wins more often than {count} of the {others} others; the rest could be chance."
    ).format(name=name, count=words.formats.number(behind), others=words.formats.number(len(rated) - 1))


def say_who_wins_more(ranked: Sequence[tuple[str, Rate]], words: Words) -> str:
    """Who wins more often than others, as far as the ranges allow; empty where one alone can be told. Best first."""
    rated = [(name, rate) for name, rate in ranked if rate.n >= FEWEST]
    if len(rated) < 2:  # noqa: PLR2004 - one alone cannot be compared
        return ""
    (best, its_rate), *others = rated
    behind = [name for name, rate in others if lie_apart(its_rate, rate)]
    if not behind:
        return words.translate("Report", "Their win rates overlap: the differences could be chance.")
    return words.translate("Report", "{name} wins more often than {others}.").format(
        name=best, others=_join(behind, words)
    )


def _join(names: Sequence[str], words: Words) -> str:
    """`Web`, `Web and Fair`, `Web, Fair and Cold`."""
    if len(names) == 1:
        return list_names(names)
    # Each name is set apart already.
    both = words.translate("Report", "{first} and {last}")
    return str.format(both, first=list_names(names[:-1]), last=list_names(names[-1:]))


def needs_more(closed: int, words: Words) -> str:
    """`Needs 5 closed deals; you have 2.`, where a chart would say too little."""
    return words.translate("Report", "Needs {needed} closed deals; you have {count}.").format(
        needed=FEWEST, count=words.formats.number(closed)
    )


def say_left_out(overview: Overview, words: Words) -> tuple[str, ...]:
    """One sentence for each reason why deals are missing from some figure."""
    return tuple(say_reason(reason, words) for reason in overview.left_out)


def say_reason(reason: LeftOut, words: Words) -> str:
    """Says how many deals are missing from which figure: `3 deals have no value and are left out of the sums`."""
    usual = words.translate("Report", "{count} left out: {why}.").replace("{why}", reason.why.value)
    one, many = _reasons(words).get(reason.why, (usual, usual))
    return words.one_or_many(
        reason.deals,
        one.replace("{currency}", reason.currency or ""),
        many.replace("{currency}", reason.currency or ""),
    )


def _reasons(words: Words) -> dict[Why, tuple[str, str]]:
    translate = words.translate
    return {
        Why.NO_VALUE: (
            translate("Report", "{count} deal has no value and is left out of the sums."),
            translate("Report", "{count} deals have no value and are left out of the sums."),
        ),
        Why.NO_RATE: (
            translate("Report", "{count} deal in {currency} is left out of the sums: no exchange rate."),
            translate("Report", "{count} deals in {currency} are left out of the sums: no exchange rate."),
        ),
        Why.NOT_REAL: (
            translate("Report", "{count} lost deal was not a real deal (duplicate or test) and counts nowhere."),
            translate("Report", "{count} lost deals were not real deals (duplicates or tests) and count nowhere."),
        ),
        Why.CREATION_UNKNOWN: (
            translate("Report", "{count} deal has no creation date and is left out of the cycle length."),
            translate("Report", "{count} deals have no creation date and are left out of the cycle length."),
        ),
        Why.CLOSING_UNKNOWN: (
            translate("Report", "{count} closed deal has no closing date and counts in no period."),
            translate("Report", "{count} closed deals have no closing date and count in no period."),
        ),
        Why.CLOSED_BEFORE_CREATED: (
            translate("Report", "{count} deal was closed before it was created and is left out of the cycle length."),
            translate(
                "Report", "{count} deals were closed before they were created and are left out of the cycle length."
            ),
        ),
        Why.STAGE_UNKNOWN: (
            translate("Report", "{count} open deal has no known stage and is left out of the weighted value."),
            translate("Report", "{count} open deals have no known stage and are left out of the weighted value."),
        ),
        Why.STAGES_PASSED_UNKNOWN: (
            translate("Report", "{count} closed deal passed stages that are not on record; the weights do without it."),
            translate(
                "Report", "{count} closed deals passed stages that are not on record; the weights do without them."
            ),
        ),
    }
