"""The points of the small lines: each figure as it was at the ends of the last twelve like periods."""

from collections.abc import Callable, Sequence

from desktop_pipeline.metrics.overview import Overview
from desktop_pipeline.metrics.rates import Sample
from desktop_pipeline.metrics.selection import Selection
from desktop_pipeline.queries.figures import Figures
from desktop_pipeline.reports.figures import FEWEST, FigureName
from desktop_pipeline.reports.spans import Span

POINTS = 12

Trends = dict[FigureName, tuple[float | None, ...]]


def gather_trends(
    figures: Figures, span: Span, selection: Selection, last: Overview, report: Callable[[int, int], None]
) -> Trends:
    """A point a month back from the span's end, each as it was known then; the last is the figure itself.

    `report(done, total)` may raise to give the work up.
    """
    overviews: list[Overview] = []
    for months in range(POINTS - 1, 0, -1):
        report(POINTS - 1 - months, POINTS)
        earlier = span.stepped_back(months)
        overviews.append(figures.overview(earlier.as_of, earlier.period, selection))
    return read_trends([*overviews, last])


def read_trends(overviews: Sequence[Overview]) -> Trends:
    """The figures of each; too small a sample leaves a gap rather than a spike."""
    return {name: tuple(read(overview) for overview in overviews) for name, read in _READ.items()}


def _win_rate(overview: Overview) -> float | None:
    return None if overview.win_rate.sample is Sample.COUNTS_ONLY else overview.win_rate.value


def _average(overview: Overview) -> float | None:
    return overview.deal_size.mean if overview.deal_size.n >= FEWEST else None


def _cycle(overview: Overview) -> float | None:
    return overview.cycle.won.median if overview.cycle.won.n >= FEWEST else None


_READ: dict[FigureName, Callable[[Overview], float | None]] = {
    FigureName.ACTIVE: lambda overview: overview.active.deals,
    FigureName.VALUE: lambda overview: overview.active.value,
    FigureName.WEIGHTED: lambda overview: overview.active.weighted,
    FigureName.WIN_RATE: _win_rate,
    FigureName.AVERAGE: _average,
    FigureName.CYCLE: _cycle,
}
