"""The pipeline report: where the pipeline stands, what was won, and by whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from desktop_pipeline.metrics.closing.breakdown import Breakdown
from desktop_pipeline.metrics.stages.bottleneck import Bottleneck
from desktop_pipeline.metrics.telling.overview import Overview
from desktop_pipeline.reports.answers import say_left_out
from desktop_pipeline.reports.content import (
    Note,
    Notes,
    ReportContent,
    SectionName,
)
from desktop_pipeline.reports.figures import Figure
from desktop_pipeline.reports.forecast_findings import ForecastFindings
from desktop_pipeline.reports.forecast_sections import months_chart, months_table, say_how_forecast
from desktop_pipeline.reports.outcome_sections import rate_table, reason_table, won_chart, won_table
from desktop_pipeline.reports.spans import Span, describe_comparison, describe_span
from desktop_pipeline.reports.stage_sections import PipelineStages, list_stage_sections, step_table
from desktop_pipeline.reports.stage_words import how_stops
from desktop_pipeline.reports.story import tell_story
from desktop_pipeline.reports.words import Words, list_names


@dataclass(frozen=True, slots=True)
class Printed:
    """When a report is made, by whom, from which file, and what it is filtered to (names, None: everything)."""

    at: datetime
    on: date
    file: Path
    by: str | None = None
    owner: str | None = None
    product: str | None = None
    further: tuple[str, ...] = ()


def pipeline_report(
    overview: Overview,
    figures: Sequence[Figure],
    stages: Sequence[PipelineStages],
    bottleneck: Bottleneck,
    ahead: ForecastFindings,
    *,
    span: Span,
    printed: Printed,
    words: Words,
) -> ReportContent:
    """The report of one overview; `figures` are its tiles, `bottleneck` that of the 12 months of the stages."""
    translate, alone = words.translate, len(stages) == 1
    title = translate("Report", "Pipeline report")
    chart = months_chart(ahead, words)
    sections = [
        section
        for found in stages
        for section in list_stage_sections(found, bottleneck, overview.currency, words, alone=alone)
    ]
    sections += [chart] if chart is not None else []
    sections += [
        months_table(ahead, words),
        *(step_table(found, words, alone=alone) for found in stages if found.reached),
        reason_table(overview, span, words),
        won_chart(overview, words),
        won_table(overview, words),
        rate_table(overview, Breakdown.OWNER, span, words),
        rate_table(overview, Breakdown.PRODUCT, span, words),
        _how(overview, figures, ahead, words),
    ]
    return ReportContent(
        file=printed.file.stem,
        title=title,
        subject=translate("Report", "{title}, {span}").format(title=title, span=describe_span(span, words)),
        subtitle=say_subtitle(span, printed, words),
        story=tell_story(overview, stages, bottleneck, ahead, span, words),
        figures=tuple(figures),
        sections=tuple(sections),
        printed=say_printed(printed, words),
        filters=say_filters(overview.currency, printed, words),
    )


def say_printed(printed: Printed, words: Words) -> str:
    """When it was printed and from which file, for the foot."""
    return words.translate("Report", "Printed {day}, {time}, from {file}").format(
        day=words.full_day(printed.on), time=words.formats.time(printed.at), file=printed.file.name
    )


def say_subtitle(span: Span, printed: Printed, words: Words) -> str:
    """The period, what it is compared with, as of when and by whom."""
    translate = words.translate
    parts = [
        " ".join(part for part in (describe_span(span, words), describe_comparison(span, words)) if part),
        translate("Report", "as of {day}").format(day=words.full_day(span.as_of)),
    ]
    if printed.by:
        parts.append(translate("Report", "prepared by {name}").format(name=printed.by))
    return ", ".join(parts)


def say_filters(currency: str, printed: Printed, words: Words) -> str:
    """Whose and which deals are counted, for the foot."""
    translate = words.translate
    owner = printed.owner or translate("Report", "everyone")
    product = list_names((printed.product or translate("Report", "all products"), *printed.further))
    said = translate("Report", "Filter: {owner}, {product}.").format(owner=owner, product=product)
    if not currency:
        return said
    return f"{said} " + translate("Report", "Amounts in {currency}, as entered.").format(currency=currency)


def _how(overview: Overview, figures: Sequence[Figure], ahead: ForecastFindings, words: Words) -> Notes:
    translate = words.translate
    notes = [Note(figure.label, f"{figure.definition} {figure.how}") for figure in figures]
    notes += [
        Note(translate("Report", "Move on"), how_stops(words)),
        Note(translate("Report", "Outcomes"), say_how_forecast(ahead, words)),
    ]
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
