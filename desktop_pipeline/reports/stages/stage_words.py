"""Sentences and sheets about stages: where deals stop, and how long they take."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop_pipeline.metrics.rates import Rate, Sample
from desktop_pipeline.metrics.stages.bottleneck import Bottleneck
from desktop_pipeline.metrics.stages.stage_conversion import Conversion, Step
from desktop_pipeline.metrics.stages.stage_days import StageDays
from desktop_pipeline.metrics.telling.parts import Part, PartKind
from desktop_pipeline.reports.said_values import DASH, FEWEST, say_counts
from desktop_pipeline.reports.tables.sheets import CellKind, Sheet, SheetColumn, SheetRow
from desktop_pipeline.reports.words import Words

# A step with fewer decided deals keeps the bottleneck silent (METRICS §8).
ENOUGH = 30


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence whose first words are strong."""

    lead: str
    text: str


def steps_of(conversion: Conversion, pipeline_id: int) -> tuple[Step, ...]:
    """The steps of one pipeline in order."""
    return tuple(step for step in conversion.steps if step.pipeline_id == pipeline_id)


def name_stage(name: str, words: Words, *, archived: bool) -> str:
    """The name, marked where the stage is there no longer."""
    return words.translate("Report", "{stage} (removed)").format(stage=name) if archived else name


def name_next(steps: Sequence[Step], stage_id: int, words: Words) -> str:
    """What comes after a stage: the next one, or won."""
    kept = [step for step in steps if not step.archived or step.stage_id == stage_id]
    places = [place for place, step in enumerate(kept) if step.stage_id == stage_id]
    if places and places[0] + 1 < len(kept):
        return kept[places[0] + 1].name
    return words.translate("Report", "Won")


def say_moved_on(rate: Rate, words: Words) -> str:
    """`58 %`, or `3 of 4` where they are few."""
    if rate.value is None:
        return DASH
    return say_counts(rate, words) if rate.sample is Sample.COUNTS_ONLY else words.formats.percent(rate.value)


def say_step(step: Step, words: Words) -> str:
    """A step with all its counts, for a tooltip."""
    translate, number = words.translate, words.formats.number
    said = translate(
        "Report",
        "{stage}: {reached} reached it, {advanced} moved on, {dropped} were lost there, {undecided} undecided.",
    ).format(
        stage=step.name,
        reached=number(step.reached),
        advanced=number(step.advanced),
        dropped=number(step.dropped),
        undecided=number(step.undecided),
    )
    rate = step.resolved
    if rate.value is not None and rate.sample is not Sample.COUNTS_ONLY:
        said += " " + translate("Report", "{share} of those decided moved on ({counts}).").format(
            share=words.formats.percent(rate.value), counts=say_counts(rate, words)
        )
    return said


def answer_stops(steps: Sequence[Step], words: Words) -> str:
    """Where most deals are lost, and how to read the bars."""
    translate = words.translate
    lost = sum(step.dropped for step in steps)
    if not lost:
        return translate("Report", "No deal was lost on its way.")
    most = max(steps, key=lambda step: step.dropped)
    said = translate("Report", "Most are lost at {stage}, {count} of {lost} that came and went in this time.").format(
        stage=most.name, count=words.formats.number(most.dropped), lost=words.formats.number(lost)
    )
    if any(step.undecided for step in steps):
        return f"{said} " + translate("Report", "Full: moved on. Striped: undecided. Pale: lost there.")
    return f"{said} " + translate("Report", "Full: moved on. Pale: lost there.")


def say_bottleneck(bottleneck: Bottleneck, steps: Sequence[Step], currency: str, words: Words) -> Remark:
    """The step whose deals going on more often would bring most, in words and money (METRICS §8)."""
    translate = words.translate
    narrowest = bottleneck.conversion
    if narrowest is None or narrowest.step.stage_id not in {step.stage_id for step in steps}:
        return _say_silence(steps, words)
    step, rate = narrowest.step, narrowest.step.resolved
    lead = translate("Report", "{stage} → {next} passes {share}").format(
        stage=step.name, next=name_next(steps, step.stage_id, words), share=say_moved_on(rate, words)
    )
    text = translate("Report", "(n = {count}). At {share} you would win about {sum} more a month.").format(
        count=words.formats.number(rate.n),
        share=words.formats.percent(narrowest.raised),
        sum=words.formats.rounded_money(narrowest.value, currency),
    )
    return Remark(lead, text)


def _say_silence(steps: Sequence[Step], words: Words) -> Remark:
    translate = words.translate
    lead = translate("Report", "No step stands out.")
    few = [step for step in steps if not step.archived and step.resolved.n < ENOUGH]
    if not few:
        return Remark(lead, "")
    least = min(few, key=lambda step: step.resolved.n)
    text = translate("Report", "Each step needs {needed} decided deals; {stage} has {count}.").format(
        needed=ENOUGH, stage=least.name, count=words.formats.number(least.resolved.n)
    )
    return Remark(lead, text)


def how_stops(words: Words, steps: Sequence[Step] = ()) -> str:
    """How a share that moves on is worked out, with the numbers of the step that loses most."""
    how = words.translate(
        "Report",
        "Of the deals that reached a stage in the last 12 months: moved on ÷ (moved on + lost there). A deal that is"
        " still there has not failed; it counts in neither. A skipped stage counts as passed. Deals that came before"
        " and were lost since are among the reasons only.",
    )
    return with_division(how, max(steps, key=lambda step: step.dropped, default=None), words)


def with_division(how: str, step: Step | None, words: Words) -> str:
    """The explanation of a share with the numbers of one step, where it has any."""
    return how if step is None or not step.resolved.n else f"{how} {_say_division(step, words)}"


def _say_division(step: Step, words: Words) -> str:
    """`Proposal: 31 ÷ (31 + 22) = 58 %.`: the share that moved on, worked out."""
    number = words.formats.number
    return words.translate("Report", "{stage}: {advanced} ÷ ({advanced} + {dropped}) = {share}.").format(
        stage=step.name,
        advanced=number(step.advanced),
        dropped=number(step.dropped),
        share=say_moved_on(step.resolved, words),
    )


def sheet_of_steps(title: str, steps: Sequence[Step], currency: str, notes: Sequence[str], words: Words) -> Sheet:
    """Every count of every step."""
    translate = words.translate
    share, count = CellKind.SHARE, CellKind.COUNT
    heads = (
        SheetColumn(translate("Report", "Stage")),
        SheetColumn(translate("Report", "Reached"), count),
        SheetColumn(translate("Report", "Moved on"), count),
        SheetColumn(translate("Report", "Lost there"), count),
        SheetColumn(translate("Report", "Undecided"), count),
        SheetColumn(translate("Report", "Move on"), share),
        SheetColumn(translate("Report", "Low, 95 %"), share),
        SheetColumn(translate("Report", "High, 95 %"), share),
        SheetColumn(translate("Report", "At least"), share),
        SheetColumn(translate("Report", "At most"), share),
        SheetColumn(translate("Report", "Go on within 30 days"), share),
        SheetColumn(translate("Report", "Won within 30 days"), share),
    )
    return Sheet(
        title,
        heads,
        tuple(
            SheetRow(
                (
                    name_stage(step.name, words, archived=step.archived),
                    step.reached,
                    step.advanced,
                    step.dropped,
                    step.undecided,
                    *share_cells(step.resolved),
                    *((step.so_far, step.at_most) if step.reached >= FEWEST else (None, None)),
                    *((step.next_within, step.won_within) if step.reached >= FEWEST else (None, None)),
                ),
                Part(PartKind.STAGE_REACHED, (step.stage_id,)),
            )
            for step in steps
        ),
        currency,
        tuple(notes),
    )


def share_cells(rate: Rate) -> tuple[float | None, float | None, float | None]:
    """A rate with its interval; nothing where the sample bears counts only (METRICS §0)."""
    if rate.sample is Sample.COUNTS_ONLY:
        return None, None, None
    return rate.value, rate.low, rate.high


def answer_days(stages: Sequence[StageDays], bottleneck: Bottleneck, words: Words) -> str:
    """`Meeting takes longest, 12 days for a typical deal: 29 % of the way to won.`."""
    translate = words.translate
    known = [stage for stage in stages if stage.usual is not None]
    if not known:
        return translate("Report", "Too few deals have left a stage to say how long they usually stay.")
    longest = max(known, key=lambda stage: stage.finished.median or 0)
    said = translate("Report", "{stage} takes longest, {days} for a typical deal.").format(
        stage=longest.name, days=words.days(longest.usual or 0)
    )
    time = bottleneck.time
    if time is None or time.stage_id not in {stage.stage_id for stage in stages}:
        return said
    return f"{said} " + translate("Report", "Of the days that won deals took, {share} were spent in {stage}.").format(
        share=words.formats.percent(time.share), stage=time.name
    )


def say_stay(stage: StageDays, words: Words) -> str:
    """A stage with its days, for a tooltip."""
    translate, number, stay = words.translate, words.formats.number, stage.finished
    if stay.median is None:
        return translate("Report", "{stage}: no deal has left it in this time.").format(stage=stage.name)
    said = translate(
        "Report",
        "{stage}: half of {deals} stayed up to {median}; the middle half {low} to {high}, 19 in 20 up to {most}.",
    ).format(
        stage=stage.name,
        deals=words.deals(stay.n),
        median=words.days(round(stay.median)),
        low=number(round(stay.p25 or 0)),
        high=number(round(stay.p75 or 0)),
        most=number(round(stay.p95 or 0)),
    )
    if stage.kaplan_meier_median is not None:
        said += " " + translate("Report", "Counting those still there, half have left by day {day}.").format(
            day=number(round(stage.kaplan_meier_median))
        )
    return said


def how_days(words: Words, stages: Sequence[StageDays] = ()) -> str:
    """How days in a stage are worked out, and of how many deals."""
    how = words.translate(
        "Report",
        "Boxes: all visits of a deal to the stage added up, for deals that left it in this time; the line in"
        " the box is the median, the box the middle half, the thin line 1 in 20 to 19 in 20. Dots: open deals by the"
        " days of the visit that runs. The two are never averaged together.",
    )
    if not stages:
        return how
    count = words.formats.number(sum(stage.finished.n for stage in stages))
    sitting = words.formats.number(sum(stage.sitting for stage in stages))
    return f"{how} " + words.translate("Report", "Here: {count} ended visits, {sitting} open deals.").format(
        count=count, sitting=sitting
    )


def sheet_of_days(
    title: str, stages: Sequence[StageDays], slow: Sequence[int], notes: Sequence[str], words: Words
) -> Sheet:
    """Every stage with its days; `slow` counts the slow or stuck deals of each."""
    translate = words.translate
    days, count = CellKind.DAYS, CellKind.COUNT
    number = CellKind.NUMBER
    heads = (
        SheetColumn(translate("Report", "Stage")),
        SheetColumn(translate("Report", "Left it"), count),
        SheetColumn(translate("Report", "Median days"), number),
        SheetColumn(translate("Report", "Mean days"), number),
        SheetColumn(translate("Report", "1 in 4 up to"), number),
        SheetColumn(translate("Report", "3 in 4 up to"), number),
        SheetColumn(translate("Report", "4 in 5 up to"), number),
        SheetColumn(translate("Report", "19 in 20 up to"), number),
        SheetColumn(translate("Report", "Half have left by day"), days),
        SheetColumn(translate("Report", "Open there"), count),
        SheetColumn(translate("Report", "Slow or stuck"), count),
    )
    rows = tuple(
        SheetRow(
            (
                name_stage(stage.name, words, archived=stage.archived),
                stage.finished.n,
                stage.finished.median,
                stage.finished.mean,
                stage.finished.p25,
                stage.finished.p75,
                stage.finished.p80,
                stage.finished.p95,
                stage.kaplan_meier_median,
                stage.sitting,
                late,
            ),
            Part(PartKind.STAGE_LEFT, (stage.stage_id,)),
        )
        for stage, late in zip(stages, slow, strict=True)
    )
    return Sheet(title, heads, rows, "", tuple(notes))
