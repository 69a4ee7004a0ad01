"""Sentences and a sheet about why deals were lost (METRICS §5)."""

from collections.abc import Mapping

from desktop_pipeline.domain.deals import ReasonGroup
from desktop_pipeline.metrics.closing.lost_reasons import LostReasons, ReasonLine
from desktop_pipeline.metrics.history import UNKNOWN
from desktop_pipeline.metrics.telling.parts import Part, PartKind
from desktop_pipeline.reports.said_values import FEWEST
from desktop_pipeline.reports.tables.sheets import CellKind, Sheet, SheetColumn, SheetRow
from desktop_pipeline.reports.words import Words


def name_reason(line: ReasonLine, words: Words) -> str:
    """The reason, or that none was given."""
    if line.name is not None:
        return line.name
    return words.translate("Report", "No reason given")


def name_group(group: ReasonGroup | None, words: Words) -> str:
    """What a reason says about who decided."""
    translate = words.translate
    if group is None:
        return ""
    return {
        ReasonGroup.WON: translate("Report", "Won"),
        ReasonGroup.WE_LOST: translate("Report", "We lost"),
        ReasonGroup.NO_DECISION: translate("Report", "No decision"),
        ReasonGroup.NOT_REAL: translate("Report", "Not a real deal"),
    }[group]


def say_share(line: ReasonLine, reasons: LostReasons, words: Words) -> str:
    """The share of all losses, where there are enough of them."""
    if line.share is None or line.share.value is None or reasons.lost < FEWEST:
        return ""
    return words.formats.percent(line.share.value)


def answer_reasons(reasons: LostReasons, stage_names: Mapping[int, str], words: Words) -> str:
    """The most frequent reason with the stage where it usually ends, and how many give none."""
    translate, number = words.translate, words.formats.number
    named = [line for line in reasons.reasons if line.share is not None and line.name is not None]
    said = []
    if named:
        most = named[0]
        stage = find_end(most)
        if stage in stage_names and most.deals >= FEWEST:
            said.append(
                translate("Report", "“{reason}” most often ends in {stage}, {count} of {deals}.").format(
                    reason=most.name,
                    stage=stage_names[stage],
                    count=number(most.stages[stage]),
                    deals=number(most.deals),
                )
            )
        else:
            said.append(
                translate("Report", "“{reason}” is given most, {deals}.").format(
                    reason=most.name, deals=words.deals(most.deals)
                )
            )
    if reasons.without_reason.hits:
        said.append(
            translate("Report", "{count} of {lost} give no reason.").format(
                count=number(reasons.without_reason.hits), lost=number(reasons.lost)
            )
        )
    return " ".join(said)


def how_reasons(reasons: LostReasons, words: Words, *, of: ReasonLine | None = None) -> str:
    """What the shares are of, by the numbers of one reason or of the most frequent, and who is in none of them."""
    translate = words.translate
    said = translate("Report", "Deals lost in the period by the day they were lost; shares of all {lost}.").format(
        lost=words.formats.number(reasons.lost)
    )
    told = of or next((line for line in reasons.reasons if line.share is not None), None)
    if told is not None and say_share(told, reasons, words):
        said += " " + translate("Report", "{reason}: {deals} ÷ {lost} = {share}.").format(
            reason=name_reason(told, words),
            deals=words.formats.number(told.deals),
            lost=words.formats.number(reasons.lost),
            share=say_share(told, reasons, words),
        )
    unreal = sum(line.deals for line in reasons.reasons if line.share is None)
    if unreal:
        said += " " + translate("Report", "{deals} that never were real deals count nowhere.").format(
            deals=words.deals(unreal)
        )
    return said


def sheet_of_reasons(
    title: str, reasons: LostReasons, currency: str, stage_names: Mapping[int, str], words: Words
) -> Sheet:
    """Every reason with its group, deals, value and the stage where it most often ends."""
    translate = words.translate
    heads = (
        SheetColumn(translate("Report", "Reason")),
        SheetColumn(translate("Report", "Group")),
        SheetColumn(translate("Report", "Deals"), CellKind.COUNT),
        SheetColumn(translate("Report", "Share"), CellKind.SHARE),
        SheetColumn(translate("Report", "Value"), CellKind.MONEY),
        SheetColumn(translate("Report", "Most often ends in")),
    )
    enough = reasons.lost >= FEWEST
    rows = tuple(
        SheetRow(
            (
                name_reason(line, words),
                name_group(line.group, words),
                line.deals,
                line.share.value if line.share is not None and enough else None,
                line.value,
                stage_names.get(find_end(line), ""),
            ),
            Part(PartKind.LOST_REASON, (line.key,)),
        )
        for line in reasons.reasons
    )
    return Sheet(title, heads, rows, currency, (how_reasons(reasons, words),))


def find_end(line: ReasonLine) -> int:
    """The stage where most of its deals ended; UNKNOWN where that is not on record."""
    return max(line.stages, key=lambda stage: line.stages[stage], default=UNKNOWN)
