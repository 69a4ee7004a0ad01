"""The figures of screen and paper as numbers, for the first sheet of an exported workbook."""

from collections.abc import Sequence
from dataclasses import replace

from desktop_pipeline.actions import Workspace
from desktop_pipeline.domain.money import minor_digits
from desktop_pipeline.exchange.writing.out_tables import Block, FigureOut, KeyFigures, OutColumn
from desktop_pipeline.metrics.history import Names
from desktop_pipeline.metrics.rates import Sample
from desktop_pipeline.metrics.selection import EVERYTHING, Selection
from desktop_pipeline.metrics.telling.overview import Overview
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.reports.ahead.forecast_findings import ForecastFindings
from desktop_pipeline.reports.ahead.forecast_sections import MONTHS
from desktop_pipeline.reports.ahead.forecast_sheets import months_sheet
from desktop_pipeline.reports.answers import months_to_show
from desktop_pipeline.reports.closing.pace_figures import Pace
from desktop_pipeline.reports.closing.reason_words import sheet_of_reasons
from desktop_pipeline.reports.gathering import Findings, gather_findings, gather_report
from desktop_pipeline.reports.left_out_words import say_all_left_out
from desktop_pipeline.reports.plain_formats import PlainFormats
from desktop_pipeline.reports.said_values import FEWEST
from desktop_pipeline.reports.spans import SpanName, describe_dates, find_span
from desktop_pipeline.reports.stages.stage_sections import PipelineStages, name_open_stage
from desktop_pipeline.reports.stages.stage_words import say_bottleneck, sheet_of_days, sheet_of_steps
from desktop_pipeline.reports.tables.sheet_workbook import find_kind, to_out_row
from desktop_pipeline.reports.tables.sheets import CellKind, Sheet, SheetColumn, SheetRow
from desktop_pipeline.reports.words import Words


def gather_key_figures(
    workspace: Workspace, selection: Selection | None = None, *, is_wider: bool = False
) -> KeyFigures:
    """As of today, over the last 12 months; `is_wider` says that the file holds fewer deals than the selection."""
    words, figures = Words(PlainFormats()), Figures(workspace)
    span = find_span(SpanName.TWELVE_MONTHS, workspace.today())
    base = gather_findings(figures, span, selection or EVERYTHING)
    report = gather_report(figures, workspace, base)
    names = figures.history().names
    blocks = [
        *(block for found in report.stages for block in _stage_blocks(found, report.year, words, len(report.stages))),
        _reason_block(base.overview, {step.stage_id: step.name for step in report.year.conversion.steps}, words),
        _won_block(base.overview, words),
        _forecast_block(report.ahead, words),
    ]
    return KeyFigures(
        f"Figures of {_say_selection(base.selection, names, is_wider=is_wider)}, {describe_dates(span, words)}",
        _list_figures(base),
        tuple(block for block in blocks if block.rows),
        (*say_all_left_out(base.overview.left_out, words), *_say_narrowest(report.stages, report.year, words)),
    )


def _say_selection(selection: Selection, names: Names, *, is_wider: bool) -> str:
    told = [
        called.get(row_id, "")
        for row_id, called in (
            (selection.pipeline, names.pipelines),
            (selection.owner, names.owners),
            (selection.source, names.sources),
            (selection.product, names.products),
            (selection.label, names.labels),
        )
        if row_id is not None
    ]
    said = ", ".join(told) or "all deals"
    return f"{said} (open and closed; other filters left out)" if is_wider else said


def _list_figures(base: Findings) -> tuple[FigureOut, ...]:
    """Shares and typical values of fewer than five deals are left to be counted (METRICS §0)."""
    overview, pace = base.overview, base.pace
    currency, rate, size, cycle = overview.currency, overview.win_rate, overview.deal_size, overview.cycle
    enough = rate.value is not None and rate.sample is not Sample.COUNTS_ONLY

    def money(minor: int | None) -> float | None:
        return None if minor is None else minor / 10 ** minor_digits(currency)

    return (
        ("Active deals", overview.active.deals, ""),
        ("Pipeline value", money(overview.active.value), currency),
        ("Weighted value", money(overview.active.weighted), currency),
        ("Won deals", overview.won.deals, ""),
        ("Won value", money(overview.won.value), currency),
        ("Won and lost deals", rate.n, ""),
        ("Win rate", rate.value if enough else None, "%"),
        ("Win rate, low (95 %)", rate.low if enough else None, "%"),
        ("Win rate, high (95 %)", rate.high if enough else None, "%"),
        ("Average deal, mean", money(size.mean), currency),
        ("Average deal, median", money(size.median), currency),
        ("Cycle length, median days", cycle.won.median, ""),
        ("Cycle length, mean days", cycle.won.mean, ""),
        ("Half are decided within days", cycle.kaplan_meier_median, ""),
        *_list_pace(pace, money(pace.velocity.per_day), currency),
    )


def _list_pace(pace: Pace, per_day: float | None, currency: str) -> tuple[FigureOut, FigureOut]:
    month = pace.leads.months[-1] if pace.leads.months else None
    known = month is not None and pace.leads.has_sql and month.month_before >= FEWEST
    return (
        ("Pipeline velocity, a day", per_day if pace.velocity.win_rate.n >= FEWEST else None, currency),
        ("Lead velocity, a month", month.growth if month is not None and known else None, "%"),
    )


def _stage_blocks(found: PipelineStages, year: Overview, words: Words, pipelines: int) -> list[Block]:
    name = f", {found.pipeline}" if pipelines > 1 else ""
    days = [found.days[step.stage_id] for step in found.steps if step.stage_id in found.days]
    slow = {stage.stage_id: stage.slow for stage in found.stages}
    stays = sheet_of_days(f"Days in each stage{name}", days, [slow.get(stage.stage_id, 0) for stage in days], (), words)
    steps = sheet_of_steps(f"Where deals stop{name}", found.steps, year.currency, (), words)
    return [
        _to_block(_open_sheet(found, f"Pipeline by stage{name}", year.currency, words), bars=(2, 3)),
        _to_block(steps, bars=(1, 2)),
        _to_block(stays),
    ]


def _open_sheet(found: PipelineStages, title: str, currency: str, words: Words) -> Sheet:
    columns = (
        SheetColumn("Stage"),
        SheetColumn("Deals", CellKind.COUNT),
        SheetColumn("Value", CellKind.MONEY),
        SheetColumn("Weighted", CellKind.MONEY),
        SheetColumn("Slow", CellKind.COUNT),
    )
    rows = tuple(
        SheetRow((name_open_stage(stage, words), stage.deals, stage.value, stage.weighted, stage.slow))
        for stage in found.stages
    )
    return Sheet(title, columns, rows, currency)


def _reason_block(overview: Overview, stages: dict[int, str], words: Words) -> Block:
    sheet = sheet_of_reasons("Why deals were lost", overview.lost_reasons, overview.currency, stages, words)
    return _to_block(replace(sheet, notes=()), bars=(2,))


def _won_block(overview: Overview, words: Words) -> Block:
    columns = (
        SheetColumn("Month"),
        SheetColumn("Won deals", CellKind.COUNT),
        SheetColumn("Won value", CellKind.MONEY),
    )
    rows = tuple(
        SheetRow((words.month(month.first_day), month.deals, month.value)) for month in months_to_show(overview)
    )
    return _to_block(Sheet("Won each month", columns, rows, overview.currency), bars=(2,))


def _forecast_block(findings: ForecastFindings, words: Words) -> Block:
    sheet = months_sheet(findings, findings.outlook, words, months=MONTHS, with_new=True)
    heads = [column.head for column in sheet.columns]
    bars = tuple(heads.index(head) for head in ("Won", "Committed", "Best case", "Weighted rest", "Not started yet"))
    lines = tuple(heads.index(head) for head in ("Middle", "Target"))
    return _to_block(replace(sheet, notes=()), bars=bars, lines=lines, is_stacked=True)


def _say_narrowest(stages: Sequence[PipelineStages], year: Overview, words: Words) -> tuple[str, ...]:
    narrowest = year.bottleneck.conversion
    if narrowest is None:
        return ()
    return tuple(
        f"{remark.lead} {remark.text}"
        for found in stages
        if narrowest.step in found.steps
        for remark in (say_bottleneck(year.bottleneck, found.steps, year.currency, words),)
    )


def _to_block(
    sheet: Sheet, *, bars: tuple[int, ...] = (), lines: tuple[int, ...] = (), is_stacked: bool = False
) -> Block:
    rows = tuple(to_out_row(sheet, row.cells) for row in sheet.rows)
    columns = tuple(
        OutColumn(f"c{place}", column.head, find_kind(column.kind, [row[place] for row in rows]))
        for place, column in enumerate(sheet.columns)
    )
    return Block(sheet.title, columns, rows, sheet.currency, bars, lines, is_stacked, sheet.notes)
