"""Every figure of METRICS at once, as `metrics --json` gives them (CLI.md)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from desktop_pipeline.domain.targets import Target
from desktop_pipeline.metrics.ahead.backtest import Backtest, look_back
from desktop_pipeline.metrics.ahead.forecast import Forecast, forecast
from desktop_pipeline.metrics.ahead.outlook import Outlook, simulate
from desktop_pipeline.metrics.ahead.targets import Standing, measure_target, targets_of
from desktop_pipeline.metrics.changing.hygiene import Pushes, measure_pushes
from desktop_pipeline.metrics.changing.movement import Movement, sum_up
from desktop_pipeline.metrics.days import date_of
from desktop_pipeline.metrics.history import Names
from desktop_pipeline.metrics.selection import EVERYTHING
from desktop_pipeline.metrics.telling.asked import Asked
from desktop_pipeline.metrics.telling.overview import Overview, summarise


@dataclass(frozen=True, eq=False)
class Everything:
    """The figures of the Overview, and what else there is to be known; `names` tells whose targets are whose."""

    overview: Overview
    names: Names
    targets: tuple[Standing, ...]
    forecast: Forecast
    outlook: Outlook
    backtest: Backtest
    movement: Movement
    pushes: Pushes


def work_out_everything(
    asked: Asked, targets: Iterable[Target], working_days: Collection[int], holidays: Collection[date]
) -> Everything:
    """Of the targets those that run on the as-of day; under a filter those of exactly its deals."""
    moment, selection = asked.moment, asked.selection
    today = date_of(moment.as_of.day)
    running = [target for target in targets if today in target.period]
    wanted = running if selection == EVERYTHING else targets_of(running, selection)
    return Everything(
        overview=summarise(asked),
        names=moment.history.names,
        targets=tuple(measure_target(moment, target, working_days, holidays) for target in wanted),
        forecast=forecast(moment, selection),
        outlook=simulate(moment, selection),
        backtest=look_back(moment.history, today, selection, set_only=moment.set_only),
        movement=sum_up(asked.moves),
        pushes=measure_pushes(asked.pushed),
    )
