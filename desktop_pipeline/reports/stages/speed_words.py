"""Sentences and sheets of the page Speed: how long deals take, and which have sat longest (METRICS §4, §7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from desktop_pipeline.domain.hygiene import Pace
from desktop_pipeline.metrics.closing.cycle import Cycle
from desktop_pipeline.metrics.quantiles import Spread
from desktop_pipeline.metrics.stages.deciding import Deciding
from desktop_pipeline.metrics.stages.stage_days import StageDays, Stay
from desktop_pipeline.metrics.telling.parts import Part, PartKind
from desktop_pipeline.reports.said_values import DASH, FEWEST
from desktop_pipeline.reports.tables.sheets import CellKind, Sheet, SheetColumn, SheetRow
from desktop_pipeline.reports.words import Words

_NEARLY = 0.975
_TENTHS = 10


@dataclass(frozen=True, slots=True)
class LongSitter:
    """An open deal by the days it has sat in its stage; `longer_than` as a share of the won deals, None if few."""

    deal_id: int
    title: str
    stage: str
    days: int
    pace: Pace
    longer_than: float | None


def last_day_shown(deciding: Deciding, half: float | None) -> int:
    """Where a chart may end: nearly all that is decided at all was decided by then."""
    decided = [won + lost for won, lost in zip(deciding.won, deciding.lost, strict=True)]
    enough = _NEARLY * (decided[-1] if decided else 0.0)
    day = next((day for day, share in zip(deciding.days, decided, strict=True) if share >= enough), 1)
    return max(1, ceil(max(day * 1.1, (half or 0) * 1.25)))


def say_by_day(deciding: Deciding, day: int, words: Words) -> str:
    """`By day 30: 12 % won, 41 % lost, 47 % undecided.`."""
    won, lost = deciding.at(day)
    percent = words.formats.percent
    return words.translate("Report", "By day {day}: {won} won, {lost} lost, {open} undecided.").format(
        day=words.formats.number(day), won=percent(won), lost=percent(lost), open=percent(max(0.0, 1 - won - lost))
    )


def answer_deciding(cycle: Cycle, deciding: Deciding, words: Words) -> str:
    """`Half of the deals are decided within 34 days, won or lost.`."""
    translate = words.translate
    half = cycle.kaplan_meier_median
    if half is None:
        return translate("Report", "Fewer than half of these deals are decided yet.")
    return translate("Report", "Half of the deals are decided within {days}, won or lost.").format(
        days=words.days(round(half))
    ) + (
        " "
        + translate("Report", "{closed} closed deals, {open} open ones counted until today.").format(
            closed=words.formats.number(deciding.closed), open=words.formats.number(deciding.open)
        )
        if deciding.open
        else ""
    )


def how_deciding(words: Words) -> str:
    """How the shares by day are worked out."""
    return words.translate(
        "Report",
        "Days from creation to the outcome, for deals closed in the period; open deals count as undecided for as long"
        " as they have lived (Kaplan and Meier, the two outcomes apart by Aalen and Johansen). Days that a deal lay"
        " lost before it was reopened do not count.",
    )


def sheet_of_deciding(title: str, deciding: Deciding, last: int, notes: Sequence[str], words: Words) -> Sheet:
    """Shares at twelve days, evenly spread."""
    translate = words.translate
    heads = (
        SheetColumn(translate("Report", "By day"), CellKind.COUNT),
        SheetColumn(translate("Report", "Won"), CellKind.SHARE),
        SheetColumn(translate("Report", "Lost"), CellKind.SHARE),
        SheetColumn(translate("Report", "Undecided"), CellKind.SHARE),
    )
    rows = []
    for day in sorted({max(1, round(last * step / 12)) for step in range(1, 13)}):
        won, lost = deciding.at(day)
        rows.append(SheetRow((day, won, lost, max(0.0, 1 - won - lost))))
    return Sheet(title, heads, tuple(rows), "", tuple(notes))


def say_days(days: float | None, n: int, words: Words) -> str:
    """`34`; a dash where fewer than five deals stand behind (METRICS §0)."""
    return DASH if days is None or n < FEWEST else words.formats.number(round(days))


def say_half(spread: Spread | Stay, words: Words) -> str:
    """The middle half: `21 to 52`."""
    if spread.p25 is None or spread.p75 is None or spread.n < FEWEST:
        return DASH
    number = words.formats.number
    return words.translate("Report", "{low} to {high}").format(
        low=number(round(spread.p25)), high=number(round(spread.p75))
    )


def answer_cycle(cycle: Cycle, before: Cycle | None, words: Words) -> str:
    """`A won deal takes 34 days (median; mean 41), before: 38.`."""
    translate = words.translate
    won = cycle.won
    if won.n < FEWEST or won.median is None or won.mean is None:
        return translate("Report", "Needs {needed} won deals with known days; you have {count}.").format(
            needed=FEWEST, count=words.formats.number(won.n)
        )
    said = translate("Report", "A won deal takes {median} (median), {mean} on average.").format(
        median=words.days(round(won.median)), mean=words.formats.number(round(won.mean))
    )
    then = before.won if before is not None else None
    if then is not None and then.median is not None and then.n >= FEWEST:
        said += " " + translate("Report", "Before: {median}.").format(median=words.days(round(then.median)))
    return said


def how_cycle(words: Words) -> str:
    """How the cycle is worked out."""
    return words.translate(
        "Report",
        "Days from creation to the outcome, for deals closed in the period: median, mean = Σ days ÷ deals, and the"
        " middle half. Won and lost deals are never averaged together.",
    )


def sheet_of_cycle(title: str, cycle: Cycle, before: Cycle | None, notes: Sequence[str], words: Words) -> Sheet:
    """Won and lost, with the comparison period's median."""
    translate = words.translate
    number = CellKind.NUMBER
    heads = [
        SheetColumn(translate("Report", "Outcome")),
        SheetColumn(translate("Report", "Deals"), CellKind.COUNT),
        SheetColumn(translate("Report", "Median days"), number),
        SheetColumn(translate("Report", "Mean days"), number),
        SheetColumn(translate("Report", "1 in 4 up to"), number),
        SheetColumn(translate("Report", "3 in 4 up to"), number),
    ]
    if before is not None:
        heads.append(SheetColumn(translate("Report", "Median days, before"), number))
    rows = []
    for name, spread, then, kind in (
        (translate("Report", "Won"), cycle.won, before.won if before else None, PartKind.WON),
        (translate("Report", "Lost"), cycle.lost, before.lost if before else None, PartKind.LOST),
    ):
        figures = (spread.median, spread.mean, spread.p25, spread.p75)
        known = figures if spread.n >= FEWEST else (None, None, None, None)
        cells = (name, spread.n, *known)
        earlier = then.median if then is not None and then.n >= FEWEST else None
        part = Part(PartKind.DECIDED, (kind.value,))
        rows.append(SheetRow((*cells, earlier) if before is not None else cells, part))
    return Sheet(title, tuple(heads), tuple(rows), "", tuple(notes))


def say_longer_than(share: float | None, words: Words) -> str:
    """`9 in 10`, of the deals that were won."""
    if share is None:
        return DASH
    if share >= 1:
        return words.translate("Report", "all")
    return words.translate("Report", "{tenths} in 10").format(tenths=words.formats.number(int(share * _TENTHS)))


def answer_sitters(sitters: Sequence[LongSitter], words: Words) -> str:
    """Which deal has sat longest, and how that compares with those that were won."""
    translate = words.translate
    longest = sitters[0]
    said = translate("Report", "“{title}” has sat in {stage} for {days}.").format(
        title=longest.title, stage=longest.stage, days=words.days(longest.days)
    )
    rare = sum(1 for one in sitters if one.longer_than is not None and one.longer_than >= 0.9)  # noqa: PLR2004
    if rare:
        said += " " + words.one_or_many(
            rare,
            translate("Report", "{count} has stayed longer than 9 in 10 deals that were won."),
            translate("Report", "{count} have stayed longer than 9 in 10 deals that were won."),
        )
    return said


def sheet_of_sitters(title: str, sitters: Sequence[LongSitter], words: Words) -> Sheet:
    """Open deals by the days of the visit that runs."""
    translate = words.translate
    heads = (
        SheetColumn(translate("Report", "Deal")),
        SheetColumn(translate("Report", "Stage")),
        SheetColumn(translate("Report", "Days there"), CellKind.DAYS),
        SheetColumn(translate("Report", "Longer than")),
        SheetColumn(translate("Report", "Pace")),
    )
    paces = {
        Pace.USUAL: "",
        Pace.SLOW: translate("Report", "slow"),
        Pace.STUCK: translate("Report", "stuck"),
    }
    rows = tuple(
        SheetRow(
            (one.title, one.stage, one.days, say_longer_than(one.longer_than, words), paces[one.pace]),
            Part(PartKind.DEAL, (one.deal_id,)),
        )
        for one in sitters
    )
    note = translate("Report", "“Longer than” compares with the deals that were won: 9 in 10 left the stage sooner.")
    return Sheet(title, heads, rows, "", (note,))


def say_stay_numbers(stage: StageDays, words: Words) -> tuple[str, str, str, str, str]:
    """Median, mean, the middle half, 4 in 5 and 19 in 20, of the deals that left the stage."""
    stay = stage.finished
    return (
        say_days(stay.median, stay.n, words),
        say_days(stay.mean, stay.n, words),
        say_half(stay, words),
        say_days(stay.p80, stay.n, words),
        say_days(stay.p95, stay.n, words),
    )
