"""What became of earlier forecasts, on paper: those that were kept, and those the history lets be made again."""

from collections.abc import Iterable
from datetime import date

from desktop_pipeline.actions import Workspace
from desktop_pipeline.metrics.ahead.backtest import Backtest, Calibrated, Errors
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.queries.forecasts import read_forecasts
from desktop_pipeline.reports.ahead.forecast_kept import ForecastSince, gather_since, kept_months_sheet, say_since
from desktop_pipeline.reports.ahead.forecast_past import (
    past_sheet,
    say_calibration_answer,
    say_past_answer,
)
from desktop_pipeline.reports.content import Note, Notes, Section, SectionName, Table
from desktop_pipeline.reports.said_values import FEWEST, say_counts
from desktop_pipeline.reports.tables.sheet_report import table_of
from desktop_pipeline.reports.tables.told_tables import Teller, Titled, Told
from desktop_pipeline.reports.words import Words, list_names

MOST_KEPT = 6


def gather_kept(
    figures: Figures, workspace: Workspace, filters: tuple[str, ...], as_of: date
) -> tuple[ForecastSince, ...]:
    """The last forecasts that were kept of just these deals up to a day, each held against it; newest first."""
    with workspace.reading() as view:
        rows = [row for row in read_forecasts(view) if row.as_of <= as_of]
    kept = []
    for row in rows:
        forecast = row.forecast
        if forecast is not None and forecast.filters == filters:
            kept.append(gather_since(figures, workspace, row, as_of))
        if len(kept) == MOST_KEPT:
            break
    return tuple(kept)


def kept_sections(kept: Iterable[ForecastSince], words: Words) -> list[Section]:
    """A sentence for each, and the months of the newest that any month is over of."""
    every = tuple(kept)
    if not every:
        return []
    translate = words.translate
    notes = tuple(Note(_name_kept(since, words), _say_kept(since, words)) for since in every)
    sections: list[Section] = [Notes(SectionName.KEPT, translate("Report", "Kept forecasts"), notes)]
    over = next((since for since in every if any(month.is_over for month in since.months)), None)
    if over is not None:
        caption = translate("Report", "kept as of {day}").format(day=words.full_day(over.row.as_of))
        sections.append(table_of(kept_months_sheet(over, words), words, name=SectionName.KEPT, caption=caption))
    return sections


def _name_kept(since: ForecastSince, words: Words) -> str:
    return list_names(part for part in (words.full_day(since.row.as_of), since.row.who) if part)


def _say_kept(since: ForecastSince, words: Words) -> str:
    said = say_since(since, words)
    return f"{since.row.note} {said}" if since.row.note else said


def past_sections(past: Backtest, currency: str, words: Words) -> list[Section]:
    """How good forecasts of the months before would have been; none where no month had deals."""
    if not past.months:
        return []
    lead, rest = say_past_answer(past, words)
    months = table_of(past_sheet(past, currency, words), words, name=SectionName.PAST, caption=f"{lead} {rest}")
    return [months, _method_table(past, words), *((_called_table(past, words),) if past.calibration else ())]


def _method_table(past: Backtest, words: Words) -> Table:
    translate, teller = words.translate, Teller(words, "")
    methods = (
        (translate("Forecast", "Simulated"), past.simulated),
        (translate("Forecast", "Weighted"), past.weighted),
        (translate("Forecast", "Mean of the last 3 months"), past.naive),
    )
    columns: tuple[Told[tuple[str, Errors]], ...] = (
        Told(translate("Report", "Method"), lambda one: one[0]),
        teller.share(translate("Report", "Missed by"), lambda one: one[1].wape),
        teller.share(translate("Report", "Bias"), lambda one: one[1].bias),
    )
    heading = Titled(
        SectionName.PAST,
        translate("Report", "How far each method was off"),
        translate("Report", "as shares of what was won in these months together"),
    )
    return teller.table(heading, columns, methods, is_half=True)


def _called_table(past: Backtest, words: Words) -> Table:
    translate, percent, teller = words.translate, words.formats.percent, Teller(words, "")

    def say_group(group: Calibrated) -> str:
        low = words.formats.number(round(group.low * 100))
        return translate("Report", "{low} to {high}").format(low=low, high=percent(group.high))

    def share(group: Calibrated) -> float | None:
        return group.won.value if group.won.n >= FEWEST else None

    columns: tuple[Told[Calibrated], ...] = (
        Told(translate("Report", "Called"), say_group),
        teller.share(translate("Report", "On average"), lambda group: group.called),
        Told(translate("Report", "Won"), lambda group: say_counts(group.won, words), is_right=True),
        teller.share(translate("Report", "Share won"), share),
    )
    title = translate("Forecast", "Called, and what came")
    heading = Titled(SectionName.PAST, title, say_calibration_answer(past, words))
    return teller.table(heading, columns, past.calibration, is_half=True)
