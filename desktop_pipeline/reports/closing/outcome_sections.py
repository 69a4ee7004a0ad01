"""The parts of a printed report about what was closed: won by month, why deals were lost, win rates by whom."""

from collections.abc import Mapping

from desktop_pipeline.metrics.closing.breakdown import Breakdown, Row
from desktop_pipeline.metrics.closing.lost_reasons import ReasonLine
from desktop_pipeline.metrics.telling.overview import Overview
from desktop_pipeline.reports.answers import WonMonth, answer_won, months_to_show, name_row, rank_rows
from desktop_pipeline.reports.closing.means import find_days, find_size
from desktop_pipeline.reports.closing.reason_words import find_end, name_group, name_reason, say_share
from desktop_pipeline.reports.content import SectionName, Table, WonChart
from desktop_pipeline.reports.said_values import DASH, FEWEST, say_average
from desktop_pipeline.reports.spans import Span, describe_dates
from desktop_pipeline.reports.tables.sheets import CellKind
from desktop_pipeline.reports.tables.told_tables import Teller, Titled, Told
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
    translate, teller = words.translate, Teller(words, overview.currency)
    columns: tuple[Told[WonMonth], ...] = (
        Told(translate("Report", "Month"), lambda month: words.month(month.first_day)),
        teller.count(translate("Report", "Won"), lambda month: month.deals),
        teller.money(translate("Report", "Value"), lambda month: month.value),
    )
    return teller.table(
        Titled(
            SectionName.WON,
            translate("Report", "Month by month"),
            translate("Report", "deals won, and their value at the close"),
        ),
        columns,
        months_to_show(overview),
        total=(
            translate("Report", "All"),
            words.formats.number(overview.won.deals),
            teller.say_sum(overview.won.value),
        ),
        is_half=True,
    )


def reason_table(overview: Overview, span: Span, words: Words, stage_names: Mapping[int, str] | None = None) -> Table:
    """Each reason with its deals; those that were no real deals stand apart (METRICS §5).

    With `stage_names` by id it tells the stage too that most of them got to.
    """
    translate, reasons = words.translate, overview.lost_reasons
    teller = Teller(words, overview.currency)

    def share(line: ReasonLine) -> float | None:
        return None if line.share is None or reasons.lost < FEWEST else line.share.value

    columns: tuple[Told[ReasonLine], ...] = (
        Told(translate("Report", "Reason"), lambda line: name_reason(line, words)),
        Told(translate("Report", "Group"), lambda line: name_group(line.group, words)),
        teller.count(translate("Report", "Deals"), lambda line: line.deals),
        Told(
            translate("Report", "Share"),
            share,
            CellKind.SHARE,
            lambda line: say_share(line, reasons, words),
        ),
        teller.money(translate("Report", "Value"), lambda line: line.value),
    )
    total = [translate("Report", "All"), "", words.formats.number(reasons.lost), "", teller.say_sum(reasons.value)]
    if stage_names is not None:
        names = stage_names
        head = translate("Report", "Most often ends in")
        columns = (*columns, Told(head, lambda line: names.get(find_end(line), "")))
        total.append("")
    caption = translate("Report", "{dates}; shares of {lost} lost").format(
        dates=describe_dates(span, words), lost=words.deals(reasons.lost)
    )
    heading = Titled(SectionName.REASONS, translate("Report", "Why deals were lost"), caption)
    return teller.table(heading, columns, reasons.reasons, total=total)


def rate_table(overview: Overview, by: Breakdown, span: Span, words: Words) -> Table:
    """Owners, sources, … by the lower end of their win rate's range (METRICS §0)."""
    translate, teller = words.translate, Teller(words, overview.currency)
    name, title, head = name_rates(words)[by]
    rows = rank_rows(overview.by[by])
    caption = translate("Report", "{dates}; ordered by the lower end of the range").format(
        dates=describe_dates(span, words)
    )
    silent = len(overview.by[by]) - len(rows)
    if silent:
        caption += "; " + translate("Report", "{count} without deals not shown").format(
            count=words.formats.number(silent)
        )
    columns: tuple[Told[Row], ...] = (
        Told(head, lambda row: name_row(row, by, words)),
        teller.count(translate("Report", "Active"), lambda row: row.active),
        teller.count(translate("Report", "Won"), lambda row: row.won),
        teller.count(translate("Report", "Lost"), lambda row: row.lost),
        *teller.rate(lambda row: row.win_rate),
        teller.money(translate("Report", "Won value"), lambda row: row.won_value),
        teller.average(translate("Report", "Average deal"), find_size),
        teller.days(translate("Report", "Mean days"), find_days),
    )
    return teller.table(Titled(name, title, caption), columns, rows, total=_rate_total(overview, teller))


def _rate_total(overview: Overview, teller: Teller) -> tuple[str, ...]:
    words, rate = teller.words, overview.win_rate
    number, is_told = words.formats.number, overview.won.deals >= FEWEST
    size, days = (overview.deal_size.mean, overview.cycle.won.mean) if is_told else (None, None)
    return (
        words.translate("Report", "All"),
        number(overview.active.deals),
        number(rate.hits),
        number(rate.n - rate.hits),
        *teller.say_rate(rate),
        teller.say_sum(overview.won.value),
        say_average(size, overview.currency, words),
        DASH if days is None else number(round(days)),
    )


def name_rates(words: Words) -> dict[Breakdown, tuple[SectionName, str, str]]:
    """Name and title of the section, and the head of its first column."""
    translate = words.translate
    return {
        Breakdown.OWNER: (
            SectionName.OWNERS,
            translate("Report", "Win rate by owner"),
            translate("Report", "Owner"),
        ),
        Breakdown.SOURCE: (
            SectionName.SOURCES,
            translate("Report", "Win rate by source"),
            translate("Report", "Source"),
        ),
        Breakdown.PRODUCT: (
            SectionName.PRODUCTS,
            translate("Report", "Win rate by product"),
            translate("Report", "Product"),
        ),
        Breakdown.SIZE_BAND: (
            SectionName.SIZES,
            translate("Report", "Win rate by size of the customer"),
            translate("Report", "Size"),
        ),
        Breakdown.INDUSTRY: (
            SectionName.INDUSTRIES,
            translate("Report", "Win rate by industry"),
            translate("Report", "Industry"),
        ),
        Breakdown.LABEL: (
            SectionName.LABELS,
            translate("Report", "Win rate by label"),
            translate("Report", "Label"),
        ),
    }
