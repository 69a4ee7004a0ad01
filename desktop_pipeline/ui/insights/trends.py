"""The points of the small lines: each figure as it was at the ends of the last twelve like periods."""

from collections.abc import Callable, Sequence

from desktop_pipeline.domain.periods import trailing_year
from desktop_pipeline.metrics.closing.velocity import Velocity, measure_velocity
from desktop_pipeline.metrics.people.leads import QualifiedMonth
from desktop_pipeline.metrics.rates import Sample
from desktop_pipeline.metrics.selection import Selection
from desktop_pipeline.metrics.telling.overview import BaseFigures
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.reports.figures import FigureName
from desktop_pipeline.reports.gathering import Findings
from desktop_pipeline.reports.said_values import FEWEST
from desktop_pipeline.reports.spans import Span

POINTS = 12

Trends = dict[FigureName, tuple[float | None, ...]]


def gather_trends(
    figures: Figures, span: Span, selection: Selection, last: Findings, report: Callable[[int, int], None]
) -> Trends:
    """A point a month back from the span's end, each as it was known then; the last is the figure itself.

    `report(done, total)` may raise to give the work up.
    """
    overviews: list[BaseFigures] = []
    velocities: list[Velocity] = []
    for months in range(POINTS - 1, 0, -1):
        report(POINTS - 1 - months, POINTS)
        earlier = span.stepped_back(months)
        overviews.append(figures.base_figures(earlier.as_of, earlier.period, selection))
        asked = figures.ask(earlier.as_of, trailing_year(earlier.as_of), selection)
        velocities.append(measure_velocity(asked.moment, asked.population))
    trends = read_trends([*overviews, last.overview])
    trends[FigureName.VELOCITY] = tuple(_pace(velocity) for velocity in (*velocities, last.pace.velocity))
    trends[FigureName.LEAD_VELOCITY] = tuple(_growth(month) for month in last.pace.leads.months[-POINTS:])
    return trends


def read_trends(overviews: Sequence[BaseFigures]) -> Trends:
    """The figures of each; too small a sample leaves a gap rather than a spike."""
    return {name: tuple(read(overview) for overview in overviews) for name, read in _READ.items()}


def _win_rate(overview: BaseFigures) -> float | None:
    return None if overview.win_rate.sample is Sample.COUNTS_ONLY else overview.win_rate.value


def _average(overview: BaseFigures) -> float | None:
    return overview.deal_size.mean if overview.deal_size.n >= FEWEST else None


def _cycle(overview: BaseFigures) -> float | None:
    return overview.cycle.won.median if overview.cycle.won.n >= FEWEST else None


def _pace(velocity: Velocity) -> float | None:
    return velocity.per_day if velocity.win_rate.n >= FEWEST else None


def _growth(month: QualifiedMonth) -> float | None:
    return month.growth if month.month_before >= FEWEST else None


_READ: dict[FigureName, Callable[[BaseFigures], float | None]] = {
    FigureName.ACTIVE: lambda overview: overview.active.deals,
    FigureName.VALUE: lambda overview: overview.active.value,
    FigureName.WEIGHTED: lambda overview: overview.active.weighted,
    FigureName.WIN_RATE: _win_rate,
    FigureName.AVERAGE: _average,
    FigureName.CYCLE: _cycle,
}
