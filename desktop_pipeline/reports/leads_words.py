"""Sentences and sheets of the page Leads and sources (METRICS §10, §16)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop_pipeline.metrics.closing.breakdown import Breakdown
from desktop_pipeline.metrics.people.leads import Answer, Leads, QualifiedMonth, Qualifying
from desktop_pipeline.metrics.people.response import Response
from desktop_pipeline.metrics.people.sources import SourceLine
from desktop_pipeline.metrics.rates import Rate, Sample
from desktop_pipeline.metrics.stages.passages import Fate
from desktop_pipeline.metrics.telling.parts import Part, PartKind
from desktop_pipeline.reports.conversion_words import say_likely
from desktop_pipeline.reports.figures import DASH, FEWEST, lie_apart, say_counts
from desktop_pipeline.reports.pace_figures import say_growth
from desktop_pipeline.reports.sheets import CellKind, Sheet, SheetColumn, SheetRow
from desktop_pipeline.reports.stage_words import share_cells
from desktop_pipeline.reports.words import Words

_HOURS_OF_DAY = 24


@dataclass(frozen=True, slots=True)
class BestLead:
    """One of the best fifth of the open deals by score; its value in minor units of the base currency."""

    deal_id: int
    title: str
    score: int
    stage: str
    value: int | None


@dataclass(frozen=True, slots=True)
class BestLeads:
    """The best of them, and how many they are; without rules nothing has a score."""

    leads: tuple[BestLead, ...]
    deals: int
    has_scores: bool
    currency: str


_MINUTES = 60
# From so many on a share stands without its range (METRICS §0).
_ENOUGH = 30


def no_milestone(words: Words, name: str) -> str:
    """Why a milestone has no figures."""
    return words.translate(
        "Report", "No stage carries the milestone {name}, and no deal was marked. Give it to a stage in Settings."
    ).format(name=name)


def say_velocity(month: QualifiedMonth, words: Words) -> str:
    """The lead velocity rate as far as its counts bear it: `+25 %`, `9 after 3`, `n/a`."""
    if month.growth is None:
        return words.translate("Report", "n/a")
    if month.month_before < FEWEST:
        number = words.formats.number
        return words.translate("Report", "{now} after {before}").format(
            now=number(month.compared), before=number(month.month_before)
        )
    return say_growth(month.growth, words)


def say_month(month: QualifiedMonth, words: Words) -> str:
    """A month with its count and its growth, for a tooltip."""
    translate = words.translate
    said = translate("Report", "{month}: {deals} became qualified (SQL).").format(
        month=words.month(month.first_day), deals=words.deals(month.deals)
    )
    if month.growth is None:
        return f"{said} " + translate("Report", "None in the month before.")
    numbers = translate("Report", "{now} after {before} in the month before: {growth}.").format(
        now=words.formats.number(month.compared),
        before=words.formats.number(month.month_before),
        growth=say_velocity(month, words),
    )
    if month.days is not None:
        numbers += " " + translate("Report", "Both in their first {days}.").format(days=words.days(month.days))
    return f"{said} {numbers}"


def answer_qualified(leads: Leads, before: Leads | None, words: Words) -> str:
    """`59 deals became qualified. May 2026: 9 after 8, +13 %. Over three months +6 % a month.`."""
    translate = words.translate
    said = translate("Report", "{deals} became qualified (SQL).").format(deals=words.deals(leads.became_sql))
    if before is not None:
        said += " " + translate("Report", "Before: {count}.").format(count=words.formats.number(before.became_sql))
    if not leads.months:
        return said
    last = leads.months[-1]
    if last.growth is None:
        return f"{said} " + translate("Report", "Lead velocity: n/a, for the month before had none.")
    said += " " + translate("Report", "{month} {so_far}: {now} after {before}").format(
        month=words.month(last.first_day),
        so_far="" if last.days is None else translate("Report", "so far"),
        now=words.formats.number(last.compared),
        before=words.formats.number(last.month_before),
    ).replace(" :", ":")
    if last.month_before >= FEWEST:
        said += f", {say_growth(last.growth, words)}"
    said += "."
    if last.growth_of_three is not None and last.two_before >= FEWEST:
        said += " " + translate("Report", "Over three months {growth} a month.").format(
            growth=say_growth(last.growth_of_three, words)
        )
    return said


def how_qualified(words: Words) -> str:
    """How qualified leads and their growth are counted."""
    return words.translate(
        "Report",
        "Deals that first reached the stage with the milestone SQL, or were marked, in the month. Lead velocity ="
        " (this month − the one before) ÷ the one before; a running month is compared with the same first days.",
    )


def sheet_of_months(title: str, leads: Leads, notes: Sequence[str], words: Words) -> Sheet:
    """Every month with its growth."""
    translate = words.translate
    heads = (
        SheetColumn(translate("Report", "Month")),
        SheetColumn(translate("Report", "Qualified"), CellKind.COUNT),
        SheetColumn(translate("Report", "Compared"), CellKind.COUNT),
        SheetColumn(translate("Report", "Month before"), CellKind.COUNT),
        SheetColumn(translate("Report", "Lead velocity"), CellKind.SHARE),
        SheetColumn(translate("Report", "Over 3 months"), CellKind.SHARE),
    )
    rows = []
    for month in leads.months:
        growth = month.growth if month.month_before >= FEWEST else None
        of_three = month.growth_of_three if month.two_before >= FEWEST else None
        cells = (words.month(month.first_day), month.deals, month.compared, month.month_before, growth, of_three)
        rows.append(SheetRow(cells, Part(PartKind.QUALIFIED_IN, (month.first_day.isoformat(),))))
    return Sheet(title, heads, tuple(rows), "", tuple(notes))


def answer_qualifying(found: Qualifying, words: Words) -> str:
    """`Of 80 MQL 61 became SQL, 77 % of those decided.`."""
    translate, number = words.translate, words.formats.number
    said = translate(
        "Report", "Of {reached} MQL {advanced} became SQL, {dropped} were lost, {undecided} are undecided."
    )
    said = said.format(
        reached=number(found.reached),
        advanced=number(found.advanced),
        dropped=number(found.dropped),
        undecided=number(found.undecided),
    )
    if found.resolved.sample is Sample.COUNTS_ONLY:
        return said
    return f"{said} " + translate("Report", "Of those decided: {share}.").format(
        share=say_likely(found.resolved, words)
    )


def sheet_of_qualifying(title: str, leads: Leads, notes: Sequence[str], words: Words) -> Sheet:
    """Created, MQL, SQL, and what became of the MQL."""
    translate, found = words.translate, leads.mql_to_sql
    heads = (
        SheetColumn(translate("Report", "Leads")),
        SheetColumn(translate("Report", "Deals"), CellKind.COUNT),
        SheetColumn(translate("Report", "Share"), CellKind.SHARE),
        SheetColumn(translate("Report", "Low, 95 %"), CellKind.SHARE),
        SheetColumn(translate("Report", "High, 95 %"), CellKind.SHARE),
    )
    none = (None, None, None)
    rows = (
        SheetRow((translate("Report", "Created"), leads.created, *none), Part(PartKind.CREATED)),
        SheetRow((translate("Report", "Became MQL"), leads.became_mql, *none), Part(PartKind.BECAME_MQL)),
        SheetRow((translate("Report", "Became SQL"), leads.became_sql, *none), Part(PartKind.BECAME_SQL)),
        SheetRow(
            (translate("Report", "Of the MQL: became SQL"), found.advanced, *share_cells(found.resolved)),
            Part(PartKind.BECAME_MQL, (int(Fate.ADVANCED),)),
        ),
        SheetRow(
            (translate("Report", "Of the MQL: lost before"), found.dropped, *none),
            Part(PartKind.BECAME_MQL, (int(Fate.DROPPED),)),
        ),
        SheetRow(
            (translate("Report", "Of the MQL: undecided"), found.undecided, *none),
            Part(PartKind.BECAME_MQL, (int(Fate.UNDECIDED),)),
        ),
    )
    return Sheet(title, heads, rows, "", tuple(notes))


def how_qualifying(words: Words) -> str:
    """How the share from MQL to SQL is worked out."""
    return words.translate(
        "Report",
        "Of the deals that became MQL in the period: became SQL ÷ (became SQL + lost before). Those still open before"
        " SQL are undecided and count in neither.",
    )


def say_hours(hours: float | None, words: Words) -> str:
    """`25 min`, `3 h`, `2 d`; a dash where half of the leads were not answered."""
    if hours is None:
        return DASH
    translate, number = words.translate, words.formats.number
    if hours < 1:
        return translate("Report", "{count} min").format(count=number(round(hours * _MINUTES)))
    if hours < _HOURS_OF_DAY:
        return translate("Report", "{count} h").format(count=number(round(hours)))
    return translate("Report", "{count} d").format(count=number(round(hours / _HOURS_OF_DAY)))


def name_answer(answer: Answer, words: Words) -> str:
    """How a lead was answered."""
    translate = words.translate
    return {
        Answer.WITHIN_HOUR: translate("Report", "Within an hour"),
        Answer.LATER: translate("Report", "Later"),
        Answer.UNANSWERED: translate("Report", "Not yet"),
        Answer.WAITING: translate("Report", "New within the hour"),
    }[answer]


def count_answers(response: Response) -> dict[Answer, int]:
    """The leads of the period by how they were answered."""
    rate = response.within_hour
    return {
        Answer.WITHIN_HOUR: rate.hits,
        Answer.LATER: rate.n - rate.hits - response.unanswered,
        Answer.UNANSWERED: response.unanswered,
        Answer.WAITING: response.waiting,
    }


def answer_response(response: Response, before: Response | None, words: Words) -> str:
    """`A lead waits 3 h for its first answer (median); 12 of 80 were answered within the hour.`."""
    translate, rate = words.translate, response.within_hour
    if not rate.n:
        return translate("Report", "No lead was created in this period.")
    if response.median_hours is None:
        said = translate("Report", "Half of the leads or more had no call, e-mail or meeting yet.")
    else:
        said = translate("Report", "A lead waits {time} for its first answer (median).").format(
            time=say_hours(response.median_hours, words)
        )
    said += " " + translate("Report", "Within the hour: {counts}").format(counts=say_counts(rate, words))
    said = f"{said}." if rate.sample is Sample.COUNTS_ONLY else f"{said}, {say_likely(rate, words)}."
    if before is None or not before.within_hour.n:
        return said
    return f"{said} " + translate("Report", "Before: {time}, {counts}.").format(
        time=say_hours(before.median_hours, words), counts=say_counts(before.within_hour, words)
    )


def how_response(words: Words) -> str:
    """How the time to the first answer is worked out."""
    return words.translate(
        "Report",
        "From creation to the first call, e-mail or meeting that was done, of all leads created in the period. A lead"
        " without one counts as later than all others once an hour has passed.",
    )


def sheet_of_response(title: str, response: Response, notes: Sequence[str], words: Words) -> Sheet:
    """Leads by how they were answered."""
    translate, total = words.translate, response.within_hour.n
    heads = (
        SheetColumn(translate("Report", "Answered")),
        SheetColumn(translate("Report", "Leads"), CellKind.COUNT),
        SheetColumn(translate("Report", "Share"), CellKind.SHARE),
    )
    rows = [
        SheetRow(
            (
                name_answer(answer, words),
                deals,
                deals / total if total >= _ENOUGH and answer is not Answer.WAITING else None,
            ),
            Part(PartKind.ANSWERED, (answer.value,)),
        )
        for answer, deals in count_answers(response).items()
    ]
    median = translate("Report", "Median: {time}.").format(time=say_hours(response.median_hours, words))
    return Sheet(title, heads, tuple(rows), "", (median, *notes))


def rank_sources(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """Those with any deal, by the lower bound of their win rate, then by their leads (METRICS §0)."""
    there = [line for line in lines if line.leads or line.mql or line.sql or line.won or line.lost]
    return sorted(there, key=lambda line: (-_bound(line.win_rate), -line.leads, (line.name or "").casefold()))


def _bound(rate: Rate) -> float:
    return -1.0 if rate.sample is Sample.COUNTS_ONLY or rate.low is None else rate.low


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
    rated = [line for line in rank_sources(lines) if line.win_rate.n >= FEWEST]
    if len(rated) < 2:  # noqa: PLR2004 - one alone cannot be compared
        return said
    best = rated[0]
    behind = [line for line in rated[1:] if lie_apart(best.win_rate, line.win_rate)]
    if not behind:
        return f"{said} " + translate("Report", "Their win rates overlap: the differences could be chance.")
    return f"{said} " + translate("Report", "{name} wins more often than {others}.").format(
        name=name_source(best, words), others=", ".join(name_source(line, words) for line in behind)
    )


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
            within.value if within.n >= _ENOUGH else None,
            earlier[line.source].leads if line.source in earlier else None,
            earlier[line.source].won if line.source in earlier else None,
        )
        rows.append(SheetRow(cells, part_of_source(line, PartKind.CREATED)))
    return Sheet(title, heads, tuple(rows), currency, tuple(notes))


def answer_best(best: BestLeads, words: Words) -> str:
    """`7 deals of the best fifth, worth €98,000. Best: “Stair rail”, 84 of 100.`."""
    translate, first = words.translate, best.leads[0]
    said = translate("Report", "{deals} of the best fifth.").format(deals=words.deals(best.deals))
    if best.deals == len(best.leads):
        said = translate("Report", "{deals} of the best fifth, worth {sum}.").format(
            deals=words.deals(best.deals),
            sum=words.formats.whole_money(sum(one.value or 0 for one in best.leads), best.currency),
        )
    return f"{said} " + translate("Report", "Best: “{title}”, {score} of 100.").format(
        title=first.title, score=words.formats.number(first.score)
    )


def how_best(words: Words) -> str:
    """What the best leads are."""
    return words.translate(
        "Report",
        "The best fifth of all open deals by their score; the score is the sum of your rules for fit and behaviour, 0"
        " to 100. Open a deal to see its parts.",
    )


def sheet_of_best(title: str, best: BestLeads, words: Words) -> Sheet:
    """The best open deals, the best first."""
    translate = words.translate
    heads = (
        SheetColumn(translate("Report", "Deal")),
        SheetColumn(translate("Report", "Score"), CellKind.COUNT),
        SheetColumn(translate("Report", "Stage")),
        SheetColumn(translate("Report", "Value"), CellKind.MONEY),
    )
    rows = tuple(
        SheetRow((one.title, one.score, one.stage, one.value), Part(PartKind.DEAL, (one.deal_id,)))
        for one in best.leads
    )
    return Sheet(title, heads, rows, best.currency)
