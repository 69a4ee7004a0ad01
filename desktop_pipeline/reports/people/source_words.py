"""Sentences and the sheet of the sources: what each brings, and how often it is won (METRICS §16)."""

from collections.abc import Mapping, Sequence

from desktop_pipeline.metrics.closing.breakdown import Breakdown
from desktop_pipeline.metrics.people.sources import SourceLine
from desktop_pipeline.metrics.rates import Sample
from desktop_pipeline.metrics.telling.parts import Part, PartKind
from desktop_pipeline.reports.answers import say_who_wins_more
from desktop_pipeline.reports.said_values import lower_end
from desktop_pipeline.reports.stages.stage_words import share_cells
from desktop_pipeline.reports.tables.sheets import CellKind, Sheet, SheetColumn, SheetRow
from desktop_pipeline.reports.words import Words


def rank_sources(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """Those with any deal, by the lower bound of their win rate, then by their leads (METRICS §0)."""
    there = [line for line in lines if line.leads or line.mql or line.sql or line.won or line.lost]
    return sorted(there, key=lambda line: (-lower_end(line.win_rate), -line.leads, (line.name or "").casefold()))


def name_source(line: SourceLine, words: Words) -> str:
    """The name, or that the deals have none."""
    return words.translate("Report", "No source") if line.name is None else line.name


def answer_sources(lines: Sequence[SourceLine], words: Words) -> str:
    """Who brings most, and who wins more often as far as the ranges allow."""
    translate = words.translate
    total = words.formats.number(sum(line.leads for line in lines))
    known = [line for line in lines if line.name is not None and line.leads]
    if known:
        most = max(known, key=lambda line: line.leads)
        said = translate("Report", "{name} brought most leads, {count} of {total}.").format(
            name=most.name, count=words.formats.number(most.leads), total=total
        )
    else:
        said = translate("Report", "None of the {total} leads names its source.").format(total=total)
    ranked = [(name_source(line, words), line.win_rate) for line in rank_sources(lines)]
    return f"{said} {say_who_wins_more(ranked, words)}".strip()


def how_sources(words: Words) -> str:
    """What each column counts."""
    return words.translate(
        "Report",
        "Leads by their creation, MQL and SQL by the day they became it, won and lost by the day of closing, each in"
        " the period. Win rate = won ÷ (won + lost). Ordered by the lower end of its range.",
    )


def part_of_source(line: SourceLine, kind: PartKind) -> Part:
    """The deals of a source that a column counts."""
    return Part(PartKind.BY, (Breakdown.SOURCE.value, line.source, kind.value))


def sheet_of_sources(
    title: str,
    lines: Sequence[SourceLine],
    before: Sequence[SourceLine],
    currency: str,
    notes: Sequence[str],
    words: Words,
) -> Sheet:
    """Every source with all its figures, and the leads and wins of the period before."""
    earlier: Mapping[int, SourceLine] = {line.source: line for line in before}
    translate = words.translate
    count, share = CellKind.COUNT, CellKind.SHARE
    heads = (
        SheetColumn(translate("Report", "Source")),
        SheetColumn(translate("Report", "Leads"), count),
        SheetColumn(translate("Report", "MQL"), count),
        SheetColumn(translate("Report", "SQL"), count),
        SheetColumn(translate("Report", "Won"), count),
        SheetColumn(translate("Report", "Lost"), count),
        SheetColumn(translate("Report", "Win rate"), share),
        SheetColumn(translate("Report", "Low, 95 %"), share),
        SheetColumn(translate("Report", "High, 95 %"), share),
        SheetColumn(translate("Report", "Won value"), CellKind.MONEY),
        SheetColumn(translate("Report", "Median hours to answer"), CellKind.NUMBER),
        SheetColumn(translate("Report", "Answered within 1 h"), share),
        SheetColumn(translate("Report", "Leads, before"), count),
        SheetColumn(translate("Report", "Won, before"), count),
    )
    rows = []
    for line in rank_sources(lines):
        median, within = line.response.median_hours, line.response.within_hour
        cells = (
            name_source(line, words),
            line.leads,
            line.mql,
            line.sql,
            line.won,
            line.lost,
            *share_cells(line.win_rate),
            line.won_value,
            None if median is None else round(median, 2),
            within.value if within.sample is Sample.PLAIN else None,
            earlier[line.source].leads if line.source in earlier else None,
            earlier[line.source].won if line.source in earlier else None,
        )
        rows.append(SheetRow(cells, part_of_source(line, PartKind.CREATED)))
    return Sheet(title, heads, tuple(rows), currency, tuple(notes))
