"""Sentences and sheets of the page People: what each owner has, does and wins, and where they lose (METRICS §16)."""

from collections.abc import Mapping, Sequence

from desktop_pipeline.domain.targets import TargetMeasure
from desktop_pipeline.metrics.ahead.targets import Standing
from desktop_pipeline.metrics.closing.breakdown import Breakdown
from desktop_pipeline.metrics.people.loss_profiles import FEWEST_LOSSES, LossAt, LossProfile
from desktop_pipeline.metrics.people.owners import OwnerLine
from desktop_pipeline.metrics.telling.parts import Part, PartKind
from desktop_pipeline.reports.answers import say_who_wins_more
from desktop_pipeline.reports.closing.means import find_days, find_size
from desktop_pipeline.reports.said_values import DASH, lower_end, say_counts, say_likely
from desktop_pipeline.reports.stages.stage_words import share_cells
from desktop_pipeline.reports.tables.sheets import CellKind, Sheet, SheetColumn, SheetRow
from desktop_pipeline.reports.words import Words

_TWICE = 1.75
_THRICE = 2.5
_FOUR_TIMES = 3.5


def name_owner(name: str | None, words: Words) -> str:
    """The name, or that the deals are nobody's."""
    return words.translate("Report", "No owner") if name is None else name


def rank_owners(lines: Sequence[OwnerLine]) -> list[OwnerLine]:
    """Whoever has anything, by the lower bound of their win rate, then by name (METRICS §0)."""
    there = [line for line in lines if _has_any(line)]
    return sorted(there, key=lambda line: (-lower_end(line.figures.win_rate), (line.figures.name or "").casefold()))


def _has_any(line: OwnerLine) -> bool:
    row = line.figures
    return any((row.active, row.won, row.lost, line.created, line.done, line.overdue, line.standings))


def main_standing(line: OwnerLine) -> Standing | None:
    """Of the owner's running targets that of money, else the first."""
    money = [one for one in line.standings if one.target.measure is TargetMeasure.MONEY]
    return next(iter([*money, *line.standings]), None)


def say_attainment(standing: Standing | None, words: Words) -> str:
    """`62 %` of the target; a dash without one."""
    if standing is None or standing.attainment is None:
        return DASH
    return words.formats.percent(standing.attainment)


def say_standing(standing: Standing | None, name: str, currency: str, words: Words) -> str:
    """`Ben Hale: €40,000 of €65,000 this quarter`."""
    if standing is None or standing.amount is None:
        return words.translate("Report", "{name}: no target").format(name=name)

    def amount(number: int | None) -> str:
        if number is None:
            return DASH
        if standing.target.measure is TargetMeasure.MONEY:
            return words.formats.whole_money(number, currency)
        return words.formats.number(number)

    return words.translate("Report", "{name}: {reached} of {target}, since {day}").format(
        name=name,
        reached=amount(standing.reached),
        target=amount(standing.amount),
        day=words.full_day(standing.target.starts_on),
    )


def answer_owners(lines: Sequence[OwnerLine], currency: str, words: Words) -> str:
    """Who brought most, and whether anyone wins more often than chance allows."""
    translate = words.translate
    said = []
    valued = [line for line in lines if line.figures.won_value and line.figures.name is not None]
    if valued:
        best = max(valued, key=lambda line: line.figures.won_value or 0)
        said.append(
            translate("Report", "{name} brought most, {sum}.").format(
                name=name_owner(best.figures.name, words),
                sum=words.formats.whole_money(best.figures.won_value or 0, currency),
            )
        )
    ranked = [(name_owner(line.figures.name, words), line.figures.win_rate) for line in rank_owners(lines)]
    better = say_who_wins_more(ranked, words)
    if better:
        said.append(better)
    if not said and not any(line.figures.won for line in lines):
        return translate("Report", "Nobody won a deal in this period.")
    return " ".join(said) or translate("Report", "Too few closed deals to compare with.")


def how_owners(words: Words) -> str:
    """What each column counts."""
    return words.translate(
        "Report",
        "Active now; created, won, lost and done in the period. A deal that was closed counts for its owner at the"
        " close, one that was created for the owner then. Win rate = won ÷ (won + lost), ordered by the lower end of"
        " its range. Pushed: of the deals due in the period when it began, how many are open and due later. Target: won"
        " ÷ target, of the target that runs now.",
    )


def part_of_owner(line: OwnerLine, kind: PartKind) -> Part:
    """The deals of an owner that a column counts."""
    return Part(PartKind.BY, (Breakdown.OWNER.value, line.figures.key, kind.value))


def sheet_of_owners(
    title: str,
    lines: Sequence[OwnerLine],
    before: Mapping[int, OwnerLine],
    currency: str,
    notes: Sequence[str],
    words: Words,
) -> Sheet:
    """Every owner with all figures; `before` holds those of the comparison period by the owner's id."""
    translate = words.translate
    count, share, money = CellKind.COUNT, CellKind.SHARE, CellKind.MONEY
    heads = (
        SheetColumn(translate("Report", "Owner")),
        SheetColumn(translate("Report", "Active"), count),
        SheetColumn(translate("Report", "Created"), count),
        SheetColumn(translate("Report", "Won"), count),
        SheetColumn(translate("Report", "Lost"), count),
        SheetColumn(translate("Report", "Win rate"), share),
        SheetColumn(translate("Report", "Low, 95 %"), share),
        SheetColumn(translate("Report", "High, 95 %"), share),
        SheetColumn(translate("Report", "Won value"), money),
        SheetColumn(translate("Report", "Average deal"), money),
        SheetColumn(translate("Report", "Mean days to won"), CellKind.DAYS),
        SheetColumn(translate("Report", "Activities done"), count),
        SheetColumn(translate("Report", "Overdue"), count),
        SheetColumn(translate("Report", "Due at the start"), count),
        SheetColumn(translate("Report", "Pushed"), count),
        SheetColumn(translate("Report", "Push rate"), share),
        SheetColumn(translate("Report", "Mean days pushed"), CellKind.DAYS),
        SheetColumn(translate("Report", "Of the target"), share),
        SheetColumn(translate("Report", "Won, before"), count),
        SheetColumn(translate("Report", "Won value, before"), money),
    )
    rows = []
    for line in rank_owners(lines):
        row, standing = line.figures, main_standing(line)
        cells = (
            name_owner(row.name, words),
            row.active,
            line.created,
            row.won,
            row.lost,
            *share_cells(row.win_rate),
            row.won_value,
            find_size(row),
            find_days(row),
            line.done,
            line.overdue,
            *_push_cells(line),
            standing.attainment if standing is not None else None,
            before[row.key].figures.won if row.key in before else None,
            before[row.key].figures.won_value if row.key in before else None,
        )
        rows.append(SheetRow(cells, part_of_owner(line, PartKind.CLOSED)))
    return Sheet(title, heads, tuple(rows), currency, tuple(notes))


def _push_cells(line: OwnerLine) -> tuple[int | float | None, ...]:
    """What was due, what of it was pushed, the share, and by how many days."""
    if line.pushes is None:
        return 0, 0, None, None
    rate = line.pushes.rate
    return rate.n, rate.hits, share_cells(rate)[0], line.pushes.mean_days


def profiles_of(profiles: Sequence[LossProfile], pipeline_id: int | None) -> tuple[LossProfile, ...]:
    """Those of one pipeline."""
    return tuple(profile for profile in profiles if profile.pipeline_id == pipeline_id)


def list_stages(profiles: Sequence[LossProfile]) -> tuple[LossAt, ...]:
    """The stages of the profiles of one pipeline, each once, in their order."""
    every: dict[int, LossAt] = {}
    for profile in profiles:
        for stage in profile.stages:
            every.setdefault(stage.stage_id, stage)
    return tuple(every.values())


def say_loss(profile: LossProfile, stage: LossAt, words: Words) -> str:
    """Losses at a stage against those of the others, for a tooltip."""
    translate = words.translate
    said = translate("Report", "{name} lost {counts} at {stage}").format(
        name=name_owner(profile.name, words), counts=say_counts(stage.own, words), stage=stage.name
    )
    if not profile.is_compared or stage.own.value is None or stage.others.value is None:
        return f"{said}."
    said += translate("Report", ", {own}; the others {counts}, {others}.").format(
        own=say_likely(stage.own, words), others=say_likely(stage.others, words), counts=say_counts(stage.others, words)
    )
    if stage.stands_out:
        return f"{said} " + translate("Report", "Chance alone hardly explains that.")
    return said


def say_stands_out(profile: LossProfile, stage: LossAt, words: Words) -> str:
    """`Ben Hale loses at Proposal twice as often as the team, 14 of 22.`."""
    translate, times = words.translate, stage.times
    how = translate("Report", "more often than the rest of the team")
    if times is not None and times < 1:
        how = translate("Report", "less often than the rest of the team")
    elif times is not None and times >= _FOUR_TIMES:
        how = translate("Report", "{times} times as often as the rest of the team").format(
            times=words.formats.number(round(times))
        )
    elif times is not None and times >= _THRICE:
        how = translate("Report", "three times as often as the rest of the team")
    elif times is not None and times >= _TWICE:
        how = translate("Report", "twice as often as the rest of the team")
    return translate("Report", "{name} loses at {stage} {how}, {counts}.").format(
        name=name_owner(profile.name, words), stage=stage.name, how=how, counts=say_counts(stage.own, words)
    )


def answer_profiles(profiles: Sequence[LossProfile], words: Words) -> str:
    """Who loses where more often than the team, as far as chance allows to say so."""
    translate = words.translate
    found = [
        say_stands_out(profile, stage, words) for profile in profiles for stage in profile.stages if stage.stands_out
    ]
    if found:
        return " ".join(found)
    compared = [profile for profile in profiles if any(stage.p is not None for stage in profile.stages)]
    if not compared:
        return translate(
            "Report", "Profiles are compared from {needed} losses on, where others lost deals too."
        ).format(needed=FEWEST_LOSSES)
    return translate("Report", "Nobody loses at a stage more often than chance allows.")


def how_profiles(words: Words) -> str:
    """How the profiles are compared."""
    return words.translate(
        "Report",
        "Each owner’s losses by the furthest stage the deal got to, beside those of all others: marked where Fisher’s"
        " exact test, corrected by Holm for all that is compared here, leaves less than 1 in 20 to chance. From"
        " {needed} losses on.",
    ).format(needed=FEWEST_LOSSES)


def sheet_of_profiles(title: str, profiles: Sequence[LossProfile], notes: Sequence[str], words: Words) -> Sheet:
    """A row for each owner and stage."""
    translate = words.translate
    count, share = CellKind.COUNT, CellKind.SHARE
    heads = (
        SheetColumn(translate("Report", "Owner")),
        SheetColumn(translate("Report", "Lost at")),
        SheetColumn(translate("Report", "Deals"), count),
        SheetColumn(translate("Report", "Of all losses"), count),
        SheetColumn(translate("Report", "Share"), share),
        SheetColumn(translate("Report", "Others, share"), share),
        SheetColumn(translate("Report", "p, after Holm"), CellKind.NUMBER),
        SheetColumn(translate("Report", "Stands out")),
    )
    rows = [
        SheetRow(
            (
                name_owner(profile.name, words),
                stage.name,
                stage.own.hits,
                stage.own.n,
                share_cells(stage.own)[0],
                share_cells(stage.others)[0],
                None if stage.p is None else round(stage.p, 4),
                translate("Report", "yes") if stage.stands_out else "",
            ),
            Part(PartKind.OWNER_LOST_AT, (profile.owner, stage.stage_id)),
        )
        for profile in profiles
        for stage in profile.stages
    ]
    return Sheet(title, heads, tuple(rows), "", tuple(notes))
