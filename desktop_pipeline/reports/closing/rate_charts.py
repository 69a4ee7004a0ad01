"""Win rates by owner, source, product and size as a chart of ranges, the same as on the screen (METRICS §3)."""

from collections.abc import Sequence

from desktop_pipeline.metrics.closing.breakdown import Breakdown, Row
from desktop_pipeline.metrics.rates import Rate, Sample
from desktop_pipeline.metrics.telling.overview import Overview
from desktop_pipeline.reports.answers import answer_win_rate, name_row, rank_rows
from desktop_pipeline.reports.closing.outcome_sections import name_rates
from desktop_pipeline.reports.content import RangeChart, RangeRow
from desktop_pipeline.reports.said_values import FEWEST, say_counts, say_range
from desktop_pipeline.reports.words import Words

MOST = 40


def rate_chart(overview: Overview, by: Breakdown, words: Words) -> RangeChart | None:
    """Whoever closed a deal, by the lower end of the range; None where nothing tells them apart."""
    rows = [row for row in rank_rows(overview.by[by]) if row.win_rate.n]
    if not any(row.name is not None for row in rows):
        return None
    rate = overview.win_rate
    name, title, _head = name_rates(words)[by]
    return RangeChart(
        name,
        title,
        _say_caption(overview, by, rows, words),
        tuple(range_row(name_row(row, by, words), row.win_rate, words) for row in rows[:MOST]),
        rate.value if rate.n >= FEWEST else None,
    )


def range_row(name: str, rate: Rate, words: Words) -> RangeRow:
    """A share with its range; below five only the counts (METRICS §0)."""
    counts = say_counts(rate, words)
    if rate.value is None or rate.sample is Sample.COUNTS_ONLY:
        return RangeRow(name, None, None, None, counts)
    said = f"{words.formats.percent(rate.value)}, {counts}"
    return RangeRow(name, rate.value, rate.low, rate.high, f"{said} ({say_range(rate, words)})")


def _say_caption(overview: Overview, by: Breakdown, rows: Sequence[Row], words: Words) -> str:
    translate = words.translate
    said = answer_win_rate(overview, by, words)
    if len(rows) > MOST:
        said += " " + translate("Report", "{shown} of {count} shown.").format(
            shown=words.formats.number(MOST), count=words.formats.number(len(rows))
        )
    return said
