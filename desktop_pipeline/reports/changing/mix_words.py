"""Sentences and sheets about what the pipeline is made of and how sound it is (METRICS §15)."""

from collections.abc import Mapping, Sequence

from desktop_pipeline.metrics.changing.hygiene import Flag, Hygiene
from desktop_pipeline.metrics.changing.mix import Horizon, HorizonLine, Jump, LoadLine, MonthFlow, PipelineLine
from desktop_pipeline.metrics.closing.breakdown import Breakdown
from desktop_pipeline.metrics.telling.parts import Part, PartKind
from desktop_pipeline.reports.said_values import DASH
from desktop_pipeline.reports.tables.sheets import CellKind, Sheet, SheetColumn, SheetRow
from desktop_pipeline.reports.words import Words


def name_horizon(due: Horizon, words: Words) -> str:
    """When open deals are due."""
    translate = words.translate
    return {
        Horizon.OVERDUE: translate("Report", "Overdue"),
        Horizon.SOON: translate("Report", "Next 30 days"),
        Horizon.LATER: translate("Report", "Later"),
        Horizon.UNDATED: translate("Report", "No date"),
    }[due]


def name_flag(flag: Flag, words: Words) -> str:
    """What is amiss with a deal."""
    translate = words.translate
    return {
        Flag.STALE: translate("Report", "No contact for long"),
        Flag.NO_NEXT_STEP: translate("Report", "No next step"),
        Flag.NEXT_STEP_LATE: translate("Report", "Next step late"),
        Flag.CLOSE_PAST: translate("Report", "Expected close past"),
        Flag.CLOSE_PUSHED: translate("Report", "Pushed 3+ times"),
        Flag.LONG_IN_STAGE: translate("Report", "Long in the stage"),
        Flag.VALUE_MISSING: translate("Report", "No value"),
        Flag.VALUE_LARGE: translate("Report", "Value far above usual"),
        Flag.DECISION_MAKER_LEFT: translate("Report", "Decision-maker left"),
        Flag.DUPLICATE: translate("Report", "Suspected duplicate"),
        Flag.CRITERION_UNMET: translate("Report", "Criterion unmet"),
    }[flag]


def name_load(line: LoadLine, words: Words) -> str:
    """Whose deals they are."""
    return words.translate("Report", "No owner") if line.name is None else line.name


def answer_health(hygiene: Hygiene, words: Words) -> str:
    """`62 % of the open value has no flag. Most often: no next step, 9 deals.`."""
    translate = words.translate
    if not hygiene.deals:
        return translate("Report", "No deal is open.")
    if hygiene.health is None:
        said = translate("Report", "{sound} of {deals} have no flag.").format(
            sound=words.formats.number(hygiene.sound_deals), deals=words.deals(hygiene.deals)
        )
    else:
        said = translate("Report", "{share} of the open value has no flag.").format(
            share=words.formats.percent(hygiene.health)
        )
    worst = max(hygiene.lines, key=lambda line: line.deals, default=None)
    if worst is None or not worst.deals:
        return said
    return f"{said} " + translate("Report", "Most often: {flag}, {deals}.").format(
        flag=name_flag(worst.flag, words).lower(), deals=words.deals(worst.deals)
    )


def how_health(hygiene: Hygiene, currency: str, words: Words) -> str:
    """How the share of sound value is worked out, with its own numbers."""
    translate, money = words.translate, words.formats.whole_money
    said = translate(
        "Report", "Health = value of the open deals without a flag ÷ all open value: {sound} ÷ {all}."
    ).format(sound=money(hygiene.sound_value, currency), all=money(hygiene.value, currency))
    if not hygiene.not_judged:
        return said
    names = ", ".join(name_flag(flag, words).lower() for flag in hygiene.not_judged)
    return f"{said} " + translate("Report", "Not known of an earlier day: {flags}.").format(flags=names)


def answer_due(lines: Sequence[HorizonLine], currency: str, words: Words) -> str:
    """What is due soon against later."""
    translate, money = words.translate, words.formats.short_money
    by_due = {line.due: line for line in lines}
    soon, later = by_due[Horizon.SOON], by_due[Horizon.LATER]
    late, undated = by_due[Horizon.OVERDUE], by_due[Horizon.UNDATED]
    said = translate("Report", "{soon} is due within 30 days, {later} later.").format(
        soon=money(soon.value or 0, currency), later=money(later.value or 0, currency)
    )
    apart = []
    if late.deals:
        apart.append(translate("Report", "{deals} past their date").format(deals=words.deals(late.deals)))
    if undated.deals:
        apart.append(translate("Report", "{deals} without one").format(deals=words.deals(undated.deals)))
    return f"{said} {_join(apart, words)}." if apart else said


def answer_load(lines: Sequence[LoadLine], words: Words) -> str:
    """Who has most, against the others."""
    translate = words.translate
    total = sum(line.deals for line in lines)
    if not total:
        return translate("Report", "No deal is open.")
    most = lines[0]
    return translate("Report", "{name} has most, {count} of {total}.").format(
        name=name_load(most, words), count=words.formats.number(most.deals), total=words.deals(total)
    )


def answer_pipelines(lines: Sequence[PipelineLine], names: Mapping[int, str], currency: str, words: Words) -> str:
    """`New business holds most, €448k in 34 deals.`."""
    if not lines:
        return words.translate("Report", "No deal is open.")
    most = max(lines, key=lambda line: (line.value or 0, line.deals))
    if not most.value:
        return ""
    return words.translate("Report", "{name} holds most, {sum} in {deals}.").format(
        name=names.get(most.pipeline_id, DASH),
        sum=words.formats.short_money(most.value, currency),
        deals=words.deals(most.deals),
    )


def answer_flow(flows: Sequence[MonthFlow], jump: Jump | None, currency: str, words: Words) -> str:
    """More in than out or the reverse, and whether the last week jumped."""
    translate, money = words.translate, words.formats.short_money
    came, went = sum(flow.value_in for flow in flows), sum(flow.value_out for flow in flows)
    said = translate("Report", "{came} came in, {went} went out: won, lost or lowered.").format(
        came=money(came, currency), went=money(went, currency)
    )
    return f"{said} {say_jump(jump, currency, words)}".strip()


def say_jump(jump: Jump | None, currency: str, words: Words) -> str:
    """A sudden drop or spike of the open value in the last seven days; silent where too little is known."""
    translate, money = words.translate, words.formats.short_money
    if jump is None:
        return ""
    if not jump.is_sudden:
        return translate("Report", "No sudden change in the last 7 days.")
    pattern = (
        translate("Report", "Sudden rise: {sum} more open than 7 days ago; {low} to {high} a week is usual.")
        if jump.change > 0
        else translate("Report", "Sudden drop: {sum} less open than 7 days ago; {low} to {high} a week is usual.")
    )
    return pattern.format(
        sum=money(abs(jump.change), currency), low=money(jump.low, currency), high=money(jump.high, currency)
    )


def sheet_of_health(title: str, hygiene: Hygiene, currency: str, words: Words) -> Sheet:
    """Every flag with its deals and their value."""
    translate = words.translate
    heads = (
        SheetColumn(translate("Report", "Flag")),
        SheetColumn(translate("Report", "Deals"), CellKind.COUNT),
        SheetColumn(translate("Report", "Value"), CellKind.MONEY),
    )
    rows = [SheetRow((translate("Report", "No flag"), hygiene.sound_deals, hygiene.sound_value), Part(PartKind.SOUND))]
    rows += [
        SheetRow((name_flag(line.flag, words), line.deals, line.value), Part(PartKind.FLAG, (line.flag.value,)))
        for line in hygiene.lines
    ]
    return Sheet(title, heads, tuple(rows), currency, (how_health(hygiene, currency, words),))


def sheet_of_due(title: str, lines: Sequence[HorizonLine], currency: str, words: Words) -> Sheet:
    """Open deals by when they are due."""
    heads = (
        SheetColumn(words.translate("Report", "Due")),
        SheetColumn(words.translate("Report", "Deals"), CellKind.COUNT),
        SheetColumn(words.translate("Report", "Value"), CellKind.MONEY),
    )
    rows = tuple(
        SheetRow((name_horizon(line.due, words), line.deals, line.value), Part(PartKind.DUE, (line.due.value,)))
        for line in lines
    )
    return Sheet(title, heads, rows, currency)


def sheet_of_loads(title: str, lines: Sequence[LoadLine], currency: str, words: Words) -> Sheet:
    """Open deals by whose they are."""
    heads = (
        SheetColumn(words.translate("Report", "Owner")),
        SheetColumn(words.translate("Report", "Deals"), CellKind.COUNT),
        SheetColumn(words.translate("Report", "Value"), CellKind.MONEY),
    )
    rows = tuple(SheetRow((name_load(line, words), line.deals, line.value), part_of_load(line)) for line in lines)
    return Sheet(title, heads, rows, currency)


def sheet_of_pipelines(
    title: str, lines: Sequence[PipelineLine], names: Mapping[int, str], currency: str, words: Words
) -> Sheet:
    """Open deals by the pipeline they are in."""
    heads = (
        SheetColumn(words.translate("Report", "Pipeline")),
        SheetColumn(words.translate("Report", "Deals"), CellKind.COUNT),
        SheetColumn(words.translate("Report", "Value"), CellKind.MONEY),
    )
    rows = tuple(
        SheetRow((names.get(line.pipeline_id, DASH), line.deals, line.value), part_of_pipeline(line)) for line in lines
    )
    return Sheet(title, heads, rows, currency)


def part_of_pipeline(line: PipelineLine) -> Part:
    """A pipeline's open deals."""
    return Part(PartKind.IN_PIPELINE, (line.pipeline_id,))


def sheet_of_flows(title: str, flows: Sequence[MonthFlow], currency: str, words: Words) -> Sheet:
    """Every month both ways, and what was open at its end."""
    translate, count, money = words.translate, CellKind.COUNT, CellKind.MONEY
    heads = (
        SheetColumn(translate("Report", "Month"), CellKind.DAY),
        SheetColumn(translate("Report", "Came in"), count),
        SheetColumn(translate("Report", "Value in"), money),
        SheetColumn(translate("Report", "Went out"), count),
        SheetColumn(translate("Report", "Value out"), money),
        SheetColumn(translate("Report", "Open at the end"), money),
    )
    rows = tuple(
        SheetRow(
            (flow.first_day, flow.deals_in, flow.value_in, flow.deals_out, flow.value_out, flow.open_value),
            Part(PartKind.CAME_IN, (flow.first_day.isoformat(),)),
        )
        for flow in flows
    )
    return Sheet(title, heads, rows, currency)


def part_of_load(line: LoadLine) -> Part:
    """An owner's open deals."""
    return Part(PartKind.BY, (Breakdown.OWNER.value, line.owner, PartKind.ACTIVE.value))


def _join(parts: Sequence[str], words: Words) -> str:
    if len(parts) < 2:  # noqa: PLR2004 - nothing to join
        return "".join(parts)
    return words.translate("Report", "{first} and {second}").format(first=parts[0], second=parts[1])
