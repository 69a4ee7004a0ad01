"""Sentences and sheets of the page Conversion: how many move on, how soon, and how far new deals come (METRICS §6)."""

from collections.abc import Mapping, Sequence

from desktop_pipeline.metrics.rates import Rate, Sample, rate_of
from desktop_pipeline.metrics.stages.bottleneck import Bottleneck
from desktop_pipeline.metrics.stages.funnel import Funnel, FunnelStage
from desktop_pipeline.metrics.stages.stage_conversion import Conversion, Step
from desktop_pipeline.metrics.telling.parts import Part, PartKind
from desktop_pipeline.reports.said_values import DASH, FEWEST, lie_apart, say_counts, say_likely
from desktop_pipeline.reports.stages.stage_words import name_next, name_stage, say_moved_on, share_cells, with_division
from desktop_pipeline.reports.tables.sheets import CellKind, Sheet, SheetColumn, SheetRow
from desktop_pipeline.reports.words import Words

# From so many on a share stands without its range (METRICS §0).
_ENOUGH = 30


def answer_steps(steps: Sequence[Step], before: Conversion | None, words: Words) -> str:
    """The narrowest step, and what moved against the comparison period as far as the ranges allow."""
    translate = words.translate
    rated = [step for step in steps if step.resolved.n >= FEWEST]
    if not rated:
        closed = max(step.resolved.n for step in steps)
        return translate("Report", "Too few deals are decided to give shares: at most {deals} at a stage.").format(
            deals=words.deals(closed)
        )
    least = min(rated, key=lambda step: step.resolved.value or 0.0)
    said = [
        translate("Report", "Fewest move on from {stage}: {counts}, {share}.").format(
            stage=least.name, counts=say_counts(least.resolved, words), share=say_likely(least.resolved, words)
        )
    ]
    earlier = {step.stage_id: step.resolved for step in before.steps} if before else {}
    said += [say_changed(step, earlier[step.stage_id], words) for step in rated if step.stage_id in earlier]
    return " ".join(sentence for sentence in said if sentence)


def say_changed(step: Step, then: Rate, words: Words) -> str:
    """A sentence where the two ranges lie apart, else nothing (METRICS §0)."""
    now = step.resolved
    if now.sample is Sample.COUNTS_ONLY or then.sample is Sample.COUNTS_ONLY or not lie_apart(now, then):
        return ""
    more = (now.value or 0.0) > (then.value or 0.0)
    pattern = (
        words.translate("Report", "More move on from {stage} than before: {now} against {then}.")
        if more
        else words.translate("Report", "Fewer move on from {stage} than before: {now} against {then}.")
    )
    return pattern.format(stage=step.name, now=say_moved_on(now, words), then=say_moved_on(then, words))


def say_range_of(step: Step, words: Words) -> str:
    """`So far 60 % of all that reached it; 80 % if every undecided one moves on.`."""
    if step.so_far is None or step.at_most is None or step.reached < FEWEST:
        return ""
    percent = words.formats.percent
    return words.translate(
        "Report", "Of all that reached it {low} moved on so far; {high} if all undecided do."
    ).format(low=percent(step.so_far), high=percent(step.at_most))


def how_steps(steps: Sequence[Step], words: Words) -> str:
    """How the shares are worked out, with the numbers of the busiest step."""
    said = words.translate(
        "Report",
        "Moved on ÷ (moved on + lost there), of the deals that reached the stage in the period. A deal that is still"
        " there has not failed: it is undecided and counts in neither. A skipped stage counts as passed.",
    )
    return with_division(said, max(steps, key=lambda one: one.reached, default=None), words)


def say_longest(bottleneck: Bottleneck, pipeline_id: int | None, words: Words) -> str:
    """The stage that takes most of the time (METRICS §8)."""
    time = bottleneck.time
    if time is None or time.pipeline_id != pipeline_id:
        return ""
    return words.translate(
        "Report", "Most time goes into {stage}: {share} of the {days} that a won deal takes (n = {count})."
    ).format(
        stage=time.name,
        share=words.formats.percent(time.share),
        days=words.days(round(time.cycle)),
        count=words.formats.number(time.n),
    )


def sheet_of_conversion(
    title: str, steps: Sequence[Step], before: Conversion | None, notes: Sequence[str], words: Words
) -> Sheet:
    """Every count and share of every step."""
    translate = words.translate
    share, count = CellKind.SHARE, CellKind.COUNT
    earlier = {step.stage_id: step.resolved for step in before.steps} if before else {}
    heads = [
        SheetColumn(translate("Report", "Stage")),
        SheetColumn(translate("Report", "Reached"), count),
        SheetColumn(translate("Report", "Moved on"), count),
        SheetColumn(translate("Report", "Lost there"), count),
        SheetColumn(translate("Report", "Undecided"), count),
        SheetColumn(translate("Report", "Move on"), share),
        SheetColumn(translate("Report", "Low, 95 %"), share),
        SheetColumn(translate("Report", "High, 95 %"), share),
        SheetColumn(translate("Report", "So far"), share),
        SheetColumn(translate("Report", "At most"), share),
    ]
    if before is not None:
        heads.append(SheetColumn(translate("Report", "Move on, before"), share))
    rows = []
    for step in steps:
        far = (step.so_far, step.at_most) if step.reached >= FEWEST else (None, None)
        cells = (
            name_stage(step.name, words, archived=step.archived),
            step.reached,
            step.advanced,
            step.dropped,
            step.undecided,
            *share_cells(step.resolved),
            *far,
        )
        then = earlier.get(step.stage_id, _NONE)
        part = Part(PartKind.STAGE_REACHED, (step.stage_id,))
        rows.append(SheetRow((*cells, share_cells(then)[0]) if before is not None else cells, part))
    return Sheet(title, tuple(heads), tuple(rows), "", tuple(notes))


_NONE = rate_of(0, 0)


def say_estimate(share: float | None, reached: int, words: Words) -> str:
    """`35 %`, with its n where that is small; counts below five bear no share."""
    if share is None or reached < FEWEST:
        return DASH
    said = words.formats.percent(share)
    if reached >= _ENOUGH:
        return said
    return words.translate("Report", "{share} (n = {count})").format(share=said, count=words.formats.number(reached))


def answer_soon(steps: Sequence[Step], days: int, words: Words) -> str:
    """`Of the deals that reach Proposal, 35 % are won within 30 days.`."""
    translate = words.translate
    told = [step for step in steps if step.won_within is not None and step.reached >= FEWEST and not step.archived]
    if not told:
        return translate("Report", "No stage was reached by enough deals, for long enough, to say how soon.")
    last = told[-1]
    said = [
        translate("Report", "Of the deals that reach {stage}, {share} are won within {days}.").format(
            stage=last.name, share=words.formats.percent(last.won_within or 0.0), days=words.days(days)
        )
    ]
    back = max(steps, key=lambda step: step.moved_back)
    if back.moved_back:
        said.append(
            translate("Report", "Most often deals move back from {stage}, {counts}.").format(
                stage=back.name, counts=say_counts(rate_of(back.moved_back, back.reached), words)
            )
        )
    return " ".join(said)


def how_soon(days: int, words: Words) -> str:
    """How the estimates within some days are worked out."""
    return words.translate(
        "Report",
        "Within {days} of the day the stage was reached, estimated by Aalen and Johansen: a deal that is lost moves on"
        " no more, one that is undecided counts for as long as it was watched. Moved back and skipped: of all that"
        " reached the stage.",
    ).format(days=words.days(days))


def sheet_of_soon(title: str, steps: Sequence[Step], days: int, notes: Sequence[str], words: Words) -> Sheet:
    """How soon deals of every step went on or were won, moved back or skipped it."""
    translate = words.translate
    share, count = CellKind.SHARE, CellKind.COUNT
    within = words.days(days)
    heads = (
        SheetColumn(translate("Report", "Stage")),
        SheetColumn(translate("Report", "Reached"), count),
        SheetColumn(translate("Report", "Go on within {days}").format(days=within), share),
        SheetColumn(translate("Report", "Won within {days}").format(days=within), share),
        SheetColumn(translate("Report", "Moved back"), count),
        SheetColumn(translate("Report", "Moved back, share"), share),
        SheetColumn(translate("Report", "Skipped it"), count),
        SheetColumn(translate("Report", "Skipped it, share"), share),
    )
    rows = []
    for step in steps:
        bears = step.reached >= FEWEST
        rows.append(
            SheetRow(
                (
                    name_stage(step.name, words, archived=step.archived),
                    step.reached,
                    step.next_within if bears else None,
                    step.won_within if bears else None,
                    step.moved_back,
                    step.regression_rate if step.reached >= _ENOUGH else None,
                    step.skipped,
                    step.skip_rate if step.reached >= _ENOUGH else None,
                ),
                Part(PartKind.STAGE_REACHED, (step.stage_id,)),
            )
        )
    return Sheet(title, heads, tuple(rows), "", tuple(notes))


def say_towards(steps: Sequence[Step], step: Step, words: Words) -> str:
    """`Proposal → Negotiation`."""
    return words.translate("Report", "{stage} → {next}").format(
        stage=step.name, next=name_next(steps, step.stage_id, words)
    )


def came_in_later(funnel: Funnel) -> Mapping[int, int]:
    """The deals that were created further down, by the id of the stage they came in at."""
    first = next((stage.stage_id for stage in funnel.stages if not stage.archived), None)
    return {stage.stage_id: stage.came_in for stage in funnel.stages if stage.came_in and stage.stage_id != first}


def answer_funnel(funnel: Funnel, words: Words) -> str:
    """`Of 120 deals created, 30 were won, 60 lost, 30 are undecided. 12 came in further down (pale).`."""
    translate, number = words.translate, words.formats.number
    said = translate("Report", "Of {deals} created, {won} were won, {lost} lost; {open} undecided.").format(
        deals=words.deals(funnel.created), won=number(funnel.won), lost=number(funnel.lost), open=number(funnel.open)
    )
    later = sum(came_in_later(funnel).values())
    if not later:
        return said
    return f"{said} " + translate("Report", "{count} came in further down (pale).").format(count=number(later))


def say_funnel_stage(stage: FunnelStage, funnel: Funnel, words: Words) -> str:
    """A stage of the funnel with its counts."""
    rate = rate_of(stage.reached, funnel.created)
    said = words.translate("Report", "{stage}: reached by {counts}").format(
        stage=stage.name, counts=say_counts(rate, words)
    )
    return said if rate.sample is Sample.COUNTS_ONLY else f"{said}, {say_likely(rate, words)}"


def how_funnel(words: Words) -> str:
    """How the funnel is counted."""
    return words.translate(
        "Report",
        "Deals created in the period, by the stages they reached until now. Those that were created further down did"
        " not pass the stages before and are drawn apart. Young deals may still get further.",
    )


def sheet_of_funnel(title: str, funnel: Funnel, notes: Sequence[str], words: Words) -> Sheet:
    """Every stage, then what became of the deals."""
    translate = words.translate
    heads = (
        SheetColumn(translate("Report", "Stage")),
        SheetColumn(translate("Report", "Reached"), CellKind.COUNT),
        SheetColumn(translate("Report", "Came in here"), CellKind.COUNT),
        SheetColumn(translate("Report", "Of those created"), CellKind.SHARE),
    )

    def share(deals: int) -> float | None:
        return deals / funnel.created if funnel.created >= _ENOUGH else None

    rows = [
        SheetRow(
            (
                name_stage(stage.name, words, archived=stage.archived),
                stage.reached,
                stage.came_in,
                share(stage.reached),
            ),
            Part(PartKind.FUNNEL, (stage.stage_id,)),
        )
        for stage in funnel.stages
    ]
    outcomes = (
        (translate("Report", "Won"), funnel.won, 1),
        (translate("Report", "Lost"), funnel.lost, 2),
        (translate("Report", "Undecided"), funnel.open, 0),
    )
    rows += [
        SheetRow((name, deals, None, share(deals)), Part(PartKind.FUNNEL_CREATED, (funnel.pipeline_id, status)))
        for name, deals, status in outcomes
    ]
    return Sheet(title, heads, tuple(rows), "", tuple(notes))
