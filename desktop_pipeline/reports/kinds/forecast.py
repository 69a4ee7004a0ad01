"""The forecast: what the months ahead could bring, how firmly, what it hangs on, and how good forecasts were."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop_pipeline.domain.periods import Period, add_months
from desktop_pipeline.domain.targets import TargetScope
from desktop_pipeline.metrics.ahead.backtest import Backtest
from desktop_pipeline.metrics.ahead.forecast import Due
from desktop_pipeline.metrics.ahead.targets import Standing, measure_target, targets_of
from desktop_pipeline.metrics.ahead.what_if import AS_IT_IS
from desktop_pipeline.metrics.history import Names
from desktop_pipeline.metrics.selection import EVERYTHING
from desktop_pipeline.queries.settings import read_holidays, read_working_days
from desktop_pipeline.queries.targets import read_targets
from desktop_pipeline.reports.ahead.forecast_back import gather_kept, kept_sections, past_sections
from desktop_pipeline.reports.ahead.forecast_calls import (
    Calls,
    apart_table,
    carrier_table,
    category_table,
    changed_table,
    due_table,
    gather_calls,
)
from desktop_pipeline.reports.ahead.forecast_findings import (
    DueDeals,
    ForecastFindings,
    Takes,
    find_takes,
    gather_due,
    gather_forecast,
    look_back_on,
)
from desktop_pipeline.reports.ahead.forecast_kept import ForecastSince
from desktop_pipeline.reports.ahead.forecast_sections import MONTHS, months_chart, months_table, say_how_forecast
from desktop_pipeline.reports.ahead.forecast_takes import say_pace, say_short, say_stages, say_takes, say_working
from desktop_pipeline.reports.ahead.forecast_words import make_tiles, name_period, say_band, say_carriers
from desktop_pipeline.reports.ahead.target_sections import target_table
from desktop_pipeline.reports.content import (
    Column,
    Line,
    Note,
    Notes,
    Passage,
    ReportContent,
    Section,
    SectionName,
    Table,
)
from desktop_pipeline.reports.figures import NO_CHANGE, Figure, FigureName
from desktop_pipeline.reports.kinds.pipeline import Heading, frame_report, say_as_of
from desktop_pipeline.reports.kinds.story import say_target
from desktop_pipeline.reports.left_out_words import say_all_left_out
from desktop_pipeline.reports.making import Making
from desktop_pipeline.reports.numbers_words import find_currencies, note_currencies, note_small_numbers
from desktop_pipeline.reports.said_values import DASH
from desktop_pipeline.reports.tables.sheets import CellKind
from desktop_pipeline.reports.words import Words

_STEPS = 4
_SURE = 0.8
_NAMES = (
    FigureName.TARGET,
    FigureName.WON,
    FigureName.COMMITTED,
    FigureName.BEST_CASE,
    FigureName.LIKELY,
    FigureName.CHANCE,
)


@dataclass(frozen=True, eq=False, slots=True)
class ForecastReport:
    """What the report tells; `past` is None where nobody asked how good forecasts were."""

    ahead: ForecastFindings
    calls: Calls
    overdue: DueDeals
    undated: DueDeals
    standings: tuple[Standing, ...]
    kept: tuple[ForecastSince, ...]
    past: Backtest | None
    names: Names
    currencies: tuple[str, ...]


def make_forecast(making: Making) -> ReportContent:
    """The forecast as of the day that is asked for."""
    found = gather_forecast_report(making)
    ahead, words = found.ahead, making.words
    translate = words.translate
    months = ahead.forecast.months
    shown = name_period(Period(months[0].first_day, add_months(months[MONTHS - 1].first_day, 1)), words)
    about = ", ".join((shown, say_as_of(ahead.as_of, words)))
    return frame_report(
        Heading(translate("Report", "Forecast"), about, about),
        printed=making.printed(),
        currency=ahead.currency,
        words=words,
        story=tell_forecast(ahead, words),
        figures=name_forecast(ahead, words),
        sections=_list_sections(found, words),
    )


def gather_forecast_report(making: Making) -> ForecastReport:
    """Works it out on any thread; the look back, which takes longest, only where it is wanted."""
    figures, workspace, selection = making.figures, making.workspace, making.asked.selection
    as_of = making.span.as_of
    ahead = gather_forecast(figures, workspace, as_of, selection)
    making.report(1, _STEPS)
    calls = gather_calls(ahead, workspace)
    overdue, undated = (gather_due(figures, workspace, as_of, selection, due) for due in (Due.OVERDUE, Due.UNDATED))
    making.report(2, _STEPS)
    wants = {name for name in (SectionName.KEPT, SectionName.PAST) if name not in making.asked.left_out}
    kept = gather_kept(figures, workspace, making.printed().names, as_of) if SectionName.KEPT in wants else ()
    making.report(3, _STEPS)
    past = look_back_on(ahead, lambda *_months: making.report(3, _STEPS)) if SectionName.PAST in wants else None
    making.report(_STEPS, _STEPS)
    history = ahead.moment.history
    return ForecastReport(
        ahead=ahead,
        calls=calls,
        overdue=overdue,
        undated=undated,
        standings=_measure_targets(making, ahead),
        kept=kept,
        past=past,
        names=history.names,
        currencies=find_currencies(ahead.moment),
    )


def _measure_targets(making: Making, ahead: ForecastFindings) -> tuple[Standing, ...]:
    """Those that run on the day: all of them, or under a filter those of exactly its deals."""
    with making.workspace.reading() as view:
        targets = [target for target in read_targets(view) if ahead.as_of in target.period]
        working_days, holidays = read_working_days(view), {row.day for row in read_holidays(view)}
    wanted = targets if ahead.selection == EVERYTHING else targets_of(targets, ahead.selection)
    scopes = list(TargetScope)
    ordered = sorted(wanted, key=lambda one: (scopes.index(one.scope), one.of or 0, one.measure.value, one.starts_on))
    return tuple(measure_target(ahead.moment, target, working_days, holidays) for target in ordered)


def name_forecast(ahead: ForecastFindings, words: Words) -> tuple[Figure, ...]:
    """The tiles of the screen as figures."""
    tiles = make_tiles(ahead, ahead.outlook, words, with_new=True)
    has_target = ahead.book.of(ahead.running) is not None
    unset = words.translate("Report", "none is set")
    return tuple(
        Figure(
            name=name,
            label=tile.label,
            value=tile.value,
            short=tile.value,
            # On paper nobody can set one.
            note=unset if name is FigureName.TARGET and not has_target else tile.note,
            change=NO_CHANGE,
            definition="",
            how=tile.how,
            part=tile.part,
        )
        for name, tile in zip(_NAMES, tiles, strict=True)
    )


def tell_forecast(ahead: ForecastFindings, words: Words) -> tuple[str, ...]:
    """How the target stands or what is won, the likely total, and what it hangs on or what is missing in it."""
    return (
        say_target(ahead, words) or _say_won(ahead, words),
        _say_likely(ahead, words),
        _say_first_carrier(ahead, words) or _say_overdue(ahead, words),
    )


def _say_won(ahead: ForecastFindings, words: Words) -> str:
    translate, period = words.translate, name_period(ahead.running, words)
    if not ahead.won:
        return translate("Report", "Nothing is won in {period} so far.").format(period=period)
    return translate("Report", "{sum} is won in {period} so far.").format(
        sum=words.formats.whole_money(ahead.won, ahead.currency), period=period
    )


def _say_likely(ahead: ForecastFindings, words: Words) -> str:
    translate, period = words.translate, name_period(ahead.running, words)
    band = ahead.outlook.band_of(ahead.running, ahead.won)
    if band is None or band.p90 <= ahead.won:
        return translate("Report", "Nothing that is open or usually comes is likely to add to {period}.").format(
            period=period
        )
    return translate("Report", "8 in 10 outcomes of {period} are {range}, the middle {middle}.").format(
        period=period,
        range=say_band(band, ahead.currency, words),
        middle=words.formats.short_money(band.p50, ahead.currency),
    )


def _say_first_carrier(ahead: ForecastFindings, words: Words) -> str:
    if len([title for title in ahead.carriers if title]) == 1:
        return say_carriers(ahead, words)
    carriers = ahead.forecast.carriers
    if not carriers:
        return ""
    return words.translate("Report", "{share} of what is weighted hangs on {deals}.").format(
        share=words.formats.percent(sum(carrier.share for carrier in carriers)), deals=words.deals(len(carriers))
    )


def _say_overdue(ahead: ForecastFindings, words: Words) -> str:
    """The open deals that should be closed by now, else those that nobody dated; they are in none of the months."""
    translate, told = words.translate, ahead.forecast
    for found, one, many in (
        (
            told.overdue,
            translate("Report", "{count} open deal is past the date it was to close."),
            translate("Report", "{count} open deals are past the date they were to close."),
        ),
        (
            told.undated,
            translate("Report", "{count} open deal has no date to close."),
            translate("Report", "{count} open deals have no date to close."),
        ),
    ):
        if found.deals:
            return words.one_or_many(found.deals, one, many)
    return ""


def _list_sections(found: ForecastReport, words: Words) -> Iterable[Section]:
    ahead = found.ahead
    chart, apart = months_chart(ahead, words), apart_table(ahead, words)
    sections: list[Section | None] = [
        chart,
        months_table(ahead, words),
        category_table(found.calls, ahead, words) if found.calls.due.deals else None,
        changed_table(found.calls, ahead, words) if found.calls.changed else None,
        carrier_table(found.calls, ahead, words) if found.calls.heaviest else None,
        target_table(found.standings, found.names, ahead.currency, words) if found.standings else None,
        *_takes_sections(ahead, words),
        apart,
        *(due_table(due, ahead, words) for due in (found.overdue, found.undated) if due.total.deals),
        *kept_sections(found.kept, words),
        *(past_sections(found.past, ahead.currency, words) if found.past is not None else ()),
        _how(found, words),
    ]
    return [section for section in sections if section is not None]


def _takes_sections(ahead: ForecastFindings, words: Words) -> list[Section]:
    """What reaching the targets of this period and the next would take, in sentences and by stage."""
    translate = words.translate
    title = translate("Forecast", "What it takes")
    asked = [(period, ahead.book.of(period)) for period in (ahead.running, ahead.following)]
    if all(target is None for _period, target in asked):
        return []
    found = [
        (period, find_takes(ahead, ahead.outlook, AS_IT_IS, period, target, _SURE))
        for period, target in asked
        if target is not None
    ]
    known = [(period, takes) for period, takes in found if takes is not None]
    if not known:
        lacks = translate(
            "Report", "Needs won deals with a value and dates in the last 12 months, and stages they passed."
        )
        return [Passage(SectionName.TAKES, title, (lacks,))]
    sentences = tuple(_say_takes(ahead, period, takes, words) for period, takes in known)
    sections: list[Section] = [Passage(SectionName.TAKES, title, sentences)]
    short = [(period, takes) for period, takes in known if takes.needs.short]
    return [*sections, _needs_table(ahead, short, words)] if short else sections


def _say_takes(ahead: ForecastFindings, period: Period, takes: Takes, words: Words) -> str:
    target = words.formats.whole_money(takes.question.target, ahead.currency)
    lead = words.translate("Report", "{period}, {target}:").format(period=name_period(period, words), target=target)
    said = (
        say_short(takes, ahead.currency, words),
        f"{say_takes(takes, words)}.",
        say_pace(takes, ahead.as_of, words),
        say_working(takes, ahead.currency, words),
        say_stages(takes, words),
    )
    return " ".join((lead, *(each for each in said if each)))


def _needs_table(ahead: ForecastFindings, known: list[tuple[Period, Takes]], words: Words) -> Table:
    translate, number = words.translate, words.formats.number
    steps = ahead.usual.steps
    needs = [{need.stage_id: need.deals for need in takes.stages} for _period, takes in known]

    def tell(name: str, deals: Sequence[int | None]) -> Line:
        said = (DASH if each is None else number(each) for each in deals)
        return Line((name, *said), values=(name, *deals))

    # No total: it is counted in deals won, not in those of the stages.
    wins = tell(translate("Forecast", "Wins of average size"), [takes.needs.wins for _period, takes in known])
    return Table(
        SectionName.TAKES,
        translate("Report", "Deals each stage needs for it"),
        translate("Report", "more than are open now; those further along count for more"),
        (
            Column(translate("Report", "Stage"), is_number=False),
            *(Column(name_period(period, words), kind=CellKind.COUNT) for period, _takes in known),
        ),
        (
            *(tell(step.name, [by_stage.get(step.stage_id) for by_stage in needs]) for step in steps),
            wins,
        ),
        is_half=True,
    )


def _how(found: ForecastReport, words: Words) -> Notes:
    translate, ahead = words.translate, found.ahead
    notes = [Note(figure.label, figure.how) for figure in name_forecast(ahead, words) if figure.value != DASH]
    notes += [
        Note(translate("Report", "Outcomes"), say_how_forecast(ahead, words)),
        Note(
            translate("Report", "Weighted"),
            translate(
                "Report",
                "Each open value × the share of past deals in its stage that were won, blended with the stage’s set"
                " share; a deal’s own percentage goes first.",
            ),
        ),
        Note(
            translate("Report", "Counts as"),
            translate(
                "Report",
                "Committed and best case count in full. What a person sets for a deal goes before what its stage says;"
                " neither changes the other.",
            ),
        ),
    ]
    if found.past is not None and found.past.months:
        notes.append(
            Note(
                translate("Report", "Earlier forecasts"),
                translate(
                    "Report",
                    "For the first day of each of the last 12 months the history is taken as it was known then,"
                    " forecast from, and held against what was won.",
                ),
            )
        )
    left_out = say_all_left_out(ahead.forecast.left_out, words)
    if left_out:
        notes.append(Note(translate("Report", "Left out"), " ".join(left_out)))
    notes += [*note_currencies(found.currencies, words), note_small_numbers(words)]
    return Notes(SectionName.HOW, translate("Report", "How the numbers are made"), tuple(notes))
