"""Sentences and the sheet of the best leads: the best fifth of the open deals by score (METRICS §14)."""

from dataclasses import dataclass

from desktop_pipeline.metrics.telling.parts import Part, PartKind
from desktop_pipeline.reports.tables.sheets import CellKind, Sheet, SheetColumn, SheetRow
from desktop_pipeline.reports.words import Words


@dataclass(frozen=True, slots=True)
class BestLead:
    """One of the best fifth of the open deals by score; its value in minor units of the base currency."""

    deal_id: int
    title: str
    organisation: str
    score: int
    stage: str
    owner: str
    value: int | None


@dataclass(frozen=True, slots=True)
class BestLeads:
    """The best of them, and how many they are; without rules nothing has a score."""

    leads: tuple[BestLead, ...]
    deals: int
    has_scores: bool
    currency: str


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
        SheetColumn(translate("Report", "Organisation")),
        SheetColumn(translate("Report", "Score"), CellKind.COUNT),
        SheetColumn(translate("Report", "Stage")),
        SheetColumn(translate("Report", "Owner")),
        SheetColumn(translate("Report", "Value"), CellKind.MONEY),
    )
    rows = tuple(
        SheetRow(
            (one.title, one.organisation, one.score, one.stage, one.owner, one.value),
            Part(PartKind.DEAL, (one.deal_id,)),
        )
        for one in best.leads
    )
    return Sheet(title, heads, rows, best.currency)
