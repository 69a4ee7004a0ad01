"""The parts of a printed report about what was closed: won by month, why deals were lost, win rates by whom."""

from desktop_pipeline.metrics.closing.breakdown import Breakdown, Row
from desktop_pipeline.metrics.rates import Rate, Sample
from desktop_pipeline.metrics.telling.overview import Overview
from desktop_pipeline.reports.answers import answer_won, months_to_show, name_row, rank_rows
from desktop_pipeline.reports.content import (
    Column,
    Line,
    SectionName,
    Table,
    WonChart,
)
from desktop_pipeline.reports.figures import DASH, say_counts, say_money, say_range
from desktop_pipeline.reports.reason_words import name_group, name_reason, say_share
from desktop_pipeline.reports.spans import Span, describe_dates
from desktop_pipeline.reports.words import Words


def won_chart(overview: Overview, words: Words) -> WonChart:
    """The bars, without the months before the first deal was closed."""
    return WonChart(
        SectionName.WON,
        words.translate("Report", "Won each month"),
        answer_won(overview, words),
        months_to_show(overview),
        overview.currency,
    )


def won_table(overview: Overview, words: Words) -> Table:
    """The same months in numbers."""
    translate, number = words.translate, words.formats.number
    return Table(
        SectionName.WON,
        translate("Report", "Month by month"),
        translate("Report", "deals won, and their value at the close"),
        (
            Column(translate("Report", "Month"), is_number=False),
            Column(translate("Report", "Won")),
            Column(translate("Report", "Value")),
        ),
        (
            *(
                Line(
                    (
                        words.month(month.first_day),
                        number(month.deals),
                        say_money(month.value, overview.currency, words),
                    )
                )
                for month in months_to_show(overview)
            ),
            Line(
                (
                    translate("Report", "All"),
                    number(overview.won.deals),
                    say_money(overview.won.value, overview.currency, words),
                ),
                is_total=True,
            ),
        ),
        is_half=True,
    )


def reason_table(overview: Overview, span: Span, words: Words) -> Table:
    """Each reason with its deals; those that were no real deals stand apart (METRICS §5)."""
    translate, reasons = words.translate, overview.lost_reasons
    return Table(
        SectionName.REASONS,
        translate("Report", "Why deals were lost"),
        translate("Report", "{dates}; shares of {lost} lost").format(
            dates=describe_dates(span, words), lost=words.deals(reasons.lost)
        ),
        (
            Column(translate("Report", "Reason"), is_number=False),
            Column(translate("Report", "Group"), is_number=False),
            Column(translate("Report", "Deals")),
            Column(translate("Report", "Share")),
            Column(translate("Report", "Value")),
        ),
        (
            *(
                Line(
                    (
                        name_reason(line, words),
                        name_group(line.group, words),
                        words.formats.number(line.deals),
                        say_share(line, reasons, words),
                        say_money(line.value, overview.currency, words),
                    )
                )
                for line in reasons.reasons
            ),
            Line(
                (
                    translate("Report", "All"),
                    "",
                    words.formats.number(reasons.lost),
                    "",
                    say_money(reasons.value, overview.currency, words),
                ),
                is_total=True,
            ),
        ),
    )


def rate_table(overview: Overview, by: Breakdown, span: Span, words: Words) -> Table:
    """Owners or products by the lower end of their win rate's range (METRICS §0)."""
    translate = words.translate
    is_owner = by is Breakdown.OWNER
    rows = rank_rows(overview.by[by])
    caption = translate("Report", "{dates}; ordered by the lower end of the range").format(
        dates=describe_dates(span, words)
    )
    silent = len(overview.by[by]) - len(rows)
    if silent:
        caption += "; " + translate("Report", "{count} without deals not shown").format(
            count=words.formats.number(silent)
        )
    return Table(
        SectionName.OWNERS if is_owner else SectionName.PRODUCTS,
        translate("Report", "Win rate by owner") if is_owner else translate("Report", "Win rate by product"),
        caption,
        (
            Column(translate("Report", "Owner") if is_owner else translate("Report", "Product"), is_number=False),
            Column(translate("Report", "Active")),
            Column(translate("Report", "Won")),
            Column(translate("Report", "Lost")),
            Column(translate("Report", "Win rate")),
            Column(translate("Report", "Range, 95 %")),
            Column(translate("Report", "Won value")),
            Column(translate("Report", "Average deal")),
            Column(translate("Report", "Mean days")),
        ),
        (
            *(_rate_line(row, name_row(row, by, words), overview.currency, words) for row in rows),
            _rate_total(overview, words),
        ),
    )


def _rate_line(row: Row, name: str, currency: str, words: Words) -> Line:
    number = words.formats.number
    return Line(
        (
            name,
            number(row.active),
            number(row.won),
            number(row.lost),
            *_rate_cells(row.win_rate, words),
            say_money(row.won_value, currency, words),
            say_money(row.mean_size, currency, words),
            DASH if row.cycle_mean is None else number(round(row.cycle_mean)),
        )
    )


def _rate_total(overview: Overview, words: Words) -> Line:
    number, rate, mean = words.formats.number, overview.win_rate, overview.cycle.won.mean
    return Line(
        (
            words.translate("Report", "All"),
            number(overview.active.deals),
            number(rate.hits),
            number(rate.n - rate.hits),
            *_rate_cells(rate, words),
            say_money(overview.won.value, overview.currency, words),
            say_money(overview.deal_size.mean, overview.currency, words),
            DASH if mean is None else number(round(mean)),
        ),
        is_total=True,
    )


def _rate_cells(rate: Rate, words: Words) -> tuple[str, str]:
    if rate.value is None:
        return DASH, ""
    if rate.sample is Sample.COUNTS_ONLY:
        return say_counts(rate, words), ""
    return words.formats.percent(rate.value), say_range(rate, words)
