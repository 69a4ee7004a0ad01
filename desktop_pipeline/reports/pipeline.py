"""The pipeline report: where the pipeline stands, what was won, and by whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from desktop_pipeline.metrics.breakdown import Breakdown, Row
from desktop_pipeline.metrics.overview import Overview
from desktop_pipeline.metrics.rates import Rate, Sample
from desktop_pipeline.queries.figures import StageLine
from desktop_pipeline.reports.answers import answer_won, months_to_show, name_row, rank_rows, say_left_out
from desktop_pipeline.reports.content import (
    Column,
    Line,
    Note,
    Notes,
    ReportContent,
    Section,
    SectionName,
    StageMark,
    Table,
    WonChart,
)
from desktop_pipeline.reports.figures import DASH, FEWEST, Figure, name_figures, say_counts, say_range, say_rate
from desktop_pipeline.reports.spans import Span, describe_comparison, describe_dates, describe_span
from desktop_pipeline.reports.words import Words


@dataclass(frozen=True, slots=True)
class PipelineStages:
    """The stage table of one pipeline (queries.figures), as of today."""

    pipeline: str
    lines: tuple[StageLine, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """When a report is made, by whom, from which file, and what it is filtered to (names, None: everything)."""

    at: datetime
    on: date
    file: Path
    by: str | None = None
    owner: str | None = None
    product: str | None = None


def pipeline_report(
    overview: Overview,
    before: Overview | None,
    stages: Sequence[PipelineStages],
    *,
    span: Span,
    printed: Printed,
    words: Words,
) -> ReportContent:
    """The report of one overview; `before` is the comparison period's, `stages` may be empty for a past as-of day."""
    translate = words.translate
    figures = name_figures(overview, before, words)
    title = translate("Report", "Pipeline report")
    sections: list[Section] = [_stage_table(table, overview, words, alone=len(stages) == 1) for table in stages]
    sections += [
        _won_chart(overview, words),
        _rate_table(overview, Breakdown.OWNER, span, words),
        _rate_table(overview, Breakdown.PRODUCT, span, words),
        _how(overview, figures, words),
    ]
    return ReportContent(
        file=printed.file.stem,
        title=title,
        subject=translate("Report", "{title}, {span}").format(title=title, span=describe_span(span, words)),
        subtitle=_subtitle(span, printed, words),
        story=_story(overview, span, words),
        figures=figures,
        sections=tuple(sections),
        printed=translate("Report", "Printed {day}, {time}, from {file}").format(
            day=words.full_day(printed.on), time=words.formats.time(printed.at), file=printed.file.name
        ),
        filters=_filters(overview, printed, words),
    )


def _subtitle(span: Span, printed: Printed, words: Words) -> str:
    translate = words.translate
    parts = [
        " ".join(part for part in (describe_span(span, words), describe_comparison(span, words)) if part),
        translate("Report", "as of {day}").format(day=words.full_day(span.as_of)),
    ]
    if printed.by:
        parts.append(translate("Report", "prepared by {name}").format(name=printed.by))
    return ", ".join(parts)


def _filters(overview: Overview, printed: Printed, words: Words) -> str:
    translate = words.translate
    owner = printed.owner or translate("Report", "everyone")
    product = printed.product or translate("Report", "all products")
    return translate("Report", "Filter: {owner}, {product}. Amounts in {currency}, as entered.").format(
        owner=owner, product=product, currency=overview.currency
    )


def _story(overview: Overview, span: Span, words: Words) -> tuple[str, ...]:
    return tuple(
        sentence
        for sentence in (_say_open(overview, words), _say_closed(overview, span, words), _say_typical(overview, words))
        if sentence
    )


def _say_open(overview: Overview, words: Words) -> str:
    translate, formats, active = words.translate, words.formats, overview.active
    if not active.deals:
        return translate("Report", "No deal is open.")
    if active.value is None:
        return translate("Report", "Open: {deals}, none with a known value.").format(deals=words.deals(active.deals))
    worth = (
        translate("Report", "{count} open deal is worth {sum}.")
        if active.deals == 1
        else translate("Report", "{count} open deals are worth {sum}.")
    ).format(count=formats.number(active.deals), sum=formats.whole_money(active.value, overview.currency))
    if active.weighted is None:
        return worth
    weighted = formats.rounded_money(active.weighted, overview.currency)
    return f"{worth} " + translate("Report", "Going by your history, about {sum} of that will be won.").format(
        sum=weighted
    )


def _say_closed(overview: Overview, span: Span, words: Words) -> str:
    translate, rate = words.translate, overview.win_rate
    dates = describe_dates(span, words)
    if not rate.n:
        return translate("Report", "No deal was closed in the period ({dates}).").format(dates=dates)
    counts = translate("Report", "Of {deals} closed ({dates}), {won} won").format(
        deals=words.deals(rate.n), dates=dates, won=_were(rate.hits, words)
    )
    if rate.sample is not Sample.COUNTS_ONLY:
        counts += f", {say_rate(rate, words)}"
    if rate.hits and overview.won.value is not None:
        counts += ", " + translate("Report", "worth {sum}").format(
            sum=words.formats.whole_money(overview.won.value, overview.currency)
        )
    return counts + "."


def _were(count: int, words: Words) -> str:
    translate = words.translate
    return words.one_or_many(count, translate("Report", "{count} was"), translate("Report", "{count} were"))


def _say_typical(overview: Overview, words: Words) -> str:
    translate, won, size = words.translate, overview.cycle.won, overview.deal_size
    if won.median is None or won.n < FEWEST:
        return ""
    days = words.days(round(won.median))
    if size.mean is None or size.n < FEWEST:
        return translate("Report", "A typical won deal took {days}.").format(days=days)
    return translate("Report", "A typical won deal took {days}; on average one is worth {sum}.").format(
        days=days, sum=words.formats.whole_money(size.mean, overview.currency)
    )


def _stage_table(stages: PipelineStages, overview: Overview, words: Words, *, alone: bool) -> Table:
    translate, formats, currency = words.translate, words.formats, overview.currency
    title = translate("Report", "Pipeline by stage")
    lines = stages.lines
    count = len(lines)
    return Table(
        SectionName.STAGES,
        title if alone else translate("Report", "{title}: {pipeline}").format(title=title, pipeline=stages.pipeline),
        translate("Report", "open deals today; slow: longer in the stage than the limit set for it"),
        (
            Column(translate("Report", "Stage"), is_number=False),
            Column(translate("Report", "Deals")),
            Column(translate("Report", "Value")),
            Column(translate("Report", "Weighted")),
            Column(translate("Report", "Slow")),
        ),
        (
            *(
                Line(
                    (
                        line.name,
                        formats.number(line.deals),
                        # Nothing known is no sum of nothing.
                        DASH if line.deals and not line.value else formats.whole_money(line.value, currency),
                        DASH
                        if line.deals and line.weighted is None
                        else formats.rounded_money(line.weighted or 0, currency),
                        formats.number(line.slow),
                    ),
                    mark=StageMark(position, count),
                )
                for position, line in enumerate(lines)
            ),
            _stage_total(lines, currency, words),
        ),
    )


def _stage_total(lines: Sequence[StageLine], currency: str, words: Words) -> Line:
    formats = words.formats
    deals, value = sum(line.deals for line in lines), sum(line.value for line in lines)
    weights = [line.weighted for line in lines if line.weighted is not None]
    return Line(
        (
            words.translate("Report", "All"),
            formats.number(deals),
            DASH if deals and not value else formats.whole_money(value, currency),
            DASH if deals and not weights else formats.rounded_money(sum(weights), currency),
            formats.number(sum(line.slow for line in lines)),
        ),
        is_total=True,
    )


def _won_chart(overview: Overview, words: Words) -> WonChart:
    return WonChart(
        SectionName.WON,
        words.translate("Report", "Won each month"),
        answer_won(overview, words),
        months_to_show(overview),
        overview.currency,
    )


def _rate_table(overview: Overview, by: Breakdown, span: Span, words: Words) -> Table:
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
            _money(row.won_value, currency, words),
            _money(row.mean_size, currency, words),
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
            _money(overview.won.value, overview.currency, words),
            _money(overview.deal_size.mean, overview.currency, words),
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


def _money(minor: int | None, currency: str, words: Words) -> str:
    return DASH if minor is None else words.formats.whole_money(minor, currency)


def _how(overview: Overview, figures: Sequence[Figure], words: Words) -> Notes:
    translate = words.translate
    notes = [Note(figure.label, f"{figure.definition} {figure.how}") for figure in figures]
    left_out = say_left_out(overview, words)
    if left_out:
        notes.append(Note(translate("Report", "Left out"), " ".join(left_out)))
    notes.append(
        Note(
            translate("Report", "Small numbers"),
            translate("Report", "Below 5 closed deals only counts are shown, below 30 the percentage with its range."),
        )
    )
    return Notes(SectionName.HOW, translate("Report", "How the numbers are made"), tuple(notes))
