"""Sentences and sheets of qualified leads: each month, and from MQL to SQL (METRICS §10)."""

from collections.abc import Sequence

from desktop_pipeline.metrics.people.leads import Leads, QualifiedMonth, Qualifying
from desktop_pipeline.metrics.rates import Sample
from desktop_pipeline.metrics.stages.passages import Fate
from desktop_pipeline.metrics.telling.parts import Part, PartKind
from desktop_pipeline.reports.closing.pace_figures import say_growth
from desktop_pipeline.reports.said_values import FEWEST, say_likely
from desktop_pipeline.reports.stages.stage_words import share_cells
from desktop_pipeline.reports.tables.sheets import CellKind, Sheet, SheetColumn, SheetRow
from desktop_pipeline.reports.words import Words


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
    """`59 deals became qualified. May 2026: 9, was 8, +13 %. Over three months +6 % a month.`."""
    translate = words.translate
    said = translate("Report", "{deals} became qualified (SQL).").format(deals=words.deals(leads.became_sql))
    if before is not None:
        said += " " + translate("Report", "Before: {count}.").format(count=words.formats.number(before.became_sql))
    if not leads.months:
        return said
    last = leads.months[-1]
    if last.growth is None:
        return f"{said} " + translate("Report", "Lead velocity: n/a, for the month before had none.")
    month = words.month(last.first_day)
    if last.days is not None:
        month = translate("Report", "{month} so far").format(month=month)
    said += " " + translate("Report", "{month}: {now}, was {before}").format(
        month=month, now=words.formats.number(last.compared), before=words.formats.number(last.month_before)
    )
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
    """`Of 80 MQL, 61 became SQL, 77 % of those decided.`."""
    translate, number = words.translate, words.formats.number
    said = translate(
        "Report", "Of {reached} MQL, {advanced} became SQL, {dropped} were lost, {undecided} are undecided."
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
