"""The pipeline report: where the pipeline stands, what was won, and by whom."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from desktop_pipeline.metrics.closing.breakdown import Breakdown
from desktop_pipeline.metrics.history import Names
from desktop_pipeline.metrics.selection import Selection
from desktop_pipeline.metrics.stages.bottleneck import Bottleneck
from desktop_pipeline.metrics.telling.overview import Overview
from desktop_pipeline.reports.ahead.forecast_findings import ForecastFindings
from desktop_pipeline.reports.ahead.forecast_sections import months_chart, months_table, say_how_forecast
from desktop_pipeline.reports.answers import rank_rows, say_left_out
from desktop_pipeline.reports.changing.deals_to_look_at import DealsToLookAt, look_at_table
from desktop_pipeline.reports.changing.passed_gates import PassedGates, passed_gates_table
from desktop_pipeline.reports.closing.outcome_sections import rate_table, reason_table, won_chart, won_table
from desktop_pipeline.reports.content import (
    Note,
    Notes,
    ReportContent,
    Section,
    SectionName,
)
from desktop_pipeline.reports.figures import Figure
from desktop_pipeline.reports.kinds.story import tell_story
from desktop_pipeline.reports.numbers_words import note_small_numbers
from desktop_pipeline.reports.spans import Span, describe_briefly, describe_comparison, describe_span
from desktop_pipeline.reports.stages.stage_sections import PipelineStages, list_stage_sections, step_table
from desktop_pipeline.reports.stages.stage_words import how_stops
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
    pipeline: str | None = None
    source: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """What is filtered to, in the order of the filters on screen."""
        every = (self.pipeline, self.owner, self.source, self.product, *self.further)
        return tuple(name for name in every if name is not None)


@dataclass(frozen=True, eq=False, slots=True)
class OpenDeals:
    """What is open: what it could bring in the months ahead, what of it needs a decision, what passed a gate anyway."""

    ahead: ForecastFindings
    look_at: DealsToLookAt
    passed: PassedGates


def pipeline_report(
    overview: Overview,
    figures: Sequence[Figure],
    stages: Sequence[PipelineStages],
    bottleneck: Bottleneck,
    open_deals: OpenDeals,
    *,
    span: Span,
    printed: Printed,
    words: Words,
) -> ReportContent:
    """The report of one overview; `figures` are its tiles, `bottleneck` that of the 12 months of the stages."""
    translate, alone = words.translate, len(stages) == 1
    ahead, look_at = open_deals.ahead, open_deals.look_at
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
        *((look_at_table(look_at, overview.currency, words),) if look_at.every.active else ()),
        *((passed_gates_table(open_deals.passed, words),) if open_deals.passed.every else ()),
        *(step_table(found, words, alone=alone) for found in stages if found.reached),
        *((reason_table(overview, span, words),) if overview.lost_reasons.reasons else ()),
        won_chart(overview, words),
        *((won_table(overview, words),) if overview.win_rate.n else ()),
        *(
            rate_table(overview, by, span, words)
            for by in (Breakdown.OWNER, Breakdown.PRODUCT)
            if rank_rows(overview.by[by])
        ),
        _how(overview, figures, ahead, words),
    ]
    return frame_report(
        head_span(title, span, words),
        printed=printed,
        currency=overview.currency,
        words=words,
        story=tell_story(overview, stages, bottleneck, ahead, span, words, look_at.every.deals),
        figures=figures,
        sections=sections,
    )


@dataclass(frozen=True, slots=True)
class Heading:
    """What a report is called; `about` stands below it: period, comparison and day; `head` is on every page."""

    title: str
    about: str
    head: str


def head_span(title: str, span: Span, words: Words) -> Heading:
    """The heading of a report of a span."""
    return Heading(title, say_about(span, words), f"{describe_briefly(span, words)}, {say_as_of(span.as_of, words)}")


def frame_report(
    heading: Heading,
    *,
    printed: Printed,
    currency: str,
    words: Words,
    story: Iterable[str] = (),
    figures: Iterable[Figure] = (),
    sections: Iterable[Section] = (),
) -> ReportContent:
    """A report of any kind in the head and foot that all share."""
    translate = words.translate
    return ReportContent(
        file=printed.file.stem,
        title=heading.title,
        subject=translate("Report", "{title}, {about}").format(title=heading.title, about=heading.head),
        subtitle=say_prepared(heading.about, printed, words),
        story=tuple(sentence for sentence in story if sentence),
        figures=tuple(figures),
        sections=tuple(sections),
        printed=say_printed(printed, words),
        filters=say_filters(currency, printed, words),
    )


def say_about(span: Span, words: Words) -> str:
    """The period, what it is compared with, and as of when."""
    period = " ".join(part for part in (describe_span(span, words), describe_comparison(span, words)) if part)
    return f"{period}, {say_as_of(span.as_of, words)}"


def say_as_of(day: date, words: Words) -> str:
    """`as of 9 Jun 2026`."""
    return words.translate("Report", "as of {day}").format(day=words.full_day(day))


def say_prepared(about: str, printed: Printed, words: Words) -> str:
    """What the report is about, and by whom it was made."""
    by = words.translate("Report", "prepared by {name}").format(name=printed.by) if printed.by else ""
    said = ", ".join(part for part in (about, by) if part)
    return said[:1].upper() + said[1:]


def say_printed(printed: Printed, words: Words) -> str:
    """When it was printed and from which file, for the foot."""
    return words.translate("Report", "Printed {day}, {time}, from {file}").format(
        day=words.full_day(printed.on), time=words.formats.time(printed.at), file=printed.file.name
    )


def say_filters(currency: str, printed: Printed, words: Words) -> str:
    """Whose and which deals are counted, for the foot; pipeline, source and the like only where they are chosen."""
    translate = words.translate
    chosen = [printed.owner or translate("Report", "everyone"), printed.product or translate("Report", "all products")]
    if printed.pipeline:
        chosen.append(translate("Report", "pipeline {name}").format(name=printed.pipeline))
    if printed.source:
        chosen.append(translate("Report", "source {name}").format(name=printed.source))
    said = translate("Report", "Filter: {names}.").format(names=list_names((*chosen, *printed.further)))
    if not currency:
        return said
    return f"{said} " + translate("Report", "Amounts in {currency}, as entered.").format(currency=currency)


def name_filters(printed: Printed, selection: Selection, names: Names, words: Words) -> Printed:
    """With the names of what the figures are filtered to."""
    translate = words.translate

    def name(called: Mapping[int, str], row_id: int | None, nothing: str) -> str | None:
        return None if row_id is None else called.get(row_id, nothing)

    further = (
        name(names.labels, selection.label, translate("Report", "no label")),
        name(names.industries, selection.industry, translate("Report", "no industry")),
    )
    return replace(
        printed,
        owner=name(names.owners, selection.owner, translate("Report", "no owner")),
        product=name(names.products, selection.product, translate("Report", "no product")),
        pipeline=name(names.pipelines, selection.pipeline, ""),
        source=name(names.sources, selection.source, translate("Report", "none")),
        further=tuple(each for each in further if each is not None),
    )


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
    notes.append(note_small_numbers(words))
    return Notes(SectionName.HOW, translate("Report", "How the numbers are made"), tuple(notes))
